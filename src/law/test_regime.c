#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "law/clock.h"
#include "law/fee.h"
#include "law/law.h"

static struct context cx;
static const struct law *law;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    return law_load(&cx, SOURCE_FOLDER, &law);
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

static void the_worked_examples_of_every_regime_come_out(void **state)
{
    static const char *const ids[] = {"br-lai",      "ca-atia", "cn-2008",    "cn-2019",
                                      "cn-petition", "de-ifg",  "eu-1049",    "in-rti",
                                      "mx",          "uk-foia", "us-ca-cpra", "us-foia"};
    assert_int_equal(law->regime_count, COUNT_OF(ids));
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        const struct regime *regime = law_regime(law, ids[i]);
        assert_non_null(regime);
        if (regime_check(&cx, regime) != OK)
            fail_msg("%s: %s", cx.issues->field, cx.issues->detail);
    }
}

static void an_application_is_bound_to_the_law_of_its_day(void **state)
{
    assert_string_equal(law_regime_on(law, "cn", date_of(2019, 5, 14))->id, "cn-2008");
    assert_string_equal(law_regime_on(law, "cn", date_of(2019, 5, 15))->id, "cn-2019");
    assert_null(law_regime_on(law, "cn", date_of(2008, 4, 30)));
    assert_string_equal(law_regime_on(law, "us-foia", date_of(1990, 1, 1))->id, "us-foia");
    assert_null(law_regime_on(law, "atlantis", date_of(2025, 1, 1)));
}

/* DOMAIN §2 and §3.2: each outcome of the law of 2019 with its row; every row but the sum is
 * reached. */
static void every_row_of_the_report_has_its_outcome(void **state)
{
    static const char *const rows[] = {"3.1",   "3.2",   "3.3.1", "3.3.2", "3.3.3", "3.3.4",
                                       "3.3.5", "3.3.6", "3.3.7", "3.3.8", "3.4.1", "3.4.2",
                                       "3.4.3", "3.5.1", "3.5.2", "3.5.3", "3.5.4", "3.5.5",
                                       "3.6.1", "3.6.2", "3.6.3"};
    const struct regime *regime = law_regime(law, "cn-2019");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        bool found = false;
        for (size_t j = 0; j < regime->outcome_count; j++)
            found |= text_equal(regime->outcomes[j].row, rows[i]);
        if (!found) fail_msg("no outcome leads to %s", rows[i]);
    }
    assert_string_equal(regime_outcome(regime, "third-party")->row, "3.3.4");
    assert_string_equal(regime_outcome(regime, "public-already")->row, "3.1");
    assert_true(regime_outcome(regime, "public-already")->public_already);
    assert_true(regime_outcome(regime, "partial")->partial);
    assert_null(regime_outcome(regime, "nothing"));
    assert_false(regime_event(regime, "fee-notice")->verified);
    assert_int_equal(regime_field_rule(regime, "purpose"), RULE_NEVER);
    assert_int_equal(regime_field_rule(regime, "identity"), RULE_REQUIRED);
    assert_int_equal(regime_field_rule(law_regime(law, "cn-2008"), "identity"), RULE_NEVER);
}

static void reconsideration_comes_first_since_2024_where_it_was_refused(void **state)
{
    const struct regime *regime = law_regime(law, "cn-2019");
    const struct regime_outcome *refusal = regime_outcome(regime, "secret");
    const struct regime_outcome *granted = regime_outcome(regime, "granted");
    struct date before = date_of(2023, 12, 31), since = date_of(2024, 1, 1);
    const struct regime_remedy *suit = regime_remedy(regime, "suit-direct", since);
    assert_string_equal(regime_remedy_before(regime, suit, refusal, since)->id, "reconsideration");
    assert_null(regime_remedy_before(regime, suit, granted, since));
    assert_non_null(regime_remedy_before(regime, suit, regime_outcome(regime, "partial"), since));
    suit = regime_remedy(regime, "suit-direct", before);
    assert_null(regime_remedy_before(regime, suit, refusal, before));
}

static void exemptions_change_with_time(void **state)
{
    const struct regime *regime = law_regime(law, "in-rti");
    assert_true(regime_may_withhold(regime, "8-1-j", date_of(2025, 11, 13)));
    assert_true(regime_may_withhold(regime, "8-1-j", date_of(2025, 11, 14)));
    assert_false(regime_may_withhold(regime, "8-1-z", date_of(2025, 11, 14)));
    assert_string_equal(regime_phase_of_state(law_regime(law, "cn-2019"), "correcting")->id,
                        "correcting");
    assert_null(regime_phase_of_state(law_regime(law, "cn-2019"), "lost"));
}

static void the_flow_is_drawn_in_both_languages(void **state)
{
    struct out out = out_new(cx.mem);
    regime_write_flow(law_regime(law, "cn-2019"), CHINESE, false, &out);
    assert_non_null(strstr(out.text, "等待双方确认"));
    out = out_new(cx.mem);
    regime_write_flow(law_regime(law, "cn-2019"), ENGLISH, true, &out);
    assert_true(text_starts(out.text, "digraph"));
    assert_non_null(strstr(out.text, "\"received\" -> \"correcting\""));
}

/* ---- broken files ---- */

/* The Californian file with one thing changed. */
static const char *replaced(const char *what, const char *by)
{
    struct bytes text;
    struct out out = out_new(cx.mem);
    assert_int_equal(file_read(&cx, SOURCE_FOLDER "/regimes/us-ca-cpra.yaml", 100000, &text), OK);
    const char *at = strstr((const char *)text.data, what);
    if (!at) fail_msg("the file does not say %s", what);
    out_bytes(&out, text.data, (size_t)(at - (const char *)text.data));
    out_text(&out, by);
    out_text(&out, at + strlen(what));
    return out.text;
}

static void a_broken_regime_is_told_by_line_and_field(void **state)
{
    static const struct {
        const char *what, *by, *field, *expected;
    } rows[] = {
        {"term: 10 days rolling",           "term: ten days",                  "terms[0].term",           "a term such as"           },
        {"calendar: us-ca",                 "calendar: atlantis",              "calendar",                "the id of a calendar"     },
        {"receipt: submitted",              "receipt: handed",                 "channels[0].receipt",
         "one of submitted arrived"                                                                                                  },
        {"event: extended",                 "event: prolonged",                "extensions[0].event",     "the id of an event"       },
        {"outcome: refused",                "outcome: denied",                 "exemptions[0].outcome",   "the id of an outcome"     },
        {"valid_from: 2023-01-01",          "valid_from: 2023-02-30",          "valid_from",              "a date"                   },
        {"times: 1",                        "times: once",                     "events[1].times",         "a whole number"           },
        {"family: us-ca",                   "familie: us-ca",                  "familie",                 "unknown"                  },
        {"id: counter",                     "id: post",                        "channels[2].id",          "an id of its own"         },
        {"id: counter",                     "id: Counter",                     "channels[0].id",          "an id of the letters"     },
        {"outcomes: [withdrawn]",           "outcomes: []",                    "phases[5].id",            "steps that lead to an end"},
        {"outcomes: [granted, partial, ",   "outcomes: [granted, ",            "outcomes[1].id",
         "an outcome that some phase"                                                                                                },
        {"{to: extended, event: extended,", "{to: answered, event: extended,", "phases[2].id",
         "a phase that is reached"                                                                                                   },
        {"at_cost: yes",                    "price: 1.234",                    "fees[0].tariff[0].price", "an amount"                },
        {"standard: cost",                  "standard: page",                  "fees[0].standard",        "a tariff for the standard"},
        {"from: answered",                  "from: yesterday",                 "remedies[0].from",        "submitted, arrived"       },
        {"date: due",                       "date: doomsday",                  "phases[1].date",          "the name of a date"       },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const struct regime *regime;
        const char *text = replaced(rows[i].what, rows[i].by);
        struct bytes bytes = {(const unsigned char *)text, strlen(text)};
        cx.issues = NULL;
        if (regime_read(&cx, "t.yaml", bytes, law, &regime) != INVALID)
            fail_msg("%zu: %s was accepted", i, rows[i].by);
        const char *said = cx.issues->detail;
        if (!strstr(said, arena_format(cx.mem, ": %s: ", rows[i].field)) ||
            !strstr(said, rows[i].expected) || !text_starts(cx.issues->field, "t.yaml:"))
            fail_msg("%zu: %s", i, said);
    }
}

static void an_example_that_does_not_come_out_is_told(void **state)
{
    const struct regime *regime;
    const char *text = replaced("expect: [due 2025-06-12]", "expect: [due 2025-06-13]");
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    assert_int_equal(regime_read(&cx, "t.yaml", bytes, law, &regime), OK);
    assert_int_equal(regime_check(&cx, regime), INVALID);
    assert_string_equal(cx.issues->field, "t.yaml: ten-days");
    assert_string_equal(cx.issues->detail, "due: 2025-06-13 ≠ 2025-06-12");
    assert_null(cx.issues->next);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_worked_examples_of_every_regime_come_out),
        TEST(an_application_is_bound_to_the_law_of_its_day),
        TEST(every_row_of_the_report_has_its_outcome),
        TEST(reconsideration_comes_first_since_2024_where_it_was_refused),
        TEST(exemptions_change_with_time),
        TEST(the_flow_is_drawn_in_both_languages),
        TEST(a_broken_regime_is_told_by_line_and_field),
        TEST(an_example_that_does_not_come_out_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
