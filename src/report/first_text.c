/* The text that a draft begins with: the form's sentences, and what the registers say in words. */
#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "report/forms.h"

/* ---- from the registers -----------------------------------------------------------------------
 */

#define BELOW                                                                            \
    "WITH RECURSIVE tree (id, code) AS (SELECT id, code FROM agency WHERE code = $1 AND" \
    " newest = 1 UNION SELECT g.id, g.code FROM agency g JOIN tree t ON g.parent = t.id" \
    " WHERE g.newest = 1) "
#define POSTED                                                                               \
    " FROM channel_use k JOIN fee_standard f ON f.id = k.item AND f.newest = 1 WHERE"        \
    " k.newest = 1 AND k.state = 'released' AND k.channel = 'hall' AND k.shown_on <= $3 AND" \
    " (k.shown_until IS NULL OR k.shown_until >= $2)"

static const struct sql card_fees = {
    "report.card_fees", BELOW "SELECT DISTINCT f.service, f.charged_by, f.amount" POSTED
                              " AND k.agency IN (SELECT code FROM tree) AND k.agency <> $1"
                              " AND f.service LIKE '%居民身份证%' ORDER BY f.amount, f.service"};
static const struct sql own_postings = {
    "report.own_postings", "SELECT DISTINCT k.medium, f.service" POSTED " AND k.agency = $1"
                           " ORDER BY k.medium, f.service"};
static const struct sql problems = {
    "report.problems", "SELECT title, description, improvement FROM problem WHERE agency = $1"
                       " AND year = $2 AND newest = 1 AND state = 'released' ORDER BY serial, id"};

static void amount(struct out *out, int64_t hundredths)
{
    out_int(out, hundredths / 100);
    if (hundredths % 100) out_format(out, ".%02d", (int)(hundredths % 100));
    out_text(out, "元");
}

/* S65–S67: what the bureaux post for identity cards, then what the agency's own halls post. */
enum status text_fee_postings(struct context *cx, const struct annual_report *report,
                              struct out *out)
{
    struct date first = date_of((int)report->year, 1, 1), last = date_of((int)report->year, 12, 31);
    struct rows *rows;
    size_t n = 0;
    TRY(store_query(cx, &card_fees, BIND(report->base.agency, first, last), &rows));
    for (; rows_next(rows); n++) {
        out_format(out, "%s%s每%s", n ? "；" : "收费标准为：", rows_text(rows, 0),
                   rows_text(rows, 1));
        amount(out, rows_int(rows, 2));
    }
    TRY(rows_end(rows));
    if (n) out_text(out, "。\n\n");
    TRY(store_query(cx, &own_postings, BIND(report->base.agency, first, last), &rows));
    const char *place = "";
    for (n = 0; rows_next(rows); n++) {
        const char *here = rows_text(rows, 0);
        bool same = text_equal(here, place);
        if (n && !same) out_text(out, "收费标准；");
        out_format(out, "%s%s", same ? "、" : arena_format(cx->mem, "%s公示", here),
                   rows_text(rows, 1));
        place = here;
    }
    if (n) out_text(out, "收费标准。\n\n");
    return rows_end(rows);
}

static const char *const ordinals[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"};

/* S69: the problems of the year, and beside each what is done about it. */
static enum status write_problems(struct context *cx, const struct annual_report *report, bool cure,
                                  struct out *out)
{
    struct rows *rows;
    TRY(store_query(cx, &problems, BIND(report->base.agency, report->year), &rows));
    for (size_t n = 0; rows_next(rows); n++) {
        const char *title = rows_text(rows, 0), *text = rows_text(rows, cure ? 2 : 1);
        if (n < COUNT_OF(ordinals)) out_format(out, "%s是", ordinals[n]);
        if (!cure) out_text(out, title);
        if (!cure && !text_ends(title, "。")) out_text(out, "。");
        out_format(out, "%s\n\n", text);
    }
    return rows_end(rows);
}
enum status text_problems(struct context *cx, const struct annual_report *report, struct out *out)
{
    return write_problems(cx, report, false, out);
}
enum status text_improvements(struct context *cx, const struct annual_report *report,
                              struct out *out)
{
    return write_problems(cx, report, true, out);
}

/* ---- the form's sentences ---------------------------------------------------------------------
 */

/* The sum of cells; figures as the report stores them. */
static int64_t sum(struct arena *mem, const char *keys, const char *figures)
{
    int64_t all = 0, one;
    for (const char *at = keys; *at; at += strspn(at, " ")) {
        size_t n = strcspn(at, " ");
        if (report_figure(figures, arena_copy_n(mem, at, n), &one)) all += one;
        at += n;
    }
    return all;
}

static char *with_year(struct arena *mem, const char *text, int64_t year)
{
    static const char mark[] = "{year}";
    struct out out = out_new(mem);
    for (const char *at; (at = strstr(text, mark)); text = at + strlen(mark)) {
        out_bytes(&out, text, (size_t)(at - text));
        out_int(&out, year);
    }
    out_text(&out, text);
    return out.text;
}

static enum status write_part(struct context *cx, const struct report_form *form,
                              const struct annual_report *report, int part, const char **ret_text)
{
    struct out out = out_new(cx->mem);
    for (size_t i = 0; i < form->line_count; i++) {
        const struct form_line *line = &form->lines[i];
        if (line->part != part) continue;
        bool some = !line->keys || sum(cx->mem, line->keys, report->figures) > 0;
        const char *text = some ? line->some : line->none;
        if (text) out_format(&out, "%s\n\n", with_year(cx->mem, text, report->year));
        if (some && line->more) TRY(line->more(cx, report, &out));
    }
    while (out.size && out.text[out.size - 1] == '\n') out.text[--out.size] = '\0';
    *ret_text = out.text;
    return OK;
}

/* The numbers decide which sentences stand, and are not written in. */
enum status report_text_of_figures(struct context *cx, struct annual_report *report)
{
    const struct report_form *form = form_by_id(report->form);
    struct agency agency;
    TRY(agency_by_code(cx, report->base.agency, &agency));
    const char **const parts[REPORT_PARTS] = {&report->part1, &report->part2, &report->part3,
                                              &report->part4, &report->part5, &report->part6};
    for (int i = 0; i < REPORT_PARTS; i++) TRY(write_part(cx, form, report, i + 1, parts[i]));
    report->title = arena_format(cx->mem, "%s%lld年政府信息公开工作年度报告", agency.name,
                                 (long long)report->year);
    report->due_on = report_due(form, (int)report->year);
    return OK;
}

/* Counted as of today; the figures themselves are stored when the officer has them computed. */
enum status report_first_text(struct context *cx, struct annual_report *report)
{
    struct report_values values = report_asked(report, cx->today);
    if (!values.form || report->year == INT_NONE) return issue(cx, "year", "report.bad_year", "");
    TRY(report_count(cx, &values));
    const char *before = report->figures;
    report->figures = report_figures_write(cx->mem, &values);
    enum status status = report_text_of_figures(cx, report);
    report->figures = before;
    return status;
}

const struct form_line *report_contradiction(struct arena *mem, const struct annual_report *report)
{
    const struct report_form *form = form_by_id(report->form);
    for (size_t i = 0; form && i < form->line_count; i++) {
        const struct form_line *line = &form->lines[i];
        if (!line->none ||
            !strstr(report_part(report, line->part), with_year(mem, line->none, report->year)))
            continue;
        if (sum(mem, line->keys, report->figures) > 0) return line;
    }
    return NULL;
}
