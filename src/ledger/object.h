/* Objects: what an act made public, in a form that is verified by hashing lines (SECURITY §1).
 *
 *     gongkai-object/1
 *     <64 hex digits of salt>
 *     <the record's exact bytes: one line of canonical JSON>
 *     <sha256> <size>                                   one line per file, in the record's order
 *
 * The commitment in the entry is that of record/commit.h. The parser takes hostile bytes and
 * accepts exactly what the writer writes. It does not look into the record: names and media types
 * of files stand there, and replay compares.
 */
#ifndef LEDGER_OBJECT_H
#define LEDGER_OBJECT_H

#include "ledger/tlog.h"
#include "record/commit.h"

enum { OBJECT_MAX = 16 * 1024 * 1024, OBJECT_FILES_MAX = 10000 };

struct object_file {
    struct hash hash; /* SHA-256 of the file's bytes */
    int64_t size;
};

struct object {
    unsigned char salt[SALT_SIZE];
    struct bytes record; /* without its newline */
    const struct object_file *files;
    size_t files_count;
};

enum status object_write(struct context *cx, const struct object *object,
                         struct bytes *ret_bytes) MUST_USE;
/* record points into bytes. */
enum status object_parse(struct context *cx, struct bytes bytes, struct object *ret) MUST_USE;
struct hash object_commit(struct arena *mem, const struct object *object);

/* The list of files alone, as the act row keeps it: lines "sha256 size\n". */
enum status object_parse_files(struct context *cx, struct bytes lines, struct object *ret) MUST_USE;

/* "object/ab/abcd…" and "file/ab/abcd…", under ledger/ (and "blob/ab/abcd…" under DATA). */
char *object_path(struct arena *mem, const char *folder, struct hash hash);

#endif
