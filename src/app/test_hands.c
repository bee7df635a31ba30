/* H7: nobody publishes alone, by any path; nobody of another agency touches a record; GET writes
 * nothing. All of it for every kind there is. */
#include <sodium.h>
#include <stdio.h>

#include "app/test_house.h"
#include "base/file.h"
#include "document/attachment.h"
#include "publication/publication.h"
#include "record/lifecycle.h"
#include "report/report.h"

static const char EVERY_ROLE[] = "clerk officer reviewer leader releaser supervisor admin";

/* The last part of an agency's work: is anything of this kind ever read by the public? */
static bool is_published(const struct kind *kind)
{
    bool writes = false;
    for (size_t i = 0; i < kind->workflow->move_count; i++)
        writes |= kind->workflow->moves[i].ledger != NO_ENTRY;
    return writes && !(kind->flags & (INTERNAL | BY_PROGRAM));
}

static void fresh(struct record *rec)
{
    const struct kind *kind = rec->kind;
    const char *id = rec->id;
    assert_int_equal(record_fetch(&house.cx, kind, id, 0, rec), OK);
}

static const char *path_of(const struct record *rec, const char *rest)
{
    return arena_format(house.mem, "/records/%s/%s%s", rec->kind->name, rec->id, rest);
}

static const char *reason_words(void)
{
    return arena_format(house.mem, "why=%%E5%%9B%%A0&article=x&class=wrong&on=%s",
                        date_iso(house.mem, date_plus(house.cx.today, 365)));
}

/* ---- one person against one move, by each of the ways there are --------------------------------
 */

struct trial {
    struct visitor *visitor;
    const struct actor *actor;
    struct record *rec;
    const char *verb;
};

static void by_page(const struct trial *t, const char *twin)
{
    visitor_post(t->visitor, path_of(t->rec, twin),
                 arena_format(house.mem, "verb=%s&version=%lld&edition=%lld&%s", t->verb,
                              (long long)t->rec->version, (long long)t->rec->edition,
                              reason_words()));
}

static void by_move_page(const struct trial *t)
{
    by_page(t, "/move");
}

static void by_json_twin(const struct trial *t)
{
    by_page(t, "/move.json");
    by_page(t, ".json");
}

static void by_batch(const struct trial *t)
{
    visitor_post(t->visitor, arena_format(house.mem, "/records/%s", t->rec->kind->name),
                 arena_format(house.mem, "verb=%s&id=%s&%s", t->verb, t->rec->id, reason_words()));
}

static void by_review_page(const struct trial *t)
{
    visitor_post(t->visitor, path_of(t->rec, "/review"),
                 arena_format(house.mem,
                              "version=%lld&verdict=%s&check0=yes&check1=yes&check2=yes&check3=yes"
                              "&%s",
                              (long long)t->rec->version, t->verb, reason_words()));
}

/* As the console does, where it is allowed. */
static void by_engine(const struct trial *t)
{
    struct reason reason = {"因", "x", "wrong", date_plus(house.cx.today, 365)};
    struct context cx = house.cx;
    cx.actor = t->actor;
    enum status status = record_move(&cx, t->rec, t->verb, &reason);
    (void)status; /* most are refused; what matters is what was published */
}

/* Editing between the steps must not open a way either. */
static void by_edit(const struct trial *t)
{
    struct record *rec = arena_alloc(house.mem, t->rec->kind->size);
    struct context cx = house.cx;
    cx.actor = t->actor;
    if (record_load(&cx, t->rec->kind, t->rec->id, rec) != OK) return;
    const struct field *title = kind_field(rec->kind, rec->kind->title);
    field_set_text(title, rec, arena_format(house.mem, "%s.", field_text(title, rec)));
    enum status status = record_save(&cx, rec);
    (void)status;
}

static void (*const ways[])(const struct trial *) = {by_move_page,   by_json_twin, by_batch,
                                                     by_review_page, by_engine,    by_edit};

/* What this account has made public, of whatever record: releases, corrections, tombstones. Taking
 * something away alone is allowed (a suspension is of type "erased"). */
static int64_t published_by(const struct actor *actor)
{
    return house_count(arena_format(
        house.mem, "SELECT COUNT(*) FROM act WHERE actor = '%s' AND type <> 'erased'", actor->id));
}

/* Whoever tries moves at random tries most orders of them; the seed makes it the same each time. */
static void try_everything(const struct trial *of, unsigned rounds)
{
    static uint32_t seed = 20091231;
    struct trial trial = *of;
    const struct workflow *flow = trial.rec->kind->workflow;
    for (unsigned round = 0; round < rounds; round++) {
        seed = seed * 1664525u + 1013904223u;
        fresh(trial.rec);
        size_t begin = (seed >> 8) % flow->move_count;
        for (size_t i = 0; i < flow->move_count; i++) {
            const struct move *move = &flow->moves[(begin + i) % flow->move_count];
            if (move->from != trial.rec->state) continue;
            trial.verb = move->verb;
            break;
        }
        ways[(seed >> 20) % COUNT_OF(ways)](&trial);
        fresh(trial.rec);
        if (published_by(trial.actor) > 0)
            fail_msg("%s: one person published it (%s in round %u)", trial.rec->kind->name,
                     trial.verb, round);
    }
}

static void against(struct visitor *visitor, struct record *rec)
{
    static const bool console[] = {false, true};
    struct trial trial = {visitor, house_actor(visitor->name), rec, ""};
    for (size_t i = 0; i < COUNT_OF(console); i++) {
        lifecycle_allow_console(console[i]);
        try_everything(&trial, 40);
    }
    lifecycle_allow_console(false);
}

/* Every way is shut for this verb: the record stays where it is. */
static void refused(struct visitor *visitor, struct record *rec, const char *verbs)
{
    struct trial trial = {visitor, house_actor(visitor->name), rec, ""};
    int state = rec->state;
    for (const char *at = verbs; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        trial.verb = arena_copy_n(house.mem, at, strcspn(at, " "));
        for (size_t i = 0; i < COUNT_OF(ways); i++) {
            if (ways[i] != by_edit) ways[i](&trial);
            fresh(rec);
            if (rec->state != state)
                fail_msg("%s: %s was not refused (way %zu)", rec->kind->name, trial.verb, i);
        }
    }
}

static void does(const char *name, struct record *rec, const char *verb)
{
    struct reason reason = {"因", "x", "wrong", date_plus(house.cx.today, 365)};
    house.cx.actor = house_actor(name);
    if (record_move(&house.cx, rec, verb, &reason) != OK)
        fail_msg("%s could not %s %s: %s", name, verb, rec->kind->name,
                 house.cx.issues ? house.cx.issues->message : house.cx.fault);
    house.cx.actor = NULL;
    fresh(rec);
}

static struct record *drafted_by(const char *name, const struct kind *kind)
{
    struct record *rec = arena_alloc(house.mem, kind->size);
    record_init(kind, rec);
    rec->agency = PROVINCE;
    house_fill(rec, "");
    house.cx.actor = house_actor(name);
    assert_int_equal(record_insert(&house.cx, rec), OK);
    house.cx.actor = NULL;
    return rec;
}

static struct record *taken_to(const struct kind *kind, const char *state)
{
    struct record *rec = house_draft(kind, PROVINCE, "");
    house_take(rec, state);
    return rec;
}

/* ---- the tests ------------------------------------------------------------------------------- */

static void nobody_publishes_what_they_wrote(void **state)
{
    struct visitor *alone = house_staff("alone", PROVINCE, EVERY_ROLE);
    for (size_t i = 0; kind_at(i); i++)
        if (is_published(kind_at(i))) against(alone, drafted_by("alone", kind_at(i)));
}

static void nobody_publishes_what_they_reviewed(void **state)
{
    struct visitor *alone = house_staff("alone", PROVINCE, EVERY_ROLE);
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!is_published(kind) || !house_can_take(kind)) continue;
        against(alone, taken_to(kind, "submitted"));
    }
}

/* What is public already: revising makes the reviser an editor, suspending binds who suspended. */
static void nobody_changes_what_is_public_alone(void **state)
{
    struct visitor *alone = house_staff("alone", PROVINCE, EVERY_ROLE);
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!is_published(kind) || !house_can_take(kind)) continue;
        against(alone, taken_to(kind, "released"));
    }
}

/* Two of the three are other people each time: each pair of hands is kept apart by itself. */
static void each_two_hands_are_two_persons(void **state)
{
    struct visitor *alone = house_staff("alone", PROVINCE, EVERY_ROLE);
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!is_published(kind) || !house_can_take(kind)) continue;
        struct record *written = drafted_by("alone", kind);
        house_take(written, "submitted");
        refused(alone, written, "review redact refer withhold");
        house_take(written, "filed");
        refused(alone, written, "release");
        struct record *reviewed = taken_to(kind, "submitted");
        does("alone", reviewed, "review");
        house_take(reviewed, "filed");
        refused(alone, reviewed, "release");
        struct record *withheld = taken_to(kind, "submitted");
        does("alone", withheld, "withhold");
        refused(alone, withheld, "show");
        struct record *revised = taken_to(kind, "released");
        does("alone", revised, "revise");
        assert_int_equal(revised->edition, 2);
        house_take(revised, "filed");
        refused(alone, revised, "release");
        struct record *suspended = taken_to(kind, "released");
        does("alone", suspended, "suspend");
        refused(alone, suspended, "restore withdraw erase");
    }
}

static enum status attach_as(const char *name, struct record *rec)
{
    const char *path = arena_format(house.mem, "%s/note.txt", house.at.tmp);
    struct attachment_place where = {house.at.blob, house.at.tmp};
    struct upload upload = {"note.txt", path};
    struct attachment added;
    struct bytes text = {(const unsigned char *)"text\n", 5};
    assert_int_equal(file_write(&house.cx, house.at.tmp, path, text, false), OK);
    house.cx.actor = house_actor(name);
    enum status status = attachment_add(&house.cx, &where, rec, &upload, &added);
    house.cx.actor = NULL;
    return status;
}

/* A file is content: who adds one edits, and nobody adds one to what was submitted. */
static void who_attached_a_file_is_an_editor(void **state)
{
    struct visitor *alone = house_staff("alone", PROVINCE, EVERY_ROLE);
    house_staff("foreign", STRANGER, EVERY_ROLE);
    struct record *rec = house_draft(kind_by_name("disclosure"), PROVINCE, "");
    assert_int_not_equal(attach_as("foreign", rec), OK);
    assert_int_equal(attach_as("alone", rec), OK);
    fresh(rec);
    house_take(rec, "submitted");
    refused(alone, rec, "review withhold");
    assert_int_not_equal(attach_as("alone", rec), OK);
    fresh(rec);
    assert_int_equal(house_count("SELECT COUNT(*) FROM attachment"), 1);
}

/* The reports' own workflow names its review "check"; the rule is the same. */
static void who_checked_a_report_does_not_publish_it(void **state)
{
    static const struct sql submit = {"test.submit",
                                      "UPDATE annual_report SET state = 'submitted' WHERE id = $1"};
    struct record *rec = house_draft(&annual_report_kind, PROVINCE, "");
    struct reason reason = {"", "x", "", DATE_NONE};
    house_staff("alone", PROVINCE, EVERY_ROLE);
    house.cx.actor = house_actor("alone");
    assert_int_equal(effect_bind_bytes(&house.cx, rec, &reason), OK);
    assert_int_equal(store_run(&house.cx, &submit, BIND(rec->id), NULL), OK);
    fresh(rec);
    assert_int_equal(record_move(&house.cx, rec, "publish", &NO_REASON), INVALID);
    assert_string_equal(house.cx.issues->message, "move.reviewer_may_not_release");
    house_staff("another", PROVINCE, "releaser");
    house.cx.actor = house_actor("another");
    house.cx.issues = NULL;
    assert_int_equal(record_move(&house.cx, rec, "publish", &NO_REASON), OK);
    house.cx.actor = NULL;
}

static void other_agencies_do_not_exist(void **state)
{
    static const char *const addresses[] = {"",       ".json",  "/edit",    "/preview",  "/review",
                                            "/sheet", "/files", "/files/1", "?edition=1"};
    struct visitor *foreign = house_staff("foreign", STRANGER, EVERY_ROLE);
    const struct actor *actor = house_actor("foreign");
    struct reason reason = {"因", "x", "wrong", date_plus(house.cx.today, 365)};
    for (size_t i = 0; kind_at(i); i++) {
        const struct kind *kind = kind_at(i);
        if (!kind->workflow->move_count) continue;
        struct record *rec = house_draft(kind, PROVINCE, "");
        for (size_t a = 0; a < COUNT_OF(addresses); a++) {
            const char *address = path_of(rec, addresses[a]);
            unsigned got = visitor_get(foreign, address).status;
            if (got != 404 && got != 405) fail_msg("GET %s: %u", address, got);
        }
        for (size_t m = 0; m < kind->workflow->move_count; m++) {
            struct trial trial = {foreign, actor, rec, kind->workflow->moves[m].verb};
            for (size_t w = 0; w < COUNT_OF(ways); w++) ways[w](&trial);
            house.cx.actor = actor;
            enum status status = record_move(&house.cx, rec, trial.verb, &reason);
            assert_true(status == DENIED || status == CONFLICT);
            house.cx.actor = NULL;
        }
        fresh(rec);
        assert_int_equal(rec->version, 1);
        assert_int_equal(rec->state, 0);
    }
}

/* To refer to it is refused as if nobody had it; once it was public, anyone may. */
static void other_agencies_drafts_cannot_be_referred_to(void **state)
{
    struct normative_document doc;
    struct record *draft = house_draft(&normative_document_kind, PROVINCE, "");
    struct record *own = house_draft(&normative_document_kind, STRANGER, "");
    assert_int_equal(record_fetch(&house.cx, &normative_document_kind, own->id, 0, &doc), OK);
    house_act_as(WRITE, STRANGER);
    doc.amends = draft->id;
    assert_int_equal(record_save(&house.cx, &doc.base), INVALID);
    assert_string_equal(house.cx.issues->message, "field.unknown_record");
    house.cx.issues = NULL;
    house.cx.actor = NULL;
    house_take(draft, "released");
    house_act_as(WRITE, STRANGER);
    assert_int_equal(record_save(&house.cx, &doc.base), OK);
    house.cx.actor = NULL;
}

/* A list shows one agency: never one where the actor's roles give no right to read. */
static void lists_show_only_what_may_be_read(void **state)
{
    house_draft(kind_by_name("unit"), STRANGER, "");
    static const struct sql secret = {"test.secret", "UPDATE unit SET name = 'SECRETUNIT'"};
    assert_int_equal(store_run(&house.cx, &secret, BIND_NONE, NULL), OK);
    struct visitor *visitor = house_staff("both", STRANGER, "admin"); /* home: the stranger */
    house_staff("both", PROVINCE, "clerk");
    static const char *const lists[] = {"/records/unit", "/records/unit.json", "/records/unit.csv",
                                        "/records", "/"};
    for (size_t i = 0; i < COUNT_OF(lists); i++)
        if (strstr(visitor_get(visitor, lists[i]).body, "SECRETUNIT"))
            fail_msg("%s shows what its reader may not read", lists[i]);
}

/* A statement that writes fails on this connection, and the page would be a fault. */
static void reading_never_writes(void **state)
{
    static const struct sql only = {"test.only", "PRAGMA query_only = 1"};
    static const struct sql again = {"test.again", "PRAGMA query_only = 0"};
    struct visitor *everyone = house_staff("everyone", PROVINCE, EVERY_ROLE);
    struct route row;
    for (size_t k = 0; kind_at(k); k++) {
        const struct kind *kind = kind_at(k);
        if (!kind->workflow->move_count || (kind->flags & INTERNAL)) continue;
        struct record *rec = house_draft(kind, PROVINCE, "");
        if (house_can_take(kind)) house_take(rec, k % 2 ? "submitted" : "released");
        int64_t before = house_count("SELECT total_changes()");
        assert_int_equal(store_run(&house.cx, &only, BIND_NONE, NULL), OK);
        for (size_t i = 0; site_route(house.office, i, &row); i++) {
            if (row.method != HTTP_GET) continue;
            const char *address = house_address(row.path, rec);
            unsigned got = visitor_get(everyone, address).status;
            if (got >= 500) fail_msg("GET %s wrote: %u", address, got);
        }
        assert_int_equal(store_run(&house.cx, &again, BIND_NONE, NULL), OK);
        assert_int_equal(house_count("SELECT total_changes()"), before);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HOUSE(nobody_publishes_what_they_wrote),
        IN_HOUSE(nobody_publishes_what_they_reviewed),
        IN_HOUSE(nobody_changes_what_is_public_alone),
        IN_HOUSE(each_two_hands_are_two_persons),
        IN_HOUSE(who_attached_a_file_is_an_editor),
        IN_HOUSE(who_checked_a_report_does_not_publish_it),
        IN_HOUSE(other_agencies_do_not_exist),
        IN_HOUSE(other_agencies_drafts_cannot_be_referred_to),
        IN_HOUSE(lists_show_only_what_may_be_read),
        IN_HOUSE(reading_never_writes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
