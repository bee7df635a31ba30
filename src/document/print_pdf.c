/* A document as a PDF: fonts, paper, metadata, and what cairo 1.16 cannot say (its language). */
#include <cairo-pdf.h>
#include <string.h>

#include "base/text.h"
#include "document/print_inside.h"

enum { PAGES_MOST = 3000 };

#ifdef __SANITIZE_ADDRESS__
/* fontconfig 2.14 forgets 288 bytes, once in a process, when pango's thread opens it. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:libfontconfig";
}
#endif

static void unref(void *object)
{
    g_object_unref(object);
}

/* A map of fonts for this document alone: pango's are not shared between threads. Lines break the
 * same whatever the machine's screen is: no hinting, no rounding. */
static enum status open_fonts(struct paper *paper)
{
    PangoFontMap *map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!map) return fault(paper->cx, "print: cairo has no FreeType fonts");
    arena_defer(paper->mem, unref, map);
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(map), 72);
    paper->pango = pango_font_map_create_context(map);
    arena_defer(paper->mem, unref, paper->pango);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(paper->pango, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(paper->pango, FALSE);
    pango_context_set_base_dir(paper->pango, PANGO_DIRECTION_LTR);
    pango_context_set_language(paper->pango,
                               pango_language_from_string(paper->chinese ? "zh-cn" : "en"));
    return OK;
}

/* Another font would break other lines, and a page of empty boxes is no letter. */
static enum status find_font(struct paper *paper)
{
    PangoFontDescription *wanted = pango_font_description_from_string("WenQuanYi Micro Hei 12");
    PangoFont *font = pango_context_load_font(paper->pango, wanted);
    pango_font_description_free(wanted);
    if (!font) return fault(paper->cx, "print: no fonts");
    PangoFontDescription *got = pango_font_describe(font);
    bool same = text_equal(pango_font_description_get_family(got), "WenQuanYi Micro Hei");
    pango_font_description_free(got);
    g_object_unref(font);
    return same ? OK
                : fault(paper->cx, "print: the font WenQuanYi Micro Hei is missing "
                                   "(Debian: fonts-wqy-microhei)");
}

/* GB/T 9704-2012, 5.2: margins 37 mm above and 28 mm left, text 156 mm by 225 mm, 22 lines of 28
 * characters. */
static void measure(struct paper *paper)
{
    const struct print_document *document = paper->document;
    paper->chinese = document->language == CHINESE;
    paper->width = MILLIMETRES(210);
    paper->height = MILLIMETRES(297);
    paper->left = MILLIMETRES(28);
    paper->top = MILLIMETRES(37);
    if (document->report) paper->left = MILLIMETRES(25), paper->top = MILLIMETRES(28);
    if (document->landscape) {
        paper->width = MILLIMETRES(297);
        paper->height = MILLIMETRES(210);
        paper->left = paper->top = MILLIMETRES(24);
    }
    paper->text_width = paper->width - paper->left - MILLIMETRES(document->report ? 25 : 26);
    paper->text_height = paper->height - paper->top - MILLIMETRES(document->report ? 28 : 35);
    paper->size = paper->chinese ? (document->report ? 12 : 15.75) : (document->report ? 10 : 11);
    paper->line = paper->size * (paper->chinese ? 1.8 : 1.45);
    if (paper->chinese && !document->report) paper->line = paper->text_height / 22;
}

/* ---- the file ---- */

static cairo_status_t take_bytes(void *out, const unsigned char *data, unsigned size)
{
    out_bytes(out, data, size);
    return CAIRO_STATUS_SUCCESS;
}

static void describe(struct paper *paper, cairo_surface_t *surface)
{
    const struct print_document *document = paper->document;
    const struct {
        cairo_pdf_metadata_t what;
        const char *text;
    } rows[] = {
        {CAIRO_PDF_METADATA_TITLE,    document->title   },
        {CAIRO_PDF_METADATA_AUTHOR,   document->author  },
        {CAIRO_PDF_METADATA_SUBJECT,  document->subject },
        {CAIRO_PDF_METADATA_KEYWORDS, document->keywords},
        {CAIRO_PDF_METADATA_CREATOR,  "Gongkai"         },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (!text_empty(rows[i].text))
            cairo_pdf_surface_set_metadata(surface, rows[i].what, rows[i].text);
    const char *day = moment_iso(paper->mem, document->created);
    const char *created = arena_format(paper->mem, "%.19sZ", day);
    cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, created);
}

static const char *find_last(const char *text, size_t size, const char *what)
{
    size_t n = strlen(what);
    for (size_t at = size; at >= n; at--)
        if (!memcmp(text + at - n, what, n)) return text + at - n;
    return NULL;
}

/* The language, and that a reader shows the title instead of the file's name, stand in the
 * catalogue, for which cairo 1.16 has no call. It writes the catalogue last, so what is added to
 * it moves nothing but the table of offsets behind it. */
static enum status say_language(struct paper *paper, const struct out *from, struct out *to)
{
    const char *text = from->text, *end = text + from->size;
    const char *catalogue = find_last(text, from->size, "<< /Type /Catalog\n");
    const char *xref = find_last(text, from->size, "\nxref\n");
    const char *start = find_last(text, from->size, "startxref\n");
    if (!catalogue || !xref || !start || catalogue > xref || xref > start)
        return fault(paper->cx, "print: cairo writes its catalogue elsewhere");
    const char *next = strstr(catalogue, " obj\n");
    int64_t offset;
    size_t digits = strcspn(start + 10, "\n");
    if ((next && next < xref) ||
        !text_to_int(arena_copy_n(paper->mem, start + 10, digits), &offset))
        return fault(paper->cx, "print: cairo writes its catalogue elsewhere");
    const char *words = arena_format(
        paper->mem, "<< /Lang (%s)\n   /ViewerPreferences << /DisplayDocTitle true >>\n   ",
        paper->chinese ? "zh-CN" : "en");
    out_bytes(to, text, (size_t)(catalogue - text));
    out_text(to, words);
    out_bytes(to, catalogue + 3, (size_t)(start - catalogue) - 3);
    out_format(to, "startxref\n%lld", (long long)(offset + (int64_t)strlen(words) - 3));
    out_bytes(to, start + 10 + digits, (size_t)(end - start) - 10 - digits);
    return OK;
}

static enum status make(struct paper *paper, struct out *ret_pdf)
{
    struct out out = out_new(paper->mem);
    measure(paper);
    TRY(open_fonts(paper));
    TRY(find_font(paper));
    paper_lay_out(paper);
    paper_deal(paper);
    if (paper->page_count > PAGES_MOST)
        return fault(paper->cx, "print: %zu pages", paper->page_count);
    cairo_surface_t *surface =
        cairo_pdf_surface_create_for_stream(take_bytes, &out, paper->width, paper->height);
    describe(paper, surface);
    paper_draw(paper, surface);
    cairo_surface_finish(surface);
    cairo_status_t drawn = cairo_surface_status(surface);
    cairo_surface_destroy(surface);
    if (drawn != CAIRO_STATUS_SUCCESS)
        return fault(paper->cx, "print: %s", cairo_status_to_string(drawn));
    return say_language(paper, &out, ret_pdf);
}

enum status print_pdf(struct context *cx, const struct print_document *document,
                      struct bytes *ret_pdf)
{
    struct paper paper = {.cx = cx, .mem = arena_new("print"), .document = document};
    struct out out = out_new(cx->mem);
    enum status status = make(&paper, &out);
    arena_free(paper.mem);
    if (status == OK) *ret_pdf = out_taken(&out);
    return status;
}
