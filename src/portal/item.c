/* The page of an item, of whatever kind: built from the public field table alone (DOMAIN §4.1). */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ledger/reader.h"
#include "portal/handlers.h"
#include "portal/item.h"
#include "portal/views.h"
#include "publication/publication.h"
#include "web/message.h"

/* ---- the header block ---- */

static void add_fact(struct making *making, const struct fact *fact)
{
    *making->last_fact = arena_make(making->mem, struct fact);
    **making->last_fact = *fact;
    making->last_fact = &(*making->last_fact)->next;
}

static struct html in_language(struct making *making, const char *text)
{
    return html_in_language(making->page, making->item.language, text);
}

/* Fields that have a place of their own on the page. */
static bool stands_elsewhere(const struct field *field, const struct kind *kind)
{
    static const char names[] = " entry source_unit byline first_published_on summary issuer ";
    if (text_equal(field->name, kind->title) || head_shows(kind, field->name)) return true;
    return strstr(names, field->name) && field->name[0] != ' ' &&
           strstr(names, field->name)[-1] == ' ' &&
           strstr(names, field->name)[strlen(field->name)] == ' ';
}

static void add_field(struct making *making, const struct field *field)
{
    const struct record *rec = making->rec;
    struct fact fact = {.label = field_label(field, making->page->language), .date = DATE_NONE};
    if (field_is_absent(field, rec) || (field->type == BOOL && !field_number(field, rec))) return;
    if (field->type == DATE)
        fact.date = (struct date){(int32_t)field_number(field, rec)};
    else if (text_starts(field->name, "class_"))
        fact.html = html_in_language(making->page, language_code(making->page->language),
                                     portal_class(making->portal, field_text(field, rec)));
    else if (field->type == TEXT)
        fact.html = in_language(making, field_text(field, rec));
    else
        fact.html = html_in_language(making->page, language_code(making->page->language),
                                     field_show(making->portal->cx, field, rec));
    if (date_is_set(fact.date) || *fact.html.trusted) add_fact(making, &fact);
}

static void add_plain(struct making *making, const char *message, const char *text)
{
    add_fact(making, &(struct fact){.label = portal_text(making->web, message),
                                    .html = html_in_language(
                                        making->page, language_code(making->page->language), text),
                                    .date = DATE_NONE});
}

static void add_date(struct making *making, const char *message, struct date date)
{
    if (date_is_set(date))
        add_fact(making, &(struct fact){.label = portal_text(making->web, message), .date = date});
}

static void add_agency(struct making *making)
{
    const char *issuer = item_text(making->rec, "issuer");
    const char *name = *issuer && making->page->language == CHINESE
                           ? issuer
                           : public_agency_name(making->portal, making->item.record->agency);
    const char *href = arena_format(making->mem, "/agencies/%s", making->item.record->agency);
    add_fact(making, &(struct fact){.label = portal_text(making->web, "portal.agency"),
                                    .html = html_link(making->page, href, name),
                                    .date = DATE_NONE});
}

static void make_facts(struct making *making)
{
    const struct record *rec = making->rec;
    const struct public_record *record = making->item.record;
    if (*making->item.index) add_plain(making, "portal.index", making->item.index);
    add_plain(making, "portal.kind", kind_label(rec->kind, making->page->language));
    add_agency(making);
    for (size_t i = 0; i < rec->kind->public_field_count; i++) {
        const struct field *field = &rec->kind->public_fields[i];
        if (field->type == BODY || field->type == REF || stands_elsewhere(field, rec->kind))
            continue;
        add_field(making, field);
    }
    add_date(making, "portal.item.released", record->released_on);
    if (record->first_on.day != record->released_on.day)
        add_date(making, "portal.item.first", record->first_on);
    const char *summary = item_text(rec, "summary");
    if (*summary)
        add_fact(making, &(struct fact){.label = portal_text(making->web, "portal.item.summary"),
                                        .html = in_language(making, summary),
                                        .date = DATE_NONE,
                                        .whole = true});
}

/* ---- text ---- */

static void make_parts(struct making *making)
{
    const struct record *rec = making->rec;
    struct part **last = &making->first_part;
    for (size_t i = 0; i < rec->kind->public_field_count; i++) {
        const struct field *field = &rec->kind->public_fields[i];
        if (field->type != BODY || !*field_text(field, rec)) continue;
        if (head_shows(rec->kind, field->name)) continue;
        bool text = text_equal(field->name, "body");
        *last = arena_make(making->mem, struct part);
        **last = (struct part){text ? NULL : field_label(field, making->page->language),
                               body_html(making->mem, field_text(field, rec)), NULL};
        last = &(*last)->next;
        if (text)
            making->item.heading_count =
                body_headings(making->mem, field_text(field, rec), &making->item.headings);
    }
    making->item.parts = making->first_part;
}

static const char *file_sort(struct making *making, const struct record_file *file)
{
    static const char *const sorts[][2] = {
        {"text/plain", "portal.file.text"},
        {"text/csv",   "portal.file.csv" },
        {"image/png",  "portal.file.png" },
        {"image/jpeg", "portal.file.jpeg"},
    };
    const char *sort = "portal.file.other";
    for (size_t i = 0; i < COUNT_OF(sorts); i++)
        if (text_starts(file->media, sorts[i][0])) sort = sorts[i][1];
    const char *const words[] = {
        portal_text(making->web, sort),
        arena_format(making->mem, "%lld KB", (long long)((file->size + 1023) / 1024))};
    return message_format(making->mem, making->page->language, "portal.file.about", words, 2);
}

static void make_files(struct making *making, const struct record_file *files)
{
    struct attachment *first = NULL, **last = &first;
    for (; files; files = files->next) {
        *last = arena_make(making->mem, struct attachment);
        **last = (struct attachment){
            arena_format(making->mem, "/files/%s/%s", making->item.record->id, files->sha256),
            files->name, file_sort(making, files), NULL};
        last = &(*last)->next;
    }
    making->item.files = first;
}

/* ---- what the registers say about it ---- */

static enum status add_relation(struct making *making, struct relation ***last, const char *id,
                                const char *label)
{
    struct public_record *other;
    enum status status = public_by_id(making->portal, id, &other);
    if (status == NOT_FOUND) return OK;
    TRY(status);
    if (!public_is_live(other)) return OK;
    **last = arena_make(making->mem, struct relation);
    ***last = (struct relation){label, other->title, public_address(making->mem, other), NULL};
    *last = &(**last)->next;
    return OK;
}

/* The other way round: which later document amends, repeals or replaces this one. */
static enum status add_later(struct making *making, struct relation ***last, const char *field,
                             const char *message)
{
    struct public_set later;
    TRY(public_where(making->portal, &normative_document_kind, field, making->rec->id, &later));
    for (size_t i = 0; i < later.count; i++) {
        const struct normative_document_public *d = public_at(&later, i);
        TRY(add_relation(making, last, d->base.id, portal_text(making->web, message)));
        bool ends = !text_equal(field, "amends") && !text_equal(field, "interprets");
        struct date from = d->effective_on;
        if (ends && (!date_is_set(from) || from.day <= making->portal->cx->today.day))
            making->item.validity = VALIDITY_OVER;
    }
    return OK;
}

static enum status make_relations(struct making *making)
{
    const struct record *rec = making->rec;
    struct relation *first = NULL, **last = &first;
    for (size_t i = 0; i < rec->kind->public_field_count; i++) {
        const struct field *field = &rec->kind->public_fields[i];
        if (field->type != REF || text_equal(field->name, "entry")) continue;
        if (!*field_text(field, rec)) continue;
        TRY(add_relation(making, &last, field_text(field, rec),
                         field_label(field, making->page->language)));
    }
    if (rec->kind == &normative_document_kind) {
        TRY(add_later(making, &last, "interprets", "portal.documents.interpreted_by"));
        TRY(add_later(making, &last, "amends", "portal.documents.amended_by"));
        TRY(add_later(making, &last, "repeals", "portal.documents.repealed_by"));
        TRY(add_later(making, &last, "replaces", "portal.documents.replaced_by"));
    }
    making->item.relations = first;
    return OK;
}

static void make_validity(struct making *making)
{
    static const enum validity_shown shown[] = {
        [NOT_YET_IN_FORCE] = VALIDITY_LATER, [IN_FORCE] = VALIDITY_NOW, [EXPIRED] = VALIDITY_OVER};
    if (making->rec->kind != &normative_document_kind) return;
    const struct normative_document_public *d = (const void *)making->rec;
    making->item.validity =
        shown[document_validity(d->effective_on, d->expires_on, making->portal->cx->today)];
    making->item.trial = d->trial;
    making->item.external = d->external;
    making->item.expires_on = d->expires_on;
}

static enum status make_uses(struct making *making)
{
    struct public_set uses;
    struct use *first = NULL, **last = &first;
    if (!(making->rec->kind->flags & ITEM)) return OK;
    TRY(public_where(making->portal, &channel_use_kind, "item", making->rec->id, &uses));
    const struct field *channel = kind_public_field(&channel_use_kind, "channel");
    for (size_t i = 0; i < uses.count; i++) {
        const struct channel_use_public *use = public_at(&uses, i);
        *last = arena_make(making->mem, struct use);
        **last = (struct use){field_show(making->portal->cx, channel, use),
                              use->medium,
                              use->link,
                              use->shown_on,
                              use->shown_until,
                              NULL};
        last = &(*last)->next;
    }
    making->item.uses = first;
    return OK;
}

/* ---- editions and proof ---- */

static const char *act_words(struct making *making, const char *type)
{
    return portal_text(making->web, arena_format(making->mem, "portal.act.%s", type));
}

static enum status make_editions(struct making *making)
{
    struct public_act *acts;
    struct edition *first = NULL, **last = &first;
    const char *self = public_address(making->mem, making->item.record);
    TRY(public_acts(making->portal, making->item.record->number, &acts));
    for (struct public_act *act = acts; act; act = act->next) {
        bool shown = act->edition == making->rec->edition && act->erased_by < 0;
        if (shown) making->item.act = act;
        bool newest = act->edition == making->item.record->edition;
        *last = arena_make(making->mem, struct edition);
        **last = (struct edition){.number = act->edition,
                                  .href = act->edition == 0 || shown ? ""
                                          : newest                   ? self
                                                   : arena_format(making->mem, "%s?edition=%lld",
                                                                  self, (long long)act->edition),
                                  .type = act_words(making, act->type),
                                  .at = act->at,
                                  .shown = shown,
                                  .erased = act->erased_by >= 0};
        last = &(*last)->next;
    }
    making->item.editions = first;
    return OK;
}

static void make_proof(struct making *making)
{
    const struct public_record *record = making->item.record;
    const struct public_act *act = making->item.act;
    making->item.proof = portal_proof_address(making->mem, record);
    if (!act) return;
    making->item.object =
        arena_format(making->mem, "/ledger/object/%.2s/%s", act->commitment, act->commitment);
    struct date declared = DATE_NONE;
    const struct field *field = kind_public_field(making->rec->kind, "first_published_on");
    if (field && !field_is_absent(field, making->rec))
        declared = (struct date){(int32_t)field_number(field, making->rec)};
    bool before = date_is_set(declared) && declared.day < zone_date(act->at).day;
    making->item.declared = before ? declared : DATE_NONE;
}

/* ---- neighbours ---- */

static const struct line *neighbour(struct making *making, bool newer)
{
    struct public_record *other;
    if (public_neighbour(making->portal, making->item.record, newer, &other) != OK) return NULL;
    struct line *line = arena_make(making->mem, struct line);
    *line = portal_line(making->portal, other);
    return line;
}

static void make_neighbours(struct making *making)
{
    struct public_record *entry;
    making->item.entry_title = "";
    if (!*making->item.record->entry) return;
    if (public_by_id(making->portal, making->item.record->entry, &entry) != OK) return;
    making->item.entry_title = entry->title;
    making->item.entry_href = public_address(making->mem, entry);
    making->item.previous = neighbour(making, false);
    making->item.following = neighbour(making, true);
}

/* ---- the page ---- */

enum status item_show(struct making *making, const struct record_file *files,
                      struct response *response)
{
    struct item_page *item = &making->item;
    const struct record *rec = making->rec;
    making->last_fact = &making->first_fact;
    item->title = item_text(rec, rec->kind->title);
    item->language = *rec->language ? rec->language : "zh";
    item->source = item_text(rec, "source_unit");
    item->byline = item_text(rec, "byline");
    item->index = portal_index(making->mem, item->record);
    item->earlier = rec->edition != item->record->edition;
    item->newest = public_address(making->mem, item->record);
    item->address = arena_format(making->mem, "%s%s", making->portal->site->base, item->newest);
    item->declared = item->expires_on = DATE_NONE;
    make_facts(making);
    item->facts = making->first_fact;
    make_parts(making);
    make_files(making, files);
    make_validity(making);
    TRY(make_relations(making));
    TRY(make_uses(making));
    TRY(make_editions(making));
    make_proof(making);
    TRY(item_head(making, files));
    make_neighbours(making);
    view_portal_item(making->page, item);
    return web_show(response, making->page);
}
