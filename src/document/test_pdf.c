/* What is handed on as a PDF is one, and is only paper. */
#include <stdio.h>
#include <string.h>
#include <zlib.h>

#include "base/unit.h"
#include "document/pdf.h"

static struct context cx;

static int set_up(void **state)
{
    cx = (struct context){.mem = arena_new("test")};
    return 0;
}

static int tear_down(void **state)
{
    arena_free(cx.mem);
    return 0;
}

#define PAGES                                                                         \
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type /Pages/Kids[3 0 R]>>" \
    "endobj\n"
#define PAGE "3 0 obj<</Type\n/Page/Parent 2 0 R>>endobj\n"

/* Objects, with the table of contents that a reader looks for. */
static struct bytes pdf_of(struct bytes objects)
{
    struct out out = out_new(cx.mem);
    out_text(&out, "%PDF-1.5\n");
    out_bytes(&out, objects.data, objects.size);
    size_t at = out.size;
    out_format(&out, "xref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R>>\nstartxref\n%zu\n",
               at);
    out_text(&out, "%%EOF\n");
    return out_taken(&out);
}

static struct bytes bytes_of(const char *text)
{
    return (struct bytes){(const unsigned char *)text, strlen(text)};
}

static enum pdf_fault found(const char *objects)
{
    return pdf_examine(pdf_of(bytes_of(objects)));
}

static void a_file_with_a_page_is_fine(void **state)
{
    assert_int_equal(found(PAGES PAGE), PDF_FINE);
    assert_int_equal(document_check_pdf(&cx, pdf_of(bytes_of(PAGES PAGE))), OK);
}

static void what_cannot_be_read_is_refused(void **state)
{
    struct bytes whole = pdf_of(bytes_of(PAGES PAGE));
    for (size_t n = 0; n < whole.size - strlen("%%EOF\n") + 5; n++)
        assert_int_not_equal(pdf_examine((struct bytes){whole.data, n}), PDF_FINE);
    assert_int_equal(pdf_examine(bytes_of("%PDF-1.4\nhello, this is no PDF at all")),
                     PDF_MALFORMED);
    assert_int_equal(found(PAGES), PDF_EMPTY);
    assert_int_equal(found(PAGE), PDF_MALFORMED);
    assert_int_equal(
        pdf_examine(bytes_of("%PDF-1.4\n" PAGES PAGE "trailer<</Root 1 0 R>>\nstartxref\n"
                             "99999999999999999999\n%%EOF\n")),
        PDF_MALFORMED);
}

static void what_acts_is_refused(void **state)
{
    assert_int_equal(found(PAGES PAGE "4 0 obj<</S/JavaScript/JS(app.alert(1))>>endobj\n"),
                     PDF_ACTS);
    assert_int_equal(found(PAGES PAGE "4 0 obj<</S/J#61vaScr#69pt/JS(x)>>endobj\n"), PDF_ACTS);
    assert_int_equal(found(PAGES PAGE "4 0 obj<</S/Launch/F(x.exe)>>endobj\n"), PDF_ACTS);
    assert_int_equal(found(PAGES PAGE "4 0 obj<</Names<</EmbeddedFiles 5 0 R>>>>endobj\n"),
                     PDF_ACTS);
    /* an object that only the table of contents would find, within a stream */
    assert_int_equal(found(PAGES PAGE "4 0 obj<</Length 40>>stream\n5 0 obj<</S /Launch>>endobj\n"
                                      "endstream endobj\n"),
                     PDF_ACTS);
    assert_int_equal(found(PAGES PAGE "4 0 obj<</Encrypt 9 0 R>>endobj\n"), PDF_LOCKED);
    /* a longer name is another name */
    assert_int_equal(found(PAGES PAGE "4 0 obj<</LaunchPad 1>>endobj\n"), PDF_FINE);
}

/* The page tree and an object more, deflated, in a group with this dictionary. */
static struct bytes group_of(const char *dictionary, const char *objects)
{
    static unsigned char packed[4096];
    uLongf size = sizeof packed;
    struct out out = out_new(cx.mem);
    assert_int_equal(compress(packed, &size, (const unsigned char *)objects, strlen(objects)),
                     Z_OK);
    out_format(&out, "6 0 obj<<%s>>stream\r\n", dictionary);
    out_bytes(&out, packed, size);
    out_text(&out, "\nendstream endobj\n");
    return pdf_of(out_taken(&out));
}

static void packed_objects_are_looked_at(void **state)
{
    static const char tree[] =
        "1 0 2 30 <</Type/Catalog/Pages 2 0 R>><</Type/Pages>><</Type/Page>>";
    static const char evil[] = "1 0 <</Type/Pages>><</Type/Page>><</S/JavaScript>>";
    static const char usual[] = "/Type/ObjStm/N 3/First 9/Filter/FlateDecode";
    assert_int_equal(pdf_examine(group_of(usual, tree)), PDF_FINE);
    assert_int_equal(pdf_examine(group_of(usual, evil)), PDF_ACTS);
    assert_int_equal(pdf_examine(group_of("/Filter/FlateDecode/Type /Obj#53tm", evil)), PDF_ACTS);
    static const char *const odd[] = {
        "/Type/ObjStm/Filter[/ASCII85Decode/FlateDecode]", "/Type/ObjStm/Filter 9 0 R",
        "/Type/ObjStm/Filter/FlateDecode/DecodeParms<</Predictor 12>>",
        "/Type/ObjStm/Filter/LZWDecode", "/Type/ObjStm/F(other.bin)"};
    for (size_t i = 0; i < COUNT_OF(odd); i++)
        assert_int_equal(pdf_examine(group_of(odd[i], tree)), PDF_MALFORMED);
    assert_int_equal(pdf_examine(group_of(usual, "<</Type/ObjStm>>")), PDF_MALFORMED);
}

static void each_refusal_has_its_sentence(void **state)
{
    static const struct {
        const char *objects, *message;
    } rows[] = {
        {PAGES,                           "pdf.empty"    },
        {PAGE,                            "pdf.malformed"},
        {PAGES PAGE "/Launch ",           "pdf.acts"     },
        {PAGES PAGE "<</Encrypt 1 0 R>>", "pdf.locked"   },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        cx.issues = NULL;
        assert_int_equal(document_check_pdf(&cx, pdf_of(bytes_of(rows[i].objects))), INVALID);
        assert_string_equal(cx.issues->message, rows[i].message);
        assert_string_equal(cx.issues->field, "file");
    }
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_file_with_a_page_is_fine),    TEST(what_cannot_be_read_is_refused),
        TEST(what_acts_is_refused),          TEST(packed_objects_are_looked_at),
        TEST(each_refusal_has_its_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
