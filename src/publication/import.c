#include "publication/import.h"

#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"

enum { IMPORT_NAME_MAX = 200 };

static const char info_end[] = "<!-- INFO END -->";

static bool number_before(const char **at, const char *unit, int *ret_number)
{
    int number = 0;
    size_t n = strspn(*at, "0123456789");
    if (!n || n > 4 || !text_starts(*at + n, unit)) return false;
    for (size_t i = 0; i < n; i++) number = number * 10 + ((*at)[i] - '0');
    *at += n + strlen(unit);
    *ret_number = number;
    return true;
}

/* "2007年4月5日 …": the day a line begins with. */
static bool leading_date(const char *line, struct date *ret_date)
{
    int y, m, d;
    if (!number_before(&line, "年", &y) || !number_before(&line, "月", &m) ||
        !number_before(&line, "日", &d))
        return false;
    struct date date = date_of(y, m, d);
    struct civil back = date_civil(date);
    if (back.year != y || back.month != m || back.day != d) return false;
    *ret_date = date;
    return true;
}

/* "…国务院令第492号…": from the issuer to 号, or "" */
static const char *order_number(struct arena *mem, const char *line)
{
    const char *order = strstr(line, "令第"), *end = order ? strstr(order, "号") : NULL;
    if (!end || end - order > 30) return "";
    const char *start = line, *space = strstr(line, " ");
    if (space && space < order) start = space + 1;
    const char *nation = "中华人民共和国";
    if (text_starts(start, nation)) start += strlen(nation);
    return arena_copy_n(mem, start, (size_t)(end - start) + strlen("号"));
}

static void read_info_line(struct context *cx, const char *line, struct normative_document *d)
{
    struct date date;
    if (!leading_date(line, &date)) return;
    bool takes_effect = strstr(line, "施行") && !strstr(line, "公布") && !strstr(line, "修");
    if (takes_effect) {
        d->effective_on = date;
        return;
    }
    if (!date_is_set(d->produced_on)) d->produced_on = date;
    const char *number = order_number(cx->mem, line);
    if (*number) d->document_number = number;
}

/* "…(2018-02-02)": the day of this version, where the head does not say one. */
static void read_name(const char *name, struct normative_document *d)
{
    const char *bracket = strrchr(name, '(');
    char day[11] = "";
    if (date_is_set(d->produced_on) || !bracket || strlen(bracket) != strlen("(2018-02-02)"))
        return;
    memcpy(day, bracket + 1, sizeof day - 1);
    struct date date;
    if (date_parse(day, &date)) d->produced_on = date;
}

/* The text's own last word on it: "本法自2004年5月1日起施行". */
static void read_body(struct normative_document *d)
{
    static const char from[] = "自", begins[] = "起施行";
    for (const char *at = strstr(d->body, begins); at; at = strstr(at + 1, begins)) {
        const char *start = at;
        while (start > d->body && at - start < 40 && memcmp(start, from, strlen(from)) != 0)
            start--;
        struct date date;
        if (memcmp(start, from, strlen(from)) == 0 && leading_date(start + strlen(from), &date))
            d->effective_on = date;
    }
}

static enum status refuse(struct import_result *result, int line, const char *expected)
{
    result->outcome = IMPORT_REFUSED;
    result->line = line;
    result->expected = expected;
    return INVALID;
}

enum status import_parse(struct context *cx, const char *text, struct normative_document *d,
                         struct import_result *result)
{
    char *rest = arena_copy(cx->mem, text), *save = NULL;
    const char *body = strstr(text, info_end);
    struct out info = out_new(cx->mem);
    int number = 0;
    if (!body) return refuse(result, 1, "import.no_info_end");
    rest[body - text] = '\0';
    for (char *line = strtok_r(rest, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
        number++;
        struct bytes raw = {(const unsigned char *)line, strlen(line)};
        const char *clean = "";
        if (text_clean(cx->mem, raw, 400, false, &clean) != TEXT_FINE)
            return refuse(result, number, "import.bad_text");
        if (text_starts(clean, "# ")) d->title = arena_copy(cx->mem, clean + 2);
        if (!*clean || text_starts(clean, "#")) continue;
        out_format(&info, "%s%s", info.size ? "；" : "", clean);
        read_info_line(cx, clean, d);
    }
    if (text_empty(d->title)) return refuse(result, 1, "import.no_title");
    read_name(result->file, d);
    if (!date_is_set(d->produced_on)) return refuse(result, number, "import.no_date");
    d->promulgation = text_cut(cx->mem, info.text, 990);
    struct bytes rest_of_text = {(const unsigned char *)body + strlen(info_end),
                                 strlen(body) - strlen(info_end)};
    if (text_clean(cx->mem, rest_of_text, 120000, true, &d->body) != TEXT_FINE)
        return refuse(result, number + 1, "import.bad_text");
    if (!date_is_set(d->effective_on)) read_body(d);
    return OK;
}

static const struct sql by_key = {
    "import.by_key", "SELECT id FROM normative_document WHERE agency = $1 AND import_key = $2"};

static enum status import_inside(struct context *cx, const char *agency, const char *name,
                                 struct bytes text, struct import_result *ret_result)
{
    struct normative_document d;
    struct agency own;
    enum status status = store_text(cx, &by_key, BIND(agency, name), &ret_result->id);
    if (status == OK) ret_result->outcome = IMPORT_KNOWN;
    if (status != NOT_FOUND) return status;
    record_init(&normative_document_kind, &d);
    d.base.agency = agency;
    TRY(import_parse(cx, (const char *)text.data, &d, ret_result));
    TRY(agency_by_code(cx, agency, &own));
    d.external = !strstr(d.promulgation, own.name);
    d.import_key = name;
    d.issuer = d.external ? "" : own.name;
    d.mode = "proactive";
    d.class_seed = "seed-3";
    TRY(record_insert(cx, &d.base));
    ret_result->id = d.base.id;
    return OK;
}

/* Looked for and made in one transaction: of two imports at once only one makes it. */
enum status import_document(struct context *cx, const char *agency, const char *name,
                            struct bytes text, struct import_result *ret_result)
{
    const char *plain;
    struct bytes key = {(const unsigned char *)name, strlen(name)};
    *ret_result = (struct import_result){.file = name, .outcome = IMPORT_NEW, .id = ""};
    if (text_clean(cx->mem, key, IMPORT_NAME_MAX, false, &plain) != TEXT_FINE ||
        !text_equal(plain, name))
        return refuse(ret_result, 0, "import.bad_name");
    if (!text_is_utf8((const char *)text.data, text.size) ||
        strlen((const char *)text.data) != text.size)
        return refuse(ret_result, 1, "import.bad_text");
    TRY(store_begin(cx));
    enum status status = import_inside(cx, agency, name, text, ret_result);
    if (status == OK) status = store_commit(cx);
    if (status != OK) store_rollback(cx);
    return status;
}
