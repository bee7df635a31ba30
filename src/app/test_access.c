/* The access matrix is what tests/access-matrix.golden says, and every address keeps to it. */
#include <stdio.h>

#include "app/tables.h"
#include "app/test_house.h"
#include "base/file.h"

/* Prints what differs, line by line, as a reviewer wants to read it. */
static size_t tell_differences(const char *golden, const char *live, char mark)
{
    size_t count = 0;
    for (const char *at = live; *at; at += strcspn(at, "\n"), at += *at == '\n') {
        const char *line = arena_copy_n(house.mem, at, strcspn(at, "\n"));
        const char *whole = arena_format(house.mem, "\n%s\n", line);
        if (strstr(arena_format(house.mem, "\n%s\n", golden), whole)) continue;
        print_message("%c %s\n", mark, line);
        count++;
    }
    return count;
}

static void matrix_is_the_golden_one(void **state)
{
    struct bytes golden;
    struct out live = out_new(house.mem);
    const char *path = GONGKAI_SOURCE "/tests/access-matrix.golden";
    struct tables_sites sites = {house.office, house.portal_site};
    assert_int_equal(tables_write_access(&house.cx, &sites, &live), OK);
    assert_int_equal(file_read(&house.cx, path, 1 << 20, &golden), OK);
    if (text_equal((const char *)golden.data, live.text)) return;
    tell_differences(live.text, (const char *)golden.data, '-');
    tell_differences((const char *)golden.data, live.text, '+');
    fail_msg("rights are not those of tests/access-matrix.golden; if that is meant: make access");
}

static struct reply send(const struct route *row, struct visitor *visitor, const char *address)
{
    bool moves = text_ends(row->path, "/move");
    if (row->method == HTTP_GET) return visitor_get(visitor, address);
    return visitor_post(visitor, address, moves ? "verb=collate&version=1&edition=1" : "");
}

static bool is_about_a_record(const struct route *row)
{
    return strstr(row->path, "{kind}/{id}") != NULL;
}

/* Whoever lacks the capability meets nothing, whoever is not signed in is asked to; and of a record
 * of another agency nobody learns even that it exists (H7). */
static void addresses_keep_to_it(void **state)
{
    struct record *own = house_draft(kind_by_name("unit"), PROVINCE, "");
    struct record *foreign = house_draft(kind_by_name("unit"), STRANGER, "");
    struct route row;
    for (int role = 0; role < ROLE_COUNT; role++) {
        const char *word = role_word((enum role)role);
        struct visitor *visitor = house_staff(word, PROVINCE, word), nobody = {"nobody", ""};
        for (size_t i = 0; site_route(house.office, i, &row); i++) {
            if (strstr(row.path, "sign-") || strstr(row.path, "password")) continue;
            const char *here = house_address(row.path, own),
                       *there = house_address(row.path, foreign);
            struct reply reply = send(&row, visitor, here);
            if (!access_may(house_actor(word), row.may, NULL) && reply.status != 404)
                fail_msg("%s reached %s: %u", word, here, reply.status);
            reply = send(&row, visitor, there);
            if (is_about_a_record(&row) && reply.status != 404)
                fail_msg("%s of another agency reached %s: %u", word, there, reply.status);
            if (row.may == EVERYBODY) continue;
            reply = send(&row, &nobody, here);
            if (!text_starts(reply.location, "/sign-in"))
                fail_msg("nobody reached %s: %u", here, reply.status);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(matrix_is_the_golden_one),
        IN_HOUSE(addresses_keep_to_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
