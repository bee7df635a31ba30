/* Who owns a message (S35). */
#include "base/text.h"
#include "contact/private.h"
#include "organisation/organisation.h"

bool contact_is_holder(const struct context *cx, const struct contact_message *m)
{
    return cx->actor && text_equal(cx->actor->id, m->holder);
}

static const struct sql at_work = {
    "contact.at_work",
    "SELECT COUNT(*) FROM staff s JOIN staff_grant g ON g.staff = s.id WHERE s.id = $1"
    " AND s.newest = 1 AND s.state = 'active' AND g.agency = $2 AND g.role IN ('clerk', "
    "'officer')"};

enum status contact_is_at_work(struct context *cx, const char *agency, const char *staff, bool *ret)
{
    int64_t count = 0;
    TRY(store_int(cx, &at_work, BIND(staff, agency), &count));
    *ret = count > 0;
    return OK;
}

/* Where letters of this sort come in: its own point of contact first, then any mailbox. */
static const struct sql duty_at = {
    "contact.duty",
    "SELECT p.unit, p.duty FROM contact_point p JOIN staff s ON s.id = p.duty AND s.newest = 1"
    " JOIN staff_grant g ON g.staff = s.id AND g.agency = p.agency WHERE p.agency = $1"
    " AND p.state = 'released' AND s.state = 'active' AND g.role IN ('clerk', 'officer')"
    " AND p.sort IN ($2, 'mailbox') ORDER BY CASE WHEN p.sort = $2 THEN 0 ELSE 1 END, p.id"
    " LIMIT 1"};
static const struct sql anybody = {
    "contact.anybody",
    "SELECT s.unit, s.id FROM staff s JOIN staff_grant g ON g.staff = s.id WHERE s.newest = 1"
    " AND s.state = 'active' AND g.agency = $1 AND g.role IN ('clerk', 'officer')"
    " ORDER BY g.role, s.name LIMIT 1"};

static enum status read_owner(struct context *cx, const struct sql *sql, struct bind bind,
                              struct contact_owner *ret)
{
    struct rows *rows;
    *ret = (struct contact_owner){"", ""};
    TRY(store_query(cx, sql, bind, &rows));
    if (rows_next(rows)) *ret = (struct contact_owner){rows_text(rows, 0), rows_text(rows, 1)};
    return rows_end(rows);
}

static const char *point_of(const char *sort)
{
    if (text_equal(sort, "petition")) return "petitions";
    return text_equal(sort, "complaint") ? "complaints" : "mailbox";
}

enum status contact_first_owner(struct context *cx, const char *agency, const char *sort,
                                struct contact_owner *ret)
{
    TRY(read_owner(cx, &duty_at, BIND(agency, point_of(sort)), ret));
    if (text_empty(ret->holder)) TRY(read_owner(cx, &anybody, BIND(agency), ret));
    return text_empty(ret->holder) ? issue(cx, "", "contact.nobody_at_work", "") : OK;
}

static const struct sql unit_of = {
    "contact.unit", "SELECT name, name_en, phone FROM unit WHERE id = $1 AND newest = 1"};

enum status contact_unit_name(struct context *cx, const char *agency, const char *unit,
                              struct contact_name *ret)
{
    struct rows *rows;
    struct agency about;
    *ret = (struct contact_name){"", "", ""};
    if (!text_empty(unit)) {
        TRY(store_query(cx, &unit_of, BIND(unit), &rows));
        if (rows_next(rows))
            *ret =
                (struct contact_name){rows_text(rows, 0), rows_text(rows, 1), rows_text(rows, 2)};
        TRY(rows_end(rows));
    }
    if (text_empty(ret->zh)) {
        enum status found = agency_by_code(cx, agency, &about);
        if (found == NOT_FOUND) return OK;
        TRY(found);
        *ret = (struct contact_name){about.name, about.name_en, about.phone};
    }
    if (text_empty(ret->en)) ret->en = ret->zh;
    return OK;
}
