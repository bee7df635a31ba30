/* What a head of disclosure shows besides its fields: the numbers of a series with their chart, the
 * updates of an emergency, what a reader can do about a decision. Each kind is one row. */
#include "portal/documents.h"
#include "portal/handlers.h"
#include "portal/item.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/text.h"
#include "ledger/object.h"
#include "ledger/reader.h"
#include "publication/press.h"
#include "web/message.h"

enum { CSV_MAX = 256 * 1024 };

/* ---- statistics ---- */

static const struct record_file *csv_among(const struct record_file *files)
{
    while (files && !text_starts(files->media, "text/csv")) files = files->next;
    return files;
}

/* A table in the record itself comes before a file. */
static enum status read_numbers(struct making *making, const struct record_file *file,
                                struct series *series)
{
    const struct statistic_series_public *s = (const void *)making->rec;
    struct hash hash;
    struct bytes csv;
    if (!text_empty(s->data)) return series_read(making->mem, s->data, series) ? OK : NOT_FOUND;
    if (!file || !text_from_hex(file->sha256, hash.byte, HASH_SIZE)) return NOT_FOUND;
    const char *path = arena_format(making->mem, "%s/%s", making->portal->site->ledger,
                                    object_path(making->mem, "file", hash));
    TRY(file_read(making->portal->cx, path, CSV_MAX, &csv));
    const char *text = arena_copy_n(making->mem, (const char *)csv.data, csv.size);
    if (text_starts(text, "\xef\xbb\xbf")) text += 3;
    return series_read(making->mem, text, series) ? OK : NOT_FOUND;
}

/* A file that is no such table is just a file. */
static enum status add_series(struct making *making, const struct record_file *files)
{
    const struct statistic_series_public *s = (const void *)making->rec;
    struct series *series = arena_make(making->mem, struct series);
    const struct record_file *file = csv_among(files);
    if (read_numbers(making, file, series) != OK) return OK;
    making->item.series = series;
    making->item.chart = chart_draw(making->mem, series, s->chart);
    if (file)
        making->item.data =
            arena_format(making->mem, "/files/%s/%s", making->item.record->id, file->sha256);
    return OK;
}

/* ---- decisions ---- */

static enum status add_decision(struct making *making, const struct record_file *files)
{
    static const enum stage_shown shown[] = {[COMMENT_LATER] = STAGE_COMMENT_LATER,
                                             [COMMENT_OPEN] = STAGE_COMMENT_OPEN,
                                             [COMMENT_CLOSED] = STAGE_COMMENT_CLOSED,
                                             [DECIDED] = STAGE_NONE};
    const struct decision_public *d = (const void *)making->rec;
    making->item.stage = shown[decision_stage(d, making->portal->cx->today)];
    making->item.comment_from = d->comment_from;
    making->item.comment_to = d->comment_to;
    making->item.comment_how = d->comment_how;
    return OK;
}

/* ---- emergencies ---- */

static bool is_over(const struct emergency_notice_public *e, struct moment now)
{
    return e->ended_at.ms && e->ended_at.ms <= now.ms;
}

static const char *number(struct arena *mem, int64_t n)
{
    return arena_format(mem, "%lld", (long long)n);
}

/* How soon the public was told is in the ledger; by when it had to be, in the law of that day. */
static void add_limit(struct making *making, const struct emergency_notice_public *e)
{
    struct arena *mem = making->mem;
    enum language language = making->page->language;
    struct public_act *first;
    if (public_acts(making->portal, making->item.record->number, &first) != OK || !first) return;
    int64_t minutes = (first->at.ms - e->occurred_at.ms) / 60000;
    const struct duty *duty =
        emergency_duty(making->portal->site->law, e->level, zone_date(e->occurred_at));
    const char *values[] = {number(mem, minutes / 60), number(mem, minutes % 60), "", ""};
    if (minutes < 0) return;
    if (duty) {
        values[2] = number(mem, duty->hours);
        values[3] = language == CHINESE ? duty->article : duty->article_en;
    }
    making->item.limit = message_format(
        mem, language, duty ? "portal.emergency.told_within" : "portal.emergency.told", values,
        duty ? 4 : 2);
}

static int newest_first(const void *a, const void *b)
{
    const struct emergency_update_public *const *x = a, *const *y = b;
    return (*x)->told_at.ms < (*y)->told_at.ms ? 1 : -1;
}

static enum status updates_of(struct portal *portal, const char *notice, struct public_set *ret)
{
    TRY(public_where(portal, &emergency_update_kind, "notice", notice, ret));
    if (ret->count) qsort(ret->records, ret->count, sizeof *ret->records, newest_first);
    return OK;
}

static enum status add_updates(struct making *making)
{
    struct public_set updates;
    struct update *first = NULL, **last = &first;
    TRY(updates_of(making->portal, making->rec->id, &updates));
    for (size_t i = 0; i < updates.count; i++) {
        const struct emergency_update_public *u = public_at(&updates, i);
        struct public_record *record;
        struct public_act *act;
        TRY(public_by_id(making->portal, u->base.id, &record));
        TRY(public_acts(making->portal, record->number, &act));
        *last = arena_make(making->mem, struct update);
        **last = (struct update){public_address(making->mem, record),
                                 u->title,
                                 *u->base.language ? u->base.language : "zh",
                                 body_html(making->mem, u->body),
                                 u->told_at,
                                 act ? act->at : (struct moment){0},
                                 NULL};
        last = &(*last)->next;
    }
    making->item.updates = first;
    making->item.has_updates = true;
    return OK;
}

static enum status add_emergency(struct making *making, const struct record_file *files)
{
    const struct emergency_notice_public *e = (const void *)making->rec;
    making->item.stage = is_over(e, making->portal->cx->now) ? STAGE_OVER : STAGE_IN_FORCE;
    making->item.ended_at = e->ended_at;
    add_limit(making, e);
    return add_updates(making);
}

static enum status add_row(struct portal *portal, const struct emergency_notice_public *e,
                           struct emergency_row *row)
{
    struct public_record *record;
    struct public_set updates;
    TRY(public_by_id(portal, e->base.id, &record));
    TRY(updates_of(portal, e->base.id, &updates));
    *row = (struct emergency_row){
        .href = public_address(portal->cx->mem, record),
        .title = e->title,
        .language = *e->base.language ? e->base.language : "zh",
        .agency = public_agency_name(portal, e->base.agency),
        .level = field_show(portal->cx, kind_public_field(&emergency_notice_kind, "level"), e),
        .newest = "",
        .occurred_at = e->occurred_at};
    if (!updates.count) return OK;
    const struct emergency_update_public *newest = public_at(&updates, 0);
    row->newest = newest->title;
    row->told_at = newest->told_at;
    return OK;
}

enum status emergencies_in_force(struct portal *portal, const struct emergency_row **ret)
{
    struct public_set all;
    struct emergency_row *first = NULL, **last = &first;
    TRY(public_all(portal, &emergency_notice_kind, NULL, "k.level, k.occurred_at DESC", &all));
    for (size_t i = 0; i < all.count; i++) {
        const struct emergency_notice_public *e = public_at(&all, i);
        if (is_over(e, portal->cx->now)) continue;
        *last = arena_make(portal->cx->mem, struct emergency_row);
        TRY(add_row(portal, e, *last));
        last = &(*last)->next;
    }
    *ret = first;
    return OK;
}

/* ---- documents and clean-ups ---- */

/* A clean-up may have ended it; and what it hangs together with has a page. */
static enum status add_document(struct making *making, const struct record_file *files)
{
    struct documents documents;
    const document_public *d = (const void *)making->rec;
    struct date today = making->portal->cx->today;
    TRY(documents_load(making->portal, &documents));
    making->item.validity = document_shown(&documents, d, today);
    if (document_is_related(&documents, d))
        making->item.related = arena_format(making->mem, "/documents/%s/relations", d->base.id);
    const struct clean_up_entry_public *e = document_verdict(&documents, d->base.id, today);
    if (!e) return OK;
    making->item.verdict =
        field_show(making->portal->cx, kind_public_field(&clean_up_entry_kind, "verdict"), e);
    making->item.verdict_on = e->decided_on;
    return OK;
}

static const char *const verdict_badges[] = {"badge-good", "badge-wait", "badge-stop",
                                             "badge-stop"};

static size_t word_place(const struct word *words, const char *word)
{
    size_t i = 0;
    while (words[i].word && !text_equal(words[i].word, word)) i++;
    return i;
}

static const char *word_label(struct making *making, const struct word *word)
{
    return making->page->language == CHINESE ? word->zh : word->en;
}

static void add_verdict(struct making *making, const struct clean_up_entry_public *e,
                        struct sweep *sweep, struct verdict_row ***last)
{
    size_t verdict = word_place(clean_up_verdicts, e->verdict);
    struct public_record *document;
    if (!clean_up_verdicts[verdict].word) return;
    **last = arena_make(making->mem, struct verdict_row);
    ***last = (struct verdict_row){.serial = e->serial == INT_NONE ? 0 : e->serial,
                                   .title = e->title,
                                   .language = *e->base.language ? e->base.language : "zh",
                                   .verdict = word_label(making, &clean_up_verdicts[verdict]),
                                   .badge = verdict_badges[verdict],
                                   .reason = e->reason,
                                   .amend_by = e->amend_by};
    if (*e->document && public_by_id(making->portal, e->document, &document) == OK &&
        public_is_live(document))
        (**last)->href = public_address(making->mem, document);
    *last = &(**last)->next;
    sweep->total++;
    sweep->by_verdict[verdict]++;
}

static int by_serial(const void *a, const void *b)
{
    const struct clean_up_entry_public *const *x = a, *const *y = b;
    return (*x)->serial < (*y)->serial ? -1 : (*x)->serial > (*y)->serial;
}

/* Counted here and now from the released verdicts, register by register. */
static enum status add_clean_up(struct making *making, const struct record_file *files)
{
    struct public_set entries;
    struct sweep **last = &making->item.sweeps;
    TRY(public_where(making->portal, &clean_up_entry_kind, "run", making->rec->id, &entries));
    if (entries.count) qsort(entries.records, entries.count, sizeof *entries.records, by_serial);
    for (const struct word *word = clean_up_registers; word->word; word++) {
        struct sweep *sweep = arena_make(making->mem, struct sweep);
        struct verdict_row **row = &sweep->rows;
        sweep->word = word->word;
        sweep->label = word_label(making, word);
        for (size_t i = 0; i < entries.count; i++) {
            const struct clean_up_entry_public *e = public_at(&entries, i);
            if (text_equal(e->part, word->word)) add_verdict(making, e, sweep, &row);
        }
        *last = sweep;
        last = &sweep->next;
    }
    return OK;
}

/* ---- the rows ---- */

static const struct {
    const struct kind *kind;
    enum status (*add)(struct making *, const struct record_file *);
    const char *elsewhere; /* the fields that it shows itself, between blanks */
} heads[] = {
    {&statistic_series_kind,   add_series,        " data chart "                       },
    {&decision_kind,           add_decision,      " comment_how "                      },
    {&normative_document_kind, add_document,      ""                                   },
    {&clean_up_kind,           add_clean_up,      ""                                   },
    {&emergency_notice_kind,   add_emergency,     ""                                   },
    {&press_event_kind,        add_press_event,   " transcript media_contact standing "},
    {&clarification_kind,      add_clarification, " claim verdict facts "              },
};

bool head_shows(const struct kind *kind, const char *field)
{
    char name[64];
    snprintf(name, sizeof name, " %s ", field);
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (heads[i].kind == kind && strstr(heads[i].elsewhere, name)) return true;
    return false;
}

enum status item_head(struct making *making, const struct record_file *files)
{
    for (size_t i = 0; i < COUNT_OF(heads); i++)
        if (heads[i].kind == making->rec->kind) return heads[i].add(making, files);
    return OK;
}
