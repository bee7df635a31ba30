/* The office side: a report is begun for a year, computed from the registers, and shown with every
 * number beside the cell that it comes from. Editing and acts are the desk's own pages.
 *
 *     /reports/prepare            which year; makes the draft
 *     /reports/{id}               computing and checking
 *     /reports/{id}/cells/{key}   what a figure counts
 */
#ifndef REPORT_OFFICE_H
#define REPORT_OFFICE_H

#include "report/pages.h"
#include "web/route.h"

extern const struct routes report_routes;

struct report_begin {
    const char *year;  /* as typed */
    const char *error; /* a sentence, or NULL */
};

struct report_paragraph {
    const struct report_text_piece *pieces;
    struct report_paragraph *next;
};
struct report_cell_line {
    const char *placeholder, *label, *href;
    const char *declare;      /* where to declare it; NULL: declared, or counted */
    const char *stored, *now; /* now: as the registers have it */
    bool computed, known, declared, subtree;
};
struct report_finding {
    const char *text; /* a sentence */
    const char *part; /* id of the part that it is about, or NULL */
    bool stop;        /* the report cannot be checked like this */
    struct report_finding *next;
};
struct report_prepare {
    const struct annual_report *report;
    const char *state, *badge, *path, *edit, *scope, *error; /* error: of the computation */
    const char *as_of;                                       /* as typed */
    bool late, editable;
    struct report_shown_part {
        const char *id, *title;
        const struct report_paragraph *paragraphs;
        const struct report_table *tables; /* ends with .laid NULL */
    } parts[REPORT_PARTS];
    const struct report_finding *findings;
    const struct report_cell_line *cells;
    size_t cell_count;
};

#endif
