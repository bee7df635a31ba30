/* What the demonstration is made from: lists of words and patterns of records, in demo/.
 *
 * A pattern makes `count` records of one kind: it says which agency, which rows of which lists
 * they go through (`each`), when they are released, at what pace they pass through the hands and
 * what becomes of them, and a text for each field, with slots (app/demo_words.h). Defaults of a
 * file fill what its patterns leave out; a default for a field that a kind lacks is passed over.
 *
 * A pattern may give a table as a file beside the text (`file`, `csv`).
 *
 *     - id: i-works
 *       entry: e-works
 *       each: [road]
 *       when: 2009-04-13~2009-09-25
 *       title: 关于{road}施工期间实行交通管制的通告
 */
#ifndef APP_DEMO_SOURCE_H
#define APP_DEMO_SOURCE_H

#include "base/context.h"
#include "record/kind.h"

/* Every field that a pattern can give, by its name in the kind's own table. */
/* clang-format off */
#define DEMO_FIELDS(X) \
    X(entry) X(unit) X(parent) X(event) X(item) X(amends) X(repeals) X(replaces) X(notice) X(session) X(sitting) \
    X(inspection) X(meeting) X(convenor) X(interprets) X(run) \
    X(document) X(message) X(to_unit) X(competence) \
    X(title) X(about) X(summary) X(body) X(keywords) X(name) X(name_en) X(code) X(level) X(region) \
    X(address) X(address_en) X(postcode) X(hours) X(phone) X(fax) X(mail) X(complaints) \
    X(functions) X(since) X(position) X(post) X(post_en) X(portfolio) X(sort) X(members) X(duties) \
    X(mode) X(mode_reason) X(basis) X(update_interval) X(class_seed) X(class_a10) X(class_a20) \
    X(description) X(in_force_on) X(document_number) X(effective_on) X(expires_on) X(trial) \
    X(external) X(promulgation) X(held_on) X(place) X(part) X(special) X(spokesperson) \
    X(transcript) X(service) X(charged_by) X(amount) X(fee_basis) X(valid_from) X(issued_at) \
    X(rank) X(person) X(features) X(contact) X(serial) X(announced_on) X(standing) X(evidence) \
    X(year) X(improvement) X(form) X(scope) X(cell) X(value) X(source) X(channel) X(medium) X(shown_on) \
    X(query) X(columns) X(hide_kind_below) \
    X(basis_article) X(quota) X(apply_from) X(apply_to) X(exam_on) X(posts) X(conditions) \
    X(result_on) X(result) X(comment_from) X(comment_to) X(short_reason) X(comment_how) X(draft) \
    X(comments_received) X(answer) X(outcome) X(decided_on) X(decided_by) X(decision) \
    X(begins_on) X(ends_on) X(aims) X(results_on) X(results) X(measured_in) X(period_from) \
    X(period_to) X(provisional) X(revision) X(definition) X(chart) X(data) X(occurred_on) \
    X(solved_on) X(occurred_at) X(ended_at) X(advice) X(told_at) X(basis_text) X(matter) X(party) \
    X(decision_number) X(accepted_on) X(procedure) X(remedy) X(case_file) \
    X(organisation) X(invited_by) X(until) X(planned_on) X(checklist) X(sample) X(team) \
    X(severity) X(detail) X(rectify_by) X(demand) X(due_on) X(cause) X(found_on) X(facts) \
    X(method) X(asked) X(answered) X(satisfied) X(remarks) X(indicator) X(given) X(grounds) \
    X(rewards) X(ordered_by) X(concluded_on) X(verdict) X(reason) \
    X(amend_by) X(title_en) X(organ) X(organ_en) X(organ_contact) X(hours_en) X(working_days) \
    X(question) X(asked_on) X(answered_on) X(text) X(email) X(received_on) X(consent) \
    X(public_title) X(public_question) X(public_answer) X(content) X(manner) X(supervision) \
    X(appraisal) X(division) X(attended) X(agenda) X(minutes) X(begins_at) X(ends_at) X(seats) \
    X(party_max) X(booking_from) X(booking_to) X(who) X(people) X(interest) X(masked_question) \
    X(made_on) X(fulfilled_on) X(rating) X(head) X(recipient) X(interval) X(days) X(duty) \
    X(account) X(claim) X(seen_in) X(first_seen_at) X(detected_at) X(evidence_2) X(source_link) \
    X(noticed_at) X(spread) X(way) X(clarification) X(reply) X(host) X(experts) X(media_contact) \
    X(may_quote) X(point) X(next_by) X(of) X(power) X(approval) X(limits) X(decides) X(steps) \
    X(topic) X(audience) X(more_basis) X(accepts) X(prohibited) X(materials) X(questions) \
    X(online) X(how) X(legal_days) X(promised_days) X(charged) X(fee_note) X(validity) \
    X(delivery) X(rights) X(tracking) X(visits) X(results_open) X(revised_on) X(variant) \
    X(used_from) X(used_to) X(note) X(party_sort) X(valid_until)
/* clang-format on */
#define DEMO_FIELD(name) DEMO_##name,
enum demo_field { DEMO_FIELDS(DEMO_FIELD) DEMO_FIELD_COUNT };
/* Those before it name other records in every kind; others do where the kind's field is a REF
 * (basis: words in an entry, a law in a head of disclosure). */
enum { DEMO_REFERENCES = DEMO_title };
extern const char *const demo_field_names[];

enum { DEMO_LISTS_MAX = 96, DEMO_EACH_MAX = 3 };

/* Rows of cells; columns[0] is what {list} alone stands for. */
struct demo_list {
    const char *id;
    const char *const *columns;
    size_t column_count;
    const char *const *cells;
    size_t row_count;
};

struct demo_pattern {
    const char *id;
    const struct kind *kind;
    const char *agency, *key, *when, *pace, *fate;
    const char *file, *csv; /* an attachment: its name and what it holds; "" for none */
    size_t count;
    size_t from;                /* the first row of each, 0 the first */
    size_t each[DEMO_EACH_MAX]; /* lists, by their place in the source */
    size_t each_count;
    const char *text[DEMO_FIELD_COUNT]; /* NULL: not given */
    struct yaml *yaml;                  /* where it stands, to say what is wrong with it */
    unsigned place;
};

struct demo_source {
    struct demo_list lists[DEMO_LISTS_MAX];
    size_t list_count;
    struct demo_pattern *patterns;
    size_t pattern_count;
};

/* Reads the folder's lists.yaml and every other .yaml file, in the order of their names. What is
 * wrong is told with file, line, field and what was expected. */
enum status demo_load(struct context *cx, const char *folder,
                      struct demo_source *ret_source) MUST_USE;

/* The .yaml files of a folder, in the order of their names. NOT_FOUND: no such folder. */
struct demo_files {
    const char **paths;
    size_t count;
};
enum status demo_files(struct context *cx, const char *folder,
                       struct demo_files *ret_files) MUST_USE;

/* The place of a list by its name, or DEMO_LISTS_MAX. */
size_t demo_list_place(const struct demo_source *source, const char *id);
/* The cell of a row in a column, or NULL when there is no such column. */
const char *demo_cell(const struct demo_list *list, size_t row, const char *column);
/* The row whose first cell (or, for a column, that cell) is the text; row_count if none. */
size_t demo_row(const struct demo_list *list, const char *column, const char *text);

/* Says that a pattern's text is not what was expected. Returns INVALID. */
enum status demo_wrong(const struct demo_pattern *pattern, const char *what, const char *expected);

#endif
