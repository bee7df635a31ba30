#include "record/lifecycle.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "record/act.h"
#include "record/base.h"
#include "record/guard.h"
#include "record/item.h"
#include "record/profile.h"

const struct word end_reasons[] = {
    {"leak",                         "内容不应公开", "Should not have been public"},
    {"personal", "涉及个人信息", "Personal data"},
    {"revoked",                     "已撤销", "Revoked"},
    {"wrong",               "内容有误", "Wrong in substance"},
    {"outdated",                      "已失效", "No longer valid"},
    {"secret",                     "依法确定为国家秘密", "State secret"},
    {"law",                        "法律、行政法规禁止公开", "Disclosure forbidden by law"},
    {"stability",          "公开后可能危及国家安全、公共安全、经济安全、社会稳定", "Security or stability"},
    {"third-party",                     "涉及商业秘密、个人隐私", "Trade secret or privacy of others"},
    {"internal",             "内部事务信息", "Internal affairs"},
    {"process",                       "过程性信息", "Deliberative information"},
    {"enforcement",                "行政执法案卷信息", "Enforcement file"},
    {"on-request",                          "依申请公开", "Disclosed on request only"},
    {0},
};

bool end_reason_hides_title(const char *word)
{
    return text_equal(word, "leak") || text_equal(word, "personal") || text_equal(word, "revoked");
}

static scan_guard scan_answered;
static bool console_allowed;

void lifecycle_allow_console(bool allowed)
{
    console_allowed = allowed;
}

void lifecycle_set_scan(scan_guard every_find_is_answered)
{
    scan_answered = every_find_is_answered;
}

/* ---- guards ---------------------------------------------------------------------------------- */

enum status guard_complete(struct context *cx, const struct record *rec, const struct reason *why)
{
    return record_validate(cx, rec);
}

static bool has_step(struct context *cx, const struct record *rec, const char *step)
{
    bool has = true;
    return profile_has(cx, rec->agency, step, &has) != OK || has;
}

static bool about_a_case(struct context *cx, const struct record *rec)
{
    return rec->kind->flags & ABOUT_A_CASE;
}
static bool no_collation(struct context *cx, const struct record *rec)
{
    return !has_step(cx, rec, "collate");
}
static bool case_not_collated(struct context *cx, const struct record *rec)
{
    return about_a_case(cx, rec) && no_collation(cx, rec);
}
static bool is_signed(struct context *cx, const struct record *rec)
{
    return rec->kind->may_sign != NULL;
}
static bool is_signed_at_once(struct context *cx, const struct record *rec)
{
    return rec->kind->may_sign && !has_step(cx, rec, "approve");
}
/* Where nobody approves, a statement still waits for its signature. */
static bool no_approval(struct context *cx, const struct record *rec)
{
    return !rec->kind->may_sign && !has_step(cx, rec, "approve");
}
static bool no_filing(struct context *cx, const struct record *rec)
{
    return !has_step(cx, rec, "file");
}
static bool neither(struct context *cx, const struct record *rec)
{
    return no_approval(cx, rec) && no_filing(cx, rec);
}

/* Nothing that tells of a case comes before the reviewer, or the console, uncleared. */
static enum status guard_no_case(struct context *cx, const struct record *rec,
                                 const struct reason *why)
{
    if (about_a_case(cx, rec)) return issue(cx, "", "move.not_cleared", "");
    return guard_complete(cx, rec, why);
}
static enum status guard_no_collation(struct context *cx, const struct record *rec,
                                      const struct reason *why)
{
    return no_collation(cx, rec) ? guard_no_case(cx, rec, why) : CONFLICT;
}
static enum status guard_case(struct context *cx, const struct record *rec,
                              const struct reason *why)
{
    return about_a_case(cx, rec) ? guard_complete(cx, rec, why) : CONFLICT;
}
static enum status guard_case_not_collated(struct context *cx, const struct record *rec,
                                           const struct reason *why)
{
    return no_collation(cx, rec) ? guard_case(cx, rec, why) : CONFLICT;
}
static enum status guard_no_approval(struct context *cx, const struct record *rec,
                                     const struct reason *why)
{
    return no_approval(cx, rec) ? OK : CONFLICT;
}
static enum status guard_release_unfiled(struct context *cx, const struct record *rec,
                                         const struct reason *why)
{
    return no_filing(cx, rec) ? guard_release(cx, rec, why) : CONFLICT;
}
static enum status guard_release_at_once(struct context *cx, const struct record *rec,
                                         const struct reason *why)
{
    return neither(cx, rec) ? guard_release(cx, rec, why) : CONFLICT;
}

enum status guard_did_not(struct context *cx, const struct record *rec, const char *verbs,
                          const char *message)
{
    bool did = true;
    if (!cx->actor) return DENIED;
    TRY(record_did(cx, rec, cx->actor->id, verbs, &did));
    return did ? issue(cx, "", message, "") : OK;
}

enum status guard_not_an_editor(struct context *cx, const struct record *rec,
                                const struct reason *why)
{
    return guard_did_not(cx, rec, EDITING_VERBS, "move.editor_may_not");
}

static enum status guard_review(struct context *cx, const struct record *rec,
                                const struct reason *why)
{
    TRY(guard_not_an_editor(cx, rec, why));
    TRY(record_validate(cx, rec));
    return scan_answered ? scan_answered(cx, rec) : OK;
}

static enum status guard_approve(struct context *cx, const struct record *rec,
                                 const struct reason *why)
{
    return guard_did_not(cx, rec, EDITING_VERBS, "move.editor_may_not");
}
static enum status guard_approve_unsigned(struct context *cx, const struct record *rec,
                                          const struct reason *why)
{
    return is_signed(cx, rec) ? CONFLICT : guard_approve(cx, rec, why);
}

/* Only a spokesperson signs (S27); who that is the kind's own room knows. */
static enum status guard_sign(struct context *cx, const struct record *rec,
                              const struct reason *why)
{
    if (!is_signed(cx, rec)) return CONFLICT;
    TRY(guard_not_an_editor(cx, rec, why));
    return rec->kind->may_sign(cx, rec);
}
static enum status guard_sign_at_once(struct context *cx, const struct record *rec,
                                      const struct reason *why)
{
    return is_signed_at_once(cx, rec) ? guard_sign(cx, rec, why) : CONFLICT;
}

static enum status bytes_hash(struct context *cx, const struct record *rec, const char **ret_hash)
{
    struct bytes bytes;
    unsigned char hash[crypto_hash_sha256_BYTES];
    TRY(record_canonical(cx, rec, &bytes));
    crypto_hash_sha256(hash, bytes.data, bytes.size);
    *ret_hash = text_hex(cx->mem, hash, sizeof hash);
    return OK;
}

static const struct sql uncleared = {
    "lifecycle.uncleared",
    "SELECT COUNT(*) FROM attachment WHERE record = $1 AND edition = $2 AND cleared_by = ''"};

/* The canonical bytes list each file by its hash, so the hash binds the files as well. */
enum status guard_release(struct context *cx, const struct record *rec, const struct reason *why)
{
    struct review review;
    const char *now;
    int64_t files = 0;
    TRY(guard_not_an_editor(cx, rec, why));
    TRY(guard_did_not(cx, rec, "review console-review", "move.reviewer_may_not_release"));
    enum status status = review_load(cx, rec, &review);
    if (status == NOT_FOUND) return issue(cx, "", "move.not_reviewed", "");
    TRY(status);
    TRY(bytes_hash(cx, rec, &now));
    if (text_equal(review.reviewer_id, cx->actor->id)) /* whatever the workflow calls its review */
        return issue(cx, "", "move.reviewer_may_not_release", "");
    if (!text_equal(now, review.bytes_hash)) return issue(cx, "", "move.bytes_changed", "");
    TRY(store_int(cx, &uncleared, BIND(rec->id, rec->edition), &files));
    return files ? issue(cx, "", "move.files_not_cleared", "") : OK;
}

static enum status guard_console_review(struct context *cx, const struct record *rec,
                                        const struct reason *why)
{
    if (!console_allowed) return DENIED;
    if (is_signed(cx, rec)) return issue(cx, "", "move.not_signed", "");
    TRY(guard_not_an_editor(cx, rec, why));
    return guard_no_case(cx, rec, why);
}
static enum status guard_console_release(struct context *cx, const struct record *rec,
                                         const struct reason *why)
{
    return console_allowed ? guard_release(cx, rec, why) : DENIED;
}

/* A tombstone stands for the whole record: not while an earlier edition of it is public. */
static enum status refuse_if_public(struct context *cx, const struct record *rec)
{
    int64_t editions;
    const char *text = arena_format(cx->mem,
                                    "SELECT COUNT(*) FROM \"%s\" WHERE id = $1"
                                    " AND state IN ('released', 'suspended')",
                                    rec->kind->name);
    TRY(store_int(cx, &(struct sql){"lifecycle.public_editions", text}, BIND(rec->id), &editions));
    return editions ? issue(cx, "", "move.edition_public", "") : OK;
}

/* That something is withheld is published as well: by another person than who decided it. */
static enum status guard_show(struct context *cx, const struct record *rec,
                              const struct reason *why)
{
    TRY(guard_not_an_editor(cx, rec, why));
    TRY(guard_did_not(cx, rec, "withhold", "move.reviewer_may_not_release"));
    return refuse_if_public(cx, rec);
}

static bool never(struct context *cx, const struct record *rec)
{
    return false;
}

static const struct sql suspended_by = {
    "lifecycle.suspended_by", "SELECT actor FROM history WHERE record = $1 AND edition = $2 AND"
                              " verb = 'suspend' ORDER BY number DESC LIMIT 1"};

/* One person stops; another decides what becomes of it (DESIGN §3, Ends; H7). */
enum status guard_second_person(struct context *cx, const struct record *rec,
                                const struct reason *why)
{
    const char *who = "";
    TRY(store_text(cx, &suspended_by, BIND(rec->id, rec->edition), &who));
    if (!cx->actor || text_equal(who, cx->actor->id))
        return issue(cx, "", "move.second_person", "");
    return OK;
}

static enum status guard_end_by_erasure(struct context *cx, const struct record *rec,
                                        const struct reason *why)
{
    TRY(guard_second_person(cx, rec, why));
    if (rec->kind->flags & ERASABLE) return issue(cx, "", "move.must_be_erased", "");
    return OK;
}

/* ---- effects --------------------------------------------------------------------------------- */

static enum status effect_draw_number(struct context *cx, struct record *rec,
                                      const struct reason *why)
{
    if (!record_is_item(rec) || !text_empty(rec->number)) return OK;
    return item_draw_number(cx, rec->agency, date_civil(cx->today).year, &rec->number);
}

static const struct sql put_review = {
    "review.put",
    "INSERT INTO review (record, edition, reviewer, reviewer_label, bytes_hash, result, basis, at,"
    " day) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (record, edition) DO UPDATE SET"
    " reviewer = $3, reviewer_label = $4, bytes_hash = $5, result = $6, basis = $7, at = $8,"
    " day = $9"};
static const struct sql get_review = {
    "review.get", "SELECT reviewer, reviewer_label, bytes_hash, basis, result, at, day FROM review"
                  " WHERE record = $1 AND edition = $2"};

enum status effect_bind_bytes(struct context *cx, struct record *rec, const struct reason *why)
{
    const char *hash;
    TRY(bytes_hash(cx, rec, &hash));
    return store_run(cx, &put_review,
                     BIND(rec->id, rec->edition, cx->actor->id, cx->actor->label, hash, "public",
                          why->article, cx->now, cx->today),
                     NULL);
}

/* At the console collation and review are one step; the number is part of the bound bytes. */
static enum status effect_number_and_bind(struct context *cx, struct record *rec,
                                          const struct reason *why)
{
    TRY(effect_draw_number(cx, rec, why));
    return effect_bind_bytes(cx, rec, why);
}

enum status review_load(struct context *cx, const struct record *rec, struct review *ret_review)
{
    struct rows *rows;
    TRY(store_query(cx, &get_review, BIND(rec->id, rec->edition), &rows));
    bool found = rows_next(rows);
    if (found)
        *ret_review = (struct review){.reviewer_id = rows_text(rows, 0),
                                      .reviewer = rows_text(rows, 1),
                                      .bytes_hash = rows_text(rows, 2),
                                      .basis = rows_text(rows, 3),
                                      .result = rows_text(rows, 4),
                                      .at = rows_moment(rows, 5),
                                      .on = rows_date(rows, 6)};
    TRY(rows_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status effect_supersede(struct context *cx, struct record *rec, const struct reason *why)
{
    if (rec->edition == 1) return OK;
    const char *text = arena_format(cx->mem,
                                    "UPDATE \"%s\" SET state = 'superseded', version = version + 1"
                                    " WHERE id = $1 AND edition < $2"
                                    " AND state IN ('released', 'suspended')",
                                    rec->kind->name);
    return store_run(cx, &(struct sql){"lifecycle.supersede", text}, BIND(rec->id, rec->edition),
                     NULL);
}

/* ---- the tables ------------------------------------------------------------------------------ */

static const struct state publication_states[] = {
    [DRAFTED] = {"drafted",        "起草",                            "Drafted",                    EDITABLE | WORKING, WRITE   },
    [COLLATED] = {"collated",       "已整理",                         "Collated",                   EDITABLE | WORKING, OFFICER },
    [CLEARING] = {"clearing",       "待办案单位核准",             "Awaiting the investigators", WORKING,            APPROVER},
    [SUBMITTED] = {"submitted",      "待保密审查",                   "Awaiting secrecy review",    WORKING,            REVIEWER},
    [REFERRED] = {"referred",       "已报请确定",                   "Referred up",                WORKING,            REVIEWER},
    [REVIEWED] = {"reviewed",       "已审查",                         "Reviewed",                   WORKING,            APPROVER},
    [SIGNING] = {"signing",        "待新闻发言人签发",          "Awaiting the signature",     WORKING,            APPROVER},
    [APPROVED] = {"approved",       "已审批",                         "Approved",                   WORKING,            OFFICER },
    [FILED] = {"filed",          "已备案",                         "Filed",                      WORKING,            RELEASER},
    [RELEASED] = {"released",       "已公开",                         "Released",                   IS_PUBLIC,          NOBODY  },
    [SUPERSEDED] = {"superseded",     "已被新版本取代",             "Superseded",                 ENDED,              NOBODY  },
    [SUSPENDED] = {"suspended",      "暂停公开",                      "Suspended",                  WORKING,            RELEASER},
    [WITHDRAWN] = {"withdrawn",      "已撤回",                         "Withdrawn",                  ENDED,              NOBODY  },
    [ERASED] = {"erased",         "已删除",                         "Erased",                     ENDED,              NOBODY  },
    [WITHHELD] = {"withheld",       "不予公开",                      "Withheld",                   WORKING,            RELEASER},
    [DISCARDED] = {"discarded",      "已放弃",                         "Discarded",                  ENDED,              NOBODY  },
    [WITHHELD_SHOWN] = {"withheld-shown", "不予公开（目录已列示）",
                 "Withheld, shown in the catalogue",                                                  0,                  NOBODY  },
};

enum { WITH_ARTICLE = NEEDS_REASON | NEEDS_ARTICLE, END = WITH_ARTICLE | NEEDS_CLASS };

/* What is not here cannot happen. */
/* clang-format off */
static const struct move publication_moves[] = {
    /*from            verb          to              may       guard                  effect               ledger           flags                            offered */
    {DRAFTED,        "collate",    COLLATED,       OFFICER,  guard_complete,        effect_draw_number,  NO_ENTRY,        BATCHED,                         NULL},
    {DRAFTED,        "submit",     CLEARING,       OFFICER,  guard_case_not_collated, effect_draw_number, NO_ENTRY,       BATCHED,                         case_not_collated},
    {COLLATED,       "submit",     CLEARING,       OFFICER,  guard_case,            effect_draw_number,  NO_ENTRY,        BATCHED,                         about_a_case},
    {CLEARING,       "clear",      SUBMITTED,      APPROVER, guard_not_an_editor,   NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {CLEARING,       "return",     DRAFTED,        APPROVER, NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {DRAFTED,        "submit",     SUBMITTED,      OFFICER,  guard_no_collation,    effect_draw_number,  NO_ENTRY,        BATCHED,                         no_collation},
    {COLLATED,       "submit",     SUBMITTED,      OFFICER,  guard_no_case,         effect_draw_number,  NO_ENTRY,        BATCHED,                         NULL},
    {COLLATED,       "return",     DRAFTED,        OFFICER,  NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {DRAFTED,        "discard",    DISCARDED,      OFFICER,  guard_discard,         effect_discard,      NO_ENTRY,        NEEDS_REASON,                    edition_is_later},
    {COLLATED,       "discard",    DISCARDED,      OFFICER,  guard_discard,         effect_discard,      NO_ENTRY,        NEEDS_REASON,                    edition_is_later},
    {SUBMITTED,      "review",     REVIEWED,       REVIEWER, guard_review,          effect_bind_bytes,   NO_ENTRY,        NOT_A_BUTTON,                    NULL},
    {SUBMITTED,      "redact",     DRAFTED,        REVIEWER, guard_not_an_editor,   NULL,                NO_ENTRY,        NOT_A_BUTTON | NEEDS_REASON,     NULL},
    {SUBMITTED,      "refer",      REFERRED,       REVIEWER, guard_not_an_editor,   NULL,                NO_ENTRY,        NOT_A_BUTTON | NEEDS_REASON,     NULL},
    {SUBMITTED,      "withhold",   WITHHELD,       REVIEWER, guard_not_an_editor,   NULL,                NO_ENTRY,        NOT_A_BUTTON | END | NEEDS_DATE, NULL},
    {SUBMITTED,      "return",     DRAFTED,        REVIEWER, NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {REFERRED,       "review",     REVIEWED,       REVIEWER, guard_review,          effect_bind_bytes,   NO_ENTRY,        NOT_A_BUTTON,                    NULL},
    {REFERRED,       "redact",     DRAFTED,        REVIEWER, guard_not_an_editor,   NULL,                NO_ENTRY,        NOT_A_BUTTON | NEEDS_REASON,     NULL},
    {REFERRED,       "withhold",   WITHHELD,       REVIEWER, guard_not_an_editor,   NULL,                NO_ENTRY,        NOT_A_BUTTON | END | NEEDS_DATE, NULL},
    {REVIEWED,       "approve",    SIGNING,        APPROVER, guard_approve,         NULL,                NO_ENTRY,        BATCHED,                         is_signed},
    {REVIEWED,       "sign-statement",      APPROVED,       APPROVER, guard_sign_at_once,    NULL,                NO_ENTRY,        0,                               is_signed_at_once},
    {SIGNING,        "sign-statement",      APPROVED,       APPROVER, guard_sign,            NULL,                NO_ENTRY,        BATCHED,                         NULL},
    {SIGNING,        "return",     DRAFTED,        APPROVER, NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {REVIEWED,       "approve",    APPROVED,       APPROVER, guard_approve_unsigned, NULL,               NO_ENTRY,        BATCHED,                         NULL},
    {REVIEWED,       "return",     DRAFTED,        APPROVER, NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {REVIEWED,       "file",       FILED,          OFFICER,  guard_no_approval,     NULL,                NO_ENTRY,        BATCHED,                         no_approval},
    {REVIEWED,       "release",    RELEASED,       RELEASER, guard_release_at_once, effect_supersede,    ENTRY_RELEASED,  BATCHED,                         neither},
    {APPROVED,       "file",       FILED,          OFFICER,  NULL,                  NULL,                NO_ENTRY,        BATCHED,                         NULL},
    {APPROVED,       "return",     DRAFTED,        OFFICER,  NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {APPROVED,       "release",    RELEASED,       RELEASER, guard_release_unfiled, effect_supersede,    ENTRY_RELEASED,  BATCHED,                         no_filing},
    {FILED,          "release",    RELEASED,       RELEASER, guard_release,         effect_supersede,    ENTRY_RELEASED,  BATCHED,                         NULL},
    {FILED,          "return",     DRAFTED,        RELEASER, NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {RELEASED,       "revise",     RELEASED,       OFFICER,  guard_no_open_edition, effect_open_edition, NO_ENTRY,        NEEDS_REASON,                    NULL},
    {RELEASED,       "suspend",    SUSPENDED,      STOPPER,  NULL,                  NULL,                ENTRY_ERASED,    NEEDS_REASON,                    NULL},
    {SUSPENDED,      "restore",    RELEASED,       RELEASER, guard_second_person,   NULL,                ENTRY_RELEASED,  NEEDS_REASON,                    NULL},
    {SUSPENDED,      "withdraw",   WITHDRAWN,      RELEASER, guard_end_by_erasure,  NULL,                ENTRY_WITHDRAWN, END,                             NULL},
    {SUSPENDED,      "erase",      ERASED,         RELEASER, guard_second_person,   NULL,                ENTRY_ERASED,    END,                             NULL},
    {SUSPENDED,      "revise",     SUSPENDED,      OFFICER,  guard_no_open_edition, effect_open_edition, NO_ENTRY,        NEEDS_REASON,                    NULL},
    {WITHHELD,       "show",       WITHHELD_SHOWN, RELEASER, guard_show,            NULL,                ENTRY_WITHDRAWN, END | NEEDS_DATE,                NULL},
    {WITHHELD,       "reconsider", DRAFTED,        OFFICER,  NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {WITHHELD_SHOWN, "reconsider", DRAFTED,        OFFICER,  NULL,                  NULL,                NO_ENTRY,        NEEDS_REASON,                    NULL},
    {DRAFTED,        "console-review",  REVIEWED, REVIEWER, guard_console_review,  effect_number_and_bind, NO_ENTRY,     NOT_A_BUTTON | NEEDS_REASON,     never},
    {REVIEWED,       "console-release", RELEASED, RELEASER, guard_console_release, effect_supersede,     ENTRY_RELEASED,  NOT_A_BUTTON | NEEDS_REASON,     never},
};
/* clang-format on */

const struct workflow publication_workflow = {
    .name = "publication",
    WORKFLOW_TABLES(publication_states, publication_moves),
};

enum status guard_by_letter(struct context *cx, const struct record *rec, const struct reason *why)
{
    return why->with ? OK : issue(cx, "", "move.by_letter", "");
}
