#include "app/demo_play.h"

#include <string.h>
#include <unistd.h>

#include "app/demo_sessions.h"
#include "base/file.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "contact/contact.h"
#include "contact/session.h"
#include "organisation/organisation.h"
#include "oversight/oversight.h"
#include "publication/heads.h"
#include "publication/publication.h"
#include "record/item.h"
#include "record/record.h"
#include "report/report.h"
#include "request/request.h"

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

static void be_endless(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct normative_document *document = (struct normative_document *)(void *)rec;
    document->expires_on = DATE_NONE;
}

static void be_expired(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct normative_document *document = (struct normative_document *)(void *)rec;
    const struct record *meant = record->rec;
    document->expires_on = ((const struct normative_document *)(const void *)meant)->expires_on;
}

static void be_over(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct emergency_notice *emergency = (struct emergency_notice *)(void *)rec;
    emergency->ended_at = cx->now;
}

/* A plan holds neither its day nor its result, a proposed case neither facts nor decision. */
static void be_planned(struct context *cx, struct record *rec, const struct demo_record *record)
{
    static const char *const later[] = {
        "held_on",      "result",        "facts",           "decision",      "basis",
        "person",       "rewards",       "minutes",         "answer",        "results",
        "fulfilled_on", "evidence",      "public_question", "public_answer", "competence",
        "public_title", "clarification", "outcome",         "decided_on",    "decided_by"};
    for (size_t i = 0; i < COUNT_OF(later); i++) {
        const struct field *field = kind_field(rec->kind, later[i]);
        if (field && !(field->flags & (FIXED | REQUIRED))) field_clear(field, rec);
    }
}

static void be_announced(struct context *cx, struct record *rec, const struct demo_record *record)
{
    struct press_event *event = (struct press_event *)(void *)rec;
    event->standing = "announced";
    event->transcript = "";
}

static void be_meant(struct context *cx, struct record *rec, const struct demo_record *record)
{
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->flags & FIXED) continue;
        if (field_is_text(field))
            field_set_text(field, rec, field_text(field, record->rec));
        else
            field_set_number(field, rec, field_number(field, record->rec));
    }
}

static void (*const changes[])(struct context *, struct record *, const struct demo_record *) = {
    [FULL] = be_full,           [POORER] = be_poorer,      [CORRECTED] = be_corrected,
    [ENDED_NOW] = be_ended,     [ENDLESS] = be_endless,    [EXPIRED_THEN] = be_expired,
    [OVER_NOW] = be_over,       [AS_PLANNED] = be_planned, [AS_MEANT] = be_meant,
    [ANNOUNCED_] = be_announced};

/* ---- one act --------------------------------------------------------------------------------- */

static void remember(struct demo_record *record, const struct record *rec)
{
    record->edition = rec->edition;
    record->version = rec->version;
    record->state = rec->state;
}

/* The clerk's file, by the same door as an upload. */
static enum status attach(struct context *cx, const struct demo_play *play,
                          const struct demo_record *record, struct record *rec)
{
    struct attachment added;
    const char *path = arena_format(cx->mem, "%s/demonstration", play->place.tmp);
    struct bytes csv = {(const unsigned char *)record->csv, strlen(record->csv)};
    struct upload upload = {record->file, path};
    if (text_empty(record->file)) return OK;
    TRY(file_write(cx, play->place.tmp, path, csv, false));
    enum status status = attachment_add(cx, &play->place, rec, &upload, &added);
    unlink(path);
    return status;
}

static enum status draft(struct context *cx, const struct demo_play *play,
                         const struct demo_act *act)
{
    struct demo_record *record = act->record;
    const struct kind *kind = record->pattern->kind;
    struct record *rec = arena_alloc(cx->mem, kind->size);
    memcpy(rec, record->rec, kind->size);
    if (act->step->change != FULL) changes[act->step->change](cx, rec, record);
    if (kind == &annual_report_kind)
        TRY(report_first_text(cx, (struct annual_report *)(void *)rec));
    TRY(record_insert(cx, rec));
    TRY(attach(cx, play, record, rec));
    remember(record, rec);
    return OK;
}

static enum status edit(struct context *cx, const struct demo_play *play,
                        const struct demo_act *act)
{
    struct demo_record *record = act->record;
    struct record *rec = arena_alloc(cx->mem, record->pattern->kind->size);
    TRY(record_load(cx, record->pattern->kind, record->rec->id, rec));
    changes[act->step->change](cx, rec, record);
    TRY(record_save(cx, rec));
    remember(record, rec);
    return OK;
}

static enum status compute(struct context *cx, const struct demo_play *play,
                           const struct demo_act *act)
{
    struct annual_report report;
    TRY(record_load(cx, &annual_report_kind, act->record->rec->id, &report));
    TRY(report_compute(cx, play->place.blob, &report));
    remember(act->record, &report.base);
    return OK;
}

/* What a move asks for a day for, counted from the day on which it is made. */
static struct date day_of_move(const struct context *cx, const char *verb)
{
    static const struct {
        const char *verb;
        int days;
    } asked[] = {
        {"serve-decision",  0 },
        {"open-objections", 15},
        {"send-briefing",   0 },
    };
    for (size_t i = 0; i < COUNT_OF(asked); i++)
        if (text_equal(asked[i].verb, verb)) return date_plus(cx->today, asked[i].days);
    return DATE_NONE;
}

/* record_move() reads the record itself: which one, in which version, is all it must be told. */
static enum status move(struct context *cx, const struct demo_play *play,
                        const struct demo_act *act)
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
    /* a message is passed on by its hand-over */
    if (kind->flags & INTERNAL) TRY(record_fetch(cx, kind, rec->id, 0, rec));
    struct reason reason = demo_reasons[act->step->reason];
    if (!date_is_set(reason.on)) reason.on = day_of_move(cx, act->step->verb);
    TRY(record_move(cx, rec, act->step->verb, &reason));
    remember(record, rec);
    if (!text_equal(act->step->verb, "revise")) return OK;
    record->edition++; /* the edition that is being worked on from now on */
    record->version = 1;
    record->state = 0;
    return OK;
}

/* The reviewer clears each file of the edition with the text. */
static enum status review(struct context *cx, const struct demo_play *play,
                          const struct demo_act *act)
{
    struct demo_record *record = act->record;
    struct record *rec = arena_alloc(cx->mem, record->pattern->kind->size);
    struct attachment *files;
    size_t count = 0;
    if (!text_empty(record->file)) {
        TRY(record_load(cx, record->pattern->kind, record->rec->id, rec));
        TRY(attachment_list(cx, rec, &files, &count));
    }
    for (size_t i = 0; i < count; i++) TRY(attachment_clear(cx, rec, files[i].position));
    return move(cx, play, act);
}

/* As its writer rates it with the code, through the intake: how many points, the reason's class. */
static enum status rate(struct context *cx, const struct demo_play *play,
                        const struct demo_act *act)
{
    struct contact_message m;
    const struct reason *said = &demo_reasons[act->step->reason];
    struct contact_rating rating = {.note = said->why};
    struct reason reason = {"", "", "", DATE_NONE, &rating};
    (void)text_to_int(said->class, &rating.points);
    TRY(record_load(cx, &contact_message_kind, act->record->rec->id, &m));
    TRY(record_move(cx, &m.base, "rate", &reason));
    remember(act->record, &m.base);
    return OK;
}

static const struct {
    const char *verb;
    enum status (*act)(struct context *, const struct demo_play *, const struct demo_act *);
} contents[] = {
    {"draft",   draft  },
    {"edit",    edit   },
    {"compute", compute},
    {"review",  review },
    {"rate",    rate   },
};

/* A supervisor's grant reaches down: to the agencies that are there by now. */
static enum status take_part(struct context *cx, const struct demo_play *play,
                             const struct demo_act *act)
{
    bool superior = act->step->by == ROLE_SUPERVISOR;
    const char *agency = superior ? play->people->codes[0] : act->record->agency;
    cx->actor = demo_actor(play->people, agency, act->step->by);
    return superior ? people_actor(cx, cx->actor->id, &cx->actor) : OK;
}

static enum status play_one(struct context *cx, const struct demo_play *play,
                            const struct demo_act *act)
{
    if (act->matter) return demo_requests_play(cx, play, act);
    TRY(take_part(cx, play, act));
    context_set_clock(cx, act->at);
    if (demo_is_session(act)) return demo_sessions_play(cx, act);
    for (size_t i = 0; i < COUNT_OF(contents); i++)
        if (text_equal(contents[i].verb, act->step->verb)) return contents[i].act(cx, play, act);
    return move(cx, play, act);
}

/* ---- all of them ----------------------------------------------------------------------------- */

/* The acts of one day, from *next on, in one transaction; then what time alone does. */
static enum status play_day(struct context *cx, const struct demo_play *play, size_t *next)
{
    const struct demo_plan *plan = play->plan;
    struct date day = zone_date(plan->acts[*next].at);
    TRY(store_begin(cx));
    while (*next < plan->act_count && zone_date(plan->acts[*next].at).day == day.day) {
        TRY(play_one(cx, play, &plan->acts[*next]));
        (*next)++;
    }
    TRY(store_commit(cx));
    cx->actor = NULL;
    if (play->requests) TRY(request_daily(cx));
    if (play->requests) TRY(oversight_daily(cx));
    TRY(session_tick(cx));
    if (play->requests) TRY(contact_daily(cx));
    cx->issues = NULL; /* what the job could not do is for a log */
    return OK;
}

enum status demo_play(struct context *cx, struct demo_play *play)
{
    const struct demo_plan *plan = play->plan;
    size_t next = 0;
    enum status status = OK;
    while (next < plan->act_count && zone_date(plan->acts[next].at).day <= play->last.day) {
        struct arena_mark mark = arena_mark(cx->mem);
        status = play_day(cx, play, &next);
        if (status != OK) break;
        arena_rewind(cx->mem, mark);
    }
    cx->actor = NULL;
    if (status != OK && next < plan->act_count) play->stopped = &plan->acts[next];
    return status;
}
