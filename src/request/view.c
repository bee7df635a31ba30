#include "request/view.h"

#include <string.h>

#include "base/text.h"
#include "matter/shape.h"

/* clang-format off */
SHAPE(view_date, TEXT_(view_date, id), TEXT_(view_date, zh), TEXT_(view_date, en),
    TEXT_(view_date, article), TEXT_(view_date, article_en), DATE_(view_date, on),
    BOOL_(view_date, provisional), BOOL_(view_date, verified));
SHAPE(matter_day, DATE_(matter_day, on), INT_(matter_day, n), BOOL_(matter_day, provisional),
    TEXT_(matter_day, rule), TEXT_(matter_day, source));
SHAPE(view_event, TEXT_(view_event, kind), TEXT_(view_event, zh), TEXT_(view_event, en),
    DATE_(view_event, on), INT_(view_event, amount), TEXT_(view_event, note));
SHAPE(view_letter, TEXT_(view_letter, number), TEXT_(view_letter, subject),
    TEXT_(view_letter, body), TEXT_(view_letter, method), DATE_(view_letter, served_on),
    INT_(view_letter, file));
SHAPE(matter_file, TEXT_(matter_file, title), INT_(matter_file, file));
SHAPE(view_part, TEXT_(view_part, part), TEXT_(view_part, zh), TEXT_(view_part, en),
    TEXT_(view_part, article), TEXT_(view_part, article_en));
SHAPE(view_fee_line, TEXT_(view_fee_line, zh), TEXT_(view_fee_line, en),
    INT_(view_fee_line, quantity), INT_(view_fee_line, price), INT_(view_fee_line, amount));
SHAPE(view_remedy, TEXT_(view_remedy, id), TEXT_(view_remedy, zh), TEXT_(view_remedy, en),
    TEXT_(view_remedy, article), TEXT_(view_remedy, article_en), TEXT_(view_remedy, body_zh),
    TEXT_(view_remedy, body_en), TEXT_(view_remedy, after), TEXT_(view_remedy, after_zh),
    TEXT_(view_remedy, after_en), DATE_(view_remedy, by), BOOL_(view_remedy, provisional),
    DATE_(view_remedy, filed_on), DATE_(view_remedy, decided_on), TEXT_(view_remedy, organ),
    TEXT_(view_remedy, case_number), TEXT_(view_remedy, result));

#define R(type, m) type##_(request_view, m)
#define R_LIST(m, c, type) LIST_(request_view, m, c, type)
SHAPE(request_view, R(TEXT, agency), R(TEXT, number), R(TEXT, state), R(TEXT, regime),
    R(TEXT, channel), R(TEXT, language), R(TEXT, sought), R(MOMENT, filed_at), R(DATE, received_on),
    R(DATE, due_on), R(DATE, extended_due_on), R(DATE, answered_on), R(BOOL, provisional),
    R(BOOL, unverified), R(BOOL, paused), R(TEXT, waits_for), R(TEXT, not_counted_because),
    R(TEXT, outcome), R(TEXT, outcome_zh), R(TEXT, outcome_en), R(TEXT, article),
    R(TEXT, article_en), R(TEXT, holder), R(TEXT, holder_phone), R(TEXT, can),
    R(TEXT, fee_standard), R(TEXT, fee_reference), R(TEXT, fee_state), R(INT, fee_quantity),
    R(INT, fee_amount), R(DATE, fee_noticed_on), R(DATE, fee_pay_by), R(DATE, fee_paid_on),
    R_LIST(dates, date_count, view_date), R_LIST(days, day_count, matter_day),
    R_LIST(events, event_count, view_event), R_LIST(letters, letter_count, view_letter),
    R_LIST(files, file_count, matter_file), R_LIST(parts, part_count, view_part),
    R_LIST(remedies, remedy_count, view_remedy), R_LIST(fee_lines, fee_line_count, view_fee_line));

#define C(type, m) type##_(consultation_view, m)
#define C_LIST(m, c, type) LIST_(consultation_view, m, c, type)
SHAPE(consultation_view, C(TEXT, agency), C(TEXT, language), C(TEXT, sort), C(TEXT, state),
    C(TEXT, question), C(DATE, served_on), C(DATE, answer_by), C(DATE, answered_on),
    C(BOOL, provisional), C(TEXT, answer), C(TEXT, article), C(TEXT, article_en),
    C(TEXT, silence_zh), C(TEXT, silence_en), C(TEXT, can), C_LIST(days, day_count, matter_day),
    C_LIST(letters, letter_count, view_letter), C_LIST(files, file_count, matter_file));
/* clang-format on */

const char *request_view_write(struct arena *mem, const struct request_view *view)
{
    struct shape_head head = {"application", &request_view_shape, view->at, view->serial};
    return shape_write(mem, &head, view);
}

const char *consultation_view_write(struct arena *mem, const struct consultation_view *view)
{
    struct shape_head head = {"consultation", &consultation_view_shape, view->at, view->serial};
    return shape_write(mem, &head, view);
}

enum status request_view_read(struct context *cx, const char *json, size_t size,
                              struct request_view *ret_view)
{
    struct shape_head head = {.type = "application", .shape = &request_view_shape};
    TRY(shape_read(cx, (struct bytes){(const unsigned char *)json, size}, &head, ret_view));
    ret_view->at = head.at;
    ret_view->serial = head.serial;
    return OK;
}

enum status consultation_view_read(struct context *cx, const char *json, size_t size,
                                   struct consultation_view *ret_view)
{
    struct shape_head head = {.type = "consultation", .shape = &consultation_view_shape};
    TRY(shape_read(cx, (struct bytes){(const unsigned char *)json, size}, &head, ret_view));
    ret_view->at = head.at;
    ret_view->serial = head.serial;
    return OK;
}

/* ---- from the clock ---- */

static void put_dates(struct arena *mem, struct request_view *view, const struct law_clock *clock)
{
    struct view_date *dates = arena_array(mem, struct view_date, clock->date_count + 1);
    size_t count = 0;
    for (size_t i = 0; i < clock->date_count; i++) {
        const struct law_named_date *date = &clock->dates[i];
        const struct clause *clause = date->clause;
        if (text_equal(date->id, "review_by")) continue; /* the first remedy's own date once more */
        dates[count++] = (struct view_date){.id = date->id,
                                            .zh = clause ? clause->zh : "",
                                            .en = clause ? clause->en : "",
                                            .article = clause ? clause->article : date->article,
                                            .article_en = clause ? clause->article_en : "",
                                            .on = date->on,
                                            .provisional = date->provisional,
                                            .verified = date->verified};
    }
    view->dates = dates;
    view->date_count = count;
}

void request_view_clock(struct arena *mem, struct request_view *view, const struct law_clock *clock)
{
    view->received_on = clock->receipt;
    view->due_on = clock->due;
    view->extended_due_on = clock->extended_due;
    view->provisional = clock->provisional;
    view->unverified = !clock->verified;
    view->paused = clock->paused;
    view->waits_for = clock->waits_for;
    put_dates(mem, view, clock);
    view->days = matter_days(mem, &clock->trace);
    view->day_count = clock->trace.count;
}
