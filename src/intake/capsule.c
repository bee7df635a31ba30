#include "intake/capsule.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/json.h"
#include "base/text.h"
#include "intake/private.h"

enum { INDEX_MAX = 256 * 1024, PIECE = 64 * 1024, NAME_MAX_BYTES = 1000 };

static enum status failed(struct context *cx, const char *what, const char *path)
{
    int error = errno;
    enum status status = fault(cx, "%s %s: %s", what, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : status;
}

/* ---- putting ---- */

struct putting {
    const struct capsule_place *place;
    const struct capsule_draft *draft;
    unsigned char public[CODE_KEY_SIZE];
    char name[CODE_NAME_LENGTH + 1];
    char *part, *path;
    int fd, lock;
    struct envelope_writer writer;
};

static void drop_putting(void *what)
{
    struct putting *putting = what;
    if (putting->fd >= 0) close(putting->fd);
    if (putting->lock >= 0) close(putting->lock);
    unlink(putting->part); /* or it was renamed */
    envelope_forget(&putting->writer);
}

static struct bytes write_index(struct arena *mem, const struct capsule_draft *draft)
{
    struct json json = json_new(mem, true);
    json_open(&json, '{');
    json_key(&json, "files");
    json_open(&json, '[');
    for (size_t i = 0; i < draft->file_count; i++) {
        json_open(&json, '{');
        json_put_text(&json, "media", draft->files[i].media);
        json_put_text(&json, "name", draft->files[i].name);
        json_put_int(&json, "size", draft->files[i].size);
        json_close(&json, '}');
    }
    json_close(&json, ']');
    json_put_int(&json, "serial", draft->serial);
    json_close(&json, '}');
    return out_taken(&json.out);
}

static enum status put_item(struct context *cx, struct envelope_writer *writer, char item,
                            struct bytes bytes)
{
    envelope_item(writer, item);
    TRY(envelope_bytes(cx, writer, bytes));
    return envelope_end_item(cx, writer);
}

static enum status put_bytes_of(struct context *cx, struct envelope_writer *writer, int fd,
                                const struct capsule_file *file)
{
    unsigned char piece[PIECE];
    int64_t size = 0;
    for (;;) {
        ssize_t n = read(fd, piece, sizeof piece);
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return failed(cx, "read", file->path);
        if (n == 0) break;
        size += n;
        TRY(envelope_bytes(cx, writer, (struct bytes){piece, (size_t)n}));
    }
    return size == file->size ? OK : fault(cx, "%s has another size", file->path);
}

static enum status put_file(struct context *cx, struct envelope_writer *writer,
                            const struct capsule_file *file)
{
    int fd = open(file->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return failed(cx, "open", file->path);
    envelope_item(writer, 'F');
    enum status status = put_bytes_of(cx, writer, fd, file);
    close(fd);
    return status == OK ? envelope_end_item(cx, writer) : status;
}

static enum status write_capsule(struct context *cx, struct putting *putting)
{
    const struct capsule_draft *draft = putting->draft;
    struct envelope_head head = {.magic = CAPSULE_MAGIC, .number = draft->serial};
    struct bytes index = write_index(cx->mem, draft);
    struct bytes json = {(const unsigned char *)draft->json, strlen(draft->json)};
    if (index.size > INDEX_MAX || json.size > CAPSULE_JSON_MAX ||
        draft->file_count > CAPSULE_FILES_MAX)
        return fault(cx, "too much for a capsule");
    memcpy(head.whose, putting->name, sizeof head.whose);
    TRY(envelope_begin(cx, &putting->writer, putting->fd, &head, putting->public));
    TRY(put_item(cx, &putting->writer, 'I', index));
    TRY(put_item(cx, &putting->writer, 'J', json));
    for (size_t i = 0; i < draft->file_count; i++)
        TRY(put_file(cx, &putting->writer, &draft->files[i]));
    TRY(envelope_finish(cx, &putting->writer, draft->serial, head.digest));
    if (fsync(putting->fd) != 0) return failed(cx, "fsync", putting->part);
    return envelope_check(cx, &putting->writer);
}

/* The serial of the capsule that is there; 0: none, or none that can be read. */
static enum status serial_there(struct context *cx, const char *path, int64_t *ret_serial)
{
    struct envelope_reader *reader = arena_make(cx->mem, struct envelope_reader);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    *ret_serial = 0;
    if (fd < 0) return errno == ENOENT ? OK : failed(cx, "open", path);
    struct context own = {.mem = cx->mem};
    if (envelope_open(&own, reader, fd, CAPSULE_MAGIC) == OK) *ret_serial = reader->head.number;
    close(fd);
    return OK;
}

/* Compared and replaced under a lock: of two at once the newer one stays. */
static enum status replace(struct context *cx, struct putting *putting)
{
    int64_t there;
    const char *path = arena_format(cx->mem, "%s/capsule.lock", putting->place->tmp);
    putting->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (putting->lock < 0) return failed(cx, "open", path);
    while (flock(putting->lock, LOCK_EX) != 0)
        if (errno != EINTR) return failed(cx, "lock", path);
    TRY(serial_there(cx, putting->path, &there));
    if (there > putting->draft->serial) return CONFLICT;
    if (rename(putting->part, putting->path) != 0) return failed(cx, "rename", putting->path);
    return file_sync_folder(cx, putting->place->folder);
}

enum status capsule_put(struct context *cx, const struct capsule_place *place,
                        const char *public_hex, const struct capsule_draft *draft)
{
    struct arena_mark mark = arena_mark(cx->mem);
    struct putting *putting = arena_make(cx->mem, struct putting);
    *putting = (struct putting){.place = place, .draft = draft, .fd = -1, .lock = -1};
    if (!code_public_from_hex(public_hex, putting->public)) return fault(cx, "not a capsule's key");
    code_capsule_name(putting->public, putting->name);
    putting->path = arena_format(cx->mem, "%s/%s", place->folder, putting->name);
    putting->part = arena_format(cx->mem, "%s/%s.part", place->tmp, id_new(cx->mem));
    putting->fd = open(putting->part, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0644);
    if (putting->fd < 0) return failed(cx, "create", putting->part);
    arena_defer(cx->mem, drop_putting, putting);
    enum status status = write_capsule(cx, putting);
    if (status == OK) status = replace(cx, putting);
    arena_rewind(cx->mem, mark);
    return status;
}

static enum status path_of(struct context *cx, const struct capsule_place *place,
                           const char *public_hex, const char **ret_path)
{
    unsigned char public[CODE_KEY_SIZE];
    char name[CODE_NAME_LENGTH + 1];
    if (!code_public_from_hex(public_hex, public)) return fault(cx, "not a capsule's key");
    code_capsule_name(public, name);
    *ret_path = arena_format(cx->mem, "%s/%s", place->folder, name);
    return OK;
}

enum status capsule_serial(struct context *cx, const struct capsule_place *place,
                           const char *public_hex, int64_t *ret_serial)
{
    const char *path;
    TRY(path_of(cx, place, public_hex, &path));
    return serial_there(cx, path, ret_serial);
}

enum status capsule_remove(struct context *cx, const struct capsule_place *place,
                           const char *public_hex)
{
    const char *path;
    TRY(path_of(cx, place, public_hex, &path));
    if (unlink(path) != 0) return errno == ENOENT ? OK : failed(cx, "remove", path);
    return file_sync_folder(cx, place->folder);
}

/* ---- opening ---- */

struct capsule_reader {
    struct context cx;
    int fd;
    struct envelope_reader envelope;
    struct envelope_piece piece;
    size_t taken; /* of the piece */
    bool begun, broken;
};

static void close_reader(void *what)
{
    struct capsule_reader *reader = what;
    if (reader->fd >= 0) close(reader->fd);
    sodium_memzero(&reader->envelope, sizeof reader->envelope);
}

static enum status open_envelope(struct context *cx, const struct capsule *capsule,
                                 struct capsule_reader *reader)
{
    reader->fd = open(capsule->path, O_RDONLY | O_CLOEXEC);
    if (reader->fd < 0) return errno == ENOENT ? NOT_FOUND : failed(cx, "open", capsule->path);
    arena_defer(cx->mem, close_reader, reader);
    TRY(envelope_open(cx, &reader->envelope, reader->fd, CAPSULE_MAGIC));
    return envelope_unseal(cx, &reader->envelope, capsule->key.public, capsule->key.secret);
}

static enum status read_item(struct context *cx, struct capsule_reader *reader, char item,
                             size_t max, struct bytes *ret_bytes)
{
    struct out out = out_new(cx->mem);
    do {
        TRY(envelope_next(cx, &reader->envelope, &reader->piece));
        if (reader->piece.item != item || out.size + reader->piece.bytes.size > max)
            return issue(cx, "", "intake.unreadable", "");
        out_bytes(&out, reader->piece.bytes.data, reader->piece.bytes.size);
    } while (!reader->piece.ends_item);
    *ret_bytes = out_taken(&out);
    return OK;
}

static const char *text_of(struct arena *mem, const json_t *value)
{
    size_t size = json_string_length(value);
    if (!json_is_string(value) || size > NAME_MAX_BYTES) return NULL;
    return arena_copy_n(mem, json_string_value(value), size);
}

static bool parse_file(struct arena *mem, const json_t *object, struct capsule_file *ret)
{
    const json_t *size = json_object_get(object, "size");
    *ret = (struct capsule_file){text_of(mem, json_object_get(object, "name")),
                                 text_of(mem, json_object_get(object, "media")),
                                 json_integer_value(size), NULL};
    return ret->name && ret->media && json_is_integer(size) && ret->size >= 0;
}

static bool take_index(struct arena *mem, const json_t *root, struct capsule *capsule)
{
    const json_t *array = json_object_get(root, "files"), *serial = json_object_get(root, "serial");
    size_t count = json_array_size(array);
    if (!json_is_array(array) || count > CAPSULE_FILES_MAX || !json_is_integer(serial))
        return false;
    struct capsule_file *files = arena_array(mem, struct capsule_file, count + 1);
    for (size_t i = 0; i < count; i++)
        if (!parse_file(mem, json_array_get(array, i), &files[i])) return false;
    capsule->serial = json_integer_value(serial);
    capsule->files = files;
    capsule->file_count = count;
    return true;
}

bool capsule_index_parse(struct arena *mem, struct bytes bytes, struct capsule *capsule)
{
    json_error_t error;
    json_t *root = json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, &error);
    bool sound = root && take_index(mem, root, capsule);
    json_decref(root);
    return sound;
}

static enum status read_front(struct context *cx, struct capsule_reader *reader,
                              struct capsule *capsule)
{
    struct bytes index, json;
    TRY(open_envelope(cx, capsule, reader));
    TRY(read_item(cx, reader, 'I', INDEX_MAX, &index));
    TRY(read_item(cx, reader, 'J', CAPSULE_JSON_MAX, &json));
    if (!capsule_index_parse(cx->mem, index, capsule) ||
        capsule->serial != reader->envelope.head.number)
        return issue(cx, "", "intake.unreadable", "");
    capsule->json = (const char *)json.data;
    capsule->json_size = json.size;
    return OK;
}

/* What cannot be a code goes the same way as one that nobody has: it is looked for. */
enum status capsule_open(struct context *cx, const char *folder, const char *typed,
                         struct capsule *ret_capsule)
{
    struct context own = {.mem = cx->mem, .now = cx->now};
    struct capsule capsule = {0};
    struct capsule_reader *reader = arena_make(cx->mem, struct capsule_reader);
    reader->fd = -1;
    if (!code_parse(typed, &capsule.code))
        snprintf(capsule.code.text, sizeof capsule.code.text, "%.*s", CODE_LENGTH, "?");
    code_key(&capsule.code, &capsule.key);
    capsule.path = arena_format(cx->mem, "%s/%s", folder, capsule.key.name);
    enum status status = read_front(&own, reader, &capsule);
    if (status == INVALID || status == NOT_FOUND) return NOT_FOUND;
    if (status != OK) return own.fault_file ? fault(cx, "%s", own.fault) : status;
    *ret_capsule = capsule;
    return OK;
}

/* ---- a file ---- */

static enum status skip_item(struct context *cx, struct capsule_reader *reader)
{
    do TRY(envelope_next(cx, &reader->envelope, &reader->piece));
    while (!reader->piece.ends_item);
    return OK;
}

enum status capsule_open_file(struct context *cx, const struct capsule *capsule, size_t i,
                              struct capsule_reader **ret_reader)
{
    struct arena *mem = arena_new("capsule file");
    struct capsule_reader *reader = arena_make(mem, struct capsule_reader);
    *reader = (struct capsule_reader){.cx = {.mem = mem}, .fd = -1};
    enum status status = i < capsule->file_count ? OK : NOT_FOUND;
    if (status == OK) status = open_envelope(&reader->cx, capsule, reader);
    for (size_t n = 0; status == OK && n < i + 2; n++) status = skip_item(&reader->cx, reader);
    if (status == OK) {
        *ret_reader = reader;
        return OK;
    }
    enum status told =
        status == INVALID ? fault(cx, "a capsule changed while it was read") : status;
    arena_free(mem);
    return told;
}

int64_t capsule_read_file(struct capsule_reader *reader, unsigned char *into, size_t size)
{
    struct envelope_piece *piece = &reader->piece;
    while (!reader->begun || reader->taken == piece->bytes.size) {
        if (reader->broken || (reader->begun && piece->ends_item)) break;
        reader->broken =
            envelope_next(&reader->cx, &reader->envelope, piece) != OK || piece->item != 'F';
        reader->begun = true;
        reader->taken = 0;
    }
    if (reader->broken) return -1;
    size_t left = piece->bytes.size - reader->taken, n = left < size ? left : size;
    if (n) memcpy(into, piece->bytes.data + reader->taken, n);
    reader->taken += n;
    return (int64_t)n;
}

void capsule_close_file(struct capsule_reader *reader)
{
    if (reader) arena_free(reader->cx.mem);
}
