/* Whatever is typed as a code, and the small texts that come with sealed things: never a crash, and
 * what is taken is written back the same. */
#include <assert.h>
#include <string.h>

#include "intake/capsule.h"
#include "intake/keys.h"
#include "intake/private.h"

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size);

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t size)
{
    struct arena *mem = arena_new("fuzz");
    struct code code, again;
    struct capsule capsule = {0};
    struct seal_keys keys;
    const char *text = arena_copy_n(mem, (const char *)bytes, size);
    if (code_parse(text, &code)) {
        assert(strlen(code.text) == CODE_LENGTH);
        assert(code_parse(code_grouped(mem, &code), &again));
        assert(strcmp(code.text, again.text) == 0);
    }
    if (code_parse_long(text, RECOVERY_LENGTH, &code)) assert(strlen(code.text) == RECOVERY_LENGTH);
    if (capsule_index_parse(mem, (struct bytes){bytes, size}, &capsule))
        for (size_t i = 0; i < capsule.file_count; i++)
            assert(capsule.files[i].name && capsule.files[i].media && capsule.files[i].size >= 0);
    if (intake_keys_parse(mem, arena_copy(mem, text), &keys)) assert(keys.count > 0);
    arena_free(mem);
    return 0;
}
