/* The register of case lines: every application that was registered, as a line without person or
 * text, so that a "0" can be believed, and an applicant can prove that theirs was counted. */
#include <string.h>

#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/data.h"
#include "web/message.h"

enum { PAGE = 50, YEARS_MAX = 60, ROWS_MAX = 60 };

/* "open" asks for those that are not closed. A row asks for those below it as well: 3.3 has 3.3.1.
 */
#define OF_QUERY                                                                              \
    " FROM public_case_line k JOIN portal_record r ON r.number = k.number"                    \
    " WHERE r.kind = 'case_line' AND r.standing = '' AND ($1 = '' OR r.agency = $1)"          \
    " AND ($2 = 0 OR k.serial_year = $2) AND ($3 = '' OR k.row = $3 OR k.row LIKE $3 || '.%'" \
    " OR ($3 = 'open' AND k.closed_on IS NULL))"
static const struct sql count_sql = {"lines.count", "SELECT COUNT(*)" OF_QUERY};
#define KEY "(k.serial_year * 1000000 + k.serial)"
static const struct sql list_sql = {
    "lines.list",
    "SELECT r.id" OF_QUERY " AND ($4 = 0 OR " KEY " < $4 OR (" KEY " = $4 AND r.agency > $5))"
    /* the index on the year gives the first term: only the newest year is sorted */
    " ORDER BY k.serial_year DESC, k.serial DESC, r.agency LIMIT $6"};
static const struct sql years_sql = {
    "lines.years", "SELECT k.serial_year, COUNT(*) FROM public_case_line k JOIN portal_record r"
                   " ON r.number = k.number WHERE r.standing = '' AND ($1 = '' OR r.agency = $1)"
                   " GROUP BY k.serial_year ORDER BY k.serial_year DESC LIMIT 60"};
static const struct sql agencies_sql = {
    "lines.agencies", "SELECT r.agency, COUNT(*) FROM portal_record r WHERE r.kind = 'case_line'"
                      " AND r.standing = '' GROUP BY r.agency ORDER BY r.agency"};
static const struct sql by_number = {"lines.by_number",
                                     "SELECT r.id FROM portal_record r WHERE r.kind = 'case_line'"
                                     " AND r.agency = $1 AND r.item_number = $2"};

struct asked {
    const char *agency, *row;
    int64_t year;
    int64_t after; /* the last line of the page before: its key, and whose it is */
    const char *after_agency;
};

/* "2025000012.099023009": numbers begin anew with each agency. */
static enum status read_place(struct context *cx, const struct web *web, struct asked *ret)
{
    const char *after;
    ret->after_agency = "";
    TRY(web_text(cx, web, "after", 40, &after));
    if (!*after) return OK;
    size_t key = strcspn(after, ".");
    if (!after[key] || !text_to_int(arena_copy_n(cx->mem, after, key), &ret->after) ||
        ret->after <= 0)
        return issue(cx, "after", "field.not_a_number", after);
    ret->after_agency = after + key + 1;
    return OK;
}

static enum status read_asked(struct portal *portal, const struct web *web, struct asked *ret)
{
    struct context *cx = portal->cx;
    TRY(web_text(cx, web, "agency", 18, &ret->agency));
    TRY(web_int(cx, web, "year", &ret->year));
    TRY(web_text(cx, web, "row", 10, &ret->row));
    if (ret->year == INT_NONE) ret->year = 0;
    if (ret->year && (ret->year < 1949 || ret->year > 9999))
        return issue(cx, "year", "field.not_a_number", "");
    TRY(read_place(cx, web, ret));
    bool key = text_equal(ret->row, "open") || strspn(ret->row, "0123456789.") == strlen(ret->row);
    return key ? OK : issue(cx, "row", "field.unknown_word", ret->row);
}

/* ---- a line in words ---- */

static const char *word_of(const struct word *words, const char *word, enum language language)
{
    for (; words->word; words++)
        if (text_equal(words->word, word)) return language == ENGLISH ? words->en : words->zh;
    return word;
}

static const char *outcome_of(struct portal *portal, const struct case_line_public *line)
{
    const struct regime *regime = law_regime(portal->site->law, line->regime);
    const struct regime_outcome *outcome = regime ? regime_outcome(regime, line->outcome) : NULL;
    return outcome ? clause_label(&outcome->clause, portal->cx->language) : line->outcome;
}

static struct line_row make_row(struct portal *portal, const struct case_line_public *line)
{
    enum language language = portal->cx->language;
    return (struct line_row){
        .href = arena_format(portal->cx->mem, "/applications/%s/%s", line->base.agency,
                             line->base.number),
        .number = line->base.number,
        .agency = public_agency_name(portal, line->base.agency),
        .kind = *line->applicant_kind ? word_of(applicant_kinds, line->applicant_kind, language)
                                      : message_text(language, "apply.line.kind_kept"),
        .outcome = outcome_of(portal, line),
        .line = line,
    };
}

/* ---- the list ---- */

static enum status read_ids(struct portal *portal, const struct asked *asked,
                            const char *ret_ids[PAGE + 1], size_t *ret_count)
{
    struct rows *rows;
    *ret_count = 0;
    TRY(store_query(portal->cx, &list_sql,
                    BIND(asked->agency, asked->year, asked->row, asked->after, asked->after_agency,
                         (int64_t)PAGE + 1),
                    &rows));
    while (*ret_count <= PAGE && rows_next(rows)) ret_ids[(*ret_count)++] = rows_text(rows, 0);
    return rows_end(rows);
}

static enum status fill_rows(struct portal *portal, const struct web *web,
                             const struct asked *asked, struct lines_page *page)
{
    const char *ids[PAGE + 1];
    size_t count;
    TRY(read_ids(portal, asked, ids, &count));
    struct line_row *made = arena_array(portal->cx->mem, struct line_row, PAGE + 1);
    for (; page->count < count && page->count < PAGE; page->count++) {
        void *line;
        TRY(public_get(portal, &case_line_kind, ids[page->count], &line));
        made[page->count] = make_row(portal, line);
    }
    page->rows = made;
    if (count <= PAGE) return OK;
    const struct case_line_public *last = made[PAGE - 1].line;
    page->next = web_address(web, "after",
                             arena_format(portal->cx->mem, "%lld.%s",
                                          (long long)(last->serial_year * 1000000 + last->serial),
                                          last->base.agency));
    return OK;
}

static enum status fill_years(struct portal *portal, const struct asked *asked,
                              struct lines_page *page)
{
    struct rows *rows;
    struct ask_option *options = arena_array(portal->cx->mem, struct ask_option, YEARS_MAX);
    TRY(store_query(portal->cx, &years_sql, BIND(asked->agency), &rows));
    while (page->year_count < YEARS_MAX && rows_next(rows)) {
        const char *year = arena_format(portal->cx->mem, "%lld", (long long)rows_int(rows, 0));
        options[page->year_count++] =
            (struct ask_option){year, year, rows_int(rows, 0) == asked->year};
    }
    page->years = options;
    return rows_end(rows);
}

static enum status fill_agencies(struct portal *portal, const struct asked *asked,
                                 struct lines_page *page)
{
    struct rows *rows;
    const char *codes[ROWS_MAX];
    TRY(store_query(portal->cx, &agencies_sql, BIND_NONE, &rows));
    while (page->agency_count < ROWS_MAX && rows_next(rows))
        codes[page->agency_count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    struct ask_option *options = arena_array(portal->cx->mem, struct ask_option, ROWS_MAX);
    for (size_t i = 0; i < page->agency_count; i++)
        options[i] = (struct ask_option){codes[i], public_agency_name(portal, codes[i]),
                                         text_equal(codes[i], asked->agency)};
    page->agencies = options;
    return OK;
}

struct options {
    struct context *cx;
    struct ask_option at[ROWS_MAX];
    size_t count;
    const char *asked;
};

static void add_option(struct options *options, const char *row, const char *label)
{
    for (size_t i = 0; i < options->count; i++)
        if (text_equal(options->at[i].value, row)) return;
    if (options->count == ROWS_MAX) return;
    options->at[options->count++] =
        (struct ask_option){row, label, text_equal(options->asked, row)};
}

/* Rows of the law in force, each once, in the order of the form; before 3.3.1 stands 3.3, all of
 * them together. */
static void add_row(struct options *options, const struct regime_outcome *outcome)
{
    struct context *cx = options->cx;
    const char *last = strrchr(outcome->row, '.');
    if (!last) return;
    const char *group = arena_copy_n(cx->mem, outcome->row, (size_t)(last - outcome->row));
    const char *sum = arena_format(cx->mem, "apply.row.%s", group);
    if (message_known(sum))
        add_option(options, group,
                   arena_format(cx->mem, "%s %s", group, message_text(cx->language, sum)));
    add_option(
        options, outcome->row,
        arena_format(cx->mem, "%s %s", outcome->row, clause_label(&outcome->clause, cx->language)));
}

static void fill_outcomes(struct portal *portal, const struct asked *asked, struct lines_page *page)
{
    struct context *cx = portal->cx;
    const struct regime *regime = apply_regime(portal, cx->today);
    struct options *options = arena_make(cx->mem, struct options);
    options->cx = cx;
    options->asked = asked->row;
    add_option(options, "open", message_text(cx->language, "apply.lines.open"));
    for (size_t i = 0; regime && i < regime->outcome_count; i++)
        add_row(options, &regime->outcomes[i]);
    page->outcomes = options->at;
    page->outcome_count = options->count;
}

static enum status list_json(const struct web *web, struct response *response,
                             const struct lines_page *page)
{
    struct data_shape shape = data_public(&case_line_kind);
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_put_int(&json, "total", page->total);
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < page->count; i++) {
        data_open(&json, &shape, &page->rows[i].line->base);
        json_put_text(&json, "path", page->rows[i].href);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    if (page->next) json_put_text(&json, "next", page->next);
    json_close(&json, '}');
    return web_show_json(response, &json);
}

static const char *json_address(const struct web *web)
{
    struct http_request request = *web->request;
    struct web other = *web;
    request.path = "/applications.json";
    other.request = &request;
    return web_address(&other, "lang", NULL);
}

enum status lines_list(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct asked asked = {0};
    TRY(read_asked(portal, web, &asked));
    struct lines_page page = {.agency = asked.agency, .row = asked.row};
    page.year = asked.year ? arena_format(cx->mem, "%lld", (long long)asked.year) : "";
    TRY(store_int(cx, &count_sql, BIND(asked.agency, asked.year, asked.row), &page.total));
    TRY(fill_rows(portal, web, &asked, &page));
    if (web->format == FORMAT_JSON) return list_json(web, response, &page);
    TRY(fill_years(portal, &asked, &page));
    TRY(fill_agencies(portal, &asked, &page));
    fill_outcomes(portal, &asked, &page);
    page.json = json_address(web);
    struct page pg = apply_page(web, NULL, NULL);
    view_request_portal_lines(&pg, &page);
    return web_show(response, &pg);
}

/* ---- one line ---- */

static enum status fill_proof(struct portal *portal, struct line_page *page)
{
    struct arena *mem = portal->cx->mem;
    struct public_act *acts;
    TRY(public_acts(portal, page->record->number, &acts));
    page->acts = acts;
    for (const struct public_act *act = acts; act; act = act->next)
        if (act->erased_by < 0) page->act = act;
    page->proof = arena_format(mem, "/records/%s.tlog-proof", page->record->id);
    if (page->act)
        page->object = arena_format(mem, "/ledger/object/%.2s/%s", page->act->commitment,
                                    page->act->commitment);
    return OK;
}

enum status lines_show(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    const char *id;
    struct public_record *record;
    void *found;
    TRY(store_text(cx, &by_number, BIND(web_path(web, "agency"), web_path(web, "number")), &id));
    TRY(public_by_id(portal, id, &record));
    if (!public_is_live(record)) return NOT_FOUND;
    TRY(public_load(portal, record, &found));
    const struct case_line_public *line = found;
    if (web->format == FORMAT_JSON) {
        struct data_shape shape = data_public(&case_line_kind);
        struct json json = json_new(cx->mem, false);
        data_put(&json, &shape, &line->base);
        return web_show_json(response, &json);
    }
    struct line_row row = make_row(portal, line);
    const struct regime *regime = law_regime(portal->site->law, line->regime);
    struct line_page page = {
        .row = &row,
        .record = record,
        .agency_name = row.agency,
        .regime = regime ? clause_label(&regime->clause, cx->language) : line->regime,
        .channel = word_of(request_channels, line->channel, cx->language),
        .json = arena_format(cx->mem, "%s.json", row.href),
        .address = arena_format(cx->mem, "%s%s", portal->site->base, row.href)};
    TRY(fill_proof(portal, &page));
    struct apply_crumb crumb = {"/applications", "apply.lines.title"};
    struct page pg = apply_page(web, &crumb, NULL);
    view_request_portal_line(&pg, &page);
    return web_show(response, &pg);
}
