/* Words: how text is made findable, in Chinese and in English.
 *
 * Text is folded (NFKD and case folding, marks dropped: Ｐｏｌｉｃｅ, POLICE and police are one
 * word) and cut into tokens separated by spaces, which is all that the full-text index sees.
 * Letters and digits make words. A run of Chinese characters makes its overlapping pairs and, at
 * its end, the last character alone: so every character begins exactly one token, a longer query is
 * a phrase of pairs (and so matches as it is written), and a query of one character is a prefix.
 *
 *     道路交通2009      →  道路 路交 交通 通 2009
 *     query 交通        →  "交通"          query 路  →  "路" *         query 道路交通 → "道路 路交
 * 交通"
 *
 * The index keeps no text (contentless), so words_add() must stay a pure function of the text:
 * what was added is taken out again by making the same tokens a second time. Whoever changes it
 * changes WORDS_VERSION, and portals rebuild themselves.
 */
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include "base/out.h"

enum { WORDS_VERSION = 1, WORDS_TERMS_MAX = 12, WORDS_TERM_MAX = 64 };

/* Appends the tokens of a text. */
void words_add(struct out *out, const char *text);

/* What somebody is looking for: folded stretches, all of which must be found. */
struct search_term {
    uint32_t character[WORDS_TERM_MAX];
    size_t length;
    bool chinese;
};
struct terms {
    struct search_term at[WORDS_TERMS_MAX];
    size_t count;
};
void words_terms(const char *query, struct terms *ret);
/* The query in FTS5's language, every term quoted; "" when there is nothing to look for. */
const char *words_match(struct arena *mem, const struct terms *terms);

/* The same for a description in sentences, of which nothing says all: any of its words and pairs of
 * characters, to be ranked. */
const char *words_like(struct arena *mem, const char *text);
/* The longest run that two texts have in common, folded; a Chinese character counts 2, a letter 1.
 */
size_t words_shared(struct arena *mem, const char *a, const char *b);

/* The passage of a text around the first thing found, cut into pieces; those found are marked. */
struct piece {
    const char *text;
    bool found;
    struct piece *next;
};
const struct piece *words_snippet(struct arena *mem, const char *text, const struct terms *terms,
                                  size_t length);

#endif
