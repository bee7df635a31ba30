#include "app/demo_plan.h"

#include <stdlib.h>
#include <string.h>

#include "app/demo_words.h"
#include "base/text.h"
#include "record/item.h"
#include "record/record.h"

/* ---- which records there are ----------------------------------------------------------------- */

uint64_t demo_seed(const char *id, size_t index)
{
    uint64_t hash = 14695981039346656037u;
    for (; *id; id++) hash = (hash ^ (unsigned char)*id) * 1099511628211u;
    return hash + index * 7919;
}

/* Digits of the index over the lists' lengths, each shifted by the one before, so that neighbours
 * differ in every list and no combination comes twice. */
static void choose_each(const struct demo_source *source, struct demo_record *record)
{
    const struct demo_pattern *pattern = record->pattern;
    size_t rest = record->index + pattern->from, shift = 0;
    for (size_t i = 0; i < pattern->each_count; i++) {
        size_t rows = source->lists[pattern->each[i]].row_count;
        size_t digit = (rest + shift) % rows;
        demo_choose(source, record, pattern->each[i], digit);
        shift = rest % rows;
        rest /= rows;
    }
}

static enum status agency_code(struct demo_maker *maker, const char **ret_code)
{
    static const char *const lists[] = {"province", "city"};
    const char *key;
    const struct demo_pattern *pattern = maker->record->pattern;
    TRY(demo_words(maker, "agency", pattern->agency, &key));
    for (size_t i = 0; i < COUNT_OF(lists); i++) {
        size_t place = demo_list_place(maker->plan->source, lists[i]);
        if (place == DEMO_LISTS_MAX) continue;
        const struct demo_list *list = &maker->plan->source->lists[place];
        size_t row = demo_row(list, "key", key);
        if (row == list->row_count) continue;
        if (!maker->record->bound[place])
            demo_choose(maker->plan->source, maker->record, place, row);
        *ret_code = demo_cell(list, row, "code");
        return OK;
    }
    return demo_wrong(pattern, "agency", "the key of an agency");
}

static enum status add_records(struct context *cx, struct demo_plan *plan,
                               const struct demo_pattern *pattern)
{
    for (size_t i = 0; i < pattern->count; i++) {
        struct demo_record *record = &plan->records[plan->record_count++];
        struct demo_maker maker = {.cx = cx, .plan = plan, .record = record};
        *record = (struct demo_record){.pattern = pattern,
                                       .index = i,
                                       .edition = 1,
                                       .version = 1,
                                       .random = demo_seed(pattern->id, i),
                                       .released = DATE_NONE};
        for (size_t l = 0; l < DEMO_LISTS_MAX; l++) record->choice[l] = DEMO_UNCHOSEN;
        choose_each(plan->source, record);
        TRY(agency_code(&maker, &record->agency));
        TRY(demo_words(&maker, "key", pattern->key, &record->key));
        record->rec = arena_alloc(cx->mem, pattern->kind->size);
        record_init(pattern->kind, record->rec);
        record->rec->id = id_new(cx->mem);
        record->rec->agency = record->agency;
    }
    return OK;
}

/* ---- what refers to what --------------------------------------------------------------------- */

/* "e-campaign campaign=春运": the pattern's id or the record's key, and which row of which list. */
struct wanted {
    const char *name, *cell;
    size_t list; /* DEMO_LISTS_MAX: no matter */
    const char *kind;
};

static struct wanted read_wanted(struct context *cx, const struct demo_source *source,
                                 const char *text, const char *kind)
{
    const char *space = strchrnul(text, ' '), *equals = strchr(space, '=');
    struct wanted wanted = {.name = arena_copy_n(cx->mem, text, (size_t)(space - text)),
                            .cell = equals ? equals + 1 : "",
                            .list = DEMO_LISTS_MAX,
                            .kind = kind};
    if (equals)
        wanted.list =
            demo_list_place(source, arena_copy_n(cx->mem, space + 1, (size_t)(equals - space - 1)));
    return wanted;
}

/* Rows that go through the same list belong together where both are at the same row of it. */
static bool same_rows(const struct demo_source *source, const struct demo_record *ours,
                      const struct demo_record *theirs)
{
    for (size_t l = 0; l < source->list_count; l++)
        if (ours->bound[l] && theirs->bound[l] && ours->choice[l] != theirs->choice[l])
            return false;
    return true;
}

/* What stands above the agency that names it: it is found across the tree. */
static bool stands_above(const char *kind)
{
    return kind && (text_equal(kind, "agency") || text_equal(kind, "inspection"));
}

static bool is_wanted(const struct demo_source *source, const struct demo_record *ours,
                      const struct demo_record *theirs, const struct wanted *wanted)
{
    bool by_id = text_equal(theirs->pattern->id, wanted->name);
    bool by_key = wanted->kind && text_equal(theirs->key, wanted->name) &&
                  text_equal(theirs->pattern->kind->name, wanted->kind);
    bool tree = stands_above(wanted->kind);
    if (!by_id && !by_key) return false;
    if (!tree && !(text_equal(ours->agency, theirs->agency) && same_rows(source, ours, theirs)))
        return false;
    if (wanted->list == DEMO_LISTS_MAX) return true;
    const struct demo_list *list = &source->lists[wanted->list];
    int row = theirs->choice[wanted->list];
    return row != DEMO_UNCHOSEN &&
           strstr(list->cells[(size_t)row * list->column_count], wanted->cell);
}

/* The next record that could be wanted: patterns of another name and kind are passed over whole. */
static size_t after(const struct demo_plan *plan, size_t i, const struct wanted *wanted)
{
    const struct demo_pattern *pattern = plan->records[i].pattern;
    bool by_key = wanted->kind && text_equal(pattern->kind->name, wanted->kind);
    if (by_key || text_equal(pattern->id, wanted->name)) return i + 1;
    return i + pattern->count - plan->records[i].index;
}

/* Of several that will do, ours are spread over them. */
static const struct demo_record *find_wanted(struct demo_plan *plan, struct demo_record *ours,
                                             const struct wanted *wanted)
{
    size_t found = 0;
    for (size_t i = 0; i < plan->record_count; i = after(plan, i, wanted))
        found += is_wanted(plan->source, ours, &plan->records[i], wanted);
    if (!found) return NULL;
    size_t all = ours->pattern->count;
    size_t nth = all < found ? ours->index * found / all : ours->index % found;
    for (size_t i = 0; i < plan->record_count; i = after(plan, i, wanted))
        if (is_wanted(plan->source, ours, &plan->records[i], wanted) && nth-- == 0)
            return &plan->records[i];
    return NULL;
}

static enum status refer(struct context *cx, struct demo_plan *plan, struct demo_record *record)
{
    struct demo_maker maker = {.cx = cx, .plan = plan, .record = record};
    for (size_t i = 0; i < DEMO_FIELD_COUNT; i++) {
        const char *text = record->pattern->text[i], *name = demo_field_names[i];
        const struct field *field = kind_field(record->pattern->kind, name);
        if (text_empty(text) || !field || field->type != REF) continue;
        TRY(demo_words(&maker, name, text, &text));
        struct wanted wanted = read_wanted(cx, plan->source, text, field->of);
        const struct demo_record *found = find_wanted(plan, record, &wanted);
        if (i < DEMO_REFERENCES) record->reference[i] = found;
        if (!found)
            return demo_wrong(record->pattern, name,
                              arena_format(cx->mem, "what is there: %s", text));
        field_set_text(field, record->rec, found->rec->id);
    }
    return OK;
}

/* ---- when ------------------------------------------------------------------------------------ */

struct date demo_working_day(const struct calendar *calendar, struct date day, int shift)
{
    int step = shift < 0 ? -1 : 1;
    while (!calendar_is_working(calendar, day)) day = date_plus(day, step);
    for (int left = abs(shift); left > 0; left--) do
            day = date_plus(day, step);
        while (!calendar_is_working(calendar, day));
    return day;
}

static struct date in_window(struct demo_record *record, struct date first, struct date last)
{
    int64_t days = last.day - first.day + 1, all = (int64_t)record->pattern->count;
    int64_t at = (int64_t)record->index * days / all;
    int64_t next = ((int64_t)record->index + 1) * days / all;
    return date_plus(first, (int)demo_random(&record->random, at, next > at ? next - 1 : at));
}

static struct date in_series(struct demo_record *record, int every_months)
{
    int parts = 12 / every_months;
    int part = (int)(record->index * (size_t)parts / record->pattern->count);
    int last = every_months == 1 ? 13 : 24;
    return date_of(2009, part * every_months + 1, (int)demo_random(&record->random, 5, last));
}

/* A day as YYYY-MM-DD, or so many working days from the demonstration's last one: "today-6". */
static bool day_of(const struct demo_plan *plan, const char *text, struct date *ret_day)
{
    int64_t days = 0;
    if (!text_starts(text, "today")) return date_parse(text, ret_day);
    text += strlen("today");
    if (*text == '+') text++;
    if (*text && !text_to_int(text, &days)) return false;
    *ret_day = demo_working_day(plan->calendar, plan->last, (int)days);
    return true;
}

static enum status release_day(struct context *cx, const struct demo_plan *plan,
                               struct demo_record *record)
{
    struct demo_maker maker = {.cx = cx, .plan = plan, .record = record};
    const struct demo_record *item = record->reference[DEMO_item];
    const char *when;
    struct date first, last;
    bool ranged = false;
    TRY(demo_words(&maker, "when", record->pattern->when, &when));
    if (text_equal(when, "monthly") || text_equal(when, "quarterly")) {
        first = last = in_series(record, *when == 'm' ? 1 : 3);
    } else if (text_equal(when, "after item")) {
        if (!item || !date_is_set(item->released))
            return demo_wrong(record->pattern, "item", "a pattern that stands before this one");
        first = last = demo_working_day(plan->calendar, date_plus(item->released, 1), 0);
    } else {
        const char *until = strchr(when, '~');
        const char *from = arena_copy_n(cx->mem, when, strcspn(when, "~"));
        if (!day_of(plan, from, &first) || !day_of(plan, until ? until + 1 : from, &last))
            return demo_wrong(record->pattern, "when", "FROM~UNTIL, monthly or quarterly");
        ranged = last.day > first.day;
        first = in_window(record, first, last);
    }
    record->released = demo_working_day(plan->calendar, first, 0);
    if (ranged && record->released.day > last.day)
        record->released = demo_working_day(plan->calendar, last, -1);
    return OK;
}

/* ---- what they say --------------------------------------------------------------------------- */

static enum status write_fields(struct context *cx, const struct demo_plan *plan,
                                struct demo_record *record)
{
    struct demo_maker maker = {.cx = cx, .plan = plan, .record = record};
    const struct demo_pattern *pattern = record->pattern;
    struct item *item = record_as_item(record->rec);
    if (item) item->produced_on = record->produced;
    for (size_t i = DEMO_REFERENCES; i < DEMO_FIELD_COUNT; i++) {
        const char *text, *name = demo_field_names[i];
        const struct field *field = kind_field(pattern->kind, name);
        if (!pattern->text[i] || field->type == REF) continue;
        TRY(demo_words(&maker, name, pattern->text[i], &text));
        struct bytes given = {(const unsigned char *)text, strlen(text)};
        enum status status = field_read(cx, field, given, record->rec);
        if (status == INVALID)
            return demo_wrong(pattern, name,
                              arena_format(cx->mem, "what the field takes: %s", text));
        TRY(status);
    }
    TRY(demo_words(&maker, "file", pattern->file, &record->file));
    TRY(demo_words(&maker, "csv", pattern->csv, &record->csv));
    return OK;
}

/* ---- who does what, when --------------------------------------------------------------------- */

static enum status plan_acts(struct context *cx, struct demo_plan *plan, struct demo_record *record)
{
    const char *word = record->pattern->pace;
    const struct demo_pace *pace = demo_pace(word);
    if (!pace) return demo_wrong(record->pattern, "pace", "urgent, usual, slow or late");
    for (size_t i = 0; i < record->fate->step_count; i++) {
        const struct demo_step *step = &record->fate->steps[i];
        const struct demo_hours *hours = demo_hours(step->verb);
        int shift = step->shift - pace->days[step->stage];
        struct date day = demo_working_day(plan->calendar, record->released, shift);
        int minute = (int)demo_random(&record->random, hours->from, hours->until);
        struct demo_act *act = &plan->acts[plan->act_count];
        *act = (struct demo_act){.at = zone_moment(day, minute / 60, minute % 60),
                                 .order = plan->act_count,
                                 .record = record,
                                 .step = step};
        plan->act_count++;
        if (i == 0) record->produced = day;
    }
    return OK;
}

static int by_moment(const void *a, const void *b)
{
    const struct demo_act *one = a, *two = b;
    if (one->at.ms != two->at.ms) return one->at.ms < two->at.ms ? -1 : 1;
    return one->order < two->order ? -1 : 1;
}

void demo_plan_sort(struct demo_plan *plan)
{
    qsort(plan->acts, plan->act_count, sizeof *plan->acts, by_moment);
}

void demo_plan_room(struct context *cx, struct demo_plan *plan, size_t more)
{
    struct demo_act *acts = arena_array(cx->mem, struct demo_act, plan->act_count + more + 1);
    memcpy(acts, plan->acts, plan->act_count * sizeof *acts);
    plan->acts = acts;
}

const struct demo_record *demo_find(const struct demo_plan *plan, const struct demo_sought *sought)
{
    for (size_t i = 0; i < plan->record_count; i++) {
        const struct demo_record *record = &plan->records[i];
        bool same = sought->pattern ? text_equal(record->pattern->id, sought->pattern)
                                    : text_equal(record->pattern->kind->name, sought->kind) &&
                                          text_equal(record->key, sought->key);
        if (same && (text_empty(sought->agency) || text_equal(record->agency, sought->agency)))
            return record;
    }
    return NULL;
}

/* One item in so many is late: who is slow is seen in the duty of 20 working days. */
static void decide_fates(struct demo_plan *plan)
{
    size_t items = 0;
    for (size_t i = 0; i < plan->record_count; i++) {
        struct demo_record *record = &plan->records[i];
        bool is_item = text_equal(record->pattern->kind->name, "disclosure") ||
                       text_equal(record->pattern->kind->name, "clarification");
        record->fate = demo_fate(record->pattern->fate, items, is_item);
        items += is_item;
    }
}

static enum status each_record(struct context *cx, struct demo_plan *plan,
                               enum status (*make)(struct context *, struct demo_plan *,
                                                   struct demo_record *))
{
    for (size_t i = 0; i < plan->record_count; i++) TRY(make(cx, plan, &plan->records[i]));
    return OK;
}

static enum status date_and_write(struct context *cx, struct demo_plan *plan,
                                  struct demo_record *record)
{
    if (!record->fate) return demo_wrong(record->pattern, "fate", "a fate of app/demo_fate.c");
    TRY(release_day(cx, plan, record));
    TRY(plan_acts(cx, plan, record));
    return write_fields(cx, plan, record);
}

enum status demo_plan(struct context *cx, const struct demo_source *source,
                      const struct calendar *calendar, struct date last, struct demo_plan *ret_plan)
{
    enum { MOST_STEPS = 20 };
    struct demo_plan plan = {.source = source, .calendar = calendar, .last = last};
    size_t count = 0;
    for (size_t i = 0; i < source->pattern_count; i++) count += source->patterns[i].count;
    plan.records = arena_array(cx->mem, struct demo_record, count);
    plan.acts = arena_array(cx->mem, struct demo_act, count * MOST_STEPS);
    for (size_t i = 0; i < source->pattern_count; i++)
        TRY(add_records(cx, &plan, &source->patterns[i]));
    decide_fates(&plan);
    TRY(each_record(cx, &plan, refer));
    TRY(each_record(cx, &plan, date_and_write));
    demo_plan_sort(&plan);
    *ret_plan = plan;
    return OK;
}
