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

static void compare(struct context *cx, const struct record *rec, const struct record *before,
                    struct review_view *view)
{
    view->differences = arena_array(cx->mem, struct difference_view, rec->kind->field_count);
    for (size_t i = 0; i < rec->kind->field_count; i++) {
        const struct field *field = &rec->kind->fields[i];
        if (field->visibility != PUBLIC) continue;
        const char *was = field_show(cx, field, before), *is = field_show(cx, field, rec);
        if (text_equal(was, is)) continue;
        view->differences[view->difference_count++] =
            (struct difference_view){field_label(field, cx->language), was, is};
    }
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
    TRY(desk_facts(cx, &page, rec, true, facts));
    TRY(desk_files(cx, rec, facts));
    TRY(desk_scan(cx, rec, &view->scan));
    if (rec->edition > 1) {
        struct record *before = arena_alloc(cx->mem, rec->kind->size);
        TRY(record_fetch(cx, rec->kind, rec->id, rec->edition - 1, before));
        compare(cx, rec, before, view);
    }
    view_web_page_begin(&page, message_text(cx->language, "desk.review_title"));
    view_desk_review(&page, view);
    view_web_page_end(&page);
    return web_show(response, &page);
}

static bool is_reviewed_now(const struct record *rec)
{
    return text_equal(record_state(rec)->word, "submitted") ||
           text_equal(record_state(rec)->word, "referred");
}

enum status desk_ask_review(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct review_view view = {
        .why = "", .article = "令492 第14条", .class = "", .on = "", .verdict = ""};
    TRY(desk_load(cx, web, &rec));
    if (!is_reviewed_now(rec)) return CONFLICT;
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

enum status desk_make_review(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct review_view view = {0};
    struct reason reason;
    int64_t version;
    TRY(desk_load(cx, web, &rec));
    response->readable = true;
    TRY(web_word(cx, web, "verdict", "review redact refer withhold keep", &view.verdict));
    TRY(web_int(cx, web, "version", &version));
    TRY(desk_reason(cx, web, &reason));
    if (!is_reviewed_now(rec) || version != rec->version) return CONFLICT;
    enum status status = keep_answers(cx, web, rec);
    if (status == OK && !*view.verdict) status = issue(cx, "verdict", "desk.no_verdict", "");
    bool keep = text_equal(view.verdict, "keep");
    if (status == OK && text_equal(view.verdict, "review")) status = check_list(cx, web);
    if (status == OK && !keep) {
        status = decide(cx, rec, view.verdict, &reason);
        if (status == OK) return web_see_other(response, desk_path(cx, rec));
        store_rollback(cx);
    }
    if (status != OK && status != INVALID) return status;
    view.why = reason.why;
    view.article = reason.article;
    view.class = reason.class;
    view.on = date_iso(cx->mem, reason.on);
    TRY(show_review(cx, web, response, rec, &view));
    return status;
}

static void add_opinions(struct context *cx, const struct history_line *lines, int64_t edition,
                         struct sheet_view *view)
{
    for (const struct history_line *line = lines; line; line = line->next) {
        if (line->edition != edition) continue;
        struct opinion_view *slot = NULL;
        if (text_equal(line->verb, "draft")) slot = &view->drafted;
        if (text_equal(line->verb, "review") || text_equal(line->verb, "withhold"))
            slot = &view->reviewed;
        if (text_equal(line->verb, "approve")) slot = &view->approved;
        if (text_equal(line->verb, "file")) slot = &view->filed;
        if (text_equal(line->verb, "release")) slot = &view->released;
        if (slot)
            *slot = (struct opinion_view){true, line->actor, line->why, line->article, line->at};
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
