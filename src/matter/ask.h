/* A citizen's form, question by question: read, shown again with everything typed, sealed.
 *
 *     static const struct question questions[] = {
 *         {"subject", ASK_LINE,  NULL, 100,  NULL, NULL, ASK_REQUIRED},
 *         {"text",    ASK_LINES, NULL, 4000, NULL, NULL, ASK_REQUIRED},
 *         {"files",   ASK_FILES, NULL, 0},
 *     };
 *
 * The label of a question is the message "<room>.ask.<name>", its hint "<room>.ask.<name>.hint" if
 * there is one, what is said when it lacks "<room>.lacks.<name>" or "matter.lacks"; the room is the
 * form's or the act's sort. What the room has no words for, "matter.ask.<name>" may have.
 *
 *     struct ask_plan plan = {"contact", questions, COUNT_OF(questions)};
 *     enum status status = ask_read(cx, web, &plan, &form);         // INVALID: something is wrong
 *     ask_require(cx, web, &form);                                  // … or is missing
 *     if (form.wrong || form.missing) …the form again, with view_matter_faults, view_matter_ask
 *     head.fields = form.fields; head.field_count = form.field_count;
 */
#ifndef MATTER_ASK_H
#define MATTER_ASK_H

#include "intake/intake.h"
#include "record/field.h"
#include "web/portal.h"
#include "web/route.h"

enum ask_control { ASK_LINE, ASK_LINES, ASK_RADIO, ASK_SELECT, ASK_FILES, ASK_DAY };
enum ask_need {
    ASK_OPTIONAL, /* said so beside the label */
    ASK_REQUIRED,
    ASK_ONE_OF, /* one of several is enough: the room looks to it */
};
struct question {
    const char *name; /* of the form's and of the letter's field: for ever */
    enum ask_control control;
    const struct word *words; /* of a radio or select */
    size_t max;               /* characters */
    const char *complete;     /* autocomplete, so that a phone fills it in; NULL */
    const char *keyboard;     /* inputmode; NULL */
    enum ask_need need;
};
struct ask_option {
    const char *value, *label;
    bool selected;
};
struct ask_row {
    const struct question *question;
    const char *name, *label, *hint, *value, *error; /* hint and error: NULL if there is none */
    const struct ask_option *options;
    size_t option_count;
    bool required, optional; /* neither: one of several is enough */
    bool bad;                /* something is wrong or missing here */
};
struct ask_form {
    const char *room;
    struct ask_row *rows;
    size_t count, wrong, missing;
    const struct ask_fault {
        const char *name, *label, *sentence;
        const struct ask_fault *next;
    } * faults, *lacks;
    struct letter_field *fields; /* for the letter: what is not empty */
    size_t field_count, field_room;
};
struct ask_plan {
    const char *room; /* of the messages */
    const struct question *questions;
    size_t count;
};

/* Reads a POST, or makes an empty form for a GET. INVALID if something is wrong (not: missing). */
enum status ask_read(struct context *cx, const struct web *web, const struct ask_plan *plan,
                     struct ask_form *ret_form) MUST_USE;
/* An empty form, whatever was posted: the form of another act. */
enum status ask_empty(struct context *cx, const struct web *web, const struct ask_plan *plan,
                      struct ask_form *ret_form) MUST_USE;
/* What is required and was left empty lacks. */
void ask_require(struct context *cx, const struct web *web, struct ask_form *form);
/* Something lacks, or is not right with what was typed; message has no arguments. */
void ask_lack(struct context *cx, struct ask_form *form, const char *name, const char *message);
/* A field of the letter that is not asked. */
void ask_add(struct context *cx, struct ask_form *form, const char *name, const char *value);
/* As if it had been typed: a preselected word. */
void ask_choose(struct ask_form *form, const char *name, const char *value);
const struct ask_row *ask_row(const struct ask_form *form, const char *name);
const char *ask_value(const struct ask_form *form, const char *name);
/* Does it ask for files? */
bool ask_takes_files(const struct question *questions, size_t count);

#endif
