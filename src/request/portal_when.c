/* "If I apply today": the public calculator. It is the same law_due() as the office's, and shows
 * the same trace. */
#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"

enum { YEARS_BACK = 20, YEARS_AHEAD = 2 };

struct reckoning {
    struct when_page page;
    struct law_clock clock;
};

static enum status read_asked(struct portal *portal, const struct web *web, struct when_page *page)
{
    struct context *cx = portal->cx;
    TRY(web_date(cx, web, "on", &page->on));
    if (!date_is_set(page->on)) page->on = cx->today;
    if (page->on.day < cx->today.day - YEARS_BACK * 366 ||
        page->on.day > cx->today.day + YEARS_AHEAD * 366)
        return issue(cx, "on", "apply.when.range", "");
    page->regime = apply_regime(portal, page->on);
    if (!page->regime) return issue(cx, "on", "apply.when.no_law", "");
    TRY(web_text(cx, web, "channel", 40, &page->channel));
    if (!*page->channel) page->channel = page->regime->channel_count ? "counter" : "";
    if (*page->channel && !regime_channel(page->regime, page->channel))
        return issue(cx, "channel", "field.unknown_word", page->channel);
    return OK;
}

static void fill_channels(struct portal *portal, struct when_page *page)
{
    struct context *cx = portal->cx;
    const struct regime *regime = page->regime ? page->regime : apply_regime(portal, cx->today);
    if (!regime) return;
    struct ask_option *options = arena_array(cx->mem, struct ask_option, regime->channel_count + 1);
    for (size_t i = 0; i < regime->channel_count; i++)
        options[i] = (struct ask_option){regime->channels[i].id,
                                         clause_label(&regime->channels[i].clause, cx->language),
                                         text_equal(regime->channels[i].id, page->channel)};
    page->channels = options;
    page->channel_count = regime->channel_count;
}

/* The day itself as the day of receipt, whichever rule makes it: handed in, arrived, confirmed. */
static enum status reckon(struct context *cx, struct reckoning *r)
{
    struct when_page *page = &r->page;
    struct law_case given = {.regime = page->regime,
                             .channel = page->channel,
                             .received = page->on,
                             .arrived = page->on,
                             .confirmed = page->on,
                             .traced = true};
    struct request_view *view = arena_make(cx->mem, struct request_view);
    TRY(law_due(cx, &given, &r->clock));
    request_view_clock(cx->mem, view, &r->clock);
    page->clock = view;
    page->extended = DATE_NONE;
    const struct regime_channel *channel = regime_channel(page->regime, page->channel);
    if (channel) page->receipt_rule = clause_text(&channel->clause, cx->language);
    if (!page->regime->extension_count || !date_is_set(r->clock.due)) return OK;
    struct law_event extended = {page->regime->extensions[0].event, r->clock.due, 0};
    struct law_clock later;
    given.traced = false;
    given.events = &extended;
    given.event_count = 1;
    TRY(law_due(cx, &given, &later));
    page->extended = later.extended_due;
    page->extended_provisional = later.provisional;
    return OK;
}

static void put_date(struct json *json, const char *key, struct date date)
{
    if (date_is_set(date)) json_put_text(json, key, date_iso(json->out.mem, date));
}

/* As `gongkai due --json` has it. */
static enum status show_json(struct context *cx, struct response *response,
                             const struct when_page *page)
{
    const struct request_view *clock = page->clock;
    struct json json = json_new(cx->mem, false);
    json_open(&json, '{');
    json_put_text(&json, "regime", page->regime->id);
    put_date(&json, "receipt", clock->received_on);
    put_date(&json, "due", clock->due_on);
    put_date(&json, "extended_due", page->extended);
    json_put_bool(&json, "provisional", clock->provisional);
    json_key(&json, "dates");
    json_open(&json, '{');
    for (size_t i = 0; i < clock->date_count; i++)
        put_date(&json, clock->dates[i].id, clock->dates[i].on);
    json_close(&json, '}');
    json_key(&json, "days");
    json_open(&json, '[');
    for (size_t i = 0; i < clock->day_count; i++) {
        const struct matter_day *day = &clock->days[i];
        json_open(&json, '{');
        put_date(&json, "date", day->on);
        json_put_bool(&json, "counted", day->n > 0);
        json_put_int(&json, "n", day->n);
        json_put_text(&json, "reason", day->rule);
        if (*day->source) json_put_text(&json, "source", day->source);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status apply_when(struct portal *portal, const struct web *web, struct response *response)
{
    struct context *cx = portal->cx;
    struct reckoning r = {
        .page = {.on = DATE_NONE, .channel = "", .extended = DATE_NONE}
    };
    enum status status = read_asked(portal, web, &r.page);
    if (status == OK) status = reckon(cx, &r);
    if (status != OK && status != INVALID) return status;
    if (status == OK && web->format == FORMAT_JSON) return show_json(cx, response, &r.page);
    if (web->format == FORMAT_JSON) return status;
    r.page.wrong = status == INVALID ? cx : NULL;
    fill_channels(portal, &r.page);
    struct page pg = apply_page(web, NULL, NULL);
    view_request_portal_when(&pg, &r.page);
    TRY(web_show(response, &pg));
    return status;
}
