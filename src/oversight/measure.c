#include "oversight/measure.h"

#include "base/text.h"
#include "desk/desk.h"
#include "law/law.h"
#include "oversight/assessment.h"
#include "oversight/obligation.h"
#include "record/list.h"

/* ---- what a statement cannot tell ------------------------------------------------------------ */

static bool released_late(struct context *cx, const struct period *of, struct date produced,
                          const char *word, struct date released)
{
    struct duty_due due = law_disclose_by(assessment_plans()->law, produced, NULL);
    return due.duty && released.day > due.by.day;
}

static bool sleeps(struct context *cx, const struct period *of, struct date last,
                   const char *interval, struct date since)
{
    return column_sleeps(interval, since, last, of->as_of);
}

/* The same of a head that has something: one that has nothing at all is missing. */
static bool head_is_stale(struct context *cx, const struct period *of, struct date last,
                          const char *interval, struct date since)
{
    return date_is_set(last) && sleeps(cx, of, last, interval, since);
}

static bool head_is_missing(struct context *cx, const struct period *of, struct date last,
                            const char *interval, struct date since)
{
    return !date_is_set(last);
}

static void add(struct context *cx, struct measured ***last, struct measured row)
{
    **last = arena_make(cx->mem, struct measured);
    ***last = row;
    *last = &(**last)->next;
}

/* Items on their way whose term to disclose has passed: by the desk's own due date. */
static const char *states_before_release(struct context *cx, const struct workflow *flow)
{
    struct out out = out_new(cx->mem);
    for (size_t i = 0; i < flow->state_count && !(flow->states[i].flags & IS_PUBLIC); i++)
        if (flow->states[i].flags & (WORKING | EDITABLE))
            out_format(&out, "%s%s", out.size ? " " : "", flow->states[i].word);
    return out.text;
}

enum { PAGE = 500 };

static enum status add_waiting(struct context *cx, const struct period *of, const struct kind *kind,
                               struct measured ***last, bool late_only)
{
    struct list_query query = {.kind = kind,
                               .agency = of->agency,
                               .states = states_before_release(cx, kind->workflow),
                               .limit = PAGE};
    struct list list;
    do {
        TRY(record_list(cx, &query, &list));
        for (size_t i = 0; i < list.count; i++) {
            const struct record *rec = list_at(&list, i);
            if (!record_is_item(rec) || rec->edition > 1) continue;
            struct desk_due due = desk_due(cx, rec);
            if (late_only && (!date_is_set(due.by) || of->as_of.day <= due.by.day)) continue;
            add(cx, last, (struct measured){kind->name, rec->id, rec->number, "", due.by, NULL});
        }
        query.after = list.next;
    } while (list.next);
    return OK;
}

static enum status find_waiting(struct context *cx, const struct period *of,
                                struct measured ***last)
{
    for (size_t i = 0; kind_at(i); i++)
        if (kind_at(i)->flags & ITEM) TRY(add_waiting(cx, of, kind_at(i), last, false));
    return OK;
}

static enum status find_overdue(struct context *cx, const struct period *of,
                                struct measured ***last)
{
    for (size_t i = 0; kind_at(i); i++)
        if (kind_at(i)->flags & ITEM) TRY(add_waiting(cx, of, kind_at(i), last, true));
    return OK;
}

static const struct sql reports_sent = {
    "measure.reports_sent",
    "SELECT COUNT(*) FROM annual_report r JOIN history h ON h.record = r.id AND h.verb = 'submit'"
    " WHERE r.agency = $1 AND r.scope = 'own' AND r.year = $2 AND h.day <= $3"};
static const struct sql self = {"measure.self",
                                "SELECT id, name FROM agency WHERE code = $1 AND newest = 1"};

/* The report that fell due in the period is that of the year before (令492 第31条). */
static enum status find_missing_report(struct context *cx, const struct period *of,
                                       struct measured ***last)
{
    int64_t sent;
    struct rows *rows;
    int year = date_civil(of->from).year - 1;
    TRY(store_int(cx, &reports_sent, BIND(of->agency, year, of->to), &sent));
    if (sent) return OK;
    TRY(store_query(cx, &self, BIND(of->agency), &rows));
    if (rows_next(rows)) {
        const char *id = rows_text(rows, 0);
        add(cx, last, (struct measured){"agency", id, "", rows_text(rows, 1), of->to, NULL});
    }
    return rows_end(rows);
}

static const struct sql report_duties = {
    "measure.report_duties",
    "SELECT id, title, since, until FROM agency_duty WHERE agency = $1 AND state = 'released' AND"
    " sort = 'report' ORDER BY since, id"};
static const struct sql report_public = {
    "measure.report_public",
    "SELECT COUNT(*) FROM act WHERE kind = 'annual_report' AND type = 'released' AND agency = $1"
    " AND acted_on <= $2 AND record IN (SELECT id FROM annual_report WHERE agency = $1 AND"
    " scope = 'own' AND year = $3)"};

struct report_duty {
    const char *id, *title;
    struct date since, until;
};

static enum status add_missing_years(struct context *cx, const struct period *of,
                                     const struct report_duty *duty, struct measured ***last)
{
    int first = date_civil(duty->since).year - 1, now = date_civil(of->as_of).year;
    for (int year = first; year < now; year++) {
        int64_t there;
        struct date due = obligation_report_due(assessment_plans()->law, year);
        bool asked = date_is_set(due) && due.day >= duty->since.day && due.day < of->as_of.day &&
                     (!date_is_set(duty->until) || due.day <= duty->until.day);
        if (!asked) continue;
        TRY(store_int(cx, &report_public, BIND(of->agency, of->as_of, year), &there));
        if (there) continue;
        const char *number = arena_format(cx->mem, "%d", year);
        add(cx, last, (struct measured){"agency_duty", duty->id, number, duty->title, due, NULL});
    }
    return OK;
}

/* Reports that an agency owes by a duty of its own, each year that fell due and is not public. */
static enum status find_missing_reports(struct context *cx, const struct period *of,
                                        struct measured ***last)
{
    enum { DUTIES_MAX = 20 };
    struct report_duty duties[DUTIES_MAX];
    struct rows *rows;
    size_t n = 0;
    TRY(store_query(cx, &report_duties, BIND(of->agency), &rows));
    while (n < DUTIES_MAX && rows_next(rows))
        duties[n++] = (struct report_duty){rows_text(rows, 0), rows_text(rows, 1),
                                           rows_date(rows, 2), rows_date(rows, 3)};
    TRY(rows_end(rows));
    for (size_t i = 0; i < n; i++) TRY(add_missing_years(cx, of, &duties[i], last));
    return OK;
}

/* ---- the measures ---------------------------------------------------------------------------- */

/* $1 agency, $2 first day, $3 last day, $4 as of. */
#define PUBLIC_TITLE "CASE WHEN i.state = 'released' THEN i.title ELSE '' END"
/* clang-format off */
static const struct measure measures[] = {
    {"items", {"measure.items",
        "SELECT i.kind, i.id, i.number, " PUBLIC_TITLE ", i.first_released_on, NULL, '' FROM item i"
        " WHERE i.agency = $1 AND i.first_released_on BETWEEN $2 AND $3 AND $4 >= $2"
        " ORDER BY i.first_released_on, i.number"}, NULL, NULL},
    {"late-items", {"measure.late_items",
        "SELECT i.kind, i.id, i.number, " PUBLIC_TITLE ", i.first_released_on, i.produced_on, '' FROM item i"
        " WHERE i.agency = $1 AND i.first_released_on BETWEEN $2 AND $3 AND $4 >= $2"
        " AND i.first_released_on - i.produced_on > 20 ORDER BY i.first_released_on, i.number"},
        released_late, NULL},
    {"silent-entries", {"measure.silent_entries",
        "SELECT 'entry', e.id, CAST(e.serial AS TEXT), e.title, e.in_force_on, NULL, '' FROM entry e"
        " WHERE e.agency = $1 AND e.state = 'released' AND e.mode = 'proactive' AND e.in_force_on <= $3"
        " AND (e.ended_on IS NULL OR e.ended_on >= $4) AND e.id NOT IN (SELECT i.entry FROM item i WHERE"
        " i.agency = $1 AND i.first_released_on BETWEEN $2 AND $3) ORDER BY e.serial"}, NULL, NULL},
    {"sleeping-columns", {"measure.sleeping_columns",
        "SELECT 'entry', e.id, CAST(e.serial AS TEXT), e.title, e.in_force_on, l.last, e.update_interval"
        " FROM entry e LEFT JOIN (SELECT i.entry AS entry, MAX(i.first_released_on) AS last FROM item i"
        " WHERE i.agency = $1 AND i.first_released_on <= $4 GROUP BY i.entry) l ON l.entry = e.id"
        " WHERE e.agency = $1 AND e.state = 'released' AND e.mode = 'proactive' AND e.in_force_on <= $4"
        " AND (e.ended_on IS NULL OR e.ended_on >= $4) AND $2 <= $3 ORDER BY e.serial"}, sleeps, NULL},
    {"late-answers", {"measure.late_answers",
        "SELECT 'application', a.id, a.title, '', COALESCE(a.delayed_until, a.extended_due_on, a.due_on),"
        " NULL, '' FROM application a WHERE a.agency = $1 AND a.newest = 1 AND a.paused = 0"
        " AND a.state NOT IN ('awaiting-confirmation', 'withdrawn', 'lapsed')"
        " AND COALESCE(a.delayed_until, a.extended_due_on, a.due_on) BETWEEN $2 AND $3"
        " AND COALESCE(a.delayed_until, a.extended_due_on, a.due_on) < COALESCE(a.closed_on, $4)"
        " ORDER BY a.due_on, a.id"}, NULL, NULL},
    {"corrected-answers", {"measure.corrected_answers",
        "SELECT 'remedy', r.id, a.title, '', r.decided_on, NULL, '' FROM remedy r JOIN application a"
        " ON a.id = r.application AND a.newest = 1 WHERE r.agency = $1 AND r.newest = 1"
        " AND r.result = 'corrected' AND r.decided_on BETWEEN $2 AND $3 AND $4 >= $2"
        " ORDER BY r.decided_on, r.id"}, NULL, NULL},
    {"missing-report", {"measure.missing_report", ""}, NULL, find_missing_report},
    {"overdue-findings", {"measure.overdue_findings",
        "SELECT 'finding', f.id, '', '', f.rectify_by, NULL, '' FROM finding f WHERE f.agency = $1"
        " AND f.newest = 1 AND f.notified_on IS NOT NULL AND f.rectify_by BETWEEN $2 AND $3"
        " AND f.rectify_by < COALESCE(f.rectified_on, $4) ORDER BY f.rectify_by, f.id"}, NULL, NULL},
    {"open-findings", {"measure.open_findings",
        "SELECT 'finding', f.id, '', f.title, f.rectify_by, NULL, '' FROM finding f WHERE f.agency = $1"
        " AND f.newest = 1 AND f.state = 'open' AND f.rectify_by < $4 AND $2 <= $3"
        " ORDER BY f.rectify_by, f.id"}, NULL, NULL},
    {"open-promises", {"measure.open_promises",
        "SELECT 'commitment', c.id, '', c.title, c.due_on, NULL, '' FROM commitment c WHERE c.agency = $1"
        " AND c.state = 'released' AND c.fulfilled_on IS NULL AND c.due_on < $4 AND $2 <= $3"
        " ORDER BY c.due_on, c.id"}, NULL, NULL},
    {"overdue-answers", {"measure.overdue_answers",
        "SELECT 'application', a.id, a.title, '', COALESCE(a.delayed_until, a.extended_due_on, a.due_on),"
        " NULL, '' FROM application a WHERE a.agency = $1 AND a.newest = 1 AND a.paused = 0"
        " AND a.closed_on IS NULL AND a.state NOT IN ('awaiting-confirmation', 'withdrawn', 'lapsed')"
        " AND COALESCE(a.delayed_until, a.extended_due_on, a.due_on) < $4 AND $2 <= $3"
        " ORDER BY a.due_on, a.id"}, NULL, NULL},
    {"criticisms", {"measure.criticisms",
        "SELECT 'criticism', c.id, '', c.title, c.criticised_on, NULL, '' FROM criticism c"
        " JOIN agency g ON g.id = c.about AND g.newest = 1 WHERE g.code = $1 AND c.newest = 1"
        " AND c.state = 'released' AND c.criticised_on BETWEEN $2 AND $3 AND $4 >= $2"
        " ORDER BY c.criticised_on, c.id"}, NULL, NULL},
    {"press-events", {"measure.press_events",
        "SELECT 'press_event', p.id, '', p.title, p.held_on, NULL, '' FROM press_event p WHERE"
        " p.agency = $1 AND p.state = 'released' AND p.standing NOT IN ('announced', 'called-off')"
        " AND p.held_on BETWEEN $2 AND $3"
        " AND $4 >= $2 ORDER BY p.held_on, p.id"}, NULL, NULL},
    {"missing-heads", {"measure.missing_heads",
        "SELECT 'agency_duty', d.id, '', d.title, d.since, (SELECT MAX(i.first_released_on) FROM item i"
        " WHERE i.agency = $1 AND i.state = 'released' AND i.first_released_on <= $4 AND"
        " (i.class_seed = d.head OR i.class_a10 = d.head OR i.class_a20 = d.head)), d.interval"
        " FROM agency_duty d WHERE d.agency = $1 AND d.state = 'released' AND d.sort = 'head' AND d.since < $4"
        " AND (d.until IS NULL OR d.until >= $4) AND $2 <= $3 ORDER BY d.head, d.id"}, head_is_missing, NULL},
    {"stale-heads", {"measure.stale_heads",
        "SELECT 'agency_duty', d.id, '', d.title, d.since, (SELECT MAX(i.first_released_on) FROM item i"
        " WHERE i.agency = $1 AND i.state = 'released' AND i.first_released_on <= $4 AND"
        " (i.class_seed = d.head OR i.class_a10 = d.head OR i.class_a20 = d.head)), d.interval"
        " FROM agency_duty d WHERE d.agency = $1 AND d.state = 'released' AND d.sort = 'head' AND d.since < $4"
        " AND (d.until IS NULL OR d.until >= $4) AND $2 <= $3 ORDER BY d.head, d.id"}, head_is_stale, NULL},
    {"missing-reports", {"measure.missing_reports", ""}, NULL, find_missing_reports},
    {"late-briefings", {"measure.late_briefings",
        "SELECT 'briefing', b.id, '', b.title, b.due_on, NULL, '' FROM briefing b WHERE b.agency = $1"
        " AND b.newest = 1 AND b.state <> 'dropped' AND b.due_on < $4 AND (b.sent_on IS NULL OR"
        " b.sent_on >= $4) AND $2 <= $3 ORDER BY b.due_on, b.id"}, NULL, NULL},
    {"overdue-tasks", {"measure.overdue_tasks",
        "SELECT 'task', t.id, '', t.title, t.due_on, NULL, '' FROM task t WHERE t.agency = $1 AND"
        " t.newest = 1 AND t.state <> 'dropped' AND t.due_on < $4 AND (t.done_on IS NULL OR"
        " t.done_on >= $4) AND $2 <= $3 ORDER BY t.due_on, t.id"}, NULL, NULL},
    {"overdue-measures", {"measure.overdue_measures",
        "SELECT 'measure', m.id, CAST(m.serial AS TEXT), m.title, m.due_on, NULL, '' FROM measure m"
        " WHERE m.agency = $1 AND m.state = 'released' AND m.standing IN ('announced', 'in-force',"
        " 'fulfilled') AND m.due_on < $4 AND (m.fulfilled_on IS NULL OR m.fulfilled_on >= $4)"
        " AND $2 <= $3 ORDER BY m.due_on, m.serial"}, NULL, NULL},
    {"expiring-rules", {"measure.expiring_rules",
        "SELECT 'normative_document', d.id, d.number, d.title, d.expires_on, NULL, '' FROM"
        " normative_document d WHERE d.agency = $1 AND d.state = 'released' AND d.trial = 1 AND"
        " d.expires_on BETWEEN $4 AND $4 + 60 AND $2 <= $3 ORDER BY d.expires_on, d.id"}, NULL, NULL},
    {"dead-links", {"measure.dead_links",
        "SELECT l.kind, l.record, l.answer, l.url, l.failed_since, NULL, '' FROM outside_link l WHERE"
        " l.agency = $1 AND l.dead = 1 AND l.failed_since <= $4 AND $2 <= $3"
        " ORDER BY l.failed_since, l.url"}, NULL, NULL},
    {"waiting-items", {"measure.waiting", ""}, NULL, find_waiting},
    {"overdue-items", {"measure.overdue", ""}, NULL, find_overdue},
};
/* clang-format on */

const struct measure *measure_by_name(const char *name)
{
    for (size_t i = 0; i < COUNT_OF(measures); i++)
        if (text_equal(measures[i].name, name)) return &measures[i];
    return NULL;
}

enum status measure_take(struct context *cx, const struct measure *measure, const struct period *of,
                         struct measured **ret_first, size_t *ret_count)
{
    struct rows *rows;
    struct measured **last = ret_first;
    *ret_first = NULL;
    *ret_count = 0;
    if (measure->find) {
        TRY(measure->find(cx, of, &last));
    } else {
        TRY(store_query(cx, &measure->sql, BIND(of->agency, of->from, of->to, of->as_of), &rows));
        while (rows_next(rows)) {
            struct date on = rows_date(rows, 4), day = rows_date(rows, 5);
            const char *word = rows_text(rows, 6);
            if (measure->counts && !measure->counts(cx, of, day, word, on)) continue;
            const char *kind = rows_text(rows, 0), *record = rows_text(rows, 1);
            const char *number = rows_text(rows, 2), *label = rows_text(rows, 3);
            add(cx, &last, (struct measured){kind, record, number, label, on, NULL});
        }
        TRY(rows_end(rows));
    }
    for (const struct measured *row = *ret_first; row; row = row->next) ++*ret_count;
    return OK;
}
