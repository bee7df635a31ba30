/* How many records a second does a portal take in, full text included?
 *
 *     bench_replay 100000
 *
 * Makes an office whose records went through its moves, of some 3 KB of Chinese text each, puts
 * them into its ledger, and times what a portal that has seen none of it does. Last line of
 * standard output: "replay RECORDS SECONDS PER_SECOND". */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "base/text.h"
#include "portal/fixture.h"

enum { TOGETHER = 500, TEXT_SIZE = 3000 };

static const char *const clauses[] = {
    "为保障道路交通安全畅通，",     "根据《中华人民共和国道路交通安全法》，",
    "经省公安厅研究决定，",         "自发布之日起对下列路段采取限制通行措施；",
    "请过往车辆提前选择绕行路线，", "办理居民身份证应当由本人到常住户口所在地派出所申请。",
    "出入境管理部门周六照常受理，", "消防安全重点单位应当每日进行防火巡查，",
    "违反规定的依法予以处罚，",     "需要咨询的可以拨打值班电话。",
};

/* Text as different as real notices are: the clauses in an order of its own, and numbers. */
static char *write_body(struct arena *mem, unsigned n)
{
    struct out out = out_new(mem);
    for (unsigned seed = n * 2654435761u + 1; out.size < TEXT_SIZE;) {
        seed = seed * 1664525u + 1013904223u;
        out_text(&out, clauses[(seed >> 16) % (sizeof clauses / sizeof clauses[0])]);
        if (seed >> 28 == 0) out_format(&out, "第%u号。\n\n", seed % 1000);
    }
    return out.text;
}

static void must_be(enum status status, const char *what)
{
    if (status == OK) return;
    fprintf(stderr, "%s: status %d\n", what, status);
    exit(1);
}

static void release_many(struct town *town, unsigned from, unsigned to)
{
    struct arena_mark mark = arena_mark(town->cx.mem);
    must_be(store_begin(&town->cx), "begin");
    for (unsigned n = from; n < to; n++) {
        char *title = arena_format(town->cx.mem, "关于第%u号路段交通管制的通告", n);
        struct disclosure d = town_disclosure(town, title, write_body(town->cx.mem, n));
        town_release(town, &d.base);
    }
    must_be(store_commit(&town->cx), "commit");
    arena_rewind(town->cx.mem, mark);
}

static double seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
    int64_t records = 0;
    if (argc != 2 || !text_to_int(argv[1], &records) || records < 1 || records > 10000000)
        return fprintf(stderr, "usage: bench_replay RECORDS\n"), 2;
    struct town town;
    town_new(&town);
    for (unsigned n = 0; n < records; n += TOGETHER)
        release_many(&town, n, n + TOGETHER < records ? n + TOGETHER : (unsigned)records);
    town_sequence(&town);
    fprintf(stderr, "%lld records are in the ledger\n", (long long)records);
    town_open_portal(&town);
    double began = seconds();
    must_be(town_try_replay(&town), "replay");
    double took = seconds() - began;
    if (town_public_int(&town, "SELECT COUNT(*) FROM portal_record WHERE kind = 'disclosure'") <
        records)
        return fprintf(stderr, "the portal has not all of them\n"), 1;
    printf("replay %lld %.2f %.0f\n", (long long)records, took, (double)records / took);
    town_remove(&town);
    return 0;
}
