/* Computing: counting the registers, and keeping what was counted with the report. */
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "organisation/organisation.h"
#include "report/check.h"
#include "report/document.h"

static const struct sql file_named = {"report.file_named",
                                      "SELECT sha256 FROM attachment WHERE record = $1"
                                      " AND edition = $2 AND name = $3"};
static const struct sql drop_file = {"report.drop_file",
                                     "DELETE FROM attachment WHERE record = $1 AND edition = $2"
                                     " AND name = $3"};
static const struct sql put_file = {
    "report.put_file",
    "INSERT INTO attachment (record, edition, position, sha256, name, media, size)"
    " SELECT $1, $2, COALESCE(MAX(position), 0) + 1, $3, $4, $5, $6"
    " FROM attachment WHERE record = $1 AND edition = $2"};
static const struct sql uses = {"report.file_uses",
                                "SELECT COUNT(*) FROM attachment WHERE sha256 = $1"};

struct date report_due(const struct report_form *form, int year)
{
    return date_of(year + 1, form->due_month, form->due_day);
}

/* A file that belongs to the report, and is made anew by each computation. */
struct made_file {
    const char *name, *media, *sha256;
    struct bytes bytes;
};
enum { FILES_MOST = 3 };

/* What the registers say as of a day, in the words in which a report stores it. */
struct computed {
    struct report_values values;
    const char *figures, *warnings;
    struct made_file files[FILES_MOST];
    size_t file_count;
};

static void add_file(struct context *cx, struct computed *found, struct made_file file)
{
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256(hash, file.bytes.data, file.bytes.size);
    file.sha256 = text_hex(cx->mem, hash, sizeof hash);
    found->files[found->file_count++] = file;
}

/* The report on paper and its tables as a workbook, in its own language: the portal may open no
 * font and no temporary file, so the office makes them, and they are released like its rows. */
static enum status make_documents(struct context *cx, const struct annual_report *report,
                                  struct computed *found)
{
    static const char sheet[] = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    struct report_copy copy = REPORT_COPY(report);
    enum language before = cx->language;
    struct bytes pdf, workbook;
    struct agency agency;
    if (!found->values.form->table_count) return OK;
    TRY(agency_by_code(cx, report->base.agency, &agency));
    copy.figures = found->figures;
    copy.as_of = found->values.as_of;
    cx->language = text_equal(report->base.language, "en") ? ENGLISH : CHINESE;
    enum status status = report_pdf(cx, &copy, agency.name, &pdf);
    if (status == OK) status = report_workbook(cx, &copy, agency.name, &workbook);
    cx->language = before;
    TRY(status);
    add_file(cx, found, (struct made_file){REPORT_PDF_FILE, "application/pdf", NULL, pdf});
    add_file(cx, found, (struct made_file){REPORT_WORKBOOK_FILE, sheet, NULL, workbook});
    return OK;
}

static enum status compute(struct context *cx, const struct annual_report *report,
                           struct date as_of, struct computed *ret)
{
    *ret = (struct computed){.values = report_asked(report, as_of)};
    if (!ret->values.form || report->year == INT_NONE)
        return issue(cx, "year", "report.bad_year", "");
    TRY(report_count(cx, &ret->values));
    TRY(report_list(cx, &ret->values));
    TRY(report_warnings(cx, &ret->values, &ret->warnings));
    ret->figures = report_figures_write(cx->mem, &ret->values);
    add_file(cx, ret,
             (struct made_file){REPORT_CELLS_FILE, "text/csv", NULL,
                                report_cells_csv(cx->mem, &ret->values)});
    return make_documents(cx, report, ret);
}

/* Content decides the path; until a row names it, it belongs to nobody. */
static enum status keep_files(struct context *cx, const char *blob, const struct computed *found)
{
    for (size_t i = 0; i < found->file_count; i++) {
        const struct made_file *file = &found->files[i];
        const char *folder = arena_format(cx->mem, "%s/%.2s", blob, file->sha256);
        TRY(file_make_folders(cx, folder, 0700));
        TRY(file_sync_folder(cx, blob));
        TRY(file_write(cx, blob, arena_format(cx->mem, "%s/%s", folder, file->sha256), file->bytes,
                       true));
    }
    return OK;
}

static enum status store_inside(struct context *cx, struct annual_report *report,
                                const struct computed *found)
{
    const struct record *rec = &report->base;
    TRY(store_begin(cx));
    TRY(record_save(cx, &report->base));
    for (size_t i = 0; i < found->file_count; i++) {
        const struct made_file *file = &found->files[i];
        TRY(store_run(cx, &drop_file, BIND(rec->id, rec->edition, file->name), NULL));
        TRY(store_run(cx, &put_file,
                      BIND(rec->id, rec->edition, file->sha256, file->name, file->media,
                           (int64_t)file->bytes.size),
                      NULL));
    }
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

static enum status old_file(struct context *cx, const struct record *rec, const char *name,
                            const char **ret_sha256)
{
    *ret_sha256 = "";
    enum status status = store_text(cx, &file_named, BIND(rec->id, rec->edition, name), ret_sha256);
    return status == NOT_FOUND ? OK : status;
}

enum status report_compute(struct context *cx, const char *blob, struct annual_report *report)
{
    struct computed found;
    struct annual_report copy = *report;
    const char *old[FILES_MOST];
    if (!(record_state(&report->base)->flags & EDITABLE)) return CONFLICT;
    if (!date_is_set(copy.as_of)) copy.as_of = cx->today;
    if (copy.as_of.day > cx->today.day) return issue(cx, "as_of", "report.as_of_later", "");
    TRY(compute(cx, &copy, copy.as_of, &found));
    for (size_t i = 0; i < found.file_count; i++)
        TRY(old_file(cx, &report->base, found.files[i].name, &old[i]));
    copy.figures = found.figures;
    copy.warnings = found.warnings;
    copy.due_on = report_due(found.values.form, (int)copy.year);
    TRY(keep_files(cx, blob, &found));
    enum status status = store_inside(cx, &copy, &found);
    if (status != OK) {
        store_rollback(cx);
        return status;
    }
    *report = copy;
    for (size_t i = 0; i < found.file_count; i++)
        if (*old[i] && !text_equal(old[i], found.files[i].sha256))
            TRY(drop_bytes(cx, blob, old[i]));
    return OK;
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
    if (!text_equal(found.figures, report->figures))
        return issue(cx, "", "report.figures_changed", "");
    for (size_t i = 0; i < found.file_count; i++) {
        TRY(old_file(cx, &report->base, found.files[i].name, &stored));
        if (text_equal(found.files[i].sha256, stored)) continue;
        return issue(cx, "", i ? "report.files_changed" : "report.figures_changed", "");
    }
    return report_hold(cx, report, &found.values);
}
