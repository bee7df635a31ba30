/* The life of an assessment, and of its scores that go with it. */
#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "oversight/assessment.h"
#include "oversight/measure.h"
#include "oversight/private.h"
#include "record/lifecycle.h"
#include "web/message.h"

/* ---- results: agency, name, total, place, id of the score, hash; between them tabs ------------
 */

enum { RESULT_COLUMNS = 6 };

struct result_line *results_read(struct arena *mem, const char *results)
{
    struct result_line *first = NULL, **last = &first;
    while (*results) {
        const char *fields[RESULT_COLUMNS];
        for (int i = 0; i < RESULT_COLUMNS; i++) {
            size_t size = strcspn(results, "\t\n");
            fields[i] = arena_copy_n(mem, results, size);
            results += size + (results[size] == '\t');
        }
        results += strcspn(results, "\n");
        if (*results) results++;
        struct result_line *line = *last = arena_make(mem, struct result_line);
        *line = (struct result_line){
            .agency = fields[0], .name = fields[1], .score = fields[4], .hash = fields[5]};
        if (!text_to_int(fields[2], &line->total)) line->total = 0;
        if (!text_to_int(fields[3], &line->place)) line->place = 0;
        last = &line->next;
    }
    return first;
}

static enum status hash_of(struct context *cx, const struct record *score, const char **ret_hash)
{
    struct bytes bytes;
    unsigned char hash[crypto_hash_sha256_BYTES];
    TRY(record_canonical(cx, score, &bytes));
    crypto_hash_sha256(hash, bytes.data, bytes.size);
    *ret_hash = text_hex(cx->mem, hash, sizeof hash);
    return OK;
}

enum status assessment_scores_hold(struct context *cx, const struct record *assessment)
{
    const char *results = AS_CONST(assessment, assessment)->results;
    for (const struct result_line *l = results_read(cx->mem, results); l; l = l->next) {
        struct assessment_score score;
        const char *hash;
        TRY(record_fetch(cx, &assessment_score_kind, l->score, 0, &score));
        TRY(hash_of(cx, &score.base, &hash));
        if (!text_equal(hash, l->hash)) return issue(cx, "", "assessment.scores_changed", l->name);
    }
    return OK;
}

/* ---- computing ------------------------------------------------------------------------------- */

enum { AGENCIES_MAX = 400 };

struct assessed {
    struct assessment_score score;
    const char *code, *name;
};

static int by_total(const void *a, const void *b)
{
    const struct assessed *x = a, *y = b;
    if (x->score.total != y->score.total) return x->score.total > y->score.total ? -1 : 1;
    return strcmp(x->code, y->code);
}

static const struct sql score_of = {
    "assessment.score_of",
    "SELECT id FROM assessment_score WHERE assessment = $1 AND about = $2 AND newest = 1"};

/* The score as it is there already, or a new one. */
static enum status begin_score(struct context *cx, const struct assessment *assessment,
                               const struct agency *agency, struct assessed *ret)
{
    const char *id;
    struct assessment_score *score = &ret->score;
    ret->code = agency->code;
    ret->name = agency->name;
    enum status found = store_text(cx, &score_of, BIND(assessment->base.id, agency->base.id), &id);
    if (found == OK) return record_fetch(cx, &assessment_score_kind, id, 0, score);
    if (found != NOT_FOUND) return found;
    record_init(&assessment_score_kind, score);
    score->base.agency = assessment->base.agency;
    score->assessment = assessment->base.id;
    score->about = agency->base.id;
    score->year = assessment->year;
    const char *names[] = {agency->name,
                           arena_format(cx->mem, "%lld", (long long)assessment->year)};
    score->title = message_format(cx->mem, CHINESE, "assessment.score_title", names, 2);
    return OK;
}

static enum status keep_score(struct context *cx, struct assessed *one)
{
    const struct actor *person = cx->actor;
    bool is_new = text_empty(one->score.base.id);
    cx->actor = record_hand(cx);
    enum status status =
        is_new ? record_insert(cx, &one->score.base) : record_save(cx, &one->score.base);
    cx->actor = person;
    return status;
}

/* Equal totals share a place; the next one counts on (1, 2, 2, 4). */
static enum status rank_and_keep(struct context *cx, struct assessed *all, size_t count,
                                 struct assessment *assessment)
{
    struct out results = out_new(cx->mem);
    qsort(all, count, sizeof *all, by_total);
    for (size_t i = 0; i < count; i++) {
        struct assessment_score *score = &all[i].score;
        const char *hash;
        bool shared = i && score->total == all[i - 1].score.total;
        score->place = shared ? all[i - 1].score.place : (int64_t)i + 1;
        TRY(keep_score(cx, &all[i]));
        TRY(hash_of(cx, &score->base, &hash));
        out_format(&results, "%s\t%s\t%lld\t%lld\t%s\t%s\n", all[i].code, all[i].name,
                   (long long)score->total, (long long)score->place, score->base.id, hash);
    }
    assessment->results = results.size ? results.text : "";
    return OK;
}

static enum status compute_all(struct context *cx, const struct assessment_plan *plan,
                               struct assessment *assessment)
{
    const char *const *codes;
    size_t count = 0;
    struct assessed *all = arena_array(cx->mem, struct assessed, AGENCIES_MAX);
    struct period of = {.from = date_of(plan->year, 1, 1),
                        .to = date_of(plan->year, 12, 31),
                        .as_of = assessment->as_of};
    TRY(agency_subtree(cx, assessment->base.agency, &codes));
    for (size_t i = 0; codes[i] && count < AGENCIES_MAX; i++) {
        struct agency agency;
        if (text_equal(codes[i], assessment->base.agency)) continue;
        TRY(agency_by_code(cx, codes[i], &agency));
        TRY(begin_score(cx, assessment, &agency, &all[count]));
        of.agency = codes[i];
        TRY(score_compute(cx, plan, &of, &all[count].score));
        count++;
    }
    return rank_and_keep(cx, all, count, assessment);
}

static GUARD(guard_compute)
{
    const struct assessment *assessment = AS_CONST(assessment, rec);
    const struct assessment_plan *plan = assessment_plan_of(assessment->year);
    TRY(record_validate(cx, rec));
    if (!plan) return issue(cx, "year", "assessment.no_file", "");
    bool over = cx->today.day > date_of(plan->year, 12, 31).day;
    return over ? OK : issue(cx, "year", "assessment.year_not_over", "");
}

static EFFECT(effect_compute)
{
    struct assessment *assessment = AS(assessment, rec);
    const struct assessment_plan *plan = assessment_plan_of(assessment->year);
    assessment->as_of = cx->today;
    assessment->basis = plan->basis;
    assessment->indicators = indicators_write(cx->mem, plan);
    return compute_all(cx, plan, assessment);
}

/* ---- objections ------------------------------------------------------------------------------ */

static GUARD(guard_open)
{
    const struct assessment_plan *plan = assessment_plan_of(AS_CONST(assessment, rec)->year);
    int days = plan ? plan->objection_days : 1;
    if (why->on.day >= cx->today.day + days) return OK;
    return issue(cx, "on", "assessment.too_short", arena_format(cx->mem, "%d", days));
}

static EFFECT(effect_open)
{
    AS(assessment, rec)->objections_until = why->on;
    return OK;
}

static const struct sql objections_left = {
    "assessment.objections_left",
    "SELECT COUNT(*) FROM objection o WHERE o.year = $1 AND o.state = 'lodged' AND o.newest = 1"
    " AND o.agency IN (SELECT g.code FROM assessment_score s JOIN agency g ON g.id = s.about AND"
    " g.newest = 1 WHERE s.assessment = $2)"};

static GUARD(guard_settle)
{
    const struct assessment *assessment = AS_CONST(assessment, rec);
    int64_t left;
    if (cx->today.day <= assessment->objections_until.day)
        return issue(cx, "", "assessment.objections_open", "");
    TRY(store_int(cx, &objections_left, BIND(assessment->year, rec->id), &left));
    return left ? issue(cx, "", "assessment.objections_undecided", "") : OK;
}

static const struct sql may_object = {
    "assessment.may_object",
    "SELECT COUNT(*) FROM assessment a JOIN assessment_score s ON s.assessment = a.id JOIN agency g"
    " ON g.id = s.about AND g.newest = 1 WHERE a.year = $1 AND a.state = 'objections'"
    " AND a.newest = 1 AND a.objections_until >= $2 AND g.code = $3"};

static GUARD(guard_lodge)
{
    int64_t open;
    TRY(record_validate(cx, rec));
    TRY(store_int(cx, &may_object, BIND(AS_CONST(objection, rec)->year, cx->today, rec->agency),
                  &open));
    return open ? OK : issue(cx, "", "assessment.not_open", "");
}

/* ---- check, publication, ends ---------------------------------------------------------------- */

static enum status not_by_whom_computed(struct context *cx, const struct record *rec)
{
    bool did = true;
    TRY(record_did(cx, rec, cx->actor->id, "compute-assessment", &did));
    return did ? issue(cx, "", "move.editor_may_not", "") : OK;
}

static GUARD(guard_check)
{
    TRY(guard_not_an_editor(cx, rec, why));
    TRY(not_by_whom_computed(cx, rec));
    TRY(record_validate(cx, rec));
    return assessment_scores_hold(cx, rec);
}

static GUARD(guard_publish)
{
    TRY(guard_release(cx, rec, why));
    TRY(not_by_whom_computed(cx, rec));
    return assessment_scores_hold(cx, rec);
}

/* Its scores take the same step, in the same transaction: a public ranking opens all of them. */
static enum status move_scores(struct context *cx, const struct record *rec, const char *verb,
                               const struct reason *why)
{
    const struct actor *person = cx->actor;
    const char *results = AS_CONST(assessment, rec)->results;
    enum status status = OK;
    cx->actor = record_hand(cx);
    for (const struct result_line *l = results_read(cx->mem, results); l && status == OK;
         l = l->next) {
        struct assessment_score score;
        status = record_fetch(cx, &assessment_score_kind, l->score, 0, &score);
        if (status == OK) status = record_move(cx, &score.base, verb, why);
    }
    cx->actor = person;
    return status;
}

static EFFECT(effect_publish)
{
    return move_scores(cx, rec, "publish-score", why);
}
static EFFECT(effect_suspend)
{
    return move_scores(cx, rec, "suspend-score", why);
}
static EFFECT(effect_restore)
{
    return move_scores(cx, rec, "restore-score", why);
}
static EFFECT(effect_withdraw)
{
    return move_scores(cx, rec, "withdraw-score", why);
}

/* ---- the tables ------------------------------------------------------------------------------ */

/* clang-format off */
static const struct state assessment_states[] = {
    [ASSESSMENT_DRAFTED]    = {"drafted",    "准备",       "Being prepared",      EDITABLE | WORKING, SUPERVISE},
    [ASSESSMENT_COMPUTED]   = {"computed",   "已计分",     "Computed",            EDITABLE | WORKING, SUPERVISE},
    [ASSESSMENT_OBJECTIONS] = {"objections", "征求异议",   "Open to objections",  EDITABLE | WORKING, SUPERVISE},
    [ASSESSMENT_SETTLED]    = {"settled",    "异议已处理", "Objections settled",  EDITABLE | WORKING, SUPERVISE},
    [ASSESSMENT_CONCLUDED]  = {"concluded",  "待审查",     "To be reviewed",      WORKING,            REVIEWER},
    [ASSESSMENT_CHECKED]    = {"checked",    "已审查",     "Reviewed",            WORKING,            RELEASER},
    [ASSESSMENT_RELEASED]   = {"released",   "已公布",     "Published",           IS_PUBLIC,          NOBODY},
    [ASSESSMENT_SUSPENDED]  = {"suspended",  "暂停公开",   "Suspended",           WORKING,            RELEASER},
    [ASSESSMENT_WITHDRAWN]  = {"withdrawn",  "已撤回",     "Withdrawn",           ENDED,              NOBODY},
    [ASSESSMENT_GIVEN_UP]   = {"given-up",   "已放弃",     "Given up",            ENDED,              NOBODY},
};
enum { END = NEEDS_REASON | NEEDS_ARTICLE | NEEDS_CLASS };
static const struct move assessment_moves[] = {
    {ASSESSMENT_DRAFTED,    "compute-assessment", ASSESSMENT_COMPUTED,   SUPERVISE, guard_compute,       effect_compute,    NO_ENTRY,        0,            NULL},
    {ASSESSMENT_DRAFTED,    "give-up",            ASSESSMENT_GIVEN_UP,   SUPERVISE, NULL,                NULL,              NO_ENTRY,        NEEDS_REASON, NULL},
    {ASSESSMENT_COMPUTED,   "compute-assessment", ASSESSMENT_COMPUTED,   SUPERVISE, guard_compute,       effect_compute,    NO_ENTRY,        0,            NULL},
    {ASSESSMENT_COMPUTED,   "open-objections",    ASSESSMENT_OBJECTIONS, SUPERVISE, guard_open,          effect_open,       NO_ENTRY,        NEEDS_DATE,   NULL},
    {ASSESSMENT_COMPUTED,   "give-up",            ASSESSMENT_GIVEN_UP,   SUPERVISE, NULL,                NULL,              NO_ENTRY,        NEEDS_REASON, NULL},
    {ASSESSMENT_OBJECTIONS, "compute-assessment", ASSESSMENT_OBJECTIONS, SUPERVISE, guard_compute,       effect_compute,    NO_ENTRY,        0,            NULL},
    {ASSESSMENT_OBJECTIONS, "settle",             ASSESSMENT_SETTLED,    SUPERVISE, guard_settle,        NULL,              NO_ENTRY,        0,            NULL},
    {ASSESSMENT_SETTLED,    "wind-up-assessment", ASSESSMENT_CONCLUDED,  SUPERVISE, NULL,                NULL,              NO_ENTRY,        0,            NULL},
    {ASSESSMENT_CONCLUDED,  "check",              ASSESSMENT_CHECKED,    REVIEWER,  guard_check,         effect_bind_bytes, NO_ENTRY,        0,            NULL},
    {ASSESSMENT_CONCLUDED,  "return",             ASSESSMENT_SETTLED,    REVIEWER,  NULL,                NULL,              NO_ENTRY,        NEEDS_REASON, NULL},
    {ASSESSMENT_CHECKED,    "publish",            ASSESSMENT_RELEASED,   RELEASER,  guard_publish,       effect_publish,    ENTRY_RELEASED,  0,            NULL},
    {ASSESSMENT_CHECKED,    "return",             ASSESSMENT_SETTLED,    RELEASER,  NULL,                NULL,              NO_ENTRY,        NEEDS_REASON, NULL},
    {ASSESSMENT_RELEASED,   "suspend",            ASSESSMENT_SUSPENDED,  STOPPER,   NULL,                effect_suspend,    ENTRY_ERASED,    NEEDS_REASON, NULL},
    {ASSESSMENT_SUSPENDED,  "restore",            ASSESSMENT_RELEASED,   RELEASER,  guard_second_person, effect_restore,    ENTRY_RELEASED,  NEEDS_REASON, NULL},
    {ASSESSMENT_SUSPENDED,  "withdraw",           ASSESSMENT_WITHDRAWN,  RELEASER,  guard_second_person, effect_withdraw,   ENTRY_WITHDRAWN, END,          NULL},
};
static const struct state score_states[] = {
    [SCORE_PREPARED]  = {"prepared",  "待公布",   "Prepared",  EDITABLE,  PROGRAM},
    [SCORE_RELEASED]  = {"released",  "已公布",   "Published", IS_PUBLIC, NOBODY},
    [SCORE_SUSPENDED] = {"suspended", "暂停公开", "Suspended", 0,         NOBODY},
    [SCORE_WITHDRAWN] = {"withdrawn", "已撤回",   "Withdrawn", ENDED,     NOBODY},
};
static const struct move score_moves[] = {
    {SCORE_PREPARED,  "publish-score",  SCORE_RELEASED,  PROGRAM, NULL, NULL, ENTRY_RELEASED,  NOT_A_BUTTON, NULL},
    {SCORE_RELEASED,  "suspend-score",  SCORE_SUSPENDED, PROGRAM, NULL, NULL, ENTRY_ERASED,    NOT_A_BUTTON, NULL},
    {SCORE_SUSPENDED, "restore-score",  SCORE_RELEASED,  PROGRAM, NULL, NULL, ENTRY_RELEASED,  NOT_A_BUTTON, NULL},
    {SCORE_SUSPENDED, "withdraw-score", SCORE_WITHDRAWN, PROGRAM, NULL, NULL, ENTRY_WITHDRAWN, NOT_A_BUTTON, NULL},
};
static const struct state mark_states[] = {
    [MARK_GIVEN]  = {"given",  "已评分", "Given",  EDITABLE, SUPERVISE},
    [MARK_STRUCK] = {"struck", "已撤销", "Struck", ENDED,    NOBODY},
};
static const struct move mark_moves[] = {
    {MARK_GIVEN, "strike-mark", MARK_STRUCK, SUPERVISE, guard_above, NULL, NO_ENTRY, NEEDS_REASON, NULL},
};
static const struct state objection_states[] = {
    [OBJECTION_DRAFTED]   = {"drafted",   "起草",     "Drafted",    EDITABLE | WORKING, OFFICER},
    [OBJECTION_LODGED]    = {"lodged",    "待复核",   "Lodged",     WORKING,            SUPERVISE},
    [OBJECTION_UPHELD]    = {"upheld",    "异议成立", "Upheld",     ENDED,              NOBODY},
    [OBJECTION_DISMISSED] = {"dismissed", "异议不成立", "Dismissed", ENDED,             NOBODY},
};
static const struct move objection_moves[] = {
    {OBJECTION_DRAFTED, "lodge",             OBJECTION_LODGED,    OFFICER,   guard_lodge, NULL, NO_ENTRY, 0,            NULL},
    {OBJECTION_LODGED,  "uphold-objection",  OBJECTION_UPHELD,    SUPERVISE, guard_above, NULL, NO_ENTRY, NEEDS_REASON, NULL},
    {OBJECTION_LODGED,  "dismiss-objection", OBJECTION_DISMISSED, SUPERVISE, guard_above, NULL, NO_ENTRY, NEEDS_REASON, NULL},
};
/* clang-format on */

const struct workflow assessment_workflow = {.name = "assessment",
                                             WORKFLOW_TABLES(assessment_states, assessment_moves)};
const struct workflow score_workflow = {.name = "assessment_score",
                                        WORKFLOW_TABLES(score_states, score_moves)};
const struct workflow mark_workflow = {.name = "assessment_mark",
                                       WORKFLOW_TABLES(mark_states, mark_moves)};
const struct workflow objection_workflow = {.name = "objection",
                                            WORKFLOW_TABLES(objection_states, objection_moves)};
