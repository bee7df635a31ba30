/* Scores in the office: the ranking on an assessment's page, a score with the records behind it,
 * and what an assessed agency sees of its own.
 *
 *     /oversight/scores          READ_STAFF: of the agency's own, from the day objections open
 *     /oversight/scores/{id}     one score, each row opening its record
 */
#ifndef OVERSIGHT_SCORES_H
#define OVERSIGHT_SCORES_H

#include "desk/desk.h"
#include "oversight/show.h"

extern const struct routes score_routes;

void assessment_panel(struct page *pg, const struct record *rec);
/* Where staff read a record that is counted: a supervisor reads of an application its states. */
const char *counted_href(struct context *cx, const char *kind, const char *record);

struct own_score {
    const char *href, *title, *total;
    int64_t place, year;
    struct date until;
    bool open; /* objections can be raised today */
};
struct own_scores {
    struct own_score *rows;
    size_t count;
};

#endif
