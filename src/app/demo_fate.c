#include "app/demo_fate.h"

#include "base/text.h"

/* clang-format off */
static const struct demo_pace paces[] = {
    /*          draft collate submit review approve file release */
    {"urgent", { 0,    0,      0,     0,     0,      0,   0}},
    {"usual",  { 3,    3,      2,     2,     1,      0,   0}},
    {"slow",   { 8,    7,      6,     5,     3,      1,   0}},
    {"late",   {24,    6,      5,     4,     2,      1,   0}}, /* past the 20 working days of Art 18 */
};

enum { NO_WHY, SENT_BACK, MISTAKEN, DOUBTED, RESTORED, OUTDATED, OUTDATED_STOP, REVOKED_STOP,
       REVOKED, HELD_BACK, HELD_SHOWN, LINE_ENDED, REPLACED, CLEARED, IT_IS_OVER, PUT_RIGHT,
       DONE_AS_TOLD, PURSUED, OPINION, OBJECTION_FAILS, TASK_DONE, NOT_OURS, A_PETITION,
       NOT_THIS_UNIT, POOR, GOOD, WAS_HELD, PROMISE_KEPT, BRIEFED, FEEDBACK, NOT_ANSWERED,
       EVENT_HELD, DECIDED_ON };
#define ANOTHER_DAY {15000} /* 2011-01-26: a year and more after the demonstration ends */
const struct reason demo_reasons[] = {
    [NO_WHY] = {"", "", "", {DATE_NO_DAY}},
    [SENT_BACK] = {"内容概述与标题重复，缺少关键词，请补充后重新送审。", "", "", {DATE_NO_DAY}},
    [MISTAKEN] = {"读者来电指出咨询方式有误，予以更正。", "", "", {DATE_NO_DAY}},
    [DOUBTED] = {"有关数据需要与业务单位重新核对，先行暂停公开。", "", "", {DATE_NO_DAY}},
    [RESTORED] = {"经核对数据无误，恢复公开。", "", "", {DATE_NO_DAY}},
    [OUTDATED_STOP] = {"所述安排已经取消，继续公开可能误导公众。", "", "", {DATE_NO_DAY}},
    [OUTDATED] = {"所述安排已经取消，撤回本信息。", "《政府信息公开条例》第六条", "outdated", {DATE_NO_DAY}},
    [REVOKED_STOP] = {"被通缉人已经归案，停止公开。", "", "", {DATE_NO_DAY}},
    [REVOKED] = {"通缉令已依法撤销，删除个人信息。", "《公安机关办理刑事案件程序规定》关于撤销通缉令的规定", "revoked", {DATE_NO_DAY}},
    [HELD_BACK] = {"案件正在侦办，公开可能影响执法活动。", "《政府信息公开条例》第八条", "enforcement", ANOTHER_DAY},
    [HELD_SHOWN] = {"公开后可能危及公共安全，仅列目录。", "《政府信息公开条例》第八条", "stability", ANOTHER_DAY},
    [REPLACED] = {"本文件已被新文件取代或者废止，标明失效日期。", "", "", {DATE_NO_DAY}},
    [CLEARED] = {"已与案卷核对，公开内容不涉及侦查手段、在逃人员和未查清的事实，不影响案件侦办。", "", "", {DATE_NO_DAY}},
    [IT_IS_OVER] = {"险情已经排除，解除应急响应。", "", "", {DATE_NO_DAY}},
    [PUT_RIGHT] = {"已经整改：补充公开缺少的内容，明确栏目责任单位；整改后的页面截图附后。", "", "", {DATE_NO_DAY}},
    [DONE_AS_TOLD] = {"已按要求办理，栏目内容已经更新，今后每季度自查一次。", "", "", {DATE_NO_DAY}},
    [PURSUED] = {"情况基本属实，应当查明责任。", "", "", {DATE_NO_DAY}},
    [OPINION] = {"对认定的事实没有异议，已经补充公开并完善了更新制度。", "", "", {DATE_NO_DAY}},
    [OBJECTION_FAILS] = {"经核对登记簿，所列信息的公开日期无误，扣分符合指标规定。", "", "", {DATE_NO_DAY}},
    [TASK_DONE] = {"已经完成，成果印发各单位并在门户网站公开（示例）。", "", "", {DATE_NO_DAY}},
    [NOT_ANSWERED] = {"个别网帖，传播范围很小，原帖已自行更正；发布澄清反而扩大影响，决定不回应，继续关注七日。", "", "", {DATE_NO_DAY}},
    [DECIDED_ON] = {"征求意见结束，意见逐条研究答复，决定已经作出。", "", "", {DATE_NO_DAY}},
    [EVENT_HELD] = {"发布会已经举行，补充实录。", "", "", {DATE_NO_DAY}},
    [WAS_HELD] = {"活动已经举行，补充会议记录和结果。", "", "", {DATE_NO_DAY}},
    [PROMISE_KEPT] = {"承诺事项已经办结，写明兑现情况。", "", "", {DATE_NO_DAY}},
    [NOT_OURS] = {"医疗收费由卫生主管部门监督管理，请向其提出。", "", "", {DATE_NO_DAY}},
    [A_PETITION] = {"对处理结果不服、请求重新处理，属于信访事项。", "", "", {DATE_NO_DAY}},
    [NOT_THIS_UNIT] = {"路面执法由交通警察总队负责。", "", "", {DATE_NO_DAY}},
    [POOR] = {"跑了几趟才有答复。", "", "2", {DATE_NO_DAY}},
    [GOOD] = {"后来说清楚了，满意。", "", "5", {DATE_NO_DAY}},
    [BRIEFED] = {"书面送达各通报对象，有签收记录（示例）。", "", "", {DATE_NO_DAY}},
    [FEEDBACK] = {"对通报情况表示肯定，建议补充群众反映问题的办理结果（示例）。", "", "", {DATE_NO_DAY}},
    [LINE_ENDED] = {"成品油税费改革后不再产生此类信息，本条目终止。", "", "", {DATE_NO_DAY}},
};

#define DRAFT(shift)       {"draft",   ROLE_CLERK,    AT_DRAFT,   shift, FULL, NO_WHY}
#define COLLATE(at, shift) {"collate", ROLE_OFFICER,  at,         shift, UNCHANGED, NO_WHY}
#define SUBMIT(at, shift)  {"submit",  ROLE_OFFICER,  at,         shift, UNCHANGED, NO_WHY}
#define REVIEW(at, shift)  {"review",  ROLE_REVIEWER, at,         shift, UNCHANGED, NO_WHY}
#define APPROVE(at, shift) {"approve", ROLE_LEADER,   at,         shift, UNCHANGED, NO_WHY}
#define FILED(at, shift)   {"file",    ROLE_OFFICER,  at,         shift, UNCHANGED, NO_WHY}
#define RELEASE(shift)     {"release", ROLE_RELEASER, AT_RELEASE, shift, UNCHANGED, NO_WHY}
#define TO_SUBMIT    DRAFT(0), COLLATE(AT_COLLATE, 0), SUBMIT(AT_SUBMIT, 0)
#define TO_FILE      TO_SUBMIT, REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0), FILED(AT_FILE, 0)
#define TO_RELEASE   TO_FILE, RELEASE(0)
#define EDITION(shift, change, why)                                                  \
    {"revise", ROLE_OFFICER, AT_RELEASE, shift, UNCHANGED, why},                     \
    {"edit", ROLE_CLERK, AT_RELEASE, shift, change, NO_WHY},                         \
    COLLATE(AT_RELEASE, shift), SUBMIT(AT_RELEASE, shift), REVIEW(AT_RELEASE, (shift) + 1), \
    APPROVE(AT_RELEASE, (shift) + 1), FILED(AT_RELEASE, (shift) + 2), RELEASE((shift) + 2)

static const struct demo_step released[] = {TO_RELEASE};
static const struct demo_step cleared[] = {
    TO_SUBMIT, {"clear", ROLE_LEADER, AT_SUBMIT, 0, UNCHANGED, CLEARED},
    REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0), FILED(AT_FILE, 0), RELEASE(0)};
/* What is said in the agency's name: its spokesperson is the leader (demo/people.yaml). */
#define SIGN(at, shift) {"sign-statement", ROLE_LEADER, at, shift, UNCHANGED, NO_WHY}
#define SIGNED_OUT(shift) \
    COLLATE(AT_RELEASE, shift), SUBMIT(AT_RELEASE, shift), REVIEW(AT_RELEASE, (shift) + 1), \
    APPROVE(AT_RELEASE, (shift) + 1), SIGN(AT_RELEASE, (shift) + 1), FILED(AT_RELEASE, (shift) + 2), \
    RELEASE((shift) + 2)
static const struct demo_step statement[] = {
    TO_SUBMIT, REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0), SIGN(AT_APPROVE, 0), FILED(AT_FILE, 0),
    RELEASE(0)};
static const struct demo_step conference[] = {
    {"draft", ROLE_CLERK, AT_RELEASE, -6, ANNOUNCED_, NO_WHY}, SIGNED_OUT(-5),
    {"revise", ROLE_OFFICER, AT_RELEASE, 1, UNCHANGED, EVENT_HELD},
    {"edit", ROLE_CLERK, AT_RELEASE, 1, AS_MEANT, NO_WHY}, SIGNED_OUT(1)};
static const struct demo_step consulted[] = {
    {"draft", ROLE_CLERK, AT_DRAFT, 0, AS_PLANNED, NO_WHY}, COLLATE(AT_COLLATE, 0), SUBMIT(AT_SUBMIT, 0),
    REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0), FILED(AT_FILE, 0), RELEASE(0),
    EDITION(25, AS_MEANT, DECIDED_ON)};
static const struct demo_step gathered[] = {
    {"draft", ROLE_CLERK, AT_RELEASE, 0, FULL, NO_WHY},
    {"group-comment", ROLE_CLERK, AT_RELEASE, 1, UNCHANGED, NO_WHY}};
static const struct demo_step point_answered[] = {
    {"draft", ROLE_OFFICER, AT_RELEASE, 0, FULL, NO_WHY},
    {"settle-point", ROLE_OFFICER, AT_RELEASE, 22, UNCHANGED, NO_WHY}};
#define CASE_BEGINS {"draft", ROLE_CLERK, AT_RELEASE, 0, AS_PLANNED, NO_WHY}, \
    {"open-inquiry", ROLE_CLERK, AT_RELEASE, 1, UNCHANGED, NO_WHY}
static const struct demo_step inquired[] = {CASE_BEGINS};
static const struct demo_step case_settled[] = {
    CASE_BEGINS, {"inform-party", ROLE_CLERK, AT_RELEASE, 8, UNCHANGED, NO_WHY},
    {"edit", ROLE_CLERK, AT_RELEASE, 11, AS_MEANT, NO_WHY},
    {"settle-case", ROLE_OFFICER, AT_RELEASE, 11, UNCHANGED, NO_WHY}};
static const struct demo_step case_answered[] = {
    {"draft", ROLE_CLERK, AT_RELEASE, 0, FULL, NO_WHY}, {"answer-case-question", ROLE_CLERK, AT_RELEASE, 2, UNCHANGED, NO_WHY}};
#define WATCHED {"draft", ROLE_CLERK, AT_RELEASE, 0, AS_PLANNED, NO_WHY}
static const struct demo_step noticed[] = {WATCHED};
static const struct demo_step left_alone[] = {
    WATCHED, {"leave-opinion", ROLE_OFFICER, AT_RELEASE, 0, UNCHANGED, NOT_ANSWERED}};
static const struct demo_step responded[] = {
    WATCHED, {"answer-opinion", ROLE_OFFICER, AT_RELEASE, 0, UNCHANGED, NO_WHY},
    {"edit", ROLE_CLERK, AT_RELEASE, 1, AS_MEANT, NO_WHY},
    {"close-opinion", ROLE_OFFICER, AT_RELEASE, 1, UNCHANGED, NO_WHY}};
static const struct demo_step over[] = {TO_RELEASE, EDITION(2, OVER_NOW, IT_IS_OVER)};
static const struct demo_step drafted[] = {DRAFT(0)};
static const struct demo_step collated[] = {DRAFT(0), COLLATE(AT_COLLATE, 0)};
static const struct demo_step submitted[] = {TO_SUBMIT};
static const struct demo_step filed[] = {TO_FILE};
/* On its way when the year was reported, and done in the next one. */
#define LATER REVIEW(AT_RELEASE, 91), APPROVE(AT_RELEASE, 91), FILED(AT_RELEASE, 92), RELEASE(92)
static const struct demo_step drafted_long[] = {
    DRAFT(0), COLLATE(AT_RELEASE, 90), SUBMIT(AT_RELEASE, 90), LATER};
static const struct demo_step collated_long[] = {
    DRAFT(0), COLLATE(AT_COLLATE, 0), SUBMIT(AT_RELEASE, 90), LATER};
static const struct demo_step submitted_long[] = {TO_SUBMIT, LATER};
static const struct demo_step filed_long[] = {TO_FILE, RELEASE(92)};
static const struct demo_step returned[] = {
    {"draft", ROLE_CLERK, AT_DRAFT, -3, POORER, NO_WHY},
    COLLATE(AT_COLLATE, -3), SUBMIT(AT_SUBMIT, -3),
    {"return", ROLE_REVIEWER, AT_REVIEW, -3, UNCHANGED, SENT_BACK},
    {"edit", ROLE_CLERK, AT_COLLATE, 0, FULL, NO_WHY},
    COLLATE(AT_COLLATE, 0), SUBMIT(AT_SUBMIT, 0), REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0),
    FILED(AT_FILE, 0), RELEASE(0)};
static const struct demo_step corrected[] = {TO_RELEASE, EDITION(8, CORRECTED, MISTAKEN)};
static const struct demo_step ended[] = {TO_RELEASE, EDITION(150, ENDED_NOW, LINE_ENDED)};
#define ENDLESS_TO_RELEASE                                                     \
    {"draft", ROLE_CLERK, AT_DRAFT, 0, ENDLESS, NO_WHY}, COLLATE(AT_COLLATE, 0), \
    SUBMIT(AT_SUBMIT, 0), REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0), FILED(AT_FILE, 0), RELEASE(0)
static const struct demo_step replaced[] = {ENDLESS_TO_RELEASE,
                                            EDITION(170, EXPIRED_THEN, REPLACED)};
static const struct demo_step repealed[] = {ENDLESS_TO_RELEASE,
                                            EDITION(300, EXPIRED_THEN, REPLACED)};
static const struct demo_step restored[] = {
    TO_RELEASE,
    {"suspend", ROLE_OFFICER, AT_RELEASE, 5, UNCHANGED, DOUBTED},
    {"restore", ROLE_RELEASER, AT_RELEASE, 6, UNCHANGED, RESTORED}};
static const struct demo_step withdrawn[] = {
    TO_RELEASE,
    {"suspend", ROLE_REVIEWER, AT_RELEASE, 12, UNCHANGED, OUTDATED_STOP},
    {"withdraw", ROLE_RELEASER, AT_RELEASE, 13, UNCHANGED, OUTDATED}};
static const struct demo_step erased[] = {
    TO_RELEASE,
    {"suspend", ROLE_OFFICER, AT_RELEASE, 30, UNCHANGED, REVOKED_STOP},
    {"erase", ROLE_RELEASER, AT_RELEASE, 30, UNCHANGED, REVOKED}};
static const struct demo_step withheld[] = {
    TO_SUBMIT, {"withhold", ROLE_REVIEWER, AT_REVIEW, 0, UNCHANGED, HELD_BACK}};
static const struct demo_step shown[] = {
    TO_SUBMIT, {"withhold", ROLE_REVIEWER, AT_REVIEW, 0, UNCHANGED, HELD_SHOWN},
    {"show", ROLE_RELEASER, AT_APPROVE, 0, UNCHANGED, HELD_SHOWN}};

/* The annual report's own way; the department's has no superior in this installation. */
#define REPORT(verb, by, shift) {verb, by, AT_RELEASE, shift, FULL, NO_WHY}
#define REPORT_TO_SUBMIT                                                        \
    REPORT("draft", ROLE_CLERK, -6), REPORT("compute", ROLE_OFFICER, -6),       \
    REPORT("check", ROLE_REVIEWER, -5), REPORT("approve", ROLE_LEADER, -4),     \
    REPORT("submit", ROLE_OFFICER, -3)
static const struct demo_step reported[] = {REPORT_TO_SUBMIT, REPORT("publish", ROLE_RELEASER, 0)};
static const struct demo_step accepted[] = {
    REPORT_TO_SUBMIT, REPORT("accept", ROLE_SUPERVISOR, -1), REPORT("publish", ROLE_RELEASER, 0)};
static const struct demo_step handed_in[] = {REPORT_TO_SUBMIT};
static const struct demo_step begun[] = {REPORT("draft", ROLE_CLERK, 0),
                                         REPORT("compute", ROLE_OFFICER, 0)};

/* Supervision: what the superior's supervisor does, and what the agency answers. */
#define ABOVE(verb, shift, why) {verb, ROLE_SUPERVISOR, AT_RELEASE, shift, UNCHANGED, why}
#define THERE(verb, shift, why) {verb, ROLE_OFFICER, AT_RELEASE, shift, UNCHANGED, why}
#define KEPT(verb, shift, change) {verb, ROLE_SUPERVISOR, AT_RELEASE, shift, change, NO_WHY}
#define TO_REVIEW_AND_OUT(shift)                                                       \
    {"check", ROLE_REVIEWER, AT_RELEASE, shift, UNCHANGED, NO_WHY},                     \
    {"publish", ROLE_RELEASER, AT_RELEASE, shift, UNCHANGED, NO_WHY}
static const struct demo_step inspected[] = {
    KEPT("draft", -25, AS_PLANNED), KEPT("edit", 0, AS_MEANT), ABOVE("hold", 0, NO_WHY),
    ABOVE("wind-up", 8, NO_WHY), TO_REVIEW_AND_OUT(10)};
static const struct demo_step to_come[] = {KEPT("draft", 0, AS_PLANNED)};
static const struct demo_step put_right[] = {
    KEPT("draft", 0, FULL), ABOVE("notify-finding", 0, NO_WHY), THERE("rectify", 12, PUT_RIGHT),
    ABOVE("close-finding", 15, NO_WHY)};
static const struct demo_step left_open[] = {KEPT("draft", 0, FULL), ABOVE("notify-finding", 0, NO_WHY)};
static const struct demo_step ordered[] = {
    KEPT("draft", 0, FULL), ABOVE("issue-order", 0, NO_WHY), THERE("answer-order", 8, DONE_AS_TOLD),
    ABOVE("settle-order", 10, NO_WHY)};
static const struct demo_step pursued[] = {
    KEPT("draft", 0, AS_PLANNED), ABOVE("accept-case", 1, PURSUED), KEPT("edit", 6, AS_MEANT),
    ABOVE("hear", 6, NO_WHY), THERE("state-opinion", 9, OPINION), ABOVE("decide", 12, NO_WHY),
    ABOVE("serve-decision", 13, NO_WHY), ABOVE("close-case", 36, NO_WHY)};
static const struct demo_step marked[] = {KEPT("draft", 0, FULL)};
static const struct demo_step assessed[] = {
    KEPT("draft", 0, AS_PLANNED), ABOVE("compute-assessment", 0, NO_WHY), ABOVE("open-objections", 1, NO_WHY),
    KEPT("edit", 14, AS_MEANT), ABOVE("settle", 14, NO_WHY), ABOVE("wind-up-assessment", 14, NO_WHY),
    TO_REVIEW_AND_OUT(16)};
static const struct demo_step objected[] = {
    {"draft", ROLE_CLERK, AT_RELEASE, 3, FULL, NO_WHY}, THERE("lodge", 3, NO_WHY),
    ABOVE("dismiss-objection", 7, OBJECTION_FAILS)};

/* The leading group: its meeting, and what was decided there. */
static const struct demo_step met[] = {
    {"draft", ROLE_CLERK, AT_RELEASE, -5, AS_PLANNED, NO_WHY}, {"edit", ROLE_CLERK, AT_RELEASE, 0, AS_MEANT, NO_WHY},
    THERE("hold-meeting", 0, NO_WHY), {"approve-minutes", ROLE_LEADER, AT_RELEASE, 1, UNCHANGED, NO_WHY}};
#define TASK_BEGINS {"draft", ROLE_CLERK, AT_RELEASE, 0, FULL, NO_WHY}, \
    {"start-task", ROLE_CLERK, AT_RELEASE, 1, UNCHANGED, NO_WHY}
static const struct demo_step in_hand[] = {TASK_BEGINS};
static const struct demo_step carried_out[] = {
    TASK_BEGINS, {"finish-task", ROLE_CLERK, AT_RELEASE, 30, UNCHANGED, TASK_DONE}, THERE("accept-task", 32, NO_WHY)};

/* Sessions: the notice and, after it, minutes; the sitting that the program made of it, and seats. */
#define PLANNED_TO_RELEASE                                                                  \
    {"draft", ROLE_CLERK, AT_DRAFT, 0, AS_PLANNED, NO_WHY}, COLLATE(AT_COLLATE, 0),         \
    SUBMIT(AT_SUBMIT, 0), REVIEW(AT_REVIEW, 0), APPROVE(AT_APPROVE, 0), FILED(AT_FILE, 0), RELEASE(0)
#define KEPT_BY_CLERK(verb, shift) {verb, ROLE_CLERK, AT_RELEASE, shift, FULL, NO_WHY}
static const struct demo_step minuted[] = {PLANNED_TO_RELEASE, EDITION(20, AS_MEANT, WAS_HELD)};
static const struct demo_step minuted_late[] = {PLANNED_TO_RELEASE, EDITION(32, AS_MEANT, WAS_HELD)};
static const struct demo_step promised[] = {PLANNED_TO_RELEASE, EDITION(40, AS_MEANT, PROMISE_KEPT)};
#define ADOPTED {"adopt", ROLE_OFFICER, AT_RELEASE, -14, UNCHANGED, NO_WHY}
static const struct demo_step sat[] = {
    ADOPTED, THERE("draw-seats", -4, NO_WHY), THERE("hold-session", 0, NO_WHY)};
static const struct demo_step sat_invited[] = {ADOPTED, THERE("hold-session", 0, NO_WHY)};
static const struct demo_step sat_later[] = {
    ADOPTED, THERE("draw-seats", -4, NO_WHY), THERE("adjourn-session", -3, NO_WHY),
    THERE("hold-session", 12, NO_WHY)};
static const struct demo_step not_sat[] = {
    ADOPTED, THERE("draw-seats", -4, NO_WHY), THERE("cancel-session", -2, NO_WHY)};
static const struct demo_step booking[] = {{"adopt", ROLE_OFFICER, AT_RELEASE, 1, UNCHANGED, NO_WHY}};
static const struct demo_step booked[] = {KEPT_BY_CLERK("draft", 0)};
static const struct demo_step came[] = {
    KEPT_BY_CLERK("draft", 0), KEPT_BY_CLERK("attend", 14), KEPT_BY_CLERK("rate-seat", 15)};
/* Messages: whoever takes one down owns it; the days are counted from its receipt. */
#define BY(role, verb, shift, why) {verb, role, AT_RELEASE, shift, UNCHANGED, why}
#define KEPT_BY(role) {"draft", role, AT_RELEASE, 0, FULL, NO_WHY}
#define COMES(shift) {"draft", ROLE_CLERK, AT_RELEASE, shift, AS_PLANNED, NO_WHY}
#define ANSWERED_ON(shift)                                                            \
    BY(ROLE_CLERK, "take-up", (shift) - 1, NO_WHY),                                   \
    {"edit", ROLE_CLERK, AT_RELEASE, shift, AS_MEANT, NO_WHY},                        \
    BY(ROLE_CLERK, "give-answer", shift, NO_WHY)
static const struct demo_step received[] = {COMES(0)};
static const struct demo_step written[] = {COMES(0), ANSWERED_ON(2)};
static const struct demo_step praised[] = {COMES(0), ANSWERED_ON(2), BY(ROLE_CLERK, "rate", 4, GOOD)};
static const struct demo_step passed[] = {COMES(0), ANSWERED_ON(6), BY(ROLE_CLERK, "rate", 8, POOR),
                                          BY(ROLE_CLERK, "rate", 10, GOOD)};
static const struct demo_step refused[] = {COMES(0), ANSWERED_ON(8), BY(ROLE_CLERK, "rate", 10, GOOD)};
static const struct demo_step sent_on[] = {COMES(0), {"edit", ROLE_CLERK, AT_RELEASE, 1, AS_MEANT, NO_WHY},
                                           BY(ROLE_CLERK, "redirect", 1, NOT_OURS)};
static const struct demo_step petitioned[] = {
    KEPT_BY(ROLE_CLERK), BY(ROLE_CLERK, "lead-to-petition", 1, A_PETITION),
    BY(ROLE_CLERK, "accept-petition", 6, NO_WHY), BY(ROLE_CLERK, "give-answer", 14, NO_WHY)};
static const struct demo_step in_hand_now[] = {COMES(0), BY(ROLE_CLERK, "take-up", 1, NO_WHY)};
static const struct demo_step offered_now[] = {COMES(0)};
static const struct demo_step signed_off[] = {
    COMES(0), BY(ROLE_CLERK, "take-up", 1, NO_WHY), {"edit", ROLE_CLERK, AT_RELEASE, 2, AS_MEANT, NO_WHY},
    BY(ROLE_CLERK, "submit-answer", 2, NO_WHY), BY(ROLE_OFFICER, "sign-answer", 3, NO_WHY)};
static const struct demo_step offered[] = {KEPT_BY(ROLE_CLERK)};
static const struct demo_step handed[] = {KEPT_BY(ROLE_CLERK), BY(ROLE_OFFICER, "accept-hand-over", 1, NO_WHY)};
static const struct demo_step handed_back[] = {KEPT_BY(ROLE_OFFICER),
                                               BY(ROLE_CLERK, "accept-hand-over", 1, NO_WHY)};
static const struct demo_step declined[] = {KEPT_BY(ROLE_CLERK),
                                            BY(ROLE_OFFICER, "decline-hand-over", 1, NOT_THIS_UNIT)};
/* A period's briefing, and what was answered. */
static const struct demo_step briefed[] = {
    {"draft", ROLE_CLERK, AT_RELEASE, 0, FULL, NO_WHY}, THERE("send-briefing", 7, BRIEFED),
    THERE("note-feedback", 15, FEEDBACK)};

#define STEPS(name) #name, name, COUNT_OF(name)
static const struct demo_fate fates[] = {
    {STEPS(withdrawn), 223}, {STEPS(restored), 149}, {STEPS(corrected), 61}, {STEPS(returned), 29},
    {STEPS(released), 1},    {STEPS(drafted), 0},    {STEPS(collated), 0},   {STEPS(submitted), 0},
    {STEPS(filed), 0},       {STEPS(ended), 0},      {STEPS(erased), 0},     {STEPS(withheld), 0},
    {STEPS(cleared), 0},     {STEPS(over), 0},
    {STEPS(replaced), 0}, {STEPS(repealed), 0}, {STEPS(shown), 0},       {STEPS(reported), 0},   {STEPS(accepted), 0},   {STEPS(handed_in), 0},
    {STEPS(begun), 0}, {STEPS(drafted_long), 0}, {STEPS(collated_long), 0},
    {STEPS(submitted_long), 0}, {STEPS(filed_long), 0},
    {STEPS(inspected), 0}, {STEPS(to_come), 0}, {STEPS(put_right), 0},
    {STEPS(left_open), 0},   {STEPS(ordered), 0},   {STEPS(pursued), 0}, {STEPS(marked), 0},
    {STEPS(assessed), 0},    {STEPS(objected), 0},
    {STEPS(statement), 0},   {STEPS(conference), 0}, {STEPS(noticed), 0}, {STEPS(left_alone), 0}, {STEPS(responded), 0},
    {STEPS(inquired), 0}, {STEPS(case_settled), 0}, {STEPS(case_answered), 0},
    {STEPS(consulted), 0}, {STEPS(gathered), 0}, {STEPS(point_answered), 0},
    {STEPS(minuted), 0},     {STEPS(minuted_late), 0}, {STEPS(promised), 0}, {STEPS(sat), 0},
    {STEPS(sat_invited), 0}, {STEPS(sat_later), 0},  {STEPS(not_sat), 0},  {STEPS(booking), 0},
    {STEPS(booked), 0},      {STEPS(came), 0},
    {STEPS(received), 0},    {STEPS(written), 0},   {STEPS(praised), 0}, {STEPS(passed), 0},
    {STEPS(refused), 0},     {STEPS(sent_on), 0},   {STEPS(petitioned), 0}, {STEPS(in_hand_now), 0},
    {STEPS(offered_now), 0}, {STEPS(signed_off), 0}, {STEPS(offered), 0}, {STEPS(handed), 0},
    {STEPS(handed_back), 0}, {STEPS(declined), 0},
    {STEPS(met), 0},         {STEPS(in_hand), 0},   {STEPS(carried_out), 0},
    {STEPS(met), 0},         {STEPS(in_hand), 0},   {STEPS(carried_out), 0}, {STEPS(briefed), 0},
};

static const struct demo_hours hours[] = {
    {"take-up", 10 * 60, 11 * 60},           {"give-answer", 15 * 60, 16 * 60},
    {"rate", 19 * 60, 21 * 60},              {"redirect", 10 * 60, 11 * 60},
    {"lead-to-petition", 10 * 60, 11 * 60},  {"accept-petition", 10 * 60, 11 * 60},
    {"submit-answer", 10 * 60, 11 * 60},     {"sign-answer", 14 * 60, 15 * 60},
    {"accept-hand-over", 8 * 60 + 31, 8 * 60 + 34}, {"decline-hand-over", 8 * 60 + 31, 8 * 60 + 34},
    {"sign-statement", 14 * 60 + 56, 14 * 60 + 59}, {"answer-opinion", 9 * 60 + 55, 10 * 60 + 20},
    {"leave-opinion", 10 * 60, 11 * 60},     {"close-opinion", 10 * 60, 11 * 60},
    {"open-inquiry", 10 * 60, 11 * 60},      {"inform-party", 10 * 60, 11 * 60},
    {"settle-case", 10 * 60, 11 * 60},       {"answer-case-question", 10 * 60, 11 * 60},
    {"group-comment", 10 * 60, 11 * 60},     {"settle-point", 10 * 60, 11 * 60},
    {"compute",  9 * 60 + 55, 10 * 60 + 35}, {"check",   13 * 60 + 5,  14 * 60 + 15},
    {"accept",   9 * 60,      11 * 60},      {"publish", 15 * 60 + 35, 16 * 60 + 45},
    {"revise",   8 * 60 + 35,  8 * 60 + 50}, {"draft",    8 * 60 + 35,  9 * 60 + 50},
    {"edit",     8 * 60 + 55,  9 * 60 + 50}, {"collate",  9 * 60 + 55, 10 * 60 + 35},
    {"submit",  10 * 60 + 40, 11 * 60 + 20}, {"review",  13 * 60 + 5,  14 * 60 + 15},
    {"return",  13 * 60 + 5,  14 * 60 + 15}, {"withhold",13 * 60 + 5,  14 * 60 + 15},
    {"clear",   11 * 60 + 25, 11 * 60 + 55},
    {"approve", 14 * 60 + 20, 14 * 60 + 55}, {"file",    15 * 60,      15 * 60 + 30},
    {"release", 15 * 60 + 35, 16 * 60 + 45}, {"show",    15 * 60 + 35, 16 * 60 + 45},
    {"suspend",  9 * 60,      10 * 60},      {"restore", 10 * 60 + 30, 16 * 60},
    {"withdraw",10 * 60 + 30, 16 * 60},      {"erase",   10 * 60 + 30, 16 * 60},
    {"hold",     9 * 60 + 55, 10 * 60 + 35}, {"wind-up", 10 * 60 + 40, 11 * 60 + 20},
    {"notify-finding", 10 * 60, 11 * 60},    {"rectify", 13 * 60, 15 * 60},
    {"close-finding",  9 * 60, 11 * 60},     {"issue-order", 10 * 60, 11 * 60},
    {"answer-order",  13 * 60, 15 * 60},     {"settle-order", 9 * 60, 11 * 60},
    {"accept-case",    9 * 60, 11 * 60},     {"hear",        10 * 60, 11 * 60},
    {"state-opinion", 13 * 60, 15 * 60},     {"decide",       9 * 60, 11 * 60},
    {"serve-decision", 9 * 60, 11 * 60},     {"close-case",   9 * 60, 11 * 60},
    {"compute-assessment", 10 * 60, 10 * 60 + 30}, {"open-objections", 10 * 60 + 40, 11 * 60},
    {"settle",        10 * 60, 10 * 60 + 30}, {"wind-up-assessment", 10 * 60 + 40, 11 * 60},
    {"hold-meeting",  10 * 60, 11 * 60},     {"approve-minutes", 14 * 60 + 20, 14 * 60 + 55},
    {"send-briefing", 10 * 60, 11 * 60},     {"note-feedback", 9 * 60, 11 * 60},
    {"start-task",    10 * 60, 11 * 60},     {"finish-task", 13 * 60, 15 * 60},
    {"adopt",          9 * 60, 9 * 60 + 20}, {"draw-seats",   9 * 60 + 30, 10 * 60},
    {"adjourn-session", 11 * 60, 11 * 60 + 20}, {"cancel-session", 14 * 60, 14 * 60 + 20},
    {"hold-session",  16 * 60 + 30, 16 * 60 + 45}, {"attend", 16 * 60 + 46, 16 * 60 + 55},
    {"rate-seat",     14 * 60, 16 * 60},
    {"accept-task",    9 * 60, 11 * 60},     {"lodge",         10 * 60, 11 * 60},     {"dismiss-objection", 9 * 60, 11 * 60},
};
/* clang-format on */

const struct demo_pace *demo_pace(const char *word)
{
    for (size_t i = 0; i < COUNT_OF(paces); i++)
        if (text_equal(paces[i].word, word)) return &paces[i];
    return NULL;
}

const struct demo_fate *demo_fate(const char *word, size_t number, bool is_item)
{
    for (size_t i = 0; i < COUNT_OF(fates); i++) {
        if (text_equal(fates[i].word, word)) return &fates[i];
        if (!text_empty(word) || !fates[i].every) continue;
        if (fates[i].every == 1 || (is_item && number % fates[i].every == fates[i].every - 1))
            return &fates[i];
    }
    return NULL;
}

const struct demo_hours *demo_hours(const char *verb)
{
    for (size_t i = 0; i < COUNT_OF(hours); i++)
        if (text_equal(hours[i].verb, verb)) return &hours[i];
    return NULL;
}
