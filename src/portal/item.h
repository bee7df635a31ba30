/* Inside the portal: one record being made into a page. */
#ifndef PORTAL_ITEM_H
#define PORTAL_ITEM_H

#include "portal/pages.h"

struct making {
    struct portal *portal;
    const struct web *web;
    struct arena *mem;
    struct page *page;
    const struct record *rec; /* its public struct, of the edition that is shown */
    struct item_page item;
    struct fact *first_fact, **last_fact;
    struct part *first_part;
};

/* item.c: shows a record; making has portal, web, mem, page, rec and item.record. */
enum status item_show(struct making *making, const struct record_file *files,
                      struct response *response) MUST_USE;
/* heads.c: what a head of disclosure has besides its fields; files are those of the record. */
enum status item_head(struct making *making, const struct record_file *files) MUST_USE;
/* press.c */
enum status add_press_event(struct making *making, const struct record_file *files) MUST_USE;
enum status add_clarification(struct making *making, const struct record_file *files) MUST_USE;
bool head_shows(const struct kind *kind, const char *field); /* in a place of its own */
/* The emergencies in force, the gravest first, then the newest. */
enum status emergencies_in_force(struct portal *portal, const struct emergency_row **ret) MUST_USE;
/* A public text field by name, or "". */
const char *item_text(const struct record *rec, const char *name);
/* Where the proof of a record's newest entry is. */
const char *portal_proof_address(struct arena *mem, const struct public_record *record);

#endif
