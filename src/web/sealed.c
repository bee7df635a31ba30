#include "web/sealed.h"

#include <sodium.h>
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "web/private.h"

enum {
    WRONG_CODES_A_MINUTE = 20, /* of one address: a carrier's thousands mistype less */
    WRONG_CODES_AT_ONCE = 60,
    WRONG_BEGINNINGS_A_MINUTE = 6, /* codes that begin alike, whoever asks */
    WRONG_BEGINNINGS_AT_ONCE = 20,
    LETTERS_A_MINUTE = 30, /* of one address; one with files counts for more */
    LETTERS_AT_ONCE = 200,
    BYTES_OF_A_LETTER = 4 << 20,
    CODE_TYPED_MAX = 200,
};

/* ---- files, as they arrive ---- */

/* One letter on its way in, in the arena of its request. */
struct sunk {
    struct context cx;
    struct sealing *sealing;
};

static unsigned refusal_of(struct context *cx, enum status status)
{
    static const unsigned statuses[] = {
        [OK] = 0,         [INVALID] = 413, [DENIED] = 503, [NOT_FOUND] = 503, /* no key now */
        [CONFLICT] = 503, [BUSY] = 503,    [FAULT] = 500,
    };
    if (cx->fault_file)
        log_line(LOG_ERROR, "a letter is not taken: %s (%s:%d)", cx->fault, cx->fault_file,
                 cx->fault_line);
    return statuses[status];
}

static unsigned open_sunk(void *app, struct arena *mem, void **ret_sunk)
{
    struct site *site = app;
    struct sunk *sunk = arena_make(mem, struct sunk);
    sunk->cx.mem = mem;
    *ret_sunk = sunk;
    return refusal_of(&sunk->cx, sealing_begin(&sunk->cx, site->plan.door, &sunk->sealing));
}

static unsigned begin_sunk(void *what, const struct http_file *file)
{
    struct sunk *sunk = what;
    const char *name = arena_copy_n(sunk->cx.mem, (const char *)file->name.data, file->name.size);
    return refusal_of(&sunk->cx, sealing_file_begin(&sunk->cx, sunk->sealing, name, file->type));
}

static unsigned write_sunk(void *what, struct bytes piece)
{
    struct sunk *sunk = what;
    return refusal_of(&sunk->cx, sealing_file_bytes(&sunk->cx, sunk->sealing, piece));
}

static unsigned end_sunk(void *what)
{
    struct sunk *sunk = what;
    return refusal_of(&sunk->cx, sealing_file_end(&sunk->cx, sunk->sealing));
}

void sealed_open(struct site *site)
{
    site->sink = (struct http_sink){site, open_sunk, begin_sunk, write_sunk, end_sunk};
    rate_open(&site->letters, LETTERS_A_MINUTE, LETTERS_AT_ONCE);
    rate_open(&site->wrong_codes, WRONG_CODES_A_MINUTE, WRONG_CODES_AT_ONCE);
    rate_open(&site->wrong_beginnings, WRONG_BEGINNINGS_A_MINUTE, WRONG_BEGINNINGS_AT_ONCE);
}

void sealed_limits(struct site *site, struct http_limits *limits)
{
    if (!site->plan.door) return;
    limits->sink = &site->sink;
    limits->file = LETTER_FILE_MAX;
    limits->files = LETTER_FILES_MAX;
    limits->all_files = LETTER_FILES_BYTES_MAX;
}

/* ---- letters ---- */

bool web_takes_letters(const struct web *web)
{
    return intake_door_is_open(web->site->plan.door);
}

const char *web_nonce(const struct web *web)
{
    /* Never from an address: a link must not choose it for somebody else. */
    const char *typed = web->request->method == HTTP_POST ? web_typed(web, "nonce") : "";
    return id_is_valid(typed) ? typed : intake_nonce(web->cx->mem);
}

size_t web_sealed_files(const struct web *web)
{
    const struct sunk *sunk = web->request->sunk;
    return sunk ? sealing_file_count(sunk->sealing) : 0;
}

enum status web_seal(struct context *cx, const struct web *web, struct response *response,
                     const struct letter_head *head, struct receipt *ret_receipt)
{
    struct sunk *sunk = web->request->sunk;
    struct sealing *sealing = sunk ? sunk->sealing : NULL;
    http_set_header(&response->http, "Cache-Control", "no-store");
    if (!web->site->plan.door) return BUSY;
    if (!sealing) {
        enum status status = sealing_begin(cx, web->site->plan.door, &sealing);
        if (status == NOT_FOUND) return BUSY; /* the key went while the form was filled in */
        TRY(status);
    }
    unsigned price = 1 + (unsigned)(sealing_file_bytes_all(sealing) / BYTES_OF_A_LETTER);
    if (!rate_take_many(&web->site->letters, &web->request->from, cx->now, price)) {
        http_set_header(&response->http, "Retry-After", "60");
        return issue(cx, "", "intake.too_many_letters", "");
    }
    return sealing_finish(cx, sealing, head, ret_receipt);
}

/* ---- capsules ---- */

/* Counted by the first group, as it was read; what is not even that, by what was typed. */
static void beginning_of(const char *typed, unsigned char ret_key[16])
{
    struct code code;
    const char *text = code_parse(typed, &code) ? code.text : typed;
    char beginning[CODE_PREFIX_LENGTH + 1] = "";
    memcpy(beginning, text, strnlen(text, CODE_PREFIX_LENGTH));
    crypto_generichash(ret_key, 16, (const unsigned char *)beginning, sizeof beginning, NULL, 0);
}

enum status web_open_capsule(struct context *cx, const struct web *web, struct response *response,
                             const char *field, struct capsule *ret_capsule)
{
    struct site *site = web->site;
    const struct http_address *from = &web->request->from;
    unsigned char beginning[16];
    const char *typed = "";
    http_set_header(&response->http, "Cache-Control", "no-store");
    if (web_text(cx, web, field, CODE_TYPED_MAX, &typed) != OK) typed = "", cx->issues = NULL;
    beginning_of(typed, beginning);
    /* Asked before the code is tried: a right guess learns no more than a wrong one. */
    if (!rate_allows(&site->wrong_codes, from, cx->now) ||
        !rate_allows_key(&site->wrong_beginnings, beginning, cx->now)) {
        http_set_header(&response->http, "Retry-After", "60");
        return issue(cx, field, "code.too_many", "");
    }
    enum status status =
        site->plan.capsule ? capsule_open(cx, site->plan.capsule, typed, ret_capsule) : NOT_FOUND;
    if (status != NOT_FOUND) return status;
    (void)rate_take(&site->wrong_codes, from, cx->now);
    (void)rate_take_key(&site->wrong_beginnings, beginning, cx->now);
    return issue(cx, field, "code.unknown", "");
}

static int64_t read_capsule(void *from, unsigned char *into, size_t room)
{
    return capsule_read_file(from, into, room);
}

static void close_capsule(void *from)
{
    capsule_close_file(from);
}

enum status web_send_capsule_file(struct context *cx, struct response *response,
                                  const struct capsule *capsule, size_t i)
{
    struct capsule_reader *reader;
    TRY(capsule_open_file(cx, capsule, i, &reader));
    const struct capsule_file *file = &capsule->files[i];
    struct http_stream stream = {(size_t)file->size, reader, read_capsule, close_capsule};
    http_send_stream(&response->http, &stream, arena_copy(response->http.mem, file->media));
    web_as_attachment(response, file->name);
    http_set_header(&response->http, "Cache-Control", "no-store");
    return OK;
}
