#include "document/sheet.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "base/text.h"
#include "document/print_inside.h"

enum { NAME_MOST = 31, CELL_MOST = 32000, WIDEST = 60, NARROWEST = 6, FILE_MOST = 64 << 20 };

/* Looks of cells: align × what it holds × head. libxlsxwriter wants each made once. */
struct formats {
    lxw_workbook *workbook;
    lxw_format *rows[2][4][4]; /* head, print_align, print_value */
    lxw_format *heading, *note;
};

static lxw_format *new_format(lxw_workbook *workbook, bool box)
{
    lxw_format *format = workbook_add_format(workbook);
    format_set_font_name(format, "WenQuanYi Micro Hei");
    format_set_font_size(format, 10.5);
    format_set_text_wrap(format);
    format_set_align(format, LXW_ALIGN_VERTICAL_CENTER);
    if (box) format_set_border(format, LXW_BORDER_THIN);
    return format;
}

static lxw_format *format_of(struct formats *formats, const struct placed_cell *at)
{
    static const uint8_t aligns[] = {LXW_ALIGN_NONE, LXW_ALIGN_LEFT, LXW_ALIGN_CENTER,
                                     LXW_ALIGN_RIGHT};
    static const char *const numbers[] = {NULL, "0", "0.00", "yyyy-mm-dd"};
    enum print_value value = at->cell->value;
    lxw_format **format = &formats->rows[at->head][at->align][value];
    if (*format) return *format;
    *format = new_format(formats->workbook, true);
    format_set_align(*format, aligns[at->align]);
    if (at->head) format_set_bold(*format);
    if (numbers[value]) format_set_num_format(*format, numbers[value]);
    return *format;
}

/* ---- one sheet ---- */

static const char *cut_bytes(struct arena *mem, const char *text)
{
    return text_length(text) > CELL_MOST ? text_cut(mem, text, CELL_MOST) : text;
}

static void write_value(lxw_worksheet *sheet, lxw_row_t row, const struct placed_cell *at,
                        struct arena *mem, lxw_format *format)
{
    lxw_col_t column = (lxw_col_t)at->column;
    const struct print_cell *cell = at->cell;
    if (cell->value == PRINT_WORDS || cell->number == INT64_MIN) {
        if (text_empty(cell->text))
            worksheet_write_blank(sheet, row, column, format);
        else
            worksheet_write_string(sheet, row, column, cut_bytes(mem, cell->text), format);
    } else if (cell->value == PRINT_DAY) {
        struct civil c = date_civil((struct date){(int32_t)cell->number});
        lxw_datetime day = {.year = c.year, .month = c.month, .day = c.day};
        worksheet_write_datetime(sheet, row, column, &day, format);
    } else {
        double divisor = cell->value == PRINT_AMOUNT ? 100 : 1;
        worksheet_write_number(sheet, row, column, (double)cell->number / divisor, format);
    }
}

static void write_cells(struct formats *formats, lxw_worksheet *sheet, lxw_row_t top,
                        const struct placed_table *placed, struct arena *mem)
{
    for (size_t i = 0; i < placed->count; i++) {
        const struct placed_cell *at = &placed->cells[i];
        lxw_row_t row = top + (lxw_row_t)at->row;
        lxw_format *format = format_of(formats, at);
        if (at->across > 1 || at->down > 1)
            worksheet_merge_range(sheet, row, (lxw_col_t)at->column, row + (lxw_row_t)at->down - 1,
                                  (lxw_col_t)(at->column + at->across - 1), "", format);
        write_value(sheet, row, at, mem, format);
    }
}

/* Widths as on paper: 156 mm of 10.5-point letters are about 84 digits. */
static void set_columns(lxw_worksheet *sheet, const struct print_table *table)
{
    double sum = 0;
    for (size_t i = 0; i < table->column_count; i++) sum += table->columns[i].width;
    for (size_t i = 0; i < table->column_count; i++) {
        double width = sum > 0 ? table->columns[i].width / sum * 100 : 16;
        if (width > WIDEST) width = WIDEST;
        if (width < NARROWEST) width = NARROWEST;
        worksheet_set_column(sheet, (lxw_col_t)i, (lxw_col_t)i, width, NULL);
    }
}

/* A line across the whole table, above or below it. */
static void write_line(lxw_worksheet *sheet, lxw_row_t row, size_t columns, const char *text,
                       lxw_format *format)
{
    if (columns > 1)
        worksheet_merge_range(sheet, row, 0, row, (lxw_col_t)(columns - 1), "", format);
    worksheet_write_string(sheet, row, 0, text, format);
}

static void write_sheet(struct context *cx, struct formats *formats, lxw_worksheet *sheet,
                        const struct sheet *from)
{
    const struct print_table *table = from->table;
    lxw_row_t row = 0;
    set_columns(sheet, table);
    if (!text_empty(from->heading)) {
        write_line(sheet, row, table->column_count, cut_bytes(cx->mem, from->heading),
                   formats->heading);
        worksheet_set_row(sheet, row++, 28, NULL);
    }
    const struct placed_table *placed = print_place(cx->mem, table);
    lxw_row_t heads = (lxw_row_t)placed->head_rows;
    write_cells(formats, sheet, row, placed, cx->mem);
    if (heads) worksheet_freeze_panes(sheet, row + heads, 0);
    if (heads) worksheet_repeat_rows(sheet, row, row + heads - 1);
    row += (lxw_row_t)table->row_count;
    if (!text_empty(from->note))
        write_line(sheet, row, table->column_count, cut_bytes(cx->mem, from->note), formats->note);
    worksheet_set_paper(sheet, 9); /* A4 */
    worksheet_fit_to_pages(sheet, 1, 0);
}

/* A tab's name: what Excel forbids becomes a blank, and two of one name are told apart. */
static const char *name_of(struct context *cx, const struct sheet *sheets, size_t at)
{
    char *name = arena_copy(cx->mem, sheets[at].name);
    for (char *c = name; *c; c++)
        if (strchr("[]:*?/\\'", *c)) *c = ' ';
    if (text_empty(name)) return arena_format(cx->mem, "%zu", at + 1);
    for (size_t i = 0; i < at; i++)
        if (!strcasecmp(sheets[i].name ? sheets[i].name : "", sheets[at].name))
            return arena_format(cx->mem, "%s %zu", text_cut(cx->mem, name, NAME_MOST - 5), at + 1);
    return text_length(name) > NAME_MOST ? text_cut(cx->mem, name, NAME_MOST - 1) : name;
}

/* ---- the book ---- */

static void close_fd(void *fd)
{
    close((int)(intptr_t)fd);
}

static void describe(lxw_workbook *workbook, const struct sheet_book *book, struct arena *mem)
{
    lxw_doc_properties properties = {.title = arena_copy(mem, book->title),
                                     .author = arena_copy(mem, book->author),
                                     .created = book->created.ms ? book->created.ms / 1000 : 1};
    workbook_set_properties(workbook, &properties);
}

static enum status write_book(struct context *cx, const struct sheet_book *book,
                              const struct sheet *sheets, size_t count, lxw_workbook *workbook)
{
    struct formats formats = {.workbook = workbook};
    formats.heading = new_format(workbook, false);
    format_set_font_size(formats.heading, 14);
    format_set_bold(formats.heading);
    format_set_align(formats.heading, LXW_ALIGN_CENTER);
    formats.note = new_format(workbook, false);
    describe(workbook, book, cx->mem);
    for (size_t i = 0; i < count; i++) {
        const struct print_table *table = sheets[i].table;
        lxw_worksheet *sheet = workbook_add_worksheet(workbook, name_of(cx, sheets, i));
        if (!sheet) return fault(cx, "sheet: no tab for %s", sheets[i].name);
        if (!table || !table->column_count) continue;
        write_sheet(cx, &formats, sheet, &sheets[i]);
    }
    return OK;
}

static enum status read_back(struct context *cx, int fd, struct bytes *ret_xlsx)
{
    off_t size = lseek(fd, 0, SEEK_END);
    if (size <= 0 || size > FILE_MOST) return fault(cx, "sheet: %lld bytes", (long long)size);
    unsigned char *data = arena_alloc(cx->mem, (size_t)size + 1);
    for (off_t got = 0; got < size;) {
        ssize_t n = pread(fd, data + got, (size_t)(size - got), got);
        if (n <= 0) return fault(cx, "sheet: %s", strerror(errno));
        got += n;
    }
    *ret_xlsx = (struct bytes){data, (size_t)size};
    return OK;
}

/* libxlsxwriter 1.1.4 writes to a name only; the name is that of a file in memory. */
enum status sheet_xlsx(struct context *cx, const struct sheet_book *book,
                       const struct sheet *sheets, size_t count, struct bytes *ret_xlsx)
{
    size_t rows = 0;
    for (size_t i = 0; i < count; i++) rows += sheets[i].table ? sheets[i].table->row_count : 0;
    if (!count || count > SHEET_MOST || rows > SHEET_ROWS_MOST)
        return fault(cx, "sheet: %zu tables of %zu rows", count, rows);
    int fd = memfd_create("sheet", MFD_CLOEXEC);
    if (fd < 0) return fault(cx, "sheet: %s", strerror(errno));
    arena_defer(cx->mem, close_fd, (void *)(intptr_t)fd);
    lxw_workbook_options options = {.tmpdir = (char *)(uintptr_t)book->tmp};
    lxw_workbook *workbook =
        workbook_new_opt(arena_format(cx->mem, "/proc/self/fd/%d", fd), &options);
    if (!workbook) return fault(cx, "sheet: no workbook");
    enum status written = write_book(cx, book, sheets, count, workbook);
    lxw_error closed = workbook_close(workbook);
    TRY(written);
    if (closed != LXW_NO_ERROR) return fault(cx, "sheet: %s", lxw_strerror(closed));
    return read_back(cx, fd, ret_xlsx);
}
