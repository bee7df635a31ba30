#include "ledger/fixture.h"

#include <ftw.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "ledger/object.h"
#include "record/act.h"

static void must(struct fixture *fixture, enum status status, const char *what)
{
    if (status == OK) return;
    fprintf(stderr, "%s: status %d: %s\n", what, status, fixture->cx.fault);
    abort();
}

void fixture_store(struct fixture *fixture)
{
    struct context *cx = &fixture->cx;
    must(fixture, store_open(cx, arena_format(cx->mem, "%s/office.db", fixture->data), STORE_HASTY),
         "store_open");
    must(fixture, store_ensure(cx, &act_table), "act table");
}

void fixture_new(struct fixture *fixture)
{
    *fixture = (struct fixture){.data = "/dev/shm/gongkai-XXXXXX"};
    fixture->cx.mem = arena_new("fixture");
    /* In memory where there is such a place: a syncfs() of a busy disk waits for everybody. */
    if (access("/dev/shm", W_OK) != 0)
        *fixture = (struct fixture){.data = "/tmp/gongkai-XXXXXX", .cx = fixture->cx};
    if (!mkdtemp(fixture->data) || zone_open("Asia/Shanghai") != OK) abort();
    must(fixture, ledger_init(&fixture->cx, fixture->data, "00223213X.invalid/ledger"),
         "ledger_init");
    fixture_store(fixture);
}

enum status fixture_try_open(struct fixture *fixture, enum ledger_clock clock)
{
    return ledger_open(&fixture->cx, fixture->data, clock, &fixture->ledger);
}

void fixture_open(struct fixture *fixture, enum ledger_clock clock)
{
    must(fixture, fixture_try_open(fixture, clock), "ledger_open");
}

void fixture_close(struct fixture *fixture)
{
    ledger_close(fixture->ledger);
    fixture->ledger = NULL;
    arena_reset(fixture->cx.mem);
    store_close(fixture->cx.store);
    fixture->cx = (struct context){.mem = fixture->cx.mem};
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *walk)
{
    (void)about, (void)type, (void)walk;
    return remove(path);
}

void fixture_remove(struct fixture *fixture)
{
    fixture_close(fixture);
    nftw(fixture->data, remove_one, 20, FTW_DEPTH | FTW_PHYS);
    arena_free(fixture->cx.mem);
}

const char *fixture_id(struct fixture *fixture, const char *letter)
{
    char *id = arena_copy(fixture->cx.mem, "aaaaaaaaaaaaaaaaaaaaaaaaaa");
    memcpy(id, letter, strlen(letter));
    return id;
}

/* Puts a file where the office keeps attachments, and writes its line. */
static const char *put_file(struct fixture *fixture, const char *content, struct object_file *ret)
{
    struct context *cx = &fixture->cx;
    struct bytes bytes = {(const unsigned char *)content, strlen(content)};
    crypto_hash_sha256(ret->hash.byte, bytes.data, bytes.size);
    ret->size = (int64_t)bytes.size;
    const char *hex = text_hex(cx->mem, ret->hash.byte, HASH_SIZE);
    const char *folder = arena_format(cx->mem, "%s/blob/%.2s", fixture->data, hex);
    must(fixture, file_make_folders(cx, folder, 0700), "blob");
    must(fixture, file_write(cx, folder, arena_format(cx->mem, "%s/%s", folder, hex), bytes, false),
         "blob");
    return arena_format(cx->mem, "%s %zu\n", hex, bytes.size);
}

static struct bytes write_record(struct fixture *fixture, const char *id, const char *text)
{
    struct json json = json_new(fixture->cx.mem, true);
    json_open(&json, '{');
    json_key(&json, "fields");
    json_open(&json, '{');
    json_put_text(&json, "text", text ? text : "正文");
    json_close(&json, '}');
    json_put_text(&json, "id", id);
    json_put_text(&json, "kind", "disclosure");
    json_close(&json, '}');
    return out_taken(&json.out);
}

enum status fixture_act(struct fixture *fixture, struct fixture_act act)
{
    static const struct sql next = {"fixture.next",
                                    "SELECT coalesce(max(seq), 0) + 1 FROM act WHERE record = $1"};
    static const struct sql number = {"fixture.number",
                                      "SELECT coalesce(max(number), 0) + 1 FROM act"};
    static const struct sql insert = {
        "fixture.insert",
        "INSERT INTO act (number, record, kind, agency, item_number, edition, seq, type,"
        " reason_class, article, acted_at, acted_on, actor, erases, salt, body, files, commitment)"
        " VALUES ($1, $2, 'disclosure', '00223213X', '', $3, $4, $5, '', '', $6, 0, '', $7, $8, $9,"
        " $10, $11)"};
    struct context *cx = &fixture->cx;
    const char *id = fixture_id(fixture, act.record);
    struct object_file file;
    struct object object = {.record = write_record(fixture, id, act.text), .files = &file};
    const char *files = act.file ? put_file(fixture, act.file, &file) : "";
    object.files_count = act.file ? 1 : 0;
    randombytes_buf(object.salt, SALT_SIZE);
    struct hash commit = object_commit(cx->mem, &object);
    if (!act.seq) TRY(store_int(cx, &next, BIND(id), &act.seq));
    if (!act.number) TRY(store_int(cx, &number, BIND_NONE, &act.number));
    return store_run(cx, &insert,
                     BIND(act.number, id, act.edition ? act.edition : act.seq, act.seq,
                          act.type ? act.type : "released", act.acted_at,
                          act.erases ? act.erases : "", ((struct bytes){object.salt, SALT_SIZE}),
                          object.record, files, text_hex(cx->mem, commit.byte, HASH_SIZE)),
                     NULL);
}

int64_t fixture_int(struct fixture *fixture, const char *sql)
{
    int64_t number = -1;
    struct sql row = {"fixture.int", sql};
    must(fixture, store_int(&fixture->cx, &row, BIND_NONE, &number), sql);
    return number;
}

size_t fixture_sequence(struct fixture *fixture, size_t max)
{
    size_t all = 0, done;
    do {
        must(fixture, ledger_sequence(&fixture->cx, fixture->ledger, max, &done),
             "ledger_sequence");
        all += done;
    } while (done > 0);
    return all;
}
