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
       REVOKED, HELD_BACK, HELD_SHOWN, LINE_ENDED, REPLACED };
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

#define STEPS(name) #name, name, COUNT_OF(name)
static const struct demo_fate fates[] = {
    {STEPS(withdrawn), 223}, {STEPS(restored), 149}, {STEPS(corrected), 61}, {STEPS(returned), 29},
    {STEPS(released), 1},    {STEPS(drafted), 0},    {STEPS(collated), 0},   {STEPS(submitted), 0},
    {STEPS(filed), 0},       {STEPS(ended), 0},      {STEPS(erased), 0},     {STEPS(withheld), 0},
    {STEPS(replaced), 0}, {STEPS(repealed), 0}, {STEPS(shown), 0},       {STEPS(reported), 0},   {STEPS(accepted), 0},   {STEPS(handed_in), 0},
    {STEPS(begun), 0}, {STEPS(drafted_long), 0}, {STEPS(collated_long), 0},
    {STEPS(submitted_long), 0}, {STEPS(filed_long), 0},
};

static const struct demo_hours hours[] = {
    {"compute",  9 * 60 + 55, 10 * 60 + 35}, {"check",   13 * 60 + 5,  14 * 60 + 15},
    {"accept",   9 * 60,      11 * 60},      {"publish", 15 * 60 + 35, 16 * 60 + 45},
    {"revise",   8 * 60 + 35,  8 * 60 + 50}, {"draft",    8 * 60 + 35,  9 * 60 + 50},
    {"edit",     8 * 60 + 55,  9 * 60 + 50}, {"collate",  9 * 60 + 55, 10 * 60 + 35},
    {"submit",  10 * 60 + 40, 11 * 60 + 20}, {"review",  13 * 60 + 5,  14 * 60 + 15},
    {"return",  13 * 60 + 5,  14 * 60 + 15}, {"withhold",13 * 60 + 5,  14 * 60 + 15},
    {"approve", 14 * 60 + 20, 14 * 60 + 55}, {"file",    15 * 60,      15 * 60 + 30},
    {"release", 15 * 60 + 35, 16 * 60 + 45}, {"show",    15 * 60 + 35, 16 * 60 + 45},
    {"suspend",  9 * 60,      10 * 60},      {"restore", 10 * 60 + 30, 16 * 60},
    {"withdraw",10 * 60 + 30, 16 * 60},      {"erase",   10 * 60 + 30, 16 * 60},
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
