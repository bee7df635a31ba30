/* A report made ready to be read. */
#include <string.h>

#include "base/text.h"
#include "report/pages.h"
#include "web/body.h"
#include "web/message.h"

static const char *const numerals[REPORT_PARTS] = {"一", "二", "三", "四", "五", "六"};

const char *report_warning(struct context *cx, const char *warnings)
{
    static const char between[] = "｜";
    const char *at = strstr(warnings, between);
    if (!at) return warnings;
    return cx->language == CHINESE ? arena_copy_n(cx->mem, warnings, (size_t)(at - warnings))
                                   : at + strlen(between);
}

const char *report_address(struct arena *mem, const struct report_copy *copy)
{
    return arena_format(mem, "/reports/%s/%d%s", copy->agency, copy->year,
                        text_equal(copy->scope, "aggregate") ? "/aggregate" : "");
}

const char *report_row_number(struct context *cx, const struct cell_row *row)
{
    const struct kind *kind = kind_by_name(row->kind);
    for (size_t i = 0; kind && i < kind->field_count; i++) {
        if (kind->fields[i].type != WORD) continue;
        const struct word *word = field_word(&kind->fields[i], row->number);
        if (word) return cx->language == CHINESE ? word->zh : word->en;
    }
    return row->number;
}

/* Each figure becomes a link to the rows it counted; the text renderer makes it HTML. */
static const char *with_links(struct context *cx, const char *part, const char *figures,
                              const char *address)
{
    struct out out = out_new(cx->mem);
    const struct report_text_piece *piece = report_text(cx->mem, part, figures);
    for (; piece; piece = piece->next) {
        if (piece->type == PIECE_FIGURE && address)
            out_format(&out, "[%s](%s/cells/%s)", piece->text, address, piece->key);
        else
            out_text(&out, piece->text);
    }
    return out.text;
}

static void add_indicators(struct context *cx, const struct report_form *form,
                           const struct report_copy *copy, struct report_view *view)
{
    bool chinese = cx->language == CHINESE;
    view->indicator_count = form->cell_count;
    view->indicators = arena_array(cx->mem, struct report_indicator, form->cell_count);
    for (size_t i = 0; i < form->cell_count; i++) {
        const struct cell *cell = &form->cells[i];
        struct report_indicator *to = &view->indicators[i];
        *to = (struct report_indicator){.key = cell->key,
                                        .label = chinese ? cell->zh : cell->en,
                                        .unit = chinese ? cell->unit_zh : cell->unit_en,
                                        .declared = cell->declared,
                                        .subtree = cell->subtree,
                                        .in_table = cell->table != NULL};
        to->there = report_figure(copy->figures, cell->key, &to->value);
        to->number = report_number(cx->mem, cell, to->value);
        if (view->address)
            to->href = arena_format(cx->mem, "%s/cells/%s", view->address, cell->key);
    }
}

const char *report_head_scope(const struct print_table *table, size_t row, size_t cell)
{
    const struct print_row *at = &table->rows[row];
    bool all_heads = true;
    for (size_t i = 0; i < at->count; i++) all_heads &= at->cells[i].head;
    if (row < table->head_rows || all_heads) return at->cells[cell].across > 1 ? "colgroup" : "col";
    return at->cells[cell].down > 1 ? "rowgroup" : "row";
}

const struct report_table *report_tables(struct context *cx, const struct table_view *view,
                                         int part)
{
    const struct report_form *form = view->values->form;
    struct report_table *made = arena_array(cx->mem, struct report_table, form->table_count + 1);
    size_t n = 0;
    for (size_t i = 0; i < form->table_count; i++) {
        const struct form_table *table = &form->tables[i];
        if (table->part != part) continue;
        struct table_view of = *view;
        of.table = table;
        const char *args[] = {table->number};
        made[n++] = (struct report_table){
            .number = message_format(cx->mem, cx->language, "report.table", args, 1),
            .caption = cx->language == CHINESE ? table->zh : table->en,
            .laid = table->lay(cx, &of)};
    }
    return made;
}

/* A form's tables, with the values that the report stores. */
static void add_tables(struct context *cx, const struct report_copy *copy, struct report_view *view)
{
    struct annual_report stored = {.form = copy->form, .scope = copy->scope, .year = copy->year};
    stored.base.agency = copy->agency;
    stored.figures = copy->figures;
    struct report_values values = report_stored(cx->mem, &stored);
    struct table_view shown = {.values = &values, .address = view->address};
    for (int part = 1; part <= REPORT_PARTS; part++) {
        view->parts[part - 1].tables = report_tables(cx, &shown, part);
        view->has_tables |= view->parts[part - 1].tables->laid != NULL;
    }
}

void report_view_make(struct context *cx, const struct report_copy *copy, const char *address,
                      struct report_view *ret)
{
    const struct report_form *form = form_by_id(copy->form);
    bool chinese = cx->language == CHINESE;
    *ret = (struct report_view){.title = copy->title,
                                .warning = report_warning(cx, copy->warnings),
                                .address = address,
                                .year = copy->year,
                                .as_of = copy->as_of,
                                .due_on = copy->due_on};
    for (const struct word *w = report_scopes; w->word; w++)
        if (text_equal(w->word, copy->scope)) ret->scope = chinese ? w->zh : w->en;
    for (size_t i = 0; i < REPORT_PARTS; i++) {
        ret->parts[i].number = numerals[i];
        if (form) ret->parts[i].title = form->titles_zh[i];
        ret->parts[i].tables = arena_make(cx->mem, struct report_table);
        ret->parts[i].text =
            body_html(cx->mem, with_links(cx, copy->parts[i], copy->figures, address));
    }
    if (!form) return;
    add_indicators(cx, form, copy, ret);
    add_tables(cx, copy, ret);
}
