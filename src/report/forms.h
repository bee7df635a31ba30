/* The forms of annual reports, one file each. */
#ifndef REPORT_FORMS_H
#define REPORT_FORMS_H

#include "report/table.h"

extern const struct report_form form_cn_2008, form_cn_2019, form_cn_2021;
enum { FORM_CN_2008_LINES = 28, FORM_CN_2019_LINES = 15, FORM_CN_2021_LINES = 16 };
extern const struct form_line form_cn_2008_lines[FORM_CN_2008_LINES];
extern const struct form_line form_cn_2019_lines[FORM_CN_2019_LINES];
extern const struct form_line form_cn_2021_lines[FORM_CN_2021_LINES];

/* The tables laid out as the official forms do. */
const struct print_table *lay_table_2_of_2019(struct context *cx, const struct table_view *view);
const struct print_table *lay_table_2_of_2021(struct context *cx, const struct table_view *view);
const struct print_table *lay_table_3(struct context *cx, const struct table_view *view);
const struct print_table *lay_table_4(struct context *cx, const struct table_view *view);

/* What a draft's text takes from the registers: whole lines, each with its end. */
enum status text_fee_postings(struct context *cx, const struct annual_report *report,
                              struct out *out);
enum status text_problems(struct context *cx, const struct annual_report *report, struct out *out);
enum status text_improvements(struct context *cx, const struct annual_report *report,
                              struct out *out);

#endif
