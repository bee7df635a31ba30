#include "law/regime.h"

#include "base/file.h"
#include "base/text.h"
#include "law/fee.h"
#include "law/law.h"
#include "law/regime_table.h"

/* ---- clauses ---- */

bool clause_is_in_force(const struct clause *clause, struct date on)
{
    return date_is_set(on) && on.day >= clause->valid_from.day &&
           (!date_is_set(clause->valid_to) || on.day <= clause->valid_to.day);
}

const char *clause_label(const struct clause *clause, enum language language)
{
    return language == ENGLISH ? clause->en : clause->zh;
}

const char *clause_article(const struct clause *clause, enum language language)
{
    return language == ENGLISH ? clause->article_en : clause->article;
}

const char *clause_text(const struct clause *clause, enum language language)
{
    return language == ENGLISH ? clause->text_en : clause->text;
}

/* ---- looking up ---- */

const struct regime *law_regime(const struct law *law, const char *id)
{
    for (size_t i = 0; i < law->regime_count; i++)
        if (text_equal(law->regimes[i]->id, id)) return law->regimes[i];
    return NULL;
}

const struct regime *law_regime_on(const struct law *law, const char *family, struct date received)
{
    for (size_t i = 0; i < law->regime_count; i++)
        if (text_equal(law->regimes[i]->family, family) &&
            clause_is_in_force(&law->regimes[i]->clause, received))
            return law->regimes[i];
    return law_regime(law, family);
}

/* Look-ups by id are the same for every list of rows. */
#define FIND(type, name, rows, count)                                        \
    const struct type *name(const struct regime *regime, const char *id)     \
    {                                                                        \
        for (size_t i = 0; i < regime->count; i++)                           \
            if (text_equal(regime->rows[i].id, id)) return &regime->rows[i]; \
        return NULL;                                                         \
    }
FIND(regime_channel, regime_channel, channels, channel_count)
FIND(regime_event, regime_event, events, event_count)
FIND(regime_flag, regime_flag, flags, flag_count)
FIND(regime_outcome, regime_outcome, outcomes, outcome_count)
FIND(regime_exemption, regime_exemption, exemptions, exemption_count)
FIND(regime_phase, regime_phase, phases, phase_count)

const struct regime_phase *regime_phase_of_state(const struct regime *regime, const char *state)
{
    for (size_t i = 0; i < regime->phase_count; i++)
        for (size_t j = 0; j < regime->phases[i].state_count; j++)
            if (text_equal(regime->phases[i].states[j], state)) return &regime->phases[i];
    return NULL;
}

const struct regime_remedy *regime_remedy(const struct regime *regime, const char *id,
                                          struct date on)
{
    for (size_t i = 0; i < regime->remedy_count; i++)
        if (text_equal(regime->remedies[i].id, id) &&
            clause_is_in_force(&regime->remedies[i].clause, on))
            return &regime->remedies[i];
    return NULL;
}

const struct regime_fee *regime_fee(const struct regime *regime, const char *id, struct date on)
{
    for (size_t i = 0; i < regime->fee_count; i++)
        if (text_equal(regime->fees[i].id, id) && clause_is_in_force(&regime->fees[i].clause, on))
            return &regime->fees[i];
    return NULL;
}

const struct regime_remedy *regime_remedy_before(const struct regime *regime,
                                                 const struct regime_remedy *remedy,
                                                 const struct regime_outcome *outcome,
                                                 struct date on)
{
    if (!*remedy->precondition) return NULL;
    if (remedy->only_for_refusals && outcome && !outcome->refuses && !outcome->partial) return NULL;
    return regime_remedy(regime, remedy->precondition, on);
}

enum ask_rule regime_field_rule(const struct regime *regime, const char *field)
{
    for (size_t i = 0; i < regime->field_count; i++)
        if (text_equal(regime->fields[i].id, field)) return regime->fields[i].rule;
    return RULE_NEVER;
}

bool regime_may_withhold(const struct regime *regime, const char *exemption, struct date on)
{
    for (size_t i = 0; i < regime->exemption_count; i++)
        if (text_equal(regime->exemptions[i].id, exemption) &&
            clause_is_in_force(&regime->exemptions[i].clause, on))
            return true;
    return false;
}

/* ---- reading ---- */

/* The events of a remedy and the names of its dates follow from its id. */
static void name_remedies(struct arena *mem, struct regime *regime)
{
    struct regime_remedy *rows = (struct regime_remedy *)regime->remedies;
    for (size_t i = 0; i < regime->remedy_count; i++) {
        char *id = arena_copy(mem, rows[i].id);
        rows[i].filed = arena_format(mem, "%s-filed", id);
        rows[i].decided = arena_format(mem, "%s-decided", id);
        for (char *at = id; *at; at++)
            if (*at == '-') *at = '_';
        rows[i].date = arena_format(mem, "%s_by", id);
        rows[i].decision_date = arena_format(mem, "%s_decision_by", id);
    }
}

enum status regime_read(struct context *cx, const char *name, struct bytes text,
                        const struct law *law, const struct regime **ret_regime)
{
    struct yaml *yaml;
    struct regime *regime = arena_make(cx->mem, struct regime);
    struct yaml_source source = {name, text};
    TRY(rows_read(cx, source, &regime_type, &yaml, regime));
    regime->file = name;
    regime->calendar = law_calendar(law, regime->calendar_id);
    if (!regime->calendar) return yaml_wrong(yaml, "the id of a calendar", "calendar");
    TRY(regime_examine(yaml, regime));
    name_remedies(cx->mem, regime);
    *ret_regime = regime;
    return OK;
}

enum status regime_load(struct context *cx, const char *path, const struct law *law,
                        const struct regime **ret_regime)
{
    struct bytes text;
    TRY(file_read(cx, path, YAML_FILE_MAX, &text));
    return regime_read(cx, arena_copy(cx->mem, path), text, law, ret_regime);
}
