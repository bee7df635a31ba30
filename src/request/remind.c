/* Reminders by e-mail to whoever holds the file: some working days before the day, and once it has
 * passed, once each for every day that was ever due. They say number, what and day, and nothing of
 * who applied for what. */
#include "base/text.h"
#include "base/words.h"
#include "outbox/outbox.h"
#include "request/private.h"
#include "web/message.h"

enum { SOON = 3, REMINDERS_MAX = 2000 };

/* While the clock waits for somebody else, nobody here is late. */
#define HELD_BY                                                                                  \
    " JOIN staff s ON s.id = a.holder AND s.newest = 1 AND s.state = 'active' AND s.email <> ''" \
    " WHERE a.newest = 1 AND a.state IN ('received', 'registered', 'searching', 'consulting',"   \
    " 'answer-drafted', 'answer-reviewed', 'answer-approved')"
static const struct sql applications = {"remind.applications",
                                        "SELECT a.id, s.email, a.title FROM application a" HELD_BY
                                        " ORDER BY a.due_on, a.id"};
static const struct sql notices = {
    "remind.letters",
    "SELECT l.id, s.email, a.title FROM letter l JOIN application a ON"
    " a.id = l.application AND l.newest = 1 AND l.state IN ('drafted', 'signed')"
    " AND l.template IN ('correction-notice', 'extension')" HELD_BY " ORDER BY l.id"};
static const struct sql searches = {
    "remind.searches", "SELECT t.id, s.email, a.title FROM search_task t JOIN application a ON"
                       " a.id = t.application AND t.newest = 1 AND t.state = 'asked'" HELD_BY
                       " ORDER BY t.answer_by, t.id"};
static const struct {
    const struct kind *kind;
    const struct sql *open;
} reminded[] = {
    {&application_kind,    &applications},
    {&request_letter_kind, &notices     },
    {&search_task_kind,    &searches    },
};

struct reminder {
    const char *id, *email, *number;
};

static enum status find(struct context *cx, const struct sql *open, struct reminder **ret_list,
                        size_t *ret_count)
{
    struct rows *rows;
    size_t count = 0;
    struct reminder *list = arena_array(cx->mem, struct reminder, REMINDERS_MAX);
    TRY(store_query(cx, open, BIND_NONE, &rows));
    while (count < REMINDERS_MAX && rows_next(rows)) {
        const char *id = rows_text(rows, 0), *email = rows_text(rows, 1);
        list[count++] = (struct reminder){id, email, rows_text(rows, 2)};
    }
    *ret_list = list;
    *ret_count = count;
    return rows_end(rows);
}

/* "soon", "late", or NULL: nothing to say today. */
static const char *occasion(struct context *cx, const struct record_due *due)
{
    const struct calendar *calendar = law_calendar(request_setting()->law, due->calendar);
    if (!date_is_set(due->by) || !calendar) return NULL;
    if (due->by.day < cx->today.day) return "late";
    return law_count_working_days(calendar, cx->today, due->by) <= SOON ? "soon" : NULL;
}

static enum status put(struct context *cx, const struct reminder *to, const struct record *rec,
                       struct date by, const char *when)
{
    const char *what = rec->kind == &request_letter_kind ? AS_CONST(request_letter, rec)->heading
                                                         : kind_label(rec->kind, CHINESE);
    const char *const details[] = {to->number, what, words_date(cx->mem, CHINESE, by)};
    const char *subject = arena_format(cx->mem, "request.remind.%s", when);
    const char *body = arena_format(cx->mem, "request.remind.%s.text", when);
    struct outbox_notice notice = {
        .channel = OUTBOX_EMAIL,
        .recipient = to->email,
        .subject = message_format(cx->mem, CHINESE, subject, details, COUNT_OF(details)),
        .body = message_format(cx->mem, CHINESE, body, details, COUNT_OF(details)),
        .key = arena_format(cx->mem, "remind:%s:%s:%s", rec->id, date_iso(cx->mem, by), when)};
    TRY(store_begin(cx));
    enum status status = outbox_put(cx, &notice);
    if (status == OK) return store_commit(cx);
    store_rollback(cx);
    return status == INVALID ? OK : status; /* an address that no mail can go to */
}

static enum status remind(struct context *cx, const struct kind *kind, const struct reminder *to)
{
    struct record *rec = arena_alloc(cx->mem, kind->size);
    TRY(record_fetch(cx, kind, to->id, 0, rec));
    struct record_due due = kind->due(cx, rec);
    const char *when = occasion(cx, &due);
    return when ? put(cx, to, rec, due.by, when) : OK;
}

enum status request_remind(struct context *cx)
{
    if (!request_setting()->reminds) return OK;
    for (size_t k = 0; k < COUNT_OF(reminded); k++) {
        struct reminder *list;
        size_t count;
        TRY(find(cx, reminded[k].open, &list, &count));
        for (size_t i = 0; i < count; i++) TRY(remind(cx, reminded[k].kind, &list[i]));
    }
    return OK;
}
