/* Tables as a workbook (XLSX), for whoever goes on calculating with them.
 *
 *     struct sheet sheets[] = {{"表三", "收到和处理政府信息公开申请情况", &table}};
 *     struct sheet_book book = {.title = title, .author = agency, .created = at, .language =
 * CHINESE}; TRY(sheet_xlsx(cx, &book, sheets, COUNT_OF(sheets), &bytes));
 *
 * Counts and amounts are numbers, days are dates, all else is text: a text is never a formula,
 * whatever it begins with (SECURITY §3). Merged cells, widths and heads are the table's. The same
 * book gives the same bytes.
 */
#ifndef DOCUMENT_SHEET_H
#define DOCUMENT_SHEET_H

#include "document/print.h"

struct sheet {
    const char
        *name; /* of the tab: at most 31 characters, without []:*?/\ (others are put right) */
    const char *heading; /* a line above the table; NULL: none */
    const struct print_table *table;
    const char *note; /* below it; NULL: none */
};

struct sheet_book {
    const char *title, *author;
    struct moment created;
    enum language language;
    const char *tmp; /* a folder for what is being made; NULL: the system's */
};

enum { SHEET_MOST = 50, SHEET_ROWS_MOST = 100000 };

enum status sheet_xlsx(struct context *cx, const struct sheet_book *book,
                       const struct sheet *sheets, size_t count, struct bytes *ret_xlsx) MUST_USE;

#endif
