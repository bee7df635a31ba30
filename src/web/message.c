#include "web/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/out.h"
#include "web/message_table.h"

static int compare(const void *id, const void *message)
{
    return strcmp(id, ((const struct message *)message)->id);
}

static const struct message *find(const char *id)
{
    return bsearch(id, message_table, message_count, sizeof *message_table, compare);
}

bool message_known(const char *id)
{
    return find(id) != NULL;
}

const char *message_text(enum language language, const char *id)
{
    const struct message *message = find(id);
    return message ? message->text[language] : id;
}

char *message_fill(struct arena *mem, const char *sentence, const char *const *args, size_t n)
{
    struct out out = out_new(mem);
    for (const char *p = sentence; *p;) {
        size_t plain = strcspn(p, "%");
        out_bytes(&out, p, plain);
        p += plain;
        if (*p == '%' && p[1] >= '1' && p[1] <= '9') {
            size_t which = (size_t)(p[1] - '1');
            if (which < n) out_text(&out, args[which]);
            p += 2;
        } else if (*p) {
            out_char(&out, *p++);
        }
    }
    return out.text;
}

char *message_format(struct arena *mem, enum language language, const char *id,
                     const char *const *args, size_t n)
{
    const struct message *message = find(id);
    if (!message) return arena_format(mem, "[%s]", id);
    return message_fill(mem, message->text[language], args, n);
}
