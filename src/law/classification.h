/* Classifications: what the disclosed information is about, as the law and the seed's report order
 * it. Every item carries a class of each (DESIGN §3: inherited from its entry).
 *
 * Codes are for ever: `seed-1`…`seed-15` and `seed-0` (other), `a10-1`…`a10-11` (Order 492, Art
 * 10), `a20-1`…`a20-15` and `a21-public-order`… (Order 711, Arts 20 and 21). They stand in
 * classifications/<id>.yaml, in the order in which they are shown.
 *
 *     const struct class *class = law_class(law, "a20-7");   // 财政预算、决算
 */
#ifndef LAW_CLASSIFICATION_H
#define LAW_CLASSIFICATION_H

#include "base/context.h"

struct law;
struct classification;

/* A heading over some classes of one classification. */
struct class_group {
    const char *zh, *en;
};

struct class
{
    const struct classification *of;
    const char *code, *zh, *en;
    const char *article;              /* e.g. "令711 第20条(七)" */
    const char *text;                 /* the law's wording, "" if not given */
    const struct class_group *group;  /* or NULL */
    struct date valid_from, valid_to; /* either may be DATE_NONE: no limit */
    bool needs_basis;                 /* "other": only with the text of its legal basis (S59) */
};

struct classification {
    const char *id, *zh, *en, *source;
    struct date valid_from, valid_to;
    const struct class_group *groups;
    size_t group_count;
    const struct class *classes;
    size_t class_count;
};

/* NULL if there is none. */
const struct classification *law_classification(const struct law *law, const char *id);
const struct class *law_class(const struct law *law, const char *code);
/* Was the class in force that day? */
bool class_is_valid(const struct class *class, struct date on);
const char *class_label(const struct class *class, enum language language);

enum status classification_load(struct context *cx, const char *path,
                                const struct classification **ret_classification) MUST_USE;

#endif
