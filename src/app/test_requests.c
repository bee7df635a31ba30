/* An application through the office's pages and through sealed letters, and where its person is
 * not: in nothing that leaves the office, in no list, no history, no other agency, no one else's
 * page. */
#include "app/test_page.h"

#include "app/intake.h"
#include "catalogue/standing_order.h"
#include "intake/capsule.h"
#include "request/request.h"
#include "request/view.h"

static const char NAME[] = "CANARYname王小明", NUMBER[] = "CANARYid230102199001011234",
                  PHONE[] = "CANARYphone13900000000", ADDRESS[] = "CANARYaddress南岗区1号",
                  SOUGHT[] = "CANARYsought和平路巡逻安排", FILE_TEXT[] = "CANARYfile身份证影印件";
static const char *const canaries[] = {NAME, NUMBER, PHONE, ADDRESS, SOUGHT, FILE_TEXT};

struct people {
    struct visitor *clerk, *second, *officer, *reviewer, *leader, *releaser, *overseer, *stranger;
};

static struct people hire(void)
{
    return (struct people){.clerk = house_staff("clerk", PROVINCE, "clerk"),
                           .second = house_staff("second", PROVINCE, "clerk"),
                           .officer = house_staff("officer", PROVINCE, "officer"),
                           .reviewer = house_staff("reviewer", PROVINCE, "reviewer"),
                           .leader = house_staff("leader", PROVINCE, "leader"),
                           .releaser = house_staff("releaser", PROVINCE, "releaser"),
                           .overseer = house_staff("overseer", PROVINCE, "supervisor"),
                           .stranger = house_staff("stranger", STRANGER, "clerk officer leader")};
}

static void order_lines(void)
{
    struct standing_order order;
    house_act_as(WRITE, PROVINCE);
    record_init(&standing_order_kind, &order);
    order.base.agency = PROVINCE;
    order.title = "依申请公开登记行常设公开令";
    order.query = "case-lines";
    order.columns = "title serial_year serial applicant_kind regime channel received_on due_on "
                    "closed_on outcome row article";
    assert_int_equal(record_insert(&house.cx, &order.base), OK);
    house_take(&order.base, "released");
}

static const char *keyed_in(struct visitor *clerk)
{
    struct reply reply = page_post(
        clerk, "/applications/new",
        form_of("channel", "counter", "arrived_on", date_iso(house.mem, house.cx.today),
                "applicant_kind", "natural", "sort", "disclosure", "name", NAME, "identity_kind",
                "id-card", "identity_number", NUMBER, "phone", PHONE, "email", "", "address",
                ADDRESS, "agent_name", "", "agent_identity_number", "", "agent_phone", "", "sought",
                SOUGHT, "supply", "paper", "flags", "", NULL),
        303);
    return path_of(&reply);
}

static const char *act(const char *kind, const char *id, const char *verb)
{
    return arena_format(house.mem, "/acts/%s/%s/%s", kind, id, verb);
}

static struct reply do_act(struct visitor *visitor, const char *address, const char *more,
                           unsigned status)
{
    struct reply page = page_get(visitor, address, 200);
    const char *at = strstr(page.body, "name=\"version\" value=\"");
    assert_non_null(at);
    at += strlen("name=\"version\" value=\"");
    const char *version = arena_copy_n(house.mem, at, strcspn(at, "\""));
    return page_post(visitor, address, arena_format(house.mem, "version=%s&%s", version, more),
                     status);
}

static const char *only(const char *kind)
{
    const char *id = "";
    const char *text =
        arena_format(house.mem, "SELECT id FROM \"%s\" ORDER BY changed_at DESC", kind);
    assert_int_equal(store_text(&house.cx, &(struct sql){"test.only", text}, BIND_NONE, &id), OK);
    return id;
}

/* ---- through the pages ---- */

static void an_application_goes_through_the_pages(void **state)
{
    struct people p = hire();
    order_lines();
    const char *path = keyed_in(p.clerk), *id = id_of_path(path);
    const char *today = date_iso(house.mem, house.cx.today);
    struct reply page = page_get(p.clerk, path, 200);
    assert_has(&page, "待登记");
    assert_has(&page, "逐日计算");
    assert_has(&page, "令711");
    press(p.clerk, path, "register", "", 303);
    page = page_get(p.clerk, path, 200);
    assert_has(&page, "依申请公开");
    assert_has(&page, "/records/case_line/");
    assert_has(&page, act("application", id, "split"));
    struct reply list = page_get(p.second, "/applications", 200);
    assert_has(&list, "依申请公开");
    page_get(p.clerk, act("application", id, "draft-answer"), 200);
    struct reply refused = do_act(
        p.clerk, act("application", id, "draft-answer"),
        form_of("outcome", "partial", "article", "", "item", "", "why", "部分涉及个人隐私", NULL),
        422);
    assert_has(&refused, "逐项列明");
    page_post(p.clerk, "/records/withheld_part/new",
              form_of("application", id, "part", "第3页联系电话", "exemption", "privacy", "article",
                      "令711 第15条", "save", "yes", NULL),
              303);
    do_act(
        p.clerk, act("application", id, "draft-answer"),
        form_of("outcome", "partial", "article", "", "item", "", "why", "部分涉及个人隐私", NULL),
        303);
    press(p.clerk, path, "review-answer", "", 403);
    press(p.reviewer, path, "review-answer", "", 303);
    press(p.leader, path, "approve-answer", "", 303);
    const char *letter = only("letter");
    page_get(p.clerk, arena_format(house.mem, "/records/letter/%s", letter), 200);
    struct reply pdf = visitor_get(p.clerk, arena_format(house.mem, "/letters/%s/pdf", letter));
    assert_int_equal(pdf.status, 200);
    assert_memory_equal(pdf.body, "%PDF-", 5);
    do_act(p.clerk, act("application", id, "serve-answer"),
           form_of("on", today, "method", "page", "proof", "", NULL), 303);
    assert_string_equal(stored("application", id, "row"), "3.2");
    page = page_get(p.clerk, path, 200);
    assert_has(&page, "已答复");
    house_publish();
    assert_int_equal(house_count("SELECT COUNT(*) FROM act WHERE kind = 'case_line'"), 2);
}

static void who_may_not_reads_no_person(void **state)
{
    struct people p = hire();
    const char *path = keyed_in(p.clerk), *id = id_of_path(path);
    press(p.clerk, path, "register", "", 303);
    struct reply own = page_get(p.clerk, path, 200);
    assert_has(&own, "王小明");
    /* The releaser reads the agency's records, and no person in them. */
    struct reply other = page_get(p.releaser, path, 200);
    for (size_t i = 0; i < COUNT_OF(canaries); i++) assert_lacks(&other, canaries[i]);
    const char *const addresses[] = {"/applications",
                                     "/records/application",
                                     "/records/application.json",
                                     "/records/application.csv",
                                     "/records/letter.json",
                                     "/records/letter.csv",
                                     "/records/application_event.json",
                                     arena_format(house.mem, "%s.json", path),
                                     "/find?q=CANARY",
                                     "/"};
    struct visitor *const readers[] = {p.clerk,  p.second,   p.officer,  p.reviewer,
                                       p.leader, p.releaser, p.overseer, p.stranger};
    for (size_t a = 0; a < COUNT_OF(addresses); a++)
        for (size_t r = 0; r < COUNT_OF(readers); r++) {
            struct reply reply = visitor_get(readers[r], addresses[a]);
            for (size_t i = 0; i < COUNT_OF(canaries); i++)
                if (strstr(reply.body, canaries[i]) && !strstr(addresses[a], "find"))
                    fail_msg("%s shows %s to %s", addresses[a], canaries[i], readers[r]->name);
        }
    page_get(p.stranger, path, 404);
    page_get(p.stranger, act("application", id, "hand-over"), 404);
    page_get(p.releaser, act("application", id, "hand-over"), 404);
    page_get(p.overseer, path, 404);
}

static void the_supervisor_sees_what_is_late_and_no_contents(void **state)
{
    static const struct sql late = {"test.late", "UPDATE application SET due_on = due_on - 90"};
    struct people p = hire();
    const char *path = keyed_in(p.clerk);
    press(p.clerk, path, "register", "", 303);
    struct reply none = page_get(p.overseer, "/late", 200);
    assert_has(&none, "没有逾期");
    assert_int_equal(store_run(&house.cx, &late, BIND_NONE, NULL), OK);
    struct reply page = page_get(p.overseer, "/late", 200);
    assert_has(&page, "依申请公开");
    assert_has(&page, "due-late");
    assert_has(&page, "clerk");
    for (size_t i = 0; i < COUNT_OF(canaries); i++) assert_lacks(&page, canaries[i]);
    struct reply desk = page_get(p.clerk, "/", 200);
    assert_has(&desk, "due-late");
    page_get(p.clerk, "/late", 404);
}

/* ---- through sealed letters ---- */

static struct receipt sealed(const char *type, const struct code *code,
                             const struct letter_field *fields, size_t count)
{
    struct context cx = {.mem = arena_new("filing")};
    struct letter_head head = {.type = type,
                               .to = PROVINCE,
                               .nonce = intake_nonce(cx.mem),
                               .code = code,
                               .fields = fields,
                               .field_count = count};
    struct sealing *sealing;
    struct receipt receipt;
    struct bytes file = {(const unsigned char *)FILE_TEXT, strlen(FILE_TEXT)};
    context_set_clock(&cx, house.now);
    assert_int_equal(sealing_begin(&cx, house.door, &sealing), OK);
    assert_int_equal(sealing_file_begin(&cx, sealing, "id.txt", "text/plain"), OK);
    assert_int_equal(sealing_file_bytes(&cx, sealing, file), OK);
    assert_int_equal(sealing_file_end(&cx, sealing), OK);
    assert_int_equal(sealing_finish(&cx, sealing, &head, &receipt), OK);
    arena_free(cx.mem);
    return receipt;
}

/* What the office's job does each second. */
static void office_works(size_t taken)
{
    struct context cx = {.mem = arena_new("round"), .store = house.cx.store};
    struct intake_round round = {.at = &house.at, .handlers = app_letters};
    context_set_clock(&cx, house.now);
    assert_int_equal(intake_take(&cx, &round), OK);
    if (round.taken != taken || round.held)
        fail_msg("%zu taken, %zu held: %s", round.taken, round.held,
                 stored("intake_letter", "x", "reason"));
    cx.issues = NULL;
    assert_int_equal(request_tick(&cx), OK);
    assert_int_equal(request_daily(&cx), OK);
    assert_null(cx.issues);
    arena_free(cx.mem);
}

static struct request_view seen(const struct code *code)
{
    struct capsule capsule;
    struct request_view view;
    assert_int_equal(capsule_open(&house.cx, house.at.capsule, code->text, &capsule), OK);
    assert_int_equal(request_view_read(&house.cx, capsule.json, capsule.json_size, &view), OK);
    return view;
}

static struct receipt applied(void)
{
    const struct letter_field fields[] = {
        {"address",         ADDRESS     },
        {"applicant_kind",  "natural"   },
        {"identity_kind",   "id-card"   },
        {"identity_number", NUMBER      },
        {"name",            NAME        },
        {"phone",           PHONE       },
        {"sort",            "disclosure"},
        {"sought",          SOUGHT      },
        {"supply",          "paper"     },
    };
    return sealed("application", NULL, fields, COUNT_OF(fields));
}

/* Confirmed by both, and registered. */
static struct receipt in_hand(const struct people *p)
{
    struct receipt receipt = applied();
    office_works(1);
    sealed("confirm", &receipt.code, NULL, 0);
    office_works(1);
    const char *id = only("application");
    do_act(p->clerk, act("application", id, "confirm"),
           form_of("on", date_iso(house.mem, house.cx.today), NULL), 303);
    press(p->clerk, arena_format(house.mem, "/records/application/%s", id), "register", "", 303);
    return receipt;
}

static void a_sealed_letter_becomes_a_case(void **state)
{
    struct people p = hire();
    struct receipt receipt = applied();
    office_works(1);
    struct request_view view = seen(&receipt.code);
    assert_string_equal(view.state, "awaiting-confirmation");
    assert_string_equal(view.not_counted_because, "applicant-unconfirmed");
    assert_true(matter_can(view.can, "confirm"));
    sealed("confirm", &receipt.code, NULL, 0);
    office_works(1);
    view = seen(&receipt.code);
    assert_string_equal(view.not_counted_because, "agency-unconfirmed");
    const char *id = only("application");
    const char *path = arena_format(house.mem, "/records/application/%s", id);
    do_act(p.clerk, act("application", id, "confirm"),
           form_of("on", date_iso(house.mem, house.cx.today), NULL), 303);
    press(p.clerk, path, "register", "", 303);
    office_works(0);
    view = seen(&receipt.code);
    assert_string_equal(view.state, "registered");
    assert_true(date_is_set(view.due_on));
    assert_true(view.day_count > 10);
    assert_string_equal(view.sought, SOUGHT);
    struct reply page = page_get(p.clerk, path, 200);
    assert_has(&page, "id.txt");
    page_get(p.releaser, path, 200);
    do_act(p.officer, act("application", id, "ask-correction"),
           form_of("items", "请写明文号", "days", "15", NULL), 303);
    office_works(0);
    view = seen(&receipt.code);
    assert_string_equal(view.waits_for, "correction-received");
    const struct letter_field more[] = {
        {"text", "黑公发〔2025〕3号"}
    };
    sealed("supplement", &receipt.code, more, 1);
    office_works(1);
    view = seen(&receipt.code);
    assert_string_equal(view.state, "registered");
    assert_non_null(strstr(view.sought, "黑公发〔2025〕3号"));
}

static void what_is_answered_comes_with_the_code(void **state)
{
    struct people p = hire();
    struct receipt receipt = in_hand(&p);
    const char *id = only("application");
    const char *path = arena_format(house.mem, "/records/application/%s", id);
    do_act(p.clerk, act("application", id, "draft-answer"),
           form_of("outcome", "granted", "article", "", "item", "", "why", "", NULL), 303);
    press(p.reviewer, path, "review-answer", "", 303);
    press(p.leader, path, "approve-answer", "", 303);
    office_works(0);
    struct request_view view = seen(&receipt.code);
    assert_string_equal(view.outcome, ""); /* not before it is served */
    assert_int_equal(view.letter_count, 0);
    do_act(p.clerk, act("application", id, "serve-answer"),
           form_of("on", date_iso(house.mem, house.cx.today), "method", "page", "proof", "", NULL),
           303);
    office_works(0);
    view = seen(&receipt.code);
    assert_string_equal(view.outcome, "granted");
    assert_int_equal(view.letters[0].file, 1);
    struct capsule capsule;
    assert_int_equal(capsule_open(&house.cx, house.at.capsule, receipt.code.text, &capsule), OK);
    assert_int_equal(capsule.file_count, 1);
    assert_string_equal(capsule.files[0].media, "application/pdf");
    assert_int_equal(view.letter_count, 1);
    assert_true(view.remedy_count > 0);
    assert_true(matter_can(view.can, "review"));
    const struct letter_field review[] = {
        {"reasons", "答复不完整"},
        {"remedy",  "complaint"      }
    };
    sealed("review", &receipt.code, review, 2);
    office_works(1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM remedy WHERE sort = 'complaint'"), 1);
}

static void a_third_party_answers_by_a_code_of_its_own(void **state)
{
    struct people p = hire();
    const char *path = keyed_in(p.clerk), *id = id_of_path(path);
    press(p.clerk, path, "register", "", 303);
    page_post(p.clerk, "/records/consultation/new",
              form_of("application", id, "sort", "third-party", "party", "CANARYparty某某公司",
                      "contact", "江城市", "question", "是否同意公开合同金额", "save", "yes", NULL),
              303);
    const char *consultation = only("consultation");
    struct reply shown = do_act(p.clerk, act("consultation", consultation, "send"), "", 200);
    const char *at = strstr(shown.body, "<p class=\"code\">");
    assert_non_null(at);
    at += strlen("<p class=\"code\">");
    struct code code;
    assert_true(code_parse(arena_copy_n(house.mem, at, strcspn(at, "<")), &code));
    assert_string_equal(stored("application", id, "state"), "consulting");
    office_works(0);
    struct capsule capsule;
    struct consultation_view view;
    assert_int_equal(capsule_open(&house.cx, house.at.capsule, code.text, &capsule), OK);
    assert_int_equal(consultation_view_read(&house.cx, capsule.json, capsule.json_size, &view), OK);
    assert_string_equal(view.state, "sent");
    assert_true(date_is_set(view.answer_by));
    for (size_t i = 0; i < COUNT_OF(canaries); i++)
        assert_null(strstr(capsule.json, canaries[i])); /* the applicant is nobody to them */
    const struct letter_field answer[] = {
        {"answer",  "refuses"     },
        {"reasons", "商业秘密"}
    };
    sealed("third-party-answer", &code, answer, 2);
    office_works(1);
    assert_string_equal(stored("consultation", consultation, "answer"), "refuses");
    assert_string_equal(stored("application", id, "state"), "registered");
}

static void a_lost_code_is_replaced_and_the_old_one_dies(void **state)
{
    struct people p = hire();
    struct receipt receipt = applied();
    struct capsule capsule;
    office_works(1);
    const char *id = only("application");
    struct reply shown = do_act(p.officer, act("application", id, "replace-code"),
                                form_of("why", "当面核验身份证", NULL), 200);
    const char *at = strstr(shown.body, "<p class=\"code\">") + strlen("<p class=\"code\">");
    struct code code;
    assert_true(code_parse(arena_copy_n(house.mem, at, strcspn(at, "<")), &code));
    office_works(0);
    assert_int_equal(capsule_open(&house.cx, house.at.capsule, receipt.code.text, &capsule),
                     NOT_FOUND);
    struct request_view view = seen(&code);
    assert_string_equal(view.state, "awaiting-confirmation");
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE verb = 'replace-code'"), 1);
}

/* ---- H5 ---- */

static void no_person_leaves_the_office(void **state)
{
    struct people p = hire();
    order_lines();
    struct receipt receipt = applied();
    office_works(1);
    sealed("confirm", &receipt.code, NULL, 0);
    office_works(1);
    const char *id = only("application");
    const char *path = arena_format(house.mem, "/records/application/%s", id);
    do_act(p.clerk, act("application", id, "confirm"),
           form_of("on", date_iso(house.mem, house.cx.today), NULL), 303);
    press(p.clerk, path, "register", "", 303);
    const struct letter_field gone[] = {
        {"reason", "CANARYreason不再需要"}
    };
    sealed("withdraw", &receipt.code, gone, 1);
    office_works(1);
    assert_string_equal(stored("application", id, "row"), "3.6.3");
    house_publish();
    assert_true(bytes_have(house_bytes(house.at.data), "CANARYname")); /* it is in there */
    const char *const public_folders[] = {house.at.ledger, house.at.portal, house.at.capsule,
                                          house.at.intake_new, house.at.intake_tmp};
    for (size_t i = 0; i < COUNT_OF(public_folders); i++)
        if (bytes_have(house_bytes(public_folders[i]), "CANARY"))
            fail_msg("%s holds a person", public_folders[i]);
    assert_int_equal(house_count("SELECT COUNT(*) FROM act WHERE instr(body,"
                                 " CAST('CANARY' AS BLOB)) > 0"),
                     0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM history WHERE why || article || changed ||"
                                 " actor_label LIKE '%CANARY%'"),
                     0);
    assert_int_equal(house_count("SELECT COUNT(*) FROM act WHERE kind = 'case_line'"), 2);
    static const char *const pages[] = {"/", "/applications/" PROVINCE, "/disclosures",
                                        "/feed.atom"};
    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        struct reply reply = portal_get(pages[i]);
        assert_null(strstr(reply.body, "CANARY"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(an_application_goes_through_the_pages),
        IN_HOUSE(who_may_not_reads_no_person),
        IN_HOUSE(the_supervisor_sees_what_is_late_and_no_contents),
        IN_HOUSE(a_sealed_letter_becomes_a_case),
        IN_HOUSE(what_is_answered_comes_with_the_code),
        IN_HOUSE(a_third_party_answers_by_a_code_of_its_own),
        IN_HOUSE(a_lost_code_is_replaced_and_the_old_one_dies),
        IN_HOUSE(no_person_leaves_the_office),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
