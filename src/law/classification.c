#include "law/classification.h"

#include <string.h>

#include "base/text.h"
#include "base/yaml.h"
#include "law/law.h"

struct raw_group {
    const char *zh, *en;
};

struct raw_class {
    const char *code, *zh, *en, *article, *text, *group, *valid_from, *valid_to, *needs_basis;
};

struct raw_classification {
    const char *id, *zh, *en, *source, *valid_from, *valid_to;
    struct raw_group *groups;
    struct raw_class *classes;
    uint32_t groups_count, classes_count;
};

/* clang-format off */
static const cyaml_schema_field_t group_fields[] = {
    YAML_TEXT("zh", struct raw_group, zh),
    YAML_TEXT("en", struct raw_group, en),
    CYAML_FIELD_END};
static const cyaml_schema_value_t group_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_group, group_fields)};
static const cyaml_schema_field_t class_fields[] = {
    YAML_TEXT("code", struct raw_class, code),
    YAML_TEXT("zh", struct raw_class, zh),
    YAML_TEXT("en", struct raw_class, en),
    YAML_TEXT("article", struct raw_class, article),
    YAML_MAY("text", struct raw_class, text),
    YAML_MAY("group", struct raw_class, group),
    YAML_MAY("valid_from", struct raw_class, valid_from),
    YAML_MAY("valid_to", struct raw_class, valid_to),
    YAML_MAY("needs_basis", struct raw_class, needs_basis),
    CYAML_FIELD_END};
static const cyaml_schema_value_t class_entry = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_DEFAULT, struct raw_class, class_fields)};
static const cyaml_schema_field_t classification_fields[] = {
    YAML_TEXT("id", struct raw_classification, id),
    YAML_TEXT("zh", struct raw_classification, zh),
    YAML_TEXT("en", struct raw_classification, en),
    YAML_TEXT("source", struct raw_classification, source),
    YAML_MAY("valid_from", struct raw_classification, valid_from),
    YAML_MAY("valid_to", struct raw_classification, valid_to),
    YAML_MAY_LIST("groups", struct raw_classification, groups, &group_entry),
    YAML_LIST("classes", struct raw_classification, classes, &class_entry, 1),
    CYAML_FIELD_END};
/* clang-format on */
static const cyaml_schema_value_t classification_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw_classification, classification_fields)};

static bool is_code(const char *code)
{
    return strspn(code, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(code) &&
           strlen(code) <= 40;
}

static enum status read_dates(struct yaml *yaml, const struct raw_class *raw, size_t at,
                              struct class *class)
{
    class->valid_from = class->of->valid_from;
    class->valid_to = class->of->valid_to;
    if (raw->valid_from)
        TRY(yaml_date(yaml, raw->valid_from, &class->valid_from, "classes[%zu].valid_from", at));
    if (raw->valid_to)
        TRY(yaml_date(yaml, raw->valid_to, &class->valid_to, "classes[%zu].valid_to", at));
    return OK;
}

static enum status read_class(struct yaml *yaml, const struct raw_class *raw, size_t at,
                              struct class *class)
{
    const struct classification *of = class->of;
    *class = (struct class){.of = of,
                            .code = raw->code,
                            .zh = raw->zh,
                            .en = raw->en,
                            .article = raw->article,
                            .text = raw->text ? raw->text : ""};
    if (!is_code(raw->code))
        return yaml_wrong(yaml, "a code of a-z, 0-9 and -", "classes[%zu].code", at);
    for (size_t i = 0; i < at; i++)
        if (text_equal(of->classes[i].code, raw->code))
            return yaml_wrong(yaml, "each code once", "classes[%zu].code", at);
    if (raw->group) {
        int group;
        TRY(yaml_int(yaml, raw->group, &group, "classes[%zu].group", at));
        if (group < 1 || (size_t)group > of->group_count)
            return yaml_wrong(yaml, "the number of a group, from 1", "classes[%zu].group", at);
        class->group = &of->groups[group - 1];
    }
    TRY(read_dates(yaml, raw, at, class));
    return yaml_yes(yaml, raw->needs_basis, &class->needs_basis, "classes[%zu].needs_basis", at);
}

enum status classification_load(struct context *cx, const char *path,
                                const struct classification **ret_classification)
{
    struct yaml *yaml;
    struct raw_classification *raw;
    TRY(yaml_load(cx, path, &classification_schema, &yaml, (void **)&raw));
    struct classification *made = arena_make(cx->mem, struct classification);
    struct class_group *groups = arena_array(cx->mem, struct class_group, raw->groups_count);
    struct class *classes = arena_array(cx->mem, struct class, raw->classes_count);
    for (uint32_t i = 0; i < raw->groups_count; i++)
        groups[i] = (struct class_group){raw->groups[i].zh, raw->groups[i].en};
    *made = (struct classification){.id = raw->id,
                                    .zh = raw->zh,
                                    .en = raw->en,
                                    .source = raw->source,
                                    .groups = groups,
                                    .group_count = raw->groups_count,
                                    .classes = classes,
                                    .class_count = raw->classes_count};
    TRY(yaml_date(yaml, raw->valid_from, &made->valid_from, "valid_from"));
    TRY(yaml_date(yaml, raw->valid_to, &made->valid_to, "valid_to"));
    for (uint32_t i = 0; i < raw->classes_count; i++) {
        classes[i].of = made;
        TRY(read_class(yaml, &raw->classes[i], i, &classes[i]));
    }
    *ret_classification = made;
    return OK;
}

const struct classification *law_classification(const struct law *law, const char *id)
{
    for (size_t i = 0; i < law->classification_count; i++)
        if (text_equal(law->classifications[i]->id, id)) return law->classifications[i];
    return NULL;
}

const struct class *law_class(const struct law *law, const char *code)
{
    for (size_t i = 0; i < law->classification_count; i++)
        for (size_t j = 0; j < law->classifications[i]->class_count; j++)
            if (text_equal(law->classifications[i]->classes[j].code, code))
                return &law->classifications[i]->classes[j];
    return NULL;
}

bool class_is_valid(const struct class *class, struct date on)
{
    return (!date_is_set(class->valid_from) || on.day >= class->valid_from.day) &&
           (!date_is_set(class->valid_to) || on.day <= class->valid_to.day);
}

const char *class_label(const struct class *class, enum language language)
{
    return language == ENGLISH ? class->en : class->zh;
}
