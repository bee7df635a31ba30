/* The application itself: what the regime in force requires and nothing else (令711 第29条),
 * sealed, and its receipt. */
#include <string.h>

#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"
#include "web/sealed.h"

static const struct word deliveries[] = {
    {"page",                                 "在本网站凭查询码查看、下载", "On this site, with the receipt code"},
    {"post", "邮寄", "By post"},
    {"collection",                                 "到本机关领取", "Collected at the office"},
    {0                            }
};

/* clang-format off */
static const struct apply_question questions[] = {
    {{"sort",                  ASK_RADIO,  request_sorts,   40,   NULL,            NULL,    ASK_REQUIRED}, NULL,             ASK_REQUEST},
    {{"sought",                ASK_LINES,  NULL,            4000, NULL,            NULL,    ASK_REQUIRED}, "description",    ASK_REQUEST},
    {{"purpose",               ASK_LINES,  NULL,            1000, NULL,            NULL,    ASK_REQUIRED}, "purpose",        ASK_REQUEST},
    {{"supply",                ASK_RADIO,  supply_forms,    40,   NULL,            NULL,    ASK_REQUIRED}, "supply-form",    ASK_REQUEST},
    {{"delivery",              ASK_RADIO,  deliveries,      40,   NULL,            NULL,    ASK_OPTIONAL}, "supply-form",    ASK_REQUEST},
    {{"assistance",            ASK_LINES,  NULL,            400,  NULL,            NULL,    ASK_OPTIONAL}, NULL,             ASK_REQUEST},
    {{"files",                 ASK_FILES,  NULL,            0,    NULL,            NULL,    ASK_OPTIONAL}, NULL,             ASK_REQUEST},
    {{"applicant_kind",        ASK_RADIO,  applicant_kinds, 40,   NULL,            NULL,    ASK_REQUIRED}, NULL,             ASK_APPLICANT},
    {{"name",                  ASK_LINE,   NULL,            100,  "name",          NULL,    ASK_REQUIRED}, "name",           ASK_APPLICANT},
    {{"identity_kind",         ASK_SELECT, identity_kinds,  40,   NULL,            NULL,    ASK_OPTIONAL}, "identity",       ASK_APPLICANT},
    {{"identity_number",       ASK_LINE,   NULL,            60,   NULL,            NULL,    ASK_REQUIRED}, "identity",       ASK_APPLICANT},
    {{"phone",                 ASK_LINE,   NULL,            60,   "tel",           "tel",   ASK_OPTIONAL}, "contact",        ASK_APPLICANT},
    {{"email",                 ASK_LINE,   NULL,            120,  "email",         "email", ASK_OPTIONAL}, "contact",        ASK_APPLICANT},
    {{"address",               ASK_LINE,   NULL,            200,  "address-line1", NULL,    ASK_OPTIONAL}, "contact",        ASK_APPLICANT},
    {{"agent_name",            ASK_LINE,   NULL,            100,  NULL,            NULL,    ASK_REQUIRED}, "agent-name",     ASK_AGENT},
    {{"agent_identity_number", ASK_LINE,   NULL,            60,   NULL,            NULL,    ASK_REQUIRED}, "agent-identity", ASK_AGENT},
    {{"agent_phone",           ASK_LINE,   NULL,            60,   NULL,            "tel",   ASK_REQUIRED}, "agent-contact",  ASK_AGENT},
};
/* clang-format on */

struct filling {
    struct context *cx;
    const struct web *web;
    const struct regime *regime;
    const char *agency;
    struct ask_form request, applicant, agent, all;
    bool wrong, looked, shows_near;
    struct apply_nears near;
};

static enum status read_part(struct filling *f, enum ask_of of, struct ask_form *part)
{
    struct ask_plan plan = apply_plan(f->cx, questions, COUNT_OF(questions), f->regime, of);
    enum status status = ask_read(f->cx, f->web, &plan, part);
    f->wrong = f->wrong || status == INVALID;
    return status == INVALID ? OK : status;
}

static enum status read_form(struct filling *f)
{
    TRY(read_part(f, ASK_REQUEST, &f->request));
    TRY(read_part(f, ASK_APPLICANT, &f->applicant));
    return read_part(f, ASK_AGENT, &f->agent);
}

/* ---- what is missing ---- */

static void lack(struct filling *f, struct ask_form *part, const char *name)
{
    const char *id = arena_format(f->cx->mem, "apply.lacks.%s", name);
    ask_lack(f->cx, part, name, message_known(id) ? id : "matter.lacks");
}

static void lack_required(struct filling *f, struct ask_form *part)
{
    for (size_t i = 0; i < part->count; i++)
        if (part->rows[i].required && !*part->rows[i].value && !part->rows[i].error)
            lack(f, part, part->rows[i].name);
}

/* Whoever names an agent names them wholly (and only then is an agent asked after). */
static void lack_of_agent(struct filling *f)
{
    bool named = false;
    for (size_t i = 0; i < f->agent.count; i++) named = named || *f->agent.rows[i].value;
    if (named) lack_required(f, &f->agent);
}

/* One way to be reached is enough, and it has to be the one that was chosen for the answer. */
static void lack_of_contact(struct filling *f)
{
    struct ask_form *a = &f->applicant;
    bool post = text_equal(ask_value(&f->request, "delivery"), "post");
    bool mail = text_equal(ask_value(&f->request, "supply"), "email");
    if (!ask_row(a, "phone")) return;
    if (post && !*ask_value(a, "address")) lack(f, a, "address");
    if (mail && !*ask_value(a, "email")) lack(f, a, "email");
    if (!*ask_value(a, "phone") && !*ask_value(a, "email") && !*ask_value(a, "address"))
        lack(f, a, "phone");
}

static void find_lacks(struct filling *f)
{
    lack_required(f, &f->request);
    lack_required(f, &f->applicant);
    lack_of_contact(f);
    lack_of_agent(f);
}

/* ---- the page ---- */

static void append(struct context *cx, const struct ask_fault **to, const struct ask_fault *from)
{
    for (; from; from = from->next) {
        struct ask_fault *copy = arena_make(cx->mem, struct ask_fault);
        const struct ask_fault **last = to;
        *copy = (struct ask_fault){from->name, from->label, from->sentence, NULL};
        while (*last) last = (const struct ask_fault **)(uintptr_t) & (*last)->next;
        *last = copy;
    }
}

static void join(struct filling *f)
{
    const struct ask_form *parts[] = {&f->request, &f->applicant, &f->agent};
    f->all =
        (struct ask_form){.room = "apply",
                          .fields = arena_array(f->cx->mem, struct letter_field, LETTER_FIELDS_MAX),
                          .field_room = LETTER_FIELDS_MAX};
    for (size_t i = 0; i < COUNT_OF(parts); i++) {
        append(f->cx, &f->all.faults, parts[i]->faults);
        append(f->cx, &f->all.lacks, parts[i]->lacks);
        f->all.wrong += parts[i]->wrong;
        f->all.missing += parts[i]->missing;
        for (size_t k = 0; k < parts[i]->field_count; k++)
            ask_add(f->cx, &f->all, parts[i]->fields[k].name, parts[i]->fields[k].value);
    }
    ask_add(f->cx, &f->all, "language", f->cx->language == ENGLISH ? "en" : "zh");
}

static enum status show_form(struct portal *portal, struct filling *f, struct response *response)
{
    bool post = f->web->request->method == HTTP_POST;
    struct form_page page = {.regime = f->regime,
                             .agency = f->agency,
                             .agency_name = public_agency_name(portal, f->agency),
                             .nonce = web_nonce(f->web),
                             .request = &f->request,
                             .applicant = &f->applicant,
                             .agent = &f->agent,
                             .all = &f->all,
                             .near = &f->near,
                             .shows_near = f->shows_near && f->near.count,
                             .looked = f->looked || post,
                             .warned = post && !f->wrong && f->all.missing,
                             .files_lost = web_sealed_files(f->web) > 0,
                             .takes = web_takes_letters(f->web)};
    for (size_t i = 0; i < f->agent.count; i++)
        page.has_agent = page.has_agent || *f->agent.rows[i].value || f->agent.rows[i].error;
    struct page pg = apply_page(f->web, NULL, "/apply/form");
    view_request_portal_form(&pg, &page);
    return web_show(response, &pg);
}

static enum status begin(struct portal *portal, const struct web *web, struct filling *f)
{
    *f = (struct filling){.cx = portal->cx, .web = web};
    f->regime = apply_regime(portal, portal->cx->today);
    if (!f->regime) return NOT_FOUND;
    return matter_agency(portal, web, &f->agency);
}

enum status apply_form(struct portal *portal, const struct web *web, struct response *response)
{
    struct filling f;
    const char *sort;
    TRY(begin(portal, web, &f));
    TRY(web_word(portal->cx, web, "sort", "disclosure correction", &sort));
    TRY(read_form(&f));
    ask_choose(&f.request, "sort", *sort ? sort : "disclosure");
    join(&f);
    return show_form(portal, &f, response);
}

/* Shown once, before the form is filed; whoever has seen it is not asked again. */
static enum status find_near(struct portal *portal, struct filling *f)
{
    f->shows_near = true;
    return apply_find_near(portal, ask_value(&f->request, "sought"), &f->near);
}

/* From the start page, with the description: what may be public already stands above the form. */
enum status apply_look(struct portal *portal, const struct web *web, struct response *response)
{
    struct filling f;
    TRY(begin(portal, web, &f));
    TRY(read_form(&f));
    ask_choose(&f.request, "sort", "disclosure");
    join(&f);
    TRY(find_near(portal, &f));
    enum status status = f.wrong ? INVALID : OK;
    TRY(show_form(portal, &f, response));
    return status;
}

/* ---- filing ---- */

static enum status add_clock(struct portal *portal, const struct regime *regime,
                             struct filed_page *page)
{
    struct context *cx = portal->cx;
    const struct regime_channel *channel = regime_channel(regime, "web");
    struct law_case given = {.regime = regime,
                             .channel = "web",
                             .received = cx->today,
                             .arrived = cx->today,
                             .confirmed = cx->today};
    struct law_clock clock;
    page->confirm_by = page->due = DATE_NONE;
    if (!channel) return OK;
    TRY(law_due(cx, &given, &clock));
    page->due = clock.due;
    page->provisional = clock.provisional;
    page->confirms = channel->applicant_confirms;
    given.confirmed = DATE_NONE;
    if (!page->confirms) return OK;
    TRY(law_due(cx, &given, &clock));
    const struct law_named_date *by = law_clock_date(&clock, "confirm_by");
    if (by) page->confirm_by = by->on;
    return OK;
}

static enum status show_receipt(struct portal *portal, const struct filling *f,
                                const struct receipt *receipt, struct response *response)
{
    struct filed_page page = {
        .receipt = {.title = apply_say(f->web, "apply.filed.title"),
                    .code = code_grouped(f->cx->mem, &receipt->code),
                    .at = matter_moment(f->cx, receipt->at),
                    .agency_name = public_agency_name(portal, f->agency),
                    .law = clause_label(&f->regime->clause, f->cx->language),
                    .before = receipt->filed == FILED_BEFORE,
                    .different = receipt->filed == FILED_DIFFERENT,
                    .files = web_sealed_files(f->web)},
        .agency = f->agency,
        .nonce = intake_nonce(f->cx->mem)
    };
    TRY(add_clock(portal, f->regime, &page));
    page.steps = apply_draw_steps(portal, f->regime, "awaiting-confirmation");
    struct page pg = apply_page(f->web, NULL, "/receipt");
    view_request_portal_filed(&pg, &page);
    TRY(web_show(response, &pg));
    return page.receipt.different ? CONFLICT : OK;
}

static enum status seal(struct portal *portal, const struct filling *f, struct response *response)
{
    struct receipt receipt;
    struct letter_head head = {.type = "application",
                               .to = f->agency,
                               .nonce = web_nonce(f->web),
                               .fields = f->all.fields,
                               .field_count = f->all.field_count};
    TRY(web_seal(f->cx, f->web, response, &head, &receipt));
    return show_receipt(portal, f, &receipt, response);
}

/* Complete, or to be filed as it is: a letter that lacks a part is accepted and goes to correction
 * (令711 第30条), but nobody files one without having been told. */
enum status apply_file(struct portal *portal, const struct web *web, struct response *response)
{
    struct filling f;
    const char *anyway, *looked;
    TRY(begin(portal, web, &f));
    TRY(web_word(f.cx, web, "anyway", "yes", &anyway));
    TRY(web_word(f.cx, web, "looked", "yes", &looked));
    TRY(read_form(&f));
    find_lacks(&f);
    join(&f);
    f.looked = *looked;
    if (!f.looked) TRY(find_near(portal, &f));
    bool seals = !f.wrong && !f.near.count && (!f.all.missing || *anyway);
    if (seals) return seal(portal, &f, response);
    TRY(show_form(portal, &f, response));
    return INVALID;
}
