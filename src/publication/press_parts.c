/* A transcript, cut into who said what. */
#include <string.h>

#include "base/text.h"
#include "publication/press.h"

static const struct {
    const char *word;
    enum press_speaker speaker;
} speakers[] = {
    {"主持人",       SPEAKS_HOST        },
    {"新闻发言人", SPEAKS_SPOKESPERSON},
    {"发言人",       SPEAKS_SPOKESPERSON},
    {"专家",          SPEAKS_EXPERT      },
    {"记者",          SPEAKS_REPORTER    },
    {"Host",            SPEAKS_HOST        },
    {"Spokesperson",    SPEAKS_SPOKESPERSON},
    {"Expert",          SPEAKS_EXPERT      },
    {"Journalist",      SPEAKS_REPORTER    },
};

static const char *skip(const char *at, const char *mark)
{
    return text_starts(at, mark) ? at + strlen(mark) : at;
}

/* Past "（某报）" or " (…)", or where it began. */
static const char *skip_brackets(const char *at)
{
    static const char *const pairs[][2] = {
        {"（", "）"},
        {" (",  ")"  },
        {"(",   ")"  }
    };
    for (size_t i = 0; i < COUNT_OF(pairs); i++) {
        if (!text_starts(at, pairs[i][0])) continue;
        const char *end = strstr(at, pairs[i][1]);
        const char *line = strchr(at, '\n');
        if (end && (!line || end < line)) return end + strlen(pairs[i][1]);
    }
    return at;
}

/* "**记者（某报）：** 问题" → the part that begins here; false where no speaker is named. */
static bool begins(struct arena *mem, const char *line, struct press_part *ret,
                   const char **ret_text)
{
    const char *from = skip(line, "**");
    bool strong = from != line;
    for (size_t i = 0; i < COUNT_OF(speakers); i++) {
        if (!text_starts(from, speakers[i].word)) continue;
        const char *to = skip_brackets(from + strlen(speakers[i].word));
        const char *after = skip(to, "：");
        if (after == to) after = skip(to, ":");
        if (after == to) continue;
        *ret = (struct press_part){.speaker = speakers[i].speaker,
                                   .label = arena_copy_n(mem, from, (size_t)(to - from))};
        if (strong) after = skip(after, "**");
        while (*after == ' ') after++;
        *ret_text = after;
        return true;
    }
    return false;
}

static const char *joined(struct arena *mem, const char *before, const char *from, size_t size)
{
    const char *more = arena_copy_n(mem, from, size);
    return *before ? arena_format(mem, "%s\n%s", before, more) : more;
}

size_t press_parts(struct arena *mem, const char *text, const struct press_part **ret_parts)
{
    struct press_part *parts = arena_array(mem, struct press_part, PRESS_PARTS_MAX);
    size_t count = 0;
    int question = 0;
    for (const char *line = text; *line;) {
        size_t size = strcspn(line, "\n");
        const char *end = line + size, *said = line;
        struct press_part part;
        bool new_part = begins(mem, line, &part, &said);
        if (new_part && count == PRESS_PARTS_MAX) return 0;
        if (!new_part && !count && strspn(line, " \r") < size) return 0; /* somebody unnamed */
        if (new_part) {
            question += part.speaker == SPEAKS_REPORTER;
            part.question = question;
            part.text = "";
            parts[count++] = part;
        }
        if (said > end) said = end;
        if (count)
            parts[count - 1].text = joined(mem, parts[count - 1].text, said, (size_t)(end - said));
        line = end + (*end == '\n');
    }
    *ret_parts = parts;
    return count;
}
