/* Who commented on a draft, and what a party asked, is kept as long as it is needed. */
#include "catalogue/catalogue.h"
#include "law/law.h"
#include "publication/case_party.h"
#include "publication/comment.h"

enum { AT_ONCE = 500 };

static const struct {
    const struct kind *kind;
    const char *duty, *verb;
    struct sql sql; /* $1: kept before this day */
} terms[] = {
    {&comment_kind,
     "keep-comment", "forget-comment",
     {"publication.old_comments",
      "SELECT c.id FROM comment c WHERE c.newest = 1 AND c.forgotten_on IS NULL AND c.state <>"
      " 'received' AND EXISTS (SELECT 1 FROM decision d WHERE d.id = c.decision AND d.state ="
      " 'released' AND d.decided_on < $1) ORDER BY c.id LIMIT 500"}},
    {&case_question_kind,
     "keep-case",    "forget-case-question",
     {"publication.old_questions",
      "SELECT q.id FROM case_question q WHERE q.newest = 1 AND q.forgotten_on IS NULL AND EXISTS"
      " (SELECT 1 FROM case_party c WHERE c.id = q.\"of\" AND c.newest = 1 AND c.ended_on < $1)"
      " ORDER BY q.id LIMIT 500"}                                  },
};

static enum status forget(struct context *cx, const struct kind *kind, const char *id,
                          const char *verb)
{
    struct record *rec = arena_alloc(cx->mem, kind->size);
    TRY(record_fetch(cx, kind, id, 0, rec));
    return record_move(cx, rec, verb, &NO_REASON);
}

static enum status forget_old(struct context *cx, size_t which)
{
    struct rows *rows;
    const char *ids[AT_ONCE];
    size_t count = 0;
    struct date before = law_kept_before(catalogue_law(), terms[which].duty, cx->today);
    if (!date_is_set(before)) return OK;
    TRY(store_query(cx, &terms[which].sql, BIND(before), &rows));
    while (rows_next(rows) && count < AT_ONCE) ids[count++] = rows_text(rows, 0);
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(forget(cx, terms[which].kind, ids[i], terms[which].verb));
    return OK;
}

enum status publication_daily(struct context *cx)
{
    const struct actor *person = cx->actor;
    enum status status = OK;
    if (!catalogue_law()) return OK;
    cx->actor = &access_program;
    for (size_t i = 0; i < COUNT_OF(terms) && status == OK; i++) status = forget_old(cx, i);
    cx->actor = person;
    return status;
}
