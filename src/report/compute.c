/* Computing: counting the registers, and keeping what was counted with the report. */
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "report/check.h"

static const struct sql cells_file = {"report.cells_file",
                                      "SELECT sha256 FROM attachment WHERE record = $1"
                                      " AND edition = $2 AND name = '" REPORT_CELLS_FILE "'"};
static const struct sql drop_file = {"report.drop_file",
                                     "DELETE FROM attachment WHERE record = $1 AND edition = $2"
                                     " AND name = '" REPORT_CELLS_FILE "'"};
static const struct sql put_file = {
    "report.put_file",
    "INSERT INTO attachment (record, edition, position, sha256, name, media, size)"
    " SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, '" REPORT_CELLS_FILE "', 'text/csv', $4"
    " FROM attachment WHERE record = $1 AND edition = $2"};
static const struct sql uses = {"report.file_uses",
                                "SELECT COUNT(*) FROM attachment WHERE sha256 = $1"};

struct date report_due(const struct report_form *form, int year)
{
    return date_of(year + 1, form->due_month, form->due_day);
}

/* What the registers say as of a day, in the words in which a report stores it. */
struct computed {
    struct report_values values;
    const char *figures, *warnings, *sha256;
    struct bytes file;
};

static enum status compute(struct context *cx, const struct annual_report *report,
                           struct date as_of, struct computed *ret)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    if (!form_by_id(report->form) || report->year == INT_NONE)
        return issue(cx, "year", "report.bad_year", "");
    ret->values = report_asked(report, as_of);
    TRY(report_count(cx, &ret->values));
    TRY(report_list(cx, &ret->values));
    TRY(report_warnings(cx, &ret->values, &ret->warnings));
    ret->figures = report_figures_write(cx->mem, &ret->values);
    ret->file = report_cells_csv(cx->mem, &ret->values);
    crypto_hash_sha256(hash, ret->file.data, ret->file.size);
    ret->sha256 = text_hex(cx->mem, hash, sizeof hash);
    return OK;
}

/* Content decides the path; until a row names it, it belongs to nobody. */
static enum status keep_file(struct context *cx, const char *blob, const struct computed *found)
{
    const char *folder = arena_format(cx->mem, "%s/%.2s", blob, found->sha256);
    TRY(file_make_folders(cx, folder, 0700));
    TRY(file_sync_folder(cx, blob));
    return file_write(cx, blob, arena_format(cx->mem, "%s/%s", folder, found->sha256), found->file,
                      true);
}

static enum status store_inside(struct context *cx, struct annual_report *report,
                                const struct computed *found)
{
    const struct record *rec = &report->base;
    TRY(store_begin(cx));
    TRY(record_save(cx, &report->base));
    TRY(store_run(cx, &drop_file, BIND(rec->id, rec->edition), NULL));
    TRY(store_run(cx, &put_file,
                  BIND(rec->id, rec->edition, found->sha256, (int64_t)found->file.size), NULL));
    return store_commit(cx);
}

/* The file that was replaced, unless another edition has the same. */
static enum status drop_bytes(struct context *cx, const char *blob, const char *sha256)
{
    int64_t count;
    const char *path = arena_format(cx->mem, "%s/%.2s/%s", blob, sha256, sha256);
    TRY(store_int(cx, &uses, BIND(sha256), &count));
    if (count == 0 && unlink(path) != 0 && errno != ENOENT)
        return fault(cx, "remove %s: %s", path, strerror(errno));
    return OK;
}

static enum status old_file(struct context *cx, const struct record *rec, const char **ret_sha256)
{
    *ret_sha256 = "";
    enum status status = store_text(cx, &cells_file, BIND(rec->id, rec->edition), ret_sha256);
    return status == NOT_FOUND ? OK : status;
}

enum status report_compute(struct context *cx, const char *blob, struct annual_report *report)
{
    struct computed found;
    struct annual_report copy = *report;
    const char *old;
    if (!(record_state(&report->base)->flags & EDITABLE)) return CONFLICT;
    if (!date_is_set(copy.as_of)) copy.as_of = cx->today;
    if (copy.as_of.day > cx->today.day) return issue(cx, "as_of", "report.as_of_later", "");
    TRY(compute(cx, &copy, copy.as_of, &found));
    TRY(old_file(cx, &report->base, &old));
    copy.figures = found.figures;
    copy.warnings = found.warnings;
    copy.due_on = report_due(found.values.form, (int)copy.year);
    TRY(keep_file(cx, blob, &found));
    enum status status = store_inside(cx, &copy, &found);
    if (status != OK) {
        store_rollback(cx);
        return status;
    }
    *report = copy;
    return *old && !text_equal(old, found.sha256) ? drop_bytes(cx, blob, old) : OK;
}

static enum status all_declared(struct context *cx, const struct report_values *values)
{
    for (size_t i = 0; i < values->form->cell_count; i++)
        if (!values->cells[i].known)
            return issue(cx, "", "report.not_declared", values->cells[i].cell->zh);
    return OK;
}

enum status report_confirm(struct context *cx, const struct annual_report *report)
{
    struct computed found;
    const char *stored;
    if (text_empty(report->figures) || !date_is_set(report->as_of))
        return issue(cx, "", "report.not_computed", "");
    TRY(compute(cx, report, report->as_of, &found));
    TRY(all_declared(cx, &found.values));
    TRY(old_file(cx, &report->base, &stored));
    if (!text_equal(found.figures, report->figures) || !text_equal(found.sha256, stored))
        return issue(cx, "", "report.figures_changed", "");
    return report_hold(cx, report, &found.values);
}
