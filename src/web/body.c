#include "web/body.h"

#include <md4c.h>
#include <string.h>

#include "base/text.h"

enum { MOST_IDS = 2000, MOST_HEADINGS = 1000, LONGEST_SLUG = 120 };

struct renderer {
    struct arena *mem;
    struct out out;
    size_t limit;
    bool plain;             /* words only */
    int depth;              /* of blocks */
    bool in_paragraph, due; /* due: <p> is written when its first words are known */
    struct span {
        MD_SPANTYPE type;
        bool written;
    } spans[BODY_DEEPEST];
    int span_count;
    int levels[6]; /* headings in force, as the source numbers them */
    int level_count;
    bool in_heading;
    struct out heading; /* its HTML; words go to heading_words */
    struct out heading_words;
    const char **ids;
    size_t id_count;
    struct body_heading *headings;
    size_t heading_count;
};

/* ---- writing ---- */

static struct out *target(struct renderer *r)
{
    return r->in_heading ? &r->heading : &r->out;
}

static void put_tag(struct renderer *r, const char *tag)
{
    if (!r->plain) out_text(target(r), tag);
}

/* Ends a block of words. */
static void put_line(struct renderer *r)
{
    if (r->out.size && r->out.text[r->out.size - 1] != '\n') out_char(&r->out, '\n');
}

/* What a callback answers: below 0 md4c stops (above 0 it only says so). */
static int unless_too_large(const struct renderer *r)
{
    return r->out.size > r->limit || r->depth > BODY_DEEPEST ? -1 : 0;
}

/* Takes an id if nobody has it yet. */
static bool take_id(struct renderer *r, const char *id)
{
    for (size_t i = 0; i < r->id_count; i++)
        if (!strcmp(r->ids[i], id)) return false;
    if (r->id_count == MOST_IDS) return false;
    if (!r->ids) r->ids = arena_array(r->mem, const char *, MOST_IDS);
    r->ids[r->id_count++] = id;
    return true;
}

/* ---- headings ---- */

static const char wide_blank[] = "\u3000";

/* Letters and digits of any script, with "-" between; "s-" keeps it apart from the page's ids. */
static char *slug_of(struct arena *mem, const char *words)
{
    struct out slug = out_new(mem);
    out_text(&slug, "s");
    bool gap = true;
    uint32_t c;
    for (size_t n; (n = text_next(words, &c)) > 0 && slug.size < LONGEST_SLUG; words += n) {
        bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                      (c >= 0xc0 && !(c >= 0x2000 && c <= 0x303f) && !(c >= 0xff00 && c <= 0xff0f));
        if (!letter) {
            gap = true;
            continue;
        }
        if (gap) out_char(&slug, '-');
        out_bytes(&slug, words, n);
        gap = false;
    }
    return slug.text;
}

/* The outline is kept and begins at h2, whatever levels the source starts from or skips. */
static int level_of(struct renderer *r, int source)
{
    while (r->level_count && r->levels[r->level_count - 1] >= source) r->level_count--;
    r->levels[r->level_count++] = source;
    return r->level_count < 5 ? r->level_count + 1 : 6;
}

static void finish_heading(struct renderer *r, int source)
{
    int level = level_of(r, source);
    const char *slug = slug_of(r->mem, r->heading_words.text), *id = slug;
    for (int n = 2; n < 100 && !take_id(r, id); n++) id = arena_format(r->mem, "%s-%d", slug, n);
    r->in_heading = false;
    if (r->plain) {
        out_text(&r->out, r->heading_words.text);
    } else {
        out_format(&r->out, "<h%d id=\"", level);
        html_escape(&r->out, id, strlen(id));
        out_format(&r->out, "\">%s</h%d>", r->heading.text, level);
    }
    if (r->heading_count == MOST_HEADINGS) return;
    if (!r->headings) r->headings = arena_array(r->mem, struct body_heading, MOST_HEADINGS);
    r->headings[r->heading_count++] = (struct body_heading){level, id, r->heading_words.text};
}

/* ---- paragraphs ---- */

/* The length of 第…条 at the beginning, or 0. */
static size_t article_length(const char *text, size_t size)
{
    static const char first[] = "第", last[] = "条", numerals[] = "零〇一二三四五六七八九十百千";
    size_t n = sizeof first - 1;
    if (size < n || memcmp(text, first, n) != 0) return 0;
    for (size_t i = n; i + 3 <= size && i < 40; i += 3) {
        if (!memcmp(text + i, last, 3)) return i > n ? i + 3 : 0;
        char numeral[4] = {text[i], text[i + 1], text[i + 2]};
        if (!strstr(numerals, numeral)) return 0;
    }
    return 0;
}

/* The paragraph's first words are known: without the blanks before them, and with an id if they
 * name an article of a law. */
static void begin_paragraph(struct renderer *r, const char **text, size_t *size)
{
    size_t blank = sizeof wide_blank - 1;
    if (!r->due) return;
    while (*size >= blank && !memcmp(*text, wide_blank, blank)) *text += blank, *size -= blank;
    r->due = false;
    size_t n = article_length(*text, *size);
    char *id = arena_format(r->mem, "s-%.*s", (int)n, *text);
    if (n && !r->plain && take_id(r, id))
        out_format(&r->out, "<p id=\"%s\">", id);
    else
        put_tag(r, "<p>");
}

static void end_paragraph(struct renderer *r)
{
    if (!r->due) put_tag(r, "</p>");
    r->due = false;
    put_line(r);
}

static void soft_break(struct renderer *r)
{
    struct out *out = target(r);
    if (r->in_heading || r->plain || !text_after_chinese(out)) {
        out_char(out, '\n');
    } else if (r->in_paragraph && !r->span_count) {
        end_paragraph(r);
        r->due = true;
    } else {
        out_text(out, "<br>");
    }
}

/* ---- spans ---- */

static const struct {
    const char *open, *close;
} span_tags[] = {
    [MD_SPAN_EM] = {"<em>",     "</em>"    },
      [MD_SPAN_STRONG] = {"<strong>", "</strong>"},
    [MD_SPAN_A] = {NULL,       "</a>"     },
      [MD_SPAN_IMG] = {NULL,       NULL       },
    [MD_SPAN_CODE] = {"<code>",   "</code>"  },
};

static bool within(const struct renderer *r, MD_SPANTYPE type)
{
    for (int i = 0; i < r->span_count; i++)
        if (r->spans[i].type == type && (r->spans[i].written || type == MD_SPAN_IMG)) return true;
    return false;
}

/* HTML nests no links, and a picture's text holds none. */
static bool put_link(struct renderer *r, const MD_SPAN_A_DETAIL *link)
{
    char *href = arena_copy_n(r->mem, link->href.text, link->href.size);
    if (within(r, MD_SPAN_A) || within(r, MD_SPAN_IMG) || r->plain || !html_url_is_safe(href))
        return false;
    out_text(target(r), "<a href=\"");
    html_escape(target(r), href, strlen(href));
    out_text(target(r), "\" rel=\"nofollow noopener\">");
    return true;
}

static void close_spans(struct renderer *r, int down_to)
{
    while (r->span_count > down_to) {
        const struct span *span = &r->spans[--r->span_count];
        if (span->written) put_tag(r, span_tags[span->type].close);
    }
}

static int enter_span(MD_SPANTYPE type, void *detail, void *renderer)
{
    struct renderer *r = renderer;
    const char *none = "";
    size_t zero = 0;
    if (r->span_count == BODY_DEEPEST || type >= COUNT_OF(span_tags)) return -1;
    begin_paragraph(r, &none, &zero);
    bool written = type == MD_SPAN_A ? put_link(r, detail) : span_tags[type].open != NULL;
    if (written && type != MD_SPAN_A) put_tag(r, span_tags[type].open);
    r->spans[r->span_count++] = (struct span){type, written};
    return unless_too_large(r);
}

/* md4c 0.4.8 sometimes leaves a span that it never entered, or the other way round (an emphasis
 * that begins in a picture's address): found by fuzzing. */
static int leave_span(MD_SPANTYPE type, void *detail, void *renderer)
{
    struct renderer *r = renderer;
    int at = r->span_count;
    while (at > 0 && r->spans[at - 1].type != type) at--;
    if (at > 0) close_spans(r, at - 1);
    return unless_too_large(r);
}

/* ---- blocks and words ---- */

static const struct {
    const char *open, *close;
} block_tags[] = {
    [MD_BLOCK_QUOTE] = {"<blockquote>\n",                                 "</blockquote>" },
    [MD_BLOCK_UL] = {"<ul>\n",                                         "</ul>"         },
    [MD_BLOCK_OL] = {NULL,                                             "</ol>"         },
    [MD_BLOCK_LI] = {"<li>",                                           "</li>"         },
    [MD_BLOCK_HR] = {"<hr>",                                           NULL            },
    [MD_BLOCK_CODE] = {"<pre><code>",                                    "</code></pre>" },
    [MD_BLOCK_TABLE] = {"<div class=\"scroll\" tabindex=\"0\"><table>\n", "</table></div>"},
    [MD_BLOCK_THEAD] = {"<thead>",                                        "</thead>"      },
    [MD_BLOCK_TBODY] = {"<tbody>",                                        "</tbody>"      },
    [MD_BLOCK_TR] = {"<tr>",                                           "</tr>"         },
    [MD_BLOCK_TH] = {NULL,                                             "</th>"         },
    [MD_BLOCK_TD] = {NULL,                                             "</td>"         },
};

static void open_cell(struct renderer *r, MD_BLOCKTYPE type, const MD_BLOCK_TD_DETAIL *cell)
{
    put_tag(r, type == MD_BLOCK_TH ? "<th scope=\"col\"" : "<td");
    put_tag(r, cell->align == MD_ALIGN_RIGHT ? " class=\"number\">" : ">");
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *renderer)
{
    struct renderer *r = renderer;
    close_spans(r, 0);
    r->depth++;
    if (type == MD_BLOCK_P) {
        r->in_paragraph = r->due = true;
    } else if (type == MD_BLOCK_H) {
        r->in_heading = true;
        r->heading = out_new(r->mem);
        r->heading_words = out_new(r->mem);
    } else if (type == MD_BLOCK_OL) {
        unsigned start = ((const MD_BLOCK_OL_DETAIL *)detail)->start;
        put_tag(r, start == 1 ? "<ol>\n" : arena_format(r->mem, "<ol start=\"%u\">\n", start));
    } else if (type == MD_BLOCK_TH || type == MD_BLOCK_TD) {
        open_cell(r, type, detail);
    } else if (type < COUNT_OF(block_tags) && block_tags[type].open) {
        put_tag(r, block_tags[type].open);
    }
    return unless_too_large(r);
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *renderer)
{
    struct renderer *r = renderer;
    close_spans(r, 0);
    r->depth--;
    if (type == MD_BLOCK_P) {
        end_paragraph(r);
        r->in_paragraph = false;
    } else if (type == MD_BLOCK_H) {
        finish_heading(r, (int)((const MD_BLOCK_H_DETAIL *)detail)->level);
    } else if (type < COUNT_OF(block_tags) && block_tags[type].close) {
        put_tag(r, block_tags[type].close);
    }
    bool cell = type == MD_BLOCK_TH || type == MD_BLOCK_TD;
    if (cell && r->plain) out_char(&r->out, '\t');
    if (!cell) put_line(r);
    return unless_too_large(r);
}

/* An entity is what was typed: md4c passes it on as it stands, and so do we. */
static int put_words(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE given, void *renderer)
{
    struct renderer *r = renderer;
    size_t size = given;
    if (type == MD_TEXT_SOFTBR) {
        soft_break(r);
    } else if (type == MD_TEXT_BR) {
        put_tag(r, "<br>");
        out_char(target(r), '\n');
    } else {
        if (type == MD_TEXT_NULLCHAR) text = "\ufffd", size = 3;
        begin_paragraph(r, &text, &size);
        if (r->in_heading) out_bytes(&r->heading_words, text, size);
        if (r->plain)
            out_bytes(target(r), text, size);
        else
            html_escape(target(r), text, size);
    }
    return unless_too_large(r);
}

static bool parse(struct renderer *r, const char *text)
{
    static const MD_PARSER parser = {.flags = MD_FLAG_TABLES | MD_FLAG_NOHTML |
                                              MD_FLAG_NOINDENTEDCODEBLOCKS,
                                     .enter_block = enter_block,
                                     .leave_block = leave_block,
                                     .enter_span = enter_span,
                                     .leave_span = leave_span,
                                     .text = put_words};
    size_t size = strlen(text);
    r->limit = size * BODY_GROWTH + 1024;
    return size <= BODY_LARGEST && md_parse(text, (MD_SIZE)size, &parser, r) == 0;
}

/* Each line a paragraph, and nothing else. */
static struct html as_lines(struct arena *mem, const char *text)
{
    struct out out = out_new(mem);
    for (size_t n; *text; text += n + (text[n] == '\n')) {
        n = strcspn(text, "\n");
        if (!n) continue;
        out_text(&out, "<p>");
        html_escape(&out, text, n);
        out_text(&out, "</p>\n");
    }
    return (struct html){out.text};
}

static struct renderer renderer_new(struct arena *mem, bool plain)
{
    return (struct renderer){.mem = mem, .out = out_new(mem), .plain = plain};
}

struct html body_html(struct arena *mem, const char *text)
{
    struct renderer r = renderer_new(mem, false);
    if (!text) text = "";
    return parse(&r, text) ? (struct html){r.out.text} : as_lines(mem, text);
}

char *body_plain(struct arena *mem, const char *text)
{
    struct renderer r = renderer_new(mem, true);
    if (!text) text = "";
    return parse(&r, text) ? r.out.text : arena_copy(mem, text);
}

size_t body_headings(struct arena *mem, const char *text, const struct body_heading **ret_headings)
{
    struct renderer r = renderer_new(mem, false);
    *ret_headings = NULL;
    if (!parse(&r, text ? text : "")) return 0;
    *ret_headings = r.headings;
    return r.heading_count;
}
