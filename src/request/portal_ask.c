/* What the regime in force lets a form ask (令711 第29条): matter/ask.h does the rest. */
#include "base/text.h"
#include "request/portal_pages.h"

static const struct regime_field *field_of(const struct regime *regime,
                                           const struct apply_question *q)
{
    for (size_t i = 0; i < regime->field_count; i++)
        if (regime->fields[i].of == q->of && text_equal(regime->fields[i].id, q->field))
            return &regime->fields[i];
    return NULL;
}

/* What the regime does not name is not asked; what it forbids is not asked either. */
static bool is_asked(const struct regime *regime, const struct apply_question *q,
                     struct question *ask)
{
    *ask = q->ask;
    if (!q->field) return true;
    const struct regime_field *field = field_of(regime, q);
    if (!field || field->rule == RULE_NEVER) return false;
    if (field->rule != RULE_REQUIRED)
        ask->need = ASK_OPTIONAL;
    else if (ask->need != ASK_REQUIRED)
        ask->need = ASK_ONE_OF;
    return true;
}

struct ask_plan apply_plan(struct context *cx, const struct apply_question *questions, size_t count,
                           const struct regime *regime, enum ask_of of)
{
    struct question *asked = arena_array(cx->mem, struct question, count + 1);
    struct ask_plan plan = {"apply", asked, 0};
    for (size_t i = 0; i < count; i++)
        plan.count += questions[i].of == of && is_asked(regime, &questions[i], &asked[plan.count]);
    return plan;
}
