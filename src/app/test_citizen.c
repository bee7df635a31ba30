/* The citizen's side, asked in-process: a small office's portal with a door for letters. */
#include "app/test_citizen.h"

#include <stdio.h>

#include "base/file.h"
#include "catalogue/standing_order.h"
#include "matter/portal.h"
#include "portal/fixture_html.h"
#include "request/portal.h"
#include "request/request.h"
#include "web/asset.h"
#include "web/site.h"

struct town town;
struct intake_fixture intake;
struct arena *asking;
struct portal_routes citizen_rows;
static struct intake_door *door;
static struct site *site;
static const struct matter_code_page code_pages[] = {
    {"application", request_show_code},
    {0            }
};
static struct web_worker worker;
static struct context setting, browsing;

static struct moment test_clock(void)
{
    return town.cx.now;
}

/* ---- a case line, as the office's program releases it by the authority of a standing order ----
 */

static void order_lines(void)
{
    struct standing_order order;
    record_init(&standing_order_kind, &order);
    order.base.agency = TOWN_PROVINCE;
    order.title = "依申请公开登记行常设公开令";
    order.query = "case-lines";
    order.columns = "title serial_year serial applicant_kind regime channel received_on due_on"
                    " closed_on outcome row article reconsiderations suits";
    town_release(&town, &order.base);
}

void release_line(const char *agency, int64_t serial, bool closed)
{
    static const struct actor program = {.id = "program",
                                         .name = "program",
                                         .label = "program",
                                         .agency = TOWN_PROVINCE,
                                         .unit = "",
                                         .program = true};
    struct case_line line;
    record_init(&case_line_kind, &line);
    line.base.agency = agency;
    line.base.number = line.title = arena_format(town.cx.mem, "2025-%05lld", (long long)serial);
    line.serial_year = 2025;
    line.serial = serial;
    line.applicant_kind = "natural";
    line.regime = "cn-2019";
    line.channel = "web";
    line.received_on = date_of(2025, 9, 28);
    line.due_on = date_of(2025, 10, 31);
    line.reconsiderations = line.suits = 0;
    if (closed) {
        line.closed_on = date_of(2025, 10, 20);
        line.outcome = "third-party";
        line.row = "3.3.4";
        line.article = "令711 第15条";
    }
    town.cx.actor = &program;
    town.cx.issues = NULL;
    enum status status = record_insert(&town.cx, &line.base);
    if (status == OK) status = record_move(&town.cx, &line.base, "publish-line", &NO_REASON);
    const struct issue *why = town.cx.issues;
    if (status != OK)
        fail_msg("line: %d %s %s %s", status, town.cx.fault, why ? why->field : "",
                 why ? why->message : "");
}

int citizen_set_up(void **state)
{
    town_new(&town);
    struct disclosure d = town_disclosure(&town, "关于国庆期间道路交通管制的通告", "正文");
    town_release(&town, &d.base);
    town_day(&town, "2025-11-24");
    order_lines();
    release_line(TOWN_PROVINCE, 1, true);
    release_line(TOWN_PROVINCE, 2, false);
    town_replay(&town);
    setting = (struct context){.mem = arena_new("setting")};
    context_set_clock(&setting, town.cx.now);
    browsing = (struct context){.mem = setting.mem};
    asking = arena_new("asking");
    intake_fixture_make(&setting, "/tmp", &intake);
    assert_int_equal(intake_door_open(&setting, &intake.portal, intake.vkey, &door), OK);
    const struct portal_routes tables[] = {portal_routes[0], matter_portal_routes,
                                           request_portal_routes, portal_asset_routes,
                                           citizen_rows};
    matter_set_code_pages(code_pages);
    struct site_plan plan = {.name = "portal",
                             .base = town.site.base,
                             .theme = town.site.theme,
                             .portal_tables = tables,
                             .portal_table_count = COUNT_OF(tables),
                             .furnish = portal_furnish,
                             .door = door,
                             .capsule = intake.portal.capsule,
                             .clock = test_clock};
    assert_int_equal(site_open(&setting, &plan, &site), OK);
    worker = (struct web_worker){.site = site, .cx = &browsing, .mem = setting.mem};
    assert_int_equal(portal_open(&browsing, &town.site, PORTAL_READS, &worker.portal), OK);
    return 0;
}

int citizen_tear_down(void **state)
{
    browsing.mem = setting.mem;
    portal_close(worker.portal);
    intake_door_close(door);
    intake_fixture_remove(&intake);
    arena_free(asking);
    arena_free(setting.mem);
    town_remove(&town);
    return 0;
}

int citizen_forget(void **state)
{
    arena_reset(asking);
    return 0;
}

/* ---- asking ---- */

struct http_response ask(const char *method, const char *target, const char *form)
{
    struct http_request request;
    struct http_response response;
    struct http_made made = {.method = method, .target = target, .headers = "host: portal.example"};
    struct context cx = {.mem = asking};
    if (form) {
        made.headers = "host: portal.example\ncontent-type: application/x-www-form-urlencoded";
        made.body = (struct bytes){(const unsigned char *)form, strlen(form)};
    }
    assert_int_equal(http_make(&cx, &made, &request), 0);
    web_handle(&worker, asking, &request, &response);
    return response;
}

const char *text_of(const struct http_response *response)
{
    return arena_copy_n(asking, (const char *)response->body.data, response->body.size);
}

/* The form's fields as they are posted; every other string is a value. */
const char *form_of(const char *const *pairs)
{
    struct out out = out_new(asking);
    for (; *pairs; pairs += 2)
        out_format(&out, "%s%s=%s", out.size ? "&" : "", pairs[0],
                   http_encode(asking, pairs[1], false));
    return out.text ? out.text : "";
}

const char *post(const char *target, const char *form, unsigned status)
{
    struct http_response response = ask("POST", target, form);
    const char *html = text_of(&response);
    if (response.status != status)
        fail_msg("%s: %u, not %u: %s %s", target, response.status, status, browsing.fault, html);
    assert_string_equal(http_response_header(&response, "Cache-Control"), "no-store");
    check_html(asking, html, target);
    return html;
}

size_t letters(void)
{
    size_t count;
    intake_fixture_list(asking, intake.portal.new, &count);
    return count;
}

void remove_letters(void)
{
    size_t count;
    const char **names = intake_fixture_list(asking, intake.portal.new, &count);
    for (size_t i = 0; i < count; i++)
        remove(arena_format(asking, "%s/%s", intake.portal.new, names[i]));
}

/* The only letter there is, opened as the office does. */
struct letter open_letter(void)
{
    struct letter letter;
    struct context cx = {.mem = asking};
    size_t count;
    const char **names = intake_fixture_list(asking, intake.portal.new, &count);
    context_set_clock(&cx, town.cx.now);
    assert_int_equal(count, 1);
    assert_int_equal(letter_open(&cx, &intake.office, names[0], &letter), OK);
    return letter;
}

const char *whole_form(const char *nonce, const char *sought)
{
    return FORM("nonce", nonce, "agency", TOWN_PROVINCE, "looked", "yes", "sort", "disclosure",
                "sought", sought, "supply", "email", "delivery", "page", "applicant_kind",
                "natural", "name", CANARY, "identity_kind", "id-card", "identity_number",
                "230103198001010011", "phone", "13800000000", "email", "canary@example.org");
}

const char *code_in(const char *html)
{
    struct out out = out_new(asking);
    const char *at = strstr(html, "class=\"receipt-code\">");
    const char *end = at ? strstr(at, "</p>") : NULL;
    if (!end) return NULL;
    for (at = strstr(at, "<span>"); at && at < end; at = strstr(at, "<span>")) {
        at += strlen("<span>");
        out_bytes(&out, at, strcspn(at, "<"));
    }
    return out.text;
}

struct code put_capsule(const char *json)
{
    struct code code;
    struct code_key key;
    struct context cx = {.mem = asking};
    struct capsule_place place = {intake.office.capsule, intake.office.work};
    const char *path = arena_format(asking, "%s/answer.pdf", intake.office.work);
    struct bytes pdf = {(const unsigned char *)"%PDF-1.7 the answer", 19};
    context_set_clock(&cx, town.cx.now);
    assert_int_equal(file_write(&cx, intake.office.work, path, pdf, false), OK);
    struct capsule_file file = {"答复书.pdf", "application/pdf", 19, path};
    struct capsule_draft draft = {.serial = 1, .json = json, .files = &file, .file_count = 1};
    code_make(&code);
    code_key(&code, &key);
    assert_int_equal(
        capsule_put(&cx, &place, text_hex(asking, key.public, sizeof key.public), &draft), OK);
    return code;
}
