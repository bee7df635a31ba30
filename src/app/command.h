/* Subcommands of the program: rows of one table in main.c. Each gets its own arguments (argv[0] is
 * the subcommand) and answers the exit code: 0 done, 1 failed, 2 wrong usage or a broken file.
 *
 * Commands word their own sentences from the message catalogue, in the language of the locale
 * (LC_ALL, LANG: zh… is Chinese), to standard error; results go to standard output.
 */
#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/installation.h"

struct command {
    const char *name;
    int (*run)(struct context *cx, int argc, char **argv);
    const char *usage; /* message id */
};

int command_init(struct context *cx, int argc, char **argv);
int command_demo(struct context *cx, int argc, char **argv);
int command_serve(struct context *cx, int argc, char **argv);
int command_report(struct context *cx, int argc, char **argv);
int command_import(struct context *cx, int argc, char **argv);
int command_ledger(struct context *cx, int argc, char **argv);
int command_portal(struct context *cx, int argc, char **argv);
int command_backup(struct context *cx, int argc, char **argv);
int command_restore(struct context *cx, int argc, char **argv);
int command_user(struct context *cx, int argc, char **argv);
int command_key(struct context *cx, int argc, char **argv);
int command_links(struct context *cx, int argc, char **argv);
int command_outbox(struct context *cx, int argc, char **argv);
int command_access(struct context *cx, int argc, char **argv);
int command_routes(struct context *cx, int argc, char **argv);
int command_fields(struct context *cx, int argc, char **argv);
int command_flow(struct context *cx, int argc, char **argv);
int command_due(struct context *cx, int argc, char **argv);
int command_regime(struct context *cx, int argc, char **argv);
int command_help(struct context *cx, int argc, char **argv);

/* Prints the usage of a subcommand to standard error; returns 2. */
int command_usage(struct context *cx, const char *name);
/* Says what went wrong, in words, and returns the exit code of this status. */
int command_failed(struct context *cx, enum status status);
/* A sentence of the catalogue, with up to two details, to standard error. */
void command_say(struct context *cx, const char *message, const char *one, const char *two);
/* Loads installation, law and office database; says what is wrong. */
enum status command_open(struct context *cx, const char *data, enum store_mode mode,
                         struct installation *ret_at) MUST_USE;
/* Reads one line from standard input, without its newline. */
enum status command_read_line(struct context *cx, const char **ret_line) MUST_USE;

#endif
