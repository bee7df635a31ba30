/* The HTTP side of source.h: libcurl, one kept connection, answers bounded as they arrive. */
#include <curl/curl.h>

#include "base/text.h"
#include "ledger/source.h"

struct http {
    CURL *curl;
    const char *base;
    struct out body;
    size_t max;
};

static void http_close(void *what)
{
    struct http *http = what;
    curl_easy_cleanup(http->curl);
}

/* Answering less than was given makes libcurl stop: a body may not grow beyond its bound. */
static size_t take(char *data, size_t one, size_t count, void *what)
{
    struct http *http = what;
    (void)one;
    if (count > http->max - http->body.size) return 0;
    out_bytes(&http->body, data, count);
    return count;
}

enum status http_open(struct context *cx, struct arena *mem, const char *base, struct http **ret)
{
    struct http *http = arena_make(mem, struct http);
    http->base = arena_copy(mem, base);
    http->curl = curl_easy_init();
    if (!http->curl) return fault(cx, "libcurl does not start");
    arena_defer(mem, http_close, http);
    curl_easy_setopt(http->curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(http->curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(http->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(http->curl, CURLOPT_CONNECTTIMEOUT, 10L);
    curl_easy_setopt(http->curl, CURLOPT_TIMEOUT, 120L);
    curl_easy_setopt(http->curl, CURLOPT_USERAGENT, "gongkai");
    curl_easy_setopt(http->curl, CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(http->curl, CURLOPT_WRITEDATA, http);
    *ret = http;
    return OK;
}

enum status http_read(struct context *cx, struct http *http, const char *path, size_t max,
                      struct bytes *ret)
{
    long answer = 0;
    const char *url = arena_format(cx->mem, "%s/%s", http->base, path);
    http->body = out_new(cx->mem);
    http->max = max;
    curl_easy_setopt(http->curl, CURLOPT_URL, url);
    CURLcode done = curl_easy_perform(http->curl);
    if (done == CURLE_WRITE_ERROR) return fault(cx, "%s is larger than %zu bytes", url, max);
    if (done != CURLE_OK) return fault(cx, "%s: %s", url, curl_easy_strerror(done));
    curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &answer);
    if (answer == 404 || answer == 410) return NOT_FOUND;
    if (answer != 200) return fault(cx, "%s: answered %ld", url, answer);
    *ret = out_taken(&http->body);
    return OK;
}
