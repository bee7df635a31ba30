#include "intake/fate.h"

#include <sodium.h>

#include "access/access.h"
#include "base/text.h"
#include "store/store.h"

enum { AT_ONCE = 1000 };

static const char *const words[] = {
    [FATE_NONE] = "",           [FATE_TAKEN] = "taken",         [FATE_HELD] = "held",
    [FATE_WAITING] = "waiting", [FATE_SET_ASIDE] = "set-aside", [FATE_DISCARDED] = "discarded"};

/* clang-format off */
static const struct column columns[] = {
    {"id",       VALUE_TEXT, "NOT NULL"},
    {"type",     VALUE_TEXT, "NOT NULL"},
    {"agency",   VALUE_TEXT, "NOT NULL"},
    {"digest",   VALUE_TEXT, "NOT NULL"},
    {"at",       VALUE_INT,  "NOT NULL"},
    {"taken_at", VALUE_INT,  "NOT NULL"},
    {"outcome",  VALUE_TEXT, "NOT NULL"},
    {"reason",   VALUE_TEXT, "NOT NULL"},
    {"matter",   VALUE_TEXT, "NOT NULL DEFAULT ''"},
    {"actor",    VALUE_TEXT, "NOT NULL DEFAULT ''"},
    {"actor_label", VALUE_TEXT, "NOT NULL DEFAULT ''"},
    {"why",      VALUE_TEXT, "NOT NULL DEFAULT ''"},
};
/* clang-format on */
static const struct sql indexes = {
    "fate.indexes",
    "CREATE INDEX IF NOT EXISTS intake_letter_fate ON intake_letter (outcome, taken_at, id);"
    "CREATE INDEX IF NOT EXISTS intake_letter_matter ON intake_letter (matter, outcome)"};

#define COLUMNS \
    "id, type, agency, digest, matter, at, taken_at, outcome, reason, actor, actor_label, why"
static const struct sql one = {"fate.one", "SELECT " COLUMNS " FROM intake_letter WHERE id = $1"};
static const struct sql oldest = {"fate.oldest",
                                  "SELECT " COLUMNS " FROM intake_letter WHERE outcome = $1"
                                  " ORDER BY taken_at, id LIMIT $2"};
static const struct sql newest = {"fate.newest",
                                  "SELECT " COLUMNS " FROM intake_letter WHERE outcome = $1"
                                  " ORDER BY taken_at DESC, id LIMIT $2"};
static const struct sql count_of = {"fate.count",
                                    "SELECT COUNT(*) FROM intake_letter WHERE outcome = $1"};
static const struct sql note = {
    "fate.note",
    "INSERT INTO intake_letter (id, type, agency, digest, at, taken_at, outcome, reason, matter)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO UPDATE SET type = $2,"
    " agency = $3, digest = $4, at = $5, taken_at = CASE WHEN intake_letter.outcome = $7"
    " THEN intake_letter.taken_at ELSE $6 END, outcome = $7, reason = $8, matter = $9"
    " WHERE intake_letter.outcome NOT IN ('taken', 'discarded')"};
static const struct sql discard = {
    "fate.discard", "UPDATE intake_letter SET outcome = 'discarded', taken_at = $2, actor = $3,"
                    " actor_label = $4, why = $5 WHERE id = $1 AND outcome = 'held'"};
static const struct sql waiting_for = {
    "fate.waiting_for", "SELECT id FROM intake_letter WHERE matter = $1 AND outcome = 'waiting'"
                        " ORDER BY at, id LIMIT $2"};
static const struct sql waiting_since = {
    "fate.waiting_since",
    "SELECT id FROM intake_letter w WHERE outcome = 'waiting' AND taken_at < $1 AND NOT EXISTS"
    " (SELECT 1 FROM intake_letter h WHERE h.matter = w.matter AND h.outcome = 'held')"
    " ORDER BY taken_at, id LIMIT $2"};

enum status fate_ensure_table(struct context *cx)
{
    TRY(store_ensure_table(cx, "intake_letter", columns, COUNT_OF(columns), "PRIMARY KEY (id)"));
    return store_ensure(cx, &indexes);
}

static enum fate fate_from(const char *word)
{
    for (size_t i = 1; i < COUNT_OF(words); i++)
        if (text_equal(words[i], word)) return (enum fate)i;
    return FATE_NONE;
}

static struct letter_fate read_row(struct rows *rows)
{
    return (struct letter_fate){.id = rows_text(rows, 0),
                                .type = rows_text(rows, 1),
                                .agency = rows_text(rows, 2),
                                .digest = rows_text(rows, 3),
                                .matter = rows_text(rows, 4),
                                .at = rows_moment(rows, 5),
                                .noted_at = rows_moment(rows, 6),
                                .outcome = fate_from(rows_text(rows, 7)),
                                .reason = rows_text(rows, 8),
                                .by = rows_text(rows, 9),
                                .by_label = rows_text(rows, 10),
                                .why = rows_text(rows, 11)};
}

enum status fate_of(struct context *cx, const char *id, struct letter_fate *ret_fate)
{
    struct rows *rows;
    *ret_fate = (struct letter_fate){.id = id, .digest = "", .reason = ""};
    TRY(store_query(cx, &one, BIND(id), &rows));
    if (rows_next(rows)) *ret_fate = read_row(rows);
    return rows_end(rows);
}

enum status fate_note(struct context *cx, const struct letter_fate *fate)
{
    int64_t changed = 0;
    TRY(store_run(cx, &note,
                  BIND(fate->id, fate->type, fate->agency, fate->digest, fate->at, cx->now,
                       words[fate->outcome], fate->reason, fate->matter),
                  &changed));
    return changed ? OK : CONFLICT;
}

enum status fate_discard(struct context *cx, const char *id, const char *why)
{
    int64_t changed = 0;
    if (!cx->actor) return DENIED;
    TRY(store_run(cx, &discard, BIND(id, cx->now, cx->actor->id, cx->actor->label, why), &changed));
    return changed ? OK : CONFLICT;
}

enum status fate_list(struct context *cx, enum fate outcome, size_t limit,
                      struct letter_fate **ret_fates, size_t *ret_count)
{
    struct rows *rows;
    struct letter_fate *fates = arena_array(cx->mem, struct letter_fate, limit + 1);
    *ret_count = 0;
    TRY(store_query(cx, outcome == FATE_HELD ? &oldest : &newest,
                    BIND(words[outcome], (int64_t)limit), &rows));
    while (*ret_count < limit && rows_next(rows)) fates[(*ret_count)++] = read_row(rows);
    *ret_fates = fates;
    return rows_end(rows);
}

enum status fate_count(struct context *cx, enum fate outcome, int64_t *ret_count)
{
    return store_int(cx, &count_of, BIND(words[outcome]), ret_count);
}

static enum status list_ids(struct context *cx, const struct sql *sql, struct value which,
                            const char *const **ret_ids, size_t *ret_count)
{
    struct rows *rows;
    const char **ids = arena_array(cx->mem, const char *, AT_ONCE);
    *ret_count = 0;
    TRY(store_query(cx, sql, BIND(which, AT_ONCE), &rows));
    while (*ret_count < AT_ONCE && rows_next(rows)) ids[(*ret_count)++] = rows_text(rows, 0);
    *ret_ids = ids;
    return rows_end(rows);
}

enum status fate_waiting_for(struct context *cx, const char *matter, const char *const **ret_ids,
                             size_t *ret_count)
{
    return list_ids(cx, &waiting_for, value_text(matter), ret_ids, ret_count);
}

enum status fate_waiting_since(struct context *cx, struct moment before,
                               const char *const **ret_ids, size_t *ret_count)
{
    return list_ids(cx, &waiting_since, value_moment(before), ret_ids, ret_count);
}

const char *fate_new_id(struct arena *mem)
{
    unsigned char random[LETTER_ID_LENGTH / 2];
    randombytes_buf(random, sizeof random);
    return text_hex(mem, random, sizeof random);
}
