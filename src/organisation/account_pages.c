/* What the pages of accounts show. */
#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "organisation/private.h"
#include "web/message.h"

static const struct sql kept_accounts = {
    "account.kept",
    "SELECT id FROM staff s WHERE s.newest = 1 AND (s.agency = $1 OR EXISTS (SELECT 1 FROM"
    " staff_grant g WHERE g.staff = s.id AND g.agency = $1)) ORDER BY s.name"};
static const struct sql grants_of = {
    "account.grants",
    "SELECT g.role, g.agency, COALESCE(a.name, g.agency) FROM staff_grant g LEFT JOIN agency a"
    " ON a.code = g.agency AND a.newest = 1 WHERE g.staff = $1 ORDER BY g.agency, g.role"};

const char *role_label(const struct context *cx, const char *word)
{
    return message_text(cx->language, arena_format(cx->mem, "role.%s", word));
}

static const char *agency_name(struct context *cx, const char *code)
{
    struct agency agency;
    return agency_by_code(cx, code, &agency) == OK ? agency.name : code;
}

enum status account_row(struct context *cx, const struct staff *staff, struct account_row *ret)
{
    struct rows *rows;
    struct account_grant **last = (struct account_grant **)(uintptr_t)&ret->grants;
    bool active = staff->base.state == STAFF_ACTIVE;
    *ret = (struct account_row){.id = staff->base.id,
                                .name = staff->name,
                                .label = staff->label,
                                .state = state_label(record_state(&staff->base), cx->language),
                                .badge = active ? "badge badge-good" : "badge badge-stop",
                                .agency = agency_name(cx, staff->base.agency)};
    TRY(store_query(cx, &grants_of, BIND(staff->base.id), &rows));
    while (rows_next(rows)) {
        *last = arena_make(cx->mem, struct account_grant);
        **last = (struct account_grant){.role = rows_text(rows, 0),
                                        .agency = rows_text(rows, 1),
                                        .agency_label = rows_text(rows, 2)};
        (*last)->role_label = role_label(cx, (*last)->role);
        (*last)->ours = access_may(cx->actor, ADMINISTER, (*last)->agency);
        last = &(*last)->next;
    }
    return rows_end(rows);
}

/* Each account once, also where it has to do with two of the agencies. */
static bool is_listed(const struct account_row *rows, const char *id)
{
    for (; rows; rows = rows->next)
        if (text_equal(rows->id, id)) return true;
    return false;
}

static enum status add_accounts(struct context *cx, const char *agency, struct account_row **rows)
{
    struct rows *found;
    TRY(store_query(cx, &kept_accounts, BIND(agency), &found));
    struct account_row **last = rows;
    while (*last) last = &(*last)->next;
    while (rows_next(found)) {
        const char *id = rows_text(found, 0);
        if (is_listed(*rows, id)) continue;
        *last = arena_make(cx->mem, struct account_row);
        (*last)->id = id;
        last = &(*last)->next;
    }
    return rows_end(found);
}

enum status account_rows(struct context *cx, const struct account_row **ret)
{
    struct account_row *rows = NULL;
    for (size_t i = 0; i < cx->actor->grant_count; i++)
        if (cx->actor->grants[i].role == ROLE_ADMIN)
            TRY(add_accounts(cx, cx->actor->grants[i].agency, &rows));
    for (struct account_row *row = rows; row; row = row->next) {
        struct staff staff;
        struct account_row *next = row->next;
        TRY(record_fetch(cx, &staff_kind, row->id, 0, &staff));
        TRY(account_row(cx, &staff, row));
        row->next = next;
    }
    *ret = rows;
    return OK;
}

/* ---- form rows --------------------------------------------------------------------------------
 */

static const char *error_at(struct context *cx, const char *name)
{
    for (const struct issue *i = cx->issues; i; i = i->next)
        if (text_equal(i->field, name))
            return message_format(cx->mem, cx->language, i->message, &i->detail, 1);
    return NULL;
}

const char *account_error(struct context *cx, const char *name)
{
    return error_at(cx, name);
}

struct form_row account_line(struct context *cx, const char *name, const char *value)
{
    const struct field *field = kind_field(&staff_kind, name);
    const char *hint = arena_format(cx->mem, "account.%s.hint", name);
    return (struct form_row){.field = field,
                             .control = FORM_LINE,
                             .name = name,
                             .label = field_label(field, cx->language),
                             .hint = message_known(hint) ? message_text(cx->language, hint) : NULL,
                             .value = value,
                             .error = error_at(cx, name),
                             .required = true,
                             .max = field->max};
}

static struct form_row choice(struct context *cx, const char *name, struct form_option *options,
                              size_t count)
{
    const char *label = arena_format(cx->mem, "account.%s", name);
    return (struct form_row){.control = FORM_CHOICE,
                             .name = name,
                             .label = message_text(cx->language, label),
                             .error = error_at(cx, name),
                             .required = true,
                             .options = options,
                             .option_count = count};
}

struct form_row account_roles(struct context *cx, const char *chosen)
{
    struct form_option *options = arena_array(cx->mem, struct form_option, ROLE_COUNT + 1);
    options[0] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        const char *word = role_word((enum role)i);
        options[i + 1] = (struct form_option){word, role_label(cx, word), text_equal(word, chosen)};
    }
    return choice(cx, "role", options, ROLE_COUNT + 1);
}

struct form_row account_agencies(struct context *cx, const char *chosen)
{
    const struct actor *actor = cx->actor;
    struct form_option *options = arena_array(cx->mem, struct form_option, actor->grant_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < actor->grant_count; i++) {
        if (actor->grants[i].role != ROLE_ADMIN) continue;
        const char *code = actor->grants[i].agency;
        options[n++] = (struct form_option){code, agency_name(cx, code), text_equal(code, chosen)};
    }
    return choice(cx, "agency", options, n);
}

static const char *act_label(struct context *cx, const char *verb)
{
    const char *id = arena_format(cx->mem, "account.did.%s", verb);
    if (message_known(id)) return message_text(cx->language, id);
    id = arena_format(cx->mem, "move.%s", verb);
    return message_known(id) ? message_text(cx->language, id) : verb;
}

enum status account_events(struct context *cx, const struct record *rec,
                           const struct account_event **ret)
{
    struct history_line *lines;
    struct account_event *newest = NULL;
    TRY(record_history(cx, rec, &lines));
    for (; lines; lines = lines->next) {
        struct account_event *event = arena_make(cx->mem, struct account_event);
        *event = (struct account_event){act_label(cx, lines->verb), desk_hand(cx, lines->actor),
                                        lines->why, lines->at, newest};
        newest = event;
    }
    *ret = newest;
    return OK;
}
