/* The public pages, asked in-process: every type of page in both languages is well-formed, carries
 * its headers and nothing of the office; lists count what they say; bad input is told calmly. */
#include <stdio.h>
#include <stdlib.h>

#include "base/file.h"
#include "base/text.h"
#include "base/unit.h"
#include "organisation/organisation.h"
#include "portal/fixture.h"
#include "portal/fixture_html.h"
#include "web/asset.h"
#include "web/site.h"

#define CANARY "金丝雀"

static struct town town;
static struct site *site;
static struct web_worker worker;
static struct context setting, browsing;
static struct arena *asking;
static const char *notice, *stopped, *withdrawn, *withheld, *imported, *corrected, *document, *law,
    *event, *with_file, *file_hash, *wanted, *channel_use;

/* ---- records of every kind ---- */

static struct moment test_clock(void)
{
    return town.cx.now;
}

static const char *number_of(const struct record *rec)
{
    return arena_format(town.cx.mem, "/disclosures/%s/%s", rec->agency, rec->number);
}

static void make_disclosures(void)
{
    struct disclosure d =
        town_disclosure(&town, "国庆期间道路交通管制<b>通告</b>",
                        "# 一、路段\n\n哈大高速公路。\n\n| 路段 | 时间 |\n|---|---|\n| 甲 | 乙 |");
    d.keywords = "道路 交通";
    town_release(&town, &d.base);
    notice = number_of(&d.base);
    struct disclosure two = town_disclosure(&town, "有附件的信息", "见附件。");
    town_insert(&town, &two.base);
    file_hash = town_attach(&town, &two.base, "名单.txt", "附件的内容\n");
    town_release(&town, &two.base);
    with_file = two.base.id;
    struct disclosure s = town_disclosure(&town, "将被暂停", "暂停前的正文"),
                      w = town_disclosure(&town, "将被撤回", "撤回前的正文"),
                      h = town_disclosure(&town, "不予公开", "保密的正文"),
                      i = town_disclosure(&town, "先前已公开", "旧文"),
                      c = town_disclosure(&town, "将被更正", "第一版的正文");
    town_release(&town, &s.base);
    town_step(&town, TOWN_OFFICER, &s.base, "suspend");
    town_release(&town, &w.base);
    town_step(&town, TOWN_OFFICER, &w.base, "suspend");
    town_end(&town, &w.base, "withdraw", "outdated");
    town_insert(&town, &h.base);
    town_step(&town, TOWN_OFFICER, &h.base, "submit");
    town_step(&town, TOWN_REVIEWER, &h.base, "withhold");
    town_step(&town, TOWN_RELEASER, &h.base, "show");
    i.first_published_on = date_of(2008, 7, 1);
    town_release(&town, &i.base);
    town_release(&town, &c.base);
    town_step(&town, TOWN_OFFICER, &c.base, "revise");
    assert_int_equal(record_fetch(&town.cx, &disclosure_kind, c.base.id, 0, &c), OK);
    c.body = "第二版的正文";
    assert_int_equal(record_save(&town.cx, &c.base), OK);
    town_release(&town, &c.base);
    stopped = number_of(&s.base);
    withdrawn = number_of(&w.base);
    withheld = number_of(&h.base);
    imported = number_of(&i.base);
    corrected = number_of(&c.base);
}

static struct normative_document make_document(const char *title, bool external)
{
    struct normative_document d;
    record_init(&normative_document_kind, &d);
    d.base.agency = TOWN_PROVINCE;
    d.title = title;
    d.body = "## 第一章 总则\n\n第一条 为了公开。\n\n## 第二章 范围\n\n第二条 公开。\n\n## 第三章 "
             "附则\n\n第三条 "
             "施行。\n\n## 附件\n\n无。";
    d.produced_on = date_of(2008, 4, 1);
    d.effective_on = date_of(2008, 5, 1);
    d.external = external;
    if (!external) d.entry = town.entry, d.document_number = "黑公发〔2008〕12号";
    return d;
}

static void make_documents(void)
{
    struct normative_document outer = make_document("政府信息公开条例", true),
                              old = make_document("政务公开工作办法（试行）", false),
                              newer = make_document("政务公开工作办法", false);
    town_release(&town, &outer.base);
    town_release(&town, &old.base);
    newer.document_number = "黑公发〔2009〕1号";
    newer.effective_on = date_of(2009, 1, 1);
    newer.replaces = old.base.id;
    town_release(&town, &newer.base);
    law = arena_format(town.cx.mem, "/documents/%s", outer.base.id);
    document = number_of(&old.base);
}

static void make_press(void)
{
    struct press_event e;
    town_appoint(&town);
    record_init(&press_event_kind, &e);
    e.base.agency = TOWN_PROVINCE;
    e.title = "专题发布会";
    e.held_on = date_of(2009, 1, 4);
    e.part = "held";
    e.special = true;
    e.transcript = "主持人：开始。";
    town_release(&town, &e.base);
    event = arena_format(town.cx.mem, "/press/%s", e.base.id);
    struct press_release r;
    record_init(&press_release_kind, &r);
    r.base.agency = TOWN_PROVINCE;
    r.entry = town.entry;
    r.title = "新闻稿";
    r.body = "正文";
    r.produced_on = date_of(2009, 1, 4);
    r.event = e.base.id;
    town_release(&town, &r.base);
    struct channel_use u;
    record_init(&channel_use_kind, &u);
    u.base.agency = TOWN_PROVINCE;
    u.item = r.base.id;
    u.title = "见报";
    u.channel = "newspaper";
    u.medium = "省报";
    u.shown_on = date_of(2009, 1, 5);
    town_release(&town, &u.base);
    channel_use = u.base.id;
}

static void make_registers(void)
{
    struct fee_standard f;
    record_init(&fee_standard_kind, &f);
    f.base.agency = TOWN_CITY;
    f.entry = town.city_entry;
    f.title = "居民身份证收费标准";
    f.produced_on = date_of(2009, 1, 2);
    f.service = "居民身份证申领";
    f.charged_by = "证";
    f.amount = (struct money){2000};
    f.fee_basis = "发改价格〔2003〕2322号";
    town_release(&town, &f.base);
    struct measure m;
    record_init(&measure_kind, &m);
    m.base.agency = TOWN_CITY;
    m.serial = 1;
    m.title = "预约办证";
    m.announced_on = date_of(2009, 1, 2);
    m.standing = "in-force";
    town_release(&town, &m.base);
    struct leader l;
    record_init(&leader_kind, &l);
    l.base.agency = TOWN_PROVINCE;
    l.post = "厅长";
    l.post_en = "Director-General";
    l.portfolio = "主持全面工作";
    l.position = 1;
    town_release(&town, &l.base);
    struct body b;
    record_init(&body_kind, &b);
    b.base.agency = TOWN_PROVINCE;
    b.name = "政务公开领导小组办公室";
    b.sort = "disclosure-office";
    b.phone = "0451-82690000";
    town_release(&town, &b.base);
}

static void make_wanted(void)
{
    struct wanted_notice w;
    record_init(&wanted_notice_kind, &w);
    w.base.agency = TOWN_PROVINCE;
    w.entry = town.entry;
    w.title = "通缉令";
    w.produced_on = date_of(2009, 1, 2);
    w.issued_at = "province";
    w.rank = "none";
    w.person = "被通缉的甲某";
    town_release(&town, &w.base);
    wanted = number_of(&w.base);
    town_replay(&town);
    town_step(&town, TOWN_OFFICER, &w.base, "suspend");
    town_end(&town, &w.base, "erase", "revoked");
}

static enum status open_worker(void *app, struct context *cx, struct portal **ret)
{
    return portal_open(cx, &town.site, PORTAL_READS, ret);
}

static int set_up(void **state)
{
    town_new(&town);
    make_disclosures();
    make_documents();
    make_press();
    make_registers();
    make_wanted();
    town_replay(&town);
    setting = (struct context){.mem = arena_new("setting")};
    browsing = (struct context){.mem = setting.mem};
    asking = arena_new("asking");
    const struct portal_routes tables[] = {portal_routes[0], portal_asset_routes};
    struct site_plan plan = {.name = "portal",
                             .base = town.site.base,
                             .theme = town.site.theme,
                             .portal_tables = tables,
                             .portal_table_count = COUNT_OF(tables),
                             .furnish = portal_furnish,
                             .clock = test_clock};
    assert_int_equal(site_open(&setting, &plan, &site), OK);
    worker = (struct web_worker){.site = site, .cx = &browsing, .mem = setting.mem};
    assert_int_equal(open_worker(NULL, &browsing, &worker.portal), OK);
    return 0;
}

static int tear_down(void **state)
{
    browsing.mem = setting.mem;
    portal_close(worker.portal);
    arena_free(asking);
    arena_free(setting.mem);
    town_remove(&town);
    return 0;
}

/* ---- asking ---- */

static struct http_response ask_with(const char *target, const char *headers)
{
    struct http_request request;
    struct http_response response;
    struct http_made made = {.method = "GET", .target = target, .headers = headers};
    struct context cx = {.mem = asking};
    assert_int_equal(http_make(&cx, &made, &request), 0);
    web_handle(&worker, asking, &request, &response);
    return response;
}

static struct http_response ask(const char *target)
{
    return ask_with(target, "host: portal.example");
}

static const char *text_at(const char *target, unsigned status)
{
    struct http_response response = ask(target);
    if (response.status != status)
        fail_msg("%s: %u, not %u: %s", target, response.status, status, browsing.fault);
    return arena_copy_n(asking, (const char *)response.body.data, response.body.size);
}

/* ---- tests ---- */

static const char *const plain_pages[] = {
    "/",
    "/guide",
    "/rules",
    "/disclosures",
    "/disclosures?agency=" TOWN_PROVINCE,
    "/disclosures?agency=" TOWN_PROVINCE "&tree=1&year=2009&class=seed-4&q=%E5%85%AC%E5%BC%80",
    "/disclosures?class=a10-1",
    "/disclosures?after=14249.3",
    "/catalogue",
    "/data",
    "/catalogue?agency=" TOWN_CITY "&mode=proactive&class=seed-4&on=2009-01-05",
    "/documents",
    "/documents?on=2008-06-01&q=%E5%85%AC%E5%BC%80",
    "/press",
    "/press?year=2009",
    "/agencies",
    "/agencies/" TOWN_PROVINCE,
    "/agencies/" TOWN_CITY,
    "/measures",
    "/measures?agency=" TOWN_CITY,
    "/fees",
    "/reports",
    "/search",
    "/search?q=%E4%BA%A4%E9%80%9A",
    "/search?q=nothing+of+the+kind",
    "/help/verify",
};

static void check_page(const char *target, unsigned status)
{
    static const char *const languages[] = {"zh", "en"};
    for (size_t i = 0; i < COUNT_OF(languages); i++) {
        const char *mark = strchr(target, '?') ? "&" : "?";
        const char *full = arena_format(asking, "%s%slang=%s", target, mark, languages[i]);
        struct http_response response = ask(full);
        if (response.status != status)
            fail_msg("%s: %u, not %u: %s", full, response.status, status, browsing.fault);
        char *html = arena_copy_n(asking, (const char *)response.body.data, response.body.size);
        for (char *own; (own = strstr(html, "portal.example"));) memset(own, '-', 14);
        check_html(asking, html, full);
        const char *lang = arena_format(asking, "<html lang=\"%s", languages[i]);
        if (!strstr(html, lang)) fail_msg("%s: not in its language", full);
        if (strstr(html, CANARY)) fail_msg("%s: shows what is the office's", full);
        assert_string_equal(http_response_header(&response, "Content-Security-Policy"),
                            "default-src 'none'; script-src 'self'; style-src 'self'; img-src "
                            "'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        arena_reset(asking);
    }
}

static void every_page_is_sound_in_both_languages(void **state)
{
    for (size_t i = 0; i < COUNT_OF(plain_pages); i++) check_page(plain_pages[i], 200);
    check_page(notice, 200);
    check_page(imported, 200);
    check_page(corrected, 200);
    check_page(arena_format(town.cx.mem, "%s?edition=1", corrected), 200);
    check_page(document, 200);
    check_page(law, 200);
    check_page(event, 200);
    check_page(arena_format(town.cx.mem, "/records/%s", channel_use), 200);
    check_page(withheld, 200);
    check_page(stopped, 410);
    check_page(withdrawn, 410);
    check_page(wanted, 410);
    check_page("/nowhere", 404);
    check_page("/disclosures/" TOWN_PROVINCE "/1999-00001", 404);
}

static void lists_count_what_they_say(void **state)
{
    const char *json = text_at("/disclosures.json?agency=" TOWN_PROVINCE "&year=2009", 200);
    assert_non_null(strstr(json, "{\"total\":9,"));
    assert_int_equal(count_of(json, "\"id\":"), 9);
    json = text_at("/disclosures.json?agency=" TOWN_PROVINCE "&year=2008", 200);
    assert_non_null(strstr(json, "{\"total\":1,"));
    json = text_at("/disclosures.json?agency=" TOWN_PROVINCE "&tree=1", 200);
    assert_non_null(strstr(json, "{\"total\":11,"));
    json = text_at("/disclosures.json?agency=" TOWN_CITY, 200);
    assert_non_null(strstr(json, "{\"total\":1,"));
    assert_non_null(strstr(text_at("/catalogue.json?on=2009-02-01", 200), "\"total\":1"));
    assert_non_null(strstr(text_at("/catalogue.json?on=2007-02-01", 200), "\"total\":0"));
    assert_non_null(strstr(text_at("/press.json?year=2009", 200), "\"total\":1,\"special\":1"));
    json = text_at("/documents.json?on=2008-06-01", 200);
    assert_non_null(strstr(json, "试行"));
    json = text_at("/documents.json?on=2009-01-05", 200);
    assert_null(strstr(json, "试行"));
}

static void a_list_goes_on_where_it_stopped(void **state)
{
    for (int i = 0; i < 45; i++) {
        struct disclosure d = town_disclosure(&town, "通告", "正文");
        if (i == 30) town_day(&town, "2009-02-02");
        town_release(&town, &d.base);
    }
    town_replay(&town);
    size_t seen = 0, pages = 0;
    const char *target = "/disclosures.json?agency=" TOWN_PROVINCE;
    while (target && pages++ < 10) {
        const char *json = text_at(target, 200), *next = strstr(json, "\"next\":\"");
        seen += count_of(json, "\"id\":");
        assert_non_null(strstr(json, "\"total\":55,"));
        target = next ? arena_copy_n(town.cx.mem, next + 8, strcspn(next + 8, "\"")) : NULL;
    }
    assert_int_equal(seen, 55);
    assert_int_equal(pages, 3);
    town_day(&town, "2009-01-05");
}

static void an_item_says_where_it_stands(void **state)
{
    const char *html = text_at(notice, 200);
    assert_non_null(strstr(html, "&lt;b&gt;通告&lt;/b&gt;"));
    assert_non_null(strstr(html, "<table>"));
    assert_non_null(strstr(html, ".tlog-proof"));
    assert_null(strstr(html, "申报"));
    assert_non_null(strstr(text_at(imported, 200), "未经账本证明"));
    assert_non_null(strstr(text_at(corrected, 200), "第二版的正文"));
    html = text_at(arena_format(asking, "%s?edition=1", corrected), 200);
    assert_non_null(strstr(html, "第一版的正文"));
    assert_non_null(strstr(html, "不是现行版本"));
    text_at(arena_format(asking, "%s?edition=3", corrected), 404);
    html = text_at(stopped, 410);
    assert_null(strstr(html, "将被暂停"));
    html = text_at(withdrawn, 410);
    assert_non_null(strstr(html, "将被撤回"));
    assert_null(strstr(html, "撤回前的正文"));
    html = text_at(wanted, 410);
    assert_null(strstr(html, "甲某"));
    assert_non_null(strstr(text_at(document, 200), "已失效"));
    assert_non_null(strstr(text_at("/disclosures?q=省报", 200), "没有符合条件"));
}

/* An erased object is 404 even for who still has a copy and asks whether it changed. */
static void objects_are_confirmed_only_while_they_stand(void)
{
    const char *json = text_at(arena_format(asking, "%s.json", corrected), 200);
    const char *at = strstr(json, "\"commitment\":\"") + 14;
    char *commit = arena_copy_n(asking, at, 64);
    char *path = arena_format(asking, "/ledger/object/%.2s/%s", commit, commit);
    struct http_response response = ask(path);
    assert_int_equal(response.status, 200);
    assert_non_null(strstr(http_response_header(&response, "ETag"), commit));
    http_drop_file(&response);
    char *file = arena_format(asking, "%s%s", town.data, path),
         *away = arena_format(asking, "%s/away", town.data);
    assert_int_equal(rename(file, away), 0);
    assert_int_equal(
        ask_with(path, arena_format(asking, "host: portal.example\nif-none-match: \"%s\"", commit))
            .status,
        404);
    assert_int_equal(rename(away, file), 0);
    response =
        ask_with(path, arena_format(asking, "host: portal.example\nif-none-match: \"%s\"", commit));
    assert_int_equal(response.status, 304);
    assert_int_equal(response.file, -1);
}

static void files_and_proofs_are_served_in_a_sandbox(void **state)
{
    struct http_response response = ask(arena_format(asking, "/files/%s/%s", with_file, file_hash));
    assert_int_equal(response.status, 200);
    assert_non_null(
        strstr(http_response_header(&response, "Content-Disposition"), "attachment; filename*="));
    assert_non_null(strstr(http_response_header(&response, "Content-Security-Policy"), "sandbox"));
    http_drop_file(&response);
    text_at(arena_format(asking, "/files/%s/%064d", with_file, 0), 404);
    const char *proof = text_at(arena_format(asking, "%s.tlog-proof", notice), 200);
    assert_true(text_starts(proof, "c2sp.org/tlog-proof@v1\nindex "));
    response = ask("/ledger/checkpoint");
    assert_int_equal(response.status, 200);
    assert_string_equal(response.type, "text/plain; charset=utf-8");
    http_drop_file(&response);
    text_at("/ledger/tile/0/001", 404);
    text_at("/ledger/tile/9/000", 404);
    text_at("/ledger/object/00/notahash", 404);
    objects_are_confirmed_only_while_they_stand();
    response = ask("/static/theme.css");
    assert_string_equal(response.type, "text/css; charset=utf-8");
    assert_true(response.body.size > 1000);
    text_at("/static/office.db", 404);
}

static void programs_can_read_it(void **state)
{
    const char *feed = text_at("/feed.atom", 200);
    assert_true(count_of(feed, "<entry>") >= 8);
    assert_int_equal(count_of(feed, "<entry>"), count_of(feed, "</entry>"));
    assert_null(strstr(feed, "将被暂停"));
    assert_null(strstr(feed, CANARY));
    assert_int_equal(count_of(text_at("/feed.atom?agency=" TOWN_CITY, 200), "<entry>"), 1);
    const char *map = text_at("/sitemap.xml", 200);
    assert_non_null(strstr(map, notice));
    assert_null(strstr(map, stopped));
    assert_non_null(strstr(text_at("/robots.txt", 200), "/sitemap.xml"));
    assert_non_null(strstr(text_at("/opensearch.xml", 200), "{searchTerms}"));
    const char *json = text_at(arena_format(asking, "%s.json", notice), 200);
    assert_non_null(strstr(json, "\"title\":\"国庆期间"));
    assert_null(strstr(json, CANARY));
    assert_non_null(strstr(text_at(arena_format(asking, "%s.json", withdrawn), 410), "withdrawn"));
}

/* All that a stream gives, as the server would send it. */
static const char *stream_at(const char *target, const char *type)
{
    unsigned char piece[997];
    struct http_response response = ask(target);
    struct out out = out_new(asking);
    assert_int_equal(response.status, 200);
    assert_string_equal(response.type, type);
    assert_string_equal(http_response_header(&response, "Access-Control-Allow-Origin"), "*");
    assert_non_null(strstr(http_response_header(&response, "Link"), "rel=\"license\""));
    assert_non_null(response.stream);
    assert_true(response.stream->size == HTTP_SIZE_UNKNOWN);
    for (int64_t n; (n = response.stream->read(response.stream->from, piece, sizeof piece));) {
        assert_true(n > 0);
        out_bytes(&out, piece, (size_t)n);
    }
    http_drop_file(&response);
    return out.text;
}

/* What is live comes whole and once; what has ended, and what the office keeps, does not come. */
static void a_kind_can_be_had_whole(void **state)
{
    const char *lines = stream_at("/data/disclosure.jsonl", "application/jsonl; charset=utf-8");
    int64_t live = town_public_int(
        &town, "SELECT COUNT(*) FROM portal_record WHERE kind = 'disclosure' AND standing = ''");
    assert_true(live > 2);
    assert_int_equal(count_of(lines, "\n"), live);
    assert_int_equal(count_of(lines, "{\"kind\":\"disclosure\""), live);
    assert_non_null(strstr(lines, notice));
    assert_null(strstr(lines, "将被撤回"));
    assert_null(strstr(lines, CANARY));
    const char *csv = stream_at("/data/disclosure.csv", "text/csv; charset=utf-8");
    assert_int_equal(count_of(csv, "\r\n"), live + 1);
    assert_null(strstr(csv, CANARY));
    const char *schema = text_at("/schema/disclosure.json", 200);
    assert_non_null(strstr(schema, "\"produced_on\":{\"title\":"));
    assert_null(strstr(schema, "\"note\"")); /* a field of the office */
    text_at("/data/application.csv", 404);
    text_at("/schema/nothing.json", 404);
}

static void a_harvester_gets_each_act_once(void **state)
{
    const char *all = text_at("/changes.json", 200);
    int64_t acts = town_public_int(&town, "SELECT COUNT(*) FROM portal_act");
    int64_t last = town_public_int(&town, "SELECT MAX(position) FROM portal_act");
    assert_int_equal(count_of(all, "\"seq\":"), acts);
    assert_non_null(strstr(all, "\"standing\":\"withdrawn\""));
    const char *rest =
        text_at(arena_format(asking, "/changes.json?after=%lld", (long long)last - 2), 200);
    assert_int_equal(count_of(rest, "\"seq\":"), 2);
    assert_non_null(strstr(rest, arena_format(asking, "\"last\":%lld", (long long)last)));
    text_at("/changes.json?after=-5", 422);
}

static void search_marks_what_it_found(void **state)
{
    const char *html = text_at("/search?q=%E5%93%88%E5%A4%A7%E9%AB%98%E9%80%9F", 200);
    assert_non_null(strstr(html, "<mark>哈大高速</mark>"));
    assert_non_null(
        strstr(text_at("/search.json?q=" TOWN_PROVINCE "/2009-00001", 200), "\"total\":1"));
    assert_non_null(
        strstr(text_at("/search.json?q=%E6%92%A4%E5%9B%9E%E5%89%8D", 200), "\"total\":0"));
}

static void bad_input_is_told_calmly(void **state)
{
    static const char *const wrong[] = {
        "/disclosures?year=x",
        "/disclosures?year=99999",
        "/disclosures?class=seed-99",
        "/disclosures?tree=2",
        "/disclosures?after=x",
        "/disclosures?nonsense=1",
        "/disclosures?year=2009&year=2008",
        "/disclosures?q=%ff",
        "/documents?on=2009-02-30",
        "/catalogue?mode=x",
        "/press?year=-1",
        "/search?q=%E2%80%AEx",
        "/catalogue?after=x",
        "/feed.atom?class=x",
    };
    for (size_t i = 0; i < COUNT_OF(wrong); i++) {
        const char *html = text_at(wrong[i], 422);
        check_html(asking, html, wrong[i]);
    }
    text_at("/disclosures?agency=123", 404);
    text_at("/feed.atom?agency=123", 404);
    text_at("/agencies/123", 404);
    text_at("/press/aaaa", 404);
    static const char *const malformed[] = {"%22",        "%22%22", "AND",      "NEAR(",    "*",
                                            "a%20OR%20b", "%5E",    "col%3Ax",  "%27%3B--", "%28",
                                            "-",          "..",     "%EF%BC%8A"};
    for (size_t i = 0; i < COUNT_OF(malformed); i++) {
        text_at(arena_format(asking, "/search?q=%s", malformed[i]), 200);
        text_at(arena_format(asking, "/disclosures?q=%s", malformed[i]), 200);
    }
}

/* Nothing of the office is in anything the portal keeps or serves (T5, H5). */
static void nothing_of_the_office_is_there(void **state)
{
    assert_true(town_holds(&town, ".", CANARY)); /* the drafts' notes are in office.db */
    assert_false(town_holds(&town, "portal", CANARY));
    assert_false(town_holds(&town, "ledger", CANARY));
    assert_false(town_holds(&town, "portal", "甲某"));
    assert_false(town_holds(&town, "ledger", "甲某"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_page_is_sound_in_both_languages),
        cmocka_unit_test(lists_count_what_they_say),
        cmocka_unit_test(an_item_says_where_it_stands),
        cmocka_unit_test(files_and_proofs_are_served_in_a_sandbox),
        cmocka_unit_test(programs_can_read_it),
        cmocka_unit_test(a_kind_can_be_had_whole),
        cmocka_unit_test(a_harvester_gets_each_act_once),
        cmocka_unit_test(search_marks_what_it_found),
        cmocka_unit_test(bad_input_is_told_calmly),
        cmocka_unit_test(nothing_of_the_office_is_there),
        cmocka_unit_test(a_list_goes_on_where_it_stopped),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
