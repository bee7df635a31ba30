#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "ledger/inside.h"

static enum status failed(struct context *cx, const char *what, const char *path)
{
    int error = errno;
    enum status status = fault(cx, "%s %s: %s", what, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : status;
}

static char *parent_of(struct arena *mem, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return arena_copy(mem, ".");
    return slash > path ? arena_copy_n(mem, path, (size_t)(slash - path)) : arena_copy(mem, "/");
}

/* A new folder is an entry of its parent, which has to be synced like any other. */
static enum status make_folder(struct context *cx, const struct place *place, const char *folder)
{
    if (mkdir(folder, 0755) == 0)
        return place->durable ? file_sync_folder(cx, parent_of(cx->mem, folder)) : OK;
    if (errno == EEXIST) return OK;
    if (errno != ENOENT || strlen(folder) < 2) return failed(cx, "mkdir", folder);
    TRY(make_folder(cx, place, parent_of(cx->mem, folder)));
    return make_folder(cx, place, folder);
}

enum status place_write(struct context *cx, const struct place *place, const char *path,
                        struct bytes bytes)
{
    const char *whole = arena_format(cx->mem, "%s/%s", place->root, path);
    TRY(make_folder(cx, place, parent_of(cx->mem, whole)));
    return file_write(cx, place->tmp, whole, bytes, place->durable);
}

struct copy {
    int from, to;
    const char *from_path, *to_path;
};

static enum status copy_bytes(struct context *cx, const struct copy *copy,
                              const struct object_file *file)
{
    unsigned char buffer[64 * 1024];
    struct hash hash;
    crypto_hash_sha256_state state;
    int64_t size = 0;
    crypto_hash_sha256_init(&state);
    for (;;) {
        ssize_t got = read(copy->from, buffer, sizeof buffer);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return failed(cx, "read", copy->from_path);
        if (got == 0) break;
        crypto_hash_sha256_update(&state, buffer, (size_t)got);
        size += got;
        for (ssize_t done = 0; done < got;) {
            ssize_t n = write(copy->to, buffer + done, (size_t)(got - done));
            if (n < 0 && errno == EINTR) continue;
            if (n < 0) return failed(cx, "write", copy->to_path);
            done += n;
        }
    }
    crypto_hash_sha256_final(&state, hash.byte);
    if (size == file->size && hash_equal(hash, file->hash)) return OK;
    return fault(cx, "%s does not hold the bytes that its name says", copy->from_path);
}

static enum status copy_through(struct context *cx, const struct place *place,
                                const struct copy *copy, const struct object_file *file)
{
    TRY(copy_bytes(cx, copy, file));
    if (place->durable && fsync(copy->to) != 0) return failed(cx, "fsync", copy->to_path);
    return OK;
}

enum status place_copy(struct context *cx, const struct place *place, const char *from,
                       const char *path, const struct object_file *file)
{
    const char *whole = arena_format(cx->mem, "%s/%s", place->root, path);
    struct copy copy = {-1, -1, from,
                        arena_format(cx->mem, "%s/%s.part", place->tmp, id_new(cx->mem))};
    TRY(make_folder(cx, place, parent_of(cx->mem, whole)));
    copy.from = open(from, O_RDONLY | O_CLOEXEC);
    if (copy.from < 0) return failed(cx, "open", from);
    copy.to = open(copy.to_path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    enum status status =
        copy.to < 0 ? failed(cx, "create", copy.to_path) : copy_through(cx, place, &copy, file);
    close(copy.from);
    if (copy.to >= 0 && close(copy.to) != 0 && status == OK)
        status = failed(cx, "close", copy.to_path);
    if (status == OK && rename(copy.to_path, whole) != 0) status = failed(cx, "rename", whole);
    if (status != OK) {
        unlink(copy.to_path);
        return status;
    }
    return place->durable ? file_sync_folder(cx, parent_of(cx->mem, whole)) : OK;
}

enum status place_sync(struct context *cx, const struct place *place)
{
    if (place->durable) return OK;
    int fd = open(place->root, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failed(cx, "open", place->root);
    enum status status = syncfs(fd) == 0 ? OK : failed(cx, "syncfs", place->root);
    close(fd);
    return status;
}

enum status place_remove(struct context *cx, const struct place *place, const char *path)
{
    const char *whole = arena_format(cx->mem, "%s/%s", place->root, path);
    if (unlink(whole) != 0) return errno == ENOENT ? OK : failed(cx, "unlink", whole);
    return file_sync_folder(cx, parent_of(cx->mem, whole));
}

void place_sweep(struct context *cx, const char *folder, const char *suffix)
{
    DIR *open_folder = opendir(folder);
    if (!open_folder) return;
    for (struct dirent *one; (one = readdir(open_folder));)
        if (one->d_name[0] != '.' && text_ends(one->d_name, suffix))
            unlinkat(dirfd(open_folder), one->d_name, 0);
    closedir(open_folder);
    if (!*suffix) rmdir(folder);
}

void place_drop_partials(struct context *cx, const struct place *place, uint64_t from,
                         uint64_t size)
{
    for (int level = TILE_ENTRIES; level < TILE_LEVELS; level++) {
        uint64_t full = tile_hashes(level, size) / TILE_WIDTH;
        for (uint64_t n = tile_hashes(level, from) / TILE_WIDTH; n < full; n++) {
            const char *path = tile_path(cx->mem, (struct tile){level, n, TILE_WIDTH});
            place_sweep(cx, arena_format(cx->mem, "%s/%s.p", place->root, path), "");
        }
    }
}
