/* For the tests of the outbox: an office database, a mail server, and what arrived there. */
#ifndef OUTBOX_FIXTURE_H
#define OUTBOX_FIXTURE_H

#include "base/unit.h"

#include "base/file.h"
#include "base/text.h"
#include "document/test_tool.h"
#include "outbox/inside.h"

enum { MINUTE_MS = 60 * 1000, DAY_MS = 24 * 60 * 60 * 1000 };

extern struct context cx;
extern struct outbox_settings settings;
extern char folder[40];
extern const struct moment start_time;

const char *in_folder(const char *name);
void write_file(const char *name, const char *text);
void behave(const char *how);
int start_server(const char *certificate, const char *key);
void stop_server(void);
int set_up(void **state);
int tear_down(void **state);
void advance(int64_t ms);
enum status put_one(struct outbox_notice notice);
struct outbox_round run_round(void);
void assert_round(size_t sent, size_t deferred, size_t failed);
int64_t count(const char *text);
const char *arrived(void);
size_t lines(const char *text);
const char *part(const char *line, int at);

#define PUT(...) assert_int_equal(put_one((struct outbox_notice){__VA_ARGS__}), OK)

/* The parts of a line of arrived(). */
enum {
    FROM,
    TO,
    TLS,
    USER,
    ANSWERED,
    HEAD_FROM,
    HEAD_TO,
    SUBJECT,
    DATE,
    MESSAGE_ID,
    AUTO,
    TYPE,
    TEXT_
};

#define WITH(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

#endif
