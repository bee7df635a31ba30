#include <string.h>

#include "base/text.h"
#include "law/fee.h"
#include "law/regime_table.h"

/* ---- ids and dates of validity ---- */

static bool is_id(const char *text)
{
    return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789-_")];
}

static bool overlap(const struct clause *a, const struct clause *b)
{
    return text_equal(a->id, b->id) &&
           (!date_is_set(a->valid_to) || a->valid_to.day >= b->valid_from.day) &&
           (!date_is_set(b->valid_to) || b->valid_to.day >= a->valid_from.day);
}

/* A row in force all the regime's time need not say so, nor an article written alike twice. A row
 * does not end with the regime: an application received under it keeps it. */
static enum status examine_clause(struct row_visit *visit, void *data)
{
    const struct regime *regime = data;
    struct clause *clause = visit->row;
    const char *dot = *visit->path ? "." : "";
    if (!visit->type->is_clause) return OK;
    if (!is_id(clause->id))
        return yaml_wrong(visit->yaml, "an id of the letters a-z, digits, - and _", "%s%sid",
                          visit->path, dot);
    if (!*clause->article_en) clause->article_en = clause->article;
    if (!date_is_set(clause->valid_from)) clause->valid_from = regime->valid_from;
    if (!date_is_set(clause->valid_from))
        return yaml_wrong(visit->yaml, "the first day on which it is in force", "%s%svalid_from",
                          visit->path, dot);
    if (date_is_set(clause->valid_to) && clause->valid_to.day < clause->valid_from.day)
        return yaml_wrong(visit->yaml, "a day not before valid_from", "%s%svalid_to", visit->path,
                          dot);
    for (size_t i = 1; i <= visit->index; i++) {
        const void *before = (const char *)visit->row - i * visit->type->size;
        if (overlap(before, clause))
            return yaml_wrong(visit->yaml,
                              "an id of its own, or days that do not overlap another row of it",
                              "%s%sid", visit->path, dot);
    }
    return OK;
}

/* ---- references ---- */

static bool is_among(const char *const *words, const char *word)
{
    for (; *words; words++)
        if (text_equal(*words, word)) return true;
    return false;
}

static bool is_remedy(const struct regime *regime, const char *id, size_t size)
{
    for (size_t i = 0; i < regime->remedy_count; i++)
        if (strlen(regime->remedies[i].id) == size && memcmp(regime->remedies[i].id, id, size) == 0)
            return true;
    return false;
}

static bool is_event(const struct regime *regime, const char *id)
{
    static const char *const endings[] = {"-filed", "-decided"};
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (text_ends(id, endings[i]) && is_remedy(regime, id, strlen(id) - strlen(endings[i])))
            return true;
    return regime_event(regime, id) != NULL;
}

static bool is_date(const struct regime *regime, const char *id)
{
    for (size_t i = 0; i < regime->date_count; i++)
        if (text_equal(regime->dates[i].id, id)) return true;
    for (size_t i = 0; i < regime->wait_count; i++)
        if (text_equal(regime->waits[i].date, id)) return true;
    return is_among(regime_ends, id);
}

static bool is_fee(const struct regime *regime, const char *id)
{
    for (size_t i = 0; i < regime->fee_count; i++)
        if (text_equal(regime->fees[i].id, id)) return true;
    return false;
}

static bool is_known(const struct regime *regime, int refers, const char *text)
{
    switch ((enum regime_reference)refers) {
    case REFERS_EVENT:
        return is_event(regime, text);
    case REFERS_START:
        return is_among(regime_starts, text) || is_event(regime, text);
    case REFERS_FLAG:
        return regime_flag(regime, text) != NULL;
    case REFERS_DATE:
        return is_date(regime, text);
    case REFERS_OUTCOME:
        return regime_outcome(regime, text) != NULL;
    case REFERS_REMEDY:
        return is_remedy(regime, text, strlen(text));
    case REFERS_PHASE:
        return regime_phase(regime, text) != NULL;
    case REFERS_FEE:
        return is_fee(regime, text);
    case REFERS_NOTHING:
        break;
    }
    return true;
}

static const char *const named[] = {
    [REFERS_EVENT] = "the id of an event",
    [REFERS_FLAG] = "the id of a flag",
    [REFERS_DATE] = "the name of a date",
    [REFERS_OUTCOME] = "the id of an outcome",
    [REFERS_REMEDY] = "the id of a remedy",
    [REFERS_PHASE] = "the id of a phase",
    [REFERS_FEE] = "the id of a fee",
    [REFERS_START] = "submitted, arrived, receipt, start, due or the id of an event",
};

static enum status examine_texts(struct row_visit *visit, const struct row_member *member,
                                 const struct regime *regime)
{
    const char *const *texts;
    size_t count;
    memcpy(&texts, (char *)visit->row + member->offset, sizeof texts);
    memcpy(&count, (char *)visit->row + member->count_offset, sizeof count);
    for (size_t i = 0; i < count; i++)
        if (!is_known(regime, member->refers, texts[i]))
            return yaml_wrong(visit->yaml, named[member->refers], "%s.%s[%zu]", visit->path,
                              member->key, i);
    return OK;
}

static enum status examine_references(struct row_visit *visit, void *data)
{
    for (size_t i = 0; i < visit->type->member_count; i++) {
        const struct row_member *member = &visit->type->members[i];
        const char *text;
        if (!member->refers) continue;
        if (member->form == ROW_TEXTS) {
            TRY(examine_texts(visit, member, data));
            continue;
        }
        memcpy(&text, (char *)visit->row + member->offset, sizeof text);
        if (*text && !is_known(data, member->refers, text))
            return yaml_wrong(visit->yaml, named[member->refers], "%s.%s", visit->path,
                              member->key);
    }
    return OK;
}

/* ---- what single rows must be ---- */

static enum status examine_waits(struct yaml *yaml, const struct regime *regime)
{
    for (size_t i = 0; i < regime->wait_count; i++) {
        const struct regime_wait *wait = &regime->waits[i];
        if (wait->silence != SILENCE_WAITS && !wait->term.is_set)
            return yaml_wrong(yaml, "the term after which silence means something",
                              "waits[%zu].term", i);
        if (wait->term.is_set && !is_id(wait->date))
            return yaml_wrong(yaml, "how the last day is called", "waits[%zu].date", i);
        if (wait->silence == SILENCE_LAPSES && !*wait->outcome)
            return yaml_wrong(yaml, "the outcome of silence", "waits[%zu].outcome", i);
    }
    return OK;
}

enum { EXTENSIONS_MAX = 7 };

static enum status examine_terms(struct yaml *yaml, const struct regime *regime)
{
    if (*regime->terms[0].flag || *regime->terms[0].event)
        return yaml_wrong(yaml, "the regime's own term first, without flag or event",
                          "terms[0].id");
    for (size_t i = 1; i < regime->term_count; i++)
        if (!*regime->terms[i].flag && !*regime->terms[i].event)
            return yaml_wrong(yaml, "a flag or an event that makes it apply", "terms[%zu].flag", i);
    for (size_t i = 0; i < regime->extension_count; i++)
        if (regime->extensions[i].times < 1 || regime->extensions[i].times > EXTENSIONS_MAX)
            return yaml_wrong(yaml, "how often, 1 to 7 times", "extensions[%zu].times", i);
    for (size_t i = 0; i < regime->report_count; i++)
        if (regime->reports[i].month < 1 || regime->reports[i].month > 12 ||
            regime->reports[i].day < 1 || regime->reports[i].day > 31)
            return yaml_wrong(yaml, "a month and a day", "reports[%zu].month", i);
    return OK;
}

enum { PRICE_MAX = 100000000 };

/* Steps follow each other without a gap from the first unit on; only the last may be open. */
static enum status examine_steps(struct yaml *yaml, const struct regime_fee *fee, size_t at)
{
    int64_t next = 1;
    for (size_t i = 0; i < fee->step_count; i++) {
        const struct fee_step *step = &fee->steps[i];
        bool open = step->to == 0;
        if (step->from != next)
            return yaml_wrong(yaml, "the unit after the step before", "fees[%zu].steps[%zu].from",
                              at, i);
        if (open ? i + 1 < fee->step_count : step->to < step->from)
            return yaml_wrong(yaml, "a unit not before from, or nothing in the last step",
                              "fees[%zu].steps[%zu].to", at, i);
        if (step->each > PRICE_MAX || step->rise > PRICE_MAX)
            return yaml_wrong(yaml, "at most 1000000.00 for one", "fees[%zu].steps[%zu].each", at,
                              i);
        if ((step->rise > 0) != (step->per > 0))
            return yaml_wrong(yaml, "rise and per together", "fees[%zu].steps[%zu].per", at, i);
        next = step->to + 1;
    }
    return OK;
}

static enum status examine_fees(struct yaml *yaml, const struct regime *regime)
{
    for (size_t i = 0; i < regime->fee_count; i++) {
        const struct regime_fee *fee = &regime->fees[i];
        bool tariff = fee->standard == FEE_COST;
        if (tariff ? !fee->line_count || fee->step_count : !fee->step_count || fee->line_count)
            return yaml_wrong(yaml, "a tariff for the standard cost, steps for any other",
                              "fees[%zu].standard", i);
        if (fee->pay_within.is_set && !*fee->outcome)
            return yaml_wrong(yaml, "the outcome of not paying", "fees[%zu].outcome", i);
        TRY(examine_steps(yaml, fee, i));
        for (size_t j = 0; j < fee->line_count; j++)
            if (fee->lines[j].price > PRICE_MAX)
                return yaml_wrong(yaml, "at most 1000000.00 for one", "fees[%zu].tariff[%zu].price",
                                  i, j);
    }
    return OK;
}

/* ---- the flow chart ---- */

static size_t phase_index(const struct regime *regime, const char *id)
{
    return (size_t)(regime_phase(regime, id) - regime->phases);
}

/* From where one gets to a marked phase (forward: from the marked ones on): marks those too. */
static void spread(const struct regime *regime, bool *marked, bool forward)
{
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; i < regime->phase_count; i++)
            for (size_t j = 0; j < regime->phases[i].step_count; j++) {
                size_t to = phase_index(regime, regime->phases[i].steps[j].to);
                bool *from = &marked[forward ? i : to], *reached = &marked[forward ? to : i];
                if (*from && !*reached) *reached = again = true;
            }
    }
}

static bool has_end(const struct regime *regime, const char *outcome)
{
    for (size_t i = 0; i < regime->phase_count; i++)
        for (size_t j = 0; j < regime->phases[i].outcome_count; j++)
            if (text_equal(regime->phases[i].outcomes[j], outcome)) return true;
    return false;
}

static enum status examine_phases(struct yaml *yaml, const struct regime *regime)
{
    struct arena *mem = yaml_arena(yaml);
    bool *reached = arena_array(mem, bool, regime->phase_count);
    bool *ends = arena_array(mem, bool, regime->phase_count);
    reached[0] = true;
    spread(regime, reached, true);
    for (size_t i = 0; i < regime->phase_count; i++) ends[i] = regime->phases[i].outcome_count > 0;
    spread(regime, ends, false);
    for (size_t i = 0; i < regime->phase_count; i++) {
        if (!reached[i])
            return yaml_wrong(yaml, "a phase that is reached from the first one", "phases[%zu].id",
                              i);
        if (!ends[i])
            return yaml_wrong(yaml, "steps that lead to an end, or the outcomes that end it",
                              "phases[%zu].id", i);
    }
    for (size_t i = 0; i < regime->outcome_count; i++)
        if (!has_end(regime, regime->outcomes[i].id))
            return yaml_wrong(yaml, "an outcome that some phase ends with", "outcomes[%zu].id", i);
    return OK;
}

enum status regime_examine(struct yaml *yaml, struct regime *regime)
{
    struct row_visit root = {.yaml = yaml, .type = &regime_type, .row = regime, .path = ""};
    TRY(rows_walk(&root, examine_clause, regime));
    TRY(rows_walk(&root, examine_references, regime));
    TRY(examine_terms(yaml, regime));
    TRY(examine_waits(yaml, regime));
    TRY(examine_fees(yaml, regime));
    return examine_phases(yaml, regime);
}
