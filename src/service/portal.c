/* The directory of services: by topic, by audience, by words. */
#include "service/portal.h"

#include <string.h>

#include "base/text.h"
#include "service/portal_pages.h"
#include "service/portal_views.h"
#include "web/data.h"
#include "web/message.h"

/* ---- the frame ---- */

const char *services_say(const struct web *web, const char *message)
{
    return message_text(web->cx->language, message);
}

struct page services_page(const struct web *web, const struct page_link *crumb)
{
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(web->cx->mem, struct page_link, 4);
    size_t n = 0;
    crumbs[n++] = (struct page_link){"/", services_say(web, "layout.home"), false, 0};
    crumbs[n++] = (struct page_link){"/services", services_say(web, "services.title"), false, 0};
    if (crumb) crumbs[n++] = *crumb;
    page.crumbs = crumbs;
    return page;
}

const char *services_word(const struct web *web, const struct word *words, const char *word)
{
    for (; words->word; words++)
        if (text_equal(words->word, word))
            return web->cx->language == CHINESE ? words->zh : words->en;
    return word;
}

enum status services_find(struct portal *portal, const struct web *web,
                          const struct service_item_public **ret)
{
    void *found;
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(public_get(portal, &service_item_kind, web_path(web, "id"), &found));
    *ret = found;
    return OK;
}

const char *services_name(const struct web *web, const struct service_item_public *item,
                          const char **ret_language)
{
    bool english = web->cx->language == ENGLISH && *item->title_en;
    *ret_language = english ? "en" : *item->base.language ? item->base.language : "zh";
    return english ? item->title_en : item->title;
}

/* ---- the list ---- */

enum { CHOICES_MAX = 16 };

struct asked {
    const char *q, *topic, *audience;
};

static bool has_words(const char *text, const char *q)
{
    return strcasestr(text, q) != NULL;
}

/* Who asks for persons wants what is for both as well. */
static bool fits(const struct service_item_public *s, const struct asked *asked)
{
    if (*asked->topic && !text_equal(s->topic, asked->topic)) return false;
    if (*asked->audience && !text_equal(s->audience, asked->audience) &&
        !text_equal(s->audience, "both"))
        return false;
    if (!*asked->q) return true;
    return has_words(s->title, asked->q) || has_words(s->title_en, asked->q) ||
           has_words(s->summary, asked->q) || has_words(s->conditions, asked->q) ||
           has_words(s->materials, asked->q) || has_words(s->code, asked->q);
}

/* The words that would find something, each with how much. */
static struct service_choices choices_of(const struct web *web, const struct public_set *all,
                                         const struct asked *asked, bool by_topic)
{
    const struct word *words = by_topic ? service_topics : service_audiences;
    const char *chosen = by_topic ? asked->topic : asked->audience;
    struct service_choice *at = arena_array(web->cx->mem, struct service_choice, CHOICES_MAX);
    size_t n = 0;
    at[n++] = (struct service_choice){"", services_say(web, "services.all"), !*chosen};
    for (; words->word && n < CHOICES_MAX; words++) {
        struct asked one = {"", by_topic ? words->word : "", by_topic ? "" : words->word};
        size_t count = 0;
        if (!by_topic && text_equal(words->word, "both")) continue;
        for (size_t i = 0; i < all->count; i++) count += fits(public_at(all, i), &one);
        if (!count) continue;
        at[n++] = (struct service_choice){
            words->word,
            arena_format(web->cx->mem, "%s (%zu)", services_word(web, words, words->word), count),
            text_equal(words->word, chosen)};
    }
    return (struct service_choices){at, n};
}

static struct service_line line_of(struct portal *portal, const struct web *web,
                                   const struct service_item_public *s)
{
    struct service_line line = {.item = s,
                                .href = arena_format(web->cx->mem, "/services/%s", s->base.id),
                                .audience = services_word(web, service_audiences, s->audience),
                                .agency = public_agency_name(portal, s->base.agency)};
    line.name = services_name(web, s, &line.language);
    return line;
}

static void fill_groups(struct portal *portal, const struct web *web, const struct public_set *all,
                        const struct asked *asked, struct services_list_page *page)
{
    struct arena *mem = web->cx->mem;
    struct service_group *groups = arena_array(mem, struct service_group, CHOICES_MAX);
    for (const struct word *topic = service_topics; topic->word; topic++) {
        struct service_line *lines = arena_array(mem, struct service_line, all->count + 1);
        size_t count = 0;
        for (size_t i = 0; i < all->count; i++) {
            const struct service_item_public *s = public_at(all, i);
            if (text_equal(s->topic, topic->word) && fits(s, asked))
                lines[count++] = line_of(portal, web, s);
        }
        page->total += count;
        if (count && page->group_count < CHOICES_MAX)
            groups[page->group_count++] = (struct service_group){
                services_word(web, service_topics, topic->word), lines, count};
    }
    page->groups = groups;
}

static enum status list_json(const struct web *web, struct response *response,
                             const struct public_set *all, const struct asked *asked)
{
    struct data_shape shape = data_public(&service_item_kind);
    struct json json = json_new(web->cx->mem, false);
    json_open(&json, '{');
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < all->count; i++) {
        const struct service_item_public *s = public_at(all, i);
        if (!fits(s, asked)) continue;
        data_open(&json, &shape, &s->base);
        json_put_text(&json, "path", arena_format(web->cx->mem, "/services/%s", s->base.id));
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_close(&json, '}');
    return web_show_json(response, &json);
}

static enum status known_word(struct context *cx, const char *name, const struct word *words,
                              const char *word)
{
    if (!*word) return OK;
    for (; words->word; words++)
        if (text_equal(words->word, word)) return OK;
    return issue(cx, name, "field.unknown_word", word);
}

enum status services_list(struct portal *portal, const struct web *web, struct response *response)
{
    struct asked asked;
    struct public_set all;
    struct context *cx = portal->cx;
    TRY(web_text(cx, web, "q", 60, &asked.q));
    TRY(web_text(cx, web, "topic", 20, &asked.topic));
    TRY(web_text(cx, web, "audience", 20, &asked.audience));
    TRY(known_word(cx, "topic", service_topics, asked.topic));
    TRY(known_word(cx, "audience", service_audiences, asked.audience));
    TRY(public_all(portal, &service_item_kind, NULL, "k.topic, k.code", &all));
    if (web->format == FORMAT_JSON) return list_json(web, response, &all, &asked);
    struct services_list_page page = {
        .q = asked.q, .topic = asked.topic, .audience = asked.audience};
    page.topics = choices_of(web, &all, &asked, true);
    page.audiences = choices_of(web, &all, &asked, false);
    fill_groups(portal, web, &all, &asked, &page);
    struct page pg = services_page(web, NULL);
    view_service_portal_list(&pg, &page);
    return web_show(response, &pg);
}

/* ---- results ---- */

enum status services_results(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct results_page page = {0};
    const char *item;
    void *found;
    TRY(web_text(portal->cx, web, "item", 26, &item));
    if (*item) {
        if (!id_is_valid(item)) return NOT_FOUND;
        TRY(public_get(portal, &service_item_kind, item, &found));
        page.of = ((const struct service_item_public *)found)->title;
        TRY(public_where(portal, &service_result_kind, "item", item, &page.results));
    } else {
        TRY(public_all(portal, &service_result_kind, NULL, "k.decided_on DESC", &page.results));
    }
    page.items = arena_array(portal->cx->mem, const char *, page.results.count + 1);
    for (size_t i = 0; i < page.results.count; i++) {
        const struct service_result_public *r = public_at(&page.results, i);
        bool known = public_get(portal, &service_item_kind, r->item, &found) == OK;
        page.items[i] = known ? ((const struct service_item_public *)found)->title : "";
    }
    if (web->format == FORMAT_JSON) {
        struct data_shape shape = data_public(&service_result_kind);
        struct json json = json_new(web->cx->mem, false);
        json_open(&json, '{');
        json_key(&json, "items");
        json_open(&json, '[');
        for (size_t i = 0; i < page.results.count; i++)
            data_put(&json, &shape, public_at(&page.results, i));
        json_close(&json, ']');
        json_close(&json, '}');
        return web_show_json(response, &json);
    }
    struct page pg = services_page(web, NULL);
    view_service_portal_results(&pg, &page);
    return web_show(response, &pg);
}

/* ---- addresses ---- */

#define Q "q1 q2 q3 q4 q5 q6 q7 q8 q9 q10 "
#define M "m1 m2 m3 m4 m5 m6 m7 m8 m9 m10 m11 m12 m13 m14 m15 m16 m17 m18 m19 m20 "
#define APPLIED "agency nonce party_sort name identity_number phone address delivery files " Q M
#define ASKED "agency nonce name phone question"

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET,  "/services",                       EVERYBODY, services_list,          "q topic audience", JSON_TWIN},
    {HTTP_GET,  "/services/results",               EVERYBODY, services_results,       "item", JSON_TWIN},
    {HTTP_GET,  "/services/registers",             EVERYBODY, services_registers,     NULL, 0},
    {HTTP_GET,  "/services/registers/{kind}",      EVERYBODY, services_register,      NULL, JSON_TWIN},
    {HTTP_GET,  "/services/registers/{kind}/{id}", EVERYBODY, services_line,          NULL, JSON_TWIN},
    {HTTP_GET,  "/services/{id}",                  EVERYBODY, services_item,          NULL, JSON_TWIN},
    {HTTP_GET,  "/services/{id}/apply",            EVERYBODY, services_ask_apply,     "agency", UNSTORED},
    {HTTP_POST, "/services/{id}/apply",            EVERYBODY, services_file_apply,    APPLIED, UNSTORED | SEALED},
    {HTTP_GET,  "/services/{id}/ask",              EVERYBODY, services_ask_question,  "agency", UNSTORED},
    {HTTP_POST, "/services/{id}/ask",              EVERYBODY, services_file_question, ASKED, UNSTORED | SEALED},
};
/* clang-format on */

const struct portal_routes service_portal_routes = ROUTES(rows);
