/* Strips → pages: what stands on which. */
#include <string.h>

#include "document/print_inside.h"

/* The first strip after which a page may end, from one on: the strips up to it stay together. */
static size_t end_of_group(const struct paper *paper, size_t first)
{
    size_t end = first + 1;
    while (end < paper->count && paper->strips[end - 1].keep && !paper->strips[end].turn) end++;
    return end;
}

static double height_of(const struct paper *paper, size_t first, size_t end, bool at_head)
{
    double height = 0;
    for (size_t i = first; i < end; i++) {
        const struct strip *strip = &paper->strips[i];
        if (i > first || !at_head) height += strip->before;
        height += strip->height + (i + 1 < end ? strip->after : 0);
    }
    return height;
}

/* A page that goes on with a table begins with its head, unless that would fill half of it. */
static bool repeats_head(const struct paper *paper, size_t first)
{
    if (first >= paper->count) return false; /* an empty document */
    const struct strip *strip = &paper->strips[first];
    return strip->table && !strip->begin && strip->row >= strip->table->head_rows &&
           strip->table->head_height < paper->text_height / 2 && first > 0 &&
           paper->strips[first - 1].table == strip->table;
}

static void add_page(struct paper *paper, size_t first, size_t end)
{
    if (paper->page_count == paper->page_room) {
        size_t room = paper->page_room ? paper->page_room * 2 : 16;
        struct leaf *pages = arena_array(paper->mem, struct leaf, room);
        if (paper->page_count) memcpy(pages, paper->pages, paper->page_count * sizeof *pages);
        paper->pages = pages;
        paper->page_room = room;
    }
    paper->pages[paper->page_count++] = (struct leaf){first, end, repeats_head(paper, first)};
}

/* A group that no page holds is parted where the page ends. */
static size_t fill_page(const struct paper *paper, size_t first)
{
    double room = paper->text_height + 0.01;
    if (repeats_head(paper, first)) room -= paper->strips[first].table->head_height;
    size_t end = first;
    while (end < paper->count && (end == first || !paper->strips[end].turn)) {
        size_t next = end_of_group(paper, end);
        if (height_of(paper, first, next, true) > room) break;
        end = next;
    }
    if (end > first) return end;
    for (end = first + 1; end < paper->count; end++)
        if (height_of(paper, first, end + 1, true) > room) break;
    return end;
}

void paper_deal(struct paper *paper)
{
    size_t first = 0;
    do {
        size_t end = paper->count ? fill_page(paper, first) : 0;
        add_page(paper, first, end);
        first = end;
    } while (first < paper->count);
}
