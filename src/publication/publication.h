/* What an agency publishes: disclosures, normative documents, press events and releases, fee
 * standards, wanted notices, measures, problems; and the channels an item went out on.
 *
 * Item ≠ release (S38): an item is counted once, by its first publication; a release is one use of
 * a channel by an item. Kinds are rows here; pages, JSON, CSV, search and history follow from them.
 */
#ifndef PUBLICATION_PUBLICATION_H
#define PUBLICATION_PUBLICATION_H

#include "record/item.h"
#include "record/record.h"

extern const struct word press_roles[];     /* held, co-held, attended */
extern const struct word press_standings[]; /* announced, held, called-off */
extern const struct word channels[];        /* portal, press-event, newspaper, … */
extern const struct word wanted_levels[];   /* a, b, none */
extern const struct word wanted_issuers[];  /* ministry, province */
extern const struct word measure_standings[];

/* clang-format off */
#define DISCLOSURE(F) \
    ITEM_FIELDS(F) \
    F(STAFF, TEXT, note, "内部备注", "Internal note", .max = 400) \
    F(STAFF, REF,  answered, "由依申请公开答复整理", "From the answer to an application", .of = "application", .flags = FIXED | FILTER)

/* 文号 `机关代字〔YYYY〕N号`; validity is computed at a day, never stored (DOMAIN §4.3). */
#define NORMATIVE_DOCUMENT(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, TEXT, document_number, "文号", "Document number", .max = 60, .flags = FILTER | COLUMN | NARROW | SEARCHED, .hint = "hint.document_number") \
    F(PUBLIC, DATE, effective_on, "施行日期", "Effective on", .flags = NARROW) \
    F(PUBLIC, DATE, expires_on,   "失效日期", "Expires on", .flags = NARROW) \
    F(PUBLIC, BOOL, trial,        "试行（暂行）", "On trial", .flags = NARROW) \
    F(PUBLIC, REF,  amends,       "修改的文件", "Amends", .of = "normative_document", .flags = FILTER) \
    F(PUBLIC, REF,  repeals,      "废止的文件", "Repeals", .of = "normative_document", .flags = FILTER) \
    F(PUBLIC, REF,  replaces,     "取代的文件", "Replaces", .of = "normative_document", .flags = FILTER) \
    F(PUBLIC, REF,  interprets,   "解释的文件", "Interprets", .of = "normative_document", .flags = FILTER) \
    F(PUBLIC, BOOL, external,     "外部法律法规", "External law", .flags = FIXED | NARROW) \
    F(PUBLIC, TEXT, promulgation, "公布与修订", "Promulgated and amended", .max = 1000, .flags = NARROW) \
    F(STAFF,  TEXT, import_key,   "导入标识", "Import key", .max = 200, .flags = FIXED | FILTER)

#define PRESS_EVENT(F) \
    F(PUBLIC, TEXT, title,       "名称", "Title", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, DATE, held_on,     "举行日期", "Held on", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, WORD, standing,    "进展", "Standing", .words = press_standings, .flags = COLUMN, .hint = "hint.press_standing") \
    F(PUBLIC, TIME, begins_at,   "开始时间", "Begins at") \
    F(PUBLIC, TEXT, media_contact, "媒体报名", "Journalists register", .max = 200) \
    F(PUBLIC, TEXT, place,       "地点", "Place", .max = 100) \
    F(PUBLIC, WORD, part,        "本机关角色", "Our part", .words = press_roles, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, BOOL, special,     "专题发布会", "Special conference", .flags = COLUMN) \
    F(PUBLIC, TEXT, spokesperson,"新闻发言人", "Spokesperson", .max = 60) \
    F(PUBLIC, REF,  speaker,     "签发人", "Signed by", .of = "spokesperson", .hint = "hint.speaker") \
    F(PUBLIC, TEXT, host,        "主持人", "Host", .max = 100, .hint = "hint.press_host") \
    F(PUBLIC, TEXT, experts,     "专家", "Experts", .max = 300, .hint = "hint.press_experts") \
    F(PUBLIC, TEXT, summary,     "主要内容", "Summary", .max = 400, .flags = SEARCHED) \
    F(PUBLIC, BODY, transcript,  "实录", "Transcript", .max = 60000, .flags = SEARCHED, .hint = "hint.transcript") \
    F(PUBLIC, REF,  unit,        "承办单位", "Unit", .of = "unit")

#define PRESS_RELEASE(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, REF,  event,        "新闻发布会", "Press event", .of = "press_event", .flags = FILTER) \
    F(PUBLIC, TEXT, spokesperson, "新闻发言人", "Spokesperson", .max = 60) \
    F(PUBLIC, REF,  speaker,      "签发人", "Signed by", .of = "spokesperson", .hint = "hint.speaker")

#define FEE_STANDARD(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, TEXT,  service,    "收费项目", "Service", .max = 100, .flags = REQUIRED | FILTER | COLUMN | NARROW) \
    F(PUBLIC, TEXT,  charged_by, "计费单位", "Charged by", .max = 40, .flags = REQUIRED | NARROW) \
    F(PUBLIC, MONEY, amount,     "收费标准", "Amount", .flags = REQUIRED | COLUMN | NARROW) \
    F(PUBLIC, TEXT,  fee_basis,  "收费依据", "Basis", .max = 200, .flags = REQUIRED | NARROW) \
    F(PUBLIC, DATE,  valid_from, "执行日期", "Valid from", .flags = NARROW) \
    F(PUBLIC, DATE,  valid_to,   "截止日期", "Valid to", .flags = NARROW) \
    F(PUBLIC, REF,   approval,   "审批事项", "Approval item", .of = "approval_item", .flags = FILTER)

/* Public data about a person: its end is erasure (S57; 公安机关办理刑事案件程序规定 第281条). */
#define WANTED_NOTICE(F) \
    ITEM_FIELDS(F) \
    F(PUBLIC, WORD, issued_at,   "发布层级", "Issued by level", .words = wanted_issuers, .flags = REQUIRED | NARROW) \
    F(PUBLIC, WORD, rank,        "级别", "Rank", .words = wanted_levels, .flags = REQUIRED | NARROW) \
    F(PUBLIC, TEXT, person,      "被通缉人", "Person", .max = 60, .flags = REQUIRED | SEARCHED | NARROW) \
    F(PUBLIC, TEXT, features,    "体貌特征", "Description", .max = 400, .flags = NARROW) \
    F(PUBLIC, TEXT, contact,     "举报电话", "Contact", .max = 100, .flags = NARROW)

#define MEASURE(F) \
    F(PUBLIC, INT,  serial,      "序号", "No.", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, title,       "措施内容", "Measure", .max = 300, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, REF,  unit,        "责任单位", "Owner", .of = "unit", .flags = FILTER) \
    F(PUBLIC, DATE, announced_on,"公布日期", "Announced on", .flags = REQUIRED) \
    F(PUBLIC, WORD, standing,    "落实情况", "Standing", .words = measure_standings, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, DATE, due_on,      "兑现期限", "To be fulfilled by", .flags = COLUMN, .hint = "hint.measure_due") \
    F(PUBLIC, DATE, fulfilled_on,"兑现日期", "Fulfilled on") \
    F(PUBLIC, TEXT, evidence,    "落实情况说明", "Evidence", .max = 400)

#define PROBLEM(F) \
    F(PUBLIC, INT,  year,        "年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, INT,  serial,      "序号", "No.", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, title,       "主要问题", "Problem", .max = 200, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, BODY, description, "问题说明", "Description", .max = 4000) \
    F(PUBLIC, BODY, improvement, "改进措施", "Improvement", .max = 4000, .flags = REQUIRED)

/* One use of a channel by an item; "item" is the id of a record of any ITEM kind. */
#define CHANNEL_USE(F) \
    F(PUBLIC, REF,  item,        "公开信息", "Item", .of = "item", .flags = REQUIRED | FILTER) \
    F(PUBLIC, TEXT, title,       "名称", "Title", .max = 200, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, WORD, channel,     "公开渠道", "Channel", .words = channels, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, medium,      "媒体或者场所", "Medium or place", .max = 120, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, DATE, shown_on,    "发布日期", "Date", .flags = REQUIRED | COLUMN) \
    F(PUBLIC, DATE, shown_until, "截止日期", "Until") \
    F(PUBLIC, REF,  event,       "新闻发布会", "Press event", .of = "press_event") \
    F(PUBLIC, TEXT, link,        "链接", "Link", .max = 200)
/* clang-format on */

KIND_STRUCTS(disclosure, DISCLOSURE)
KIND_STRUCTS(normative_document, NORMATIVE_DOCUMENT)
KIND_STRUCTS(press_event, PRESS_EVENT)
KIND_STRUCTS(press_release, PRESS_RELEASE)
KIND_STRUCTS(fee_standard, FEE_STANDARD)
KIND_STRUCTS(wanted_notice, WANTED_NOTICE)
KIND_STRUCTS(measure, MEASURE)
KIND_STRUCTS(problem, PROBLEM)
KIND_STRUCTS(channel_use, CHANNEL_USE)

/* A normative document on a day (DOMAIN §4.3: validity is computed, never stored). */
enum validity { NOT_YET_IN_FORCE, IN_FORCE, EXPIRED };
enum validity document_validity(struct date effective_on, struct date expires_on, struct date on);
/* 文号 with hexagonal brackets, four-digit year, no leading zero, no 第. */
bool document_number_is_valid(const char *number);

#endif
