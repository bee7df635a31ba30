/* Step 1: waiting acts get their index and the bytes of their entry, in one transaction. */
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "ledger/inside.h"

struct act {
    int64_t number, seq, acted_at;
    const char *record, *kind, *agency, *type, *erases, *commitment;
    struct object object;
};

/* One run of step 1: where the log stands within the transaction. */
struct run {
    struct ledger *ledger;
    int64_t next;          /* the index that the next act gets */
    struct moment last_at; /* of the entry before it */
    size_t count;
};

enum status sequence_check(struct context *cx, const struct ledger *ledger)
{
    static const struct sql highest = {"ledger.highest",
                                       "SELECT coalesce(max(ledger_index) + 1, 0) FROM act "
                                       "WHERE ledger_index IS NOT NULL"};
    static const struct sql counted = {"ledger.counted",
                                       "SELECT count(*) FROM act WHERE ledger_index IS NOT NULL"};
    int64_t known, count;
    TRY(store_int(cx, &highest, BIND_NONE, &known));
    if ((uint64_t)known < ledger->last.size)
        return fault(cx,
                     "The office database knows %lld ledger entries, but %llu were signed "
                     "(ledger.lock): an older database was restored. Nothing will be signed until "
                     "the database that belongs to this ledger is back.",
                     (long long)known, (unsigned long long)ledger->last.size);
    if (ledger->loaded) return OK; /* what was once without gaps grows by one transaction a time */
    TRY(store_int(cx, &counted, BIND_NONE, &count));
    if (count == known) return OK;
    return fault(cx,
                 "the office database has gaps among its %lld ledger entries: nothing will be "
                 "signed",
                 (long long)known);
}

/* --- reading acts ------------------------------------------------------------------------- */

#define ACT_COLUMNS                                                                              \
    "SELECT number, seq, acted_at, record, kind, agency, type, erases, commitment, salt, body, " \
    "files FROM act "

static enum status read_object(struct context *cx, struct act *act, struct bytes salt,
                               const char *files)
{
    struct bytes lines = {(const unsigned char *)files, strlen(files)};
    if (salt.size != SALT_SIZE) return fault(cx, "act %lld has no salt", (long long)act->number);
    memcpy(act->object.salt, salt.data, SALT_SIZE);
    if (object_parse_files(cx, lines, &act->object) == OK) return OK;
    return fault(cx, "act %lld has a malformed list of files", (long long)act->number);
}

static enum status read_acts(struct context *cx, const struct sql *sql, struct bind bind,
                             struct act **ret_acts, size_t *ret_count)
{
    struct rows *rows;
    struct act *acts = NULL;
    size_t count = 0, room = 0;
    TRY(store_query(cx, sql, bind, &rows));
    while (rows_next(rows)) {
        if (count == room) {
            struct act *more = arena_array(cx->mem, struct act, room = room ? 2 * room : 16);
            if (count) memcpy(more, acts, count * sizeof *acts);
            acts = more;
        }
        struct act *act = &acts[count++];
        act->number = rows_int(rows, 0);
        act->seq = rows_int(rows, 1);
        act->acted_at = rows_int(rows, 2);
        act->record = rows_text(rows, 3);
        act->kind = rows_text(rows, 4);
        act->agency = rows_text(rows, 5);
        act->type = rows_text(rows, 6);
        act->erases = rows_text(rows, 7);
        act->commitment = rows_text(rows, 8);
        act->object.record = rows_bytes(rows, 10);
        TRY(read_object(cx, act, rows_bytes(rows, 9), rows_text(rows, 11)));
    }
    *ret_acts = acts;
    *ret_count = count;
    return rows_end(rows);
}

/* --- from an act to an entry -------------------------------------------------------------- */

/* What cannot be published must not get an index: once it is signed there is no way back. */
static enum status check_act(struct context *cx, const struct ledger *ledger, const struct act *act,
                             struct hash *ret_commit)
{
    struct bytes bytes;
    if (!text_from_hex(act->commitment, ret_commit->byte, HASH_SIZE) ||
        object_write(cx, &act->object, &bytes) != OK ||
        !hash_equal(object_commit(cx->mem, &act->object), *ret_commit))
        return fault(cx, "act %lld: its bytes are not those of its commitment",
                     (long long)act->number);
    for (size_t i = 0; i < act->object.files_count; i++) {
        const struct object_file *file = &act->object.files[i];
        const char *blob =
            arena_format(cx->mem, "%s/%s", ledger->data, object_path(cx->mem, "blob", file->hash));
        struct stat about;
        if (stat(blob, &about) != 0 || about.st_size != file->size)
            return fault(cx, "act %lld: %s is missing or has another size", (long long)act->number,
                         blob);
    }
    return OK;
}

/* Is the number among these, which are separated by spaces? */
static bool lists(struct arena *mem, const char *editions, int64_t edition)
{
    const char *one = arena_format(mem, " %lld ", (long long)edition);
    return strstr(arena_format(mem, " %s ", editions), one) != NULL;
}

/* The indices of the record's earlier entries whose objects still exist: all, or those of the
 * named editions. */
static enum status find_erased(struct context *cx, const struct act *act, struct entry *ret)
{
    static const struct sql earlier = {
        "ledger.earlier", "SELECT ledger_index, edition FROM act WHERE record = $1 AND seq < $2 "
                          "AND stage < $3 ORDER BY ledger_index"};
    if (text_empty(act->erases)) return OK;
    bool all = text_equal(act->erases, "all");
    int64_t *found = arena_array(cx->mem, int64_t, ENTRY_MAX);
    struct rows *rows;
    TRY(store_query(cx, &earlier, BIND(act->record, act->seq, (int)STAGE_ERASED), &rows));
    while (rows_next(rows) && ret->erases_count < ENTRY_MAX)
        if (all || lists(cx->mem, act->erases, rows_int(rows, 1)))
            found[ret->erases_count++] = rows_int(rows, 0);
    ret->erases = found;
    return rows_end(rows);
}

static struct moment clock_at(const struct run *run, const struct act *act)
{
    struct moment at =
        run->ledger->clock == CLOCK_ACTS ? (struct moment){act->acted_at} : moment_now();
    return at.ms > run->last_at.ms ? at : run->last_at;
}

static enum status store_entry(struct context *cx, struct run *run, const struct act *act,
                               const struct entry *entry)
{
    static const struct sql give = {"ledger.index",
                                    "UPDATE act SET ledger_index = $1, entry = $2, acted_on = $3, "
                                    "stage = $4 WHERE number = $5 AND stage = $6"};
    struct bytes bytes;
    int64_t changed;
    if (entry_write(cx, entry, &bytes) != OK)
        return fault(cx, "act %lld cannot be a ledger entry", (long long)act->number);
    TRY(store_run(cx, &give,
                  BIND(run->next, bytes, zone_date(entry->at), (int)STAGE_INDEXED, act->number,
                       (int)STAGE_WAITING),
                  &changed));
    if (changed != 1) return NOT_FOUND; /* it was given one already */
    run->next++;
    run->count++;
    run->last_at = entry->at;
    return OK;
}

/* prev is the index of seq - 1; NOT_FOUND when that act has none yet (it is not committed). */
static enum status find_previous(struct context *cx, const struct act *act, int64_t *ret_prev)
{
    static const struct sql previous = {
        "ledger.previous", "SELECT ledger_index FROM act WHERE record = $1 AND seq = $2 "
                           "AND ledger_index IS NOT NULL"};
    *ret_prev = -1;
    if (act->seq == 1) return OK;
    return store_int(cx, &previous, BIND(act->record, act->seq - 1), ret_prev);
}

static enum status give_index(struct context *cx, struct run *run, const struct act *act)
{
    struct entry entry = {.agency = act->agency,
                          .id = act->record,
                          .kind = act->kind,
                          .seq = act->seq,
                          .at = clock_at(run, act)};
    TRY(find_previous(cx, act, &entry.prev));
    TRY(check_act(cx, run->ledger, act, &entry.commit));
    if (!act_type_parse(act->type, &entry.type))
        return fault(cx, "act %lld has the unknown type %s", (long long)act->number, act->type);
    TRY(find_erased(cx, act, &entry));
    return store_entry(cx, run, act, &entry);
}

/* Numbers may have been drawn in another order than the record's own: earlier acts of the record
 * go first, and an act whose predecessor is not there yet waits. */
static enum status sequence_act(struct context *cx, struct run *run, const struct act *act)
{
    static const struct sql before = {"ledger.before", ACT_COLUMNS
                                      "WHERE record = $1 AND seq < $2 AND stage = 0 ORDER BY seq"};
    struct act *acts;
    size_t count = 0;
    enum status status = OK;
    if (act->seq > 1) TRY(read_acts(cx, &before, BIND(act->record, act->seq), &acts, &count));
    for (size_t i = 0; i < count && status == OK; i++) status = give_index(cx, run, &acts[i]);
    if (status == OK) status = give_index(cx, run, act);
    return status == NOT_FOUND ? OK : status;
}

static enum status last_moment(struct context *cx, struct run *run)
{
    static const struct sql last = {"ledger.last", "SELECT entry FROM act WHERE ledger_index = $1"};
    struct rows *rows;
    struct entry entry;
    struct bytes bytes = {0};
    if (run->next == 0) return OK;
    TRY(store_query(cx, &last, BIND(run->next - 1), &rows));
    if (rows_next(rows)) bytes = rows_bytes(rows, 0);
    TRY(rows_end(rows));
    if (entry_parse(cx, bytes, &entry) != OK)
        return fault(cx, "entry %lld in the office database is no entry", (long long)run->next - 1);
    run->last_at = entry.at;
    return OK;
}

enum status sequence_assign(struct context *cx, struct ledger *ledger, size_t max,
                            size_t *ret_count)
{
    static const struct sql waiting = {"ledger.waiting",
                                       ACT_COLUMNS "WHERE stage = 0 ORDER BY number LIMIT $1"};
    static const struct sql next = {"ledger.next",
                                    "SELECT coalesce(max(ledger_index) + 1, 0) FROM act "
                                    "WHERE ledger_index IS NOT NULL"};
    struct run run = {.ledger = ledger};
    struct act *acts;
    size_t count;
    TRY(store_begin(cx));
    TRY(read_acts(cx, &waiting, BIND((int64_t)max), &acts, &count));
    TRY(store_int(cx, &next, BIND_NONE, &run.next));
    if (count > 0) TRY(last_moment(cx, &run));
    for (size_t i = 0; i < count; i++) TRY(sequence_act(cx, &run, &acts[i]));
    *ret_count = run.count;
    return store_commit(cx);
}
