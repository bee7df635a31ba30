#include "app/demo_scene.h"

#include <string.h>

#include "base/text.h"
#include "base/words.h"

void scene_be(struct context *cx, const struct scene *scene, enum role role)
{
    /* What citizens send themselves is taken by the program, as from a sealed letter. */
    cx->actor = role == BY_PROGRAM_ITSELF ? &access_program
                                          : demo_actor(scene->play->people, scene->agency, role);
}

enum status scene_load(struct context *cx, const struct scene *scene, struct application *a)
{
    return record_fetch(cx, &application_kind, scene->matter->application, 0, a);
}

enum status scene_step(struct context *cx, const struct scene *scene, const char *verb,
                       const struct reason *reason)
{
    struct application a;
    TRY(scene_load(cx, scene, &a));
    return record_move(cx, &a.base, verb, reason);
}

/* ---- letters --------------------------------------------------------------------------------- */

static const char GAP[] = "【请填写：", GAP_ENDS[] = "】";

/* What the file does not say, the officer writes (letter_body.h). */
static const char *filling(const struct scene *scene, const char *label)
{
    const struct demo_case *matter = scene->matter;
    const struct {
        const char *label, *text;
    } rows[] = {
        {"在哪里可以取得",       matter->where                                                                            },
        {"理由",                      "所涉内容属于公共事务管理信息，公开有利于社会监督（演示）。"},
        {"逐项说明",                matter->detail                                                                           },
        {"此前答复的文书编号", scene->earlier_number                                                                    },
        {"此前答复的日期",       scene->earlier_on                                                                        },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_equal(rows[i].label, label)) return rows[i].text;
    return NULL;
}

/* A gap that the case says nothing for stays, and the letter cannot be signed: the demonstration
 * stops there. */
static const char *without_gaps(struct context *cx, const struct scene *scene, const char *body)
{
    struct out out = out_new(cx->mem);
    for (const char *gap; (gap = strstr(body, GAP)) != NULL;) {
        const char *label = gap + sizeof GAP - 1, *end = strstr(label, GAP_ENDS);
        if (!end) break;
        const char *text = filling(scene, arena_copy_n(cx->mem, label, (size_t)(end - label)));
        out_bytes(&out, body, (size_t)((text ? gap : end) - body));
        if (text) out_text(&out, text);
        body = text ? end + sizeof GAP_ENDS - 1 : end;
    }
    out_text(&out, body);
    return out.text;
}

/* What was found is told before what can be done against it. */
static const char REMEDIES[] = "\n\n您（单位）如对本文书不服";

static enum status edit_letter(struct context *cx, const struct scene *scene,
                               struct request_letter *letter, const char *more)
{
    const char *body = without_gaps(cx, scene, letter->body);
    const char *remedies = strstr(body, REMEDIES);
    if (!remedies) remedies = body + strlen(body);
    if (!text_empty(more) && !strstr(body, more))
        body = arena_format(cx->mem, "%.*s\n\n%s%s", (int)(remedies - body), body, more, remedies);
    if (text_equal(body, letter->body)) return OK;
    letter->body = body;
    return record_save(cx, &letter->base);
}

/* By page where the applicant wrote by page; else by post, or into their hands. */
struct request_service scene_service(struct context *cx, const struct scene *scene,
                                     const char *wanted)
{
    const struct demo_case *matter = scene->matter;
    static const struct {
        const char *channel, *method;
    } rows[] = {
        {"web",     "page"      },
        {"email",   "page"      },
        {"counter", "collection"},
        {"phone",   "collection"},
    };
    struct request_service service = {"post", ""};
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        if (text_equal(rows[i].channel, matter->channel)) service.method = rows[i].method;
    if (!text_empty(wanted)) service.method = wanted;
    if (text_equal(service.method, "post"))
        service.proof =
            arena_format(cx->mem, "EMS-DEMO-%s-%s", matter->id, date_iso(cx->mem, cx->today));
    else if (text_equal(service.method, "collection"))
        service.proof = "申请人签收（演示）";
    return service;
}

static const struct sql drafted = {
    "demo.letters", "SELECT id FROM letter WHERE application = $1 AND state = 'drafted'"
                    " AND newest = 1 ORDER BY changed_at, id"};

static enum status drafted_letters(struct context *cx, const struct scene *scene,
                                   const char ***ret_ids, size_t *ret_count)
{
    enum { MOST = 8 };
    struct rows *rows;
    *ret_ids = arena_array(cx->mem, const char *, MOST);
    *ret_count = 0;
    TRY(store_query(cx, &drafted, BIND(scene->matter->application), &rows));
    while (*ret_count < MOST && rows_next(rows)) (*ret_ids)[(*ret_count)++] = rows_text(rows, 0);
    return rows_end(rows);
}

enum status scene_send_notices(struct context *cx, const struct scene *scene)
{
    const char **ids;
    size_t count;
    struct request_service service = scene_service(cx, scene, "");
    struct reason reason = NO_REASON;
    reason.with = &service;
    TRY(drafted_letters(cx, scene, &ids, &count));
    scene_be(cx, scene, ROLE_OFFICER);
    for (size_t i = 0; i < count; i++) {
        struct request_letter letter;
        TRY(record_load(cx, &request_letter_kind, ids[i], &letter));
        if (!text_empty(letter.consultation)) service = scene_service(cx, scene, "post");
        TRY(edit_letter(cx, scene, &letter, ""));
        TRY(record_move(cx, &letter.base, "sign", &NO_REASON));
        TRY(record_move(cx, &letter.base, "serve", &reason));
    }
    return OK;
}

/* ---- answers --------------------------------------------------------------------------------- */

static const struct sql earlier_answer = {
    "demo.earlier", "SELECT l.number, l.served_on FROM letter l JOIN application a"
                    " ON a.id = l.application AND a.newest = 1 AND a.served_on = l.served_on"
                    " WHERE l.application = $1 AND l.state = 'served' ORDER BY l.number DESC"};

static enum status find_earlier(struct context *cx, struct scene *scene)
{
    const struct demo_requests *requests = scene->play->requests;
    struct rows *rows;
    for (size_t i = 0; i < requests->case_count; i++) {
        if (!text_equal(requests->cases[i].id, scene->matter->earlier)) continue;
        TRY(store_query(cx, &earlier_answer, BIND(requests->cases[i].application), &rows));
        if (rows_next(rows)) {
            scene->earlier_number = rows_text(rows, 0);
            scene->earlier_on = words_date(cx->mem, CHINESE, rows_date(rows, 1));
        }
        return rows_end(rows);
    }
    return OK;
}

enum status scene_write_answer(struct context *cx, struct scene *scene, const char *finding)
{
    const char **ids;
    size_t count;
    TRY(find_earlier(cx, scene));
    TRY(drafted_letters(cx, scene, &ids, &count));
    for (size_t i = 0; i < count; i++) {
        struct request_letter letter;
        TRY(record_load(cx, &request_letter_kind, ids[i], &letter));
        TRY(edit_letter(cx, scene, &letter, finding));
    }
    return OK;
}
