/* Fields: the rows a kind of record is made of (DESIGN §2).
 *
 * One X-macro list per kind is the only place where a field is written down. From it come the C
 * struct, the struct of what is public, the field tables of both, the SQL tables, form,
 * validation, list, JSON, CSV, search text and history.
 *
 *     #define DISCLOSURE(F)                                                                     \
 *         ITEM_FIELDS(F)                                                                        \
 *         F(PUBLIC, TEXT, medium, "载体", "Medium", .max = 100)                                 \
 *         F(STAFF,  TEXT, source_note, "来源说明", "Where it came from", .max = 400)
 *     KIND_STRUCTS(disclosure, DISCLOSURE)          // in the header
 *     KIND_FIELDS(disclosure, DISCLOSURE)           // in kinds.c
 *
 * The first token is the visibility: PUBLIC (goes into the canonical record and the portal), STAFF
 * (office only), PERSONAL (office only, never public, its value never in history). A portal page
 * that names a STAFF or PERSONAL field does not compile: struct disclosure_public has no such
 * member. Names of PUBLIC fields are for ever (a rename says .was).
 */
#ifndef RECORD_FIELD_H
#define RECORD_FIELD_H

#include <stddef.h>

#include "base/context.h"
#include "base/out.h"

enum visibility { PUBLIC, STAFF, PERSONAL };

/* Amounts are exact: hundredths of the currency unit (fen). */
struct money {
    int64_t hundredths;
};
#define MONEY_NONE ((struct money){INT64_MIN})

enum field_type {
    TEXT,  /* one line of text, at most .max characters; "" is absent */
    BODY,  /* marked-up text: headings, paragraphs, lists, tables (Markdown), .max characters */
    WORD,  /* one of .words; "" is absent */
    REF,   /* the id of a record of the kind .of; "" is absent */
    DATE,  /* civil date; DATE_NONE is absent */
    TIME,  /* moment; 0 is absent */
    INT,   /* whole number; absent is INT_NONE */
    MONEY, /* struct money; absent is MONEY_NONE */
    BOOL,  /* never absent */
};
#define INT_NONE INT64_MIN

enum field_flag {
    REQUIRED = 1 << 0,  /* must be filled before the record is submitted */
    SEARCHED = 1 << 1,  /* its words go into the portal's search */
    COLUMN = 1 << 2,    /* shown as a column in lists and CSV */
    FILTER = 1 << 3,    /* lists can be filtered by it; gets an SQL index */
    FIXED = 1 << 4,     /* set by the program, never by a form */
    NARROW = 1 << 5,    /* written in the header block of the public page */
    INHERITED = 1 << 6, /* filled from the catalogue entry when left empty; not asked in the form */
    REMOVED_ON_END = 1 << 7, /* emptied in a tombstone even if nothing else is (ERASABLE kinds) */
    HIDDEN = 1 << 8,         /* the program's own note: on no page of the desk */
    BOUND = 1 << 9,          /* given when the record is made, and never changed */
};

struct word {
    const char *word, *zh, *en;
};

struct field {
    const char *name;
    enum visibility visibility;
    enum field_type type;
    size_t offset;
    const char *zh, *en;      /* the label */
    size_t max;               /* characters; needed for TEXT and BODY */
    const char *of;           /* REF: the kind referred to; "item": a record of any ITEM kind */
    const struct word *words; /* WORD: ends with {0} */
    unsigned flags;
    const char *hint;     /* message id of a sentence below the label */
    const char *was;      /* earlier name of a PUBLIC field */
    const char *fallback; /* the value replay uses where an old record lacks the field */
};

/* C type of each field type */
typedef const char *c_type_TEXT, *c_type_BODY, *c_type_WORD, *c_type_REF;
typedef struct date c_type_DATE;
typedef struct moment c_type_TIME;
typedef int64_t c_type_INT;
typedef struct money c_type_MONEY;
typedef bool c_type_BOOL;

#define FIELD_MEMBER(visibility, type, name, ...) c_type_##type name;
#define FIELD_MEMBER_PUBLIC(type, name) c_type_##type name;
#define FIELD_MEMBER_STAFF(type, name)
#define FIELD_MEMBER_PERSONAL(type, name)
#define FIELD_PUBLIC_MEMBER(visibility, type, name, ...) FIELD_MEMBER_##visibility(type, name)

/* Both structs begin with struct record (record/kind.h). */
#define KIND_STRUCTS(kind_name, LIST) \
    struct kind_name {                \
        struct record base;           \
        LIST(FIELD_MEMBER)            \
    };                                \
    struct kind_name##_public {       \
        struct record base;           \
        LIST(FIELD_PUBLIC_MEMBER)     \
    };                                \
    extern const struct kind kind_name##_kind;

#define FIELD_ROW_(struct_name, visibility_, type_, name_, zh_, en_, ...) \
    {.name = #name_,                                                      \
     .visibility = visibility_,                                           \
     .type = type_,                                                       \
     .offset = offsetof(struct struct_name, name_),                       \
     .zh = zh_,                                                           \
     .en = en_,                                                           \
     __VA_ARGS__},

/* A kind's own field table needs its struct's name, which a list cannot pass: define RECORD
 * before KIND_FIELDS, as the template of every kinds.c does. */
#define FIELD_ROW(visibility, type, name, ...) \
    FIELD_ROW_1(RECORD, visibility, type, name, __VA_ARGS__)
#define FIELD_ROW_1(s, ...) FIELD_ROW_(s, __VA_ARGS__)
#define FIELD_PUBLIC_ROW(visibility, type, name, ...) \
    FIELD_PUBLIC_ROW_##visibility(RECORD_PUBLIC, visibility, type, name, __VA_ARGS__)
#define FIELD_PUBLIC_ROW_PUBLIC(s, ...) FIELD_ROW_1(s, __VA_ARGS__)
#define FIELD_PUBLIC_ROW_STAFF(...)
#define FIELD_PUBLIC_ROW_PERSONAL(...)

#define KIND_FIELDS(kind_name, LIST)                                    \
    static const struct field kind_name##_fields[] = {LIST(FIELD_ROW)}; \
    static const struct field kind_name##_public_fields[] = {LIST(FIELD_PUBLIC_ROW)};

/* Reflective access; rec is the struct that the table describes. */
const char *field_text(const struct field *field, const void *rec); /* TEXT BODY WORD REF */
int64_t field_number(const struct field *field, const void *rec);   /* DATE TIME INT MONEY BOOL */
void field_set_text(const struct field *field, void *rec, const char *text);
void field_set_number(const struct field *field, void *rec, int64_t number);
bool field_is_text(const struct field *field);
bool field_is_absent(const struct field *field, const void *rec);
void field_clear(const struct field *field, void *rec); /* makes it absent */

/* As a form or CSV writes it: dates ISO, money "20.00", words as words, numbers decimal. */
const char *field_write(struct arena *mem, const struct field *field, const void *rec);
/* As a person reads it, in their language: words by their label, dates written out. */
const char *field_show(struct context *cx, const struct field *field, const void *rec);
/* Reads what a form or an import gives; records an issue at the field when it will not do. */
enum status field_read(struct context *cx, const struct field *field, struct bytes given,
                       void *rec) MUST_USE;
const char *field_label(const struct field *field, enum language language);
const struct word *field_word(const struct field *field, const char *word); /* NULL if unknown */

/* Amounts: "20", "20.5", "20.50"; not "1e3", not "20.505". */
bool money_parse(const char *text, struct money *ret_money);
char *money_write(struct arena *mem, struct money money);

#endif
