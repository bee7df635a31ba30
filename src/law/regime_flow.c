#include "base/text.h"
#include "law/regime.h"

/* How a date is called to people: by its row, or by the term that it ends. */
static const char *date_label(const struct regime *regime, const char *id, enum language language)
{
    for (size_t i = 0; i < regime->date_count; i++)
        if (text_equal(regime->dates[i].id, id))
            return clause_label(&regime->dates[i].clause, language);
    for (size_t i = 0; i < regime->wait_count; i++)
        if (text_equal(regime->waits[i].date, id))
            return clause_label(&regime->waits[i].clause, language);
    if (text_equal(id, "extended_due") && regime->extension_count)
        return clause_label(&regime->extensions[0].clause, language);
    return clause_label(&regime->terms[0].clause, language);
}

static const char *step_label(const struct regime *regime, const struct regime_step *step,
                              enum language language)
{
    const char *own = language == ENGLISH ? step->en : step->zh;
    const struct regime_event *event = regime_event(regime, step->event);
    if (*own) return own;
    return event ? clause_label(&event->clause, language) : step->event;
}

/* Graphviz strings end at a quotation mark; ours hold none but what a file says. */
static void put_quoted(struct out *out, const char *text)
{
    for (; *text; text++) {
        if (*text == '"' || *text == '\\') out_char(out, '\\');
        out_char(out, *text);
    }
}

static void write_dot_phase(const struct regime *regime, const struct regime_phase *phase,
                            enum language language, struct out *out)
{
    out_format(out, "  \"%s\" [label=\"", phase->id);
    put_quoted(out, clause_label(&phase->clause, language));
    if (*phase->date) {
        out_text(out, "\\n");
        put_quoted(out, date_label(regime, phase->date, language));
    }
    out_format(out, "\"%s];\n", phase->outcome_count ? " shape=box style=rounded" : " shape=box");
    for (size_t i = 0; i < phase->step_count; i++) {
        out_format(out, "  \"%s\" -> \"%s\" [label=\"", phase->id, phase->steps[i].to);
        put_quoted(out, step_label(regime, &phase->steps[i], language));
        out_text(out, "\"];\n");
    }
}

static void write_phase(const struct regime *regime, const struct regime_phase *phase,
                        enum language language, struct out *out)
{
    out_format(out, "%s  %s", phase->id, clause_label(&phase->clause, language));
    if (*phase->date) out_format(out, "  [%s]", date_label(regime, phase->date, language));
    out_format(out, "  (%s)\n", clause_article(&phase->clause, language));
    for (size_t i = 0; i < phase->step_count; i++)
        out_format(out, "    -> %s  %s\n", phase->steps[i].to,
                   step_label(regime, &phase->steps[i], language));
    for (size_t i = 0; i < phase->outcome_count; i++) {
        const struct regime_outcome *outcome = regime_outcome(regime, phase->outcomes[i]);
        out_format(out, "    =  %s  (%s)\n", clause_label(&outcome->clause, language),
                   clause_article(&outcome->clause, language));
    }
}

void regime_write_flow(const struct regime *regime, enum language language, bool dot,
                       struct out *out)
{
    if (dot) out_format(out, "digraph \"%s\" {\n  rankdir=TB;\n", regime->id);
    for (size_t i = 0; i < regime->phase_count; i++) {
        if (dot)
            write_dot_phase(regime, &regime->phases[i], language, out);
        else
            write_phase(regime, &regime->phases[i], language, out);
    }
    if (dot) out_text(out, "}\n");
}
