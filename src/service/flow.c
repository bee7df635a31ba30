/* The public flow chart (S18): one box a step, with its time and its post, as narrow as a phone.
 * Its text is text, and the same stands beside it as a list. */
#include <string.h>

#include "base/text.h"
#include "service/portal_pages.h"
#include "web/message.h"

enum {
    WIDTH = 340,
    GAP = 26,
    PADDING = 12,
    NUMBER = 26,
    TITLE_SIZE = 15,
    SMALL_SIZE = 13,
    TITLE_LEAD = 21,
    SMALL_LEAD = 18,
    LINES_MAX = 24,
};

struct lines {
    struct arena *mem;
    struct flow_line at[LINES_MAX];
    size_t count;
    int y;
};

/* In hundredths of the size: Chinese characters are square, letters rather wide than too narrow. */
static int width_of(uint32_t c)
{
    if (c >= 0x2E80) return 100;
    return c >= 'A' && c <= 'Z' ? 72 : 58;
}

static void add_line(struct lines *lines, const char *from, size_t size, int sort)
{
    if (lines->count == LINES_MAX || !size) return;
    lines->y += sort == FLOW_TITLE ? TITLE_LEAD : SMALL_LEAD;
    lines->at[lines->count++] =
        (struct flow_line){arena_copy_n(lines->mem, from, size), lines->y, sort};
}

/* What may not begin a line. */
static bool clings(uint32_t c)
{
    static const char closing[] = "，。；：、）》”！？,.;:)";
    uint32_t other;
    for (const char *p = closing; *p;) {
        p += text_next(p, &other);
        if (other == c) return true;
    }
    return false;
}

static void wrap(struct lines *lines, const char *text, int sort)
{
    int room = (WIDTH - 2 * PADDING - NUMBER) * 100, used = 0;
    int size = sort == FLOW_TITLE ? TITLE_SIZE + 1 : SMALL_SIZE;
    const char *line = text, *place = text;
    uint32_t c;
    for (const char *p = text; *p;) {
        size_t bytes = text_next(p, &c);
        if (p > line && (p[-1] == ' ' || c >= 0x2E80) && !clings(c)) place = p;
        used += width_of(c) * size;
        p += bytes ? bytes : 1;
        if (used <= room || place == line) continue;
        add_line(lines, line, (size_t)(place - line), sort);
        line = p = place;
        used = 0;
    }
    add_line(lines, line, strlen(line), sort);
}

static const char *term_of(struct context *cx, int days)
{
    const char *words[] = {arena_format(cx->mem, "%d", days)};
    return days ? message_format(cx->mem, cx->language, "services.flow.days", words, 1)
                : message_text(cx->language, "services.flow.at_once");
}

static void fill_box(struct context *cx, const struct service_procedure_step *step,
                     struct flow_box *box)
{
    struct lines *lines = arena_make(cx->mem, struct lines);
    const char *post[] = {step->post};
    lines->mem = cx->mem;
    lines->y = PADDING - 6;
    box->title = step->title;
    box->what = step->what;
    box->term = term_of(cx, step->days);
    box->post = message_format(cx->mem, cx->language, "services.flow.post", post, 1);
    wrap(lines, box->title, FLOW_TITLE);
    wrap(lines, box->term, FLOW_TERM);
    wrap(lines, box->post, FLOW_SMALL);
    box->lines = lines->at;
    box->line_count = lines->count;
    box->height = lines->y + PADDING;
}

const struct flow *flow_draw(struct context *cx, const char *steps)
{
    struct service_steps *read = arena_make(cx->mem, struct service_steps);
    if (!service_steps_read(cx->mem, steps, read)) return NULL;
    struct flow *flow = arena_make(cx->mem, struct flow);
    struct flow_box *boxes = arena_array(cx->mem, struct flow_box, read->count);
    *flow = (struct flow){.width = WIDTH, .trunk_x = PADDING + 6, .boxes = boxes};
    for (size_t i = 0; i < read->count; i++) {
        fill_box(cx, &read->at[i], &boxes[i]);
        boxes[i].number = (int)i + 1;
        boxes[i].y = flow->height + 1;
        flow->trunk_end = boxes[i].y + 20;
        flow->height += boxes[i].height + GAP;
    }
    flow->height -= GAP - 2;
    flow->count = read->count;
    flow->days = read->days;
    return flow;
}
