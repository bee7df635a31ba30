#include "access/access.h"

#include <string.h>

#define HAS(capability) (1u << (capability))

static const struct {
    const char *word;
    unsigned capabilities;
    bool reaches_down; /* the grant covers the agencies below its own */
} roles[ROLE_COUNT] = {
    [ROLE_CLERK] = {"clerk",      HAS(READ_STAFF) | HAS(READ_PERSONAL) | HAS(WRITE),     false},
    [ROLE_OFFICER] = {"officer",
                    HAS(READ_STAFF) | HAS(READ_PERSONAL) | HAS(WRITE) | HAS(OFFICER) |
                          HAS(STOPPER),
                    false                                                                     },
    [ROLE_REVIEWER] = {"reviewer",
                    HAS(READ_STAFF) | HAS(READ_PERSONAL) | HAS(REVIEWER) | HAS(STOPPER), false},
    [ROLE_LEADER] = {"leader",     HAS(READ_STAFF) | HAS(READ_PERSONAL) | HAS(APPROVER),  false},
    [ROLE_RELEASER] = {"releaser",   HAS(READ_STAFF) | HAS(RELEASER) | HAS(STOPPER),        false},
    [ROLE_SUPERVISOR] = {"supervisor", HAS(READ_STATES) | HAS(SUPERVISE),                     true },
    [ROLE_ADMIN] = {"admin",      HAS(ADMINISTER),                                       false},
};

static const char *const capability_words[CAPABILITY_COUNT] = {
    [NOBODY] = "nobody",           [EVERYBODY] = "everybody",
    [SIGNED_IN] = "signed-in",     [READ_STAFF] = "read-staff",
    [READ_STATES] = "read-states", [WRITE] = "write",
    [OFFICER] = "officer",         [REVIEWER] = "reviewer",
    [APPROVER] = "approver",       [RELEASER] = "releaser",
    [STOPPER] = "stopper",         [SUPERVISE] = "supervise",
    [ADMINISTER] = "administer",   [READ_PERSONAL] = "read-personal",
    [PROGRAM] = "program",
};

const struct actor access_program = {
    .id = "program",
    .name = "program",
    .label = "@program",
    .agency = "",
    .unit = "",
    .program = true,
};

const char *role_word(enum role role)
{
    return (unsigned)role < ROLE_COUNT ? roles[role].word : "";
}

bool role_from_word(const char *word, enum role *ret_role)
{
    for (unsigned i = 0; i < ROLE_COUNT; i++) {
        if (strcmp(roles[i].word, word) != 0) continue;
        *ret_role = (enum role)i;
        return true;
    }
    return false;
}

bool role_has(enum role role, enum capability capability)
{
    return (unsigned)role < ROLE_COUNT && capability > SIGNED_IN &&
           (roles[role].capabilities & HAS(capability));
}

const char *capability_word(enum capability capability)
{
    return (unsigned)capability < CAPABILITY_COUNT ? capability_words[capability] : "";
}

static bool grant_covers(const struct grant *grant, const char *agency)
{
    if (!agency || strcmp(grant->agency, agency) == 0) return true;
    if (!roles[grant->role].reaches_down || !grant->subtree) return false;
    for (size_t i = 0; grant->subtree[i]; i++)
        if (strcmp(grant->subtree[i], agency) == 0) return true;
    return false;
}

/* What is done without a person: take in, note, let lapse, release a line. It decides nothing. */
static bool program_may(enum capability capability)
{
    return capability == PROGRAM || capability == WRITE || capability == READ_STAFF;
}

bool access_may(const struct actor *actor, enum capability capability, const char *agency)
{
    if (capability == EVERYBODY) return true;
    if (capability == NOBODY || !actor) return false;
    if (capability == SIGNED_IN) return true;
    if (actor->program && program_may(capability)) return true;
    for (size_t i = 0; i < actor->grant_count; i++)
        if (role_has(actor->grants[i].role, capability) && grant_covers(&actor->grants[i], agency))
            return true;
    return false;
}
