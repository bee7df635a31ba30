#include "app/demo_requests.h"

#include <string.h>

#include "base/text.h"
#include "base/yaml.h"

/* ---- the files' schema ----------------------------------------------------------------------- */

struct raw_way {
    char *id;
    char **steps;
    unsigned steps_count;
};
#define RAW_MEMBER(name) char *name;
struct raw_case {
    char *id;
    DEMO_CASE(RAW_MEMBER)
    char **parts, **then;
    unsigned parts_count, then_count;
};
struct raw_file {
    struct demo_applicant *applicants;
    struct raw_way *ways;
    struct raw_case *cases;
    unsigned applicants_count, ways_count, cases_count;
};

/* clang-format off */
#define APPLICANT(name) YAML_TEXT(#name, struct demo_applicant, name)
#define CASE_SCHEMA(name) YAML_MAY(#name, struct raw_case, name),
static const cyaml_schema_field_t applicant_fields[] = {
    APPLICANT(kind), APPLICANT(name), APPLICANT(identity_kind), APPLICANT(identity_number),
    APPLICANT(phone), APPLICANT(email), APPLICANT(address), CYAML_FIELD_END};
static const cyaml_schema_value_t applicant_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct demo_applicant, applicant_fields)};
static const cyaml_schema_field_t way_fields[] = {
    YAML_TEXT("id", struct raw_way, id), YAML_LIST("steps", struct raw_way, steps, &yaml_text_entry, 1),
    CYAML_FIELD_END};
static const cyaml_schema_value_t way_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_way, way_fields)};
static const cyaml_schema_field_t case_fields[] = {
    YAML_TEXT("id", struct raw_case, id), DEMO_CASE(CASE_SCHEMA)
    YAML_MAY_LIST("parts", struct raw_case, parts, &yaml_text_entry),
    YAML_MAY_LIST("then", struct raw_case, then, &yaml_text_entry), CYAML_FIELD_END};
static const cyaml_schema_value_t case_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_case, case_fields)};
static const cyaml_schema_field_t file_fields[] = {
    YAML_MAY_LIST("applicants", struct raw_file, applicants, &applicant_entry),
    YAML_MAY_LIST("ways", struct raw_file, ways, &way_entry),
    YAML_MAY_LIST("cases", struct raw_file, cases, &case_entry), CYAML_FIELD_END};
static const cyaml_schema_value_t file_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_file, file_fields)};
/* clang-format on */

/* ---- steps ----------------------------------------------------------------------------------- */

/* "+2 draft partial": the day, the act, and whatever words follow. */
static struct demo_deed read_deed(struct arena *mem, const char *text)
{
    const char *space = strchrnul(text, ' ');
    const char *act = *space ? space + 1 : space;
    const char *end = strchrnul(act, ' ');
    return (struct demo_deed){.day = arena_copy_n(mem, text, (size_t)(space - text)),
                              .act = arena_copy_n(mem, act, (size_t)(end - act)),
                              .words = *end ? end + 1 : ""};
}

static void add_steps(struct context *cx, struct demo_deeds *deeds, char *const *texts,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) deeds->at[deeds->count++] = read_deed(cx->mem, texts[i]);
}

static void add_deeds(struct demo_deeds *deeds, const struct demo_deeds *more)
{
    memcpy(deeds->at + deeds->count, more->at, more->count * sizeof *more->at);
    deeds->count += more->count;
}

static const struct demo_way *find_way(const struct demo_requests *requests, const char *id)
{
    for (size_t i = 0; i < requests->way_count; i++)
        if (text_equal(requests->ways[i].id, id)) return &requests->ways[i];
    return NULL;
}

static bool has_matters(const struct demo_requests *requests, const char *id)
{
    for (size_t i = 0; i < requests->case_count; i++)
        if (text_equal(requests->cases[i].of, id)) return true;
    return false;
}

enum status demo_case_wrong(const struct demo_case *matter, const char *what, const char *expected)
{
    return yaml_wrong(matter->yaml, expected, "cases[%u].%s", matter->place, what);
}

/* How it arrives, the split where the letter holds several matters, the way, and what follows. */
static enum status take_deeds(struct context *cx, const struct demo_requests *requests,
                              const struct raw_case *raw, struct demo_case *matter)
{
    enum { MOST = 48 };
    struct demo_deed split = {"0", "split", ""};
    const char *arrival =
        arena_format(cx->mem, "arrive-%s", text_empty(matter->of) ? matter->channel : "split");
    const struct demo_way *arrives = find_way(requests, arrival);
    const struct demo_way *way = find_way(requests, matter->way);
    matter->deeds.at = arena_array(cx->mem, struct demo_deed, MOST);
    if (!text_equal(matter->arrive, "no")) {
        if (!arrives) return demo_case_wrong(matter, "channel", "a channel with a way to arrive");
        add_deeds(&matter->deeds, &arrives->deeds);
    }
    if (has_matters(requests, matter->id))
        add_deeds(&matter->deeds, &(struct demo_deeds){&split, 1});
    if (!way && !text_empty(matter->way)) return demo_case_wrong(matter, "way", "the id of a way");
    if (way) add_deeds(&matter->deeds, &way->deeds);
    if (matter->deeds.count + raw->then_count > MOST)
        return demo_case_wrong(matter, "then", "fewer steps");
    add_steps(cx, &matter->deeds, raw->then, raw->then_count);
    return OK;
}

/* ---- who applies ----------------------------------------------------------------------------- */

static const char *with_number(struct arena *mem, const char *text, const char *number)
{
    static const char slot[] = "{no}";
    const char *at = strstr(text, slot);
    if (!at) return text;
    return arena_format(mem, "%.*s%s%s", (int)(at - text), text, number, at + sizeof slot - 1);
}

/* "natural 0114" */
static enum status take_applicant(struct context *cx, const struct demo_requests *requests,
                                  struct demo_case *matter)
{
    const char *who = matter->first ? matter->first->who : matter->who;
    const char *space = strchrnul(who, ' '), *number = *space ? space + 1 : space;
    const char *kind = arena_copy_n(cx->mem, who, (size_t)(space - who));
    for (size_t i = 0; i < requests->applicant_count; i++) {
        const struct demo_applicant *pattern = &requests->applicants[i];
        if (!text_equal(pattern->kind, kind) || text_empty(number)) continue;
        matter->applicant = (struct demo_applicant){
            .kind = pattern->kind,
            .name = with_number(cx->mem, pattern->name, number),
            .identity_kind = pattern->identity_kind,
            .identity_number = with_number(cx->mem, pattern->identity_number, number),
            .phone = with_number(cx->mem, pattern->phone, number),
            .email = with_number(cx->mem, pattern->email, number),
            .address = with_number(cx->mem, pattern->address, number)};
        return OK;
    }
    return demo_case_wrong(matter, "who", "a kind of applicant and a number");
}

/* A matter of a split letter has the letter's day, channel and form of supply. */
static enum status take_first(const struct demo_requests *requests, struct demo_case *matter)
{
    if (text_empty(matter->of)) return OK;
    matter->nth = 1;
    for (size_t i = 0; i < requests->case_count && &requests->cases[i] != matter; i++) {
        const struct demo_case *other = &requests->cases[i];
        if (text_equal(other->id, matter->of)) matter->first = other;
        matter->nth += text_equal(other->of, matter->of);
    }
    if (!matter->first) return demo_case_wrong(matter, "of", "a case that stands before this one");
    matter->on = matter->first->on;
    matter->channel = matter->first->channel;
    return OK;
}

/* ---- files ----------------------------------------------------------------------------------- */

static void *grown(struct context *cx, const void *had, size_t size, size_t count, size_t more)
{
    char *all = arena_alloc_array(cx->mem, count + more + 1, size);
    if (count) memcpy(all, had, count * size);
    return all;
}

#define TAKE_TEXT(name) matter->name = raw->name ? raw->name : "";
static void take_case(const struct raw_case *raw, struct demo_case *matter)
{
    matter->id = raw->id;
    DEMO_CASE(TAKE_TEXT)
    matter->parts = (const char *const *)raw->parts;
    matter->part_count = raw->parts_count;
}

static enum status take_file(struct context *cx, const char *path, struct demo_requests *requests,
                             struct raw_case **ret_raw)
{
    struct yaml *yaml;
    struct raw_file *raw;
    TRY(yaml_load(cx, path, &file_schema, &yaml, (void **)&raw));
    requests->applicants = grown(cx, requests->applicants, sizeof *requests->applicants,
                                 requests->applicant_count, raw->applicants_count);
    for (unsigned i = 0; i < raw->applicants_count; i++)
        requests->applicants[requests->applicant_count++] = raw->applicants[i];
    requests->ways =
        grown(cx, requests->ways, sizeof *requests->ways, requests->way_count, raw->ways_count);
    for (unsigned i = 0; i < raw->ways_count; i++) {
        struct demo_way *way = &requests->ways[requests->way_count++];
        *way = (struct demo_way){.id = raw->ways[i].id};
        way->deeds.at = arena_array(cx->mem, struct demo_deed, raw->ways[i].steps_count);
        add_steps(cx, &way->deeds, raw->ways[i].steps, raw->ways[i].steps_count);
    }
    requests->cases =
        grown(cx, requests->cases, sizeof *requests->cases, requests->case_count, raw->cases_count);
    *ret_raw = grown(cx, *ret_raw, sizeof **ret_raw, requests->case_count, raw->cases_count);
    for (unsigned i = 0; i < raw->cases_count; i++) {
        struct demo_case *matter = &requests->cases[requests->case_count];
        *matter = (struct demo_case){.yaml = yaml, .place = i};
        take_case(&raw->cases[i], matter);
        (*ret_raw)[requests->case_count++] = raw->cases[i];
    }
    return OK;
}

enum status demo_requests_load(struct context *cx, const char *folder,
                               struct demo_requests *ret_requests)
{
    struct raw_case *raw = NULL;
    struct demo_files files;
    *ret_requests = (struct demo_requests){0};
    TRY(demo_files(cx, folder, &files));
    for (size_t i = 0; i < files.count; i++) TRY(take_file(cx, files.paths[i], ret_requests, &raw));
    for (size_t i = 0; i < ret_requests->case_count; i++) {
        struct demo_case *matter = &ret_requests->cases[i];
        TRY(take_first(ret_requests, matter));
        TRY(take_applicant(cx, ret_requests, matter));
        TRY(take_deeds(cx, ret_requests, &raw[i], matter));
    }
    return OK;
}
