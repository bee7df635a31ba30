/* What time alone does, once a day, as the program. A step that is refused leaves its record as it
 * is, and its issue for the worker's log. */
#include "base/text.h"
#include "contact/private.h"
#include "document/original.h"

enum { AT_ONCE = 500 };

static const struct contact_setting *setting;

void contact_set(const struct contact_setting *given)
{
    setting = given;
}

struct found {
    const char *ids[AT_ONCE];
    size_t count;
};

static enum status find(struct context *cx, const struct sql *sql, struct bind bind,
                        struct found *found)
{
    struct rows *rows;
    found->count = 0;
    TRY(store_query(cx, sql, bind, &rows));
    while (found->count < AT_ONCE && rows_next(rows))
        found->ids[found->count++] = rows_text(rows, 0);
    return rows_end(rows);
}

static enum status go_on(struct context *cx, const char *id, enum status status)
{
    if (status == OK || status == FAULT || status == BUSY) return status;
    return issue(cx, id, "request.not_by_the_job", "") == INVALID ? OK : FAULT;
}

/* ---- offers that nobody took ---- */

static const struct sql offers_over = {
    "contact.offers_over", "SELECT id FROM hand_over WHERE state = 'offered' AND newest = 1"
                           " AND return_after < $1 ORDER BY return_after, id"};

static enum status return_offer(struct context *cx, const char *id)
{
    struct hand_over h;
    TRY(record_fetch(cx, &hand_over_kind, id, 0, &h));
    return record_move(cx, &h.base, "return-hand-over", &NO_REASON);
}

/* ---- owners whose account has ended ---- */

static const struct sql left_behind = {
    "contact.left_behind",
    "SELECT m.id FROM contact_message m WHERE m.newest = 1"
    " AND m.state IN ('received', 'answering', 'signing') AND NOT EXISTS (SELECT 1 FROM staff s"
    " JOIN staff_grant g ON g.staff = s.id WHERE s.id = m.holder AND s.newest = 1"
    " AND s.state = 'active' AND g.agency = m.agency AND g.role IN ('clerk', 'officer'))"
    " ORDER BY m.received_on, m.id"};

static enum status reassign(struct context *cx, const char *id)
{
    struct contact_message m;
    struct contact_owner owner;
    struct reason reason = NO_REASON;
    TRY(record_fetch(cx, &contact_message_kind, id, 0, &m));
    TRY(contact_first_owner(cx, m.base.agency, m.sort, &owner));
    struct contact_pass pass = {NULL, text_empty(owner.unit) ? m.unit : owner.unit, owner.holder};
    reason.with = &pass;
    return record_move(cx, &m.base, "reassign", &reason);
}

/* ---- the end ---- */

static const struct sql answered_long_ago = {
    "contact.answered", "SELECT id FROM contact_message WHERE state = 'answered' AND newest = 1"
                        " AND answered_on < $1 ORDER BY answered_on, id"};
static const struct sql kept_too_long = {
    "contact.kept", "SELECT id FROM contact_message WHERE newest = 1 AND forgotten_on IS NULL"
                    " AND state IN ('closed', 'redirected', 'led', 'withdrawn')"
                    " AND closed_on < $1 ORDER BY closed_on, id"};

static enum status close_one(struct context *cx, const char *id)
{
    struct contact_message m;
    TRY(record_fetch(cx, &contact_message_kind, id, 0, &m));
    return record_move(cx, &m.base, "close-message", &NO_REASON);
}

static const struct sql forget_subject = {"contact.forget_subject",
                                          "UPDATE hand_over SET title = $2 WHERE message = $1"};

static enum status forget(struct context *cx, const char *id)
{
    struct contact_message m;
    TRY(record_fetch(cx, &contact_message_kind, id, 0, &m));
    TRY(record_move(cx, &m.base, "forget", &NO_REASON));
    TRY(store_run(cx, &forget_subject, BIND(id, m.title), NULL));
    TRY(matter_close(cx, id));
    if (!setting) return OK;
    struct attachment_place blobs = {setting->blob, setting->tmp};
    return original_remove_all(cx, &blobs, id);
}

/* ---- the day ---- */

static enum status each(struct context *cx, const struct sql *sql, struct bind bind,
                        enum status (*act)(struct context *, const char *))
{
    struct found *found = arena_make(cx->mem, struct found);
    TRY(find(cx, sql, bind, found));
    for (size_t i = 0; i < found->count; i++) TRY(go_on(cx, found->ids[i], act(cx, found->ids[i])));
    return OK;
}

static enum status daily(struct context *cx)
{
    TRY(each(cx, &offers_over, BIND(cx->today), return_offer));
    TRY(each(cx, &left_behind, BIND_NONE, reassign));
    TRY(each(cx, &answered_long_ago, BIND(date_plus(cx->today, -CLOSE_AFTER_DAYS)), close_one));
    TRY(each(cx, &kept_too_long, BIND(date_plus(cx->today, -FORGET_AFTER_DAYS)), forget));
    return figures_daily(cx);
}

enum status contact_daily(struct context *cx)
{
    const struct actor *person = cx->actor;
    cx->actor = &access_program;
    enum status status = daily(cx);
    cx->actor = person;
    return status;
}
