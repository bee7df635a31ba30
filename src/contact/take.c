/* Sealed letters of citizens, as they are opened: a message, and what its writer does to it later.
 * In one office transaction, as the program. */
#include "base/text.h"
#include "contact/private.h"
#include "document/original.h"

/* Fields of the letter that are fields of the record. */
static const char *const taken[] = {"title", "sort", "text", "name", "phone", "email", "address"};

static void take_field(struct context *cx, const struct letter *letter, const char *name,
                       struct contact_message *m)
{
    const struct field *field = kind_field(&contact_message_kind, name);
    const char *value = letter_value(letter, name);
    if (field->type == WORD && !field_word(field, value)) return;
    field_set_text(field, m, field->max ? text_cut(cx->mem, value, field->max - 1) : value);
}

/* The citizen may have named the subject; an id that is none of ours is left out. */
static enum status take_competence(struct context *cx, const struct letter *letter,
                                   struct contact_message *m)
{
    struct competence known;
    const char *id = letter_value(letter, "competence");
    if (!id_is_valid(id)) return OK;
    enum status found = record_fetch(cx, &competence_kind, id, 0, &known);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    if (text_equal(known.base.agency, m->base.agency)) m->competence = id;
    return OK;
}

enum status contact_take(struct context *cx, const struct letter *letter)
{
    enum { TITLE_MAX = 40 };
    struct contact_message m;
    record_init(&contact_message_kind, &m);
    m.base.agency = letter->to;
    m.channel = "web";
    m.sort = "consultation";
    for (size_t i = 0; i < COUNT_OF(taken); i++) take_field(cx, letter, taken[i], &m);
    if (text_empty(m.title)) m.title = text_cut(cx->mem, m.text, TITLE_MAX);
    if (text_equal(letter_value(letter, "language"), "en")) m.base.language = "en";
    m.received_on = zone_date(letter->at);
    m.consent = text_equal(letter_value(letter, "consent"), "yes");
    TRY(take_competence(cx, letter, &m));
    TRY(record_insert(cx, &m.base));
    TRY(original_attach(cx, letter->id, m.base.id));
    return matter_open(cx, &m.base, letter);
}

static struct reason on_day(const struct letter *letter, const void *with)
{
    struct reason reason = NO_REASON;
    reason.on = zone_date(letter->at);
    reason.with = with;
    return reason;
}

enum status contact_take_supplement(struct context *cx, const struct letter *letter)
{
    struct contact_message m;
    const char *text = letter_value(letter, "text");
    struct contact_more more = {text_empty(text) ? "（见附件）" : text};
    struct reason reason = on_day(letter, &more);
    TRY(matter_find(cx, letter, &contact_message_kind, &m));
    TRY(record_move(cx, &m.base, "add-to-message", &reason));
    return original_attach(cx, letter->id, m.base.id);
}

/* Their reason is their own words, and stays with the letter. */
enum status contact_take_withdraw(struct context *cx, const struct letter *letter)
{
    struct contact_message m;
    struct reason reason = on_day(letter, letter);
    reason.why = "来件人凭查询码撤回";
    TRY(matter_find(cx, letter, &contact_message_kind, &m));
    if (m.base.state == MESSAGE_WITHDRAWN) return OK; /* twice is once */
    return record_move(cx, &m.base, "withdraw-message", &reason);
}

enum status contact_take_rate(struct context *cx, const struct letter *letter)
{
    enum { NOTE_MAX = 499 };
    struct contact_message m;
    struct contact_rating rating = {0, text_cut(cx->mem, letter_value(letter, "note"), NOTE_MAX)};
    struct reason reason = on_day(letter, &rating);
    (void)text_to_int(letter_value(letter, "rating"), &rating.points);
    TRY(matter_find(cx, letter, &contact_message_kind, &m));
    return record_move(cx, &m.base, "rate", &reason);
}
