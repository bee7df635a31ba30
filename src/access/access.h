/* Who may do what, where: capabilities, roles, actors, scopes. Pure: no I/O, no clock.
 *
 * A role is a set of capabilities (the table in access.c). A staff account holds roles, each for
 * one agency; a supervisor's grant reaches the subtree below it. Zero means nobody: a route or a
 * move whose capability is NOBODY cannot be used by anyone, and a NULL actor has only EVERYBODY.
 *
 *     if (!access_may(cx->actor, REVIEW, record->agency)) return DENIED;
 */
#ifndef ACCESS_ACCESS_H
#define ACCESS_ACCESS_H

#include <stdbool.h>
#include <stddef.h>

enum capability {
    NOBODY = 0,
    EVERYBODY,     /* the public: also without an account */
    SIGNED_IN,     /* any account */
    READ_STAFF,    /* read the records of the agency, drafts included */
    READ_STATES,   /* read states, dates and owners, not contents (supervisor, in the subtree) */
    WRITE,         /* draft and edit */
    OFFICER,       /* collate, submit, file, return, revise; keep registers and reports */
    REVIEWER,      /* secrecy review */
    APPROVER,      /* the approving leader */
    RELEASER,      /* release, restore, withdraw, erase */
    STOPPER,       /* suspend: officer, reviewer or releaser alone */
    SUPERVISE,     /* accept or return reports of the subtree */
    ADMINISTER,    /* accounts and settings; holds no publishing capability */
    READ_PERSONAL, /* personal data on the pages of the records that one handles */
    PROGRAM,       /* jobs, sealed letters, standing orders: no role has it, and no account can */
    CAPABILITY_COUNT
};

enum role {
    ROLE_CLERK,
    ROLE_OFFICER,
    ROLE_REVIEWER,
    ROLE_LEADER,
    ROLE_RELEASER,
    ROLE_SUPERVISOR,
    ROLE_ADMIN,
    ROLE_COUNT
};

/* One grant: this role, at this agency (organisation code). */
struct grant {
    enum role role;
    const char *agency;
    const char *const *subtree; /* codes below it, NULL-terminated; used by roles that reach down */
};

struct actor {
    const char *id;   /* staff account id */
    const char *name; /* account name */
    const char
        *label; /* as history writes it: a name, or "@program", "@console:NAME" (desk_hand()) */
    const char *agency; /* home agency: what their own pages start with */
    const char *unit;   /* unit id, or "" */
    const struct grant *grants;
    size_t grant_count;
    bool program; /* the program itself, or acting for this person in one step of theirs */
};

/* The program itself, where no person acts. History writes "@program" (desk_hand()). */
extern const struct actor access_program;

/* NULL for an unknown word. Words: clerk officer reviewer leader releaser supervisor admin. */
const char *role_word(enum role role);
bool role_from_word(const char *word, enum role *ret_role);
bool role_has(enum role role, enum capability capability);
const char *capability_word(enum capability capability);

/* May this actor do this at this agency? agency NULL: at any agency at all. */
bool access_may(const struct actor *actor, enum capability capability, const char *agency);

#endif
