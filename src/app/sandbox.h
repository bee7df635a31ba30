/* The portal's confinement (SECURITY §1a): after sandbox_enter_portal() the process and every
 * thread it starts can read ledger/ and capsule/, own portal/, add letters to intake/, serve the
 * sockets it already has, and nothing else.
 *
 * Landlock grants by folder; what Landlock of an old kernel cannot stop (truncate, chmod, signals,
 * loopback) the seccomp allow-list leaves out. Denied calls answer EPERM. Enter before any thread
 * is started and any database is opened, after everything that reads /etc or /usr was done.
 */
#ifndef APP_SANDBOX_H
#define APP_SANDBOX_H

#include "app/installation.h"

/* most_abi: use at most this version of Landlock (tests mask to 2, Debian 12's); 0: what the
 * kernel has. FAULT without Landlock: the caller refuses to serve unless configured otherwise. */
enum status sandbox_enter_portal(struct context *cx, const struct installation *at,
                                 int most_abi) MUST_USE;

#endif
