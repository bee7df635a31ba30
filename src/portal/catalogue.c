/* The catalogue of an agency: its entries in force on a day, and what is withheld. */
#include <stdio.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "organisation/organisation.h"
#include "portal/handlers.h"
#include "portal/pages.h"
#include "portal/views.h"
#include "record/row.h"
#include "record/tombstone.h"

enum { PAGE = 100, WITHHELD_MAX = 200 };

struct asked {
    struct portal *portal;
    const struct web *web;
    struct catalogue_page page;
    int64_t after; /* serial of the last entry of the page before */
};

static enum status read_asked(struct asked *asked)
{
    struct context *cx = asked->portal->cx;
    const struct web *web = asked->web;
    struct catalogue_page *page = &asked->page;
    const struct agency_public *agency;
    TRY(web_text(cx, web, "agency", 18, &page->agency));
    TRY(web_text(cx, web, "class", 20, &page->class));
    TRY(web_word(cx, web, "mode", "proactive on-request not-public", &page->mode));
    TRY(web_date(cx, web, "on", &page->on));
    TRY(web_int(cx, web, "after", &asked->after));
    if (asked->after == INT_NONE) asked->after = -1;
    if (!date_is_set(page->on)) page->on = cx->today;
    if (!*page->agency) page->agency = asked->portal->site->agency;
    if (*page->class && !law_class(asked->portal->site->law, page->class))
        return issue(cx, "class", "field.unknown_word", page->class);
    TRY(portal_agency(asked->portal, page->agency, &agency));
    page->agency_name = public_agency_name(asked->portal, page->agency);
    return OK;
}

static bool fits(const struct asked *asked, const struct entry_public *entry)
{
    const struct catalogue_page *page = &asked->page;
    bool in_force = date_is_set(entry->in_force_on) && entry->in_force_on.day <= page->on.day &&
                    (!date_is_set(entry->ended_on) || entry->ended_on.day >= page->on.day);
    if (!in_force || (*page->mode && !text_equal(page->mode, entry->mode))) return false;
    return !*page->class || text_equal(page->class, entry->class_seed) ||
           text_equal(page->class, entry->class_a10) || text_equal(page->class, entry->class_a20);
}

static enum status unit_name(struct portal *portal, const char *id, struct catalogue_row *row)
{
    const struct unit_public *unit;
    void *found;
    row->unit = "";
    row->unit_language = "zh";
    enum status status = public_get(portal, &unit_kind, id, &found);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    unit = found;
    row->unit = portal_name(portal, unit->name, unit->name_en, &row->unit_language);
    return OK;
}

static enum status make_row(struct asked *asked, const struct entry_public *entry,
                            struct catalogue_row **ret)
{
    struct portal *portal = asked->portal;
    struct catalogue_row *row = arena_make(portal->cx->mem, struct catalogue_row);
    struct public_query items = PUBLIC_QUERY;
    items.items = true;
    items.entry = entry->base.id;
    *row = (struct catalogue_row){
        .id = entry->base.id,
        .serial = entry->serial,
        .basis = entry->basis,
        .interval =
            field_show(portal->cx, kind_public_field(&entry_kind, "update_interval"), entry),
        .mode = entry->mode,
        .mode_word = field_show(portal->cx, kind_public_field(&entry_kind, "mode"), entry),
        .reason = entry->mode_reason,
        .class_label = portal_class(portal, entry->class_seed)};
    row->title = portal_name(portal, entry->title, entry->title_en, &row->language);
    TRY(unit_name(portal, entry->unit, row));
    TRY(public_count(portal, &items, &row->items));
    *ret = row;
    return OK;
}

static enum status make_rows(struct asked *asked, const struct public_set *all)
{
    struct catalogue_page *page = &asked->page;
    struct catalogue_row *first = NULL, **last = &first;
    size_t shown = 0;
    for (size_t i = 0; i < all->count; i++) {
        const struct entry_public *entry = public_at(all, i);
        if (!fits(asked, entry)) continue;
        page->total++;
        if (entry->serial <= asked->after || shown > PAGE) continue;
        if (shown++ == PAGE) {
            page->next =
                web_address(asked->web, "after",
                            arena_format(asked->portal->cx->mem, "%lld", (long long)asked->after));
            continue;
        }
        TRY(make_row(asked, entry, last));
        last = &(*last)->next;
        if (shown == PAGE) asked->after = entry->serial;
    }
    page->rows = first;
    return OK;
}

/* ---- what is withheld: only number, reason and article ---- */

static const struct sql withheld_numbers = {
    "portal.withheld", "SELECT item_number FROM portal_record WHERE agency = $1"
                       " AND standing = 'withheld' ORDER BY item_number DESC LIMIT 200"};

static enum status add_withheld(struct asked *asked, const char *number,
                                struct withheld_row ***last)
{
    struct portal *portal = asked->portal;
    struct public_record *record;
    void *found;
    TRY(public_by_number(portal, asked->page.agency, number, &record));
    TRY(public_load(portal, record, &found));
    const struct tombstone_public *stone = found;
    const struct field *reason = kind_public_field(&tombstone_kind, "reason");
    **last = arena_make(portal->cx->mem, struct withheld_row);
    ***last = (struct withheld_row){.index = portal_index(portal->cx->mem, record),
                                    .href = public_address(portal->cx->mem, record),
                                    .reason = field_show(portal->cx, reason, stone),
                                    .article = stone->article,
                                    .review_again_on = stone->review_again_on};
    *last = &(**last)->next;
    return OK;
}

static enum status list_withheld(struct asked *asked)
{
    struct rows *rows;
    struct withheld_row *first = NULL, **last = &first;
    const char *numbers[WITHHELD_MAX];
    size_t count = 0;
    TRY(store_query(asked->portal->cx, &withheld_numbers, BIND(asked->page.agency), &rows));
    while (count < WITHHELD_MAX && rows_next(rows)) numbers[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++)
        if (*numbers[i]) TRY(add_withheld(asked, numbers[i], &last));
    asked->page.withheld = first;
    return OK;
}

/* ---- choices of the form ---- */

static enum status offer_agencies(struct asked *asked)
{
    struct public_set all;
    TRY(portal_agencies(asked->portal, &all));
    struct choice *at = arena_array(asked->portal->cx->mem, struct choice, all.count + 1);
    for (size_t i = 0; i < all.count; i++) {
        const struct agency_public *agency = public_at(&all, i);
        at[i] = (struct choice){.value = agency->base.agency,
                                .label = public_agency_name(asked->portal, agency->base.agency),
                                .chosen = text_equal(agency->base.agency, asked->page.agency)};
    }
    asked->page.agencies = (struct choices){at, all.count};
    return OK;
}

static void offer_classes(struct asked *asked)
{
    const struct classification *seed = law_classification(asked->portal->site->law, "seed");
    if (!seed) return;
    struct choice *at = arena_array(asked->portal->cx->mem, struct choice, seed->class_count);
    for (size_t i = 0; i < seed->class_count; i++)
        at[i] =
            (struct choice){.value = seed->classes[i].code,
                            .label = class_label(&seed->classes[i], asked->portal->cx->language),
                            .chosen = text_equal(seed->classes[i].code, asked->page.class)};
    asked->page.classes = (struct choices){at, seed->class_count};
}

static void offer_modes(struct asked *asked)
{
    size_t count = 0;
    while (disclosure_modes[count].word) count++;
    struct choice *at = arena_array(asked->portal->cx->mem, struct choice, count);
    for (size_t i = 0; i < count; i++) {
        const struct word *word = &disclosure_modes[i];
        at[i] =
            (struct choice){.value = word->word,
                            .label = asked->portal->cx->language == CHINESE ? word->zh : word->en,
                            .chosen = text_equal(word->word, asked->page.mode)};
    }
    asked->page.modes = (struct choices){at, count};
}

static enum status show_json(struct asked *asked, struct response *response,
                             const struct public_set *all)
{
    struct json json = json_new(asked->portal->cx->mem, false);
    json_open(&json, '{');
    json_key(&json, "items");
    json_open(&json, '[');
    for (size_t i = 0; i < all->count; i++) {
        if (!fits(asked, public_at(all, i))) continue;
        portal_open_record(&json, all->records[i]);
        json_close(&json, '}');
        asked->page.total++;
    }
    json_close(&json, ']');
    json_put_text(&json, "agency", asked->page.agency);
    json_put_text(&json, "on", date_iso(asked->portal->cx->mem, asked->page.on));
    json_put_int(&json, "total", asked->page.total);
    json_close(&json, '}');
    return web_show_json(response, &json);
}

enum status portal_catalogue(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct asked asked = {.portal = portal, .web = web};
    struct public_set all;
    TRY(read_asked(&asked));
    TRY(public_all(portal, &entry_kind, asked.page.agency, "k.serial", &all));
    if (portal_wants_json(web)) return show_json(&asked, response, &all);
    TRY(make_rows(&asked, &all));
    TRY(list_withheld(&asked));
    TRY(offer_agencies(&asked));
    offer_classes(&asked);
    offer_modes(&asked);
    struct page pg = portal_page(web, NULL, NULL);
    view_portal_catalogue(&pg, &asked.page, portal_text(web, "portal.catalogue"));
    return web_show(response, &pg);
}
