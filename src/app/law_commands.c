/* due, regime: the law as data at the command line. They open no installation. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "app/command.h"
#include "base/json.h"
#include "base/text.h"
#include "base/words.h"
#include "law/clock.h"
#include "web/message.h"

/* ---- due: what is asked ---- */

enum { EVENTS_MAX = LAW_EVENTS_MAX };

struct due_order {
    const char *regime, *received, *arrived, *confirmed, *told;
    struct law_event events[EVENTS_MAX];
    struct law_case given;
    struct out flags;
    bool json;
};

static const struct option due_options[] = {
    {"regime",           required_argument, NULL, 'r'},
    {"received",              required_argument, NULL, 'd'},
    {"channel",                  required_argument, NULL, 'c'},
    {"arrived",required_argument, NULL, 'a'},
    {"confirmed",               required_argument, NULL, 'k'},
    {"event",          required_argument, NULL, 'e'},
    {"flag",              required_argument, NULL, 'f'},
    {"told",                  required_argument, NULL, 't'},
    {"json",              no_argument, NULL, 'j'},
    {0              }
};

static enum status add_event(struct context *cx, struct due_order *order, const char *text)
{
    if (order->given.event_count == EVENTS_MAX)
        return issue(cx, "--event", "clock.too_many_events",
                     arena_format(cx->mem, "%d", EVENTS_MAX));
    return law_event_read(cx, text, &order->events[order->given.event_count++]);
}

static enum status take_option(struct context *cx, struct due_order *order, int option)
{
    const struct {
        int option;
        const char **to;
    } texts[] = {
        {'r', &order->regime       },
        {'d', &order->received     },
        {'a', &order->arrived      },
        {'k', &order->confirmed    },
        {'t', &order->told         },
        {'c', &order->given.channel},
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (texts[i].option == option) *texts[i].to = optarg;
    if (option == 'e') return add_event(cx, order, optarg);
    if (option == 'f') out_format(&order->flags, "%s%s", order->flags.size ? " " : "", optarg);
    if (option == 'j') order->json = true;
    return OK;
}

static enum status read_day(struct context *cx, const char *option, const char *text,
                            struct date *ret)
{
    *ret = DATE_NONE;
    if (!text || date_parse(text, ret)) return OK;
    return issue(cx, option, "due.date", text);
}

static enum status unknown_regime(struct context *cx, const struct law *law, const char *asked)
{
    struct out known = out_new(cx->mem);
    for (size_t i = 0; i < law->regime_count; i++)
        out_format(&known, "%s%s", i ? " " : "", law->regimes[i]->id);
    return issue(cx, arena_format(cx->mem, "--regime %s", asked), "due.regime", known.text);
}

static enum status find_regime(struct context *cx, const struct law *law, struct due_order *order)
{
    struct law_case *given = &order->given;
    given->regime = law_regime(law, order->regime);
    if (!given->regime) given->regime = law_regime_of_case(law, order->regime, given);
    return given->regime ? OK : unknown_regime(cx, law, order->regime);
}

/* ---- due: what is told ---- */

static void put_date(struct json *json, const char *key, struct date date)
{
    json_key(json, key);
    if (date_is_set(date))
        json_text(json, date_iso(json->out.mem, date));
    else
        json_raw(json, "null");
}

static void put_text(struct json *json, const char *key, const char *text)
{
    json_key(json, key);
    if (text)
        json_text(json, text);
    else
        json_raw(json, "null");
}

static const char *reason(struct context *cx, const struct law_day *day)
{
    const char *details[] = {day->source ? day->source : "", day->article ? day->article : ""};
    return message_format(cx->mem, cx->language, day_message(day->rule), details, 2);
}

static void put_days(struct context *cx, struct json *json, const struct law_trace *trace)
{
    json_key(json, "days");
    json_open(json, '[');
    for (size_t i = 0; i < trace->count; i++) {
        const struct law_day *day = &trace->days[i];
        json_open(json, '{');
        put_date(json, "date", day->date);
        json_put_bool(json, "counted", day->counted);
        json_put_int(json, "n", day->n);
        json_put_text(json, "reason", reason(cx, day));
        if (day->article) json_put_text(json, "article", day->article);
        if (day->provisional) json_put_bool(json, "provisional", true);
        if (!day->verified) json_put_bool(json, "verified", false);
        json_close(json, '}');
    }
    json_close(json, ']');
}

static const char *note_text(struct context *cx, const struct law_note *note)
{
    return message_format(cx->mem, cx->language, note->message, note->details, 2);
}

static void put_dates(struct context *cx, struct json *json, const struct law_clock *clock)
{
    json_key(json, "dates");
    json_open(json, '{');
    for (size_t i = 0; i < clock->date_count; i++)
        put_date(json, clock->dates[i].id, clock->dates[i].on);
    json_close(json, '}');
    json_key(json, "articles");
    json_open(json, '{');
    for (size_t i = 0; i < clock->date_count; i++)
        json_put_text(json, clock->dates[i].id, clock->dates[i].article);
    json_close(json, '}');
    json_key(json, "unverified");
    json_open(json, '[');
    for (size_t i = 0; i < clock->date_count; i++)
        if (!clock->dates[i].verified) json_text(json, clock->dates[i].id);
    json_close(json, ']');
    json_key(json, "provisional_dates");
    json_open(json, '[');
    for (size_t i = 0; i < clock->date_count; i++)
        if (clock->dates[i].provisional) json_text(json, clock->dates[i].id);
    json_close(json, ']');
    json_key(json, "notes");
    json_open(json, '[');
    for (size_t i = 0; i < clock->note_count; i++) json_text(json, note_text(cx, &clock->notes[i]));
    json_close(json, ']');
}

static void put_lapse(struct json *json, const struct law_clock *clock)
{
    json_key(json, "lapse");
    if (!clock->lapse) {
        json_raw(json, "null");
        return;
    }
    const struct law_named_date *after = law_clock_date(clock, clock->wait->date);
    json_open(json, '{');
    json_put_text(json, "outcome", clock->lapse->id);
    json_put_text(json, "row", clock->lapse->row);
    put_date(json, "after", after ? after->on : DATE_NONE);
    json_close(json, '}');
}

static void write_json(struct context *cx, const struct law_case *given,
                       const struct law_clock *clock, const struct law_recomputed *told)
{
    struct json json = json_new(cx->mem, false);
    const struct calendar *calendar = given->regime->calendar;
    json_open(&json, '{');
    json_put_text(&json, "regime", given->regime->id);
    put_date(&json, "receipt", clock->receipt);
    put_date(&json, "start", clock->start);
    put_date(&json, "due", clock->due);
    put_date(&json, "extended_due", clock->extended_due);
    json_put_bool(&json, "provisional", clock->provisional);
    json_put_bool(&json, "verified", clock->verified);
    put_text(&json, "waits_for", clock->waits_for);
    put_lapse(&json, clock);
    put_text(&json, "calendar", calendar_version(calendar));
    if (told) {
        put_date(&json, "told", told->then.last);
        put_date(&json, "binds", told->binds);
    }
    put_dates(cx, &json, clock);
    put_days(cx, &json, &clock->trace);
    json_close(&json, '}');
    printf("%s\n", json.out.text);
}

static void tell_date(struct context *cx, const char *label, struct date date, const char *article)
{
    if (!date_is_set(date)) return;
    printf("%s  %s", date_iso(cx->mem, date), label);
    printf(*article ? "  (%s)\n" : "\n", article);
}

static void tell(struct context *cx, const char *message, const char *one)
{
    printf("%s\n", message_format(cx->mem, cx->language, message, &one, 1));
}

/* review_by is the first remedy's own date once more. */
static bool is_told_again(const struct law_clock *clock, size_t at)
{
    for (size_t i = at + 1; i < clock->date_count; i++)
        if (clock->dates[i].clause == clock->dates[at].clause &&
            text_equal(clock->dates[at].id, "review_by"))
            return true;
    return false;
}

static void write_text(struct context *cx, const struct law_case *given,
                       const struct law_clock *clock, const struct law_recomputed *told)
{
    const struct clause *regime = &given->regime->clause;
    printf("%s (%s)\n", clause_label(regime, cx->language), clause_article(regime, cx->language));
    tell_date(cx, message_text(cx->language, "due.receipt"), clock->receipt, "");
    for (size_t i = 0; i < clock->trace.count; i++) {
        const struct law_day *day = &clock->trace.days[i];
        printf("%s  %3s  %s\n", date_iso(cx->mem, day->date),
               day->counted ? arena_format(cx->mem, "%d", day->n) : "", reason(cx, day));
    }
    tell_date(cx, message_text(cx->language, "due.due"), clock->due, "");
    tell_date(cx, message_text(cx->language, "due.extended_due"), clock->extended_due, "");
    for (size_t i = 0; i < clock->date_count; i++)
        if (!is_told_again(clock, i))
            tell_date(cx, clause_label(clock->dates[i].clause, cx->language), clock->dates[i].on,
                      clock->dates[i].article);
    if (clock->waits_for) tell(cx, "due.waits", clock->waits_for);
    if (told && told->changed) tell(cx, "due.told", date_iso(cx->mem, told->then.last));
    if (clock->provisional) tell(cx, "law.provisional", "");
    if (!clock->verified) tell(cx, "clock.unverified", "");
    for (size_t i = 0; i < clock->note_count; i++) printf("%s\n", note_text(cx, &clock->notes[i]));
}

static enum status due(struct context *cx, struct due_order *order)
{
    const struct law *law;
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    struct law_recomputed *told = order->told ? arena_make(cx->mem, struct law_recomputed) : NULL;
    struct law_case *given = &order->given;
    struct date told_on;
    TRY(law_load(cx, installation_share(), &law));
    TRY(read_day(cx, "--received", order->received, &given->received));
    TRY(read_day(cx, "--arrived", order->arrived, &given->arrived));
    TRY(read_day(cx, "--confirmed", order->confirmed, &given->confirmed));
    TRY(read_day(cx, "--told", order->told, &told_on));
    TRY(find_regime(cx, law, order));
    given->events = order->events;
    given->flags = order->flags.size ? order->flags.text : NULL;
    given->traced = true;
    TRY(law_due(cx, given, clock));
    if (told) TRY(law_recompute(cx, given, told_on, told));
    (order->json ? write_json : write_text)(cx, given, clock, told);
    return OK;
}

int command_due(struct context *cx, int argc, char **argv)
{
    struct due_order *order = arena_make(cx->mem, struct due_order);
    enum status status = OK;
    order->flags = out_new(cx->mem);
    for (int option; (option = getopt_long(argc, argv, "", due_options, NULL)) != -1;) {
        if (option == '?') return command_usage(cx, "due");
        if (status == OK) status = take_option(cx, order, option);
    }
    if (optind != argc || !order->regime) return command_usage(cx, "due");
    if (status == OK) status = due(cx, order);
    return command_failed(cx, status);
}

/* ---- regime ---- */

static void tell_sound(struct context *cx, const struct regime *regime)
{
    const char *details[] = {regime->file, arena_format(cx->mem, "%zu", regime->example_count)};
    printf("%s\n", message_format(cx->mem, cx->language, "regime.sound", details, 2));
}

/* Every file is looked at, also after one that is wrong. */
static enum status check_files(struct context *cx, int count, char **paths)
{
    const struct law *calendars;
    enum status status = OK;
    TRY(law_load_calendars(cx, installation_share(), &calendars));
    for (int i = 0; i < count; i++) {
        const struct regime *regime;
        enum status one = regime_load(cx, paths[i], calendars, &regime);
        if (one == NOT_FOUND) one = issue(cx, paths[i], "regime.missing", "");
        if (one == OK) one = regime_check(cx, regime);
        if (one == OK) tell_sound(cx, regime);
        if (one != OK) status = one;
    }
    return status;
}

static enum status write_flow(struct context *cx, const char *id, bool dot)
{
    const struct law *law;
    struct out out = out_new(cx->mem);
    TRY(law_load(cx, installation_share(), &law));
    const struct regime *regime = law_regime(law, id);
    if (!regime) return unknown_regime(cx, law, id);
    regime_write_flow(regime, cx->language, dot, &out);
    fputs(out.text, stdout);
    return OK;
}

int command_regime(struct context *cx, int argc, char **argv)
{
    bool dot = argc == 4 && text_equal(argv[3], "--dot");
    if (argc >= 3 && text_equal(argv[1], "check"))
        return command_failed(cx, check_files(cx, argc - 2, argv + 2));
    if (argc == (dot ? 4 : 3) && text_equal(argv[1], "flow"))
        return command_failed(cx, write_flow(cx, argv[2], dot));
    return command_usage(cx, "regime");
}
