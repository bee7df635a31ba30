/* A department and a bureau below it, through real moves: what the report counts, what it does not,
 * what it says when there is nothing, and the way of a report to the public. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "catalogue/catalogue.h"
#include "organisation/organisation.h"
#include "publication/press.h"
#include "publication/publication.h"
#include "record/profile.h"
#include "record/tombstone.h"
#include "report/report.h"

#define PROVINCE "002232139"
#define CITY "014109605"

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
    &agency_kind,       &unit_kind,          &staff_kind,        &entry_kind,
    &disclosure_kind,   &press_event_kind,   &spokesperson_kind, &measure_kind,
    &fee_standard_kind, &problem_kind,       &channel_use_kind,  &tombstone_kind,
    &declaration_kind,  &annual_report_kind, &application_name};

enum person { CLERK, OFFICER_, REVIEWER_, LEADER, RELEASER_, OVERSEER, PEOPLE };
static const enum role roles[] = {ROLE_CLERK,  ROLE_OFFICER,  ROLE_REVIEWER,
                                  ROLE_LEADER, ROLE_RELEASER, ROLE_SUPERVISOR};
static const char *const below_province[] = {CITY, NULL};
static struct grant grants[PEOPLE][2];
static struct actor people[PEOPLE];
static struct context cx;
static char folder[64];
static const char *blob, *province_id, *unit_id, *entry_id;

static struct context *as(enum person person)
{
    cx.actor = &people[person];
    cx.issues = NULL;
    return &cx;
}

static void day(int year, int month, int of_month)
{
    context_set_clock(&cx, zone_moment(date_of(year, month, of_month), 9, 0));
}

static enum status step(enum person person, struct record *rec, const char *verb)
{
    static const struct reason why = {"说明", "令492 第14条", "wrong", {20000}};
    return record_move(as(person), rec, verb, &why);
}

static void release(struct record *rec)
{
    assert_int_equal(record_insert(as(CLERK), rec), OK);
    assert_int_equal(step(OFFICER_, rec, "submit"), OK);
    assert_int_equal(step(REVIEWER_, rec, "review"), OK);
    if (rec->kind->may_sign) assert_int_equal(step(LEADER, rec, "sign-statement"), OK);
    assert_int_equal(step(RELEASER_, rec, "release"), OK);
}

static const char *found_agency(const char *code, const char *name, const char *parent)
{
    struct agency agency;
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = code;
    agency.name = name;
    agency.level = *parent ? "city" : "province";
    agency.parent = parent;
    assert_int_equal(profile_set(&cx, code, ""), OK);
    release(&agency.base);
    return agency.base.id;
}

static const char *list_entry(const char *agency, const char *title)
{
    struct entry entry;
    record_init(&entry_kind, &entry);
    entry.base.agency = agency;
    entry.title = title;
    entry.unit = unit_id;
    entry.mode = "proactive";
    entry.basis = "令492 第十条";
    entry.update_interval = "on-event";
    entry.class_seed = "seed-4";
    entry.in_force_on = date_of(2008, 5, 1);
    release(&entry.base);
    return entry.base.id;
}

static void release_item(const char *title, struct disclosure *ret)
{
    record_init(&disclosure_kind, ret);
    ret->base.agency = PROVINCE;
    ret->entry = entry_id;
    ret->title = title;
    ret->body = "正文";
    ret->produced_on = cx.today;
    release(&ret->base);
}

static void declare(const char *agency, const char *cell, int64_t value)
{
    struct declaration d;
    record_init(&declaration_kind, &d);
    d.base.agency = agency;
    d.year = 2009;
    d.cell = cell;
    d.value = value;
    d.source = "收件登记簿";
    release(&d.base);
}

static int begin(void **state)
{
    snprintf(folder, sizeof folder, "/tmp/test_compute.XXXXXX");
    assert_non_null(mkdtemp(folder));
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    cx = (struct context){.mem = arena_new("test")};
    blob = arena_format(cx.mem, "%s/blob", folder);
    for (int i = 0; i < PEOPLE; i++) {
        grants[i][0] = (struct grant){roles[i], PROVINCE, i == OVERSEER ? below_province : NULL};
        grants[i][1] = (struct grant){roles[i], i == OVERSEER ? PROVINCE : CITY, NULL};
        const char *id = arena_format(cx.mem, "person-%d", i);
        people[i] = (struct actor){.id = id,
                                   .name = id,
                                   .label = id,
                                   .agency = PROVINCE,
                                   .unit = "",
                                   .grants = grants[i],
                                   .grant_count = 2};
    }
    kinds_register(kinds, COUNT_OF(kinds));
    assert_int_equal(file_make_folders(&cx, blob, 0700), OK);
    assert_int_equal(store_open(&cx, arena_format(cx.mem, "%s/office.db", folder), STORE_HASTY),
                     OK);
    assert_int_equal(record_ensure_tables(&cx), OK);
    day(2009, 1, 5);
    province_id = found_agency(PROVINCE, "省公安厅", "");
    found_agency(CITY, "哈尔滨市公安局", province_id);
    struct unit unit;
    record_init(&unit_kind, &unit);
    unit.base.agency = PROVINCE;
    unit.name = "交通警察总队";
    release(&unit.base);
    unit_id = unit.base.id;
    entry_id = list_entry(PROVINCE, "道路交通管理公告");
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    return remove(path);
}

static int end(void **state)
{
    store_close(cx.store);
    arena_free(cx.mem);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}

static void draft(const char *agency, struct annual_report *report)
{
    record_init(&annual_report_kind, report);
    report->base.agency = agency;
    report->year = 2009;
    report->form = "cn-2008";
    report->scope = "own";
    if (report_first_text(as(OFFICER_), report) != OK) fail_msg("%s", cx.fault);
    assert_int_equal(record_insert(as(OFFICER_), &report->base), OK);
}

static int64_t figure(const struct annual_report *report, const char *key)
{
    int64_t value = -1;
    assert_true(report_figure(report->figures, key, &value));
    return value;
}

/* K8: an aggregate is the agency's own figures and those of each agency below. */
static void an_aggregate_adds_the_agencies_below(void **state)
{
    struct annual_report r;
    struct disclosure d;
    day(2009, 6, 1);
    release_item("省厅的通告", &d);
    list_entry(CITY, "市局的目录条目");
    declare(PROVINCE, "suits", 1);
    declare(CITY, "suits", 2);
    declare(PROVINCE, "reconsiderations", 1);
    day(2010, 2, 1);
    struct report_values own = {form_by_id("cn-2008"), PROVINCE, 2009, cx.today, NULL, false};
    struct report_values all = own;
    all.aggregate = true;
    assert_int_equal(report_count(&cx, &own), OK);
    assert_int_equal(report_count(&cx, &all), OK);
    assert_int_equal(report_value(&own, "catalogue_entries")->value, 1);
    assert_int_equal(report_value(&all, "catalogue_entries")->value, 2);
    assert_int_equal(report_value(&all, "items_released")->value, 1);
    assert_int_equal(report_value(&own, "suits")->value, 1);
    assert_int_equal(report_value(&all, "suits")->value, 3);
    assert_true(report_value(&all, "suits")->known);
    assert_false(report_value(&all, "reconsiderations")->known);
    r.scope = "aggregate";
    assert_true(report_is_aggregate(&r));
}

static void nothing_is_said_in_words(void **state)
{
    struct annual_report r;
    day(2010, 2, 1);
    draft(PROVINCE, &r);
    assert_string_equal(r.title, "省公安厅2009年政府信息公开工作年度报告");
    assert_string_equal(r.part3, "2009年未收到公民、法人或者其他组织的政府信息公开申请。");
    assert_string_equal(r.part5, "2009年未发生涉及政府信息公开的行政复议和行政诉讼案件。");
    assert_non_null(strstr(r.part2, "2009年，本机关未主动公开政府信息。"));
    assert_int_equal(r.due_on.day, date_of(2010, 3, 31).day);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(figure(&r, "catalogue_entries"), 1);
    assert_int_equal(figure(&r, "items_released"), 0);
    assert_string_equal(r.warnings, "");
    assert_null(report_contradiction(cx.mem, &r));
    struct disclosure d;
    day(2009, 12, 30);
    release_item("年末补发的通告", &d);
    day(2010, 2, 2);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_non_null(report_contradiction(cx.mem, &r)); /* "none" stands, and there is one */
}

/* Items of other years, drafts and withdrawals: first publication in the year is what counts. */
static void neighbours_do_not_count(void **state)
{
    struct disclosure d, gone;
    struct annual_report r;
    day(2008, 12, 31);
    release_item("上年的通告", &d);
    day(2009, 6, 1);
    release_item("通告一", &d);
    release_item("后来撤回的通告", &gone);
    record_init(&disclosure_kind, &d);
    d.base.agency = PROVINCE;
    d.entry = entry_id;
    d.title = "草稿";
    d.produced_on = cx.today;
    assert_int_equal(record_insert(as(CLERK), &d.base), OK);
    day(2010, 1, 4);
    release_item("次年的通告", &d);
    assert_int_equal(step(OFFICER_, &gone.base, "suspend"), OK);
    assert_int_equal(step(RELEASER_, &gone.base, "withdraw"), OK);
    draft(PROVINCE, &r);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(figure(&r, "items_released"), 2);
    assert_non_null(strstr(report_text_filled(cx.mem, r.part2, r.figures),
                           "2009年，本机关主动公开政府信息2条，"));
}

static void appoint_spokesperson(void)
{
    struct spokesperson s;
    record_init(&spokesperson_kind, &s);
    s.base.agency = PROVINCE;
    s.name = "示例";
    s.post = "办公室主任";
    s.rank = "principal";
    s.phone = "0451-82696114";
    s.since = date_of(2009, 1, 1);
    s.account = as(LEADER)->actor->name;
    release(&s.base);
}

static void press(const char *part, bool special)
{
    struct press_event event;
    record_init(&press_event_kind, &event);
    event.base.agency = PROVINCE;
    event.title = "新闻发布会";
    event.held_on = cx.today;
    event.part = part;
    event.special = special;
    event.place = "新闻发布厅";
    release(&event.base);
}

/* C30: what was attended is not held, and the report says so. */
static void press_figures_carry_their_warning(void **state)
{
    struct annual_report r;
    day(2009, 7, 1);
    appoint_spokesperson();
    press("held", true);
    press("attended", false);
    day(2010, 2, 1);
    draft(PROVINCE, &r);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(figure(&r, "press_events"), 2);
    assert_int_equal(figure(&r, "press_events_special"), 1);
    assert_non_null(strstr(r.warnings, "role must be recorded per event"));
    assert_non_null(strstr(r.part1, "全年由本机关主办专题新闻发布会{press_events_special}次"));
}

static void fee(const char *service, int64_t fen, struct fee_standard *ret)
{
    record_init(&fee_standard_kind, ret);
    ret->base.agency = CITY;
    ret->title = service;
    ret->produced_on = cx.today;
    ret->service = service;
    ret->charged_by = "证";
    ret->amount = (struct money){fen};
    ret->fee_basis = "发改价格〔2003〕2322号";
    ret->entry = list_entry(CITY, "居民身份证收费");
    release(&ret->base);
}

static void the_text_says_what_the_registers_say(void **state)
{
    struct fee_standard card;
    struct channel_use use;
    struct problem problem;
    struct annual_report r;
    struct unit unit;
    day(2009, 3, 2);
    record_init(&unit_kind, &unit);
    unit.base.agency = CITY;
    unit.name = "制证中心";
    release(&unit.base);
    unit_id = unit.base.id;
    fee("申领、换领居民身份证", 2000, &card);
    record_init(&channel_use_kind, &use);
    use.base.agency = CITY;
    use.item = card.base.id;
    use.title = card.title;
    use.channel = "hall";
    use.medium = "制证中心";
    use.shown_on = cx.today;
    release(&use.base);
    record_init(&problem_kind, &problem);
    problem.base.agency = PROVINCE;
    problem.year = 2009;
    problem.serial = 1;
    problem.title = "专业人员不足";
    problem.description = "很多地方由各职能部门人员兼职。";
    problem.improvement = "明确专人负责。";
    release(&problem.base);
    day(2010, 2, 1);
    draft(PROVINCE, &r);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(figure(&r, "fee_posting_bureaux"), 1);
    assert_string_equal(report_text_filled(cx.mem, r.part4, r.figures),
                        "全省1个市（地）公安机关的制证中心公示了居民身份证收费标准。\n\n"
                        "收费标准为：申领、换领居民身份证每证20元。");
    assert_non_null(strstr(r.part6, "{problems}个方面"));
    assert_non_null(strstr(r.part6, "一是专业人员不足。很多地方由各职能部门人员兼职。"));
    assert_non_null(strstr(r.part6, "一是明确专人负责。"));
    for (struct report_text_piece *p = report_text(cx.mem, r.part4, r.figures); p; p = p->next)
        assert_int_not_equal(p->type, PIECE_TYPED);
}

static int64_t files_of(const struct annual_report *r, const char **ret_sha256)
{
    static const struct sql count = {"test.files", "SELECT COUNT(*) FROM attachment WHERE record ="
                                                   " $1 AND edition = $2"};
    static const struct sql hash = {"test.hash", "SELECT sha256 FROM attachment WHERE record = $1"
                                                 " AND edition = $2 AND name = 'cells.csv'"};
    int64_t n = -1;
    assert_int_equal(store_int(&cx, &count, BIND(r->base.id, r->base.edition), &n), OK);
    if (n)
        assert_int_equal(store_text(&cx, &hash, BIND(r->base.id, r->base.edition), ret_sha256), OK);
    return n;
}

static struct bytes stored(const char *sha256)
{
    struct bytes bytes = {NULL, 0};
    const char *path = arena_format(cx.mem, "%s/%.2s/%s", blob, sha256, sha256);
    if (file_exists(path)) assert_int_equal(file_read(&cx, path, 1 << 20, &bytes), OK);
    return bytes;
}

static void the_rows_counted_are_kept_and_replaced(void **state)
{
    struct annual_report r;
    struct disclosure d;
    const char *first = "", *second = "";
    day(2009, 5, 4);
    release_item("通告，\"一\"", &d);
    day(2010, 2, 1);
    draft(PROVINCE, &r);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(files_of(&r, &first), 1);
    const char *line = arena_format(
        cx.mem, "\nitems_released,1,%s,%s,disclosure,\"通告，\"\"一\"\"\",2009-05-04\n", d.base.id,
        d.base.number);
    assert_non_null(strstr((const char *)stored(first).data, line));
    assert_non_null(strstr((const char *)stored(first).data, "\nsuits,0,,,,,\n"));
    r.as_of = date_of(2009, 5, 3);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(figure(&r, "items_released"), 0);
    assert_int_equal(files_of(&r, &second), 1);
    assert_string_not_equal(first, second);
    assert_null(stored(first).data);
    r.as_of = date_plus(cx.today, 1);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), INVALID);
    assert_string_equal(cx.issues->message, "report.as_of_later");
}

static void declare_all(const char *agency)
{
    declare(agency, "applications_received", 0);
    declare(agency, "reconsiderations", 0);
    declare(agency, "suits", 0);
}

/* A figure came after the sentence was written: neither is signed until one of them gives way. */
static void nothing_is_not_said_of_something(void **state)
{
    struct annual_report r;
    struct disclosure d;
    day(2010, 2, 1);
    draft(PROVINCE, &r);
    declare_all(PROVINCE);
    day(2009, 12, 30);
    release_item("年末补发的通告", &d);
    day(2010, 2, 2);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), INVALID);
    assert_string_equal(cx.issues->message, "report.says_none");
    assert_string_equal(cx.issues->field, "part2");
    r.part2 = "2009年，本机关主动公开政府信息{items_released}条。";
    assert_int_equal(record_save(as(OFFICER_), &r.base), OK);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), OK);
}

static void a_report_goes_through_all_hands(void **state)
{
    struct annual_report r, next;
    day(2010, 2, 1);
    draft(CITY, &r);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), INVALID);
    assert_string_equal(cx.issues->message, "report.not_computed");
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), INVALID);
    assert_string_equal(cx.issues->message, "report.not_declared");
    declare_all(CITY);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), INVALID); /* the rows are others now */
    assert_string_equal(cx.issues->message, "report.figures_changed");
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(step(OFFICER_, &r.base, "check"), DENIED);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), OK);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), CONFLICT);
    assert_int_equal(step(LEADER, &r.base, "approve"), OK);
    assert_int_equal(step(OFFICER_, &r.base, "submit"), OK);
    assert_int_equal(step(RELEASER_, &r.base, "publish"), CONFLICT); /* not before it is accepted */
    assert_int_equal(step(OVERSEER, &r.base, "accept"), OK);
    assert_int_equal(step(OVERSEER, &r.base, "publish"), DENIED);
    assert_int_equal(step(REVIEWER_, &r.base, "publish"), DENIED);
    if (step(RELEASER_, &r.base, "publish") != OK) fail_msg("%s", cx.issues->message);
    assert_int_equal(r.base.state, REPORT_RELEASED);
    assert_int_equal(step(OFFICER_, &r.base, "correct"), OK);
    assert_int_equal(record_load(as(OFFICER_), &annual_report_kind, r.base.id, &next), OK);
    assert_int_equal(next.base.edition, 2);
    day(2010, 4, 1);
    next.as_of = DATE_NONE;
    assert_int_equal(report_compute(as(OFFICER_), blob, &next), OK);
    assert_int_equal(next.as_of.day, date_of(2010, 4, 1).day);
    assert_int_equal(step(REVIEWER_, &next.base, "check"), OK);
}

/* A supervisor of the reporting agency itself is not its superior. */
static void only_the_superior_accepts(void **state)
{
    struct annual_report r;
    struct report_standing *rows;
    day(2010, 4, 1);
    declare_all(CITY);
    draft(CITY, &r);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), OK);
    assert_int_equal(report_overview(as(OVERSEER), PROVINCE, 2009, &rows), OK);
    assert_string_equal(rows->agency, PROVINCE);
    assert_true(rows->late && text_empty(rows->state));
    assert_string_equal(rows->next->agency, CITY);
    assert_string_equal(rows->next->state, "checked");
    assert_true(rows->next->late);
    assert_int_equal(step(LEADER, &r.base, "approve"), OK);
    assert_int_equal(step(OFFICER_, &r.base, "submit"), OK);
    struct grant own = {ROLE_SUPERVISOR, CITY, NULL};
    people[OVERSEER].grants = &own;
    people[OVERSEER].grant_count = 1;
    assert_int_equal(step(OVERSEER, &r.base, "accept"), DENIED);
    assert_int_equal(step(OVERSEER, &r.base, "return"), DENIED);
}

static void a_department_without_superior_publishes_itself(void **state)
{
    struct annual_report r;
    day(2010, 2, 1);
    declare_all(PROVINCE);
    draft(PROVINCE, &r);
    assert_int_equal(report_compute(as(OFFICER_), blob, &r), OK);
    assert_int_equal(step(REVIEWER_, &r.base, "check"), OK);
    assert_int_equal(step(LEADER, &r.base, "approve"), OK);
    assert_int_equal(step(OFFICER_, &r.base, "submit"), OK);
    assert_int_equal(step(OVERSEER, &r.base, "accept"), CONFLICT);
    assert_int_equal(step(RELEASER_, &r.base, "publish"), OK);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(an_aggregate_adds_the_agencies_below),
        TEST(nothing_is_said_in_words),
        TEST(neighbours_do_not_count),
        TEST(press_figures_carry_their_warning),
        TEST(the_text_says_what_the_registers_say),
        TEST(the_rows_counted_are_kept_and_replaced),
        TEST(nothing_is_not_said_of_something),
        TEST(a_report_goes_through_all_hands),
        TEST(only_the_superior_accepts),
        TEST(a_department_without_superior_publishes_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
