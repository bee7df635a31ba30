#include "service/rows.h"

#include <string.h>

#include "base/text.h"

/* clang-format off */
const struct step_class step_classes[] = {
    {"accept",  "受理", "Acceptance",  WRITE,    false},
    {"examine", "审查", "Examination", OFFICER,  false},
    {"decide",  "决定", "Decision",    APPROVER, false},
    {"deliver", "送达", "Delivery",    WRITE,    true},
    {0}};
/* clang-format on */

const struct step_class *step_class(const char *text)
{
    for (const struct step_class *c = step_classes; c->word; c++)
        if (text_equal(text, c->word) || text_equal(text, c->zh) || text_equal(text, c->en))
            return c;
    return NULL;
}

static const char *trimmed(struct arena *mem, const char *from, const char *to)
{
    while (from < to && (*from == ' ' || *from == '\t')) from++;
    while (to > from && (to[-1] == ' ' || to[-1] == '\t' || to[-1] == '\r')) to--;
    return arena_copy_n(mem, from, (size_t)(to - from));
}

/* The cells between the bars; more than there is room for are counted and not kept. */
static size_t read_cells(struct arena *mem, const char *line, const char *end,
                         struct service_row *row)
{
    size_t count = 0;
    const char *at = line + 1; /* behind the first bar */
    while (at < end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar ? bar : end;
        const char *cell = trimmed(mem, at, stop);
        if (!bar && !*cell) break;
        if (count < CELLS_MAX) row->cells[count] = cell;
        count++;
        at = stop + 1;
    }
    return count;
}

/* |---|:--:| : the line below the heads */
static bool is_rule(const char *line, const char *end)
{
    bool dash = false;
    for (; line < end; line++) {
        if (!strchr("|-: \t\r", *line)) return false;
        dash |= *line == '-';
    }
    return dash;
}

bool service_rows_read(struct arena *mem, const char *text, size_t columns,
                       struct service_rows *ret_rows)
{
    size_t lines = 0;
    *ret_rows = (struct service_rows){0};
    for (const char *line = text; *line;) {
        const char *end = strchrnul(line, '\n');
        if (*line == '|') {
            struct service_row *row = &ret_rows->at[ret_rows->count];
            for (size_t i = 0; i < CELLS_MAX; i++) row->cells[i] = "";
            if (lines++ > 0 && !is_rule(line, end)) { /* the first line has the heads */
                if (read_cells(mem, line, end, row) > columns) return false;
                if (++ret_rows->count == ROWS_MAX) return false;
            }
        } else if (lines) {
            break;
        }
        line = *end ? end + 1 : end;
    }
    return ret_rows->count > 0;
}

bool service_steps_read(struct arena *mem, const char *text, struct service_steps *ret_steps)
{
    struct service_rows *rows = arena_make(mem, struct service_rows);
    *ret_steps = (struct service_steps){0};
    if (!service_rows_read(mem, text, STEP_COLUMNS, rows)) return false;
    for (size_t i = 0; i < rows->count; i++) {
        const char *const *cells = rows->at[i].cells;
        const struct step_class *class = step_class(cells[STEP_CLASS]);
        int64_t days;
        if (!*cells[STEP_TITLE] || !*cells[STEP_POST] || !class) return false;
        if (!text_to_int(cells[STEP_DAYS], &days) || days < 0 || days > 366) return false;
        ret_steps->at[ret_steps->count++] =
            (struct service_procedure_step){.title = cells[STEP_TITLE],
                                            .post = cells[STEP_POST],
                                            .what = cells[STEP_WHAT],
                                            .days = (int)days,
                                            .class = class};
        ret_steps->days += (int)days;
    }
    return true;
}

bool service_is_needed(const char *cell)
{
    return !text_equal(cell, "否") && !text_equal(cell, "no") && !text_equal(cell, "选填");
}
