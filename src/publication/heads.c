#include "publication/heads.h"

#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "law/law.h"
#include "publication/comment.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word notice_sorts[] = {
    {"recruitment", "招录", "Recruitment"}, {"dismissal", "辞退", "Dismissal"}, {0}};
const struct word decision_outcomes[] = {
    {"adopted", "通过", "Adopted"}, {"amended", "修改后通过", "Adopted as amended"},
    {"dropped", "不再推进", "Dropped"}, {0}};
const struct word chart_forms[] = {
    {"bars", "条形图", "Bars"}, {"line", "折线图", "Line"}, {0}};
/* 突发事件应对法 第3条 */
const struct word emergency_sorts[] = {
    {"natural", "自然灾害", "Natural disaster"}, {"accident", "事故灾难", "Accident"},
    {"health", "公共卫生事件", "Public health"}, {"security", "社会安全事件", "Public security"}, {0}};
const struct word emergency_levels[] = {
    {"level-1", "特别重大（Ⅰ级）", "Level I, especially grave"}, {"level-2", "重大（Ⅱ级）", "Level II, grave"},
    {"level-3", "较大（Ⅲ级）", "Level III, major"}, {"level-4", "一般（Ⅳ级）", "Level IV, ordinary"}, {0}};
const struct word case_standings[] = {
    {"solved", "已侦破", "Solved"}, {"transferred", "已移送审查起诉", "Transferred for prosecution"},
    {"sentenced", "已判决", "Sentenced"}, {0}};
const struct word case_sorts[] = {
    {"administrative", "行政案件", "Administrative case"}, {"criminal", "刑事案件", "Criminal case"}, {0}};

#define RECORD recruitment_notice
#define RECORD_PUBLIC recruitment_notice_public
KIND_FIELDS(recruitment_notice, RECRUITMENT_NOTICE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD decision
#define RECORD_PUBLIC decision_public
KIND_FIELDS(decision, DECISION)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD campaign
#define RECORD_PUBLIC campaign_public
KIND_FIELDS(campaign, CAMPAIGN)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD statistic_series
#define RECORD_PUBLIC statistic_series_public
KIND_FIELDS(statistic_series, STATISTIC_SERIES)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD case_bulletin
#define RECORD_PUBLIC case_bulletin_public
KIND_FIELDS(case_bulletin, CASE_BULLETIN)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD emergency_notice
#define RECORD_PUBLIC emergency_notice_public
KIND_FIELDS(emergency_notice, EMERGENCY_NOTICE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD emergency_update
#define RECORD_PUBLIC emergency_update_public
KIND_FIELDS(emergency_update, EMERGENCY_UPDATE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD other_item
#define RECORD_PUBLIC other_item_public
KIND_FIELDS(other_item, OTHER_ITEM)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD case_disclosure
#define RECORD_PUBLIC case_disclosure_public
KIND_FIELDS(case_disclosure, CASE_DISCLOSURE)
/* clang-format on */

/* ---- what the checks share ---- */

static bool is_before(struct date day, struct date other)
{
    return date_is_set(day) && date_is_set(other) && day.day < other.day;
}

static enum status not_before(struct context *cx, const char *field, struct date day,
                              struct date other)
{
    return is_before(day, other) ? issue(cx, field, "field.before_since", "") : OK;
}

static enum status required(struct context *cx, const char *field, bool missing)
{
    return missing ? issue(cx, field, "field.required", "") : OK;
}

/* ---- each kind's own rules ---- */

/* A recruitment says which posts and until when; a dismissal, by which law (公务员法 第83条). */
static enum status check_notice(struct context *cx, const struct record *rec)
{
    const struct recruitment_notice *n = (const struct recruitment_notice *)(const void *)rec;
    bool recruits = text_equal(n->sort, "recruitment");
    if (n->quota != INT_NONE && n->quota < 1) return issue(cx, "quota", "notice.no_post", "");
    TRY(required(cx, "posts", recruits && text_empty(n->posts)));
    TRY(required(cx, "apply_to", recruits && !date_is_set(n->apply_to)));
    TRY(required(cx, "basis_article",
                 text_equal(n->sort, "dismissal") && text_empty(n->basis_article)));
    TRY(not_before(cx, "apply_to", n->apply_to, n->apply_from));
    TRY(not_before(cx, "exam_on", n->exam_on, n->apply_to));
    TRY(not_before(cx, "result_on", n->result_on, n->apply_to));
    return required(cx, "result_on", !text_empty(n->result) && !date_is_set(n->result_on));
}

/* Both days count. */
static enum status check_period(struct context *cx, const struct decision *d)
{
    const struct duty *duty =
        catalogue_law() ? law_duty(catalogue_law(), "comment", d->comment_from) : NULL;
    bool open = date_is_set(d->comment_from), closes = date_is_set(d->comment_to);
    TRY(required(cx, "comment_to", open && !closes));
    TRY(required(cx, "comment_from", closes && !open));
    TRY(not_before(cx, "comment_to", d->comment_to, d->comment_from));
    TRY(required(cx, "draft", open && text_empty(d->draft)));
    if (open && duty && d->comment_to.day - d->comment_from.day + 1 < duty->days &&
        text_empty(d->short_reason))
        return issue(cx, "short_reason", "decision.short_period", duty->article);
    return OK;
}

/* Nothing is decided while the public may still speak, and what it said is answered (S8). */
static enum status check_decision(struct context *cx, const struct record *rec)
{
    const struct decision *d = (const struct decision *)(const void *)rec;
    bool decided = !text_empty(d->outcome);
    TRY(check_period(cx, d));
    if (d->comments_received != INT_NONE && d->comments_received < 0)
        return issue(cx, "comments_received", "field.not_a_number", "");
    TRY(required(cx, "decided_on", decided && !date_is_set(d->decided_on)));
    TRY(required(cx, "outcome", !decided && date_is_set(d->decided_on)));
    if (is_before(d->decided_on, d->comment_to))
        return issue(cx, "decided_on", "decision.still_open", "");
    if (decided && date_is_set(d->comment_to) && text_empty(d->answer))
        return issue(cx, "answer", "decision.unanswered", "");
    return decided ? comment_all_answered(cx, d) : OK;
}

static bool has_number(const char *text)
{
    return strpbrk(text, "0123456789") != NULL;
}

/* Results without numbers say nothing (S53). */
static enum status check_campaign(struct context *cx, const struct record *rec)
{
    const struct campaign *c = (const struct campaign *)(const void *)rec;
    TRY(not_before(cx, "ends_on", c->ends_on, c->begins_on));
    TRY(not_before(cx, "results_on", c->results_on, c->begins_on));
    if (!text_empty(c->results) && !has_number(c->results))
        return issue(cx, "results", "campaign.no_numbers", "");
    return required(cx, "results_on", !text_empty(c->results) && !date_is_set(c->results_on));
}

static enum status check_series(struct context *cx, const struct record *rec)
{
    const struct statistic_series *s = (const struct statistic_series *)(const void *)rec;
    struct series *series = arena_make(cx->mem, struct series);
    TRY(not_before(cx, "period_to", s->period_to, s->period_from));
    if (!text_empty(s->data) && !series_read(cx->mem, s->data, series))
        return issue(cx, "data", "series.no_table", "");
    return OK;
}

static enum status check_bulletin(struct context *cx, const struct record *rec)
{
    const struct case_bulletin *b = (const struct case_bulletin *)(const void *)rec;
    return not_before(cx, "solved_on", b->solved_on, b->occurred_on);
}

static enum status check_emergency(struct context *cx, const struct record *rec)
{
    const struct emergency_notice *e = (const struct emergency_notice *)(const void *)rec;
    if (e->occurred_at.ms > cx->now.ms) return issue(cx, "occurred_at", "emergency.later", "");
    if (e->ended_at.ms && e->ended_at.ms < e->occurred_at.ms)
        return issue(cx, "ended_at", "field.before_since", "");
    return OK;
}

static enum status check_update(struct context *cx, const struct record *rec)
{
    const struct emergency_update *u = (const struct emergency_update *)(const void *)rec;
    return u->told_at.ms > cx->now.ms ? issue(cx, "told_at", "emergency.later", "") : OK;
}

/* A kind for what has no head: a class that is one needs another kind. */
static enum status check_other(struct context *cx, const struct record *rec)
{
    const struct other_item *o = (const struct other_item *)(const void *)rec;
    const struct class *class = catalogue_law() ? law_class(catalogue_law(), o->class_seed) : NULL;
    if (class && !class->needs_basis)
        return issue(cx, "entry", "other.has_a_head", class_label(class, cx->language));
    return OK;
}

/* 李某, 王某某, 张××, 某公司, 赵某等3人 */
static bool is_masked(const char *party)
{
    static const char *const marks[] = {"某", "×", "＊", "*", "○"};
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        if (strstr(party, marks[i])) return true;
    return false;
}

static enum status check_case(struct context *cx, const struct record *rec)
{
    const struct case_disclosure *c = (const struct case_disclosure *)(const void *)rec;
    if (!text_empty(c->party) && !is_masked(c->party))
        return issue(cx, "party", "case.party_not_masked", "");
    return not_before(cx, "decided_on", c->decided_on, c->accepted_on);
}

/* ---- computed ---- */

enum decision_stage decision_stage(const struct decision_public *decision, struct date on)
{
    if (*decision->outcome || !date_is_set(decision->comment_to)) return DECIDED;
    if (on.day < decision->comment_from.day) return COMMENT_LATER;
    return on.day <= decision->comment_to.day ? COMMENT_OPEN : COMMENT_CLOSED;
}

const struct duty *emergency_duty(const struct law *law, const char *level, struct date on)
{
    bool grave = text_equal(level, "level-1") || text_equal(level, "level-2");
    return law ? law_duty(law, grave ? "tell-grave" : "tell", on) : NULL;
}

/* The day on which the hours end, for the desk. */
static struct record_due emergency_due(struct context *cx, const struct record *rec)
{
    const struct emergency_notice *e = (const struct emergency_notice *)(const void *)rec;
    const struct duty *duty =
        e->occurred_at.ms ? emergency_duty(catalogue_law(), e->level, zone_date(e->occurred_at))
                          : NULL;
    if (!duty) return (struct record_due){DATE_NONE, "", ""};
    struct moment by = {e->occurred_at.ms + duty->hours * INT64_C(3600) * 1000};
    return (struct record_due){.by = zone_date(by), .article = duty->article, .calendar = ""};
}

/* ---- the kinds ---- */

#define HEAD(kind_name, zh_, en_)                                                  \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, KIND_TABLES(kind_name), \
    .title = "title", .workflow = &publication_workflow
#define AN_ITEM .order = "produced_on", .prepare = catalogue_prepare_item

/* clang-format off */
const struct kind recruitment_notice_kind = {
    HEAD(recruitment_notice, "招录和辞退公告", "Recruitment or dismissal notice"), .flags = ITEM, AN_ITEM,
    .check = check_notice};
const struct kind decision_kind = {
    HEAD(decision, "重大决策", "Major decision"), .flags = ITEM, .order = "produced_on",
    .prepare = comment_prepare_decision, .check = check_decision};
const struct kind campaign_kind = {
    HEAD(campaign, "专项行动", "Special campaign"), .flags = ITEM, AN_ITEM, .check = check_campaign};
const struct kind statistic_series_kind = {
    HEAD(statistic_series, "统计数据", "Statistics"), .flags = ITEM, AN_ITEM, .check = check_series};
const struct kind case_bulletin_kind = {
    HEAD(case_bulletin, "案件通报", "Case bulletin"), .flags = ITEM | ABOUT_A_CASE, AN_ITEM,
    .check = check_bulletin};
const struct kind emergency_notice_kind = {
    HEAD(emergency_notice, "突发事件公告", "Emergency notice"), .flags = ITEM, AN_ITEM,
    .check = check_emergency, .due = emergency_due};
const struct kind emergency_update_kind = {
    HEAD(emergency_update, "突发事件动态", "Emergency update"), .order = "told_at", .check = check_update};
const struct kind other_item_kind = {
    HEAD(other_item, "其他依法公开信息", "Other disclosure"), .flags = ITEM, AN_ITEM, .check = check_other};
/* Masked or not, it is about persons: it ends by erasure (行政处罚法 第48条). */
const struct kind case_disclosure_kind = {
    HEAD(case_disclosure, "案件办理公开", "Case disclosure"), .flags = ITEM | ERASABLE | ABOUT_A_CASE, AN_ITEM,
    .check = check_case};
/* clang-format on */
