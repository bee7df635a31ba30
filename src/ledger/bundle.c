#include "ledger/bundle.h"

enum status bundle_add(struct context *cx, struct out *bundle, struct bytes entry)
{
    if (entry.size > BUNDLE_ENTRY_MAX) return issue(cx, "", "ledger.entry.long", "");
    unsigned char length[2] = {(unsigned char)(entry.size >> 8), (unsigned char)entry.size};
    out_bytes(bundle, length, sizeof length);
    out_bytes(bundle, entry.data, entry.size);
    return OK;
}

bool bundle_next(struct bytes *rest, struct bytes *ret_entry)
{
    if (rest->size < 2) return false;
    size_t length = (size_t)rest->data[0] << 8 | rest->data[1];
    if (rest->size - 2 < length) return false;
    *ret_entry = (struct bytes){rest->data + 2, length};
    *rest = (struct bytes){rest->data + 2 + length, rest->size - 2 - length};
    return true;
}

enum status bundle_split(struct context *cx, struct bytes bundle, size_t count,
                         struct bytes *ret_entries)
{
    for (size_t i = 0; i < count; i++)
        if (!bundle_next(&bundle, &ret_entries[i])) return issue(cx, "", "ledger.bundle.torn", "");
    return bundle.size == 0 ? OK : issue(cx, "", "ledger.bundle.torn", "");
}
