#include "ledger/object.h"

#include <string.h>

#include "base/text.h"

static const char HEAD[] = "gongkai-object/1";
enum { FILE_LINE_MAX = 2 * HASH_SIZE + 1 + 16 }; /* sizes up to 2^53 have 16 digits */

static enum status refuse(struct context *cx)
{
    return issue(cx, "", "ledger.object.form", "");
}

/* One line of UTF-8 that may be a canonical JSON object. */
static bool is_record(struct bytes line)
{
    if (line.size < 2 || line.data[0] != '{' || line.data[line.size - 1] != '}') return false;
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] < 0x20) return false;
    return text_is_utf8((const char *)line.data, line.size);
}

static bool next_line(struct bytes *rest, struct bytes *ret_line)
{
    const unsigned char *end = rest->size ? memchr(rest->data, '\n', rest->size) : NULL;
    if (!end) return false;
    *ret_line = (struct bytes){rest->data, (size_t)(end - rest->data)};
    *rest = (struct bytes){end + 1, rest->size - ret_line->size - 1};
    return true;
}

enum status object_write(struct context *cx, const struct object *object, struct bytes *ret_bytes)
{
    struct out out = out_new(cx->mem);
    if (!is_record(object->record) || object->files_count > OBJECT_FILES_MAX) return refuse(cx);
    out_format(&out, "%s\n%s\n", HEAD, text_hex(cx->mem, object->salt, SALT_SIZE));
    out_bytes(&out, object->record.data, object->record.size);
    out_char(&out, '\n');
    for (size_t i = 0; i < object->files_count; i++)
        out_format(&out, "%s %lld\n", text_hex(cx->mem, object->files[i].hash.byte, HASH_SIZE),
                   (long long)object->files[i].size);
    *ret_bytes = out_taken(&out);
    return ret_bytes->size <= OBJECT_MAX ? OK : refuse(cx);
}

static bool parse_file(struct context *cx, struct bytes line, struct object_file *ret)
{
    if (line.size < 2 * HASH_SIZE + 2 || line.size > FILE_LINE_MAX) return false;
    const char *text = arena_copy_n(cx->mem, (const char *)line.data, line.size);
    const char *size = text + 2 * HASH_SIZE + 1;
    if (strlen(text) != line.size || size[-1] != ' ') return false;
    if (!text_from_hex(arena_copy_n(cx->mem, text, 2 * HASH_SIZE), ret->hash.byte, HASH_SIZE))
        return false;
    if (*size < '0' || *size > '9' || (*size == '0' && size[1])) return false;
    return text_to_int(size, &ret->size) && ret->size <= (int64_t)TLOG_SIZE_MAX;
}

enum status object_parse_files(struct context *cx, struct bytes lines, struct object *ret)
{
    struct bytes line;
    size_t count = 0;
    for (size_t i = 0; i < lines.size; i++) count += lines.data[i] == '\n';
    if (count > OBJECT_FILES_MAX) return refuse(cx);
    struct object_file *files = arena_array(cx->mem, struct object_file, count);
    for (size_t i = 0; i < count; i++)
        if (!next_line(&lines, &line) || !parse_file(cx, line, &files[i])) return refuse(cx);
    if (lines.size > 0) return refuse(cx);
    ret->files = files;
    ret->files_count = count;
    return OK;
}

enum status object_parse(struct context *cx, struct bytes bytes, struct object *ret)
{
    struct bytes head, salt;
    if (bytes.size > OBJECT_MAX || !next_line(&bytes, &head) || !next_line(&bytes, &salt) ||
        !next_line(&bytes, &ret->record))
        return refuse(cx);
    if (head.size != strlen(HEAD) || memcmp(head.data, HEAD, head.size) != 0) return refuse(cx);
    if (salt.size != 2 * SALT_SIZE ||
        !text_from_hex(arena_copy_n(cx->mem, (const char *)salt.data, salt.size), ret->salt,
                       SALT_SIZE) ||
        !is_record(ret->record))
        return refuse(cx);
    return object_parse_files(cx, bytes, ret);
}

struct hash object_commit(struct arena *mem, const struct object *object)
{
    struct hash commit;
    unsigned char(*hashes)[HASH_SIZE] = arena_alloc_array(mem, object->files_count, HASH_SIZE);
    for (size_t i = 0; i < object->files_count; i++)
        memcpy(hashes[i], object->files[i].hash.byte, HASH_SIZE);
    commit_compute(object->salt, object->record, (const unsigned char(*)[HASH_SIZE])hashes,
                   object->files_count, commit.byte);
    return commit;
}

char *object_path(struct arena *mem, const char *folder, struct hash hash)
{
    const char *hex = text_hex(mem, hash.byte, HASH_SIZE);
    return arena_format(mem, "%s/%.2s/%s", folder, hex, hex);
}
