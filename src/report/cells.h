/* Reading cells.csv back: what a report counted when it was computed. */
#ifndef REPORT_CELLS_H
#define REPORT_CELLS_H

#include "report/report.h"

/* The rows of one cell, in the file's order. INVALID: not a file that report_cells_csv() wrote. */
enum status report_cells_read(struct context *cx, struct bytes csv, const char *key,
                              struct cell_row **ret_rows, size_t *ret_count) MUST_USE;

#endif
