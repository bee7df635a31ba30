/* The outbox: notices that leave the office, by e-mail or through a command (an SMS gateway).
 *
 * A notice is a row, written in the transaction of whatever it tells of: what was rolled back is
 * never told, and what was committed is told even if the power fails. The office's job thread sends
 * what is due. Before each attempt the attempt is recorded, and each row has one Message-ID for
 * ever, so a crash repeats a message only where SMTP leaves no other way (the server took it and
 * its answer was lost), and then as the same message. What cannot be sent is tried again ever more
 * slowly, and after some days given up and shown.
 *
 * A notice says that something waits, and where: it holds no personal data but the address, and
 * the address, the subject and the text are emptied as soon as it is sent, or given up and dropped.
 *
 *     struct outbox_notice notice = {.channel = OUTBOX_EMAIL, .recipient = a->email,
 *                                    .subject = text.subject, .body = text.body,
 *                                    .key = arena_format(mem, "letter:%s:served",
 * letter->base.id)}; TRY(outbox_put(cx, &notice));                      // in the caller's
 * transaction
 *
 *     struct outbox_round round;                         // in the job thread, every few seconds
 *     TRY(outbox_run(cx, &at->outbox, 20, &round));
 *     if (round.failed) log_line(LOG_ERROR, "outbox: %zu notices given up", round.failed);
 */
#ifndef OUTBOX_OUTBOX_H
#define OUTBOX_OUTBOX_H

#include "base/yaml.h"
#include "store/store.h"

enum outbox_channel { OUTBOX_EMAIL, OUTBOX_COMMAND };

enum { OUTBOX_SUBJECT_MAX = 200, OUTBOX_BODY_MAX = 20000, OUTBOX_KEY_MAX = 200 };

struct outbox_notice {
    enum outbox_channel channel;
    const char *recipient; /* an address, or what the command takes (a telephone number) */
    const char *subject;   /* e-mail only */
    const char *body;      /* plain text */
    const char *key; /* the same event gives the same key, and is told once; no person's data */
    struct moment not_before; /* 0: at once */
};

/* Puts a notice into the caller's transaction (a FAULT without one). A key that is there already
 * puts nothing and is OK. INVALID with an issue at "recipient", "subject" or "body". */
enum status outbox_put(struct context *cx, const struct outbox_notice *notice) MUST_USE;
/* Would outbox_put() take this recipient? */
bool outbox_recipient_is_right(enum outbox_channel channel, const char *recipient);

/* ---- sending ---- */

struct outbox_settings {
    const char *smtp;                 /* smtp://host:25, smtps://host:465; "": no e-mail is sent */
    bool tls;                         /* no message but over TLS */
    const char *ca;                   /* file of the certificate authorities, "": the system's */
    const char *user, *password_file; /* the file holds one line */
    const char *from;                 /* address of the sender */
    const char *from_name;            /* may be "" */
    const char *const *command;       /* argv, ends with NULL; NULL: no command */
    int command_seconds;              /* it is given */
    int give_up_days;
    bool reminders; /* staff are reminded by e-mail of what becomes due; "no" leaves it to the desk
                     */
};

struct outbox_round {
    size_t sent, deferred, failed; /* failed: given up in this round */
};

/* Sends what is due, at most limit notices. Any number of threads and processes may run it. Talks
 * to the network: never inside a transaction. */
enum status outbox_run(struct context *cx, const struct outbox_settings *settings, size_t limit,
                       struct outbox_round *ret_round) MUST_USE;

/* The command is run without a shell, with nothing but PATH in its environment, and reads from its
 * standard input: the recipient, the notice's id (the same at each attempt), an empty line, the
 * text. It answers by its exit code: 0 sent; 65, 67, 68 never (sysexits.h: data, user, host);
 * anything else not now. */

/* ---- looking ---- */

struct outbox_row {
    const char *id, *key, *recipient, *subject, *error;
    enum outbox_channel channel;
    int64_t attempts;
    struct moment created_at, next_at;
    bool failed;
};
struct outbox_standing {
    int64_t waiting, failed;
    struct moment oldest; /* of those that wait; 0: none */
};

enum status outbox_stands(struct context *cx, struct outbox_standing *ret_standing) MUST_USE;
/* What was given up and what has been tried in vain, the oldest first. */
enum status outbox_list(struct context *cx, size_t limit, struct outbox_row **ret_rows,
                        size_t *ret_count) MUST_USE;
/* Tries one that was given up again, or drops it: its address is emptied. NOT_FOUND. */
enum status outbox_retry(struct context *cx, const char *id) MUST_USE;
enum status outbox_drop(struct context *cx, const char *id) MUST_USE;
/* Empties what was put under a key and was not sent: the person is forgotten. */
enum status outbox_forget(struct context *cx, const char *key) MUST_USE;

enum status outbox_ensure_tables(struct context *cx) MUST_USE;

/* ---- configuration: "notify:" in gongkai.yaml ---- */

struct outbox_raw {
    char *smtp, *tls, *ca, *user, *password_file, *from, *from_name, *command_seconds,
        *give_up_days, *reminders;
    char **command;
    uint32_t command_count;
};
extern const cyaml_schema_field_t outbox_fields[];
/* Checks it strictly; raw may be NULL (nothing is sent). Paths are below folder unless absolute;
 * the file of the password must be readable by its owner alone. */
enum status outbox_configure(struct context *cx, struct yaml *yaml, const struct outbox_raw *raw,
                             const char *folder, struct outbox_settings *ret_settings) MUST_USE;
/* What `init` writes into gongkai.yaml about it, as a comment. */
extern const char outbox_template[];

#endif
