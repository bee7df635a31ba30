#include "web/html.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "base/words.h"
#include "web/message.h"

struct page page_new(struct context *cx, const struct theme *theme)
{
    return (struct page){
        .out = out_new(cx->mem),
        .cx = cx,
        .language = cx->language,
        .theme = theme,
        .base = "",
        .in_language = {"?lang=zh", "?lang=en"}
    };
}

const char *language_code(enum language language)
{
    return language == CHINESE ? "zh" : "en";
}

const char *language_name(enum language language)
{
    return language == CHINESE ? "简体中文" : "English";
}

/* ---- values ---- */

struct html_value html_of_text(const char *text)
{
    return (struct html_value){HTML_TEXT, {.text = text}};
}

struct html_value html_of_int(int64_t number)
{
    return (struct html_value){HTML_NUMBER, {.number = number}};
}

struct html_value html_of_size(size_t number)
{
    return html_of_int(number > INT64_MAX ? INT64_MAX : (int64_t)number);
}

struct html_value html_of_bool(bool yes)
{
    return (struct html_value){HTML_BOOL, {.number = yes}};
}

struct html_value html_of_date(struct date d)
{
    return (struct html_value){HTML_DATE, {.number = d.day}};
}

struct html_value html_of_moment(struct moment at)
{
    return (struct html_value){HTML_MOMENT, {.number = at.ms}};
}

struct html_value html_of_money(struct money money)
{
    return (struct html_value){HTML_MONEY, {.number = money.hundredths}};
}

struct html_value html_of_html(struct html html)
{
    return (struct html_value){HTML_RAW, {.text = html.trusted}};
}

/* As a person reads it. */
static const char *in_words(struct arena *mem, enum language language, struct html_value value)
{
    switch (value.type) {
    case HTML_TEXT:
    case HTML_RAW:
        return value.text ? value.text : "";
    case HTML_NUMBER:
        return words_number(mem, language, value.number);
    case HTML_BOOL:
        return message_text(language, value.number ? "layout.yes" : "layout.no");
    case HTML_DATE:
        return words_date(mem, language, (struct date){(int32_t)value.number});
    case HTML_MOMENT:
        return words_moment(mem, language, (struct moment){value.number});
    case HTML_MONEY:
        return words_amount(mem, language, value.number);
    }
    return "";
}

static const char *bare_amount(struct arena *mem, int64_t hundredths)
{
    uint64_t n = hundredths < 0 ? (uint64_t)0 - (uint64_t)hundredths : (uint64_t)hundredths;
    return arena_format(mem, "%s%llu.%02d", hundredths < 0 ? "-" : "", (unsigned long long)n / 100,
                        (int)(n % 100));
}

/* As a machine reads it: attributes, addresses, form values. Absent is "". */
static const char *in_ascii(struct arena *mem, struct html_value value)
{
    bool absent = value.number == INT64_MIN;
    switch (value.type) {
    case HTML_TEXT:
    case HTML_RAW:
        return value.text ? value.text : "";
    case HTML_NUMBER:
        return absent ? "" : arena_format(mem, "%lld", (long long)value.number);
    case HTML_BOOL:
        return value.number ? "true" : "false";
    case HTML_DATE:
        return date_iso(mem, (struct date){(int32_t)value.number});
    case HTML_MOMENT:
        return value.number ? moment_iso(mem, (struct moment){value.number}) : "";
    case HTML_MONEY:
        return absent ? "" : bare_amount(mem, value.number);
    }
    return "";
}

/* ---- escaping ---- */

void html_escape(struct out *out, const char *text, size_t size)
{
    static const char *const entities[256] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;", ['\''] = "&#39;"};
    size_t plain = 0;
    for (size_t i = 0; i < size; i++) {
        const char *entity = entities[(unsigned char)text[i]];
        if (!entity) continue;
        out_bytes(out, text + plain, i - plain);
        out_text(out, entity);
        plain = i + 1;
    }
    out_bytes(out, text + plain, size - plain);
}

/* Everything but RFC 3986's unreserved characters. */
static void percent_encode(struct out *out, const char *text)
{
    static const char kept[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                               "0123456789-._~";
    for (; *text; text++) {
        if (strchr(kept, *text))
            out_char(out, *text);
        else
            out_format(out, "%%%02X", (unsigned)(unsigned char)*text);
    }
}

/* What a browser would strip or read as "/" (spaces, control characters, backslash) is refused, so
 * that the scheme seen here is the scheme the browser sees (WHATWG URL §4.4). */
bool html_url_is_safe(const char *url)
{
    static const char *const schemes[] = {"http", "https", "mailto", "tel"};
    for (const char *p = url; *p; p++)
        if ((unsigned char)*p <= ' ' || *p == 0x7f || *p == '\\') return false;
    size_t n = strcspn(url, ":/?#");
    if (url[n] != ':') return true; /* relative */
    for (size_t i = 0; i < COUNT_OF(schemes); i++)
        if (n == strlen(schemes[i]) && !strncasecmp(url, schemes[i], n)) return true;
    return false;
}

static void put_escaped(struct page *pg, enum html_place place, const char *text)
{
    if (place == HTML_IN_URL_PART) {
        percent_encode(&pg->out, text);
        return;
    }
    if (place == HTML_IN_URL && !html_url_is_safe(text)) text = "#";
    html_escape(&pg->out, text, strlen(text));
}

/* ---- what templates call ---- */

void html_put(struct page *pg, enum html_place place, struct html_value value)
{
    struct arena *mem = pg->cx->mem;
    if (place == HTML_IN_TEXT && value.type == HTML_RAW) {
        out_text(&pg->out, value.text);
        return;
    }
    if (place >= HTML_IN_ATTRIBUTE) {
        put_escaped(pg, place, in_ascii(mem, value));
        return;
    }
    const char *words = in_words(mem, pg->language, value);
    bool timed = (value.type == HTML_DATE || value.type == HTML_MOMENT) && *words;
    if (timed && place == HTML_IN_TEXT)
        out_format(&pg->out, "<time datetime=\"%s\">%s</time>", in_ascii(mem, value), words);
    else
        put_escaped(pg, place, words);
}

static const char *escaped(struct arena *mem, const char *text)
{
    struct out out = out_new(mem);
    html_escape(&out, text, strlen(text));
    return out.text;
}

/* In text an argument may be HTML (a link within the sentence): so the sentence and its plain
 * arguments are escaped before they are put together. */
void html_put_message(struct page *pg, enum html_place place, const char *id,
                      const struct html_value *args, size_t n)
{
    struct arena *mem = pg->cx->mem;
    bool address = place >= HTML_IN_URL;
    const char *sentence = message_text(pg->language, id);
    const char **words = arena_array(mem, const char *, n + 1);
    for (size_t i = 0; i < n; i++) {
        words[i] = in_words(mem, pg->language, args[i]);
        if (!address && args[i].type != HTML_RAW) words[i] = escaped(mem, words[i]);
    }
    if (!address) sentence = escaped(mem, sentence);
    sentence = message_fill(mem, sentence, words, n);
    if (address)
        put_escaped(pg, place, sentence);
    else
        out_text(&pg->out, sentence);
}

void html_put_csrf(struct page *pg)
{
    if (!pg->csrf) return;
    html_literal(pg, "<input type=\"hidden\" name=\"" HTML_CSRF_FIELD "\" value=\"");
    put_escaped(pg, HTML_IN_ATTRIBUTE, pg->csrf);
    html_literal(pg, "\">");
}

struct html html_link(struct page *pg, const char *href, const char *text)
{
    const char *safe = html_url_is_safe(href) ? href : "#";
    return (struct html){arena_format(pg->cx->mem, "<a href=\"%s\">%s</a>",
                                      escaped(pg->cx->mem, safe), escaped(pg->cx->mem, text))};
}

struct html html_in_language(struct page *pg, const char *language, const char *text)
{
    const char *plain = escaped(pg->cx->mem, text);
    if (text_equal(language, language_code(pg->language))) return (struct html){plain};
    return (struct html){arena_format(pg->cx->mem, "<span lang=\"%s\">%s</span>",
                                      escaped(pg->cx->mem, language), plain)};
}
