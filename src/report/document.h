/* A report on paper and as a workbook: the text of its parts with the numbers put in, the tables of
 * its form as the official one lays them out, and the annex. The same report gives the same bytes,
 * in the language of the context. */
#ifndef REPORT_DOCUMENT_H
#define REPORT_DOCUMENT_H

#include "report/pages.h"

/* What a report with tables carries besides its rows; made by report_compute(). */
#define REPORT_PDF_FILE "report.pdf"
#define REPORT_WORKBOOK_FILE "report.xlsx"

enum status report_pdf(struct context *cx, const struct report_copy *copy, const char *agency,
                       struct bytes *ret_pdf) MUST_USE;
enum status report_workbook(struct context *cx, const struct report_copy *copy, const char *agency,
                            struct bytes *ret_xlsx) MUST_USE;
/* Every cell a line: cell, label, unit, value, declared, subtree. */
struct bytes report_csv(struct context *cx, const struct report_copy *copy);

#endif
