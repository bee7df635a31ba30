/* Files that must survive a power cut, and files that are read whole.
 *
 * Writing is: temporary name beside the target's file system, write, fsync, rename, fsync of the
 * folder. Messages of failure are recorded in the context; ENOSPC is BUSY ("not saved"), all else
 * is FAULT.
 */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include "base/context.h"
#include "base/out.h"

/* Reads a whole file of at most max bytes into cx->mem (a NUL follows). NOT_FOUND if absent. */
enum status file_read(struct context *cx, const char *path, size_t max,
                      struct bytes *ret_bytes) MUST_USE;
/* Replaces path by these bytes. tmp is a folder on the same file system. With durable the file
 * and its folder are synced; without, the caller syncs (a batch uses one syncfs()). */
enum status file_write(struct context *cx, const char *tmp, const char *path, struct bytes bytes,
                       bool durable) MUST_USE;
enum status file_make_folders(struct context *cx, const char *path, unsigned mode) MUST_USE;
enum status file_sync_folder(struct context *cx, const char *path) MUST_USE;
bool file_exists(const char *path);

#endif
