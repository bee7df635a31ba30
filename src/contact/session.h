/* Sessions that the public may come to (S13–S16, S25): hearings, open mediation, talks, meetings
 * with enterprises.
 *
 * A *session* is what is announced: drafted, reviewed and released like everything public; its
 * minutes and results are later editions of the same record, through the same hands. What happens
 * to it is not content: the *sitting* is the office's record of that, made by the program when the
 * session is released. Time opens and closes its booking; an officer draws the seats, adjourns,
 * cancels, and says that it was held.
 *
 *     announced → open → closed → drawn → held                cancelled, from each but held
 *
 * Who books sends a sealed letter (sort "session"), which becomes a *seat*. Seats are drawn,
 * always, also when there is room for all, so that place numbers say nothing about who asked first:
 *
 *     the sitting's seed is random, and its SHA-256 is public before the first booking;
 *     each booking has a ticket, which its letter determines and its holder sees at once;
 *     the order of the draw is that of SHA-256("<seed>:<ticket>"), and down it each party gets its
 *     seats as long as there are enough left for it; who gets none waits, in the same order;
 *     seed and order are public after the draw: anybody can draw again (session_draw()).
 *
 * A place that is given back goes to the first who waits and fits. Everything of a session that is
 * computed or told by a word (standing, new time, cause, seats left, seed) leaves the office as one
 * *session line* by the authority of a standing order, within a second and without a second person;
 * nobody can write a sentence into it.
 *
 * A *commitment* is what was promised at a session: by which unit, by when; fulfilled with evidence
 * in a later edition. It is overdue by its day, never by a state.
 *
 * Names, contacts and questions of those who book are PERSONAL: on the pages of those who handle
 * them, gone SESSION_KEPT_DAYS after the session.
 *
 *     session_tick(cx);      // the intake job, every second
 *     session_daily(cx);     // once a day
 */
#ifndef CONTACT_SESSION_H
#define CONTACT_SESSION_H

#include "intake/intake.h"
#include "matter/matter.h"
#include "record/kind.h"
#include "record/record.h"

extern const struct word session_sorts[];     /* hearing mediation talk enterprise */
extern const struct word session_standings[]; /* announced open closed drawn held cancelled */
extern const struct word session_causes[];    /* prevented settled few place event time other */
extern const struct word seat_channels[];     /* web phone counter */

enum { SESSION_SEATS_MAX = 2000, SESSION_PARTY_MAX = 20, SESSION_KEPT_DAYS = 180 };

/* clang-format off */
#define PUBLIC_SESSION(F) \
    F(PUBLIC, WORD, sort,         "类别", "Sort", .words = session_sorts, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, TEXT, title,        "名称", "Title", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, BODY, about,        "内容", "What it is about", .max = 8000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, agenda,       "议程", "Agenda", .max = 8000) \
    F(PUBLIC, TEXT, basis,        "依据", "Basis", .max = 200, .flags = NARROW) \
    F(PUBLIC, TEXT, place,        "地点", "Place", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN | NARROW) \
    F(PUBLIC, TIME, begins_at,    "开始时间", "Begins at", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, TIME, ends_at,      "结束时间", "Ends at", .flags = REQUIRED | NARROW) \
    F(PUBLIC, INT,  seats,        "公众席位", "Seats for the public", .flags = REQUIRED | NARROW, .hint = "hint.session_seats") \
    F(PUBLIC, INT,  party_max,    "每份预约人数上限", "Persons in one booking, at most", .flags = NARROW, .hint = "hint.session_party") \
    F(PUBLIC, TIME, booking_from, "预约开始时间", "Booking from", .flags = NARROW, .hint = "hint.session_booking") \
    F(PUBLIC, TIME, booking_to,   "预约截止时间", "Booking until", .flags = NARROW) \
    F(PUBLIC, TEXT, who,          "参加对象", "Who may come", .max = 300, .flags = REQUIRED | NARROW) \
    F(PUBLIC, REF,  unit,         "承办单位", "Unit", .of = "unit", .flags = FILTER) \
    F(PUBLIC, TEXT, contact,      "联系方式", "Contact", .max = 200, .flags = REQUIRED | NARROW, .hint = "hint.session_contact") \
    F(PUBLIC, BODY, minutes,      "会议记录", "Minutes", .max = 60000, .flags = SEARCHED, .hint = "hint.session_minutes") \
    F(PUBLIC, BODY, results,      "结果", "Results", .max = 20000, .flags = SEARCHED)

/* What the program tells of a session: figures, times and words, no sentences. */
#define SESSION_LINE(F) \
    F(PUBLIC, TEXT, title,         "名称", "Title", .max = 120, .flags = COLUMN) \
    F(PUBLIC, REF,  session,       "公众活动", "Session", .of = "public_session", .flags = REQUIRED | FILTER) \
    F(PUBLIC, REF,  authority,     "依据的常设公开令", "By the standing order", .of = "standing_order", .flags = REQUIRED | NARROW) \
    F(PUBLIC, WORD, standing,      "状态", "Standing", .words = session_standings, .flags = COLUMN | NARROW) \
    F(PUBLIC, TIME, begins_at,     "开始时间", "Begins at", .flags = COLUMN | NARROW) \
    F(PUBLIC, TIME, ends_at,       "结束时间", "Ends at", .flags = NARROW) \
    F(PUBLIC, TIME, adjourned_from, "原定开始时间", "Was to begin at", .flags = NARROW) \
    F(PUBLIC, WORD, cause,         "延期或者取消的原因", "Why adjourned or cancelled", .words = session_causes, .flags = NARROW) \
    F(PUBLIC, INT,  seats,         "公众席位", "Seats", .flags = NARROW) \
    F(PUBLIC, INT,  asked,         "预约人数", "Persons asked for", .flags = NARROW) \
    F(PUBLIC, INT,  allotted,      "已分配席位", "Seats allotted", .flags = NARROW) \
    F(PUBLIC, INT,  waiting,       "候补人数", "Persons waiting", .flags = NARROW) \
    F(PUBLIC, INT,  seats_left,    "剩余席位", "Seats left", .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, seed_hash,     "抽签种子的SHA-256", "SHA-256 of the seed", .max = 64, .flags = NARROW) \
    F(PUBLIC, TEXT, seed,          "抽签种子", "Seed", .max = 64, .flags = NARROW) \
    F(PUBLIC, BODY, drawn,         "抽签顺序", "Order of the draw", .max = 60000) \
    F(PUBLIC, INT,  rated,         "评价人数", "Ratings", .flags = NARROW) \
    F(PUBLIC, INT,  rating,        "平均评价（百分之一分）", "Average rating (hundredths)", .flags = NARROW) \
    F(PUBLIC, INT,  sequence,      "时间变更次数", "Changes of time", .flags = NARROW)

#define COMMITMENT(F) \
    F(PUBLIC, TEXT, title,        "承诺事项", "Commitment", .max = 300, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, REF,  session,      "作出承诺的活动", "Made at", .of = "public_session", .flags = REQUIRED | FILTER) \
    F(PUBLIC, REF,  unit,         "责任单位", "Owner", .of = "unit", .flags = REQUIRED | FILTER) \
    F(PUBLIC, DATE, made_on,      "承诺日期", "Made on", .flags = REQUIRED | NARROW) \
    F(PUBLIC, DATE, due_on,       "兑现期限", "Due on", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, DATE, fulfilled_on, "兑现日期", "Fulfilled on", .flags = COLUMN | NARROW) \
    F(PUBLIC, TEXT, evidence,     "兑现情况和证明", "Evidence", .max = 500, .hint = "hint.commitment_evidence")

#define SITTING(F) \
    F(STAFF, TEXT, title,          "名称", "Title", .max = 120, .flags = FIXED | COLUMN) \
    F(STAFF, REF,  session,        "公众活动", "Session", .of = "public_session", .flags = FIXED | FILTER) \
    F(STAFF, INT,  session_edition, "公告版本", "Edition of the notice", .flags = FIXED | HIDDEN) \
    F(STAFF, TIME, begins_at,      "开始时间", "Begins at", .flags = FIXED | COLUMN) \
    F(STAFF, TIME, ends_at,        "结束时间", "Ends at", .flags = FIXED) \
    F(STAFF, TIME, booking_from,   "预约开始时间", "Booking from", .flags = FIXED) \
    F(STAFF, TIME, booking_to,     "预约截止时间", "Booking until", .flags = FIXED) \
    F(STAFF, INT,  seats,          "公众席位", "Seats", .flags = FIXED) \
    F(STAFF, INT,  party_max,      "每份预约人数上限", "Persons in one booking, at most", .flags = FIXED) \
    F(STAFF, TIME, adjourned_from, "原定开始时间", "Was to begin at", .flags = FIXED) \
    F(STAFF, WORD, cause,          "延期或者取消的原因", "Why adjourned or cancelled", .words = session_causes, .flags = FIXED) \
    F(STAFF, TEXT, seed_hash,      "抽签种子的SHA-256", "SHA-256 of the seed", .max = 64, .flags = FIXED) \
    F(STAFF, TEXT, seed,           "抽签种子", "Seed", .max = 64, .flags = FIXED | HIDDEN) \
    F(STAFF, TIME, drawn_at,       "抽签时间", "Drawn at", .flags = FIXED) \
    F(STAFF, DATE, held_on,        "举行日期", "Held on", .flags = FIXED) \
    F(STAFF, INT,  sequence,       "时间变更次数", "Changes of time", .flags = FIXED | HIDDEN) \
    F(STAFF, REF,  line,           "公开的活动状态", "Session line", .of = "session_line", .flags = FIXED | HIDDEN) \
    F(STAFF, BOOL, line_stale,     "公开状态待更新", "Line to be written", .flags = FIXED | FILTER | HIDDEN) \
    F(STAFF, DATE, forgotten_on,   "个人信息删除日期", "Personal data deleted on", .flags = FIXED)

#define SEAT(F) \
    F(STAFF, REF,  sitting,         "公众活动", "Session", .of = "sitting", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, TEXT, ticket,          "抽签号", "Ticket", .max = 16, .flags = FIXED | COLUMN) \
    F(PERSONAL, TEXT, name,         "姓名", "Name", .max = 60, .flags = REQUIRED) \
    F(PERSONAL, TEXT, contact,      "联系电话或者电子邮箱", "Telephone or e-mail", .max = 120, .flags = REQUIRED) \
    F(STAFF, INT,  people,          "人数", "Persons", .flags = REQUIRED | COLUMN | BOUND) \
    F(PERSONAL, TEXT, interest,     "单位或者与事项的关系", "Organisation or interest", .max = 200) \
    F(PERSONAL, TEXT, assistance,   "需要的便利", "Help that is needed", .max = 300) \
    F(PERSONAL, BODY, question,     "事先提出的问题", "Question sent before", .max = 2000) \
    F(STAFF, TEXT, masked_question, "隐去个人信息的问题", "Question without personal data", .max = 600, .hint = "hint.seat_masked") \
    F(STAFF, BODY, answer,          "答复", "Answer", .max = 4000, .hint = "hint.seat_answer") \
    F(STAFF, WORD, channel,         "预约方式", "Channel", .words = seat_channels, .flags = REQUIRED) \
    F(STAFF, TIME, asked_at,        "预约时间", "Asked at", .flags = FIXED) \
    F(STAFF, TEXT, places,          "席位号", "Places", .max = 120, .flags = FIXED | COLUMN) \
    F(STAFF, INT,  turn,            "抽签顺序", "Turn in the draw", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, refused_why,     "不予安排的理由", "Why refused", .max = 300, .flags = FIXED) \
    F(STAFF, INT,  rating,          "评价", "Rating", .flags = FIXED | COLUMN) \
    F(STAFF, DATE, rated_on,        "评价日期", "Rated on", .flags = FIXED) \
    F(PERSONAL, TEXT, rating_note,  "评价说明", "What they say", .max = 500, .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(public_session, PUBLIC_SESSION)
KIND_STRUCTS(session_line, SESSION_LINE)
KIND_STRUCTS(commitment, COMMITMENT)
KIND_STRUCTS(sitting, SITTING)
KIND_STRUCTS(seat, SEAT)

enum sitting_state {
    SITTING_ANNOUNCED,
    SITTING_OPEN,
    SITTING_CLOSED,
    SITTING_DRAWN,
    SITTING_HELD,
    SITTING_CANCELLED,
};
enum seat_state {
    SEAT_ASKED,
    SEAT_ALLOTTED,
    SEAT_WAITING,
    SEAT_REFUSED,
    SEAT_GIVEN_UP,
    SEAT_ATTENDED,
    SEAT_ABSENT,
};

/* ---- the draw: pure, and all that somebody needs who checks it ---- */

struct session_ticket {
    const char *ticket;
    int64_t people;
    char hash[65]; /* filled in: SHA-256("<seed>:<ticket>"), hexadecimal */
    bool seated;   /* filled in */
};
/* Puts the tickets into the order of the draw, and seats them down the line. Tickets differ. */
void session_draw(const char *seed, int64_t seats, struct session_ticket *tickets, size_t count);
/* The SHA-256 of a text, hexadecimal: of the seed, before it is told. */
void session_hash(const char *text, char ret_hash[65]);

/* ---- the office ---- */

/* What adjourn-session and cancel-session ask beyond a reason (reason.with). */
struct session_change {
    const char *cause;       /* a word of session_causes */
    struct moment begins_at; /* of an adjournment */
};
/* What rate-seat asks. */
struct session_rating {
    int64_t stars; /* 1 to 5 */
    const char *note;
};

/* The sitting of a session. NOT_FOUND: it was never released, or the job has not run yet. */
enum status session_sitting(struct context *cx, const char *session,
                            struct sitting *ret_sitting) MUST_USE;
/* How many seats of a sitting are asked for, allotted, waited for; in persons. */
struct seat_count {
    int64_t asked, allotted, waiting, left, rated, stars;
};
enum status session_count_seats(struct context *cx, const struct sitting *sitting,
                                struct seat_count *ret_count) MUST_USE;

/* Sealed letters (app/letters.c): session.book, session.withdraw, session.rate. */
enum status session_take_booking(struct context *cx, const struct letter *letter) MUST_USE;
enum status session_take_withdrawal(struct context *cx, const struct letter *letter) MUST_USE;
enum status session_take_rating(struct context *cx, const struct letter *letter) MUST_USE;
extern const struct matter_sort session_matter;

/* As the program: makes the sittings of what was released, opens and closes booking by time, and
 * writes session lines anew. */
enum status session_tick(struct context *cx) MUST_USE;
/* Deletes what is personal of sittings that are long over. */
enum status session_daily(struct context *cx) MUST_USE;

#endif
