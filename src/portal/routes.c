/* Every public address. All are EVERYBODY's, none writes. */
#include "portal/handlers.h"
#include "portal/portal.h"

/* clang-format off */
static const struct portal_route rows[] = {
    {HTTP_GET, "/",                                         EVERYBODY, portal_home,          NULL, 0},
    {HTTP_GET, "/guide",                                    EVERYBODY, portal_guide,         "agency", 0},
    {HTTP_GET, "/rules",                                    EVERYBODY, portal_rules,         NULL, JSON_TWIN},
    {HTTP_GET, "/disclosures",                              EVERYBODY, portal_disclosures,   "agency class kind year q after tree entry", JSON_TWIN},
    {HTTP_GET, "/disclosures/{agency}/{number}",            EVERYBODY, portal_item,          "edition", JSON_TWIN},
    {HTTP_GET, "/disclosures/{agency}/{number}.tlog-proof", EVERYBODY, portal_item_proof,    NULL, 0},
    {HTTP_GET, "/records/{id}",                             EVERYBODY, portal_any_record,    "edition", JSON_TWIN},
    {HTTP_GET, "/records/{id}.tlog-proof",                  EVERYBODY, portal_record_proof,  NULL, 0},
    {HTTP_GET, "/files/{id}/{sha256}",                      EVERYBODY, portal_item_file,     NULL, 0},
    {HTTP_GET, "/catalogue",                                EVERYBODY, portal_catalogue,     "agency class mode on after", JSON_TWIN},
    {HTTP_GET, "/documents",                                EVERYBODY, portal_documents,     "q on", JSON_TWIN},
    {HTTP_GET, "/documents/{id}",                           EVERYBODY, portal_document,      "edition", JSON_TWIN},
    {HTTP_GET, "/documents/{id}/relations",                 EVERYBODY, portal_relations,     "on", JSON_TWIN},
    {HTTP_GET, "/press",                                    EVERYBODY, portal_press,         "agency year", JSON_TWIN},
    {HTTP_GET, "/press/{id}",                               EVERYBODY, portal_press_event,   "edition", JSON_TWIN},
    {HTTP_GET, "/press/spokespersons",                      EVERYBODY, portal_spokespersons, NULL, JSON_TWIN},
    {HTTP_GET, "/clarifications",                           EVERYBODY, portal_clarifications, NULL, JSON_TWIN},
    {HTTP_GET, "/clarifications/{id}.jsonld",               EVERYBODY, portal_claim_review,  NULL, 0},
    {HTTP_GET, "/agencies",                                 EVERYBODY, portal_agencies_page, NULL, JSON_TWIN},
    {HTTP_GET, "/agencies/{code}",                          EVERYBODY, portal_agency_page,   NULL, JSON_TWIN},
    {HTTP_GET, "/measures",                                 EVERYBODY, portal_measures,      "agency", JSON_TWIN},
    {HTTP_GET, "/plans",                                    EVERYBODY, portal_plans,         "agency", JSON_TWIN},
    {HTTP_GET, "/fees",                                     EVERYBODY, portal_fees,          "agency", JSON_TWIN},
    {HTTP_GET, "/reports",                                  EVERYBODY, portal_reports,       NULL, JSON_TWIN},
    {HTTP_GET, "/statistics",                               EVERYBODY, portal_statistics,    "agency year", JSON_TWIN},
    {HTTP_GET, "/search",                                   EVERYBODY, portal_search,        "q after", JSON_TWIN},
    {HTTP_GET, "/feed.atom",                                EVERYBODY, portal_feed,          "agency class kind", 0},
    {HTTP_GET, "/sitemap.xml",                              EVERYBODY, portal_sitemap,       "part", 0},
    {HTTP_GET, "/robots.txt",                               EVERYBODY, portal_robots,        NULL, 0},
    {HTTP_GET, "/opensearch.xml",                           EVERYBODY, portal_opensearch,    NULL, 0},
    {HTTP_GET, "/data",                                     EVERYBODY, portal_data,          NULL, 0},
    {HTTP_GET, "/data/{kind}.csv",                          EVERYBODY, portal_data_csv,      NULL, 0},
    {HTTP_GET, "/data/{kind}.jsonl",                        EVERYBODY, portal_data_jsonl,    NULL, 0},
    {HTTP_GET, "/schema/{kind}.json",                       EVERYBODY, portal_schema,        NULL, 0},
    {HTTP_GET, "/changes.json",                             EVERYBODY, portal_changes,       "after", 0},
    {HTTP_GET, "/help/verify",                              EVERYBODY, portal_help_verify,   NULL, 0},
    {HTTP_GET, "/ledger/{path*}",                           EVERYBODY, portal_ledger_file,   NULL, 0},
};
/* clang-format on */

const struct portal_routes portal_routes[] = {ROUTES(rows)};
const size_t portal_routes_count = COUNT_OF(portal_routes);
