/* Letters that came in online and could not be registered: looked at by what is known from outside
 * (never by what they say), and discarded with a reason. Whoever handles an agency's applications
 * sees its letters; what did not open or names no agency of ours is the administrators'. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/views.h"
#include "intake/fate.h"
#include "web/message.h"

enum { HELD_READ = 1000, SHOWN = 100, ENDED_SHOWN = 50, WHY_MAX = 500 };

static const struct sql agency_name = {
    "letters.agency", "SELECT name FROM agency WHERE code = $1 AND newest = 1 LIMIT 1"};

static bool handles(const struct actor *actor, const char *agency)
{
    return access_may(actor, OFFICER, agency) || access_may(actor, ADMINISTER, agency);
}

bool desk_handles_letters(const struct actor *actor)
{
    return handles(actor, NULL);
}

/* The agency's name; "" for one that is not here. */
static enum status name_of(struct context *cx, const char *code, const char **ret_name)
{
    *ret_name = "";
    enum status status = store_text(cx, &agency_name, BIND(code), ret_name);
    return status == NOT_FOUND ? OK : status;
}

static const char *type_label(struct context *cx, const char *type)
{
    const char *id = arena_format(cx->mem, "letters.type.%s", type);
    if (text_empty(type)) return message_text(cx->language, "letters.unopened");
    return message_known(id) ? message_text(cx->language, id) : type;
}

static const char *reason_label(struct context *cx, const char *reason)
{
    static const char *const detail = "…"; /* of the refusal: only the log has it */
    if (!message_known(reason)) return message_text(cx->language, "intake.refused");
    return message_format(cx->mem, cx->language, reason, &detail, 1);
}

static enum status add_row(struct context *cx, const struct letter_fate *fate,
                           struct letter_row *rows, size_t *count)
{
    const char *name;
    TRY(name_of(cx, fate->agency, &name));
    bool ours = *name ? handles(cx->actor, fate->agency) : access_may(cx->actor, ADMINISTER, NULL);
    if (!ours) return OK;
    rows[(*count)++] = (struct letter_row){
        .id = fate->id,
        .type = type_label(cx, fate->type),
        .agency = *name                      ? name
                  : text_empty(fate->agency) ? message_text(cx->language, "letters.unknown")
                                             : fate->agency,
        .reason = reason_label(cx, fate->reason),
        .opened = !text_empty(fate->type),
        .at = fate->at,
        .noted_at = fate->noted_at,
        .by = fate->by_label,
        .why = fate->why};
    return OK;
}

static enum status rows_of(struct context *cx, enum fate outcome, size_t limit,
                           const struct letter_row **ret_rows, size_t *ret_count)
{
    struct letter_fate *fates;
    size_t found;
    TRY(fate_list(cx, outcome, HELD_READ, &fates, &found));
    struct letter_row *rows = arena_array(cx->mem, struct letter_row, limit + 1);
    *ret_count = 0;
    for (size_t i = 0; i < found && *ret_count < limit; i++)
        TRY(add_row(cx, &fates[i], rows, ret_count));
    *ret_rows = rows;
    return OK;
}

static enum status show(struct context *cx, const struct web *web, struct response *response,
                        struct letters_view *view)
{
    const struct duty *term = law_duty(desk_setting()->law, "unclaimed-letter", cx->today);
    const struct context clean = {
        .mem = cx->mem, .store = cx->store, .actor = cx->actor, .language = cx->language};
    struct context own = clean;
    TRY(rows_of(&own, FATE_HELD, SHOWN, &view->held, &view->held_count));
    TRY(rows_of(&own, FATE_DISCARDED, ENDED_SHOWN, &view->ended, &view->ended_count));
    TRY(fate_count(&own, FATE_WAITING, &view->waiting));
    TRY(fate_count(&own, FATE_SET_ASIDE, &view->set_aside));
    view->days = term ? term->days : 0;
    struct page pg = desk_page(web, NULL);
    view_desk_letters(&pg, view);
    return web_show(response, &pg);
}

enum status desk_letters(struct context *cx, const struct web *web, struct response *response)
{
    struct letters_view view = {.why = ""};
    int64_t done;
    if (!desk_handles_letters(cx->actor)) return DENIED;
    TRY(web_int(cx, web, "done", &done));
    view.done = done > 0 && done <= SHOWN ? done : 0;
    return show(cx, web, response, &view);
}

/* Only what the actor sees can be discarded; all or none. */
static enum status discard_one(struct context *cx, const char *id, const char *why)
{
    struct letter_fate fate;
    struct letter_row row;
    size_t seen = 0;
    TRY(fate_of(cx, id, &fate));
    if (fate.outcome == FATE_NONE) return NOT_FOUND;
    TRY(add_row(cx, &fate, &row, &seen));
    if (!seen) return NOT_FOUND;
    enum status status = fate_discard(cx, id, why);
    return status == CONFLICT ? issue(cx, "", "letters.no_longer", "") : status;
}

static enum status discard_all(struct context *cx, const char *const *ids, size_t count,
                               const char *why)
{
    TRY(store_begin(cx));
    for (size_t i = 0; i < count; i++) {
        enum status status = discard_one(cx, ids[i], why);
        if (status == OK) continue;
        store_rollback(cx);
        return status;
    }
    TRY(store_commit(cx));
    /* The row says it: a file that is left by a crash is removed by the job. */
    for (size_t i = 0; i < count; i++)
        unlink(arena_format(cx->mem, "%s/%s", desk_setting()->held, ids[i]));
    return OK;
}

static enum status read_choice(struct context *cx, const struct web *web,
                               const char *const **ret_ids, size_t *ret_count, const char **ret_why)
{
    TRY(web_all(cx, web, "id", ret_ids, ret_count));
    TRY(web_lines(cx, web, "why", WHY_MAX, ret_why));
    if (*ret_count > SHOWN) return issue(cx, "", "desk.too_many_chosen", "");
    if (*ret_count == 0) issue(cx, "", "desk.nothing_chosen", "");
    if (text_empty(*ret_why)) issue(cx, "why", "field.required", "");
    return cx->issues ? INVALID : OK;
}

enum status desk_discard_letters(struct context *cx, const struct web *web,
                                 struct response *response)
{
    const char *const *ids = NULL, *why = "";
    size_t count = 0;
    if (!desk_handles_letters(cx->actor)) return DENIED;
    enum status status = read_choice(cx, web, &ids, &count, &why);
    if (status == OK) status = discard_all(cx, ids, count, why);
    if (status == OK)
        return web_see_other(response, arena_format(cx->mem, "/incoming?done=%zu", count));
    if (status != INVALID) return status;
    struct letters_view view = {
        .why = web_typed(web, "why"), .issues = cx->issues, .chosen = ids, .chosen_count = count};
    TRY(show(cx, web, response, &view));
    return INVALID;
}

bool letter_is_chosen(const struct letters_view *view, const char *id)
{
    for (size_t i = 0; i < view->chosen_count; i++)
        if (text_equal(view->chosen[i], id)) return true;
    return false;
}
