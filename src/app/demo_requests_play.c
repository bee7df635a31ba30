/* Every act of a case through the moves of request/request.h: a table of acts, and what each asks
 * beyond its verb. */
#include "app/demo_requests.h"

#include <string.h>

#include "app/demo_scene.h"
#include "base/text.h"

/* An id outlives the day's memory. */
static void keep(char *place, const char *id)
{
    memcpy(place, id, ID_LENGTH + 1);
}

/* The first of these words, and the rest. */
static const char *first_word(struct context *cx, const char *words, const char **ret_rest)
{
    const char *space = strchrnul(words, ' ');
    *ret_rest = *space ? space + 1 : space;
    return arena_copy_n(cx->mem, words, (size_t)(space - words));
}

static const char *unit_id(const struct scene *scene)
{
    struct demo_sought sought = {
        .kind = "unit", .key = scene->matter->unit, .agency = scene->agency};
    const struct demo_record *unit =
        text_empty(sought.key) ? NULL : demo_find(scene->play->plan, &sought);
    return unit ? unit->rec->id : "";
}

/* ---- arriving -------------------------------------------------------------------------------- */

static bool is_by_web(const struct demo_case *matter)
{
    return text_equal(matter->channel, "web");
}

/* The office keeps the public half; the code is printed when all is made. */
static const char *receipt_key(struct context *cx, const char *receipt, struct code *ret_code)
{
    struct code_key key;
    if (text_empty(receipt)) return "";
    code_make(ret_code);
    code_key(ret_code, &key);
    const char *hex = text_hex(cx->mem, key.public, sizeof key.public);
    explicit_bzero(&key, sizeof key);
    return hex;
}

static enum status deed_file(struct context *cx, struct scene *scene)
{
    struct demo_case *matter = scene->matter;
    const struct demo_applicant *who = &matter->applicant;
    struct application a;
    record_init(&application_kind, &a);
    a.base.agency = scene->agency;
    a.applicant_kind = who->kind;
    a.channel = matter->channel;
    a.name = who->name;
    a.identity_kind = who->identity_kind;
    a.identity_number = who->identity_number;
    a.phone = who->phone;
    a.email = who->email;
    a.address = who->address;
    a.sought = matter->sought;
    a.purpose = matter->purpose;
    a.supply = matter->supply;
    a.sort = matter->sort;
    a.unit = unit_id(scene);
    a.capsule_key = receipt_key(cx, matter->receipt, &matter->code);
    if (is_by_web(matter)) scene_be(cx, scene, BY_PROGRAM_ITSELF);
    TRY(request_file(cx, &a));
    keep(matter->application, a.base.id);
    return OK;
}

static enum status deed_confirms(struct context *cx, struct scene *scene)
{
    if (!is_by_web(scene->matter)) scene_be(cx, scene, ROLE_CLERK); /* told, and written down */
    return scene_step(cx, scene, "applicant-confirms", &NO_REASON);
}

static enum status deed_confirm(struct context *cx, struct scene *scene)
{
    return scene_step(cx, scene, "confirm", &NO_REASON);
}

/* The receipt goes out with the number. */
static enum status deed_register(struct context *cx, struct scene *scene)
{
    TRY(scene_step(cx, scene, "register", &NO_REASON));
    return scene_send_notices(cx, scene);
}

static const struct sql matters_of = {
    "demo.matters", "SELECT id FROM application WHERE of = $1 AND newest = 1 ORDER BY serial"};

/* One letter, several matters: each is an application of its own. */
static enum status deed_split(struct context *cx, struct scene *scene)
{
    enum { MOST = 50 };
    const struct demo_requests *requests = scene->play->requests;
    const char **sought = arena_array(cx->mem, const char *, MOST);
    struct request_matters matters = {sought, 1};
    struct application a;
    sought[0] = scene->matter->sought;
    for (size_t i = 0; i < requests->case_count && matters.count < MOST; i++)
        if (requests->cases[i].first == scene->matter)
            sought[matters.count++] = requests->cases[i].sought;
    TRY(scene_load(cx, scene, &a));
    return request_split(cx, &a, &matters);
}

static enum status deed_adopt(struct context *cx, struct scene *scene)
{
    struct demo_case *matter = scene->matter;
    struct rows *rows;
    TRY(store_query(cx, &matters_of, BIND(matter->first->application), &rows));
    for (size_t n = 1; rows_next(rows); n++)
        if (n == matter->nth) keep(matter->application, rows_text(rows, 0));
    TRY(rows_end(rows));
    return scene_send_notices(cx, scene);
}

/* ---- on the way ------------------------------------------------------------------------------ */

static enum status deed_search(struct context *cx, struct scene *scene)
{
    enum { WITHIN = 5 };
    struct search_task task;
    const char *unit = unit_id(scene);
    record_init(&search_task_kind, &task);
    task.base.agency = scene->agency;
    task.application = scene->matter->application;
    task.title = "请查找申请所指的文件、数据，并说明能否公开";
    task.unit = unit;
    task.answer_by = demo_working_day(scene->play->plan->calendar, cx->today, WITHIN);
    TRY(record_insert(cx, &task.base));
    keep(scene->matter->task, task.base.id);
    return OK;
}

static enum status report_back(struct context *cx, struct scene *scene, struct request_reply reply)
{
    struct search_task task;
    struct reason reason = NO_REASON;
    reason.with = &reply;
    TRY(record_load(cx, &search_task_kind, scene->matter->task, &task));
    return record_move(cx, &task.base, "report-back", &reason);
}

static enum status deed_found(struct context *cx, struct scene *scene)
{
    return report_back(cx, scene, (struct request_reply){"found", "已找到，随件送交。"});
}

static enum status deed_partly(struct context *cx, struct scene *scene)
{
    return report_back(cx, scene,
                       (struct request_reply){"partly", "已找到，其中部分内容建议不予公开。"});
}

static enum status deed_none(struct context *cx, struct scene *scene)
{
    return report_back(cx, scene,
                       (struct request_reply){"none", "经检索档案目录和业务系统，未找到。"});
}

static enum status deed_consult(struct context *cx, struct scene *scene)
{
    struct demo_case *matter = scene->matter;
    struct consultation consultation;
    record_init(&consultation_kind, &consultation);
    consultation.base.agency = scene->agency;
    consultation.application = matter->application;
    consultation.sort = matter->consult;
    consultation.party = matter->party;
    consultation.contact = "third-party@example.invalid";
    consultation.question = matter->question;
    consultation.capsule_key = receipt_key(cx, matter->receipt_party, &matter->party_code);
    TRY(record_insert(cx, &consultation.base));
    keep(matter->consultation, consultation.base.id);
    TRY(record_move(cx, &consultation.base, "send", &NO_REASON));
    return scene_send_notices(cx, scene);
}

static enum status consulted(struct context *cx, struct scene *scene, const char *answer)
{
    struct consultation consultation;
    struct request_reply reply = {answer, scene->matter->answer};
    struct reason reason = NO_REASON;
    reason.with = &reply;
    TRY(record_fetch(cx, &consultation_kind, scene->matter->consultation, 0, &consultation));
    return record_move(cx, &consultation.base, "answer-arrives", &reason);
}

static enum status deed_agrees(struct context *cx, struct scene *scene)
{
    return consulted(cx, scene, "agrees");
}

static enum status deed_refuses(struct context *cx, struct scene *scene)
{
    return consulted(cx, scene, "refuses");
}

static enum status deed_correct(struct context *cx, struct scene *scene)
{
    struct request_correction correction = {scene->matter->correction, 0};
    struct reason reason = NO_REASON;
    reason.with = &correction;
    TRY(scene_step(cx, scene, "ask-correction", &reason));
    return scene_send_notices(cx, scene);
}

static enum status deed_corrected(struct context *cx, struct scene *scene)
{
    return scene_step(cx, scene, "correction-arrives", &NO_REASON);
}

/* Time alone lets an application lapse and a third party fall silent: the office's daily job. */
static enum status deed_wait(struct context *cx, struct scene *scene)
{
    return OK;
}

static enum status deed_send(struct context *cx, struct scene *scene)
{
    return scene_send_notices(cx, scene);
}

/* "page 180": what is charged by; by item, the program counts the month itself. */
static enum status deed_fee(struct context *cx, struct scene *scene)
{
    struct fee_notice fee;
    const char *quantity;
    record_init(&fee_notice_kind, &fee);
    fee.base.agency = scene->agency;
    fee.application = scene->matter->application;
    fee.standard = first_word(cx, scene->matter->fee, &quantity);
    if (!text_to_int(quantity, &fee.quantity))
        return demo_case_wrong(scene->matter, "fee", "item or page, and how many");
    TRY(record_insert(cx, &fee.base));
    keep(scene->matter->fee_notice, fee.base.id);
    TRY(record_move(cx, &fee.base, "notify", &NO_REASON));
    return scene_send_notices(cx, scene);
}

static enum status deed_paid(struct context *cx, struct scene *scene)
{
    struct fee_notice fee;
    TRY(record_load(cx, &fee_notice_kind, scene->matter->fee_notice, &fee));
    return record_move(cx, &fee.base, "pay", &NO_REASON);
}

static enum status deed_extend(struct context *cx, struct scene *scene)
{
    struct reason reason = NO_REASON;
    reason.why = scene->matter->why;
    TRY(scene_step(cx, scene, "extend", &reason));
    return scene_send_notices(cx, scene);
}

/* What a unit still looks for need not be found any more. */
static enum status recall_task(struct context *cx, struct scene *scene)
{
    struct search_task task;
    struct reason reason = NO_REASON;
    reason.why = scene->matter->withdrawn;
    if (text_empty(scene->matter->task)) return OK;
    TRY(record_load(cx, &search_task_kind, scene->matter->task, &task));
    return task.base.state == TASK_ASKED ? record_move(cx, &task.base, "recall", &reason) : OK;
}

static enum status deed_withdraw(struct context *cx, struct scene *scene)
{
    struct reason reason = NO_REASON;
    reason.why = scene->matter->withdrawn;
    TRY(scene_step(cx, scene, "withdraw-request", &reason));
    TRY(recall_task(cx, scene));
    return scene_send_notices(cx, scene);
}

/* ---- the answer ------------------------------------------------------------------------------ */

/* "值班民警的手机号码|third-party|《政府信息公开条例》第十五条" */
static enum status name_parts(struct context *cx, struct scene *scene)
{
    struct demo_case *matter = scene->matter;
    for (size_t i = 0; i < matter->part_count && !matter->parts_named; i++) {
        const char *text = matter->parts[i];
        const char *bar = strchr(text, '|'), *next = bar ? strchr(bar + 1, '|') : NULL;
        struct withheld_part part;
        if (!next) return demo_case_wrong(matter, "parts", "PART|EXEMPTION|ARTICLE");
        record_init(&withheld_part_kind, &part);
        part.base.agency = scene->agency;
        part.application = matter->application;
        part.part = arena_copy_n(cx->mem, text, (size_t)(bar - text));
        part.exemption = arena_copy_n(cx->mem, bar + 1, (size_t)(next - bar - 1));
        part.article = next + 1;
        TRY(record_insert(cx, &part.base));
    }
    matter->parts_named = true;
    return OK;
}

/* Art 44: what several people ask for may become public for all. */
static enum status propose(struct context *cx, const struct scene *scene)
{
    struct reason reason = NO_REASON;
    reason.why = scene->matter->propose;
    if (text_empty(reason.why)) return OK;
    scene_be(cx, scene, ROLE_OFFICER);
    return scene_step(cx, scene, "propose-release", &reason);
}

/* With the outcome of the case, or in words another one: an answer that is given again. */
static enum status deed_draft(struct context *cx, struct scene *scene)
{
    struct demo_case *matter = scene->matter;
    bool again = !text_empty(scene->words);
    const char *finding = again ? matter->again : matter->finding;
    struct demo_sought sought = {.pattern = matter->item};
    const struct demo_record *item =
        text_empty(matter->item) ? NULL : demo_find(scene->play->plan, &sought);
    struct request_answer answer = {again ? scene->words : matter->outcome, "",
                                    item ? item->rec->id : ""};
    struct reason reason = NO_REASON;
    reason.why = finding;
    reason.with = &answer;
    if (text_equal(answer.outcome, "partial")) TRY(name_parts(cx, scene));
    TRY(scene_step(cx, scene, "draft-answer", &reason));
    TRY(scene_write_answer(cx, scene, finding));
    return propose(cx, scene);
}

static enum status deed_return(struct context *cx, struct scene *scene)
{
    struct reason reason = NO_REASON;
    reason.why = scene->matter->why;
    return scene_step(cx, scene, "return-answer", &reason);
}

static enum status deed_review(struct context *cx, struct scene *scene)
{
    return scene_step(cx, scene, "review-answer", &NO_REASON);
}

static enum status deed_approve(struct context *cx, struct scene *scene)
{
    return scene_step(cx, scene, "approve-answer", &NO_REASON);
}

static enum status deed_serve(struct context *cx, struct scene *scene)
{
    struct request_service service = scene_service(cx, scene, scene->words);
    struct reason reason = NO_REASON;
    reason.with = &service;
    TRY(scene_step(cx, scene, "serve-answer", &reason));
    return scene_send_notices(cx, scene); /* a third party is told what was decided */
}

static enum status deed_archive(struct context *cx, struct scene *scene)
{
    struct application a;
    TRY(scene_load(cx, scene, &a));
    /* What was overturned in the meantime is in hand again, and filed away after the new answer. */
    return a.base.state == ANSWERED ? record_move(cx, &a.base, "archive", &NO_REASON) : OK;
}

/* ---- remedies -------------------------------------------------------------------------------- */

static enum status seek(struct context *cx, struct scene *scene, const char *sort, bool beside)
{
    enum { REPLY_WITHIN = 10 };
    struct remedy remedy;
    record_init(&remedy_kind, &remedy);
    remedy.base.agency = scene->agency;
    remedy.application = scene->matter->application;
    remedy.sort = sort;
    remedy.filed_on = cx->today;
    remedy.organ = scene->words;
    remedy.case_number = arena_format(cx->mem, "（演示）%s", scene->matter->id);
    remedy.reply_by = date_plus(cx->today, REPLY_WITHIN);
    remedy.co_defendant = beside;
    TRY(record_insert(cx, &remedy.base));
    keep(scene->matter->remedy, remedy.base.id);
    return OK;
}

static enum status deed_complain(struct context *cx, struct scene *scene)
{
    return seek(cx, scene, "complaint", false);
}

static enum status deed_reconsider(struct context *cx, struct scene *scene)
{
    return seek(cx, scene, "reconsideration", false);
}

static enum status deed_sue(struct context *cx, struct scene *scene)
{
    return seek(cx, scene, "suit-direct", false);
}

static enum status deed_appeal(struct context *cx, struct scene *scene)
{
    return seek(cx, scene, "suit-after-reconsideration", false);
}

/* Sued beside the agency that answered, for having upheld its answer: not counted. */
static enum status deed_codefendant(struct context *cx, struct scene *scene)
{
    return seek(cx, scene, "suit-after-reconsideration", true);
}

/* "corrected again" */
static enum status deed_conclude(struct context *cx, struct scene *scene)
{
    struct remedy remedy;
    const char *rest;
    struct request_result result = {first_word(cx, scene->words, &rest), false};
    struct reason reason = NO_REASON;
    result.again = text_equal(rest, "again");
    reason.with = &result;
    reason.why = text_equal(result.result, "corrected")
                     ? "原答复认定事实不清（演示）。"
                     : "原答复认定事实清楚，适用依据正确（演示）。";
    TRY(record_load(cx, &remedy_kind, scene->matter->remedy, &remedy));
    TRY(record_move(cx, &remedy.base, "conclude", &reason));
    return scene_send_notices(cx, scene);
}

/* ---- all of them ----------------------------------------------------------------------------- */

static const struct {
    const char *act;
    enum role by;
    enum status (*play)(struct context *, struct scene *);
} deeds[] = {
    {"file",        ROLE_CLERK,        deed_file       },
    {"confirms",    BY_PROGRAM_ITSELF, deed_confirms   },
    {"confirm",     ROLE_CLERK,        deed_confirm    },
    {"reached",     ROLE_CLERK,        deed_confirm    },
    {"register",    ROLE_OFFICER,      deed_register   },
    {"split",       ROLE_OFFICER,      deed_split      },
    {"adopt",       ROLE_OFFICER,      deed_adopt      },
    {"search",      ROLE_OFFICER,      deed_search     },
    {"found",       ROLE_CLERK,        deed_found      },
    {"partly",      ROLE_CLERK,        deed_partly     },
    {"none",        ROLE_CLERK,        deed_none       },
    {"consult",     ROLE_OFFICER,      deed_consult    },
    {"agrees",      ROLE_OFFICER,      deed_agrees     },
    {"refuses",     ROLE_OFFICER,      deed_refuses    },
    {"correct",     ROLE_OFFICER,      deed_correct    },
    {"corrected",   ROLE_CLERK,        deed_corrected  },
    {"wait",        BY_PROGRAM_ITSELF, deed_wait       },
    {"send",        ROLE_OFFICER,      deed_send       },
    {"fee",         ROLE_OFFICER,      deed_fee        },
    {"paid",        ROLE_OFFICER,      deed_paid       },
    {"extend",      ROLE_LEADER,       deed_extend     },
    {"withdraw",    ROLE_CLERK,        deed_withdraw   },
    {"draft",       ROLE_CLERK,        deed_draft      },
    {"return",      ROLE_REVIEWER,     deed_return     },
    {"review",      ROLE_REVIEWER,     deed_review     },
    {"approve",     ROLE_LEADER,       deed_approve    },
    {"serve",       ROLE_OFFICER,      deed_serve      },
    {"archive",     ROLE_CLERK,        deed_archive    },
    {"complain",    ROLE_OFFICER,      deed_complain   },
    {"reconsider",  ROLE_OFFICER,      deed_reconsider },
    {"sue",         ROLE_OFFICER,      deed_sue        },
    {"appeal",      ROLE_OFFICER,      deed_appeal     },
    {"codefendant", ROLE_OFFICER,      deed_codefendant},
    {"conclude",    ROLE_OFFICER,      deed_conclude   },
};

enum status demo_requests_play(struct context *cx, const struct demo_play *play,
                               const struct demo_act *act)
{
    struct scene scene = {.play = play,
                          .matter = act->matter,
                          .words = act->deed->words,
                          .agency = play->people->codes[0],
                          .earlier_number = "",
                          .earlier_on = ""};
    context_set_clock(cx, act->at);
    for (size_t i = 0; i < COUNT_OF(deeds); i++) {
        if (!text_equal(deeds[i].act, act->deed->act)) continue;
        scene_be(cx, &scene, deeds[i].by);
        return deeds[i].play(cx, &scene);
    }
    return demo_case_wrong(act->matter, "then", "an act of app/demo_requests_play.c");
}
