#include "app/demo_people.h"

#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "web/session.h"

/* How history and bylines call whoever acts in this role. */
static const char *const role_labels[ROLE_COUNT] = {
    [ROLE_CLERK] = "经办员",     [ROLE_OFFICER] = "信息公开专员", [ROLE_REVIEWER] = "保密审查员",
    [ROLE_LEADER] = "审批领导",  [ROLE_RELEASER] = "发布员",      [ROLE_SUPERVISOR] = "督查员",
    [ROLE_ADMIN] = "系统管理员",
};

struct office {
    const char *key, *code, *label;
};

static enum status add_account(struct context *cx, const struct office *office, enum role role,
                               const char *hash)
{
    struct staff staff;
    bool home = text_equal(office->key, "province");
    record_init(&staff_kind, &staff);
    staff.base.agency = office->code;
    staff.name =
        home ? role_word(role) : arena_format(cx->mem, "%s-%s", role_word(role), office->key);
    staff.label = arena_format(cx->mem, "%s%s", office->label, role_labels[role]);
    staff.password_hash = hash;
    TRY(record_insert(cx, &staff.base));
    return people_grant(cx, staff.base.id, role, office->code);
}

static enum status add_office(struct context *cx, const struct office *office, const char *hash,
                              const struct actor *(*ret_actors)[ROLE_COUNT])
{
    struct staff staff;
    struct actor keeper = installer;
    const struct grant grants[] = {
        {ROLE_CLERK, office->code, NULL},
        {ROLE_ADMIN, office->code, NULL},
    };
    keeper.grants = grants;
    keeper.grant_count = COUNT_OF(grants);
    cx->actor = &keeper;
    for (enum role role = 0; role < ROLE_COUNT; role++) TRY(add_account(cx, office, role, hash));
    cx->actor = NULL;
    for (enum role role = 0; role < ROLE_COUNT; role++) {
        const char *name = text_equal(office->key, "province")
                               ? role_word(role)
                               : arena_format(cx->mem, "%s-%s", role_word(role), office->key);
        TRY(people_by_name(cx, name, &staff));
        TRY(people_actor(cx, staff.base.id, &(*ret_actors)[role]));
    }
    return OK;
}

enum status demo_people(struct context *cx, const struct demo_source *source,
                        struct demo_people *ret_people)
{
    static const char *const lists[] = {"province", "city"};
    struct demo_people people = {.source = source};
    const char *hash;
    size_t most = 0;
    TRY(password_hash(cx, DEMO_PASSWORD, &hash));
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        most += source->lists[demo_list_place(source, lists[i])].row_count;
    people.codes = arena_array(cx->mem, const char *, most);
    people.names = arena_array(cx->mem, const char *, most);
    people.actors = arena_alloc_array(cx->mem, most, sizeof *people.actors);
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        const struct demo_list *list = &source->lists[demo_list_place(source, lists[i])];
        for (size_t row = 0; row < list->row_count; row++) {
            struct office office = {demo_cell(list, row, "key"), demo_cell(list, row, "code"),
                                    demo_cell(list, row, "short")};
            people.codes[people.agency_count] = office.code;
            people.names[people.agency_count] = demo_cell(list, row, "bureau");
            TRY(add_office(cx, &office, hash, &people.actors[people.agency_count++]));
        }
    }
    *ret_people = people;
    return OK;
}

const struct actor *demo_actor(const struct demo_people *people, const char *agency, enum role role)
{
    for (size_t i = 0; i < people->agency_count; i++)
        if (text_equal(people->codes[i], agency)) return people->actors[i][role];
    return NULL;
}
