/* The draw and the calendar: pure, so checked against what other programs say of them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/unit.h"
#include "contact/session.h"
#include "contact/session_ics.h"

static const char SEED[] = "5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f5f";

/* python3: sorted(tickets, key=lambda t: sha256((seed + ':' + t).encode()).hexdigest()) */
static const char *const expected[] = {"a000000000000001", "a000000000000005", "a000000000000000",
                                       "a000000000000003", "a000000000000004", "a000000000000002"};
static const char SEED_HASH[] = "ce63c4ebf143f2aade4d14b4e5d941832c7af9ef9a000df459c9b6a07f155486";

static void tickets(struct session_ticket *made, size_t count, const int64_t *people)
{
    static char names[64][17];
    for (size_t i = 0; i < count; i++) {
        snprintf(names[i], sizeof names[i], "a%015zx", i);
        made[i] = (struct session_ticket){.ticket = names[i], .people = people ? people[i] : 1};
    }
}

static void the_draw_is_what_anybody_gets(void **state)
{
    struct session_ticket made[6];
    char hash[65];
    session_hash(SEED, hash);
    assert_string_equal(hash, SEED_HASH);
    tickets(made, 6, NULL);
    session_draw(SEED, 4, made, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(made[i].ticket, expected[i]);
        assert_int_equal(made[i].seated, i < 4);
    }
}

/* Who came first has nothing from it: the order of the letters does not matter. */
static void the_order_of_the_letters_does_not_matter(void **state)
{
    struct session_ticket made[6], turned[6];
    tickets(made, 6, NULL);
    for (size_t i = 0; i < 6; i++) turned[i] = made[5 - i];
    session_draw(SEED, 3, made, 6);
    session_draw(SEED, 3, turned, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_string_equal(made[i].ticket, turned[i].ticket);
        assert_int_equal(made[i].seated, turned[i].seated);
    }
}

/* A party that is too large for what is left waits, and does not keep a smaller one from it. */
static void parties_fit_or_wait(void **state)
{
    enum { SEATS = 5, PARTIES = 8 };
    static const int64_t people[PARTIES] = {2, 3, 1, 2, 4, 1, 2, 3};
    struct session_ticket made[PARTIES];
    int64_t left = SEATS;
    tickets(made, PARTIES, people);
    session_draw(SEED, SEATS, made, PARTIES);
    for (size_t i = 0; i < PARTIES; i++) {
        assert_int_equal(made[i].seated, made[i].people <= left);
        if (made[i].seated) left -= made[i].people;
    }
    assert_true(left >= 0);
    session_draw(SEED, 0, made, PARTIES);
    for (size_t i = 0; i < PARTIES; i++) assert_false(made[i].seated);
}

/* Which of tickets() it is: its last digit is hexadecimal. */
static int number_of(const struct session_ticket *made)
{
    char digit = made->ticket[15];
    return digit <= '9' ? digit - '0' : digit - 'a' + 10;
}

/* Of 12 bookings for 4 seats each wins a third of the draws: within five standard deviations. */
static void every_ticket_has_the_same_chance(void **state)
{
    enum { BOOKED = 12, SEATS = 4, DRAWS = 6000 };
    int won[BOOKED] = {0};
    for (int draw = 0; draw < DRAWS; draw++) {
        struct session_ticket made[BOOKED];
        char seed[20], hash[65];
        snprintf(seed, sizeof seed, "seed-%d", draw);
        session_hash(seed, hash);
        tickets(made, BOOKED, NULL);
        session_draw(hash, SEATS, made, BOOKED);
        for (size_t i = 0; i < BOOKED; i++)
            if (made[i].seated) won[number_of(&made[i])]++;
    }
    for (size_t i = 0; i < BOOKED; i++)
        if (abs(won[i] - DRAWS / 3) > 5 * 37) fail_msg("ticket %zu won %d times", i, won[i]);
}

/* ---- RFC 5545 ---- */

static const char GOLDEN[] = "BEGIN:VCALENDAR\r\n"
                             "VERSION:2.0\r\n"
                             "PRODID:-//Gongkai//Sessions//ZH\r\n"
                             "CALSCALE:GREGORIAN\r\n"
                             "METHOD:PUBLISH\r\n"
                             "X-WR-CALNAME:省公安厅\r\n"
                             "BEGIN:VEVENT\r\n"
                             "UID:abcdefghijklmnopqrstuvwxyz@gongkai\r\n"
                             "DTSTAMP:20090601T010203Z\r\n"
                             "LAST-MODIFIED:20090601T010203Z\r\n"
                             "DTSTART:20090618T010000Z\r\n"
                             "DTEND:20090618T033000Z\r\n"
                             "SEQUENCE:2\r\n"
                             "STATUS:CANCELLED\r\n"
                             "SUMMARY:停车收费听证会\\, 第一场\\; 公开\r\n"
                             "LOCATION:省公安厅三楼会议室\r\n"
                             "CATEGORIES:听证会\r\n"
                             "DESCRIPTION:第一行\\n停车停车停车停车停车停车停车停车停\r\n"
                             " 车停车停车停车停车停车停车\r\n"
                             "URL:http://example.org/sessions/abc\r\n"
                             "END:VEVENT\r\n"
                             "END:VCALENDAR\r\n";

static void a_calendar_is_as_the_standard_wants_it(void **state)
{
    struct arena *mem = arena_new("ics");
    struct ics_event event = {
        .uid = "abcdefghijklmnopqrstuvwxyz",
        .title = "停车收费听证会, 第一场; 公开",
        .text = "第一行\n停车停车停车停车停车停车停车停车停车停车停车停车停车停车停车",
        .place = "省公安厅三楼会议室",
        .sort = "听证会",
        .url = "http://example.org/sessions/abc",
        .sequence = 2,
        .cancelled = true};
    assert_true(moment_parse("2009-06-18T01:00:00.000Z", &event.begins_at));
    assert_true(moment_parse("2009-06-18T03:30:00.000Z", &event.ends_at));
    assert_true(moment_parse("2009-06-01T01:02:03.000Z", &event.changed_at));
    struct ics ics = ics_begin(mem, "省公安厅");
    ics_event(&ics, &event);
    struct bytes bytes = ics_end(&ics);
    assert_string_equal((const char *)bytes.data, GOLDEN);
    arena_free(mem);
}

/* Whatever the text: no line has more than 75 octets, none begins within a character. */
static void lines_are_folded_between_characters(void **state)
{
    struct arena *mem = arena_new("ics");
    for (int lead = 0; lead < 80; lead++) {
        struct out text = out_new(mem);
        for (int i = 0; i < lead; i++) out_char(&text, 'x');
        for (int i = 0; i < 60; i++) out_text(&text, i % 3 ? "听" : "𠀀");
        struct ics ics = ics_begin(mem, text.text);
        struct bytes bytes = ics_end(&ics);
        assert_true(text_is_utf8((const char *)bytes.data, bytes.size));
        for (const char *line = (const char *)bytes.data; *line;) {
            const char *end = strstr(line, "\r\n");
            assert_non_null(end);
            assert_true(end - line <= 75);
            assert_true(text_is_utf8(line, (size_t)(end - line)));
            line = end + 2;
        }
    }
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_draw_is_what_anybody_gets),
        cmocka_unit_test(the_order_of_the_letters_does_not_matter),
        cmocka_unit_test(parties_fit_or_wait),
        cmocka_unit_test(every_ticket_has_the_same_chance),
        cmocka_unit_test(a_calendar_is_as_the_standard_wants_it),
        cmocka_unit_test(lines_are_folded_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
