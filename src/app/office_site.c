#include "app/office_site.h"

#include "contact/office.h"
#include "contact/session_office.h"
#include "desk/desk.h"
#include "organisation/office.h"
#include "oversight/lapses.h"
#include "oversight/office.h"
#include "oversight/scores.h"
#include "publication/office.h"
#include "record/lifecycle.h"
#include "report/office.h"
#include "report/supervision.h"
#include "request/act.h"
#include "request/office.h"
#include "service/office.h"
#include "web/asset.h"

static enum status fill_account(struct context *cx, enum status found, const struct staff *staff,
                                struct account *ret_account)
{
    TRY(found);
    *ret_account = (struct account){.id = staff->base.id,
                                    .name = staff->name,
                                    .password_hash = staff->password_hash,
                                    .disabled = staff->base.state != STAFF_ACTIVE};
    return OK;
}

static enum status by_name(struct context *cx, const char *name, struct account *ret_account)
{
    struct staff staff;
    return fill_account(cx, people_by_name(cx, name, &staff), &staff, ret_account);
}

static enum status by_id(struct context *cx, const char *id, struct account *ret_account)
{
    struct staff staff;
    return fill_account(cx, record_fetch(cx, &staff_kind, id, 0, &staff), &staff, ret_account);
}

const struct account_source office_accounts = {
    .by_name = by_name,
    .by_id = by_id,
    .actor = people_actor,
    .set_password = people_set_password_hash,
};

static const struct desk_extra extras[] = {
    {.kind = "annual_report",
     .page = "/reports/%s",
     .label = "report.to_prepare",
     .make = "/reports/prepare"},
    {.kind = "application",
     .make = "/applications/new",
     .acts = ACTS_OF_APPLICATION,
     .panel = request_panel},
    {.kind = "consultation",                             .acts = ACTS_OF_CONSULTATION},
    {.kind = "search_task",   .acts = ACTS_OF_SEARCH_TASK},
    {.kind = "letter",        .acts = ACTS_OF_LETTER, .panel = letter_panel},
    {.kind = "fee_notice",
     .acts = ACTS_OF_FEE_NOTICE,
     .panel = fee_panel,
     .offer = fee_notice_offer},
    {.kind = "remedy",                             .acts = ACTS_OF_REMEDY, .panel = remedy_panel},
    {.kind = "withheld_part",.offer = withheld_part_offer},
    {.kind = "inspection",              .panel = inspection_panel},
    {.kind = "finding",        .panel = finding_panel},
    {.kind = "assessment",          .panel = assessment_panel},
    {.kind = "sitting",            .acts = ACTS_OF_SITTING, .panel = sitting_panel},
    {.kind = "seat",                             .page = "/sittings/seats/%s/code", .label = "session.code"},
    {.kind = "contact_message",.panel = contact_panel},
    {.kind = "hand_over",                             .offer = contact_offer},
    {.kind = "contact_point",  .offer = contact_offer},
    {.kind = "case_party",          .page = "/cases/%s/code", .label = "case.code.give"},
    {.kind = "service_item",                             .remark = service_item_remark},
    {.kind = "service_case",.make = "/service/new", .panel = service_case_panel},
    {.kind = "service_inquiry",          .panel = service_inquiry_panel},
    {0                            },
};

enum { FILE_MAX = 20 << 20, PER_SECOND = 50, BURST = 200 };

enum { TABLES_MAX = 32 };

void office_site_plan(const struct installation *at, const struct theme *theme,
                      struct site_plan *ret_plan)
{
    static struct routes tables[TABLES_MAX];
    size_t count = 0;
    static struct desk_setting setting;
    tables[count++] = asset_routes;
    tables[count++] = desk_routes;
    tables[count++] = report_routes;
    tables[count++] = account_routes;
    tables[count++] = supervision_routes;
    tables[count++] = request_routes;
    tables[count++] = act_routes;
    tables[count++] = oversight_routes;
    tables[count++] = score_routes;
    tables[count++] = lapse_routes;
    tables[count++] = cost_routes;
    tables[count++] = publish_routes;
    tables[count++] = session_routes;
    tables[count++] = session_act_routes;
    tables[count++] = contact_routes;
    tables[count++] = obligation_routes;
    tables[count++] = publication_routes;
    tables[count++] = service_routes;
    setting = (struct desk_setting){.law = at->law,
                                    .blob = at->blob,
                                    .held = at->intake_held,
                                    .tmp = at->tmp,
                                    .portal = at->base,
                                    .confined = at->confined,
                                    .extras = extras};
    desk_set(&setting);
    lifecycle_set_scan(desk_scan_guard);
    *ret_plan = (struct site_plan){.name = "office",
                                   .proxied = at->office_proxied,
                                   .office = true,
                                   .theme = theme,
                                   .tables = tables,
                                   .table_count = count,
                                   .accounts = &office_accounts,
                                   .furnish = desk_furnish,
                                   .uploads = at->tmp,
                                   .file_max = FILE_MAX,
                                   .files_max = 1,
                                   .per_second = PER_SECOND,
                                   .burst = BURST};
}
