/* What the portal's views are given: every sentence's facts ready, nothing to look up. */
#ifndef PORTAL_PAGES_H
#define PORTAL_PAGES_H

#include "portal/chart.h"
#include "web/body.h"
#include "web/portal.h"
#include "web/route.h"
#include "web/words.h"

/* A record in a list. */
struct line {
    const struct public_record *record;
    const char *href, *title, *language, *agency, *index; /* index: 001410239/2009-01187, or "" */
    const char *about;                                    /* its class, or its kind */
    const char *standing;                                 /* in words; "" while it is public */
    const struct piece *found_title, *snippet;            /* of a search; else NULL */
    struct date on;
};
struct lines {
    const struct line *at;
    size_t count;
    int64_t total;
    const char *next; /* address of the next page, or NULL */
};

/* A choice that narrows a list. */
struct choice {
    const char *label, *href, *value;
    int64_t count;
    bool chosen;
};
struct choices {
    const struct choice *at;
    size_t count;
};

struct list_page {
    const char *q, *class, *year, *agency, *entry, *kind; /* as asked */
    const char *agency_name, *entry_title, *class_label, *kind_label;
    bool tree;
    struct lines lines;
    struct choices years, classes, agencies, kinds, chosen;
    const char *json, *feed;
};

struct search_page {
    const char *q;
    struct lines lines;
};

/* One line of a header block. Exactly one of html and date says something. */
struct fact {
    const char *label;
    struct html html;
    struct date date;
    bool whole;
    struct fact *next;
};

struct item_page {
    const struct public_record *record;
    const char *title, *language, *source, *byline, *index, *agency_name;
    const struct fact *facts;
    const struct part {    /* a BODY field */
        const char *label; /* NULL: the text of the document */
        struct html html;
        struct part *next;
    } * parts;
    const struct body_heading *headings;
    size_t heading_count;
    const struct attachment {
        const char *href, *name, *sort;
        struct attachment *next;
    } * files;
    const struct edition {
        int64_t number;
        const char *href, *type; /* href "": the one that is shown, or erased */
        struct moment at;
        bool shown, erased;
        struct edition *next;
    } * editions;
    const struct use {
        const char *channel, *medium, *link;
        struct date on, until;
        struct use *next;
    } * uses;
    const struct relation {
        const char *label, *title, *href;
        struct relation *next;
    } * relations;
    const struct public_act *act; /* of the edition shown */
    const char *proof, *object;
    struct date declared; /* first published, as declared; DATE_NONE: proved */
    bool earlier;         /* not the newest edition */
    const char *newest;
    const char *entry_title, *entry_href;
    const struct line *previous, *following;
    enum validity_shown { VALIDITY_NONE, VALIDITY_LATER, VALIDITY_NOW, VALIDITY_OVER } validity;
    bool trial, external;
    struct date expires_on;
    const char *address; /* of the page, in full: for print */
    /* what some heads have besides (portal/heads.c) */
    enum stage_shown {
        STAGE_NONE,
        STAGE_COMMENT_LATER,
        STAGE_COMMENT_OPEN,
        STAGE_COMMENT_CLOSED,
        STAGE_IN_FORCE,
        STAGE_OVER,
        STAGE_ANNOUNCED,
        STAGE_CALLED_OFF,
        STAGE_CLARIFIED
    } stage;
    struct date held_on;          /* of a press event */
    const struct said {           /* … who said what, in order */
        const char *label, *mark; /* mark: host speaker question */
        struct html html;
        int question; /* this part is the question of that number; 0: it is none */
        struct said *next;
    } * said;
    struct html whole_transcript; /* where it is not of that form; .trusted NULL: none */
    const char *claim, *review;   /* of a clarification; address of its ClaimReview */
    struct html facts_told;
    struct date comment_from, comment_to;
    const char *comment_how;
    struct moment ended_at;
    const char *limit; /* how soon the public was told, and by when it had to be; NULL: no rule */
    const struct update {
        const char *href, *title, *language;
        struct html body;
        struct moment told_at, released_at;
        struct update *next;
    } * updates;
    bool has_updates;
    const struct series *series; /* NULL: no numbers */
    const struct chart *chart;
    const char *data;    /* address of the numbers as CSV, or NULL */
    const char *related; /* of a document: address of its relations, or NULL */
    const char *verdict; /* … what a clean-up said of it, in words, or NULL */
    struct date verdict_on;
    struct sweep { /* of a clean-up: one of its registers */
        const char *word, *label;
        int64_t total, by_verdict[4]; /* kept, amended, repealed, void */
        struct verdict_row {
            int64_t serial;
            const char *title, *language, *href, *verdict, *badge, *reason; /* href may be NULL */
            struct date amend_by;
            struct verdict_row *next;
        } * rows;
        struct sweep *next;
    } * sweeps;
};

struct data_page { /* what can be had whole */
    const struct licence *licence;
    const char *licence_name;
    struct data_set {
        const struct kind *kind;
        const char *label;
        int64_t count;
        struct data_set *next;
    } * sets;
};

struct tombstone_page {
    const char *title, *index, *kind, *agency, *agency_name, *reason, *article, *address;
    const char *name; /* of what it was, or "" */
    const char *standing;
    bool was_public;
    struct date released_on, ended_on, review_again_on;
    const struct public_act *acts;
    const char *proof;
};

/* An emergency that is not over. */
struct emergency_row {
    const char *href, *title, *language, *agency, *level, *advice;
    const char *newest; /* title of its newest update, or "" */
    struct moment occurred_at, told_at;
    struct emergency_row *next;
};

struct home_page {
    const struct emergency_row *emergencies;
    struct lines newest;
    int64_t entries, items;
    int year;
    const char *items_href, *entries_href;
};

struct guide_page {
    const struct agency_public *agency;
    const struct body_public *office; /* the disclosure office, or NULL */
    const struct classification *classification;
    const char *name; /* of the agency */
    int64_t entries;
    const struct choices *classes;
};

struct catalogue_page {
    const char *agency, *agency_name, *class, *mode;
    struct date on;
    int64_t total;
    const struct catalogue_row {
        const char *id;
        int64_t serial, items;
        const char *title, *language, *basis, *interval, *unit, *unit_language, *mode_word, *mode;
        const char *reason, *class_label;
        struct catalogue_row *next;
    } * rows;
    const struct withheld_row {
        const char *index, *href, *reason, *article;
        struct date review_again_on;
        struct withheld_row *next;
    } * withheld;
    const char *next;
    struct choices agencies, classes, modes;
};

struct documents_page {
    const char *q, *heading;
    struct date on;
    bool rules, in_force; /* only what was in force that day */
    int64_t total;
    const struct document_row {
        const char *href, *title, *language, *number;
        struct date effective_on, expires_on;
        bool external, trial;
        enum validity_shown validity;
        const char *ended_by; /* address of the document that repeals or replaces it, or NULL */
        const char *related;  /* address of its relations, or NULL */
        const char *verdict;  /* of a clean-up, in words, or "" */
        struct document_row *next;
    } * rows;
};

struct relations_page {
    const char *title, *language, *action;
    struct date on;
    struct document_row *rows;
    struct edge_row {
        const char *from, *from_href, *word, *label, *to, *to_href;
        struct date since;
        struct edge_row *next;
    } * edges;
};
void document_put_row(struct json *json, const struct document_row *row); /* documents.c */

struct press_page {
    int64_t total, special;
    int year;
    const struct event_row {
        const char *href, *title, *language, *part, *agency, *standing; /* "" once held */
        struct date on;
        bool special;
        struct event_row *next;
    } * events;
    struct choices years;
    struct lines releases;
    const struct body_public *office;
    struct public_set speakers; /* in office */
};

struct speakers_page {
    const struct speaker_row {
        const struct spokesperson_public *speaker;
        const char *agency, *rank, *href;
        struct speaker_row *next;
    } * rows;
};

struct clarifications_page {
    int64_t total;
    const struct clarification_row {
        const char *href, *claim, *language, *facts, *verdict, *badge, *agency, *within;
        struct date on;
        struct clarification_row *next;
    } * rows;
};

struct agencies_page {
    const struct agency_row {
        const struct agency_public *agency;
        const char *name, *language;
        size_t depth;
        struct agency_row *next;
    } * rows;
    size_t count;
};

struct agency_page {
    const struct agency_public *agency;
    const char *name, *language;
    struct public_set units, leaders, bodies;
    int64_t items, entries;
    const char *items_href, *entries_href;
    struct choices years;
};

struct fees_page {
    const struct fee_row {
        const struct fee_standard_public *fee;
        const char *href, *agency, *language;
        struct fee_row *next;
    } * rows;
    size_t count;
};

struct measures_page {
    const char *agency, *agency_name;
    struct public_set measures;
    struct choices agencies;
};

struct plans_page {
    const char **agencies; /* of each, by name */
    struct public_set plans;
};

struct reports_page {
    const struct report_row {
        const char *href, *title, *language, *agency;
        int64_t year;
        struct date on;
        struct report_row *next;
    } * rows;
};

/* A chart, and the table that it was drawn from. */
struct statistic {
    const char *id, *title, *about;
    const struct series *series;
    const struct chart *chart; /* NULL: too much to draw, or nothing */
    const char **hrefs;        /* of each row: the list that it counts */
};
struct statistics_page {
    struct statistic at[6];
    size_t count;
    struct choices agencies, years;
    const char *json;
};

/* ---- page.c: what the handlers share ---- */

/* A page below the home page; the middle crumb may be absent (NULL). */
struct page portal_page(const struct web *web, const char *crumb_href, const char *crumb_label);
const char *portal_text(const struct web *web, const char *message);
struct line portal_line(struct portal *portal, struct public_record *record);
/* A list's records as lines; next is the address of this page after the last. */
enum status portal_lines(struct portal *portal, const struct web *web,
                         const struct public_query *query, struct lines *ret) MUST_USE;
const char *portal_index(struct arena *mem, const struct public_record *record);
const char *portal_class(struct portal *portal, const char *code); /* its label, or "" */
const char *portal_standing(struct portal *portal, const struct public_record *record);
/* The name that is to be read in this language, and which language it is in. */
const char *portal_name(struct portal *portal, const char *zh, const char *en,
                        const char **ret_language);
enum status portal_agency(struct portal *portal, const char *code,
                          const struct agency_public **ret) MUST_USE;
/* All agencies, in the order of their codes. */
enum status portal_agencies(struct portal *portal, struct public_set *ret) MUST_USE;
/* The codes of an agency and of those below it, NULL-terminated. */
enum status portal_subtree(struct portal *portal, const char *code,
                           const char *const **ret) MUST_USE;
enum status portal_show_lines_json(const struct web *web, struct response *response,
                                   const struct lines *lines) MUST_USE;
/* {"kind","id","agency","number","edition","lang","fields":{…}}, as in the canonical record; left
 * open for what a handler adds. */
void portal_open_record(struct json *json, const struct record *rec);
/* {"items":[…]} of a whole register. */
enum status portal_show_set_json(const struct web *web, struct response *response,
                                 const struct public_set *set) MUST_USE;
int64_t portal_newest_year(struct portal *portal, const char *agency);
enum status portal_count_entries(struct portal *portal, const char *agency, struct date on,
                                 int64_t *ret) MUST_USE;
const char *portal_year_address(struct arena *mem, const char *agency, int year);
static inline bool portal_wants_json(const struct web *web)
{
    return web->format == FORMAT_JSON;
}

#endif
