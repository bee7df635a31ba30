/* What time alone does. Each step is a transaction of its own: one that cannot be done stops nobody
 * else's; its issue stays in the context under the record's id, for the worker to log. */
#include "base/text.h"
#include "document/original.h"
#include "intake/capsule.h"
#include "request/capsule.h"
#include "request/private.h"

enum { AT_ONCE = 500 };

struct found {
    const char *ids[AT_ONCE];
    size_t count;
};

static enum status find(struct context *cx, const struct sql *sql, struct bind bind,
                        struct found **ret)
{
    struct rows *rows;
    struct found *found = *ret = arena_make(cx->mem, struct found);
    TRY(store_query(cx, sql, bind, &rows));
    while (found->count < AT_ONCE && rows_next(rows))
        found->ids[found->count++] = rows_text(rows, 0);
    return rows_end(rows);
}

/* A step that is refused leaves its record as it is; a fault stops the job. */
static enum status go_on(struct context *cx, const char *id, enum status status)
{
    if (status == OK || status == FAULT || status == BUSY) return status;
    return issue(cx, id, "request.not_by_the_job", "") == INVALID ? OK : FAULT;
}

/* All that the statement finds, some at a time, until it finds no more or nothing more will go. */
static enum status move_each(struct context *cx, const struct kind *kind, const struct sql *sql,
                             struct bind bind, const char *verb)
{
    struct found *found;
    size_t done;
    do {
        done = 0;
        TRY(find(cx, sql, bind, &found));
        for (size_t i = 0; i < found->count; i++) {
            struct record *rec = arena_alloc(cx->mem, kind->size);
            TRY(record_fetch(cx, kind, found->ids[i], 0, rec));
            enum status status = record_move(cx, rec, verb, &NO_REASON);
            done += status == OK;
            TRY(go_on(cx, rec->id, status));
        }
    } while (found->count == AT_ONCE && done);
    return OK;
}

/* Only where the notice was served: who was not told has let nothing pass (letter_was_served). */
static const struct sql corrections_over = {
    "jobs.corrections",
    "SELECT id FROM application a WHERE state = 'correcting' AND newest = 1 AND lapses_after < $1"
    " AND EXISTS (SELECT 1 FROM letter l WHERE l.application = a.id AND l.state = 'served'"
    " AND l.template = 'correction-notice' AND l.served_on >= (SELECT MAX(on_day) FROM"
    " application_event e WHERE e.application = a.id AND e.event = 'correction-notice'"
    " AND e.state = 'stands')) ORDER BY lapses_after, id"};
static const struct sql consultations_over = {
    "jobs.consultations",
    "SELECT id FROM consultation c WHERE state = 'sent' AND newest = 1 AND answer_by < $1"
    " AND EXISTS (SELECT 1 FROM letter l WHERE l.consultation = c.id AND l.state = 'served'"
    " AND l.template <> 'third-party-decision') ORDER BY answer_by, id"};
static const struct sql fees_over = {
    "jobs.fees",
    "SELECT id FROM fee_notice f WHERE state = 'noticed' AND newest = 1 AND pay_by < $1"
    " AND EXISTS (SELECT 1 FROM letter l WHERE l.application = f.application"
    " AND l.template = 'fee-notice' AND l.state = 'served'"
    " AND l.served_on >= f.noticed_on) ORDER BY pay_by, id"};

static enum status let_time_pass(struct context *cx)
{
    struct bind today = BIND(cx->today);
    TRY(move_each(cx, &application_kind, &corrections_over, today, "lapse"));
    TRY(move_each(cx, &consultation_kind, &consultations_over, today, "fall-silent"));
    return move_each(cx, &fee_notice_kind, &fees_over, today, "lapse");
}

/* ---- calendars that were corrected ---- */

static const struct sql open_by_regime = {
    "jobs.open",
    "SELECT id FROM application WHERE newest = 1 AND regime = $1 AND calendar_version <> $2"
    " AND state IN ('received', 'registered', 'correcting', 'searching', 'consulting',"
    " 'fee-noticed', 'answer-drafted', 'answer-reviewed', 'answer-approved') ORDER BY id"};

static enum status recount(struct context *cx)
{
    const struct law *law = request_setting()->law;
    for (size_t i = 0; i < law->regime_count; i++) {
        const struct regime *regime = law->regimes[i];
        struct bind older = BIND(regime->id, calendar_version(regime->calendar));
        TRY(move_each(cx, &application_kind, &open_by_regime, older, "recount"));
    }
    return OK;
}

/* ---- lines that a new standing order lets out, or whose remedies have changed ---- */

static const struct sql lines_behind = {
    "jobs.lines",
    "SELECT a.id FROM application a LEFT JOIN case_line l ON l.id = a.case_line AND l.newest = 1"
    " WHERE a.newest = 1 AND a.serial IS NOT NULL AND (a.case_line = '' OR"
    " l.reconsiderations <> (SELECT COUNT(*) FROM remedy r WHERE r.application = a.id AND"
    " r.sort = 'reconsideration' AND r.co_defendant = 0) OR"
    " l.suits <> (SELECT COUNT(*) FROM remedy r WHERE r.application = a.id AND r.sort IN"
    " ('suit-direct', 'suit-after-reconsideration') AND r.co_defendant = 0))"
    " ORDER BY a.serial_year, a.serial"};
static const struct sql keep_line = {"jobs.keep_line",
                                     "UPDATE application SET case_line = $2 WHERE id = $1"};

/* Without a standing order nothing is done, and that is no failure. */
static enum status bring_line(struct context *cx, const char *id, size_t *done)
{
    struct application a;
    TRY(store_begin(cx));
    TRY(request_fetch(cx, id, &a));
    TRY(line_update(cx, &a));
    *done += !text_empty(a.case_line);
    TRY(store_run(cx, &keep_line, BIND(id, a.case_line), NULL));
    return store_commit(cx);
}

static enum status bring_lines(struct context *cx)
{
    struct found *found;
    size_t done;
    do {
        done = 0;
        TRY(find(cx, &lines_behind, BIND_NONE, &found));
        for (size_t i = 0; i < found->count; i++) {
            enum status status = bring_line(cx, found->ids[i], &done);
            if (status != OK) store_rollback(cx);
            TRY(go_on(cx, found->ids[i], status));
        }
    } while (found->count == AT_ONCE && done);
    return OK;
}

/* ---- retention ---- */

static const struct sql kept_too_long = {
    "jobs.retention", "SELECT id FROM application WHERE newest = 1 AND forgotten_on IS NULL"
                      " AND state IN ('answered', 'archived', 'withdrawn', 'lapsed')"
                      " AND ((received_on IS NULL AND arrived_on < $1) OR (received_on IS NOT NULL"
                      " AND COALESCE(closed_on, arrived_on) < $2 AND COALESCE(served_on, 0) < $2))"
                      " ORDER BY closed_on, id"};
/* The agency has done its own duty; where it has not, the file is overdue on its desk instead. */
static const struct sql never_confirmed = {
    "jobs.unconfirmed", "SELECT id FROM application WHERE state = 'awaiting-confirmation'"
                        " AND newest = 1 AND agency_confirmed_on IS NOT NULL AND arrived_on < $1"
                        " ORDER BY arrived_on, id"};
static const struct sql files_of = {
    "jobs.files",
    "SELECT sha256 FROM attachment WHERE record = $1 OR record IN (SELECT id FROM letter WHERE"
    " application = $1) OR record IN (SELECT id FROM consultation WHERE application = $1)"};
static enum status forget(struct context *cx, const char *id)
{
    struct application a;
    struct found *files;
    struct attachment_place blobs = {request_setting()->blob, request_setting()->tmp};
    TRY(request_fetch(cx, id, &a));
    TRY(find(cx, &files_of, BIND(id), &files));
    TRY(record_move(cx, &a.base, "forget", &NO_REASON));
    TRY(original_remove_all(cx, &blobs, id));
    for (size_t i = 0; i < files->count; i++) TRY(attachment_drop_bytes(cx, &blobs, files->ids[i]));
    return OK;
}

static enum status forget_old(struct context *cx)
{
    struct found *found;
    const struct law *law = request_setting()->law;
    struct date unconfirmed = law_kept_before(law, KEEP_UNCONFIRMED, cx->today);
    struct date closed = law_kept_before(law, KEEP_APPLICATION, cx->today);
    TRY(move_each(cx, &application_kind, &never_confirmed, BIND(unconfirmed), "never-confirmed"));
    TRY(find(cx, &kept_too_long, BIND(unconfirmed, closed), &found));
    for (size_t i = 0; i < found->count; i++)
        TRY(go_on(cx, found->ids[i], forget(cx, found->ids[i])));
    return OK;
}

/* ---- the two jobs ---- */

static enum status as_program(struct context *cx, enum status (*job)(struct context *))
{
    const struct actor *person = cx->actor;
    cx->actor = &access_program;
    enum status status = job(cx);
    cx->actor = person;
    return status;
}

static enum status daily(struct context *cx)
{
    TRY(let_time_pass(cx));
    TRY(recount(cx));
    TRY(bring_lines(cx));
    TRY(request_remind(cx));
    return forget_old(cx);
}

enum status request_daily(struct context *cx)
{
    return as_program(cx, daily);
}

/* ---- capsules ---- */

static const struct sql stale_applications = {
    "jobs.stale", "SELECT id FROM application WHERE capsule_stale = 1 AND capsule_key <> ''"
                  " AND newest = 1 ORDER BY changed_at, id"};
static const struct sql stale_consultations = {
    "jobs.stale_consultations", "SELECT id FROM consultation WHERE capsule_stale = 1"
                                " AND capsule_key <> '' AND newest = 1 ORDER BY changed_at, id"};

static const struct sql dead_capsules = {"jobs.dead",
                                         "SELECT public_key FROM request_dead_capsule"};
static const struct sql buried = {"jobs.buried",
                                  "DELETE FROM request_dead_capsule WHERE public_key = $1"};

static enum status bury(struct context *cx)
{
    struct found *found;
    struct capsule_place place = {request_setting()->capsule, request_setting()->tmp};
    TRY(find(cx, &dead_capsules, BIND_NONE, &found));
    for (size_t i = 0; i < found->count; i++) {
        TRY(capsule_remove(cx, &place, found->ids[i]));
        TRY(store_run(cx, &buried, BIND(found->ids[i]), NULL));
    }
    return OK;
}

static enum status tick(struct context *cx)
{
    struct found *found;
    if (text_empty(request_setting()->capsule)) return OK;
    TRY(bury(cx));
    TRY(find(cx, &stale_applications, BIND_NONE, &found));
    for (size_t i = 0; i < found->count; i++)
        TRY(go_on(cx, found->ids[i], request_capsule(cx, found->ids[i])));
    TRY(find(cx, &stale_consultations, BIND_NONE, &found));
    for (size_t i = 0; i < found->count; i++)
        TRY(go_on(cx, found->ids[i], consultation_capsule(cx, found->ids[i])));
    return OK;
}

enum status request_tick(struct context *cx)
{
    return as_program(cx, tick);
}
