/* One record: its fields, its history beside it, and the next possible acts as buttons. */
#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/views.h"
#include "record/act.h"
#include "record/item.h"
#include "record/list.h"
#include "web/body.h"
#include "web/data.h"
#include "web/message.h"
#include "web/views.h"

enum { ACTS_MAX = 48, HISTORY_MAX = 300 };

static struct fact_view fact_of(struct context *cx, struct page *page, const struct field *field,
                                const struct record *rec)
{
    struct fact_view fact = {.label = record_label(rec, field, cx->language),
                             .text = field_show(cx, field, rec),
                             .staff = field->visibility == STAFF,
                             .personal = field->visibility == PERSONAL};
    if (field->type == BODY) {
        fact.is_html = true;
        fact.html = body_html(cx->mem, field_text(field, rec));
    }
    const struct class *class =
        text_starts(field->name, "class_") ? law_class(desk_setting()->law, fact.text) : NULL;
    if (class) fact.text = class_label(class, cx->language);
    if (field->type == REF) {
        const struct kind *kind = desk_ref_kind(cx, field, field_text(field, rec));
        fact.text = desk_ref_title(cx, field, field_text(field, rec));
        if (kind && !(kind->flags & OFF_DESK))
            fact.href = arena_format(cx->mem, "/records/%s/%s", kind->name, field_text(field, rec));
    }
    return fact;
}

/* Whoever writes a record knows what it says of persons. */
static bool may_read_personal(struct context *cx, const struct record *rec)
{
    return access_may(cx->actor, READ_PERSONAL, rec->agency) || record_may_write(cx, rec);
}

enum status desk_facts(struct context *cx, struct page *page, const struct record *rec,
                       bool public_only, struct record_view *view)
{
    const struct kind *kind = rec->kind;
    view->facts = arena_array(cx->mem, struct fact_view, kind->field_count + 1);
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        if (field_is_absent(field, rec) || text_equal(field->name, kind->title)) continue;
        if (field->type == BOOL && !field_number(field, rec)) continue;
        if ((public_only && field->visibility != PUBLIC) || (field->flags & HIDDEN)) continue;
        if (field->visibility == PERSONAL && !may_read_personal(cx, rec)) continue;
        view->facts[view->fact_count++] = fact_of(cx, page, field, rec);
    }
    return OK;
}

const char *desk_act_page(struct context *cx, const struct record *rec, const char *verb)
{
    const struct desk_extra *extra = desk_extra_of(rec->kind);
    if (!extra || !extra->acts) return NULL;
    const char *all = arena_format(cx->mem, " %s ", extra->acts);
    if (!strstr(all, arena_format(cx->mem, " %s ", verb))) return NULL;
    return arena_format(cx->mem, "/acts/%s/%s/%s", rec->kind->name, rec->id, verb);
}

/* Several rows of one verb are one button. */
static bool has_act(const struct record_view *view, const char *verb)
{
    for (size_t i = 0; i < view->act_count; i++)
        if (text_equal(view->acts[i].move->verb, verb)) return true;
    return false;
}

static void fill_acts(struct context *cx, const struct record *rec, struct record_view *view)
{
    const struct move *moves[ACTS_MAX];
    size_t n = record_moves(cx, rec, moves, ACTS_MAX);
    bool review = false;
    view->acts = arena_array(cx->mem, struct act_view, ACTS_MAX + 1);
    for (size_t i = 0; i < n; i++) {
        const char *will = arena_format(cx->mem, "move.%s.will", moves[i]->verb);
        const char *page = desk_act_page(cx, rec, moves[i]->verb);
        review |= text_equal(moves[i]->verb, "review");
        if (((moves[i]->flags & NOT_A_BUTTON) && !page) || has_act(view, moves[i]->verb)) continue;
        view->acts[view->act_count++] =
            (struct act_view){.move = moves[i],
                              .label = desk_verb(cx, moves[i]->verb),
                              .will = message_known(will) ? message_text(cx->language, will) : "",
                              .href = page};
    }
    if (review)
        view->acts[view->act_count++] =
            (struct act_view){.label = desk_verb(cx, "review"),
                              .will = message_text(cx->language, "move.review.will"),
                              .href = arena_format(cx->mem, "%s/review", desk_path(cx, rec))};
}

/* The names of fields that history keeps, as their labels. */
static const char *changed_fields(struct context *cx, const struct record *rec, const char *names)
{
    const struct kind *kind = rec->kind;
    struct out out = out_new(cx->mem);
    const char *spaced = arena_format(cx->mem, " %s ", names);
    for (size_t i = 0; *names && i < kind->field_count; i++)
        if (strstr(spaced, arena_format(cx->mem, " %s ", kind->fields[i].name)))
            out_format(&out, "%s%s", out.size ? message_text(cx->language, "desk.comma") : "",
                       record_label(rec, &kind->fields[i], cx->language));
    return out.text;
}

static enum status fill_history(struct context *cx, const struct record *rec,
                                struct record_view *view)
{
    struct history_line *lines;
    size_t count = 0, skip;
    TRY(record_history(cx, rec, &lines));
    for (const struct history_line *line = lines; line; line = line->next) count++;
    skip = count > HISTORY_MAX ? count - HISTORY_MAX : 0;
    view->history_count = count - skip;
    view->history = arena_array(cx->mem, struct history_view, view->history_count + 1);
    size_t at = view->history_count; /* newest first */
    for (const struct history_line *line = lines; line; line = line->next) {
        if (skip && skip--) continue;
        const char *verb = arena_format(cx->mem, "move.%s", line->verb);
        view->history[--at] = (struct history_view){
            .act = message_known(verb) ? message_text(cx->language, verb) : line->verb,
            .who = desk_hand(cx, line->actor),
            .why = line->why,
            .article = line->article,
            .changed = line->changed,
            .at = line->at,
            .edition = line->edition};
        view->history[at].changed = changed_fields(cx, rec, line->changed);
    }
    return OK;
}

/* States that most records never pass through. */
static bool steps_over(const struct record *rec, const struct state *state)
{
    if (text_equal(state->word, "clearing")) return !(rec->kind->flags & ABOUT_A_CASE);
    if (text_equal(state->word, "signing")) return !rec->kind->may_sign;
    return text_equal(state->word, "referred");
}

/* The straight way from the first state to the public one, as steps. */
static void fill_steps(struct context *cx, const struct record *rec, struct record_view *view)
{
    const struct workflow *flow = rec->kind->workflow;
    size_t end = 0;
    while (end < flow->state_count && !(flow->states[end].flags & IS_PUBLIC)) end++;
    if (end == flow->state_count || rec->state > (int)end) return;
    view->steps = arena_array(cx->mem, struct step_view, end + 1);
    for (size_t s = 0; s <= end; s++) {
        if (steps_over(rec, &flow->states[s]) && rec->state != (int)s) continue;
        view->steps[view->step_count++] =
            (struct step_view){.label = state_label(&flow->states[s], cx->language),
                               .passed = (int)s < rec->state,
                               .current = (int)s == rec->state};
    }
}

static const struct sql last_of = {"desk.last",
                                   "SELECT MAX(edition) FROM history WHERE record = $1"};

enum { EDITIONS_MAX = 100 };

/* Each edition is a row of its own, and has a page of its own. */
static enum status fill_editions(struct context *cx, const struct record *rec,
                                 struct record_view *view)
{
    int64_t last;
    TRY(edition_newest(cx, rec, &view->newest));
    TRY(store_int(cx, &last_of, BIND(rec->id), &last));
    view->editions = arena_array(cx->mem, struct edition_view, EDITIONS_MAX);
    int64_t first = last > EDITIONS_MAX ? last - EDITIONS_MAX + 1 : 1;
    for (int64_t n = first; n <= last; n++) {
        struct record *edition = arena_alloc(cx->mem, rec->kind->size);
        TRY(record_fetch(cx, rec->kind, rec->id, n, edition));
        view->editions[view->edition_count++] = (struct edition_view){
            .edition = n,
            .href = arena_format(cx->mem, "%s?edition=%lld", desk_path(cx, rec), (long long)n),
            .state = state_label(record_state(edition), cx->language),
            .badge = desk_badge(edition)};
    }
    return OK;
}

static enum status fill_standing(struct context *cx, const struct record *rec,
                                 struct record_view *view)
{
    struct act *act;
    TRY(fill_editions(cx, rec, view));
    TRY(act_of_record(cx, rec->id, &act));
    view->ledger_index = -1;
    for (; act; act = act->next)
        if (act->edition == rec->edition) view->ledger_index = act->ledger_index;
    bool readable = record_state(rec)->flags & IS_PUBLIC;
    if (readable && record_is_item(rec) && *desk_setting()->portal)
        view->public_href = arena_format(cx->mem, "%s/disclosures/%s/%s", desk_setting()->portal,
                                         rec->agency, rec->number);
    return OK;
}

enum { RELATED_MAX = 24, RELATED_SHOWN = 10 };

static bool refers_to(const struct field *field, const struct record *rec)
{
    if (field->type != REF || !(field->flags & FILTER) || text_equal(field->name, "entry"))
        return false;
    if (text_equal(field->of, "item")) return record_is_item(rec);
    return text_equal(field->of, rec->kind->name);
}

/* Records of other kinds that refer to this one: its channels, its releases, its amendments. */
static enum status add_related(struct context *cx, const struct record *rec,
                               const struct kind *kind, const struct field *field,
                               struct record_view *view)
{
    struct list list;
    struct list_filter filter = {field->name, value_text(rec->id)};
    struct related_view *group = &view->related[view->related_count++];
    TRY(record_list(cx,
                    &(struct list_query){.kind = kind,
                                         .agency = rec->agency,
                                         .filters = &filter,
                                         .filter_count = 1,
                                         .limit = RELATED_SHOWN,
                                         .counted = true},
                    &list));
    *group = (struct related_view){.label = kind_label(kind, cx->language), .total = list.total};
    if (text_equal(kind->name, rec->kind->name)) group->label = field_label(field, cx->language);
    if (access_may(cx->actor, WRITE, rec->agency) && !(kind->flags & CONSOLE))
        group->new_href =
            arena_format(cx->mem, "/records/%s/new?%s=%s", kind->name, field->name, rec->id);
    group->rows = arena_array(cx->mem, struct page_link, list.count + 1);
    for (size_t i = 0; i < list.count; i++)
        group->rows[i] = (struct page_link){desk_path(cx, list_at(&list, i)),
                                            record_title(list_at(&list, i)), false, 0};
    return OK;
}

static enum status fill_related(struct context *cx, const struct record *rec,
                                struct record_view *view)
{
    view->related = arena_array(cx->mem, struct related_view, RELATED_MAX);
    for (size_t k = 0; kind_at(k); k++) {
        const struct kind *kind = kind_at(k);
        if (!desk_shows(cx->actor, kind)) continue;
        for (size_t f = 0; f < kind->field_count && view->related_count < RELATED_MAX; f++)
            if (refers_to(&kind->fields[f], rec))
                TRY(add_related(cx, rec, kind, &kind->fields[f], view));
    }
    return OK;
}

enum status desk_show_record(struct context *cx, const struct web *web, struct response *response,
                             struct record *rec, struct record_view *view)
{
    struct page page = desk_page(web, rec->kind);
    unsigned flags = record_state(rec)->flags;
    view->rec = rec;
    view->title = text_empty(record_title(rec)) ? message_text(cx->language, "desk.untitled")
                                                : record_title(rec);
    view->state = state_label(record_state(rec), cx->language);
    view->badge = desk_badge(rec);
    view->number = rec->number;
    view->path = desk_path(cx, rec);
    view->due = desk_due(cx, rec);
    view->editable = (flags & EDITABLE) && record_may_write(cx, rec);
    view->takes_files = (flags & (EDITABLE | TAKES_PROOF)) && record_may_write(cx, rec) &&
                        access_may(cx->actor, WRITE, rec->agency);
    view->can_copy = record_is_item(rec) && access_may(cx->actor, WRITE, rec->agency);
    view->has_sheet = kind_move(rec->kind, 0, "collate") != NULL;
    view->reasons = end_reasons;
    const struct desk_extra *extra = desk_extra_of(rec->kind);
    if (extra && extra->page)
        view->extra = (struct page_link){desk_extra_page(cx, extra->page, rec),
                                         message_text(cx->language, extra->label), false, 0};
    TRY(desk_facts(cx, &page, rec, false, view));
    TRY(desk_files(cx, rec, view));
    fill_acts(cx, rec, view);
    fill_steps(cx, rec, view);
    TRY(fill_history(cx, rec, view));
    TRY(fill_standing(cx, rec, view));
    if (extra && extra->panel) view->panel = extra->panel;
    view->remark = desk_remark(cx, rec);
    if (!view->panel) TRY(fill_related(cx, rec, view));
    TRY(desk_confirm(cx, web, rec, view));
    view_web_page_begin(&page, view->title);
    view_desk_record(&page, view);
    view_web_page_end(&page);
    return web_show(response, &page);
}

enum status desk_show(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct record_view view = {.on = ""};
    TRY(desk_load(cx, web, &rec));
    if (web->format == FORMAT_JSON) {
        struct data_shape shape = data_office(rec->kind);
        return data_show_record(web, response, &shape, rec);
    }
    return desk_show_record(cx, web, response, rec, &view);
}

enum status desk_confirm(struct context *cx, const struct web *web, const struct record *rec,
                         struct record_view *view)
{
    int64_t done = INT_NONE;
    struct queue_row next;
    if (web->request->method == HTTP_GET) TRY(web_int(cx, web, "done", &done));
    if (done != rec->version || !view->history_count) return OK;
    view->done = view->history[0].act;
    TRY(desk_next(cx, rec, &next));
    view->next_href = next.href;
    view->next_title = next.title;
    return OK;
}

static enum status load_for_move(struct context *cx, const struct web *web, struct record **ret_rec)
{
    const struct kind *kind;
    int64_t edition;
    TRY(desk_kind(web, &kind));
    TRY(web_int(cx, web, "edition", &edition));
    if (!id_is_valid(web_path(web, "id")) || edition < 1) return NOT_FOUND;
    struct record *rec = arena_alloc(cx->mem, kind->size);
    TRY(record_fetch(cx, kind, web_path(web, "id"), edition, rec));
    bool known = access_may(cx->actor, READ_STAFF, rec->agency) ||
                 access_may(cx->actor, SUPERVISE, rec->agency);
    *ret_rec = rec;
    return known ? OK : NOT_FOUND;
}

/* A refused act shows the record as it now is, with the sentence and everything typed. */
static enum status answer_refused(struct context *cx, const struct web *web,
                                  struct response *response, struct record *rec,
                                  struct record_view *view)
{
    struct record *now = arena_alloc(cx->mem, rec->kind->size);
    TRY(record_fetch(cx, rec->kind, rec->id, rec->edition, now));
    view->issues = cx->issues;
    return desk_show_record(cx, web, response, now, view);
}

/* The button stood on a version of the record: a move from another one is a conflict. */
enum status desk_move(struct context *cx, const struct web *web, struct response *response)
{
    int64_t version;
    struct typed_reason typed;
    struct record *rec;
    struct record_view view = {0};
    TRY(load_for_move(cx, web, &rec));
    TRY(web_text(cx, web, "verb", 40, &view.verb));
    TRY(web_int(cx, web, "version", &version));
    TRY(edition_newest(cx, rec, &view.newest));
    bool readable = record_may_read(cx, rec);
    response->readable = true;
    enum status status = desk_reason(cx, web, &typed);
    if (status == OK && rec->version != version) status = CONFLICT;
    if (status == OK) status = record_move(cx, rec, view.verb, &typed.reason);
    if (status == OK && !readable) return web_see_other(response, "/supervision");
    if (status == OK) return desk_answer_done(cx, response, rec, rec->edition != view.newest);
    if ((status != INVALID && status != CONFLICT) || !readable) return status;
    if (status == CONFLICT && issue(cx, "", "desk.changed_meanwhile", "") == FAULT) return FAULT;
    view.why = typed.why;
    view.article = typed.article;
    view.class = typed.class;
    view.on = typed.on;
    TRY(answer_refused(cx, web, response, rec, &view));
    return status;
}
