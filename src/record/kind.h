/* Kinds of record: the tables that are the program.
 *
 * A kind is a name, a field table, a workflow and a few flags; the engine (record/record.h) does
 * the rest. Records are plain C structs in real SQL tables, one row per edition: (id, edition) is
 * the key. Every struct begins with struct record.
 *
 *     const struct kind disclosure_kind = {
 *         .name = "disclosure", .zh = "公开信息", .en = "Disclosure", .flags = ITEM,
 *         KIND_TABLES(disclosure), .title = "title", .workflow = &publication_workflow};
 */
#ifndef RECORD_KIND_H
#define RECORD_KIND_H

#include "access/access.h"
#include "record/field.h"

struct kind;

/* What every record has. In memory a record is always of one edition. */
struct record {
    const struct kind *kind;
    const char *id;     /* random, 26 characters, for ever */
    const char *agency; /* organisation code of the agency that it belongs to */
    const char *number; /* index number of an item, e.g. "2009-00638"; "" before collation */
    int state;          /* index into kind->workflow->states */
    int64_t edition;    /* 1, 2, 3 … */
    int64_t version;    /* grows with every change of this edition: optimistic locking */
    struct moment changed_at;
    const char *language; /* "zh" or "en": a record has one language */
};

enum kind_flag {
    ITEM = 1 << 0,     /* belongs to a catalogue entry, draws an index number, is counted */
    ERASABLE = 1 << 1, /* public data about persons: its end is erasure, never a mere withdrawal */
    LARGE = 1 << 2,    /* lists must never scan its table */
    INTERNAL = 1 << 3, /* no public side: no canonical record, no portal table */
    CONSOLE = 1 << 4,  /* created by commands or by other kinds, not by the "new" form */
    OFF_DESK = 1 << 5, /* has no pages on the desk: staff accounts */
    BY_PROGRAM = 1 << 6, /* only the program makes one: no role, by no path (PROGRAM) */
    ABOUT_A_CASE =
        1 << 7,        /* tells of an investigation: whoever answers for it clears each edition */
    OVERSEEN = 1 << 8, /* whoever supervises its agency reads it, and keeps it where its state
                          waits for SUPERVISE; the agency itself reads it as its own */
};

/* Kinds of ledger entry a move makes (SECURITY §1). */
enum ledger_entry { NO_ENTRY, ENTRY_RELEASED, ENTRY_CORRECTED, ENTRY_WITHDRAWN, ENTRY_ERASED };

/* Why an act was done: what the person wrote and which article they named. */
struct reason {
    const char *why;     /* "" where the move needs none */
    const char *article; /* e.g. "令492 第14条" */
    const char *class;   /* of an end: a word of end_reasons, "" otherwise */
    struct date on;      /* a date the move asks for, e.g. to review again; else DATE_NONE */
    const void *with;    /* what the page of this verb asks beyond these: a struct of its module */
};

/* One possible act. What is not in a table of these cannot happen. Several rows may share state and
 * verb: the first that is offered, and that the actor may make, is the act. */
struct move {
    int from;         /* state, or ANY_STATE */
    const char *verb; /* "release"; message ids move.<verb> and move.<verb>.will tell people */
    int to;
    enum capability may;
    enum status (*guard)(struct context *, const struct record *, const struct reason *);
    enum status (*effect)(struct context *, struct record *, const struct reason *);
    enum ledger_entry ledger;
    unsigned flags; /* enum move_flag */
    /* Is the act there at all, by the agency's profile? NULL: always. The guard asks again. */
    bool (*offered)(struct context *, const struct record *);
};
#define ANY_STATE (-1)

enum move_flag {
    NEEDS_REASON = 1 << 0,  /* .why must be written */
    NEEDS_ARTICLE = 1 << 1, /* .article as well */
    NEEDS_CLASS = 1 << 2,   /* .class: a word of end_reasons */
    NEEDS_DATE = 1 << 3,
    BATCHED = 1 << 4, /* offered on lists for many records at once */
    NOT_A_BUTTON =
        1 << 5, /* has a page of its own (the secrecy review) or is done by the program */
};

/* State words are stored; flags say what a state allows. */
enum state_flag {
    EDITABLE = 1 << 0,  /* content may change */
    WORKING = 1 << 1,   /* somebody has to do something: it shows on a desk */
    IS_PUBLIC = 1 << 2, /* this edition is what the public reads */
    ENDED = 1 << 3,     /* nothing more will happen to this edition by itself */
    WHOLE = 1 << 4, /* in force from the first: may be edited, but nothing REQUIRED is missing */
    TAKES_PROOF = 1 << 5, /* whoever may write adds files as proof; content stays as it is */
};
struct state {
    const char *word, *zh, *en;
    unsigned flags;
    enum capability waits_for; /* whose desk it lies on */
};

struct workflow {
    const char *name;
    const struct state *states; /* the first is where a new record begins */
    size_t state_count;
    const struct move *moves;
    size_t move_count;
};

/* By when somebody must have done something with a record, and by which article. */
struct record_due {
    struct date by; /* DATE_NONE: nothing is due */
    const char *article;
    const char *calendar; /* id of the calendar in whose working days the rest is told; "": the
                           * installation's own */
};

struct kind {
    const char *name; /* table name, path segment, ledger word: for ever */
    const char *zh, *en;
    unsigned flags;
    int schema; /* version of the public fields, written into the canonical record; from 1 */
    size_t size, public_size;
    const struct field *fields;
    size_t field_count;
    const struct field *public_fields;
    size_t public_field_count;
    const char *title; /* name of the field that names a record */
    const char *order; /* the column lists are ordered by, newest first; NULL: changed_at */
    const struct workflow *workflow;
    /* Fills what is inherited or computed before content is stored. May be NULL. */
    enum status (*prepare)(struct context *, struct record *);
    /* Cross-field checks when content is saved: record issues, return INVALID. May be NULL. */
    enum status (*check)(struct context *, const struct record *);
    /* What a field is called in this record, where that is not the same in all (the parts of a
     * report have the titles of its form). NULL, or answering NULL: the field's own label. */
    const char *(*label)(const struct record *, const struct field *, enum language);
    /* Is this record of an ITEM kind an item at all? NULL: yes. (An external law is not.) */
    bool (*counts)(const struct record *);
    const char *constraint; /* extra SQL table constraints, or NULL */
    /* When the desk shows it as due. NULL: items by the duty to disclose, others never. */
    struct record_due (*due)(struct context *, const struct record *);
    /* What is said in the agency's name is signed after its secrecy review (record/lifecycle.h):
     * INVALID when this actor may not sign this record. NULL: nobody signs. */
    enum status (*may_sign)(struct context *, const struct record *);
    /* Does it wait on the desk by itself, in a state that waits? NULL: yes. (The letter of an
     * answer waits with its application.) */
    bool (*waits)(struct context *, const struct record *);
};

#define KIND_TABLES(kind_name)                                                          \
    .size = sizeof(struct kind_name), .public_size = sizeof(struct kind_name##_public), \
    .fields = kind_name##_fields, .field_count = COUNT_OF(kind_name##_fields),          \
    .public_fields = kind_name##_public_fields,                                         \
    .public_field_count = COUNT_OF(kind_name##_public_fields)
#define WORKFLOW_TABLES(states_, moves_)                                  \
    .states = states_, .state_count = COUNT_OF(states_), .moves = moves_, \
    .move_count = COUNT_OF(moves_)

/* The kinds of the program, in one explicit array made by app/kinds.c and handed over at start. */
void kinds_register(const struct kind *const *kinds, size_t count);
const struct kind *kind_by_name(const char *name); /* NULL if unknown */
const struct kind *kind_at(size_t i);              /* NULL past the end */
const struct field *kind_field(const struct kind *kind, const char *name);
const struct field *kind_public_field(const struct kind *kind, const char *name);
const char *kind_label(const struct kind *kind, enum language language);
/* The label of a field as this record has it. */
const char *record_label(const struct record *rec, const struct field *field,
                         enum language language);
const struct state *record_state(const struct record *rec);
const char *record_title(const struct record *rec);
const char *state_label(const struct state *state, enum language language);

/* Says what is wrong with the tables themselves (TEXT without .max, REF without .of, a move to a
 * state that is not there …), or NULL. Run at start and by the table-wide test. */
const char *kind_check(struct arena *mem, const struct kind *kind);

#endif
