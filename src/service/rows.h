/* Tables inside a text: the first Markdown table of a BODY field, row by row.
 *
 *     | 环节 | 类别 | 时限 | 责任岗位 | 办理内容 |
 *     |---|---|---|---|---|
 *     | 受理 | 受理 | 1 | 户政窗口受理岗 | 核对材料，当场受理或者一次告知 |
 *
 *     struct service_rows rows;
 *     if (rows_read(mem, p->steps, STEP_COLUMNS, &rows)) … rows.at[i].cells[STEP_POST] …
 *
 * A row with fewer cells has "" for the rest; one with more is no row of ours, and the table is
 * refused. What the columns mean is told by their order; their heads are for people.
 */
#ifndef SERVICE_ROWS_H
#define SERVICE_ROWS_H

#include "access/access.h"
#include "base/arena.h"
#include "record/field.h"

enum { ROWS_MAX = 40, CELLS_MAX = 6 };
struct service_rows {
    struct service_row {
        const char *cells[CELLS_MAX];
    } at[ROWS_MAX];
    size_t count;
};
/* False: there is no table, it has no row, or one of them has too many cells. */
bool service_rows_read(struct arena *mem, const char *text, size_t columns,
                       struct service_rows *ret_rows);

/* A step of a procedure: what it is, which hand it needs, in how many working days, by which post.
 */
enum step_column { STEP_TITLE, STEP_CLASS, STEP_DAYS, STEP_POST, STEP_WHAT, STEP_COLUMNS };
/* 受理 审查 决定 送达: who may do such a step. */
struct step_class {
    const char *word, *zh, *en;
    enum capability may;
    bool after_decision; /* 送达: comes when all is decided */
};
extern const struct step_class step_classes[]; /* ends with {0} */
/* By its word or by either label; NULL. */
const struct step_class *step_class(const char *text);

struct service_steps {
    struct service_procedure_step {
        const char *title, *post, *what;
        int days;
        const struct step_class *class;
    } at[ROWS_MAX];
    size_t count;
    int days; /* of all */
};
/* False: no table, or a row without title, class, post, or with a time that is no number. */
bool service_steps_read(struct arena *mem, const char *text, struct service_steps *ret_steps);

/* A material: what, in which form, how many, from whom; 必要 "是" or "否". */
enum material_column {
    MATERIAL_TITLE,
    MATERIAL_FORM,
    MATERIAL_COPIES,
    MATERIAL_SOURCE,
    MATERIAL_NEEDED,
    MATERIAL_COLUMNS
};
/* A question of the form on line: what is asked, whether it must be answered. */
enum question_column { QUESTION_TEXT, QUESTION_NEEDED, QUESTION_COLUMNS };
/* "否", "no", "选填": not needed; anything else, and nothing: needed. */
bool service_is_needed(const char *cell);

#endif
