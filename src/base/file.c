#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"

static enum status failed(struct context *cx, const char *what, const char *path)
{
    int error = errno;
    enum status found = fault(cx, "%s %s: %s", what, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : found;
}

static void close_deferred(void *what)
{
    close((int)(intptr_t)what);
}

static enum status read_all(struct context *cx, int fd, const char *path, struct bytes *ret)
{
    struct stat about;
    if (fstat(fd, &about) != 0) return failed(cx, "stat", path);
    size_t size = (size_t)about.st_size, got = 0;
    unsigned char *data = arena_alloc(cx->mem, size + 1);
    while (got < size) {
        ssize_t n = read(fd, data + got, size - got);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(cx, "read", path);
        if (n == 0) break;
        got += (size_t)n;
    }
    *ret = (struct bytes){data, got};
    return OK;
}

enum status file_read(struct context *cx, const char *path, size_t max, struct bytes *ret_bytes)
{
    struct stat about;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT || errno == ENOTDIR ? NOT_FOUND : failed(cx, "open", path);
    enum status status = OK;
    if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode))
        status = NOT_FOUND;
    else if ((size_t)about.st_size > max)
        status = fault(cx, "%s is larger than %zu bytes", path, max);
    else
        status = read_all(cx, fd, path, ret_bytes);
    close(fd);
    return status;
}

static enum status write_all(struct context *cx, int fd, const char *path, struct bytes bytes)
{
    size_t done = 0;
    while (done < bytes.size) {
        ssize_t n = write(fd, bytes.data + done, bytes.size - done);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(cx, "write", path);
        done += (size_t)n;
    }
    return OK;
}

enum status file_sync_folder(struct context *cx, const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) return failed(cx, "open", path);
    int done = fsync(fd);
    enum status status = done == 0 ? OK : failed(cx, "fsync", path);
    close(fd);
    return status;
}

static enum status sync_parent(struct context *cx, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (!slash) return file_sync_folder(cx, ".");
    return file_sync_folder(cx, arena_copy_n(cx->mem, path, (size_t)(slash - path)));
}

enum status file_write(struct context *cx, const char *tmp, const char *path, struct bytes bytes,
                       bool durable)
{
    char *part = arena_format(cx->mem, "%s/%s.part", tmp, id_new(cx->mem));
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (fd < 0) return failed(cx, "create", part);
    arena_defer(cx->mem, close_deferred, (void *)(intptr_t)fd);
    enum status status = write_all(cx, fd, part, bytes);
    if (status == OK && durable && fsync(fd) != 0) status = failed(cx, "fsync", part);
    arena_undefer(cx->mem, close_deferred, (void *)(intptr_t)fd);
    if (close(fd) != 0 && status == OK) status = failed(cx, "close", part);
    if (status == OK && rename(part, path) != 0) status = failed(cx, "rename", path);
    if (status != OK) {
        unlink(part);
        return status;
    }
    return durable ? sync_parent(cx, path) : OK;
}

enum status file_make_folders(struct context *cx, const char *path, unsigned mode)
{
    char *copy = arena_copy(cx->mem, path);
    for (char *at = copy + 1;; at++) {
        if (*at != '/' && *at != '\0') continue;
        char kept = *at;
        *at = '\0';
        if (mkdir(copy, (mode_t)mode) != 0 && errno != EEXIST) return failed(cx, "mkdir", copy);
        *at = kept;
        if (!kept) return OK;
    }
}

bool file_exists(const char *path)
{
    struct stat about;
    return stat(path, &about) == 0;
}
