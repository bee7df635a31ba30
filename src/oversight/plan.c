/* The file of indicators, assessments/YEAR.yaml. */
#include "base/file.h"
#include "base/text.h"
#include "base/yaml.h"
#include "oversight/assessment.h"
#include "oversight/measure.h"

struct raw_indicator {
    char *id, *zh, *en, *weight, *measure, *each, *target, *manual;
};
struct raw_plan {
    char *year, *zh, *en, *basis, *objection_days;
    struct raw_indicator *indicators;
    unsigned indicators_count;
};

/* clang-format off */
static const cyaml_schema_field_t indicator_fields[] = {
    YAML_TEXT("id", struct raw_indicator, id),
    YAML_TEXT("zh", struct raw_indicator, zh),
    YAML_TEXT("en", struct raw_indicator, en),
    YAML_TEXT("weight", struct raw_indicator, weight),
    YAML_MAY("measure", struct raw_indicator, measure),
    YAML_MAY("each", struct raw_indicator, each),
    YAML_MAY("target", struct raw_indicator, target),
    YAML_MAY("manual", struct raw_indicator, manual),
    CYAML_FIELD_END};
static const cyaml_schema_value_t indicator_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_indicator, indicator_fields)};
static const cyaml_schema_field_t plan_fields[] = {
    YAML_TEXT("year", struct raw_plan, year),
    YAML_TEXT("zh", struct raw_plan, zh),
    YAML_TEXT("en", struct raw_plan, en),
    YAML_TEXT("basis", struct raw_plan, basis),
    YAML_TEXT("objection_days", struct raw_plan, objection_days),
    YAML_LIST("indicators", struct raw_plan, indicators, &indicator_entry, 1),
    CYAML_FIELD_END};
/* clang-format on */
static const cyaml_schema_value_t plan_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_plan, plan_fields)};

enum { ALL_POINTS = 100 * 100, TARGET_MAX = 1000, INDICATORS_MAX = 40 };

static enum status read_points(struct yaml *yaml, const char *text, int64_t *ret, const char *key,
                               unsigned at)
{
    struct money points;
    if (!text || !money_parse(text, &points) || points.hundredths <= 0 ||
        points.hundredths > ALL_POINTS)
        return yaml_wrong(yaml, "points above 0, at most 100", "indicators[%u].%s", at, key);
    *ret = points.hundredths;
    return OK;
}

static enum status read_rule(struct yaml *yaml, const struct raw_indicator *raw, unsigned at,
                             struct indicator *indicator)
{
    bool manual = false;
    TRY(yaml_yes(yaml, raw->manual, &manual, "indicators[%u].manual", at));
    if (manual + (raw->each != NULL) + (raw->target != NULL) != 1)
        return yaml_wrong(yaml, "one of each, target and manual", "indicators[%u]", at);
    indicator->rule = manual ? RULE_MANUAL : raw->each ? RULE_DEDUCT : RULE_REACH;
    if (manual && raw->measure)
        return yaml_wrong(yaml, "no measure beside manual", "indicators[%u].measure", at);
    if (manual) return OK;
    if (!raw->measure || !measure_by_name(raw->measure))
        return yaml_wrong(yaml, "the name of a measure", "indicators[%u].measure", at);
    indicator->measure = raw->measure;
    if (raw->each) return read_points(yaml, raw->each, &indicator->each, "each", at);
    TRY(yaml_int(yaml, raw->target, &indicator->target, "indicators[%u].target", at));
    if (indicator->target < 1 || indicator->target > TARGET_MAX)
        return yaml_wrong(yaml, "1 to 1000 records", "indicators[%u].target", at);
    return OK;
}

static bool is_plain(const char *id)
{
    for (; *id; id++)
        if (!(*id >= 'a' && *id <= 'z') && *id != '-') return false;
    return true;
}

static enum status read_indicators(struct context *cx, struct yaml *yaml,
                                   const struct raw_plan *raw, struct assessment_plan *plan)
{
    int64_t whole = 0;
    struct indicator *made = arena_array(cx->mem, struct indicator, raw->indicators_count + 1);
    if (raw->indicators_count > INDICATORS_MAX)
        return yaml_wrong(yaml, "at most 40 indicators", "indicators");
    for (unsigned i = 0; i < raw->indicators_count; i++) {
        const struct raw_indicator *from = &raw->indicators[i];
        made[i] = (struct indicator){.id = from->id, .zh = from->zh, .en = from->en};
        if (!is_plain(from->id))
            return yaml_wrong(yaml, "small letters and hyphens", "indicators[%u].id", i);
        for (unsigned j = 0; j < i; j++)
            if (text_equal(made[j].id, from->id))
                return yaml_wrong(yaml, "an id that is not there yet", "indicators[%u].id", i);
        TRY(read_points(yaml, from->weight, &made[i].weight, "weight", i));
        TRY(read_rule(yaml, from, i, &made[i]));
        whole += made[i].weight;
    }
    if (whole != ALL_POINTS) return yaml_wrong(yaml, "weights that make 100", "indicators");
    plan->indicators = made;
    plan->count = raw->indicators_count;
    return OK;
}

static enum status load_plan(struct context *cx, const char *path, int year,
                             struct assessment_plan *plan)
{
    struct yaml *yaml;
    struct raw_plan *raw;
    TRY(yaml_load(cx, path, &plan_schema, &yaml, (void **)&raw));
    *plan = (struct assessment_plan){.zh = raw->zh, .en = raw->en, .basis = raw->basis};
    TRY(yaml_int(yaml, raw->year, &plan->year, "year"));
    if (plan->year != year) return yaml_wrong(yaml, "the year of the file's name", "year");
    TRY(yaml_int(yaml, raw->objection_days, &plan->objection_days, "objection_days"));
    if (plan->objection_days < 1 || plan->objection_days > 90)
        return yaml_wrong(yaml, "1 to 90 days", "objection_days");
    return read_indicators(cx, yaml, raw, plan);
}

/* A file is called by its year. */
enum status assessment_load(struct context *cx, const char *folder, const struct law *law,
                            const struct assessment_plans **ret_plans)
{
    enum { FIRST_YEAR = 2008, LAST_YEAR = 2100 };
    struct assessment_plans *plans = arena_make(cx->mem, struct assessment_plans);
    struct assessment_plan *at =
        arena_array(cx->mem, struct assessment_plan, LAST_YEAR - FIRST_YEAR + 1);
    for (int year = FIRST_YEAR; year <= LAST_YEAR; year++) {
        const char *path = arena_format(cx->mem, "%s/assessments/%d.yaml", folder, year);
        if (!file_exists(path)) continue;
        TRY(load_plan(cx, path, year, &at[plans->count++]));
    }
    plans->law = law;
    plans->at = at;
    *ret_plans = plans;
    return OK;
}

static const struct assessment_plans *in_use;

void assessment_set(const struct assessment_plans *plans)
{
    in_use = plans;
}

const struct assessment_plans *assessment_plans(void)
{
    return in_use;
}

const struct assessment_plan *assessment_plan_of(int64_t year)
{
    for (size_t i = 0; in_use && i < in_use->count; i++)
        if (in_use->at[i].year == year) return &in_use->at[i];
    return NULL;
}
