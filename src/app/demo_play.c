#include "app/demo_play.h"

#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "record/item.h"
#include "record/record.h"

/* ---- what an edit changes -------------------------------------------------------------------- */

static void be_full(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct item *item = record_as_item(rec);
    const struct item *meant = record_as_item_const(record->rec);
    item->summary = meant->summary;
    item->keywords = meant->keywords;
}

/* As a first draft that the reviewer sends back. */
static void be_poorer(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct item *item = record_as_item(rec);
    item->summary = item->title;
    item->keywords = "";
}

static void be_corrected(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct item *item = record_as_item(rec);
    item->body = arena_format(cx->mem,
                              "%s\n\n**更正说明：** 本页原载咨询方式有误，业务咨询请拨打发布机构"
                              "公布的联系电话。其余内容不变。",
                              item->body);
}

static void be_ended(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct entry *entry = (struct entry *)(void *)rec;
    entry->ended_on = cx->today;
}

static void (*const changes[])(struct context *, struct record *, const struct demo_record *) = {
    [FULL] = be_full, [POORER] = be_poorer, [CORRECTED] = be_corrected, [ENDED_NOW] = be_ended};

/* ---- one act --------------------------------------------------------------------------------- */

static void remember(struct demo_record *record, const struct record *rec)
{
    record->edition = rec->edition;
    record->version = rec->version;
    record->state = rec->state;
}

static enum status draft(struct context *cx, const struct demo_act *act)
{
    struct demo_record *record = act->record;
    const struct kind *kind = record->pattern->kind;
    struct record *rec = arena_alloc(cx->mem, kind->size);
    memcpy(rec, record->rec, kind->size);
    if (act->step->change == POORER) be_poorer(cx, rec, record);
    TRY(record_insert(cx, rec));
    remember(record, rec);
    return OK;
}

static enum status edit(struct context *cx, const struct demo_act *act)
{
    struct demo_record *record = act->record;
    struct record *rec = arena_alloc(cx->mem, record->pattern->kind->size);
    TRY(record_load(cx, record->pattern->kind, record->rec->id, rec));
    changes[act->step->change](cx, rec, record);
    TRY(record_save(cx, rec));
    remember(record, rec);
    return OK;
}

/* record_move() reads the record itself: which one, in which version, is all it must be told. */
static enum status move(struct context *cx, const struct demo_act *act)
{
    struct demo_record *record = act->record;
    const struct kind *kind = record->pattern->kind;
    struct record *rec = arena_alloc(cx->mem, kind->size);
    record_init(kind, rec);
    rec->id = record->rec->id;
    rec->agency = record->agency;
    rec->edition = record->edition;
    rec->version = record->version;
    rec->state = record->state;
    TRY(record_move(cx, rec, act->step->verb, &demo_reasons[act->step->reason]));
    remember(record, rec);
    if (!text_equal(act->step->verb, "revise")) return OK;
    record->edition++; /* the edition that is being worked on from now on */
    record->version = 1;
    record->state = 0;
    return OK;
}

static enum status play_one(struct context *cx, const struct demo_act *act,
                            const struct demo_people *people)
{
    cx->actor = demo_actor(people, act->record->agency, act->step->by);
    context_set_clock(cx, act->at);
    if (text_equal(act->step->verb, "draft")) return draft(cx, act);
    if (text_equal(act->step->verb, "edit")) return edit(cx, act);
    return move(cx, act);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* The acts of one day, from first on, in one transaction. */
static enum status play_day(struct context *cx, const struct demo_plan *plan,
                            const struct demo_people *people, size_t first, size_t *ret_next)
{
    struct date day = zone_date(plan->acts[first].at);
    enum status status = store_begin(cx);
    size_t i = first;
    while (status == OK && i < plan->act_count && zone_date(plan->acts[i].at).day == day.day) {
        status = play_one(cx, &plan->acts[i], people);
        i += status == OK;
    }
    *ret_next = i;
    TRY(status);
    return store_commit(cx);
}

enum status demo_play(struct context *cx, struct demo_plan *plan, const struct demo_people *people,
                      struct date last, const struct demo_act **ret_stopped)
{
    size_t next = 0;
    enum status status = OK;
    *ret_stopped = NULL;
    while (next < plan->act_count && zone_date(plan->acts[next].at).day <= last.day) {
        struct arena_mark mark = arena_mark(cx->mem);
        status = play_day(cx, plan, people, next, &next);
        if (status != OK) break;
        cx->issues = NULL;
        arena_rewind(cx->mem, mark);
    }
    cx->actor = NULL;
    if (status != OK && next < plan->act_count) *ret_stopped = &plan->acts[next];
    return status;
}
