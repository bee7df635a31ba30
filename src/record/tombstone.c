#include "record/tombstone.h"

#include "base/text.h"
#include "record/lifecycle.h"

const struct word tombstone_standings[] = {
    {"suspended",  "暂停公开", "Suspended"},
    {"withdrawn", "已撤回", "Withdrawn"},
    {"erased",  "已删除", "Erased"},
    {"withheld", "不予主动公开", "Withheld"},
    {0    },
};

#define RECORD tombstone
#define RECORD_PUBLIC tombstone_public
KIND_FIELDS(tombstone, TOMBSTONE)

static const struct state tombstone_states[] = {
    {"ended", "已终止", "Ended", ENDED, NOBODY},
};
static const struct workflow tombstone_workflow = {
    .name = "tombstone", .states = tombstone_states, .state_count = 1};

const struct kind tombstone_kind = {
    .name = "tombstone",
    .zh = "终止公开记录",
    .en = "Tombstone",
    .flags = CONSOLE,
    .schema = 1,
    KIND_TABLES(tombstone),
    .title = "title",
    .workflow = &tombstone_workflow,
};

static const struct sql first_released = {
    "tombstone.first_released",
    "SELECT COALESCE((SELECT first_released_on FROM item WHERE id = $1), (SELECT MIN(acted_on)"
    " FROM act WHERE record = $1 AND type IN ('released', 'corrected')))"};

static const char *standing_of(const struct record *rec)
{
    const char *state = record_state(rec)->word;
    if (text_equal(state, "withheld-shown")) return "withheld";
    return field_word(kind_field(&tombstone_kind, "standing"), state) ? state : "erased";
}

static enum status first_release(struct context *cx, const char *id, struct date *ret_date)
{
    struct rows *rows;
    TRY(store_query(cx, &first_released, BIND(id), &rows));
    *ret_date = rows_next(rows) ? rows_date(rows, 0) : DATE_NONE;
    return rows_end(rows);
}

enum status tombstone_bytes(struct context *cx, const struct record *rec,
                            const struct reason *reason, struct bytes *ret_bytes)
{
    struct tombstone t;
    const struct item *item = record_as_item_const(rec);
    record_init(&tombstone_kind, &t);
    t.base.id = rec->id;
    t.base.agency = rec->agency;
    t.base.number = rec->number;
    t.base.edition = rec->edition;
    t.base.language = rec->language;
    t.of = rec->kind->name;
    t.standing = standing_of(rec);
    t.reason = reason->class;
    t.article = reason->article;
    t.review_again_on = reason->on;
    t.entry = item ? item->entry : "";
    t.issuer = item ? item->issuer : "";
    bool withheld = text_equal(t.standing, "withheld");
    bool hidden = withheld || text_equal(t.standing, "suspended") ||
                  end_reason_hides_title(reason->class) || (rec->kind->flags & ERASABLE);
    t.title = hidden ? "" : record_title(rec);
    if (!withheld) {
        TRY(first_release(cx, rec->id, &t.released_on));
        t.ended_on = cx->today;
    }
    return record_canonical(cx, &t.base, ret_bytes);
}
