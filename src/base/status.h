/* What a fallible function answers.
 *
 * Every function that can fail returns one of these, and the compiler refuses an answer that
 * nobody reads. The facts behind a refusal are recorded once, in the context (base/context.h);
 * the sentence a person reads comes from the message catalogue; one table in web/answer.c turns
 * a status into HTTP.
 *
 *     TRY(record_load(cx, &disclosure_kind, id, &d));     // propagate, add nothing
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

enum status {
    OK,
    INVALID,   /* the input is wrong: context.issues says which field and why */
    DENIED,    /* the actor may not: looks like NOT_FOUND unless they may read the record */
    NOT_FOUND, /* there is no such thing, or nobody may know */
    CONFLICT,  /* somebody changed it first */
    BUSY,      /* try again: a lock or a limit */
    FAULT,     /* ours: context.fault holds the detail for the log */
};

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(f, a) __attribute__((format(printf, f, a)))

#define TRY(call)                                \
    do {                                         \
        enum status try_status = (call);         \
        if (try_status != OK) return try_status; \
    } while (0)

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

#endif
