#include "publication/press.h"

#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "document/scan.h"
#include "law/law.h"
#include "organisation/organisation.h"
#include "record/guard.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word spokesperson_ranks[] = {
    {"principal", "新闻发言人", "Spokesperson"}, {"deputy", "副新闻发言人", "Deputy spokesperson"}, {0}};
const struct word clarification_verdicts[] = {
    {"false", "不实", "False"}, {"misleading", "误导", "Misleading"},
    {"partly-true", "部分属实", "Partly true"}, {"true", "属实", "True"}, {0}};
const struct word opinion_ways[] = {
    {"clarification", "发布澄清", "Clarification"}, {"press-event", "举行新闻发布会", "Press event"},
    {"press-release", "发布新闻稿", "Press release"}, {"reply", "直接回复", "Reply"}, {0}};

#define RECORD spokesperson
#define RECORD_PUBLIC spokesperson_public
KIND_FIELDS(spokesperson, SPOKESPERSON)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD clarification
#define RECORD_PUBLIC clarification_public
KIND_FIELDS(clarification, CLARIFICATION)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD opinion_watch
static const struct field opinion_watch_fields[] = {OPINION_WATCH(FIELD_ROW)};
/* clang-format on */

/* ---- spokespersons and their signature --------------------------------------------------------
 */

static enum status check_spokesperson(struct context *cx, const struct record *rec)
{
    const struct spokesperson *s = AS_CONST(spokesperson, rec);
    if (!text_empty(s->account) && !people_name_is_valid(s->account))
        return issue(cx, "account", "press.bad_account", s->account);
    if (date_is_set(s->since) && date_is_set(s->until) && s->until.day < s->since.day)
        return issue(cx, "until", "field.before_since", "");
    return OK;
}

#define IN_OFFICE                                                                            \
    " FROM spokesperson WHERE agency = $1 AND state = 'released' AND since <= $2 AND (until" \
    " IS NULL OR until >= $2)"
static const struct sql signs = {"press.signs",
                                 "SELECT COUNT(*)" IN_OFFICE " AND account = $3 AND ($4 = '' OR id"
                                 " = $4)"};
static const struct sql principal = {
    "press.principal", "SELECT id" IN_OFFICE " AND rank = 'principal' ORDER BY since DESC LIMIT 1"};

static const char *speaker_of(const struct record *rec)
{
    const struct field *field = kind_field(rec->kind, "speaker");
    return field ? field_text(field, rec) : "";
}

static const struct sql is_public = {
    "press.is_public", "SELECT COUNT(*) FROM item WHERE id = $1 AND first_released_on IS NOT NULL"
                       " AND state NOT IN ('suspended', 'withdrawn', 'erased')"};

/* What proves a clarification can be read by whoever reads it. */
static enum status evidence_is_public(struct context *cx, const struct record *rec)
{
    static const char *const names[] = {"evidence", "evidence_2", "evidence_3"};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        const char *id = field_text(kind_field(rec->kind, names[i]), rec);
        int64_t there = 0;
        if (text_empty(id)) continue;
        TRY(store_int(cx, &is_public, BIND(id), &there));
        if (!there) return issue(cx, names[i], "press.evidence_not_public", "");
    }
    return OK;
}

enum status press_may_sign(struct context *cx, const struct record *rec)
{
    int64_t may = 0;
    if (!cx->actor) return DENIED;
    TRY(store_int(cx, &signs, BIND(rec->agency, cx->today, cx->actor->name, speaker_of(rec)),
                  &may));
    if (!may) return issue(cx, "", "press.not_the_spokesperson", "");
    return rec->kind == &clarification_kind ? evidence_is_public(cx, rec) : OK;
}

enum status press_name_speaker(struct context *cx, struct record *rec)
{
    const struct field *field = kind_field(rec->kind, "speaker");
    const char *id = "";
    if (!field || !text_empty(field_text(field, rec))) return OK;
    enum status status = store_text(cx, &principal, BIND(rec->agency, cx->today), &id);
    if (status != NOT_FOUND) TRY(status);
    field_set_text(field, rec, status == OK ? id : "");
    return OK;
}

/* ---- clarifications --------------------------------------------------------------------------
 */

static enum status prepare_clarification(struct context *cx, struct record *rec)
{
    TRY(press_name_speaker(cx, rec));
    return catalogue_prepare_item(cx, rec);
}

static enum status check_clarification(struct context *cx, const struct record *rec)
{
    const struct clarification *c = AS_CONST(clarification, rec);
    const char *const evidence[] = {c->evidence, c->evidence_2, c->evidence_3};
    if (c->detected_at.ms > cx->now.ms) return issue(cx, "detected_at", "emergency.later", "");
    if (c->first_seen_at.ms && c->detected_at.ms && c->detected_at.ms < c->first_seen_at.ms)
        return issue(cx, "detected_at", "field.before_since", "");
    for (size_t i = 0; i < COUNT_OF(evidence); i++)
        if (!text_empty(rec->id) && text_equal(evidence[i], rec->id))
            return issue(cx, "evidence", "press.proves_itself", "");
    return OK;
}

enum { OWN_HOURS = 24, HOUR_MS = 3600 * 1000 };

struct record_due press_answer_by(struct moment noticed)
{
    if (!noticed.ms) return (struct record_due){.by = DATE_NONE, .article = "", .calendar = "cn"};
    const struct law *law = catalogue_law();
    const struct duty *duty = law ? law_duty(law, "tell", zone_date(noticed)) : NULL;
    int64_t hours = duty ? duty->hours : OWN_HOURS;
    return (struct record_due){.by = zone_date((struct moment){noticed.ms + hours * HOUR_MS}),
                               .article = duty ? duty->article : "",
                               .calendar = "cn"};
}

static struct record_due clarification_due(struct context *cx, const struct record *rec)
{
    return press_answer_by(AS_CONST(clarification, rec)->detected_at);
}

/* ---- the watch -------------------------------------------------------------------------------
 */

static enum status prepare_watch(struct context *cx, struct record *rec)
{
    struct opinion_watch *w = AS(opinion_watch, rec);
    w->decide_by = press_answer_by(w->noticed_at).by;
    return OK;
}

/* A number of a person, or an account (@…): the watch is not about people. */
static bool names_somebody(struct arena *mem, const char *text)
{
    struct scan scan = {.mem = mem};
    scan_text(&scan, "", text);
    for (size_t i = 0; i < scan.count; i++)
        if (!text_starts(scan.finds[i].rule, "mark")) return true;
    return strstr(text, "@") || strstr(text, "＠");
}

static enum status check_watch(struct context *cx, const struct record *rec)
{
    const struct opinion_watch *w = AS_CONST(opinion_watch, rec);
    const struct {
        const char *field, *text;
    } texts[] = {
        {"title",       w->title      },
        {"source_link", w->source_link},
        {"seen_in",     w->seen_in    },
        {"spread",      w->spread     },
        {"reply",       w->reply      },
    };
    for (size_t i = 0; i < COUNT_OF(texts); i++)
        if (names_somebody(cx->mem, texts[i].text))
            return issue(cx, texts[i].field, "watch.about_a_person", "");
    return w->noticed_at.ms > cx->now.ms ? issue(cx, "noticed_at", "emergency.later", "") : OK;
}

static struct record_due watch_due(struct context *cx, const struct record *rec)
{
    const struct opinion_watch *w = AS_CONST(opinion_watch, rec);
    struct record_due due = press_answer_by(w->noticed_at);
    if (rec->state != OPINION_NOTICED && rec->state != OPINION_ANSWERING) due.by = DATE_NONE;
    return due;
}

/* ---- the kinds ---- */

/* clang-format off */
const struct kind spokesperson_kind = {
    .name = "spokesperson", .zh = "新闻发言人", .en = "Spokesperson", .flags = ERASABLE, .schema = 1,
    KIND_TABLES(spokesperson), .title = "name", .order = "since", .workflow = &publication_workflow,
    .check = check_spokesperson};
const struct kind clarification_kind = {
    .name = "clarification", .zh = "澄清", .en = "Clarification", .flags = ITEM, .schema = 1,
    KIND_TABLES(clarification), .title = "title", .order = "produced_on",
    .workflow = &publication_workflow, .prepare = prepare_clarification, .check = check_clarification,
    .due = clarification_due, .may_sign = press_may_sign};
const struct kind opinion_watch_kind = {
    .name = "opinion_watch", .zh = "舆情关注", .en = "Opinion watch", .flags = INTERNAL, .schema = 1,
    .size = sizeof(struct opinion_watch), .public_size = sizeof(struct opinion_watch_public),
    .fields = opinion_watch_fields, .field_count = COUNT_OF(opinion_watch_fields), .title = "title",
    .order = "noticed_at", .workflow = &opinion_workflow, .prepare = prepare_watch,
    .check = check_watch, .due = watch_due};
/* clang-format on */
