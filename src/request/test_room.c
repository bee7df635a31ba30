#include "request/test_room.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "catalogue/catalogue.h"
#include "catalogue/sealing_key.h"
#include "catalogue/standing_order.h"
#include "organisation/organisation.h"
#include "outbox/outbox.h"
#include "record/profile.h"
#include "record/tombstone.h"
#include "request/letter_text.h"

struct room room;

static const struct kind *const kinds[] = {
    &agency_kind,       &unit_kind,           &staff_kind,          &entry_kind,
    &sealing_key_kind,  &standing_order_kind, &application_kind,    &application_event_kind,
    &consultation_kind, &search_task_kind,    &request_letter_kind, &withheld_part_kind,
    &fee_notice_kind,   &remedy_kind,         &case_line_kind,      &tombstone_kind};

static const enum role roles[PEOPLE] = {ROLE_CLERK,  ROLE_CLERK,    ROLE_OFFICER, ROLE_REVIEWER,
                                        ROLE_LEADER, ROLE_RELEASER, ROLE_OFFICER};
static struct request_setting setting;
static struct grant grants[PEOPLE];
static struct actor actors[PEOPLE];

void on_day(int year, int month, int day)
{
    context_set_clock(&room.cx, zone_moment(date_of(year, month, day), 9, 0));
}

struct context *as(enum person person)
{
    room.cx.actor = &actors[person];
    room.cx.issues = NULL;
    return &room.cx;
}

void expect(enum status status, enum status wanted)
{
    const struct issue *issue = room.cx.issues;
    if (status != wanted)
        fail_msg("status %d, not %d: %s %s %s; %s", status, wanted, issue ? issue->field : "",
                 issue ? issue->message : "", issue ? issue->detail : "", room.cx.fault);
}

void refused(enum status status, const char *message)
{
    expect(status, INVALID);
    assert_non_null(room.cx.issues);
    assert_string_equal(room.cx.issues->message, message);
}

enum status does(enum person person, struct record *rec, const char *verb, const void *with)
{
    struct reason reason = NO_REASON;
    reason.with = with;
    return record_move(as(person), rec, verb, &reason);
}

enum status does_for(enum person person, struct record *rec, const char *verb, const char *why)
{
    struct reason reason = NO_REASON;
    reason.why = why;
    return record_move(as(person), rec, verb, &reason);
}

static void release(struct record *rec)
{
    struct reason reason = {"说明", "令711 第17条", "", DATE_NONE, NULL};
    expect(record_insert(as(CLERK_), rec), OK);
    expect(does(OFFICER_, rec, "submit", NULL), OK);
    expect(record_move(as(REVIEWER_), rec, "review", &reason), OK);
    expect(does(RELEASER_, rec, "release", NULL), OK);
}

static const char *found(const char *code, const char *name, const char *parent)
{
    struct agency agency;
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = code;
    agency.name = name;
    agency.level = "city";
    agency.parent = parent;
    agency.address = "江城市和平路1号";
    agency.phone = "0451-82690000";
    expect(profile_set(&room.cx, code, ""), OK);
    room.cx.actor = &installer;
    struct grant all[] = {
        {ROLE_CLERK, code, NULL}
    };
    struct actor founder = {.id = "founder",
                            .name = "founder",
                            .label = "founder",
                            .agency = code,
                            .unit = "",
                            .grants = all,
                            .grant_count = 1};
    room.cx.actor = &founder;
    expect(record_insert(&room.cx, &agency.base), OK);
    return agency.base.id;
}

static void hire(enum person person, const char *agency)
{
    struct staff staff;
    struct grant keeper = {ROLE_ADMIN, agency, NULL};
    struct actor admin = {.id = "admin",
                          .name = "admin",
                          .label = "admin",
                          .agency = agency,
                          .unit = "",
                          .grants = &keeper,
                          .grant_count = 1};
    record_init(&staff_kind, &staff);
    staff.base.agency = agency;
    staff.name = arena_format(room.cx.mem, "person-%d", (int)person);
    staff.label = arena_format(room.cx.mem, "经办%d", (int)person);
    room.cx.actor = &admin;
    expect(record_insert(&room.cx, &staff.base), OK);
    expect(people_grant(&room.cx, staff.base.id, roles[person], agency), OK);
    grants[person] = (struct grant){roles[person], agency, NULL};
    actors[person] = (struct actor){.id = staff.base.id,
                                    .name = staff.name,
                                    .label = staff.label,
                                    .agency = agency,
                                    .unit = "",
                                    .grants = &grants[person],
                                    .grant_count = 1};
    room.people[person] = staff.base.id;
}

static void make_unit(void)
{
    struct unit unit;
    record_init(&unit_kind, &unit);
    unit.base.agency = AGENCY_CODE;
    unit.name = "治安管理处";
    release(&unit.base);
    room.unit = unit.base.id;
}

int room_open(void **state)
{
    const struct letters *letters;
    room = (struct room){.cx = {.mem = arena_new("room")}};
    snprintf(room.folder, sizeof room.folder, "/tmp/gongkai-room-XXXXXX");
    assert_non_null(mkdtemp(room.folder));
    assert_int_equal(zone_open("Asia/Shanghai"), OK);
    on_day(2025, 1, 2);
    kinds_register(kinds, COUNT_OF(kinds));
    expect(law_load(&room.cx, SOURCE_FOLDER, &room.law), OK);
    expect(letters_load(&room.cx, SOURCE_FOLDER, &letters), OK);
    expect(store_open(&room.cx, ":memory:", STORE_HASTY), OK);
    expect(record_ensure_tables(&room.cx), OK);
    expect(people_ensure_tables(&room.cx), OK);
    expect(outbox_ensure_tables(&room.cx), OK);
    expect(request_ensure_tables(&room.cx), OK);
    setting = (struct request_setting){.law = room.law,
                                       .family = room.law->family,
                                       .blob = "",
                                       .tmp = "",
                                       .capsule = "",
                                       .portal = "https://ga.example",
                                       .letters = letters};
    request_set(&setting);
    const char *above = found(AGENCY_CODE, "江城市公安局", "");
    found(BELOW_CODE, "江城市公安局和平分局", above);
    for (int person = 0; person < PEOPLE; person++)
        hire((enum person)person, person == STRANGER_ ? BELOW_CODE : AGENCY_CODE);
    make_unit();
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    return remove(path);
}

/* What the program can say by itself, it says: only these letters wait for an officer's words. */
static void no_gaps(void)
{
    const char *with_gaps =
        text_of("SELECT COALESCE((SELECT template FROM letter WHERE instr(body, '【请填写') > 0"
                " AND template NOT IN ('repeat', 'petition', 'publication', 'third-party-decision')"
                " LIMIT 1), '')");
    if (*with_gaps) fail_msg("the letter %s has gaps", with_gaps);
}

int room_close(void **state)
{
    no_gaps();
    store_close(room.cx.store);
    nftw(room.folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(room.cx.mem);
    return 0;
}

void notices_go_by(bool mails, bool texts)
{
    setting.mails = mails;
    setting.texts = texts;
}

void reminders_go_to(enum person person, const char *email)
{
    static const struct sql give = {"test.email", "UPDATE staff SET email = $2 WHERE id = $1"};
    setting.reminds = true;
    expect(store_run(&room.cx, &give, BIND(room.people[person], email), NULL), OK);
}

void standing_order(const char *agency, const char *columns, int64_t hide_below)
{
    struct standing_order order;
    record_init(&standing_order_kind, &order);
    order.base.agency = agency;
    order.title = "依申请公开登记行常设公开令";
    order.query = "case-lines";
    order.columns = columns;
    order.hide_kind_below = hide_below;
    release(&order.base);
}

struct application came(const char *channel)
{
    struct application a;
    record_init(&application_kind, &a);
    a.base.agency = AGENCY_CODE;
    a.channel = channel;
    a.applicant_kind = "natural";
    a.sort = "disclosure";
    a.name = "王某";
    a.identity_kind = "id-card";
    a.identity_number = "230102199001011234";
    a.phone = "13900000000";
    a.address = "江城市南岗区1号";
    a.sought = "2024年和平路治安巡逻安排";
    a.supply = "paper";
    expect(request_file(as(CLERK_), &a), OK);
    return a;
}

struct application registered(void)
{
    struct application a = came("counter");
    expect(does(CLERK_, &a.base, "register", NULL), OK);
    return a;
}

void again(struct application *a)
{
    expect(record_fetch(&room.cx, &application_kind, a->base.id, 0, a), OK);
}

/* Letters of some outcomes have gaps that an officer fills. */
static void fill_gaps(struct application *a)
{
    struct request_letter letter;
    struct out out = out_new(room.cx.mem);
    expect(letter_of_answer(&room.cx, a, &letter), OK);
    for (const char *at = letter.body; *at;) {
        bool gap = text_starts(at, "【请填写：");
        if (gap) out_text(&out, "见附件");
        at = gap ? strstr(at, "】") + strlen("】") : at + 1;
        if (!gap) out_char(&out, at[-1]);
    }
    if (text_equal(out.text, letter.body)) return;
    letter.body = out.text;
    expect(record_save(as(SECOND), &letter.base), OK);
}

void answers(struct application *a, const char *outcome, const char *item)
{
    struct request_answer answer = {outcome, "", item};
    struct request_service service = {.method = "page", .proof = ""};
    struct reason reason = NO_REASON;
    reason.with = &answer;
    reason.why = "经检索、审查";
    again(a);
    expect(record_move(as(CLERK_), &a->base, "draft-answer", &reason), OK);
    fill_gaps(a);
    expect(does(REVIEWER_, &a->base, "review-answer", NULL), OK);
    expect(does(LEADER_, &a->base, "approve-answer", NULL), OK);
    expect(does(CLERK_, &a->base, "serve-answer", &service), OK);
}

void serves(const struct application *a, const char *template)
{
    static const struct sql newest = {
        "test.notice", "SELECT id FROM letter WHERE application = $1 AND template = $2"
                       " AND state = 'drafted' ORDER BY changed_at DESC LIMIT 1"};
    struct request_service service = {.method = "page", .proof = ""};
    struct request_letter letter;
    const char *id = "";
    expect(store_text(&room.cx, &newest, BIND(a->base.id, template), &id), OK);
    expect(record_fetch(&room.cx, &request_letter_kind, id, 0, &letter), OK);
    expect(does(OFFICER_, &letter.base, "sign", NULL), OK);
    expect(does(CLERK_, &letter.base, "serve", &service), OK);
}

void daily(void)
{
    room.cx.issues = NULL;
    expect(request_daily(&room.cx), OK);
    if (room.cx.issues) fail_msg("the job left something: %s", room.cx.issues->message);
}

int64_t count(const char *sql)
{
    int64_t number = -1;
    expect(store_int(&room.cx, &(struct sql){"test.count", sql}, BIND_NONE, &number), OK);
    return number;
}

const char *text_of(const char *sql)
{
    const char *text = "";
    expect(store_text(&room.cx, &(struct sql){"test.text", sql}, BIND_NONE, &text), OK);
    return text;
}
