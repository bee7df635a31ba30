#include "document/scan.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "law/code.h"

enum { AROUND = 12, DIGITS_MAX = 24, GROUPS_MAX = 5 };

/* The text as the rules see it: one folded character a unit, and where it stands in the bytes. */
struct unit {
    uint32_t c;
    uint32_t at;
};

struct view {
    struct scan *scan;
    const char *where, *text;
    struct unit *units; /* ends with a unit of character 0 at the end of the text */
    size_t count;
};

/* ---- folding ---- */

static bool is_invisible(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200d) || c == 0x2060 || c == 0xfeff;
}

static uint32_t fold(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0; /* full-width ASCII */
    if (c == 0x3000 || c == 0xa0) return ' ';
    if (c >= 0x2010 && c <= 0x2015) return '-';
    return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

static void fold_text(struct view *view)
{
    const char *at = view->text;
    uint32_t c;
    view->units = arena_array(view->scan->mem, struct unit, text_length(view->text) + 2);
    for (size_t n; (n = text_next(at, &c)) > 0; at += n)
        if (!is_invisible(c))
            view->units[view->count++] = (struct unit){fold(c), (uint32_t)(at - view->text)};
    view->units[view->count] = (struct unit){0, (uint32_t)(at - view->text)};
}

static bool is_digit(uint32_t c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(uint32_t c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_space(uint32_t c)
{
    return c == ' ' || c == '\t';
}

/* ---- telling a find ---- */

static const char *slice(const struct view *view, size_t first, size_t end)
{
    size_t from = view->units[first].at;
    return arena_copy_n(view->scan->mem, view->text + from, view->units[end].at - from);
}

static const char *excerpt(const struct view *view, size_t first, size_t end)
{
    size_t from = first > AROUND ? first - AROUND : 0;
    size_t to = view->count - end > AROUND ? end + AROUND : view->count;
    char *line = arena_format(view->scan->mem, "%s%s%s", from ? "…" : "", slice(view, from, to),
                              to < view->count ? "…" : "");
    for (char *c = line; *c; c++)
        if (*c == '\n' || *c == '\t') *c = ' ';
    return line;
}

/* The found characters with stars between the first and the last few. */
static const char *mask(const struct view *view, size_t first, size_t end, const int kept[2])
{
    struct out out = out_new(view->scan->mem);
    size_t visible = 0, seen = 0;
    for (size_t i = first; i < end; i++)
        visible += !is_space(view->units[i].c) && view->units[i].c != '-';
    for (size_t i = first; i < end; i++) {
        if (is_space(view->units[i].c) || view->units[i].c == '-') continue;
        bool shown = seen < (size_t)kept[0] || seen + (size_t)kept[1] >= visible;
        out_text(&out, shown ? slice(view, i, i + 1) : "*");
        seen++;
    }
    return out.text;
}

static const char *find_key(struct arena *mem, const struct find *find)
{
    const char *whole = arena_format(mem, "%s\n%s\n%s", find->rule, find->where, find->found);
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, (const unsigned char *)whole, strlen(whole));
    return text_hex(mem, hash, 16);
}

/* The same find in the same place again is one more of it, not another find. */
static bool count_again(struct scan *scan, const char *rule, const char *where, const char *found)
{
    for (size_t i = 0; i < scan->count; i++) {
        struct find *find = &scan->finds[i];
        if (find->rule != rule || !text_equal(find->found, found) ||
            !text_equal(find->where, where))
            continue;
        find->count++;
        return true;
    }
    return false;
}

/* kept: how many characters the mask leaves at either end; NULL for no mask. */
static void tell(struct view *view, const char *rule, size_t first, size_t end, const int *kept)
{
    struct scan *scan = view->scan;
    struct arena_mark mark = arena_mark(scan->mem);
    const char *found = slice(view, first, end);
    if (count_again(scan, rule, view->where, found)) {
        arena_rewind(scan->mem, mark);
        return;
    }
    if (scan->count == SCAN_FINDS_MAX) {
        scan->cut = true;
        return;
    }
    struct find *find = &scan->finds[scan->count++];
    *find = (struct find){.rule = rule,
                          .where = view->where,
                          .offset = view->units[first].at,
                          .length = view->units[end].at - view->units[first].at,
                          .count = 1,
                          .found = found,
                          .excerpt = excerpt(view, first, end),
                          .masked = kept ? mask(view, first, end, kept) : ""};
    find->key = find_key(scan->mem, find);
}

static const char MARK[] = "mark", MARK_WORD[] = "mark_word", IDENTITY[] = "identity_number",
                  MOBILE[] = "mobile", CARD[] = "bank_card", PLATE[] = "plate";

/* ---- classification marks ---- */

/* Two characters, with the spaces that a typist puts between them (机　密). */
static const uint32_t mark_words[][2] = {
    {0x7edd, 0x5bc6}, /* 绝密 */
    {0x673a, 0x5bc6}, /* 机密 */
    {0x79d8, 0x5bc6}, /* 秘密 */
    {0x5185, 0x90e8}, /* 内部 */
};
enum { INTERNAL = 3, STAR = 0x2605 };

/* What makes 内部 a mark: 内部资料, 内部文件, 内部材料, 内部使用, 内部掌握, 内部参考, 内部传阅,
 * 内部刊物, 内部明电, 内部情况. */
static const uint32_t internal_kinds[][2] = {
    {0x8d44, 0x6599},
    {0x6587, 0x4ef6},
    {0x6750, 0x6599},
    {0x4f7f, 0x7528},
    {0x638c, 0x63e1},
    {0x53c2, 0x8003},
    {0x4f20, 0x9605},
    {0x520a, 0x7269},
    {0x660e, 0x7535},
    {0x60c5, 0x51b5},
};

static bool opens(uint32_t c)
{
    return c == '\n' || c == '(' || c == '[' || c == 0x3010 || c == 0x3014 || c == 0x300a;
}

static bool closes(uint32_t c)
{
    return c == 0 || c == '\n' || c == ')' || c == ']' || c == 0x3011 || c == 0x3015 || c == 0x300b;
}

enum { GAP = 4 };

static size_t skip_gap(const struct view *view, size_t i)
{
    for (int gap = 0; gap < GAP && is_space(view->units[i].c); gap++) i++;
    return i;
}

/* Does it stand as a mark: before a star (which then belongs to it), between brackets, or on a
 * line of its own? */
static bool stands_alone(const struct view *view, size_t first, size_t *end)
{
    size_t before = first, after = skip_gap(view, *end);
    for (int gap = 0; gap < GAP && before > 0 && is_space(view->units[before - 1].c); gap++)
        before--;
    if (view->units[after].c == STAR) {
        *end = after + 1;
        return true;
    }
    return (before == 0 || opens(view->units[before - 1].c)) && closes(view->units[after].c);
}

static bool is_internal_kind(const struct view *view, size_t end)
{
    if (end + 1 >= view->count) return false;
    for (size_t i = 0; i < COUNT_OF(internal_kinds); i++)
        if (view->units[end].c == internal_kinds[i][0] &&
            view->units[end + 1].c == internal_kinds[i][1])
            return true;
    return false;
}

static size_t find_mark(struct view *view, size_t i)
{
    if (view->units[i].c == STAR) {
        tell(view, MARK, i, i + 1, NULL);
        return i + 1;
    }
    for (size_t word = 0; word < COUNT_OF(mark_words); word++) {
        size_t second = skip_gap(view, i + 1), end = second + 1;
        if (view->units[i].c != mark_words[word][0] || view->units[second].c != mark_words[word][1])
            continue;
        bool kind = word == INTERNAL && is_internal_kind(view, end);
        if (kind) end += 2;
        bool mark = kind || stands_alone(view, i, &end);
        if (!mark && second > i + 1) return i; /* 有机 密封 */
        tell(view, mark ? MARK : MARK_WORD, i, end, NULL);
        return end;
    }
    return i;
}

/* ---- numbers ---- */

/* GB 11643: a place, a day of birth that exists, a sequence, a check character. */
static bool is_identity(const char *digits)
{
    static const char *const regions =
        "11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 "
        "65 71 81 82 83 91 ";
    const char region[] = {digits[0], digits[1], ' ', '\0'};
    const char born[] = {digits[6],  digits[7], digits[8],  digits[9],  '-', digits[10],
                         digits[11], '-',       digits[12], digits[13], '\0'};
    struct date date;
    if (!strstr(regions, region) || !date_parse(born, &date)) return false;
    int year = date_civil(date).year;
    return year >= 1850 && year <= 2100 && !code_examine(&GB_11643, digits).message;
}

/* The ranges that the ministry has given to mobile networks: 13x, 14x, 150-153, 155-159, 162,
 * 165-167, 17x, 18x, 190-193, 195-199. */
static bool is_mobile(const char *digits)
{
    static const char *const seconds[] = {
        ['3'] = "0123456789", ['4'] = "0123456789", ['5'] = "012356789", ['6'] = "2567",
        ['7'] = "012345678",  ['8'] = "0123456789", ['9'] = "012356789"};
    size_t size = strlen(digits);
    if (size == 15 && text_starts(digits, "0086")) digits += 4;
    if (size == 13 && text_starts(digits, "86")) digits += 2;
    return strlen(digits) == 11 && digits[0] == '1' && digits[1] >= '3' &&
           strchr(seconds[(unsigned char)digits[1]], digits[2]) != NULL;
}

/* ISO/IEC 7812: an issuer's first digit and the Luhn check. */
static bool is_card(const char *digits)
{
    size_t size = strlen(digits);
    int sum = 0;
    if (!strchr("34569", digits[0])) return false;
    for (size_t i = 0; i < size; i++) {
        int digit = digits[size - 1 - i] - '0';
        if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

/* How such numbers are written: runs of digits, one separator between two of them. Longer shapes
 * before their beginnings, surer rules before weaker ones. */
static const struct shape {
    const char *rule;
    bool (*valid)(const char *digits);
    int runs[GROUPS_MAX + 1];
    bool letter; /* an X closes it */
    int kept[2];
} shapes[] = {
    {IDENTITY, is_identity, {18},            false, {6, 0}},
    {IDENTITY, is_identity, {17},            true,  {6, 0}},
    {IDENTITY, is_identity, {6, 8, 4},       false, {6, 0}},
    {IDENTITY, is_identity, {6, 8, 3},       true,  {6, 0}},
    {MOBILE,   is_mobile,   {11},            false, {3, 4}},
    {MOBILE,   is_mobile,   {13},            false, {5, 4}},
    {MOBILE,   is_mobile,   {15},            false, {7, 4}},
    {MOBILE,   is_mobile,   {3, 4, 4},       false, {3, 4}},
    {CARD,     is_card,     {16},            false, {4, 4}},
    {CARD,     is_card,     {17},            false, {4, 4}},
    {CARD,     is_card,     {18},            false, {4, 4}},
    {CARD,     is_card,     {19},            false, {4, 4}},
    {CARD,     is_card,     {4, 4, 4, 4, 3}, false, {4, 4}},
    {CARD,     is_card,     {4, 4, 4, 4, 2}, false, {4, 4}},
    {CARD,     is_card,     {4, 4, 4, 4, 1}, false, {4, 4}},
    {CARD,     is_card,     {4, 4, 4, 4},    false, {4, 4}},
    {CARD,     is_card,     {6, 13},         false, {4, 4}},
    {CARD,     is_card,     {6, 10},         false, {4, 4}},
};

/* The runs of digits that begin at a unit: their lengths, at most GROUPS_MAX of them, and their
 * digits. A run longer than DIGITS_MAX is of no shape. */
struct runs {
    int length[GROUPS_MAX];
    int count;
    char digits[GROUPS_MAX * DIGITS_MAX + 1];
    size_t end[GROUPS_MAX]; /* the unit after each run */
};

static void read_runs(const struct view *view, size_t i, struct runs *runs)
{
    int size = 0;
    *runs = (struct runs){.count = 0};
    while (runs->count < GROUPS_MAX && is_digit(view->units[i].c)) {
        int length = 0;
        for (; is_digit(view->units[i].c) && length < DIGITS_MAX; i++, length++)
            runs->digits[size++] = (char)view->units[i].c;
        if (is_digit(view->units[i].c)) return;
        runs->length[runs->count] = length;
        runs->end[runs->count++] = i;
        if (!is_space(view->units[i].c) && view->units[i].c != '-') return;
        i++;
    }
}

/* The unit after the number if the runs have this shape and it is valid, else 0. */
static size_t match(const struct view *view, const struct runs *runs, const struct shape *shape)
{
    char digits[DIGITS_MAX + 8];
    int count = 0, size = 0;
    for (; shape->runs[count]; count++) {
        if (count >= runs->count || runs->length[count] != shape->runs[count]) return 0;
        size += shape->runs[count];
    }
    size_t end = runs->end[count - 1];
    memcpy(digits, runs->digits, (size_t)size);
    if (shape->letter) {
        if (view->units[end].c != 'X' || is_letter(view->units[end + 1].c)) return 0;
        digits[size++] = 'X';
        end++;
    } else if (is_letter(view->units[end].c)) {
        return 0; /* a serial number or a code that goes on */
    }
    digits[size] = '\0';
    return shape->valid(digits) ? end : 0;
}

static size_t find_number(struct view *view, size_t i)
{
    struct runs runs;
    if (!is_digit(view->units[i].c)) return i;
    read_runs(view, i, &runs);
    for (size_t s = 0; s < COUNT_OF(shapes); s++) {
        size_t end = match(view, &runs, &shapes[s]);
        if (!end) continue;
        tell(view, shapes[s].rule, i, end, shapes[s].kept);
        return end;
    }
    while (is_digit(view->units[i].c)) i++;
    return i;
}

/* ---- vehicle plates (GA 36) ---- */

static const char provinces[] = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";
static const char endings[] = "警学挂港澳"; /* of police, training, trailer and border plates */

static bool is_one_of(const char *set, uint32_t c)
{
    uint32_t member;
    for (size_t n; (n = text_next(set, &member)) > 0; set += n)
        if (member == c) return true;
    return false;
}

static bool is_serial(uint32_t c)
{
    return is_digit(c) || (is_letter(c) && c != 'I' && c != 'O');
}

/* Five characters, or four and an ending, or the six of a new-energy vehicle: a letter first
 * (small cars) or last (large ones), digits for the rest but one. */
static bool is_plate_serial(const struct unit *units, size_t size)
{
    int digits = 0;
    for (size_t i = 0; i < size; i++) digits += is_digit(units[i].c);
    if (size < 6) return digits >= 2;
    bool small = is_letter(units[0].c) && units[0].c <= 'K' && digits >= 4 &&
                 is_digit(units[2].c) && is_digit(units[5].c);
    bool large = is_letter(units[5].c) && units[5].c <= 'K' && digits == 5;
    return small || large;
}

static size_t plate_serial_size(const struct unit *units)
{
    size_t size = 0;
    while (size < 7 && is_serial(units[size].c)) size++;
    if (size == 4 && is_one_of(endings, units[4].c)) size = 5;
    bool ends = !is_letter(units[size].c) && !is_digit(units[size].c);
    bool fits = size == 5 || size == 6;
    return ends && fits && is_plate_serial(units, size) ? size : 0;
}

static size_t find_plate(struct view *view, size_t i)
{
    static const int kept[2] = {2, 1};
    const struct unit *units = view->units;
    if (units[i].c < 0x4e00 || !is_letter(units[i + 1].c) || units[i + 1].c == 'I' ||
        !is_one_of(provinces, units[i].c))
        return i;
    size_t first = i + 2;
    if (is_one_of("·•・.-", units[first].c) || is_space(units[first].c)) first++;
    size_t size = plate_serial_size(units + first);
    if (size == 0) return i;
    tell(view, PLATE, i, first + size, kept);
    return first + size;
}

/* ---- all of it ---- */

void scan_text(struct scan *scan, const char *where, const char *text)
{
    if (!text) return;
    struct view view = {.scan = scan, .where = where, .text = text};
    if (strnlen(text, SCAN_TEXT_MAX + 1) > SCAN_TEXT_MAX) {
        scan->cut = true;
        return;
    }
    if (!scan->finds) scan->finds = arena_array(scan->mem, struct find, SCAN_FINDS_MAX);
    fold_text(&view);
    for (size_t i = 0; i < view.count && !scan->cut;) {
        size_t next = find_mark(&view, i);
        if (next == i) next = find_number(&view, i);
        if (next == i) next = find_plate(&view, i);
        i = next == i ? i + 1 : next;
    }
}
