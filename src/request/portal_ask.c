/* A form, question by question: what is asked, what was typed, what is wrong and what is missing.
 */
#include <string.h>

#include "base/text.h"
#include "request/portal_pages.h"
#include "web/message.h"

enum { FIELDS_ROOM = 40 };

static const char *sentence(const struct context *cx, const struct issue *found)
{
    return message_format(cx->mem, cx->language, found->message, &found->detail, 1);
}

/* Labels and hints by the question's name; where the law itself says something to its field, that
 * is the hint. */
static const char *label_of(const struct context *cx, const char *name)
{
    return message_text(cx->language, arena_format(cx->mem, "apply.ask.%s", name));
}

static const char *hint_of(const struct context *cx, const char *name)
{
    const char *id = arena_format(cx->mem, "apply.hint.%s", name);
    return message_known(id) ? message_text(cx->language, id) : NULL;
}

static const struct regime_field *field_of(const struct ask_plan *plan, const struct question *q)
{
    for (size_t i = 0; plan->regime && q->field && i < plan->regime->field_count; i++) {
        const struct regime_field *field = &plan->regime->fields[i];
        if (field->of == q->of && text_equal(field->id, q->field)) return field;
    }
    return NULL;
}

/* What the regime does not name is not asked; what it forbids is not asked either. */
static bool is_asked(const struct ask_plan *plan, const struct question *q, struct ask_row *row)
{
    row->required = q->needed;
    row->optional = !q->needed;
    if (!q->field) return true;
    const struct regime_field *field = field_of(plan, q);
    if (!field || field->rule == ASK_NEVER) return false;
    row->required = q->needed && field->rule == ASK_REQUIRED;
    row->optional = field->rule != ASK_REQUIRED;
    return true;
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

static struct ask_fault *add_fault(struct arena *mem, const struct ask_fault **list,
                                   const char *name, const char *text)
{
    struct ask_fault *fault = arena_make(mem, struct ask_fault), **last;
    *fault = (struct ask_fault){name, text, NULL};
    for (last = (struct ask_fault **)(uintptr_t)list; *last;
         last = (struct ask_fault **)(uintptr_t) & (*last)->next)
        ;
    *last = fault;
    return fault;
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
    add_fault(cx->mem, &form->lacks, name, message_text(cx->language, message));
    form->missing++;
    if (!row) return;
    row->bad = true;
    if (!row->error) row->error = message_text(cx->language, message);
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
        add_fault(cx->mem, &form->faults, row->name, row->error);
    }
    cx->issues = before;
    return status == INVALID ? OK : status;
}

enum status ask_read(struct context *cx, const struct web *web, const struct ask_plan *plan,
                     struct ask_form *ret_form)
{
    bool post = web->request->method == HTTP_POST;
    *ret_form = (struct ask_form){.rows = arena_array(cx->mem, struct ask_row, plan->count + 1),
                                  .fields = arena_array(cx->mem, struct letter_field, FIELDS_ROOM),
                                  .field_room = FIELDS_ROOM};
    for (size_t i = 0; i < plan->count; i++) {
        const struct question *q = &plan->questions[i];
        struct ask_row *row = &ret_form->rows[ret_form->count];
        *row = (struct ask_row){.question = q,
                                .name = q->name,
                                .label = label_of(cx, q->name),
                                .hint = hint_of(cx, q->name),
                                .value = ""};
        if (q->of != plan->of || !is_asked(plan, q, row)) continue;
        ret_form->count++;
        if (post) TRY(read_row(cx, web, ret_form, row));
        add_options(cx, row);
    }
    return ret_form->wrong ? INVALID : OK;
}
