/* Notes, checkpoints, keys and tile paths from an enemy: never a crash, and what is taken is
 * written back the same. */
#include <assert.h>
#include <string.h>

#include "base/text.h"
#include "ledger/bundle.h"
#include "ledger/note.h"
#include "ledger/tile.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

/* The key of tests/data/tlog-vectors.json, so that its notes in the corpus verify. */
static const char KEY[] =
    "foi.example.gov/agency/a1/log+4bb3ecec+AQOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4";

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct context cx = {.mem = arena_new("fuzz")};
    struct bytes input = {bytes, size}, text, rest = input, entry, entries[TILE_WIDTH];
    struct vkey key, given;
    struct checkpoint checkpoint;
    struct tile tile;
    const char *line = arena_copy_n(cx.mem, (const char *)bytes, size);
    assert(vkey_parse(&cx, KEY, &key) == OK);
    if (checkpoint_open(&cx, input, &key, &checkpoint) == OK)
        assert(note_open(&cx, input, &key, &text) == OK);
    if (vkey_parse(&cx, line, &given) == OK) assert(strcmp(vkey_write(cx.mem, &given), line) == 0);
    if (tile_parse_path(line, &tile)) assert(strcmp(tile_path(cx.mem, tile), line) == 0);
    while (bundle_next(&rest, &entry)) assert(entry.size <= size);
    if (bundle_split(&cx, input, 3, entries) == OK) {
        struct out again = out_new(cx.mem);
        for (int i = 0; i < 3; i++) assert(bundle_add(&cx, &again, entries[i]) == OK);
        assert(again.size == size && memcmp(again.text, bytes, size) == 0);
    }
    arena_free(cx.mem);
    return 0;
}
