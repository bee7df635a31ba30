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

/* A newcomer can open these at once on the portal's page for receipt codes. */
static void tell_code(const char *code, const char *what)
{
    if (*code) printf("receipt %s %s\n", code, what);
}

static void tell_receipt(struct context *cx, const struct code *code, const char *what)
{
    if (*code->text) tell_code(code_grouped(cx->mem, code), what);
}

static void tell_window(const struct demo_window *window)
{
    for (size_t i = 0; i < window->case_count; i++)
        tell_code(window->cases[i].code, window->cases[i].receipt);
    for (size_t i = 0; i < window->inquiry_count; i++)
        tell_code(window->inquiries[i].code, window->inquiries[i].receipt);
}

static void tell_receipts(struct context *cx, const struct demo_requests *requests)
{
    for (size_t i = 0; i < requests->case_count; i++) {
        const struct demo_case *matter = &requests->cases[i];
        tell_receipt(cx, &matter->code, matter->receipt);
        tell_receipt(cx, &matter->party_code, matter->receipt_party);
    }
}

/* last: DATE_NONE for the day on which it is made. */
static enum status make(struct context *cx, const char *data, struct date last)
{
    struct installation at;
    struct demo_people people;
    struct demo_source source;
    struct demo_requests requests;
    struct demo_window window;
    app_register_kinds();
    TRY(demo_load(cx, arena_format(cx->mem, "%s/demo", installation_share()), &source));
    TRY(demo_requests_load(cx, arena_format(cx->mem, "%s/demo/requests", installation_share()),
                           &requests));
    TRY(demo_window_load(
        cx, arena_format(cx->mem, "%s/demo/window/cases.yaml", installation_share()), &window));
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
    if (!date_is_set(last)) last = zone_date(moment_now());
    TRY(demo_make(cx, &at, &(struct demo_choices){&source, &requests, last, &window}, &people));
    tell(&people);
    tell_receipts(cx, &requests);
    tell_window(&window);
    return OK;
}

int command_demo(struct context *cx, int argc, char **argv)
{
    struct date last = DATE_NONE;
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;)
        if (option != 't' || !date_parse(optarg, &last)) return command_usage(cx, "demo");
    if (optind + 1 != argc) return command_usage(cx, "demo");
    return command_failed(cx, make(cx, argv[optind], last));
}
