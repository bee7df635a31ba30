/* How letters cite the law. */
#include <string.h>

#include "base/text.h"
#include "request/letter_inside.h"

/* ---- citations: Chinese ------------------------------------------------------------------------
 * 令711 第36条(二) → 《中华人民共和国政府信息公开条例》第三十六条第（二）项: official documents
 * write the numbers of articles, paragraphs and items in characters (GB/T 15835-2011 leaves them
 * so). */

static void put_numeral(struct out *out, unsigned n)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四",
                                         "五", "六", "七", "八", "九"};
    if (n >= 100) {
        out_text(out, digits[n / 100 % 10]);
        out_text(out, "百");
        if (n % 100 && n % 100 < 10) out_text(out, "零");
    }
    if (n % 100 >= 10) {
        if (n >= 20) out_text(out, digits[n / 10 % 10]);
        out_text(out, "十");
    }
    if (n % 10) out_text(out, digits[n % 10]);
}

/* The length of the item's number in brackets, (一) or （一）, with its digits' place; 0 if none.
 */
static size_t item_length(const char *text, const char **ret_number, size_t *ret_size)
{
    static const char numerals[] = "一二三四五六七八九十";
    size_t open = *text == '(' ? 1 : text_starts(text, "（") ? 3 : 0, size = 0;
    if (!open) return 0;
    while (text[open + size] && strlen(text + open + size) >= 3) {
        char numeral[4] = {text[open + size], text[open + size + 1], text[open + size + 2]};
        if (!strstr(numerals, numeral)) break;
        size += 3;
    }
    const char *end = text + open + size;
    size_t close = *end == ')' ? 1 : text_starts(end, "）") ? 3 : 0;
    *ret_number = text + open;
    *ret_size = size;
    return size && close ? open + size + close : 0;
}

/* 第36条 → 第三十六条; 0 if the text is no such thing. */
static size_t put_article(struct out *out, const char *text)
{
    size_t begin = sizeof "第" - 1, digits;
    int64_t n;
    if (!text_starts(text, "第")) return 0;
    digits = strspn(text + begin, "0123456789");
    char number[8] = "";
    if (!digits || digits > 3 || !text_starts(text + begin + digits, "条")) return 0;
    memcpy(number, text + begin, digits);
    if (!text_to_int(number, &n)) return 0;
    out_text(out, "第");
    put_numeral(out, (unsigned)n);
    out_text(out, "条");
    return begin + digits + sizeof "条" - 1;
}

static size_t put_law(const struct letters *letters, struct out *out, const char *text)
{
    for (size_t i = 0; i < letters->law_count; i++) {
        size_t size = strlen(letters->laws[i].brief[CHINESE]);
        if (strncmp(text, letters->laws[i].brief[CHINESE], size) != 0) continue;
        out_text(out, letters->laws[i].full[CHINESE]);
        return size + strspn(text + size, " ");
    }
    return 0;
}

static char *cite_chinese(const struct letters *letters, struct arena *mem, const char *text)
{
    struct out out = out_new(mem);
    bool begins = true; /* of a law's name */
    for (size_t n; *text; text += n) {
        const char *number = NULL;
        size_t size = 0;
        n = begins ? put_law(letters, &out, text) : 0;
        begins = false;
        if (n) continue;
        if ((n = put_article(&out, text)) != 0) continue;
        bool cited = text_ends(out.text, "第"); /* already as letters cite it */
        if (!cited && (n = item_length(text, &number, &size)) != 0) {
            out_text(&out, "第（");
            out_bytes(&out, number, size);
            out_text(&out, "）项");
        } else if (*text == ';' || text_starts(text, "；")) {
            out_text(&out, "、");
            n = *text == ';' ? 1 : 3;
            n += strspn(text + n, " ");
            begins = true;
        } else {
            uint32_t c;
            n = text_next(text, &c);
            if (!n) break;
            out_bytes(&out, text, n);
        }
    }
    return out.text;
}

/* ---- citations: English: "Order 711, Arts 36(4) and 37" → "Articles 36(4) and 37 of the …" ----
 */

static void put_one(const struct letters *letters, struct out *out, const char *text, size_t size)
{
    for (size_t i = 0; i < letters->law_count; i++) {
        const char *brief = letters->laws[i].brief[ENGLISH];
        size_t n = strlen(brief);
        if (n > size || strncmp(text, brief, n) != 0) continue;
        bool many = size > n + 7 && !strncmp(text + n, ", Arts ", 7);
        bool one = size > n + 6 && !strncmp(text + n, ", Art ", 6);
        size_t skip = n + (many ? 7 : one ? 6 : 0);
        if (many || one)
            out_format(out, "%s %.*s of ", many ? "Articles" : "Article", (int)(size - skip),
                       text + skip);
        out_text(out, letters->laws[i].full[ENGLISH]);
        if (!many && !one) out_bytes(out, text + n, size - n);
        return;
    }
    out_bytes(out, text, size);
}

static char *cite_english(const struct letters *letters, struct arena *mem, const char *text)
{
    struct out out = out_new(mem);
    for (size_t n; *text; text += n + (text[n] == ';')) {
        text += strspn(text, " ");
        n = strcspn(text, ";");
        if (out.size) out_text(&out, text[n] ? ", " : " and ");
        put_one(letters, &out, text, n);
    }
    return out.text;
}

char *letter_cite(const struct letters *letters, struct arena *mem, enum language language,
                  const char *article)
{
    if (text_empty(article)) return arena_copy(mem, "");
    return language == CHINESE ? cite_chinese(letters, mem, article)
                               : cite_english(letters, mem, article);
}
