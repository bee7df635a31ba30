#include "intake/fixture.h"

#include <dirent.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "intake/keys.h"
#include "ledger/ledger.h"

enum { NAMES_MAX = 4000 };

static void must(enum status status, const char *what, const struct context *cx)
{
    if (status == OK) return;
    fprintf(stderr, "intake fixture: %s: %d %s\n", what, status, cx->fault);
    abort();
}

static const char *in(struct context *cx, const char *data, const char *name)
{
    const char *path = arena_format(cx->mem, "%s/%s", data, name);
    return path;
}

void intake_fixture_make(struct context *cx, const char *parent, struct intake_fixture *ret)
{
    static const char *const folders[] = {"keys",       "ledger",      "portal/filed", "intake/tmp",
                                          "intake/new", "intake/held", "capsule",      "tmp"};
    char *data = arena_format(cx->mem, "%s/intake.XXXXXX", parent);
    if (!mkdtemp(data)) must(FAULT, data, cx);
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        must(file_make_folders(cx, in(cx, data, folders[i]), 0700), folders[i], cx);
    must(ledger_init(cx, data, "test.invalid/ledger"), "ledger", cx);
    *ret = (struct intake_fixture){.data = data};
    must(intake_keys_make(cx, data, &ret->recovery), "keys", cx);
    struct bytes vkey;
    must(file_read(cx, in(cx, data, "ledger/vkey"), 4096, &vkey), "vkey", cx);
    ret->vkey =
        arena_copy_n(cx->mem, (const char *)vkey.data, strcspn((const char *)vkey.data, "\n"));
    ret->portal = (struct intake_place){.tmp = in(cx, data, "intake/tmp"),
                                        .new = in(cx, data, "intake/new"),
                                        .capsule = in(cx, data, "capsule"),
                                        .key = in(cx, data, "ledger/intake.key"),
                                        .portal = in(cx, data, "portal")};
    ret->office = (struct intake_place){.new = ret->portal.new,
                                        .held = in(cx, data, "intake/held"),
                                        .capsule = ret->portal.capsule,
                                        .keys = in(cx, data, "keys"),
                                        .work = in(cx, data, "tmp")};
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *ftw)
{
    return remove(path);
}

void intake_fixture_remove(const struct intake_fixture *fixture)
{
    nftw(fixture->data, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char **intake_fixture_list(struct arena *mem, const char *folder, size_t *ret_count)
{
    const char **names = arena_array(mem, const char *, NAMES_MAX + 1);
    size_t count = 0;
    DIR *open_folder = opendir(folder);
    for (const struct dirent *one; open_folder && (one = readdir(open_folder));)
        if (one->d_name[0] != '.' && count < NAMES_MAX)
            names[count++] = arena_copy(mem, one->d_name);
    if (open_folder) closedir(open_folder);
    if (ret_count) *ret_count = count;
    return names;
}
