/* How a case, and a question, are told to whoever holds their code (matter/matter.h). */
#include "base/text.h"
#include "document/attachment.h"
#include "law/law.h"
#include "organisation/organisation.h"
#include "service/private.h"

static enum status agency_facts(struct context *cx, const struct record *rec,
                                struct matter_view *view)
{
    struct agency agency;
    view->agency = rec->agency;
    view->language = rec->language;
    if (agency_by_code(cx, rec->agency, &agency) == OK) view->holder = agency.name;
    return OK;
}

/* What happens now, in one sentence, by state; and what can be done. */
static const struct telling {
    const char *zh, *en, *can;
    bool over;
} tellings[] = {
    [SERVICE_CHECKING] =
        {"本机关正在核对申请材料。材料不齐全的，将在期限内一次告知您需要补正的全部内容。",
                            "The materials are being checked. If anything is missing, you will be told"
         " all of it at once, within the term.",                                                                                                                                             "supplement withdraw", false},
    [SERVICE_LACKING] = {"申请材料需要补正。请按照下面的清单一次补齐；补齐后即予受理。",
                            "Some materials have to be supplied or put right: see the list below. Once"
                         " they are all there, your application is accepted.",                                                                                                               "supplement withdraw", false},
    [SERVICE_HANDLING] =
        {"已经受理，正在按照程序办理。承诺办结日期和每一步的责任岗位见下。",
                            "Accepted and in hand. The promised day, and whose task each step is, stand"
         " below.",                                                                                                                                                                          "withdraw",            false},
    [SERVICE_DECIDED] =
        {"已经作出决定。请按照您选择的方式领取结果。",
                            "It has been decided. The result is ready to be collected or is on its way.",                                                                                    "rate",
                            false                                                                                                                                                                                        },
    [SERVICE_DELIVERED] = {"已经办结，结果已经送达。请您评价。",
                            "Done, and delivered. Please tell us how it was.",                                                                                                               "rate",                true },
    [SERVICE_TURNED_AWAY] = {"决定不予受理。理由、依据和救济途径见下。",
                            "Not accepted. Reasons, article and remedies stand below.",                                                                                                      "rate",
                            true                                                                                                                                                                                         },
    [SERVICE_CALLED_BACK] = {"您已经撤回申请。",                                                                                              "You have withdrawn your application.", "rate",
                            true                                                                                                                                                                                         },
};

static void add_event(struct matter_event *events, size_t *count, struct matter_event event)
{
    if (date_is_set(event.on)) events[(*count)++] = event;
}

static void tell_events(struct context *cx, const struct service_case *c, struct matter_view *view)
{
    struct matter_event *events = arena_array(cx->mem, struct matter_event, 8);
    const char *decided = !text_equal(c->outcome, "refused") ? "作出准予决定" : "作出不予决定";
    const char *decided_en = !text_equal(c->outcome, "refused") ? "Granted" : "Refused";
    size_t n = 0;
    add_event(events, &n, (struct matter_event){c->came_on, "收到申请", "Received", NULL});
    add_event(events, &n,
              (struct matter_event){c->notified_on, "一次告知需要补正的材料",
                                    "Told what is missing", NULL});
    add_event(events, &n,
              (struct matter_event){c->again_on, "告知仍需补正的材料", "Told what is still missing",
                                    NULL});
    add_event(events, &n, (struct matter_event){c->accepted_on, "受理", "Accepted", NULL});
    add_event(events, &n, (struct matter_event){c->decided_on, decided, decided_en, NULL});
    add_event(events, &n, (struct matter_event){c->delivered_on, "结果送达", "Delivered", NULL});
    view->events = events;
    view->event_count = n;
}

static void tell_needs(struct context *cx, const struct service_beside *beside,
                       struct matter_view *view)
{
    static const char *const words[] = {"", "have", "missing", "wrong"};
    struct matter_need *needs =
        arena_array(cx->mem, struct matter_need, beside->material_count + 1);
    for (size_t i = 0; i < beside->material_count; i++) {
        const struct service_material *m = &beside->materials[i];
        bool waived = !m->needed && m->base.state != MATERIAL_HAVE;
        needs[i] = (struct matter_need){m->title, NULL, waived ? "waived" : words[m->base.state],
                                        m->base.state == MATERIAL_WRONG ? m->note : m->shape};
    }
    view->needs = needs;
    view->need_count = beside->material_count;
}

static void tell_steps(struct context *cx, const struct service_beside *beside,
                       struct matter_view *view)
{
    static const char *const words[] = {
        [STEP_WAITING] = "next",  [STEP_AT_WINDOW] = "now", [STEP_EXAMINED] = "now",
        [STEP_UNDECIDED] = "now", [STEP_DONE] = "done",     [STEP_DROPPED] = "next"};
    struct matter_step *steps = arena_array(cx->mem, struct matter_step, beside->step_count + 1);
    for (size_t i = 0; i < beside->step_count; i++) {
        const struct service_step *s = &beside->steps[i];
        if (s->base.state == STEP_DROPPED) continue;
        steps[view->step_count++] = (struct matter_step){
            s->name, NULL, s->post, words[s->base.state], s->due_on, s->done_on};
    }
    view->steps = steps;
}

/* The decision as it was made; its document is the case's own attachment. */
static enum status tell_letters(struct context *cx, const struct service_case *c,
                                struct matter_view *view)
{
    struct matter_letter *letters = arena_array(cx->mem, struct matter_letter, 2);
    bool en = text_equal(c->base.language, "en");
    bool refused = text_equal(c->outcome, "refused");
    size_t n = 0;
    if (!text_empty(c->notice))
        letters[n++] = (struct matter_letter){
            c->file, en ? "What is missing" : "申请材料补正一次告知书", c->notice,
            date_is_set(c->again_on) ? c->again_on : c->notified_on, 0};
    if (date_is_set(c->decided_on))
        letters[n++] = (struct matter_letter){
            c->decision_number,
            refused ? (en ? "Refusal" : "不予决定告知书") : (en ? "Decision" : "准予决定告知书"),
            refused ? arena_format(cx->mem, "%s%s\n\n%s%s\n\n%s%s", en ? "Reasons: " : "理由：",
                                   c->reasons, en ? "Article: " : "依据：", c->article,
                                   en ? "Remedies: " : "救济途径：", c->remedy)
                    : arena_format(cx->mem, "%s%s", c->title, en ? ": granted." : "：准予。"),
            c->decided_on, 0};
    view->letters = letters;
    view->letter_count = n;
    return OK;
}

/* Documents of the decision that were attached to the case. */
static enum status tell_files(struct context *cx, const struct service_case *c,
                              struct matter_view *view)
{
    struct attachment *found;
    size_t count = 0;
    if (!date_is_set(c->decided_on)) return OK;
    TRY(attachment_list(cx, &c->base, &found, &count));
    struct matter_file *files = arena_array(cx->mem, struct matter_file, count + 1);
    for (size_t i = 0; i < count; i++) {
        int64_t file =
            matter_add_file(cx, found[i].name, found[i].media, found[i].size, found[i].sha256);
        if (file) files[view->file_count++] = (struct matter_file){found[i].name, file};
    }
    view->files = files;
    return OK;
}

static void tell_dates(struct context *cx, const struct service_case *c, struct matter_view *view)
{
    struct law_trace trace;
    if (!service_trace(cx, c, &trace)) return;
    view->due_on = c->promised_on;
    view->due_rule_zh = arena_format(cx->mem, "自%s起承诺%lld个工作日",
                                     date_iso(cx->mem, c->starts_on), (long long)c->promised_days);
    view->due_rule_en = arena_format(cx->mem, "promised: %lld working days from %s",
                                     (long long)c->promised_days, date_iso(cx->mem, c->starts_on));
    view->days = matter_days(cx->mem, &trace);
    view->day_count = trace.count;
}

static void tell_state(const struct record *rec, const char *can, struct matter_view *view)
{
    const struct state *state = record_state(rec);
    view->state = state->word;
    view->state_zh = state->zh;
    view->state_en = state->en;
    view->can = can;
}

static void tell_item(struct context *cx, const char *item, struct matter_view *view)
{
    view->link = arena_format(cx->mem, "/services/%s", item);
    view->link_zh = "服务事项办事指南";
    view->link_en = "Guide to this service";
}

static enum status describe_case(struct context *cx, const char *id, struct matter_view *view)
{
    struct service_case c;
    struct service_beside beside;
    TRY(record_fetch(cx, &service_case_kind, id, 0, &c));
    TRY(service_beside(cx, id, &beside));
    TRY(agency_facts(cx, &c.base, view));
    const struct telling *telling = &tellings[c.base.state];
    tell_state(&c.base, telling->can, view);
    view->number = c.file;
    view->title = c.title;
    view->next_zh = telling->zh;
    view->next_en = telling->en;
    view->over = telling->over;
    view->filed_at = c.filed_at;
    view->answered_on = c.decided_on;
    view->rating = c.rating > 0 ? c.rating : 0;
    view->rated_on = c.rated_on;
    tell_item(cx, c.item, view);
    tell_dates(cx, &c, view);
    tell_events(cx, &c, view);
    tell_needs(cx, &beside, view);
    tell_steps(cx, &beside, view);
    TRY(tell_letters(cx, &c, view));
    return tell_files(cx, &c, view);
}

static enum status describe_inquiry(struct context *cx, const char *id, struct matter_view *view)
{
    struct service_inquiry q;
    TRY(record_fetch(cx, &service_inquiry_kind, id, 0, &q));
    TRY(agency_facts(cx, &q.base, view));
    bool answered = q.base.state != INQUIRY_RECEIVED;
    tell_state(&q.base, answered ? "rate" : "", view);
    view->title = q.title;
    view->next_zh = answered ? "已经答复。" : "已经收到您的咨询，将在期限内答复。";
    view->next_en =
        answered ? "Answered." : "Your question has arrived and will be answered in time.";
    view->over = answered;
    view->filed_at = q.filed_at;
    view->due_on = answered ? DATE_NONE : q.answer_by;
    view->due_rule_zh = "承诺5个工作日内答复";
    view->due_rule_en = "promised within 5 working days";
    view->answered_on = q.answered_on;
    view->rating = q.rating > 0 ? q.rating : 0;
    view->rated_on = q.rated_on;
    tell_item(cx, q.item, view);
    if (!answered) return OK;
    struct matter_letter *letter = arena_make(cx->mem, struct matter_letter);
    bool en = text_equal(q.base.language, "en");
    *letter = (struct matter_letter){"", en ? "Answer" : "咨询答复", q.answer, q.answered_on, 0};
    view->letters = letter;
    view->letter_count = 1;
    return OK;
}

const struct matter_sort service_case_matter = {"service", &service_case_kind, describe_case};
const struct matter_sort service_inquiry_matter = {"service-ask", &service_inquiry_kind,
                                                   describe_inquiry};
