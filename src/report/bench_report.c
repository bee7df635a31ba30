/* How long does a report over many applications take, against one bare GROUP BY over the same rows?
 *
 *     bench_report 1000000
 *
 * Makes a register of applications as wide as the real one, with its indexes, and times, best of
 * three: the bare statement, and all that `gongkai report` does with its figures: every cell of the
 * form, the text, the checks, JSON. Last line of standard output: "report APPLICATIONS BARE_SECONDS
 * SECONDS RATIO". */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "report/fixture.h"

enum { TOGETHER = 10000, TIMES = 3, YEAR = 2025 };

static const struct sql widen = {
    "bench.widen",
    "ALTER TABLE application ADD COLUMN state TEXT DEFAULT 'archived';"
    "ALTER TABLE application ADD COLUMN changed_at INT DEFAULT 1767225600000;"
    "ALTER TABLE application ADD COLUMN sought TEXT;"
    "CREATE INDEX application_list_agency ON application (agency, changed_at, id) WHERE newest = 1;"
    "CREATE INDEX application_list_received_on ON application (received_on, changed_at, id)"
    " WHERE newest = 1;"
    "CREATE INDEX application_list_closed_on ON application (closed_on, changed_at, id)"
    " WHERE newest = 1"};
static const struct sql insert = {
    "bench.insert",
    "INSERT INTO application (id, agency, applicant_kind, received_on, closed_on, \"row\", article,"
    " case_line, serial_year, serial, sought) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10,"
    " hex(zeroblob(200)))"};
static const struct sql bare = {
    "bench.bare", "SELECT applicant_kind, \"row\", COUNT(*) FROM application WHERE agency = $1"
                  " AND newest = 1 GROUP BY applicant_kind, \"row\""};

static void must_be(enum status status, const char *what)
{
    if (status == OK) return;
    fprintf(stderr, "%s: status %d %s\n", what, status, cx.fault);
    exit(1);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Spread over kinds, rows and days: some carried over, some carried on. */
static void put_one(unsigned n)
{
    const struct form_table *table = form_table(form_for_year(YEAR), "3");
    unsigned seed = n * 2654435761u + 12345;
    size_t row = 2 + (seed >> 8) % (table->row_count - 4);
    struct date received = date_plus(date_of(YEAR - 1, 12, 1), (int)((seed >> 16) % 396));
    struct date closed = date_plus(received, 20);
    if (closed.day > date_of(YEAR, 12, 31).day) closed = DATE_NONE;
    if (date_is_set(closed) && closed.day < date_of(YEAR, 1, 1).day) closed = date_of(YEAR, 1, 2);
    must_be(store_run(&cx, &insert,
                      BIND(arena_format(cx.mem, "application-%014u", n), OFFICE,
                           table_3_columns[(seed >> 4) % TABLE_ALL].key, received, closed,
                           date_is_set(closed) ? table->rows[row].key : "", "令711 第36条",
                           arena_format(cx.mem, "case-line---%014u", n), YEAR, (int64_t)n),
                      NULL),
            "insert");
}

static void fill(unsigned count)
{
    for (unsigned n = 0; n < count; n += TOGETHER) {
        struct arena_mark mark = arena_mark(cx.mem);
        must_be(store_begin(&cx), "begin");
        for (unsigned i = n; i < n + TOGETHER && i < count; i++) put_one(i);
        must_be(store_commit(&cx), "commit");
        arena_rewind(cx.mem, mark);
    }
}

static void count_bare(void)
{
    struct rows *rows;
    int64_t sum = 0;
    must_be(store_query(&cx, &bare, BIND(OFFICE), &rows), "bare");
    while (rows_next(rows)) sum += rows_int(rows, 2);
    must_be(rows_end(rows), "bare");
    if (!sum) exit(1);
}

static void make_report(void)
{
    struct annual_report report;
    struct report_break *broken;
    struct json json = json_new(cx.mem, false);
    record_init(&annual_report_kind, &report);
    report.base.agency = OFFICE;
    report.year = YEAR;
    report.form = "cn-2021";
    report.scope = "own";
    struct report_values values = report_asked(&report, cx.today);
    must_be(report_count(&cx, &values), "count");
    report.figures = report_figures_write(cx.mem, &values);
    must_be(report_text_of_figures(&cx, &report), "text");
    must_be(report_checks(&cx, &values, &report, &broken), "checks");
    json_open(&json, '{');
    report_put_tables(&json, &values);
    json_close(&json, '}');
    if (!cell_of(&values, "t3.3.7.total")->value) exit(1);
}

static double best(void (*work)(void))
{
    double least = 1e9;
    for (int i = 0; i < TIMES; i++) {
        struct arena_mark mark = arena_mark(cx.mem);
        double began = seconds();
        work();
        double took = seconds() - began;
        if (took < least) least = took;
        arena_rewind(cx.mem, mark);
    }
    return least;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    return remove(path);
}

int main(int argc, char **argv)
{
    int64_t count = 0;
    if (argc != 2 || !text_to_int(argv[1], &count) || count < 1000 || count > 10000000)
        return fprintf(stderr, "usage: bench_report APPLICATIONS\n"), 2;
    char path[] = "/tmp/bench_report.XXXXXX";
    if (!mkdtemp(path)) return 1;
    char office[sizeof path + 12];
    snprintf(office, sizeof office, "%s/office.db", path);
    registers_open(office);
    must_be(store_ensure(&cx, &widen), "widen");
    fill((unsigned)count);
    double alone = best(count_bare), all = best(make_report);
    registers_end(NULL);
    nftw(path, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    printf("report %lld %.3f %.3f %.2f\n", (long long)count, alone, all, all / alone);
    return 0;
}
