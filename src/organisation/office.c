#include "organisation/office.h"

#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "organisation/private.h"
#include "organisation/views.h"
#include "outbox/outbox.h"
#include "record/base.h"
#include "record/profile.h"
#include "web/message.h"
#include "web/session.h"

/* ---- what is granted -------------------------------------------------------------------------
 */

static enum status check_grant(struct context *cx, const char *role_text, const char *agency,
                               enum role *ret_role)
{
    struct agency known;
    enum status status = OK;
    if (!role_from_word(role_text, ret_role)) status = issue(cx, "role", "account.which_role", "");
    if (!access_may(cx->actor, ADMINISTER, agency) || agency_by_code(cx, agency, &known) != OK)
        status = issue(cx, "agency", "account.which_agency", "");
    return status;
}

static enum status note(struct context *cx, const struct record *rec, const char *verb,
                        const char *what)
{
    const struct history_entry entry = {verb, "", "", what, "", ""};
    return history_write(cx, rec, &entry);
}

/* ---- the list, and a new account --------------------------------------------------------------
 */

struct typed {
    const char *name, *label, *role, *agency, *password;
};

static const char *done_sentence(struct context *cx, const struct web *web)
{
    const char *done = "";
    enum status status =
        web_word(cx, web, "done", "made granted revoked moved password email profile", &done);
    if (status != OK || !*done) return NULL;
    return message_text(cx->language, arena_format(cx->mem, "account.done.%s", done));
}

static enum status show_accounts(struct context *cx, const struct web *web,
                                 struct response *response, const struct typed *typed)
{
    struct accounts_view view = {.issues = cx->issues,
                                 .name = account_line(cx, "name", typed->name),
                                 .label = account_line(cx, "label", typed->label),
                                 .role = account_roles(cx, typed->role),
                                 .agency = account_agencies(cx, typed->agency),
                                 .password_error = account_error(cx, "password")};
    if (web->request->method == HTTP_GET) view.done = done_sentence(cx, web);
    TRY(account_rows(cx, &view.rows));
    struct page page = desk_page(web, NULL);
    view_organisation_accounts(&page, &view);
    return web_show(response, &page);
}

static enum status list_accounts(struct context *cx, const struct web *web,
                                 struct response *response)
{
    return show_accounts(cx, web, response,
                         &(struct typed){"", "", "", desk_agency(cx, ADMINISTER), ""});
}

static enum status check_new(struct context *cx, const struct typed *typed, enum role *ret_role)
{
    struct staff known;
    enum status status = check_grant(cx, typed->role, typed->agency, ret_role);
    if (!people_name_is_valid(typed->name))
        status = issue(cx, "name", "account.bad_name", "");
    else if (people_by_name(cx, typed->name, &known) == OK)
        status = issue(cx, "name", "account.exists", typed->name);
    if (text_empty(typed->label)) status = issue(cx, "label", "field.required", "");
    enum status judged = password_judge(cx, typed->name, typed->password);
    return status == OK ? judged : status;
}

static enum status insert_account(struct context *cx, const struct typed *typed)
{
    struct staff staff;
    enum role role = ROLE_COUNT;
    TRY(check_new(cx, typed, &role));
    record_init(&staff_kind, &staff);
    staff.base.agency = typed->agency;
    staff.name = typed->name;
    staff.label = typed->label;
    TRY(password_hash(cx, typed->password, &staff.password_hash));
    TRY(store_begin(cx));
    TRY(record_insert(cx, &staff.base));
    TRY(people_grant(cx, staff.base.id, role, typed->agency));
    TRY(note(cx, &staff.base, "grant", arena_format(cx->mem, "%s %s", typed->role, typed->agency)));
    return store_commit(cx);
}

static enum status read_typed(struct context *cx, const struct web *web, struct typed *typed)
{
    enum status status = OK, one;
    const struct {
        const char *name;
        size_t max;
        const char **to;
    } fields[] = {
        {"name",     40,           &typed->name    },
        {"label",    60,           &typed->label   },
        {"role",     20,           &typed->role    },
        {"agency",   18,           &typed->agency  },
        {"password", PASSWORD_MAX, &typed->password},
    };
    for (size_t i = 0; i < COUNT_OF(fields); i++) {
        *fields[i].to = "";
        one = web_text(cx, web, fields[i].name, fields[i].max, fields[i].to);
        if (one != OK) status = one;
    }
    return status;
}

static enum status make_account(struct context *cx, const struct web *web,
                                struct response *response)
{
    struct typed typed;
    enum status status = read_typed(cx, web, &typed);
    if (status == OK) status = insert_account(cx, &typed);
    if (status == OK) return web_see_other(response, "/accounts?done=made");
    store_rollback(cx);
    if (status == INVALID) TRY(show_accounts(cx, web, response, &typed));
    return status;
}

/* ---- one account ------------------------------------------------------------------------------
 */

/* Of an agency that the actor administers, by its home or by a grant; others are not there. */
static enum status find_account(struct context *cx, const struct web *web, struct staff *ret_staff,
                                struct account_row *ret_row)
{
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_fetch(cx, &staff_kind, web_path(web, "id"), 0, ret_staff));
    TRY(account_row(cx, ret_staff, ret_row));
    bool ours = access_may(cx->actor, ADMINISTER, ret_staff->base.agency);
    for (const struct account_grant *g = ret_row->grants; g; g = g->next) ours |= g->ours;
    return ours ? OK : NOT_FOUND;
}

static enum status show_account(struct context *cx, const struct web *web,
                                struct response *response, struct account_view *view)
{
    struct staff staff;
    TRY(find_account(cx, web, &staff, &view->row));
    view->staff = &staff;
    if (view->email.name == NULL) view->email = account_line(cx, "email", staff.email);
    view->email.required = false;
    view->disabled = staff.base.state == STAFF_DISABLED;
    view->self = text_equal(staff.base.id, cx->actor->id);
    view->issues = cx->issues;
    view->password_error = account_error(cx, "password");
    TRY(account_events(cx, &staff.base, &view->events));
    struct page page = desk_page(web, NULL);
    struct page_link *crumbs = arena_array(cx->mem, struct page_link, 3);
    crumbs[0] = page.crumbs[0];
    crumbs[1] = (struct page_link){"/accounts", message_text(cx->language, "desk.accounts"), 0, 0};
    page.crumbs = crumbs;
    view_organisation_account(&page, view);
    return web_show(response, &page);
}

static enum status ask_account(struct context *cx, const struct web *web, struct response *response)
{
    struct account_view view = {.why = "", .done = done_sentence(cx, web)};
    view.role = account_roles(cx, "");
    view.agency = account_agencies(cx, desk_agency(cx, ADMINISTER));
    return show_account(cx, web, response, &view);
}

/* What is posted about one account; each act is a row of the table below. */
struct order {
    const char *role, *agency, *why, *password, *verb, *email;
    int64_t version;
};

static enum status grant(struct context *cx, struct staff *staff, const struct account_row *row,
                         const struct order *order)
{
    enum role role;
    TRY(check_grant(cx, order->role, order->agency, &role));
    TRY(people_may_hold(cx, staff->base.id, role));
    TRY(people_grant(cx, staff->base.id, role, order->agency));
    return note(cx, &staff->base, "grant",
                arena_format(cx->mem, "%s %s", order->role, order->agency));
}

static enum status revoke(struct context *cx, struct staff *staff, const struct account_row *row,
                          const struct order *order)
{
    enum role role;
    TRY(check_grant(cx, order->role, order->agency, &role));
    TRY(people_revoke(cx, staff->base.id, role, order->agency));
    return note(cx, &staff->base, "revoke",
                arena_format(cx->mem, "%s %s", order->role, order->agency));
}

/* Disabling and enabling are moves of the record; a session that lives ends at once. */
static enum status move(struct context *cx, struct staff *staff, const struct account_row *row,
                        const struct order *order)
{
    const struct reason reason = {order->why, "", "", DATE_NONE};
    if (order->version != staff->base.version) return CONFLICT;
    if (!access_may(cx->actor, ADMINISTER, staff->base.agency))
        return issue(cx, "", "account.other_home", "");
    TRY(record_move(cx, &staff->base, order->verb, &reason));
    return session_end_all(cx, staff->base.id);
}

static enum status reset(struct context *cx, struct staff *staff, const struct account_row *row,
                         const struct order *order)
{
    const char *hash;
    if (!access_may(cx->actor, ADMINISTER, staff->base.agency))
        return issue(cx, "", "account.other_home", "");
    TRY(password_judge(cx, staff->name, order->password));
    TRY(password_hash(cx, order->password, &hash));
    TRY(people_set_password_hash(cx, staff->base.id, hash));
    TRY(session_end_all(cx, staff->base.id));
    return note(cx, &staff->base, "password", "");
}

/* Where reminders go. History says that it was changed, and not to what. */
static enum status set_email(struct context *cx, struct staff *staff, const struct account_row *row,
                             const struct order *order)
{
    if (order->version != staff->base.version) return CONFLICT;
    if (!access_may(cx->actor, ADMINISTER, staff->base.agency))
        return issue(cx, "", "account.other_home", "");
    if (*order->email && !outbox_recipient_is_right(OUTBOX_EMAIL, order->email))
        return issue(cx, "email", "account.bad_email", "");
    staff->email = order->email;
    return record_save(cx, &staff->base);
}

static const struct {
    const char *path, *done;
    enum status (*run)(struct context *, struct staff *, const struct account_row *,
                       const struct order *);
} acts[] = {
    {"grant",    "granted",  grant    },
    {"revoke",   "revoked",  revoke   },
    {"move",     "moved",    move     },
    {"password", "password", reset    },
    {"email",    "email",    set_email},
};

static enum status read_order(struct context *cx, const struct web *web, struct order *order)
{
    *order = (struct order){"", "", "", "", "", "", 0};
    TRY(web_text(cx, web, "email", 120, &order->email));
    TRY(web_text(cx, web, "role", 20, &order->role));
    TRY(web_text(cx, web, "agency", 18, &order->agency));
    TRY(web_lines(cx, web, "why", 500, &order->why));
    TRY(web_text(cx, web, "password", PASSWORD_MAX, &order->password));
    TRY(web_word(cx, web, "verb", "disable enable", &order->verb));
    return web_int(cx, web, "version", &order->version);
}

static enum status run_act(struct context *cx, size_t act, struct staff *staff,
                           const struct account_row *row, const struct order *order)
{
    if (text_equal(staff->base.id, cx->actor->id)) return issue(cx, "", "account.not_yourself", "");
    TRY(store_begin(cx));
    TRY(acts[act].run(cx, staff, row, order));
    return store_commit(cx);
}

static enum status change_account(struct context *cx, const struct web *web,
                                  struct response *response)
{
    struct order order;
    struct staff staff;
    struct account_row row;
    size_t act = 0;
    while (act < COUNT_OF(acts) && !text_equal(acts[act].path, web_path(web, "act"))) act++;
    if (act == COUNT_OF(acts)) return NOT_FOUND;
    TRY(find_account(cx, web, &staff, &row));
    response->readable = true;
    enum status status = read_order(cx, web, &order);
    if (status == OK) status = run_act(cx, act, &staff, &row, &order);
    if (status == OK)
        return web_see_other(
            response, arena_format(cx->mem, "/accounts/%s?done=%s", staff.base.id, acts[act].done));
    store_rollback(cx);
    if (status != INVALID) return status;
    struct account_view view = {.why = order.why,
                                .email = account_line(cx, "email", order.email),
                                .role = account_roles(cx, order.role),
                                .agency = account_agencies(cx, order.agency)};
    TRY(show_account(cx, web, response, &view));
    return status;
}

/* ---- publication profiles ---------------------------------------------------------------------
 */

static enum status ask_profile(struct context *cx, const struct web *web, struct response *response)
{
    struct profile_view view = {.done = done_sentence(cx, web)};
    struct profile_row **last = (struct profile_row **)(uintptr_t)&view.rows;
    const struct form_row agencies = account_agencies(cx, "");
    for (size_t i = 0; i < agencies.option_count; i++) {
        struct profile_row *row = *last = arena_make(cx->mem, struct profile_row);
        *row = (struct profile_row){.agency = agencies.options[i].value,
                                    .name = agencies.options[i].label};
        TRY(profile_has(cx, row->agency, "collate", &row->collate));
        TRY(profile_has(cx, row->agency, "approve", &row->approve));
        TRY(profile_has(cx, row->agency, "file", &row->file));
        last = &row->next;
    }
    struct page page = desk_page(web, NULL);
    view_organisation_profile(&page, &view);
    return web_show(response, &page);
}

static const struct sql agency_record = {"account.agency_record",
                                         "SELECT id FROM agency WHERE code = $1 AND newest = 1"};

/* Which hands a publication goes through is itself an act: the agency's history says who. */
static enum status store_profile(struct context *cx, const char *agency, const char *steps)
{
    struct agency record;
    const char *id;
    TRY(store_text(cx, &agency_record, BIND(agency), &id));
    TRY(record_fetch(cx, &agency_kind, id, 0, &record));
    TRY(store_begin(cx));
    TRY(profile_set(cx, agency, steps));
    TRY(note(cx, &record.base, "profile", steps));
    return store_commit(cx);
}

static enum status make_profile(struct context *cx, const struct web *web,
                                struct response *response)
{
    static const char *const steps[] = {"collate", "approve", "file"};
    const char *agency, *on;
    struct out kept = out_new(cx->mem);
    TRY(web_text(cx, web, "agency", 18, &agency));
    if (!access_may(cx->actor, ADMINISTER, agency)) return NOT_FOUND;
    for (size_t i = 0; i < COUNT_OF(steps); i++) {
        TRY(web_word(cx, web, steps[i], "yes", &on));
        if (*on) out_format(&kept, "%s%s", kept.size ? " " : "", steps[i]);
    }
    enum status status = store_profile(cx, agency, kept.text);
    if (status != OK) {
        store_rollback(cx);
        return status;
    }
    return web_see_other(response, "/accounts/profile?done=profile");
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/accounts",            ADMINISTER, list_accounts,  "done"},
    {HTTP_POST, "/accounts",            ADMINISTER, make_account,   "name label role agency password"},
    {HTTP_GET,  "/accounts/profile",    ADMINISTER, ask_profile,    "done"},
    {HTTP_POST, "/accounts/profile",    ADMINISTER, make_profile,   "agency collate approve file"},
    {HTTP_GET,  "/accounts/{id}",       ADMINISTER, ask_account,    "done"},
    {HTTP_POST, "/accounts/{id}/{act}", ADMINISTER, change_account, "role agency why password verb version email"},
};
/* clang-format on */

const struct routes account_routes = ROUTES(rows);
