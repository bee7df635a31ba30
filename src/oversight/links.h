/* Dead links (S10): outside addresses in what is public, asked for whether they still answer.
 *
 * Nothing here runs by itself: the office's network may not reach out, and a request tells its
 * addressee who asks. An operator lets `gongkai links DATA` run from a timer where that is wanted.
 *
 *     TRY(links_gather(cx, &seen));                       // from acts that were not read yet
 *     TRY(links_check(cx, &(struct links_limits){0}, &round));
 *
 * An address is dead when it failed on two days running. Limits are strict: http and https on their
 * own ports, no address inside the office's network, one request at a time, headers only, at most
 * three redirections, ten seconds, and at most `most` addresses a run, those first that were asked
 * longest ago. What is found stays in the office.
 */
#ifndef OVERSIGHT_LINKS_H
#define OVERSIGHT_LINKS_H

#include "record/record.h"

struct links_limits {
    int most;      /* 0: 200 */
    bool anywhere; /* private addresses and any port: for tests on one machine */
};
struct links_round {
    size_t asked, failed, dead;
};

enum status links_ensure_tables(struct context *cx) MUST_USE;
enum status links_gather(struct context *cx, size_t *ret_seen) MUST_USE;
enum status links_check(struct context *cx, const struct links_limits *limits,
                        struct links_round *ret_round) MUST_USE;

#endif
