/* Inside the portal: its handlers, one to a page. routes.c says at which address. */
#ifndef PORTAL_HANDLERS_H
#define PORTAL_HANDLERS_H

#include "web/route.h"

#define PORTAL_HANDLER(name) \
    enum status name(struct portal *, const struct web *, struct response *)

PORTAL_HANDLER(portal_home);
PORTAL_HANDLER(portal_guide);
PORTAL_HANDLER(portal_help_verify);
PORTAL_HANDLER(portal_disclosures);
PORTAL_HANDLER(portal_search);
PORTAL_HANDLER(portal_item);
PORTAL_HANDLER(portal_item_file);
PORTAL_HANDLER(portal_item_proof);
PORTAL_HANDLER(portal_catalogue);
PORTAL_HANDLER(portal_documents);
PORTAL_HANDLER(portal_document);
PORTAL_HANDLER(portal_relations);
PORTAL_HANDLER(portal_rules);
PORTAL_HANDLER(portal_press);
PORTAL_HANDLER(portal_press_event);
PORTAL_HANDLER(portal_spokespersons);
PORTAL_HANDLER(portal_clarifications);
PORTAL_HANDLER(portal_claim_review);
PORTAL_HANDLER(portal_agencies_page);
PORTAL_HANDLER(portal_agency_page);
PORTAL_HANDLER(portal_fees);
PORTAL_HANDLER(portal_measures);
PORTAL_HANDLER(portal_plans);
PORTAL_HANDLER(portal_reports);
PORTAL_HANDLER(portal_statistics);
PORTAL_HANDLER(portal_any_record);
PORTAL_HANDLER(portal_record_proof);
PORTAL_HANDLER(portal_feed);
PORTAL_HANDLER(portal_sitemap);
PORTAL_HANDLER(portal_robots);
PORTAL_HANDLER(portal_opensearch);
PORTAL_HANDLER(portal_ledger_file);
PORTAL_HANDLER(portal_data);
PORTAL_HANDLER(portal_data_csv);
PORTAL_HANDLER(portal_data_jsonl);
PORTAL_HANDLER(portal_schema);
PORTAL_HANDLER(portal_changes);

#endif
