/* The law as data: calendars, duties and classifications, loaded once at start and only read after.
 *
 * law_load() is the only function of this module that touches files; everything else is pure: no
 * I/O, no clock. Regimes (law/regime.h: the whole life of an application) hang on the same struct.
 *
 *     const struct law *law;
 *     TRY(law_load(cx, "/usr/share/gongkai", &law));
 *     struct duty_due due = law_disclose_by(law, d.produced_on, NULL);
 *
 * The folder holds the calendars, the regimes with duties.yaml, and the classifications. A file
 * that does not fit answers INVALID with an issue that names file, line, field and what was
 * expected.
 */
#ifndef LAW_LAW_H
#define LAW_LAW_H

#include "law/calendar.h"
#include "law/classification.h"
#include "law/duty.h"
#include "law/regime.h"

struct law {
    const struct calendar *const *calendars;
    size_t calendar_count;
    const struct duty *duties;
    size_t duty_count;
    const struct classification *const *classifications; /* in the order of their files' names */
    size_t classification_count;
    const struct regime *const *regimes; /* in the order of their files' names */
    size_t regime_count;
    const char *family;              /* of regimes and duties: those that apply here */
    const struct calendar *calendar; /* in whose working days this office counts */
};

/* The law of an installation that says nothing else. */
#define LAW_FAMILY "cn"

/* All of it, settled on LAW_FAMILY. */
enum status law_load(struct context *cx, const char *folder, const struct law **ret_law) MUST_USE;
/* The same law for an office of this family, that counts by this calendar ("": the one that the
 * family's newest regime counts by). INVALID at "law" or "calendar": there is none of that name. */
enum status law_settle(struct context *cx, const char *family, const char *calendar,
                       const struct law **law) MUST_USE;

/* The calendars alone: enough to check a regime file. */
enum status law_load_calendars(struct context *cx, const char *folder,
                               const struct law **ret_law) MUST_USE;

/* NULL if there is none. */
const struct calendar *law_calendar(const struct law *law, const char *id);

#endif
