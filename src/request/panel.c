/* The panel on an application's page: its clock, its proof, and what belongs to it. A panel cannot
 * fail: what cannot be read is not shown. */
#include <string.h>

#include "base/text.h"
#include "base/words.h"
#include "catalogue/standing_order.h"
#include "document/original.h"
#include "record/list.h"
#include "request/office.h"
#include "request/similar.h"
#include "request/views.h"
#include "web/message.h"

enum { DAYS_MAX = 200, GROUP_ROWS = 60, NOTES_MAX = 12 };

/* ---- the clock ---- */

static void add_date(struct context *cx, struct application_panel *panel, const char *label,
                     const struct law_named_date *date)
{
    if (!date_is_set(date->on)) return;
    panel->dates[panel->date_count++] = (struct clock_line){.label = label,
                                                            .article = date->article,
                                                            .on = date->on,
                                                            .provisional = date->provisional,
                                                            .verified = date->verified,
                                                            .passed = date->on.day < cx->today.day};
}

/* "third_party_by" is called as its message says, or as its clause does. */
static const char *date_label(struct context *cx, const struct law_named_date *date)
{
    const char *id = arena_format(cx->mem, "clock.date.%s", date->id);
    if (message_known(id)) return message_text(cx->language, id);
    return date->clause ? clause_label(date->clause, cx->language) : date->id;
}

static void fill_dates(struct context *cx, const struct law_clock *clock,
                       struct application_panel *panel)
{
    const char *article =
        panel->a && request_regime(panel->a) && request_regime(panel->a)->term_count
            ? clause_article(&request_regime(panel->a)->terms[0].clause, cx->language)
            : "";
    struct law_named_date due = {"due", clock->due,         article,
                                 NULL,  clock->provisional, clock->verified};
    struct law_named_date extended = {"extended_due", clock->extended_due, article,
                                      NULL,           clock->provisional,  clock->verified};
    panel->dates = arena_array(cx->mem, struct clock_line, LAW_DATES_MAX + 4);
    add_date(cx, panel, message_text(cx->language, "request.due"), &due);
    add_date(cx, panel, message_text(cx->language, "request.extended_due"), &extended);
    for (size_t i = 0; i < clock->date_count; i++)
        if (!text_equal(clock->dates[i].id, "review_by")) /* the first remedy's own, once more */
            add_date(cx, panel, date_label(cx, &clock->dates[i]), &clock->dates[i]);
}

static void fill_days(struct context *cx, const struct law_clock *clock,
                      struct application_panel *panel)
{
    size_t count = clock->trace.count < DAYS_MAX ? clock->trace.count : DAYS_MAX;
    panel->days = arena_array(cx->mem, struct trace_line, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct law_day *day = &clock->trace.days[i];
        const char *source = day->source ? day->source : "";
        panel->days[panel->day_count++] = (struct trace_line){
            .on = day->date,
            .n = day->counted ? day->n : 0,
            .why = message_format(cx->mem, cx->language, day_message(day->rule), &source, 1)};
    }
}

static void add_note(struct application_panel *panel, const char *text)
{
    if (panel->note_count < NOTES_MAX) panel->notes[panel->note_count++] = text;
}

static void fill_notes(struct context *cx, const struct law_clock *clock,
                       struct application_panel *panel)
{
    const struct application *a = panel->a;
    panel->notes = arena_array(cx->mem, const char *, NOTES_MAX);
    for (size_t i = 0; i < clock->note_count; i++)
        add_note(panel, message_format(cx->mem, cx->language, clock->notes[i].message,
                                       clock->notes[i].details, 2));
    if (clock->provisional) add_note(panel, message_text(cx->language, "request.provisional"));
    if (!clock->verified) add_note(panel, message_text(cx->language, "request.unverified"));
    if (date_is_set(a->due_before)) {
        const char *other = words_date(cx->mem, cx->language, a->due_before);
        add_note(panel,
                 message_format(cx->mem, cx->language, "request.calendar_corrected", &other, 1));
    }
    if (date_is_set(a->delayed_until)) {
        const char *until = words_date(cx->mem, cx->language, a->delayed_until);
        add_note(panel, message_format(cx->mem, cx->language, "request.delayed", &until, 1));
    }
}

static void fill_clock(struct context *cx, struct application_panel *panel)
{
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    const struct regime *regime = request_regime(panel->a);
    struct issue *kept = cx->issues;
    panel->regime = regime ? clause_label(&regime->clause, cx->language) : "";
    if (request_clock(cx, panel->a, clock) != OK) {
        cx->issues = kept;
        return;
    }
    fill_dates(cx, clock, panel);
    fill_days(cx, clock, panel);
    fill_notes(cx, clock, panel);
    if (panel->a->base.state == AWAITING_CONFIRMATION)
        panel->not_counted = message_text(cx->language, date_is_set(panel->a->agency_confirmed_on)
                                                            ? "request.waits_for_applicant"
                                                            : "request.waits_for_agency");
}

/* ---- who holds it, and its line ---- */

static const struct sql label_of = {"panel.holder", "SELECT label FROM staff WHERE id = $1"};

static void fill_holder(struct context *cx, struct application_panel *panel)
{
    struct standing_order order;
    const struct application *a = panel->a;
    if (text_empty(a->holder) || store_text(cx, &label_of, BIND(a->holder), &panel->holder) != OK)
        panel->holder = "";
    if (!text_empty(a->case_line)) {
        panel->line_href = arena_format(cx->mem, "/records/case_line/%s", a->case_line);
        return;
    }
    bool none = standing_order_in_force(cx, a->base.agency, "case-lines", &order) != OK;
    panel->no_line =
        message_text(cx->language, none ? "request.no_standing_order" : "request.no_line_yet");
}

/* ---- what belongs to it ---- */

static struct date date_of_row(const struct record *rec)
{
    static const char *const names[] = {"answered_on", "served_on", "decided_on", "paid_on",
                                        "answer_by",   "pay_by",    "reply_by",   "on_day",
                                        "filed_on",    "signed_on"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct field *field = kind_field(rec->kind, names[i]);
        if (field && !field_is_absent(field, rec))
            return (struct date){(int32_t)field_number(field, rec)};
    }
    return DATE_NONE;
}

/* A word that says more than the title: the party's answer, the sort of remedy, the standard. */
static const char *detail_of(struct context *cx, const struct record *rec)
{
    static const char *const names[] = {"answer", "result", "sort", "standard"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const struct field *field = kind_field(rec->kind, names[i]);
        if (field && field->type == WORD && !field_is_absent(field, rec))
            return field_show(cx, field, rec);
    }
    return rec->number ? rec->number : "";
}

/* The clock's events by the regime's own words. */
static const char *title_of(struct context *cx, const struct application_panel *panel,
                            const struct record *rec)
{
    const struct regime *regime = request_regime(panel->a);
    const struct regime_event *event = NULL;
    if (regime && rec->kind == &application_event_kind)
        event = regime_event(regime, AS_CONST(application_event, rec)->event);
    return event ? clause_label(&event->clause, cx->language) : record_title(rec);
}

/* Where one is added: by the kind's form, or, where the law has a tariff, line by line. */
static const char *new_of(struct context *cx, const struct application *a, const struct kind *kind)
{
    bool cost = kind == &fee_notice_kind &&
                request_fee_rule(request_regime(a), "cost", a->received_on) != NULL;
    if (cost) return arena_format(cx->mem, "/applications/%s/cost", a->base.id);
    return arena_format(cx->mem, "/records/%s/new?application=%s", kind->name, a->base.id);
}

static const char *mark_of(struct context *cx, const struct record *rec)
{
    bool late = rec->kind == &remedy_kind && AS_CONST(remedy, rec)->late;
    return late ? message_text(cx->language, "request.filed_late") : NULL;
}

static void fill_rows(struct context *cx, const struct application_panel *panel,
                      const struct list *list, struct side_group *group)
{
    group->rows = arena_array(cx->mem, struct side_row, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct record *rec = list_at(list, i);
        group->rows[group->count++] = (struct side_row){
            .href = arena_format(cx->mem, "/records/%s/%s", rec->kind->name, rec->id),
            .title = title_of(cx, panel, rec),
            .state = state_label(record_state(rec), cx->language),
            .badge = record_state(rec)->flags & WORKING ? "badge badge-wait" : "badge",
            .detail = detail_of(cx, rec),
            .mark = mark_of(cx, rec),
            .on = date_of_row(rec)};
    }
}

/* Records of a kind whose field points to this application. */
struct group_plan {
    const struct kind *kind;
    const char *field;
    const char *new_href; /* NULL: none can be added */
};

static struct side_group *fill_group(struct context *cx, struct application_panel *panel,
                                     const struct group_plan *plan)
{
    struct list list;
    struct list_filter filter = {plan->field, value_text(panel->a->base.id)};
    struct list_query query = {.kind = plan->kind,
                               .agency = panel->a->base.agency,
                               .filters = &filter,
                               .filter_count = 1,
                               .limit = GROUP_ROWS,
                               .oldest_first = true};
    struct side_group *group = &panel->groups[panel->group_count];
    if (record_list(cx, &query, &list) != OK) return NULL;
    *group = (struct side_group){.label = kind_label(plan->kind, cx->language),
                                 .new_href = plan->new_href};
    fill_rows(cx, panel, &list, group);
    panel->group_count++;
    return group;
}

/* What was made public from its answer, without the applicant. */
static void fill_published(struct context *cx, struct application_panel *panel)
{
    const struct kind *kind = kind_by_name("disclosure");
    struct group_plan plan = {kind, "answered", request_publish_page(cx, panel->a)};
    struct side_group *group = kind ? fill_group(cx, panel, &plan) : NULL;
    if (!group) return;
    group->label = message_text(cx->language, "request.published");
    group->new_label = message_text(cx->language, "request.publish");
    if (plan.new_href) group->note = message_text(cx->language, "request.publish_note");
}

/* In the order of the work; what can be added depends on where the file is. */
static void fill_groups(struct context *cx, struct application_panel *panel)
{
    const struct kind *const kinds[] = {
        &search_task_kind,    &consultation_kind, &fee_notice_kind,       &withheld_part_kind,
        &request_letter_kind, &remedy_kind,       &application_event_kind};
    int state = panel->a->base.state;
    bool writes = access_may(cx->actor, WRITE, panel->a->base.agency);
    bool in_hand = state == REGISTERED || state == SEARCHING || state == CONSULTING;
    panel->groups = arena_array(cx->mem, struct side_group, COUNT_OF(kinds) + 1);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        bool added = writes && in_hand && kinds[i] != &request_letter_kind;
        if (kinds[i] == &remedy_kind) added = writes && date_is_set(panel->a->closed_on);
        if (kinds[i]->flags & CONSOLE) added = false;
        struct group_plan plan = {kinds[i], "application",
                                  added ? new_of(cx, panel->a, kinds[i]) : NULL};
        fill_group(cx, panel, &plan);
    }
    fill_published(cx, panel);
}

static void fill_similar(struct context *cx, struct application_panel *panel)
{
    struct similar *found;
    size_t count;
    if (!panel->personal || similar_find(cx, panel->a, &found, &count) != OK) return;
    panel->similar = arena_array(cx->mem, struct similar_row, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *href = arena_format(cx->mem, "/records/%s/%s", found[i].kind, found[i].id);
        panel->similar[panel->similar_count++] =
            (struct similar_row){href, found[i].title, found[i].detail};
    }
}

void request_panel(struct page *pg, const struct record *rec)
{
    struct context *cx = pg->cx;
    struct application_panel panel = {.a = AS_CONST(application, rec), .holder = "", .regime = ""};
    panel.personal = access_may(cx->actor, READ_PERSONAL, rec->agency);
    fill_clock(cx, &panel);
    fill_holder(cx, &panel);
    fill_groups(cx, &panel);
    if (panel.personal)
        panel.original_count = desk_originals(
            cx, rec->id, arena_format(cx->mem, "/applications/%s/originals", rec->id),
            &panel.originals);
    fill_similar(cx, &panel);
    view_request_panel(pg, &panel);
}

void remedy_panel(struct page *pg, const struct record *rec)
{
    struct context *cx = pg->cx;
    const struct remedy *remedy = AS_CONST(remedy, rec);
    struct application a;
    struct late_view view;
    if (!remedy->late || request_fetch(cx, remedy->application, &a) != OK) return;
    const struct regime *regime = request_regime(&a);
    const struct regime_remedy *rule =
        regime ? regime_remedy(regime, remedy->sort, remedy->filed_on) : NULL;
    const char *const details[] = {words_date(cx->mem, cx->language, remedy->term_ended_on),
                                   words_date(cx->mem, cx->language, remedy->filed_on),
                                   rule ? clause_article(&rule->clause, cx->language) : ""};
    view.sentence =
        message_format(cx->mem, cx->language, "request.remedy_late", details, COUNT_OF(details));
    view_request_remedy_late(pg, &view);
}

void letter_panel(struct page *pg, const struct record *rec)
{
    struct context *cx = pg->cx;
    struct letter_view view = {.letter = AS_CONST(request_letter, rec)};
    if (!access_may(cx->actor, READ_PERSONAL, rec->agency)) return;
    view.pdf = arena_format(cx->mem, "/letters/%s/pdf", rec->id);
    if (rec->state == LETTER_SIGNED && access_may(cx->actor, WRITE, rec->agency))
        view.scan_action = arena_format(cx->mem, "/letters/%s/scan", rec->id);
    view_request_letter(pg, &view);
}
