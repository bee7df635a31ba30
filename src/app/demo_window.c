#include "app/demo_window.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/yaml.h"
#include "service/case.h"
#include "service/rows.h"

/* ---- the file -------------------------------------------------------------------------------- */

struct raw_case {
    char *id, *item, *before, *party_sort, *name, *identity_number, *phone, *answers, *receipt;
    char **deeds;
    unsigned deeds_count;
};
struct raw_inquiry {
    char *item, *before, *name, *question, *answer, *masked, *answered, *receipt;
};
struct raw_window {
    struct raw_case *cases;
    unsigned cases_count;
    struct raw_inquiry *inquiries;
    unsigned inquiries_count;
};

/* clang-format off */
#define OF_CASE(name) YAML_TEXT(#name, struct raw_case, name)
#define OF_INQUIRY(name) YAML_MAY(#name, struct raw_inquiry, name)
static const cyaml_schema_field_t case_fields[] = {
    OF_CASE(id), OF_CASE(item), OF_CASE(before), OF_CASE(party_sort), OF_CASE(name),
    OF_CASE(identity_number), OF_CASE(phone), OF_CASE(answers), OF_CASE(receipt),
    YAML_MAY_LIST("deeds", struct raw_case, deeds, &yaml_text_entry), CYAML_FIELD_END};
static const cyaml_schema_value_t case_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_case, case_fields)};
static const cyaml_schema_field_t inquiry_fields[] = {
    OF_INQUIRY(item), OF_INQUIRY(before), OF_INQUIRY(name), OF_INQUIRY(question), OF_INQUIRY(answer),
    OF_INQUIRY(masked), OF_INQUIRY(answered), OF_INQUIRY(receipt), CYAML_FIELD_END};
static const cyaml_schema_value_t inquiry_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_inquiry, inquiry_fields)};
static const cyaml_schema_field_t window_fields[] = {
    YAML_LIST("cases", struct raw_window, cases, &case_entry, 1),
    YAML_LIST("inquiries", struct raw_window, inquiries, &inquiry_entry, 1), CYAML_FIELD_END};
static const cyaml_schema_value_t window_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_window, window_fields)};
/* clang-format on */

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

static void take_case(const struct raw_case *raw, struct window_case *c)
{
    *c = (struct window_case){.id = raw->id,
                              .item = raw->item,
                              .before = raw->before,
                              .party_sort = raw->party_sort,
                              .name = raw->name,
                              .identity_number = raw->identity_number,
                              .phone = raw->phone,
                              .answers = raw->answers,
                              .receipt = raw->receipt,
                              .deeds = (const char *const *)raw->deeds,
                              .deed_count = raw->deeds_count};
}

enum status demo_window_load(struct context *cx, const char *path, struct demo_window *ret_window)
{
    struct yaml *yaml;
    struct raw_window *raw;
    TRY(yaml_load(cx, path, &window_schema, &yaml, (void **)&raw));
    *ret_window = (struct demo_window){
        .cases = arena_array(cx->mem, struct window_case, raw->cases_count + 1),
        .inquiries = arena_array(cx->mem, struct window_inquiry, raw->inquiries_count + 1)};
    for (unsigned i = 0; i < raw->cases_count; i++)
        take_case(&raw->cases[i], &ret_window->cases[ret_window->case_count++]);
    for (unsigned i = 0; i < raw->inquiries_count; i++) {
        const struct raw_inquiry *q = &raw->inquiries[i];
        ret_window->inquiries[ret_window->inquiry_count++] =
            (struct window_inquiry){.item = or_empty(q->item),
                                    .before = or_empty(q->before),
                                    .name = or_empty(q->name),
                                    .question = or_empty(q->question),
                                    .answer = or_empty(q->answer),
                                    .masked = or_empty(q->masked),
                                    .answered = or_empty(q->answered),
                                    .receipt = or_empty(q->receipt)};
    }
    return OK;
}

/* ---- one case -------------------------------------------------------------------------------- */

struct windowing {
    const struct demo_play *play;
    const char *agency;
    struct date came_on;
    struct service_case c; /* as it stands */
    int minute;            /* acts of a day follow each other */
};

static void be(struct context *cx, const struct windowing *w, enum role role)
{
    cx->actor = demo_actor(w->play->people, w->agency, role);
}

static const struct sql item_by_title = {
    "demo.service_item",
    "SELECT id FROM service_item WHERE title = $1 AND agency = $2 AND state = 'released'"};

static enum status reload(struct context *cx, struct windowing *w)
{
    return record_fetch(cx, &service_case_kind, w->c.base.id, 0, &w->c);
}

static enum status step(struct context *cx, struct windowing *w, const char *verb, const void *with)
{
    struct reason reason = NO_REASON;
    reason.with = with;
    TRY(record_move(cx, &w->c.base, verb, &reason));
    return reload(cx, w);
}

/* "have", "missing", "wrong=why" */
static enum status check_one(struct context *cx, struct service_material *m, const char *word)
{
    const char *note = strchr(word, '=');
    struct reason reason = NO_REASON;
    reason.why = note ? note + 1 : "";
    const char *verb = text_starts(word, "have")    ? "material-there"
                       : text_starts(word, "wrong") ? "material-wrong"
                                                    : "material-missing";
    return record_move(cx, &m->base, verb, &reason);
}

static enum status do_check(struct context *cx, struct windowing *w, const char *words)
{
    struct service_beside beside;
    TRY(service_beside(cx, w->c.base.id, &beside));
    for (size_t i = 0; i < beside.material_count && *words; i++) {
        size_t size = strcspn(words, " ");
        TRY(check_one(cx, &beside.materials[i], arena_copy_n(cx->mem, words, size)));
        words += size + strspn(words + size, " ");
    }
    return OK;
}

static enum status do_notify(struct context *cx, struct windowing *w, const char *words)
{
    return step(cx, w, "name-missing", NULL);
}

static enum status do_supplement(struct context *cx, struct windowing *w, const char *words)
{
    struct service_more more = {words};
    return step(cx, w, "materials-arrive", &more);
}

static enum status do_take_on(struct context *cx, struct windowing *w, const char *words)
{
    return step(cx, w, "take-on", NULL);
}

/* The hand is that of the step's class. */
static enum status do_step(struct context *cx, struct windowing *w, const char *words)
{
    struct service_beside beside;
    TRY(service_beside(cx, w->c.base.id, &beside));
    for (size_t i = 0; i < beside.step_count; i++) {
        struct service_step *open = &beside.steps[i];
        const struct step_class *class = step_class(open->class);
        if (!service_step_is_open(open) || !class) continue;
        be(cx, w,
           class->may == APPROVER  ? ROLE_LEADER
           : class->may == OFFICER ? ROLE_OFFICER
                                   : ROLE_CLERK);
        return record_move(cx, &open->base, "finish-step", &NO_REASON);
    }
    return NOT_FOUND;
}

static enum status do_outcome(struct context *cx, struct windowing *w, const char *words)
{
    size_t size = strcspn(words, " ");
    be(cx, w, ROLE_OFFICER);
    TRY(reload(cx, w));
    w->c.outcome = arena_copy_n(cx->mem, words, size);
    w->c.decision_number = words + size + strspn(words + size, " ");
    TRY(record_save(cx, &w->c.base));
    return reload(cx, w);
}

static enum status do_conclude(struct context *cx, struct windowing *w, const char *words)
{
    be(cx, w, ROLE_OFFICER);
    return step(cx, w, "conclude-service", NULL);
}

static enum status do_hand_out(struct context *cx, struct windowing *w, const char *words)
{
    return step(cx, w, "hand-out", NULL);
}

static enum status do_rate(struct context *cx, struct windowing *w, const char *words)
{
    struct service_rating rating = {words[0] - '0', words[1] ? words + 2 : ""};
    return step(cx, w, "rate-service", &rating);
}

static const struct {
    const char *word;
    enum status (*act)(struct context *, struct windowing *, const char *);
} acts[] = {
    {"check",      do_check     },
    {"notify",     do_notify    },
    {"supplement", do_supplement},
    {"take-on",    do_take_on   },
    {"step",       do_step      },
    {"outcome",    do_outcome   },
    {"conclude",   do_conclude  },
    {"hand-out",   do_hand_out  },
    {"rate",       do_rate      },
};

static void set_clock(struct context *cx, struct windowing *w, struct date day)
{
    w->minute += 7;
    context_set_clock(cx, zone_moment(day, 9 + w->minute / 60 % 8, w->minute % 60));
}

static int number_of(const char *text)
{
    int64_t number = 0;
    return text_to_int(text, &number) ? (int)number : 0;
}

/* "2 check have missing": what lies after the last day is not done yet. */
static enum status do_deed(struct context *cx, struct windowing *w, const char *deed)
{
    size_t head = strcspn(deed, " ");
    int days = number_of(arena_copy_n(cx->mem, deed, head));
    const char *rest = deed + head + strspn(deed + head, " ");
    size_t size = strcspn(rest, " ");
    struct date day = demo_working_day(w->play->plan->calendar, w->came_on, days);
    if (day.day > w->play->last.day) return OK;
    set_clock(cx, w, day);
    be(cx, w, ROLE_CLERK);
    for (size_t i = 0; i < COUNT_OF(acts); i++)
        if (strlen(acts[i].word) == size && strncmp(acts[i].word, rest, size) == 0)
            return acts[i].act(cx, w, rest + size + strspn(rest + size, " "));
    return issue(cx, "", "demo.stopped", deed);
}

static struct date day_before(const struct demo_play *play, const char *before)
{
    return demo_working_day(play->plan->calendar, play->last, -number_of(before));
}

static enum status keep_code(struct context *cx, const struct record *rec, char *place)
{
    const char *code;
    TRY(matter_issue_code(cx, rec, &code));
    snprintf(place, WINDOW_CODE_MAX, "%s", code);
    return OK;
}

static enum status play_case(struct context *cx, struct windowing *w, struct window_case *given)
{
    w->came_on = day_before(w->play, given->before);
    set_clock(cx, w, w->came_on);
    be(cx, w, ROLE_CLERK);
    record_init(&service_case_kind, &w->c);
    TRY(store_text(cx, &item_by_title, BIND(given->item, w->agency), &w->c.item));
    w->c.base.agency = w->agency;
    w->c.channel = "web";
    w->c.party_sort = given->party_sort;
    w->c.name = given->name;
    w->c.identity_number = given->identity_number;
    w->c.phone = given->phone;
    w->c.answers = given->answers;
    w->c.delivery = "counter";
    TRY(service_file(cx, &w->c, NULL));
    TRY(keep_code(cx, &w->c.base, given->code));
    TRY(reload(cx, w));
    for (size_t i = 0; i < given->deed_count; i++) {
        enum status status = do_deed(cx, w, given->deeds[i]);
        const char *where = arena_format(cx->mem, "%s: %s", given->id, given->deeds[i]);
        if (status != OK) return issue(cx, "", "demo.stopped", where);
    }
    return OK;
}

static enum status play_inquiry(struct context *cx, struct windowing *w,
                                struct window_inquiry *given)
{
    struct service_inquiry q;
    w->came_on = day_before(w->play, given->before);
    set_clock(cx, w, w->came_on);
    be(cx, w, ROLE_CLERK);
    record_init(&service_inquiry_kind, &q);
    TRY(store_text(cx, &item_by_title, BIND(given->item, w->agency), &q.item));
    q.base.agency = w->agency;
    q.name = given->name;
    q.question = given->question;
    TRY(service_inquire(cx, &q));
    TRY(keep_code(cx, &q.base, given->code));
    if (!*given->answer) return OK;
    set_clock(cx, w,
              demo_working_day(w->play->plan->calendar, w->came_on, number_of(given->answered)));
    TRY(record_fetch(cx, &service_inquiry_kind, q.base.id, 0, &q));
    q.answer = given->answer;
    q.masked = given->masked;
    TRY(record_save(cx, &q.base));
    TRY(record_move(cx, &q.base, "answer-inquiry", &NO_REASON));
    be(cx, w, ROLE_OFFICER);
    return record_move(cx, &q.base, "propose-question", &NO_REASON);
}

/* Are all services public? In a demonstration of an early day they are not, and nobody applies. */
static enum status is_open(struct context *cx, const struct windowing *w,
                           const struct demo_window *window, bool *ret_open)
{
    const char *id;
    enum status status = OK;
    for (size_t i = 0; status == OK && i < window->case_count; i++)
        status = store_text(cx, &item_by_title, BIND(window->cases[i].item, w->agency), &id);
    *ret_open = status == OK;
    return status == NOT_FOUND ? OK : status;
}

enum status demo_window_play(struct context *cx, struct demo_window *window,
                             const struct demo_play *play)
{
    struct windowing w = {.play = play, .agency = play->people->codes[0]};
    enum status status = OK;
    bool open;
    TRY(is_open(cx, &w, window, &open));
    if (!open) return OK;
    TRY(store_begin(cx));
    for (size_t i = 0; status == OK && i < window->case_count; i++)
        status = play_case(cx, &w, &window->cases[i]);
    for (size_t i = 0; status == OK && i < window->inquiry_count; i++)
        status = play_inquiry(cx, &w, &window->inquiries[i]);
    cx->actor = NULL;
    if (status == OK) return store_commit(cx);
    store_rollback(cx);
    return status;
}
