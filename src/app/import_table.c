#include "app/import_table.h"

#include <string.h>

#include "app/import_rows.h"
#include "base/text.h"
#include "organisation/organisation.h"

enum { KEY_MAX = 200, FAULTS_MAX = 1000 };
static const char KEY[] = "key";

static const struct sql tables = {
    "import.tables", "CREATE TABLE IF NOT EXISTS import_key (agency TEXT NOT NULL, kind TEXT NOT"
                     " NULL, key TEXT NOT NULL, record TEXT NOT NULL, PRIMARY KEY (agency, kind,"
                     " key)) STRICT"};
static const struct sql by_key = {
    "import.key", "SELECT record FROM import_key WHERE agency = $1 AND kind = $2 AND key = $3"};
static const struct sql keep_key = {
    "import.keep_key",
    "INSERT INTO import_key (agency, kind, key, record) VALUES ($1, $2, $3, $4)"};

enum status import_ensure_tables(struct context *cx)
{
    return store_ensure(cx, &tables);
}

bool import_takes(const struct kind *kind)
{
    bool made_elsewhere = kind->flags & (BY_PROGRAM | OFF_DESK | CONSOLE | OVERSEEN);
    return !made_elsewhere && kind->workflow->move_count > 0;
}

/* A row on its way. */
struct draft {
    const struct import_row *row;
    const char *key;
    struct record *rec;
    bool wrong, known, leans; /* leans: refers to another row of this file */
};
struct work {
    struct context *cx;
    struct table_import *import;
    struct import_fault **last;
    struct draft *drafts;
    size_t count, faults;
};

static void tell(struct work *work, int line, const struct issue *what)
{
    if (work->faults++ >= FAULTS_MAX) return;
    struct import_fault *fault = *work->last = arena_make(work->cx->mem, struct import_fault);
    *fault = (struct import_fault){line, what->field, what->message, what->detail, NULL};
    work->last = &fault->next;
}

/* What the engine has found in this row goes to the file's list. */
static void take_issues(struct work *work, struct draft *draft)
{
    for (const struct issue *at = work->cx->issues; at; at = at->next) {
        tell(work, draft->row->line, at);
        draft->wrong = true;
    }
    work->cx->issues = NULL;
}

/* ---- columns --------------------------------------------------------------------------------- */

static const struct field *column_field(const struct kind *kind, const char *name)
{
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        if (field->flags & (FIXED | HIDDEN)) continue;
        if (text_equal(field->name, name) || text_equal(field->zh, name) ||
            text_equal(field->en, name))
            return field;
    }
    return NULL;
}

/* A word is written as it is stored, or as people read it. */
static struct bytes word_of(const struct field *field, struct bytes given)
{
    for (const struct word *word = field->words; word && word->word; word++) {
        const char *labels[] = {word->zh, word->en};
        for (size_t i = 0; i < COUNT_OF(labels); i++)
            if (strlen(labels[i]) == given.size && memcmp(labels[i], given.data, given.size) == 0)
                return (struct bytes){(const unsigned char *)word->word, strlen(word->word)};
    }
    return given;
}

/* ---- references ------------------------------------------------------------------------------ */

static bool is_key_here(const struct work *work, const char *key)
{
    for (size_t i = 0; i < work->count; i++)
        if (text_equal(work->drafts[i].key, key)) return true;
    return false;
}

static enum status by_title(struct context *cx, const struct kind *of, const char *agency,
                            const char *title, const char **ret_id)
{
    struct rows *rows;
    size_t n = 0;
    bool tree = text_equal(of->name, "agency");
    const char *text =
        tree ? "SELECT id FROM agency WHERE newest = 1 AND $1 <> '' AND code = $2 LIMIT 2"
             : arena_format(cx->mem,
                            "SELECT id FROM \"%s\" WHERE newest = 1 AND agency = $1 AND \"%s\" = $2"
                            " LIMIT 2",
                            of->name, of->title);
    TRY(store_query(cx, &(struct sql){"import.by_title", text}, BIND(agency, title), &rows));
    while (rows_next(rows))
        if (n++ == 0) *ret_id = rows_text(rows, 0);
    TRY(rows_end(rows));
    return n == 1 ? OK : NOT_FOUND;
}

/* The id that a cell means; what names nothing is left for the field to refuse. */
static enum status resolve(struct work *work, struct draft *draft, const struct field *field,
                           struct bytes *given)
{
    struct context *cx = work->cx;
    const struct kind *of = kind_by_name(field->of);
    const char *text, *id = NULL;
    if (!given->size || !of) return OK;
    if (text_clean(cx->mem, *given, KEY_MAX, false, &text) != TEXT_FINE) return OK;
    if (id_is_valid(text)) return OK;
    enum status found = store_text(cx, &by_key, BIND(work->import->agency, of->name, text), &id);
    if (found == NOT_FOUND) found = by_title(cx, of, work->import->agency, text, &id);
    if (found == NOT_FOUND && of == work->import->kind && is_key_here(work, text)) {
        draft->leans = true; /* made in this transaction, once its own row is stored */
        return OK;
    }
    if (found == NOT_FOUND) return issue(cx, field->name, "import.names_nothing", text);
    if (found == OK) *given = (struct bytes){(const unsigned char *)id, strlen(id)};
    return found;
}

/* ---- a row ----------------------------------------------------------------------------------- */

static enum status read_cell(struct work *work, struct draft *draft, const struct import_cell *cell)
{
    struct context *cx = work->cx;
    struct bytes given = cell->text;
    if (text_equal(cell->name, KEY)) return OK;
    const struct field *field = column_field(work->import->kind, cell->name);
    if (!field) return issue(cx, cell->name, "import.no_such_field", cell->name);
    if (field->type == WORD) given = word_of(field, given);
    if (field->type == REF) {
        TRY(resolve(work, draft, field, &given));
        if (draft->leans && given.data == cell->text.data) return OK;
    }
    return field_read(cx, field, given, draft->rec);
}

static enum status read_key(struct work *work, struct draft *draft)
{
    const struct import_row *row = draft->row;
    for (size_t i = 0; i < row->count; i++) {
        if (!text_equal(row->cells[i].name, KEY)) continue;
        if (text_clean(work->cx->mem, row->cells[i].text, KEY_MAX, false, &draft->key) != TEXT_FINE)
            return issue(work->cx, KEY, "import.bad_key", "");
    }
    return text_empty(draft->key) ? issue(work->cx, KEY, "import.no_key", "") : OK;
}

static enum status read_row(struct work *work, struct draft *draft)
{
    const struct kind *kind = work->import->kind;
    draft->rec = arena_alloc(work->cx->mem, kind->size);
    record_init(kind, draft->rec);
    draft->rec->agency = work->import->agency;
    for (size_t i = 0; i < draft->row->count; i++) {
        enum status status = read_cell(work, draft, &draft->row->cells[i]);
        if (status != OK && status != INVALID) return status;
    }
    const struct field *code = text_equal(kind->name, "agency") ? kind_field(kind, "code") : NULL;
    if (code && !field_is_absent(code, draft->rec))
        draft->rec->agency = field_text(code, draft->rec);
    take_issues(work, draft);
    return OK;
}

/* ---- the file -------------------------------------------------------------------------------- */

static enum status read_keys(struct work *work, const struct import_rows *rows)
{
    struct context *cx = work->cx;
    for (const struct import_row *row = rows->first; row; row = row->next) {
        struct draft *draft = &work->drafts[work->count];
        const char *record;
        *draft = (struct draft){.row = row, .key = ""};
        enum status status = read_key(work, draft);
        if (status == OK && is_key_here(work, draft->key))
            status = issue(cx, KEY, "import.key_twice", draft->key);
        take_issues(work, draft);
        work->count++;
        if (status != OK) continue;
        enum status found = store_text(
            cx, &by_key, BIND(work->import->agency, work->import->kind->name, draft->key), &record);
        draft->known = found == OK;
        if (found != OK && found != NOT_FOUND) return found;
    }
    return OK;
}

static enum status read_rows(struct work *work)
{
    for (size_t i = 0; i < work->count; i++)
        if (!work->drafts[i].known) TRY(read_row(work, &work->drafts[i]));
    return OK;
}

/* A row that leans on another of this file is read again, now that the other is there. */
static enum status store_row(struct work *work, struct draft *draft)
{
    struct context *cx = work->cx;
    if (draft->leans) {
        draft->leans = false;
        TRY(read_row(work, draft));
        if (draft->leans) return issue(cx, KEY, "import.too_early", "");
        if (draft->wrong) return INVALID;
    }
    if (work->import->as) cx->actor = work->import->as(cx, draft->rec->agency);
    TRY(record_insert(cx, draft->rec));
    TRY(record_validate(cx, draft->rec));
    return store_run(
        cx, &keep_key,
        BIND(work->import->agency, work->import->kind->name, draft->key, draft->rec->id), NULL);
}

/* A refused row ends the transaction. Those after it are still tried, in one that is given up, so
 * that all is told at once; but none that leans on a row which is gone by then. */
static enum status store_rows(struct work *work)
{
    struct context *cx = work->cx;
    bool lost = false;
    TRY(store_begin(cx));
    for (size_t i = 0; i < work->count; i++) {
        struct draft *draft = &work->drafts[i];
        if (draft->known || draft->wrong || (lost && draft->leans)) continue;
        enum status status = store_row(work, draft);
        if (status == OK) continue;
        store_rollback(cx);
        if (status == DENIED || status == INVALID) {
            if (status == DENIED) (void)issue(cx, "", "import.denied", "");
            take_issues(work, draft);
            lost = draft->wrong = true;
            TRY(store_begin(cx));
            continue;
        }
        return status;
    }
    bool keeps = !lost && !work->import->dry;
    if (keeps) return store_commit(cx);
    store_rollback(cx);
    return OK;
}

static void count_rows(struct work *work)
{
    for (size_t i = 0; i < work->count; i++) {
        work->import->known += work->drafts[i].known;
        work->import->refused += work->drafts[i].wrong;
    }
    work->import->made = work->count - work->import->known - work->import->refused;
    if (work->import->faults) work->import->made = 0;
}

enum status import_table(struct context *cx, struct table_import *import, struct bytes text)
{
    struct import_rows rows;
    struct work work = {.cx = cx, .import = import, .last = &import->faults};
    import->faults = NULL;
    if (!import_takes(import->kind)) return issue(cx, "--kind", "import.kind", import->kind->name);
    import_rows_read(cx, import->name, text, &rows);
    if (rows.bad_line) {
        struct issue what = {"", rows.bad, "", NULL};
        tell(&work, rows.bad_line, &what);
        import->refused = 1;
        return INVALID;
    }
    work.drafts = arena_array(cx->mem, struct draft, rows.count + 1);
    TRY(read_keys(&work, &rows));
    TRY(read_rows(&work));
    TRY(store_rows(&work));
    count_rows(&work);
    return import->faults ? INVALID : OK;
}
