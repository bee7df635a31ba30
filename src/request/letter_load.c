/* The templates of letters, read and checked once at start. */
#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/text.h"
#include "base/yaml.h"
#include "request/letter_inside.h"

const char *const letter_ids[] = {"receipt",
                                  "correction-notice",
                                  "extension",
                                  "third-party-consultation",
                                  "third-party-decision",
                                  "co-maker-consultation",
                                  "secrecy-consultation",
                                  "fee-notice",
                                  "granted",
                                  "partial",
                                  "refused-secret",
                                  "refused-law",
                                  "refused-stability",
                                  "refused-third-party",
                                  "refused-internal",
                                  "refused-process",
                                  "refused-enforcement",
                                  "refused-register",
                                  "public-already",
                                  "not-held",
                                  "creation",
                                  "unclear",
                                  "petition",
                                  "repeat",
                                  "publication",
                                  "excessive",
                                  "confirm-held",
                                  "correction-made",
                                  "lapsed",
                                  "fee-lapsed",
                                  "withdrawn",
                                  "other",
                                  "delay-reasoned",
                                  "reasons-demanded",
                                  "review-decision",
                                  "notice",
                                  NULL};

/* ---- the files ---- */

struct raw_words {
    char *title, *subject;
    char **body;
    uint32_t body_count;
};
struct raw_template {
    char *id;
    char **needs, **may;
    uint32_t needs_count, may_count;
    struct raw_words *zh, *en;
};
struct raw_law {
    char *short_zh, *zh, *short_en, *en;
};
struct raw_laws {
    struct raw_law *laws;
    uint32_t laws_count;
};

/* clang-format off */
static const cyaml_schema_field_t words_fields[] = {
    YAML_TEXT("title", struct raw_words, title), YAML_TEXT("subject", struct raw_words, subject),
    YAML_LIST("body", struct raw_words, body, &yaml_text_entry, 1), CYAML_FIELD_END};
static const cyaml_schema_field_t template_fields[] = {
    YAML_TEXT("id", struct raw_template, id),
    YAML_LIST("needs", struct raw_template, needs, &yaml_text_entry, 1),
    YAML_LIST("may", struct raw_template, may, &yaml_text_entry, 0),
    CYAML_FIELD_MAPPING_PTR("zh", CYAML_FLAG_POINTER, struct raw_template, zh, words_fields),
    CYAML_FIELD_MAPPING_PTR("en", CYAML_FLAG_POINTER, struct raw_template, en, words_fields),
    CYAML_FIELD_END};
static const cyaml_schema_field_t law_fields[] = {
    YAML_TEXT("short", struct raw_law, short_zh), YAML_TEXT("zh", struct raw_law, zh),
    YAML_TEXT("short_en", struct raw_law, short_en), YAML_TEXT("en", struct raw_law, en),
    CYAML_FIELD_END};
static const cyaml_schema_value_t law_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_law, law_fields)};
static const cyaml_schema_field_t laws_fields[] = {
    YAML_LIST("laws", struct raw_laws, laws, &law_entry, 1), CYAML_FIELD_END};
/* clang-format on */
static const cyaml_schema_value_t template_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_template, template_fields)};
static const cyaml_schema_value_t laws_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_laws, laws_fields)};

/* ---- placeholders ---- */

const char *letter_next(const char *text, char name[LETTER_PLACEHOLDER_MAX], size_t *ret_before)
{
    size_t before = strcspn(text, "{}");
    if (!text[before]) return NULL;
    const char *begin = text + before + 1;
    size_t size = strspn(begin, "abcdefghijklmnopqrstuvwxyz_");
    *ret_before = SIZE_MAX;
    name[0] = '\0';
    if (text[before] != '{' || begin[size] != '}' || !size || size >= LETTER_PLACEHOLDER_MAX)
        return text;
    memcpy(name, begin, size);
    name[size] = '\0';
    *ret_before = before;
    return begin + size + 1;
}

static bool has(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(names[i], name)) return true;
    return false;
}

/* One text of a template: every placeholder is known, and the template says that it takes it. */
static enum status check_text(struct yaml *yaml, const struct letter_template *template,
                              const char *text, bool may, const char *path)
{
    char name[LETTER_PLACEHOLDER_MAX];
    size_t before;
    while ((text = letter_next(text, name, &before))) {
        if (before == SIZE_MAX)
            return yaml_wrong(yaml, "braces round one name: {name}", "%s", path);
        if (!letter_name_find(name))
            return yaml_wrong(
                yaml, arena_format(yaml_arena(yaml), "a value that letters know, not {%s}", name),
                "%s", path);
        bool needed = has(template->needs, template->need_count, name);
        if (!needed && !(may && has(template->may, template->may_count, name)))
            return yaml_wrong(yaml,
                              arena_format(yaml_arena(yaml), "{%s} among %s", name,
                                           may ? "needs or may" : "needs"),
                              "%s", path);
    }
    return OK;
}

static bool is_used(const struct letter_words *words, const char *wanted)
{
    char name[LETTER_PLACEHOLDER_MAX];
    size_t before;
    for (size_t i = 0; i < words->count + 2; i++) {
        const char *text = i < words->count    ? words->body[i]
                           : i == words->count ? words->title
                                               : words->subject;
        while ((text = letter_next(text, name, &before)) && before != SIZE_MAX)
            if (text_equal(name, wanted)) return true;
    }
    return false;
}

/* What a template says that it takes, it takes in both languages. */
static enum status check_names(struct yaml *yaml, const struct letter_template *template, bool may)
{
    const char *list = may ? "may" : "needs";
    const char *const *names = may ? template->may : template->needs;
    size_t count = may ? template->may_count : template->need_count;
    for (size_t i = 0; i < count; i++) {
        if (!letter_name_find(names[i]))
            return yaml_wrong(yaml, "a value that letters know", "%s[%zu]", list, i);
        if (has(names, i, names[i]) ||
            (may && has(template->needs, template->need_count, names[i])))
            return yaml_wrong(yaml, "each value once", "%s[%zu]", list, i);
        for (int language = CHINESE; language <= ENGLISH; language++)
            if (!is_used(&template->words[language], names[i]))
                return yaml_wrong(yaml, "a value that both languages name", "%s[%zu]", list, i);
    }
    return OK;
}

static enum status check_words(struct yaml *yaml, const struct letter_template *template,
                               enum language language)
{
    const struct letter_words *words = &template->words[language];
    const char *code = language == CHINESE ? "zh" : "en";
    struct arena *mem = yaml_arena(yaml);
    TRY(check_text(yaml, template, words->title, false, arena_format(mem, "%s.title", code)));
    TRY(check_text(yaml, template, words->subject, false, arena_format(mem, "%s.subject", code)));
    for (size_t i = 0; i < words->count; i++)
        TRY(check_text(yaml, template, words->body[i], true,
                       arena_format(mem, "%s.body[%zu]", code, i)));
    return OK;
}

/* ---- reading ---- */

static struct letter_words words_of(const struct raw_words *raw)
{
    return (struct letter_words){raw->title, raw->subject, (const char *const *)raw->body,
                                 raw->body_count};
}

static enum status load_template(struct context *cx, const char *folder, const char *id,
                                 struct letter_template *template)
{
    struct yaml *yaml;
    struct raw_template *raw;
    const char *path = arena_format(cx->mem, "%s/letters/%s.yaml", folder, id);
    enum status status = yaml_load(cx, path, &template_schema, &yaml, (void **)&raw);
    if (status == NOT_FOUND) return issue(cx, path, "letter.no_template", path);
    TRY(status);
    *template = (struct letter_template){
        .id = id,
        .needs = (const char *const *)raw->needs,
        .may = (const char *const *)raw->may,
        .need_count = raw->needs_count,
        .may_count = raw->may_count,
        .words = {words_of(raw->zh), words_of(raw->en)}
    };
    if (!text_equal(raw->id, id)) return yaml_wrong(yaml, "the name of the file", "id");
    TRY(check_words(yaml, template, CHINESE));
    TRY(check_words(yaml, template, ENGLISH));
    TRY(check_names(yaml, template, false));
    return check_names(yaml, template, true);
}

static enum status load_laws(struct context *cx, const char *folder, struct letters *letters)
{
    struct yaml *yaml;
    struct raw_laws *raw;
    const char *path = arena_format(cx->mem, "%s/letters/laws.yaml", folder);
    enum status status = yaml_load(cx, path, &laws_schema, &yaml, (void **)&raw);
    if (status == NOT_FOUND) return issue(cx, path, "letter.no_template", path);
    TRY(status);
    struct letter_law *laws = arena_array(cx->mem, struct letter_law, raw->laws_count);
    for (uint32_t i = 0; i < raw->laws_count; i++) {
        const struct raw_law *law = &raw->laws[i];
        laws[i] = (struct letter_law){
            {law->short_zh, law->short_en},
            {law->zh,       law->en      }
        };
        for (uint32_t j = 0; j < i; j++)
            if (text_starts(law->short_zh, laws[j].brief[CHINESE]))
                return yaml_wrong(yaml, "the longer reference before the shorter", "laws[%u]", i);
    }
    letters->laws = laws;
    letters->law_count = raw->laws_count;
    return OK;
}

/* A file that no id names would never be sent: it is a misspelt one. */
static enum status find_strangers(struct context *cx, const char *folder)
{
    const char *path = arena_format(cx->mem, "%s/letters", folder);
    DIR *open = opendir(path);
    if (!open) return issue(cx, path, "letter.no_template", path);
    enum status status = OK;
    for (struct dirent *entry; status == OK && (entry = readdir(open));) {
        bool known = !text_ends(entry->d_name, ".yaml") || text_equal(entry->d_name, "laws.yaml");
        for (size_t i = 0; !known && letter_ids[i]; i++)
            known = text_equal(entry->d_name, arena_format(cx->mem, "%s.yaml", letter_ids[i]));
        const char *file = arena_format(cx->mem, "%s/%s", path, entry->d_name);
        if (!known) status = issue(cx, file, "letter.stranger", file);
    }
    closedir(open);
    return status;
}

enum status letters_load(struct context *cx, const char *folder, const struct letters **ret_letters)
{
    struct letters *letters = arena_make(cx->mem, struct letters);
    size_t count = 0;
    while (letter_ids[count]) count++;
    struct letter_template *templates = arena_array(cx->mem, struct letter_template, count);
    TRY(find_strangers(cx, folder));
    TRY(load_laws(cx, folder, letters));
    for (size_t i = 0; i < count; i++) TRY(load_template(cx, folder, letter_ids[i], &templates[i]));
    letters->templates = templates;
    letters->count = count;
    *ret_letters = letters;
    return OK;
}
