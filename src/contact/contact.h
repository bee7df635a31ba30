/* What people write and say to the agency (S21–S23, S25, S35, S51): letters to the director, calls,
 * questions, complaints, suggestions and petitions are one queue of *messages*, and each has one
 * owner until it is answered.
 *
 * The rule of first contact (首问负责制, S35): whoever receives a message owns it. It is handed
 * over by an offer (*hand_over*) that the next owner accepts or declines; until they accept, and
 * when nobody answers within the term, it stays with who had it. A table constraint says that
 * nothing open is without an owner. The citizen sees each offer and its answer, with units, never
 * persons.
 *
 * What to write where, and what the agency has promised, are public registers: a *competence* says
 * which unit answers a subject, or which other organ does (S17); a *contact_point* is a mailbox or
 * a hotline with its hours; a *contact_promise* is a number of working days with its dates. When a
 * message is due follows from the promise in force on the day of its receipt, for a petition from
 * the regime cn-petition (law/clock.h).
 *
 *     struct contact_message m;
 *     record_init(&contact_message_kind, &m);
 *     m.base.agency = code; m.channel = "telephone"; m.sort = "consultation"; m.title = …; m.text =
 * … TRY(record_insert(cx, &m.base));                       // it is the actor's from now on
 *     h.message = m.base.id; h.to_unit = unit; h.reason = "…";
 *     TRY(record_insert(cx, &h.base));                       // offered
 *     TRY(record_move(cx, &h.base, "accept-hand-over", &NO_REASON));   // by the next owner
 *
 * Invariants. A message in hand has a holder. No answer is published without the writer's consent,
 * in words that somebody wrote for publication (public_question, public_answer), signed off by
 * another person than who drafted it, and then drafted, reviewed and released like all that is
 * public (*published_answer*). The last rating counts; history keeps that there were others. What
 * the text of a message says is PERSONAL, and forgotten after its term.
 */
#ifndef CONTACT_CONTACT_H
#define CONTACT_CONTACT_H

#include "intake/intake.h"
#include "law/clock.h"
#include "matter/matter.h"
#include "record/kind.h"
#include "record/record.h"

/* Words are stored, and some are published: for ever. */
extern const struct word contact_sorts[]; /* director consultation complaint suggestion petition */
extern const struct word contact_channels[];    /* web telephone counter post */
extern const struct word contact_point_sorts[]; /* mailbox hotline complaints petitions counter */

/* clang-format off */
#define CONTACT_MESSAGE(F) \
    F(STAFF, TEXT, title,        "主题", "Subject", .max = 100, .flags = REQUIRED | COLUMN | BOUND, .hint = "hint.contact_title") \
    F(STAFF, WORD, sort,         "类别", "Sort", .words = contact_sorts, .flags = REQUIRED | COLUMN | FILTER) \
    F(STAFF, WORD, channel,      "来件方式", "Channel", .words = contact_channels, .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, DATE, received_on,  "收到日期", "Received on", .flags = COLUMN | BOUND, .hint = "hint.contact_received_on") \
    F(PERSONAL, BODY, text,      "内容", "Text", .max = 4000, .flags = REQUIRED | BOUND) \
    F(PERSONAL, TEXT, name,      "姓名或者名称", "Name", .max = 100) \
    F(PERSONAL, TEXT, phone,     "联系电话", "Telephone", .max = 60) \
    F(PERSONAL, TEXT, email,     "电子邮箱", "E-mail", .max = 120) \
    F(PERSONAL, TEXT, address,   "通信地址", "Address", .max = 200) \
    F(STAFF, BOOL, consent,      "来件人同意隐去个人信息后公开", "May be published without personal data", .flags = 0) \
    F(STAFF, REF,  competence,   "所属事项", "Subject in the table of competences", .of = "competence", .flags = FILTER, .hint = "hint.contact_competence") \
    F(STAFF, REF,  unit,         "承办单位", "Unit", .of = "unit", .flags = FIXED | FILTER) \
    F(STAFF, REF,  holder,       "首问责任人", "Owner", .of = "staff", .flags = FIXED | FILTER) \
    F(STAFF, TIME, held_since,   "接手时间", "Owned since", .flags = FIXED) \
    F(STAFF, DATE, due_on,       "答复期限", "Due on", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, due_rule,     "期限依据", "Rule of the term", .max = 200, .flags = FIXED) \
    F(STAFF, TEXT, due_rule_en,  "期限依据（英文）", "Rule of the term (English)", .max = 200, .flags = FIXED | HIDDEN) \
    F(STAFF, INT,  promised_days, "承诺的工作日", "Working days promised", .flags = FIXED | HIDDEN) \
    F(STAFF, DATE, petition_on,  "转入信访日期", "Taken as a petition on", .flags = FIXED) \
    F(STAFF, DATE, accepted_on,  "信访受理日期", "Petition accepted on", .flags = FIXED) \
    F(STAFF, DATE, extended_on,  "延期日期", "Extended on", .flags = FIXED) \
    F(PERSONAL, BODY, supplement, "补充内容", "Supplement", .max = 8000, .flags = FIXED) \
    F(PERSONAL, BODY, answer,    "答复", "Answer", .max = 8000, .hint = "hint.contact_answer") \
    F(STAFF, TEXT, public_title, "公开用标题", "Title for publication", .max = 100, .hint = "hint.contact_public") \
    F(STAFF, BODY, public_question, "公开用来件内容（已隐去个人信息）", "Question for publication (masked)", .max = 4000) \
    F(STAFF, BODY, public_answer, "公开用答复（已隐去个人信息）", "Answer for publication (masked)", .max = 8000) \
    F(STAFF, TEXT, led_to,       "应当向其提出的机关", "The organ to ask", .max = 120, .flags = FIXED) \
    F(STAFF, TEXT, led_contact,  "该机关联系方式", "How to reach it", .max = 200, .flags = FIXED) \
    F(STAFF, TEXT, led_why,      "告知理由", "Why", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, answered_on,  "答复日期", "Answered on", .flags = FIXED | FILTER) \
    F(STAFF, DATE, closed_on,    "办结日期", "Closed on", .flags = FIXED) \
    F(STAFF, INT,  rating,       "评价（1至5分）", "Rating (1 to 5)", .flags = FIXED | COLUMN) \
    F(PERSONAL, TEXT, rating_note, "评价意见", "Remark with the rating", .max = 500, .flags = FIXED) \
    F(STAFF, DATE, rated_on,     "评价日期", "Rated on", .flags = FIXED) \
    F(STAFF, REF,  published,    "公开的问答", "Published answer", .of = "published_answer", .flags = FIXED) \
    F(STAFF, DATE, forgotten_on, "个人信息删除日期", "Personal data deleted on", .flags = FIXED)

/* An offer of a message to its next owner. It has no effect before it is accepted. */
#define HAND_OVER(F) \
    F(STAFF, REF,  message,      "来件", "Message", .of = "contact_message", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, TEXT, title,        "主题", "Subject", .max = 100, .flags = FIXED | COLUMN) \
    F(STAFF, REF,  to_unit,      "转交单位", "To the unit", .of = "unit", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, REF,  to_holder,    "转交给（不填则由该单位任何人接收）", "To (empty: anybody of the unit)", .of = "staff", .flags = FILTER | BOUND) \
    F(STAFF, TEXT, reason,       "转交理由", "Reason", .max = 200, .flags = REQUIRED | BOUND, .hint = "hint.hand_over_reason") \
    F(STAFF, REF,  from_unit,    "转出单位", "From the unit", .of = "unit", .flags = FIXED) \
    F(STAFF, REF,  from_holder,  "转出人", "From", .of = "staff", .flags = FIXED) \
    F(STAFF, TIME, offered_at,   "提出时间", "Offered at", .flags = FIXED) \
    F(STAFF, DATE, return_after, "最迟接收日期", "To be accepted by", .flags = FIXED | COLUMN) \
    F(STAFF, TIME, settled_at,   "处理时间", "Settled at", .flags = FIXED) \
    F(STAFF, TEXT, why_not,      "不接收的理由", "Why it was declined", .max = 500, .flags = FIXED)

/* Which unit answers what, or which other organ (S17; 令492 第21条(三), 令711 第36条(五)). */
#define COMPETENCE(F) \
    F(PUBLIC, TEXT, title,       "事项", "Subject", .max = 120, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, title_en,    "事项（英文）", "Subject in English", .max = 160) \
    F(PUBLIC, TEXT, keywords,    "识别用词（空格分开）", "Words that tell it (separated by spaces)", .max = 300, .flags = REQUIRED, .hint = "hint.competence_keywords") \
    F(PUBLIC, REF,  unit,        "本机关承办单位", "Our unit", .of = "unit", .flags = FILTER | COLUMN, .hint = "hint.competence_unit") \
    F(PUBLIC, TEXT, organ,       "其他主管机关", "Other organ", .max = 120, .flags = COLUMN) \
    F(PUBLIC, TEXT, organ_en,    "其他主管机关（英文）", "Other organ in English", .max = 160) \
    F(PUBLIC, TEXT, organ_contact, "该机关联系方式", "How to reach it", .max = 200) \
    F(PUBLIC, TEXT, basis,       "依据", "Basis", .max = 200) \
    F(PUBLIC, DATE, since,       "起始日期", "From", .flags = REQUIRED) \
    F(PUBLIC, DATE, until,       "截止日期", "Until")

#define CONTACT_POINT(F) \
    F(PUBLIC, TEXT, title,       "名称", "Name", .max = 100, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, title_en,    "英文名称", "English name", .max = 120) \
    F(PUBLIC, WORD, sort,        "类别", "Sort", .words = contact_point_sorts, .flags = REQUIRED | COLUMN | FILTER) \
    F(PUBLIC, TEXT, phone,       "电话", "Telephone", .max = 60, .flags = COLUMN) \
    F(PUBLIC, TEXT, hours,       "服务时间", "Hours", .max = 100, .flags = REQUIRED) \
    F(PUBLIC, TEXT, hours_en,    "服务时间（英文）", "Hours in English", .max = 120) \
    F(PUBLIC, TEXT, address,     "地址", "Address", .max = 200) \
    F(PUBLIC, TEXT, scope,       "受理范围", "What for", .max = 300, .flags = REQUIRED) \
    F(PUBLIC, REF,  unit,        "负责单位", "Unit", .of = "unit", .flags = FILTER) \
    F(PUBLIC, INT,  position,    "排序", "Order") \
    F(STAFF,  REF,  duty,        "收件责任人", "Who receives", .of = "staff", .hint = "hint.contact_duty")

/* Dated: a message keeps the promise of the day on which it was received. */
#define CONTACT_PROMISE(F) \
    F(PUBLIC, TEXT, title,       "承诺", "Promise", .max = 120, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, title_en,    "承诺（英文）", "Promise in English", .max = 160) \
    F(PUBLIC, WORD, sort,        "适用类别（不填为全部）", "Sort (empty: all)", .words = contact_sorts, .flags = COLUMN | FILTER) \
    F(PUBLIC, INT,  working_days, "几个工作日内答复", "Working days", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, basis,       "依据", "Basis", .max = 200) \
    F(PUBLIC, DATE, since,       "起始日期", "From", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, DATE, until,       "截止日期", "Until")

/* A question and its answer, with consent and without persons. */
#define PUBLISHED_ANSWER(F) \
    F(PUBLIC, TEXT, title,       "标题", "Title", .max = 100, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, WORD, sort,        "类别", "Sort", .words = contact_sorts, .flags = REQUIRED | COLUMN | FILTER | NARROW) \
    F(PUBLIC, WORD, channel,     "来件方式", "Channel", .words = contact_channels, .flags = NARROW) \
    F(PUBLIC, REF,  unit,        "答复单位", "Answered by", .of = "unit", .flags = FILTER) \
    F(PUBLIC, DATE, asked_on,    "来件日期", "Asked on", .flags = REQUIRED | NARROW) \
    F(PUBLIC, DATE, answered_on, "答复日期", "Answered on", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, INT,  days_taken,  "办理用时（工作日）", "Working days taken", .flags = FIXED | NARROW) \
    F(PUBLIC, BODY, question,    "来件内容", "Question", .max = 4000, .flags = REQUIRED | SEARCHED, .hint = "hint.contact_masked") \
    F(PUBLIC, BODY, body,        "答复", "Answer", .max = 8000, .flags = REQUIRED | SEARCHED, .hint = "hint.contact_masked") \
    F(STAFF,  REF,  message,     "来件", "Message", .of = "contact_message", .flags = FIXED)

/* A year's messages in numbers; leaves by a standing order (catalogue/standing_order.h). */
#define CONTACT_FIGURES(F) \
    F(PUBLIC, TEXT, title,       "名称", "Title", .max = 120, .flags = COLUMN) \
    F(PUBLIC, INT,  year,        "年度", "Year", .flags = COLUMN | FILTER) \
    F(PUBLIC, DATE, as_of,       "统计截止日期", "As of", .flags = COLUMN) \
    F(PUBLIC, INT,  received,    "收到件数", "Received", .flags = COLUMN) \
    F(PUBLIC, INT,  answered,    "已答复件数", "Answered", .flags = COLUMN) \
    F(PUBLIC, INT,  in_time,     "按期答复件数", "Answered in time", .flags = 0) \
    F(PUBLIC, INT,  median_days, "办理用时中位数（工作日）", "Median of the working days taken", .flags = 0) \
    F(PUBLIC, INT,  rated,       "参评件数", "Rated", .flags = 0) \
    F(PUBLIC, INT,  satisfied,   "满意和基本满意件数（4分以上）", "Satisfied (4 or more)", .flags = 0) \
    F(STAFF,  REF,  authority,   "依据的常设公开令", "Standing order", .of = "standing_order")
/* clang-format on */

KIND_STRUCTS(contact_message, CONTACT_MESSAGE)
KIND_STRUCTS(hand_over, HAND_OVER)
KIND_STRUCTS(competence, COMPETENCE)
KIND_STRUCTS(contact_point, CONTACT_POINT)
KIND_STRUCTS(contact_promise, CONTACT_PROMISE)
KIND_STRUCTS(published_answer, PUBLISHED_ANSWER)
KIND_STRUCTS(contact_figures, CONTACT_FIGURES)

/* Stored words: see message.c, hand_over.c. */
enum message_state {
    MESSAGE_RECEIVED,
    MESSAGE_ANSWERING,
    MESSAGE_SIGNING,
    MESSAGE_ANSWERED,
    MESSAGE_CLOSED,
    MESSAGE_REDIRECTED,
    MESSAGE_LED,
    MESSAGE_WITHDRAWN,
};
enum hand_over_state {
    HAND_OVER_OFFERED,
    HAND_OVER_ACCEPTED,
    HAND_OVER_DECLINED,
    HAND_OVER_RETURNED,
    HAND_OVER_RECALLED,
};

/* What "rate" takes by reason.with. */
struct contact_rating {
    int64_t points; /* 1 to 5 */
    const char *note;
};

/* How many of the subject's words a text has; 0: it is not about that. Pure. */
size_t competence_match(const char *keywords, const char *text);

/* Sealed letters, as the program: rows of app/letters.c. */
enum status contact_take(struct context *cx, const struct letter *letter);
enum status contact_take_supplement(struct context *cx, const struct letter *letter);
enum status contact_take_withdraw(struct context *cx, const struct letter *letter);
enum status contact_take_rate(struct context *cx, const struct letter *letter);
extern const struct matter_sort contact_matter;

/* Once a day, as the program: offers nobody took go back, what an account that was closed held goes
 * to who receives, answered messages are closed, old ones forgotten, figures released. */
enum status contact_daily(struct context *cx) MUST_USE;

/* Where originals lie, which go with what is forgotten; set once at start. */
struct contact_setting {
    const char *blob, *tmp;
};
void contact_set(const struct contact_setting *setting);

#endif
