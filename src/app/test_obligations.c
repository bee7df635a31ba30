/* Obligations: duties, briefings, lines under a standing order, the two pages, dead links. */
#include "oversight/obligation.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "app/test_house.h"
#include "catalogue/standing_order.h"
#include "organisation/organisation.h"
#include "oversight/links.h"
#include "oversight/oversight.h"

static void forward_to(struct date day)
{
    house.now = zone_moment(day, 10, 0);
    context_set_clock(&house.cx, house.now);
}

static void daily(void)
{
    house.cx.actor = NULL;
    assert_int_equal(obligation_daily(&house.cx), OK);
}

static void insert(const char *name, struct record *rec)
{
    house_staff(name, rec->agency, "clerk");
    house.cx.actor = house_actor(name);
    enum status status = record_insert(&house.cx, rec);
    const struct issue *issue = house.cx.issues;
    if (status != OK) fail_msg("%s: %s %s", rec->kind->name, issue->field, issue->message);
    house.cx.actor = NULL;
}

static struct agency_duty *duty_of(const char *sort, const char *agency)
{
    struct agency_duty *duty = arena_make(house.mem, struct agency_duty);
    record_init(&agency_duty_kind, duty);
    duty->base.agency = agency;
    duty->title = "定期向党委政府通报";
    duty->sort = sort;
    duty->recipient = "市委、市政府";
    duty->basis = "定期通报制度";
    duty->since = date_of(2026, 1, 1);
    return duty;
}

static struct agency_duty *quarterly(void)
{
    struct agency_duty *duty = duty_of("briefing", BUREAU);
    duty->interval = "quarterly";
    duty->days = 15;
    insert("drafter", &duty->base);
    house_take(&duty->base, "released");
    return duty;
}

static int64_t briefings(const char *where)
{
    return house_count(arena_format(house.mem, "SELECT COUNT(*) FROM briefing WHERE %s", where));
}

static void periods_are_those_of_the_calendar(void **state)
{
    static const struct {
        const char *interval;
        int from[3], to[3];
    } rows[] = {
        {"monthly",     {2026, 2, 1},  {2026, 2, 28} },
        {"quarterly",   {2026, 1, 1},  {2026, 3, 31} },
        {"half-yearly", {2026, 1, 1},  {2026, 6, 30} },
        {"yearly",      {2026, 1, 1},  {2026, 12, 31}},
        {"weekly",      {2026, 2, 16}, {2026, 2, 22} }, /* Monday to Sunday */
        {"daily",       {2026, 2, 20}, {2026, 2, 20} },
    };
    struct date from, to, day = date_of(2026, 2, 20);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        assert_true(obligation_period(rows[i].interval, day, &from, &to));
        assert_int_equal(from.day, date_of(rows[i].from[0], rows[i].from[1], rows[i].from[2]).day);
        assert_int_equal(to.day, date_of(rows[i].to[0], rows[i].to[1], rows[i].to[2]).day);
    }
    assert_false(obligation_period("on-event", day, &from, &to));
    /* 令492 第31条: 31 March; 令711 第49条: 31 January. */
    assert_int_equal(obligation_report_due(house.at.law, 2009).day, date_of(2010, 3, 31).day);
    assert_int_equal(obligation_report_due(house.at.law, 2025).day, date_of(2026, 1, 31).day);
}

static void a_briefing_is_opened_once_when_its_period_has_ended(void **state)
{
    forward_to(date_of(2026, 3, 31));
    quarterly();
    daily();
    assert_int_equal(briefings("1 = 1"), 0);
    forward_to(date_of(2026, 4, 1));
    for (int i = 0; i < 2; i++) daily();
    assert_int_equal(briefings("state = 'due' AND agency = '" BUREAU "'"), 1);
    struct date due = date_of(2026, 4, 15);
    assert_int_equal(house_count("SELECT due_on FROM briefing"), due.day);
    forward_to(date_of(2026, 10, 8));
    daily();
    assert_int_equal(briefings("1 = 1"), 3);
}

static const char *briefing_id(void)
{
    static const struct sql first = {"test.briefing",
                                     "SELECT id FROM briefing ORDER BY period_from LIMIT 1"};
    const char *id;
    assert_int_equal(store_text(&house.cx, &first, BIND_NONE, &id), OK);
    return id;
}

static void send_briefing(struct date on)
{
    struct briefing briefing;
    struct reason how = {"书面送达", "", "", on, NULL};
    house_staff("sender", BUREAU, "clerk officer");
    house.cx.actor = house_actor("sender");
    assert_int_equal(record_load(&house.cx, &briefing_kind, briefing_id(), &briefing), OK);
    assert_int_equal(record_move(&house.cx, &briefing.base, "send-briefing", &how), INVALID);
    assert_string_equal(house.cx.issues->field, "content"); /* something must have been said */
    house.cx.issues = NULL;
    briefing.content = "本季度情况。";
    assert_int_equal(record_save(&house.cx, &briefing.base), OK);
    assert_int_equal(record_move(&house.cx, &briefing.base, "send-briefing", &how), OK);
    house.cx.actor = NULL;
}

static void order_for_lines(const char *columns)
{
    struct standing_order order;
    record_init(&standing_order_kind, &order);
    order.base.agency = PROVINCE;
    order.title = "逾期职责公示常设公开令";
    order.query = "obligations";
    order.columns = columns;
    insert("orderer", &order.base);
    house_take(&order.base, "released");
}

#define LINES "SELECT COUNT(*) FROM obligation_line WHERE state = 'released'"

/* Nothing leaves without the order; with it, what it names, when the day has passed; and what was
 * made good is corrected. */
static void late_briefings_leave_by_a_standing_order_alone(void **state)
{
    forward_to(date_of(2026, 4, 1));
    quarterly();
    daily();
    forward_to(date_of(2026, 4, 16));
    daily();
    assert_int_equal(house_count(LINES), 0);
    order_for_lines("title due_on done_on");
    forward_to(date_of(2026, 4, 16));
    for (int i = 0; i < 2; i++) daily();
    assert_int_equal(house_count(LINES " AND done_on IS NULL AND recipient = '' AND due_on > 0"),
                     1);
    assert_int_equal(house_count("SELECT COUNT(*) FROM act a JOIN standing_order o ON o.id ="
                                 " a.actor WHERE a.kind = 'obligation_line'"),
                     1);
    send_briefing(date_of(2026, 4, 16));
    for (int i = 0; i < 2; i++) daily();
    assert_int_equal(house_count(LINES " AND done_on IS NOT NULL"), 1);
    assert_int_equal(
        house_count("SELECT COUNT(*) FROM act WHERE kind = 'obligation_line' AND type ="
                    " 'corrected'"),
        1);
}

/* The day itself is still in time; the page says the day before what will be late. */
static void what_is_late_tomorrow_is_told_today(void **state)
{
    forward_to(date_of(2026, 4, 1));
    quarterly();
    daily();
    forward_to(date_of(2026, 4, 15));
    struct visitor *there = house_staff("there", BUREAU, "officer");
    struct visitor *above = house_staff("above", PROVINCE, "supervisor");
    struct visitor *far = house_staff("far", STRANGER, "officer supervisor");
    struct reply reply = visitor_get(there, "/obligations?lang=en");
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "late-briefings"));
    assert_non_null(strstr(reply.body, "0 missing, stale or late; 1 more will be late tomorrow"));
    forward_to(date_of(2026, 4, 16));
    there = house_staff("there", BUREAU, "officer");
    above = house_staff("above", PROVINCE, "supervisor");
    far = house_staff("far", STRANGER, "officer supervisor");
    reply = visitor_get(there, "/obligations?lang=en");
    assert_non_null(strstr(reply.body, "1 missing, stale or late; 0 more"));
    assert_non_null(
        strstr(reply.body, arena_format(house.mem, "/records/briefing/%s", briefing_id())));
    assert_non_null(
        strstr(visitor_get(above, "/obligations").body, "/obligations/" BUREAU "#late-briefings"));
    /* its superior learns of the day, not of the words */
    reply = visitor_get(above, "/obligations/" BUREAU);
    assert_int_equal(reply.status, 200);
    assert_null(strstr(reply.body, "定期向党委政府通报"));
    assert_int_equal(visitor_get(far, "/obligations/" BUREAU).status, 404);
}

static void the_public_reads_what_is_missing_on_any_day(void **state)
{
    struct agency_duty *head = duty_of("head", BUREAU);
    struct agency_duty *report = duty_of("report", BUREAU);
    struct agency agency;
    forward_to(date_of(2026, 3, 2));
    assert_int_equal(agency_by_code(&house.cx, BUREAU, &agency), OK);
    house_take(&agency.base, "released");
    head->head = "a20-4";
    head->title = "主动公开：统计信息";
    insert("drafter", &head->base);
    house_take(&head->base, "released");
    report->title = "公布年度报告";
    insert("drafter", &report->base);
    house_take(&report->base, "released");
    house_publish();
    struct reply reply = portal_get("/obligations/" BUREAU "?on=2026-03-02");
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.body, "主动公开：统计信息"));
    assert_non_null(strstr(reply.body, "公布年度报告"));
    reply = portal_get("/obligations/" BUREAU "?on=2026-01-31"); /* the last day to report on */
    assert_null(strstr(reply.body, "badge-stop\">2"));
    assert_non_null(strstr(reply.body, "badge-wait"));
    reply = portal_get("/obligations/" BUREAU "?on=2025-12-31");
    assert_null(strstr(reply.body, "主动公开：统计信息"));
    assert_int_equal(portal_get("/obligations?on=2026-03-01").status, 200);
    assert_int_equal(portal_get("/obligations?on=2099-01-01").status, 422);
    assert_int_equal(portal_get("/obligations?on=never").status, 422);
    assert_int_equal(portal_get("/obligations/999999999").status, 404);
}

/* ---- dead links ------------------------------------------------------------------------------ */

struct server {
    int listener, asked;
    unsigned port;
};

/* Answers 200 to /there, and 404 to all else; HEAD and GET alike. */
static void *serve(void *what)
{
    struct server *server = what;
    for (int fd; (fd = accept(server->listener, NULL, NULL)) >= 0; close(fd)) {
        char ask[1000] = "";
        ssize_t n = read(fd, ask, sizeof ask - 1);
        const char *answer = n > 0 && strstr(ask, " /there ")
                                 ? "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
                                 : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n";
        server->asked++;
        if (write(fd, answer, strlen(answer)) < 0) continue;
    }
    return NULL;
}

static void listen_here(struct server *server, pthread_t *thread)
{
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(server->listener, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(server->listener, 8), 0);
    assert_int_equal(getsockname(server->listener, (struct sockaddr *)&at, &size), 0);
    server->port = ntohs(at.sin_port);
    assert_int_equal(pthread_create(thread, NULL, serve, server), 0);
}

static void publish_links(unsigned port)
{
    house_staff("writer", BUREAU, "clerk");
    struct record *rec = house_draft(kind_by_name("disclosure"), BUREAU, "");
    house.cx.actor = house_actor("writer");
    field_set_text(kind_field(rec->kind, "body"), rec,
                   arena_format(house.mem,
                                "见 [有的](http://127.0.0.1:%u/there)，和（http://127.0.0.1:%u/gone"
                                "）。另见 ftp://127.0.0.1/x",
                                port, port));
    assert_int_equal(record_save(&house.cx, rec), OK);
    house.cx.actor = NULL;
    house_take(rec, "released");
}

#define DEAD "SELECT COUNT(*) FROM outside_link WHERE dead = 1"

static void a_link_is_dead_when_it_failed_on_two_days(void **state)
{
    struct server server = {0};
    struct links_limits near = {.anywhere = true}, strict = {0};
    struct links_round round;
    pthread_t thread;
    size_t seen;
    listen_here(&server, &thread);
    publish_links(server.port);
    assert_int_equal(links_gather(&house.cx, &seen), OK);
    assert_int_equal(house_count("SELECT COUNT(*) FROM outside_link"), 2);
    /* nothing inside one's own network is asked for unless a test says so */
    assert_int_equal(links_check(&house.cx, &strict, &round), OK);
    assert_int_equal(round.failed, 2);
    assert_int_equal(server.asked, 0);
    assert_int_equal(store_run(&house.cx,
                               &(struct sql){"test.unask", "UPDATE outside_link SET asked_on ="
                                                           " NULL, failed_since = NULL"},
                               BIND_NONE, NULL),
                     OK);
    assert_int_equal(links_check(&house.cx, &near, &round), OK);
    assert_int_equal(round.asked, 2);
    assert_int_equal(round.failed, 1);
    assert_int_equal(links_check(&house.cx, &near, &round), OK);
    assert_int_equal(round.asked, 0); /* once a day */
    assert_int_equal(house_count(DEAD), 0);
    forward_to(date_plus(house.cx.today, 1));
    assert_int_equal(links_check(&house.cx, &near, &round), OK);
    assert_int_equal(house_count(DEAD " AND url LIKE '%/gone' AND answer = '404'"), 1);
    assert_int_equal(house_count(DEAD), 1);
    struct visitor *there = house_staff("there", BUREAU, "officer");
    assert_non_null(strstr(visitor_get(there, "/obligations").body, "/gone"));
    shutdown(server.listener, SHUT_RDWR);
    close(server.listener);
    pthread_join(thread, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(periods_are_those_of_the_calendar),
        IN_HOUSE(a_briefing_is_opened_once_when_its_period_has_ended),
        IN_HOUSE(late_briefings_leave_by_a_standing_order_alone),
        IN_HOUSE(what_is_late_tomorrow_is_told_today),
        IN_HOUSE(the_public_reads_what_is_missing_on_any_day),
        IN_HOUSE(a_link_is_dead_when_it_failed_on_two_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
