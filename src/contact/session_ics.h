/* Sessions as iCalendar (RFC 5545): pure, bytes out.
 *
 *     struct ics ics = ics_begin(mem, "黑龙江省公安厅");
 *     ics_event(&ics, &event);
 *     struct bytes bytes = ics_end(&ics);
 *
 * Lines end in CRLF and are folded at 75 octets, never within a character; commas, semicolons,
 * backslashes and line breaks of texts are escaped. UID is the record's id for ever, SEQUENCE grows
 * with each change, and what is cancelled stays in the feed as STATUS:CANCELLED.
 */
#ifndef CONTACT_SESSION_ICS_H
#define CONTACT_SESSION_ICS_H

#include "base/out.h"
#include "base/time.h"

struct ics {
    struct out out;
};
struct ics_event {
    const char *uid; /* "@gongkai" is added */
    const char *title, *text, *place, *sort, *url;
    struct moment begins_at, ends_at, changed_at;
    int64_t sequence;
    bool cancelled;
};

struct ics ics_begin(struct arena *mem, const char *name);
void ics_event(struct ics *ics, const struct ics_event *event);
struct bytes ics_end(struct ics *ics);

#endif
