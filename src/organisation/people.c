/* Accounts, grants, and the actors that are made of them. */
#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"

static const struct sql grant_table = {
    "people.table", "CREATE TABLE IF NOT EXISTS staff_grant (staff TEXT NOT NULL,"
                    " role TEXT NOT NULL, agency TEXT NOT NULL,"
                    " PRIMARY KEY (staff, role, agency)) STRICT"};
static const struct sql by_name = {"people.by_name", "SELECT id FROM staff WHERE name = $1"};
static const struct sql put_grant = {
    "people.grant", "INSERT INTO staff_grant (staff, role, agency) VALUES ($1, $2, $3)"
                    " ON CONFLICT DO NOTHING"};
static const struct sql drop_grant = {
    "people.revoke", "DELETE FROM staff_grant WHERE staff = $1 AND role = $2 AND agency = $3"};
static const struct sql grants_of = {
    "people.grants", "SELECT role, agency FROM staff_grant WHERE staff = $1 ORDER BY role, agency"};
static const struct sql put_password = {"people.password",
                                        "UPDATE staff SET password_hash = $2 WHERE id = $1"};
static const struct sql below = {
    "agency.below",
    "WITH RECURSIVE tree (id, code) AS (SELECT id, code FROM agency WHERE code = $1 AND newest = 1"
    " UNION SELECT a.id, a.code FROM agency a JOIN tree t ON a.parent = t.id WHERE a.newest = 1)"
    " SELECT code FROM tree WHERE code <> $1 ORDER BY code"};
static const struct sql agency_id = {"agency.by_code",
                                     "SELECT id FROM agency WHERE code = $1 AND newest = 1"};

enum { MAX_GRANTS = 32, MAX_AGENCIES = 4096 };

static const struct grant every_role[] = {
    {ROLE_CLERK,      "*", NULL},
    {ROLE_OFFICER,    "*", NULL},
    {ROLE_REVIEWER,   "*", NULL},
    {ROLE_LEADER,     "*", NULL},
    {ROLE_SUPERVISOR, "*", NULL},
    {ROLE_ADMIN,      "*", NULL},
};
const struct actor installer = {
    .id = "installer",
    .name = "installer",
    .label = "@installer",
    .agency = "*",
    .unit = "",
    .grants = every_role,
    .grant_count = COUNT_OF(every_role),
};

enum status people_ensure_tables(struct context *cx)
{
    return store_ensure(cx, &grant_table);
}

enum status agency_by_code(struct context *cx, const char *code, struct agency *ret_agency)
{
    const char *id;
    TRY(store_text(cx, &agency_id, BIND(code), &id));
    return record_fetch(cx, &agency_kind, id, 0, ret_agency);
}

enum status agency_subtree(struct context *cx, const char *code, const char *const **ret_codes)
{
    struct rows *rows;
    const char **codes = arena_array(cx->mem, const char *, MAX_AGENCIES + 1);
    size_t count = 0;
    TRY(store_query(cx, &below, BIND(code), &rows));
    while (count < MAX_AGENCIES && rows_next(rows)) codes[count++] = rows_text(rows, 0);
    *ret_codes = codes;
    return rows_end(rows);
}

bool people_name_is_valid(const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return n >= 2 && n <= ACCOUNT_NAME_MAX && !name[n] && *name != '-';
}

enum status people_by_name(struct context *cx, const char *name, struct staff *ret_staff)
{
    const char *id;
    TRY(store_text(cx, &by_name, BIND(name), &id));
    return record_fetch(cx, &staff_kind, id, 0, ret_staff);
}

static bool publishes(enum role role)
{
    static const enum capability hands[] = {WRITE, OFFICER, REVIEWER, APPROVER, RELEASER, STOPPER};
    for (size_t i = 0; i < COUNT_OF(hands); i++)
        if (role_has(role, hands[i])) return true;
    return false;
}

enum status people_may_hold(struct context *cx, const char *staff_id, enum role role)
{
    struct rows *rows;
    bool both = false;
    TRY(store_query(cx, &grants_of, BIND(staff_id), &rows));
    while (rows_next(rows)) {
        enum role held;
        if (!role_from_word(rows_text(rows, 0), &held)) continue;
        both |= (role == ROLE_ADMIN && publishes(held)) || (held == ROLE_ADMIN && publishes(role));
    }
    TRY(rows_end(rows));
    return both ? issue(cx, "role", "account.admin_publishes", "") : OK;
}

enum status people_grant(struct context *cx, const char *staff_id, enum role role,
                         const char *agency)
{
    return store_run(cx, &put_grant, BIND(staff_id, role_word(role), agency), NULL);
}

enum status people_revoke(struct context *cx, const char *staff_id, enum role role,
                          const char *agency)
{
    return store_run(cx, &drop_grant, BIND(staff_id, role_word(role), agency), NULL);
}

enum status people_set_password_hash(struct context *cx, const char *staff_id, const char *hash)
{
    return store_run(cx, &put_password, BIND(staff_id, hash), NULL);
}

static enum status read_grants(struct context *cx, const char *staff_id, struct actor *actor)
{
    struct rows *rows;
    struct grant *grants = arena_array(cx->mem, struct grant, MAX_GRANTS);
    TRY(store_query(cx, &grants_of, BIND(staff_id), &rows));
    while (actor->grant_count < MAX_GRANTS && rows_next(rows)) {
        struct grant *grant = &grants[actor->grant_count];
        if (!role_from_word(rows_text(rows, 0), &grant->role)) continue;
        grant->agency = rows_text(rows, 1);
        actor->grant_count++;
    }
    TRY(rows_end(rows));
    for (size_t i = 0; i < actor->grant_count; i++)
        if (grants[i].role == ROLE_SUPERVISOR)
            TRY(agency_subtree(cx, grants[i].agency, &grants[i].subtree));
    actor->grants = grants;
    return OK;
}

static enum status make_actor(struct context *cx, const struct staff *staff, const char *label,
                              const struct actor **ret_actor)
{
    if (staff->base.state != STAFF_ACTIVE) return NOT_FOUND;
    struct actor *actor = arena_make(cx->mem, struct actor);
    *actor = (struct actor){.id = staff->base.id,
                            .name = staff->name,
                            .label = label,
                            .agency = staff->base.agency,
                            .unit = staff->unit};
    TRY(read_grants(cx, staff->base.id, actor));
    *ret_actor = actor;
    return OK;
}

enum status people_actor(struct context *cx, const char *staff_id, const struct actor **ret_actor)
{
    struct staff staff;
    TRY(record_fetch(cx, &staff_kind, staff_id, 0, &staff));
    return make_actor(cx, &staff, staff.label, ret_actor);
}

enum status people_console_actor(struct context *cx, const char *name,
                                 const struct actor **ret_actor)
{
    struct staff staff;
    TRY(people_by_name(cx, name, &staff));
    const char *label = arena_format(cx->mem, "@console:%s", staff.label);
    return make_actor(cx, &staff, label, ret_actor);
}
