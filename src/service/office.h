/* The staff's pages of the convenience window, beside those that every kind has (desk/desk.h).
 *
 *     /service/new                    keying in what is handed in at the counter; its code is shown
 * once /service/cases/{id}/materials   the checklist: each material there, missing or wrong
 *     /service/cases/{id}/code        a new code, where the old one was lost
 *     /service/cases/{id}/originals/… what came with the applicant's letters
 *
 * On the page of a case a panel shows its checklist, its steps with a button for whoever's post it
 * is, and how its promised day comes about.
 */
#ifndef SERVICE_OFFICE_H
#define SERVICE_OFFICE_H

#include "desk/desk.h"
#include "service/case.h"

extern const struct routes service_routes;

void service_case_panel(struct page *pg, const struct record *rec);
void service_inquiry_panel(struct page *pg, const struct record *rec);
/* Which headings of GB/T 36114 an item does not answer; "" if none. */
const char *service_item_remark(struct context *cx, const struct record *rec);

struct material_line {
    const struct service_material *m;
    const char *state, *badge, *claim;
};
struct step_line {
    const struct service_step *step;
    const char *state, *badge, *class, *href;
    bool mine; /* the actor may finish it */
};
struct case_panel {
    const struct service_case *c;
    struct material_line *materials;
    size_t material_count;
    struct step_line *steps;
    size_t step_count;
    const struct law_day *days;
    size_t day_count;
    struct html notice, answers;
    struct file_view *originals;
    size_t original_count;
    const char *checklist; /* address of the form; NULL: not now, or not theirs */
    const char *new_code;  /* address; NULL: may not */
    const char *published; /* address of the draft or published result; NULL: none */
    bool late;             /* nobody said in time what is missing */
    bool personal;
};
struct case_enter {
    struct form *form;
};
struct service_code {
    const char *title, *code, *back;
};

#endif
