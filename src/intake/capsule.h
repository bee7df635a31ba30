/* Capsules: what the office answers to one citizen, and only the receipt code opens.
 *
 * capsule/<name> is an envelope (envelope.h) sealed to the code's public key: first JSON, then the
 * files that are delivered. Its length is a multiple of 4 KB, it is replaced as a whole, and it has
 * a serial number: one with a smaller number never replaces one with a larger. The name follows
 * from the key, so the office needs no list, and who looks at the folder learns how many there are
 * and how large, nothing else. The JSON is the module's own, e.g.
 *
 *     {"serial":3,"type":"application","at":1764000000000,"view":{…}}
 *
 *     struct capsule_draft draft = {.serial = 3, .json = json, .files = files, .file_count = n};
 *     TRY(capsule_put(cx, &place, application.capsule_key, &draft));        // office, after COMMIT
 *     TRY(capsule_open(cx, folder, typed, &capsule));                       // portal
 *     TRY(capsule_open_file(cx, &capsule, 0, &reader));                     // portal: one file
 */
#ifndef INTAKE_CAPSULE_H
#define INTAKE_CAPSULE_H

#include "base/context.h"
#include "base/out.h"
#include "intake/code.h"

enum { CAPSULE_JSON_MAX = 4 << 20, CAPSULE_FILES_MAX = 200 };

/* What is delivered: bytes at a path (a blob), read as it is sealed. */
struct capsule_file {
    const char *name, *media;
    int64_t size;
    const char *path; /* for capsule_put(); NULL in what capsule_open() tells */
};
struct capsule_draft {
    int64_t serial; /* 1, 2, 3 … : the caller counts */
    const char *json;
    const struct capsule_file *files;
    size_t file_count;
};

/* The office: folder is capsule/, tmp a folder on the same file system. public_hex is 64 digits.
 * CONFLICT: there is one with a larger serial already. BUSY: the disk is full. */
struct capsule_place {
    const char *folder, *tmp;
};
enum status capsule_put(struct context *cx, const struct capsule_place *place,
                        const char *public_hex, const struct capsule_draft *draft) MUST_USE;
/* The serial of what lies there, 0 if nothing does: after a backup was restored, what is behind its
 * record is put again. */
enum status capsule_serial(struct context *cx, const struct capsule_place *place,
                           const char *public_hex, int64_t *ret_serial) MUST_USE;
/* The code is dead: lost and replaced, or the retention term has passed. OK if there is none. */
enum status capsule_remove(struct context *cx, const struct capsule_place *place,
                           const char *public_hex) MUST_USE;

/* The portal. */
struct capsule {
    int64_t serial;
    const char *json;
    size_t json_size;
    const struct capsule_file *files;
    size_t file_count;
    struct code code;
    struct code_key key;
    const char *path;
};
/* NOT_FOUND for what is not a code, a code that nobody has, a capsule that does not open: all the
 * same, and in about the same time. A code whose letter the office has not yet taken is not found
 * either: the receipt page says so. */
enum status capsule_open(struct context *cx, const char *folder, const char *typed,
                         struct capsule *ret_capsule) MUST_USE;

/* One file, decrypted as it is read: nothing in the clear on a disk, 16 KB in memory. The reader
 * has an arena of its own and is closed by capsule_close_file(). */
struct capsule_reader;
enum status capsule_open_file(struct context *cx, const struct capsule *capsule, size_t i,
                              struct capsule_reader **ret_reader) MUST_USE;
/* Bytes read, 0 at the end, -1 when it does not decrypt. */
int64_t capsule_read_file(struct capsule_reader *reader, unsigned char *into, size_t size);
void capsule_close_file(struct capsule_reader *reader);

#endif
