#include "law/duty.h"

#include "base/text.h"
#include "base/yaml.h"
#include "law/law.h"

struct raw_duty {
    const char *id, *zh, *en, *article, *article_en, *text, *calendar, *working_days, *days, *hours,
        *years, *family;
    const char *valid_from, *valid_to;
};

struct raw_duties {
    struct raw_duty *duties;
    uint32_t duties_count;
};

/* clang-format off */
static const cyaml_schema_field_t duty_fields[] = {
    YAML_TEXT("id", struct raw_duty, id),
    YAML_TEXT("zh", struct raw_duty, zh),
    YAML_TEXT("en", struct raw_duty, en),
    YAML_TEXT("article", struct raw_duty, article),
    YAML_TEXT("article_en", struct raw_duty, article_en),
    YAML_MAY("text", struct raw_duty, text),
    YAML_TEXT("calendar", struct raw_duty, calendar),
    YAML_MAY("working_days", struct raw_duty, working_days),
    YAML_MAY("days", struct raw_duty, days),
    YAML_MAY("hours", struct raw_duty, hours),
    YAML_MAY("years", struct raw_duty, years),
    YAML_MAY("family", struct raw_duty, family),
    YAML_TEXT("valid_from", struct raw_duty, valid_from),
    YAML_MAY("valid_to", struct raw_duty, valid_to),
    CYAML_FIELD_END};
static const cyaml_schema_value_t duty_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_duty, duty_fields)};
static const cyaml_schema_field_t duties_fields[] = {
    YAML_LIST("duties", struct raw_duties, duties, &duty_entry, 1),
    CYAML_FIELD_END};
/* clang-format on */
static const cyaml_schema_value_t duties_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_duties, duties_fields)};

static bool overlap(const struct duty *a, const struct duty *b)
{
    return text_equal(a->id, b->id) && text_equal(a->family, b->family) &&
           (!date_is_set(a->valid_to) || a->valid_to.day >= b->valid_from.day) &&
           (!date_is_set(b->valid_to) || b->valid_to.day >= a->valid_from.day);
}

/* Exactly one of the four says how long. */
static enum status read_term(struct yaml *yaml, const struct raw_duty *raw, size_t at,
                             struct duty *duty)
{
    const struct {
        const char *name, *text;
        int *number;
    } terms[] = {
        {"working_days", raw->working_days, &duty->working_days},
        {"days",         raw->days,         &duty->days        },
        {"hours",        raw->hours,        &duty->hours       },
        {"years",        raw->years,        &duty->years       },
    };
    size_t given = 0;
    for (size_t i = 0; i < COUNT_OF(terms); i++) {
        if (!terms[i].text) continue;
        given++;
        TRY(yaml_int(yaml, terms[i].text, terms[i].number, "duties[%zu].%s", at, terms[i].name));
        if (*terms[i].number < 1 || *terms[i].number > 1000)
            return yaml_wrong(yaml, "1 to 1000", "duties[%zu].%s", at, terms[i].name);
    }
    return given == 1 ? OK
                      : yaml_wrong(yaml, "one of working_days, days, hours, years",
                                   "duties[%zu].working_days", at);
}

static enum status read_duty(struct yaml *yaml, const struct law *law, const struct raw_duty *raw,
                             size_t at, struct duty *duty)
{
    *duty = (struct duty){.id = raw->id,
                          .zh = raw->zh,
                          .en = raw->en,
                          .article = raw->article,
                          .article_en = raw->article_en,
                          .text = raw->text ? raw->text : "",
                          .family = raw->family ? raw->family : LAW_FAMILY,
                          .calendar = law_calendar(law, raw->calendar)};
    if (!duty->calendar)
        return yaml_wrong(yaml, "the id of a calendar", "duties[%zu].calendar", at);
    TRY(read_term(yaml, raw, at, duty));
    TRY(yaml_date(yaml, raw->valid_from, &duty->valid_from, "duties[%zu].valid_from", at));
    TRY(yaml_date(yaml, raw->valid_to, &duty->valid_to, "duties[%zu].valid_to", at));
    if (date_is_set(duty->valid_to) && duty->valid_to.day < duty->valid_from.day)
        return yaml_wrong(yaml, "a day not before valid_from", "duties[%zu].valid_to", at);
    return OK;
}

enum status duties_load(struct context *cx, const char *path, struct law *law)
{
    struct yaml *yaml;
    struct raw_duties *raw;
    TRY(yaml_load(cx, path, &duties_schema, &yaml, (void **)&raw));
    struct duty *duties = arena_array(cx->mem, struct duty, raw->duties_count);
    for (uint32_t i = 0; i < raw->duties_count; i++) {
        TRY(read_duty(yaml, law, &raw->duties[i], i, &duties[i]));
        for (uint32_t j = 0; j < i; j++)
            if (overlap(&duties[j], &duties[i]))
                return yaml_wrong(yaml, "dates that do not overlap another row of this id",
                                  "duties[%u].valid_from", i);
    }
    law->duties = duties;
    law->duty_count = raw->duties_count;
    return OK;
}

const struct duty *law_duty(const struct law *law, const char *id, struct date on)
{
    if (!date_is_set(on)) return NULL;
    for (size_t i = 0; i < law->duty_count; i++) {
        const struct duty *duty = &law->duties[i];
        if (text_equal(duty->id, id) && text_equal(duty->family, law->family) &&
            on.day >= duty->valid_from.day &&
            (!date_is_set(duty->valid_to) || on.day <= duty->valid_to.day))
            return duty;
    }
    return NULL;
}

/* The same day of that year; of 29 February, the day after it where there is none. */
static struct date years_after(struct date day, int years)
{
    struct civil civil = date_civil(day);
    return date_of(civil.year + years, civil.month, civil.day);
}

struct date law_kept_before(const struct law *law, const char *id, struct date on)
{
    int least = 0;
    for (size_t i = 0; i < law->duty_count; i++) {
        const struct duty *duty = &law->duties[i];
        if (!text_equal(duty->id, id) || !text_equal(duty->family, law->family)) continue;
        if (!least || duty->years < least) least = duty->years;
    }
    return least ? years_after(on, -least) : DATE_NONE;
}

struct duty_due law_duty_due(const struct law *law, const char *id, struct date happened,
                             struct law_trace *trace)
{
    const struct duty *duty = law_duty(law, id, happened);
    if (!duty) return (struct duty_due){.by = DATE_NONE};
    if (duty->hours) return (struct duty_due){.duty = duty, .by = DATE_NONE};
    if (duty->years)
        return (struct duty_due){.duty = duty, .by = years_after(happened, duty->years)};
    if (duty->days) return (struct duty_due){.duty = duty, .by = date_plus(happened, duty->days)};
    struct law_due due = law_add_working_days(duty->calendar, happened, duty->working_days, trace);
    return (struct duty_due){.duty = duty, .by = due.date, .provisional = due.provisional};
}

struct duty_due law_disclose_by(const struct law *law, struct date produced_on,
                                struct law_trace *trace)
{
    return law_duty_due(law, "disclose", produced_on, trace);
}
