/* The ways out: TLS, the command, and their configuration. */
#include "outbox/fixture.h"

#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

/* ---- TLS ---- */

static void make_certificate(const char *name)
{
    static const char *const arguments =
        "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=test"
        " -addext subjectAltName=IP:127.0.0.1";
    const char *argv[20] = {"openssl"};
    size_t n = 1;
    for (const char *at = arguments; *at; at += strspn(at, " ")) {
        argv[n++] = arena_copy_n(cx.mem, at, strcspn(at, " "));
        at += strcspn(at, " ");
    }
    argv[n++] = "-keyout";
    argv[n++] = in_folder("key.pem");
    argv[n++] = "-out";
    argv[n++] = in_folder(name);
    tool_read(&cx, (struct bytes){NULL, 0}, argv);
}

static void test_over_tls_or_not_at_all(void **state)
{
    settings.tls = true;
    PUT(.key = "a");
    assert_round(0, 1, 0); /* the server has no TLS */
    stop_server();
    make_certificate("other.pem");
    make_certificate("own.pem");
    start_server(in_folder("own.pem"), in_folder("key.pem"));
    settings.ca = in_folder("other.pem");
    advance(MINUTE_MS);
    assert_round(0, 1, 0); /* it is somebody else */
    assert_int_equal(lines(arrived()), 0);
    settings.ca = in_folder("own.pem");
    settings.user = "notice";
    settings.password_file = in_folder("secret");
    write_file("secret", "geheim\n");
    advance(5 * MINUTE_MS);
    assert_round(1, 0, 0);
    assert_string_equal(part(arrived(), TLS), "True");
    assert_string_equal(part(arrived(), USER), "notice geheim");
}

/* ---- the command ---- */

static const char *const *script(const char *text)
{
    const char **argv = arena_array(cx.mem, const char *, 4);
    write_file("send", text);
    assert_int_equal(chmod(in_folder("send"), 0700), 0);
    argv[0] = in_folder("send");
    argv[1] = "a b; $(touch x)";
    argv[2] = folder;
    return argv;
}

static const char *read_out(void)
{
    struct bytes bytes;
    if (file_read(&cx, in_folder("out"), 100000, &bytes) != OK) return "";
    return (const char *)bytes.data;
}

#define PUT_COMMAND(name) \
    PUT(.channel = OUTBOX_COMMAND, .recipient = "13800000000", .body = "文", .key = (name))

static void test_a_command_gets_what_it_needs_and_no_more(void **state)
{
    settings.command = script("#!/bin/sh\n{ echo \"[$1]\"; cat; env | sort; ls /proc/self/fd; }"
                              " >\"$2/out\"\n");
    PUT_COMMAND("a");
    assert_round(1, 0, 0);
    const char *said = read_out();
    assert_ptr_equal(strstr(said, "[a b; $(touch x)]\n13800000000\n"), said);
    const char *id = said + strlen("[a b; $(touch x)]\n13800000000\n");
    assert_true(id_is_valid(arena_copy_n(cx.mem, id, ID_LENGTH)));
    assert_ptr_equal(strstr(id + ID_LENGTH, "\n\n文\n"), id + ID_LENGTH);
    assert_null(strstr(said, "HOME="));
    assert_non_null(strstr(said, "PATH=/usr/local/bin:/usr/bin:/bin\n"));
    assert_null(strstr(said, "\n4\n")); /* 0, 1, 2 and the folder that ls reads */
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE recipient <> '' OR body <> ''"), 0);
}

static void test_a_command_says_how_it_went(void **state)
{
    settings.command = script("#!/bin/sh\nexit 75\n");
    PUT_COMMAND("a");
    assert_round(0, 1, 0);
    settings.command = script("#!/bin/sh\nkill -9 $$\n");
    advance(MINUTE_MS);
    assert_round(0, 1, 0);
    settings.command = (const char *const[]){"/no/such/program", NULL};
    advance(5 * MINUTE_MS);
    assert_round(0, 1, 0);
    settings.command = script("#!/bin/sh\nexit 67\n");
    advance(15 * MINUTE_MS);
    assert_round(0, 0, 1);
    struct outbox_row *rows;
    size_t found;
    assert_int_equal(outbox_list(&cx, 10, &rows, &found), OK);
    assert_int_equal(found, 1);
    assert_string_equal(rows[0].error, "the command ended with 67");
}

/* A command that hangs is ended with all that it started. */
static void test_a_command_has_its_time(void **state)
{
    settings.command = script("#!/bin/sh\nsleep 300 &\necho $! >\"$2/out\"\nwait\n");
    settings.command_seconds = 1;
    PUT_COMMAND("a");
    assert_round(0, 1, 0);
    int64_t sleeper;
    assert_true(text_to_int(arena_copy_n(cx.mem, read_out(), strcspn(read_out(), "\n")), &sleeper));
    for (int i = 0; i < 100 && kill((pid_t)sleeper, 0) == 0; i++) usleep(20000);
    const char *status = arena_format(cx.mem, "/proc/%d/stat", (int)sleeper);
    struct bytes bytes;
    if (file_read(&cx, status, 1000, &bytes) == OK)
        assert_non_null(strstr((const char *)bytes.data, ") Z")); /* dead, nobody has waited */
    assert_int_equal(count("SELECT COUNT(*) FROM outbox WHERE last_error LIKE '%too long'"), 1);
}

/* ---- configuration ---- */

struct top {
    struct outbox_raw *notify;
};
static const cyaml_schema_field_t top_fields[] = {
    CYAML_FIELD_MAPPING_PTR("notify", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct top, notify,
                            outbox_fields),
    CYAML_FIELD_END};
static const cyaml_schema_value_t top_schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct top, top_fields)};

static enum status configure(const char *text, struct outbox_settings *ret)
{
    struct yaml_source source = {
        "gongkai.yaml", {(const unsigned char *)text, strlen(text)}
    };
    struct yaml *yaml;
    struct top *top;
    cx.issues = NULL;
    TRY(yaml_read(&cx, source, &top_schema, &yaml, (void **)&top));
    return outbox_configure(&cx, yaml, top->notify, folder, ret);
}

static void test_a_wrong_configuration_says_where(void **state)
{
    static const char *const rows[][2] = {
        {"  smtp: mail.example.cn\n",                                               "gongkai.yaml:2: notify.smtp: "           },
        {"  smtp: http://mail.example.cn\n  from: a@example.cn\n",                  "gongkai.yaml:2: notify.smtp: "           },
        {"  smtp: smtp://user@host\n  from: a@example.cn\n",                        "gongkai.yaml:2: notify.smtp: "           },
        {"  smtp: smtp://host:25\n",                                                "gongkai.yaml:1: notify.from: "           },
        {"  smtp: smtp://host:25\n  from: nobody\n",                                "gongkai.yaml:3: notify.from: "           },
        {"  smtp: smtp://host:25\n  from: a@b\n  tls: maybe\n",                     "gongkai.yaml:4: notify.tls: "            },
        {"  smtp: smtp://host:25\n  from: a@b\n  user: c\n",                        "gongkai.yaml:4: notify.user: "           },
        {"  smtp: smtp://host:25\n  from: a@b\n  user: c\n  password_file: none\n",
         "gongkai.yaml:5: notify.password_file: "                                                                             },
        {"  smtp: smtp://host:25\n  from: a@b\n  user: c\n  password_file: open\n",
         "gongkai.yaml:5: notify.password_file: "                                                                             },
        {"  from: a@b\n",                                                           "gongkai.yaml:2: notify.from: "           },
        {"  command: [send]\n",                                                     "gongkai.yaml:2: notify.command[0]: "     },
        {"  command: [/bin/send]\n  command_seconds: \"1000\"\n",
         "gongkai.yaml:3: notify.command_seconds: "                                                                           },
        {"  command_seconds: \"10\"\n",                                             "gongkai.yaml:2: notify.command_seconds: "},
        {"  command: [/bin/send]\n  give_up_days: soon\n",                          "gongkai.yaml:3: notify.give_up_days: "   },
        {"  command: [/bin/send]\n  give_up: \"3\"\n",                              "gongkai.yaml:3: notify.give_up: unknown" },
    };
    write_file("open", "secret\n");
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        const char *text = arena_format(cx.mem, "notify:\n%s", rows[i][0]);
        assert_int_equal(configure(text, &settings), INVALID);
        if (!text_starts(cx.issues->detail, rows[i][1])) fail_msg("%s", cx.issues->detail);
    }
}

static void test_a_right_configuration(void **state)
{
    struct outbox_settings got;
    assert_int_equal(configure("{}\n", &got), OK);
    assert_string_equal(got.smtp, "");
    assert_null(got.command);
    write_file("secret", "geheim\n");
    assert_int_equal(chmod(in_folder("secret"), 0600), 0);
    /* what init writes, without its comment signs */
    struct out text = out_new(cx.mem);
    const char *notify = strstr(outbox_template, "# notify:");
    for (const char *line = notify; *line; line = strchr(line, '\n') + 1)
        out_format(&text, "%.*s", (int)(strchr(line, '\n') + 1 - line - 2), line + 2);
    assert_int_equal(configure(text.text, &got), INVALID); /* but for the password's file */
    assert_non_null(strstr(cx.issues->detail, "notify.password_file"));
    char *file = strstr(text.text, "keys/smtp.password");
    memcpy(file, "secret            ", 18);
    assert_int_equal(configure(text.text, &got), OK);
    assert_string_equal(got.smtp, "smtp://mail.example.gov.cn:587");
    assert_string_equal(got.password_file, in_folder("secret"));
    assert_string_equal(got.command[2], "12345");
    assert_null(got.command[3]);
    assert_true(got.tls);
    assert_int_equal(got.command_seconds, 30);
    assert_int_equal(got.give_up_days, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH(test_over_tls_or_not_at_all),
        WITH(test_a_command_gets_what_it_needs_and_no_more),
        WITH(test_a_command_says_how_it_went),
        WITH(test_a_command_has_its_time),
        WITH(test_a_wrong_configuration_says_where),
        WITH(test_a_right_configuration),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
