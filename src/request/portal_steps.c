/* The public flow chart, drawn from the regime's phases: what happens to my application, by when.
 *
 * The way from the application to the answer is the spine; every other phase hangs beside the trunk
 * below the phase of the spine that leads to it first. So no two lines cross, the drawing is as
 * narrow as a phone, and its text is text. */
#include <string.h>

#include "base/text.h"
#include "request/portal_pages.h"
#include "request/portal_views.h"
#include "web/message.h"

enum {
    PHASES_MAX = 40,
    WIDTH = 340,
    TRUNK = 18,   /* x of the trunk */
    INDENT = 46,  /* x of boxes beside it */
    GAP = 26,     /* between boxes */
    PADDING = 12, /* in a box */
    NUMBER = 26,  /* room for its number */
    TITLE_SIZE = 15,
    SMALL_SIZE = 13,
    TITLE_LEAD = 21,
    SMALL_LEAD = 18,
    LINES_MAX = 40,
    JOIN = 14, /* from the foot of a box to its way back */
};

struct chart {
    struct context *cx;
    const struct regime *regime;
    size_t count;
    int parent[PHASES_MAX]; /* on the way from the first phase; -1 */
    bool spine[PHASES_MAX];
    size_t order[PHASES_MAX], ordered; /* phases as they are drawn */
    int number[PHASES_MAX];            /* of each phase; 0: not reached */
    size_t host[PHASES_MAX];           /* the phase of the spine that a side phase hangs below */
};

static int index_of(const struct chart *chart, const char *id)
{
    for (size_t i = 0; i < chart->count; i++)
        if (text_equal(chart->regime->phases[i].id, id)) return (int)i;
    return -1;
}

/* Where most of the outcomes are: the answer. */
static size_t goal_of(const struct chart *chart)
{
    size_t best = 0;
    for (size_t i = 0; i < chart->count; i++)
        if (chart->regime->phases[i].outcome_count > chart->regime->phases[best].outcome_count)
            best = i;
    return best;
}

/* The shortest way from the first phase to every other one. */
static void find_ways(struct chart *chart)
{
    size_t queue[PHASES_MAX], head = 0, tail = 0;
    bool seen[PHASES_MAX] = {true};
    for (size_t i = 0; i < chart->count; i++) chart->parent[i] = -1;
    queue[tail++] = 0;
    while (head < tail) {
        size_t at = queue[head++];
        const struct regime_phase *phase = &chart->regime->phases[at];
        for (size_t k = 0; k < phase->step_count; k++) {
            int to = index_of(chart, phase->steps[k].to);
            if (to < 0 || seen[to]) continue;
            seen[to] = true;
            chart->parent[to] = (int)at;
            queue[tail++] = (size_t)to;
        }
    }
}

static bool is_end(const struct regime_phase *phase)
{
    return phase->step_count == 0;
}

static void mark_spine(struct chart *chart)
{
    for (int at = (int)goal_of(chart); at >= 0; at = chart->parent[at]) chart->spine[at] = true;
    for (size_t i = 0; i < chart->count; i++) {
        int host = (int)i;
        while (host >= 0 && !chart->spine[host]) host = chart->parent[host];
        chart->host[i] = host < 0 ? 0 : (size_t)host;
    }
}

static void place(struct chart *chart, size_t phase)
{
    chart->order[chart->ordered++] = phase;
    chart->number[phase] = (int)chart->ordered;
}

/* Down the spine, each phase followed by what hangs below it; ends that are none of it come last.
 */
static void put_in_order(struct chart *chart)
{
    find_ways(chart);
    mark_spine(chart);
    for (size_t i = 0; i < chart->count; i++) {
        if (!chart->spine[i]) continue;
        place(chart, i);
        for (size_t k = 0; k < chart->count; k++)
            if (!chart->spine[k] && chart->host[k] == i && !is_end(&chart->regime->phases[k]))
                place(chart, k);
    }
    for (size_t k = 0; k < chart->count; k++)
        if (!chart->number[k]) place(chart, k);
}

/* ---- words ---- */

static const char *labelled(const struct chart *chart, const struct clause *clause,
                            const struct law_term *term)
{
    struct context *cx = chart->cx;
    const char *words[] = {clause_label(clause, cx->language), apply_term(cx, term)};
    return *words[1] ? message_format(cx->mem, cx->language, "apply.steps.by", words, 2) : "";
}

/* By when a box is over: the row of the regime that its named date rests on. */
static const char *term_of(const struct chart *chart, const char *date)
{
    const struct regime *r = chart->regime;
    for (size_t i = 0; i < r->wait_count; i++)
        if (text_equal(r->waits[i].date, date))
            return labelled(chart, &r->waits[i].clause, &r->waits[i].term);
    for (size_t i = 0; i < r->date_count; i++)
        if (text_equal(r->dates[i].id, date))
            return labelled(chart, &r->dates[i].clause, &r->dates[i].term);
    if (text_equal(date, "due") && r->term_count)
        return labelled(chart, &r->terms[0].clause, &r->terms[0].term);
    if (text_equal(date, "extended_due") && r->extension_count)
        return labelled(chart, &r->extensions[0].clause, &r->extensions[0].term);
    return "";
}

static const char *step_words(const struct chart *chart, const struct regime_step *step)
{
    enum language language = chart->cx->language;
    const char *own = language == ENGLISH ? step->en : step->zh;
    if (!text_empty(own)) return own;
    const struct regime_event *event = regime_event(chart->regime, step->event);
    return event ? clause_label(&event->clause, language) : "";
}

static const struct steps_way *ways_of(const struct chart *chart, const struct regime_phase *phase)
{
    struct steps_way *first = NULL, **last = &first;
    for (size_t i = 0; i < phase->step_count; i++) {
        int to = index_of(chart, phase->steps[i].to);
        if (to < 0) continue;
        struct steps_way *way = arena_make(chart->cx->mem, struct steps_way);
        way->to = chart->number[to];
        way->label = step_words(chart, &phase->steps[i]);
        way->to_label = clause_label(&chart->regime->phases[to].clause, chart->cx->language);
        *last = way;
        last = (struct steps_way **)(uintptr_t)&way->next;
    }
    return first;
}

/* ---- lines of text ---- */

struct lines {
    struct arena *mem;
    struct steps_line at[LINES_MAX];
    size_t count;
    int y;
};

/* Width of a character in hundredths of its size; fonts differ, so rather too much. */
static int width_of(uint32_t c)
{
    if (c >= 0x2E80) return 100;
    if (c >= 'A' && c <= 'Z') return 72;
    if (c == 'i' || c == 'l' || c == 'j' || c == ' ' || c == ',' || c == '.') return 34;
    return c == 'm' || c == 'w' ? 86 : 58;
}

static bool is_one_of(uint32_t c, const char *characters)
{
    uint32_t other;
    while (*characters) {
        characters += text_next(characters, &other);
        if (other == c) return true;
    }
    return false;
}

/* What may not begin a line, and what may not end one. */
static bool parts(uint32_t before, uint32_t after)
{
    return is_one_of(after, "，。；：、）》”！？,.;:)") || is_one_of(before, "（《“(");
}

static void add_line(struct lines *lines, const char *from, size_t size, int sort)
{
    if (lines->count == LINES_MAX || !size) return;
    lines->y += sort == STEPS_TITLE ? TITLE_LEAD : SMALL_LEAD;
    lines->at[lines->count++] =
        (struct steps_line){arena_copy_n(lines->mem, from, size), lines->y, sort};
}

/* Breaks between Chinese characters, and at spaces. */
static void wrap(struct lines *lines, const char *text, int room, int sort)
{
    int size = sort == STEPS_TITLE ? TITLE_SIZE : SMALL_SIZE, used = 0;
    int wider = sort == STEPS_TITLE ? 112 : 100; /* bold, in hundredths, where it is wider */
    const char *line = text, *place = text;      /* place: the last one where it may be broken */
    uint32_t c, before = 0;
    for (const char *p = text; *p; before = c) {
        size_t bytes = text_next(p, &c);
        bool may_break = p > line && (p[-1] == ' ' || c >= 0x2E80) && !parts(before, c);
        if (may_break) place = p;
        used += width_of(c) * size * (c < 0x2E80 ? wider : 100) / 100;
        p += bytes ? bytes : 1;
        if (used <= room * 100 || place == line) continue;
        add_line(lines, line, (size_t)(place - line), sort);
        line = p = place;
        used = 0;
    }
    add_line(lines, line, strlen(line), sort);
}

/* ---- the drawing ---- */

static bool stands_for(const struct regime_phase *phase, const char *state)
{
    for (size_t i = 0; state && i < phase->state_count; i++)
        if (text_equal(phase->states[i], state)) return true;
    return false;
}

static bool goes_on(const struct chart *chart, const struct regime_phase *phase)
{
    for (size_t i = 0; i < phase->step_count; i++) {
        int to = index_of(chart, phase->steps[i].to);
        if (to >= 0 && chart->spine[to]) return true;
    }
    return false;
}

static void write_box(const struct chart *chart, struct steps_box *box)
{
    struct arena *mem = chart->cx->mem;
    struct lines *lines = arena_make(mem, struct lines);
    int room = box->width - 2 * PADDING;
    lines->mem = mem;
    lines->y = PADDING - 6;
    wrap(lines, box->label, room - NUMBER, STEPS_TITLE);
    wrap(lines, box->term, room - NUMBER, STEPS_TERM);
    lines->y += 3;
    for (const struct steps_way *way = box->ways; way; way = way->next) {
        const char *words = arena_format(mem, "→ %d %s", way->to, way->label);
        wrap(lines, words, room - NUMBER, STEPS_WAY);
    }
    box->lines = lines->at;
    box->line_count = lines->count;
    box->height = lines->y + PADDING;
}

static void fill_box(const struct chart *chart, size_t phase, const char *state,
                     struct steps_box *box)
{
    const struct regime_phase *p = &chart->regime->phases[phase];
    enum language language = chart->cx->language;
    bool end = is_end(p) && !chart->spine[phase];
    *box = (struct steps_box){.phase = p,
                              .number = chart->number[phase],
                              .label = clause_label(&p->clause, language),
                              .term = term_of(chart, p->date),
                              .article = clause_article(&p->clause, language),
                              .side = !chart->spine[phase] && !end,
                              .end = end,
                              .joins = goes_on(chart, p),
                              .current = stands_for(p, state),
                              .ways = ways_of(chart, p)};
    box->x = box->side ? INDENT : 1;
    box->width = WIDTH - box->x - 1;
    box->join = JOIN;
}

const struct steps_page *apply_draw_steps(struct portal *portal, const struct regime *regime,
                                          const char *state)
{
    struct arena *mem = portal->cx->mem;
    struct steps_page *page = arena_make(mem, struct steps_page);
    struct chart *chart = arena_make(mem, struct chart);
    *chart = (struct chart){.cx = portal->cx, .regime = regime};
    *page = (struct steps_page){.regime = regime, .width = WIDTH, .trunk = TRUNK};
    chart->count = regime->phase_count < PHASES_MAX ? regime->phase_count : PHASES_MAX;
    if (chart->count) put_in_order(chart);
    struct steps_box *boxes = arena_array(mem, struct steps_box, chart->ordered + 1);
    for (size_t i = 0; i < chart->ordered; i++) {
        fill_box(chart, chart->order[i], state, &boxes[i]);
        write_box(chart, &boxes[i]);
        boxes[i].y = page->height + 1;
        page->height += boxes[i].height + GAP;
        if (!boxes[i].end) page->trunk_end = boxes[i].y + boxes[i].height - JOIN;
    }
    page->height -= page->height ? GAP - 2 : 0;
    page->boxes = boxes;
    page->box_count = chart->ordered;
    return page;
}

enum status apply_steps(struct portal *portal, const struct web *web, struct response *response)
{
    const struct regime *regime = apply_regime(portal, portal->cx->today);
    if (!regime) return NOT_FOUND;
    const struct steps_page *page = apply_draw_steps(portal, regime, NULL);
    struct page pg = apply_page(web, NULL, NULL);
    view_request_portal_steps(&pg, page);
    return web_show(response, &pg);
}
