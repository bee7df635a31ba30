/* backup while serving, and restore, verified.
 *
 * Order matters: checkpoint and lock first, then the ledger's files, attachments and letters, then
 * the database, and at last the attachments that came meanwhile. So the database that comes back
 * is never behind what was signed, and knows every object and file that the ledger got meanwhile:
 * a restore publishes up to there, as any start does, from rows that are already indexed, byte for
 * byte what the first machine publishes (SECURITY §1, order of work). portal/ is derived and left
 * out. */
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "base/file.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "ledger/verify.h"
#include "portal/portal.h"

enum { CHUNK = 64 * 1024 };

struct writing {
    struct context *cx;
    struct archive *archive;
    const struct installation *at;
    time_t since; /* a walk leaves out what is older */
};

static enum status failed(struct context *cx, struct archive *archive, const char *what)
{
    const char *why = archive_error_string(archive);
    bool full = archive_errno(archive) == ENOSPC;
    enum status status = fault(cx, "%s: %s", what, why ? why : "?");
    return full ? BUSY : status;
}

static enum status copy_bytes(struct writing *to, int fd, int64_t size, const char *path)
{
    char *chunk = arena_alloc(to->cx->mem, CHUNK);
    while (size > 0) {
        ssize_t n = read(fd, chunk, size < CHUNK ? (size_t)size : CHUNK);
        if (n <= 0) return fault(to->cx, "read %s: %s", path, n ? strerror(errno) : "it shrank");
        if (archive_write_data(to->archive, chunk, (size_t)n) < 0)
            return failed(to->cx, to->archive, path);
        size -= n;
    }
    return OK;
}

/* A file that is gone meanwhile (a partial tile, an erased object) is rightly not in the backup. */
static enum status add_file(struct writing *to, const char *path, const char *name)
{
    struct stat about;
    struct arena_mark mark = arena_mark(to->cx->mem);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0) return errno == ENOENT ? OK : fault(to->cx, "open %s: %s", path, strerror(errno));
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) {
        close(fd);
        return OK;
    }
    struct archive_entry *entry = archive_entry_new();
    archive_entry_set_pathname(entry, name);
    archive_entry_set_size(entry, about.st_size);
    archive_entry_set_filetype(entry, AE_IFREG);
    archive_entry_set_perm(entry, about.st_mode & 0777);
    archive_entry_set_mtime(entry, about.st_mtime, 0);
    enum status status = archive_write_header(to->archive, entry) == ARCHIVE_OK
                             ? copy_bytes(to, fd, about.st_size, path)
                             : failed(to->cx, to->archive, path);
    archive_entry_free(entry);
    close(fd);
    if (status == OK) arena_rewind(to->cx->mem, mark);
    return status;
}

/* nftw() has no argument for its caller; a backup is one at a time, in a command of its own. */
static struct writing *walking;
static enum status walk_status;

static int visit(const char *path, const struct stat *about, int type, struct FTW *ftw)
{
    if (type != FTW_F || about->st_mtime < walking->since) return 0;
    const char *name = path + strlen(walking->at->data) + 1;
    walk_status = add_file(walking, path, name);
    return walk_status == OK ? 0 : 1;
}

static enum status add_tree(struct writing *to, const char *folder)
{
    walking = to;
    walk_status = OK;
    int result = nftw(folder, visit, 32, FTW_PHYS);
    if (result < 0) return fault(to->cx, "walk %s: %s", folder, strerror(errno));
    return walk_status;
}

static enum status add_database(struct writing *to)
{
    const char *copy =
        arena_format(to->cx->mem, "%s/backup-%s.db", to->at->tmp, id_new(to->cx->mem));
    enum status status = store_copy(to->cx, copy);
    if (status == OK) status = add_file(to, copy, "office.db");
    unlink(copy);
    return status;
}

static enum status add_all(struct writing *to)
{
    time_t begun = (time_t)(moment_now().ms / 1000);
    static const char *const first[] = {"ledger.lock", "ledger/checkpoint", "ledger/vkey",
                                        "ledger/intake.key", "gongkai.yaml"};
    for (size_t i = 0; i < COUNT_OF(first); i++)
        TRY(add_file(to, arena_format(to->cx->mem, "%s/%s", to->at->data, first[i]), first[i]));
    const char *const trees[] = {
        to->at->keys,
        arena_format(to->cx->mem, "%s/tile", to->at->ledger),
        arena_format(to->cx->mem, "%s/object", to->at->ledger),
        arena_format(to->cx->mem, "%s/file", to->at->ledger),
        to->at->blob,
        to->at->capsule,
        to->at->intake_new,
        to->at->intake_held,
        to->at->intake_waiting,
    };
    for (size_t i = 0; i < COUNT_OF(trees); i++)
        if (file_exists(trees[i])) TRY(add_tree(to, trees[i]));
    TRY(add_database(to));
    to->since = begun;
    return add_tree(to, to->at->blob);
}

static enum status write_archive(struct context *cx, const struct installation *at,
                                 const char *path)
{
    struct writing to = {cx, archive_write_new(), at, 0};
    archive_write_set_format_pax_restricted(to.archive);
    archive_write_add_filter_gzip(to.archive);
    enum status status = archive_write_open_filename(to.archive, path) == ARCHIVE_OK
                             ? OK
                             : failed(cx, to.archive, path);
    if (status == OK) status = add_all(&to);
    if (archive_write_close(to.archive) != ARCHIVE_OK && status == OK)
        status = failed(cx, to.archive, path);
    archive_write_free(to.archive);
    return status;
}

/* Under another name until it is whole and synced. */
static enum status backup(struct context *cx, const char *data, const char *path)
{
    struct installation at;
    const char *part = arena_format(cx->mem, "%s.part", path);
    TRY(command_open(cx, data, STORE_DURABLE, &at));
    umask(077); /* it holds keys and personal data */
    enum status status = write_archive(cx, &at, part);
    int fd = status == OK ? open(part, O_RDONLY | O_CLOEXEC) : -1;
    if (fd >= 0 && fsync(fd) != 0) status = fault(cx, "fsync %s: %s", part, strerror(errno));
    if (fd >= 0) close(fd);
    if (status == OK && rename(part, path) != 0)
        status = fault(cx, "rename %s: %s", path, strerror(errno));
    if (status != OK) unlink(part);
    return status;
}

int command_backup(struct context *cx, int argc, char **argv)
{
    if (argc != 3) return command_usage(cx, "backup");
    enum status status = backup(cx, argv[1], argv[2]);
    if (status == OK) command_say(cx, "backup.done", argv[2], NULL);
    return command_failed(cx, status);
}

/* ---- restore ----------------------------------------------------------------------------------
 */

static bool is_plain(const char *name)
{
    return *name && *name != '/' && !strstr(name, "..");
}

static enum status extract_one(struct context *cx, struct archive *from, struct archive *to,
                               struct archive_entry *entry, const char *folder)
{
    const char *name = archive_entry_pathname(entry);
    if (!name || !is_plain(name) || archive_entry_filetype(entry) != AE_IFREG)
        return issue(cx, "", "restore.foreign", name);
    archive_entry_set_pathname(entry, arena_format(cx->mem, "%s/%s", folder, name));
    if (archive_write_header(to, entry) != ARCHIVE_OK) return failed(cx, to, name);
    const void *block;
    size_t size;
    la_int64_t offset;
    int result;
    while ((result = archive_read_data_block(from, &block, &size, &offset)) == ARCHIVE_OK)
        if (archive_write_data_block(to, block, size, offset) != ARCHIVE_OK)
            return failed(cx, to, name);
    return result == ARCHIVE_EOF ? OK : failed(cx, from, name);
}

static enum status extract(struct context *cx, struct archive *from, const char *folder)
{
    struct archive *to = archive_write_disk_new();
    struct archive_entry *entry;
    enum status status = OK;
    int result = ARCHIVE_EOF;
    archive_write_disk_set_options(to, ARCHIVE_EXTRACT_PERM | ARCHIVE_EXTRACT_SECURE_NODOTDOT |
                                           ARCHIVE_EXTRACT_SECURE_SYMLINKS);
    while (status == OK && (result = archive_read_next_header(from, &entry)) == ARCHIVE_OK) {
        struct arena_mark mark = arena_mark(cx->mem);
        status = extract_one(cx, from, to, entry, folder);
        if (status == OK) arena_rewind(cx->mem, mark);
    }
    if (status == OK && result != ARCHIVE_EOF) status = failed(cx, from, folder);
    if (archive_write_close(to) != ARCHIVE_OK && status == OK) status = failed(cx, to, folder);
    archive_write_free(to);
    return status;
}

static enum status read_archive(struct context *cx, const char *path, const char *folder)
{
    struct archive *from = archive_read_new();
    archive_read_support_format_tar(from);
    archive_read_support_filter_gzip(from);
    enum status status = archive_read_open_filename(from, path, CHUNK) == ARCHIVE_OK
                             ? extract(cx, from, folder)
                             : issue(cx, "", "restore.unreadable", path);
    archive_read_free(from);
    return status;
}

static const struct sql integrity = {"restore.integrity", "PRAGMA integrity_check"};

/* Before anything is written into them: what is confidential was so from the first byte. */
static enum status make_folders(struct context *cx, const char *folder)
{
    static const struct {
        const char *name;
        unsigned mode;
    } folders[] = {
        {"portal",       0755},
        {"portal/filed", 0700},
        {"capsule",      0755},
        {"keys",         0700},
        {"blob",         0700},
        {"tmp",          0700},
        {"intake",       0700},
        {"intake/tmp",   0700},
        {"intake/new",   0700},
        {"intake/held",  0700},
    };
    TRY(file_make_folders(cx, folder, 0755));
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        TRY(file_make_folders(cx, arena_format(cx->mem, "%s/%s", folder, folders[i].name),
                              folders[i].mode));
    return OK;
}

/* Opening publishes what the database has indexed; nothing gets an index here, since the machine
 * that was backed up may still run and give it another. */
static enum status catch_up(struct context *cx, const struct installation *at)
{
    struct ledger *ledger;
    TRY(ledger_open(cx, at->data, CLOCK_SYSTEM, &ledger));
    ledger_close(ledger);
    return OK;
}

/* The database is whole, and the ledger verifies entry by entry, object by object. */
static enum status verify(struct context *cx, const char *folder)
{
    struct installation at;
    struct verify_report report;
    const char *answer = "";
    TRY(command_open(cx, folder, STORE_DURABLE, &at));
    TRY(store_text(cx, &integrity, BIND_NONE, &answer));
    if (!text_equal(answer, "ok")) return issue(cx, "", "restore.database", answer);
    TRY(catch_up(cx, &at));
    enum status status = ledger_verify(cx, at.ledger, &report);
    if (status == INVALID)
        return issue(cx, "", report.problems[0].message, report.problems[0].detail);
    return status;
}

int command_restore(struct context *cx, int argc, char **argv)
{
    if (argc != 3) return command_usage(cx, "restore");
    enum status status = OK;
    if (file_exists(argv[2])) status = issue(cx, argv[2], "restore.exists", argv[2]);
    if (status == OK) status = make_folders(cx, argv[2]);
    if (status == OK) status = read_archive(cx, argv[1], argv[2]);
    if (status == OK) status = verify(cx, argv[2]);
    if (status == OK) command_say(cx, "restore.done", argv[2], NULL);
    return command_failed(cx, status);
}
