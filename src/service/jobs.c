/* What time alone does: personal data of a case, and of a question, go when the term of retention
 * is over (regimes/duties.yaml, keep-service). Number, days, outcome and whatever was published
 * stay. */
#include "base/text.h"
#include "catalogue/catalogue.h"
#include "document/original.h"
#include "law/law.h"
#include "service/private.h"

enum { AT_ONCE = 200 };

static const struct sql old_cases = {
    "service.old_cases", "SELECT id FROM service_case WHERE newest = 1 AND forgotten_on IS NULL"
                         " AND ended_on IS NOT NULL AND ended_on < $1 ORDER BY ended_on, id"};
static const struct sql old_inquiries = {
    "service.old_inquiries",
    "SELECT id FROM service_inquiry WHERE newest = 1 AND forgotten_on IS NULL AND state <>"
    " 'received' AND answered_on < $1 ORDER BY answered_on, id"};
static const struct sql files_of = {"service.files",
                                    "SELECT sha256 FROM attachment WHERE record = $1"};
static const struct sql forget_files = {"service.forget_files",
                                        "DELETE FROM attachment WHERE record = $1"};

static enum status ids_of(struct context *cx, const struct sql *sql, struct bind bind,
                          const char **ids, size_t *ret_count)
{
    struct rows *rows;
    *ret_count = 0;
    TRY(store_query(cx, sql, bind, &rows));
    while (*ret_count < AT_ONCE && rows_next(rows)) ids[(*ret_count)++] = rows_text(rows, 0);
    return rows_end(rows);
}

/* The code dies with what it opened. */
static enum status forget(struct context *cx, const struct attachment_place *blobs,
                          const struct kind *kind, const char *id)
{
    struct record *rec = arena_alloc(cx->mem, kind->size);
    const char **files = arena_array(cx->mem, const char *, AT_ONCE);
    size_t count;
    TRY(record_fetch(cx, kind, id, 0, rec));
    TRY(ids_of(cx, &files_of, BIND(id), files, &count));
    TRY(record_move_by_program(cx, rec, "forget-service", &NO_REASON));
    TRY(store_run(cx, &forget_files, BIND(id), NULL));
    TRY(original_remove_all(cx, blobs, id));
    for (size_t i = 0; i < count; i++) TRY(attachment_drop_bytes(cx, blobs, files[i]));
    return matter_close(cx, id);
}

static enum status forget_all(struct context *cx, const struct attachment_place *blobs,
                              const struct kind *kind, const struct sql *sql)
{
    struct date before = law_kept_before(catalogue_law(), "keep-service", cx->today);
    const char **ids = arena_array(cx->mem, const char *, AT_ONCE);
    size_t count;
    if (!date_is_set(before)) return OK;
    TRY(ids_of(cx, sql, BIND(before), ids, &count));
    for (size_t i = 0; i < count; i++) {
        TRY(store_begin(cx));
        enum status status = forget(cx, blobs, kind, ids[i]);
        if (status == OK) status = store_commit(cx);
        if (status != OK) store_rollback(cx);
        TRY(status);
    }
    return OK;
}

enum status service_daily(struct context *cx, const struct attachment_place *blobs)
{
    if (!catalogue_law()) return OK;
    TRY(forget_all(cx, blobs, &service_case_kind, &old_cases));
    return forget_all(cx, blobs, &service_inquiry_kind, &old_inquiries);
}
