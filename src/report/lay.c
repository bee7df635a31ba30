/* The tables as the official forms lay them out: rows of cells that cover each other's places, as
 * HTML has them; the same layout gives the page, the PDF and the workbook. */
#include <string.h>

#include "base/text.h"
#include "report/forms.h"
#include "report/table.h"
#include "web/message.h"

struct layout {
    struct context *cx;
    const struct table_view *view;
    struct print_row *rows;
    struct print_cell *cells; /* of the row that is being written */
    size_t row_count, count, most;
};

static struct layout begin(struct context *cx, const struct table_view *view, size_t rows,
                           size_t columns)
{
    return (struct layout){.cx = cx,
                           .view = view,
                           .rows = arena_array(cx->mem, struct print_row, rows),
                           .most = columns};
}

static void begin_row(struct layout *layout)
{
    layout->cells = arena_array(layout->cx->mem, struct print_cell, layout->most);
    layout->count = 0;
}

static void end_row(struct layout *layout)
{
    layout->rows[layout->row_count++] = (struct print_row){layout->cells, layout->count};
}

static struct print_cell *put(struct layout *layout, struct print_cell cell)
{
    layout->cells[layout->count] = cell;
    return &layout->cells[layout->count++];
}

static const char *in_language(const struct layout *layout, const char *zh, const char *en)
{
    return layout->cx->language == CHINESE ? zh : en;
}

static void put_head(struct layout *layout, const char *zh, const char *en, int across, int down)
{
    put(layout, (struct print_cell){.text = in_language(layout, zh, en),
                                    .across = across,
                                    .down = down,
                                    .align = PRINT_MIDDLE,
                                    .head = true});
}

static void put_name(struct layout *layout, const char *zh, const char *en, int across, int down)
{
    put(layout, (struct print_cell){.text = in_language(layout, zh, en),
                                    .across = across,
                                    .down = down,
                                    .align = PRINT_START,
                                    .head = true});
}

/* A figure; declared ones carry a mark, and those that nobody declared say so. */
static struct print_cell *put_value(struct layout *layout, const struct cell_value *value)
{
    struct arena *mem = layout->cx->mem;
    const struct cell *cell = value->cell;
    const struct table_view *view = layout->view;
    struct print_cell *made =
        put(layout, (struct print_cell){.value = PRINT_COUNT, .number = value->value});
    if (view->address) made->href = arena_format(mem, "%s/cells/%s", view->address, cell->key);
    if (!value->known) {
        made->number = INT64_MIN;
        made->href = NULL;
        made->text = message_text(layout->cx->language,
                                  cell->declared ? "report.undeclared" : "report.not_counted");
        if (!view->declare || !cell->declared) return made;
        made->text = message_text(layout->cx->language, "report.declare");
        made->href = arena_format(mem, "%s%s", view->declare, cell->key);
        return made;
    }
    if (cell->money) made->value = PRINT_WORDS;
    if (cell->money || cell->declared)
        made->text = arena_format(mem, "%s%s", report_number(mem, cell, value->value),
                                  cell->declared ? DECLARED_MARK : "");
    return made;
}

static const struct print_table *finish(const struct layout *layout,
                                        const struct print_column *columns, size_t count,
                                        struct print_table table)
{
    struct print_table *made = arena_make(layout->cx->mem, struct print_table);
    const struct form_table *form = layout->view->table;
    table.caption = in_language(layout, form->zh, form->en);
    table.columns = columns;
    table.column_count = count;
    table.rows = layout->rows;
    table.row_count = layout->row_count;
    *made = table;
    return made;
}

/* ---- table 2 ----------------------------------------------------------------------------------
 */

enum { BLOCK_COLUMNS = 3, BLOCK_ROWS = 2 };

/* 第二十条第(一)项, and what is asked of it. */
struct block {
    const char *zh, *en;
    struct form_column columns[BLOCK_COLUMNS], rows[BLOCK_ROWS]; /* key NULL: no more */
};

/* clang-format off */
static const struct block blocks_of_2021[] = {
    {"第二十条第(一)项", "Article 20 (1)",
     {{"made", "本年制发件数", "Made this year"}, {"repealed", "本年废止件数", "Repealed this year"}, {"in-force", "现行有效件数", "In force"}},
     {{"1.rules", "规章", "Rules"}, {"1.normative", "行政规范性文件", "Normative documents"}}},
    {"第二十条第(五)项", "Article 20 (5)",
     {{"decisions", "本年处理决定数量", "Decisions this year"}},
     {{"5.permits", "行政许可", "Administrative permits"}}},
    {"第二十条第(六)项", "Article 20 (6)",
     {{"decisions", "本年处理决定数量", "Decisions this year"}},
     {{"6.penalties", "行政处罚", "Administrative penalties"}, {"6.enforcement", "行政强制", "Administrative enforcement"}}},
    {"第二十条第(八)项", "Article 20 (8)",
     {{"amount", "本年收费金额(单位:万元)", "Charged this year (10 000 yuan)"}},
     {{"8.fees", "行政事业性收费", "Administrative fees"}}},
};
#define LAST_YEAR {"last-year", "上一年项目数量", "Items last year"}, {"change", "本年增/减", "More or fewer this year"}
#define DECISIONS {LAST_YEAR, {"decisions", "处理决定数量", "Decisions"}}
static const struct block blocks_of_2019[] = {
    {"第二十条第(一)项", "Article 20 (1)",
     {{"made", "本年新制作数量", "Made this year"}, {"published", "本年新公开数量", "Newly public this year"}, {"public", "对外公开总数量", "Public in all"}},
     {{"1.rules", "规章", "Rules"}, {"1.normative", "规范性文件", "Normative documents"}}},
    {"第二十条第(五)项", "Article 20 (5)", DECISIONS,
     {{"5.permits", "行政许可", "Administrative permits"}, {"5.services", "其他对外管理服务事项", "Other services"}}},
    {"第二十条第(六)项", "Article 20 (6)", DECISIONS,
     {{"6.penalties", "行政处罚", "Administrative penalties"}, {"6.enforcement", "行政强制", "Administrative enforcement"}}},
    {"第二十条第(八)项", "Article 20 (8)", {LAST_YEAR},
     {{"8.fees", "行政事业性收费", "Administrative fees"}}},
    {"第二十条第(九)项", "Article 20 (9)",
     {{"projects", "采购项目数量", "Projects"}, {"amount", "采购总金额(单位:万元)", "Spent (10 000 yuan)"}},
     {{"9.procurement", "政府集中采购", "Central procurement"}}},
};
/* clang-format on */

/* The last column takes the places that are left. */
static int width_of(int column, int count)
{
    return column == count - 1 ? BLOCK_COLUMNS - column : 1;
}

static void put_block(struct layout *layout, const struct block *block)
{
    int columns = 0;
    while (columns < BLOCK_COLUMNS && block->columns[columns].key) columns++;
    begin_row(layout);
    put_head(layout, block->zh, block->en, 1 + BLOCK_COLUMNS, 1);
    end_row(layout);
    begin_row(layout);
    put_head(layout, "信息内容", "Information", 1, 1);
    for (int c = 0; c < columns; c++)
        put_head(layout, block->columns[c].zh, block->columns[c].en, width_of(c, columns), 1);
    end_row(layout);
    for (int r = 0; r < BLOCK_ROWS && block->rows[r].key; r++) {
        const struct cell_value *cells = table_row(layout->view->values, "2", block->rows[r].key);
        begin_row(layout);
        put_name(layout, block->rows[r].zh, block->rows[r].en, 1, 1);
        for (int c = 0; c < columns; c++)
            put_value(layout, &cells[c])->across = width_of(c, columns);
        end_row(layout);
    }
}

static const struct print_table *lay_blocks(struct context *cx, const struct table_view *view,
                                            const struct block *blocks, size_t count)
{
    static const struct print_column columns[] = {
        {2.2, PRINT_START },
        {1.6, PRINT_MIDDLE},
        {1.6, PRINT_MIDDLE},
        {1.6, PRINT_MIDDLE}
    };
    struct layout layout = begin(cx, view, count * (2 + BLOCK_ROWS), COUNT_OF(columns));
    for (size_t i = 0; i < count; i++) put_block(&layout, &blocks[i]);
    return finish(&layout, columns, COUNT_OF(columns), (struct print_table){.size = 10.5});
}

const struct print_table *lay_table_2_of_2019(struct context *cx, const struct table_view *view)
{
    return lay_blocks(cx, view, blocks_of_2019, COUNT_OF(blocks_of_2019));
}
const struct print_table *lay_table_2_of_2021(struct context *cx, const struct table_view *view)
{
    return lay_blocks(cx, view, blocks_of_2021, COUNT_OF(blocks_of_2021));
}

/* ---- table 3 ----------------------------------------------------------------------------------
 */

enum { NAME_COLUMNS = 3, HEAD_ROWS_3 = 3 };

static const struct form_group *group_named(const char *key)
{
    for (size_t i = 0; i < table_3_group_count; i++)
        if (text_equal(table_3_groups[i].key, key)) return &table_3_groups[i];
    return NULL;
}

static bool is_within(const struct official_row *row, const char *group)
{
    size_t size = text_starts(row->group, group) ? strlen(group) : 0;
    return size && (!row->group[size] || row->group[size] == '.');
}

/* The heading of a group stands beside its first row, as high as all of them. */
static void put_group(struct layout *layout, size_t row, const char *key)
{
    const struct form_table *table = layout->view->table;
    const struct form_group *group = group_named(key);
    int rows = 0;
    if (row && is_within(&table->rows[row - 1], key)) return;
    for (size_t i = row; i < table->row_count && is_within(&table->rows[i], key); i++) rows++;
    put_name(layout, group->zh, group->en, 1, rows);
}

static void put_row_of_3(struct layout *layout, size_t i)
{
    const struct official_row *row = &layout->view->table->rows[i];
    const struct cell_value *cells = table_row(layout->view->values, "3", row->key);
    int level = text_empty(row->group) ? 0 : strchr(row->group, '.') ? 2 : 1;
    begin_row(layout);
    if (level) put_group(layout, i, "3");
    if (level == 2) put_group(layout, i, row->group);
    put_name(layout, row->zh, row->en, NAME_COLUMNS - level, 1);
    for (int column = 0; column < TABLE_COLUMNS; column++) put_value(layout, &cells[column]);
    end_row(layout);
}

static void put_head_of_3(struct layout *layout)
{
    begin_row(layout);
    put_head(layout, "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
             "(In each column 1 plus 2 equals 3 plus 4)", NAME_COLUMNS, HEAD_ROWS_3);
    put_head(layout, "申请人情况", "Applicants", TABLE_COLUMNS, 1);
    end_row(layout);
    begin_row(layout);
    put_head(layout, table_3_columns[0].zh, table_3_columns[0].en, 1, 2);
    put_head(layout, "法人或其他组织", "Legal persons and other organisations", TABLE_ALL - 1, 1);
    put_head(layout, table_3_columns[TABLE_ALL].zh, table_3_columns[TABLE_ALL].en, 1, 2);
    end_row(layout);
    begin_row(layout);
    for (int column = 1; column < TABLE_ALL; column++)
        put_head(layout, table_3_columns[column].zh, table_3_columns[column].en, 1, 1);
    end_row(layout);
}

/* English words are longer, and are not to be broken. */
static const struct print_column *columns_of_3(struct context *cx)
{
    static const double chinese[] = {1.1, 1.4, 4.2, 1}, english[] = {1.2, 1.6, 3.3, 1.4};
    const double *width = cx->language == CHINESE ? chinese : english;
    struct print_column *columns =
        arena_array(cx->mem, struct print_column, NAME_COLUMNS + TABLE_COLUMNS);
    for (int i = 0; i < NAME_COLUMNS; i++)
        columns[i] = (struct print_column){width[i], PRINT_START};
    for (int i = 0; i < TABLE_COLUMNS; i++)
        columns[NAME_COLUMNS + i] = (struct print_column){width[NAME_COLUMNS], PRINT_MIDDLE};
    return columns;
}

const struct print_table *lay_table_3(struct context *cx, const struct table_view *view)
{
    size_t columns = NAME_COLUMNS + TABLE_COLUMNS;
    struct layout layout = begin(cx, view, HEAD_ROWS_3 + view->table->row_count, columns);
    put_head_of_3(&layout);
    for (size_t i = 0; i < view->table->row_count; i++) put_row_of_3(&layout, i);
    return finish(
        &layout, columns_of_3(cx), columns,
        (struct print_table){.head_rows = HEAD_ROWS_3, .size = cx->language == CHINESE ? 9 : 8});
}

/* ---- table 4 ----------------------------------------------------------------------------------
 */

enum { CELLS_4 = REMEDY_BLOCKS * REMEDY_COLUMNS, HEAD_ROWS_4 = 3 };

static void put_results(struct layout *layout, int down)
{
    for (int column = 0; column < REMEDY_COLUMNS; column++)
        put_head(layout, table_4_columns[column].zh, table_4_columns[column].en, 1, down);
}

const struct print_table *lay_table_4(struct context *cx, const struct table_view *view)
{
    struct print_column *columns = arena_array(cx->mem, struct print_column, CELLS_4);
    struct layout layout = begin(cx, view, HEAD_ROWS_4 + 1, CELLS_4);
    for (int i = 0; i < CELLS_4; i++) columns[i] = (struct print_column){1, PRINT_MIDDLE};
    begin_row(&layout);
    put_head(&layout, table_4_blocks[0].zh, table_4_blocks[0].en, REMEDY_COLUMNS, 1);
    put_head(&layout, "行政诉讼", "Litigation", 2 * REMEDY_COLUMNS, 1);
    end_row(&layout);
    begin_row(&layout);
    put_results(&layout, 2);
    for (int block = 1; block < REMEDY_BLOCKS; block++)
        put_head(&layout, table_4_blocks[block].zh, table_4_blocks[block].en, REMEDY_COLUMNS, 1);
    end_row(&layout);
    begin_row(&layout);
    for (int block = 1; block < REMEDY_BLOCKS; block++) put_results(&layout, 1);
    end_row(&layout);
    begin_row(&layout);
    for (int block = 0; block < REMEDY_BLOCKS; block++) {
        const struct cell_value *cells = table_row(view->values, "4", table_4_blocks[block].key);
        for (int column = 0; column < REMEDY_COLUMNS; column++) put_value(&layout, &cells[column]);
    }
    end_row(&layout);
    return finish(
        &layout, columns, CELLS_4,
        (struct print_table){.head_rows = HEAD_ROWS_4, .size = cx->language == CHINESE ? 9 : 6});
}
