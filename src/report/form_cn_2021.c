/* The form of 2021 (国办公开办函〔2021〕30号; DOMAIN §3.2): six sections, tables 2, 3 and 4. Serves
 * the reports from the year 2021 on, and is due on 31 January (令711 第49条). */
#include "report/form_cells.h"
#include "report/forms.h"

/* clang-format off */
#define TABLE_3_OTHERS(R) \
    R("3.6.1", "三(六)1", "1.", "申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.", "Not corrected in time without good reason; no longer processed", "3.6") \
    R("3.6.2", "三(六)2", "2.", "申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.", "Fee not paid in time; no longer processed", "3.6") \
    R("3.6.3", "三(六)3", "3.", "其他", "3.", "Other", "3.6")

static const struct cell cells[] = {
    FORM_INDICATORS
    /* 国办函〔2020〕109号: notices of processing fees, what they asked, and what was paid. */
    {.key = "fee_notices", .zh = "发出信息处理费收费通知数", .en = "Notices of processing fees", .unit_zh = "件", .unit_en = "notices",
     .rows = {"cell.fee_notices", FEE_NOTICES("''", "k.noticed_on")}},
    {.key = "fee_noticed", .zh = "收费通知总金额", .en = "Processing fees asked for", .unit_zh = "元", .unit_en = "yuan", .money = true,
     .rows = {"cell.fee_noticed", FEE_NOTICES("k.amount", "k.noticed_on")}},
    {.key = "fee_received", .zh = "实际收取信息处理费", .en = "Processing fees received", .unit_zh = "元", .unit_en = "yuan", .money = true,
     .rows = {"cell.fee_received", FEE_NOTICES("k.amount", "k.paid_on")}},

    /* A police department makes no rules (规章): they are declared. */
    TABLE_2_DECLARED("1.rules", "规章", "Rules", 0, "made", "本年制发件数", "made this year"),
    TABLE_2_DECLARED("1.rules", "规章", "Rules", 1, "repealed", "本年废止件数", "repealed this year"),
    TABLE_2_DECLARED("1.rules", "规章", "Rules", 2, "in-force", "现行有效件数", "in force"),
    TABLE_2_CELL("1.normative", "行政规范性文件", "Normative documents", 0, "made", "本年制发件数", "made this year",
      .unit_zh = "件", .unit_en = "documents",
      .rows = {"cell.documents_made", DOCUMENTS " AND k.produced_on BETWEEN $2 AND $3 ORDER BY k.produced_on, k.id"}),
    TABLE_2_CELL("1.normative", "行政规范性文件", "Normative documents", 1, "repealed", "本年废止件数", "repealed this year",
      .unit_zh = "件", .unit_en = "documents",
      .rows = {"cell.documents_repealed", DOCUMENTS " AND (" ENDED_ON ") BETWEEN $2 AND $3 ORDER BY k.produced_on, k.id"}),
    TABLE_2_CELL("1.normative", "行政规范性文件", "Normative documents", 2, "in-force", "现行有效件数", "in force",
      .unit_zh = "件", .unit_en = "documents",
      .rows = {"cell.documents_in_force", DOCUMENTS " AND COALESCE(k.effective_on, k.produced_on) <= $3 AND $2 <= $3"
               " AND COALESCE((" ENDED_ON "), $3 + 1) > $3 ORDER BY k.produced_on, k.id"}),
    TABLE_2_DECLARED("5.permits", "行政许可", "Administrative permits", 0, "decisions", "本年处理决定数量", "decisions this year"),
    TABLE_2_DECLARED("6.penalties", "行政处罚", "Administrative penalties", 0, "decisions", "本年处理决定数量", "decisions this year"),
    TABLE_2_DECLARED("6.enforcement", "行政强制", "Administrative enforcement", 0, "decisions", "本年处理决定数量", "decisions this year"),
    TABLE_2_DECLARED_MONEY("8.fees", "行政事业性收费", "Administrative fees", 0, "amount", "本年收费金额", "charged this year"),

    TABLE_3_NEW(AS_CELLS)
    TABLE_3_CARRIED(AS_OPENING_CELLS)
    TABLE_3_RESULTS(AS_CELLS)
    TABLE_3_OTHERS(AS_CELLS)
    TABLE_3_END(AS_CELLS)
    TABLE_4_CELLS,
};

static const struct official_row rows[] = {
    TABLE_3_NEW(AS_ROW) TABLE_3_CARRIED(AS_ROW) TABLE_3_RESULTS(AS_ROW) TABLE_3_OTHERS(AS_ROW) TABLE_3_END(AS_ROW)};

static const struct form_table tables[] = {
    {.number = "2", .part = 2, .zh = "主动公开政府信息情况", .en = "Proactive disclosure", .lay = lay_table_2_of_2021},
    TABLES_3_AND_4(rows),
};

const struct report_form form_cn_2021 = {
    .id = "cn-2021",
    FORM_711_TITLES,
    .cells = cells,
    .cell_count = COUNT_OF(cells),
    .tables = tables,
    .table_count = COUNT_OF(tables),
    .lines = form_cn_2021_lines,
    .line_count = FORM_CN_2021_LINES,
    .numbers_are_cells = {[2] = true, [3] = true},
    .article = "令711 第49条、第50条",
    .due_month = 1,
    .due_day = 31,
};
/* clang-format on */
