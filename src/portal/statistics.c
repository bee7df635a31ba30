/* Public statistics: what was disclosed and what was answered, counted over public records when the
 * page is asked for. Each table stands below its chart, and each number leads to what it counts. */
#include "base/text.h"
#include "base/words.h"
#include "portal/chart.h"
#include "portal/handlers.h"
#include "portal/pages.h"
#include "portal/views.h"
#include "web/message.h"

enum { FIRST_YEAR = 1949, AGENCIES_MAX = 400, BARS_OF_YEARS = 12 };

struct counting {
    struct portal *portal;
    const struct web *web;
    const char *agency; /* "": all */
    int64_t year;       /* 0: all */
    const char *tail;   /* of addresses: "&agency=…&year=…" */
    struct statistic *made;
};

/* ---- a table grows row by row ---- */

static const char *say(struct counting *c, const char *id, const char *part)
{
    const char *message = arena_format(c->portal->cx->mem, "portal.statistics.%s%s", id, part);
    return message_text(c->portal->cx->language, message);
}

static void begin(struct counting *c, const char *id, const char *const *columns)
{
    struct series *series = arena_make(c->portal->cx->mem, struct series);
    for (; columns[series->column_count]; series->column_count++)
        series->columns[series->column_count] = say(c, columns[series->column_count], "");
    series->column_count--; /* the first names the rows */
    *c->made =
        (struct statistic){.id = id,
                           .title = say(c, id, ""),
                           .about = say(c, id, ".about"),
                           .series = series,
                           .hrefs = arena_array(c->portal->cx->mem, const char *, SERIES_ROWS)};
}

static void add_row(struct counting *c, const char *label, const char *href, const int64_t *numbers)
{
    struct context *cx = c->portal->cx;
    struct series *series = (struct series *)(uintptr_t)c->made->series;
    if (series->row_count == SERIES_ROWS) return;
    struct series_row *row = &series->rows[series->row_count];
    row->label = label;
    for (size_t i = 0; i < series->column_count; i++) {
        row->values[i] = (double)numbers[i];
        row->cells[i] = words_number(cx->mem, cx->language, numbers[i]);
    }
    c->made->hrefs[series->row_count++] = href;
}

/* ---- disclosures ---- */

static enum status facets(struct counting *c, const char *by, struct public_facet **ret)
{
    struct public_query query = PUBLIC_QUERY;
    const char **one = arena_array(c->portal->cx->mem, const char *, 2);
    query.items = true;
    one[0] = c->agency;
    if (*c->agency) query.agency = one;
    if (c->year && !text_equal(by, "year")) {
        query.from = date_of((int)c->year, 1, 1);
        query.to = date_of((int)c->year, 12, 31);
    }
    return public_facets(c->portal, &query, by, ret);
}

static const char *list_of(struct counting *c, const char *name, const char *value)
{
    return arena_format(c->portal->cx->mem, "/disclosures?%s=%s%s", name, value, c->tail);
}

static int64_t number_of(const char *year)
{
    int64_t number = 0;
    return text_to_int(year, &number) ? number : 0;
}

static int64_t of_year(const struct public_facet *first, int64_t year)
{
    for (; first; first = first->next)
        if (number_of(first->value) == year) return first->count;
    return 0;
}

/* A year without a disclosure is a row with 0, for a chart must not close the gap. */
static enum status count_years(struct counting *c)
{
    static const char *const columns[] = {"year", "items", NULL};
    struct public_facet *found;
    struct arena *mem = c->portal->cx->mem;
    int64_t from = 9999, to = 0;
    begin(c, "years", columns);
    TRY(facets(c, "year", &found));
    for (const struct public_facet *f = found; f; f = f->next) {
        int64_t year = number_of(f->value);
        if (year < from) from = year;
        if (year > to) to = year;
    }
    if (to - from >= SERIES_ROWS) from = to - SERIES_ROWS + 1;
    for (int64_t year = from; year <= to; year++) {
        int64_t count = of_year(found, year);
        const char *label = arena_format(mem, "%lld", (long long)year);
        const char *agency = *c->agency ? arena_format(mem, "&agency=%s", c->agency) : "";
        add_row(c, label, arena_format(mem, "/disclosures?year=%s%s", label, agency), &count);
    }
    return OK;
}

static enum status count_by(struct counting *c, const char *by, const char *parameter,
                            const char *(*label)(struct portal *, const char *))
{
    struct public_facet *found;
    TRY(facets(c, by, &found));
    for (; found; found = found->next) {
        const char *name = *found->value ? label(c->portal, found->value) : "";
        if (*name) add_row(c, name, list_of(c, parameter, found->value), &found->count);
    }
    return OK;
}

static enum status count_heads(struct counting *c)
{
    static const char *const columns[] = {"head", "items", NULL};
    begin(c, "heads", columns);
    return count_by(c, "class_seed", "class", portal_class);
}

static const char *kind_name(struct portal *portal, const char *name)
{
    const struct kind *kind = kind_by_name(name);
    return kind ? kind_label(kind, portal->cx->language) : "";
}

static enum status count_kinds(struct counting *c)
{
    static const char *const columns[] = {"kind", "items", NULL};
    begin(c, "kinds", columns);
    return count_by(c, "kind", "kind", kind_name);
}

static enum status count_agencies(struct counting *c)
{
    static const char *const columns[] = {"agency", "items", NULL};
    begin(c, "agencies", columns);
    return *c->agency ? OK : count_by(c, "agency", "agency", public_agency_name);
}

/* ---- applications: the case lines ---- */

#define OF_LINES                                                           \
    " FROM public_case_line k JOIN portal_record r ON r.number = k.number" \
    " WHERE r.kind = 'case_line' AND r.standing = '' AND ($1 = '' OR r.agency = $1)"
static const struct sql lines_by_year = {
    "statistics.lines", "SELECT k.serial_year, COUNT(*), COUNT(k.closed_on)" OF_LINES
                        " GROUP BY k.serial_year ORDER BY k.serial_year"};
static const struct sql lines_by_row = {
    "statistics.rows", "SELECT k.row, MIN(k.regime), MIN(k.outcome), COUNT(*)" OF_LINES
                       " AND ($2 = 0 OR k.serial_year = $2) AND k.closed_on IS NOT NULL"
                       " GROUP BY k.row ORDER BY k.row"};

static const char *applications_of(struct counting *c, const char *name, const char *value)
{
    return arena_format(c->portal->cx->mem, "/applications?%s=%s%s", name, value, c->tail);
}

static enum status count_applications(struct counting *c)
{
    static const char *const columns[] = {"year", "received", "closed", NULL};
    struct context *cx = c->portal->cx;
    struct rows *rows;
    begin(c, "applications", columns);
    TRY(store_query(cx, &lines_by_year, BIND(c->agency), &rows));
    while (rows_next(rows)) {
        int64_t numbers[] = {rows_int(rows, 1), rows_int(rows, 2)};
        const char *label = arena_format(cx->mem, "%lld", (long long)rows_int(rows, 0));
        const char *agency = *c->agency ? arena_format(cx->mem, "&agency=%s", c->agency) : "";
        add_row(c, label, arena_format(cx->mem, "/applications?year=%s%s", label, agency), numbers);
    }
    return rows_end(rows);
}

static const char *outcome_name(struct counting *c, const char *regime_id, const char *id)
{
    const struct regime *regime = law_regime(c->portal->site->law, regime_id);
    const struct regime_outcome *outcome = regime ? regime_outcome(regime, id) : NULL;
    return outcome ? clause_label(&outcome->clause, c->portal->cx->language) : id;
}

/* By the rows of the yearly report, so that each number is one of its form. */
static enum status count_outcomes(struct counting *c)
{
    static const char *const columns[] = {"outcome", "closed", NULL};
    struct context *cx = c->portal->cx;
    struct rows *rows;
    begin(c, "outcomes", columns);
    TRY(store_query(cx, &lines_by_row, BIND(c->agency, c->year), &rows));
    while (rows_next(rows)) {
        const char *row = rows_text(rows, 0);
        int64_t count = rows_int(rows, 3);
        const char *name = outcome_name(c, rows_text(rows, 1), rows_text(rows, 2));
        if (text_empty(row)) continue;
        add_row(c, arena_format(cx->mem, "%s %s", row, name), applications_of(c, "row", row),
                &count);
    }
    return rows_end(rows);
}

/* ---- the page ---- */

static enum status (*const counts[])(struct counting *) = {
    count_years, count_heads, count_kinds, count_agencies, count_applications, count_outcomes,
};

static enum status read_asked(struct counting *c)
{
    struct context *cx = c->portal->cx;
    const char *year;
    const struct agency_public *agency;
    TRY(web_text(cx, c->web, "agency", 18, &c->agency));
    TRY(web_text(cx, c->web, "year", 4, &year));
    if (*c->agency) TRY(portal_agency(c->portal, c->agency, &agency));
    if (*year && (!text_to_int(year, &c->year) || c->year < FIRST_YEAR || c->year > 9999))
        return issue(cx, "year", "field.not_a_number", year);
    c->tail = arena_format(cx->mem, "%s%s%s%s", *c->agency ? "&agency=" : "", c->agency,
                           *year ? "&year=" : "", year);
    return OK;
}

static enum status offer(struct counting *c, struct statistics_page *page)
{
    struct public_set set;
    TRY(portal_agencies(c->portal, &set));
    struct choice *at = arena_array(c->portal->cx->mem, struct choice, set.count + 1);
    for (size_t i = 0; i < set.count && i < AGENCIES_MAX; i++) {
        const char *code = ((const struct agency_public *)public_at(&set, i))->base.agency;
        at[page->agencies.count++] = (struct choice){.label = public_agency_name(c->portal, code),
                                                     .value = code,
                                                     .chosen = text_equal(code, c->agency)};
    }
    page->agencies.at = at;
    const struct series *years = page->at[0].series;
    at = arena_array(c->portal->cx->mem, struct choice, years->row_count + 1);
    for (size_t i = years->row_count; i-- > 0;) {
        const char *label = years->rows[i].label;
        at[page->years.count++] =
            (struct choice){.label = label, .value = label, .chosen = number_of(label) == c->year};
    }
    page->years.at = at;
    return OK;
}

/* As the tables stand on the page; a label is in the language that was asked for. */
static enum status show_json(const struct web *web, struct response *response,
                             const struct statistics_page *page)
{
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    for (size_t i = 0; i < page->count; i++) {
        const struct series *s = page->at[i].series;
        json_key(&json, page->at[i].id);
        json_open(&json, '[');
        for (size_t r = 0; r < s->row_count; r++) {
            json_open(&json, '{');
            json_put_text(&json, "label", s->rows[r].label);
            json_put_text(&json, "path", page->at[i].hrefs[r]);
            json_key(&json, "numbers");
            json_open(&json, '[');
            for (size_t k = 0; k < s->column_count; k++)
                json_int(&json, (int64_t)s->rows[r].values[k]);
            json_close(&json, ']');
            json_close(&json, '}');
        }
        json_close(&json, ']');
    }
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status portal_statistics(struct portal *portal, const struct web *web,
                              struct response *response)
{
    struct counting c = {.portal = portal, .web = web};
    struct statistics_page page = {0};
    TRY(read_asked(&c));
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        c.made = &page.at[page.count++];
        TRY(counts[i](&c));
        const struct series *s = c.made->series;
        bool long_time = i == 0 && s->row_count > BARS_OF_YEARS;
        c.made->chart = chart_draw(portal->cx->mem, s, long_time ? "line" : "bars");
    }
    if (portal_wants_json(web)) return show_json(web, response, &page);
    TRY(offer(&c, &page));
    page.json = arena_format(portal->cx->mem, "/statistics.json%s%s", *c.tail ? "?" : "",
                             *c.tail ? c.tail + 1 : "");
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_statistics(&pg, &page);
    return web_show(response, &pg);
}
