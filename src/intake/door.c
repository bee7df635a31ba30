/* The portal's side of the door: its secret, the key it seals to, what it has filed. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/text.h"
#include "intake/keys.h"
#include "intake/private.h"

enum { SECRET = 32, MARK_SIZE = ENVELOPE_DIGEST + 8, MARK_DAYS = 90, PATH_ROOM = 4096 };

static const int64_t AT_ONCE = INT64_C(2) << 30;

/* What each derived thing is for: none of them tells another. */
static const unsigned char FOR_LETTER[] = "gongkai letter id";
static const unsigned char FOR_CODE[] = "gongkai receipt code";
static const unsigned char FOR_DIGEST[] = "gongkai letter digest";

/* One sync of a folder serves everybody who has linked into it before the sync began: with many
 * filing at once, most wait for a sync that somebody else does. */
struct together {
    pthread_mutex_t lock;
    pthread_cond_t ended;
    uint64_t linked, synced; /* tickets: the last one drawn, the last one that is safe */
    bool syncing;
};

struct intake_door {
    struct arena *mem;
    struct intake_place place;
    const char *vkey;
    unsigned char secret[SECRET];
    int new_folder; /* open, to be synced */
    struct together folder;
    atomic_llong unfinished; /* bytes of files in intake/tmp/ */
    pthread_mutex_t lock;    /* of what follows */
    struct timespec read_at;
    ino_t read_inode;
    bool has_key;
    struct door_key key;
};

static enum status failed(struct context *cx, const char *what, const char *path)
{
    int error = errno;
    enum status status = fault(cx, "%s %s: %s", what, path, strerror(error));
    return error == ENOSPC || error == EDQUOT ? BUSY : status;
}

/* ---- opening ---- */

static enum status make_secret(struct context *cx, const char *path)
{
    unsigned char secret[SECRET];
    randombytes_buf(secret, sizeof secret);
    char *part = arena_format(cx->mem, "%s.part", path);
    unlink(part);
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return failed(cx, "create", part);
    bool written = write(fd, secret, sizeof secret) == sizeof secret && fsync(fd) == 0;
    sodium_memzero(secret, sizeof secret);
    if (close(fd) != 0 || !written) return failed(cx, "write", part);
    /* link, not rename: of two processes that start at once, one makes it and both read it */
    if (link(part, path) != 0 && errno != EEXIST) return failed(cx, "link", path);
    unlink(part);
    return OK;
}

static enum status read_secret(struct context *cx, struct intake_door *door)
{
    struct bytes bytes;
    const char *path = arena_format(cx->mem, "%s/receipt.key", door->place.portal);
    if (!file_exists(path)) {
        TRY(make_secret(cx, path));
        TRY(file_sync_folder(cx, door->place.portal));
    }
    TRY(file_read(cx, path, SECRET, &bytes));
    if (bytes.size != SECRET) return fault(cx, "%s is not a receipt secret", path);
    memcpy(door->secret, bytes.data, SECRET);
    return OK;
}

/* Removes what is older than so many days; 0: all. */
static void sweep(const char *folder, int days)
{
    struct stat about;
    int64_t before = moment_now().ms / 1000 - (int64_t)days * 86400;
    DIR *open_folder = opendir(folder);
    if (!open_folder) return;
    for (const struct dirent *one; (one = readdir(open_folder));)
        if (one->d_name[0] != '.' &&
            fstatat(dirfd(open_folder), one->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 &&
            (!days || about.st_mtime < before))
            unlinkat(dirfd(open_folder), one->d_name, 0);
    closedir(open_folder);
}

enum status intake_door_open(struct context *cx, const struct intake_place *place, const char *vkey,
                             struct intake_door **ret_door)
{
    struct arena *mem = arena_new("intake door");
    struct intake_door *door = arena_make(mem, struct intake_door);
    if (sodium_init() < 0) return fault(cx, "libsodium does not start");
    *door = (struct intake_door){.mem = mem, .place = *place, .vkey = arena_copy(mem, vkey)};
    pthread_mutex_init(&door->lock, NULL);
    pthread_mutex_init(&door->folder.lock, NULL);
    pthread_cond_init(&door->folder.ended, NULL);
    enum status status = read_secret(cx, door);
    door->new_folder = open(place->new, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (status == OK && door->new_folder < 0) status = failed(cx, "open", place->new);
    if (status != OK) {
        intake_door_close(door);
        return status;
    }
    /* Nobody else seals here: what lies there was left by a crash. */
    sweep(place->tmp, 0);
    sweep(arena_format(cx->mem, "%s/filed", place->portal), MARK_DAYS);
    *ret_door = door;
    return OK;
}

void intake_door_close(struct intake_door *door)
{
    if (!door) return;
    sodium_memzero(door->secret, sizeof door->secret);
    if (door->new_folder >= 0) close(door->new_folder);
    pthread_mutex_destroy(&door->lock);
    pthread_mutex_destroy(&door->folder.lock);
    pthread_cond_destroy(&door->folder.ended);
    arena_free(door->mem);
}

const struct intake_place *intake_door_place(const struct intake_door *door)
{
    return &door->place;
}

char *intake_nonce(struct arena *mem)
{
    return id_new(mem);
}

bool door_take_room(struct intake_door *door, int64_t bytes)
{
    int64_t most = door->place.at_once ? door->place.at_once : AT_ONCE;
    return atomic_fetch_add(&door->unfinished, bytes) + bytes <= most;
}

void door_give_room(struct intake_door *door, int64_t bytes)
{
    atomic_fetch_sub(&door->unfinished, bytes);
}

/* ---- the key ---- */

/* A rotation replaces the file: it is read again when it is another one. */
static void refresh_key(struct intake_door *door)
{
    struct stat about;
    if (stat(door->place.key, &about) != 0) {
        door->has_key = false;
        door->read_inode = 0;
        return;
    }
    if (door->read_inode == about.st_ino && door->read_at.tv_sec == about.st_mtim.tv_sec &&
        door->read_at.tv_nsec == about.st_mtim.tv_nsec)
        return;
    struct seal_keys keys;
    struct context cx = {.mem = arena_new("sealing key")};
    door->has_key = intake_keys_read(&cx, door->place.key, door->vkey, &keys) == OK;
    if (door->has_key) {
        const struct seal_key *key = &keys.at[keys.count - 1];
        memcpy(door->key.id, key->id, sizeof door->key.id);
        memcpy(door->key.public, key->public, sizeof door->key.public);
    }
    door->read_inode = about.st_ino;
    door->read_at = about.st_mtim;
    arena_free(cx.mem);
}

enum status door_current_key(struct context *cx, struct intake_door *door, struct door_key *ret_key)
{
    pthread_mutex_lock(&door->lock);
    refresh_key(door);
    bool has = door->has_key;
    *ret_key = door->key;
    pthread_mutex_unlock(&door->lock);
    return has ? OK : NOT_FOUND;
}

bool intake_door_is_open(struct intake_door *door)
{
    struct door_key key;
    return door && door_current_key(NULL, door, &key) == OK;
}

/* ---- what follows from a nonce ---- */

static void derive(const struct intake_door *door, const unsigned char *purpose, const char *nonce,
                   struct bytes ret)
{
    crypto_generichash_state state;
    union {
        const unsigned char *from;
        unsigned char *to;
    } into = {ret.data};
    crypto_generichash_init(&state, door->secret, SECRET, ret.size);
    crypto_generichash_update(&state, purpose, strlen((const char *)purpose) + 1);
    crypto_generichash_update(&state, (const unsigned char *)nonce, strlen(nonce));
    crypto_generichash_final(&state, into.to, ret.size);
}

void door_derive(const struct intake_door *door, const char *nonce, struct derived *ret)
{
    unsigned char letter[LETTER_ID_LENGTH / 2], code[64];
    derive(door, FOR_LETTER, nonce, (struct bytes){letter, sizeof letter});
    derive(door, FOR_CODE, nonce, (struct bytes){code, sizeof code});
    derive(door, FOR_DIGEST, nonce, (struct bytes){ret->digest_key, sizeof ret->digest_key});
    sodium_bin2hex(ret->letter, sizeof ret->letter, letter, sizeof letter);
    code_from(code, &ret->code);
    sodium_memzero(code, sizeof code);
}

/* ---- what was filed ---- */

/* Waiting for the office: its head tells, in the clear, when it was filed and a keyed digest. */
static enum status find_waiting(struct context *cx, const char *path, struct filed_mark *ret_mark)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) return errno == ENOENT ? NOT_FOUND : failed(cx, "open", path);
    struct envelope_reader *reader = arena_make(cx->mem, struct envelope_reader);
    enum status status = envelope_open(cx, reader, fd, LETTER_MAGIC);
    close(fd);
    if (status == INVALID) return fault(cx, "%s is not a letter", path);
    TRY(status);
    memcpy(ret_mark->digest, reader->head.digest, ENVELOPE_DIGEST);
    ret_mark->at.ms = reader->head.number;
    return OK;
}

static const char *mark_path(struct arena *mem, const struct intake_door *door, const char *letter)
{
    return arena_format(mem, "%s/filed/%s", door->place.portal, letter);
}

/* Taken by the office: our own mark. One that a crash cut short says nothing; the office then knows
 * the letter's id, and does not take it twice. */
static enum status find_mark(struct context *cx, const char *path, struct filed_mark *ret_mark)
{
    struct bytes bytes;
    TRY(file_read(cx, path, PATH_ROOM, &bytes));
    if (bytes.size != MARK_SIZE) return NOT_FOUND;
    memcpy(ret_mark->digest, bytes.data, ENVELOPE_DIGEST);
    ret_mark->at.ms = 0;
    for (size_t i = ENVELOPE_DIGEST; i < MARK_SIZE; i++)
        ret_mark->at.ms = ret_mark->at.ms << 8 | bytes.data[i];
    return OK;
}

enum status door_find_filed(struct context *cx, const struct intake_door *door, const char *letter,
                            struct filed_mark *ret_mark)
{
    const char *waiting = arena_format(cx->mem, "%s/%s", door->place.new, letter);
    enum status status = find_waiting(cx, waiting, ret_mark);
    if (status != NOT_FOUND) return status;
    return find_mark(cx, mark_path(cx->mem, door, letter), ret_mark);
}

void door_mark_filed(struct context *cx, const struct intake_door *door, const char *letter,
                     const struct filed_mark *mark)
{
    unsigned char bytes[MARK_SIZE];
    memcpy(bytes, mark->digest, ENVELOPE_DIGEST);
    for (int i = 0; i < 8; i++)
        bytes[ENVELOPE_DIGEST + i] = (unsigned char)((uint64_t)mark->at.ms >> (8 * (7 - i)));
    int fd = open(mark_path(cx->mem, door, letter), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) return; /* the letter is filed; the office takes its id once, mark or no mark */
    if (write(fd, bytes, sizeof bytes) != sizeof bytes) unlink(mark_path(cx->mem, door, letter));
    close(fd);
}

/* The folder is on the disk with all that was linked before this call. A sync that fails is nobody
 * else's: whoever waited for it tries again, and tells of their own failure. */
static bool sync_together(struct together *at, int folder)
{
    bool done = true;
    pthread_mutex_lock(&at->lock);
    uint64_t ticket = ++at->linked;
    while (at->synced < ticket && done) {
        if (at->syncing) {
            pthread_cond_wait(&at->ended, &at->lock);
            continue;
        }
        uint64_t covered = at->linked;
        at->syncing = true;
        pthread_mutex_unlock(&at->lock);
        done = fsync(folder) == 0;
        int error = errno;
        pthread_mutex_lock(&at->lock);
        at->syncing = false;
        if (done && covered > at->synced) at->synced = covered;
        pthread_cond_broadcast(&at->ended);
        errno = error;
    }
    pthread_mutex_unlock(&at->lock);
    return done;
}

enum status door_settle(struct context *cx, struct intake_door *door)
{
    return sync_together(&door->folder, door->new_folder) ? OK
                                                          : failed(cx, "fsync", door->place.new);
}

enum status door_publish(struct context *cx, struct intake_door *door, const char *path,
                         const char *letter)
{
    const char *to = arena_format(cx->mem, "%s/%s", door->place.new, letter);
    bool there = link(path, to) != 0;
    if (there && errno != EEXIST) return failed(cx, "link", to);
    TRY(door_settle(cx, door)); /* another thread's link as well: it gets a receipt too */
    return there ? CONFLICT : OK;
}
