/* The registers that tables 3 and 4 count, for tests: tables with the columns that the statements
 * name (request/request.h), an office and one below it, and the applications of C20 (DOMAIN §6). */
#ifndef REPORT_FIXTURE_H
#define REPORT_FIXTURE_H

#include "report/check.h"
#include "report/document.h"
#include "report/table.h"

#define OFFICE "002232139"
#define BELOW "014109605"

enum person { CLERK, OFFICER_, REVIEWER_, LEADER, RELEASER_, PEOPLE };
extern struct context cx; /* English; 20 January 2026 */

void registers_open(const char *path);
int registers_begin(void **state); /* in memory */
int registers_end(void **state);
struct context *acting_as(enum person person);
enum status take_step(enum person person, struct record *rec, const char *verb);

struct application {
    const char *agency, *kind, *row;
    struct date received, closed;
};
void put_application(struct application a);
void put_remedy(const char *sort, const char *result, struct date decided, bool co_defendant);
/* Released, for 2025. fen: of an amount, else INT64_MIN. */
void put_declaration(const char *agency, const char *cell, int64_t value, int64_t fen);

/* What C20 says of a row, seven numbers; and registers that come to it. */
const int *c20_row(const char *row);
void fill_c20(const char *agency, int year);

struct report_values counted(int year);
struct cell_value *cell_of(const struct report_values *values, const char *key);
/* All sentences of broken checks, one a line: those that hold a report up, or those that warn. */
const char *broken_checks(const struct report_values *values, const struct annual_report *text,
                          bool warnings);

#endif
