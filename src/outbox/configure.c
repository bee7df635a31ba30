/* "notify:" in gongkai.yaml. */
#include <string.h>
#include <sys/stat.h>

#include "base/text.h"
#include "outbox/outbox.h"

enum { SECONDS_MOST = 300, DAYS_MOST = 30 };

/* clang-format off */
const cyaml_schema_field_t outbox_fields[] = {
    YAML_MAY("smtp", struct outbox_raw, smtp), YAML_MAY("tls", struct outbox_raw, tls),
    YAML_MAY("ca", struct outbox_raw, ca), YAML_MAY("user", struct outbox_raw, user),
    YAML_MAY("password_file", struct outbox_raw, password_file),
    YAML_MAY("from", struct outbox_raw, from), YAML_MAY("from_name", struct outbox_raw, from_name),
    YAML_MAY_LIST("command", struct outbox_raw, command, &yaml_text_entry),
    YAML_MAY("command_seconds", struct outbox_raw, command_seconds),
    YAML_MAY("give_up_days", struct outbox_raw, give_up_days),
    YAML_MAY("reminders", struct outbox_raw, reminders), CYAML_FIELD_END};

const char outbox_template[] =
    "\n"
    "# How notices leave the office. They say that something waits, and hold no personal data but\n"
    "# the address. Without this part nothing is sent; with it, portal.base above must be set.\n"
    "# notify:\n"
    "#   # smtp://HOST:PORT or smtps://HOST:PORT, and the address that mail comes from.\n"
    "#   smtp: smtp://mail.example.gov.cn:587\n"
    "#   from: notice@example.gov.cn\n"
    "#   from_name: 政府信息公开办公室\n"
    "#   # Mail goes over TLS only; say \"no\" for a server on this machine or its own network.\n"
    "#   tls: \"yes\"\n"
    "#   user: notice\n"
    "#   password_file: keys/smtp.password\n"
    "#   # For text messages: a program and its arguments, run without a shell.\n"
    "#   command: [/usr/local/bin/send-sms, --from, \"12345\"]\n"
    "#   command_seconds: \"30\"\n"
    "#   # What could not be sent for so many days is given up, and shown.\n"
    "#   give_up_days: \"3\"\n"
    "#   # Staff whose account has an e-mail address are told of what becomes due, and of what is\n"
    "#   # overdue, once each. \"no\" leaves that to the desk.\n"
    "#   reminders: \"yes\"\n";
/* clang-format on */

static const char *path_of(struct arena *mem, const char *folder, const char *path)
{
    return *path == '/' ? arena_copy(mem, path) : arena_format(mem, "%s/%s", folder, path);
}

static const char *copied(struct arena *mem, const char *text)
{
    return arena_copy(mem, text);
}

static bool is_server(const char *url)
{
    const char *host = text_starts(url, "smtp://")    ? url + 7
                       : text_starts(url, "smtps://") ? url + 8
                                                      : NULL;
    return host && *host && !strpbrk(host, "@ \t") && *host != '/' && *host != ':';
}

/* The password stands in a file of its own, which is read when a message is sent and by nobody
 * else: every process reads the configuration, the portal too. */
static enum status check_password(struct yaml *yaml, const char *path)
{
    struct stat about;
    if (stat(path, &about) != 0 || !S_ISREG(about.st_mode))
        return yaml_wrong(yaml, "a file that is there", "notify.password_file");
    if (about.st_mode & 077)
        return yaml_wrong(yaml, "a file that its owner alone can read (chmod 600)",
                          "notify.password_file");
    return OK;
}

static enum status read_mail(struct context *cx, struct yaml *yaml, const struct outbox_raw *raw,
                             const char *folder, struct outbox_settings *settings)
{
    const char *none[] = {raw->from,          raw->from_name, raw->ca,       raw->user,
                          raw->password_file, raw->tls,       raw->reminders};
    static const char *const keys[] = {"from",          "from_name", "ca",       "user",
                                       "password_file", "tls",       "reminders"};
    for (size_t i = 0; !raw->smtp && i < COUNT_OF(none); i++)
        if (none[i]) return yaml_wrong(yaml, "notify.smtp beside it", "notify.%s", keys[i]);
    if (!raw->smtp) return OK;
    if (!is_server(raw->smtp))
        return yaml_wrong(yaml, "smtp://HOST:PORT or smtps://HOST:PORT", "notify.smtp");
    if (!outbox_recipient_is_right(OUTBOX_EMAIL, raw->from))
        return yaml_wrong(yaml, "the address that mail comes from", "notify.from");
    if (raw->from_name && strpbrk(raw->from_name, "\r\n"))
        return yaml_wrong(yaml, "one line", "notify.from_name");
    if (!raw->user != !raw->password_file)
        return yaml_wrong(yaml, "user and password_file together",
                          raw->user ? "notify.user" : "notify.password_file");
    TRY(yaml_yes(yaml, raw->reminders ? raw->reminders : "yes", &settings->reminders,
                 "notify.reminders"));
    TRY(yaml_yes(yaml, raw->tls ? raw->tls : "yes", &settings->tls, "notify.tls"));
    settings->smtp = copied(cx->mem, raw->smtp);
    settings->from = copied(cx->mem, raw->from);
    settings->from_name = copied(cx->mem, raw->from_name);
    settings->user = copied(cx->mem, raw->user);
    if (raw->ca) settings->ca = path_of(cx->mem, folder, raw->ca);
    if (!raw->user) return OK;
    settings->password_file = path_of(cx->mem, folder, raw->password_file);
    return check_password(yaml, settings->password_file);
}

static enum status read_command(struct context *cx, struct yaml *yaml, const struct outbox_raw *raw,
                                struct outbox_settings *settings)
{
    if (!raw->command_count)
        return raw->command_seconds
                   ? yaml_wrong(yaml, "notify.command beside it", "notify.command_seconds")
                   : OK;
    if (raw->command[0][0] != '/')
        return yaml_wrong(yaml, "the whole path of a program", "notify.command[0]");
    const char **argv = arena_array(cx->mem, const char *, raw->command_count + 1);
    for (uint32_t i = 0; i < raw->command_count; i++) argv[i] = copied(cx->mem, raw->command[i]);
    settings->command = argv;
    return OK;
}

static enum status read_number(struct yaml *yaml, const char *text, int most, const char *path,
                               int *number)
{
    if (!text) return OK;
    TRY(yaml_int(yaml, text, number, "%s", path));
    if (*number >= 1 && *number <= most) return OK;
    return yaml_wrong(yaml, arena_format(yaml_arena(yaml), "a number from 1 to %d", most), "%s",
                      path);
}

enum status outbox_configure(struct context *cx, struct yaml *yaml, const struct outbox_raw *raw,
                             const char *folder, struct outbox_settings *ret_settings)
{
    struct outbox_settings settings = {.smtp = "",
                                       .tls = true,
                                       .ca = "",
                                       .user = "",
                                       .password_file = "",
                                       .from = "",
                                       .from_name = "",
                                       .command_seconds = 30,
                                       .give_up_days = 3};
    if (raw) {
        TRY(read_mail(cx, yaml, raw, folder, &settings));
        TRY(read_command(cx, yaml, raw, &settings));
        TRY(read_number(yaml, raw->command_seconds, SECONDS_MOST, "notify.command_seconds",
                        &settings.command_seconds));
        TRY(read_number(yaml, raw->give_up_days, DAYS_MOST, "notify.give_up_days",
                        &settings.give_up_days));
    }
    *ret_settings = settings;
    return OK;
}
