#include "web/form.h"

#include <string.h>

#include "base/text.h"
#include "web/message.h"
#include "web/private.h"

static bool is_named(const char *names, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = names ? names : ""; *at; at += strspn(at, " ")) {
        size_t word = strcspn(at, " ");
        if (word == size && memcmp(at, name, size) == 0) return true;
        at += word;
    }
    return false;
}

static bool is_asked(const struct form_plan *plan, const struct record *rec,
                     const struct field *field)
{
    if (plan->names) return is_named(plan->names, field->name);
    if ((field->flags & BOUND) && !text_empty(rec->id)) return false;
    return !(field->flags & (FIXED | INHERITED));
}

static enum form_control control_of(const struct field *field)
{
    if (field->type == BODY) return FORM_LINES;
    if (field->type == BOOL) return FORM_YES;
    return field->type == WORD && field->words ? FORM_CHOICE : FORM_LINE;
}

static void select_option(struct form_row *row, struct form_option *options)
{
    for (size_t i = 0; i < row->option_count; i++)
        options[i].selected = text_equal(options[i].value, row->value);
    row->options = options;
}

static void offer_words(struct context *cx, struct form_row *row)
{
    size_t count = 0;
    while (row->field->words[count].word) count++;
    struct form_option *options = arena_array(cx->mem, struct form_option, count + 1);
    /* An empty choice stands first wherever nothing may be, or has been, chosen. */
    size_t at = !row->required || !*row->value;
    if (at) options[0] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (size_t i = 0; i < count; i++) {
        const struct word *word = &row->field->words[i];
        options[at++] =
            (struct form_option){word->word, cx->language == CHINESE ? word->zh : word->en, false};
    }
    row->option_count = at;
    select_option(row, options);
}

static void add_row(struct context *cx, struct form *form, const struct record *rec,
                    const struct field *field)
{
    struct form_row *row = &form->rows[form->count++];
    *row = (struct form_row){
        .field = field,
        .control = control_of(field),
        .name = field->name,
        .label = record_label(rec, field, cx->language),
        .hint = field->hint ? message_text(cx->language, field->hint) : NULL,
        .value = "",
        .required = field->flags & REQUIRED,
        .max = field->max,
    };
}

static void begin(struct context *cx, const struct form_plan *plan, const struct record *rec,
                  struct form *ret_form)
{
    const struct kind *kind = plan->kind;
    *ret_form = (struct form){.kind = kind};
    ret_form->rows = arena_array(cx->mem, struct form_row, kind->field_count);
    for (size_t i = 0; i < kind->field_count; i++)
        if (is_asked(plan, rec, &kind->fields[i])) add_row(cx, ret_form, rec, &kind->fields[i]);
}

static void end(struct context *cx, struct form *form)
{
    for (size_t i = 0; i < form->count; i++)
        if (form->rows[i].control == FORM_CHOICE) offer_words(cx, &form->rows[i]);
}

/* As people write it: a time is the clock's of the installation. */
static const char *as_typed(struct context *cx, const struct field *field, const struct record *rec)
{
    if (field->type != TIME || field_is_absent(field, rec)) return field_write(cx->mem, field, rec);
    return zone_clock(cx->mem, (struct moment){field_number(field, rec)});
}

void form_fill(struct context *cx, const struct form_plan *plan, const struct record *rec,
               struct form *ret_form)
{
    begin(cx, plan, rec, ret_form);
    ret_form->version = text_empty(rec->id) ? 0 : rec->version;
    for (size_t i = 0; i < ret_form->count; i++) {
        struct form_row *row = &ret_form->rows[i];
        row->value = as_typed(cx, row->field, rec);
        row->checked = row->control == FORM_YES && field_number(row->field, rec);
    }
    end(cx, ret_form);
}

static enum status read_row(struct context *cx, const struct web *web, struct form_row *row,
                            struct record *rec)
{
    const struct http_pair *pair = http_pair_find(&web->request->form, row->name);
    struct bytes given = pair ? pair->value : (struct bytes){(const unsigned char *)"", 0};
    row->value = param_as_typed(cx->mem, given);
    row->checked = row->control == FORM_YES && text_equal(row->value, "yes");
    return field_read(cx, row->field, given, rec);
}

static enum status check_names(struct context *cx, const struct web *web,
                               const struct form_plan *plan, const struct form *form)
{
    const struct http_pairs *pairs = &web->request->form;
    enum status status = OK;
    for (size_t i = 0; i < pairs->count; i++) {
        const char *name = pairs->at[i].name;
        if (is_named(plan->extra, name)) continue;
        bool known = form_row(form, name) || text_equal(name, HTML_CSRF_FIELD) ||
                     text_equal(name, FORM_VERSION_FIELD);
        if (!known) status = issue(cx, "", "form.unknown_field", name);
        if (known && http_pair_find(pairs, name) != &pairs->at[i])
            status = issue(cx, name, "form.repeated_field", form_row(form, name) ? "" : name);
    }
    return status;
}

/* A record that exists is changed from the version that the page has shown. */
static enum status read_version(struct context *cx, const struct web *web, struct record *rec,
                                struct form *form)
{
    int64_t version;
    if (text_empty(rec->id)) return OK;
    form->version = rec->version;
    TRY(web_int(cx, web, FORM_VERSION_FIELD, &version));
    if (version < 1) return issue(cx, "", "field.required", FORM_VERSION_FIELD);
    rec->version = form->version = version;
    return OK;
}

enum status form_read(struct context *cx, const struct web *web, const struct form_plan *plan,
                      struct record *rec, struct form *ret_form)
{
    begin(cx, plan, rec, ret_form);
    enum status worst = check_names(cx, web, plan, ret_form);
    for (size_t i = 0; i < ret_form->count; i++) {
        enum status status = read_row(cx, web, &ret_form->rows[i], rec);
        if (status > worst) worst = status;
    }
    enum status version = read_version(cx, web, rec, ret_form);
    end(cx, ret_form);
    form_mark(cx, ret_form);
    return worst == OK ? version : worst;
}

struct form_row *form_row(const struct form *form, const char *name)
{
    for (size_t i = 0; i < form->count; i++)
        if (text_equal(form->rows[i].name, name)) return &form->rows[i];
    return NULL;
}

void form_mark(struct context *cx, struct form *form)
{
    const struct form_issue **last = &form->issues;
    form->issues = NULL;
    form->wrong = 0;
    for (const struct issue *at = cx->issues; at; at = at->next) {
        struct form_row *row = form_row(form, at->field);
        struct form_issue *marked = arena_make(cx->mem, struct form_issue);
        *marked = (struct form_issue){row ? row->name : "",
                                      message_format(cx->mem, cx->language, at->message,
                                                     (const char *const[]){at->detail}, 1),
                                      NULL};
        if (row && !row->error) row->error = marked->sentence;
        *last = marked;
        last = (const struct form_issue **)&marked->next;
        form->wrong++;
    }
}

void form_offer(struct form *form, const char *name, struct form_option *options, size_t count)
{
    struct form_row *row = form_row(form, name);
    if (!row) return;
    row->control = FORM_CHOICE;
    row->option_count = count;
    select_option(row, options);
}
