/* Who is signed in: accounts, passwords, sessions, and forms kept for those whose session ended.
 *
 * A session is a random token of 256 bits in a cookie; the store holds only its hash. It is rotated
 * at sign-in and when a password changes, and ends after 30 minutes of rest or 12 hours in all. The
 * CSRF token is derived from it. Without a session the cookie's token still binds the sign-in form.
 *
 * Passwords: argon2id, 19 MiB, t = 2 (OWASP), one at a time; the same time for unknown names; at
 * most ten guesses an hour for one name reach the hash (SECURITY §3, H6).
 *
 * Accounts themselves belong to a module above: it hands over a struct account_source.
 */
#ifndef WEB_SESSION_H
#define WEB_SESSION_H

#include "access/access.h"
#include "base/context.h"
#include "http/http.h"

struct account {
    const char *id, *name, *password_hash;
    bool disabled;
};

struct account_source {
    /* NOT_FOUND for an unknown name. */
    enum status (*by_name)(struct context *, const char *name, struct account *ret_account);
    enum status (*by_id)(struct context *, const char *id, struct account *ret_account);
    /* Asked for each request of a session; the grants as they are now. */
    enum status (*actor)(struct context *, const char *id, const struct actor **ret_actor);
    enum status (*set_password)(struct context *, const char *id, const char *password_hash);
};

enum {
    SESSION_REST_MS = 30 * 60 * 1000,
    SESSION_WHOLE_MS = 12 * 60 * 60 * 1000,
    GUESSES_AN_HOUR = 10,
    PASSWORD_MIN = 8,
    PASSWORD_MAX = 200,
};

struct session {
    const char *account; /* id */
    struct moment begun_at, seen_at;
};

/* Why a password will not do (short, long, common, the name itself), or OK. Issue at "password". */
enum status password_judge(struct context *cx, const char *name, const char *password) MUST_USE;
/* For accounts made by command. Some 30 ms and 19 MiB. */
enum status password_hash(struct context *cx, const char *password, const char **ret_hash) MUST_USE;
bool password_matches(const char *hash, const char *password);

/* Ends every session of an account: it was disabled, or its password changed by an administrator.
 */
enum status session_end_all(struct context *cx, const char *account) MUST_USE;

#endif
