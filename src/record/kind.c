#include "record/kind.h"

#include <string.h>

#include "base/text.h"

static const struct kind *const *registered;
static size_t registered_count;

void kinds_register(const struct kind *const *kinds, size_t count)
{
    registered = kinds;
    registered_count = count;
}

const struct kind *kind_at(size_t i)
{
    return i < registered_count ? registered[i] : NULL;
}

const struct kind *kind_by_name(const char *name)
{
    for (size_t i = 0; i < registered_count; i++)
        if (text_equal(registered[i]->name, name)) return registered[i];
    return NULL;
}

static const struct field *find(const struct field *fields, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(fields[i].name, name)) return &fields[i];
    return NULL;
}

const struct field *kind_field(const struct kind *kind, const char *name)
{
    return find(kind->fields, kind->field_count, name);
}

const struct field *kind_public_field(const struct kind *kind, const char *name)
{
    return find(kind->public_fields, kind->public_field_count, name);
}

const char *kind_label(const struct kind *kind, enum language language)
{
    return language == CHINESE ? kind->zh : kind->en;
}

const struct state *record_state(const struct record *rec)
{
    return &rec->kind->workflow->states[rec->state];
}

const char *state_label(const struct state *state, enum language language)
{
    return language == CHINESE ? state->zh : state->en;
}

const char *record_title(const struct record *rec)
{
    const struct field *title = kind_field(rec->kind, rec->kind->title);
    return title ? field_text(title, rec) : "";
}

const char *record_label(const struct record *rec, const struct field *field,
                         enum language language)
{
    const char *label = rec->kind->label ? rec->kind->label(rec, field, language) : NULL;
    return label ? label : field_label(field, language);
}

static const char *check_field(struct arena *mem, const struct kind *kind, const struct field *f)
{
    if ((f->type == TEXT || f->type == BODY) && !f->max)
        return arena_format(mem, "%s.%s: TEXT and BODY need .max", kind->name, f->name);
    if (f->type == REF && text_empty(f->of))
        return arena_format(mem, "%s.%s: REF needs .of", kind->name, f->name);
    if (f->type == WORD && !f->words)
        return arena_format(mem, "%s.%s: WORD needs .words", kind->name, f->name);
    if (text_empty(f->zh) || text_empty(f->en))
        return arena_format(mem, "%s.%s: a label is missing", kind->name, f->name);
    return NULL;
}

/* Every state is reached from the first, and every state that is not an end is left. */
static const char *check_workflow(struct arena *mem, const struct kind *kind)
{
    const struct workflow *flow = kind->workflow;
    for (size_t s = 0; s < flow->state_count; s++) {
        bool entered = s == 0, left = (flow->states[s].flags & (ENDED | IS_PUBLIC)) != 0;
        for (size_t m = 0; m < flow->move_count; m++) {
            entered |= flow->moves[m].to == (int)s;
            left |= flow->moves[m].from == (int)s;
        }
        entered |= (flow->states[s].flags & ENDED) != 0;
        if (!entered || !left)
            return arena_format(mem, "%s: state %s cannot be %s", kind->name, flow->states[s].word,
                                entered ? "left" : "reached");
    }
    for (size_t m = 0; m < flow->move_count; m++) {
        const struct move *move = &flow->moves[m];
        if (move->to >= (int)flow->state_count || move->from >= (int)flow->state_count)
            return arena_format(mem, "%s: move %s to an unknown state", kind->name, move->verb);
        if (move->may == NOBODY)
            return arena_format(mem, "%s: nobody may %s", kind->name, move->verb);
    }
    return NULL;
}

const char *kind_check(struct arena *mem, const struct kind *kind)
{
    const char *wrong = NULL;
    for (size_t i = 0; i < kind->field_count && !wrong; i++)
        wrong = check_field(mem, kind, &kind->fields[i]);
    if (!wrong && !kind_field(kind, kind->title))
        wrong = arena_format(mem, "%s: the title field is not there", kind->name);
    if (!wrong && kind->order && !kind_field(kind, kind->order))
        wrong = arena_format(mem, "%s: the order field is not there", kind->name);
    if (!wrong && kind->schema < 1) wrong = arena_format(mem, "%s: schema starts at 1", kind->name);
    return wrong ? wrong : check_workflow(mem, kind);
}
