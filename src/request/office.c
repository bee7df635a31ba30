#include "request/office.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "document/attachment.h"
#include "document/image.h"
#include "document/pdf.h"
#include "organisation/organisation.h"
#include "record/list.h"
#include "request/letter_body.h"
#include "request/views.h"
#include "web/form.h"
#include "web/message.h"

enum { ROWS_MAX = 400 };

static const char OPEN_STATES[] =
    "awaiting-confirmation received registered correcting searching consulting fee-noticed"
    " answer-drafted answer-reviewed answer-approved";

/* ---- what is open, by what is due first ---- */

static const struct sql label_of = {"office.label", "SELECT label FROM staff WHERE id = $1"};

static const char *holder_of(struct context *cx, const struct application *a)
{
    const char *label = "";
    if (text_empty(a->holder)) return "";
    return store_text(cx, &label_of, BIND(a->holder), &label) == OK ? label : "";
}

static struct request_row row_of(struct context *cx, const struct application *a)
{
    const struct record *rec = &a->base;
    unsigned flags = record_state(rec)->flags;
    return (struct request_row){.href = arena_format(cx->mem, "/records/application/%s", rec->id),
                                .title = a->title,
                                .state = state_label(record_state(rec), cx->language),
                                .badge = flags & ENDED     ? "badge"
                                         : flags & WORKING ? "badge badge-wait"
                                                           : "badge badge-info",
                                .kind =
                                    field_show(cx, kind_field(rec->kind, "applicant_kind"), rec),
                                .holder = holder_of(cx, a),
                                .agency = rec->agency,
                                .received_on = a->received_on,
                                .due = desk_due(cx, rec)};
}

static int by_due(const void *x, const void *y)
{
    const struct request_row *a = x, *b = y;
    int32_t da = date_is_set(a->due.by) ? a->due.by.day : INT32_MAX;
    int32_t db = date_is_set(b->due.by) ? b->due.by.day : INT32_MAX;
    return da < db ? -1 : da > db;
}

/* What waits for somebody else comes by the day on which that wait ends. */
static enum status fill(struct context *cx, const struct list_query *query,
                        struct request_list *view)
{
    struct list list;
    TRY(record_list(cx, query, &list));
    struct request_row *rows = arena_array(cx->mem, struct request_row, list.count + 1);
    for (size_t i = 0; i < list.count; i++) {
        rows[i] = row_of(cx, list_at(&list, i));
        view->late += date_is_set(rows[i].due.by) && rows[i].due.days_left < 0;
    }
    qsort(rows, list.count, sizeof rows[0], by_due);
    view->rows = rows;
    view->count = list.count;
    return OK;
}

static enum status show_open(struct context *cx, const struct web *web, struct response *response)
{
    struct request_list view = {.writes = *desk_agency(cx, WRITE)};
    TRY(web_text(cx, web, "q", 60, &view.q));
    TRY(web_text(cx, web, "state", 40, &view.state));
    bool known = text_empty(view.state);
    for (size_t i = 0; i < application_kind.workflow->state_count; i++)
        known |= text_equal(application_kind.workflow->states[i].word, view.state);
    if (!known) return issue(cx, "state", "field.unknown_word", view.state);
    struct list_query query = {.kind = &application_kind,
                               .agency = desk_agency(cx, READ_STAFF),
                               .states = text_empty(view.state) ? OPEN_STATES : view.state,
                               .contains = view.q,
                               .limit = ROWS_MAX,
                               .oldest_first = true};
    TRY(fill(cx, &query, &view));
    struct page page = desk_page(web, NULL);
    view_request_list(&page, &view);
    return web_show(response, &page);
}

/* ---- keying in ---- */

/* 令711 asks no purpose, and where a law forbids to ask, nobody is asked (第27, 29条). */
static const char *fields_of(struct context *cx)
{
    const struct regime *regime =
        law_regime_on(request_setting()->law, request_setting()->family, cx->today);
    const char *purpose = "purpose";
    for (size_t i = 0; regime && i < regime->field_count; i++)
        if (text_equal(regime->fields[i].id, "purpose") && regime->fields[i].rule == RULE_NEVER)
            purpose = "";
    return arena_format(cx->mem,
                        "channel arrived_on applicant_kind sort name identity_kind identity_number"
                        " phone email address agent_name agent_identity_number agent_phone sought"
                        " supply assistance flags %s",
                        purpose);
}

static enum status show_enter(struct context *cx, const struct web *web, struct response *response,
                              struct form *form)
{
    struct page page = desk_page(web, &application_kind);
    struct enter_view view = {form};
    view_request_enter(&page, &view);
    return web_show(response, &page);
}

static enum status ask_enter(struct context *cx, const struct web *web, struct response *response)
{
    struct application a;
    struct form form;
    record_init(&application_kind, &a);
    a.arrived_on = cx->today;
    a.sort = "disclosure";
    struct form_plan plan = {.kind = &application_kind, .names = fields_of(cx)};
    form_fill(cx, &plan, &a.base, &form);
    return show_enter(cx, web, response, &form);
}

static enum status make_enter(struct context *cx, const struct web *web, struct response *response)
{
    struct application a;
    struct form form;
    record_init(&application_kind, &a);
    a.base.agency = desk_agency(cx, WRITE);
    struct form_plan plan = {.kind = &application_kind, .names = fields_of(cx)};
    enum status status = form_read(cx, web, &plan, &a.base, &form);
    if (status == OK) status = record_validate(cx, &a.base);
    if (status == OK) status = request_file(cx, &a);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/records/application/%s", a.base.id));
    if (status != INVALID) return status;
    form_mark(cx, &form);
    TRY(show_enter(cx, web, response, &form));
    return status;
}

/* ---- withheld parts: the exemptions of the application's own regime ---- */

enum status withheld_part_offer(struct context *cx, struct form *form)
{
    struct application a;
    const struct form_row *of = form_row(form, "application");
    const struct regime *regime =
        law_regime_on(request_setting()->law, request_setting()->family, cx->today);
    if (of && id_is_valid(of->value) && request_fetch(cx, of->value, &a) == OK)
        regime = request_regime(&a);
    size_t count = regime ? regime->exemption_count : 0, n = 0;
    struct form_option *options = arena_array(cx->mem, struct form_option, count + 1);
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (size_t i = 0; i < count; i++) {
        const struct regime_exemption *row = &regime->exemptions[i];
        if (clause_is_in_force(&row->clause, cx->today))
            options[n++] = (struct form_option){
                row->id,
                arena_format(cx->mem, "%s　%s", clause_label(&row->clause, cx->language),
                             clause_article(&row->clause, cx->language)),
                false};
    }
    form_offer(form, "exemption", options, n);
    return OK;
}

/* ---- what came with letters ---- */

static enum status show_original(struct context *cx, const struct web *web,
                                 struct response *response)
{
    struct application a;
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_load(cx, &application_kind, web_path(web, "id"), &a));
    if (!access_may(cx->actor, READ_PERSONAL, a.base.agency)) return NOT_FOUND;
    return desk_send_original(cx, web, response, a.base.id);
}

/* ---- letters ---- */

static enum status load_letter(struct context *cx, const struct web *web,
                               struct request_letter *ret)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_load(cx, &request_letter_kind, web_path(web, "id"), ret));
    return access_may(cx->actor, READ_PERSONAL, ret->base.agency) ? OK : NOT_FOUND;
}

static enum status show_pdf(struct context *cx, const struct web *web, struct response *response)
{
    struct request_letter letter;
    struct bytes pdf;
    TRY(load_letter(cx, web, &letter));
    TRY(letter_pdf(cx, &letter, &pdf));
    return web_show_bytes(response, pdf, "application/pdf", "letter.pdf");
}

/* What can be read, and holds nothing but paper: a PDF stays as it is, a picture is made anew from
 * its pixels. */
static enum status clean_scan(struct context *cx, const char *name, struct bytes *bytes,
                              const char **ret_media)
{
    bool pdf = bytes->size > 5 && memcmp(bytes->data, "%PDF-", 5) == 0;
    if (pdf) return document_check_pdf(cx, *bytes);
    enum media media = document_sniff(*bytes, name);
    if (!media_is_image(media)) return issue(cx, "file", "request.scan_must_be_pdf", "");
    *ret_media = media_type(media);
    return document_clean_image(cx, *bytes, media, bytes);
}

/* The bytes of the sealed scan, in blob/ before the row that names them. */
static enum status keep_scan(struct context *cx, const struct http_file *file,
                             struct request_scan *ret)
{
    enum { SCAN_MAX = 20 << 20 };
    struct attachment_place place = {request_setting()->blob, request_setting()->tmp};
    unsigned char hash[crypto_hash_sha256_BYTES];
    struct bytes bytes;
    const char *from = arena_format(cx->mem, "/proc/self/fd/%d", file->fd);
    TRY(file_read(cx, from, SCAN_MAX, &bytes));
    const char *media = "application/pdf";
    const char *name = arena_copy_n(cx->mem, (const char *)file->name.data, file->name.size);
    TRY(clean_scan(cx, name, &bytes, &media));
    crypto_hash_sha256(hash, bytes.data, bytes.size);
    *ret = (struct request_scan){text_hex(cx->mem, hash, sizeof hash), media, (int64_t)bytes.size};
    const char *path = attachment_path(cx->mem, &place, ret->sha256);
    TRY(file_make_folders(cx, arena_format(cx->mem, "%s/%.2s", place.blob, ret->sha256), 0700));
    return file_write(cx, place.tmp, path, bytes, true);
}

static enum status attach_scan(struct context *cx, const struct web *web,
                               struct request_letter *letter)
{
    struct request_scan scan;
    struct reason reason = NO_REASON;
    int64_t version;
    TRY(web_int(cx, web, "version", &version));
    if (version != letter->base.version) return CONFLICT;
    if (web->request->file_count != 1 || !web->request->files[0].size)
        return issue(cx, "file", "desk.no_file", "");
    TRY(keep_scan(cx, &web->request->files[0], &scan));
    reason.with = &scan;
    return record_move(cx, &letter->base, "attach-scan", &reason);
}

static enum status make_scan(struct context *cx, const struct web *web, struct response *response)
{
    struct request_letter letter;
    TRY(load_letter(cx, web, &letter));
    response->readable = true;
    enum status status = attach_scan(cx, web, &letter);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/records/letter/%s", letter.base.id));
    if (status != INVALID) return status;
    struct page page = desk_page(web, &request_letter_kind);
    struct scan_refused view = {arena_format(cx->mem, "/records/letter/%s", letter.base.id),
                                cx->issues};
    view_request_refused(&page, &view);
    TRY(web_show(response, &page));
    return status;
}

/* ---- the supervisor: states, dates and owners, no contents ---- */

static enum status add_late(struct context *cx, const char *agency, struct request_list *view,
                            struct request_row *rows)
{
    struct list list;
    struct agency of;
    struct list_query query = {.kind = &application_kind,
                               .agency = agency,
                               .states = OPEN_STATES,
                               .limit = ROWS_MAX,
                               .oldest_first = true};
    TRY(record_list(cx, &query, &list));
    const char *name = agency_by_code(cx, agency, &of) == OK ? of.name : agency;
    for (size_t i = 0; i < list.count && view->count < ROWS_MAX; i++) {
        struct request_row row = row_of(cx, list_at(&list, i));
        if (!date_is_set(row.due.by) || row.due.days_left >= 0) continue;
        row.agency = name;
        rows[view->count++] = row;
    }
    return OK;
}

static enum status show_late(struct context *cx, const struct web *web, struct response *response)
{
    struct request_list view = {.q = "", .state = ""};
    struct request_row *rows = arena_array(cx->mem, struct request_row, ROWS_MAX);
    for (size_t g = 0; g < cx->actor->grant_count; g++) {
        const struct grant *grant = &cx->actor->grants[g];
        if (!role_has(grant->role, READ_STATES)) continue;
        TRY(add_late(cx, grant->agency, &view, rows));
        for (size_t i = 0; grant->subtree && grant->subtree[i]; i++)
            TRY(add_late(cx, grant->subtree[i], &view, rows));
    }
    qsort(rows, view.count, sizeof rows[0], by_due);
    view.rows = rows;
    struct page page = desk_page(web, NULL);
    view_request_late(&page, &view);
    return web_show(response, &page);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/applications",                                     READ_STAFF,    show_open,     "q state"},
    {HTTP_GET,  "/applications/new",                                 WRITE,         ask_enter,     NULL},
    {HTTP_POST, "/applications/new",                                 WRITE,         make_enter,    ANY_FIELD},
    {HTTP_GET,  "/applications/{id}/originals/{letter}/{position}",  READ_PERSONAL, show_original, NULL},
    {HTTP_GET,  "/letters/{id}/pdf",                                 READ_PERSONAL, show_pdf,      NULL},
    {HTTP_POST, "/letters/{id}/scan",                                WRITE,         make_scan,     "version", UPLOADS},
    {HTTP_GET,  "/late",                                             READ_STATES,   show_late,     NULL},
};
/* clang-format on */

const struct routes request_routes = ROUTES(rows);
