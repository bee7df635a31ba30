#include "record/act.h"

#include <sodium.h>
#include <stdatomic.h>
#include <string.h>

#include "base/text.h"
#include "record/commit.h"
#include "record/lifecycle.h"
#include "record/tombstone.h"

const struct sql act_table = {
    "act.table",
    "CREATE TABLE IF NOT EXISTS act (number INTEGER PRIMARY KEY, record TEXT NOT NULL,"
    " kind TEXT NOT NULL, agency TEXT NOT NULL, item_number TEXT NOT NULL,"
    " edition INTEGER NOT NULL, seq INTEGER NOT NULL, type TEXT NOT NULL,"
    " reason_class TEXT NOT NULL, article TEXT NOT NULL, acted_at INTEGER NOT NULL,"
    " acted_on INTEGER NOT NULL, actor TEXT NOT NULL, erases TEXT NOT NULL, salt BLOB, body BLOB,"
    " files TEXT NOT NULL, commitment TEXT NOT NULL, ledger_index INTEGER, entry BLOB,"
    " stage INTEGER NOT NULL DEFAULT 0, UNIQUE (record, seq)) STRICT;"
    "CREATE INDEX IF NOT EXISTS act_stage ON act (stage, number) WHERE stage < 2;"
    "CREATE INDEX IF NOT EXISTS act_report ON act (agency, acted_on);"
    "CREATE UNIQUE INDEX IF NOT EXISTS act_index ON act (ledger_index)"
    " WHERE ledger_index IS NOT NULL"};

static const struct sql next_seq = {"act.next_seq",
                                    "SELECT COALESCE(MAX(seq), 0) + 1 FROM act WHERE record = $1"};
static const struct sql insert_act = {
    "act.insert",
    "INSERT INTO act (record, kind, agency, item_number, edition, seq, type, reason_class, article,"
    " acted_at, acted_on, actor, erases, salt, body, files, commitment) VALUES ($1, $2, $3, $4, $5,"
    " $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)"};
static const struct sql of_record = {
    "act.of_record",
    "SELECT number, edition, seq, COALESCE(ledger_index, -1), type, actor, reason_class, article,"
    " commitment, acted_at, acted_on FROM act WHERE record = $1 ORDER BY seq"};
static const struct sql public_files = {
    "act.files", "SELECT sha256, size FROM attachment WHERE record = $1 AND edition = $2"
                 " ORDER BY position"};

static void (*wake_sequencer)(void);

void act_set_wake(void (*wake)(void))
{
    wake_sequencer = wake;
}

void act_wake(void)
{
    if (wake_sequencer) wake_sequencer();
}

static atomic_bool stalled;

void act_set_stalled(bool now)
{
    atomic_store(&stalled, now);
}

bool act_stalled(void)
{
    return atomic_load(&stalled);
}

enum { MAX_FILES = 64 };

struct files {
    unsigned char hashes[MAX_FILES][32];
    size_t count;
    struct out lines;
};

static enum status collect_files(struct context *cx, const struct record *rec, struct files *files)
{
    struct rows *rows;
    TRY(store_query(cx, &public_files, BIND(rec->id, rec->edition), &rows));
    while (rows_next(rows)) {
        const char *hash = rows_text(rows, 0);
        if (files->count == MAX_FILES || !text_from_hex(hash, files->hashes[files->count], 32))
            return fault(cx, "record %s: attachment list is not usable", rec->id);
        files->count++;
        out_format(&files->lines, "%s %lld\n", hash, (long long)rows_int(rows, 1));
    }
    return rows_end(rows);
}

static const char *type_word(const struct record *rec, enum ledger_entry entry)
{
    static const char *const words[] = {[ENTRY_RELEASED] = "released",
                                        [ENTRY_CORRECTED] = "corrected",
                                        [ENTRY_WITHDRAWN] = "withdrawn",
                                        [ENTRY_ERASED] = "erased"};
    if (entry == ENTRY_RELEASED && rec->edition > 1) return words[ENTRY_CORRECTED];
    return words[entry];
}

/* What the public is to read from now on: the record itself, or a tombstone in its place. */
static enum status public_bytes(struct context *cx, const struct record *rec,
                                const struct reason *reason, struct bytes *ret_body,
                                struct files *files)
{
    if (!(record_state(rec)->flags & IS_PUBLIC)) return tombstone_bytes(cx, rec, reason, ret_body);
    TRY(collect_files(cx, rec, files));
    return record_canonical(cx, rec, ret_body);
}

enum status act_write(struct context *cx, const struct record *rec, const struct move *move,
                      const struct reason *reason)
{
    struct files *files = arena_make(cx->mem, struct files);
    struct bytes body;
    unsigned char salt[32], commitment[32];
    int64_t seq;
    files->lines = out_new(cx->mem);
    TRY(public_bytes(cx, rec, reason, &body, files));
    TRY(store_int(cx, &next_seq, BIND(rec->id), &seq));
    randombytes_buf(salt, sizeof salt);
    commit_compute(salt, body, (const unsigned char(*)[32])files->hashes, files->count, commitment);
    struct bytes salt_bytes = {salt, sizeof salt};
    const char *erases = move->ledger == ENTRY_ERASED ? "all" : "";
    return store_run(cx, &insert_act,
                     BIND(rec->id, rec->kind->name, rec->agency, rec->number, rec->edition, seq,
                          type_word(rec, move->ledger), reason->class, reason->article, cx->now,
                          cx->today, cx->actor ? cx->actor->id : "", erases, salt_bytes, body,
                          value_text(files->lines.text),
                          (const char *)text_hex(cx->mem, commitment, sizeof commitment)),
                     NULL);
}

enum status act_of_record(struct context *cx, const char *record, struct act **ret_acts)
{
    struct rows *rows;
    struct act *first = NULL, **last = &first;
    TRY(store_query(cx, &of_record, BIND(record), &rows));
    while (rows_next(rows)) {
        struct act *act = arena_make(cx->mem, struct act);
        *act = (struct act){.number = rows_int(rows, 0),
                            .edition = rows_int(rows, 1),
                            .seq = rows_int(rows, 2),
                            .ledger_index = rows_int(rows, 3),
                            .type = rows_text(rows, 4),
                            .actor = rows_text(rows, 5),
                            .reason_class = rows_text(rows, 6),
                            .article = rows_text(rows, 7),
                            .commitment = rows_text(rows, 8),
                            .at = rows_moment(rows, 9),
                            .on = rows_date(rows, 10)};
        *last = act;
        last = &act->next;
    }
    *ret_acts = first;
    return rows_end(rows);
}
