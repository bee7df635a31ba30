/* What becomes of a record of the demonstration: who does which step, how many working days before
 * or after its release, and why. Tables only.
 *
 * A pace says on which working day before the release each of the seven steps is done; a fate is
 * the list of steps. A step that edits names what it changes.
 */
#ifndef APP_DEMO_FATE_H
#define APP_DEMO_FATE_H

#include "access/access.h"
#include "base/time.h"
#include "record/kind.h"

/* The seven steps of S33, in their order. */
enum demo_stage {
    AT_DRAFT,
    AT_COLLATE,
    AT_SUBMIT,
    AT_REVIEW,
    AT_APPROVE,
    AT_FILE,
    AT_RELEASE,
    STAGE_COUNT
};

struct demo_pace {
    const char *word;
    int days[STAGE_COUNT]; /* working days before the release */
};

/* How a step changes the record's content; FULL is as the pattern says, ENDLESS that without the
 * day on which it will have expired, which nobody knows yet. */
enum demo_change {
    UNCHANGED,
    FULL,
    POORER,
    CORRECTED,
    ENDED_NOW,
    ENDLESS,
    EXPIRED_THEN,
    OVER_NOW,   /* of an emergency */
    AS_PLANNED, /* without what only the work itself shows */
    AS_MEANT,   /* with it */
    ANNOUNCED_, /* a press event before it was held */
};

struct demo_step {
    const char *verb; /* "draft", "edit" and "compute" store content, all else are moves */
    enum role by;     /* of the record's agency; a supervisor is the superior's */
    enum demo_stage stage;
    int shift; /* working days more */
    enum demo_change change;
    size_t reason; /* row of demo_reasons, 0: none is needed */
};

struct demo_fate {
    const char *word;
    const struct demo_step *steps;
    size_t step_count;
    unsigned every; /* of the items whose pattern names no fate, one in so many; 0: none */
};

extern const struct reason demo_reasons[];

const struct demo_pace *demo_pace(const char *word); /* NULL if unknown */
/* The fate of that name; for "" by the number of the item. NULL if unknown. */
const struct demo_fate *demo_fate(const char *word, size_t number, bool is_item);

/* Between which minutes after midnight a step is done. */
struct demo_hours {
    const char *verb;
    int from, until;
};
const struct demo_hours *demo_hours(const char *verb);

#endif
