/* The secrecy review: the bytes as the public will see them, every find answered, one verdict; and
 * the usual one-page 保密审查审批表 (令492 第14条; 令711 第17条). */
#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "desk/scan.h"
#include "desk/views.h"
#include "document/attachment.h"
#include "record/lifecycle.h"
#include "web/message.h"
#include "web/views.h"

enum { CHECKS = 4 };
#define VERDICTS "review redact refer withhold keep"

/* Of a long text only the lines that differ: what both begin and end with says nothing. */
static void trim_common(struct context *cx, const char **before, const char **after)
{
    const char *was = *before, *is = *after;
    size_t start = 0, was_end = strlen(was), is_end = strlen(is);
    for (size_t i = 0; was[i] && was[i] == is[i]; i++)
        if (was[i] == '\n') start = i + 1;
    size_t was_cut = was_end, is_cut = is_end;
    while (was_end > start && is_end > start && was[was_end - 1] == is[is_end - 1]) {
        was_end--;
        is_end--;
        if (was[was_end] != '\n') continue;
        was_cut = was_end;
        is_cut = is_end;
    }
    *before = arena_copy_n(cx->mem, was + start, was_cut - start);
    *after = arena_copy_n(cx->mem, is + start, is_cut - start);
}

static void add_difference(struct review_view *view, const char *label, const char *before,
                           const char *after)
{
    if (text_equal(before, after)) return;
    view->differences[view->difference_count++] = (struct difference_view){label, before, after};
}

static const char *shown(struct context *cx, const struct field *field, const struct record *rec)
{
    if (field->type == REF) return desk_ref_title(cx, field, field_text(field, rec));
    return field_show(cx, field, rec);
}

static enum status file_list(struct context *cx, const struct record *rec, const char **ret_names)
{
    struct attachment *files;
    size_t count;
    struct out names = out_new(cx->mem);
    TRY(attachment_list(cx, rec, &files, &count));
    for (size_t i = 0; i < count; i++)
        out_format(&names, "%s%s（%.12s）", i ? "\n" : "", files[i].name, files[i].sha256);
    *ret_names = names.text;
    return OK;
}

/* What the public will read otherwise than in the edition before. */
static enum status compare(struct context *cx, const struct record *rec, struct review_view *view)
{
    const char *files_before, *files;
    struct record *before = arena_alloc(cx->mem, rec->kind->size);
    TRY(edition_previous(cx, rec, &view->before));
    TRY(record_fetch(cx, rec->kind, rec->id, view->before, before));
    view->differences = arena_array(cx->mem, struct difference_view, rec->kind->field_count + 1);
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->visibility != PUBLIC) continue;
        const char *was = shown(cx, field, before), *is = shown(cx, field, rec);
        if (field->type == BODY && !text_equal(was, is)) trim_common(cx, &was, &is);
        add_difference(view, record_label(rec, field, cx->language), was, is);
    }
    TRY(file_list(cx, before, &files_before));
    TRY(file_list(cx, rec, &files));
    add_difference(view, message_text(cx->language, "desk.files"), files_before, files);
    return OK;
}

/* What was ticked and written on this page, where it was not stored. */
static void keep_typed(const struct web *web, struct review_view *view)
{
    struct arena *mem = web->cx->mem;
    for (size_t i = 0; i < view->scan.count; i++) {
        struct answered_find *find = &view->scan.finds[i];
        const char *reason = arena_format(mem, "reason-%s", find->find->key);
        const char *answer = web_typed(web, arena_format(mem, "answer-%s", find->find->key));
        if (*answer && !text_equal(answer, find->answer)) find->unstored = answer;
        if (web_has(web, reason)) find->reason = web_typed(web, reason);
    }
    for (int i = 0; i < CHECKS; i++)
        view->checks[i] = web_has(web, arena_format(mem, "check%d", i));
}

static enum status show_review(struct context *cx, const struct web *web, struct response *response,
                               struct record *rec, struct review_view *view)
{
    struct page page = desk_page(web, rec->kind);
    struct record_view *facts = arena_make(cx->mem, struct record_view);
    view->record = facts;
    facts->rec = rec;
    facts->path = desk_path(cx, rec);
    facts->number = rec->number;
    facts->title = record_title(rec);
    facts->state = state_label(record_state(rec), cx->language);
    facts->badge = desk_badge(rec);
    view->reasons = end_reasons;
    view->issues = cx->issues;
    facts->remark = desk_remark(cx, rec);
    TRY(desk_facts(cx, &page, rec, true, facts));
    TRY(desk_files(cx, rec, facts));
    TRY(desk_scan(cx, rec, &view->scan));
    if (rec->edition > 1) TRY(compare(cx, rec, view));
    if (web->request->method == HTTP_POST) keep_typed(web, view);
    /* What has to go cannot be passed: the verdict that sends it back stands ready. */
    if (view->scan.masked && !*view->verdict) view->verdict = "redact";
    view_web_page_begin(&page, message_text(cx->language, "desk.review"));
    view_desk_review(&page, view);
    view_web_page_end(&page);
    return web_show(response, &page);
}

static bool is_reviewed_now(const struct record *rec)
{
    return text_equal(record_state(rec)->word, "submitted") ||
           text_equal(record_state(rec)->word, "referred");
}

/* Release is reviewed beforehand under the Regulations in force: 令711 from 15 May 2019. */
static const char *basis_on(struct date today)
{
    return today.day < date_of(2019, 5, 15).day ? "令492 第14条" : "令711 第17条";
}

/* The reviewer of this agency, and nobody who has written what they review: an answer to a find is
 * half the verdict, so it is asked before the first is stored. */
static enum status load_for_review(struct context *cx, const struct web *web,
                                   struct response *response, struct record **ret_rec)
{
    TRY(desk_load(cx, web, ret_rec));
    response->readable = true;
    if (!access_may(cx->actor, REVIEWER, (*ret_rec)->agency)) return DENIED;
    return is_reviewed_now(*ret_rec) ? OK : CONFLICT;
}

enum status desk_ask_review(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    int64_t done;
    struct review_view view = {
        .why = "", .article = basis_on(cx->today), .class = "", .on = "", .verdict = ""};
    TRY(load_for_review(cx, web, response, &rec));
    TRY(web_int(cx, web, "done", &done));
    view.kept = done == rec->version;
    enum status may = guard_not_an_editor(cx, rec, &NO_REASON);
    if (may != OK && may != INVALID) return may; /* INVALID: the page says so on top */
    return show_review(cx, web, response, rec, &view);
}

/* Answers are kept even when the verdict is refused: a long review is never lost. */
static enum status keep_answers(struct context *cx, const struct web *web, const struct record *rec)
{
    struct scan_result scan;
    TRY(desk_scan(cx, rec, &scan));
    for (size_t i = 0; i < scan.count; i++) {
        const char *key = scan.finds[i].find->key, *answer, *reason;
        const char *name = arena_format(cx->mem, "answer-%s", key);
        TRY(web_word(cx, web, name, "masked kept", &answer));
        TRY(web_text(cx, web, arena_format(cx->mem, "reason-%s", key), 200, &reason));
        if (!*answer) continue;
        if (text_equal(answer, "kept") && !*reason) {
            enum status missing = issue(cx, name, "scan.needs_reason", scan.finds[i].find->found);
            (void)missing;
            continue;
        }
        TRY(desk_scan_answer(cx, rec, key, answer, reason));
    }
    return cx->issues ? INVALID : OK;
}

static enum status check_list(struct context *cx, const struct web *web)
{
    for (int i = 0; i < CHECKS; i++)
        if (!web_has(web, arena_format(cx->mem, "check%d", i)))
            return issue(cx, "check0", "desk.check_all", "");
    return OK;
}

/* What must be masked is told before what has not been ticked. */
static enum status may_pass(struct context *cx, const struct web *web, const struct record *rec)
{
    struct scan_result scan;
    TRY(desk_scan(cx, rec, &scan));
    if (scan.masked)
        return issue(cx, "verdict", "desk.must_redact", arena_format(cx->mem, "%zu", scan.masked));
    return check_list(cx, web);
}

static enum status clear_files(struct context *cx, const struct record *rec)
{
    struct attachment *files;
    size_t count;
    TRY(attachment_list(cx, rec, &files, &count));
    for (size_t i = 0; i < count; i++) TRY(attachment_clear(cx, rec, files[i].position));
    return OK;
}

/* The files are cleared by the act that binds their hashes. */
static enum status decide(struct context *cx, struct record *rec, const char *verdict,
                          const struct reason *reason)
{
    TRY(store_begin(cx));
    if (text_equal(verdict, "review")) TRY(clear_files(cx, rec));
    TRY(record_move(cx, rec, verdict, reason));
    return store_commit(cx);
}

static enum status judge(struct context *cx, const struct web *web, struct record *rec,
                         struct review_view *view, const struct reason *reason)
{
    TRY(guard_not_an_editor(cx, rec, reason));
    TRY(keep_answers(cx, web, rec));
    if (!*view->verdict) return issue(cx, "verdict", "desk.no_verdict", "");
    if (text_equal(view->verdict, "keep")) return OK;
    if (text_equal(view->verdict, "review")) TRY(may_pass(cx, web, rec));
    enum status status = decide(cx, rec, view->verdict, reason);
    if (status != OK) store_rollback(cx);
    return status;
}

enum status desk_make_review(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct review_view view = {.verdict = ""};
    struct typed_reason typed;
    int64_t version;
    TRY(load_for_review(cx, web, response, &rec));
    TRY(web_int(cx, web, "version", &version));
    if (version != rec->version) return CONFLICT;
    enum status status = desk_reason(cx, web, &typed);
    enum status word = web_word(cx, web, "verdict", VERDICTS, &view.verdict);
    if (status == OK) status = word;
    if (status == OK) status = judge(cx, web, rec, &view, &typed.reason);
    if (status == OK && text_equal(view.verdict, "keep"))
        return web_see_other(response, arena_format(cx->mem, "%s/review?done=%lld",
                                                    desk_path(cx, rec), (long long)rec->version));
    if (status == OK) return desk_answer_done(cx, response, rec, false);
    if (status != INVALID) return status;
    view.why = typed.why;
    view.article = typed.article;
    view.class = typed.class;
    view.on = typed.on;
    TRY(show_review(cx, web, response, rec, &view));
    return status;
}

/* An edition that was sent back begins again: what was said of it before does not count. */
static bool begins_again(const char *verb)
{
    return text_equal(verb, "return") || text_equal(verb, "redact") ||
           text_equal(verb, "reconsider");
}

static void add_opinions(struct context *cx, const struct history_line *lines, int64_t edition,
                         struct sheet_view *view)
{
    for (const struct history_line *line = lines; line; line = line->next) {
        if (line->edition != edition) continue;
        struct opinion_view *slot = NULL;
        if (begins_again(line->verb)) {
            view->reviewed = view->approved = view->filed = (struct opinion_view){0};
            continue;
        }
        if (text_equal(line->verb, "draft")) slot = &view->drafted;
        if (text_equal(line->verb, "review") || text_equal(line->verb, "withhold") ||
            text_equal(line->verb, "console-review"))
            slot = &view->reviewed;
        if (text_equal(line->verb, "approve")) slot = &view->approved;
        if (text_equal(line->verb, "file")) slot = &view->filed;
        if (text_equal(line->verb, "release") || text_equal(line->verb, "console-release"))
            slot = &view->released;
        if (slot)
            *slot = (struct opinion_view){true, desk_hand(cx, line->actor), line->why,
                                          line->article, line->at};
    }
}

enum status desk_sheet(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct sheet_view view = {0};
    struct history_line *lines;
    struct review review;
    TRY(desk_load(cx, web, &rec));
    TRY(desk_scan(cx, rec, &view.scan));
    TRY(record_history(cx, rec, &lines));
    add_opinions(cx, lines, rec->edition, &view);
    enum status status = review_load(cx, rec, &review);
    if (status != OK && status != NOT_FOUND) return status;
    view.hash = status == OK ? review.bytes_hash : "";
    struct page page = desk_page(web, rec->kind);
    struct record_view *facts = arena_make(cx->mem, struct record_view);
    facts->rec = rec;
    facts->title = record_title(rec);
    facts->path = desk_path(cx, rec);
    TRY(desk_facts(cx, &page, rec, true, facts));
    TRY(desk_files(cx, rec, facts));
    view.record = facts;
    view.item = record_as_item_const(rec);
    view_web_page_begin(&page, message_text(cx->language, "desk.sheet"));
    view_desk_sheet(&page, &view);
    view_web_page_end(&page);
    return web_show(response, &page);
}
