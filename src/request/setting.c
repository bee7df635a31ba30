/* What every file here needs: the setting, the day of an act, the hand that does it. */
#include "base/text.h"
#include "request/private.h"

static const struct request_setting *setting;

void request_set(const struct request_setting *given)
{
    setting = given;
}

const struct request_setting *request_setting(void)
{
    return setting;
}

static const struct sql serial_table = {
    "request.table", "CREATE TABLE IF NOT EXISTS request_serial (agency TEXT NOT NULL,"
                     " series TEXT NOT NULL, year INTEGER NOT NULL, last INTEGER NOT NULL,"
                     " PRIMARY KEY (agency, series, year)) STRICT;"
                     "CREATE TABLE IF NOT EXISTS request_dead_capsule (public_key TEXT PRIMARY KEY)"
                     " STRICT"};
static const struct sql bury = {
    "request.bury",
    "INSERT INTO request_dead_capsule (public_key) VALUES ($1) ON CONFLICT DO NOTHING"};

enum status request_bury_capsule(struct context *cx, const char *public_hex)
{
    return text_empty(public_hex) ? OK : store_run(cx, &bury, BIND(public_hex), NULL);
}

enum status request_ensure_tables(struct context *cx)
{
    return store_ensure(cx, &serial_table);
}

static const struct sql draw = {
    "request.draw", "INSERT INTO request_serial (agency, series, year, last) VALUES ($1, $2, $3, 1)"
                    " ON CONFLICT (agency, series, year) DO UPDATE SET last = last + 1"};
static const struct sql drawn = {
    "request.drawn",
    "SELECT last FROM request_serial WHERE agency = $1 AND series = $2 AND year = $3"};

/* Inside a transaction: what is rolled back was never drawn, so a series has no holes. */
enum status request_draw(struct context *cx, const char *agency, const char *series, int year,
                         int64_t *ret_number)
{
    TRY(store_run(cx, &draw, BIND(agency, series, year), NULL));
    return store_int(cx, &drawn, BIND(agency, series, year), ret_number);
}

enum status request_day(struct context *cx, const struct reason *why, struct date *ret_day)
{
    *ret_day = date_is_set(why->on) ? why->on : cx->today;
    return ret_day->day > cx->today.day ? issue(cx, "on", "request.in_the_future", "") : OK;
}

/* What stops, restarts or lengthens a term happens on the day on which it is entered: dated back,
 * it would bring a term to life that has passed, or let one lapse at once. */
enum status request_today(struct context *cx, const struct reason *why, struct date *ret_day)
{
    TRY(request_day(cx, why, ret_day));
    return ret_day->day < cx->today.day ? issue(cx, "on", "request.only_today", "") : OK;
}

enum status request_fetch(struct context *cx, const char *id, struct application *ret)
{
    if (!id_is_valid(id)) return NOT_FOUND;
    return record_fetch(cx, &application_kind, id, 0, ret);
}

enum status request_step(struct context *cx, const char *application, const char *verb,
                         const struct reason *reason)
{
    struct application a;
    TRY(request_fetch(cx, application, &a));
    return record_move(cx, &a.base, verb, reason);
}

enum status request_refuse(struct context *cx, const char *message, const char *article)
{
    return issue(cx, "", message, article);
}
