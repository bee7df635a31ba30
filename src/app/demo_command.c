/* demo: makes the demonstration province in a new folder, and says who can sign in. */
#include <getopt.h>
#include <stdio.h>

#include "app/command.h"
#include "app/demo.h"
#include "app/kinds.h"
#include "base/text.h"

enum { FIRST_AGENCY = 0 };

static const struct option options[] = {
    {"today", required_argument, NULL, 't'},
    {0  }
};

/* The province first, as the list has it, then its bureaux; then whoever can sign in there. */
static void tell(const struct demo_people *people)
{
    for (size_t i = 0; i < people->agency_count; i++)
        printf("agency %s %s\n", people->codes[i], people->names[i]);
    for (size_t role = 0; role < ROLE_COUNT; role++)
        printf("account %s %s\n", people->actors[FIRST_AGENCY][role]->name, DEMO_PASSWORD);
}

static enum status make(struct context *cx, const char *data, struct date last)
{
    struct installation at;
    struct demo_people people;
    struct demo_source source;
    app_register_kinds();
    TRY(demo_load(cx, arena_format(cx->mem, "%s/demo", installation_share()), &source));
    const struct demo_list *province = &source.lists[demo_list_place(&source, "province")];
    const char *code = demo_cell(province, 0, "code");
    const struct installation_choices wanted = {
        .name_zh = demo_cell(province, 0, "bureau"),
        .name_en = demo_cell(province, 0, "en"),
        .zone = "Asia/Shanghai",
        .origin = arena_format(cx->mem, "%s.invalid/ledger", code),
        .agency = code,
        .console_release = true,
        .demonstration = true,
    };
    TRY(installation_init(cx, data, &wanted));
    TRY(command_open(cx, data, STORE_HASTY, &at));
    TRY(demo_make(cx, &at, &(struct demo_choices){&source, last}, &people));
    tell(&people);
    return OK;
}

int command_demo(struct context *cx, int argc, char **argv)
{
    /* After the last neighbour of 2010; the annual report is due that day. */
    struct date last = date_of(2010, 3, 31);
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
        if (option != 't' || !date_parse(optarg, &last)) return command_usage(cx, "demo");
    if (optind + 1 != argc) return command_usage(cx, "demo");
    return command_failed(cx, make(cx, argv[optind], last));
}
