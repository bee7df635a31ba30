/* Who is above whom, and what every file here needs. */
#include "base/text.h"
#include "organisation/organisation.h"
#include "oversight/private.h"

static const struct sql superior = {
    "oversight.superior",
    "SELECT COALESCE(p.code, g.code) FROM agency g LEFT JOIN agency p ON p.id = g.parent"
    " AND p.newest = 1 WHERE g.code = $1 AND g.newest = 1"};
static const struct sql code_of = {"oversight.code",
                                   "SELECT code FROM agency WHERE id = $1 AND newest = 1"};

enum status oversight_not_past(struct context *cx, const char *field, struct date day)
{
    return day.day < cx->today.day ? issue(cx, field, "oversight.day_has_passed", "") : OK;
}

enum status oversight_superior(struct context *cx, const char *agency, const char **ret_code)
{
    return store_text(cx, &superior, BIND(agency), ret_code);
}

/* The program proposes; what it proposes waits for a person who is above. */
static bool is_above(struct context *cx, const char *agency)
{
    const char *code;
    if (access_may(cx->actor, PROGRAM, agency)) return true;
    if (oversight_superior(cx, agency, &code) != OK) return false;
    return access_may(cx->actor, SUPERVISE, code);
}

GUARD(guard_above)
{
    return is_above(cx, rec->agency) ? OK : DENIED;
}

GUARD(guard_above_complete)
{
    TRY(guard_above(cx, rec, why));
    return record_validate(cx, rec);
}

enum status overseen_prepare(struct context *cx, struct record *rec)
{
    const struct field *about = kind_field(rec->kind, "about");
    const char *code;
    if (field_is_absent(about, rec)) return issue(cx, "about", "field.required", "");
    enum status found = store_text(cx, &code_of, BIND(field_text(about, rec)), &code);
    if (found == NOT_FOUND) return issue(cx, "about", "field.unknown_record", "");
    TRY(found);
    if (!is_above(cx, code)) return issue(cx, "about", "oversight.not_below", "");
    rec->agency = code;
    return OK;
}

enum status inspection_prepare(struct context *cx, struct record *rec)
{
    const struct inspection *inspection = AS_CONST(inspection, rec);
    const char *code;
    if (text_empty(inspection->about)) return OK;
    enum status found = store_text(cx, &code_of, BIND(inspection->about), &code);
    if (found == NOT_FOUND) return issue(cx, "about", "field.unknown_record", "");
    TRY(found);
    bool ours = access_may(cx->actor, SUPERVISE, code);
    return ours ? OK : issue(cx, "about", "oversight.not_below", "");
}

enum status oversight_day(struct context *cx, const struct reason *why, struct date *ret_day)
{
    *ret_day = date_is_set(why->on) ? why->on : cx->today;
    return ret_day->day > cx->today.day ? issue(cx, "on", "oversight.in_the_future", "") : OK;
}

/* ---- what the desk shows as due -------------------------------------------------------------- */

static struct record_due due_in(const struct record *rec, int state, struct date by)
{
    bool waits = rec->state == state;
    return (struct record_due){waits ? by : DATE_NONE, "", ""};
}

struct record_due finding_due(struct context *cx, const struct record *rec)
{
    return due_in(rec, FINDING_OPEN, AS_CONST(finding, rec)->rectify_by);
}

struct record_due order_due(struct context *cx, const struct record *rec)
{
    int state = rec->state == ORDER_CRITICISED ? ORDER_CRITICISED : ORDER_ISSUED;
    return due_in(rec, state, AS_CONST(supervision_order, rec)->due_on);
}

struct record_due inspection_due(struct context *cx, const struct record *rec)
{
    return due_in(rec, INSPECTION_PLANNED, AS_CONST(inspection, rec)->planned_on);
}

struct record_due case_due(struct context *cx, const struct record *rec)
{
    return due_in(rec, CASE_SERVED, AS_CONST(accountability_case, rec)->appeal_by);
}
