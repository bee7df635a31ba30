#include "portal/fixture.h"

#include <ftw.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "catalogue/sealing_key.h"
#include "catalogue/standing_order.h"
#include "organisation/organisation.h"
#include "publication/clean_up.h"
#include "publication/comment.h"
#include "publication/heads.h"
#include "publication/press.h"
#include "record/profile.h"
#include "record/tombstone.h"
#include "request/request.h"

static const struct kind *const kinds[] = {
    &agency_kind,
    &unit_kind,
    &leader_kind,
    &body_kind,
    &staff_kind,
    &entry_kind,
    &disclosure_kind,
    &normative_document_kind,
    &press_event_kind,
    &press_release_kind,
    &fee_standard_kind,
    &wanted_notice_kind,
    &measure_kind,
    &problem_kind,
    &channel_use_kind,
    &tombstone_kind,
    &sealing_key_kind,
    &standing_order_kind,
    &application_kind,
    &application_event_kind,
    &consultation_kind,
    &search_task_kind,
    &request_letter_kind,
    &withheld_part_kind,
    &fee_notice_kind,
    &remedy_kind,
    &case_line_kind,
    &recruitment_notice_kind,
    &decision_kind,
    &campaign_kind,
    &statistic_series_kind,
    &case_bulletin_kind,
    &emergency_notice_kind,
    &emergency_update_kind,
    &other_item_kind,
    &case_disclosure_kind,
    &clean_up_kind,
    &clean_up_entry_kind,
    &spokesperson_kind,
    &clarification_kind,
    &opinion_watch_kind,
    &comment_point_kind,
    &comment_kind,
};

static const enum role roles[] = {
    [TOWN_CLERK] = ROLE_CLERK,       [TOWN_OFFICER] = ROLE_OFFICER, [TOWN_REVIEWER] = ROLE_REVIEWER,
    [TOWN_RELEASER] = ROLE_RELEASER, [TOWN_CHIEF] = ROLE_RELEASER,  [TOWN_SPEAKER] = ROLE_LEADER,
};
static struct grant grants[TOWN_PEOPLE][2]; /* at the province and at the city */
static struct actor people[TOWN_PEOPLE];

static void must(struct town *town, enum status status, const char *what)
{
    if (status == OK) return;
    const struct issue *first = town->cx.issues;
    fprintf(stderr, "%s: status %d: %s; %s: %s %s\n", what, status, town->cx.fault,
            first ? first->field : "", first ? first->message : "", first ? first->detail : "");
    abort();
}

void town_day(struct town *town, const char *iso)
{
    struct date day;
    if (!date_parse(iso, &day)) abort();
    context_set_clock(&town->cx, zone_moment(day, 9, 0));
}

static void make_people(void)
{
    static const char *const names[] = {"clerk",    "officer", "reviewer",
                                        "releaser", "chief",   "speaker"};
    for (int i = 0; i < TOWN_PEOPLE; i++) {
        grants[i][0] = (struct grant){roles[i], TOWN_PROVINCE, NULL};
        grants[i][1] = (struct grant){roles[i], TOWN_CITY, NULL};
        people[i] = (struct actor){.id = names[i],
                                   .name = names[i],
                                   .label = names[i],
                                   .agency = TOWN_PROVINCE,
                                   .unit = "",
                                   .grants = grants[i],
                                   .grant_count = 2};
    }
}

static struct context *as(struct town *town, enum town_person person)
{
    town->cx.actor = &people[person];
    town->cx.issues = NULL;
    return &town->cx;
}

void town_insert(struct town *town, struct record *rec)
{
    must(town, record_insert(as(town, TOWN_CLERK), rec), rec->kind->name);
}

void town_step(struct town *town, enum town_person person, struct record *rec, const char *verb)
{
    static const struct reason because = {"说明", "令492 第14条", "wrong", {20000}};
    must(town, record_move(as(town, person), rec, verb, &because), verb);
}

void town_end(struct town *town, struct record *rec, const char *verb, const char *class)
{
    struct reason because = {"说明", "令492 第14条", class, DATE_NONE};
    must(town, record_move(as(town, TOWN_CHIEF), rec, verb, &because), verb);
}

void town_release(struct town *town, struct record *rec)
{
    if (!*rec->id) town_insert(town, rec);
    town_step(town, TOWN_OFFICER, rec, "submit");
    town_step(town, TOWN_REVIEWER, rec, "review");
    if (rec->kind->may_sign) town_step(town, TOWN_SPEAKER, rec, "sign-statement");
    town_step(town, TOWN_RELEASER, rec, "release");
}

void town_appoint(struct town *town)
{
    struct spokesperson s;
    record_init(&spokesperson_kind, &s);
    s.base.agency = TOWN_PROVINCE;
    s.name = "示例";
    s.post = "办公室主任";
    s.rank = "principal";
    s.phone = "0451-82696114";
    s.since = date_of(2008, 5, 1);
    s.account = "speaker";
    town_release(town, &s.base);
}

static void found(struct town *town, const char *code, const char *name, const char *parent,
                  const char **ret_id)
{
    struct agency agency;
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = code;
    agency.name = name;
    agency.name_en = *parent ? "City Bureau" : "Provincial Department";
    agency.level = *parent ? "city" : "province";
    agency.parent = parent;
    agency.address = "哈尔滨市中山路一号";
    agency.hours = "工作日9时至17时";
    agency.phone = "0451-82696114";
    agency.functions = "主管公安工作。";
    must(town, profile_set(&town->cx, code, ""), "profile");
    town_release(town, &agency.base);
    *ret_id = agency.base.id;
}

static const char *list_entry(struct town *town, const char *agency, const char *unit)
{
    struct entry entry;
    record_init(&entry_kind, &entry);
    entry.base.agency = agency;
    entry.title = "道路交通管理公告";
    entry.title_en = "Traffic notices";
    entry.unit = unit;
    entry.mode = "proactive";
    entry.basis = "令492 第十条";
    entry.update_interval = "on-event";
    entry.class_seed = "seed-4";
    entry.class_a10 = "a10-1";
    entry.class_a20 = "a20-1";
    entry.in_force_on = date_of(2008, 5, 1);
    town_release(town, &entry.base);
    return entry.base.id;
}

static const char *set_up_unit(struct town *town, const char *agency)
{
    struct unit unit;
    record_init(&unit_kind, &unit);
    unit.base.agency = agency;
    unit.name = "交通警察总队";
    unit.name_en = "Traffic Police Corps";
    unit.position = 1;
    town_release(town, &unit.base);
    return unit.base.id;
}

static void set_up_records(struct town *town)
{
    const char *province, *city;
    found(town, TOWN_PROVINCE, "某省公安厅", "", &province);
    found(town, TOWN_CITY, "某市公安局", province, &city);
    town->unit = set_up_unit(town, TOWN_PROVINCE);
    town->entry = list_entry(town, TOWN_PROVINCE, town->unit);
    town->city_entry = list_entry(town, TOWN_CITY, set_up_unit(town, TOWN_CITY));
}

static const struct theme theme = {
    .name = {"某省公安厅",    "Provincial Department" },
    .line = {"政府信息公开", "Government information"},
    .publisher = {"某省公安厅",    "Provincial Department" },
    .emblem = "/static/emblem.svg",
    .icon = "/static/favicon.svg",
    .stylesheet = "/static/theme.css",
    .demonstration = true,
};

void town_new(struct town *town)
{
    struct context *cx = &town->cx;
    *town = (struct town){.data = "/tmp/gongkai-town-XXXXXX", .cx.mem = arena_new("town")};
    if (!mkdtemp(town->data) || zone_open("Asia/Shanghai") != OK) abort();
    make_people();
    kinds_register(kinds, COUNT_OF(kinds));
    must(town, law_load(cx, SOURCE_FOLDER, &town->law), "law_load");
    catalogue_set_law(town->law);
    must(town, ledger_init(cx, town->data, TOWN_PROVINCE ".invalid/ledger"), "ledger_init");
    must(town, file_make_folders(cx, arena_format(cx->mem, "%s/portal", town->data), 0755),
         "portal folder");
    must(town, store_open(cx, arena_format(cx->mem, "%s/office.db", town->data), STORE_HASTY),
         "office.db");
    must(town, record_ensure_tables(cx), "tables");
    must(town, people_ensure_tables(cx), "people");
    must(town, ledger_open(cx, town->data, CLOCK_ACTS, &town->ledger), "ledger_open");
    town->site = (struct portal_site){
        .database = arena_format(cx->mem, "%s/portal/portal.db", town->data),
        .ledger = arena_format(cx->mem, "%s/ledger", town->data),
        .base = "http://portal.example",
        .agency = TOWN_PROVINCE,
        .theme = &theme,
        .law = town->law,
        .licence = {.name = {"示例许可", "Example licence"}, .url = "https://licence.example/1.0/"},
    };
    town_day(town, "2009-01-05");
    set_up_records(town);
}

struct disclosure town_disclosure(struct town *town, const char *title, const char *body)
{
    struct disclosure d;
    record_init(&disclosure_kind, &d);
    d.base.agency = TOWN_PROVINCE;
    d.entry = town->entry;
    d.title = title;
    d.body = body;
    d.summary = "关于道路交通的通告。";
    d.produced_on = date_plus(town->cx.today, -3);
    d.note = "内部备注金丝雀";
    return d;
}

/* ---- the ledger and the portal ---- */

const char *town_attach(struct town *town, const struct record *rec, const char *name,
                        const char *content)
{
    static const struct sql put = {
        "town.attach", "INSERT INTO attachment (record, edition, position, sha256, name, media,"
                       " size, cleared_by) VALUES ($1, 1, 1, $2, $3, 'text/plain', $4, 'officer')"};
    unsigned char hash[32];
    struct context *cx = &town->cx;
    struct bytes bytes = {(const unsigned char *)content, strlen(content)};
    crypto_hash_sha256(hash, bytes.data, bytes.size);
    const char *hex = text_hex(cx->mem, hash, sizeof hash);
    char *folder = arena_format(cx->mem, "%s/blob/%.2s", town->data, hex);
    const char *tmp = arena_format(cx->mem, "%s/tmp", town->data);
    must(town, file_make_folders(cx, folder, 0755), folder);
    must(town, file_write(cx, tmp, arena_format(cx->mem, "%s/%s", folder, hex), bytes, false), hex);
    must(town, store_run(cx, &put, BIND(rec->id, hex, name, (int64_t)bytes.size), NULL), name);
    return hex;
}

void town_sequence(struct town *town)
{
    size_t done;
    do must(town, ledger_sequence(&town->cx, town->ledger, 1000, &done), "ledger_sequence");
    while (done > 0);
}

void town_open_portal(struct town *town)
{
    town->public_cx = (struct context){.mem = arena_new("public")};
    context_set_clock(&town->public_cx, town->cx.now);
    enum status status = portal_open(&town->public_cx, &town->site, PORTAL_REPLAYS, &town->portal);
    if (status != OK) fprintf(stderr, "%s\n", town->public_cx.fault), abort();
}

void town_close_portal(struct town *town)
{
    if (!town->portal) return;
    portal_close(town->portal);
    arena_free(town->public_cx.mem);
    town->portal = NULL;
}

enum status town_try_replay(struct town *town)
{
    if (!town->portal) town_open_portal(town);
    town->public_cx.issues = NULL;
    town->public_cx.fault_file = NULL;
    return portal_replay(town->portal, NULL);
}

void town_replay(struct town *town)
{
    town_sequence(town);
    enum status status = town_try_replay(town);
    if (status == OK) return;
    const struct issue *first = town->public_cx.issues;
    fprintf(stderr, "replay: status %d: %s %s\n", status, town->public_cx.fault,
            first ? first->message : "");
    abort();
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *walk)
{
    (void)about, (void)type, (void)walk;
    return remove(path);
}

void town_forget_portal(struct town *town)
{
    town_close_portal(town);
    nftw(arena_format(town->cx.mem, "%s/portal", town->data), remove_one, 20, FTW_DEPTH | FTW_PHYS);
    must(town,
         file_make_folders(&town->cx, arena_format(town->cx.mem, "%s/portal", town->data), 0755),
         "portal folder");
}

void town_remove(struct town *town)
{
    town_close_portal(town);
    ledger_close(town->ledger);
    arena_reset(town->cx.mem);
    store_close(town->cx.store);
    nftw(town->data, remove_one, 20, FTW_DEPTH | FTW_PHYS);
    arena_free(town->cx.mem);
}

int64_t town_public_int(struct town *town, const char *sql)
{
    int64_t n = -1;
    if (store_int(&town->public_cx, &(struct sql){"test", sql}, BIND_NONE, &n) != OK)
        fprintf(stderr, "%s: %s\n", sql, town->public_cx.fault), abort();
    return n;
}

static void dump_table(struct town *town, const char *table, struct out *out)
{
    struct context *cx = &town->public_cx;
    const char *columns = "";
    static const struct sql names = {
        "test.columns", "SELECT group_concat('quote(\"' || name || '\")', ' || ''|'' || ') FROM"
                        " pragma_table_info($1)"};
    struct rows *rows;
    if (store_text(cx, &names, BIND(table), &columns) != OK) abort();
    const char *sql = arena_format(cx->mem, "SELECT %s FROM \"%s\" ORDER BY 1", columns, table);
    if (store_query(cx, &(struct sql){"test.dump", sql}, BIND_NONE, &rows) != OK)
        fprintf(stderr, "%s\n", cx->fault), abort();
    while (rows_next(rows)) out_format(out, "%s: %s\n", table, rows_text(rows, 0));
    if (rows_end(rows) != OK) abort();
}

const char *town_dump(struct town *town)
{
    struct context *cx = &town->public_cx;
    struct out out = out_new(town->cx.mem);
    static const struct sql tables = {"test.tables",
                                      "SELECT name FROM sqlite_schema WHERE type = 'table'"
                                      " AND name NOT LIKE 'portal_search%' ORDER BY name"};
    static const struct sql terms = {"test.terms",
                                     "SELECT COALESCE(group_concat(term || doc || ':' || cnt), '')"
                                     " FROM (SELECT * FROM temp.words ORDER BY term)"};
    struct rows *rows;
    const char *words = "";
    if (store_query(cx, &tables, BIND_NONE, &rows) != OK) abort();
    while (rows_next(rows)) dump_table(town, rows_text(rows, 0), &out);
    if (rows_end(rows) != OK) abort();
    static const struct sql vocabulary = {"test.vocabulary",
                                          "CREATE VIRTUAL TABLE IF NOT EXISTS temp.words"
                                          " USING fts5vocab('main', 'portal_search', 'row')"};
    if (store_ensure(cx, &vocabulary) != OK || store_text(cx, &terms, BIND_NONE, &words) != OK)
        fprintf(stderr, "%s\n", cx->fault), abort();
    out_format(&out, "words: %s\n", words);
    return out.text;
}

/* ---- looking for bytes ---- */

static const char *wanted;
static bool holds;

static int look_into(const char *path, const struct stat *about, int type, struct FTW *walk)
{
    (void)walk;
    if (type != FTW_F) return 0;
    struct context cx = {.mem = arena_new("look")};
    struct bytes bytes;
    if (file_read(&cx, path, (size_t)about->st_size + 1, &bytes) == OK &&
        memmem(bytes.data, bytes.size, wanted, strlen(wanted)))
        holds = true;
    arena_free(cx.mem);
    return 0;
}

bool town_holds(struct town *town, const char *folder, const char *bytes)
{
    wanted = bytes;
    holds = false;
    nftw(arena_format(town->cx.mem, "%s/%s", town->data, folder), look_into, 20, FTW_PHYS);
    return holds;
}
