/* Letters and capsules through the site: files sealed as they arrive, codes that are not guessed.
 */
#include <fcntl.h>
#include <unistd.h>

#include <sodium.h>

#include "base/file.h"
#include "intake/fixture.h"
#include "web/sealed.h"
#include "web/test_office.h"

static struct context cx; /* of the installation beside the small office */
static struct intake_fixture at;
static struct intake_door *door;
static struct receipt receipt; /* of the letter that was filed last */
static struct capsule capsule; /* that was opened last */
static size_t sealed_files;

/* ---- a portal ---- */

static enum status file_it(struct portal *portal, const struct web *web, struct response *response)
{
    const char *name;
    TRY(web_text(web->cx, web, "name", 40, &name));
    if (text_equal(name, "wrong")) return issue(web->cx, "name", "field.required", "");
    const struct letter_field field = {"name", name};
    struct letter_head head = {.type = "application",
                               .to = "002232131",
                               .nonce = web_nonce(web),
                               .fields = &field,
                               .field_count = 1};
    sealed_files = web_sealed_files(web);
    TRY(web_seal(web->cx, web, response, &head, &receipt));
    return show_text(web, response, receipt.filed == FILED_NOW ? "filed" : "before");
}

static enum status open_it(struct portal *portal, const struct web *web, struct response *response)
{
    enum status status = web_open_capsule(web->cx, web, response, "code", &capsule);
    if (status == OK && web_has(web, "file"))
        return web_send_capsule_file(web->cx, response, &capsule, 0);
    enum status shown =
        show_text(web, response, status == OK ? capsule.json : web->cx->issues->message);
    return status == OK ? shown : status;
}

static const struct portal_route portal_rows[] = {
    {HTTP_POST, "/file", EVERYBODY, file_it,         "nonce name", SEALED},
    {HTTP_POST,         "/open",        EVERYBODY,  open_it, "code file"    },
};
static const struct portal_routes portal_table = ROUTES(portal_rows);

static int begin_portal(void **state)
{
    begin(state);
    cx = (struct context){.mem = arena_new("fixture")};
    context_set_clock(&cx, now);
    intake_fixture_make(&cx, "/tmp", &at);
    assert_int_equal(intake_door_open(&cx, &at.portal, at.vkey, &door), OK);
    struct site_plan plan = {.name = "portal",
                             .theme = &test_theme,
                             .portal_tables = &portal_table,
                             .portal_table_count = 1,
                             .clock = test_clock,
                             .door = door,
                             .capsule = at.portal.capsule};
    open_site(plan);
    return 0;
}

static int end_portal(void **state)
{
    intake_fixture_remove(&at);
    int ended = end(state); /* what is sealed goes before its door */
    intake_door_close(door);
    arena_free(cx.mem);
    return ended;
}
#define P(function) cmocka_unit_test_setup_teardown(function, begin_portal, end_portal)

/* ---- a browser that sends files ---- */

static struct reply send_parts(const struct http_made *given)
{
    struct context own = {.mem = arena_new("arriving")};
    struct http_made made = *given;
    struct http_request request, head = {.method = HTTP_POST, .path = made.target};
    made.limits.form = HTTP_FORM_DEFAULT;
    assert_int_equal(site_admit(worker.site, &head, &made.limits), 0);
    struct reply reply = {.http = {.status = http_make(&own, &made, &request)}, .body = ""};
    if (!reply.http.status) {
        assert_true(http_address_parse(from, &request.from));
        web_handle(&worker, memory, &request, &reply.http);
        reply.body = arena_copy_n(memory, (const char *)reply.http.body.data, reply.http.body.size);
    }
    arena_free(own.mem);
    return reply;
}

static const char PART[] = "--edge\r\nContent-Disposition: form-data; name=";

static struct reply send_form(const char *nonce, const char *name, const char *file)
{
    struct out out = out_new(memory);
    out_format(&out, "%s\"nonce\"\r\n\r\n%s\r\n", PART, nonce);
    if (file) out_format(&out, "%s\"files\"; filename=\"CANARY.jpg\"\r\n\r\n%s\r\n", PART, file);
    out_format(&out, "%s\"name\"\r\n\r\n%s\r\n--edge--\r\n", PART, name);
    struct http_made made = {.method = "POST",
                             .target = "/file",
                             .headers = "Content-Type: multipart/form-data; boundary=edge",
                             .body = out_taken(&out)};
    return send_parts(&made);
}

static size_t count_in(const char *folder)
{
    size_t count;
    intake_fixture_list(memory, folder, &count);
    return count;
}

static void put_capsule(const struct code *code, const char *json)
{
    struct capsule_place place = {at.office.capsule, at.office.work};
    const char *path = arena_format(cx.mem, "%s/reply", at.data);
    char *bytes = arena_alloc(cx.mem, 40001);
    memset(bytes, 'r', 40000);
    struct capsule_file file = {"答复.pdf", "application/pdf", 40000, path};
    struct capsule_draft draft = {1, json, &file, 1};
    struct code_key key;
    assert_int_equal(
        file_write(&cx, at.office.work, path, (struct bytes){(unsigned char *)bytes, 40000}, false),
        OK);
    code_key(code, &key);
    assert_int_equal(capsule_put(&cx, &place, text_hex(cx.mem, key.public, 32), &draft), OK);
}

/* ---- tests ---- */

static void a_form_with_files_becomes_a_letter(void **state)
{
    struct letter letter;
    struct bytes bytes;
    struct reply reply = send_form(intake_nonce(memory), "张三", "a photograph");
    assert_int_equal(reply.http.status, 200);
    assert_string_equal(reply.body, "filed");
    assert_string_equal(http_response_header(&reply.http, "Cache-Control"), "no-store");
    assert_int_equal(sealed_files, 1);
    assert_int_equal(letter_open(&cx, &at.office, receipt.letter, &letter), OK);
    assert_string_equal(letter_value(&letter, "name"), "张三");
    assert_string_equal(letter.files[0].name, "CANARY.jpg");
    assert_int_equal(file_read(&cx, letter.files[0].path, 100, &bytes), OK);
    assert_string_equal((const char *)bytes.data, "a photograph");
    /* without files, and as an ordinary form */
    reply = send_form(intake_nonce(memory), "李四", NULL);
    assert_int_equal(reply.http.status, 200);
    assert_int_equal(sealed_files, 0);
    reply = post("/file", arena_format(memory, "nonce=%s&name=x", intake_nonce(memory)));
    assert_int_equal(reply.http.status, 200);
    assert_int_equal(count_in(at.portal.new), 3);
}

static void the_same_form_gives_the_same_receipt(void **state)
{
    const char *nonce = intake_nonce(memory);
    assert_string_equal(send_form(nonce, "张三", "a photograph").body, "filed");
    struct receipt first = receipt;
    assert_string_equal(send_form(nonce, "张三", "a photograph").body, "before");
    assert_string_equal(receipt.code.text, first.code.text);
    assert_int_equal(receipt.filed, FILED_BEFORE);
    assert_string_equal(send_form(nonce, "李四", "a photograph").body, "before");
    assert_int_equal(receipt.filed, FILED_DIFFERENT);
    assert_int_equal(count_in(at.portal.new), 1);
}

static void what_is_not_filed_leaves_nothing(void **state)
{
    assert_int_equal(send_form(intake_nonce(memory), "wrong", "a photograph").http.status, 422);
    assert_int_equal(count_in(at.portal.tmp), 0);
    assert_int_equal(count_in(at.portal.new), 0);
    /* cut in the middle of a file */
    const char *cut = arena_format(memory, "%s\"files\"; filename=\"a\"\r\n\r\nhalf", PART);
    struct http_made made = {
        .method = "POST",
        .target = "/file",
        .headers = "Content-Type: multipart/form-data; boundary=edge",
        .body = {(const unsigned char *)cut, strlen(cut)}
    };
    assert_int_equal(send_parts(&made).http.status, 400);
    assert_int_equal(count_in(at.portal.tmp), 0);
}

static void limits_are_kept(void **state)
{
    struct out out = out_new(memory);
    for (int i = 0; i < LETTER_FILES_MAX + 1; i++)
        out_format(&out, "%s\"files\"; filename=\"a\"\r\n\r\nx\r\n", PART);
    out_text(&out, "--edge--\r\n");
    struct http_made made = {.method = "POST",
                             .target = "/file",
                             .headers = "Content-Type: multipart/form-data; boundary=edge",
                             .body = out_taken(&out)};
    assert_int_equal(send_parts(&made).http.status, 413);
    size_t size = LETTER_FILE_MAX + 1;
    char *large = arena_alloc(memory, size + 1);
    memset(large, 'x', size);
    assert_int_equal(send_form(intake_nonce(memory), "x", large).http.status, 413);
    large[size - 1] = '\0';
    assert_int_equal(send_form(intake_nonce(memory), "x", large).http.status, 200);
    assert_int_equal(count_in(at.portal.tmp), 0);
}

/* A lawyer files thirty with pictures in a row; who goes on and on is told to wait. */
static void one_address_does_not_fill_the_box(void **state)
{
    char *picture = arena_alloc(memory, 5 << 20);
    int filed = 0;
    memset(picture, 'x', (5 << 20) - 1);
    from = "203.0.113.7";
    for (int i = 0; i < 30; i++)
        assert_int_equal(send_form(intake_nonce(memory), "x", i % 10 ? "p" : picture).http.status,
                         200);
    struct reply reply;
    do reply = send_form(intake_nonce(memory), "x", NULL);
    while (reply.http.status == 200 && filed++ < 1000);
    assert_int_equal(reply.http.status, 422);
    assert_int_equal(filed, 200 - 30 - 3);
    from = "203.0.113.8";
    assert_int_equal(send_form(intake_nonce(memory), "x", NULL).http.status, 200);
    from = "203.0.113.7";
    now.ms += 60000;
    assert_int_equal(send_form(intake_nonce(memory), "x", NULL).http.status, 200);
}

static void without_a_key_nothing_is_taken(void **state)
{
    assert_true(intake_door_is_open(door));
    assert_int_equal(rename(at.portal.key, arena_format(memory, "%s/away", at.data)), 0);
    assert_false(intake_door_is_open(door));
    assert_int_equal(send_form(intake_nonce(memory), "x", "photo").http.status, 503);
    assert_int_equal(send_form(intake_nonce(memory), "x", NULL).http.status, 503);
    assert_int_equal(rename(arena_format(memory, "%s/away", at.data), at.portal.key), 0);
    assert_int_equal(send_form(intake_nonce(memory), "x", "photo").http.status, 200);
}

static struct reply ask_for(const char *code)
{
    return post("/open", arena_format(memory, "code=%s", code));
}

static void a_code_opens_its_capsule(void **state)
{
    struct code code;
    code_make(&code);
    put_capsule(&code, "{\"state\":1}");
    struct reply reply = ask_for(code_grouped(memory, &code));
    assert_int_equal(reply.http.status, 200);
    assert_string_equal(http_response_header(&reply.http, "Cache-Control"), "no-store");
    assert_string_equal(reply.body, "{&quot;state&quot;:1}");
    reply = post("/open", arena_format(memory, "code=%s&file=1", code.text));
    assert_int_equal(reply.http.status, 200);
    assert_non_null(reply.http.stream);
    assert_int_equal(reply.http.stream->size, 40000);
    assert_non_null(strstr(http_response_header(&reply.http, "Content-Disposition"), "attachment"));
    unsigned char bytes[40001];
    int64_t n;
    size_t got = 0;
    while ((n = reply.http.stream->read(reply.http.stream->from, bytes + got, 7000)) > 0)
        got += (size_t)n;
    assert_int_equal(n, 0);
    assert_int_equal(got, 40000);
    assert_int_equal(bytes[39999], 'r');
    http_drop_file(&reply.http);
}

/* No byte tells a mistyped code from one that nobody has. */
static void wrong_and_unknown_look_alike(void **state)
{
    struct code code;
    code_make(&code);
    struct reply unknown = ask_for(code.text);
    assert_int_equal(unknown.http.status, 422);
    static const char *const wrong[] = {"2222-2222-2222-2222-2222-2222", "x", "", "%ff%ff", "7KMT"};
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        struct reply reply = ask_for(wrong[i]);
        assert_int_equal(reply.http.status, 422);
        assert_string_equal(reply.body, unknown.body);
        assert_int_equal(reply.http.header_count, unknown.http.header_count);
    }
}

static bool is_stopped(const char *code)
{
    return strstr(ask_for(code).body, "code.too_many") != NULL;
}

/* From one address; then the right code is stopped as well, and a minute later it is not. */
static void who_guesses_is_stopped(void **state)
{
    struct code right, code;
    int tried = 0;
    code_make(&right);
    put_capsule(&right, "{}");
    from = "203.0.113.7";
    do code_make(&code), tried++;
    while (tried < 1000 && !is_stopped(code.text));
    assert_in_range(tried, 40, 100);
    assert_true(is_stopped(right.text));
    from = "203.0.113.8";
    assert_false(is_stopped(right.text));
    from = "203.0.113.7";
    now.ms += 60000;
    assert_false(is_stopped(right.text));
    /* a whole IPv6 /64 is one */
    tried = 0;
    do {
        code_make(&code);
        from = arena_format(memory, "2001:db8::%x", ++tried);
    } while (tried < 1000 && !is_stopped(code.text));
    assert_in_range(tried, 40, 100);
}

/* From many addresses, at codes that begin alike. */
static void a_beginning_is_not_tried_out(void **state)
{
    struct code code, right;
    int tried = 0;
    do {
        code_make(&code);
        memcpy(code.text, "2222", 4);
        from = arena_format(memory, "203.0.%d.7", ++tried % 250);
    } while (tried < 1000 && !is_stopped(code.text)); /* most have a wrong check character */
    assert_in_range(tried, 15, 40);
    do code_make(&right);
    while (memcmp(right.text, "2222", 4) == 0);
    put_capsule(&right, "{}");
    assert_false(is_stopped(right.text));
}

/* A lawyer with thirty codes, each looked at ten times, behind a carrier's address. */
static void right_codes_do_not_count(void **state)
{
    struct code codes[30];
    from = "203.0.113.9";
    for (size_t i = 0; i < COUNT_OF(codes); i++) {
        code_make(&codes[i]);
        put_capsule(&codes[i], "{}");
    }
    for (int round = 0; round < 10; round++)
        for (size_t i = 0; i < COUNT_OF(codes); i++)
            assert_int_equal(ask_for(codes[i].text).http.status, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        P(a_form_with_files_becomes_a_letter),
        P(the_same_form_gives_the_same_receipt),
        P(what_is_not_filed_leaves_nothing),
        P(limits_are_kept),
        P(one_address_does_not_fill_the_box),
        P(without_a_key_nothing_is_taken),
        P(a_code_opens_its_capsule),
        P(wrong_and_unknown_look_alike),
        P(who_guesses_is_stopped),
        P(a_beginning_is_not_tried_out),
        P(right_codes_do_not_count),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
