/* The paragraph of a letter that says what can be done against it: its sentences are in messages/.
 */
#include <string.h>

#include "base/text.h"
#include "request/letter_inside.h"
#include "web/message.h"

struct saying {
    struct arena *mem;
    enum language language;
};

static const char *say(const struct saying *say, const char *id, const char *one, const char *two)
{
    return message_format(say->mem, say->language, id, (const char *const[]){one, two}, 2);
}

/* What one does by a remedy: "向江城市人民政府申请行政复议". */
static const char *act_of(const struct saying *to, const struct letter_remedy *remedy)
{
    const char *id = arena_format(to->mem, "letter.remedy.act.%s", remedy->id);
    return say(to, message_known(id) ? id : "letter.remedy.act", remedy->body, remedy->name);
}

/* Whom the sentence speaks to, and when: "对行政复议决定不服的，可以". */
static const char *occasion_of(const struct saying *to, const struct letter_remedy *remedy,
                               bool first)
{
    if (!text_empty(remedy->after)) return say(to, "letter.remedy.after", remedy->after, "");
    if (text_equal(remedy->id, "complaint"))
        return message_text(to->language, "letter.remedy.complaint");
    return message_text(to->language, first ? "letter.remedy.first" : "letter.remedy.also");
}

/* A sentence for each case of having a term, an article, both or neither. */
static const char *sentence_of(const struct saying *to, const struct letter_remedy *remedy,
                               bool first)
{
    static const char *const frames[2][2] = {
        {"letter.remedy.says",      "letter.remedy.says_article"     },
        {"letter.remedy.says_term", "letter.remedy.says_term_article"}
    };
    bool termed = !text_empty(remedy->term), cited = !text_empty(remedy->article);
    const char *term =
        text_empty(remedy->after) ? "letter.remedy.term" : "letter.remedy.term_after";
    const char *details[4] = {occasion_of(to, remedy, first), act_of(to, remedy)};
    size_t count = 2;
    if (termed) details[count++] = say(to, term, remedy->term, "");
    if (cited) details[count++] = remedy->article;
    return message_format(to->mem, to->language, frames[termed][cited], details, count);
}

/* Reconsideration comes first where every other way begins after it (Art 23(1)(4) of the Act of
 * 2023): then the letter has to say so. */
static bool comes_first(const struct letter_remedy *remedies, size_t count, size_t at)
{
    bool leads = false;
    for (size_t i = 0; i < count; i++) {
        bool after_it =
            !text_empty(remedies[i].after) && text_equal(remedies[i].after, remedies[at].name);
        if (i != at && !after_it && !text_equal(remedies[i].id, "complaint")) return false;
        leads |= after_it;
    }
    return leads && text_equal(remedies[at].id, "reconsideration");
}

/* Those that come before a complaint first: a term runs for them. */
char *letter_remedies(struct arena *mem, enum language language,
                      const struct letter_remedy *remedies, size_t count)
{
    const struct saying to = {mem, language};
    struct out out = out_new(mem);
    bool first = true;
    for (int complaints = 0; complaints < 2; complaints++)
        for (size_t i = 0; i < count; i++) {
            const struct letter_remedy *remedy = &remedies[i];
            const char *space = language == ENGLISH ? " " : "";
            if (text_equal(remedy->id, "complaint") != (complaints == 1)) continue;
            if (out.size) out_text(&out, complaints ? "\n" : space);
            out_text(&out, sentence_of(&to, remedy, first));
            if (comes_first(remedies, count, i))
                out_format(&out, "%s%s", space,
                           message_text(language, "letter.remedy.comes_first"));
            first = first && !text_empty(remedy->after);
        }
    return out.text;
}
