/* Applications for disclosure, from the letter to the archive (DOMAIN S64, S68, §2; 令711
 * 第27–47条).
 *
 * Everything is rows. An *application* is one matter of one applicant (一事一申请). What happens to
 * its clock are *events*, never dates that somebody types into a field: law_due() computes every
 * date from the day of receipt, the regime of that day, the calendar and the events, and the result
 * is cached in the application in the transaction that adds the event. Consultations, search tasks,
 * letters, withheld parts, fee notices and remedies are records of their own that refer to the
 * application; their moves write its events and move it along.
 *
 *     struct application a;
 *     record_init(&application_kind, &a);
 *     a.base.agency = code; a.channel = "web"; a.applicant_kind = "natural"; a.sought = …;
 *     TRY(request_file(cx, &a));                                    // awaiting-confirmation
 *     TRY(record_move(cx, &a.base, "applicant-confirms", &NO_REASON));
 *     TRY(record_move(cx, &a.base, "confirm", &NO_REASON));         // received: the clock runs
 *     TRY(record_move(cx, &a.base, "register", &NO_REASON));        // number and case line
 *
 * Acts that ask more than a reason take a struct by reason.with (below); without it they are
 * refused.
 *
 * Invariants. Whoever drafted an answer does not review it, and who did either does not approve it.
 * closed_on, outcome, row and article are those of the first closing, for ever: an answer that was
 * overturned and given again is not counted twice (re_outcome says what the newer one was). The
 * running number of an agency's year has no holes: it is drawn in the transaction that registers,
 * and what has one is never deleted. A *case line* leaves the office when an application is
 * registered and again when it is closed, by the authority of a released standing order, in the
 * same transaction; no case line, act or ledger entry holds a person or a text. PERSONAL fields are
 * on record pages of those who handle the file, and nowhere else.
 *
 * As-of rules for reports: DESIGN §3 and plan of issue 3, seam 3. An application that nobody
 * confirmed has no received_on, and is not counted.
 */
#ifndef REQUEST_REQUEST_H
#define REQUEST_REQUEST_H

#include "record/kind.h"
#include "record/record.h"

/* Words are stored, and some are published: for ever. */
extern const struct word applicant_kinds[]; /* natural … other: the columns of table 3, in order */
extern const struct word request_channels[];     /* counter registered post web fax email phone */
extern const struct word request_sorts[];        /* disclosure, correction (Art 41) */
extern const struct word identity_kinds[];       /* id-card passport licence … */
extern const struct word supply_forms[];         /* paper email disc inspection */
extern const struct word service_methods[];      /* page post collection counter public-notice */
extern const struct word consultation_sorts[];   /* third-party co-maker secrecy */
extern const struct word consultation_answers[]; /* agrees refuses silent */
extern const struct word search_results[];       /* found partly none */
extern const struct word fee_bases[];            /* item page cost */
extern const struct word remedy_sorts[];         /* complaint reconsideration suit-direct … */
extern const struct word remedy_results[];       /* upheld corrected other */

/* clang-format off */
#define APPLICATION(F) \
    F(STAFF, TEXT, title,          "申请编号", "Reference", .max = 80, .flags = FIXED | COLUMN) \
    F(STAFF, WORD, applicant_kind, "申请人类别", "Kind of applicant", .words = applicant_kinds, .flags = REQUIRED | COLUMN | FILTER) \
    F(STAFF, WORD, channel,        "申请方式", "Channel", .words = request_channels, .flags = REQUIRED | FILTER, .hint = "hint.request_channel") \
    F(STAFF, DATE, arrived_on,     "收到日期", "Arrived on", .hint = "hint.request_arrived_on") \
    F(STAFF, WORD, sort,           "申请事项", "Matter", .words = request_sorts, .flags = REQUIRED | FILTER) \
    F(PERSONAL, TEXT, name,        "申请人姓名或者名称", "Name", .max = 100) \
    F(PERSONAL, WORD, identity_kind, "证件种类", "Proof of identity", .words = identity_kinds) \
    F(PERSONAL, TEXT, identity_number, "证件号码", "Number of the proof", .max = 60) \
    F(PERSONAL, TEXT, phone,       "联系电话", "Telephone", .max = 60) \
    F(PERSONAL, TEXT, email,       "电子邮箱", "E-mail", .max = 120) \
    F(PERSONAL, TEXT, address,     "通信地址", "Address", .max = 200) \
    F(PERSONAL, TEXT, agent_name,  "代理人姓名", "Agent's name", .max = 100) \
    F(PERSONAL, TEXT, agent_identity_number, "代理人证件号码", "Agent's proof", .max = 60) \
    F(PERSONAL, TEXT, agent_phone, "代理人联系电话", "Agent's telephone", .max = 60) \
    F(PERSONAL, BODY, sought,      "所需信息的名称、文号或者其他特征", "What is sought", .max = 4000, .hint = "hint.request_sought") \
    F(PERSONAL, BODY, purpose,     "用途说明", "Purpose", .max = 1000) \
    F(PERSONAL, BODY, assistance,  "需要的帮助", "Help that is needed", .max = 400) \
    F(STAFF, WORD, supply,         "提供方式", "Form of supply", .words = supply_forms) \
    F(STAFF, TEXT, flags,          "特别情形", "Special circumstances", .max = 120, .hint = "hint.request_flags") \
    F(STAFF, TIME, submitted_at,   "提交时间", "Submitted at", .flags = FIXED) \
    F(STAFF, DATE, confirmed_on,   "申请人确认日期", "Confirmed by the applicant on", .flags = FIXED) \
    F(STAFF, DATE, agency_confirmed_on, "本机关确认日期", "Confirmed by the agency on", .flags = FIXED) \
    F(STAFF, DATE, received_on,    "受理起算日", "Day of receipt", .flags = FIXED | COLUMN | FILTER) \
    F(STAFF, INT,  serial_year,    "登记年度", "Year of registration", .flags = FIXED | FILTER) \
    F(STAFF, INT,  serial,         "登记流水号", "Running number", .flags = FIXED) \
    F(STAFF, TEXT, regime,         "适用法规", "Regime", .max = 40, .flags = FIXED) \
    F(STAFF, TEXT, calendar_version, "日历版本", "Version of the calendar", .max = 60, .flags = FIXED | HIDDEN) \
    F(STAFF, DATE, due_on,         "答复期限", "Due on", .flags = FIXED | COLUMN) \
    F(STAFF, DATE, extended_due_on, "延长后的期限", "Extended to", .flags = FIXED) \
    F(STAFF, DATE, due_before,     "日历更正涉及的另一期限（不适用）", "The other date of a corrected calendar (does not bind)", .flags = FIXED) \
    F(STAFF, DATE, delayed_until,  "延迟答复至", "Reasoned delay until", .flags = FIXED) \
    F(STAFF, DATE, correction_notice_by, "补正告知期限", "Correction notice by", .flags = FIXED) \
    F(STAFF, DATE, lapses_after,   "逾期视为放弃", "Lapses after", .flags = FIXED) \
    F(STAFF, BOOL, provisional,    "期限为暂定", "Dates are provisional", .flags = FIXED | HIDDEN) \
    F(STAFF, BOOL, paused,         "期限停止计算", "The clock stands still", .flags = FIXED | HIDDEN) \
    F(STAFF, TEXT, waits_for,      "等待事项", "Waits for", .max = 40, .flags = FIXED | HIDDEN) \
    F(STAFF, REF,  unit,           "承办单位", "Unit", .of = "unit", .flags = FILTER) \
    F(STAFF, REF,  holder,         "经办人", "Held by", .of = "staff", .flags = FIXED | FILTER | HIDDEN) \
    F(STAFF, TIME, held_since,     "经办起始时间", "Held since", .flags = FIXED | HIDDEN) \
    F(STAFF, TEXT, outcome,        "答复结果", "Outcome", .max = 40, .flags = FIXED) \
    F(STAFF, TEXT, row,            "年度报告行", "Row of the report", .max = 10, .flags = FIXED) \
    F(STAFF, TEXT, article,        "依据条款", "Article", .max = 200, .flags = FIXED) \
    F(STAFF, TEXT, reviewed_hash,  "审查时答复书的散列值", "Hash of the letter as reviewed", .max = 64, .flags = FIXED | HIDDEN) \
    F(STAFF, TEXT, re_outcome,     "重新答复结果", "Outcome when answered again", .max = 40, .flags = FIXED) \
    F(STAFF, TEXT, re_article,     "重新答复依据", "Article when answered again", .max = 200, .flags = FIXED) \
    F(STAFF, REF,  item,           "已公开的信息", "Item that is public already", .of = "item", .flags = FIXED) \
    F(STAFF, DATE, closed_on,      "办结日期", "Closed on", .flags = FIXED | FILTER) \
    F(STAFF, DATE, served_on,      "送达日期", "Served on", .flags = FIXED) \
    F(STAFF, WORD, service,        "送达方式", "Served by", .words = service_methods, .flags = FIXED) \
    F(PERSONAL, TEXT, proof,       "送达凭证", "Proof of service", .max = 120, .flags = FIXED) \
    F(STAFF, REF,  case_line,      "公开的登记行", "Case line", .of = "case_line", .flags = FIXED) \
    F(STAFF, REF,  of,             "由该申请拆分", "Split from", .of = "application", .flags = FIXED | FILTER) \
    F(STAFF, INT,  round,          "第几次答复", "Round of answering", .flags = FIXED | HIDDEN) \
    F(STAFF, BOOL, proposed,       "已建议转为主动公开", "Proposed for proactive release", .flags = FIXED) \
    F(STAFF, INT,  capsule_serial, "回执版本", "Serial of the capsule", .flags = FIXED | HIDDEN) \
    F(STAFF, BOOL, capsule_stale,  "回执待更新", "Capsule to be rewritten", .flags = FIXED | FILTER | HIDDEN) \
    F(STAFF, DATE, forgotten_on,   "个人信息删除日期", "Personal data deleted on", .flags = FIXED) \
    F(PERSONAL, TEXT, nonce,       "信件标识", "Nonce of the letter", .max = 80, .flags = FIXED | FILTER | HIDDEN) \
    F(PERSONAL, TEXT, capsule_key, "回执公钥", "Public key of the capsule", .max = 80, .flags = FIXED | FILTER | HIDDEN)

/* The clock's events (law/clock.h names them). One that was entered wrongly is struck, not changed. */
#define APPLICATION_EVENT(F) \
    F(STAFF, REF,  application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER) \
    F(STAFF, TEXT, event,       "事件", "Event", .max = 40, .flags = REQUIRED | COLUMN) \
    F(STAFF, DATE, on_day,      "日期", "On", .flags = REQUIRED | COLUMN) \
    F(STAFF, INT,  amount,      "天数", "Days", .flags = COLUMN) \
    F(STAFF, INT,  position,    "次序", "Order", .flags = HIDDEN) \
    F(STAFF, TEXT, about,       "相关记录", "About the record", .max = 26, .flags = HIDDEN) \
    F(STAFF, TEXT, note,        "说明", "Note", .max = 400)

#define CONSULTATION(F) \
    F(STAFF, REF,  application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, TEXT, title,       "名称", "Title", .max = 80, .flags = FIXED | COLUMN) \
    F(STAFF, WORD, sort,        "征求意见对象", "Asked", .words = consultation_sorts, .flags = REQUIRED | COLUMN) \
    F(PERSONAL, TEXT, party,    "名称或者姓名", "Name", .max = 100) \
    F(PERSONAL, TEXT, contact,  "联系方式", "Contact", .max = 200) \
    F(PERSONAL, BODY, question, "征求意见的内容", "What is asked", .max = 4000) \
    F(STAFF, DATE, served_on,   "送达日期", "Served on", .flags = FIXED) \
    F(STAFF, DATE, answer_by,   "答复期限", "Answer by", .flags = FIXED | COLUMN) \
    F(STAFF, DATE, answered_on, "答复日期", "Answered on", .flags = FIXED) \
    F(STAFF, WORD, answer,      "意见", "Answer", .words = consultation_answers, .flags = FIXED | COLUMN) \
    F(PERSONAL, BODY, answer_text, "意见内容", "Text of the answer", .max = 8000, .flags = FIXED) \
    F(STAFF, INT,  capsule_serial, "回执版本", "Serial of the capsule", .flags = FIXED | HIDDEN) \
    F(STAFF, BOOL, capsule_stale,  "回执待更新", "Capsule to be rewritten", .flags = FIXED | FILTER | HIDDEN) \
    F(PERSONAL, TEXT, capsule_key, "回执公钥", "Public key of the capsule", .max = 80, .flags = FIXED | FILTER | HIDDEN)

#define SEARCH_TASK(F) \
    F(STAFF, REF,  application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, TEXT, title,       "查找内容", "What to look for", .max = 200, .flags = REQUIRED | COLUMN, .hint = "hint.no_person") \
    F(STAFF, REF,  unit,        "查找单位", "Unit", .of = "unit", .flags = REQUIRED | FILTER) \
    F(STAFF, DATE, answer_by,   "反馈期限", "Answer by", .flags = REQUIRED | COLUMN) \
    F(STAFF, DATE, answered_on, "反馈日期", "Answered on", .flags = FIXED) \
    F(STAFF, WORD, result,      "查找结果", "Result", .words = search_results, .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, answer,      "说明", "Answer", .max = 1000, .flags = FIXED)

/* base.number is the letter's number once it is signed. sha256 is that of the PDF as signed, or of
 * the scan with the seal: what was served. */
#define LETTER(F) \
    F(STAFF, REF,  application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, REF,  consultation, "征求意见", "Consultation", .of = "consultation", .flags = BOUND) \
    F(STAFF, TEXT, template,    "文书种类", "Template", .max = 40, .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, heading,     "文书名称", "Name of the letter", .max = 100, .flags = FIXED) \
    F(STAFF, TEXT, subject,     "标题", "Subject", .max = 200, .flags = REQUIRED | COLUMN) \
    F(PERSONAL, TEXT, addressee, "收件人", "Addressee", .max = 100) \
    F(PERSONAL, BODY, body,     "正文", "Text", .max = 20000, .flags = REQUIRED) \
    F(STAFF, DATE, signed_on,   "签发日期", "Signed on", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT, sha256,      "PDF的SHA-256", "SHA-256 of the PDF", .max = 64, .flags = FIXED) \
    F(STAFF, TEXT, scan_sha256, "盖章扫描件的SHA-256", "SHA-256 of the sealed scan", .max = 64, .flags = FIXED) \
    F(STAFF, DATE, served_on,   "送达日期", "Served on", .flags = FIXED | COLUMN) \
    F(STAFF, WORD, method,      "送达方式", "Served by", .words = service_methods, .flags = FIXED) \
    F(PERSONAL, TEXT, proof,    "送达凭证", "Proof of service", .max = 120, .flags = FIXED)

/* Partial disclosure says part by part what is left out, and why (令711 第37条). */
#define WITHHELD_PART(F) \
    F(STAFF, REF,  application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, TEXT, part,        "不予公开的部分", "Part", .max = 200, .flags = REQUIRED | COLUMN, .hint = "hint.no_person") \
    F(STAFF, TEXT, exemption,   "理由", "Exemption", .max = 40, .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, article,     "依据条款", "Article", .max = 200, .flags = REQUIRED)

/* The amount is computed, never typed: from quantity, or from the lines of the regime's tariff
 * (fee_read_bill()), which have a form of their own (cost.c). What is waived comes to nothing. */
#define FEE_NOTICE(F) \
    F(STAFF, REF,   application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, WORD,  standard,   "计费标准", "Standard", .words = fee_bases, .flags = REQUIRED | COLUMN) \
    F(STAFF, INT,   quantity,   "件数或者页数", "Items or pages", .flags = COLUMN, .hint = "hint.fee_quantity") \
    F(STAFF, TEXT,  lines,      "按收费项目计算", "By the lines of the tariff", .max = 800, .flags = FIXED | HIDDEN) \
    F(STAFF, MONEY, amount,     "金额", "Amount", .flags = FIXED | COLUMN) \
    F(STAFF, TEXT,  ground,     "免收依据", "Ground for waiving", .max = 200, .flags = FIXED) \
    F(STAFF, TEXT,  reference,  "缴费编号", "Payment reference", .max = 40, .flags = FIXED | COLUMN | FILTER) \
    F(STAFF, DATE,  noticed_on, "告知日期", "Noticed on", .flags = FIXED) \
    F(STAFF, DATE,  pay_by,     "缴费期限", "Pay by", .flags = FIXED | COLUMN) \
    F(STAFF, DATE,  paid_on,    "缴费日期", "Paid on", .flags = FIXED) \
    F(PERSONAL, TEXT, quoted,   "申请人告知的缴费情况", "Payment as quoted by the applicant", .max = 300, .flags = FIXED)

/* What is filed after its term is marked, by the clock's date, and never refused: whether it is
 * admitted is for the organ to say. Table 4 counts these rows. A reconsideration organ that is sued beside the agency does not count
 * the suit (国办公开办函〔2016〕201号): co_defendant. */
#define REMEDY(F) \
    F(STAFF, REF,  application, "申请", "Application", .of = "application", .flags = REQUIRED | FILTER | BOUND) \
    F(STAFF, WORD, sort,        "救济途径", "Remedy", .words = remedy_sorts, .flags = REQUIRED | COLUMN | FILTER) \
    F(STAFF, DATE, filed_on,    "收到日期", "Filed on", .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, organ,       "受理机关", "Organ", .max = 100, .flags = REQUIRED | COLUMN) \
    F(STAFF, TEXT, case_number, "案号", "Case number", .max = 80) \
    F(STAFF, DATE, term_ended_on, "申请期限届满日", "Its term ended on", .flags = FIXED) \
    F(STAFF, BOOL, late,        "逾期提出", "Filed late", .flags = FIXED | COLUMN | FILTER) \
    F(STAFF, DATE, reply_by,    "答复（答辩）期限", "Reply by", .flags = COLUMN) \
    F(STAFF, BOOL, co_defendant, "本机关为复议机关共同被告", "Sued as the reconsideration organ", .flags = 0) \
    F(STAFF, DATE, decided_on,  "结案日期", "Decided on", .flags = FIXED) \
    F(STAFF, WORD, result,      "结果", "Result", .words = remedy_results, .flags = FIXED | COLUMN) \
    F(STAFF, BOOL, again,       "须重新答复", "To be answered again", .flags = FIXED) \
    F(PERSONAL, BODY, grounds,  "申请人的理由", "The applicant's grounds", .max = 4000)

/* What the public learns of an application: that it was counted, and how it ended. */
#define CASE_LINE(F) \
    F(PUBLIC, TEXT, title,          "申请编号", "Reference", .max = 80, .flags = COLUMN) \
    F(PUBLIC, INT,  serial_year,    "登记年度", "Year", .flags = FILTER) \
    F(PUBLIC, INT,  serial,         "登记流水号", "Running number", .flags = 0) \
    F(PUBLIC, WORD, applicant_kind, "申请人类别", "Kind of applicant", .words = applicant_kinds, .flags = COLUMN) \
    F(PUBLIC, TEXT, regime,         "适用法规", "Regime", .max = 40) \
    F(PUBLIC, WORD, channel,        "申请方式", "Channel", .words = request_channels) \
    F(PUBLIC, DATE, received_on,    "受理起算日", "Day of receipt", .flags = COLUMN | FILTER) \
    F(PUBLIC, DATE, due_on,         "答复期限", "Due on", .flags = COLUMN) \
    F(PUBLIC, DATE, closed_on,      "办结日期", "Closed on", .flags = COLUMN | FILTER) \
    F(PUBLIC, TEXT, outcome,        "答复结果", "Outcome", .max = 40) \
    F(PUBLIC, TEXT, row,            "年度报告行", "Row of the report", .max = 10, .flags = COLUMN) \
    F(PUBLIC, TEXT, article,        "依据条款", "Article", .max = 200) \
    F(PUBLIC, INT,  reconsiderations, "行政复议件数", "Reconsiderations", .flags = 0) \
    F(PUBLIC, INT,  suits,          "行政诉讼件数", "Suits", .flags = 0) \
    F(STAFF,  REF,  application,    "申请", "Application", .of = "application", .flags = FILTER) \
    F(STAFF,  REF,  authority,      "依据的常设公开令", "Standing order", .of = "standing_order")
/* clang-format on */

KIND_STRUCTS(application, APPLICATION)
KIND_STRUCTS(application_event, APPLICATION_EVENT)
KIND_STRUCTS(consultation, CONSULTATION)
KIND_STRUCTS(search_task, SEARCH_TASK)
/* The kind is named "letter"; struct letter is a sealed letter that came in (intake/intake.h). */
KIND_STRUCTS(request_letter, LETTER)
KIND_STRUCTS(withheld_part, WITHHELD_PART)
KIND_STRUCTS(fee_notice, FEE_NOTICE)
KIND_STRUCTS(remedy, REMEDY)
KIND_STRUCTS(case_line, CASE_LINE)

/* Stored words: awaiting-confirmation received registered correcting searching consulting
 * fee-noticed answer-drafted answer-reviewed answer-approved answered archived withdrawn lapsed. */
enum application_state {
    AWAITING_CONFIRMATION,
    RECEIVED,
    REGISTERED,
    CORRECTING,
    SEARCHING,
    CONSULTING,
    FEE_NOTICED,
    ANSWER_DRAFTED,
    ANSWER_REVIEWED,
    ANSWER_APPROVED,
    ANSWERED,
    ARCHIVED,
    REQUEST_WITHDRAWN,
    LAPSED,
};
enum event_state { EVENT_STANDS, EVENT_STRUCK }; /* stands struck */
enum consultation_state {
    CONSULT_DRAFTED,
    CONSULT_SENT,
    CONSULT_ANSWERED,
    CONSULT_SILENT,
    CONSULT_RECALLED
};
enum task_state { TASK_ASKED, TASK_ANSWERED, TASK_RECALLED }; /* asked answered recalled */
enum letter_state { LETTER_DRAFTED, LETTER_SIGNED, LETTER_SERVED, LETTER_DROPPED };
enum part_state { PART_STATED, PART_STRUCK }; /* stated struck */
enum fee_state { FEE_DRAFTED, FEE_ASKED, FEE_PAID, FEE_WAIVED, FEE_LAPSED, FEE_REFUNDED };
enum remedy_state { REMEDY_PENDING, REMEDY_DECIDED }; /* pending decided */
enum line_state { LINE_PREPARED, LINE_RELEASED };     /* prepared released */

/* What some acts ask beyond a reason: reason.with points to one of these. reason.on is the day of
 * the act itself (service, answer, payment …); DATE_NONE means today. */
struct request_correction { /* "ask-correction": once, within 7 working days (令711 第30条) */
    const char *items;      /* what has to be amended, as the letter says it */
    int days;               /* working days that are given; 0: the regime's own */
};
struct request_answer {  /* "draft-answer" */
    const char *outcome; /* an outcome of the regime */
    const char *article; /* NULL or "": the outcome's own */
    const char *item;    /* public-already: id of the item; else NULL or "" */
};
struct request_service {                 /* "serve-answer", and "serve" of letters */
    const char *method;                  /* a word of service_methods */
    const char *proof;                   /* EMS number, name of who signed …; "" for the page */
    const struct application *by_answer; /* set by "serve-answer" alone; leave it NULL */
};
struct request_holder { /* "hand-over" */
    const char *staff;  /* id of an account of the agency */
};
struct request_reply {  /* "answer-arrives" of a consultation, "report-back" of a search task */
    const char *answer; /* a word of consultation_answers or search_results */
    const char *text;
};
struct request_supplement { /* "correction-arrives", "add-supplement", "withdraw-request": may be
                               NULL */
    const char *text;       /* what the applicant writes; kept with what is sought */
};
struct request_code { /* "replace-code" of an application, "send" of a consultation (may be NULL) */
    const char *public_hex; /* public half of the new code (intake/code.h): 64 digits */
};
struct request_waiver { /* "waive" of a fee notice; may be NULL */
    const char *ground; /* id of one of the fee's waivers, or "" */
};
struct request_quote { /* "quote-payment" of a fee notice */
    const char *text;
};
struct request_result { /* "conclude" of a remedy */
    const char *result; /* a word of remedy_results */
    bool again;         /* the answer is to be given anew: reopens the application */
};

/* What the office has set up; once at start. family: the regimes that apply, "cn" for cn-2008 and
 * cn-2019, each on the days it is in force. */
struct request_setting {
    const struct law *law;
    const char *family;            /* of the law: whose regimes apply */
    const char *blob, *tmp;        /* attachments, and a folder on the same file system */
    const char *capsule;           /* folder of capsules; "" : none are written */
    const char *portal;            /* public address, for letters; "" if none is configured */
    const struct letters *letters; /* request/letter_text.h */
    bool mails, texts;             /* notices go by e-mail; by the command for text messages */
    bool reminds;                  /* staff are reminded by e-mail */
};
void request_set(const struct request_setting *setting);
enum status request_ensure_tables(struct context *cx) MUST_USE;

/* Inserts what came in, by letter or keyed in, and receives it at once where the channel needs no
 * mutual confirmation (令711 第31条). The actor needs WRITE at base.agency, or is the program. */
enum status request_file(struct context *cx, struct application *application) MUST_USE;
/* One letter with several matters: every further matter becomes an application of its own,
 * registered with its own number (一事一申请; 国办函〔2020〕109号 第4条). The first stays with this
 * one. */
struct request_matters {
    const char *const *sought; /* of every matter, the first included */
    size_t count;
};
enum status request_split(struct context *cx, struct application *application,
                          const struct request_matters *matters) MUST_USE;

/* The clock of an application as it now stands, with its trace: what officers, applicants and
 * reports see alike. Not received yet: the clock says what it waits for. */
struct law_clock;
enum status request_clock(struct context *cx, const struct application *application,
                          struct law_clock *ret_clock) MUST_USE;

/* Jobs of the office, each in small transactions of its own, as the program. request_daily(): what
 * time alone does (lapses, silence, calendars that were corrected, retention); may run any number
 * of times a day. request_tick(): rewrites the capsules that have become stale. */
enum status request_daily(struct context *cx) MUST_USE;
enum status request_tick(struct context *cx) MUST_USE;

#endif
