#include "app/intake.h"

#include <dirent.h>
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/log.h"
#include "base/text.h"
#include "catalogue/sealing_key.h"
#include "contact/contact.h"
#include "contact/session.h"
#include "document/original.h"
#include "intake/fate.h"
#include "matter/matter.h"
#include "organisation/organisation.h"
#include "oversight/oversight.h"
#include "publication/comment.h"
#include "request/request.h"
#include "service/case.h"

enum { NAMES_MAX = 1000, POLL_MS = 1000, AGAIN_MS = 3600 * 1000, LATE_WORKING_DAYS = 1 };

/* One letter of a round, in a context of its own: an issue or a fault belongs to it alone. */
struct taking {
    struct context cx;
    struct intake_round *round;
    struct intake_place place;
    struct attachment_place blobs;
    const char *name; /* of the file: its id */
    struct letter letter;
    bool opened;
};

/* ---- who registers ---- */

static struct actor *clerk_of(struct arena *mem, const char *agency)
{
    struct actor *actor = arena_make(mem, struct actor);
    struct grant *grants = arena_array(mem, struct grant, 2);
    grants[0] = (struct grant){ROLE_CLERK, agency, NULL};
    grants[1] = (struct grant){ROLE_OFFICER, agency, NULL};
    *actor = (struct actor){.id = "intake",
                            .name = "intake",
                            .label = "@intake",
                            .agency = agency,
                            .unit = "",
                            .grants = grants,
                            .grant_count = 2};
    return actor;
}

/* ---- putting away ---- */

static const char *reason_of(const struct context *cx)
{
    return cx->issues ? cx->issues->message : "intake.refused";
}

static bool is_id(const char *name)
{
    size_t size = strlen(name);
    return size == LETTER_ID_LENGTH && strspn(name, "0123456789abcdef") == size;
}

static bool is_final(enum fate outcome)
{
    return outcome == FATE_TAKEN || outcome == FATE_DISCARDED;
}

static struct letter_fate fate_as(const struct taking *taking, const char *id, enum fate outcome,
                                  const char *reason)
{
    const struct letter *letter = &taking->letter;
    if (!taking->opened)
        return (struct letter_fate){.id = id,
                                    .at = taking->cx.now,
                                    .outcome = outcome,
                                    .type = "",
                                    .agency = "",
                                    .digest = "",
                                    .matter = "",
                                    .reason = reason};
    return (struct letter_fate){.id = id,
                                .at = letter->at,
                                .outcome = outcome,
                                .type = letter->type,
                                .agency = letter->to,
                                .digest = letter->digest,
                                .matter = letter->capsule_key,
                                .reason = reason};
}

/* Where another letter has the name already, or the name is none of ours (it comes from a portal),
 * this one gets a new one: each file has a row of its own. */
static enum status move_away(struct taking *taking, const char *folder, const char **ret_id)
{
    struct arena *mem = taking->cx.mem;
    const char *from = arena_format(mem, "%s/%s", taking->place.new, taking->name);
    int wrong = link(from, arena_format(mem, "%s/%s", folder, *ret_id));
    if (wrong && errno == EEXIST) {
        *ret_id = fate_new_id(mem);
        wrong = link(from, arena_format(mem, "%s/%s", folder, *ret_id));
    }
    if ((wrong || unlink(from) != 0) && errno != ENOENT)
        return fault(&taking->cx, "put away %s: %s", from, strerror(errno));
    return OK;
}

/* The file first: a row that says "held" of a letter in intake/new/ would not be tried again. */
static enum status put_away(struct taking *taking, const char *folder, enum fate outcome,
                            const char *reason)
{
    struct context cx = {.mem = taking->cx.mem, .store = taking->cx.store, .now = taking->cx.now};
    struct letter_fate before;
    const char *id = taking->name;
    if (!is_id(id)) id = fate_new_id(cx.mem);
    TRY(fate_of(&cx, id, &before));
    if (is_final(before.outcome)) id = fate_new_id(cx.mem);
    TRY(move_away(taking, folder, &id));
    TRY(file_sync_folder(&cx, folder));
    struct letter_fate fate = fate_as(taking, id, outcome, reason);
    log_line(outcome == FATE_HELD ? LOG_ERROR : LOG_INFO, "letter %s is %s: %s", id,
             outcome == FATE_HELD ? "held" : "waiting", reason);
    return fate_note(&cx, &fate);
}

static enum status hold(struct taking *taking, const char *reason)
{
    taking->round->held++;
    return put_away(taking, taking->place.held, FATE_HELD, reason);
}

/* It follows what is not here: perhaps not yet. */
static enum status let_wait(struct taking *taking)
{
    taking->round->waiting++;
    return put_away(taking, taking->round->at->intake_waiting, FATE_WAITING, "intake.no_matter");
}

/* ---- taking ---- */

static const struct letter_handler *find_handler(const struct taking *taking)
{
    const struct letter_handler *row = taking->round->handlers;
    while (row->type && !text_equal(row->type, taking->letter.type)) row++;
    return row->type ? row : NULL;
}

static enum status register_letter(struct taking *taking, const struct letter_handler *handler)
{
    struct context *cx = &taking->cx;
    const struct letter *letter = &taking->letter;
    TRY(store_begin(cx));
    TRY(original_keep(cx, &taking->blobs, letter));
    TRY(handler->take(cx, letter));
    struct letter_fate fate = fate_as(taking, letter->id, FATE_TAKEN, "");
    enum status status = fate_note(cx, &fate);
    if (status == CONFLICT) return BUSY; /* somebody has discarded it just now */
    TRY(status);
    return store_commit(cx);
}

static bool is_refusal(enum status status)
{
    return status == INVALID || status == NOT_FOUND || status == CONFLICT || status == DENIED;
}

static enum status remove_letter(struct taking *taking)
{
    struct context *cx = &taking->cx;
    const char *path = arena_format(cx->mem, "%s/%s", taking->place.new, taking->name);
    if (unlink(path) != 0 && errno != ENOENT)
        return fault(cx, "remove %s: %s", path, strerror(errno));
    return OK;
}

/* A file of waiting/ or held/ is a letter to be taken once more. A newer letter of that name stays
 * where it is: link and unlink, not rename. */
static void bring_back(struct arena *mem, const struct installation *at, const char *folder,
                       const char *name)
{
    const char *from = arena_format(mem, "%s/%s", folder, name);
    if (link(from, arena_format(mem, "%s/%s", at->intake_new, name)) == 0) unlink(from);
}

/* What came ahead of this letter has its matter now. */
static enum status wake_followers(struct taking *taking)
{
    struct context *cx = &taking->cx;
    const char *const *ids;
    size_t count;
    TRY(fate_waiting_for(cx, taking->letter.capsule_key, &ids, &count));
    for (size_t i = 0; i < count; i++)
        bring_back(cx->mem, taking->round->at, taking->round->at->intake_waiting, ids[i]);
    return OK;
}

/* What is left when the registration stands: this may be the second time. */
static enum status finish(struct taking *taking, const struct letter_handler *handler)
{
    if (handler->after) TRY(handler->after(&taking->cx, &taking->letter));
    if (!handler->follows) TRY(wake_followers(taking));
    return remove_letter(taking);
}

static enum status take_new(struct taking *taking, const struct letter_handler *handler)
{
    struct context *cx = &taking->cx;
    struct agency agency;
    enum status status = agency_by_code(cx, taking->letter.to, &agency);
    if (status == NOT_FOUND) return hold(taking, "intake.agency");
    TRY(status);
    status = register_letter(taking, handler);
    if (status == OK) {
        taking->round->taken++;
        return finish(taking, handler);
    }
    store_rollback(cx);
    struct context clean = {.mem = cx->mem, .store = cx->store, .now = cx->now};
    TRY(original_forget(&clean, &taking->blobs, &taking->letter));
    if (status == NOT_FOUND && handler->follows) return let_wait(taking);
    return is_refusal(status) ? hold(taking, reason_of(cx)) : status;
}

static enum status take_opened(struct taking *taking)
{
    struct context *cx = &taking->cx;
    struct letter_fate before;
    const struct letter_handler *handler = find_handler(taking);
    if (!handler) return hold(taking, "intake.type");
    cx->actor = clerk_of(cx->mem, taking->letter.to);
    TRY(fate_of(cx, taking->letter.id, &before));
    if (!is_final(before.outcome)) return take_new(taking, handler);
    if (!text_equal(before.digest, taking->letter.digest)) return hold(taking, "intake.repeat");
    return before.outcome == FATE_TAKEN ? finish(taking, handler) : remove_letter(taking);
}

static enum status take_one(struct taking *taking)
{
    struct context *cx = &taking->cx;
    enum status status = letter_open(cx, &taking->place, taking->name, &taking->letter);
    if (status == NOT_FOUND) return OK;
    if (status == INVALID) return hold(taking, reason_of(cx));
    TRY(status);
    taking->opened = true;
    return take_opened(taking);
}

/* ---- a round ---- */

/* Names of letters, none of which begins with a dot. */
static size_t list(struct arena *mem, const char *folder, const char **names)
{
    size_t count = 0;
    DIR *open_folder = opendir(folder);
    if (!open_folder) return 0;
    for (const struct dirent *one; count < NAMES_MAX && (one = readdir(open_folder));)
        if (one->d_name[0] != '.') names[count++] = arena_copy(mem, one->d_name);
    closedir(open_folder);
    return count;
}

/* Held letters may be taken once a key was recovered, a handler mended; but what came twice, or
 * under a foreign name, stays what it is. A file whose row says that it is gone was left by a
 * crash.
 */
static enum status try_again(struct context *cx, const struct installation *at, const char *folder,
                             const char *name)
{
    static const char *const hopeless[] = {"intake.repeat", "intake.identity"};
    struct letter_fate fate;
    TRY(fate_of(cx, name, &fate));
    if (fate.outcome == FATE_WAITING && folder == at->intake_waiting) return OK;
    for (size_t i = 0; i < COUNT_OF(hopeless); i++)
        if (fate.outcome == FATE_HELD && text_equal(fate.reason, hopeless[i])) return OK;
    if (fate.outcome == FATE_DISCARDED || fate.outcome == FATE_SET_ASIDE)
        unlink(arena_format(cx->mem, "%s/%s", folder, name));
    else
        bring_back(cx->mem, at, folder, name);
    return OK;
}

static enum status try_all_again(struct context *cx, const struct installation *at)
{
    const char *const folders[] = {at->intake_held, at->intake_waiting};
    for (size_t f = 0; f < COUNT_OF(folders); f++) {
        const char **names = arena_array(cx->mem, const char *, NAMES_MAX);
        size_t count = list(cx->mem, folders[f], names);
        for (size_t i = 0; i < count; i++) TRY(try_again(cx, at, folders[f], names[i]));
    }
    return OK;
}

/* Nothing came that they could follow. */
static enum status set_aside(struct context *cx, const struct intake_round *round)
{
    const struct installation *at = round->at;
    const struct duty *term = at->law ? law_duty(at->law, "unclaimed-letter", cx->today) : NULL;
    const char *const *ids;
    size_t count;
    if (!term) return OK;
    struct moment before = {cx->now.ms - term->days * INT64_C(86400000)};
    do {
        TRY(fate_waiting_since(cx, before, &ids, &count));
        for (size_t i = 0; i < count; i++) {
            struct letter_fate fate;
            TRY(fate_of(cx, ids[i], &fate));
            fate.outcome = FATE_SET_ASIDE;
            TRY(fate_note(cx, &fate));
            unlink(arena_format(cx->mem, "%s/%s", at->intake_waiting, ids[i]));
        }
    } while (count);
    return OK;
}

static enum status take_named(struct context *cx, struct intake_round *round, const char *name,
                              struct arena *mem)
{
    struct taking *taking = arena_make(mem, struct taking);
    *taking = (struct taking){
        .cx = {.mem = mem,          .store = cx->store, .now = cx->now, .today = cx->today},
        .round = round,
        .place = installation_office_place(round->at),
        .blobs = {round->at->blob, round->at->tmp                  },
        .name = name,
    };
    enum status status = take_one(taking);
    if (status == OK) return OK;
    store_rollback(&taking->cx);
    return taking->cx.fault_file ? fault(cx, "letter %s: %s", name, taking->cx.fault) : status;
}

enum status intake_take(struct context *cx, struct intake_round *round)
{
    enum status worst = OK;
    const char **names = arena_array(cx->mem, const char *, NAMES_MAX);
    if (round->again) TRY(try_all_again(cx, round->at));
    if (round->again) TRY(set_aside(cx, round));
    size_t count = list(cx->mem, round->at->intake_new, names);
    struct arena *mem = arena_new("letter");
    for (size_t i = 0; i < count; i++) {
        enum status status = take_named(cx, round, names[i], mem);
        arena_reset(mem);
        if (status != OK && worst == OK) worst = status;
    }
    arena_free(mem);
    return worst;
}

/* ---- what the pages say ---- */

static bool is_late(struct context *cx, const struct installation *at, const char *name)
{
    struct stat about;
    const struct calendar *calendar = at->law ? at->law->calendar : NULL;
    if (stat(arena_format(cx->mem, "%s/%s", at->intake_new, name), &about) != 0) return false;
    struct date filed = zone_date((struct moment){about.st_mtime * INT64_C(1000)});
    if (!calendar) return filed.day + LATE_WORKING_DAYS < cx->today.day;
    struct law_due due = law_add_working_days(calendar, filed, LATE_WORKING_DAYS, NULL);
    return due.date.day < cx->today.day;
}

enum status intake_count(struct context *cx, const struct installation *at,
                         struct intake_standing *ret_standing)
{
    const char **names = arena_array(cx->mem, const char *, NAMES_MAX);
    struct intake_standing standing = {.held = (int)list(cx->mem, at->intake_held, names)};
    size_t count = list(cx->mem, at->intake_new, names);
    for (size_t i = 0; i < count; i++) standing.late += is_late(cx, at, names[i]);
    *ret_standing = standing;
    return OK;
}

enum status intake_read_keys(struct context *cx, const struct installation *at,
                             struct seal_keys *ret_keys)
{
    enum { VKEY_MAX = 4096 };
    struct bytes vkey;
    TRY(file_read(cx, arena_format(cx->mem, "%s/vkey", at->ledger), VKEY_MAX, &vkey));
    size_t line = strcspn((const char *)vkey.data, "\n");
    return intake_keys_read(cx, at->intake_key,
                            arena_copy_n(cx->mem, (const char *)vkey.data, line), ret_keys);
}

/* ---- the thread ---- */

struct intake_job {
    const struct installation *at;
    pthread_t thread;
    int watch;
    atomic_bool ending;
    struct context store_cx; /* its connection */
    int64_t tried_again_at;
    bool told;
    struct date daily_on; /* the day for which time's own work is done */
    bool daily_told;
    time_t keys_at; /* when the note of sealing keys was last written, of those released */
};

/* After a rotation, and each day, for a standing order may have come into force meanwhile. */
static enum status release_keys(struct context *cx, struct intake_job *job)
{
    const struct installation *at = job->at;
    struct seal_keys keys;
    struct stat about;
    if (stat(at->intake_key, &about) != 0 || about.st_mtime == job->keys_at) return OK;
    TRY(intake_read_keys(cx, at, &keys));
    TRY(sealing_keys_release(cx, at->agency, &keys));
    job->keys_at = about.st_mtime;
    return OK;
}

static enum status daily_service(struct context *cx, struct intake_job *job)
{
    const struct attachment_place blobs = {job->at->blob, job->at->tmp};
    return service_daily(cx, &blobs);
}

#define ROOM(job)                                                                \
    static enum status room_##job(struct context *cx, struct intake_job *unused) \
    {                                                                            \
        return job(cx);                                                          \
    }
ROOM(request_tick)
ROOM(session_tick)
ROOM(matter_tick)
ROOM(request_daily)
ROOM(oversight_daily)
ROOM(publication_daily)
ROOM(session_daily)
ROOM(contact_daily)
#undef ROOM

/* What time alone does, room by room: capsules at once, lapses and silence once a day. */
static const struct room_job {
    const char *name;
    bool daily;
    enum status (*run)(struct context *cx, struct intake_job *job);
} room_jobs[] = {
    {"applications", false, room_request_tick     },
    {"sessions",     false, room_session_tick     },
    {"capsules",     false, room_matter_tick      },
    {"keys",         false, release_keys          },
    {"applications", true,  room_request_daily    },
    {"services",     true,  daily_service         },
    {"oversight",    true,  room_oversight_daily  },
    {"publication",  true,  room_publication_daily},
    {"sessions",     true,  room_session_daily    },
    {"contact",      true,  room_contact_daily    },
};

/* Each in a context of its own: what one room cannot do stops no other. What was refused is told by
 * its id. */
static enum status run_job(struct intake_job *job, const struct room_job *room, struct arena *mem)
{
    struct context cx = {.mem = mem, .store = job->store_cx.store};
    context_set_clock(&cx, moment_now());
    enum status status = room->run(&cx, job);
    if (status != OK) store_rollback(&cx);
    for (const struct issue *issue = cx.issues; issue; issue = issue->next)
        log_line(LOG_WARNING, "%s: %s: %s", room->name, issue->field, issue->message);
    if (status != OK && !job->daily_told)
        log_line(LOG_ERROR, "%s: %s", room->name, cx.fault_file ? cx.fault : "not done");
    arena_reset(mem);
    return status;
}

/* A refusal is tried again the next day; a fault, or a busy store, at the next round. */
static void round_of_rooms(struct intake_job *job, struct arena *mem)
{
    struct context now = {.mem = mem};
    bool failed = false, again = false;
    context_set_clock(&now, moment_now());
    bool daily = job->daily_on.day != now.today.day;
    if (daily) job->keys_at = 0;
    for (size_t i = 0; i < COUNT_OF(room_jobs); i++) {
        if (room_jobs[i].daily && !daily) continue;
        enum status status = run_job(job, &room_jobs[i], mem);
        failed |= status != OK;
        again |= room_jobs[i].daily && (status == FAULT || status == BUSY);
    }
    if (!again) job->daily_on = now.today;
    job->daily_told = failed;
}

static void round_of(struct intake_job *job, struct arena *mem)
{
    struct context cx = {.mem = mem, .store = job->store_cx.store};
    struct intake_standing standing;
    int64_t running = clock_running_ms();
    bool again = !job->tried_again_at || running - job->tried_again_at >= AGAIN_MS;
    struct intake_round round = {job->at, app_letters, again, 0, 0, 0};
    context_set_clock(&cx, moment_now());
    enum status status = intake_take(&cx, &round);
    if (again) job->tried_again_at = running;
    if (status != OK && !job->told)
        log_line(LOG_ERROR, "intake: %s", cx.fault_file ? cx.fault : "a letter waits");
    job->told = status != OK;
    if (intake_count(&cx, job->at, &standing) == OK) intake_set_standing(standing);
    arena_reset(mem);
}

/* Files of letters that a crash left in the clear, in the office's own folder. */
static void sweep(const struct installation *at)
{
    DIR *open_folder = opendir(at->tmp);
    if (!open_folder) return;
    for (const struct dirent *one; (one = readdir(open_folder));)
        if (text_starts(one->d_name, "letter-")) unlinkat(dirfd(open_folder), one->d_name, 0);
    closedir(open_folder);
}

static void *run(void *what)
{
    struct intake_job *job = what;
    struct arena *mem = arena_new("intake");
    char events[4096];
    while (!atomic_load(&job->ending)) {
        round_of(job, mem);
        round_of_rooms(job, mem);
        struct pollfd pollfd = {.fd = job->watch, .events = POLLIN};
        if (poll(&pollfd, 1, POLL_MS) > 0 && read(job->watch, events, sizeof events) < 0 &&
            errno != EAGAIN)
            break;
    }
    arena_free(mem);
    return NULL;
}

enum status intake_job_start(struct context *cx, const struct installation *at,
                             struct intake_job **ret_job)
{
    struct intake_job *job = arena_make(cx->mem, struct intake_job);
    *job = (struct intake_job){
        .at = at, .store_cx = {.mem = arena_new("intake store")}, .daily_on = DATE_NONE};
    sweep(at);
    if (store_open(&job->store_cx, at->office_db, STORE_DURABLE) != OK)
        return fault(cx, "intake: %s", job->store_cx.fault);
    job->watch = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (job->watch >= 0) inotify_add_watch(job->watch, at->intake_new, IN_CREATE | IN_MOVED_TO);
    int wrong = pthread_create(&job->thread, NULL, run, job);
    if (wrong) return fault(cx, "thread: %s", strerror(wrong));
    *ret_job = job;
    return OK;
}

void intake_job_stop(struct intake_job *job)
{
    if (!job) return;
    atomic_store(&job->ending, true);
    pthread_join(job->thread, NULL);
    if (job->watch >= 0) close(job->watch);
    store_close(job->store_cx.store);
    arena_free(job->store_cx.mem);
}
