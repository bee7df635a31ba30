/* What the files of src/intake/ share. */
#ifndef INTAKE_PRIVATE_H
#define INTAKE_PRIVATE_H

#include "intake/envelope.h"
#include "intake/intake.h"

/* letter.c: the head of a letter, canonical JSON (DESIGN §3). */
enum {
    LETTER_TYPE_MAX = 40,
    LETTER_TO_MAX = 40,
    LETTER_NAME_MAX = 60,
    LETTER_VALUE_MAX = 200000,
    LETTER_FILE_NAME_MAX = 120,
    LETTER_MEDIA_MAX = 100
};

struct bytes letter_head_write(struct arena *mem, const struct letter *letter);
/* INVALID: not a head, or it holds what our own portal would not have sealed. Files have no hash
 * and no path. Everything that is read here may come from an enemy. */
enum status letter_head_parse(struct context *cx, struct bytes bytes,
                              struct letter *ret_letter) MUST_USE;
/* Cleans and sorts; INVALID beside the field that cannot be sealed. */
enum status letter_fields_clean(struct context *cx, const struct letter_field *fields, size_t count,
                                const struct letter_field **ret_fields) MUST_USE;
bool letter_word_is_fine(const char *word, size_t max); /* lower-case ASCII, digits, - _ . */
/* The last part of what a client calls a file, cleaned; never "". */
const char *letter_file_name(struct arena *mem, const char *given);
const char *letter_media(struct arena *mem, const char *given);

/* capsule.c: serial and files from the index of a capsule. False: it is not one. */
struct capsule;
bool capsule_index_parse(struct arena *mem, struct bytes bytes, struct capsule *capsule);

/* keys.c: the text of the public note, without its signature. Changes text. */
struct seal_keys;
bool intake_keys_parse(struct arena *mem, char *text, struct seal_keys *ret);

/* door.c */
struct door_key {
    unsigned char id[8], public[32];
};
struct derived { /* what follows from a nonce */
    char letter[LETTER_ID_LENGTH + 1];
    struct code code;
    unsigned char digest_key[32];
};
struct filed_mark {
    unsigned char digest[ENVELOPE_DIGEST];
    struct moment at;
};
/* Room for files of unfinished letters. What was taken, whatever the answer, is given back. */
bool door_take_room(struct intake_door *door, int64_t bytes);
void door_give_room(struct intake_door *door, int64_t bytes);
enum status door_current_key(struct context *cx, struct intake_door *door,
                             struct door_key *ret_key) MUST_USE;
void door_derive(const struct intake_door *door, const char *nonce, struct derived *ret);
/* Whether this letter was filed before: NOT_FOUND if not. */
enum status door_find_filed(struct context *cx, const struct intake_door *door, const char *letter,
                            struct filed_mark *ret_mark) MUST_USE;
/* Whatever was linked into intake/new/ so far is on the disk. */
enum status door_settle(struct context *cx, struct intake_door *door) MUST_USE;
/* Links a synced file into intake/new/ and settles it. CONFLICT: there was one, settled as well. */
enum status door_publish(struct context *cx, struct intake_door *door, const char *path,
                         const char *letter) MUST_USE;
void door_mark_filed(struct context *cx, const struct intake_door *door, const char *letter,
                     const struct filed_mark *mark);

#endif
