#include "oversight/show.h"

#include "base/text.h"
#include "web/message.h"

static size_t count_indicators(const struct indicator_line *line)
{
    size_t count = 0;
    for (; line; line = line->next) count++;
    return count;
}

static const char *label_of(const struct context *cx, const struct indicator_line *line)
{
    return cx->language == CHINESE ? line->zh : line->en;
}

void ranking_begin(struct context *cx, const char *indicators, size_t most,
                   struct ranking_view *ret)
{
    struct indicator_line *line = indicators_read(cx->mem, indicators);
    size_t count = count_indicators(line);
    *ret = (struct ranking_view){.labels = arena_array(cx->mem, const char *, count + 1),
                                 .weights = arena_array(cx->mem, const char *, count + 1),
                                 .rows = arena_array(cx->mem, struct ranking_row, most + 1)};
    for (; line; line = line->next) {
        ret->labels[ret->column_count] = label_of(cx, line);
        ret->weights[ret->column_count++] = score_write(cx->mem, line->weight);
    }
}

void ranking_add(struct context *cx, struct ranking_view *view, const char *indicators,
                 const char *points, const struct ranking_row *row)
{
    struct ranking_row *made = &view->rows[view->count++];
    size_t n = 0;
    *made = *row;
    made->points = arena_array(cx->mem, const char *, view->column_count + 1);
    for (struct indicator_line *line = indicators_read(cx->mem, indicators); line;
         line = line->next)
        made->points[n++] = score_write(cx->mem, score_points(points, line->id));
}

/* A row without a record is the rule's own: the weight that deductions are taken from. */
static struct score_line line_of(struct context *cx, const struct score_source *source,
                                 const struct score_row *row)
{
    const struct kind *kind = kind_by_name(row->kind);
    struct score_line line = {.points = score_write(cx->mem, row->points),
                              .label = row->label,
                              .number = row->number,
                              .on = row->on};
    if (text_empty(row->record))
        line.label = message_text(cx->language, "assessment.whole");
    else if (text_empty(row->label))
        line.label = kind ? kind_label(kind, cx->language) : row->kind;
    if (!text_empty(row->record)) line.href = source->href(source->with, row);
    return line;
}

static enum status fill_part(struct context *cx, const struct score_source *source,
                             struct score_part *part)
{
    struct score_row *rows;
    size_t count = 0;
    TRY(score_rows_read(cx, source->rows, part->id, &rows));
    for (const struct score_row *row = rows; row; row = row->next) count++;
    part->lines = arena_array(cx->mem, struct score_line, count + 1);
    for (; rows; rows = rows->next) part->lines[part->count++] = line_of(cx, source, rows);
    return OK;
}

enum status score_view_make(struct context *cx, const struct score_source *source,
                            struct score_view *ret)
{
    struct indicator_line *line = indicators_read(cx->mem, source->indicators);
    *ret = (struct score_view){
        .title = source->title,
        .total = score_write(cx->mem, source->total),
        .place = source->place,
        .parts = arena_array(cx->mem, struct score_part, count_indicators(line) + 1)};
    for (; line; line = line->next) {
        struct score_part *part = &ret->parts[ret->count++];
        *part = (struct score_part){
            .id = line->id,
            .label = label_of(cx, line),
            .weight = score_write(cx->mem, line->weight),
            .got = score_write(cx->mem, score_points(source->points, line->id))};
        TRY(fill_part(cx, source, part));
    }
    return OK;
}
