#include <string.h>

#include "base/text.h"
#include "catalogue/catalogue.h"
#include "publication/press.h"
#include "publication/publication.h"
#include "record/guard.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word press_roles[] = {
    {"held", "主办", "Held"}, {"co-held", "联合举办", "Co-held"}, {"attended", "参加", "Attended"}, {0}};
const struct word press_standings[] = {
    {"announced", "已公告", "Announced"}, {"held", "已举行", "Held"}, {"called-off", "已取消", "Called off"}, {0}};
const struct word channels[] = {
    {"portal", "门户网站", "Portal"}, {"press-event", "新闻发布会", "Press event"},
    {"newspaper", "报刊", "Newspaper"}, {"radio", "广播", "Radio"}, {"television", "电视", "Television"},
    {"gazette", "政府公报", "Gazette"}, {"notice", "公告栏", "Notice board"}, {"hall", "办事大厅", "Service hall"}, {0}};
const struct word wanted_levels[] = {
    {"a", "A级", "Class A"}, {"b", "B级", "Class B"}, {"none", "不分级", "No class"}, {0}};
const struct word wanted_issuers[] = {
    {"ministry", "公安部", "Ministry of Public Security"}, {"province", "省级公安机关", "Provincial department"}, {0}};
const struct word measure_standings[] = {
    {"announced", "已公布", "Announced"}, {"in-force", "已实施", "In force"},
    {"fulfilled", "已兑现", "Fulfilled"}, {"dropped", "已取消", "Dropped"}, {0}};

#define RECORD disclosure
#define RECORD_PUBLIC disclosure_public
KIND_FIELDS(disclosure, DISCLOSURE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD normative_document
#define RECORD_PUBLIC normative_document_public
KIND_FIELDS(normative_document, NORMATIVE_DOCUMENT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD press_event
#define RECORD_PUBLIC press_event_public
KIND_FIELDS(press_event, PRESS_EVENT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD press_release
#define RECORD_PUBLIC press_release_public
KIND_FIELDS(press_release, PRESS_RELEASE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD fee_standard
#define RECORD_PUBLIC fee_standard_public
KIND_FIELDS(fee_standard, FEE_STANDARD)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD wanted_notice
#define RECORD_PUBLIC wanted_notice_public
KIND_FIELDS(wanted_notice, WANTED_NOTICE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD measure
#define RECORD_PUBLIC measure_public
KIND_FIELDS(measure, MEASURE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD problem
#define RECORD_PUBLIC problem_public
KIND_FIELDS(problem, PROBLEM)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD channel_use
#define RECORD_PUBLIC channel_use_public
KIND_FIELDS(channel_use, CHANNEL_USE)
/* clang-format on */

static const char *digits(const char *at, size_t most)
{
    size_t n = strspn(at, "0123456789");
    return n && n <= most && *at != '0' ? at + n : NULL;
}

bool document_number_is_valid(const char *number)
{
    static const char open[] = "〔", close[] = "〕", end[] = "号";
    const char *bracket = strstr(number, open);
    if (!bracket || bracket == number) return false;
    const char *year = bracket + strlen(open), *after = digits(year, 4);
    if (!after || after - year != 4 || !text_starts(after, close)) return false;
    after = digits(after + strlen(close), 6);
    return after && text_equal(after, end);
}

enum validity document_validity(struct date effective_on, struct date expires_on, struct date on)
{
    if (date_is_set(effective_on) && effective_on.day > on.day) return NOT_YET_IN_FORCE;
    if (date_is_set(expires_on) && expires_on.day <= on.day) return EXPIRED;
    return IN_FORCE;
}

/* An external law is published as a basis, and is nobody's own information (DESIGN §3). */
static bool document_counts(const struct record *rec)
{
    return !((const struct normative_document *)(const void *)rec)->external;
}

static enum status check_document(struct context *cx, const struct record *rec)
{
    const struct normative_document *d = (const struct normative_document *)(const void *)rec;
    if (!d->external && !text_empty(d->document_number) &&
        !document_number_is_valid(d->document_number))
        return issue(cx, "document_number", "document.bad_number", d->document_number);
    if (date_is_set(d->effective_on) && date_is_set(d->expires_on) &&
        d->expires_on.day <= d->effective_on.day)
        return issue(cx, "expires_on", "field.before_since", "");
    const char *const relations[] = {d->amends, d->repeals, d->replaces, d->interprets};
    for (size_t i = 0; i < COUNT_OF(relations); i++)
        if (!text_empty(rec->id) && text_equal(relations[i], rec->id))
            return issue(cx, "amends", "document.refers_to_itself", "");
    return OK;
}

static enum status check_fee(struct context *cx, const struct record *rec)
{
    const struct fee_standard *fee = (const struct fee_standard *)(const void *)rec;
    if (date_is_set(fee->valid_from) && date_is_set(fee->valid_to) &&
        fee->valid_to.day < fee->valid_from.day)
        return issue(cx, "valid_to", "field.before_since", "");
    return OK;
}

/* Class A and B are the ministry's; a province issues without a class (DOMAIN S57). */
static enum status check_wanted(struct context *cx, const struct record *rec)
{
    const struct wanted_notice *w = (const struct wanted_notice *)(const void *)rec;
    if (text_equal(w->issued_at, "province") && !text_empty(w->rank) &&
        !text_equal(w->rank, "none"))
        return issue(cx, "rank", "wanted.rank_is_ministrys", "");
    return OK;
}

static const struct sql item_of_agency = {
    "channel_use.item", "SELECT COUNT(*) FROM item WHERE id = $1 AND agency = $2"};

static enum status check_channel_use(struct context *cx, const struct record *rec)
{
    const struct channel_use *use = (const struct channel_use *)(const void *)rec;
    int64_t known = 0;
    if (text_empty(use->item)) return OK;
    TRY(store_int(cx, &item_of_agency, BIND(use->item, rec->agency), &known));
    return known ? OK : issue(cx, "item", "field.unknown_record", "");
}

/* ---- press events and releases (S28): announced, held, and then with their transcript -----------
 */

/* An event that is to come is announced; a record of one that is over says that it was held. */
static enum status prepare_event(struct context *cx, struct record *rec)
{
    struct press_event *e = AS(press_event, rec);
    if (text_empty(e->standing) && date_is_set(e->held_on))
        e->standing = e->held_on.day > cx->today.day ? "announced" : "held";
    return press_name_speaker(cx, rec);
}

static enum status check_event(struct context *cx, const struct record *rec)
{
    const struct press_event *e = AS_CONST(press_event, rec);
    bool held = text_equal(e->standing, "held");
    if (held && date_is_set(e->held_on) && e->held_on.day > cx->today.day)
        return issue(cx, "standing", "press.not_held_yet", "");
    if (!held && !text_empty(e->transcript))
        return issue(cx, "transcript", "press.not_held_yet", "");
    if (e->begins_at.ms && zone_date(e->begins_at).day != e->held_on.day)
        return issue(cx, "begins_at", "press.another_day", "");
    return OK;
}

static enum status prepare_release(struct context *cx, struct record *rec)
{
    TRY(press_name_speaker(cx, rec));
    return catalogue_prepare_item(cx, rec);
}

/* What is said to be fulfilled has its day and its proof (S11). */
static enum status check_measure(struct context *cx, const struct record *rec)
{
    const struct measure *measure = (const struct measure *)(const void *)rec;
    bool fulfilled = text_equal(measure->standing, "fulfilled");
    if (date_is_set(measure->fulfilled_on) && text_empty(measure->evidence))
        return issue(cx, "evidence", "measure.evidence_needed", "");
    if (fulfilled && date_is_set(measure->due_on) && !date_is_set(measure->fulfilled_on))
        return issue(cx, "fulfilled_on", "measure.evidence_needed", "");
    return OK;
}

#define PUBLISHED(kind_name, zh_, en_)                                             \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, KIND_TABLES(kind_name), \
    .title = "title", .workflow = &publication_workflow
#define AN_ITEM .order = "produced_on", .prepare = catalogue_prepare_item

/* clang-format off */
const struct kind disclosure_kind = {
    PUBLISHED(disclosure, "公开信息", "Disclosure"), .flags = ITEM | LARGE, AN_ITEM};
const struct kind normative_document_kind = {
    PUBLISHED(normative_document, "规范性文件", "Normative document"), .flags = ITEM, AN_ITEM,
    .check = check_document, .counts = document_counts};
const struct kind press_event_kind = {
    PUBLISHED(press_event, "新闻发布活动", "Press event"), .order = "held_on",
    .prepare = prepare_event, .check = check_event, .may_sign = press_may_sign};
const struct kind press_release_kind = {
    PUBLISHED(press_release, "新闻稿", "Press release"), .flags = ITEM, .order = "produced_on",
    .prepare = prepare_release, .may_sign = press_may_sign};
const struct kind fee_standard_kind = {
    PUBLISHED(fee_standard, "收费标准", "Fee standard"), .flags = ITEM, AN_ITEM, .check = check_fee};
const struct kind wanted_notice_kind = {
    PUBLISHED(wanted_notice, "通缉令", "Wanted notice"), .flags = ITEM | ERASABLE, AN_ITEM,
    .check = check_wanted};
const struct kind measure_kind = {
    PUBLISHED(measure, "便民利民措施", "Measure for the people"), .order = "serial", .check = check_measure};
const struct kind problem_kind = {
    PUBLISHED(problem, "主要问题与改进措施", "Problem and improvement"), .order = "year"};
const struct kind channel_use_kind = {
    PUBLISHED(channel_use, "发布渠道记录", "Use of a channel"), .order = "shown_on",
    .check = check_channel_use};
/* clang-format on */
