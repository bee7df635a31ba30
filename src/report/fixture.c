#include "report/fixture.h"

#include "base/text.h"
#include "base/unit.h"
#include "catalogue/catalogue.h"
#include "organisation/organisation.h"
#include "publication/press.h"
#include "publication/publication.h"
#include "record/profile.h"
#include "record/tombstone.h"

/* A disclosure may say from which application it came; here that is a name without a table. */
static const struct state no_states[] = {
    {.word = "none", .zh = "无", .en = "None", .flags = ENDED}
};
static const struct workflow no_workflow = {"none", no_states, 1, NULL, 0};
static const struct field no_fields[] = {
    {.name = "name", .visibility = STAFF, .type = TEXT, .max = 20, .zh = "名称", .en = "Name"}
};
static const struct kind application_name = {.name = "application",
                                             .zh = "申请",
                                             .en = "Application",
                                             .flags = INTERNAL,
                                             .schema = 1,
                                             .size = sizeof(struct record),
                                             .fields = no_fields,
                                             .field_count = 1,
                                             .title = "name",
                                             .workflow = &no_workflow};

static const struct kind *const kinds[] = {
    &agency_kind,       &unit_kind,          &staff_kind,
    &entry_kind,        &disclosure_kind,    &press_event_kind,
    &spokesperson_kind, &measure_kind,       &fee_standard_kind,
    &problem_kind,      &channel_use_kind,   &tombstone_kind,
    &declaration_kind,  &annual_report_kind, &normative_document_kind,
    &application_name};

static const struct sql registers = {
    "test.registers",
    "CREATE TABLE application (id TEXT, newest INT DEFAULT 1, agency TEXT, applicant_kind TEXT,"
    " received_on INT, closed_on INT, \"row\" TEXT DEFAULT '', article TEXT DEFAULT '',"
    " case_line TEXT DEFAULT '', serial_year INT, serial INT);"
    "CREATE TABLE remedy (id TEXT, newest INT DEFAULT 1, agency TEXT, application TEXT, sort TEXT,"
    " filed_on INT, decided_on INT, result TEXT, co_defendant INT DEFAULT 0);"
    "CREATE TABLE fee_notice (id TEXT, newest INT DEFAULT 1, agency TEXT, application TEXT,"
    " standard TEXT, amount INT, noticed_on INT, paid_on INT)"};

static const enum role roles[] = {ROLE_CLERK, ROLE_OFFICER, ROLE_REVIEWER, ROLE_LEADER,
                                  ROLE_RELEASER};
static struct grant grants[PEOPLE][2];
static struct actor people[PEOPLE];
struct context cx;
static int64_t serial;

struct context *acting_as(enum person person)
{
    cx.actor = &people[person];
    cx.issues = NULL;
    return &cx;
}

static void day(int year, int month, int of_month)
{
    context_set_clock(&cx, zone_moment(date_of(year, month, of_month), 9, 0));
}

enum status take_step(enum person person, struct record *rec, const char *verb)
{
    static const struct reason why = {"说明", "令711 第17条", "wrong", {20000}};
    return record_move(acting_as(person), rec, verb, &why);
}

static void release(struct record *rec)
{
    assert_int_equal(record_insert(acting_as(CLERK), rec), OK);
    assert_int_equal(take_step(OFFICER_, rec, "submit"), OK);
    assert_int_equal(take_step(REVIEWER_, rec, "review"), OK);
    assert_int_equal(take_step(RELEASER_, rec, "release"), OK);
}

static const char *found_agency(const char *code, const char *parent)
{
    struct agency agency;
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = code;
    agency.name = *parent ? "市公安局" : "省公安厅";
    agency.level = *parent ? "city" : "province";
    agency.parent = parent;
    assert_int_equal(profile_set(&cx, code, ""), OK);
    release(&agency.base);
    return agency.base.id;
}

void registers_open(const char *path)
{
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    cx = (struct context){.mem = arena_new("test"), .language = ENGLISH};
    serial = 0;
    for (int i = 0; i < PEOPLE; i++) {
        grants[i][0] = (struct grant){roles[i], OFFICE, NULL};
        grants[i][1] = (struct grant){roles[i], BELOW, NULL};
        const char *id = arena_format(cx.mem, "person-%d", i);
        people[i] = (struct actor){.id = id,
                                   .name = id,
                                   .label = id,
                                   .agency = OFFICE,
                                   .unit = "",
                                   .grants = grants[i],
                                   .grant_count = 2};
    }
    kinds_register(kinds, COUNT_OF(kinds));
    assert_int_equal(store_open(&cx, path, STORE_HASTY), OK);
    assert_int_equal(record_ensure_tables(&cx), OK);
    assert_int_equal(store_ensure(&cx, &registers), OK);
    day(2024, 1, 5);
    found_agency(BELOW, found_agency(OFFICE, ""));
    day(2026, 1, 20);
}

int registers_begin(void **state)
{
    registers_open(":memory:");
    return 0;
}

int registers_end(void **state)
{
    store_close(cx.store);
    arena_free(cx.mem);
    return 0;
}

/* ---- registers --------------------------------------------------------------------------------
 */

void put_application(struct application a)
{
    static const struct sql insert = {
        "test.application",
        "INSERT INTO application (id, agency, applicant_kind, \"row\", received_on, closed_on,"
        " article, case_line, serial_year, serial) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, "
        "$10)"};
    serial++;
    const char *id = arena_format(cx.mem, "application-%lld", (long long)serial);
    const char *line = arena_format(cx.mem, "line-%lld", (long long)serial);
    assert_int_equal(store_run(&cx, &insert,
                               BIND(id, a.agency, a.kind, a.row, a.received, a.closed,
                                    "令711 第36条", line, date_civil(a.received).year, serial),
                               NULL),
                     OK);
}

/* C20: what the registers have to hold for the table to come out. Rows that are not here are 0. */
static const struct {
    const char *row;
    int count[TABLE_COLUMNS];
} c20[] = {
    {"1",     {56, 3, 0, 1, 2, 0, 62}},
    {"2",     {4, 0, 0, 0, 0, 0, 4}  },
    {"3.1",   {18, 1, 0, 0, 1, 0, 20}},
    {"3.2",   {6, 0, 0, 0, 0, 0, 6}  },
    {"3.3.4", {1, 1, 0, 0, 0, 0, 2}  },
    {"3.3.6", {3, 0, 0, 0, 0, 0, 3}  },
    {"3.3.8", {2, 0, 0, 0, 1, 0, 3}  },
    {"3.4.1", {14, 1, 0, 1, 0, 0, 16}},
    {"3.4.2", {2, 0, 0, 0, 0, 0, 2}  },
    {"3.5.1", {5, 0, 0, 0, 0, 0, 5}  },
    {"3.5.2", {3, 0, 0, 0, 0, 0, 3}  },
    {"3.6.1", {1, 0, 0, 0, 0, 0, 1}  },
    {"3.6.3", {2, 0, 0, 0, 0, 0, 2}  },
    {"3.7",   {57, 3, 0, 1, 2, 0, 63}},
    {"4",     {3, 0, 0, 0, 0, 0, 3}  },
};

const int *c20_row(const char *row)
{
    static const int none[TABLE_COLUMNS];
    for (size_t i = 0; i < COUNT_OF(c20); i++)
        if (text_equal(c20[i].row, row)) return c20[i].count;
    return none;
}

/* The first of a kind were carried over; the last are carried on, and closed the year after. */
void fill_c20(const char *agency, int year)
{
    for (int column = 0; column < TABLE_ALL; column++) {
        int carried = c20_row("2")[column], n = 0;
        struct application a = {.agency = agency, .kind = table_3_columns[column].key};
        for (size_t i = 2; i + 2 < COUNT_OF(c20) + 1; i++) {
            bool open = text_equal(c20[i].row, "4");
            if (text_equal(c20[i].row, "3.7")) continue;
            for (int times = 0; times < c20[i].count[column]; times++, n++) {
                a.row = open ? "3.1" : c20[i].row;
                a.received = n < carried ? date_of(year - 1, 12, 31) : date_of(year, 1, 1);
                a.closed = open ? date_of(year + 1, 1, 1) : date_of(year, 12, 31);
                put_application(a);
            }
        }
        for (; n < carried + c20_row("1")[column]; n++) {
            a.received = date_of(year, 12, 31);
            a.closed = DATE_NONE;
            a.row = "";
            put_application(a);
        }
    }
}

struct report_values counted(int year)
{
    struct report_values values = {
        .form = form_for_year(year), .agency = OFFICE, .year = year, .as_of = cx.today};
    assert_int_equal(report_count(&cx, &values), OK);
    return values;
}

void put_declaration(const char *agency, const char *cell, int64_t value, int64_t fen)
{
    struct declaration d;
    record_init(&declaration_kind, &d);
    d.base.agency = agency;
    d.year = 2025;
    d.cell = cell;
    d.value = value;
    if (fen != INT64_MIN) d.amount = (struct money){fen};
    d.source = "业务系统";
    release(&d.base);
}

/* All checks that hold the report up, a sentence a line. */
const char *broken_checks(const struct report_values *values, const struct annual_report *text,
                          bool warnings)
{
    struct out out = out_new(cx.mem);
    struct report_break *broken;
    out_text(&out, "");
    assert_int_equal(report_checks(&cx, values, text, &broken), OK);
    for (; broken; broken = broken->next)
        if (broken->warns == warnings)
            out_format(&out, "%s%s", out.size ? "\n" : "", broken->text[cx.language]);
    return out.text;
}

struct cell_value *cell_of(const struct report_values *values, const char *key)
{
    return (struct cell_value *)(uintptr_t)report_value(values, key);
}

void put_remedy(const char *sort, const char *result, struct date decided, bool co_defendant)
{
    static const struct sql insert = {
        "test.remedy", "INSERT INTO remedy (id, agency, application, sort, filed_on, decided_on,"
                       " result, co_defendant) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
    serial++;
    assert_int_equal(
        store_run(&cx, &insert,
                  BIND(arena_format(cx.mem, "remedy-%lld", (long long)serial), OFFICE,
                       "application-1", sort, date_of(2025, 3, 1), decided, result, co_defendant),
                  NULL),
        OK);
}
