/* init, user, ledger, portal: the small subcommands. */
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "app/kinds.h"
#include "base/file.h"
#include "base/text.h"
#include "law/code.h"
#include "ledger/verify.h"
#include "organisation/organisation.h"
#include "portal/portal.h"
#include "web/message.h"
#include "web/session.h"

/* ---- init ------------------------------------------------------------------------------------ */

static const struct option init_options[] = {
    {"name",             required_argument, NULL, 'n'},
    {"name-en",              required_argument, NULL, 'e'},
    {"zone",                  required_argument, NULL, 'z'},
    {"origin",required_argument, NULL, 'o'},
    {"agency",               required_argument, NULL, 'a'},
    {0            },
};

/* The first agency exists from the start, as a draft: whoever signs in completes and releases it.
 */
static enum status make_first_agency(struct context *cx, const struct installation_choices *choices)
{
    struct agency agency;
    if (text_empty(choices->agency)) return OK;
    static const struct grant keeper[] = {
        {ROLE_CLERK, "", NULL}
    };
    struct grant grant = keeper[0];
    grant.agency = choices->agency;
    struct actor actor = installer;
    actor.grants = &grant;
    actor.grant_count = 1;
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = choices->agency;
    agency.name = choices->name_zh;
    agency.name_en = choices->name_en;
    agency.level = "province";
    cx->actor = &actor;
    enum status status = record_insert(cx, &agency.base);
    cx->actor = NULL;
    return status;
}

static enum status init(struct context *cx, const char *data, struct installation_choices *choices)
{
    struct installation at;
    if (choices->agency) TRY(organisation_code_check(cx, "--agency", choices->agency));
    if (!choices->origin)
        choices->origin = arena_format(cx->mem, "%s.invalid/ledger",
                                       choices->agency ? choices->agency : id_new(cx->mem));
    TRY(installation_init(cx, data, choices));
    TRY(command_open(cx, data, STORE_DURABLE, &at));
    return make_first_agency(cx, choices);
}

int command_init(struct context *cx, int argc, char **argv)
{
    struct installation_choices choices = {.name_zh = "政府信息公开",
                                           .zone = "Asia/Shanghai",
                                           .name_en = "Open Government Information"};
    for (int option; (option = getopt_long(argc, argv, "", init_options, NULL)) != -1;) {
        switch (option) {
        case 'n':
            choices.name_zh = optarg;
            break;
        case 'e':
            choices.name_en = optarg;
            break;
        case 'z':
            choices.zone = optarg;
            break;
        case 'o':
            choices.origin = optarg;
            break;
        case 'a':
            choices.agency = optarg;
            break;
        default:
            return command_usage(cx, "init");
        }
    }
    if (optind + 1 != argc) return command_usage(cx, "init");
    const char *recovery = NULL;
    choices.recovery = &recovery;
    enum status status = init(cx, argv[optind], &choices);
    if (status == OK) command_say(cx, "init.done", argv[optind], NULL);
    if (status == OK) command_say(cx, "init.recovery", recovery, NULL);
    return command_failed(cx, status);
}

/* ---- user ------------------------------------------------------------------------------------ */

struct user_order {
    const char *verb, *data, *name, *role, *agency;
};

/* The administrator at the console acts for the installation; history says so. */
static enum status user_actor(struct context *cx, const char *agency)
{
    struct actor *actor = arena_make(cx->mem, struct actor);
    struct grant *grants = arena_array(cx->mem, struct grant, 2);
    grants[0] = (struct grant){ROLE_ADMIN, agency, NULL};
    *actor = installer;
    actor->grants = grants;
    actor->grant_count = 1;
    cx->actor = actor;
    return OK;
}

static enum status user_add(struct context *cx, const struct user_order *order)
{
    struct staff staff;
    struct agency agency;
    enum role role;
    const char *hash, *password;
    if (!people_name_is_valid(order->name)) return issue(cx, "NAME", "user.name", order->name);
    if (!role_from_word(order->role, &role)) return issue(cx, "--role", "user.role", order->role);
    if (agency_by_code(cx, order->agency, &agency) != OK)
        return issue(cx, "--agency", "user.agency", order->agency);
    enum status known = people_by_name(cx, order->name, &staff);
    if (known == OK) {
        TRY(people_may_hold(cx, staff.base.id, role));
        return people_grant(cx, staff.base.id, role, order->agency);
    }
    TRY(command_read_line(cx, &password));
    TRY(password_judge(cx, order->name, password));
    TRY(password_hash(cx, password, &hash));
    record_init(&staff_kind, &staff);
    staff.base.agency = order->agency;
    staff.name = staff.label = order->name;
    staff.password_hash = hash;
    TRY(record_insert(cx, &staff.base));
    return people_grant(cx, staff.base.id, role, order->agency);
}

static enum status user_disable(struct context *cx, const struct user_order *order)
{
    static const struct reason why = {"console", "", "", {DATE_NO_DAY}};
    struct staff staff;
    TRY(people_by_name(cx, order->name, &staff));
    TRY(user_actor(cx, staff.base.agency));
    return record_move(cx, &staff.base, "disable", &why);
}

static enum status user_passwd(struct context *cx, const struct user_order *order)
{
    struct staff staff;
    const char *password, *hash;
    TRY(people_by_name(cx, order->name, &staff));
    TRY(command_read_line(cx, &password));
    TRY(password_judge(cx, order->name, password));
    TRY(password_hash(cx, password, &hash));
    TRY(people_set_password_hash(cx, staff.base.id, hash));
    return session_end_all(cx, staff.base.id);
}

static const struct option user_options[] = {
    {"role", required_argument, NULL, 'r'},
    {"agency",  required_argument, NULL, 'a'},
    {0     }
};

static const struct {
    const char *verb;
    enum status (*run)(struct context *, const struct user_order *);
    bool needs_role;
} user_verbs[] = {
    {"add",     user_add,     true },
    {"disable", user_disable, false},
    {"passwd",  user_passwd,  false}
};

int command_user(struct context *cx, int argc, char **argv)
{
    struct user_order order = {0};
    struct installation at;
    for (int option; (option = getopt_long(argc, argv, "", user_options, NULL)) != -1;) {
        if (option == 'r')
            order.role = optarg;
        else if (option == 'a')
            order.agency = optarg;
        else
            return command_usage(cx, "user");
    }
    if (argc - optind != 3) return command_usage(cx, "user");
    order.verb = argv[optind];
    order.data = argv[optind + 1];
    order.name = argv[optind + 2];
    for (size_t i = 0; i < COUNT_OF(user_verbs); i++) {
        if (!text_equal(order.verb, user_verbs[i].verb)) continue;
        if (user_verbs[i].needs_role && (!order.role || !order.agency)) break;
        enum status status = command_open(cx, order.data, STORE_DURABLE, &at);
        if (status == OK && order.agency) status = user_actor(cx, order.agency);
        if (status == OK) status = user_verbs[i].run(cx, &order);
        if (status == OK) command_say(cx, "user.done", order.name, NULL);
        return command_failed(cx, status);
    }
    return command_usage(cx, "user");
}

/* ---- ledger verify, portal rebuild -------------------------------------------------------------
 */

static int tell_verified(struct context *cx, enum status status, const struct verify_report *report)
{
    for (size_t i = 0; i < report->problems_count && i < VERIFY_PROBLEMS; i++)
        command_say(cx, report->problems[i].message, report->problems[i].detail, NULL);
    if (status == INVALID) {
        command_say(cx, "verify.broken", arena_format(cx->mem, "%zu", report->problems_count),
                    NULL);
        return 1;
    }
    if (status != OK) return command_failed(cx, status);
    const char *details[] = {arena_format(cx->mem, "%llu", (unsigned long long)report->size),
                             text_hex(cx->mem, &report->root, sizeof report->root)};
    printf("%s\n", message_format(cx->mem, cx->language, "verify.sound", details, 2));
    return 0;
}

/* A data folder's ledger is in ledger/; a copied ledger folder and an address are taken as given.
 */
int command_ledger(struct context *cx, int argc, char **argv)
{
    struct verify_report report = {0};
    if (argc != 3 || !text_equal(argv[1], "verify")) return command_usage(cx, "ledger");
    const char *inside = arena_format(cx->mem, "%s/ledger", argv[2]);
    const char *location =
        file_exists(arena_format(cx->mem, "%s/checkpoint", inside)) ? inside : argv[2];
    return tell_verified(cx, ledger_verify(cx, location, &report), &report);
}

static enum status rebuild(struct context *cx, const char *data, uint64_t *ret_size)
{
    struct installation at;
    struct portal *portal;
    bool changed = true;
    TRY(installation_load(cx, data, &at));
    TRY(installation_load_law(cx, &at));
    app_register_kinds();
    static const char *const endings[] = {"", "-wal", "-shm"};
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        unlink(arena_format(cx->mem, "%s%s", at.portal_db, endings[i]));
    struct portal_site site = {.database = at.portal_db,
                               .ledger = at.ledger,
                               .base = at.base,
                               .agency = at.agency,
                               .law = at.law};
    TRY(portal_open(cx, &site, PORTAL_REPLAYS, &portal));
    while (changed) TRY(portal_replay(portal, &changed));
    TRY(portal_size(portal, ret_size));
    portal_close(portal);
    cx->store = NULL;
    return OK;
}

int command_portal(struct context *cx, int argc, char **argv)
{
    uint64_t size = 0;
    if (argc != 3 || !text_equal(argv[1], "rebuild")) return command_usage(cx, "portal");
    enum status status = rebuild(cx, argv[2], &size);
    if (status == OK)
        command_say(cx, "rebuild.done", arena_format(cx->mem, "%llu", (unsigned long long)size),
                    NULL);
    return command_failed(cx, status);
}
