/* What the desk's files share. */
#ifndef DESK_PRIVATE_H
#define DESK_PRIVATE_H

#include "desk/desk.h"

bool desk_shows(const struct actor *actor, const struct kind *kind); /* has pages on the desk */
const char *desk_badge(const struct record *rec);
const struct desk_extra *desk_extra_of(const struct kind *kind); /* NULL: none */
/* What the kind's own table has to say about a record; NULL: nothing. */
const char *desk_remark(struct context *cx, const struct record *rec);
const char *desk_extra_page(struct context *cx, const char *pattern, const struct record *rec);
/* {kind} of the path: a kind with pages of its own on the desk. */
enum status desk_kind(const struct web *web, const struct kind **ret_kind) MUST_USE;
/* {kind}/{id} of the path, in the edition asked for; checks that the actor may read it. */
enum status desk_load(struct context *cx, const struct web *web, struct record **ret_rec) MUST_USE;
const struct kind *desk_ref_kind(struct context *cx, const struct field *field, const char *id);
const char *desk_path(struct context *cx, const struct record *rec);
const char *desk_list_path(struct context *cx, const struct kind *kind);
const char *desk_verb(struct context *cx, const char *verb); /* "送审" */

/* why, article, class, on: as posted, and as they were typed where they will not do. INVALID is for
 * the page that asked; the caller shows it again. */
struct typed_reason {
    struct reason reason;
    const char *why, *article, *class, *on;
};
enum status desk_reason(struct context *cx, const struct web *web,
                        struct typed_reason *ret) MUST_USE;

/* "done" of the query: the version that an act has made of this record. The page then says which
 * act it was, and what waits next; a number that is not the record's says nothing. */
enum status desk_confirm(struct context *cx, const struct web *web, const struct record *rec,
                         struct record_view *view) MUST_USE;
/* Leads back to the record: to its newest edition, or, where that is another, to this one. */
enum status desk_answer_done(struct context *cx, struct response *response,
                             const struct record *rec, bool older) MUST_USE;
/* What lies on top of the actor's desk, other than this record; href is NULL if nothing waits. */
enum status desk_next(struct context *cx, const struct record *but,
                      struct queue_row *ret_next) MUST_USE;
/* The page of a verb that asks more than a reason, or NULL. */
const char *desk_act_page(struct context *cx, const struct record *rec, const char *verb);
const char *desk_unit(struct context *cx, const struct record *rec); /* of an item, or "" */

/* show.c: also for a refused act, which shows the page again. */
enum status desk_show_record(struct context *cx, const struct web *web, struct response *response,
                             struct record *rec, struct record_view *refused);
/* The record's fields as facts; public_only leaves out what the public will not see. */
enum status desk_facts(struct context *cx, struct page *page, const struct record *rec,
                       bool public_only, struct record_view *view) MUST_USE;
enum status desk_files(struct context *cx, const struct record *rec,
                       struct record_view *view) MUST_USE;

/* handlers */
enum status desk_home(struct context *, const struct web *, struct response *);
enum status desk_registers(struct context *, const struct web *, struct response *);
enum status desk_find(struct context *, const struct web *, struct response *);
enum status desk_list(struct context *, const struct web *, struct response *);
enum status desk_batch(struct context *, const struct web *, struct response *);
enum status desk_show(struct context *, const struct web *, struct response *);
enum status desk_move(struct context *, const struct web *, struct response *);
enum status desk_ask_new(struct context *, const struct web *, struct response *);
enum status desk_make_new(struct context *, const struct web *, struct response *);
enum status desk_ask_edit(struct context *, const struct web *, struct response *);
enum status desk_make_edit(struct context *, const struct web *, struct response *);
enum status desk_preview(struct context *, const struct web *, struct response *);
enum status desk_ask_review(struct context *, const struct web *, struct response *);
enum status desk_make_review(struct context *, const struct web *, struct response *);
enum status desk_sheet(struct context *, const struct web *, struct response *);
enum status desk_attach(struct context *, const struct web *, struct response *);
bool desk_handles_letters(const struct actor *actor);
enum status desk_letters(struct context *, const struct web *, struct response *);
enum status desk_discard_letters(struct context *, const struct web *, struct response *);
enum status desk_detach(struct context *, const struct web *, struct response *);
enum status desk_file(struct context *, const struct web *, struct response *);

#endif
