/* Letters: drafted from a template, signed with a number, served. What was signed is a PDF whose
 * hash is kept; where a sealed scan was attached, the scan is what is served. */
#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "document/attachment.h"
#include "record/lifecycle.h"
#include "request/letter_body.h"
#include "request/private.h"

/* Notices are the disclosure office's own; an answer is signed by the leader who approves it. */
/* clang-format off */
#define NOTICES(N) \
    N("receipt") N("correction-notice") N("extension") N("third-party-consultation") \
    N("fee-notice") N("co-maker-consultation") N("lapsed") N("third-party-decision") \
    N("fee-lapsed") N("reasons-demanded") N("withdrawn") N("delay-reasoned") \
    N("review-decision") N("secrecy-consultation")
/* clang-format on */

bool letter_answers(const struct request_letter *letter)
{
#define ROW(id) id,
    static const char *const notices[] = {NOTICES(ROW)};
#undef ROW
    for (size_t i = 0; i < COUNT_OF(notices); i++)
        if (text_equal(letter->template, notices[i])) return false;
    return true;
}

OFFER(letter_is_a_notice)
{
    return !letter_answers(AS_CONST(request_letter, rec));
}

OFFER(letter_is_an_answer)
{
    return letter_answers(AS_CONST(request_letter, rec));
}

enum status letter_draft(struct context *cx, const struct application *a,
                         const struct letter_plan *plan)
{
    struct request_letter letter;
    record_init(&request_letter_kind, &letter);
    if (plan->id) letter.base.id = plan->id;
    letter.base.agency = a->base.agency;
    letter.base.language = a->base.language;
    letter.application = a->base.id;
    letter.consultation = plan->consultation ? plan->consultation->base.id : "";
    letter.template = plan->template;
    letter.addressee = plan->consultation    ? plan->consultation->party
                       : text_empty(a->name) ? a->agent_name
                                             : a->name;
    TRY(letter_body(cx, a, plan, &letter));
    return record_insert_by_program(cx, &letter.base);
}

#define QUOTED(id) ", '" id "'"
#define NO_NOTICE "AND l.template NOT IN (''" NOTICES(QUOTED) ")"
static const struct sql answer_letter = {
    "letter.of_answer",
    "SELECT l.id, l.edition FROM letter l WHERE l.application = $1 AND l.newest = 1"
    " AND l.state IN ('drafted', 'signed') " NO_NOTICE " ORDER BY l.changed_at DESC, l.id LIMIT 1"};
static const struct sql served_answer = {
    "letter.served_answer",
    "SELECT l.id, l.edition FROM letter l WHERE l.application = $1 AND l.state = "
    "'served' " NO_NOTICE " ORDER BY l.served_on DESC, l.changed_at DESC, l.id LIMIT 1"};

static enum status fetch_answer(struct context *cx, const struct sql *which,
                                const struct application *a, struct request_letter *ret)
{
    struct rows *rows;
    const char *id = "";
    int64_t edition = 0;
    TRY(store_query(cx, which, BIND(a->base.id), &rows));
    if (rows_next(rows)) {
        id = rows_text(rows, 0);
        edition = rows_int(rows, 1);
    }
    TRY(rows_end(rows));
    return *id ? record_fetch(cx, &request_letter_kind, id, edition, ret) : NOT_FOUND;
}

enum status letter_of_answer(struct context *cx, const struct application *a,
                             struct request_letter *ret)
{
    return fetch_answer(cx, &answer_letter, a, ret);
}

enum status letter_as_served(struct context *cx, const struct application *a,
                             struct request_letter *ret)
{
    return fetch_answer(cx, &served_answer, a, ret);
}

/* An answer's letter waits with its application. A notice waits while it can still be of use: what
 * tells of an end, as long as it is not served; all else, while the file is open. */
bool letter_waits(struct context *cx, const struct record *rec)
{
    static const char *const of_ends[] = {"lapsed", "fee-lapsed", "withdrawn", "review-decision",
                                          "third-party-decision"};
    const struct request_letter *letter = AS_CONST(request_letter, rec);
    struct application a;
    if (rec->state != LETTER_DRAFTED) return true;
    if (letter_answers(letter)) return false;
    for (size_t i = 0; i < COUNT_OF(of_ends); i++)
        if (text_equal(of_ends[i], letter->template)) return true;
    return request_fetch(cx, letter->application, &a) == OK && a.base.state < ANSWERED;
}

enum status letter_content_hash(struct context *cx, const struct request_letter *letter,
                                const char **ret_hash)
{
    const char *const words[] = {letter->heading, letter->subject, letter->addressee, letter->body};
    unsigned char hash[crypto_hash_sha256_BYTES];
    crypto_hash_sha256_state state;
    struct attachment *files;
    size_t count;
    TRY(attachment_list(cx, &letter->base, &files, &count));
    crypto_hash_sha256_init(&state);
    for (size_t i = 0; i < COUNT_OF(words); i++)
        crypto_hash_sha256_update(&state, (const unsigned char *)words[i], strlen(words[i]) + 1);
    for (size_t i = 0; i < count; i++)
        crypto_hash_sha256_update(&state, (const unsigned char *)files[i].sha256,
                                  strlen(files[i].sha256) + 1);
    crypto_hash_sha256_final(&state, hash);
    *ret_hash = text_hex(cx->mem, hash, sizeof hash);
    return OK;
}

/* ---- signing ---- */

/* An answer is signed by approving it (answer.c), never beside it. */
GUARD(guard_sign)
{
    const struct request_letter *letter = AS_CONST(request_letter, rec);
    const struct application *approved = why->with;
    TRY(record_validate(cx, rec));
    if (letter_has_gaps(letter->body)) return issue(cx, "body", "request.letter_has_gaps", "");
    if (!letter_answers(letter)) return OK;
    bool by_approving = approved && text_equal(approved->base.id, letter->application) &&
                        access_may(cx->actor, APPROVER, rec->agency);
    return by_approving ? OK : issue(cx, "", "request.sign_by_approving", "");
}

EFFECT(effect_sign)
{
    struct request_letter *letter = AS(request_letter, rec);
    int64_t number;
    int year = date_civil(cx->today).year;
    if (text_empty(rec->number)) {
        TRY(request_draw(cx, rec->agency, "letter", year, &number));
        rec->number = arena_format(cx->mem, "〔%d〕第%lld号", year, (long long)number);
    }
    letter->signed_on = cx->today;
    return letter_keep_pdf(cx, letter, &letter->sha256);
}

/* ---- the sealed scan ---- */

GUARD(guard_scan)
{
    const struct request_scan *scan = why->with;
    return scan ? OK : issue(cx, "file", "desk.no_file", "");
}

static const struct sql add_scan = {
    "letter.add_scan",
    "INSERT INTO attachment (record, edition, position, sha256, name, media, size) SELECT $1, $2,"
    " COALESCE(MAX(position), 0) + 1, $3, $4, $6, $5 FROM attachment"
    " WHERE record = $1 AND edition = $2"};

/* The one attached last is served; earlier ones stay with the letter. */
EFFECT(effect_scan)
{
    struct request_letter *letter = AS(request_letter, rec);
    const struct request_scan *scan = why->with;
    const char *ending = text_equal(scan->media, "image/jpeg")  ? "jpg"
                         : text_equal(scan->media, "image/png") ? "png"
                                                                : "pdf";
    const char *name = arena_format(cx->mem, "%s（盖章扫描件）.%s", letter->subject, ending);
    if (text_equal(letter->scan_sha256, scan->sha256)) return OK;
    letter->scan_sha256 = scan->sha256;
    return store_run(cx, &add_scan,
                     BIND(rec->id, rec->edition, scan->sha256, name, scan->size, scan->media),
                     NULL);
}

/* ---- serving ---- */

/* The scan of an answer stands for what was reviewed and approved: a second person has looked at it
 * before it goes out. */
static enum status check_scanner(struct context *cx, const struct record *rec)
{
    bool scanned = true;
    TRY(record_did(cx, rec, cx->actor->id, "attach-scan", &scanned));
    return scanned ? issue(cx, "", "request.scanner_may_not_serve", "") : OK;
}

GUARD(guard_serve_letter)
{
    const struct request_letter *letter = AS_CONST(request_letter, rec);
    const struct request_service *service = why->with;
    struct date day;
    if (!service || !field_word(kind_field(rec->kind, "method"), service->method))
        return issue(cx, "method", "request.method_needed", "令711 第40条");
    if (text_equal(service->method, "post") && text_empty(service->proof))
        return issue(cx, "proof", "request.proof_needed", "");
    if (letter_answers(letter) && !service->by_answer)
        return issue(cx, "", "request.serve_by_answering", "");
    TRY(request_day(cx, why, &day));
    if (day.day < letter->signed_on.day) return issue(cx, "on", "request.before_signing", "");
    return letter_answers(letter) ? check_scanner(cx, rec) : OK;
}

static const struct sql waiting_consultation = {
    "letter.waiting_consultation",
    "SELECT c.id FROM consultation c JOIN letter l ON l.consultation = c.id WHERE l.id = $1"
    " AND c.newest = 1 AND c.state = 'sent' AND c.served_on <> $2 LIMIT 1"};
static const struct sql waiting_fee = {
    "letter.waiting_fee",
    "SELECT f.id FROM fee_notice f JOIN letter l ON l.application = f.application WHERE l.id = $1"
    " AND f.newest = 1 AND f.state = 'noticed' AND f.noticed_on <> $2 LIMIT 1"};
static const struct {
    const char *template;
    const struct kind *kind;
    const struct sql *waiting; /* for an answer to this letter, from another day */
} from_service[] = {
    {"third-party-consultation", &consultation_kind, &waiting_consultation},
    {"co-maker-consultation",    &consultation_kind, &waiting_consultation},
    {"secrecy-consultation",     &consultation_kind, &waiting_consultation},
    {"fee-notice",               &fee_notice_kind,   &waiting_fee         },
};

/* A notice that was served later than it was written counts from its service. */
static enum status count_from_service(struct context *cx, const struct request_letter *letter)
{
    struct request_moved moved = {letter->base.id, letter->served_on};
    struct reason reason = NO_REASON;
    const char *id = "";
    reason.with = &moved;
    if (text_equal(letter->template, "correction-notice"))
        return request_step(cx, letter->application, "note-service", &reason);
    for (size_t i = 0; i < COUNT_OF(from_service); i++) {
        if (!text_equal(from_service[i].template, letter->template)) continue;
        struct record *rec = arena_alloc(cx->mem, from_service[i].kind->size);
        enum status found =
            store_text(cx, from_service[i].waiting, BIND(letter->base.id, moved.on), &id);
        if (found == NOT_FOUND) return OK;
        TRY(found);
        TRY(record_fetch(cx, from_service[i].kind, id, 0, rec));
        return record_move(cx, rec, "note-service", &reason);
    }
    return OK;
}

EFFECT(effect_serve_letter)
{
    struct request_letter *letter = AS(request_letter, rec);
    const struct request_service *service = why->with;
    TRY(request_day(cx, why, &letter->served_on));
    letter->method = service->method;
    letter->proof = service->proof ? service->proof : "";
    TRY(request_tell(cx, letter));
    return count_from_service(cx, letter);
}

static const struct sql notice_served = {
    "letter.notice_served",
    "SELECT COUNT(*) FROM letter WHERE application = $1 AND template = $2 AND consultation = $3"
    " AND state = 'served' AND served_on >= $4"};

enum status letter_was_served(struct context *cx, const struct letter_told *told)
{
    int64_t served = 0;
    TRY(store_int(cx, &notice_served,
                  BIND(told->application, told->template, told->consultation, told->since),
                  &served));
    return served ? OK : issue(cx, "", "request.not_served_yet", "");
}

GUARD(guard_move_event)
{
    const struct request_moved *moved = why->with;
    return moved ? OK : issue(cx, "", "request.by_its_record", "");
}

EFFECT(effect_move_event)
{
    const struct request_moved *moved = why->with;
    return request_event_moves(cx, AS(application, rec), moved->about, moved->on);
}

GUARD(guard_reissue)
{
    static const struct sql later = {"letter.later",
                                     "SELECT COUNT(*) FROM letter WHERE id = $1 AND edition > $2"};
    int64_t editions = 0;
    if (letter_answers(AS_CONST(request_letter, rec)))
        return issue(cx, "", "request.answer_by_remedy", "");
    TRY(store_int(cx, &later, BIND(rec->id, rec->edition), &editions));
    return editions ? issue(cx, "", "move.edition_open", "") : OK;
}

/* The next edition is drafted anew; the served one stays as it was. */
EFFECT(effect_reissue)
{
    struct request_letter *letter = AS(request_letter, rec);
    struct request_letter served = *letter;
    letter->served_on = letter->signed_on = DATE_NONE;
    letter->method = letter->proof = letter->sha256 = letter->scan_sha256 = "";
    rec->number = "";
    enum status status = effect_open_edition(cx, rec, why);
    *letter = served;
    return status;
}
