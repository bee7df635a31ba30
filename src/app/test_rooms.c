/* Three rooms of the office, through their pages: the administrator's, the officer's with a report,
 * the supervisor's; and what the public reads of it. Both languages. */
#include <stdio.h>
#include <string.h>

#include "app/test_house.h"
#include "organisation/organisation.h"
#include "record/lifecycle.h"
#include "record/profile.h"
#include "report/report.h"
#include "web/session.h"

static const char *path(const char *format, const char *id)
{
    const char *mark = strstr(format, "%s");
    return arena_format(house.mem, "%.*s%s%s", (int)(mark - format), format, id, mark + 2);
}

static void sees(struct reply reply, const char *words, int line)
{
    if (!strstr(reply.body, words)) fail_msg("line %d: no \"%s\" in:\n%s", line, words, reply.body);
}
#define SEES(reply, words) sees((reply), (words), __LINE__)

static const char *id_of(const char *name)
{
    struct staff staff;
    assert_int_equal(people_by_name(&house.cx, name, &staff), OK);
    return staff.base.id;
}

static int64_t grants_of(const char *name)
{
    return house_count(arena_format(
        house.mem, "SELECT COUNT(*) FROM staff_grant WHERE staff = '%s'", id_of(name)));
}

/* ---- the administrator ------------------------------------------------------------------------
 */

static void an_administrator_keeps_accounts(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    struct reply reply = visitor_get(admin, "/accounts");
    assert_int_equal(reply.status, 200);
    SEES(reply, "增加账号");
    reply = visitor_get(admin, "/accounts?lang=en");
    SEES(reply, "Add an account");
    reply = visitor_post(admin, "/accounts",
                         "name=new-one&label=%E6%96%B0&role=officer&agency=" PROVINCE
                         "&password=long+enough+9");
    assert_int_equal(reply.status, 303);
    assert_int_equal(grants_of("new-one"), 1);
    const char *grant = path("/accounts/%s/grant", id_of("new-one"));
    assert_int_equal(visitor_post(admin, grant, "role=reviewer&agency=" PROVINCE).status, 303);
    assert_int_equal(grants_of("new-one"), 2);
    assert_int_equal(visitor_post(admin, path("/accounts/%s/revoke", id_of("new-one")),
                                  "role=reviewer&agency=" PROVINCE)
                         .status,
                     303);
    assert_int_equal(grants_of("new-one"), 1);
    reply = visitor_get(admin, path("/accounts/%s?lang=zh", id_of("new-one")));
    SEES(reply, "增加角色");
    SEES(reply, "取消角色");
    assert_null(strstr(reply.body, "argon2"));
}

static void what_is_wrong_stands_beside_its_field(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    int64_t before = house_count("SELECT COUNT(*) FROM staff");
    struct reply reply = visitor_post(
        admin, "/accounts",
        "name=Bad+Name&label=%E7%8E%8B%E4%BA%94&role=&agency=" STRANGER "&password=secret-words-7");
    assert_int_equal(reply.status, 422);
    SEES(reply, "id=\"name-error\"");
    SEES(reply, "id=\"role-error\"");
    SEES(reply, "id=\"agency-error\"");
    SEES(reply, "value=\"Bad Name\"");
    SEES(reply, "value=\"王五\"");
    assert_null(strstr(reply.body, "secret-words-7"));
    reply = visitor_post(admin, "/accounts",
                         "name=root&label=x&role=clerk&agency=" PROVINCE "&password=short");
    assert_int_equal(reply.status, 422);
    SEES(reply, "id=\"password-error\"");
    SEES(reply, "已有账号“root”");
    assert_int_equal(house_count("SELECT COUNT(*) FROM staff"), before);
}

static void nobody_changes_their_own_rights(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    house_staff("second", PROVINCE, "admin");
    house_staff("other", STRANGER, "officer");
    struct reply reply = visitor_post(admin, path("/accounts/%s/grant", id_of("root")),
                                      "role=supervisor&agency=" PROVINCE);
    assert_int_equal(reply.status, 422);
    assert_int_equal(grants_of("root"), 1);
    reply = visitor_post(admin, path("/accounts/%s/grant", id_of("second")),
                         "role=releaser&agency=" PROVINCE);
    assert_int_equal(reply.status, 422);
    SEES(reply, "不能兼任");
    assert_int_equal(grants_of("second"), 1);
    const char *strange = path("/accounts/%s", id_of("other"));
    assert_int_equal(visitor_get(admin, strange).status, 404);
    assert_int_equal(
        visitor_post(admin, path("/accounts/%s/password", id_of("other")), "password=long+enough+9")
            .status,
        404);
    house_staff("mixed", STRANGER, "officer");
    house.cx.actor = NULL;
    assert_int_equal(people_grant(&house.cx, id_of("mixed"), ROLE_CLERK, PROVINCE), OK);
    /* Known here by a grant, at home elsewhere: its password and standing are the other's to keep.
     */
    assert_int_equal(
        visitor_post(admin, path("/accounts/%s/password", id_of("mixed")), "password=long+enough+9")
            .status,
        422);
    assert_int_equal(visitor_get(house_staff("pen", PROVINCE, "clerk"), "/accounts").status, 404);
}

static void a_disabled_account_is_out_at_once(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    struct visitor *clerk = house_staff("pen", PROVINCE, "clerk");
    struct staff staff;
    assert_int_equal(visitor_get(clerk, "/").status, 200);
    assert_int_equal(people_by_name(&house.cx, "pen", &staff), OK);
    const char *move = path("/accounts/%s/move", staff.base.id);
    const char *version = arena_format(house.mem, "%lld", (long long)staff.base.version);
    struct reply reply =
        visitor_post(admin, move, arena_format(house.mem, "verb=disable&why=&version=%s", version));
    assert_int_equal(reply.status, 422);
    reply = visitor_post(admin, move,
                         arena_format(house.mem, "verb=disable&why=left&version=%s", version));
    assert_int_equal(reply.status, 303);
    assert_int_not_equal(visitor_get(clerk, "/").status, 200);
    assert_int_equal(house_count("SELECT COUNT(*) FROM staff WHERE state = 'disabled'"), 1);
    assert_int_equal(visitor_post(admin, move, "verb=enable&why=back&version=1").status, 409);
}

static void a_reset_ends_every_session(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    struct visitor *clerk = house_staff("pen", PROVINCE, "clerk");
    const char *reset = path("/accounts/%s/password", id_of("pen"));
    assert_int_equal(visitor_post(admin, reset, "password=short").status, 422);
    assert_int_equal(visitor_get(clerk, "/").status, 200);
    assert_int_equal(visitor_post(admin, reset, "password=another+long+one").status, 303);
    assert_int_not_equal(visitor_get(clerk, "/").status, 200);
    struct staff staff;
    assert_int_equal(people_by_name(&house.cx, "pen", &staff), OK);
    assert_true(password_matches(staff.password_hash, "another long one"));
}

static void steps_of_publication_are_set_and_remembered(void **state)
{
    struct visitor *admin = house_staff("root", PROVINCE, "admin");
    bool has_step = true;
    struct reply reply = visitor_get(admin, "/accounts/profile");
    assert_int_equal(reply.status, 200);
    reply = visitor_post(admin, "/accounts/profile", "agency=" PROVINCE "&approve=yes");
    assert_int_equal(reply.status, 303);
    assert_int_equal(profile_has(&house.cx, PROVINCE, "collate", &has_step), OK);
    assert_false(has_step);
    assert_int_equal(profile_has(&house.cx, PROVINCE, "approve", &has_step), OK);
    assert_true(has_step);
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE verb = 'profile'"), 1);
    assert_int_equal(visitor_post(admin, "/accounts/profile", "agency=" STRANGER).status, 404);
}

/* ---- the officer and the supervisor -----------------------------------------------------------
 */

static void day(int year, int month, int of_month)
{
    house.now = zone_moment(date_of(year, month, of_month), 9, 0);
    context_set_clock(&house.cx, house.now);
}

static struct record *released_item(void)
{
    struct record *rec = house_draft(kind_by_name("disclosure"), BUREAU, "");
    house_take(rec, "released");
    return rec;
}

static void declare(const char *cell)
{
    struct declaration *d = arena_make(house.mem, struct declaration);
    record_init(&declaration_kind, d);
    d->base.agency = BUREAU;
    d->year = 2009;
    d->cell = cell;
    d->value = 0;
    d->source = "收件登记簿";
    house.cx.actor = house_actor("pen");
    assert_int_equal(record_insert(&house.cx, &d->base), OK);
    house.cx.actor = NULL;
    house_take(&d->base, "released");
}

static void load(const char *id, struct annual_report *report)
{
    assert_int_equal(record_fetch(&house.cx, &annual_report_kind, id, 0, report), OK);
}

static enum status save_text(const char *id, const char *part2)
{
    struct annual_report report;
    load(id, &report);
    report.part2 = part2;
    house.cx.actor = house_actor("officer-b");
    enum status status = record_save(&house.cx, &report.base);
    house.cx.actor = NULL;
    return status;
}

/* The draft of 2009, begun by the bureau's officer on its page. */
static const char *begun(struct visitor *officer)
{
    struct reply reply = visitor_get(officer, "/reports/prepare?lang=zh");
    assert_int_equal(reply.status, 200);
    reply = visitor_post(officer, "/reports/prepare", "year=20x9");
    assert_int_equal(reply.status, 422);
    SEES(reply, "value=\"20x9\"");
    reply = visitor_post(officer, "/reports/prepare", "year=2009");
    assert_int_equal(reply.status, 303);
    assert_true(text_starts(reply.location, "/reports/"));
    const char *id = arena_copy(house.mem, reply.location + strlen("/reports/"));
    assert_int_equal(visitor_post(officer, "/reports/prepare", "year=2009").status, 422);
    return id;
}

static struct reply compute(struct visitor *officer, const char *id, const char *as_of)
{
    struct annual_report report;
    load(id, &report);
    return visitor_post(
        officer, path("/reports/%s/compute", id),
        arena_format(house.mem, "version=%lld&as_of=%s", (long long)report.base.version, as_of));
}

static void an_officer_computes_and_checks(void **state)
{
    day(2009, 6, 1);
    struct visitor *officer = house_staff("officer-b", BUREAU, "officer");
    house_staff("pen", BUREAU, "clerk");
    struct record *item = released_item();
    day(2010, 4, 15);
    officer = house_staff("officer-b", BUREAU, "officer");
    const char *id = begun(officer), *page = path("/reports/%s", id);
    struct reply reply = visitor_get(officer, page);
    SEES(reply, "请先计算统计数据");
    SEES(reply, "已超过期限");
    SEES(reply, "/records/declaration/new?year=2009&amp;cell=suits");
    reply = visitor_get(officer, "/records/declaration/new?year=2009&cell=suits");
    SEES(reply, "value=\"suits\"");
    reply = compute(officer, id, "2099-01-01");
    assert_int_equal(reply.status, 422);
    SEES(reply, "value=\"2099-01-01\"");
    assert_int_equal(
        visitor_post(officer, path("/reports/%s/compute", id), "version=99&as_of=").status, 409);
    assert_int_equal(compute(officer, id, "").status, 303);
    SEES(visitor_get(officer, page), "没有登记簿可以计算，也没有人申报");
    declare("applications_received");
    declare("reconsiderations");
    declare("suits");
    assert_int_equal(save_text(id, "全年公开政府信息1720条。"), OK);
    assert_int_equal(compute(officer, id, "").status, 303);
    SEES(visitor_get(officer, page), "<span class=\"mismatch\">1720</span>");
    assert_int_equal(save_text(id, "全年公开政府信息{items_released}条。"), OK);
    reply = visitor_get(officer, page);
    SEES(reply, "cells/items_released\">1</a>");
    SEES(reply, "没有需要处理的问题");
    reply = visitor_get(officer, arena_format(house.mem, "%s/cells/items_released", page));
    SEES(reply, arena_format(house.mem, "/records/disclosure/%s", item->id));
    SEES(visitor_get(officer, arena_format(house.mem, "%s?lang=en", page)), "Compute the figures");
    SEES(visitor_get(officer, path("/records/annual_report/%s", id)), page);
    struct visitor *root = house_staff("root", BUREAU, "admin");
    assert_int_equal(visitor_get(root, page).status, 404);
    assert_int_equal(compute(root, id, "").status, 404);
}

/* A report in the hands of the superior; returns its id. */
static const char *submitted(struct visitor *officer)
{
    const char *id = begun(officer);
    struct annual_report *report = arena_make(house.mem, struct annual_report);
    declare("applications_received");
    declare("reconsiderations");
    declare("suits");
    assert_int_equal(compute(officer, id, "").status, 303);
    load(id, report);
    house_take(&report->base, "submitted");
    return id;
}

static void a_supervisor_reads_states_and_what_was_submitted(void **state)
{
    day(2009, 6, 1);
    house_staff("officer-b", BUREAU, "officer");
    house_staff("pen", BUREAU, "clerk");
    struct record *item = released_item();
    struct record *waiting = house_draft(kind_by_name("disclosure"), BUREAU, "");
    day(2010, 4, 15);
    struct visitor *officer = house_staff("officer-b", BUREAU, "officer");
    struct visitor *overseer = house_staff("overseer", PROVINCE, "supervisor");
    struct visitor *stranger = house_staff("far", STRANGER, "supervisor");
    struct reply reply = visitor_get(overseer, "/supervision?year=2009&lang=zh");
    assert_int_equal(reply.status, 200);
    SEES(reply, "未编制，已超过期限");
    assert_null(strstr(reply.body, STRANGER));
    assert_int_equal(visitor_get(overseer, "/supervision?year=abc").status, 422);
    const char *id = submitted(officer);
    const char *page = path("/supervision/reports/%s", id);
    SEES(visitor_get(overseer, "/supervision?year=2009"), page);
    reply = visitor_get(overseer, page);
    assert_int_equal(reply.status, 200);
    SEES(reply, "2009年未收到公民、法人或者其他组织的政府信息公开申请。");
    SEES(visitor_get(overseer, arena_format(house.mem, "%s?lang=en", page)), "Accept");
    assert_int_equal(visitor_get(stranger, page).status, 404);
    assert_int_equal(visitor_get(overseer, path("/reports/%s", id)).status, 404);
    assert_int_equal(visitor_get(overseer, path("/records/annual_report/%s", id)).status, 404);
    assert_int_equal(visitor_get(overseer, path("/records/disclosure/%s", item->id)).status, 404);
    assert_int_equal(visitor_get(overseer, path("/records/disclosure/%s", waiting->id)).status,
                     404);
    struct annual_report report;
    load(id, &report);
    const char *act =
        arena_format(house.mem, "version=%lld&edition=1&verb=", (long long)report.base.version);
    const char *move = path("/records/annual_report/%s/move", id);
    assert_int_not_equal(
        visitor_post(stranger, move, arena_format(house.mem, "%saccept", act)).status, 303);
    assert_int_equal(
        visitor_post(overseer, move, arena_format(house.mem, "%sreturn&why=", act)).status, 422);
    reply = visitor_post(overseer, move, arena_format(house.mem, "%sreturn&why=again", act));
    assert_int_equal(reply.status, 303);
    assert_string_equal(reply.location, "/supervision");
    assert_int_equal(visitor_get(overseer, page).status, 404); /* it is being written again */
}

/* ---- the public -------------------------------------------------------------------------------
 */

static void the_public_opens_what_a_figure_counted(void **state)
{
    day(2009, 6, 1);
    house_staff("officer-b", BUREAU, "officer");
    house_staff("pen", BUREAU, "clerk");
    struct record *kept = released_item(), *gone = released_item();
    day(2010, 4, 15);
    struct visitor *officer = house_staff("officer-b", BUREAU, "officer");
    const char *id = submitted(officer);
    struct annual_report report;
    load(id, &report);
    house_staff("overseer", PROVINCE, "supervisor");
    house.cx.actor = house_actor("overseer");
    assert_int_equal(record_move(&house.cx, &report.base, "accept", &NO_REASON), OK);
    house.cx.actor = NULL;
    house_take(&report.base, "released");
    house_publish();
    struct reply reply = portal_get("/reports/" BUREAU "/2009?lang=zh");
    assert_int_equal(reply.status, 200);
    SEES(reply, "<a href=\"/reports/" BUREAU "/2009/cells/items_released\">2</a>");
    SEES(reply, "六、存在的主要问题及改进措施");
    SEES(portal_get("/reports/" BUREAU "/2009?lang=en"), "Items first released in the year");
    SEES(portal_get("/reports/" BUREAU "/2009.json"), "\"key\":\"items_released\"");
    reply = portal_get(path("/reports/%s", id));
    assert_int_equal(reply.status, 303);
    assert_string_equal(reply.location, "/reports/" BUREAU "/2009");
    assert_int_equal(portal_get(path("/reports/%s", kept->id)).status, 404);
    assert_int_equal(portal_get("/reports/" BUREAU "/2008").status, 404);
    assert_int_equal(portal_get("/reports/" BUREAU "/2009/cells/nothing").status, 404);
    reply = portal_get("/reports/" BUREAU "/2009/cells/items_released");
    SEES(reply, arena_format(house.mem, "/disclosures/%s/%s\"", BUREAU, kept->number));
    SEES(reply, "/disclosures?agency=" BUREAU "&amp;year=2009");
    assert_null(strstr(reply.body, "公布后"));
    house_take(gone, "withdrawn");
    house_publish();
    reply = portal_get("/reports/" BUREAU "/2009/cells/items_released?lang=zh");
    SEES(reply, "其中1条在报告公布以后有变化");
    SEES(reply, "公布后撤回");
    reply = portal_get("/reports/" BUREAU "/2009/cells/items_released.json");
    SEES(reply, "\"total\":2,\"changed\":1");
    SEES(portal_get("/reports/" BUREAU "/2009/cells/suits"), "申报");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(an_administrator_keeps_accounts),
        IN_HOUSE(what_is_wrong_stands_beside_its_field),
        IN_HOUSE(nobody_changes_their_own_rights),
        IN_HOUSE(a_disabled_account_is_out_at_once),
        IN_HOUSE(a_reset_ends_every_session),
        IN_HOUSE(steps_of_publication_are_set_and_remembered),
        IN_HOUSE(an_officer_computes_and_checks),
        IN_HOUSE(a_supervisor_reads_states_and_what_was_submitted),
        IN_HOUSE(the_public_opens_what_a_figure_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
