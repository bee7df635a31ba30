#include "report/table.h"

#include <string.h>

#include "base/text.h"

const struct form_column table_3_columns[TABLE_COLUMNS] = {
    {"natural",       "自然人",          "Natural persons"},
    {"enterprise",    "商业企业",       "Firms"          },
    {"research",      "科研机构",       "Research bodies"},
    {"welfare",       "社会公益组织", "Welfare bodies" },
    {"legal-service", "法律服务机构", "Legal services" },
    {"other",         "其他",             "Other"          },
    {"total",         "总计",             "Total"          },
};
const struct form_column table_4_blocks[REMEDY_BLOCKS] = {
    {"reconsideration",            "行政复议",             "Reconsideration"             },
    {"suit-direct",                "未经复议直接起诉", "Suit without reconsideration"},
    {"suit-after-reconsideration", "复议后起诉",          "Suit after reconsideration"  },
};
const struct form_column table_4_columns[REMEDY_COLUMNS] = {
    {"upheld",    "结果维持", "Upheld"       },
    {"corrected", "结果纠正", "Corrected"    },
    {"other",     "其他结果", "Other results"},
    {"pending",   "尚未审结", "Pending"      },
    {"total",     "总计",       "Total"        },
};
const struct form_group table_3_groups[] = {
    {"3",   "三、本年度办理结果", "3 Results of this year"},
    {"3.3", "(三)不予公开",           "(3) Not disclosed"     },
    {"3.4", "(四)无法提供",           "(4) Cannot be supplied"},
    {"3.5", "(五)不予处理",           "(5) Not processed"     },
    {"3.6", "(六)其他处理",           "(6) Handled otherwise" },
};
const size_t table_3_group_count = COUNT_OF(table_3_groups);

const struct form_table *form_table(const struct report_form *form, const char *number)
{
    for (size_t i = 0; i < form->table_count; i++)
        if (text_equal(form->tables[i].number, number)) return &form->tables[i];
    return NULL;
}

struct cell_value *table_row(const struct report_values *values, const char *table, const char *row)
{
    for (size_t i = 0; i < values->form->cell_count; i++) {
        const struct cell *cell = &values->form->cells[i];
        if (cell->table && text_equal(cell->table, table) && text_equal(cell->row, row))
            return &values->cells[i];
    }
    return NULL;
}

const struct official_row *table_row_named(const struct form_table *table, const char *row)
{
    for (size_t i = 0; i < table->row_count; i++)
        if (text_equal(table->rows[i].key, row)) return &table->rows[i];
    return NULL;
}

bool table_row_is_result(const struct official_row *row)
{
    return text_starts(row->key, "3.") && !text_equal(row->key, "3.7");
}

const struct official_row *table_row_of(const struct form_table *table, const char *row)
{
    char key[16];
    size_t size = strlen(row);
    if (size >= sizeof key) return NULL;
    memcpy(key, row, size + 1);
    for (char *end; *key; *end = '\0') {
        const struct official_row *found = table_row_named(table, key);
        if (found) return table_row_is_result(found) ? found : NULL;
        if (!(end = strrchr(key, '.'))) return NULL;
    }
    return NULL;
}
