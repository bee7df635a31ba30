#include "app/kinds.h"

#include "catalogue/catalogue.h"
#include "catalogue/sealing_key.h"
#include "catalogue/standing_order.h"
#include "contact/contact.h"
#include "contact/session.h"
#include "organisation/organisation.h"
#include "organisation/work.h"
#include "oversight/assessment.h"
#include "oversight/obligation.h"
#include "oversight/oversight.h"
#include "publication/case_party.h"
#include "publication/clean_up.h"
#include "publication/comment.h"
#include "publication/heads.h"
#include "publication/press.h"
#include "publication/publication.h"
#include "record/tombstone.h"
#include "report/report.h"
#include "request/request.h"
#include "service/case.h"

static const struct kind *const kinds[] = {
    &agency_kind,
    &unit_kind,
    &leader_kind,
    &body_kind,
    &staff_kind,
    &entry_kind,
    &disclosure_kind,
    &normative_document_kind,
    &press_event_kind,
    &press_release_kind,
    &fee_standard_kind,
    &wanted_notice_kind,
    &measure_kind,
    &problem_kind,
    &channel_use_kind,
    &annual_report_kind,
    &declaration_kind,
    &sealing_key_kind,
    &standing_order_kind,
    &application_kind,
    &application_event_kind,
    &consultation_kind,
    &search_task_kind,
    &request_letter_kind,
    &withheld_part_kind,
    &fee_notice_kind,
    &remedy_kind,
    &case_line_kind,
    &tombstone_kind,
    &recruitment_notice_kind,
    &decision_kind,
    &campaign_kind,
    &statistic_series_kind,
    &case_bulletin_kind,
    &emergency_notice_kind,
    &emergency_update_kind,
    &other_item_kind,
    &case_disclosure_kind,
    &invited_supervisor_kind,
    &inspection_kind,
    &finding_kind,
    &supervision_order_kind,
    &criticism_kind,
    &accountability_case_kind,
    &satisfaction_survey_kind,
    &supervision_summary_kind,
    &assessment_kind,
    &assessment_score_kind,
    &assessment_mark_kind,
    &meeting_kind,
    &task_kind,
    &implementation_plan_kind,
    &objection_kind,
    &agency_duty_kind,
    &briefing_kind,
    &obligation_line_kind,
    &clean_up_kind,
    &clean_up_entry_kind,
    &spokesperson_kind,
    &clarification_kind,
    &opinion_watch_kind,
    &comment_point_kind,
    &comment_kind,
    &case_party_kind,
    &case_question_kind,
    &function_kind,
    &power_kind,
    &approval_item_kind,
    &procedure_kind,
    &service_item_kind,
    &service_form_kind,
    &service_question_kind,
    &service_result_kind,
    &service_case_kind,
    &service_material_kind,
    &service_step_kind,
    &service_inquiry_kind,
    &public_session_kind,
    &session_line_kind,
    &commitment_kind,
    &sitting_kind,
    &seat_kind,
    &contact_message_kind,
    &hand_over_kind,
    &competence_kind,
    &contact_point_kind,
    &contact_promise_kind,
    &published_answer_kind,
    &contact_figures_kind,
};

void app_register_kinds(void)
{
    kinds_register(kinds, COUNT_OF(kinds));
}
