#include "base/text.h"
#include "catalogue/catalogue.h"
#include "law/classification.h"
#include "organisation/organisation.h"
#include "record/lifecycle.h"

const struct word update_intervals[] = {
    {"on-event",         "即时更新", "When it changes"},
    {"daily", "每日", "Daily"},
    {"weekly",            "每周", "Weekly"},
    {"monthly",           "每月", "Monthly"},
    {"quarterly",           "每季度", "Quarterly"},
    {"half-yearly",          "每半年", "Half-yearly"},
    {"yearly",          "每年", "Yearly"},
    {"long-term",         "长期公开", "Permanently"},
    {0       },
};

/* clang-format off */
#define RECORD entry
#define RECORD_PUBLIC entry_public
KIND_FIELDS(entry, ENTRY)
/* clang-format on */

static const struct law *law_in_use;

void catalogue_set_law(const struct law *law)
{
    law_in_use = law;
}

const struct law *catalogue_law(void)
{
    return law_in_use;
}

static const struct sql next_serial = {
    "entry.next_serial", "SELECT COALESCE(MAX(serial), 0) + 1 FROM entry WHERE agency = $1"};

/* Entries are numbered within their agency, once (DESIGN §3). */
static enum status prepare_entry(struct context *cx, struct record *rec)
{
    struct entry *entry = (struct entry *)(void *)rec;
    if (entry->serial != INT_NONE) return OK;
    return store_int(cx, &next_serial, BIND(rec->agency), &entry->serial);
}

static enum status check_class(struct context *cx, const char *field, const char *code)
{
    if (text_empty(code) || !law_in_use) return OK;
    return law_class(law_in_use, code) ? OK : issue(cx, field, "field.unknown_word", code);
}

static enum status check_entry(struct context *cx, const struct record *rec)
{
    const struct entry *entry = (const struct entry *)(const void *)rec;
    TRY(check_class(cx, "class_seed", entry->class_seed));
    TRY(check_class(cx, "class_a10", entry->class_a10));
    TRY(check_class(cx, "class_a20", entry->class_a20));
    if (!text_empty(entry->mode) && !text_equal(entry->mode, "proactive") &&
        text_empty(entry->mode_reason))
        return issue(cx, "mode_reason", "field.required", "");
    if (date_is_set(entry->ended_on) && entry->ended_on.day < entry->in_force_on.day)
        return issue(cx, "ended_on", "field.before_since", "");
    return OK;
}

const struct kind entry_kind = {
    .name = "entry",
    .zh = "目录条目",
    .en = "Catalogue entry",
    .schema = 1,
    KIND_TABLES(entry),
    .title = "title",
    .order = "serial",
    .workflow = &publication_workflow,
    .prepare = prepare_entry,
    .check = check_entry,
};

bool entry_is_in_force(const struct entry *entry, struct date on)
{
    return date_is_set(entry->in_force_on) && entry->in_force_on.day <= on.day &&
           (!date_is_set(entry->ended_on) || entry->ended_on.day >= on.day);
}

static void inherit(const char **field, const char *value)
{
    if (text_empty(*field)) *field = value;
}

static enum status inherit_from_unit(struct context *cx, struct item *item)
{
    struct unit unit;
    struct agency agency;
    if (!text_empty(item->unit)) {
        TRY(record_fetch(cx, &unit_kind, item->unit, 0, &unit));
        inherit(&item->source_unit, unit.name);
    }
    enum status status = agency_by_code(cx, item->base.agency, &agency);
    if (status == OK) inherit(&item->issuer, agency.name); /* its name of the day */
    return status == NOT_FOUND ? OK : status;
}

enum status catalogue_prepare_item(struct context *cx, struct record *rec)
{
    struct item *item = record_as_item(rec);
    struct entry entry;
    if (text_empty(item->entry)) return OK;
    enum status status = record_fetch(cx, &entry_kind, item->entry, 0, &entry);
    if (status == NOT_FOUND) return issue(cx, "entry", "field.unknown_record", "");
    TRY(status);
    if (!text_equal(entry.base.agency, rec->agency))
        return issue(cx, "entry", "entry.other_agency", "");
    struct date on = date_is_set(item->produced_on) ? item->produced_on : cx->today;
    if (date_is_set(entry.ended_on) && entry.ended_on.day < on.day)
        return issue(cx, "entry", "entry.not_in_force", entry.title);
    inherit(&item->unit, entry.unit);
    inherit(&item->mode, entry.mode);
    inherit(&item->class_seed, entry.class_seed);
    inherit(&item->class_a10, entry.class_a10);
    inherit(&item->class_a20, entry.class_a20);
    if (cx->actor) inherit(&item->byline, cx->actor->label);
    return inherit_from_unit(cx, item);
}

static const struct sql in_force = {
    "catalogue.count",
    "SELECT COUNT(*) FROM entry WHERE agency = $1 AND state = 'released' AND in_force_on <= $2"
    " AND (ended_on IS NULL OR ended_on >= $2)"};

enum status catalogue_count(struct context *cx, const char *agency, struct date on,
                            int64_t *ret_count)
{
    return store_int(cx, &in_force, BIND(agency, on), ret_count);
}
