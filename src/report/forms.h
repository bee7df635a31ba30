/* The forms of annual reports, one file each. */
#ifndef REPORT_FORMS_H
#define REPORT_FORMS_H

#include "report/report.h"

extern const struct report_form form_cn_2008;
enum { FORM_CN_2008_LINES = 28 };
extern const struct form_line form_cn_2008_lines[FORM_CN_2008_LINES];

/* What a draft's text takes from the registers: whole lines, each with its end. */
enum status text_fee_postings(struct context *cx, const struct annual_report *report,
                              struct out *out);
enum status text_problems(struct context *cx, const struct annual_report *report, struct out *out);
enum status text_improvements(struct context *cx, const struct annual_report *report,
                              struct out *out);

#endif
