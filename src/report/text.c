/* Text whose numbers come from the registers. */
#include <string.h>

#include "base/text.h"
#include "report/report.h"

struct cutter {
    struct arena *mem;
    struct report_text_piece *first, **end;
    const char *words; /* start of the words not yet handed out */
};

static void hand_out(struct cutter *cutter, struct report_text_piece piece)
{
    struct report_text_piece *made = arena_make(cutter->mem, struct report_text_piece);
    *made = piece;
    *cutter->end = made;
    cutter->end = &made->next;
}

static void hand_out_words(struct cutter *cutter, const char *until)
{
    if (until == cutter->words) return;
    hand_out(cutter, (struct report_text_piece){
                         PIECE_TEXT,
                         arena_copy_n(cutter->mem, cutter->words, (size_t)(until - cutter->words)),
                         "", NULL});
}

/* "{t3.1.total}" → its length, or 0. */
static size_t placeholder(const char *at, char key[64])
{
    size_t n = *at == '{' ? strspn(at + 1, "abcdefghijklmnopqrstuvwxyz_-.0123456789") : 0;
    if (!n || n >= 64 || at[n + 1] != '}') return 0;
    memcpy(key, at + 1, n);
    key[n] = '\0';
    return n + 2;
}

/* What makes a number part of a date, an article, a document number or an ordinal; amounts are the
 * fee register's, and no cell counts money. */
static bool is_wording(const char *text, const char *start, size_t digits)
{
    static const char *const after[] = {"年", "月", "日", "〕", "号", "、", ".",
                                        "）", ")",  "-",  "/",  "周", "元"};
    static const char *const before[] = {"第", "〔", "（", "(", "-", "/", ".", "——"};
    for (size_t i = 0; i < COUNT_OF(after); i++)
        if (text_starts(start + digits, after[i])) return true;
    for (size_t i = 0; i < COUNT_OF(before); i++) {
        size_t n = strlen(before[i]);
        if ((size_t)(start - text) >= n && memcmp(start - n, before[i], n) == 0) return true;
    }
    return start == text || start[-1] == '\n'; /* a list's number */
}

static bool equals_a_cell(const char *figures, const char *digits)
{
    for (const char *at = strchr(figures, '='); at; at = strchr(at + 1, '=')) {
        size_t n = strspn(at + 1, "0123456789");
        if (n == strlen(digits) && strncmp(at + 1, digits, n) == 0) return true;
    }
    return false;
}

struct report_text_piece *report_text(struct arena *mem, const char *part, const char *figures)
{
    struct cutter cutter = {mem, NULL, NULL, part};
    cutter.end = &cutter.first;
    for (const char *at = part; *at;) {
        char key[64];
        size_t n = placeholder(at, key);
        const char *figure = n ? report_figure_text(mem, figures, key) : NULL;
        size_t digits = strspn(at, "0123456789");
        if (figure) {
            hand_out_words(&cutter, at);
            hand_out(&cutter,
                     (struct report_text_piece){PIECE_FIGURE, figure, arena_copy(mem, key), NULL});
            cutter.words = at += n;
        } else if (digits) {
            const char *number = arena_copy_n(mem, at, digits);
            if (!is_wording(part, at, digits) && !equals_a_cell(figures, number)) {
                hand_out_words(&cutter, at);
                hand_out(&cutter, (struct report_text_piece){PIECE_TYPED, number, "", NULL});
                cutter.words = at + digits;
            }
            at += digits;
        } else {
            at++;
        }
    }
    hand_out_words(&cutter, cutter.words + strlen(cutter.words));
    return cutter.first;
}

/* The same number in the digits of full width, that an input method writes. */
static size_t wide_digits(const char *at)
{
    size_t n = 0;
    while (strncmp(at + n, "\xef\xbc", 2) == 0 && (unsigned char)at[n + 2] >= 0x90 &&
           (unsigned char)at[n + 2] <= 0x99)
        n += 3;
    return n;
}

const char *report_typed_number(struct arena *mem, const char *part)
{
    for (const char *at = part; *at;) {
        char key[64];
        size_t digits = strspn(at, "0123456789"), wide = wide_digits(at);
        if (digits && !is_wording(part, at, digits)) return arena_copy_n(mem, at, digits);
        if (wide && !is_wording(part, at, wide)) return arena_copy_n(mem, at, wide);
        size_t n = placeholder(at, key) + digits + wide;
        at += n ? n : 1;
    }
    return NULL;
}

char *report_text_filled(struct arena *mem, const char *part, const char *figures)
{
    struct out out = out_new(mem);
    const struct report_text_piece *piece = report_text(mem, part, figures);
    for (; piece; piece = piece->next) out_text(&out, piece->text);
    return out.text;
}
