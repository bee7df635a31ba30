/* The kinds of the sessions: words, field tables, checks. Workflows that are not the common one are
 * in session_sitting.c, session_seat.c and session_line.c. */
#include "base/text.h"
#include "contact/session_private.h"
#include "record/lifecycle.h"

/* clang-format off */
const struct word session_sorts[] = {
    {"hearing", "听证会", "Hearing"}, {"mediation", "公开调解", "Open mediation"},
    {"talk", "警民恳谈", "Talk with the public"}, {"enterprise", "警企联席会议", "Meeting with enterprises"}, {0}};
const struct word session_standings[] = {
    {"announced", "即将接受预约", "Announced"}, {"open", "正在接受预约", "Open for booking"},
    {"closed", "预约截止，等待抽签", "Closed, awaiting the draw"}, {"drawn", "席位已分配", "Seats allotted"},
    {"held", "已举行", "Held"}, {"cancelled", "已取消", "Cancelled"}, {0}};
const struct word session_causes[] = {
    {"prevented", "主持人或者当事人因故不能参加", "The chair or a party is prevented"},
    {"settled", "事项已经解决或者申请已经撤回", "The matter is settled or withdrawn"},
    {"few", "报名人数不足", "Too few registered"},
    {"place", "场所不能使用", "The place cannot be used"},
    {"event", "突发事件或者恶劣天气", "An emergency or severe weather"},
    {"preparation", "材料尚需补充", "Documents have to be completed"}, {"other", "其他原因", "Other"}, {0}};
const struct word seat_channels[] = {
    {"web", "网站", "Web form"}, {"phone", "电话", "By telephone"}, {"counter", "当面", "At the counter"}, {0}};

#define RECORD public_session
#define RECORD_PUBLIC public_session_public
KIND_FIELDS(public_session, PUBLIC_SESSION)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD session_line
#define RECORD_PUBLIC session_line_public
KIND_FIELDS(session_line, SESSION_LINE)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD commitment
#define RECORD_PUBLIC commitment_public
KIND_FIELDS(commitment, COMMITMENT)
#undef RECORD
#undef RECORD_PUBLIC
#define RECORD sitting
static const struct field sitting_fields[] = {SITTING(FIELD_ROW)};
#undef RECORD
#define RECORD seat
static const struct field seat_fields[] = {SEAT(FIELD_ROW)};
#undef RECORD
/* clang-format on */

/* Who may book knows from when until when, and not after the session has begun. */
static enum status check_booking(struct context *cx, const struct public_session *s)
{
    if (s->seats == INT_NONE || s->seats == 0) return OK;
    if (!s->booking_from.ms) return issue(cx, "booking_from", "field.required", "");
    if (!s->booking_to.ms) return issue(cx, "booking_to", "field.required", "");
    if (s->booking_to.ms <= s->booking_from.ms)
        return issue(cx, "booking_to", "field.before_since", "");
    bool late = s->begins_at.ms && s->booking_to.ms > s->begins_at.ms;
    return late ? issue(cx, "booking_to", "session.books_too_long", "") : OK;
}

static enum status check_session(struct context *cx, const struct record *rec)
{
    const struct public_session *s = AS_CONST(public_session, rec);
    if (s->begins_at.ms && s->ends_at.ms && s->ends_at.ms <= s->begins_at.ms)
        return issue(cx, "ends_at", "field.before_since", "");
    if (s->seats != INT_NONE && (s->seats < 0 || s->seats > SESSION_SEATS_MAX))
        return issue(cx, "seats", "session.bad_seats", "");
    if (s->party_max != INT_NONE && (s->party_max < 1 || s->party_max > SESSION_PARTY_MAX))
        return issue(cx, "party_max", "session.bad_party", "");
    return check_booking(cx, s);
}

/* One person, where nothing else is said. */
static enum status prepare_session(struct context *cx, struct record *rec)
{
    struct public_session *s = AS(public_session, rec);
    if (s->party_max == INT_NONE) s->party_max = 1;
    return OK;
}

static enum status check_commitment(struct context *cx, const struct record *rec)
{
    const struct commitment *c = AS_CONST(commitment, rec);
    if (date_is_set(c->made_on) && date_is_set(c->due_on) && c->due_on.day < c->made_on.day)
        return issue(cx, "due_on", "field.before_since", "");
    if (!date_is_set(c->fulfilled_on))
        return text_empty(c->evidence) ? OK : issue(cx, "fulfilled_on", "field.required", "");
    if (text_empty(c->evidence)) return issue(cx, "evidence", "commitment.no_evidence", "");
    if (c->fulfilled_on.day > cx->today.day)
        return issue(cx, "fulfilled_on", "commitment.in_the_future", "");
    return c->fulfilled_on.day < c->made_on.day
               ? issue(cx, "fulfilled_on", "field.before_since", "")
               : OK;
}

/* A promise that is public and not kept is due by its day. */
static struct record_due commitment_due(struct context *cx, const struct record *rec)
{
    const struct commitment *c = AS_CONST(commitment, rec);
    bool open = rec->state == RELEASED && !date_is_set(c->fulfilled_on);
    return (struct record_due){open ? c->due_on : DATE_NONE, "", "cn"};
}

/* clang-format off */
#define PUBLISHED(kind_name, zh_, en_) \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, KIND_TABLES(kind_name), .title = "title"
/* An inner kind has no public side. */
#define WITHIN(kind_name, zh_, en_)                                                          \
    .name = #kind_name, .zh = zh_, .en = en_, .schema = 1, .size = sizeof(struct kind_name), \
    .public_size = sizeof(struct kind_name##_public), .fields = kind_name##_fields,          \
    .field_count = COUNT_OF(kind_name##_fields)

const struct kind public_session_kind = {
    PUBLISHED(public_session, "公众活动", "Session"), .order = "begins_at",
    .workflow = &publication_workflow, .prepare = prepare_session, .check = check_session};
const struct kind session_line_kind = {
    PUBLISHED(session_line, "公众活动状态", "Session line"), .flags = CONSOLE | BY_PROGRAM, .order = "begins_at",
    .workflow = &session_line_workflow};
const struct kind commitment_kind = {
    PUBLISHED(commitment, "会上承诺", "Commitment"), .order = "due_on",
    .workflow = &publication_workflow, .check = check_commitment, .due = commitment_due};
const struct kind sitting_kind = {
    WITHIN(sitting, "公众活动办理", "Sitting"), .flags = INTERNAL | CONSOLE | BY_PROGRAM, .title = "title",
    .order = "begins_at", .workflow = &sitting_workflow, .due = sitting_due};
const struct kind seat_kind = {
    WITHIN(seat, "席位预约", "Seat"), .flags = INTERNAL, .title = "ticket",
    .order = "asked_at", .workflow = &seat_workflow, .prepare = seat_prepare, .check = seat_check};
/* clang-format on */
