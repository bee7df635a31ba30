/* The trial form of 2019 (国办公开办函〔2019〕60号; DOMAIN §3.2), for the reports of 2019 and 2020:
 * table 2 has columns of its own, and table 3 does not divide 三（六）其他处理. */
#include "report/form_cells.h"
#include "report/forms.h"

/* clang-format off */
#define TABLE_3_OTHERS(R) R("3.6", "三(六)", "(六)", "其他处理", "(6)", "Handled otherwise", "3")

/* What was there last year, what changed, and how many decisions there were. */
#define LAST_YEAR(row, zh, en) \
    TABLE_2_DECLARED(row, zh, en, 0, "last-year", "上一年项目数量", "items last year"), \
    TABLE_2_DECLARED(row, zh, en, 1, "change", "本年增/减", "more or fewer this year", .below_zero = true)
#define DECISIONS(row, zh, en) \
    LAST_YEAR(row, zh, en), \
    TABLE_2_DECLARED(row, zh, en, 2, "decisions", "处理决定数量", "decisions")

static const struct cell cells[] = {
    FORM_INDICATORS
    TABLE_2_DECLARED("1.rules", "规章", "Rules", 0, "made", "本年新制作数量", "made this year"),
    TABLE_2_DECLARED("1.rules", "规章", "Rules", 1, "published", "本年新公开数量", "newly public this year"),
    TABLE_2_DECLARED("1.rules", "规章", "Rules", 2, "public", "对外公开总数量", "public in all"),
    TABLE_2_CELL("1.normative", "规范性文件", "Normative documents", 0, "made", "本年新制作数量", "made this year",
      .unit_zh = "件", .unit_en = "documents",
      .rows = {"cell.documents_made", DOCUMENTS " AND k.produced_on BETWEEN $2 AND $3 ORDER BY k.produced_on, k.id"}),
    TABLE_2_CELL("1.normative", "规范性文件", "Normative documents", 1, "published", "本年新公开数量", "newly public this year",
      .unit_zh = "件", .unit_en = "documents",
      .rows = {"cell.documents_published", DOCUMENTS " AND (SELECT MIN(f.acted_on) FROM act f WHERE f.record = k.id"
               " AND f.type = 'released') BETWEEN $2 AND $3 ORDER BY k.produced_on, k.id"}),
    TABLE_2_CELL("1.normative", "规范性文件", "Normative documents", 2, "public", "对外公开总数量", "public in all",
      .unit_zh = "件", .unit_en = "documents",
      .rows = {"cell.documents_public", DOCUMENTS " AND (SELECT MIN(f.acted_on) FROM act f WHERE f.record = k.id"
               " AND f.type = 'released') <= $3 AND $2 <= $3 ORDER BY k.produced_on, k.id"}),
    DECISIONS("5.permits", "行政许可", "Administrative permits"),
    DECISIONS("5.services", "其他对外管理服务事项", "Other services"),
    DECISIONS("6.penalties", "行政处罚", "Administrative penalties"),
    DECISIONS("6.enforcement", "行政强制", "Administrative enforcement"),
    LAST_YEAR("8.fees", "行政事业性收费", "Administrative fees"),
    TABLE_2_DECLARED("9.procurement", "政府集中采购", "Central procurement", 0, "projects", "采购项目数量", "projects"),
    TABLE_2_DECLARED_MONEY("9.procurement", "政府集中采购", "Central procurement", 1, "amount", "采购总金额", "spent"),

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
    {.number = "2", .part = 2, .zh = "主动公开政府信息情况", .en = "Proactive disclosure", .lay = lay_table_2_of_2019},
    TABLES_3_AND_4(rows),
};

const struct report_form form_cn_2019 = {
    .id = "cn-2019",
    FORM_711_TITLES,
    .cells = cells,
    .cell_count = COUNT_OF(cells),
    .tables = tables,
    .table_count = COUNT_OF(tables),
    .lines = form_cn_2019_lines,
    .line_count = FORM_CN_2019_LINES,
    .numbers_are_cells = {[2] = true, [3] = true},
    .article = "令711 第49条、第50条",
    .due_month = 1,
    .due_day = 31,
};
/* clang-format on */
