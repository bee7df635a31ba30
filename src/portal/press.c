/* Speaking to the public: press events with their questions and answers, spokespersons, and
 * clarifications, each also as a ClaimReview of schema.org. */
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "portal/handlers.h"
#include "portal/item.h"
#include "portal/views.h"
#include "publication/press.h"
#include "web/message.h"

/* ---- press (S28, S30) ---- */

static enum status read_press_year(struct context *cx, const struct web *web, int *ret_year)
{
    int64_t year;
    TRY(web_int(cx, web, "year", &year));
    if (year == INT_NONE) year = 0;
    if (year < 0 || year > 9999) return issue(cx, "year", "field.not_a_number", "");
    *ret_year = (int)year;
    return OK;
}

/* What the register had before it said how far an event is was all held. */
static bool was_held(const struct press_event_public *event)
{
    return text_empty(event->standing) || text_equal(event->standing, "held");
}

static void add_event(struct portal *portal, struct press_page *page,
                      const struct press_event_public *event, struct event_row ***last)
{
    struct arena *mem = portal->cx->mem;
    if (page->year && date_civil(event->held_on).year != page->year) return;
    bool held = was_held(event);
    page->total += held;
    page->special += held && event->special && text_equal(event->part, "held");
    **last = arena_make(mem, struct event_row);
    ***last = (struct event_row){
        .href = arena_format(mem, "/press/%s", event->base.id),
        .title = event->title,
        .language = event->base.language,
        .part = field_show(portal->cx, kind_public_field(&press_event_kind, "part"), event),
        .agency = public_agency_name(portal, event->base.agency),
        .standing =
            held ? ""
                 : field_show(portal->cx, kind_public_field(&press_event_kind, "standing"), event),
        .on = event->held_on,
        .special = event->special};
    *last = &(**last)->next;
}

/* The events are few and ordered by date: the years follow from them. */
static void list_years(struct portal *portal, const struct public_set *events,
                       struct press_page *page)
{
    struct choice *at = arena_array(portal->cx->mem, struct choice, events->count + 1);
    size_t count = 0;
    int last = 0;
    for (size_t i = 0; i < events->count; i++) {
        const struct press_event_public *event = public_at(events, i);
        int year = date_civil(event->held_on).year;
        if (year != last) {
            const char *text = arena_format(portal->cx->mem, "%d", year);
            at[count++] =
                (struct choice){.label = text,
                                .href = arena_format(portal->cx->mem, "/press?year=%s", text),
                                .chosen = year == page->year};
        }
        at[count - 1].count++;
        last = year;
    }
    page->years = (struct choices){at, count};
}

static enum status find_office(struct portal *portal, struct press_page *page)
{
    struct public_set bodies;
    TRY(public_all(portal, &body_kind, portal->site->agency, "k.name", &bodies));
    for (size_t i = 0; i < bodies.count; i++) {
        const struct body_public *body = public_at(&bodies, i);
        if (text_equal(body->sort, "spokesperson-office")) page->office = body;
    }
    return OK;
}

static enum status in_office(struct portal *portal, const char *code, struct public_set *ret)
{
    struct public_set all;
    TRY(public_all(portal, &spokesperson_kind, code, "k.rank DESC, k.since", &all));
    *ret = (struct public_set){arena_array(portal->cx->mem, void *, all.count + 1), 0};
    for (size_t i = 0; i < all.count; i++) {
        const struct spokesperson_public *s = public_at(&all, i);
        bool left = date_is_set(s->until) && s->until.day < portal->cx->today.day;
        if (!left && s->since.day <= portal->cx->today.day)
            ret->records[ret->count++] = all.records[i];
    }
    return OK;
}

enum status portal_press(struct portal *portal, const struct web *web, struct response *response)
{
    struct press_page page = {0};
    struct public_set events;
    struct event_row *first = NULL, **last = &first;
    const char *code;
    TRY(web_text(portal->cx, web, "agency", 18, &code));
    TRY(read_press_year(portal->cx, web, &page.year));
    if (!*code) code = portal->site->agency;
    TRY(public_all(portal, &press_event_kind, code, "k.held_on DESC", &events));
    for (size_t i = 0; i < events.count; i++)
        add_event(portal, &page, public_at(&events, i), &last);
    page.events = first;
    if (portal_wants_json(web)) {
        struct json json = json_new(portal->cx->mem, false);
        json_open(&json, '{');
        json_put_int(&json, "total", page.total);
        json_put_int(&json, "special", page.special);
        json_key(&json, "items");
        json_open(&json, '[');
        for (size_t i = 0; i < events.count; i++) {
            const struct press_event_public *event = public_at(&events, i);
            if (page.year && date_civil(event->held_on).year != page.year) continue;
            portal_open_record(&json, &event->base);
            json_close(&json, '}');
        }
        json_close(&json, ']');
        json_close(&json, '}');
        return web_show_json(response, &json);
    }
    struct public_query releases = PUBLIC_QUERY;
    releases.kind = "press_release";
    releases.live = true;
    TRY(portal_lines(portal, web, &releases, &page.releases));
    list_years(portal, &events, &page);
    TRY(find_office(portal, &page));
    TRY(in_office(portal, code, &page.speakers));
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_press(&pg, &page, portal_text(web, "portal.press"));
    return web_show(response, &pg);
}

/* ---- spokespersons (S27) ---- */

enum status portal_spokespersons(struct portal *portal, const struct web *web,
                                 struct response *response)
{
    struct speakers_page page = {0};
    struct public_set all;
    struct speaker_row *first = NULL, **last = &first;
    TRY(public_all(portal, &spokesperson_kind, NULL, "r.agency, k.rank DESC, k.since DESC", &all));
    if (portal_wants_json(web)) return portal_show_set_json(web, response, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct spokesperson_public *s = public_at(&all, i);
        *last = arena_make(portal->cx->mem, struct speaker_row);
        **last = (struct speaker_row){
            .speaker = s,
            .agency = public_agency_name(portal, s->base.agency),
            .rank = field_show(portal->cx, kind_public_field(&spokesperson_kind, "rank"), s),
            .href = arena_format(portal->cx->mem, "/records/%s", s->base.id)};
        last = &(*last)->next;
    }
    page.rows = first;
    struct page pg = portal_page(web, "/press", portal_text(web, "portal.press"));
    view_portal_spokespersons(&pg, &page);
    return web_show(response, &pg);
}

/* ---- what an event has besides its fields: who asked and who answered ---- */

enum status add_press_event(struct making *making, const struct record_file *files)
{
    static const char *const marks[] = {[SPEAKS_HOST] = "host",
                                        [SPEAKS_SPOKESPERSON] = "speaker",
                                        [SPEAKS_EXPERT] = "speaker",
                                        [SPEAKS_REPORTER] = "question"};
    const struct press_event_public *e = (const void *)making->rec;
    const struct press_part *parts;
    struct said *first = NULL, **last = &first;
    size_t count = press_parts(making->mem, e->transcript, &parts);
    int question = 0;
    if (text_equal(e->standing, "announced")) making->item.stage = STAGE_ANNOUNCED;
    if (text_equal(e->standing, "called-off")) making->item.stage = STAGE_CALLED_OFF;
    making->item.held_on = e->held_on;
    making->item.comment_how = e->media_contact;
    for (size_t i = 0; i < count; i++) {
        *last = arena_make(making->mem, struct said);
        **last = (struct said){.label = parts[i].label,
                               .html = body_html(making->mem, parts[i].text),
                               .mark = marks[parts[i].speaker],
                               .question = parts[i].question > question ? parts[i].question : 0};
        question = parts[i].question;
        last = &(*last)->next;
    }
    making->item.said = first;
    if (!count) making->item.whole_transcript = body_html(making->mem, e->transcript);
    return OK;
}

/* ---- clarifications (S58) ---- */

/* How long the public waited: from when the agency noticed to the first entry in the ledger. */
static int64_t minutes_to_answer(struct portal *portal, const struct public_record *record,
                                 const struct clarification_public *c)
{
    struct public_act *first;
    if (public_acts(portal, record->number, &first) != OK || !first) return -1;
    int64_t ms = first->at.ms - c->detected_at.ms;
    return c->detected_at.ms && ms >= 0 ? ms / 60000 : -1;
}

static const char *answered_in(struct portal *portal, const char *message, int64_t minutes)
{
    struct arena *mem = portal->cx->mem;
    const char *values[] = {arena_format(mem, "%lld", (long long)(minutes / 60)),
                            arena_format(mem, "%lld", (long long)(minutes % 60))};
    return minutes < 0 ? "" : message_format(mem, portal->cx->language, message, values, 2);
}

enum status add_clarification(struct making *making, const struct record_file *files)
{
    const struct clarification_public *c = (const void *)making->rec;
    int64_t minutes = minutes_to_answer(making->portal, making->item.record, c);
    making->item.verdict =
        field_show(making->portal->cx, kind_public_field(&clarification_kind, "verdict"), c);
    making->item.claim = c->claim;
    making->item.facts_told = body_html(making->mem, c->facts);
    making->item.limit = answered_in(making->portal, "portal.clarification.within", minutes);
    making->item.stage = STAGE_CLARIFIED;
    making->item.review = arena_format(making->mem, "/clarifications/%s.jsonld", c->base.id);
    return OK;
}

static struct clarification_row clarification_row(struct portal *portal,
                                                  const struct public_record *record,
                                                  const struct clarification_public *c)
{
    return (struct clarification_row){
        .href = public_address(portal->cx->mem, record),
        .claim = c->claim,
        .language = *c->base.language ? c->base.language : "zh",
        .facts = c->summary,
        .verdict = field_show(portal->cx, kind_public_field(&clarification_kind, "verdict"), c),
        .badge = text_equal(c->verdict, "true")          ? "badge-good"
                 : text_equal(c->verdict, "partly-true") ? "badge-wait"
                                                         : "badge-stop",
        .agency = public_agency_name(portal, c->base.agency),
        .on = record->first_on,
        .within = answered_in(portal, "portal.clarification.hours",
                              minutes_to_answer(portal, record, c))};
}

enum status portal_clarifications(struct portal *portal, const struct web *web,
                                  struct response *response)
{
    struct clarifications_page page = {0};
    struct public_set all;
    struct clarification_row *first = NULL, **last = &first;
    TRY(public_all(portal, &clarification_kind, NULL, "k.detected_at DESC", &all));
    if (portal_wants_json(web)) return portal_show_set_json(web, response, &all);
    for (size_t i = 0; i < all.count; i++) {
        const struct clarification_public *c = public_at(&all, i);
        struct public_record *record;
        TRY(public_by_id(portal, c->base.id, &record));
        *last = arena_make(portal->cx->mem, struct clarification_row);
        **last = clarification_row(portal, record, c);
        last = &(*last)->next;
    }
    page.rows = first;
    page.total = (int64_t)all.count;
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_clarifications(&pg, &page);
    return web_show(response, &pg);
}

/* ---- the same for programs: ClaimReview (schema.org), which a page under `default-src 'none'`
 * cannot carry inside a script element, and so links to ---- */

static void put_agency(struct portal *portal, struct json *json, const char *key, const char *code)
{
    json_key(json, key);
    json_open(json, '{');
    json_put_text(json, "@type", "GovernmentOrganization");
    json_put_text(json, "name", public_agency_name(portal, code));
    json_put_text(json, "url",
                  arena_format(portal->cx->mem, "%s/agencies/%s", portal->site->base, code));
    json_close(json, '}');
}

/* On the usual scale of fact checks: 1 false … 5 true. */
static void put_rating(struct portal *portal, struct json *json,
                       const struct clarification_public *c)
{
    static const struct {
        const char *word;
        int rating;
    } scale[] = {
        {"false",       1},
        {"misleading",  2},
        {"partly-true", 3},
        {"true",        5},
    };
    json_key(json, "reviewRating");
    json_open(json, '{');
    json_put_text(json, "@type", "Rating");
    for (size_t i = 0; i < COUNT_OF(scale); i++)
        if (text_equal(scale[i].word, c->verdict))
            json_put_int(json, "ratingValue", scale[i].rating);
    json_put_int(json, "worstRating", 1);
    json_put_int(json, "bestRating", 5);
    json_put_text(json, "alternateName",
                  field_show(portal->cx, kind_public_field(&clarification_kind, "verdict"), c));
    json_close(json, '}');
}

static void put_evidence(struct portal *portal, struct json *json,
                         const struct clarification_public *c)
{
    const char *const ids[] = {c->evidence, c->evidence_2, c->evidence_3};
    struct public_record *record;
    json_key(json, "citation");
    json_open(json, '[');
    for (size_t i = 0; i < COUNT_OF(ids); i++) {
        if (text_empty(ids[i]) || public_by_id(portal, ids[i], &record) != OK) continue;
        if (public_is_live(record))
            json_text(json, arena_format(portal->cx->mem, "%s%s", portal->site->base,
                                         public_address(portal->cx->mem, record)));
    }
    json_close(json, ']');
}

static void put_claim(struct portal *portal, struct json *json,
                      const struct clarification_public *c)
{
    json_key(json, "itemReviewed");
    json_open(json, '{');
    json_put_text(json, "@type", "Claim");
    json_put_text(json, "text", c->claim);
    if (c->first_seen_at.ms)
        json_put_text(json, "datePublished", moment_iso(portal->cx->mem, c->first_seen_at));
    json_close(json, '}');
}

enum status portal_claim_review(struct portal *portal, const struct web *web,
                                struct response *response)
{
    struct arena *mem = portal->cx->mem;
    struct public_record *record;
    void *found;
    TRY(public_by_id(portal, web_path(web, "id"), &record));
    if (record->kind != &clarification_kind || !public_is_live(record)) return NOT_FOUND;
    TRY(public_load(portal, record, &found));
    const struct clarification_public *c = found;
    struct json json = json_new(mem, false);
    json_open(&json, '{');
    json_put_text(&json, "@context", "https://schema.org");
    json_put_text(&json, "@type", "ClaimReview");
    json_put_text(&json, "url",
                  arena_format(mem, "%s%s", portal->site->base, public_address(mem, record)));
    json_put_text(&json, "inLanguage", *c->base.language ? c->base.language : "zh");
    json_put_text(&json, "name", c->title);
    json_put_text(&json, "datePublished", date_iso(mem, record->first_on));
    json_put_text(&json, "claimReviewed", c->claim);
    put_claim(portal, &json, c);
    put_rating(portal, &json, c);
    json_put_text(&json, "reviewBody", c->facts);
    put_agency(portal, &json, "author", c->base.agency);
    put_evidence(portal, &json, c);
    json_close(&json, '}');
    return web_show_bytes(response, out_taken(&json.out), "application/ld+json", NULL);
}
