#include "web/words.h"

#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

enum sort { NOTHING, LETTER, CHINESE_CHARACTER };

static bool is_chinese(uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x3041 && c <= 0x30FF) || c == 0x3005 ||
           c == 0x3007;
}

static enum sort sort_of(uint32_t c)
{
    if (c < 0x80) return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ? LETTER : NOTHING;
    if (is_chinese(c)) return CHINESE_CHARACTER;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO ? LETTER : NOTHING;
}

/* One character as the index knows it: up to FOLDED characters, often just itself. */
enum { FOLDED = 20 };

static size_t fold(uint32_t c, uint32_t ret[FOLDED])
{
    ret[0] = c;
    if (c < 0x80) {
        if (c >= 'A' && c <= 'Z') ret[0] = c + ('a' - 'A');
        return 1;
    }
    if (c >= 0x4E00 && c <= 0x9FFF) return 1;
    int boundary = 0;
    utf8proc_int32_t folded[FOLDED];
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, folded, FOLDED,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    if (n < 0 || n > FOLDED) return 1;
    for (utf8proc_ssize_t i = 0; i < n; i++) ret[i] = (uint32_t)folded[i];
    return (size_t)n;
}

/* A character in UTF-8, and its length; nothing that utf8proc refuses gets here. */
static inline size_t encode(uint32_t c, unsigned char ret[4])
{
    ret[0] = (unsigned char)c;
    if (c < 0x80) return 1;
    if (c < 0x800 || c > 0xffff) return (size_t)utf8proc_encode_char((utf8proc_int32_t)c, ret);
    ret[0] = (unsigned char)(0xe0 | c >> 12);
    ret[1] = (unsigned char)(0x80 | (c >> 6 & 0x3f));
    ret[2] = (unsigned char)(0x80 | (c & 0x3f));
    return 3;
}

static void put_character(struct out *out, uint32_t c)
{
    unsigned char bytes[4];
    out_bytes(out, bytes, encode(c, bytes));
}

/* ---- tokens ---- */

/* Tokens are gathered here before they go on: a portal cuts thousands of records a second. */
enum { GATHERED = 512, TOKEN_MAX = 9 };

struct cutter {
    struct out *out;
    enum sort last;
    size_t previous_size;
    unsigned char previous[4]; /* the Chinese character that begins the next pair */
    size_t size;
    unsigned char bytes[GATHERED];
};

static inline void gather(struct cutter *cutter, const unsigned char *bytes, size_t size)
{
    for (size_t i = 0; i < size; i++) cutter->bytes[cutter->size + i] = bytes[i];
    cutter->size += size;
}

static void cut(struct cutter *cutter, uint32_t c)
{
    unsigned char bytes[4];
    enum sort sort = sort_of(c);
    size_t size = encode(c, bytes);
    if (cutter->size > GATHERED - TOKEN_MAX) {
        out_bytes(cutter->out, cutter->bytes, cutter->size);
        cutter->size = 0;
    }
    if (cutter->last == CHINESE_CHARACTER) {
        gather(cutter, cutter->previous, cutter->previous_size);
        if (sort == CHINESE_CHARACTER) gather(cutter, bytes, size);
        cutter->bytes[cutter->size++] = ' ';
    } else if (cutter->last == LETTER && sort != LETTER) {
        cutter->bytes[cutter->size++] = ' ';
    }
    if (sort == LETTER) gather(cutter, bytes, size);
    if (sort == CHINESE_CHARACTER) {
        memcpy(cutter->previous, bytes, sizeof bytes);
        cutter->previous_size = size;
    }
    cutter->last = sort;
}

void words_add(struct out *out, const char *text)
{
    struct cutter cutter = {.out = out, .last = NOTHING};
    uint32_t c, folded[FOLDED];
    for (size_t n; (n = text_next(text, &c)) > 0; text += n) {
        size_t count = fold(c, folded);
        for (size_t i = 0; i < count; i++) cut(&cutter, folded[i]);
    }
    cut(&cutter, ' ');
    out_bytes(out, cutter.bytes, cutter.size);
}

/* ---- queries ---- */

/* A term goes on while its sort does; an inner hyphen or dot keeps a number such as 2009-00638
 * together, for such words stand side by side in the index as well. */
static void add_to_terms(struct terms *terms, struct search_term **term, uint32_t c)
{
    enum sort sort = sort_of(c);
    bool joins = *term && !(*term)->chinese && (c == '-' || c == '.' || c == '/');
    if (joins) sort = LETTER;
    if (*term && (sort == NOTHING || (*term)->chinese != (sort == CHINESE_CHARACTER))) *term = NULL;
    if (sort == NOTHING) return;
    if (!*term) {
        if (terms->count == WORDS_TERMS_MAX) return;
        *term = &terms->at[terms->count++];
        (*term)->chinese = sort == CHINESE_CHARACTER;
    }
    if ((*term)->length < WORDS_TERM_MAX) (*term)->character[(*term)->length++] = c;
}

void words_terms(const char *query, struct terms *ret)
{
    struct search_term *term = NULL;
    uint32_t c, folded[FOLDED];
    memset(ret, 0, sizeof *ret);
    for (size_t n; (n = text_next(query, &c)) > 0; query += n) {
        size_t count = fold(c, folded);
        for (size_t i = 0; i < count; i++) add_to_terms(ret, &term, folded[i]);
    }
    for (size_t i = 0; i < ret->count; i++) {
        struct search_term *t = &ret->at[i];
        while (t->length > 0 && sort_of(t->character[t->length - 1]) == NOTHING) t->length--;
    }
}

static void match_term(struct out *out, const struct search_term *term)
{
    out_text(out, out->size ? " AND \"" : "\"");
    for (size_t i = 0; i + (term->chinese && term->length > 1) < term->length; i++) {
        uint32_t c = term->character[i];
        if (term->chinese && i > 0) out_char(out, ' ');
        put_character(out, sort_of(c) == NOTHING ? ' ' : c);
        if (term->chinese && term->length > 1) put_character(out, term->character[i + 1]);
    }
    out_char(out, '"');
    if (term->chinese && term->length == 1) out_text(out, " *");
}

const char *words_match(struct arena *mem, const struct terms *terms)
{
    struct out out = out_new(mem);
    for (size_t i = 0; i < terms->count; i++)
        if (terms->at[i].length > 0) match_term(&out, &terms->at[i]);
    return out.text ? out.text : "";
}

enum { LIKE_MAX = 80 };

const char *words_like(struct arena *mem, const char *text)
{
    struct out tokens = out_new(mem), query = out_new(mem);
    words_add(&tokens, text);
    size_t count = 0;
    for (const char *at = tokens.text ? tokens.text : ""; *at && count < LIKE_MAX;) {
        size_t size = strcspn(at, " ");
        /* One character alone says nothing. */
        if (size > 4 || ((unsigned char)*at < 0x80 && size > 1)) {
            out_text(&query, count++ ? " OR \"" : "\"");
            out_bytes(&query, at, size);
            out_char(&query, '"');
        }
        at += size + strspn(at + size, " ");
    }
    return query.text ? query.text : "";
}

/* ---- snippets ---- */

/* Where each folded character of a text came from. */
struct folded_text {
    uint32_t *character;
    uint32_t *offset; /* of the original character, in bytes; one more at the end */
    size_t length;
};

static struct folded_text fold_text(struct arena *mem, const char *text)
{
    size_t room = strlen(text) + 1;
    struct folded_text f = {arena_array(mem, uint32_t, room), arena_array(mem, uint32_t, room + 1),
                            0};
    uint32_t c, folded[FOLDED];
    const char *at = text;
    for (size_t n; (n = text_next(at, &c)) > 0 && f.length < room; at += n) {
        size_t count = fold(c, folded);
        f.character[f.length] = count ? folded[0] : ' ';
        f.offset[f.length++] = (uint32_t)(at - text);
    }
    f.offset[f.length] = (uint32_t)(at - text);
    return f;
}

static bool stands_at(const struct folded_text *f, size_t at, const struct search_term *term)
{
    if (term->length == 0 || at + term->length > f->length) return false;
    if (memcmp(f->character + at, term->character, term->length * sizeof(uint32_t)) != 0)
        return false;
    if (term->chinese) return true;
    bool begins = at == 0 || sort_of(f->character[at - 1]) != LETTER;
    bool ends =
        at + term->length == f->length || sort_of(f->character[at + term->length]) != LETTER;
    return begins && ends;
}

/* How many characters at this place are something that was looked for. */
static size_t found_at(const struct folded_text *f, size_t at, const struct terms *terms)
{
    size_t longest = 0;
    for (size_t i = 0; i < terms->count; i++)
        if (terms->at[i].length > longest && stands_at(f, at, &terms->at[i]))
            longest = terms->at[i].length;
    return longest;
}

struct pieces {
    struct arena *mem;
    const char *text;
    const struct folded_text *folded;
    struct piece *first, **last;
};

static void add_piece(struct pieces *pieces, size_t from, size_t to, bool found)
{
    if (from == to) return;
    uint32_t begin = pieces->folded->offset[from], end = pieces->folded->offset[to];
    char *copy = arena_copy_n(pieces->mem, pieces->text + begin, end - begin);
    /* Marks of headings, tables and emphasis are not worth reading in a passage. */
    for (char *c = copy; *c; c++)
        if (strchr("#*|\n\t", *c)) *c = ' ';
    struct piece *piece = arena_make(pieces->mem, struct piece);
    *piece = (struct piece){copy, found, NULL};
    *pieces->last = piece;
    pieces->last = &piece->next;
}

const struct piece *words_snippet(struct arena *mem, const char *text, const struct terms *terms,
                                  size_t length)
{
    struct folded_text f = fold_text(mem, text);
    struct pieces pieces = {.mem = mem, .text = text, .folded = &f};
    pieces.last = &pieces.first;
    size_t first = 0;
    while (first < f.length && found_at(&f, first, terms) == 0) first++;
    size_t from = first < f.length && first > length / 4 ? first - length / 4 : 0;
    size_t to = from + length < f.length ? from + length : f.length;
    size_t plain = from;
    for (size_t i = from; i < to;) {
        size_t found = found_at(&f, i, terms);
        if (!found) {
            i++;
            continue;
        }
        size_t end = i + found < to ? i + found : to;
        add_piece(&pieces, plain, i, false);
        add_piece(&pieces, i, end, true);
        i = plain = end;
    }
    add_piece(&pieces, plain, to, false);
    return pieces.first;
}

/* ---- what two texts share ---- */

size_t words_shared(struct arena *mem, const char *a, const char *b)
{
    struct folded_text x = fold_text(mem, a), y = fold_text(mem, b);
    size_t *before = arena_array(mem, size_t, y.length + 1), longest = 0;
    for (size_t i = 0; i < x.length; i++) {
        size_t diagonal = 0;
        enum sort sort = sort_of(x.character[i]);
        for (size_t k = 0; k < y.length; k++) {
            size_t next = before[k + 1];
            bool same = sort != NOTHING && x.character[i] == y.character[k];
            before[k + 1] = same ? diagonal + (sort == CHINESE_CHARACTER ? 2 : 1) : 0;
            if (before[k + 1] > longest) longest = before[k + 1];
            diagonal = next;
        }
    }
    return longest;
}
