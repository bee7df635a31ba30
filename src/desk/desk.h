/* The desk: the staff pages of any kind, made from its tables (DESIGN §2, §7).
 *
 * A kind needs no page of its own: what waits for me, lists with batch acts, the record with its
 * history and the next possible acts as buttons, forms, the secrecy review with its printed sheet,
 * attachments, JSON and CSV twins all follow from its fields and moves. A module adds routes only
 * where its work is different; a link to them stands in `extras`.
 *
 *     /                              what waits for me, by what is due first
 *     /records/{kind}                list, filters, batch
 *     /records/{kind}/new            catalogue entry first (items), then the form; ?copy=ID
 *     /records/{kind}/{id}           the record; /edit /preview /review /sheet /files
 *     /incoming                      letters that could not be registered, and discarding them
 */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include "desk/scan.h"
#include "law/law.h"
#include "record/item.h"
#include "record/record.h"
#include "web/form.h"
#include "web/route.h"

extern const struct routes desk_routes;

/* Pages that a kind has beside the desk's own: %s is the record's id. A table ends with {0}. */
struct desk_extra {
    const char *kind;
    const char *page, *label; /* address and message id of a link on the record's page */
    const char *make;         /* what makes a new one instead of the form; NULL: the form */
    const char *acts; /* verbs that ask more than a reason, and have a page: /acts/KIND/ID/VERB */
    void (*panel)(struct page *, const struct record *); /* instead of what refers to it; or NULL */
    enum status (*offer)(struct context *, struct form *); /* choices of its own; or NULL */
    /* A sentence about this record, on its page and at its review: what it lacks. "" or NULL. */
    const char *(*remark)(struct context *, const struct record *);
};

/* What pages need of the installation; set once at start. */
struct desk_setting {
    const struct law *law;
    const char *blob;                /* folder of attachments */
    const char *held;                /* folder of letters that could not be registered */
    const char *tmp;                 /* a folder on the same file system */
    const char *portal;              /* public address of the portal, "" if none is configured */
    bool confined;                   /* false: every page says that the portal is not confined */
    const struct desk_extra *extras; /* NULL: none */
};
void desk_set(const struct desk_setting *setting);
const struct desk_setting *desk_setting(void);

/* The agency whose records a page is about: the actor's own, or, where they hold nothing that lets
 * them do this there, the first at which they may. */
const char *desk_agency(const struct context *cx, enum capability may);

/* What makes a new record of this kind by a form: WRITE, or SUPERVISE of what a supervisor keeps.
 */
enum capability desk_maker(const struct kind *kind);

/* Menu, breadcrumbs and footer of every office page. */
void desk_furnish(const struct web *web, struct page *page);
/* A page below a list: crumbs lead home and to the list. */
struct page desk_page(const struct web *web, const struct kind *kind);

/* By when: of an item the duty to disclose within 20 working days of production (令492 第18条,
 * 令711 第26条), of other kinds what their own hook says (record_due). */
struct desk_due {
    struct date by; /* DATE_NONE: no duty (not an item, public already, no date yet) */
    int days_left;  /* working days; negative: late */
    const char *article;
};
struct desk_due desk_due(struct context *cx, const struct record *rec);

/* Choices for every REF and class field of the form, from the registers of this agency. */
enum status desk_offer_choices(struct context *cx, struct form *form, const char *agency) MUST_USE;
/* The title of a referred record; "" if it is not there. */
const char *desk_ref_title(struct context *cx, const struct field *field, const char *id);

/* Who did it, as people read it. History keeps the label of a person, or a word for a hand that is
 * none: "@program", "@intake", "@installer", "@console:NAME", "@import:NAME". Older rows hold both
 * languages at once, "程序 / the program", and are read by halves. */
const char *desk_hand(struct context *cx, const char *label);

/* Views. */
struct queue_row {
    const char *href, *title, *kind, *act, *number;
    const char *act_href;   /* the page where the act is done */
    const char *unit, *who; /* whose it is, and through whose hands it came last */
    const struct record *rec;
    struct moment at;
    struct desk_due due;
};
struct queue_view {
    const struct queue_row *rows;
    size_t count, late;
    int64_t waiting;                             /* also those that are not shown */
    bool reads, drafts, supervises, administers; /* what the actor may, anywhere */
};
struct list_row {
    const char *id, *href, *title, *number, *state, *badge, *unit;
    struct desk_due due;
    bool can;                 /* take one of the batch's acts */
    bool chosen, stops;       /* of a batch that was refused */
    const char *const *cells; /* one per column */
};
struct list_view {
    const struct kind *kind;
    const char *const *columns;
    size_t column_count;
    struct list_row *rows;
    size_t row_count;
    int64_t total;
    const char *next;          /* address of the next page, or NULL */
    const char *q, *state;     /* filters as given */
    const struct move **batch; /* acts that many records can take at once */
    size_t batch_count;
    bool batched;         /* there is a row that can take one */
    const char *new_href; /* NULL: cannot be made by a form */
    const char *all_href; /* of a list that shows only what a refused batch was about */
    const struct issue *issues;
    int64_t done; /* by the batch that led here; 0: none */
    const char *csv_href;
};
struct register_view {
    const char *href, *label;
    int64_t total;
};
struct found_view { /* what a search has found in one register */
    const char *label, *href;
    int64_t total;
    struct list_row *rows;
    size_t row_count;
};
struct fact_view {
    const char *label, *text, *href;
    struct html html; /* a BODY field, rendered */
    bool is_html, staff, personal;
};
struct act_view {
    const struct move *move;
    const char *label, *will; /* sentences */
    const char *href;         /* a page of its own instead of a form */
};
struct file_view {
    const char *name, *media, *sha256, *href;
    int64_t size, position;
    bool cleared;
};
/* What came with a citizen's letters about this record (document/original.h): offered as files,
 * never shown in our origin. below is the address under which desk_send_original() answers, by
 * ".../{letter}/{position}". Who may is the caller's question: they are PERSONAL. */
size_t desk_originals(struct context *cx, const char *record, const char *below,
                      struct file_view **ret_files);
enum status desk_send_original(struct context *cx, const struct web *web, struct response *response,
                               const char *record) MUST_USE;
struct history_view {
    const char *act, *who, *why, *article, *changed;
    struct moment at;
    int64_t edition;
};
struct step_view {
    const char *label;
    bool passed, current;
};
struct related_view {
    const char *label, *new_href; /* new_href NULL: the actor may not */
    int64_t total;
    struct page_link *rows;
};
struct edition_view {
    int64_t edition;
    const char *href, *state, *badge;
};
struct record_view {
    const struct record *rec;
    const char *title, *state, *badge, *number, *path; /* path: /records/kind/id */
    struct desk_due due;
    struct fact_view *facts;
    size_t fact_count;
    struct act_view *acts;
    size_t act_count;
    struct file_view *files;
    size_t file_count;
    struct history_view *history;
    size_t history_count;
    struct related_view *related;
    size_t related_count;
    struct step_view *steps;
    size_t step_count;
    bool editable, takes_files, can_copy, has_sheet;
    struct edition_view *editions; /* oldest first; one alone is not shown */
    size_t edition_count;
    struct page_link extra;                              /* .href NULL: none */
    void (*panel)(struct page *, const struct record *); /* or NULL */
    const char *remark;                                  /* a sentence, or NULL */
    int64_t newest;                                      /* edition; other than this one: a link */
    const char *done;                                    /* the act that led here, or NULL */
    const char *next_href, *next_title;                  /* what waits after it, or NULL */
    const char *public_href;                             /* where the public reads it, or NULL */
    const struct issue *issues;                          /* of an act that was refused */
    const struct word *reasons;                          /* classes of an end */
    const char *why, *article, *class, *on, *verb;       /* as typed, when refused */
    int64_t ledger_index; /* of its newest act; −1: none, or not yet */
};

struct difference_view {
    const char *label, *before, *after;
};
struct edit_view {
    const struct kind *kind;
    struct form *form;
    const struct record *rec; /* NULL: new */
    const char *action, *back;
    const char *entry, *entry_title; /* of an item: picked before */
    struct desk_due due;
    bool previewed, conflict, closed; /* closed: no longer to be edited */
    struct html preview;
    struct difference_view *others; /* what somebody else has stored meanwhile */
    size_t other_count;
};
struct review_view {
    struct record_view *record;
    struct scan_result scan;
    int64_t before;                      /* the edition before */
    struct difference_view *differences; /* to it */
    size_t difference_count;
    const struct word *reasons;
    const struct issue *issues;
    bool kept;                                        /* answers were stored just now */
    bool checks[4];                                   /* as ticked */
    const char *verdict, *why, *article, *class, *on; /* as typed */
};
struct opinion_view {
    bool there;
    const char *who, *why, *article;
    struct moment at;
};
struct sheet_view {
    struct record_view *record;
    const struct item *item; /* NULL: not an item */
    struct scan_result scan;
    const char *hash;
    struct opinion_view drafted, reviewed, approved, filed, released;
};
struct letter_row { /* a letter that was held, by what is known from outside */
    const char *id, *type, *agency, *reason, *by, *why;
    struct moment at, noted_at;
    bool opened; /* else nobody knows when it was filed */
};
struct letters_view {
    const struct letter_row *held, *ended; /* ended: by whom, and why */
    size_t held_count, ended_count;
    int64_t waiting, set_aside; /* letters without a matter: no person's work */
    int64_t days;               /* until they are set aside */
    int64_t done;
    const char *why; /* as typed */
    const struct issue *issues;
    const char *const *chosen; /* as ticked */
    size_t chosen_count;
};
bool letter_is_chosen(const struct letters_view *view, const char *id);
struct pick_view {
    const struct kind *kind;
    const char *q;
    const char *event; /* of a press release: carried along, or "" */
    int64_t total;
    struct form_option *options;
    size_t option_count;
};

#endif
