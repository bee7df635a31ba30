#include "app/test_house.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/intake.h"
#include "app/kinds.h"
#include "app/office_site.h"
#include "app/portal_site.h"
#include "base/file.h"
#include "organisation/organisation.h"
#include "web/session.h"

struct house house;

static const char PASSWORD[] = "correct horse battery";
static struct context office_cx, follower_cx, reader_cx;
static struct arena *portal_mem; /* of both of the portal's connections */
static struct web_worker office_worker, portal_worker;
static const struct theme theme = {
    .name = {"省厅", "Department"},
    .line = {"公开", "Open"      },
    .emblem = "/static/emblem.svg",
    .icon = "/static/favicon.svg",
    .stylesheet = "/static/theme.css"
};

static void must(enum status status, const char *what)
{
    const struct issue *issue = house.cx.issues;
    if (status != OK)
        fail_msg("%s: status %d, %s (%s:%d) %s %s", what, status, house.cx.fault,
                 house.cx.fault_file ? house.cx.fault_file : "", house.cx.fault_line,
                 issue ? issue->field : "", issue ? issue->message : "");
}

static struct moment house_clock(void)
{
    return house.now;
}

/* ---- opening and closing --------------------------------------------------------------------- */

static void make_agency(const char *code, const char *name, const char *parent, char *ret_id)
{
    struct agency agency;
    struct grant grant = {ROLE_CLERK, code, NULL};
    struct actor keeper = {
        .id = "keeper", .name = "keeper", .label = "keeper", .grants = &grant, .grant_count = 1};
    record_init(&agency_kind, &agency);
    agency.base.agency = agency.code = code;
    agency.name = name;
    agency.level = *parent ? "city" : "province";
    agency.parent = parent;
    house.cx.actor = &keeper;
    must(record_insert(&house.cx, &agency.base), "an agency");
    house.cx.actor = NULL;
    snprintf(ret_id, ID_LENGTH + 1, "%s", agency.base.id);
}

static const char *read_vkey(void)
{
    struct bytes vkey;
    must(file_read(&house.cx, arena_format(house.mem, "%s/vkey", house.at.ledger), 4096, &vkey),
         "vkey");
    const char *line = (const char *)vkey.data;
    return arena_copy_n(house.mem, line, strcspn(line, "\n"));
}

static void open_sites(void)
{
    struct site_plan office, portal;
    office_site_plan(&house.at, &theme, &office);
    portal_site_plan(&house.at, &theme, &portal);
    office.per_second = portal.per_second = 0;
    office.clock = portal.clock = house_clock;
    office.base = "http://localhost:8081";
    portal.base = "http://127.0.0.1:8080";
    const struct intake_place place = installation_portal_place(&house.at);
    must(intake_door_open(&house.cx, &place, read_vkey(), &house.door), "the door");
    portal.door = house.door;
    portal.capsule = house.at.capsule;
    must(site_open(&house.cx, &office, &house.office), "the office's site");
    must(site_open(&house.cx, &portal, &house.portal_site), "the portal's site");
    office_cx = (struct context){.store = house.cx.store};
    office_worker = (struct web_worker){.site = house.office, .cx = &office_cx};
}

int house_open(void **state)
{
    struct installation_choices choices = {.name_zh = "省厅",
                                           .name_en = "Department",
                                           .zone = "Asia/Shanghai",
                                           .origin = "house.invalid/ledger",
                                           .agency = PROVINCE};
    char province[ID_LENGTH + 1], ignored[ID_LENGTH + 1], folder[] = "/tmp/gongkai-house-XXXXXX";
    house = (struct house){.mem = arena_new("house")};
    house.cx = (struct context){.mem = house.mem};
    context_set_clock(&house.cx, moment_now());
    assert_non_null(mkdtemp(folder));
    const char *data = arena_format(house.mem, "%s/data", folder);
    must(installation_init(&house.cx, data, &choices), "init");
    must(installation_load(&house.cx, data, &house.at), "load");
    must(installation_load_law(&house.cx, &house.at), "law");
    must(installation_open_office(&house.cx, &house.at, STORE_HASTY), "office.db");
    house.now = moment_now();
    context_set_clock(&house.cx, house.now);
    make_agency(PROVINCE, "省公安厅", "", province);
    make_agency(BUREAU, "市公安局", province, ignored);
    make_agency(STRANGER, "外省机关", "", ignored);
    open_sites();
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    return remove(path);
}

int house_close(void **state)
{
    if (house.reader) portal_close(house.reader);
    if (house.follower) portal_close(house.follower);
    if (house.ledger) ledger_close(house.ledger);
    intake_door_close(house.door);
    store_close(house.cx.store);
    char folder[200];
    snprintf(folder, sizeof folder, "%.*s", (int)(strlen(house.at.data) - strlen("/data")),
             house.at.data);
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(portal_mem);
    portal_mem = NULL;
    arena_free(house.mem);
    return 0;
}

/* ---- publishing ------------------------------------------------------------------------------ */

static void open_portal(void)
{
    house.settings = (struct portal_site){.database = house.at.portal_db,
                                          .ledger = house.at.ledger,
                                          .vkey = read_vkey(),
                                          .base = "http://127.0.0.1:8080",
                                          .agency = PROVINCE,
                                          .theme = &theme,
                                          .law = house.at.law};
    portal_mem = arena_new("portal");
    follower_cx = (struct context){.mem = portal_mem};
    reader_cx = (struct context){.mem = portal_mem};
    context_set_clock(&follower_cx, house.now);
    context_set_clock(&reader_cx, house.now);
    must(portal_open(&follower_cx, &house.settings, PORTAL_REPLAYS, &house.follower), "portal");
}

void house_publish(void)
{
    size_t done = 1;
    bool changed = true;
    if (!house.ledger)
        must(ledger_open(&house.cx, house.at.data, CLOCK_SYSTEM, &house.ledger), "ledger");
    while (done) must(ledger_sequence(&house.cx, house.ledger, 1000, &done), "sequencing");
    if (!house.follower) open_portal();
    while (changed) {
        enum status status = portal_replay(house.follower, &changed);
        if (status != OK) fail_msg("replay: %d %s", status, follower_cx.fault);
    }
    if (house.reader) return;
    must(portal_open(&reader_cx, &house.settings, PORTAL_READS, &house.reader), "reader");
    portal_worker =
        (struct web_worker){.site = house.portal_site, .cx = &reader_cx, .portal = house.reader};
}

/* ---- asking ---------------------------------------------------------------------------------- */

/* Kept as a browser would: by name. */
static void take_cookie(struct visitor *visitor, const char *line)
{
    size_t name = strcspn(line, "="), size = strcspn(line, ";");
    struct out out = out_new(house.mem);
    for (const char *at = visitor->cookies; *at; at += strspn(at, "; ")) {
        size_t one = strcspn(at, ";");
        if (strncmp(at, line, name + 1) != 0) out_format(&out, "%.*s; ", (int)one, at);
        at += one;
    }
    out_bytes(&out, line, size);
    snprintf(visitor->cookies, sizeof visitor->cookies, "%s", out.text);
}

static void take_stream(struct http_response *response, struct reply *reply)
{
    unsigned char *bytes = arena_alloc(house.mem, response->stream->size + 1);
    int64_t n;
    while ((n = response->stream->read(response->stream->from, bytes + reply->size,
                                       response->stream->size - reply->size + 1)) > 0)
        reply->size += (size_t)n;
    assert_int_equal(n, 0);
    reply->body = (const char *)bytes;
    http_drop_file(response);
}

static struct reply ask(struct web_worker *worker, struct visitor *visitor,
                        const struct http_made *made)
{
    struct context cx = {.mem = arena_new("arriving")};
    struct http_request request;
    struct http_response response;
    unsigned refused = http_make(&cx, made, &request);
    if (refused) {
        arena_free(cx.mem);
        return (struct reply){
            .status = refused, .body = "", .type = "", .location = "", .policy = ""};
    }
    assert_true(http_address_parse("127.0.0.1", &request.from));
    struct arena *mem = arena_new("request");
    web_handle(worker, mem, &request, &response);
    for (size_t i = 0; i < response.header_count; i++)
        if (text_equal(response.headers[i].name, "Set-Cookie"))
            take_cookie(visitor, response.headers[i].value);
    struct reply reply = {
        .status = response.status,
        .body = arena_copy_n(house.mem, (const char *)response.body.data, response.body.size),
        .size = response.body.size,
        .type = arena_copy(house.mem, response.type),
        .location = arena_copy(house.mem, http_response_header(&response, "Location")),
        .policy =
            arena_copy(house.mem, http_response_header(&response, "Content-Security-Policy"))};
    if (response.stream) take_stream(&response, &reply);
    if (response.file >= 0) close(response.file);
    arena_free(mem);
    worker->cx->mem = house.mem;
    arena_free(cx.mem); /* what a sink has made goes with the request */
    return reply;
}

static struct reply ask_office(struct visitor *visitor, const char *method, const char *target,
                               const char *body)
{
    struct http_made made = {
        .method = method,
        .target = target,
        .headers = arena_format(house.mem,
                                "Host: localhost\nCookie: %s\nSec-Fetch-Site: same-origin\n"
                                "Content-Type: application/x-www-form-urlencoded",
                                visitor->cookies),
        .body = {(const unsigned char *)body, strlen(body)}
    };
    return ask(&office_worker, visitor, &made);
}

struct reply visitor_get(struct visitor *visitor, const char *target)
{
    return ask_office(visitor, "GET", target, "");
}

static const char *token_of(struct visitor *visitor)
{
    static const char mark[] = "name=\"csrf\" value=\"";
    const char *at = strstr(visitor_get(visitor, "/password").body, mark);
    if (!at) at = strstr(visitor_get(visitor, "/sign-in").body, mark);
    return at ? arena_copy_n(house.mem, at + strlen(mark), 64) : "";
}

struct reply visitor_post(struct visitor *visitor, const char *target, const char *body)
{
    const char *token = token_of(visitor);
    return ask_office(visitor, "POST", target,
                      arena_format(house.mem, "%s%scsrf=%s", body, *body ? "&" : "", token));
}

static const char part[] = "--edge\r\nContent-Disposition: form-data; name=";

struct reply visitor_upload(struct visitor *visitor, const char *target, const char *version,
                            const struct upload_of *file)
{
    struct out body = out_new(house.mem);
    out_format(&body, "%s\"csrf\"\r\n\r\n%s\r\n", part, token_of(visitor));
    out_format(&body, "%s\"version\"\r\n\r\n%s\r\n", part, version);
    out_format(&body, "%s\"file\"; filename=\"%s\"\r\n\r\n", part, file->name);
    out_bytes(&body, (const char *)file->bytes.data, file->bytes.size);
    out_text(&body, "\r\n--edge--\r\n");
    struct http_made made = {
        .method = "POST",
        .target = target,
        .headers = arena_format(house.mem,
                                "Host: localhost\nCookie: %s\nSec-Fetch-Site: same-origin\n"
                                "Content-Type: multipart/form-data; boundary=edge",
                                visitor->cookies),
        .body = out_taken(&body),
        .limits = {.file = 1 << 20, .files = 1, .folder = house.at.tmp}
    };
    return ask(&office_worker, visitor, &made);
}

static struct reply ask_portal(const char *method, const char *target, const char *body)
{
    struct visitor nobody = {.name = "nobody"};
    struct http_made made = {
        .method = method,
        .target = target,
        .headers = "Host: 127.0.0.1:8080\nContent-Type: application/x-www-form-urlencoded",
        .body = {(const unsigned char *)body, strlen(body)}
    };
    return ask(&portal_worker, &nobody, &made);
}

struct reply portal_get(const char *target)
{
    return ask_portal("GET", target, "");
}

struct reply portal_post(const char *target, const char *body)
{
    return ask_portal("POST", target, body);
}

/* The fields of an ordinary body, each in a part of its own. */
static void add_parts(struct out *out, const char *body)
{
    struct http_pairs pairs = {0};
    struct bytes raw = {(const unsigned char *)body, strlen(body)};
    assert_true(!*body || http_decode_form(house.mem, raw, HTTP_FIELDS_MAX, &pairs));
    for (size_t i = 0; i < pairs.count; i++) {
        out_format(out, "%s\"%s\"\r\n\r\n", part, pairs.at[i].name);
        out_bytes(out, pairs.at[i].value.data, pairs.at[i].value.size);
        out_text(out, "\r\n");
    }
}

struct reply portal_upload(const char *target, const char *body, const struct upload_of *files,
                           size_t count)
{
    struct visitor nobody = {.name = "nobody"};
    struct http_request head = {.method = HTTP_POST, .path = target};
    struct out out = out_new(house.mem);
    add_parts(&out, body);
    for (size_t i = 0; i < count; i++) {
        out_format(&out, "%s\"files\"; filename=\"%s\"\r\n\r\n", part, files[i].name);
        out_bytes(&out, files[i].bytes.data, files[i].bytes.size);
        out_text(&out, "\r\n");
    }
    out_text(&out, "--edge--\r\n");
    struct http_made made = {
        .method = "POST",
        .target = target,
        .headers = "Host: 127.0.0.1:8080\nContent-Type: multipart/form-data; boundary=edge",
        .body = out_taken(&out),
        .limits = {.form = HTTP_FORM_DEFAULT},
    };
    assert_int_equal(site_admit(house.portal_site, &head, &made.limits), 0);
    return ask(&portal_worker, &nobody, &made);
}

void house_take_letters(void)
{
    struct intake_round round = {.at = &house.at, .handlers = app_letters};
    context_set_clock(&house.cx, house.now);
    must(intake_take(&house.cx, &round), "taking letters");
}

/* ---- addresses ---------------------------------------------------------------------------- */

static const char *value_of(const char *name, const struct record *rec)
{
    const struct {
        const char *name, *value;
    } values[] = {
        {"kind",   rec->kind->name},
        {"id",     rec->id        },
        {"agency", rec->agency    },
        {"code",   rec->agency    },
        {"number", rec->number    },
        {"path*",  "checkpoint"   },
    };
    for (size_t i = 0; i < COUNT_OF(values); i++)
        if (text_equal(values[i].name, name)) return *values[i].value ? values[i].value : "1";
    return "1";
}

const char *house_address(const char *pattern, const struct record *rec)
{
    struct out out = out_new(house.mem);
    for (const char *at = pattern; *at;) {
        size_t plain = strcspn(at, "{");
        out_bytes(&out, at, plain);
        at += plain;
        if (!*at) break;
        size_t size = strcspn(at, "}") + 1;
        const char *name = arena_copy_n(house.mem, at + 1, size - 2);
        out_text(&out, value_of(name, rec));
        at += size;
    }
    return out.text;
}

/* ---- people ---------------------------------------------------------------------------------- */

static const char *make_account(const char *name, const char *agency)
{
    static char hash[200];
    struct staff staff;
    struct grant grant = {ROLE_ADMIN, agency, NULL};
    struct actor keeper = {
        .id = "keeper", .name = "keeper", .label = "keeper", .grants = &grant, .grant_count = 1};
    const char *made;
    if (people_by_name(&house.cx, name, &staff) == OK) return staff.base.id;
    if (!*hash) {
        must(password_hash(&house.cx, PASSWORD, &made), "hash");
        snprintf(hash, sizeof hash, "%s", made);
    }
    record_init(&staff_kind, &staff);
    staff.base.agency = agency;
    staff.name = staff.label = name;
    staff.password_hash = hash;
    house.cx.actor = &keeper;
    must(record_insert(&house.cx, &staff.base), "an account");
    house.cx.actor = NULL;
    return staff.base.id;
}

static void grant_roles(const char *id, const char *agency, const char *roles)
{
    for (const char *at = roles; *at; at += strcspn(at, " "), at += strspn(at, " ")) {
        enum role role;
        assert_true(role_from_word(arena_copy_n(house.mem, at, strcspn(at, " ")), &role));
        must(people_grant(&house.cx, id, role, agency), "a grant");
    }
}

struct visitor *house_staff(const char *name, const char *agency, const char *roles)
{
    struct visitor *visitor = arena_make(house.mem, struct visitor);
    visitor->name = name;
    grant_roles(make_account(name, agency), agency, roles);
    house.now.ms += 10 * 1000; /* sign-ins are counted by the minute */
    context_set_clock(&house.cx, house.now);
    struct reply reply =
        visitor_post(visitor, "/sign-in",
                     arena_format(house.mem, "name=%s&password=%s&next=&kept=", name,
                                  http_encode(house.mem, PASSWORD, false)));
    if (reply.status != 303) fail_msg("%s could not sign in: %u", name, reply.status);
    return visitor;
}

const struct actor *house_actor(const char *name)
{
    struct staff staff;
    const struct actor *actor;
    must(people_by_name(&house.cx, name, &staff), name);
    must(people_actor(&house.cx, staff.base.id, &actor), name);
    return actor;
}

int64_t house_count(const char *sql)
{
    int64_t count = -1;
    must(store_int(&house.cx, &(struct sql){"test.count", sql}, BIND_NONE, &count), sql);
    return count;
}

/* ---- bytes ----------------------------------------------------------------------------------- */

static struct out collected;

static int collect_one(const char *path, const struct stat *about, int type, struct FTW *at)
{
    struct bytes bytes;
    if (type != FTW_F) return 0;
    if (file_read(&house.cx, path, 64u << 20, &bytes) != OK) return 0;
    out_text(&collected, path);
    out_bytes(&collected, bytes.data, bytes.size);
    return 0;
}

struct bytes house_bytes(const char *folder)
{
    collected = out_new(house.mem);
    assert_int_equal(nftw(folder, collect_one, 16, FTW_PHYS), 0);
    return out_taken(&collected);
}

bool bytes_have(struct bytes hay, const char *needle)
{
    return memmem(hay.data, hay.size, needle, strlen(needle)) != NULL;
}
