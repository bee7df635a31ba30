/* Scores: which record gave or took how many points. The points of an indicator are the sum of its
 * rows, by construction: nothing else is ever added up. */
#include <string.h>

#include "base/text.h"
#include "oversight/assessment.h"
#include "oversight/measure.h"

const char *score_write(struct arena *mem, int64_t hundredths)
{
    int64_t rest = hundredths % 100, whole = hundredths / 100;
    if (!rest) return arena_format(mem, "%lld", (long long)whole);
    if (rest % 10 == 0)
        return arena_format(mem, "%lld.%lld", (long long)whole, (long long)rest / 10);
    return arena_format(mem, "%lld.%02lld", (long long)whole, (long long)rest);
}

/* ---- lines: indicator, points, kind, record, number, day, label; between them tabs ------------
 */

enum { COLUMNS = 7 };

static const char *one_line(struct arena *mem, const char *text)
{
    char *line = arena_copy(mem, text);
    for (char *c = line; *c; c++)
        if (*c == '\t' || *c == '\n') *c = ' ';
    return line;
}

static void put_row(struct out *out, const char *indicator, int64_t points,
                    const struct measured *row)
{
    out_format(out, "%s\t%lld\t%s\t%s\t%s\t%s\t%s\n", indicator, (long long)points,
               row ? row->kind : "", row ? row->record : "",
               row ? one_line(out->mem, row->number) : "", row ? date_iso(out->mem, row->on) : "",
               row ? one_line(out->mem, row->label) : "");
}

static bool read_line(struct arena *mem, const char **at, const char *fields[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        size_t size = strcspn(*at, "\t\n");
        fields[i] = arena_copy_n(mem, *at, size);
        *at += size;
        if (**at != (i + 1 < COLUMNS ? '\t' : '\n')) return false;
        ++*at;
    }
    return true;
}

enum status score_rows_read(struct context *cx, const char *rows, const char *indicator,
                            struct score_row **ret_first)
{
    struct score_row **last = ret_first;
    const char *fields[COLUMNS];
    *ret_first = NULL;
    while (*rows) {
        if (!read_line(cx->mem, &rows, fields)) return INVALID;
        if (indicator && !text_equal(fields[0], indicator)) continue;
        struct score_row *row = *last = arena_make(cx->mem, struct score_row);
        *row = (struct score_row){.indicator = fields[0],
                                  .kind = fields[2],
                                  .record = fields[3],
                                  .number = fields[4],
                                  .label = fields[6],
                                  .on = DATE_NONE};
        if (!text_to_int(fields[1], &row->points)) return INVALID;
        if (*fields[5] && !date_parse(fields[5], &row->on)) return INVALID;
        last = &row->next;
    }
    return OK;
}

int64_t score_points(const char *points, const char *indicator)
{
    size_t size = strlen(indicator);
    for (const char *at = points; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        int64_t number = 0;
        if (strncmp(at, indicator, size) != 0 || at[size] != '=') continue;
        for (const char *digit = at + size + 1; *digit >= '0' && *digit <= '9'; digit++)
            number = number * 10 + (*digit - '0');
        return number;
    }
    return 0;
}

/* ---- the rules ------------------------------------------------------------------------------- */

/* The weight first, then what each record takes, until nothing is left; those after it are listed
 * with nothing, up to a bound that keeps a score readable. */
static int64_t deduct(struct out *out, const struct indicator *indicator,
                      const struct measured *rows)
{
    enum { LISTED_MAX = 300 };
    int64_t left = indicator->weight;
    put_row(out, indicator->id, indicator->weight, NULL);
    for (int n = 0; rows && n < LISTED_MAX; rows = rows->next, n++) {
        int64_t taken = indicator->each < left ? indicator->each : left;
        put_row(out, indicator->id, -taken, rows);
        left -= taken;
    }
    return left;
}

/* Equal parts to the hundredth: the n-th record brings what is missing to n parts. */
static int64_t reach(struct out *out, const struct indicator *indicator,
                     const struct measured *rows)
{
    int64_t reached = 0;
    for (int n = 1; rows && n <= indicator->target; rows = rows->next, n++) {
        int64_t now = indicator->weight * n / indicator->target;
        put_row(out, indicator->id, now - reached, rows);
        reached = now;
    }
    return reached;
}

static const struct sql marks = {
    "score.marks",
    "SELECT id, given, title FROM assessment_mark WHERE agency = $1 AND year = $2"
    " AND indicator = $3 AND newest = 1 AND state = 'given' ORDER BY changed_at, id"};

static enum status take_marks(struct context *cx, const struct period *of,
                              const struct indicator *indicator, struct out *out, int64_t *ret_got)
{
    struct rows *rows;
    int64_t got = 0, year = date_civil(of->from).year;
    TRY(store_query(cx, &marks, BIND(of->agency, year, indicator->id), &rows));
    while (rows_next(rows)) {
        struct measured row = {"assessment_mark",  rows_text(rows, 0), "",
                               rows_text(rows, 2), DATE_NONE,          NULL};
        int64_t points = rows_int(rows, 1) * 100, room = indicator->weight - got;
        points = points < room ? points : room;
        put_row(out, indicator->id, points, &row);
        got += points;
    }
    *ret_got = got;
    return rows_end(rows);
}

/* Its rows go behind the others; *ret_got: their sum. */
static enum status add_indicator(struct context *cx, const struct period *of,
                                 const struct indicator *indicator, struct out *lines,
                                 int64_t *ret_got)
{
    struct measured *rows;
    size_t count;
    if (indicator->rule == RULE_MANUAL) return take_marks(cx, of, indicator, lines, ret_got);
    TRY(measure_take(cx, measure_by_name(indicator->measure), of, &rows, &count));
    *ret_got = indicator->rule == RULE_DEDUCT ? deduct(lines, indicator, rows)
                                              : reach(lines, indicator, rows);
    return OK;
}

enum status score_compute(struct context *cx, const struct assessment_plan *plan,
                          const struct period *of, struct assessment_score *score)
{
    struct out lines = out_new(cx->mem), points = out_new(cx->mem);
    score->total = 0;
    for (size_t i = 0; i < plan->count; i++) {
        int64_t got;
        TRY(add_indicator(cx, of, &plan->indicators[i], &lines, &got));
        out_format(&points, "%s%s=%lld", points.size ? " " : "", plan->indicators[i].id,
                   (long long)got);
        score->total += got;
    }
    score->rows = lines.size ? lines.text : "";
    score->points = points.text;
    return OK;
}

/* ---- the indicators as the record keeps them --------------------------------------------------
 */

const char *indicators_write(struct arena *mem, const struct assessment_plan *plan)
{
    struct out out = out_new(mem);
    for (size_t i = 0; i < plan->count; i++)
        out_format(&out, "%s\t%lld\t%s\t%s\n", plan->indicators[i].id,
                   (long long)plan->indicators[i].weight, one_line(mem, plan->indicators[i].zh),
                   one_line(mem, plan->indicators[i].en));
    return out.text;
}

struct indicator_line *indicators_read(struct arena *mem, const char *indicators)
{
    struct indicator_line *first = NULL, **last = &first;
    while (*indicators) {
        const char *fields[4];
        for (int i = 0; i < 4; i++) {
            size_t size = strcspn(indicators, "\t\n");
            fields[i] = arena_copy_n(mem, indicators, size);
            indicators += size + (indicators[size] == '\t');
        }
        indicators += strcspn(indicators, "\n");
        if (*indicators) indicators++;
        struct indicator_line *line = *last = arena_make(mem, struct indicator_line);
        *line = (struct indicator_line){fields[0], fields[2], fields[3], 0, NULL};
        if (!text_to_int(fields[1], &line->weight)) line->weight = 0;
        last = &line->next;
    }
    return first;
}
