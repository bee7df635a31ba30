/* Whatever has an address of its own: which record it is, whether it still stands, which edition is
 * asked, and its files, proof and JSON. */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "ledger/reader.h"
#include "portal/handlers.h"
#include "portal/item.h"
#include "portal/views.h"
#include "record/lifecycle.h"
#include "record/tombstone.h"
#include "web/message.h"

const char *item_text(const struct record *rec, const char *name)
{
    const struct field *field = kind_public_field(rec->kind, name);
    return field && field_is_text(field) ? field_text(field, rec) : "";
}

const char *portal_proof_address(struct arena *mem, const struct public_record *record)
{
    if (public_has_index(record))
        return arena_format(mem, "/disclosures/%s/%s.tlog-proof", record->agency,
                            record->item_number);
    return arena_format(mem, "/records/%s.tlog-proof", record->id);
}

/* ---- what no longer stands ---- */

static const char *word_label(struct portal *portal, const char *field_name, const char *value)
{
    const struct field *field = kind_public_field(&tombstone_kind, field_name);
    const struct word *word = field_word(field, value);
    if (!word) return value;
    return portal->cx->language == CHINESE ? word->zh : word->en;
}

/* 410: it was here and is not any more; what was never public is shown as the catalogue shows it.
 */
static unsigned tombstone_status(const struct public_record *record)
{
    return text_equal(record->standing, "withheld") ? 200 : 410;
}

static void put_tombstone(struct portal *portal, const struct web *web, struct response *response,
                          struct tombstone_page *stone)
{
    struct page pg = portal_page(web, "/disclosures", portal_text(web, "portal.disclosures"));
    const char *id = arena_format(portal->cx->mem, "portal.stone.title.%s", stone->standing);
    stone->title = portal_text(web, id);
    stone->standing = word_label(portal, "standing", stone->standing);
    view_portal_tombstone(&pg, stone);
    (void)!web_show(response, &pg);
}

static enum status show_tombstone(struct portal *portal, const struct web *web,
                                  struct response *response, const struct public_record *record)
{
    struct context *cx = portal->cx;
    struct public_act *acts;
    void *found;
    TRY(public_load(portal, record, &found));
    TRY(public_acts(portal, record->number, &acts));
    const struct tombstone_public *t = found;
    response->http.status = tombstone_status(record);
    if (portal_wants_json(web)) {
        struct json json = json_new(cx->mem, false);
        portal_open_record(&json, &t->base);
        json_close(&json, '}');
        return web_show_json(response, &json);
    }
    struct tombstone_page stone = {
        .index = portal_index(cx->mem, record),
        .kind = kind_label(record->kind, cx->language),
        .agency = record->agency,
        .agency_name = public_agency_name(portal, record->agency),
        .reason = word_label(portal, "reason", t->reason),
        .article = t->article,
        .name = t->title,
        .standing = record->standing,
        .was_public = !text_equal(record->standing, "withheld"),
        .released_on = t->released_on,
        .ended_on = t->ended_on,
        .review_again_on = t->review_again_on,
        .acts = acts,
        .proof = portal_proof_address(cx->mem, record),
        .address =
            arena_format(cx->mem, "%s%s", portal->site->base, public_address(cx->mem, record)),
    };
    put_tombstone(portal, web, response, &stone);
    return OK;
}

/* ---- editions ---- */

/* An earlier edition is read from its ledger object, which still says what was public then. */
static enum status load_edition(struct portal *portal, const struct public_record *record,
                                int64_t edition, struct making *making,
                                struct record_file **ret_files)
{
    struct public_act *act;
    struct reader *reader;
    struct object object;
    struct hash commit;
    void *parsed;
    TRY(public_acts(portal, record->number, &act));
    while (act && (act->edition != edition || act->erased_by >= 0)) act = act->next;
    if (!act || !text_from_hex(act->commitment, commit.byte, HASH_SIZE)) return NOT_FOUND;
    TRY(portal_reader(portal, &reader));
    TRY(reader_object(portal->cx, reader, commit, &object));
    TRY(record_parse(portal->cx, object.record, &parsed, ret_files));
    struct record *rec = parsed;
    rec->agency = record->agency;
    making->rec = rec;
    return OK;
}

static enum status load(struct portal *portal, const struct public_record *record, int64_t edition,
                        struct making *making, struct record_file **ret_files)
{
    void *found;
    if (edition != INT_NONE && edition != record->edition)
        return load_edition(portal, record, edition, making, ret_files);
    TRY(public_load(portal, record, &found));
    making->rec = found;
    return public_files(portal, record->number, ret_files);
}

/* ---- JSON ---- */

static void put_files(struct json *json, struct arena *mem, const struct record_file *files,
                      const char *id)
{
    json_key(json, "files");
    json_open(json, '[');
    for (; files; files = files->next) {
        json_open(json, '{');
        json_put_text(json, "name", files->name);
        json_put_text(json, "media", files->media);
        json_put_int(json, "size", files->size);
        json_put_text(json, "sha256", files->sha256);
        json_put_text(json, "path", arena_format(mem, "/files/%s/%s", id, files->sha256));
        json_close(json, '}');
    }
    json_close(json, ']');
}

static enum status put_acts(struct portal *portal, struct json *json,
                            const struct public_record *record)
{
    struct public_act *act;
    TRY(public_acts(portal, record->number, &act));
    json_key(json, "ledger");
    json_open(json, '[');
    for (; act; act = act->next) {
        json_open(json, '{');
        json_put_int(json, "index", act->index);
        json_put_text(json, "type", act->type);
        if (act->edition) json_put_int(json, "edition", act->edition);
        json_put_text(json, "at", moment_iso(portal->cx->mem, act->at));
        json_put_text(json, "commitment", act->commitment);
        json_close(json, '}');
    }
    json_close(json, ']');
    return OK;
}

static enum status show_json(struct making *making, const struct record_file *files,
                             struct response *response)
{
    const struct public_record *record = making->item.record;
    struct json json = json_new(making->mem, false);
    portal_open_record(&json, making->rec);
    if (public_has_index(record)) json_put_text(&json, "index", portal_index(making->mem, record));
    json_put_text(&json, "path", public_address(making->mem, record));
    if (date_is_set(record->released_on))
        json_put_text(&json, "released_on", date_iso(making->mem, record->released_on));
    if (date_is_set(record->first_on))
        json_put_text(&json, "first_on", date_iso(making->mem, record->first_on));
    put_files(&json, making->mem, files, record->id);
    TRY(put_acts(making->portal, &json, record));
    json_close(&json, '}');
    return web_show_json(response, &json);
}

/* ---- pages ---- */

struct crumb {
    const char *href, *label;
};

static enum status show_record(struct portal *portal, const struct web *web,
                               struct response *response, const struct public_record *record,
                               struct crumb crumb)
{
    struct context *cx = portal->cx;
    struct record_file *files;
    int64_t edition;
    TRY(web_int(cx, web, "edition", &edition));
    if (!public_is_live(record)) return show_tombstone(portal, web, response, record);
    struct page pg = portal_page(web, crumb.href, portal_text(web, crumb.label));
    struct making *making = arena_make(cx->mem, struct making);
    *making = (struct making){
        .portal = portal, .web = web, .mem = cx->mem, .page = &pg, .item = {.record = record}};
    TRY(load(portal, record, edition, making, &files));
    if (portal_wants_json(web)) return show_json(making, files, response);
    return item_show(making, files, response);
}

enum status portal_item(struct portal *portal, const struct web *web, struct response *response)
{
    struct public_record *record;
    TRY(public_by_number(portal, web_path(web, "agency"), web_path(web, "number"), &record));
    return show_record(portal, web, response, record,
                       (struct crumb){"/disclosures", "portal.disclosures"});
}

static enum status show_by_id(struct portal *portal, const struct web *web,
                              struct response *response, const char *kind, struct crumb crumb)
{
    struct public_record *record;
    TRY(public_by_id(portal, web_path(web, "id"), &record));
    if (!text_equal(record->kind->name, kind)) return NOT_FOUND;
    if (*record->item_number && web->format == FORMAT_HTML)
        return web_see_other(response, public_address(portal->cx->mem, record));
    return show_record(portal, web, response, record, crumb);
}

/* The page of a report is at its year. */
static enum status go_to_report(struct portal *portal, struct response *response,
                                const struct public_record *record)
{
    void *found;
    TRY(public_load(portal, record, &found));
    const struct field *year = kind_public_field(record->kind, "year");
    if (!year) return NOT_FOUND;
    return web_see_other(response, arena_format(portal->cx->mem, "/reports/%s/%lld", record->agency,
                                                (long long)field_number(year, found)));
}

/* Any record, by its id for ever: where it has a page of its own, there. */
enum status portal_any_record(struct portal *portal, const struct web *web,
                              struct response *response)
{
    struct public_record *record;
    TRY(public_by_id(portal, web_path(web, "id"), &record));
    const char *address = public_address(portal->cx->mem, record);
    bool live = public_is_live(record), page = web->format == FORMAT_HTML;
    if (live && page && text_equal(record->kind->name, "annual_report"))
        return go_to_report(portal, response, record);
    bool older = web_has(web, "edition"); /* of which the room's own page knows nothing */
    if (live && page && !older && !text_starts(address, "/records/"))
        return web_see_other(response, address);
    return show_record(portal, web, response, record,
                       (struct crumb){"/agencies", "portal.agencies"});
}

enum status portal_document(struct portal *portal, const struct web *web, struct response *response)
{
    return show_by_id(portal, web, response, "normative_document",
                      (struct crumb){"/documents", "portal.documents"});
}

enum status portal_press_event(struct portal *portal, const struct web *web,
                               struct response *response)
{
    return show_by_id(portal, web, response, "press_event",
                      (struct crumb){"/press", "portal.press"});
}

/* ---- proof ---- */

static enum status show_proof(struct portal *portal, struct response *response,
                              const struct public_record *record)
{
    struct reader *reader;
    const char *text;
    TRY(portal_reader(portal, &reader));
    TRY(reader_proof(portal->cx, reader, (uint64_t)record->last_index, &text));
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    const char *name = *record->item_number ? record->item_number : record->id;
    return web_show_bytes(response, bytes, "text/plain; charset=utf-8",
                          arena_format(portal->cx->mem, "%s.tlog-proof", name));
}

enum status portal_item_proof(struct portal *portal, const struct web *web,
                              struct response *response)
{
    struct public_record *record;
    TRY(public_by_number(portal, web_path(web, "agency"), web_path(web, "number"), &record));
    return show_proof(portal, response, record);
}

enum status portal_record_proof(struct portal *portal, const struct web *web,
                                struct response *response)
{
    struct public_record *record;
    TRY(public_by_id(portal, web_path(web, "id"), &record));
    return show_proof(portal, response, record);
}
