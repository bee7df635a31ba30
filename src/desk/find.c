/* One search over every register: by index number, exactly, or by a part of the title. */
#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/views.h"
#include "record/list.h"
#include "web/message.h"
#include "web/views.h"

enum { FOUND_SHOWN = 8, QUERY_MAX = 100 };

static struct list_row row_of(struct context *cx, const struct record *rec)
{
    const char *title = record_title(rec);
    return (struct list_row){
        .id = rec->id,
        .href = desk_path(cx, rec),
        .title = text_empty(title) ? message_text(cx->language, "desk.untitled") : title,
        .number = rec->number,
        .state = state_label(record_state(rec), cx->language),
        .badge = desk_badge(rec),
        .unit = desk_unit(cx, rec)};
}

/* "099023009/2009-00638" and "2009-00638" name the same item of this agency. */
static const char *number_of(const char *q)
{
    const char *slash = strrchr(q, '/');
    return slash ? slash + 1 : q;
}

static enum status find_in(struct context *cx, const struct kind *kind, const char *q,
                           struct found_view *found)
{
    struct list by_number = {0}, by_title;
    struct list_filter number = {"number", value_text(number_of(q))};
    struct list_query query = {
        .kind = kind, .agency = desk_agency(cx, READ_STAFF), .limit = FOUND_SHOWN, .counted = true};
    if (kind->flags & ITEM) {
        query.filters = &number;
        query.filter_count = 1;
        TRY(record_list(cx, &query, &by_number));
        query.filter_count = 0;
    }
    query.contains = q;
    TRY(record_list(cx, &query, &by_title));
    found->label = kind_label(kind, cx->language);
    found->total = by_number.total * (by_number.count > 0) + by_title.total;
    found->rows = arena_array(cx->mem, struct list_row, by_number.count + by_title.count + 1);
    for (size_t i = 0; i < by_number.count; i++)
        found->rows[found->row_count++] = row_of(cx, list_at(&by_number, i));
    for (size_t i = 0; i < by_title.count; i++)
        found->rows[found->row_count++] = row_of(cx, list_at(&by_title, i));
    if (by_title.next)
        found->href =
            arena_format(cx->mem, "/records/%s?q=%s", kind->name, http_encode(cx->mem, q, false));
    return OK;
}

enum status desk_find(struct context *cx, const struct web *web, struct response *response)
{
    size_t kinds = 0, count = 0;
    const char *q = "";
    while (kind_at(kinds)) kinds++;
    struct found_view *groups = arena_array(cx->mem, struct found_view, kinds + 1);
    /* A search that cannot be understood finds nothing; that is not a mistake of the visitor's. */
    if (web_text(cx, web, "q", QUERY_MAX, &q) != OK) cx->issues = NULL;
    for (size_t i = 0; *q && i < kinds; i++) {
        if (!desk_shows(cx->actor, kind_at(i))) continue;
        TRY(find_in(cx, kind_at(i), q, &groups[count]));
        count += groups[count].row_count > 0;
    }
    struct page page = desk_page(web, NULL);
    view_web_page_begin(&page, message_text(cx->language, "desk.find_title"));
    view_desk_find(&page, q, groups, count);
    view_web_page_end(&page);
    return web_show(response, &page);
}
