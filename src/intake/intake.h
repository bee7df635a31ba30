/* A sealed letter is the only door in (DESIGN §1).
 *
 * What a citizen submits is encrypted as it arrives, attachments chunk by chunk, into a file in
 * intake/tmp/; then synced, read again from the disk and checked to its last byte; then linked to
 * intake/new/ and the folder synced; and only then does the citizen get a receipt. The office takes
 * letters from there in its own time: opens them, registers what they say in one transaction, and
 * removes them. Whoever takes over a portal finds ciphertext.
 *
 * Invariants
 *  - No byte of a letter lies on a disk in the clear before the office opened it.
 *  - A receipt means: on disk, whole, and under a name that nothing of the portal's can change or
 *    remove. A full disk is BUSY ("not saved"), and nothing of the letter remains.
 *  - One form, one letter. A form carries a random nonce; letter id and receipt code follow from
 *    the nonce by the portal's secret (portal/receipt.key), so sending it twice is the same letter
 *    and the same receipt, also after the office took it. An edited repeat is recognised
 *    (FILED_DIFFERENT) and not filed: the citizen is told to use a supplement.
 *  - The id stands inside the letter as well, and the office takes each id once: a copied letter is
 *    not a second one.
 *  - What does not open, has an unknown type, or is refused by its handler stays in intake/held/,
 *    and the office's pages say so. What follows an unknown code waits, and alarms nobody (fate.h).
 *
 * Portal side; handlers use it through web/sealed.h, which has the files already sealed:
 *
 *     TRY(sealing_begin(cx, door, &sealing));                     // when the first file begins
 *     TRY(sealing_file_begin(cx, sealing, "身份证.jpg", "image/jpeg"));
 *     TRY(sealing_file_bytes(cx, sealing, piece));                // as they arrive
 *     TRY(sealing_file_end(cx, sealing));
 *     struct letter_head head = {.type = "application", .to = "002232131", .nonce = nonce,
 *                                .fields = fields, .field_count = n};
 *     TRY(sealing_finish(cx, sealing, &head, &receipt));          // receipt.code, receipt.at
 *
 * Office side; the loop is app/intake.c:
 *
 *     TRY(letter_open(cx, &place, id, &letter));   // decrypted and checked; files lie in DATA/tmp
 *     handler->take(cx, &letter)                   // in one office transaction
 *
 * The letter, byte by byte, is described in envelope.h; codes in code.h; replies in capsule.h; keys
 * in keys.h.
 */
#ifndef INTAKE_INTAKE_H
#define INTAKE_INTAKE_H

#include "base/context.h"
#include "base/out.h"
#include "intake/code.h"

enum {
    LETTER_FILES_MAX = 10,
    LETTER_FILE_MAX = 20 << 20,
    LETTER_FILES_BYTES_MAX = 60 << 20,
    LETTER_FIELDS_MAX = 120,
    LETTER_HEAD_MAX = 2 << 20,
    LETTER_NONCE_MAX = 64,
    LETTER_ID_LENGTH = 32, /* hexadecimal digits; the file's name */
};

/* Paths of an installation; each side sets what it may touch. */
struct intake_place {
    const char *tmp, *new, *held; /* intake/… ; held: the office's */
    const char *capsule;
    const char *key;    /* ledger/intake.key */
    const char *portal; /* the portal's own folder: receipt.key, filed/ */
    const char *keys;   /* the office's secrets */
    const char *work;   /* DATA/tmp: where the office puts files of a letter that it opens */
    int64_t at_once;    /* bytes of files of all unfinished letters, beyond which a portal takes no
                           more (BUSY): many slow uploads must not fill the disk. 0: 2 GB */
};

/* A field of the form: cleaned text; names are lower-case ASCII words. */
struct letter_field {
    const char *name, *value;
};

/* ---- sealing: the portal ------------------------------------------------------------------- */

struct intake_door;
/* Once at start; makes portal/receipt.key when there is none, and sweeps intake/tmp/. vkey: the
 * ledger's, under which the sealing keys are believed. Any thread may use the door afterwards. */
enum status intake_door_open(struct context *cx, const struct intake_place *place, const char *vkey,
                             struct intake_door **ret_door) MUST_USE;
void intake_door_close(struct intake_door *door);
/* Is there a key to seal to? If not, the form says that nothing can be taken now. */
bool intake_door_is_open(struct intake_door *door);
const struct intake_place *intake_door_place(const struct intake_door *door);
/* A nonce for a new form: 26 characters. */
char *intake_nonce(struct arena *mem);

struct sealing;
/* Lives in cx->mem, and is dropped with it, before its door is closed: a letter that is not
 * finished leaves nothing.
 * NOT_FOUND: no key to seal to; BUSY: the disk is full. */
enum status sealing_begin(struct context *cx, struct intake_door *door,
                          struct sealing **ret_sealing) MUST_USE;
/* INVALID at "files" for too many, too large; BUSY for a full disk. name and media are what the
 * client says: name is cut to its last part and cleaned. */
enum status sealing_file_begin(struct context *cx, struct sealing *sealing, const char *name,
                               const char *media) MUST_USE;
enum status sealing_file_bytes(struct context *cx, struct sealing *sealing,
                               struct bytes bytes) MUST_USE;
enum status sealing_file_end(struct context *cx, struct sealing *sealing) MUST_USE;
size_t sealing_file_count(const struct sealing *sealing);
int64_t sealing_file_bytes_all(const struct sealing *sealing);

struct letter_head {
    const char *type; /* "application", "supplement", … : a handler row of the office */
    const char *to;   /* organisation code of the agency */
    const char *nonce;
    const struct code *code; /* of the matter this belongs to; NULL: a new one is made */
    const struct letter_field *fields;
    size_t field_count;
};

enum filed { FILED_NOW, FILED_BEFORE, FILED_DIFFERENT };
struct receipt {
    enum filed filed;
    struct code code;
    char letter[LETTER_ID_LENGTH + 1];
    struct moment at; /* server's time of the (first) filing */
};
/* Everything is on disk and was read again, or nothing is there. OK also when this form was filed
 * before: receipt.filed says so. A FILED_DIFFERENT receipt has no code: who edited it has the
 * first. INVALID at "nonce" when that is missing or overlong. */
enum status sealing_finish(struct context *cx, struct sealing *sealing,
                           const struct letter_head *head, struct receipt *ret_receipt) MUST_USE;

/* ---- opening: the office ------------------------------------------------------------------- */

struct letter_file {
    const char *name, *media; /* as the client said: never believed */
    int64_t size;
    const char *sha256;
    const char *path; /* in place.work; gone with the arena */
};
struct letter {
    const char *id, *type, *to;
    struct moment at;                  /* filed, by the portal's clock */
    const char *capsule_key;           /* 64 hexadecimal digits: capsules are sealed to it */
    const char *digest;                /* of what it says; tells an edited repeat from a copy */
    const struct letter_field *fields; /* in byte order of their names */
    size_t field_count;
    const struct letter_file *files;
    size_t file_count;
};
/* The value of a field, "" if the letter has none. */
const char *letter_value(const struct letter *letter, const char *name);

/* Opens intake/new/<id>. NOT_FOUND: no such letter; INVALID: it does not open, is cut, changed, or
 * says another id (the issue tells which); BUSY: no room for its files. */
enum status letter_open(struct context *cx, const struct intake_place *place, const char *id,
                        struct letter *ret_letter) MUST_USE;

/* What the office does with a letter of this type, inside one office transaction: registers it.
 * Files are in blob/ by then (document/original.h). cx->actor may write at letter->to. OK: taken.
 * INVALID, NOT_FOUND, CONFLICT, DENIED: the letter is held, with the issue as its reason. BUSY and
 * FAULT: it is tried again later. Where the row says that it follows a matter, NOT_FOUND means that
 * nothing here has the letter's code: it waits for what it follows. */
struct letter_handler {
    const char *type; /* NULL ends the table */
    enum status (*take)(struct context *cx, const struct letter *letter);
    /* After COMMIT, once or more (a crash repeats it): puts the capsule. May be NULL. */
    enum status (*after)(struct context *cx, const struct letter *letter);
    bool follows; /* belongs to a matter that an earlier letter has opened */
};

/* What the office's pages must say: set by the job that takes letters. */
struct intake_standing {
    int held; /* letters that could not be taken and need a person */
    int late; /* letters unopened for more than one working day */
};
void intake_set_standing(struct intake_standing standing);
struct intake_standing intake_standing(void);

#endif
