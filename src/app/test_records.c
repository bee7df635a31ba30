/* Records of any kind for the table-wide tests: filled from the field table, taken through the
 * moves of their workflow. A new kind costs nothing here unless its own check wants a value that
 * cannot be guessed; then it has a row in `particular`. */
#include "app/test_house.h"

#include <stdio.h>

#include "organisation/organisation.h"
#include "publication/press.h"
#include "record/lifecycle.h"

/* Values that a kind's check asks for by name. "@agency": the record's own agency. */
static const struct {
    const char *kind, *field, *value;
} particular[] = {
    {"agency",             "code",            "@agency"                                           },
    {"normative_document", "document_number", "黑公发〔2009〕12号"                          },
    {"spokesperson",       "account",         "approver"                                          },
    {"opinion_watch",      "title",           "号牌更换"                                      },
    {"press_event",        "standing",        "held"                                              },
    {"wanted_notice",      "rank",            "none"                                              },
    {"withheld_part",      "exemption",       "secret"                                            },
    {"application",        "flags",           ""                                                  },
    {"standing_order",     "columns",         "serial_year serial"                                },
    {"campaign",           "results",         "查处1起"                                        },
    {"statistic_series",   "data",            "| 月份 | 起 |\n|---|---|\n| 一月 | 3 |\n"     },
    {"other_item",         "class_seed",      "seed-0"                                            },
    {"clean_up_entry",     "part",            "bases"                                             },
    {"case_disclosure",    "party",           "李某"                                            },
    {"declaration",        "cell",            ""                                                  }, /* no form in force has a declared cell */
    {"assessment_mark",    "indicator",       "organisation"                                      },
    {"assessment_mark",    "given",           "15"                                                },
    {"public_session",     "seats",           "30"                                                },
    {"public_session",     "party_max",       "4"                                                 },
    {"public_session",     "begins_at",       "2880"                                              }, /* minutes from now */
    {"public_session",     "ends_at",         "3000"                                              },
    {"public_session",     "booking_to",      "1440"                                              },
    {"seat",               "people",          "1"                                                 },
    {"competence",         "organ",           ""                                                  }, /* its unit answers */
    {"contact_promise",    "working_days",    "5"                                                 },
    {"agency_duty",        "sort",            "briefing"                                          },
    {"agency_duty",        "head",            "a20-5"                                             },
    {"agency_duty",        "interval",        "monthly"                                           },
    {"agency_duty",        "days",            "15"                                                },
    {"procedure",          "steps",
     "| 环节 | 类别 | 时限 | 岗位 | 内容 |\n|---|---|---|---|---|\n| 受理 | 受理 | 1 | 窗口岗 | "
     "核对 |\n| 审批 | 决定 | 2 | 审批岗 | 决定 |\n"                                   },
    {"service_item",       "materials",
     "| 材料 | 形式 | 份数 | 来源 | 必要 |\n|---|---|---|---|---|\n| 申请表 | 原件 | 1 | 申请人 | "
     "是 |\n"                                                                                    },
    {"service_item",       "questions",       "| 问题 | 必填 |\n|---|---|\n| 用途 | 是 |\n"},
    {"service_result",     "party",           "李某"                                            },
};

static const char *particular_value(const struct record *rec, const struct field *field)
{
    for (size_t i = 0; i < COUNT_OF(particular); i++)
        if (text_equal(particular[i].kind, rec->kind->name) &&
            text_equal(particular[i].field, field->name))
            return particular[i].value;
    if (text_equal(field->name, "class_seed")) return "seed-5";
    if (text_equal(field->name, "class_a10")) return "a10-7";
    if (text_equal(field->name, "class_a20")) return "a20-5";
    return NULL;
}

/* What goes with an application is asked only once it is registered. */
static void take_in_hand(const char *id)
{
    struct record *rec = arena_alloc(house.mem, kind_by_name("application")->size);
    assert_int_equal(record_fetch(&house.cx, kind_by_name("application"), id, 0, rec), OK);
    if (text_equal(record_state(rec)->word, "awaiting-confirmation")) house_take(rec, "registered");
}

/* The record that a REF of this agency points to, made when first asked for. */
static const char *id_of(const char *kind, const char *agency)
{
    const char *id = "";
    const char *text =
        arena_format(house.mem, "SELECT id FROM \"%s\" WHERE agency = $1 LIMIT 1", kind);
    enum status status = store_text(&house.cx, &(struct sql){"test.id", text}, BIND(agency), &id);
    const struct actor *before = house.cx.actor;
    bool any_item = text_equal(kind, "item"); /* an item has its row from collation on */
    struct record *rec;
    if (status != OK) {
        rec = house_draft(kind_by_name(any_item ? "disclosure" : kind), agency, "");
        if (any_item) house_take(rec, "collated");
        id = rec->id;
    }
    if (text_equal(kind, "application")) take_in_hand(id);
    house.cx.actor = before;
    return id;
}

static const char *value_of(const struct record *rec, const struct field *field, const char *canary)
{
    const char *value = particular_value(rec, field);
    if (value && text_equal(value, "@agency")) return rec->agency;
    if (value) return value;
    const char *text = arena_format(house.mem, "%s%s", canary, field->name);
    return text_length(text) > field->max ? arena_format(house.mem, "%.*s", (int)field->max, text)
                                          : text;
}

static int64_t number_of(const struct record *rec, const struct field *field, int64_t otherwise)
{
    int64_t number = otherwise;
    const char *value = particular_value(rec, field);
    if (value) assert_true(text_to_int(value, &number));
    return number;
}

static void fill_field(struct record *rec, const struct field *field, const char *canary)
{
    bool refers_to_own_kind = field->of && text_equal(field->of, rec->kind->name);
    switch (field->type) {
    case TEXT:
    case BODY:
        field_set_text(field, rec, value_of(rec, field, canary));
        return;
    case WORD:
        field_set_text(field, rec,
                       particular_value(rec, field) ? particular_value(rec, field)
                                                    : field->words[0].word);
        return;
    case REF:
        if (!refers_to_own_kind) field_set_text(field, rec, id_of(field->of, rec->agency));
        return;
    case DATE:
        field_set_number(field, rec, house.cx.today.day);
        return;
    case TIME:
        field_set_number(field, rec, house.now.ms + number_of(rec, field, 0) * 60000);
        return;
    case INT:
        field_set_number(field, rec, number_of(rec, field, 2009));
        return;
    case MONEY: {
        struct money amount = {2000};
        if (particular_value(rec, field)) money_parse(particular_value(rec, field), &amount);
        field_set_number(field, rec, amount.hundredths);
        return;
    }
    case BOOL:
        field_set_number(field, rec, 0);
        return;
    }
}

/* Dates that end something, and what the program sets for itself, stay absent. */
static bool is_filled(const struct field *field)
{
    static const char *const ends[] = {"until", "ended_on", "expires_on", "valid_to",
                                       "shown_until"};
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        if (text_equal(field->name, ends[i])) return false;
    if (!(field->flags & FIXED)) return true;
    return field->visibility == PERSONAL || (field->visibility == STAFF && field->type == TEXT &&
                                             !text_equal(field->name, "regime"));
}

void house_fill(struct record *rec, const char *canary)
{
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        const char *mark = "";
        if (*canary && field->visibility != PUBLIC)
            mark = arena_format(house.mem, "%s-%s-", canary,
                                field->visibility == STAFF ? "staff" : "personal");
        if (is_filled(field)) fill_field(rec, field, mark);
    }
}

static void must(enum status status, const struct record *rec, const char *what)
{
    const struct issue *issue = house.cx.issues;
    if (status != OK)
        fail_msg("%s: %s: status %d %s; %s %s %s", rec->kind->name, what, status, house.cx.fault,
                 issue ? issue->field : "", issue ? issue->message : "",
                 issue ? issue->detail : "");
}

void house_act_as(enum capability capability, const char *agency)
{
    struct grant *grant = arena_make(house.mem, struct grant);
    struct actor *actor = arena_make(house.mem, struct actor);
    *grant = (struct grant){.agency = agency};
    for (int role = ROLE_COUNT - 1; role >= 0; role--)
        if (role_has((enum role)role, capability)) grant->role = (enum role)role;
    const char *name = arena_format(house.mem, "%s-%s", capability_word(capability), agency);
    *actor = (struct actor){.id = name,
                            .name = name,
                            .label = name,
                            .agency = agency,
                            .unit = "",
                            .grants = grant,
                            .grant_count = 1,
                            .program = capability == PROGRAM};
    house.cx.actor = actor;
}

void house_act_as_maker(const struct kind *kind, const char *agency)
{
    enum capability kept = kind->workflow->states[0].waits_for;
    bool writes = kept != ADMINISTER && !((kind->flags & OVERSEEN) && kept == SUPERVISE);
    house_act_as(kind->flags & BY_PROGRAM ? PROGRAM : writes ? WRITE : kept, agency);
}

/* A message is a person's, not a role's, and only that person hands it over. */
static void make_owner(const struct kind *kind, const char *agency)
{
    struct staff staff;
    const char *name = arena_format(house.mem, "owner-%s", agency);
    if (!text_equal(kind->name, "contact_message") && !text_equal(kind->name, "hand_over")) return;
    if (people_by_name(&house.cx, name, &staff) != OK) (void)house_staff(name, agency, "clerk");
}

static void act_as_owner(struct record *rec)
{
    const struct field *to = kind_field(rec->kind, "to_holder");
    if (!text_equal(rec->kind->name, "hand_over")) return;
    field_clear(to, rec);
    house.cx.actor = house_actor(arena_format(house.mem, "owner-%s", rec->agency));
}

struct record *house_draft(const struct kind *kind, const char *agency, const char *canary)
{
    struct record *rec = arena_alloc(house.mem, kind->size);
    record_init(kind, rec);
    rec->agency = agency;
    make_owner(kind, agency);
    house_fill(rec, canary);
    house_act_as_maker(kind, agency);
    act_as_owner(rec);
    must(record_insert(&house.cx, rec), rec, "draft");
    house.cx.actor = NULL;
    return rec;
}

/* The first move of the shortest way to the state, or NULL. */
static const struct move *way_to(const struct record *rec, int goal)
{
    const struct workflow *flow = rec->kind->workflow;
    int queue[64], head = 0, tail = 0;
    const struct move *first[64] = {NULL};
    bool seen[64] = {false};
    queue[tail++] = rec->state;
    seen[rec->state] = true;
    while (head < tail) {
        int at = queue[head++];
        if (at == goal) return first[at];
        for (size_t i = 0; i < flow->move_count; i++) {
            const struct move *move = &flow->moves[i];
            if (move->from != at || seen[move->to]) continue;
            if (move->offered && !move->offered(&house.cx, rec)) continue;
            seen[move->to] = true;
            first[move->to] = at == rec->state ? move : first[at];
            queue[tail++] = move->to;
        }
    }
    return NULL;
}

/* What is signed wants a spokesperson in office whose account it is, and evidence that is public.
 */
static void be_spokesperson(const struct record *rec)
{
    const struct actor *signer = house.cx.actor;
    const struct field *speaker = kind_field(rec->kind, "speaker"),
                       *evidence = kind_field(rec->kind, "evidence");
    struct sql name = {"test.signer",
                       "UPDATE spokesperson SET account = $1, state = 'released' WHERE id = $2"};
    struct sql open = {"test.evidence",
                       "UPDATE item SET first_released_on = produced_on WHERE id = $1"};
    must(store_run(&house.cx, &name, BIND(signer->name, field_text(speaker, rec)), NULL), rec,
         "a spokesperson");
    if (evidence && evidence->type == REF)
        must(store_run(&house.cx, &open, BIND(field_text(evidence, rec)), NULL), rec, "evidence");
}

static const struct reason any_reason = {"为了测试", "令492 第14条", "wrong", {0}};

bool house_can_take(const struct kind *kind)
{
    struct record *rec = arena_alloc(house.mem, kind->size);
    if (kind->workflow != &publication_workflow) return false;
    record_init(kind, rec);
    for (size_t i = 0; i < kind->field_count; i++) {
        const char *value = particular_value(rec, &kind->fields[i]);
        if ((kind->fields[i].flags & REQUIRED) && value && !*value) return false;
    }
    return true;
}

void house_take(struct record *rec, const char *state)
{
    const struct workflow *flow = rec->kind->workflow;
    int goal = 0;
    while (goal < (int)flow->state_count && !text_equal(flow->states[goal].word, state)) goal++;
    assert_true(goal < (int)flow->state_count);
    struct reason reason = any_reason;
    reason.on = date_plus(house.cx.today, 365);
    while (rec->state != goal) {
        const struct move *move = way_to(rec, goal);
        if (!move) fail_msg("%s: there is no way to %s", rec->kind->name, state);
        house_act_as(move->may, rec->agency);
        if (text_equal(move->verb, "sign-statement")) be_spokesperson(rec);
        must(record_move(&house.cx, rec, move->verb, &reason), rec, move->verb);
    }
    house.cx.actor = NULL;
}
