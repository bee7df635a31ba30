#include "web/data.h"

#include <string.h>

#include "base/text.h"
#include "record/record.h"
#include "record/row.h"
#include "web/message.h"

struct data_shape data_public(const struct kind *kind)
{
    return (struct data_shape){kind, kind->public_fields, kind->public_field_count, false};
}

struct data_shape data_office(const struct kind *kind)
{
    return (struct data_shape){kind, kind->fields, kind->field_count, true};
}

/* ---- JSON ---- */

void data_put_field(struct json *json, const struct field *field, const void *rec)
{
    if (field_is_absent(field, rec)) return;
    if (field->type == INT)
        json_put_int(json, field->name, field_number(field, rec));
    else if (field->type == BOOL)
        json_put_bool(json, field->name, field_number(field, rec) != 0);
    else
        json_put_text(json, field->name, field_write(json->out.mem, field, rec));
}

static void put_base(struct json *json, const struct data_shape *shape, const struct record *rec)
{
    json_put_text(json, "kind", shape->kind->name);
    json_put_text(json, "id", rec->id);
    if (!text_empty(rec->agency)) json_put_text(json, "agency", rec->agency);
    if (!text_empty(rec->number)) json_put_text(json, "number", rec->number);
    json_put_int(json, "edition", rec->edition);
    if (!text_empty(rec->language)) json_put_text(json, "lang", rec->language);
    if (!shape->office) return;
    json_put_text(json, "state", record_state(rec)->word);
    json_put_int(json, "version", rec->version);
}

/* What is personal has pages that say who may read it; the program's own notes have none. */
static bool is_told(const struct field *field)
{
    return field->visibility != PERSONAL && !(field->flags & HIDDEN);
}

void data_open(struct json *json, const struct data_shape *shape, const struct record *rec)
{
    json_open(json, '{');
    put_base(json, shape, rec);
    for (size_t i = 0; i < shape->count; i++)
        if (is_told(&shape->fields[i])) data_put_field(json, &shape->fields[i], rec);
}

void data_put(struct json *json, const struct data_shape *shape, const struct record *rec)
{
    data_open(json, shape, rec);
    json_close(json, '}');
}

/* ---- CSV ---- */

struct out csv_new(struct arena *mem)
{
    struct out out = out_new(mem);
    out_text(&out, "\xef\xbb\xbf");
    return out;
}

/* The signs a spreadsheet takes for the beginning of a formula, and their full-width forms. */
static bool looks_like_formula(const char *text)
{
    static const char *const signs[] = {"=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"};
    for (size_t i = 0; i < COUNT_OF(signs); i++)
        if (text_starts(text, signs[i])) return true;
    return false;
}

void csv_cell(struct out *out, const char *text)
{
    bool quoted = strpbrk(text, ",\"\r\n") || looks_like_formula(text);
    bool first = out->size == 0 || out->text[out->size - 1] == '\n' || out->size == 3;
    if (!first) out_char(out, ',');
    if (!quoted) {
        out_text(out, text);
        return;
    }
    out_char(out, '"');
    if (looks_like_formula(text)) out_char(out, '\'');
    for (const char *c = text; *c; c++) {
        if (*c == '"') out_char(out, '"');
        out_char(out, *c);
    }
    out_char(out, '"');
}

void csv_end_row(struct out *out)
{
    out_text(out, "\r\n");
}

/* A whole document does not belong into a cell. */
static bool is_column(const struct field *field)
{
    return is_told(field) && field->type != BODY;
}

static const struct {
    const char *zh, *en;
} base_labels[] = {
    {"编号",    "Id"          },
    {"机关",    "Agency"      },
    {"索引号", "Index number"},
    {"版次",    "Edition"     }
};

void csv_head(struct out *out, const struct data_shape *shape, enum language language)
{
    for (size_t i = 0; i < COUNT_OF(base_labels); i++)
        csv_cell(out, language == CHINESE ? base_labels[i].zh : base_labels[i].en);
    if (shape->office) csv_cell(out, language == CHINESE ? "状态" : "State");
    for (size_t i = 0; i < shape->count; i++)
        if (is_column(&shape->fields[i])) csv_cell(out, field_label(&shape->fields[i], language));
    csv_end_row(out);
}

void csv_row(struct out *out, const struct data_shape *shape, const struct record *rec)
{
    csv_cell(out, rec->id);
    csv_cell(out, rec->agency ? rec->agency : "");
    csv_cell(out, rec->number ? rec->number : "");
    csv_cell(out, arena_format(out->mem, "%lld", (long long)rec->edition));
    if (shape->office) csv_cell(out, record_state(rec)->word);
    for (size_t i = 0; i < shape->count; i++)
        if (is_column(&shape->fields[i]))
            csv_cell(out, field_write(out->mem, &shape->fields[i], rec));
    csv_end_row(out);
}

/* ---- answers ---- */

static enum status show_csv(const struct web *web, struct response *response,
                            const struct data_shape *shape, const struct list *list)
{
    struct out out = csv_new(web->cx->mem);
    csv_head(&out, shape, web->cx->language);
    for (size_t i = 0; i < list->count; i++) csv_row(&out, shape, list->records[i]);
    return web_show_bytes(response, out_taken(&out), "text/csv; charset=utf-8",
                          arena_format(web->cx->mem, "%s.csv", shape->kind->name));
}

enum status data_show_list(const struct web *web, struct response *response,
                           const struct data_shape *shape, const struct list *list)
{
    if (web->format == FORMAT_CSV) return show_csv(web, response, shape, list);
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < list->count; i++) data_put(&json, shape, list->records[i]);
    json_close(&json, ']');
    if (list->next) json_put_text(&json, "next", web_address(web, "after", list->next));
    if (list->total >= 0) json_put_int(&json, "total", list->total);
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status data_show_record(const struct web *web, struct response *response,
                             const struct data_shape *shape, const struct record *rec)
{
    struct json json = json_new(web->cx->mem, false);
    data_put(&json, shape, rec);
    return web_show_json(response, &json);
}

/* ---- lists ---- */

static bool word_stands_in(const char *words, const char *name)
{
    const char *wanted = name;
    size_t size = strlen(wanted);
    for (const char *at = words ? words : ""; (at = strstr(at, wanted)); at += size)
        if ((at == words || at[-1] == ' ') && (at[size] == ' ' || !at[size])) return true;
    return false;
}

static enum status check_names(struct context *cx, const struct web *web, const struct kind *kind,
                               const char *extra)
{
    static const char always[] = "lang size q after state";
    const struct http_pairs *pairs = &web->request->query;
    enum status status = OK;
    for (size_t i = 0; i < pairs->count; i++) {
        const char *name = pairs->at[i].name;
        const struct field *field = kind_field(kind, name);
        bool filters = field && (field->flags & FILTER) && field->visibility != PERSONAL;
        if (!filters && !word_stands_in(always, name) && !word_stands_in(extra, name))
            status = issue(cx, name, "web.unknown_parameter", name);
        else if (http_pair_find(pairs, name) != &pairs->at[i])
            status = issue(cx, name, "web.repeated_parameter", name);
    }
    return status;
}

static enum status read_state(struct context *cx, const struct web *web, const struct kind *kind,
                              struct list_query *query)
{
    const char *word;
    TRY(web_text(cx, web, "state", HTTP_NAME_MAX, &word));
    if (!*word) return OK;
    for (size_t i = 0; kind->workflow && i < kind->workflow->state_count; i++)
        if (text_equal(kind->workflow->states[i].word, word)) {
            query->states = word;
            return OK;
        }
    return issue(cx, "state", "field.unknown_word", word);
}

/* A filter's value is read as the field itself would be, into a record of its own. */
static enum status read_filters(struct context *cx, const struct web *web, const struct kind *kind,
                                struct data_query *ret)
{
    void *sample = arena_alloc(cx->mem, kind->size);
    record_init(kind, sample);
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        const struct http_pair *pair = http_pair_find(&web->request->query, field->name);
        if (!pair || !(field->flags & FILTER) || !pair->value.size) continue;
        if (ret->list.filter_count == DATA_FILTERS) break;
        TRY(field_read(cx, field, pair->value, sample));
        ret->filters[ret->list.filter_count++] =
            (struct list_filter){field->name, row_value(field, sample)};
    }
    ret->list.filters = ret->filters;
    return OK;
}

enum status data_query(struct context *cx, const struct web *web, const struct kind *kind,
                       const char *extra, struct data_query *ret_query)
{
    *ret_query = (struct data_query){
        .list = {.kind = kind,
                 .limit = web->format == FORMAT_CSV ? DATA_CSV_ROWS : DATA_PAGE,
                 .counted = web->format != FORMAT_CSV}
    };
    TRY(check_names(cx, web, kind, extra));
    TRY(web_text(cx, web, "q", HTTP_NAME_MAX, &ret_query->list.contains));
    TRY(web_text(cx, web, "after", HTTP_NAME_MAX, &ret_query->list.after));
    TRY(read_state(cx, web, kind, &ret_query->list));
    return read_filters(cx, web, kind, ret_query);
}
