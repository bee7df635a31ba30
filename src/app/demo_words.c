#include "app/demo_words.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"

int64_t demo_random(uint64_t *state, int64_t low, int64_t high)
{
    /* splitmix64: small, and good enough for choosing words */
    uint64_t z = (*state += 0x9e3779b97f4a7c15u);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return high <= low ? low : low + (int64_t)(z % (uint64_t)(high - low + 1));
}

/* ---- choices --------------------------------------------------------------------------------- */

void demo_choose(const struct demo_source *source, struct demo_record *record, size_t list,
                 size_t row)
{
    const struct demo_list *chosen = &source->lists[list];
    record->choice[list] = (int)row;
    record->bound[list] = true;
    for (size_t i = 0; i < chosen->column_count; i++) {
        size_t other = demo_list_place(source, chosen->columns[i]);
        if (other == DEMO_LISTS_MAX || other == list) continue;
        size_t at =
            demo_row(&source->lists[other], NULL, chosen->cells[row * chosen->column_count + i]);
        if (at == source->lists[other].row_count) continue;
        record->choice[other] = (int)at;
        record->bound[other] = true;
    }
}

/* May this row be chosen by chance? A road of another city may not. */
static bool row_fits(const struct demo_source *source, const struct demo_record *record,
                     const struct demo_list *list, size_t row)
{
    for (size_t i = 0; i < list->column_count; i++) {
        size_t other = demo_list_place(source, list->columns[i]);
        if (other == DEMO_LISTS_MAX || !record->bound[other]) continue;
        const struct demo_list *bound = &source->lists[other];
        if (!text_equal(list->cells[row * list->column_count + i],
                        bound->cells[(size_t)record->choice[other] * bound->column_count]))
            return false;
    }
    return true;
}

static size_t chosen_row(struct demo_maker *maker, size_t place)
{
    const struct demo_source *source = maker->plan->source;
    const struct demo_list *list = &source->lists[place];
    struct demo_record *record = maker->record;
    if (record->choice[place] != DEMO_UNCHOSEN) return (size_t)record->choice[place];
    size_t start = (size_t)demo_random(&record->random, 0, (int64_t)list->row_count - 1);
    size_t row = start;
    for (size_t i = 0; i < list->row_count; i++) {
        row = (start + i) % list->row_count;
        if (row_fits(source, record, list, row)) break;
    }
    record->choice[place] = (int)row;
    return row;
}

/* ---- slots: each answers whether the slot is its own ----------------------------------------- */

/* The number of that name; NULL if there is none yet. */
static const struct demo_number *known_number(const struct demo_maker *maker, const char *name)
{
    for (size_t i = 0; i < maker->number_count; i++)
        if (text_equal(maker->numbers[i].name, name)) return &maker->numbers[i];
    return NULL;
}

/* "n:20-80" makes a number and names it. */
static const struct demo_number *make_number(struct demo_maker *maker, const char *slot)
{
    int64_t low, high;
    struct arena *mem = maker->cx->mem;
    const char *range = strchr(slot, ':'), *dash = range ? strchr(range, '-') : NULL;
    if (!dash || maker->number_count == COUNT_OF(maker->numbers)) return NULL;
    if (!text_to_int(arena_copy_n(mem, range + 1, (size_t)(dash - range - 1)), &low) ||
        !text_to_int(dash + 1, &high))
        return NULL;
    struct demo_number *made = &maker->numbers[maker->number_count++];
    made->name = arena_copy_n(mem, slot, (size_t)(range - slot));
    made->value = demo_random(&maker->record->random, low, high);
    return made;
}

/* A number that is not known by its name yet is made; "!n:20-80" makes it without writing it. */
static bool slot_number(struct demo_maker *maker, const char *slot, struct out *out)
{
    bool silent = *slot == '!';
    const struct demo_number *number = known_number(maker, slot + silent);
    if (!number) number = make_number(maker, slot + silent);
    if (!number) return false;
    if (!silent) out_int(out, number->value);
    return true;
}

/* "=a+b+120+no": a sum of numbers already named, constants, and the place in the pattern. */
static bool slot_sum(struct demo_maker *maker, const char *slot, struct out *out)
{
    int64_t sum = 0;
    if (*slot != '=') return false;
    for (const char *term = slot + 1; term; term = *term ? term + 1 : NULL) {
        size_t size = strcspn(term, "+");
        const char *name = arena_copy_n(maker->cx->mem, term, size);
        const struct demo_number *number = known_number(maker, name);
        int64_t value = 0;
        if (number)
            value = number->value;
        else if (text_equal(name, "no"))
            value = (int64_t)maker->record->index + 1;
        else if (!text_to_int(name, &value))
            return false;
        sum += value;
        term += size;
    }
    out_int(out, sum);
    return true;
}

/* "date+7": the part before the sign, and the number after it. */
static bool with_days(const char *slot, const char *name, int *ret_days)
{
    int64_t days = 0;
    if (!text_starts(slot, name)) return false;
    const char *sign = slot + strlen(name);
    if (*sign && ((*sign != '+' && *sign != '-') || !text_to_int(sign + 1, &days))) return false;
    *ret_days = (int)(*sign == '-' ? -days : days);
    return true;
}

/* The month or quarter before that of the release, as days: {lastmonth.first} {lastquarter.last}.
 */
static bool slot_period(struct demo_maker *maker, const char *slot, struct out *out)
{
    struct civil on = date_civil(maker->record->released);
    bool quarter = text_starts(slot, "lastquarter."), month = text_starts(slot, "lastmonth.");
    bool first = text_ends(slot, ".first"), last = text_ends(slot, ".last");
    if (!(quarter || month) || !(first || last)) return false;
    int months = quarter ? 3 : 1, end = (on.month - 1) / months * months + 1;
    int begin = end > months ? end - months : end + 12 - months;
    struct date day = first ? date_of(begin < end ? on.year : on.year - 1, begin, 1)
                            : date_plus(date_of(on.year, end, 1), -1);
    out_text(out, date_iso(maker->cx->mem, day));
    return true;
}

static bool slot_date(struct demo_maker *maker, const char *slot, struct out *out)
{
    const struct demo_record *record = maker->record;
    struct arena *mem = maker->cx->mem;
    struct civil on = date_civil(record->released);
    int days, before = on.month == 1 ? 12 : on.month - 1;
    int quarter = (on.month - 1) / 3;
    static const char *const quarters[] = {"四", "一", "二", "三"};
    if (with_days(slot, "date", &days))
        out_text(out, words_date(mem, CHINESE, date_plus(record->produced, days)));
    else if (with_days(slot, "iso", &days))
        out_text(out, date_iso(mem, date_plus(record->released, days)));
    else if (text_equal(slot, "month"))
        out_format(out, "%d年%d月", on.year, on.month);
    else if (text_equal(slot, "lastmonth"))
        out_format(out, "%d年%d月", on.month == 1 ? on.year - 1 : on.year, before);
    else if (text_equal(slot, "lastquarter"))
        out_format(out, "%d年第%s季度", quarter ? on.year : on.year - 1, quarters[quarter]);
    else
        return false;
    return true;
}

static bool slot_place(struct demo_maker *maker, const char *slot, struct out *out)
{
    const struct demo_pattern *pattern = maker->record->pattern;
    size_t rows = pattern->each_count ? maker->plan->source->lists[pattern->each[0]].row_count : 1;
    int more;
    if (with_days(slot, "no", &more))
        out_int(out, (int64_t)maker->record->index + 1 + more);
    else if (text_equal(slot, "round"))
        out_int(out, (int64_t)(maker->record->index / rows) + 1);
    else
        return false;
    return true;
}

static void write_parts(struct out *out, const char *cell)
{
    static const char mark[] = "；";
    for (int number = 1; cell; number++) {
        const char *end = strstr(cell, mark);
        size_t size = end ? (size_t)(end - cell) : strlen(cell);
        out_format(out, "%s%d. %.*s%s", number > 1 ? "\n" : "", number, (int)size, cell,
                   end ? "；" : "。");
        cell = end ? end + strlen(mark) : NULL;
    }
}

static bool slot_list(struct demo_maker *maker, const char *slot, struct out *out)
{
    struct arena *mem = maker->cx->mem;
    size_t name = strcspn(slot, "."), size = strlen(slot);
    bool as_list = slot[size - 1] == '*', other = false;
    const char *id = arena_copy_n(mem, slot, name);
    const char *column =
        slot[name] ? arena_copy_n(mem, slot + name + 1, size - name - 1 - as_list) : NULL;
    size_t place = demo_list_place(maker->plan->source, id);
    if (place == DEMO_LISTS_MAX && text_ends(id, "2")) {
        place = demo_list_place(maker->plan->source, arena_copy_n(mem, id, name - 1));
        other = true;
    }
    if (place == DEMO_LISTS_MAX) return false;
    const struct demo_list *list = &maker->plan->source->lists[place];
    size_t row = chosen_row(maker, place);
    if (other && list->row_count > 1)
        row = (row + 1 + maker->record->index % (list->row_count - 1)) % list->row_count;
    if (column && text_equal(column, "row")) {
        out_int(out, (int64_t)row + 1);
        return true;
    }
    const char *cell = demo_cell(list, row, column ? column : list->columns[0]);
    if (!cell) return false;
    if (as_list)
        write_parts(out, cell);
    else
        out_text(out, cell);
    return true;
}

static bool slot_reference(struct demo_maker *maker, const char *slot, struct out *out)
{
    size_t name = strcspn(slot, ".");
    if (!slot[name]) return false;
    for (size_t i = 0; i < DEMO_REFERENCES; i++) {
        const struct demo_record *to = maker->record->reference[i];
        if (!to || strlen(demo_field_names[i]) != name ||
            memcmp(demo_field_names[i], slot, name) != 0)
            continue;
        const struct field *field = kind_field(to->rec->kind, slot + name + 1);
        if (!field) return false;
        out_text(out, field_write(maker->cx->mem, field, to->rec));
        return true;
    }
    return false;
}

static bool (*const slots[])(struct demo_maker *, const char *, struct out *) = {
    slot_date, slot_period, slot_place, slot_list, slot_reference, slot_sum, slot_number};

/* ---- the text -------------------------------------------------------------------------------- */

static enum status fill_slots(struct demo_maker *maker, const char *what, const char *text,
                              struct out *out)
{
    while (*text) {
        const char *open = strchrnul(text, '{'), *end = strchrnul(open, '}');
        out_bytes(out, text, (size_t)(open - text));
        if (!*open) return OK;
        const char *slot = arena_copy_n(maker->cx->mem, open + 1, (size_t)(end - open - 1));
        bool known = false;
        for (size_t i = 0; i < COUNT_OF(slots) && !known && *slot; i++)
            known = slots[i](maker, slot, out);
        if (!*end || !known)
            return demo_wrong(maker->record->pattern, what,
                              arena_format(maker->cx->mem, "a slot that is known: {%s}", slot));
        text = end + 1;
    }
    return OK;
}

/* Of each [[A|B|C]] one. */
static const char *pick_alternatives(struct demo_maker *maker, const char *text)
{
    struct out out = out_new(maker->cx->mem);
    for (;;) {
        const char *open = strstr(text, "[["), *end = open ? strstr(open, "]]") : NULL;
        if (!end) break;
        out_bytes(&out, text, (size_t)(open - text));
        size_t count = 1;
        for (const char *c = open; c < end; c++) count += *c == '|';
        size_t pick = (size_t)demo_random(&maker->record->random, 0, (int64_t)count - 1);
        const char *part = open + 2;
        while (pick--) part = strchr(part, '|') + 1;
        out_bytes(&out, part, strcspn(part, "|]"));
        text = end + 2;
    }
    out_text(&out, text);
    return out.text;
}

enum status demo_words(struct demo_maker *maker, const char *what, const char *text,
                       const char **ret_text)
{
    struct out out = out_new(maker->cx->mem);
    TRY(fill_slots(maker, what, pick_alternatives(maker, text), &out));
    *ret_text = out.text;
    return OK;
}
