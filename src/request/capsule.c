#include "request/capsule.h"

#include <string.h>

#include "base/text.h"
#include "document/attachment.h"
#include "intake/capsule.h"
#include "organisation/organisation.h"
#include "request/private.h"
#include "request/view.h"

enum { LETTERS_MAX = 60, ROWS_MAX = 60 };

/* What is made for one code: the view, and the files that go with it. */
struct made {
    struct context *cx;
    const struct application *a;
    const struct regime *regime;
    struct request_view view;
    struct view_letter letters[LETTERS_MAX];
    struct matter_file titles[CAPSULE_FILES_MAX];
    struct view_event events[ROWS_MAX];
    struct view_part parts[ROWS_MAX];
    struct view_remedy remedies[ROWS_MAX];
    struct view_fee_line fee_lines[FEE_LINES_MAX];
    struct capsule_file files[CAPSULE_FILES_MAX];
    size_t file_count;
};

/* ---- letters and files ---- */

static const struct sql served_letters = {
    "capsule.letters", "SELECT id, edition, number, subject, body, method, served_on, sha256,"
                       " scan_sha256 FROM letter WHERE application = $1 AND consultation = $2"
                       " AND state = 'served' ORDER BY served_on, number, edition"};

/* The number of the file in the capsule, or 0 if its bytes are not at hand. */
static int64_t add_file(struct made *made, const char *name, const char *media, int64_t size,
                        const char *sha256)
{
    struct attachment_place place = {request_setting()->blob, request_setting()->tmp};
    const char *path = attachment_path(made->cx->mem, &place, sha256);
    if (made->file_count == CAPSULE_FILES_MAX || !path || text_empty(place.blob)) return 0;
    made->files[made->file_count] = (struct capsule_file){name, media, size, path};
    return (int64_t)++made->file_count;
}

/* What was attached to a letter goes with it; the sealed scan, where there is one, stands for the
 * letter itself, and the print does not go beside it. */
struct paper {
    const char *served, *print; /* hashes; print: what the scan stands for */
};
static enum status add_attachments(struct made *made, const struct record *letter,
                                   struct paper paper, struct view_letter *row)
{
    struct attachment *files;
    size_t count;
    TRY(attachment_list(made->cx, letter, &files, &count));
    for (size_t i = 0; i < count; i++) {
        int64_t at = add_file(made, files[i].name, files[i].media, files[i].size, files[i].sha256);
        if (at && text_equal(files[i].sha256, paper.served))
            row->file = at;
        else if (at)
            made->titles[made->view.file_count++] = (struct matter_file){files[i].name, at};
    }
    return OK;
}

static enum status add_letters(struct made *made, const char *consultation)
{
    struct context *cx = made->cx;
    struct rows *rows;
    struct record letters[LETTERS_MAX];
    const char *served[LETTERS_MAX], *prints[LETTERS_MAX];
    size_t count = 0;
    TRY(store_query(cx, &served_letters, BIND(made->a->base.id, consultation), &rows));
    while (count < LETTERS_MAX && rows_next(rows)) {
        letters[count] = (struct record){
            .kind = &request_letter_kind, .id = rows_text(rows, 0), .edition = rows_int(rows, 1)};
        const char *pdf = rows_text(rows, 7), *scan = rows_text(rows, 8);
        served[count] = text_empty(scan) ? pdf : scan;
        prints[count] = text_empty(scan) ? "" : pdf;
        made->letters[count++] = (struct view_letter){.number = rows_text(rows, 2),
                                                      .subject = rows_text(rows, 3),
                                                      .body = rows_text(rows, 4),
                                                      .method = rows_text(rows, 5),
                                                      .served_on = rows_date(rows, 6)};
    }
    TRY(rows_end(rows));
    for (size_t i = 0; i < count; i++)
        TRY(add_attachments(made, &letters[i], (struct paper){served[i], prints[i]},
                            &made->letters[i]));
    made->view.letters = made->letters;
    made->view.letter_count = count;
    made->view.files = made->titles;
    return OK;
}

/* ---- events, parts, remedies, fees ---- */

static const struct sql events_of = {
    "capsule.events", "SELECT event, on_day, amount, note FROM application_event"
                      " WHERE application = $1 AND state = 'stands' ORDER BY on_day, position"};

static enum status add_events(struct made *made)
{
    struct rows *rows;
    TRY(store_query(made->cx, &events_of, BIND(made->a->base.id), &rows));
    while (made->view.event_count < ROWS_MAX && rows_next(rows)) {
        const char *kind = rows_text(rows, 0);
        const struct regime_event *row = made->regime ? regime_event(made->regime, kind) : NULL;
        made->events[made->view.event_count++] = (struct view_event){.kind = kind,
                                                                     .zh = row ? row->zh : "",
                                                                     .en = row ? row->en : "",
                                                                     .on = rows_date(rows, 1),
                                                                     .amount = rows_int(rows, 2),
                                                                     .note = rows_text(rows, 3)};
    }
    made->view.events = made->events;
    return rows_end(rows);
}

static const struct sql parts_of = {
    "capsule.parts", "SELECT part, exemption, article FROM withheld_part WHERE application = $1"
                     " AND state = 'stated' AND newest = 1 ORDER BY changed_at, id"};

static enum status add_parts(struct made *made)
{
    struct rows *rows;
    if (made->a->base.state < ANSWERED) return OK; /* not before the answer is served */
    TRY(store_query(made->cx, &parts_of, BIND(made->a->base.id), &rows));
    while (made->view.part_count < ROWS_MAX && rows_next(rows)) {
        const struct regime_exemption *row =
            made->regime ? regime_exemption(made->regime, rows_text(rows, 1)) : NULL;
        const char *article = rows_text(rows, 2);
        made->parts[made->view.part_count++] = (struct view_part){.part = rows_text(rows, 0),
                                                                  .zh = row ? row->zh : "",
                                                                  .en = row ? row->en : "",
                                                                  .article = article,
                                                                  .article_en = article};
    }
    made->view.parts = made->parts;
    return rows_end(rows);
}

static const struct sql remedy_taken = {
    "capsule.remedy", "SELECT filed_on, decided_on, organ, case_number, result FROM remedy"
                      " WHERE application = $1 AND sort = $2 AND newest = 1"
                      " ORDER BY filed_on DESC LIMIT 1"};

static enum status add_remedy(struct made *made, const struct regime_remedy *row,
                              const struct law_clock *clock, const struct regime_outcome *outcome)
{
    struct rows *rows;
    struct view_remedy *view = &made->remedies[made->view.remedy_count++];
    const struct regime_remedy *first =
        outcome ? regime_remedy_before(made->regime, row, outcome, made->cx->today) : NULL;
    const struct law_named_date *by =
        law_clock_date(clock, arena_format(made->cx->mem, "%s_by", row->id));
    *view = (struct view_remedy){.id = row->id,
                                 .zh = row->zh,
                                 .en = row->en,
                                 .article = row->article,
                                 .article_en = row->article_en,
                                 .body_zh = row->body_zh,
                                 .body_en = row->body_en,
                                 .after = first ? first->id : "",
                                 .after_zh = first ? first->zh : "",
                                 .after_en = first ? first->en : "",
                                 .by = by ? by->on : DATE_NONE,
                                 .provisional = by && by->provisional,
                                 .filed_on = DATE_NONE,
                                 .decided_on = DATE_NONE};
    TRY(store_query(made->cx, &remedy_taken, BIND(made->a->base.id, row->id), &rows));
    if (rows_next(rows)) {
        view->filed_on = rows_date(rows, 0);
        view->decided_on = rows_date(rows, 1);
        view->organ = rows_text(rows, 2);
        view->case_number = rows_text(rows, 3);
        view->result = rows_text(rows, 4);
    }
    return rows_end(rows);
}

static enum status add_remedies(struct made *made, const struct law_clock *clock)
{
    const struct regime *regime = made->regime;
    /* Against one's own withdrawal there is no remedy. */
    if (!regime || !date_is_set(made->a->closed_on) || made->a->base.state == REQUEST_WITHDRAWN)
        return OK;
    const char *id = text_empty(made->a->re_outcome) ? made->a->outcome : made->a->re_outcome;
    const struct regime_outcome *outcome = regime_outcome(regime, id);
    for (size_t i = 0; i < regime->remedy_count && made->view.remedy_count < ROWS_MAX; i++)
        if (clause_is_in_force(&regime->remedies[i].clause, made->cx->today))
            TRY(add_remedy(made, &regime->remedies[i], clock, outcome));
    made->view.remedies = made->remedies;
    return OK;
}

static const struct sql newest_fee = {
    "capsule.fee",
    "SELECT standard, reference, state, quantity, amount, noticed_on, pay_by, paid_on, lines"
    " FROM fee_notice WHERE application = $1 AND state <> 'drafted' AND newest = 1"
    " ORDER BY noticed_on DESC, id LIMIT 1"};

static enum status add_fee_lines(struct made *made, const char *lines)
{
    const struct fee_notice fee = {.standard = made->view.fee_standard, .lines = lines};
    const struct regime_fee *rule;
    struct fee_bill bill;
    TRY(request_bill(made->cx, &fee, made->a, &rule, &bill));
    for (size_t i = 0; i < bill.count; i++) {
        const struct fee_tariff_line *line = fee_tariff_line(rule, bill.lines[i].id);
        made->fee_lines[i] =
            (struct view_fee_line){.zh = line->zh,
                                   .en = line->en,
                                   .quantity = bill.lines[i].quantity,
                                   .price = line->price,
                                   .amount = fee_line_amount(rule, &bill.lines[i])};
    }
    made->view.fee_lines = made->fee_lines;
    made->view.fee_line_count = bill.count;
    return OK;
}

static enum status add_fee(struct made *made)
{
    struct rows *rows;
    const char *lines = "";
    struct request_view *view = &made->view;
    TRY(store_query(made->cx, &newest_fee, BIND(made->a->base.id), &rows));
    if (rows_next(rows)) {
        view->fee_standard = rows_text(rows, 0);
        view->fee_reference = rows_text(rows, 1);
        view->fee_state = rows_text(rows, 2);
        if (text_equal(view->fee_state, "noticed")) view->fee_state = "asked";
        view->fee_quantity = rows_int(rows, 3);
        view->fee_amount = rows_int(rows, 4);
        view->fee_noticed_on = rows_date(rows, 5);
        view->fee_pay_by = rows_date(rows, 6);
        view->fee_paid_on = rows_date(rows, 7);
        lines = rows_text(rows, 8);
    }
    TRY(rows_end(rows));
    return text_empty(lines) ? OK : add_fee_lines(made, lines);
}

/* ---- the whole ---- */

static const char *can(struct made *made)
{
    const struct application *a = made->a;
    const struct regime_channel *channel = request_channel(made->cx, a);
    bool open = a->base.state < ANSWERED;
    bool must = channel && channel->applicant_confirms && !date_is_set(a->confirmed_on);
    struct out out = out_new(made->cx->mem);
    if (open) out_text(&out, "supplement withdraw");
    if (a->base.state == AWAITING_CONFIRMATION && must) out_text(&out, " confirm");
    if (a->base.state == FEE_NOTICED) out_text(&out, " pay");
    if (date_is_set(a->closed_on) && a->base.state != REQUEST_WITHDRAWN) out_text(&out, " review");
    return out.text;
}

static const char *why_not_counted(struct made *made)
{
    const struct application *a = made->a;
    const struct regime_channel *channel = request_channel(made->cx, a);
    if (a->base.state != AWAITING_CONFIRMATION || !channel) return "";
    if (channel->applicant_confirms && !date_is_set(a->confirmed_on))
        return "applicant-unconfirmed";
    return date_is_set(a->agency_confirmed_on) ? "" : "agency-unconfirmed";
}

/* Who answers is a unit, with its telephone; never a person. */
static enum status add_holder(struct made *made)
{
    struct unit unit;
    struct agency agency;
    struct request_view *view = &made->view;
    if (!text_empty(made->a->unit) &&
        record_fetch(made->cx, &unit_kind, made->a->unit, 0, &unit) == OK) {
        view->holder = unit.name;
        view->holder_phone = unit.phone;
    }
    if (!text_empty(view->holder)) return OK;
    enum status found = agency_by_code(made->cx, made->a->base.agency, &agency);
    if (found == NOT_FOUND) return OK;
    TRY(found);
    view->holder = agency.name;
    view->holder_phone = agency.phone;
    return OK;
}

/* The outcome is told by the answer, not while it is still being considered. */
static void add_outcome(struct made *made)
{
    const struct application *a = made->a;
    struct request_view *view = &made->view;
    if (!date_is_set(a->closed_on)) return;
    bool again = !text_empty(a->re_outcome) && a->base.state >= ANSWERED;
    view->outcome = again ? a->re_outcome : a->outcome;
    const struct regime_outcome *row =
        made->regime ? regime_outcome(made->regime, view->outcome) : NULL;
    view->outcome_zh = row ? row->zh : "";
    view->outcome_en = row ? row->en : "";
    view->article = again ? a->re_article : a->article;
    view->article_en = row ? row->article_en : "";
}

static void describe(struct made *made, int64_t serial)
{
    const struct application *a = made->a;
    made->view = (struct request_view){
        .serial = serial,
        .at = made->cx->now,
        .agency = a->base.agency,
        .number = a->base.number,
        .state = record_state(&a->base)->word,
        .regime = a->regime,
        .channel = a->channel,
        .language = a->base.language,
        .sought = a->sought,
        .filed_at = a->submitted_at,
        .answered_on = a->served_on,
        .not_counted_because = why_not_counted(made),
        .received_on = DATE_NONE,
        .due_on = DATE_NONE,
        .extended_due_on = DATE_NONE,
        .fee_noticed_on = DATE_NONE,
        .fee_pay_by = DATE_NONE,
        .fee_paid_on = DATE_NONE,
    };
}

static enum status make(struct context *cx, const struct application *a, int64_t serial,
                        struct made *made)
{
    struct law_clock *clock = arena_make(cx->mem, struct law_clock);
    made->cx = cx;
    made->a = a;
    made->regime = request_regime(a);
    describe(made, serial);
    TRY(request_clock(cx, a, clock));
    request_view_clock(cx->mem, &made->view, clock);
    made->view.can = can(made);
    add_outcome(made);
    TRY(add_holder(made));
    TRY(add_letters(made, ""));
    TRY(add_events(made));
    TRY(add_parts(made));
    TRY(add_remedies(made, clock));
    return add_fee(made);
}

enum status request_capsule_json(struct context *cx, const struct application *a,
                                 const char **ret_json)
{
    struct made *made = arena_make(cx->mem, struct made);
    TRY(make(cx, a, a->capsule_serial == INT_NONE ? 1 : a->capsule_serial + 1, made));
    *ret_json = request_view_write(cx->mem, &made->view);
    return OK;
}

static const struct sql written = {
    "capsule.written", "UPDATE application SET capsule_stale = 0, capsule_serial = $2 WHERE id = $1"
                       " AND version = $3"};
static const struct sql consultation_written = {
    "capsule.consultation_written", "UPDATE consultation SET capsule_stale = 0, capsule_serial = $2"
                                    " WHERE id = $1 AND version = $3"};

static enum status seal(struct context *cx, const char *key, const struct capsule_draft *draft)
{
    struct capsule_place place = {request_setting()->capsule, request_setting()->tmp};
    enum status status = capsule_put(cx, &place, key, draft);
    return status == CONFLICT ? OK : status; /* a newer one is there already */
}

/* What changed while it was written leaves the mark: it is written again. */
enum status request_capsule(struct context *cx, const char *id)
{
    struct application a;
    struct made *made = arena_make(cx->mem, struct made);
    TRY(request_fetch(cx, id, &a));
    if (text_empty(a.capsule_key)) return OK;
    int64_t serial = a.capsule_serial == INT_NONE ? 1 : a.capsule_serial + 1;
    TRY(make(cx, &a, serial, made));
    struct capsule_draft draft = {serial, request_view_write(cx->mem, &made->view), made->files,
                                  made->file_count};
    TRY(seal(cx, a.capsule_key, &draft));
    return store_run(cx, &written, BIND(id, serial, a.base.version), NULL);
}

/* ---- a third party, a co-making agency: their letter and their term, nothing else ---- */

static enum status describe_consultation(struct made *made, const struct consultation *c,
                                         struct consultation_view *view)
{
    const struct regime_wait *wait = NULL;
    const char *from = request_consultation_begins(c->sort);
    for (size_t i = 0; made->regime && i < made->regime->wait_count; i++)
        if (text_equal(made->regime->waits[i].from, from)) wait = &made->regime->waits[i];
    *view = (struct consultation_view){
        .serial = c->capsule_serial == INT_NONE ? 1 : c->capsule_serial + 1,
        .at = made->cx->now,
        .agency = c->base.agency,
        .language = c->base.language,
        .sort = c->sort,
        .state = record_state(&c->base)->word,
        .question = c->question,
        .served_on = c->served_on,
        .answer_by = c->answer_by,
        .answered_on = c->answered_on,
        .answer = c->answer,
        .article = wait ? wait->article : "",
        .article_en = wait ? wait->article_en : "",
        .silence_zh = wait ? wait->text : "",
        .silence_en = wait ? wait->text_en : "",
        .can = c->base.state == CONSULT_SENT ? "answer" : "",
    };
    TRY(add_letters(made, c->base.id));
    view->letters = made->view.letters;
    view->letter_count = made->view.letter_count;
    view->files = made->view.files;
    view->file_count = made->view.file_count;
    return OK;
}

enum status consultation_capsule(struct context *cx, const char *id)
{
    struct consultation c;
    struct application a;
    struct consultation_view view;
    struct made *made = arena_make(cx->mem, struct made);
    TRY(record_fetch(cx, &consultation_kind, id, 0, &c));
    if (text_empty(c.capsule_key)) return OK;
    TRY(request_fetch(cx, c.application, &a));
    made->cx = cx;
    made->a = &a;
    made->regime = request_regime(&a);
    TRY(describe_consultation(made, &c, &view));
    struct capsule_draft draft = {view.serial, consultation_view_write(cx->mem, &view), made->files,
                                  made->file_count};
    TRY(seal(cx, c.capsule_key, &draft));
    return store_run(cx, &consultation_written, BIND(id, view.serial, c.base.version), NULL);
}
