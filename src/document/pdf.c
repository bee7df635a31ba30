#include "document/pdf.h"

#include <string.h>
#include <zlib.h>

#include "base/text.h"
#include "document/sandbox.h"

enum { NAME_MAX_ = 40, HEAD = 1024, TAIL = 2048, UNPACKED_MAX = 64 << 20, DICTIONARY_MAX = 8192 };

/* What the whole file has, wherever it stands. */
struct finding {
    bool root, pages, page, locked, acts, malformed;
    size_t unpacked; /* bytes, of all groups */
};

static bool is_space(unsigned char c)
{
    return c == 0 || c == '\t' || c == '\n' || c == '\f' || c == '\r' || c == ' ';
}

static bool ends_name(unsigned char c)
{
    return is_space(c) || memchr("()<>[]{}/%", c, 10) != NULL;
}

static int digit(unsigned char c)
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/* A name, behind its "/": "#4a" is a J. Returns where it ends; one that is too long is no name that
 * is asked for, and becomes "". */
static size_t read_name(struct bytes bytes, size_t at, char name[NAME_MAX_])
{
    size_t n = 0;
    while (at < bytes.size && !ends_name(bytes.data[at])) {
        unsigned char c = bytes.data[at++];
        if (c == '#' && bytes.size - at >= 2 && digit(bytes.data[at]) >= 0 &&
            digit(bytes.data[at + 1]) >= 0) {
            c = (unsigned char)(digit(bytes.data[at]) << 4 | digit(bytes.data[at + 1]));
            at += 2;
        }
        if (n < NAME_MAX_) name[n++] = (char)c;
    }
    name[n < NAME_MAX_ ? n : 0] = '\0';
    return at;
}

static size_t find(struct bytes bytes, size_t from, size_t to, const char *word)
{
    size_t length = strlen(word);
    if (to > bytes.size) to = bytes.size;
    if (from >= to) return SIZE_MAX;
    const unsigned char *found = memmem(bytes.data + from, to - from, word, length);
    return found ? (size_t)(found - bytes.data) : SIZE_MAX;
}

/* The last one before a place. */
static size_t find_back(struct bytes bytes, size_t before, const char *word)
{
    size_t length = strlen(word), from = before > DICTIONARY_MAX ? before - DICTIONARY_MAX : 0;
    for (size_t at = before; at-- > from;)
        if (bytes.size - at >= length && memcmp(bytes.data + at, word, length) == 0) return at;
    return SIZE_MAX;
}

static void scan(struct finding *finding, struct bytes bytes, bool raw);

/* Inflates a group of objects and looks at it. Its end is where its own data end. */
static void unpack(struct finding *finding, struct bytes packed)
{
    struct arena *mem = arena_new("pdf");
    struct out out = out_new(mem);
    unsigned char piece[65536];
    z_stream stream = {.next_in = (unsigned char *)(uintptr_t)packed.data,
                       .avail_in = (unsigned)packed.size};
    int state = inflateInit(&stream);
    while (state == Z_OK && finding->unpacked < UNPACKED_MAX) {
        stream.next_out = piece;
        stream.avail_out = sizeof piece;
        state = inflate(&stream, Z_NO_FLUSH);
        size_t n = sizeof piece - stream.avail_out;
        out_bytes(&out, piece, n);
        finding->unpacked += n;
        if (state == Z_OK && n == 0) break;
    }
    inflateEnd(&stream);
    if (state == Z_STREAM_END)
        scan(finding, out_taken(&out), false);
    else
        finding->malformed = true;
    arena_free(mem);
}

/* How a group is packed, by its dictionary: not at all, or deflated and nothing else. */
static bool packing(struct bytes bytes, size_t from, size_t to, bool *ret_packed)
{
    char name[NAME_MAX_];
    bool filter = false, deflated = false;
    for (size_t at = from; at < to;) {
        if (bytes.data[at++] != '/') continue;
        at = read_name(bytes, at, name);
        if (text_starts(name, "DecodeParms") || text_equal(name, "F")) return false;
        if (text_equal(name, "Filter")) {
            if (filter) return false;
            filter = true;
        } else if (text_equal(name, "FlateDecode")) {
            if (deflated) return false;
            deflated = true;
        } else if (text_ends(name, "Decode") || text_equal(name, "Crypt")) {
            return false;
        }
    }
    *ret_packed = deflated;
    return filter == deflated;
}

/* "/ObjStm" stands at this place: the dictionary round it, and the stream behind it. */
static void look_into_group(struct finding *finding, struct bytes bytes, size_t at)
{
    size_t from = find_back(bytes, at, "obj");
    size_t to = find(bytes, at, at + DICTIONARY_MAX, "stream");
    bool packed = false;
    if (from == SIZE_MAX || to == SIZE_MAX || !packing(bytes, from, to, &packed)) {
        finding->malformed = true;
        return;
    }
    if (!packed) return; /* its bytes are looked at as they stand */
    size_t data = to + strlen("stream");
    if (data < bytes.size && bytes.data[data] == '\r') data++;
    if (data < bytes.size && bytes.data[data] == '\n') data++;
    unpack(finding, (struct bytes){bytes.data + data, bytes.size - data});
}

static bool acts(const char *name)
{
    static const char *const names[] = {"JavaScript", "Launch",    "EmbeddedFile", "EmbeddedFiles",
                                        "RichMedia",  "XFA",       "SubmitForm",   "ImportData",
                                        "GoToE",      "Rendition", "Movie",        "Sound"};
    for (size_t i = 0; i < COUNT_OF(names); i++)
        if (text_equal(names[i], name)) return true;
    return false;
}

static void take_name(struct finding *finding, const char *name, bool after_type)
{
    finding->root |= text_equal(name, "Root");
    finding->pages |= after_type && text_equal(name, "Pages");
    finding->page |= after_type && text_equal(name, "Page");
    finding->locked |= text_equal(name, "Encrypt");
    finding->acts |= acts(name);
}

static void scan(struct finding *finding, struct bytes bytes, bool raw)
{
    char name[NAME_MAX_];
    bool after_type = false;
    for (size_t at = 0; at < bytes.size && !finding->malformed;) {
        unsigned char c = bytes.data[at++];
        if (c != '/') {
            after_type &= is_space(c);
            continue;
        }
        size_t place = at;
        at = read_name(bytes, at, name);
        take_name(finding, name, after_type);
        if (after_type && text_equal(name, "ObjStm")) {
            if (raw)
                look_into_group(finding, bytes, place);
            else
                finding->malformed = true; /* a group within a group */
        }
        after_type = text_equal(name, "Type");
    }
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static size_t skip_space(struct bytes bytes, size_t at)
{
    while (at < bytes.size && is_space(bytes.data[at])) at++;
    return at;
}

/* Where the last "startxref" says that the table of contents is; SIZE_MAX: nowhere in the file. */
static size_t contents_place(struct bytes bytes)
{
    size_t at = SIZE_MAX, place = 0, next = bytes.size > TAIL ? bytes.size - TAIL : 0;
    while ((next = find(bytes, next, bytes.size, "startxref")) != SIZE_MAX) at = next, next += 9;
    if (at == SIZE_MAX || find(bytes, at, bytes.size, "%%EOF") == SIZE_MAX) return SIZE_MAX;
    at = skip_space(bytes, at + strlen("startxref"));
    for (; at < bytes.size && is_digit(bytes.data[at]) && place < bytes.size; at++)
        place = place * 10 + (size_t)(bytes.data[at] - '0');
    return place < bytes.size ? skip_space(bytes, place) : SIZE_MAX;
}

/* There it says "xref", or an object begins. */
static bool has_contents(struct bytes bytes)
{
    size_t at = contents_place(bytes);
    if (at == SIZE_MAX || bytes.size - at < 4) return false;
    if (memcmp(bytes.data + at, "xref", 4) == 0) return true;
    return is_digit(bytes.data[at]) && find(bytes, at, at + 24, "obj") != SIZE_MAX;
}

enum pdf_fault pdf_examine(struct bytes bytes)
{
    struct finding finding = {0};
    if (find(bytes, 0, HEAD, "%PDF-") == SIZE_MAX || !has_contents(bytes)) return PDF_MALFORMED;
    scan(&finding, bytes, true);
    if (finding.acts) return PDF_ACTS;
    if (finding.locked) return PDF_LOCKED;
    if (finding.malformed || !finding.root || !finding.pages) return PDF_MALFORMED;
    return finding.page ? PDF_FINE : PDF_EMPTY;
}

/* ---- in the sandbox ---- */

static int examine(int answer, const void *given)
{
    return (int)pdf_examine(*(const struct bytes *)given);
}

enum status document_check_pdf(struct context *cx, struct bytes bytes)
{
    static const char *const messages[] = {[PDF_MALFORMED] = "pdf.malformed",
                                           [PDF_LOCKED] = "pdf.locked",
                                           [PDF_ACTS] = "pdf.acts",
                                           [PDF_EMPTY] = "pdf.empty"};
    static const struct sandbox_limits limits = {
        .answer = 16, .memory = 512UL * 1024 * 1024, .cpu_seconds = 10, .wall_seconds = 30};
    struct sandbox_end end;
    if (bytes.size > PDF_BYTES_MAX) return issue(cx, "file", "pdf.too_large", "");
    TRY(sandbox_run(cx, &limits, examine, &bytes, &end));
    if (end.how == SANDBOX_ANSWERED) return OK;
    bool known = end.how == SANDBOX_REFUSED && end.code > 0 && end.code < (int)COUNT_OF(messages);
    return issue(cx, "file", messages[known ? end.code : PDF_MALFORMED], "");
}
