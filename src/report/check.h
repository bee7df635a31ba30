/* What must hold between the cells of a form with tables (DOMAIN §3.2, K1 … K10). A report that
 * breaks one is neither checked nor approved; the sentence says which cell, and why. K6 only warns:
 * documents come into force in another year than they are made.
 *
 *     K1   per column: 一 + 二 = 三(七) + 四
 *     K2   per column: 三(七) is the sum of its leaves
 *     K3   per row: 总计 is the sum of the six kinds of applicant
 *     K4   per kind: 二 is 四 of last year's published report, in the first year the declared
 * balance K5   each block of table 4: 总计 is the sum of its four results K6   in force = last
 * year's + made − repealed K7   nothing is below zero K8   an aggregate is the agency's own report
 * and those of the agencies below K9   an application that was closed stands in exactly one row K10
 * sections 三 and 四 hold no number but placeholders, and do not say "none" of some
 */
#ifndef REPORT_CHECK_H
#define REPORT_CHECK_H

#include "report/report.h"

struct report_break {
    const char *check;   /* "K2" */
    const char *cell;    /* its key; "" */
    int part;            /* K10: 1 … 6; else 0 */
    bool warns;          /* does not hold the report up */
    const char *text[2]; /* the sentence, by language */
    struct report_break *next;
};

/* The figures to check are the values'; strays (K9) are there after report_count(). text is the
 * report whose words are checked (K10); NULL: its figures only. A form without tables has no
 * checks. */
enum status report_checks(struct context *cx, const struct report_values *values,
                          const struct annual_report *text,
                          struct report_break **ret_breaks) MUST_USE;

/* INVALID, with an issue for each, when the stored figures or the words break a check; counted says
 * what report_count() found (K9). */
enum status report_hold(struct context *cx, const struct annual_report *report,
                        const struct report_values *counted) MUST_USE;

#endif
