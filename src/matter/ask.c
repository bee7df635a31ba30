/* A form, question by question: what is asked, what was typed, what is wrong and what is missing.
 */
#include "matter/ask.h"

#include <string.h>

#include "base/text.h"
#include "web/message.h"
#include "web/sealed.h"

enum { FIELDS_ROOM = LETTER_FIELDS_MAX };

static const char *sentence(const struct context *cx, const struct issue *found)
{
    return message_format(cx->mem, cx->language, found->message, &found->detail, 1);
}

/* "<room>.ask.<name>" and what hangs on it; "matter.ask.<name>" for what is asked everywhere. */
static const char *said(const struct context *cx, const char *room, const char *name,
                        const char *part)
{
    const char *own = arena_format(cx->mem, "%s.ask.%s", room, name);
    const char *id = arena_format(cx->mem, "%s%s", own, part);
    if (message_known(id)) return message_text(cx->language, id);
    if (message_known(own)) return NULL; /* another room's hint would not fit its label */
    id = arena_format(cx->mem, "matter.ask.%s%s", name, part);
    return message_known(id) ? message_text(cx->language, id) : NULL;
}

static void add_options(struct context *cx, struct ask_row *row)
{
    size_t count = 0;
    const struct word *words = row->question->words;
    while (words && words[count].word) count++;
    struct ask_option *options = arena_array(cx->mem, struct ask_option, count + 1);
    for (size_t i = 0; i < count; i++)
        options[i] =
            (struct ask_option){words[i].word, cx->language == ENGLISH ? words[i].en : words[i].zh,
                                text_equal(words[i].word, row->value)};
    row->options = options;
    row->option_count = count;
}

/* Is it one of the words? "" is: nothing was chosen. */
static bool is_word(const struct word *words, const char *value)
{
    for (; words && words->word; words++)
        if (text_equal(words->word, value)) return true;
    return !*value;
}

static enum status read_value(struct context *cx, const struct web *web, const struct question *q,
                              const char **ret_value)
{
    struct date day;
    switch (q->control) {
    case ASK_LINES:
        return web_lines(cx, web, q->name, q->max, ret_value);
    case ASK_DAY:
        TRY(web_date(cx, web, q->name, &day));
        *ret_value = date_iso(cx->mem, day);
        return OK;
    case ASK_FILES:
        *ret_value = "";
        return OK;
    default:
        TRY(web_text(cx, web, q->name, q->max, ret_value));
        if (q->words && !is_word(q->words, *ret_value))
            return issue(cx, q->name, "field.unknown_word", *ret_value);
        return OK;
    }
}

static void add_fault(struct arena *mem, const struct ask_fault **list, struct ask_fault fault)
{
    struct ask_fault *made = arena_make(mem, struct ask_fault);
    *made = fault;
    while (*list) list = (const struct ask_fault **)(uintptr_t) & (*list)->next;
    *list = made;
}

void ask_add(struct context *cx, struct ask_form *form, const char *name, const char *value)
{
    if (!*value || form->field_count == form->field_room) return;
    form->fields[form->field_count++] = (struct letter_field){name, value};
}

const struct ask_row *ask_row(const struct ask_form *form, const char *name)
{
    for (size_t i = 0; i < form->count; i++)
        if (text_equal(form->rows[i].name, name)) return &form->rows[i];
    return NULL;
}

const char *ask_value(const struct ask_form *form, const char *name)
{
    const struct ask_row *row = ask_row(form, name);
    return row ? row->value : "";
}

void ask_lack(struct context *cx, struct ask_form *form, const char *name, const char *message)
{
    struct ask_row *row = (struct ask_row *)(uintptr_t)ask_row(form, name);
    const char *sentence = message_text(cx->language, message);
    add_fault(cx->mem, &form->lacks,
              (struct ask_fault){name, row ? row->label : "", sentence, NULL});
    form->missing++;
    if (!row) return;
    row->bad = true;
    if (!row->error) row->error = sentence;
}

void ask_require(struct context *cx, const struct web *web, struct ask_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        const struct ask_row *row = &form->rows[i];
        bool file = row->question->control == ASK_FILES;
        if (!row->required || row->error || (file ? web_sealed_files(web) > 0 : *row->value != 0))
            continue;
        const char *id = arena_format(cx->mem, "%s.lacks.%s", form->room, row->name);
        ask_lack(cx, form, row->name, message_known(id) ? id : "matter.lacks");
    }
}

void ask_choose(struct ask_form *form, const char *name, const char *value)
{
    struct ask_row *row = (struct ask_row *)(uintptr_t)ask_row(form, name);
    struct ask_option *options = row ? (struct ask_option *)(uintptr_t)row->options : NULL;
    for (size_t i = 0; row && i < row->option_count; i++)
        options[i].selected = text_equal(options[i].value, value);
    if (row) row->value = value;
}

bool ask_takes_files(const struct question *questions, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (questions[i].control == ASK_FILES) return true;
    return false;
}

/* One question of a POST: its value, or what is wrong with it, beside it. */
static enum status read_row(struct context *cx, const struct web *web, struct ask_form *form,
                            struct ask_row *row)
{
    struct issue *before = cx->issues;
    const char *value = "";
    cx->issues = NULL;
    enum status status = read_value(cx, web, row->question, &value);
    row->value = status == OK ? value : web_typed(web, row->name);
    if (status == OK) {
        ask_add(cx, form, row->name, value);
    } else if (cx->issues) {
        row->error = sentence(cx, cx->issues);
        row->bad = true;
        form->wrong++;
        add_fault(cx->mem, &form->faults,
                  (struct ask_fault){row->name, row->label, row->error, NULL});
    }
    cx->issues = before;
    return status == INVALID ? OK : status;
}

static struct ask_row make_row(struct context *cx, const char *room, const struct question *q)
{
    const char *label = said(cx, room, q->name, "");
    return (struct ask_row){.question = q,
                            .name = q->name,
                            .label = label ? label : q->name,
                            .hint = said(cx, room, q->name, ".hint"),
                            .value = "",
                            .required = q->need == ASK_REQUIRED,
                            .optional = q->need == ASK_OPTIONAL};
}

enum status ask_read(struct context *cx, const struct web *web, const struct ask_plan *plan,
                     struct ask_form *ret_form)
{
    bool post = web->request->method == HTTP_POST;
    *ret_form = (struct ask_form){.room = plan->room,
                                  .rows = arena_array(cx->mem, struct ask_row, plan->count + 1),
                                  .fields = arena_array(cx->mem, struct letter_field, FIELDS_ROOM),
                                  .field_room = FIELDS_ROOM};
    for (size_t i = 0; i < plan->count; i++) {
        struct ask_row *row = &ret_form->rows[ret_form->count++];
        *row = make_row(cx, plan->room, &plan->questions[i]);
        if (post) TRY(read_row(cx, web, ret_form, row));
        add_options(cx, row);
    }
    return ret_form->wrong ? INVALID : OK;
}

enum status ask_empty(struct context *cx, const struct web *web, const struct ask_plan *plan,
                      struct ask_form *ret_form)
{
    struct http_request bare = {.method = HTTP_GET};
    struct web fresh = *web;
    fresh.request = &bare;
    return ask_read(cx, &fresh, plan, ret_form);
}
