#include "request/act.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "desk/desk.h"
#include "law/fee.h"
#include "request/views.h"
#include "web/message.h"
#include "web/views.h"

/* clang-format off */
#define RECORD act_input
static const struct field act_fields[] = {ACT_INPUT(FIELD_ROW)};
#undef RECORD
/* clang-format on */
static const struct workflow no_workflow = {.name = "act"};
static const struct kind act_kind = {
    .name = "act_input",
    .zh = "办理",
    .en = "Act",
    .schema = 1,
    .size = sizeof(struct act_input),
    .fields = act_fields,
    .field_count = COUNT_OF(act_fields),
    .title = "why",
    .workflow = &no_workflow,
};

/* ---- what each verb asks, and what it becomes ---- */

/* Everything that a verb may be given, in one place that lives as long as the request. */
struct given {
    struct request_correction correction;
    struct request_answer answer;
    struct request_service service;
    struct request_holder holder;
    struct request_matters matters;
    struct request_reply reply;
    struct request_result result;
    struct request_supplement supplement;
    struct request_waiver waiver;
    struct request_code code;
    struct code plain; /* shown once, stored nowhere */
};

static enum status give_correction(struct context *cx, const struct act_input *in,
                                   struct given *given, const void **ret)
{
    given->correction =
        (struct request_correction){in->items, in->days == INT_NONE ? 0 : (int)in->days};
    *ret = &given->correction;
    return OK;
}

static const struct sql item_by_number = {
    "act.item", "SELECT id FROM item WHERE number = $1 AND agency = $2 LIMIT 1"};

/* "002232139/2025-00012", or the number alone. */
static enum status find_item(struct context *cx, const char *number, const char **ret_id)
{
    const char *slash = strchr(number, '/');
    const char *agency =
        slash ? arena_copy_n(cx->mem, number, (size_t)(slash - number)) : desk_agency(cx, WRITE);
    *ret_id = "";
    if (text_empty(number)) return OK;
    enum status found =
        store_text(cx, &item_by_number, BIND(slash ? slash + 1 : number, agency), ret_id);
    return found == NOT_FOUND ? issue(cx, "item", "request.item_not_public", "") : found;
}

static enum status give_answer(struct context *cx, const struct act_input *in, struct given *given,
                               const void **ret)
{
    given->answer = (struct request_answer){in->outcome, in->article, ""};
    TRY(find_item(cx, in->item, &given->answer.item));
    *ret = &given->answer;
    return OK;
}

static enum status give_service(struct context *cx, const struct act_input *in, struct given *given,
                                const void **ret)
{
    given->service = (struct request_service){.method = in->method, .proof = in->proof};
    *ret = &given->service;
    return OK;
}

static enum status give_holder(struct context *cx, const struct act_input *in, struct given *given,
                               const void **ret)
{
    given->holder = (struct request_holder){in->holder};
    *ret = &given->holder;
    return OK;
}

static enum status give_matters(struct context *cx, const struct act_input *in, struct given *given,
                                const void **ret)
{
    enum { LINES_MAX = 60 };
    const char **lines = arena_array(cx->mem, const char *, LINES_MAX);
    size_t count = 0;
    for (const char *at = in->matters; *at && count < LINES_MAX;) {
        size_t size = strcspn(at, "\n");
        if (size) lines[count++] = arena_copy_n(cx->mem, at, size);
        at += size + strspn(at + size, "\n");
    }
    given->matters = (struct request_matters){lines, count};
    *ret = &given->matters;
    return OK;
}

static enum status give_reply(struct context *cx, const struct act_input *in, struct given *given,
                              const void **ret)
{
    given->reply = (struct request_reply){text_empty(in->found) ? in->answer : in->found, in->text};
    *ret = &given->reply;
    return OK;
}

static enum status give_result(struct context *cx, const struct act_input *in, struct given *given,
                               const void **ret)
{
    given->result = (struct request_result){in->result, in->again};
    *ret = &given->result;
    return OK;
}

static enum status give_supplement(struct context *cx, const struct act_input *in,
                                   struct given *given, const void **ret)
{
    given->supplement = (struct request_supplement){in->text};
    *ret = &given->supplement;
    return OK;
}

static enum status give_waiver(struct context *cx, const struct act_input *in, struct given *given,
                               const void **ret)
{
    given->waiver = (struct request_waiver){in->ground};
    *ret = &given->waiver;
    return OK;
}

/* A code of their own: made here, its public half kept, the code itself shown once. */
static enum status give_code(struct context *cx, const struct act_input *in, struct given *given,
                             const void **ret)
{
    struct code_key key;
    code_make(&given->plain);
    code_key(&given->plain, &key);
    given->code = (struct request_code){text_hex(cx->mem, key.public, sizeof key.public)};
    sodium_memzero(&key, sizeof key);
    *ret = &given->code;
    return OK;
}

struct act_page {
    const char *kind, *verb, *asks;
    enum status (*give)(struct context *, const struct act_input *, struct given *, const void **);
};

/* clang-format off */
static const struct act_page pages[] = {
    {"application",  "confirm",            "on",                       NULL},
    {"application",  "applicant-confirms", "on",                       NULL},
    {"application",  "ask-correction",     "items days",               give_correction},
    {"application",  "correction-arrives", "on text",                  give_supplement},
    {"application",  "add-supplement",     "text",                     give_supplement},
    {"application",  "draft-answer",       "outcome article item why", give_answer},
    {"application",  "serve-answer",       "on method proof",          give_service},
    {"application",  "hand-over",          "holder",                   give_holder},
    {"application",  "split",              "matters",                  give_matters},
    {"application",  "withdraw-request",   "on why",                   NULL},
    {"application",  "extend",             "why",                      NULL},
    {"application",  "delay",              "until why",                NULL},
    {"application",  "replace-code",       "why",                      give_code},
    {"consultation", "send",               "",                         give_code},
    {"consultation", "answer-arrives",     "on answer text",           give_reply},
    {"consultation", "late-answer",        "text",                     give_reply},
    {"search_task",  "report-back",        "on found text",            give_reply},
    {"letter",       "serve",              "on method proof",          give_service},
    {"fee_notice",   "pay",                "on",                       NULL},
    {"fee_notice",   "waive",              "on ground why",            give_waiver},
    {"remedy",       "conclude",           "on result again why",      give_result},
};
/* clang-format on */

/* ---- choices ---- */

static enum status offer_outcomes(struct context *cx, const struct record *rec, struct form *form)
{
    struct application a;
    if (!form_row(form, "outcome")) return OK;
    TRY(request_fetch(cx, rec->id, &a));
    const struct regime *regime = request_regime(&a);
    size_t count = regime ? regime->outcome_count : 0, n = 0;
    struct form_option *options = arena_array(cx->mem, struct form_option, count + 1);
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (size_t i = 0; i < count; i++) {
        const struct regime_outcome *row = &regime->outcomes[i];
        if (!row->closes || !clause_is_in_force(&row->clause, cx->today)) continue;
        options[n++] = (struct form_option){
            row->id,
            arena_format(cx->mem, "%s　%s", clause_label(&row->clause, cx->language),
                         clause_article(&row->clause, cx->language)),
            false};
    }
    form_offer(form, "outcome", options, n);
    return OK;
}

static const struct sql colleagues = {
    "act.colleagues",
    "SELECT DISTINCT s.id, s.label FROM staff s JOIN staff_grant g ON g.staff = s.id"
    " WHERE s.newest = 1 AND s.state = 'active' AND g.agency = $1"
    " AND g.role IN ('clerk', 'officer') ORDER BY s.label"};

static enum status offer_colleagues(struct context *cx, const struct record *rec, struct form *form)
{
    enum { COLLEAGUES_MAX = 200 };
    struct rows *rows;
    size_t n = 0;
    if (!form_row(form, "holder")) return OK;
    struct form_option *options = arena_array(cx->mem, struct form_option, COLLEAGUES_MAX + 1);
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    TRY(store_query(cx, &colleagues, BIND(rec->agency), &rows));
    while (n <= COLLEAGUES_MAX && rows_next(rows)) {
        const char *id = rows_text(rows, 0);
        options[n++] = (struct form_option){id, rows_text(rows, 1), false};
    }
    TRY(rows_end(rows));
    form_offer(form, "holder", options, n);
    return OK;
}

/* The grounds on which the law lets this fee be waived; a fee without any is waived by a reason. */
static enum status offer_grounds(struct context *cx, const struct record *rec, struct form *form)
{
    struct application a;
    if (!form_row(form, "ground") || rec->kind != &fee_notice_kind) return OK;
    const struct fee_notice *fee = AS_CONST(fee_notice, rec);
    TRY(request_fetch(cx, fee->application, &a));
    const struct regime_fee *rule =
        request_fee_rule(request_regime(&a), fee->standard, a.received_on);
    size_t count = rule ? rule->waiver_count : 0;
    struct form_option *options = arena_array(cx->mem, struct form_option, count + 1);
    options[0] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (size_t i = 0; i < count; i++)
        options[i + 1] = (struct form_option){
            rule->waivers[i].id,
            arena_format(cx->mem, "%s　%s", clause_label(&rule->waivers[i], cx->language),
                         clause_article(&rule->waivers[i], cx->language)),
            false};
    form_offer(form, "ground", options, count + 1);
    return OK;
}

/* ---- the pages ---- */

struct acting {
    const struct act_page *page;
    struct record *rec;
    const char *back;
};

/* Back to the application, or to the record itself. */
static const char *way_back(struct context *cx, const struct record *rec)
{
    const struct field *of = kind_field(rec->kind, "application");
    bool self = !of || text_equal(rec->kind->name, "application");
    return self ? arena_format(cx->mem, "/records/%s/%s", rec->kind->name, rec->id)
                : arena_format(cx->mem, "/records/application/%s", field_text(of, rec));
}

static enum status find(struct context *cx, const struct web *web, struct acting *ret)
{
    const char *kind_name = web_path(web, "kind"), *verb = web_path(web, "verb");
    const struct kind *kind = kind_by_name(kind_name);
    *ret = (struct acting){0};
    for (size_t i = 0; i < COUNT_OF(pages); i++)
        if (text_equal(pages[i].kind, kind_name) && text_equal(pages[i].verb, verb))
            ret->page = &pages[i];
    if (!ret->page || !kind || !id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    ret->rec = arena_alloc(cx->mem, kind->size);
    TRY(record_load(cx, kind, web_path(web, "id"), ret->rec));
    ret->back = way_back(cx, ret->rec);
    return OK;
}

/* Is it an act that this person could make now? */
static bool can(struct context *cx, const struct acting *acting)
{
    enum { MOVES_MAX = 48 };
    const struct move *moves[MOVES_MAX];
    size_t n = record_moves(cx, acting->rec, moves, MOVES_MAX);
    for (size_t i = 0; i < n; i++)
        if (text_equal(moves[i]->verb, acting->page->verb)) return true;
    return false;
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        const struct acting *acting, struct form *form)
{
    const struct record *rec = acting->rec;
    struct page page = desk_page(web, rec->kind);
    const char *verb = acting->page->verb;
    TRY(offer_outcomes(cx, rec, form));
    TRY(offer_colleagues(cx, rec, form));
    TRY(offer_grounds(cx, rec, form));
    struct act_page_view view = {
        .rec = rec,
        .title = record_title(rec),
        .verb = message_text(cx->language, arena_format(cx->mem, "move.%s", verb)),
        .will = message_text(cx->language, arena_format(cx->mem, "move.%s.will", verb)),
        .action = arena_format(cx->mem, "/acts/%s/%s/%s", rec->kind->name, rec->id, verb),
        .back = acting->back,
        .form = form,
        .asks_outcome = form_row(form, "outcome") != NULL};
    view_request_act(&page, &view);
    return web_show(response, &page);
}

static enum status ask_act(struct context *cx, const struct web *web, struct response *response)
{
    struct acting acting;
    struct act_input input;
    struct form form;
    TRY(find(cx, web, &acting));
    response->readable = true;
    if (!can(cx, &acting)) return CONFLICT;
    record_init(&act_kind, &input);
    if (strstr(acting.page->asks, "on")) input.on = cx->today;
    struct form_plan plan = {.kind = &act_kind, .names = acting.page->asks};
    form_fill(cx, &plan, &input.base, &form);
    form.version = acting.rec->version;
    return show(cx, web, response, &acting, &form);
}

static enum status do_act(struct context *cx, const struct web *web, const struct acting *acting,
                          const struct act_input *input, struct given *given)
{
    struct reason reason = NO_REASON;
    int64_t version;
    TRY(web_int(cx, web, FORM_VERSION_FIELD, &version));
    if (version != acting->rec->version) return CONFLICT;
    reason.why = input->why;
    reason.on = date_is_set(input->until) ? input->until : input->on;
    if (acting->page->give) TRY(acting->page->give(cx, input, given, &reason.with));
    return record_move(cx, acting->rec, acting->page->verb, &reason);
}

static enum status show_code(struct context *cx, const struct web *web, struct response *response,
                             const struct acting *acting, const struct given *given)
{
    struct page page = desk_page(web, acting->rec->kind);
    struct code_view view = {record_title(acting->rec), code_grouped(cx->mem, &given->plain),
                             acting->back};
    view_request_code(&page, &view);
    return web_show(response, &page);
}

static enum status make_act(struct context *cx, const struct web *web, struct response *response)
{
    struct acting acting;
    struct act_input input;
    struct form form;
    struct given *given = arena_make(cx->mem, struct given);
    TRY(find(cx, web, &acting));
    response->readable = true;
    record_init(&act_kind, &input);
    struct form_plan plan = {.kind = &act_kind, .names = acting.page->asks, .extra = "version"};
    enum status status = form_read(cx, web, &plan, &input.base, &form);
    if (status == OK) status = do_act(cx, web, &acting, &input, given);
    if (status == OK && acting.page->give == give_code)
        return show_code(cx, web, response, &acting, given);
    if (status == OK) return web_see_other(response, acting.back);
    if (status != INVALID && status != CONFLICT) return status;
    if (status == CONFLICT && issue(cx, "", "desk.changed_meanwhile", "") == FAULT) return FAULT;
    form.version = acting.rec->version;
    form_mark(cx, &form);
    TRY(show(cx, web, response, &acting, &form));
    return status;
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/acts/{kind}/{id}/{verb}", READ_PERSONAL, ask_act,  NULL},
    {HTTP_POST, "/acts/{kind}/{id}/{verb}", READ_PERSONAL, make_act, ANY_FIELD},
};
/* clang-format on */

const struct routes act_routes = ROUTES(rows);
