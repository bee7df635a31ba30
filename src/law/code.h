/* Numbers that carry their own check: organisation codes, identity numbers, index numbers (索引号).
 *
 * A code is described by a row of a table: its length, the alphabet that gives each character its
 * value, weights, modulus, and the check character for each remainder. GB 11714 (9 characters),
 * GB 32100 (the 18-character unified social credit code) and GB 11643 (the resident identity
 * number) are three rows of one table, not three functions; another country's scheme is a fourth.
 *
 * An index number is `<organisation code>/<period>-<serial>`, e.g. 014109605/2009-00638; the later
 * practice writes the month: 11341702486344515H/202110-00013 (DOMAIN §4.1). Its address form leaves
 * the organisation code to the path: 2009-00638.
 *
 *     struct code_fault bad = index_parse("014109606/2009-00001", &index);
 *     // bad.message is "code.check_digit", bad.given "6", bad.expected "5"
 */
#ifndef LAW_CODE_H
#define LAW_CODE_H

#include "base/context.h"

struct code_scheme {
    const char *id; /* "gb11714" */
    const char *standard, *zh, *en;
    bool organisation;          /* names an organisation (and not a person) */
    size_t length;              /* with the check character, which is the last */
    const char *alphabet;       /* a character's value is its place here */
    const char *check;          /* check character by weighted sum modulo strlen(check) */
    const signed char *weights; /* of the characters before the check character */
};

extern const struct code_scheme GB_11714, GB_32100, GB_11643;
const struct code_scheme *code_scheme_at(size_t i); /* NULL past the end */
/* The scheme of organisation codes of this length, or NULL. */
const struct code_scheme *code_scheme_of(const char *code);

/* What is wrong with a code; message is NULL when nothing is. given and expected are what the
 * sentence is about: the check digit that stands there and the right one, for example. */
struct code_fault {
    const char *message;
    char given[24], expected[8];
};

/* The check character of a code's body (its first length - 1 characters), or '\0' if a character
 * is not of the scheme. Reads no further than that. */
char code_check_character(const struct code_scheme *scheme, const char *body);
struct code_fault code_examine(const struct code_scheme *scheme, const char *code);
/* Of an organisation code, by whichever scheme has its length. */
struct code_fault organisation_code_examine(const char *code);
bool organisation_code_is_valid(const char *code);
/* Records the issue beside a field. */
enum status organisation_code_check(struct context *cx, const char *field,
                                    const char *code) MUST_USE;

enum { CODE_MAX = 18, INDEX_SERIAL_MAX = 99999 };

struct index_number {
    char code[CODE_MAX + 1]; /* "" in the address form */
    int year;
    int month; /* 0: the number runs through the year */
    int serial;
};

/* The whole form, and the address form without the organisation code. */
struct code_fault index_parse(const char *text, struct index_number *ret_index);
struct code_fault index_parse_address(const char *text, struct index_number *ret_index);
enum status index_check(struct context *cx, const char *field, const char *text,
                        struct index_number *ret_index) MUST_USE;

char *index_format(struct arena *mem,
                   const struct index_number *index); /* whole, if it has a code */
char *index_address(struct arena *mem, const struct index_number *index); /* 2009-00638 */
/* The number after this one in the same period; false when its serials are used up. */
bool index_next(const struct index_number *last, struct index_number *ret_next);

#endif
