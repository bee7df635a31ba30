#include <jansson.h>

#include "base/text.h"
#include "base/unit.h"
#include "law/clock.h"
#include "law/law.h"

static struct context cx;
static const struct law *law;
static json_t *cases;

static int set_up(void **state)
{
    json_error_t error;
    cx = (struct context){.mem = arena_new("test")};
    cases = json_load_file(SOURCE_FOLDER "/tests/data/domain-cases.json", 0, &error);
    return law_load(&cx, SOURCE_FOLDER, &law);
}

static int tear_down(void **state)
{
    json_decref(cases);
    arena_free(cx.mem);
    return 0;
}

static struct date day(const char *iso)
{
    struct date date = DATE_NONE;
    if (iso && !date_parse(iso, &date)) fail_msg("%s is no date", iso);
    return date;
}

static const char *iso(struct date date)
{
    return date_is_set(date) ? date_iso(cx.mem, date) : "none";
}

/* ---- a case in one line ---- */

enum { EVENTS = 8 };

struct story {
    const char *regime, *received, *events[EVENTS], *channel, *arrived, *confirmed, *flags;
};

static enum status run(const struct story *story, struct law_clock *clock)
{
    struct law_event *events = arena_array(cx.mem, struct law_event, EVENTS);
    size_t count = 0;
    cx.issues = NULL;
    for (; count < EVENTS && story->events[count]; count++)
        assert_int_equal(law_event_read(&cx, story->events[count], &events[count]), OK);
    struct law_case given = {.regime = law_regime(law, story->regime),
                             .channel = story->channel,
                             .received = day(story->received),
                             .arrived = day(story->arrived),
                             .confirmed = day(story->confirmed),
                             .flags = story->flags,
                             .events = events,
                             .event_count = count,
                             .traced = true};
    assert_non_null(given.regime);
    return law_due(&cx, &given, clock);
}

static struct law_clock clock_of(struct story story)
{
    struct law_clock clock;
    if (run(&story, &clock) != OK) fail_msg("%s: %s", cx.issues->field, cx.issues->message);
    return clock;
}

static const char *named(const struct law_clock *clock, const char *id)
{
    const struct law_named_date *date = law_clock_date(clock, id);
    return date ? iso(date->on) : "none";
}

static const char *refused(struct story story)
{
    struct law_clock clock;
    if (run(&story, &clock) != INVALID) return "accepted";
    return cx.issues->message;
}

#define CLOCK(...) clock_of((struct story){__VA_ARGS__})
#define REFUSED(...) refused((struct story){__VA_ARGS__})

/* ---- DOMAIN §6, from its own file ---- */

static json_t *find(const char *id, const char *part)
{
    size_t i;
    json_t *one;
    json_array_foreach(json_object_get(cases, "cases"), i, one)
    {
        if (text_equal(json_string_value(json_object_get(one, "id")), id))
            return json_object_get(one, part);
    }
    fail_msg("no case %s", id);
    return NULL;
}

static const char *in(const char *id, const char *key)
{
    return json_string_value(json_object_get(find(id, "input"), key));
}

static const char *out(const char *id, const char *key)
{
    return json_string_value(json_object_get(find(id, "expected"), key));
}

static const char *at(const char *kind, const char *date)
{
    return arena_format(cx.mem, "%s:%s", kind, date);
}

static void c01_c03_c04_the_law_of_2008(void **state)
{
    struct law_clock clock = CLOCK("cn-2008", in("C01", "received"));
    assert_string_equal(iso(clock.due), out("C01", "due"));
    assert_string_not_equal(iso(clock.due), out("C01", "wrong_if_weekends_only"));
    clock = CLOCK("cn-2008", in("C03", "received"),
                  {at("third-party-served", in("C03", "consultation_sent")),
                   at("third-party-answered", in("C03", "third_party_reply"))});
    assert_string_equal(iso(clock.due), out("C03", "due"));
    int excluded = 0;
    for (size_t i = 0; i < clock.trace.count; i++)
        excluded += clock.trace.days[i].rule == DAY_PAUSED;
    assert_int_equal(excluded, json_integer_value(json_object_get(find("C03", "expected"),
                                                                  "excluded_working_days")));
    clock = CLOCK("cn-2008", in("C04", "received"));
    assert_string_equal(named(&clock, "answer_unclear_by"), out("C04", "answer_unclear_by"));
    clock = CLOCK("cn-2008", in("C04", "resubmitted"));
    assert_string_equal(iso(clock.due), out("C04", "new_application_due"));
    clock = CLOCK("cn-2008", in("C04", "received"), {"correction-notice:2009-03-20"});
    assert_true(clock.closed && !clock.running && !clock.paused);
}

static void c07_c13_the_day_of_receipt_by_channel(void **state)
{
    static const struct story stories[] = {
        {"cn-2019", "2026-01-04", {0},          "counter"              },
        {                          "cn-2019",     NULL,          {0}, "registered", .arrived = "2026-01-05"},
        {                          "cn-2019",     NULL,          {0},       "post", .arrived = "2026-01-05", .confirmed = "2026-01-07"},
        { "cn-2019", "2026-01-02", {0},          "web",                   .confirmed = "2026-01-04"},
        {"cn-2019", "2026-01-05", {0},          "fax",                   .confirmed = "2026-01-06"},
    };
    struct law_clock clock = CLOCK("cn-2019", in("C07", "submitted"), .channel = "web",
                                   .confirmed = in("C07", "confirmed"));
    assert_string_equal(iso(clock.receipt), out("C07", "receipt"));
    assert_string_equal(iso(clock.due), out("C07", "due"));
    json_t *receipt = json_object_get(find("C13", "expected"), "receipt");
    json_t *due = json_object_get(find("C13", "expected"), "due");
    assert_int_equal(json_array_size(receipt), COUNT_OF(stories));
    for (size_t i = 0; i < COUNT_OF(stories); i++) {
        clock = clock_of(stories[i]);
        assert_string_equal(iso(clock.receipt), json_string_value(json_array_get(receipt, i)));
        assert_string_equal(iso(clock.due), json_string_value(json_array_get(due, i)));
    }
    clock = CLOCK("cn-2019", "2026-01-05", .channel = "web");
    assert_false(date_is_set(clock.receipt) || date_is_set(clock.due) || clock.running);
    assert_string_equal(clock.waits_for, "confirmed");
    assert_string_equal(named(&clock, "confirm_by"), "2026-01-06");
}

static void c08_c09_correction(void **state)
{
    struct law_clock clock = CLOCK("cn-2019", in("C08", "received"));
    assert_string_equal(named(&clock, "correction_notice_by"), out("C08", "correction_notice_by"));
    assert_string_equal(iso(clock.due), out("C08", "due_if_no_notice"));
    const char *corrected = at("correction-received", in("C08", "correction_received"));
    clock = CLOCK("cn-2019", in("C08", "received"), {"correction-notice:2026-02-12", corrected});
    assert_string_equal(iso(clock.due), out("C08", "due"));
    clock =
        CLOCK("cn-2019", in("C08", "received"), {corrected}); /* of the applicant's own accord */
    assert_string_equal(iso(clock.due), out("C08", "due"));
    clock = CLOCK("cn-2019", "2026-02-10",
                  {at("correction-notice",
                      arena_format(cx.mem, "%s:15", in("C09", "correction_notice_served")))});
    assert_string_equal(named(&clock, "lapses_after"), out("C09", "lapses_after"));
    assert_string_equal(clock.lapse->row, "3.6.1");
    assert_true(clock.paused && !date_is_set(clock.due));
    clock = CLOCK("cn-2019", "2026-02-10", {"correction-notice:2026-02-12:5"});
    assert_string_equal(named(&clock, "lapses_after"), "2026-02-26");
}

static void c11_a_silent_third_party(void **state)
{
    struct law_clock clock = CLOCK("cn-2019", in("C11", "received"),
                                   {at("third-party-served", in("C11", "letter_served"))});
    assert_string_equal(named(&clock, "third_party_by"), out("C11", "third_party_deadline"));
    assert_string_equal(iso(clock.due), out("C11", "due"));
    assert_int_equal(clock.wait->silence, SILENCE_CONTINUES);
    /* An answer after the term does not lengthen it. */
    clock = CLOCK(
        "cn-2019", in("C11", "received"),
        {at("third-party-served", in("C11", "letter_served")), "third-party-answered:2025-05-20"});
    assert_string_equal(iso(clock.due), out("C11", "due"));
}

static void c26_united_states(void **state)
{
    const char *received = in("C26", "received");
    const char *asked = at("information-asked", in("C26", "info_asked"));
    const char *got = at("information-received", in("C26", "info_got"));
    struct law_clock clock = CLOCK("us-foia", received);
    assert_string_equal(iso(clock.due), out("C26", "due"));
    assert_string_equal(named(&clock, "expedited_by"), out("C26", "expedited_decision_by"));
    clock = CLOCK("us-foia", received, {asked, got, "extended:2025-07-10"});
    assert_string_equal(iso(clock.due), out("C26", "due_tolled"));
    assert_string_equal(iso(clock.extended_due), out("C26", "due_tolled_extended"));
    clock = CLOCK("us-foia", in("C26", "misrouted_first_received"), .flags = "misrouted");
    assert_string_equal(iso(clock.start), out("C26", "misrouted_clock_starts"));
    assert_string_equal(iso(clock.due), out("C26", "misrouted_due"));
    clock = CLOCK("us-foia", received, {"answered:2025-07-10"});
    assert_int_equal(
        law_clock_date(&clock, "appeal_by")->on.day - day("2025-07-10").day,
        json_integer_value(json_object_get(find("C26", "expected"), "appeal_within_days")));
}

static void c28_india(void **state)
{
    const char *received = in("C28", "received");
    struct law_clock clock = CLOCK("in-rti", received);
    assert_string_equal(iso(clock.due), out("C28", "due"));
    assert_string_equal(named(&clock, "transfer_by"), out("C28", "transfer_by"));
    assert_string_equal(named(&clock, "third_party_notice_by"),
                        out("C28", "third_party_notice_by"));
    clock = CLOCK("in-rti", received, .flags = "apio");
    assert_string_equal(iso(clock.due), out("C28", "due_via_apio"));
    clock = CLOCK("in-rti", received, .flags = " third-party ");
    assert_string_equal(iso(clock.due), out("C28", "due_third_party"));
    clock = CLOCK(
        "in-rti", received,
        {at("fee-notice", in("C28", "fee_intimated")), at("fee-paid", in("C28", "fee_paid"))});
    assert_string_equal(iso(clock.due), out("C28", "due_after_fee"));
    clock = CLOCK("in-rti", received, .flags = "life-liberty");
    assert_string_equal(iso(clock.due), "2025-02-12");
}

/* ---- what cannot have happened ---- */

static void what_cannot_have_happened_is_refused(void **state)
{
    const struct {
        const char *message;
        struct story story;
    } rows[] = {
        {"clock.before_receipt",      {"cn-2019", "2025-04-10", {"third-party-served:2025-04-09"}}     },
        {"clock.before_receipt",      {"cn-2019", "2025-04-10", {0}, "web", .confirmed = "2025-04-09"} },
        {"clock.before_receipt",      {"cn-2019", "2025-04-10", {0}, "post", .arrived = "2025-04-09"}  },
        {"clock.out_of_order",
         {"cn-2019",
          "2025-04-10",
          {"third-party-served:2025-04-15", "third-party-answered:2025-04-14"}}                        },
        {"clock.out_of_order",
         {"cn-2019",
          "2026-02-10",
          {"correction-received:2026-02-11", "correction-notice:2026-02-12"}}                          },
        {"clock.nothing_before",      {"cn-2019", "2025-04-10", {"third-party-answered:2025-04-14"}}   },
        {"clock.nothing_before",      {"cn-2019", "2025-04-10", {"fee-paid:2025-04-14"}}               },
        {"clock.nothing_before",      {"cn-2019", "2025-04-10", {"reconsideration-decided:2025-05-14"}}},
        {"clock.extended_late",       {"cn-2019", "2026-02-10", {"extended:2026-03-17"}}               },
        {"clock.extended_again",
         {"cn-2019", "2026-02-10", {"extended:2026-03-16", "extended:2026-03-16"}}                     },
        {"clock.extended_too_long",   {"cn-2019", "2026-02-10", {"extended:2026-03-16:21"}}            },
        {"clock.too_often",
         {"cn-2019",
          "2026-02-10",
          {"correction-notice:2026-02-12", "correction-notice:2026-02-13"}}                            },
        {"clock.after_the_end",
         {"cn-2019", "2025-04-10", {"answered:2025-04-20", "extended:2025-04-21"}}                     },
        {"clock.after_the_end",
         {"cn-2019", "2025-04-10", {"answered:2025-04-20", "withdrawn:2025-04-20"}}                    },
        {"clock.unknown_event",       {"cn-2019", "2025-04-10", {"routed:2025-04-14"}}                 },
        {"clock.unknown_channel",     {"cn-2019", "2025-04-10", {0}, "pigeon"}                         },
        {"clock.unknown_flag",        {"cn-2019", "2025-04-10", .flags = "life-liberty"}               },
        {"clock.not_yet_in_force",    {"cn-2019", "2020-04-10", {"fee-notice:2020-04-14"}}             },
        {"clock.regime_not_in_force", {"cn-2019", "2019-05-14"}                                        },
        {"clock.regime_not_in_force", {"cn-2008", "2019-05-15"}                                        },
        {"clock.no_amount",           {"cn-2019", "2025-04-10", {"third-party-served:2025-04-14:7"}}   },
        {"clock.no_receipt",          {"cn-2019", NULL}                                                },
        {"clock.extended_how_long",   {"ca-atia", "2025-06-02", {"extended:2025-06-20"}}               },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *got = refused(rows[i].story);
        if (!text_equal(got, rows[i].message)) fail_msg("%zu: %s ≠ %s", i, rows[i].message, got);
    }
    assert_string_equal(REFUSED("cn-2019", "2026-02-10", {"extended:2026-03-17"}),
                        "clock.extended_late");
    assert_string_equal(cx.issues->field, "extended:2026-03-17");
    assert_non_null(strstr(cx.issues->detail, "第33条")); /* the article stands in the sentence */
}

static void events_are_read_strictly(void **state)
{
    static const char *const wrong[] = {"extended",
                                        "extended:",
                                        ":2025-01-01",
                                        "extended:2025-02-30",
                                        "extended:2025-01-1",
                                        "extended:2025-01-01:0",
                                        "extended:2025-01-01:",
                                        "extended:2025-01-01:x",
                                        "extended:2025-01-01:99999"};
    struct law_event event;
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        assert_int_equal(law_event_read(&cx, wrong[i], &event), INVALID);
    assert_int_equal(law_event_read(&cx, "extended:2025-01-31:7", &event), OK);
    assert_string_equal(event.kind, "extended");
    assert_int_equal(event.amount, 7);
    assert_string_equal(iso(event.on), "2025-01-31");
}

static void a_late_correction_notice_does_not_stop_the_term(void **state)
{
    struct law_clock clock =
        CLOCK("cn-2019", "2026-02-10",
              {"correction-notice:2026-02-27", "correction-received:2026-03-05"});
    assert_string_equal(iso(clock.due), "2026-03-16");
    assert_int_equal(clock.note_count, 1);
    assert_string_equal(clock.notes[0].message, "clock.note_no_effect");
    assert_false(clock.paused);
}

static void a_fee_notice_after_the_term_does_not_stop_it(void **state)
{
    struct law_clock clock = CLOCK("cn-2019", "2025-03-03", {"fee-notice:2025-03-31"});
    assert_false(date_is_set(clock.due));
    assert_string_equal(clock.lapse->id, "fee-unpaid");
    assert_false(clock.verified); /* the restart has not been checked */
    clock = CLOCK("cn-2019", "2025-03-03", {"fee-notice:2025-04-01"});
    assert_string_equal(iso(clock.due), "2025-03-31");
    assert_null(clock.lapse);
    clock = CLOCK("cn-2019", "2025-03-03", {"extended:2025-03-20", "fee-notice:2025-04-01"});
    assert_false(date_is_set(clock.due)); /* in time: the term had been extended */
}

/* ---- calendars that change ---- */

static void a_date_that_was_told_is_never_moved_earlier(void **state)
{
    struct law_case given = {.regime = law_regime(law, "cn-2019"), .received = day("2020-01-10")};
    struct law_recomputed both;
    assert_int_equal(law_recompute(&cx, &given, day("2020-01-15"), &both), OK);
    assert_string_equal(iso(both.then.due), "2020-02-12");
    assert_string_equal(iso(both.now.due), "2020-02-14");
    assert_true(both.changed && !both.earlier);
    assert_string_equal(iso(both.binds), "2020-02-14");
    /* The other way round: what was told by today's calendar, by an older one. */
    given.calendar = calendar_known_on(cx.mem, given.regime->calendar, day("2019-03-21"));
    given.received = day("2019-05-15");
    assert_int_equal(law_recompute(&cx, &given, day("2020-01-15"), &both), OK);
    assert_false(both.changed);
    assert_int_equal(both.binds.day, both.now.last.day);
}

static void unknown_years_are_provisional(void **state)
{
    struct law_clock clock = CLOCK("cn-2019", "2026-12-10");
    assert_true(clock.provisional);
    assert_false(law_clock_date(&clock, "correction_notice_by")->provisional);
    clock = CLOCK("eu-1049", "2025-06-02");
    assert_true(clock.provisional); /* no institution's list is shipped */
    clock = CLOCK("in-rti", "2026-12-20");
    assert_false(clock.provisional); /* calendar days are known for ever */
}

/* Sent in the last days of the old law, received in the first of the new one. */
static void the_law_is_that_of_the_day_of_receipt(void **state)
{
    struct law_case given = {
        .channel = "post", .arrived = day("2019-05-14"), .confirmed = day("2019-05-16")};
    assert_string_equal(law_regime_of_case(law, "cn", &given)->id, "cn-2019");
    given.channel = "registered";
    assert_string_equal(law_regime_of_case(law, "cn", &given)->id, "cn-2008");
    given.channel = "post";
    given.confirmed = DATE_NONE; /* so far */
    assert_string_equal(law_regime_of_case(law, "cn", &given)->id, "cn-2008");
    assert_null(law_regime_of_case(law, "atlantis", &given));
    given.channel = NULL;
    given.arrived = day("1990-01-01");
    assert_null(law_regime_of_case(law, "cn", &given));
}

static void remedies_run_from_the_answer(void **state)
{
    struct law_clock clock = CLOCK("cn-2019", "2025-03-03", {"answered:2025-03-20"});
    assert_string_equal(named(&clock, "review_by"), "2025-05-19");
    assert_string_equal(named(&clock, "suit_direct_by"), "2025-09-22"); /* 09-20 is a Saturday */
    assert_string_equal(named(&clock, "suit_after_reconsideration_by"), "none");
    assert_false(clock.running);
    clock = CLOCK("cn-2019", "2025-03-03",
                  {"answered:2025-03-20", "reconsideration-filed:2025-04-01",
                   "reconsideration-decided:2025-05-20"});
    assert_string_equal(named(&clock, "reconsideration_decision_by"),
                        "2025-06-03"); /* Dragon Boat */
    assert_string_equal(named(&clock, "suit_after_reconsideration_by"), "2025-06-04");
    clock = CLOCK("cn-2019", "2025-03-03");
    assert_string_equal(named(&clock, "review_by"), "none");
}

/* ---- properties ---- */

static unsigned seed = 2026;
static int random_below(int limit)
{
    seed = seed * 1103515245u + 12345u;
    return (int)((seed >> 8) % (unsigned)limit);
}

static void check_trace(const struct law_clock *clock)
{
    int n = 0;
    struct date last = date_plus(clock->receipt, 0);
    for (size_t i = 0; i < clock->trace.count; i++) {
        const struct law_day *one = &clock->trace.days[i];
        if (i) assert_int_equal(one->date.day, last.day + 1);
        if (one->counted) assert_int_equal(one->n, ++n);
        assert_non_null(day_message(one->rule));
        last = one->date;
    }
    if (date_is_set(clock->last)) assert_int_equal(last.day, clock->last.day);
}

/* Random but possible lives: each question with its answer, in every regime. */
static void the_trace_and_the_count_agree(void **state)
{
    for (int round = 0; round < 4000; round++) {
        const struct regime *regime = law->regimes[random_below((int)law->regime_count)];
        struct date received = date_plus(date_of(2025, 4, 1), random_below(700));
        struct law_event events[LAW_EVENTS_MAX];
        struct law_case given = {
            .regime = regime, .events = events, .received = received, .traced = true};
        if (!clause_is_in_force(&regime->clause, received)) continue;
        if (regime->flag_count)
            given.flags = regime->flags[random_below((int)regime->flag_count)].id;
        for (size_t i = 0; i < regime->wait_count; i++) {
            struct date asked = date_plus(received, random_below(30));
            if (random_below(2)) continue;
            events[given.event_count++] = (struct law_event){regime->waits[i].from, asked, 0};
            if (!random_below(3)) continue;
            events[given.event_count++] =
                (struct law_event){regime->waits[i].until, date_plus(asked, random_below(40)), 0};
        }
        struct law_clock clock;
        cx.issues = NULL;
        if (law_due(&cx, &given, &clock) != OK) fail_msg("%s: %s", regime->id, cx.issues->message);
        check_trace(&clock);
        if (date_is_set(clock.last) && regime->extension_count) {
            events[given.event_count++] = (struct law_event){"extended", clock.last, 5};
            if (law_due(&cx, &given, &clock) != OK)
                fail_msg("%s: %s %s", regime->id, cx.issues->field, cx.issues->message);
            assert_true(!date_is_set(clock.last) || clock.extended_due.day > clock.due.day);
            check_trace(&clock);
        }
    }
}

static void more_waiting_never_makes_it_earlier(void **state)
{
    const struct regime *regime = law_regime(law, "cn-2019");
    for (int round = 0; round < 3000; round++) {
        struct date received = date_plus(date_of(2019, 5, 15), random_below(2500));
        struct date served = date_plus(received, random_below(25));
        struct law_event events[] = {
            {"third-party-served", served,            0},
            { "third-party-answered",    date_plus(served, random_below(30)), 0}
        };
        struct law_case given = {.regime = regime, .received = received, .events = events};
        struct law_clock free_of_it, silent, answered;
        assert_int_equal(law_due(&cx, &given, &free_of_it), OK);
        given.event_count = 1;
        assert_int_equal(law_due(&cx, &given, &silent), OK);
        given.event_count = 2;
        assert_int_equal(law_due(&cx, &given, &answered), OK);
        assert_true(answered.due.day >= free_of_it.due.day);
        assert_true(silent.due.day >= answered.due.day);
        assert_true(calendar_is_working(regime->calendar, silent.due));
        given.event_count = 0;
        given.received = date_plus(received, 1);
        struct law_clock later;
        if (clause_is_in_force(&regime->clause, given.received)) {
            assert_int_equal(law_due(&cx, &given, &later), OK);
            assert_true(later.due.day >= free_of_it.due.day);
        }
    }
}

/* The table of ranks and the look at each day say the same, also far outside of the table. */
static void ranks_are_the_sum_of_days(void **state)
{
    for (size_t i = 0; i < law->calendar_count; i++) {
        const struct calendar *calendar = law->calendars[i];
        int rank = calendar_rank(calendar, date_of(2000, 1, 1));
        for (struct date d = date_of(2000, 1, 2); d.day < date_of(2041, 1, 1).day;
             d = date_plus(d, 1)) {
            rank += calendar_is_working(calendar, d);
            bool far = d.day < date_of(2019, 1, 1).day || d.day > date_of(2031, 1, 1).day;
            if (far && d.day % 41) continue;
            assert_int_equal(calendar_rank(calendar, d), rank);
            if (calendar_is_working(calendar, d))
                assert_int_equal(calendar_ranked(calendar, rank).day, d.day);
        }
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(c01_c03_c04_the_law_of_2008),
        TEST(c07_c13_the_day_of_receipt_by_channel),
        TEST(c08_c09_correction),
        TEST(c11_a_silent_third_party),
        TEST(c26_united_states),
        TEST(c28_india),
        TEST(what_cannot_have_happened_is_refused),
        TEST(events_are_read_strictly),
        TEST(a_late_correction_notice_does_not_stop_the_term),
        TEST(a_fee_notice_after_the_term_does_not_stop_it),
        TEST(a_date_that_was_told_is_never_moved_earlier),
        TEST(unknown_years_are_provisional),
        TEST(the_law_is_that_of_the_day_of_receipt),
        TEST(remedies_run_from_the_answer),
        TEST(the_trace_and_the_count_agree),
        TEST(more_waiting_never_makes_it_earlier),
        TEST(ranks_are_the_sum_of_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
