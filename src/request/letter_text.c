#include "request/letter_text.h"

#include <string.h>

#include "base/text.h"
#include "request/letter_inside.h"

/* ---- values ---- */

#define NAME_ROW(name, zh, en) {#name, zh, en},
static const struct letter_name names[] = {LETTER_VALUES(NAME_ROW)};

const struct letter_name *letter_name_find(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_equal(names[i].name, name)) return &names[i];
    return NULL;
}

const char *letter_value_label(const char *name, enum language language)
{
    const struct letter_name *found = letter_name_find(name);
    return !found ? NULL : language == CHINESE ? found->zh : found->en;
}

static const char *value_of(const struct letter_values *values, const char *name)
{
    for (size_t i = 0; i < values->count; i++)
        if (text_equal(values->items[i].name, name))
            return values->items[i].text ? values->items[i].text : "";
    return "";
}

/* ---- templates ---- */

const struct letter_template *letter_template(const struct letters *letters, const char *id)
{
    for (size_t i = 0; i < letters->count; i++)
        if (text_equal(letters->templates[i].id, id)) return &letters->templates[i];
    return NULL;
}

const char *letter_template_id(const struct letter_template *template)
{
    return template->id;
}

bool letter_needs(const struct letter_template *template, const char *name)
{
    for (size_t i = 0; i < template->need_count; i++)
        if (text_equal(template->needs[i], name)) return true;
    return false;
}

bool letter_shows(const struct letter_template *template, const char *name)
{
    for (size_t i = 0; i < template->may_count; i++)
        if (text_equal(template->may[i], name)) return true;
    return letter_needs(template, name);
}

/* ---- filling in ---- */

struct composer {
    struct arena *mem;
    const struct letter_values *values;
    bool plain; /* no marked-up text: nothing is escaped */
};

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Would the body's reader take this character for a mark? */
static bool is_mark(const char *text, size_t at, bool begins)
{
    char c = text[at], before = at ? text[at - 1] : ' ';
    if (strchr("\\*`[]<|", c)) return true;
    if (c == '_') return !is_word(before) || !is_word(text[at + 1]);
    return begins && strchr("#>~=", c) != NULL;
}

/* A line of nothing but dashes is a rule to the body's reader. */
static bool is_rule(const char *text, size_t size)
{
    return size > 0 && strspn(text, "-_ ") >= size && *text != ' ';
}

/* One line of a value, as text that the body's reader gives back as it is. */
static void put_line(const struct composer *composer, struct out *out, const char *line,
                     size_t size)
{
    bool begins = out->size == 0 || out->text[out->size - 1] == '\n';
    if (begins && !composer->plain && is_rule(line, size)) out_char(out, '\\');
    for (size_t i = 0; i < size; i++) {
        if (!composer->plain && is_mark(line, i, begins && i == 0)) out_char(out, '\\');
        out_char(out, line[i]);
    }
}

/* Within a sentence the lines of a value follow each other; alone each is a paragraph. */
static void put_value(const struct composer *composer, struct out *out, const char *value,
                      bool alone)
{
    bool first = true;
    for (size_t n; *value; value += n + (value[n] == '\n')) {
        n = strcspn(value, "\n");
        if (!n) continue;
        if (!first) out_text(out, alone ? "\n\n" : " ");
        put_line(composer, out, value, n);
        first = false;
    }
}

/* A value is often a sentence; within one that goes on it gives up its full stop. */
static const char *without_stop(struct arena *mem, const char *value, const char *rest)
{
    size_t size = strlen(value), stop = text_ends(value, "。") ? strlen("。") : 0;
    bool goes_on = text_starts(rest, "，") || text_starts(rest, "。") || text_starts(rest, "”");
    return stop && goes_on ? arena_copy_n(mem, value, size - stop) : value;
}

/* False when a value that the text names is not given: the paragraph is left out. */
static bool fill(const struct composer *composer, const char *text, struct out *out)
{
    char name[LETTER_PLACEHOLDER_MAX];
    size_t before;
    const char *rest;
    for (; (rest = letter_next(text, name, &before)); text = rest) {
        const char *value = value_of(composer->values, name);
        if (text_empty(value)) return false;
        out_bytes(out, text, before);
        put_value(composer, out, without_stop(composer->mem, value, rest),
                  before == 0 && !*rest && !out->size);
    }
    out_text(out, text);
    return true;
}

static const char *filled(const struct composer *composer, const char *text)
{
    struct out out = out_new(composer->mem);
    return fill(composer, text, &out) ? out.text : NULL;
}

static enum status check_values(struct context *cx, const struct letter_template *template,
                                enum language language, const struct letter_values *values)
{
    enum status status = OK;
    for (size_t i = 0; i < values->count; i++)
        if (!letter_name_find(values->items[i].name))
            return fault(cx, "letter %s: no value is called %s", template->id,
                         values->items[i].name);
    for (size_t i = 0; i < template->need_count; i++) {
        const char *name = template->needs[i];
        if (text_empty(value_of(values, name)))
            status = issue(cx, name, "letter.missing", letter_value_label(name, language));
    }
    return status;
}

enum status letter_compose(struct context *cx, const struct letter_template *template,
                           enum language language, struct letter_values values,
                           struct letter_text *ret_text)
{
    if (!template) return fault(cx, "letter: no such template");
    TRY(check_values(cx, template, language, &values));
    const struct letter_words *words = &template->words[language];
    struct composer plain = {cx->mem, &values, true};
    struct composer composer = {cx->mem, &values, text_equal(template->id, "notice")};
    struct out body = out_new(cx->mem);
    for (size_t i = 0; i < words->count; i++) {
        const char *paragraph = filled(&composer, words->body[i]);
        if (!paragraph) continue;
        if (body.size) out_text(&body, "\n\n");
        out_text(&body, paragraph);
    }
    *ret_text = (struct letter_text){.title = filled(&plain, words->title),
                                     .subject = filled(&plain, words->subject),
                                     .body = body.text};
    return OK;
}

/* ---- on paper ---- */

struct print_document *letter_document(struct arena *mem, const struct letter_sheet *sheet)
{
    struct print_document *document = print_new(mem, sheet->language, sheet->title);
    document->author = document->letterhead = sheet->agency;
    document->subject = sheet->number;
    document->created = sheet->made_at;
    document->running = text_empty(sheet->number)
                            ? sheet->title
                            : arena_format(mem, "%s　%s", sheet->number, sheet->title);
    document->foot = sheet->foot;
    print_text(document, PRINT_TITLE, sheet->title);
    print_text(document, PRINT_NUMBER, sheet->number);
    if (!text_empty(sheet->addressee)) {
        const char *colon = sheet->language == CHINESE ? "：" : ":";
        bool has_one = text_ends(sheet->addressee, colon) || text_ends(sheet->addressee, ",");
        print_text(document, PRINT_ADDRESSEE,
                   has_one ? sheet->addressee : arena_format(mem, "%s%s", sheet->addressee, colon));
    }
    print_body(document, sheet->body);
    struct print_block seal = {
        .kind = PRINT_SEAL, .text = sheet->agency, .date = sheet->dated, .no_seal = sheet->no_seal};
    print_add(document, seal);
    print_text(document, PRINT_NOTE, sheet->enclosures);
    return document;
}
