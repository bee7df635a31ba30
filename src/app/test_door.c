/* A portal in its sandbox takes letters over a socket: photographs of 15 MB in bounded memory,
 * nothing in the clear in anything that it can open, at no moment, and a kill leaves nothing. */
#include <arpa/inet.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "app/sandbox.h"
#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "web/sealed.h"
#include "web/site.h"

enum { PHOTOGRAPH = 15 << 20, PHOTOGRAPHS = 2, PIECE = 64 * 1024 };
#ifdef __SANITIZE_ADDRESS__
enum { MEASURES_MEMORY = 0 }; /* what was freed is kept aside */
#else
enum { MEASURES_MEMORY = 1 };
#endif

static const char CANARY[] = "CANARY-a-citizen-8842";
static struct context cx;
static struct installation at;
static const char *vkey;

/* ---- the portal ---- */

static enum status take_form(struct portal *portal, const struct web *web,
                             struct response *response)
{
    struct context *own = web->cx;
    const struct letter_field field = {"name", web_typed(web, "name")};
    struct letter_head head = {.type = "application",
                               .to = "002232131",
                               .nonce = web_nonce(web),
                               .fields = &field,
                               .field_count = 1};
    struct receipt receipt;
    TRY(web_seal(own, web, response, &head, &receipt));
    const char *text = arena_format(own->mem, "%s %s", receipt.letter, receipt.code.text);
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    return web_show_bytes(response, bytes, "text/plain", NULL);
}

static const struct portal_route rows[] = {
    {HTTP_POST, "/file", EVERYBODY, take_form, "nonce name", SEALED},
};
static const struct portal_routes table = ROUTES(rows);

static _Noreturn void be_portal(int listener, int ready)
{
    const struct intake_place place = installation_portal_place(&at);
    struct theme theme = {
        .name = {"", ""},
          .line = {"", ""}
    };
    struct site_plan plan = {.name = "portal",
                             .theme = &theme,
                             .portal_tables = &table,
                             .portal_table_count = 1,
                             .capsule = at.capsule,
                             .workers = 2};
    struct site *site;
    struct http_server *server;
    if (sodium_init() < 0 || sandbox_enter_portal(&cx, &at, 2) != OK ||
        intake_door_open(&cx, &place, vkey, &plan.door) != OK ||
        site_open(&cx, &plan, &site) != OK || site_serve(&cx, site, listener, &server) != OK) {
        fprintf(stderr, "portal: %s\n", cx.fault);
        _exit(1);
    }
    if (write(ready, "!", 1) != 1) _exit(1);
    for (;;) pause();
}

static unsigned port;

static pid_t start_portal(void)
{
    int listener, ready[2];
    char byte;
    assert_int_equal(http_listen(&cx, "127.0.0.1:0", &listener), OK);
    assert_int_equal(http_bound_port(&cx, listener, &port), OK);
    assert_int_equal(pipe2(ready, O_CLOEXEC), 0);
    pid_t child = fork();
    if (child == 0) be_portal(listener, ready[1]);
    close(listener);
    close(ready[1]);
    assert_int_equal(read(ready[0], &byte, 1), 1);
    close(ready[0]);
    return child;
}

static void end_portal(pid_t child)
{
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, NULL, 0), child);
}

/* kB; of the most that it ever had. */
static long memory_of(pid_t child)
{
    char line[200];
    long most = -1;
    int64_t number;
    FILE *file = fopen(arena_format(cx.mem, "/proc/%d/status", child), "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file)) {
        if (!text_starts(line, "VmHWM:")) continue;
        char *from = line + 6 + strspn(line + 6, " \t");
        from[strspn(from, "0123456789")] = '\0';
        if (text_to_int(from, &number)) most = (long)number;
    }
    fclose(file);
    return most;
}

/* ---- a browser ---- */

#define PART "--edge\r\nContent-Disposition: form-data; name="
#define FILE_PART PART "\"files\"; filename=\"身份证.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n"

static int connect_to_it(void)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

static void send_all(int fd, const char *bytes, size_t size)
{
    while (size) {
        ssize_t n = send(fd, bytes, size, MSG_NOSIGNAL);
        assert_true(n > 0);
        bytes += n;
        size -= (size_t)n;
    }
}

static void send_text(int fd, const char *text)
{
    send_all(fd, text, strlen(text));
}

/* A photograph is the canary over and over again. */
static void send_photograph(int fd, size_t size)
{
    static char piece[PIECE];
    for (size_t i = 0; i < sizeof piece; i++) piece[i] = CANARY[i % (sizeof CANARY - 1)];
    for (size_t n; size; size -= n) {
        n = size < sizeof piece ? size : sizeof piece;
        send_all(fd, piece, n);
    }
}

static void send_head(int fd, const char *nonce, size_t body)
{
    send_text(fd, arena_format(cx.mem,
                               "POST /file HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               "Content-Type: multipart/form-data; boundary=edge\r\n"
                               "Content-Length: %zu\r\n\r\n" PART "\"nonce\"\r\n\r\n%s\r\n" PART
                               "\"name\"\r\n\r\n%s\r\n",
                               body, nonce, CANARY));
}

/* "letter code" of the receipt. */
static const char *file_photographs(const char *nonce)
{
    size_t fields = strlen(PART "\"nonce\"\r\n\r\n\r\n" PART "\"name\"\r\n\r\n\r\n") +
                    strlen(nonce) + strlen(CANARY);
    size_t photographs = PHOTOGRAPHS * (strlen(FILE_PART "\r\n") + PHOTOGRAPH);
    int fd = connect_to_it();
    send_head(fd, nonce, fields + photographs + strlen("--edge--\r\n"));
    for (int i = 0; i < PHOTOGRAPHS; i++) {
        send_text(fd, FILE_PART);
        send_photograph(fd, PHOTOGRAPH);
        send_text(fd, "\r\n");
    }
    send_text(fd, "--edge--\r\n");
    struct out out = out_new(cx.mem);
    char buffer[4096];
    for (ssize_t n; (n = recv(fd, buffer, sizeof buffer, 0)) > 0;)
        out_bytes(&out, buffer, (size_t)n);
    close(fd);
    if (!text_starts(out.text, "HTTP/1.1 200 ")) fail_msg("%.300s", out.text);
    return strstr(out.text, "\r\n\r\n") + 4;
}

/* ---- everything that the portal can open ---- */

static size_t files_seen, found;
static const char *wanted;

static int look_into(const char *path, const struct stat *about, int type, struct FTW *ftw)
{
    static unsigned char bytes[80 << 20];
    FILE *file = type == FTW_F ? fopen(path, "rb") : NULL;
    if (!file) return 0;
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    files_seen++;
    found += memmem(bytes, size, wanted, strlen(wanted)) != NULL || strstr(path, wanted);
    return 0;
}

static void assert_nowhere(const char *text)
{
    const char *const folders[] = {at.portal, at.ledger, at.capsule,
                                   arena_format(cx.mem, "%s/intake", at.data)};
    files_seen = found = 0;
    wanted = text;
    for (size_t i = 0; i < COUNT_OF(folders); i++) nftw(folders[i], look_into, 16, FTW_PHYS);
    assert_true(files_seen >= 4);
    if (found) fail_msg("\"%s\" lies in %zu files that the portal can open", text, found);
}

static size_t count_in(const char *folder)
{
    files_seen = 0;
    wanted = "?";
    nftw(folder, look_into, 16, FTW_PHYS);
    return files_seen;
}

/* ---- tests ---- */

static void photographs_go_in_sealed(void **state)
{
    struct letter letter;
    struct bytes bytes;
    pid_t portal = start_portal();
    const char *nonce = intake_nonce(cx.mem);
    file_photographs(intake_nonce(cx.mem)); /* the first brings what every worker keeps */
    long before = memory_of(portal);
    const char *receipt = file_photographs(nonce);
    long grown = memory_of(portal) - before;
    if (MEASURES_MEMORY && grown > 2048) fail_msg("its memory grew by %ld kB", grown);
    assert_nowhere(CANARY);
    assert_nowhere(nonce);
    assert_nowhere(receipt + LETTER_ID_LENGTH + 1); /* the code */
    const struct intake_place place = installation_office_place(&at);
    const char *id = arena_copy_n(cx.mem, receipt, LETTER_ID_LENGTH);
    assert_int_equal(letter_open(&cx, &place, id, &letter), OK);
    assert_string_equal(letter_value(&letter, "name"), CANARY);
    assert_int_equal(letter.file_count, PHOTOGRAPHS);
    assert_int_equal(file_read(&cx, letter.files[1].path, PHOTOGRAPH, &bytes), OK);
    assert_int_equal(bytes.size, PHOTOGRAPH);
    assert_memory_equal(bytes.data, CANARY, sizeof CANARY - 1);
    assert_string_equal(file_photographs(nonce), receipt); /* sent twice */
    assert_int_equal(count_in(at.intake_new), 2);
    assert_int_equal(count_in(at.intake_tmp), 0);
    end_portal(portal);
}

/* Half of a photograph is there: ciphertext. The portal is killed: nothing was filed, and the next
 * start sweeps. A client that hangs up leaves nothing at all. */
static void what_is_cut_off_leaves_nothing(void **state)
{
    pid_t portal = start_portal();
    int hangs_up = connect_to_it(), waits = connect_to_it();
    const int both[] = {hangs_up, waits};
    for (size_t i = 0; i < COUNT_OF(both); i++) {
        send_head(both[i], intake_nonce(cx.mem), 2 * PHOTOGRAPH);
        send_text(both[i], FILE_PART);
        send_photograph(both[i], PHOTOGRAPH / 2);
    }
    for (int i = 0; i < 100 && count_in(at.intake_tmp) < 2; i++) usleep(20000);
    usleep(300000);
    assert_int_equal(count_in(at.intake_tmp), 2);
    assert_nowhere(CANARY);
    close(hangs_up);
    for (int i = 0; i < 250 && count_in(at.intake_tmp) > 1; i++) usleep(20000);
    assert_int_equal(count_in(at.intake_tmp), 1);
    end_portal(portal);
    close(waits);
    assert_int_equal(count_in(at.intake_tmp), 1);
    assert_int_equal(count_in(at.intake_new), 0);
    assert_nowhere(CANARY);
    portal = start_portal();
    assert_int_equal(count_in(at.intake_tmp), 0);
    end_portal(portal);
}

static int begin(void **state)
{
    char folder[] = "/tmp/test_door.XXXXXX";
    struct bytes bytes;
    struct installation_choices choices = {"测试", "Test", "Asia/Shanghai", "test.invalid/ledger",
                                           "",     false,  false,           NULL};
    assert_non_null(mkdtemp(folder));
    cx = (struct context){.mem = arena_new("test")};
    context_set_clock(&cx, moment_now());
    const char *data = arena_format(cx.mem, "%s/data", folder);
    assert_int_equal(installation_init(&cx, data, &choices), OK);
    assert_int_equal(installation_load(&cx, data, &at), OK);
    const char *path = arena_format(cx.mem, "%s/vkey", at.ledger);
    assert_int_equal(file_read(&cx, path, 4096, &bytes), OK);
    vkey = arena_copy_n(cx.mem, (const char *)bytes.data, strcspn((const char *)bytes.data, "\n"));
    return 0;
}

static int remove_one(const char *path, const struct stat *about, int type, struct FTW *ftw)
{
    return remove(path);
}

static int end(void **state)
{
    size_t size = strlen(at.data) - strlen("/data");
    nftw(arena_copy_n(cx.mem, at.data, size), remove_one, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(cx.mem);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(photographs_go_in_sealed, begin, end),
        cmocka_unit_test_setup_teardown(what_is_cut_off_leaves_nothing, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
