#include "outbox/outbox.h"

#include <string.h>

#include "base/text.h"
#include "outbox/inside.h"

enum {
    CLAIM_MS = 15 * 60 * 1000,
    DAY_MS = 24 * 60 * 60 * 1000,
    ADDRESS_MAX = 254,
    CRASHES_MOST = 12,
    NUMBER_MAX = 64
};

static const char *const channels[] = {[OUTBOX_EMAIL] = "email", [OUTBOX_COMMAND] = "command"};

/* waiting, sent, failed (given up, and shown), dropped. next_at is when it may be tried; while it
 * is being tried, when the attempt counts as crashed. */
static const struct sql tables = {
    "outbox.tables",
    "CREATE TABLE IF NOT EXISTS outbox (id TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
    " channel TEXT NOT NULL, recipient TEXT NOT NULL, subject TEXT NOT NULL, body TEXT NOT NULL,"
    " state TEXT NOT NULL, created_at INTEGER NOT NULL, not_before INTEGER NOT NULL,"
    " next_at INTEGER NOT NULL, attempts INTEGER NOT NULL, sent_at INTEGER NOT NULL,"
    " last_error TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS outbox_due ON outbox (state, channel, next_at)"};

static const struct sql put = {
    "outbox.put",
    "INSERT INTO outbox (id, key, channel, recipient, subject, body, state, created_at, not_before,"
    " next_at, attempts, sent_at, last_error) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $8, "
    "$8,"
    " 0, 0, '') ON CONFLICT (key) DO NOTHING"};

static const struct sql next_due = {
    "outbox.next", "SELECT id, recipient, subject, body, created_at, not_before, attempts"
                   " FROM outbox WHERE state = 'waiting' AND channel = $1 AND next_at <= $2"
                   " ORDER BY next_at, id LIMIT 1"};
static const struct sql claim_row = {
    "outbox.claim", "UPDATE outbox SET attempts = attempts + 1, next_at = $2 WHERE id = $1"};
/* Sent: what is left is that, and when. The attempt's number keeps a crashed one's late answer
 * from speaking for the next. */
static const struct sql settle_sent = {
    "outbox.sent", "UPDATE outbox SET state = 'sent', sent_at = $2, recipient = '', subject = '',"
                   " body = '', last_error = '' WHERE id = $1 AND state = 'waiting'"};
static const struct sql settle_later = {"outbox.later",
                                        "UPDATE outbox SET next_at = $2, last_error = $3"
                                        " WHERE id = $1 AND state = 'waiting' AND attempts = $4"};
static const struct sql settle_never = {"outbox.never",
                                        "UPDATE outbox SET state = 'failed', last_error = $2"
                                        " WHERE id = $1 AND state = 'waiting' AND attempts = $3"};
/* What no attempt settles: no way is configured, or each attempt ends in a crash. */
static const struct sql give_up_old = {
    "outbox.give_up", "UPDATE outbox SET state = 'failed', last_error = $3"
                      " WHERE state = 'waiting' AND not_before < $1 AND next_at <= $2"
                      " AND channel = $4 AND attempts >= $5"};

static const struct sql standing = {"outbox.standing",
                                    "SELECT state, COUNT(*), MIN(not_before) FROM outbox"
                                    " WHERE state IN ('waiting', 'failed') GROUP BY state"};
static const struct sql listing = {
    "outbox.list", "SELECT id, key, recipient, subject, last_error, channel, attempts, created_at,"
                   " next_at, state FROM outbox WHERE state = 'failed' OR"
                   " (state = 'waiting' AND attempts > 0) ORDER BY created_at, id LIMIT $1"};
static const struct sql retry = {
    "outbox.retry", "UPDATE outbox SET state = 'waiting', attempts = 0, not_before = $2,"
                    " next_at = $2 WHERE id = $1 AND state = 'failed'"};
static const struct sql drop = {
    "outbox.drop", "UPDATE outbox SET state = 'dropped', recipient = '', subject = '', body = ''"
                   " WHERE id = $1 AND state = 'failed'"};

static const struct sql forget = {
    "outbox.forget", "UPDATE outbox SET state = 'dropped', recipient = '', subject = '', body = ''"
                     " WHERE key = $1 AND state IN ('waiting', 'failed')"};

enum status outbox_forget(struct context *cx, const char *key)
{
    return store_run(cx, &forget, BIND(key), NULL);
}

enum status outbox_ensure_tables(struct context *cx)
{
    return store_ensure(cx, &tables);
}

/* ---- putting ---- */

/* A plain address of ASCII, one to a message: no list, no name, nothing that could end a header. */
static bool is_address(const char *text)
{
    size_t size = strlen(text);
    const char *at = strchr(text, '@');
    if (size < 3 || size > ADDRESS_MAX || !at || at == text || !at[1] || strchr(at + 1, '@'))
        return false;
    for (const char *c = text; *c; c++)
        if (*c <= ' ' || *c >= 127 || strchr("<>()[]\\,;:\"", *c)) return false;
    return at[1] != '.' && at[1] != '-' && text[size - 1] != '.' && !strstr(at, "..");
}

/* What a command takes: one short line, which is not mistaken for an option. */
static bool is_line(const char *text)
{
    size_t size = strlen(text);
    if (!size || size > NUMBER_MAX || *text == '-' || *text == ' ') return false;
    for (const char *c = text; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 127) return false;
    return true;
}

bool outbox_recipient_is_right(enum outbox_channel channel, const char *recipient)
{
    return recipient && (channel == OUTBOX_EMAIL ? is_address(recipient) : is_line(recipient));
}

enum status outbox_put(struct context *cx, const struct outbox_notice *notice)
{
    const char *subject = notice->subject ? notice->subject : "";
    struct moment due = notice->not_before.ms ? notice->not_before : cx->now;
    if (!store_in_transaction(cx)) return fault(cx, "outbox: a notice outside a transaction");
    if (text_empty(notice->key) || strlen(notice->key) > OUTBOX_KEY_MAX)
        return fault(cx, "outbox: a notice without a key");
    if (!outbox_recipient_is_right(notice->channel, notice->recipient))
        return issue(cx, "recipient", "outbox.recipient", "");
    if (strpbrk(subject, "\r\n") || text_length(subject) > OUTBOX_SUBJECT_MAX ||
        (notice->channel == OUTBOX_EMAIL && !*subject))
        return issue(cx, "subject", "outbox.subject", "");
    if (text_empty(notice->body) || text_length(notice->body) > OUTBOX_BODY_MAX)
        return issue(cx, "body", "outbox.body", "");
    return store_run(cx, &put,
                     BIND(id_new(cx->mem), notice->key, channels[notice->channel],
                          notice->recipient, subject, notice->body, cx->now, due),
                     NULL);
}

/* ---- sending ---- */

struct claim {
    struct outbox_try attempt;
    enum outbox_channel channel;
    struct moment not_before;
    int64_t attempts;
};

/* Takes the next due notice and records the attempt, before anything leaves the house. */
static enum status claim(struct context *cx, enum outbox_channel channel, struct claim *ret,
                         bool *ret_found)
{
    struct rows *rows;
    *ret_found = false;
    TRY(store_begin(cx));
    TRY(store_query(cx, &next_due, BIND(channels[channel], cx->now), &rows));
    if (rows_next(rows)) {
        *ret_found = true;
        *ret = (struct claim){
            .attempt = {.id = rows_text(rows, 0),
                        .recipient = rows_text(rows, 1),
                        .subject = rows_text(rows, 2),
                        .body = rows_text(rows, 3),
                        .created_at = rows_moment(rows, 4),
                        .end = OUTBOX_LATER,
                        .error = ""},
            .channel = channel,
            .not_before = rows_moment(rows, 5),
            .attempts = rows_int(rows, 6) + 1
        };
    }
    TRY(rows_end(rows));
    if (*ret_found) {
        struct moment crashed = {cx->now.ms + CLAIM_MS};
        TRY(store_run(cx, &claim_row, BIND(ret->attempt.id, crashed), NULL));
    }
    return store_commit(cx);
}

/* From a minute to six hours. */
static int64_t wait_after(int64_t attempts)
{
    static const int minutes[] = {1, 5, 15, 60, 180, 360};
    size_t at = attempts < 1 ? 0 : (size_t)attempts - 1;
    if (at >= COUNT_OF(minutes)) at = COUNT_OF(minutes) - 1;
    return (int64_t)minutes[at] * 60 * 1000;
}

static enum status settle(struct context *cx, const struct outbox_settings *settings,
                          const struct claim *claim, struct outbox_round *round)
{
    const struct outbox_try *attempt = &claim->attempt;
    int64_t until = claim->not_before.ms + (int64_t)settings->give_up_days * DAY_MS;
    struct moment again = {cx->now.ms + wait_after(claim->attempts)};
    if (attempt->end == OUTBOX_SENT) {
        round->sent++;
        return store_run(cx, &settle_sent, BIND(attempt->id, cx->now), NULL);
    }
    if (attempt->end == OUTBOX_NEVER || again.ms > until) {
        round->failed++;
        return store_run(cx, &settle_never, BIND(attempt->id, attempt->error, claim->attempts),
                         NULL);
    }
    round->deferred++;
    return store_run(cx, &settle_later, BIND(attempt->id, again, attempt->error, claim->attempts),
                     NULL);
}

static enum status send_one(struct context *cx, const struct outbox_settings *settings,
                            enum outbox_channel channel, struct outbox_round *round,
                            bool *ret_found)
{
    struct claim taken;
    TRY(claim(cx, channel, &taken, ret_found));
    if (!*ret_found) return OK;
    TRY(channel == OUTBOX_EMAIL ? outbox_mail(cx, settings, &taken.attempt)
                                : outbox_command(cx, settings, &taken.attempt));
    return settle(cx, settings, &taken, round);
}

/* An office that was closed for a week still tries each notice before it gives it up. */
static enum status give_up(struct context *cx, const struct outbox_settings *settings,
                           enum outbox_channel channel, bool open, struct outbox_round *round)
{
    struct moment before = {cx->now.ms - (int64_t)settings->give_up_days * DAY_MS};
    const char *error = open ? "each attempt was cut short" : "no way to send it is configured";
    int64_t changed = 0;
    TRY(store_run(cx, &give_up_old,
                  BIND(before, cx->now, error, channels[channel], open ? CRASHES_MOST : 0),
                  &changed));
    round->failed += (size_t)changed;
    return OK;
}

enum status outbox_run(struct context *cx, const struct outbox_settings *settings, size_t limit,
                       struct outbox_round *ret_round)
{
    const bool open[] = {
        [OUTBOX_EMAIL] = !text_empty(settings->smtp), [OUTBOX_COMMAND] = settings->command != NULL};
    size_t done = 0;
    *ret_round = (struct outbox_round){0};
    if (store_in_transaction(cx)) return fault(cx, "outbox: run inside a transaction");
    for (enum outbox_channel channel = OUTBOX_EMAIL; channel <= OUTBOX_COMMAND; channel++) {
        TRY(give_up(cx, settings, channel, open[channel], ret_round));
        for (bool found = open[channel]; found && done < limit; done++) {
            struct arena_mark mark = arena_mark(cx->mem);
            enum status status = send_one(cx, settings, channel, ret_round, &found);
            arena_rewind(cx->mem, mark);
            TRY(status);
        }
    }
    return OK;
}

/* ---- looking ---- */

enum status outbox_stands(struct context *cx, struct outbox_standing *ret_standing)
{
    struct rows *rows;
    *ret_standing = (struct outbox_standing){0};
    TRY(store_query(cx, &standing, BIND_NONE, &rows));
    while (rows_next(rows)) {
        if (text_equal(rows_text(rows, 0), "failed")) {
            ret_standing->failed = rows_int(rows, 1);
        } else {
            ret_standing->waiting = rows_int(rows, 1);
            ret_standing->oldest = rows_moment(rows, 2);
        }
    }
    return rows_end(rows);
}

enum status outbox_list(struct context *cx, size_t limit, struct outbox_row **ret_rows,
                        size_t *ret_count)
{
    struct rows *rows;
    struct outbox_row *list = arena_array(cx->mem, struct outbox_row, limit + 1);
    size_t count = 0;
    TRY(store_query(cx, &listing, BIND((int64_t)limit), &rows));
    while (rows_next(rows) && count < limit)
        list[count++] = (struct outbox_row){
            .id = rows_text(rows, 0),
            .key = rows_text(rows, 1),
            .recipient = rows_text(rows, 2),
            .subject = rows_text(rows, 3),
            .error = rows_text(rows, 4),
            .channel = text_equal(rows_text(rows, 5), channels[OUTBOX_EMAIL]) ? OUTBOX_EMAIL
                                                                              : OUTBOX_COMMAND,
            .attempts = rows_int(rows, 6),
            .created_at = rows_moment(rows, 7),
            .next_at = rows_moment(rows, 8),
            .failed = text_equal(rows_text(rows, 9), "failed")};
    *ret_rows = list;
    *ret_count = count;
    return rows_end(rows);
}

static enum status change_one(struct context *cx, const struct sql *sql, struct bind bind)
{
    int64_t changed = 0;
    TRY(store_run(cx, sql, bind, &changed));
    return changed ? OK : NOT_FOUND;
}

enum status outbox_retry(struct context *cx, const char *id)
{
    return change_one(cx, &retry, BIND(id, cx->now));
}

enum status outbox_drop(struct context *cx, const char *id)
{
    return change_one(cx, &drop, BIND(id));
}
