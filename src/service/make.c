/* Cases as they are made: number, days, materials; the steps once they are accepted. */
#include <stdio.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "law/law.h"
#include "service/private.h"
#include "web/message.h"

/* Within how many working days a question is answered: the window's own promise, which stands on
 * the form. */
enum { ANSWER_DAYS = 5, NOTICE_DAYS = 5 };

struct date service_days_after(struct date from, int64_t working_days, struct law_trace *trace)
{
    const struct calendar *calendar = catalogue_law() ? catalogue_law()->calendar : NULL;
    if (!date_is_set(from) || working_days < 0) return DATE_NONE;
    if (!calendar) return date_plus(from, (int)working_days);
    return law_add_working_days(calendar, from, (int)working_days, trace).date;
}

static const struct sql released = {
    "service.released", "SELECT edition FROM service_item WHERE id = $1 AND state = 'released'"};

/* The edition that the public reads, not one that is being worked on. */
enum status service_load_item(struct context *cx, const char *id, struct service_item *ret)
{
    int64_t edition = 0;
    enum status status = store_int(cx, &released, BIND(id), &edition);
    if (status == NOT_FOUND) return issue(cx, "item", "service.item_not_public", "");
    TRY(status);
    return record_fetch(cx, &service_item_kind, id, edition, ret);
}

/* ---- a case ---- */

static const struct sql next_serial = {"service.next_serial",
                                       "SELECT COALESCE(MAX(serial), 0) + 1 FROM service_case WHERE"
                                       " agency = $1 AND year = $2"};

static enum status number_it(struct context *cx, struct service_case *c)
{
    c->year = date_civil(c->came_on).year;
    TRY(store_int(cx, &next_serial, BIND(c->base.agency, c->year), &c->serial));
    c->file = arena_format(cx->mem, "%lld-B%05lld", (long long)c->year, (long long)c->serial);
    return OK;
}

static enum status make_material(struct context *cx, const struct service_case *c,
                                 const struct service_row *row, int64_t serial, const char *claim)
{
    struct service_material m;
    record_init(&service_material_kind, &m);
    m.base.agency = c->base.agency;
    m.of = c->base.id;
    m.serial = serial;
    m.title = text_cut(cx->mem, row->cells[MATERIAL_TITLE], 199);
    const char *copies = row->cells[MATERIAL_COPIES];
    bool number = *copies >= '0' && *copies <= '9';
    m.shape = text_cut(cx->mem,
                       arena_format(cx->mem, "%s%s%s%s", row->cells[MATERIAL_FORM],
                                    *copies ? "，" : "", copies, number ? "份" : ""),
                       199);
    m.needed = service_is_needed(row->cells[MATERIAL_NEEDED]);
    m.claim = claim;
    return record_insert_by_program(cx, &m.base);
}

static enum status make_materials(struct context *cx, const struct service_case *c,
                                  const struct service_item *item,
                                  const struct service_claims *claims)
{
    struct service_rows *rows = arena_make(cx->mem, struct service_rows);
    if (!service_rows_read(cx->mem, item->materials, MATERIAL_COLUMNS, rows)) return OK;
    for (size_t i = 0; i < rows->count; i++) {
        const char *claim = claims && i < claims->count ? claims->at[i] : "counter";
        TRY(make_material(cx, c, &rows->at[i], (int64_t)i + 1, claim));
    }
    return OK;
}

enum status service_file(struct context *cx, struct service_case *c,
                         const struct service_claims *claims)
{
    struct service_item item;
    TRY(service_load_item(cx, c->item, &item));
    if (!text_equal(item.base.agency, c->base.agency))
        return issue(cx, "item", "service.item_not_public", "");
    if (!date_is_set(c->came_on)) c->came_on = cx->today;
    if (c->came_on.day > cx->today.day) return issue(cx, "came_on", "service.in_the_future", "");
    if (!c->filed_at.ms) c->filed_at = cx->now;
    const struct duty *duty = law_duty(catalogue_law(), "service-notice", c->came_on);
    c->title = item.title;
    c->promised_days = item.promised_days;
    c->notice_by = service_days_after(c->came_on, duty ? duty->working_days : NOTICE_DAYS, NULL);
    if (text_empty(c->remedy))
        c->remedy = message_text(text_equal(c->base.language, "en") ? ENGLISH : CHINESE,
                                 "service.remedy_default");
    TRY(store_begin(cx));
    TRY(number_it(cx, c));
    TRY(record_insert(cx, &c->base));
    TRY(make_materials(cx, c, &item, claims));
    return store_commit(cx);
}

/* ---- its steps ---- */

static enum status make_step(struct context *cx, const struct service_case *c,
                             const struct service_procedure_step *from, struct service_step *step)
{
    int64_t serial = step->serial;
    struct date before = step->due_on;
    record_init(&service_step_kind, step);
    step->base.agency = c->base.agency;
    step->of = c->base.id;
    step->serial = serial + 1;
    step->title = text_cut(
        cx->mem, arena_format(cx->mem, "%s：%s（%s）", from->title, c->title, c->file), 199);
    step->name = from->title;
    step->class = from->class->word;
    step->post = from->post;
    step->days = from->days;
    step->due_on = service_days_after(before, from->days, NULL);
    return record_insert_by_program(cx, &step->base);
}

enum status service_make_steps(struct context *cx, const struct service_case *c)
{
    struct service_item item;
    struct procedure procedure;
    struct service_steps *steps = arena_make(cx->mem, struct service_steps);
    struct service_step step = {.serial = 0, .due_on = c->starts_on};
    TRY(service_load_item(cx, c->item, &item));
    if (text_empty(item.procedure)) return OK;
    TRY(record_fetch(cx, &procedure_kind, item.procedure, 0, &procedure));
    if (!service_steps_read(cx->mem, procedure.steps, steps)) return OK;
    for (size_t i = 0; i < steps->count; i++) TRY(make_step(cx, c, &steps->at[i], &step));
    return service_open_next(cx, &(struct service_next){c->base.id, "", false});
}

enum status service_open_next(struct context *cx, const struct service_next *next)
{
    struct service_beside beside;
    TRY(service_beside(cx, next->of, &beside));
    for (size_t i = 0; i < beside.step_count; i++) {
        struct service_step *step = &beside.steps[i];
        const struct step_class *class = step_class(step->class);
        if (text_equal(step->base.id, next->done)) continue;
        if (service_step_is_open(step)) return OK;
        if (step->base.state == STEP_WAITING && class &&
            class->after_decision == next->after_decision)
            return record_move_by_program(cx, &step->base, "open-step", &NO_REASON);
    }
    return OK;
}

/* ---- what lies beside a case ---- */

static const struct sql materials_of = {
    "service.materials",
    "SELECT id FROM service_material WHERE of = $1 AND newest = 1 ORDER BY serial"};
static const struct sql steps_of = {
    "service.steps", "SELECT id FROM service_step WHERE of = $1 AND newest = 1 ORDER BY serial"};

/* Room for ROWS_MAX structs of the kind at `at`. */
struct loading {
    const struct kind *kind;
    const struct sql *sql;
    void *at;
    size_t *count;
};

static enum status load_all(struct context *cx, const char *of, const struct loading *loading)
{
    struct rows *rows;
    const char *ids[ROWS_MAX];
    size_t n = 0;
    TRY(store_query(cx, loading->sql, BIND(of), &rows));
    while (n < ROWS_MAX && rows_next(rows)) ids[n++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < n; i++)
        TRY(record_fetch(cx, loading->kind, ids[i], 0,
                         (char *)loading->at + i * loading->kind->size));
    *loading->count = n;
    return OK;
}

enum status service_beside(struct context *cx, const char *id, struct service_beside *ret)
{
    *ret = (struct service_beside){.materials =
                                       arena_array(cx->mem, struct service_material, ROWS_MAX),
                                   .steps = arena_array(cx->mem, struct service_step, ROWS_MAX)};
    struct loading materials = {&service_material_kind, &materials_of, ret->materials,
                                &ret->material_count};
    struct loading steps = {&service_step_kind, &steps_of, ret->steps, &ret->step_count};
    TRY(load_all(cx, id, &materials));
    return load_all(cx, id, &steps);
}

bool service_material_lacks(const struct service_material *m)
{
    return m->needed && (m->base.state == MATERIAL_MISSING || m->base.state == MATERIAL_WRONG);
}

bool service_trace(struct context *cx, const struct service_case *c, struct law_trace *ret_trace)
{
    *ret_trace = (struct law_trace){.mem = cx->mem};
    if (!date_is_set(c->starts_on) || !date_is_set(c->promised_on)) return false;
    service_days_after(c->starts_on, c->promised_days, ret_trace);
    return ret_trace->count > 0;
}

/* ---- what follows from a case, and from a question ---- */

enum status service_draft_result(struct context *cx, struct service_case *c,
                                 const struct service_item *item)
{
    struct service_result r;
    record_init(&service_result_kind, &r);
    r.base.agency = c->base.agency;
    r.item = c->item;
    r.title = text_cut(cx->mem, arena_format(cx->mem, "%s决定（%s）", item->title, c->file), 199);
    r.decision_number = c->decision_number;
    r.party_sort = c->party_sort;
    r.party = service_mask(cx->mem, c->party_sort, c->name);
    r.outcome = c->outcome;
    r.decided_on = c->decided_on;
    r.valid_until = c->valid_until;
    r.file = c->file;
    TRY(record_insert_by_program(cx, &r.base));
    c->published = r.base.id;
    return OK;
}

enum status service_inquire(struct context *cx, struct service_inquiry *inquiry)
{
    struct service_item item;
    TRY(service_load_item(cx, inquiry->item, &item));
    if (!text_equal(item.base.agency, inquiry->base.agency))
        return issue(cx, "item", "service.item_not_public", "");
    if (!date_is_set(inquiry->came_on)) inquiry->came_on = cx->today;
    if (!inquiry->filed_at.ms) inquiry->filed_at = cx->now;
    inquiry->title = arena_format(cx->mem, "%s（咨询）", item.title);
    inquiry->answer_by = service_days_after(inquiry->came_on, ANSWER_DAYS, NULL);
    return record_insert(cx, &inquiry->base);
}
