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
#include "document/original.h"
#include "matter/matter.h"
#include "organisation/organisation.h"
#include "oversight/oversight.h"
#include "request/request.h"

enum { NAMES_MAX = 1000, POLL_MS = 1000, AGAIN_MS = 3600 * 1000, LATE_WORKING_DAYS = 1 };

const struct sql intake_tables = {
    "intake.tables",
    "CREATE TABLE IF NOT EXISTS intake_letter (id TEXT PRIMARY KEY, type TEXT NOT NULL,"
    " agency TEXT NOT NULL, digest TEXT NOT NULL, at INTEGER NOT NULL, taken_at INTEGER NOT NULL,"
    " outcome TEXT NOT NULL, reason TEXT NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS intake_letter_outcome ON intake_letter (outcome)"};
static const struct sql letter_digest = {
    "intake.digest", "SELECT digest FROM intake_letter WHERE id = $1 AND outcome = 'taken'"};
static const struct sql put_letter = {
    "intake.put",
    "INSERT INTO intake_letter (id, type, agency, digest, at, taken_at, outcome, reason)"
    " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO UPDATE SET type = $2,"
    " agency = $3, digest = $4, at = $5, taken_at = $6, outcome = $7, reason = $8"
    " WHERE outcome <> 'taken'"};

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
                            .label = "网上受理 / online intake",
                            .agency = agency,
                            .unit = "",
                            .grants = grants,
                            .grant_count = 2};
    return actor;
}

/* ---- holding ---- */

static const char *reason_of(const struct context *cx)
{
    return cx->issues ? cx->issues->message : "intake.refused";
}

static bool is_id(const char *name)
{
    size_t size = strlen(name);
    return size == LETTER_ID_LENGTH && strspn(name, "0123456789abcdef") == size;
}

/* The file first: a row that says "held" of a letter in intake/new/ would not be tried again. */
static enum status hold(struct taking *taking, const char *reason)
{
    struct context cx = {.mem = taking->cx.mem, .store = taking->cx.store, .now = taking->cx.now};
    const struct letter *letter = &taking->letter;
    const char *from = arena_format(cx.mem, "%s/%s", taking->place.new, taking->name);
    const char *to = arena_format(cx.mem, "%s/%s", taking->place.held, taking->name);
    /* its name comes from a portal: only an id is logged */
    log_line(LOG_ERROR, "letter %s is held: %s", is_id(taking->name) ? taking->name : "(no id)",
             reason);
    int wrong = link(from, to);
    if (wrong && errno == EEXIST) /* another of this id: neither is lost */
        wrong = link(from, arena_format(cx.mem, "%s.%.8s", to, id_new(cx.mem)));
    if ((wrong || unlink(from) != 0) && errno != ENOENT)
        return fault(&taking->cx, "hold %s: %s", from, strerror(errno));
    TRY(file_sync_folder(&cx, taking->place.held));
    taking->round->held++;
    return store_run(&cx, &put_letter,
                     BIND(taking->name, taking->opened ? letter->type : "",
                          taking->opened ? letter->to : "", taking->opened ? letter->digest : "",
                          taking->opened ? letter->at : cx.now, cx.now, "held", reason),
                     NULL);
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
    TRY(store_run(cx, &put_letter,
                  BIND(letter->id, letter->type, letter->to, letter->digest, letter->at, cx->now,
                       "taken", ""),
                  NULL));
    return store_commit(cx);
}

static bool is_refusal(enum status status)
{
    return status == INVALID || status == NOT_FOUND || status == CONFLICT || status == DENIED;
}

/* What is left when the registration stands: this may be the second time. */
static enum status finish(struct taking *taking, const struct letter_handler *handler)
{
    struct context *cx = &taking->cx;
    const char *path = arena_format(cx->mem, "%s/%s", taking->place.new, taking->name);
    if (handler->after) TRY(handler->after(cx, &taking->letter));
    if (unlink(path) != 0 && errno != ENOENT)
        return fault(cx, "remove %s: %s", path, strerror(errno));
    return OK;
}

static enum status take_opened(struct taking *taking)
{
    struct context *cx = &taking->cx;
    struct agency agency;
    const char *known;
    const struct letter_handler *handler = find_handler(taking);
    if (!handler) return hold(taking, "intake.type");
    cx->actor = clerk_of(cx->mem, taking->letter.to);
    enum status status = store_text(cx, &letter_digest, BIND(taking->letter.id), &known);
    if (status == OK)
        return text_equal(known, taking->letter.digest) ? finish(taking, handler)
                                                        : hold(taking, "intake.repeat");
    if (status != NOT_FOUND) return status;
    status = agency_by_code(cx, taking->letter.to, &agency);
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
    return is_refusal(status) ? hold(taking, reason_of(cx)) : status;
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

static void release_held(struct context *cx, const struct installation *at)
{
    const char **names = arena_array(cx->mem, const char *, NAMES_MAX);
    size_t count = list(cx->mem, at->intake_held, names);
    for (size_t i = 0; i < count; i++)
        /* a newer letter of that name stays where it is: link and unlink, not rename */
        if (link(arena_format(cx->mem, "%s/%s", at->intake_held, names[i]),
                 arena_format(cx->mem, "%s/%s", at->intake_new, names[i])) == 0)
            unlink(arena_format(cx->mem, "%s/%s", at->intake_held, names[i]));
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
    if (round->again) release_held(cx, round->at);
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
    const struct calendar *calendar = at->law ? law_calendar(at->law, "cn") : NULL;
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
};

/* What applications need of a clock: capsules at once, lapses and silence once a day. A step that
 * was refused is told by its id, and tried again the next day. */
static void round_of_requests(struct intake_job *job, struct arena *mem)
{
    struct context cx = {.mem = mem, .store = job->store_cx.store};
    context_set_clock(&cx, moment_now());
    enum status status = request_tick(&cx);
    if (status == OK) status = matter_tick(&cx);
    if (status == OK && job->daily_on.day != cx.today.day) {
        status = request_daily(&cx);
        if (status == OK) status = oversight_daily(&cx);
        if (status == OK) job->daily_on = cx.today;
    }
    for (const struct issue *issue = cx.issues; issue; issue = issue->next)
        log_line(LOG_WARNING, "requests: %s: %s", issue->field, issue->message);
    if (status != OK && !job->daily_told)
        log_line(LOG_ERROR, "requests: %s", cx.fault_file ? cx.fault : "not done");
    job->daily_told = status != OK;
    arena_reset(mem);
}

static void round_of(struct intake_job *job, struct arena *mem)
{
    struct context cx = {.mem = mem, .store = job->store_cx.store};
    struct intake_standing standing;
    int64_t running = clock_running_ms();
    bool again = !job->tried_again_at || running - job->tried_again_at >= AGAIN_MS;
    struct intake_round round = {job->at, app_letters, again, 0, 0};
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
        round_of_requests(job, mem);
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
