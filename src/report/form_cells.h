/* The rows and cells that the forms of 2019 and 2021 are written with: lists of the official form's
 * rows, from which come both the rows of a table and its cells, and the statements of single cells.
 *
 *     static const struct cell cells[] = {
 *         FORM_INDICATORS
 *         TABLE_3_NEW(AS_CELLS) …
 *     static const struct official_row rows[] = {TABLE_3_NEW(AS_ROW) …
 *
 * A statement takes what report.h says of a cell: $1 agency code, $2 first and $3 last day of the
 * year, $4 the day as of which is counted, $5 the year as text.
 */
#ifndef REPORT_FORM_CELLS_H
#define REPORT_FORM_CELLS_H

#include "report/table.h"

/* clang-format off */
/* The six sections. */
#define FORM_711_TITLES \
    .titles_zh = {"总体情况", "主动公开政府信息情况", "收到和处理政府信息公开申请情况", "政府信息公开行政复议、行政诉讼情况", "存在的主要问题及改进情况", "其他需要报告的事项"}, \
    .titles_en = {"Overview", "Proactive disclosure", "Applications received and handled", "Administrative reconsideration and litigation", "Problems and improvements", "Other matters"}, \
    .labels_zh = {"一、总体情况", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况", "五、存在的主要问题及改进情况", "六、其他需要报告的事项"}, \
    .labels_en = {"1 Overview", "2 Proactive disclosure", "3 Applications received and handled", "4 Administrative reconsideration and litigation", "5 Problems and improvements", "6 Other matters"}

/* ---- table 3 ---------------------------------------------------------------------------------- */

#define TABLE_3_CELL(row_, zh_, en_, column_, word_, column_zh, column_en, ...) \
    {.key = "t3." row_ "." word_, .zh = zh_ "·" column_zh, .en = en_ ": " column_en, \
     .unit_zh = "件", .unit_en = "applications", .table = "3", .row = row_, .column = column_, __VA_ARGS__}
#define TABLE_3_ROW_WITH(row, zh, en, ...) \
    TABLE_3_CELL(row, zh, en, 0, "natural",       "自然人",       "natural persons", __VA_ARGS__), \
    TABLE_3_CELL(row, zh, en, 1, "enterprise",    "商业企业",     "firms", __VA_ARGS__), \
    TABLE_3_CELL(row, zh, en, 2, "research",      "科研机构",     "research bodies", __VA_ARGS__), \
    TABLE_3_CELL(row, zh, en, 3, "welfare",       "社会公益组织", "welfare bodies", __VA_ARGS__), \
    TABLE_3_CELL(row, zh, en, 4, "legal-service", "法律服务机构", "legal services", __VA_ARGS__), \
    TABLE_3_CELL(row, zh, en, 5, "other",         "其他",         "other", __VA_ARGS__), \
    TABLE_3_CELL(row, zh, en, TABLE_ALL, "total", "总计",         "total", .opening = false)
#define TABLE_3_ROW(row, zh, en) TABLE_3_ROW_WITH(row, zh, en, .opening = false)
/* The first year's balance is declared, per kind of applicant. */
#define TABLE_3_OPENING_ROW(row, zh, en) TABLE_3_ROW_WITH(row, zh, en, .opening = true)

#define TABLE_4_CELL(row_, zh_, en_, column_, word_, column_zh, column_en) \
    {.key = "t4." row_ "." word_, .zh = zh_ "·" column_zh, .en = en_ ": " column_en, \
     .unit_zh = "件", .unit_en = "cases", .table = "4", .row = row_, .column = column_}
#define TABLE_4_BLOCK(row, zh, en) \
    TABLE_4_CELL(row, zh, en, 0, "upheld",    "结果维持", "upheld"), \
    TABLE_4_CELL(row, zh, en, 1, "corrected", "结果纠正", "corrected"), \
    TABLE_4_CELL(row, zh, en, 2, "other",     "其他结果", "other results"), \
    TABLE_4_CELL(row, zh, en, 3, "pending",   "尚未审结", "pending"), \
    TABLE_4_CELL(row, zh, en, REMEDY_ALL, "total", "总计", "total")
#define TABLE_4_CELLS \
    TABLE_4_BLOCK("reconsideration", "行政复议", "Reconsideration"), \
    TABLE_4_BLOCK("suit-direct", "未经复议直接起诉", "Suit without reconsideration"), \
    TABLE_4_BLOCK("suit-after-reconsideration", "复议后起诉", "Suit after reconsideration")

/* The rows up to 三（五）, which both forms share: R(key, cite, number, words, the same in English, group). */
#define TABLE_3_NEW(R) \
    R("1", "一", "一、", "本年新收政府信息公开申请数量", "1", "New applications received this year", "")
#define TABLE_3_CARRIED(R) \
    R("2", "二", "二、", "上年结转政府信息公开申请数量", "2", "Applications carried over from last year", "")
#define TABLE_3_RESULTS(R) \
    R("3.1", "三(一)", "(一)", "予以公开", "(1)", "Disclosed", "3") \
    R("3.2", "三(二)", "(二)", "部分公开(区分处理的,只计这一情形,不计其他情形)", "(2)", "Disclosed in part (counted here only)", "3") \
    R("3.3.1", "三(三)1", "1.", "属于国家秘密", "1.", "State secret", "3.3") \
    R("3.3.2", "三(三)2", "2.", "其他法律行政法规禁止公开", "2.", "Forbidden by another law or regulation", "3.3") \
    R("3.3.3", "三(三)3", "3.", "危及“三安全一稳定”", "3.", "Endangers the three securities and stability", "3.3") \
    R("3.3.4", "三(三)4", "4.", "保护第三方合法权益", "4.", "Protects rights of a third party", "3.3") \
    R("3.3.5", "三(三)5", "5.", "属于三类内部事务信息", "5.", "Internal affairs of three kinds", "3.3") \
    R("3.3.6", "三(三)6", "6.", "属于四类过程性信息", "6.", "Process information of four kinds", "3.3") \
    R("3.3.7", "三(三)7", "7.", "属于行政执法案卷", "7.", "Enforcement file", "3.3") \
    R("3.3.8", "三(三)8", "8.", "属于行政查询事项", "8.", "Enquiry of a special register", "3.3") \
    R("3.4.1", "三(四)1", "1.", "本机关不掌握相关政府信息", "1.", "Not held by this agency", "3.4") \
    R("3.4.2", "三(四)2", "2.", "没有现成信息需要另行制作", "2.", "Would have to be created", "3.4") \
    R("3.4.3", "三(四)3", "3.", "补正后申请内容仍不明确", "3.", "Still unclear after correction", "3.4") \
    R("3.5.1", "三(五)1", "1.", "信访举报投诉类申请", "1.", "Petition, report or complaint", "3.5") \
    R("3.5.2", "三(五)2", "2.", "重复申请", "2.", "Repeated application", "3.5") \
    R("3.5.3", "三(五)3", "3.", "要求提供公开出版物", "3.", "Asks for a publication", "3.5") \
    R("3.5.4", "三(五)4", "4.", "无正当理由大量反复申请", "4.", "Many applications without good reason", "3.5") \
    R("3.5.5", "三(五)5", "5.", "要求行政机关确认或重新出具已获取信息", "5.", "Asks to confirm or re-issue what was obtained", "3.5")
#define TABLE_3_END(R) \
    R("3.7", "三(七)", "(七)", "总计", "(7)", "Total", "3") \
    R("4", "四", "四、", "结转下年度继续办理", "4", "Carried on into next year", "")

#define AS_CELLS(key, cite, number, zh, number_en, en, group) TABLE_3_ROW(key, cite " " zh, en),
#define AS_OPENING_CELLS(key, cite, number, zh, number_en, en, group) TABLE_3_OPENING_ROW(key, cite " " zh, en),
#define AS_ROW(key, cite, number, zh, number_en, en, group) {key, cite, zh, number zh, number_en " " en, group},

/* ---- cells with a statement of their own ------------------------------------------------------ */

/* Statements of single cells. The newest act on a record up to day $4, and the edition it released. */
#define STANDING                                               \
    " JOIN act a ON a.record = k.id AND a.edition = k.edition" \
    " AND a.type IN ('released', 'corrected')"                 \
    " AND a.seq = (SELECT MAX(b.seq) FROM act b WHERE b.record = k.id AND b.acted_on <= $4)"
#define DECLARED_AS(column, cell) \
    "SELECT k.id, k." column ", 'declaration', k.source, a.acted_on FROM declaration k" STANDING \
    " WHERE k.agency = $1 AND k.cell = '" cell "' AND k.year = CAST($5 AS INTEGER) AND $2 <= $3 ORDER BY k.id"
#define TABLE_2_CELL(row_, zh_, en_, column_, word_, column_zh, column_en, ...) \
    {.key = "t2." row_ "." word_, .zh = zh_ "·" column_zh, .en = en_ ": " column_en, .table = "2", .row = row_, \
     .column = column_, __VA_ARGS__}
#define TABLE_2_DECLARED(row, zh, en, column, word, column_zh, column_en, ...) \
    TABLE_2_CELL(row, zh, en, column, word, column_zh, column_en, .declared = true, \
                 .unit_zh = "件", .unit_en = "cases", \
                 .rows = {"cell.t2." row "." word, DECLARED_AS("value", "t2." row "." word)}, __VA_ARGS__)
#define TABLE_2_DECLARED_MONEY(row, zh, en, column, word, column_zh, column_en) \
    TABLE_2_CELL(row, zh, en, column, word, column_zh, column_en, .declared = true, .money = true, .wan = true, \
                 .unit_zh = "万元", .unit_en = "× 10 000 yuan", \
                 .rows = {"cell.t2." row "." word, DECLARED_AS("amount", "t2." row "." word)})

/* The day on which a document ended: it expired, or a later one repealed or replaced it. */
#define ENDED_ON \
    "SELECT MIN(e.day) FROM (SELECT k.expires_on AS day UNION ALL" \
    " SELECT COALESCE(l.effective_on, l.produced_on) FROM normative_document l" \
    " JOIN act n ON n.record = l.id AND n.edition = l.edition AND n.type IN ('released', 'corrected')" \
    " AND n.seq = (SELECT MAX(m.seq) FROM act m WHERE m.record = l.id AND m.acted_on <= $4)" \
    " WHERE l.repeals = k.id OR l.replaces = k.id) e"
#define DOCUMENTS \
    "SELECT k.id, k.number, 'normative_document', k.title, k.produced_on FROM normative_document k" STANDING \
    " WHERE k.agency = $1 AND k.external = 0 AND $5 > 0"

/* Processing fees (国办函〔2020〕109号), by what and by which day; a cost fee is not one. */
#define FEE_NOTICES(number, day) \
    "SELECT CASE WHEN p.case_line <> '' THEN p.case_line ELSE k.id END, " number ", 'case_line'," \
    " p.serial_year || '-' || p.serial, " day " FROM fee_notice k" \
    " JOIN application p ON p.id = k.application AND p.newest = 1" \
    " WHERE k.agency = $1 AND k.newest = 1 AND k.standard IN ('item', 'page')" \
    " AND " day " BETWEEN $2 AND $3 AND " day " <= $4 AND $5 > 0 ORDER BY " day ", k.id"

/* What the text of section 一 speaks of. */
#define FORM_INDICATORS \
    {.key = "catalogue_entries", .zh = "年末有效目录条目数", .en = "Catalogue entries in force on 31 December", .unit_zh = "条", .unit_en = "entries", \
     .rows = {"cell.catalogue_entries", \
      "SELECT k.id, k.serial, 'entry', k.title, k.in_force_on FROM entry k" STANDING \
      " WHERE k.agency = $1 AND a.acted_on <= $3 AND k.in_force_on <= $3" \
      " AND (k.ended_on IS NULL OR k.ended_on >= $3) AND $2 <= $3 AND $5 > 0 ORDER BY k.serial, k.id"}}, \
    {.key = "items_released", .zh = "全年主动公开政府信息数", .en = "Items first released in the year", .unit_zh = "条", .unit_en = "items", \
     .rows = {"cell.items_released", \
      "SELECT i.id, i.number, i.kind, i.title, i.first_released_on FROM item i WHERE i.agency = $1" \
      " AND i.first_released_on BETWEEN $2 AND $3 AND i.first_released_on <= $4 AND $5 > 0" \
      " ORDER BY i.first_released_on, i.number"}}, \
    {.key = "press_events", .zh = "新闻发布会（主办、联合举办、参加）", .en = "Press conferences held, co-held or attended", .unit_zh = "次", .unit_en = "events", \
     .rows = {"cell.press_events", \
      "SELECT k.id, k.part, 'press_event', k.title, k.held_on FROM press_event k" STANDING \
      " WHERE k.agency = $1 AND k.standing NOT IN ('announced', 'called-off')" \
      " AND k.held_on BETWEEN $2 AND $3 AND $5 > 0 ORDER BY k.held_on, k.id"}}, \
    {.key = "releases_other_channels", .zh = "通过其他渠道发布信息次数", .en = "Releases through other channels", .unit_zh = "次", .unit_en = "releases", \
     .rows = {"cell.releases_other_channels", \
      "SELECT k.id, k.channel, 'channel_use', k.title, k.shown_on FROM channel_use k" STANDING \
      " WHERE k.agency = $1 AND k.shown_on BETWEEN $2 AND $3 AND k.channel <> 'portal' AND $5 > 0" \
      " ORDER BY k.shown_on, k.id"}}, \
    {.key = "problems", .zh = "主要问题数", .en = "Problems", .unit_zh = "个", .unit_en = "problems", \
     .rows = {"cell.problems", \
      "SELECT k.id, k.serial, 'problem', k.title, a.acted_on FROM problem k" STANDING \
      " WHERE k.agency = $1 AND k.year = CAST($5 AS INTEGER) AND $2 <= $3 ORDER BY k.serial, k.id"}},
/* ---- tables 3 and 4 as the form has them: rows are the form's own -------------------------------- */

#define TABLES_3_AND_4(rows_) \
    {.number = "3", .part = 3, .zh = "收到和处理政府信息公开申请情况", .en = "Applications received and handled", \
     .rows = rows_, .row_count = COUNT_OF(rows_), .lay = lay_table_3, .tally = tally_applications, .list = list_applications}, \
    {.number = "4", .part = 4, .zh = "政府信息公开行政复议、行政诉讼情况", .en = "Administrative reconsideration and litigation", \
     .lay = lay_table_4, .tally = tally_remedies, .list = list_remedies}
/* clang-format on */

#endif
