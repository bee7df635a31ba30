/* The table of competences, matched against words: pure, so that the office suggests to its clerk
 * what the portal suggested to the citizen. */
#include <string.h>

#include "base/arena.h"
#include "contact/contact.h"

/* A keyword is whatever stands between spaces (also the wide one) and Chinese list commas. */
static size_t gap_at(const char *at)
{
    static const char *const gaps[] = {" ", "\t", "\n", "　", "、", "，", ","};
    for (size_t i = 0; i < COUNT_OF(gaps); i++)
        if (strncmp(at, gaps[i], strlen(gaps[i])) == 0) return strlen(gaps[i]);
    return 0;
}

size_t competence_match(const char *keywords, const char *text)
{
    enum { WORD_MAX = 64 };
    size_t found = 0;
    for (const char *at = keywords; *at;) {
        char word[WORD_MAX + 1];
        size_t n = 0, gap = 0;
        while (at[n] && !(gap = gap_at(at + n))) n++;
        if (n && n <= WORD_MAX) {
            memcpy(word, at, n);
            word[n] = '\0';
            found += strcasestr(text, word) != NULL;
        }
        at += n + gap;
    }
    return found;
}
