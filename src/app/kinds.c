#include "app/kinds.h"

#include "catalogue/catalogue.h"
#include "organisation/organisation.h"
#include "publication/publication.h"
#include "record/tombstone.h"
#include "report/report.h"

static const struct kind *const kinds[] = {
    &agency_kind,      &unit_kind,          &leader_kind,       &body_kind,
    &staff_kind,       &entry_kind,         &disclosure_kind,   &normative_document_kind,
    &press_event_kind, &press_release_kind, &fee_standard_kind, &wanted_notice_kind,
    &measure_kind,     &problem_kind,       &channel_use_kind,  &annual_report_kind,
    &declaration_kind, &tombstone_kind,
};

void app_register_kinds(void)
{
    kinds_register(kinds, COUNT_OF(kinds));
}
