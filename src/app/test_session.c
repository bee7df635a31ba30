/* A session from its notice to its rating: through the office's pages and the portal's, by sealed
 * letters and receipts. */
#include "app/test_page.h"

#include "catalogue/standing_order.h"
#include "contact/session.h"
#include "organisation/organisation.h"

enum { HOUR = 3600000, DAY = 24 * HOUR };
static const char NAME[] = "CANARYname王小明", CONTACT[] = "CANARYcontact13900000000",
                  QUESTION[] = "CANARYquestion我家门前为什么没有路灯？";

static void forward(int64_t ms)
{
    house.now.ms += ms;
    context_set_clock(&house.cx, house.now);
}

/* What the office's job does each second, and what the portal then has. */
static void tick(void)
{
    house.cx.actor = NULL;
    house.cx.issues = NULL;
    context_set_clock(&house.cx, house.now);
    if (session_tick(&house.cx) != OK || house.cx.issues)
        fail_msg("tick: %s %s", house.cx.fault, house.cx.issues ? house.cx.issues->message : "");
    if (matter_tick(&house.cx) != OK) fail_msg("matter: %s", house.cx.fault);
    house_publish();
}

static void letters_arrive(void)
{
    house_take_letters();
    assert_int_equal(
        house_count("SELECT COUNT(*) FROM intake_letter WHERE reason IS NOT NULL AND reason <> ''"),
        0);
    tick();
}

static void order_lines(const char *agency)
{
    struct standing_order order;
    house_act_as(WRITE, agency);
    record_init(&standing_order_kind, &order);
    order.base.agency = agency;
    order.title = "公众活动的状态和席位常设公开令";
    order.query = "session-lines";
    order.columns = "title standing begins_at ends_at adjourned_from cause seats asked allotted "
                    "waiting seats_left seed_hash seed drawn rated rating sequence";
    assert_int_equal(record_insert(&house.cx, &order.base), OK);
    house_take(&order.base, "released");
}

/* Letters go to an agency that the public knows. */
static void publish_agency(void)
{
    static const struct sql of = {"test.agency", "SELECT id FROM agency WHERE code = $1"};
    struct agency agency;
    const char *id;
    assert_int_equal(store_text(&house.cx, &of, BIND(PROVINCE), &id), OK);
    assert_int_equal(record_fetch(&house.cx, &agency_kind, id, 0, &agency), OK);
    if (text_equal(record_state(&agency.base)->word, "drafted"))
        house_take(&agency.base, "released");
}

static struct public_session announced(int64_t seats, int64_t party_max)
{
    struct public_session s;
    publish_agency();
    house_act_as(WRITE, PROVINCE);
    record_init(&public_session_kind, &s);
    s.base.agency = PROVINCE;
    s.sort = "hearing";
    s.title = "停车收费标准听证会";
    s.about = "就停车收费标准听取意见。";
    s.place = "三楼会议室";
    s.who = "居民";
    s.contact = "办公室 0451-00000000";
    s.begins_at = (struct moment){house.now.ms + 5 * (int64_t)DAY};
    s.ends_at = (struct moment){s.begins_at.ms + 2 * HOUR};
    s.seats = seats;
    s.party_max = party_max;
    s.booking_from = (struct moment){house.now.ms + HOUR};
    s.booking_to = (struct moment){house.now.ms + 2 * DAY};
    assert_int_equal(record_insert(&house.cx, &s.base), OK);
    house_take(&s.base, "released");
    tick();
    return s;
}

static struct sitting sitting_of(const struct public_session *s)
{
    struct sitting sitting;
    assert_int_equal(session_sitting(&house.cx, s->base.id, &sitting), OK);
    return sitting;
}

/* The session's line as it is now. */
static struct session_line line_of(const struct public_session *s)
{
    struct sitting sitting = sitting_of(s);
    struct session_line line;
    assert_int_equal(record_fetch(&house.cx, &session_line_kind, sitting.line, 0, &line), OK);
    return line;
}

static const char *between(const struct reply *reply, const char *before, char end)
{
    const char *at = strstr(reply->body, before);
    if (!at) fail_msg("no %s in %s", before, reply->body);
    at += strlen(before);
    return arena_copy_n(house.mem, at, strcspn(at, (char[]){end, 0}));
}

static const char *booking_path(const struct public_session *s)
{
    return arena_format(house.mem, "/sessions/%s/book", s->base.id);
}

/* Fills in the form as a person would, without a script; returns the receipt code. */
static const char *book(const struct public_session *s, const char *people, const char *question)
{
    struct reply page = portal_get(booking_path(s));
    assert_int_equal(page.status, 200);
    const char *nonce = between(&page, "name=\"nonce\" value=\"", '"');
    struct reply filed =
        portal_post(booking_path(s), form_of("nonce", nonce, "agency", PROVINCE, "people", people,
                                             "name", NAME, "contact", CONTACT, "interest", "",
                                             "question", question, "assistance", "", NULL));
    if (filed.status != 200) fail_msg("%u %s", filed.status, filed.body);
    return between(&filed, "name=\"code\" value=\"", '"');
}

static struct reply receipt(const char *code)
{
    struct reply reply = portal_post("/receipt", form_of("code", code, NULL));
    if (reply.status != 200) fail_msg("%u %s", reply.status, reply.body);
    return reply;
}

static void act(const char *code, const char *verb, const char *more)
{
    struct reply page = receipt(code);
    const char *nonce = between(&page, "name=\"nonce\" value=\"", '"');
    const char *body = arena_format(
        house.mem, "%s&%s",
        form_of("code", code, "sort", "session", "act", verb, "nonce", nonce, NULL), more);
    struct reply reply = portal_post("/receipt/act", body);
    if (reply.status != 200) fail_msg("%s: %u %s", verb, reply.status, reply.body);
    letters_arrive();
}

static int64_t in_state(const char *state)
{
    return house_count(
        arena_format(house.mem, "SELECT COUNT(*) FROM seat WHERE state = '%s'", state));
}

static const char *sitting_path(const struct public_session *s)
{
    return arena_format(house.mem, "/records/sitting/%s", sitting_of(s).base.id);
}

/* ---- booking and the draw -------------------------------------------------------------------- */

enum { BOOKINGS = 6 };

struct bookings {
    struct public_session session;
    const char *promised; /* the hash of the seed */
    const char *codes[BOOKINGS];
};

/* Eight persons ask for three seats. */
static struct bookings over_booked(void)
{
    static const char *const people[BOOKINGS] = {"1", "2", "1", "1", "2", "1"};
    struct bookings b = {.session = announced(3, 2)};
    b.promised = line_of(&b.session).seed_hash;
    assert_int_equal(strlen(b.promised), 64);
    assert_string_equal(line_of(&b.session).seed, "");
    assert_int_equal(portal_get(booking_path(&b.session)).status, 303); /* not yet */
    forward(2 * HOUR);
    tick();
    for (size_t i = 0; i < BOOKINGS; i++) b.codes[i] = book(&b.session, people[i], "");
    letters_arrive();
    forward(2 * 60000); /* figures are not told for each */
    tick();
    return b;
}

static struct session_ticket ticket_at(const char *line)
{
    static const struct sql of = {"test.people", "SELECT people FROM seat WHERE ticket = $1"};
    struct session_ticket made = {.ticket = arena_copy_n(house.mem, line, strcspn(line, "\n"))};
    assert_int_equal(store_int(&house.cx, &of, BIND(made.ticket), &made.people), OK);
    return made;
}

/* Whoever has the seed and the tickets gets the same order, and the same seats. */
static void draw_again(const struct session_line *line)
{
    enum { TICKET = 17 };
    struct session_ticket again[BOOKINGS];
    char hash[65];
    session_hash(line->seed, hash);
    assert_string_equal(hash, line->seed_hash);
    assert_int_equal(strlen(line->drawn), BOOKINGS * TICKET - 1);
    for (size_t i = 0; i < BOOKINGS; i++)
        again[BOOKINGS - 1 - i] = ticket_at(line->drawn + i * TICKET);
    session_draw(line->seed, 3, again, BOOKINGS);
    for (size_t i = 0; i < BOOKINGS; i++) {
        const char *state = again[i].seated ? "allotted" : "waiting";
        assert_memory_equal(line->drawn + i * TICKET, again[i].ticket, TICKET - 1);
        const char *text = arena_format(house.mem,
                                        "SELECT COUNT(*) FROM seat WHERE ticket = '%s' AND state ="
                                        " '%s' AND turn = %zu",
                                        again[i].ticket, state, i + 1);
        assert_int_equal(house_count(text), 1);
    }
}

static struct reply draw(const struct public_session *s, unsigned status)
{
    struct visitor *officer = house_staff("officer", PROVINCE, "officer");
    struct reply reply = press(officer, sitting_path(s), "draw-seats", "", status);
    tick();
    return reply;
}

static void seats_are_drawn(void **state)
{
    order_lines(PROVINCE);
    struct bookings b = over_booked();
    struct reply page = portal_get(arena_format(house.mem, "/sessions/%s", b.session.base.id));
    assert_null(page_fault(house.mem, page.body));
    assert_has(&page, "已预约8人");
    assert_has(&page, "剩余席位0个");
    assert_has(&page, b.promised);
    assert_has(&(struct reply){.body = receipt(b.codes[0]).body}, "待分配");
    struct sitting secret = sitting_of(&b.session);
    const char *twin = arena_format(house.mem, "%s.json", sitting_path(&b.session));
    struct reply json = visitor_get(house_staff("officer", PROVINCE, "officer"), twin);
    assert_int_equal(json.status, 200);
    assert_lacks(&json, secret.seed); /* no page tells it before the draw */
    draw(&b.session, 409);            /* booking is still open */
    forward(2 * DAY);
    tick();
    assert_int_equal(portal_get(booking_path(&b.session)).status, 303);
    draw(&b.session, 303);
    struct session_line line = line_of(&b.session);
    assert_string_equal(line.seed_hash, b.promised);
    assert_int_equal(line.allotted, 3);
    assert_int_equal(line.waiting, 5);
    draw_again(&line);
    draw(&b.session, 409); /* once */
}

/* Every receipt says what its holder got; what one gives back goes to the first that fits. */
static void a_seat_given_back_goes_to_who_waits(void **state)
{
    order_lines(PROVINCE);
    struct bookings b = over_booked();
    const char *seated = NULL;
    int64_t waiting = 0;
    forward(2 * DAY);
    tick();
    draw(&b.session, 303);
    for (size_t i = 0; i < BOOKINGS; i++) {
        struct reply told = receipt(b.codes[i]);
        bool has = strstr(told.body, "席位号") != NULL;
        assert_true(has != (strstr(told.body, "候补名单第") != NULL));
        waiting += !has;
        if (has) seated = b.codes[i];
    }
    assert_int_equal(waiting, in_state("waiting"));
    act(seated, "withdraw", "reason=");
    assert_has(&(struct reply){.body = receipt(seated).body}, "预约已经取消");
    struct seat_count count;
    struct sitting sitting = sitting_of(&b.session);
    assert_int_equal(session_count_seats(&house.cx, &sitting, &count), OK);
    assert_int_equal(count.left + count.allotted, 3);
    assert_true(in_state("waiting") < waiting);
    assert_int_equal(house_count("SELECT COUNT(*) FROM seat WHERE state = 'waiting' AND people <= "
                                 "(SELECT 3 - COALESCE(SUM(people), 0) FROM seat WHERE state = "
                                 "'allotted')"),
                     0); /* nobody waits who would fit */
}

static void who_came_rates_and_only_the_average_is_told(void **state)
{
    order_lines(PROVINCE);
    struct public_session s = announced(10, 1);
    const char *codes[3];
    forward(2 * HOUR);
    tick();
    for (size_t i = 0; i < 3; i++) codes[i] = book(&s, "1", "");
    letters_arrive();
    forward(2 * DAY);
    tick();
    press(house_staff("officer", PROVINCE, "clerk officer"), sitting_path(&s), "draw-seats", "",
          303);
    press(house_staff("officer", PROVINCE, "clerk officer"), sitting_path(&s), "hold-session", "",
          422); /* it has not begun */
    tick();
    assert_null(strstr(receipt(codes[0]).body, "name=\"rating\""));
    forward(3 * DAY);
    press(house_staff("officer", PROVINCE, "clerk officer"), sitting_path(&s), "hold-session", "",
          303);
    static const struct sql allotted = {"test.allotted",
                                        "SELECT id FROM seat WHERE state = 'allotted' LIMIT 1"};
    for (size_t i = 0; i < 3; i++) {
        const char *id;
        assert_int_equal(store_text(&house.cx, &allotted, BIND_NONE, &id), OK);
        press(house_staff("officer", PROVINCE, "clerk officer"),
              arena_format(house.mem, "/records/seat/%s", id), "attend", "", 303);
    }
    tick();
    act(codes[0], "rate", "rating=5&note=");
    act(codes[1], "rate", "rating=4&note=");
    assert_int_equal(line_of(&s).rated, INT_NONE); /* two would point at persons */
    act(codes[2], "rate", "rating=1&note=");
    act(codes[2], "rate", "rating=3&note=");
    assert_int_equal(line_of(&s).rated, 3);
    assert_int_equal(line_of(&s).rating, 400);
    struct reply page = portal_get(arena_format(house.mem, "/sessions/%s", s.base.id));
    assert_has(&page, "4.00分");
}

/* ---- what is changed is told at once --------------------------------------------------------- */

static void what_is_adjourned_and_cancelled_is_told_at_once(void **state)
{
    order_lines(PROVINCE);
    struct public_session s = announced(10, 1);
    forward(2 * HOUR);
    tick();
    const char *code = book(&s, "1", "");
    letters_arrive();
    const char *adjourn =
        arena_format(house.mem, "/acts/sitting/%s/adjourn-session", sitting_of(&s).base.id);
    struct reply form = page_get(house_staff("officer", PROVINCE, "officer"), adjourn, 200);
    const char *version = between(&form, "name=\"version\" value=\"", '"');
    struct moment later = {s.begins_at.ms + 3 * (int64_t)DAY};
    page_post(house_staff("officer", PROVINCE, "officer"), adjourn,
              form_of("version", version, "begins_at", zone_clock(house.mem, house.now), "cause",
                      "place", "why", "", NULL),
              422);
    page_post(house_staff("officer", PROVINCE, "officer"), adjourn,
              form_of("version", version, "begins_at", zone_clock(house.mem, later), "cause",
                      "place", "why", "暖气检修", NULL),
              303);
    tick();
    struct reply page = portal_get(arena_format(house.mem, "/sessions/%s", s.base.id));
    assert_has(&page, "改期举行");
    assert_has(&page, "场所不能使用");
    assert_lacks(&page, "暖气检修"); /* a sentence goes through review */
    assert_has(&(struct reply){.body = receipt(code).body}, "原定开始时间");
    struct reply ics = portal_get(arena_format(house.mem, "/sessions/%s.ics", s.base.id));
    assert_string_equal(ics.type, "text/calendar; charset=utf-8");
    assert_has(&ics, "SEQUENCE:1\r\n");
    assert_has(&ics, "STATUS:CONFIRMED\r\n");

    const char *cancel =
        arena_format(house.mem, "/acts/sitting/%s/cancel-session", sitting_of(&s).base.id);
    form = page_get(house_staff("officer", PROVINCE, "officer"), cancel, 200);
    version = between(&form, "name=\"version\" value=\"", '"');
    page_post(house_staff("officer", PROVINCE, "officer"), cancel,
              form_of("version", version, "cause", "few", "why", "", NULL), 303);
    tick();
    page = portal_get("/sessions");
    assert_has(&page, "已取消");
    assert_int_equal(portal_get(booking_path(&s)).status, 303);
    struct reply told = receipt(code);
    assert_has(&told, "活动已经取消");
    assert_lacks(&told, "name=\"reason\""); /* nothing to give back */
    ics = portal_get("/sessions.ics");
    assert_has(&ics, "SEQUENCE:2\r\n");
    assert_has(&ics, "STATUS:CANCELLED\r\n");
    assert_has(&ics, arena_format(house.mem, "UID:%s@gongkai\r\n", s.base.id));
}

static void without_an_order_nothing_is_told(void **state)
{
    struct public_session s = announced(3, 1);
    forward(2 * HOUR);
    tick();
    book(&s, "1", "");
    letters_arrive();
    assert_int_equal(house_count("SELECT COUNT(*) FROM act WHERE kind = 'session_line'"), 0);
    struct reply page = portal_get(arena_format(house.mem, "/sessions/%s", s.base.id));
    assert_has(&page, "正在接受预约"); /* by its own times */
    assert_lacks(&page, "剩余席位");
    order_lines(PROVINCE);
    tick();
    page = portal_get(arena_format(house.mem, "/sessions/%s", s.base.id));
    assert_has(&page, "剩余席位2个");
}

/* ---- persons --------------------------------------------------------------------------------- */

static void nobody_is_told_who_comes(void **state)
{
    order_lines(PROVINCE);
    struct public_session s = announced(3, 1);
    forward(2 * HOUR);
    tick();
    book(&s, "1", QUESTION);
    letters_arrive();
    const char *chair = arena_format(house.mem, "/sittings/%s/chair", sitting_of(&s).base.id);
    const char *door = arena_format(house.mem, "/sittings/%s/door", sitting_of(&s).base.id);
    struct reply page = page_get(house_staff("clerk", PROVINCE, "clerk officer"), chair, 200);
    assert_has(&page, QUESTION);
    page = page_get(house_staff("clerk", PROVINCE, "clerk officer"), door, 200);
    assert_has(&page, NAME);
    page_get(house_staff("stranger", STRANGER, "clerk officer"), door, 404);
    page = visitor_get(house_staff("reader", PROVINCE, "reviewer"), sitting_path(&s));
    assert_lacks(&page, "CANARY");
    struct bytes ledger = house_bytes(house.at.ledger);
    assert_false(bytes_have(ledger, "CANARY"));
    assert_false(bytes_have(house_bytes(house.at.intake_new), "CANARY"));

    /* long after it all is forgotten */
    forward(2 * DAY);
    tick();
    press(house_staff("clerk", PROVINCE, "clerk officer"), sitting_path(&s), "draw-seats", "", 303);
    forward(4 * DAY);
    press(house_staff("clerk", PROVINCE, "clerk officer"), sitting_path(&s), "hold-session", "",
          303);
    assert_int_equal(session_daily(&house.cx), OK);
    assert_int_equal(house_count("SELECT COUNT(*) FROM seat WHERE name <> ''"), 1);
    forward((SESSION_KEPT_DAYS + 3) * (int64_t)DAY);
    house.cx.actor = NULL;
    assert_int_equal(session_daily(&house.cx), OK);
    assert_int_equal(house_count("SELECT COUNT(*) FROM seat WHERE name <> '' OR question <> ''"),
                     0);
}

static void answered_questions_go_into_the_minutes_masked(void **state)
{
    struct public_session s = announced(3, 1);
    struct seat seat;
    const char *id;
    forward(2 * HOUR);
    tick();
    book(&s, "1", QUESTION);
    letters_arrive();
    static const struct sql only = {"test.seat", "SELECT id FROM seat"};
    assert_int_equal(store_text(&house.cx, &only, BIND_NONE, &id), OK);
    house_act_as(WRITE, PROVINCE);
    assert_int_equal(record_fetch(&house.cx, &seat_kind, id, 0, &seat), OK);
    seat.masked_question = "小区门前为什么没有路灯？";
    seat.answer = "已列入改造计划。";
    assert_int_equal(record_save(&house.cx, &seat.base), OK);
    const char *minutes = arena_format(house.mem, "/sittings/%s/minutes", sitting_of(&s).base.id);
    page_post(house_staff("clerk", PROVINCE, "clerk officer"), minutes, "",
              422); /* the notice is released: first a new edition */
    press(house_staff("clerk", PROVINCE, "clerk officer"),
          arena_format(house.mem, "/records/public_session/%s", s.base.id), "revise",
          form_of("why", "补充会议记录", NULL), 303);
    page_post(house_staff("clerk", PROVINCE, "clerk officer"), minutes, "", 303);
    page_post(house_staff("clerk", PROVINCE, "clerk officer"), minutes, "",
              303); /* twice is once */
    const char *text = stored("public_session", s.base.id, "minutes");
    assert_non_null(strstr(text, "小区门前为什么没有路灯？"));
    assert_non_null(strstr(text, "已列入改造计划。"));
    assert_null(strstr(text, "CANARY"));
    assert_null(strstr(strstr(text, "小区门前") + 1, "小区门前"));
}

/* ---- commitments ----------------------------------------------------------------------------- */

static void a_promise_is_overdue_by_its_day(void **state)
{
    struct public_session s = announced(0, 1);
    struct commitment c;
    house_act_as(WRITE, PROVINCE);
    record_init(&commitment_kind, &c);
    c.base.agency = PROVINCE;
    house_fill(&c.base, "");
    c.session = s.base.id;
    c.title = "一个月内安装路灯";
    c.due_on = date_plus(house.cx.today, 30);
    c.fulfilled_on = DATE_NONE;
    house_act_as(WRITE, PROVINCE);
    c.evidence = "装好了";
    assert_int_equal(record_insert(&house.cx, &c.base), INVALID); /* evidence of what? */
    house.cx.issues = NULL;
    c.evidence = "";
    if (record_insert(&house.cx, &c.base) != OK) fail_msg("%s", house.cx.issues->message);
    house_take(&c.base, "released");
    tick();
    struct reply page = portal_get("/sessions/commitments");
    assert_has(&page, "一个月内安装路灯");
    assert_lacks(&page, "逾期1项");
    forward(31 * (int64_t)DAY);
    page = portal_get("/sessions/commitments");
    assert_null(page_fault(house.mem, page.body));
    assert_has(&page, "逾期1项");
    page = portal_get(arena_format(house.mem, "/sessions/%s?lang=en", s.base.id));
    assert_has(&page, "Overdue");
    struct visitor *above = house_staff("above", PROVINCE, "supervisor");
    page = page_get(above, "/oversight/cells/" PROVINCE "/open-promises", 200);
    assert_has(&page, "一个月内安装路灯");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(seats_are_drawn),
        IN_HOUSE(a_seat_given_back_goes_to_who_waits),
        IN_HOUSE(who_came_rates_and_only_the_average_is_told),
        IN_HOUSE(what_is_adjourned_and_cancelled_is_told_at_once),
        IN_HOUSE(without_an_order_nothing_is_told),
        IN_HOUSE(nobody_is_told_who_comes),
        IN_HOUSE(answered_questions_go_into_the_minutes_masked),
        IN_HOUSE(a_promise_is_overdue_by_its_day),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
