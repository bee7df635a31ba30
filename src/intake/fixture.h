/* A folder with everything that sealing and opening need, for tests and the bench. */
#ifndef INTAKE_FIXTURE_H
#define INTAKE_FIXTURE_H

#include "intake/intake.h"

struct intake_fixture {
    const char *data, *vkey, *recovery;
    struct intake_place portal, office; /* what each side may touch */
};

/* Below parent, a new folder: ledger key, sealing key, folders. Aborts when it cannot. */
void intake_fixture_make(struct context *cx, const char *parent, struct intake_fixture *ret);
void intake_fixture_remove(const struct intake_fixture *fixture);
/* The names in a folder, without . and ..; NULL at index count. */
const char **intake_fixture_list(struct arena *mem, const char *folder, size_t *ret_count);

#endif
