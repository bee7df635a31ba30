/* Cost fees at the desk (令492 第27条): one input for each line of the regime's tariff. What is
 * charged is computed from them; nobody types an amount. */
#include <string.h>

#include "base/text.h"
#include "law/fee.h"
#include "request/office.h"
#include "request/views.h"
#include "web/message.h"

enum { NUMBER_MAX = 15 };

/* ---- the form ---- */

static const struct sql cost_draft = {
    "cost.draft", "SELECT id FROM fee_notice WHERE application = $1 AND standard = 'cost'"
                  " AND state = 'drafted' AND newest = 1 ORDER BY id LIMIT 1"};

struct costing {
    struct application a;
    const struct regime_fee *rule;
    struct fee_notice fee; /* the draft, or a new one */
};

static enum status load(struct context *cx, const struct web *web, struct costing *ret)
{
    const char *id;
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    TRY(record_load(cx, &application_kind, web_path(web, "id"), &ret->a));
    if (!access_may(cx->actor, WRITE, ret->a.base.agency)) return NOT_FOUND;
    ret->rule = request_fee_rule(request_regime(&ret->a), "cost", ret->a.received_on);
    if (!ret->rule) return NOT_FOUND;
    enum status found = store_text(cx, &cost_draft, BIND(ret->a.base.id), &id);
    if (found == OK) return record_load(cx, &fee_notice_kind, id, &ret->fee);
    if (found != NOT_FOUND) return found;
    record_init(&fee_notice_kind, &ret->fee);
    ret->fee.base.agency = ret->a.base.agency;
    ret->fee.application = ret->a.base.id;
    ret->fee.standard = "cost";
    return OK;
}

static const char *name_of(struct context *cx, const struct fee_tariff_line *line)
{
    return arena_format(cx->mem, "line-%s", line->id);
}

static void begin(struct context *cx, const struct costing *costing, struct cost_view *view)
{
    const struct regime_fee *rule = costing->rule;
    struct cost_row *rows = arena_array(cx->mem, struct cost_row, rule->line_count + 1);
    for (size_t i = 0; i < rule->line_count; i++)
        rows[i] = (struct cost_row){
            .line = &rule->lines[i], .name = name_of(cx, &rule->lines[i]), .value = ""};
    *view = (struct cost_view){
        .rule = rule,
        .title = costing->a.title,
        .action = arena_format(cx->mem, "/applications/%s/cost", costing->a.base.id),
        .back = arena_format(cx->mem, "/records/application/%s", costing->a.base.id),
        .version = text_empty(costing->fee.base.id) ? 0 : costing->fee.base.version,
        .rows = rows,
        .row_count = rule->line_count};
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        struct cost_view *view)
{
    struct page page = desk_page(web, &application_kind);
    for (size_t i = 0; i < view->row_count; i++)
        for (const struct issue *at = cx->issues; at; at = at->next)
            if (text_equal(at->field, view->rows[i].line->id) && !view->rows[i].error)
                view->rows[i].error = message_format(cx->mem, cx->language, at->message,
                                                     (const char *const[]){at->detail}, 1);
    view->issues = cx->issues;
    view_request_cost(&page, view);
    return web_show(response, &page);
}

static enum status ask_cost(struct context *cx, const struct web *web, struct response *response)
{
    struct costing *costing = arena_make(cx->mem, struct costing);
    struct cost_view view;
    struct fee_bill bill;
    TRY(load(cx, web, costing));
    begin(cx, costing, &view);
    TRY(fee_read_bill(cx, costing->rule, costing->fee.lines, &bill));
    for (size_t i = 0; i < view.row_count; i++)
        for (size_t j = 0; j < bill.count; j++)
            if (text_equal(view.rows[i].line->id, bill.lines[j].id))
                view.rows[i].value =
                    view.rows[i].line->at_cost
                        ? fee_text(cx->mem, bill.lines[j].spent)
                        : arena_format(cx->mem, "%lld", (long long)bill.lines[j].quantity);
    return show(cx, web, response, &view);
}

/* What was typed, as the bill is stored. A line that is left empty is not on it. What is no number
 * at all is kept as one word, for the reader of bills to refuse by the name of its line. */
static enum status read_lines(struct context *cx, const struct web *web, struct cost_view *view,
                              const char **ret_lines)
{
    struct out out = out_new(cx->mem);
    for (size_t i = 0; i < view->row_count; i++) {
        struct cost_row *row = &view->rows[i];
        TRY(web_text(cx, web, row->name, NUMBER_MAX, &row->value));
        const char *typed = row->value;
        if (text_empty(typed) || text_equal(typed, "0")) continue;
        bool word = !typed[strcspn(typed, " =")];
        out_format(&out, "%s%s=%s", out.size ? " " : "", row->line->id, word ? typed : "?");
    }
    *ret_lines = out.text;
    return OK;
}

static enum status keep(struct context *cx, const struct web *web, struct costing *costing)
{
    struct fee_notice *fee = &costing->fee;
    int64_t version;
    if (text_empty(fee->lines)) return issue(cx, "", "request.cost_nothing", "");
    TRY(web_int(cx, web, "version", &version));
    if (text_empty(fee->base.id)) return record_insert(cx, &fee->base);
    if (version != fee->base.version) return CONFLICT;
    return record_save(cx, &fee->base);
}

static enum status make_cost(struct context *cx, const struct web *web, struct response *response)
{
    struct costing *costing = arena_make(cx->mem, struct costing);
    struct cost_view view;
    response->readable = true;
    TRY(load(cx, web, costing));
    begin(cx, costing, &view);
    enum status status = read_lines(cx, web, &view, &costing->fee.lines);
    if (status == OK) status = keep(cx, web, costing);
    if (status == OK)
        return web_see_other(response,
                             arena_format(cx->mem, "/records/fee_notice/%s", costing->fee.base.id));
    if (status != INVALID) return status;
    TRY(show(cx, web, response, &view));
    return status;
}

/* ---- the ordinary form: the standards that the application's regime has ---- */

enum status fee_notice_offer(struct context *cx, struct form *form)
{
    enum { STANDARDS_MAX = 8 };
    struct application a = {0};
    struct form_option *options = arena_array(cx->mem, struct form_option, STANDARDS_MAX);
    const struct form_row *of = form_row(form, "application");
    bool known = of && id_is_valid(of->value) && request_fetch(cx, of->value, &a) == OK;
    size_t n = 0;
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (const struct word *word = fee_bases; word->word; word++) {
        bool there = !known || request_fee_rule(request_regime(&a), word->word, a.received_on);
        if (there && !text_equal(word->word, "cost") && n < STANDARDS_MAX)
            options[n++] = (struct form_option){
                word->word, cx->language == CHINESE ? word->zh : word->en, false};
    }
    form_offer(form, "standard", options, n);
    return OK;
}

/* ---- on a notice's page: its bill ---- */

void fee_panel(struct page *pg, const struct record *rec)
{
    struct context *cx = pg->cx;
    const struct fee_notice *fee = AS_CONST(fee_notice, rec);
    struct application a;
    struct fee_bill bill;
    struct bill_view view = {.total = fee->amount.hundredths};
    struct issue *kept = cx->issues;
    if (request_fetch(cx, fee->application, &a) != OK ||
        request_bill(cx, fee, &a, &view.rule, &bill) != OK || !bill.count) {
        cx->issues = kept;
        return;
    }
    view.lines = bill.lines;
    view.count = bill.count;
    if (rec->state == FEE_DRAFTED && access_may(cx->actor, WRITE, rec->agency))
        view.edit = arena_format(cx->mem, "/applications/%s/cost", a.base.id);
    view_request_bill(pg, &view);
}

/* clang-format off */
static const struct route rows[] = {
    {HTTP_GET,  "/applications/{id}/cost", WRITE, ask_cost,  NULL},
    {HTTP_POST, "/applications/{id}/cost", WRITE, make_cost, ANY_FIELD},
};
/* clang-format on */

const struct routes cost_routes = ROUTES(rows);
