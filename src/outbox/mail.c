/* E-mail: one message built by GMime, one conversation by libcurl. */
#include <curl/curl.h>
#include <gmime/gmime.h>
#include <pthread.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "outbox/inside.h"

enum { CONNECT_SECONDS = 20, MAIL_SECONDS = 90, PASSWORD_MOST = 500 };

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void open_libraries(void)
{
    g_mime_init();
    curl_global_init(CURL_GLOBAL_DEFAULT);
}

/* ---- the message ---- */

static void unref(void *object)
{
    g_object_unref(object);
}

/* Within base64 a line ends as on the line (RFC 2045, 6.8); quoted-printable ends it by itself. */
static const char *with_crlf(struct arena *mem, const char *text)
{
    struct out out = out_new(mem);
    for (; *text; text++) out_text(&out, *text == '\n' ? "\r\n" : (char[2]){*text, '\0'});
    return out.text;
}

/* GMime sets no date and leaves text as 8bit by itself (LIBRARIES.md): both are said here. */
static void set_text(GMimeMessage *message, const char *body, struct arena *mem)
{
    GMimeTextPart *part = g_mime_text_part_new_with_subtype("plain");
    bool plain = true;
    for (const char *c = body; *c; c++) plain &= (unsigned char)*c < 128;
    g_mime_text_part_set_charset(part, "utf-8");
    g_mime_text_part_set_text(part, plain ? body : with_crlf(mem, body));
    g_mime_part_set_content_encoding(GMIME_PART(part), plain
                                                           ? GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE
                                                           : GMIME_CONTENT_ENCODING_BASE64);
    g_mime_message_set_mime_part(message, GMIME_OBJECT(part));
    g_object_unref(part);
}

/* The date and the id are the notice's own, not the attempt's: each attempt is the same message. */
static void set_heads(GMimeMessage *message, const struct outbox_settings *settings,
                      const struct outbox_try *attempt, struct arena *mem)
{
    GDateTime *date = g_date_time_new_from_unix_utc(attempt->created_at.ms / 1000);
    const char *domain = strchr(settings->from, '@') + 1;
    const char *name = text_empty(settings->from_name) ? NULL : settings->from_name;
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_FROM, name, settings->from);
    g_mime_message_add_mailbox(message, GMIME_ADDRESS_TYPE_TO, NULL, attempt->recipient);
    g_mime_message_set_subject(message, attempt->subject, "utf-8");
    g_mime_message_set_date(message, date);
    g_mime_message_set_message_id(message, arena_format(mem, "%s@%s", attempt->id, domain));
    g_mime_object_set_header(GMIME_OBJECT(message), "Auto-Submitted", "auto-generated", NULL);
    g_date_time_unref(date);
}

enum status outbox_message(struct context *cx, const struct outbox_settings *settings,
                           const struct outbox_try *attempt, struct bytes *ret_message)
{
    pthread_once(&once, open_libraries);
    GMimeMessage *message = g_mime_message_new(TRUE);
    arena_defer(cx->mem, unref, message);
    set_heads(message, settings, attempt, cx->mem);
    set_text(message, attempt->body, cx->mem);
    GMimeFormatOptions *format = g_mime_format_options_new();
    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    GMimeStream *stream = g_mime_stream_mem_new();
    arena_defer(cx->mem, unref, stream);
    ssize_t written = g_mime_object_write_to_stream(GMIME_OBJECT(message), format, stream);
    g_mime_format_options_free(format);
    const GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
    if (written <= 0) return fault(cx, "outbox: GMime wrote no message");
    *ret_message = (struct bytes){bytes->data, bytes->len};
    return OK;
}

/* ---- the conversation ---- */

struct upload {
    struct bytes left;
};

static size_t give(char *buffer, size_t size, size_t count, void *what)
{
    struct upload *upload = what;
    size_t n = size * count < upload->left.size ? size * count : upload->left.size;
    memcpy(buffer, upload->left.data, n);
    upload->left.data += n;
    upload->left.size -= n;
    return n;
}

/* The first four letters of what we said last, "RCPT", before we took our leave. */
static int listen_to(CURL *curl, curl_infotype type, char *data, size_t size, void *what)
{
    char *last = what;
    if (type == CURLINFO_HEADER_OUT && size >= 4 && memcmp(data, "QUIT", 4) != 0)
        memcpy(last, data, 4);
    return 0;
}

static void close_curl(void *curl)
{
    curl_easy_cleanup(curl);
}

static void free_list(void *list)
{
    curl_slist_free_all(list);
}

/* curl keeps a copy until the conversation is over; ours is wiped at once. */
static enum status sign_in(struct context *cx, CURL *curl, const struct outbox_settings *settings)
{
    struct bytes password;
    if (text_empty(settings->user)) return OK;
    enum status read = file_read(cx, settings->password_file, PASSWORD_MOST, &password);
    if (read != OK) return fault(cx, "outbox: %s cannot be read", settings->password_file);
    char *line = (char *)(uintptr_t)password.data;
    line[strcspn(line, "\r\n")] = '\0';
    curl_easy_setopt(curl, CURLOPT_USERNAME, settings->user);
    curl_easy_setopt(curl, CURLOPT_PASSWORD, line);
    explicit_bzero(line, password.size);
    return OK;
}

static void set_options(CURL *curl, const struct outbox_settings *settings)
{
    curl_easy_setopt(curl, CURLOPT_URL, settings->smtp);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_USE_SSL,
                     (long)(settings->tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
    if (!text_empty(settings->ca)) curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca);
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, (long)CONNECT_SECONDS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT, (long)MAIL_SECONDS);
}

/* A code of the 500s is for ever (RFC 5321, 4.2.1) where it answers the recipient or the message;
 * one that refuses us (the greeting, sign-in, TLS, the sender) will be mended by whoever runs the
 * office, and until then the notices wait. */
static void judge(struct context *cx, CURL *curl, CURLcode code, const char *last,
                  struct outbox_try *attempt)
{
    long answer = 0;
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
    bool about_it = text_equal(last, "RCPT") || text_equal(last, "DATA");
    bool for_ever = answer >= 500 && answer < 600 && answer != 530;
    attempt->error = arena_format(cx->mem, "%s (SMTP %ld)", curl_easy_strerror(code), answer);
    attempt->end = code == CURLE_OK       ? OUTBOX_SENT
                   : about_it && for_ever ? OUTBOX_NEVER
                                          : OUTBOX_LATER;
}

enum status outbox_mail(struct context *cx, const struct outbox_settings *settings,
                        struct outbox_try *attempt)
{
    struct upload upload;
    char last[5] = "";
    TRY(outbox_message(cx, settings, attempt, &upload.left));
    CURL *curl = curl_easy_init();
    if (!curl) return fault(cx, "outbox: no curl");
    arena_defer(cx->mem, close_curl, curl);
    struct curl_slist *recipients = curl_slist_append(NULL, attempt->recipient);
    if (!recipients) return fault(cx, "outbox: no memory for a recipient");
    arena_defer(cx->mem, free_list, recipients);
    set_options(curl, settings);
    TRY(sign_in(cx, curl, settings));
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, settings->from);
    curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients);
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, give);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
    curl_easy_setopt(curl, CURLOPT_VERBOSE, 1L);
    curl_easy_setopt(curl, CURLOPT_DEBUGFUNCTION, listen_to);
    curl_easy_setopt(curl, CURLOPT_DEBUGDATA, last);
    judge(cx, curl, curl_easy_perform(curl), last, attempt);
    return OK;
}
