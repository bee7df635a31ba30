/* Acts at the desk of an application that have pages of their own: a cost fee line by line, and the
 * answer made public without its applicant. */
#include "app/test_page.h"

#include "desk/desk.h"
#include "request/request.h"

static const char NAME[] = "CANARYname王小明", PHONE[] = "CANARYphone13900000000",
                  ADDRESS[] = "CANARYaddress南岗区1号", SOUGHT[] = "CANARYsought和平路巡逻安排";

static const char *keyed_in(struct visitor *clerk, const char *day)
{
    struct reply reply = page_post(
        clerk, "/applications/new",
        form_of("channel", "counter", "arrived_on", day, "applicant_kind", "natural", "sort",
                "disclosure", "name", NAME, "identity_kind", "id-card", "identity_number",
                "230102199001011234", "phone", PHONE, "email", "", "address", ADDRESS, "agent_name",
                "", "agent_identity_number", "", "agent_phone", "", "sought", SOUGHT, "supply",
                "paper", "flags", "", NULL),
        303);
    const char *path = path_of(&reply);
    press(clerk, path, "register", "", 303);
    return path;
}

static const char *hidden(const struct reply *page, const char *name)
{
    const char *mark = arena_format(house.mem, "name=\"%s\" value=\"", name);
    const char *at = strstr(page->body, mark);
    assert_non_null(at);
    at += strlen(mark);
    return arena_copy_n(house.mem, at, strcspn(at, "\""));
}

static const char *page_below(const char *path, const char *page)
{
    return arena_format(house.mem, "/applications/%s/%s", id_of_path(path), page);
}

/* ---- cost fees ---- */

static void a_cost_fee_is_entered_line_by_line(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    const char *path = keyed_in(clerk, "2010-01-04"), *cost = page_below(path, "cost");
    struct reply page = page_get(clerk, path, 200);
    assert_has(&page, cost); /* what "add" leads to under a law with a tariff */
    page = page_get(clerk, cost, 200);
    assert_has(&page, "A3彩色双面（每张）");
    assert_has(&page, "令492 第27条");
    page = page_post(clerk, cost,
                     form_of("version", hidden(&page, "version"), "line-search", "-1",
                             "line-a4-bw-single", "12", "line-postage", "4.205", NULL),
                     422);
    assert_has(&page, "“检索费（每件）”应填写0至100000的整数");
    assert_has(&page, "“邮寄费（按实际支出）”应填写实际支出的金额");
    assert_has(&page, "value=\"4.205\""); /* nothing typed is lost */
    page_post(clerk, cost, form_of("version", "0", "line-gold", "1", NULL), 422);
    page_post(clerk, cost, form_of("version", "0", NULL), 422);
    assert_int_equal(house_count("SELECT COUNT(*) FROM fee_notice"), 0);
    struct reply made = page_post(clerk, cost,
                                  form_of("version", "0", "line-search", "1", "line-a4-bw-single",
                                          "12", "line-a3-colour-double", "3", "line-a4-bw-double",
                                          "0", "line-postage", "4.20", NULL),
                                  303);
    const char *fee = path_of(&made);
    assert_string_equal(stored("fee_notice", id_of_path(fee), "amount"), "2060");
    page = page_get(clerk, fee, 200);
    assert_has(&page, "20.60元");
    assert_has(&page, "9.00元");
    page = page_get(clerk, cost, 200); /* once there is a draft, the same form changes it */
    assert_has(&page, "value=\"4.20\"");
    page_post(clerk, cost, form_of("version", hidden(&page, "version"), "line-search", "2", NULL),
              303);
    assert_string_equal(stored("fee_notice", id_of_path(fee), "amount"), "1000");
    page_post(clerk, cost, form_of("version", "1", "line-search", "3", NULL), 409);
    press(officer, fee, "notify", "", 303);
    assert_int_equal(house_count("SELECT COUNT(*) FROM letter WHERE template = 'fee-notice'"
                                 " AND instr(body, '2 × 5.00元 = 10.00元') > 0"),
                     1);
}

/* The ordinary form offers what the application's own law has, and no tariff. */
static void the_ordinary_form_offers_no_tariff(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    const char *path = keyed_in(clerk, date_iso(house.mem, house.cx.today));
    const char *form =
        arena_format(house.mem, "/records/fee_notice/new?application=%s", id_of_path(path));
    struct reply page = page_get(clerk, path, 200);
    assert_has(&page, form);
    page = page_get(clerk, form, 200);
    assert_has(&page, "value=\"page\"");
    assert_lacks(&page, "value=\"cost\"");
    page_get(clerk, page_below(path, "cost"), 404);
}

/* ---- the answer, without who asked ---- */

static struct reply acts(struct visitor *visitor, const char *id, const char *verb,
                         const char *more)
{
    const char *address = arena_format(house.mem, "/acts/application/%s/%s", id, verb);
    struct reply page = page_get(visitor, address, 200);
    return page_post(visitor, address,
                     arena_format(house.mem, "version=%s&%s", hidden(&page, "version"), more), 303);
}

static void answered(struct visitor *clerk, const char *path)
{
    const char *id = id_of_path(path);
    struct visitor *reviewer = house_staff("reviewer", PROVINCE, "reviewer");
    struct visitor *leader = house_staff("leader", PROVINCE, "leader");
    acts(clerk, id, "draft-answer",
         form_of("outcome", "granted", "article", "", "item", "", "why", "经检索", NULL));
    press(reviewer, path, "review-answer", "", 303);
    press(leader, path, "approve-answer", "", 303);
    acts(clerk, id, "serve-answer",
         form_of("on", date_iso(house.mem, house.cx.today), "method", "page", "proof", "", NULL));
}

static void an_answer_is_made_public_without_its_applicant(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    const char *path = keyed_in(clerk, date_iso(house.mem, house.cx.today));
    const char *publish = page_below(path, "publish");
    house_act_as(WRITE, PROVINCE);
    struct record *entry = house_draft(kind_by_name("entry"), PROVINCE, "");
    house_take(entry, "released");
    page_get(clerk, publish, 409); /* not before it is answered */
    struct reply page = page_get(clerk, path, 200);
    assert_lacks(&page, publish);
    answered(clerk, path);
    page = page_get(clerk, path, 200);
    assert_has(&page, publish);
    page = page_get(clerk, publish, 200);
    assert_lacks(&page, "CANARY"); /* nothing is offered that says who asked for what */
    page_post(clerk, publish, form_of("entry", entry->id, "title", "", NULL), 422);
    page_post(clerk, publish, form_of("entry", "", "title", "和平路治安巡逻安排", NULL), 422);
    assert_int_equal(house_count("SELECT COUNT(*) FROM disclosure WHERE answered <> ''"), 0);
    struct reply made = page_post(
        clerk, publish, form_of("entry", entry->id, "title", "和平路治安巡逻安排", NULL), 303);
    page = page_get(clerk, made.location, 200); /* the ordinary form */
    assert_lacks(&page, "CANARY");
    assert_int_equal(house_count("SELECT COUNT(*) FROM disclosure WHERE answered <> ''"
                                 " AND state = 'drafted' AND note LIKE '%依申请公开%'"),
                     1);
    const char *id = "";
    static const struct sql one = {"test.published",
                                   "SELECT id FROM disclosure WHERE answered <> ''"};
    assert_int_equal(store_text(&house.cx, &one, BIND_NONE, &id), OK);
    page = page_get(clerk, arena_format(house.mem, "/records/disclosure/%s", id), 200);
    assert_has(&page, path); /* back, for the staff */
    assert_lacks(&page, "CANARY");
    page = page_get(clerk, path, 200);
    assert_has(&page, "和平路治安巡逻安排");
    assert_has(&page, arena_format(house.mem, "/records/disclosure/%s", id));
}

/* Through all hands: what the public gets of it holds neither the person nor the way back. */
static void what_is_published_holds_no_way_back(void **state)
{
    struct visitor *clerk = house_staff("clerk", PROVINCE, "clerk");
    const char *path = keyed_in(clerk, date_iso(house.mem, house.cx.today));
    house_act_as(WRITE, PROVINCE);
    struct record *entry = house_draft(kind_by_name("entry"), PROVINCE, "");
    house_take(entry, "released");
    answered(clerk, path);
    page_post(clerk, page_below(path, "publish"),
              form_of("entry", entry->id, "title", "和平路治安巡逻安排", NULL), 303);
    const char *id = "";
    static const struct sql one = {"test.published",
                                   "SELECT id FROM disclosure WHERE answered <> ''"};
    const struct kind *kind = kind_by_name("disclosure");
    struct record *rec = arena_alloc(house.mem, kind->size);
    assert_int_equal(store_text(&house.cx, &one, BIND_NONE, &id), OK);
    assert_int_equal(record_fetch(&house.cx, kind, id, 0, rec), OK);
    field_set_number(kind_field(kind, "produced_on"), rec, house.cx.today.day);
    field_set_text(kind_field(kind, "body"), rec, "巡逻安排见附件。");
    house_act_as(WRITE, PROVINCE);
    assert_int_equal(record_save(&house.cx, rec), OK);
    house_take(rec, "released");
    house_publish();
    struct reply shown = portal_get(arena_format(house.mem, "/disclosures/%s/%s", PROVINCE,
                                                 stored("disclosure", id, "number")));
    assert_int_equal(shown.status, 200);
    assert_has(&shown, "和平路治安巡逻安排");
    const char *const public_folders[] = {house.at.ledger, house.at.portal};
    for (size_t i = 0; i < COUNT_OF(public_folders); i++) {
        assert_false(bytes_have(house_bytes(public_folders[i]), "CANARY"));
        assert_false(bytes_have(house_bytes(public_folders[i]), id_of_path(path)));
    }
}

/* History keeps a word for a hand that is no person; what older rows hold is read, too. */
static void hands_are_shown_in_one_language(void **state)
{
    static const struct {
        const char *stored, *zh, *en;
    } rows[] = {
        {"@program",                                               "系统",                      "the program"            },
        {"@console:王某",                                        "王某（控制台代办）", "王某 (at the console)"},
        {"程序 / the program",                                   "程序",                      "the program"            },
        {"王某（控制台代办 / at the console for clerk）", "王某（控制台代办）",
         "王某 (at the console for clerk)"                                                                               },
        {"李某 / 王某",                                        "李某 / 王某",             "李某 / 王某"        },
        {"王某",                                                 "王某",                      "王某"                 },
        {"@nobody",                                                "@nobody",                     "@nobody"                },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        house.cx.language = CHINESE;
        assert_string_equal(desk_hand(&house.cx, rows[i].stored), rows[i].zh);
        house.cx.language = ENGLISH;
        assert_string_equal(desk_hand(&house.cx, rows[i].stored), rows[i].en);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(a_cost_fee_is_entered_line_by_line),
        IN_HOUSE(the_ordinary_form_offers_no_tariff),
        IN_HOUSE(an_answer_is_made_public_without_its_applicant),
        IN_HOUSE(what_is_published_holds_no_way_back),
        IN_HOUSE(hands_are_shown_in_one_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
