/* Registers from files: whole or not at all, each mistake by line and field, and never twice. */
#include "app/import_table.h"

#include <stdio.h>
#include <string.h>

#include "app/test_house.h"
#include "catalogue/catalogue.h"
#include "organisation/organisation.h"

static struct table_import last;

static enum status import(const char *kind, const char *name, const char *text)
{
    last = (struct table_import){.kind = kind_by_name(kind), .agency = BUREAU, .name = name};
    house_staff("importer", BUREAU, "clerk");
    house.cx.actor = house_actor("importer");
    house.cx.issues = NULL;
    enum status status =
        import_table(&house.cx, &last, (struct bytes){(const unsigned char *)text, strlen(text)});
    house.cx.actor = NULL;
    return status;
}

static void must(enum status status)
{
    if (status == OK) return;
    const struct import_fault *f = last.faults;
    fail_msg("%d line %d %s %s %s", (int)status, f ? f->line : 0, f ? f->field : "",
             f ? f->message : "", f ? f->detail : "");
}

static void fault_is(const struct import_fault *fault, int line, const char *field,
                     const char *message)
{
    assert_non_null(fault);
    assert_int_equal(fault->line, line);
    assert_string_equal(fault->field, field);
    assert_string_equal(fault->message, message);
}

static int64_t entries(void)
{
    return house_count("SELECT COUNT(*) FROM entry WHERE agency = '" BUREAU "'");
}

static void make_unit(void)
{
    struct unit unit;
    record_init(&unit_kind, &unit);
    unit.base.agency = BUREAU;
    unit.name = "办公室";
    house_staff("importer", BUREAU, "clerk");
    house.cx.actor = house_actor("importer");
    assert_int_equal(record_insert(&house.cx, &unit.base), OK);
    house.cx.actor = NULL;
}

#define HEADING \
    "key,目录名称,unit,mode,basis,update_interval,class_seed,in_force_on,description\r\n"

/* By the field's name or its label, a word as people read it, a reference by its title; quotation
 * marks, and our own export's guard against formulas. */
static const char two[] =
    "\xef\xbb\xbf" HEADING
    "a-1,户籍业务办事指南,办公室,主动公开,令711 第19条,每月,seed-5,2026-01-05,"
    "\"一，二，\"\"三\"\"\"\r\n"
    "\r\n"
    "a-2,\"'=收费\"\"标准\"\"\",办公室,proactive,令711,on-event,seed-5,2026-01-05,\r\n";

static void rows_become_drafts_once(void **state)
{
    make_unit();
    last.dry = false;
    must(import("entry", "x.csv", two));
    assert_int_equal(last.made, 2);
    assert_int_equal(entries(), 2);
    assert_int_equal(
        house_count("SELECT COUNT(*) FROM entry WHERE title = '=收费\"标准\"' AND state"
                    " = 'drafted' AND mode = 'proactive'"),
        1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM entry WHERE update_interval = 'monthly'"
                                 " AND unit IN (SELECT id FROM unit)"),
                     1);
    must(import("entry", "x.csv", two));
    assert_int_equal(last.made, 0);
    assert_int_equal(last.known, 2);
    assert_int_equal(entries(), 2);
}

static void each_mistake_is_told_and_nothing_is_kept(void **state)
{
    make_unit();
    static const char bad[] =
        HEADING "b-1,好的一行,办公室,proactive,令711,monthly,seed-5,2026-01-05,\n"
                "b-2,日期不对,办公室,proactive,令711,monthly,seed-5,2026-02-30,\n"
                "b-2,重复的键,办公室,proactive,令711,monthly,seed-5,2026-01-05,\n"
                "b-4,没有这个单位,某处,proactive,令711,monthly,seed-5,2026-01-05,\n"
                "b-5,类别不对,办公室,proactive,令711,sometimes,seed-99,2026-01-05,\n"
                ",没有键,办公室,proactive,令711,monthly,seed-5,2026-01-05,\n"
                "b-7,,办公室,proactive,令711,monthly,seed-5,2026-01-05,\n";
    assert_int_equal(import("entry", "x.csv", bad), INVALID);
    assert_int_equal(entries(), 0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM import_key"), 0);
    assert_int_equal(last.made, 0);
    assert_int_equal(last.refused, 6);
    const struct import_fault *at = last.faults;
    fault_is(at, 4, "key", "import.key_twice");
    fault_is(at = at->next, 7, "key", "import.no_key");
    fault_is(at = at->next, 3, "in_force_on", "field.not_a_date");
    fault_is(at = at->next, 5, "unit", "import.names_nothing");
    fault_is(at = at->next, 6, "update_interval", "field.unknown_word");
    fault_is(at = at->next, 8, "title", "field.required");
    assert_null(at->next);
}

static void a_trial_stores_nothing(void **state)
{
    make_unit();
    house_staff("importer", BUREAU, "clerk");
    struct table_import trial = {
        .kind = &entry_kind, .agency = BUREAU, .name = "x.csv", .dry = true};
    house.cx.actor = house_actor("importer");
    assert_int_equal(
        import_table(&house.cx, &trial, (struct bytes){(const unsigned char *)two, strlen(two)}),
        OK);
    house.cx.actor = NULL;
    assert_int_equal(trial.made, 2);
    assert_int_equal(entries(), 0);
}

/* JSON Lines; an item finds its entry by the key that it was imported under. */
static void keys_lead_from_one_file_to_another(void **state)
{
    make_unit();
    must(import("entry", "x.csv", two));
    must(import(
        "disclosure", "x.jsonl",
        "{\"key\":\"d-1\",\"entry\":\"a-1\",\"title\":\"户口登记须知\",\"summary\":\"说明\","
        "\"body\":\"第一段。\\n\\n第二段。\",\"produced_on\":\"2026-01-06\",\"keywords\":\"户口\"}"
        "\n"
        "\n"
        "{\"key\":\"d-2\",\"entry\":\"户籍业务办事指南\",\"title\":\"迁移须知\",\"summary\":"
        "\"说明\",\"body\":\"正文\",\"produced_on\":\"2026-01-06\",\"keywords\":\"迁移\"}\n"));
    assert_int_equal(house_count("SELECT COUNT(*) FROM disclosure d JOIN import_key k ON k.record ="
                                 " d.entry AND k.key = 'a-1' WHERE d.class_seed = 'seed-5'"),
                     2);
    assert_int_equal(import("disclosure", "x.jsonl", "{\"key\":\"d-3\",\"title\":{}}\n"), INVALID);
    fault_is(last.faults, 1, "", "import.json_value");
    assert_int_equal(import("disclosure", "x.jsonl", "{\"key\":\"d-3\"}\n[1]\n"), INVALID);
    fault_is(last.faults, 2, "", "import.not_an_object");
    assert_int_equal(import("disclosure", "x.jsonl",
                            "{\"key\":\"d-4\",\"number\":\"2026-00001\",\"title\":\"冒充编号\"}\n"),
                     INVALID);
    fault_is(last.faults, 1, "number", "import.no_such_field");
}

/* A row may refer to one before it in the same file; whoever may not write there writes nothing. */
static void rows_of_one_file_know_each_other(void **state)
{
    must(import("unit", "x.csv", "key,name,successor\nu-1,新处,\nu-2,老处,u-1\n"));
    assert_int_equal(house_count("SELECT COUNT(*) FROM unit a JOIN unit b ON b.id = a.successor"
                                 " WHERE a.name = '老处' AND b.name = '新处'"),
                     1);
    assert_int_equal(import("unit", "x.csv", "key,name,successor\nu-3,甲,u-4\nu-4,乙,\n"), INVALID);
    fault_is(last.faults, 2, "key", "import.too_early");
    assert_int_equal(house_count("SELECT COUNT(*) FROM unit WHERE name IN ('甲', '乙')"), 0);
    assert_int_equal(import("agency", "x.csv",
                            "key,name,code,level,parent\ng-1,某县公安局,000000027,county," BUREAU
                            "\n"),
                     INVALID);
    fault_is(last.faults, 2, "", "import.denied");
}

static void what_is_no_table_is_refused(void **state)
{
    static const struct {
        const char *text, *message;
        int line;
    } rows[] = {
        {"",                     "import.no_heading",  1},
        {"key,name\na,\"b\n\nc", "import.open_quote",  2},
        {"key,name\na,\"b\"c\n", "import.after_quote", 2},
        {"key,name\n\na,b,c\n",  "import.cells",       3},
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_int_equal(import("unit", "x.csv", rows[i].text), INVALID);
        fault_is(last.faults, rows[i].line, "", rows[i].message);
    }
    assert_int_equal(import("unit", "x.csv", "key,name\n\xff\xfe,\xff\n"), INVALID);
    assert_int_equal(import("case_line", "x.csv", "key\n1\n"), INVALID); /* the program's own */
    assert_int_equal(import("staff", "x.csv", "key,name\n1,x\n"), INVALID);
    assert_int_equal(house_count("SELECT COUNT(*) FROM unit"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(rows_become_drafts_once),
        IN_HOUSE(each_mistake_is_told_and_nothing_is_kept),
        IN_HOUSE(a_trial_stores_nothing),
        IN_HOUSE(keys_lead_from_one_file_to_another),
        IN_HOUSE(rows_of_one_file_know_each_other),
        IN_HOUSE(what_is_no_table_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
