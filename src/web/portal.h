/* The public side as handlers see it: struct portal, and records as the public has them.
 *
 * A portal handler gets a struct portal and nothing of the office. Its store is portal.db, which is
 * a projection of the ledger: every table in it was made by replay (src/portal/), from objects
 * whose commitments were checked, and deleting the file loses nothing. Records come as their public
 * struct (struct disclosure_public, …), which has no member for what is not PUBLIC; so a page that
 * names a staff field does not compile (DESIGN §2).
 *
 * Three tables lie behind this:
 *   portal_record      one row per record, whatever its kind and standing; its number is the key of
 *   public_<kind>      the PUBLIC fields of what is public now, and of portal_search (full text);
 *   portal_act         one row per ledger entry.
 * What was withdrawn, erased, suspended or withheld keeps its row in portal_record, with its
 * standing, and its fields lie in public_tombstone.
 *
 *     struct public_record *r;
 *     TRY(public_by_number(portal, "001410239", "2009-00638", &r));
 *     const struct disclosure_public *d;
 *     TRY(public_load(portal, r, (void **)&d));
 */
#ifndef WEB_PORTAL_H
#define WEB_PORTAL_H

#include "law/law.h"
#include "record/record.h"
#include "web/html.h"

struct reader; /* ledger/reader.h */

/* What a portal is told at start; one for the process, read only. */
struct portal_site {
    const char *database; /* DATA/portal/portal.db */
    const char *ledger;   /* DATA/ledger */
    const char *vkey;     /* the key that is believed; NULL: the one that the ledger shows */
    const char *base;     /* http://127.0.0.1:8080, without "/" at the end */
    const char *agency;   /* organisation code of the agency whose site it is */
    const struct theme *theme;
    const struct law *law;
    struct licence { /* of what is published, as gongkai.yaml says; url "": none is named */
        const char *name[2], *url;
    } licence;
};

/* One per worker. cx is the worker's context: its store is portal.db, read only. */
struct portal {
    struct context *cx;
    const struct portal_site *site;
    struct reader *reader; /* opened when first needed */
};

enum status portal_reader(struct portal *portal, struct reader **ret) MUST_USE;

struct public_record {
    int64_t number; /* of the row */
    const struct kind *kind;
    const char *id, *agency, *item_number, *title, *language;
    const char *standing; /* "" while it is public, else a word of tombstone_standings */
    const char *entry, *class_seed, *class_a10, *class_a20;
    int64_t edition, first_index, last_index; /* index in the ledger */
    bool item;                                /* counted: see record_is_item() */
    struct date produced_on, released_on, first_on;
    struct public_record *next;
};
bool public_is_live(const struct public_record *record);
/* Is its number an index number (索引号), by which /disclosures/ knows it? */
bool public_has_index(const struct public_record *record);

/* NOT_FOUND if there is none, of whatever standing. */
enum status public_by_id(struct portal *portal, const char *id,
                         struct public_record **ret) MUST_USE;
enum status public_by_number(struct portal *portal, const char *agency, const char *item_number,
                             struct public_record **ret) MUST_USE;
/* The public struct of its kind, or struct tombstone_public when it is not live. */
enum status public_load(struct portal *portal, const struct public_record *record,
                        void **ret) MUST_USE;
/* Both at once, of a live record of this kind. */
enum status public_get(struct portal *portal, const struct kind *kind, const char *id,
                       void **ret) MUST_USE;

/* The files of what is public now, in order. */
enum status public_files(struct portal *portal, int64_t number, struct record_file **ret) MUST_USE;

/* Registers that are shown whole: every live record of a kind, of one agency or of all (NULL),
 * ordered by an SQL expression over its fields ("k.position", "k.held_on DESC"). base.agency,
 * base.id, base.number and base.edition are filled in. */
struct public_set {
    void **records;
    size_t count;
};
enum status public_all(struct portal *portal, const struct kind *kind, const char *agency,
                       const char *order, struct public_set *ret) MUST_USE;
/* The same, of those whose field (a FILTER field of the kind) has this value. */
enum status public_where(struct portal *portal, const struct kind *kind, const char *field,
                         const char *value, struct public_set *ret) MUST_USE;
/* The next ones of a kind by the number of their row, which is greater than *after and is put there
 * in turn: for whoever reads a whole kind, some at a time. */
enum status public_after(struct portal *portal, const struct kind *kind, int64_t *after,
                         int64_t limit, struct public_set *ret) MUST_USE;
static inline const void *public_at(const struct public_set *set, size_t i)
{
    return set->records[i];
}

/* Lists of records, newest first publication first, a page at a time. Absent: NULL, DATE_NONE. */
struct public_query {
    bool items;                /* only what is counted (withdrawn and erased ones included) */
    bool live;                 /* only what is public now */
    const char *kind;          /* name of a kind */
    const char *const *agency; /* codes; NULL-terminated */
    const char *entry;
    const char *class;    /* a code of any classification: seed-5, a10-1, a20-7 */
    struct date from, to; /* of first publication, both included */
    const char *match;    /* words_match(): "" finds nothing, NULL does not ask */
    const char *after;    /* public_list.next of the page before */
    size_t limit;
};
extern const struct public_query PUBLIC_QUERY;

struct public_list {
    struct public_record *first;
    size_t count;
    const char *next; /* NULL: no more */
};
/* INVALID (issue at "after") when after is not a place. */
enum status public_list(struct portal *portal, const struct public_query *query,
                        struct public_list *ret) MUST_USE;
enum status public_count(struct portal *portal, const struct public_query *query,
                         int64_t *ret) MUST_USE;
/* Items that are public now and say something of what a text says, the nearest first. */
enum status public_like(struct portal *portal, const char *text, int64_t limit,
                        struct public_record **ret) MUST_USE;
/* How many of them by agency, by class ("class_seed" …) or by year, as text. */
struct public_facet {
    const char *value;
    int64_t count;
    struct public_facet *next;
};
enum status public_facets(struct portal *portal, const struct public_query *query, const char *by,
                          struct public_facet **ret) MUST_USE;
/* The SQL of a list, for the test that no list scans the table. */
const char *public_list_sql(struct arena *mem, const struct public_query *query);

/* The item before or after this one in its catalogue entry, by first publication. NOT_FOUND. */
enum status public_neighbour(struct portal *portal, const struct public_record *record, bool newer,
                             struct public_record **ret) MUST_USE;

/* Acts on a record, oldest first. */
struct public_act {
    int64_t index, seq, edition; /* edition 0: erased, or an end */
    const char *type, *commitment;
    struct moment at;
    int64_t erased_by; /* index of the entry that destroyed its object; -1 */
    struct public_act *next;
};
enum status public_acts(struct portal *portal, int64_t number, struct public_act **ret) MUST_USE;

/* The address of a record's page. */
const char *public_address(struct arena *mem, const struct public_record *record);
/* The name of an agency in the reader's language, or its code if it is not known. */
const char *public_agency_name(struct portal *portal, const char *code);

#endif
