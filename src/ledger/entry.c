#include "ledger/entry.h"

#include <jansson.h>
#include <string.h>

#include "base/json.h"
#include "base/text.h"

static const char *const words[ACT_TYPES] = {
    [ACT_RELEASED] = "released",
    [ACT_CORRECTED] = "corrected",
    [ACT_WITHDRAWN] = "withdrawn",
    [ACT_ERASED] = "erased",
};

const char *act_type_word(enum act_type type)
{
    return words[type];
}

bool act_type_parse(const char *word, enum act_type *ret)
{
    for (enum act_type type = 0; type < ACT_TYPES; type++) {
        if (!text_equal(word, words[type])) continue;
        *ret = type;
        return true;
    }
    return false;
}

/* Codes and kinds are plain ASCII words, so that NFC and case never come into question. */
static bool is_word(const char *text, const char *extra, size_t max)
{
    size_t length = strlen(text);
    if (length == 0 || length > max) return false;
    for (const char *at = text; *at; at++)
        if (!(*at >= '0' && *at <= '9') && !(*at >= 'a' && *at <= 'z') && !strchr(extra, *at))
            return false;
    return true;
}

static bool is_sound(const struct entry *entry)
{
    if (!is_word(entry->agency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ-", 32)) return false;
    if (!is_word(entry->kind, "_", 40) || !id_is_valid(entry->id)) return false;
    if (entry->seq < 1 || entry->seq > (int64_t)TLOG_SIZE_MAX) return false;
    if ((entry->seq == 1) != (entry->prev < 0) || entry->prev > (int64_t)TLOG_SIZE_MAX)
        return false;
    for (size_t i = 0; i < entry->erases_count; i++)
        if (entry->erases[i] < 0 || entry->erases[i] > (int64_t)TLOG_SIZE_MAX ||
            (i > 0 && entry->erases[i] <= entry->erases[i - 1]))
            return false;
    return true;
}

static void write_erases(struct json *json, const struct entry *entry)
{
    if (entry->erases_count == 0) return;
    json_key(json, "erases");
    json_open(json, '[');
    for (size_t i = 0; i < entry->erases_count; i++) json_int(json, entry->erases[i]);
    json_close(json, ']');
}

enum status entry_write(struct context *cx, const struct entry *entry, struct bytes *ret_bytes)
{
    if (!is_sound(entry)) return issue(cx, "", "ledger.entry.form", "");
    struct json json = json_new(cx->mem, true);
    json_open(&json, '{');
    json_put_text(&json, "agency", entry->agency);
    json_put_text(&json, "at", moment_iso(cx->mem, entry->at));
    json_put_text(&json, "commit", text_hex(cx->mem, entry->commit.byte, HASH_SIZE));
    write_erases(&json, entry);
    json_put_text(&json, "id", entry->id);
    json_put_text(&json, "kind", entry->kind);
    if (entry->prev >= 0) json_put_int(&json, "prev", entry->prev);
    json_put_int(&json, "seq", entry->seq);
    json_put_text(&json, "type", act_type_word(entry->type));
    json_put_int(&json, "v", ENTRY_VERSION);
    json_close(&json, '}');
    *ret_bytes = out_taken(&json.out);
    return ret_bytes->size <= ENTRY_MAX ? OK : issue(cx, "", "ledger.entry.long", "");
}

static const char *get_text(struct context *cx, const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));
    return arena_copy(cx->mem, text);
}

/* A number that is not there is absent; one that is no integer becomes -2, which nothing allows. */
static int64_t get_int(const json_t *object, const char *key, int64_t absent)
{
    const json_t *value = json_object_get(object, key);
    if (!value) return absent;
    return json_is_integer(value) ? json_integer_value(value) : -2;
}

static void get_erases(struct context *cx, const json_t *object, struct entry *ret)
{
    const json_t *list = json_object_get(object, "erases");
    ret->erases_count = json_array_size(list);
    int64_t *erases = arena_array(cx->mem, int64_t, ret->erases_count);
    for (size_t i = 0; i < ret->erases_count; i++) {
        const json_t *value = json_array_get(list, i);
        erases[i] = json_is_integer(value) ? json_integer_value(value) : -2;
    }
    ret->erases = erases;
}

static bool get_entry(struct context *cx, const json_t *object, struct entry *ret)
{
    *ret = (struct entry){
        .agency = get_text(cx, object, "agency"),
        .id = get_text(cx, object, "id"),
        .kind = get_text(cx, object, "kind"),
        .prev = get_int(object, "prev", -1),
        .seq = get_int(object, "seq", -1),
    };
    get_erases(cx, object, ret);
    return moment_parse(get_text(cx, object, "at"), &ret->at) &&
           text_from_hex(get_text(cx, object, "commit"), ret->commit.byte, HASH_SIZE) &&
           act_type_parse(get_text(cx, object, "type"), &ret->type) &&
           get_int(object, "v", -1) == ENTRY_VERSION && is_sound(ret);
}

/* What was read is written again and must be the same bytes: no second list of rules. */
enum status entry_parse(struct context *cx, struct bytes bytes, struct entry *ret)
{
    struct bytes again;
    if (bytes.size > ENTRY_MAX) return issue(cx, "", "ledger.entry.long", "");
    json_t *object = json_loadb((const char *)bytes.data, bytes.size, JSON_REJECT_DUPLICATES, NULL);
    bool sound = json_is_object(object) && get_entry(cx, object, ret);
    json_decref(object);
    if (!sound) return issue(cx, "", "ledger.entry.form", "");
    TRY(entry_write(cx, ret, &again));
    if (again.size != bytes.size || memcmp(again.data, bytes.data, bytes.size) != 0)
        return issue(cx, "", "ledger.entry.form", "");
    return OK;
}
