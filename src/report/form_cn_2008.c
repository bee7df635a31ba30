/* The form of the 2008 Regulations: six parts (令492 第32条; DOMAIN §3.1, C30), due on 31 March
 * (第31条).
 *
 * Every statement counts as of $4: what was released by then and had not been withdrawn or erased
 * by then. An item is counted by its first publication in the year, whatever became of it later. */
#include "base/text.h"
#include "report/forms.h"
#include "web/message.h"

/* The newest act on a record up to day $4, and the edition it released. */
#define STANDING(kind)                                         \
    " JOIN act a ON a.record = k.id AND a.edition = k.edition" \
    " AND a.type IN ('released', 'corrected')"                 \
    " AND a.seq = (SELECT MAX(b.seq) FROM act b WHERE b.record = k.id AND b.acted_on <= $4)"
#define BELOW                                                                            \
    "WITH RECURSIVE tree (id, code) AS (SELECT id, code FROM agency WHERE code = $1 AND" \
    " newest = 1 UNION SELECT g.id, g.code FROM agency g JOIN tree t ON g.parent = t.id" \
    " WHERE g.newest = 1) "
#define DECLARED(cell)                                                                       \
    "SELECT k.id, k.value, 'declaration', k.source, a.acted_on FROM declaration k" STANDING( \
        declaration) " WHERE k.agency = $1 AND k.cell = '" cell "'"                          \
                     " AND k.year = CAST($5 AS INTEGER) AND $2 <= $3 ORDER BY k.id"

/* clang-format off */
static const struct cell cells[] = {
    {"catalogue_entries", "年末有效目录条目数", "Catalogue entries in force on 31 December", "条", "entries",
     {"cell.catalogue_entries",
      "SELECT k.id, k.serial, 'entry', k.title, k.in_force_on FROM entry k" STANDING(entry)
      " WHERE k.agency = $1 AND a.acted_on <= $3 AND k.in_force_on <= $3"
      " AND (k.ended_on IS NULL OR k.ended_on >= $3) AND $2 <= $3 AND $5 > 0 ORDER BY k.serial, k.id"}, false, false},
    {"items_released", "全年主动公开政府信息数", "Items first released in the year", "条", "items",
     {"cell.items_released",
      "SELECT i.id, i.number, i.kind, i.title, i.first_released_on FROM item i WHERE i.agency = $1"
      " AND i.first_released_on BETWEEN $2 AND $3 AND i.first_released_on <= $4 AND $5 > 0"
      " ORDER BY i.first_released_on, i.number"}, false, false},
    {"press_events", "新闻发布会（主办、联合举办、参加）", "Press conferences held, co-held or attended", "次", "events",
     {"cell.press_events",
      "SELECT k.id, k.part, 'press_event', k.title, k.held_on FROM press_event k" STANDING(press_event)
      " WHERE k.agency = $1 AND k.standing NOT IN ('announced', 'called-off')"
      " AND k.held_on BETWEEN $2 AND $3 AND $5 > 0 ORDER BY k.held_on, k.id"}, false, false},
    {"press_events_special", "其中：本机关主办的专题新闻发布会", "Of these, special ones held by the agency", "次", "events",
     {"cell.press_events_special",
      "SELECT k.id, k.part, 'press_event', k.title, k.held_on FROM press_event k" STANDING(press_event)
      " WHERE k.agency = $1 AND k.standing NOT IN ('announced', 'called-off')"
      " AND k.held_on BETWEEN $2 AND $3 AND k.special = 1 AND k.part = 'held'"
      " AND $5 > 0 ORDER BY k.held_on, k.id"}, false, false},
    {"releases_other_channels", "通过其他渠道发布信息次数", "Releases through other channels", "次", "releases",
     {"cell.releases_other_channels",
      "SELECT k.id, k.channel, 'channel_use', k.title, k.shown_on FROM channel_use k" STANDING(channel_use)
      " WHERE k.agency = $1 AND k.shown_on BETWEEN $2 AND $3 AND k.channel <> 'portal' AND $5 > 0"
      " ORDER BY k.shown_on, k.id"}, false, false},
    {"applications_received", "受理政府信息公开申请数", "Applications received", "件", "applications",
     {"cell.applications_received", DECLARED("applications_received")}, true, false},
    {"fee_posting_bureaux", "公示居民身份证收费标准的市（地）公安机关数", "Bureaux posting the identity-card fees", "个", "bureaux",
     {"cell.fee_posting_bureaux",
      BELOW "SELECT g.id, g.code, 'agency', g.name, MIN(k.shown_on) FROM channel_use k" STANDING(channel_use)
      " JOIN fee_standard f ON f.id = k.item AND f.newest = 1"
      " JOIN agency g ON g.code = k.agency AND g.newest = 1"
      " WHERE k.agency IN (SELECT code FROM tree) AND k.agency <> $1 AND k.channel = 'hall'"
      " AND f.service LIKE '%居民身份证%' AND k.shown_on <= $3"
      " AND (k.shown_until IS NULL OR k.shown_until >= $2) AND $5 > 0 GROUP BY g.id, g.code, g.name"
      " ORDER BY g.code"}, false, true},
    {"measures_announced", "下级机关公布的便民利民措施数", "Measures announced by the agencies below", "条", "measures",
     {"cell.measures_announced",
      BELOW "SELECT k.id, k.serial, 'measure', k.title, k.announced_on FROM measure k" STANDING(measure)
      " WHERE k.agency IN (SELECT code FROM tree) AND k.announced_on BETWEEN $2 AND $3 AND $5 > 0"
      " ORDER BY k.agency, k.serial, k.id"}, false, true},
    {"reconsiderations", "行政复议案件数", "Administrative reconsiderations", "件", "cases",
     {"cell.reconsiderations", DECLARED("reconsiderations")}, true, false},
    {"suits", "行政诉讼案件数", "Administrative suits", "件", "cases",
     {"cell.suits", DECLARED("suits")}, true, false},
    {"problems", "主要问题数", "Problems", "个", "problems",
     {"cell.problems",
      "SELECT k.id, k.serial, 'problem', k.title, a.acted_on FROM problem k" STANDING(problem)
      " WHERE k.agency = $1 AND k.year = CAST($5 AS INTEGER) AND $2 <= $3 ORDER BY k.serial, k.id"}, false, false},
};
/* clang-format on */

static int64_t of_part(const struct report_values *values, const char *part)
{
    int64_t n = 0;
    const struct cell_row *row = report_value(values, "press_events")->rows;
    for (; row; row = row->next) n += text_equal(row->number, part);
    return n;
}

/* C30: the seed says "two special conferences, more than ten attended, eleven held"; the register
 * keeps the part per event, and the report must not call what was attended "held". */
static enum status warn(struct context *cx, const struct report_values *values, struct out *zh,
                        struct out *en)
{
    int64_t all = report_value(values, "press_events")->value;
    int64_t special = report_value(values, "press_events_special")->value;
    int64_t held = of_part(values, "held"), joint = of_part(values, "co-held");
    int64_t attended = of_part(values, "attended");
    if (all == held) return OK;
    const int64_t numbers[] = {all, held, special, joint, attended};
    const char *args[COUNT_OF(numbers)];
    for (size_t i = 0; i < COUNT_OF(numbers); i++)
        args[i] = arena_format(cx->mem, "%lld", (long long)numbers[i]);
    out_text(zh, message_format(cx->mem, CHINESE, "report.press_roles", args, COUNT_OF(args)));
    out_text(en, message_format(cx->mem, ENGLISH, "report.press_roles", args, COUNT_OF(args)));
    return OK;
}

/* clang-format off */
const struct report_form form_cn_2008 = {
    .id = "cn-2008",
    .titles_zh = {"概述", "主动公开政府信息情况", "依申请公开政府信息情况", "政府信息公开收费及减免情况",
                  "因政府信息公开申请行政复议、提起行政诉讼情况", "存在的主要问题及改进措施"},
    .titles_en = {"Overview", "Proactive disclosure", "Disclosure on request", "Fees and waivers",
                  "Administrative reconsideration and litigation", "Problems and improvements"},
    .cells = cells,
    .cell_count = COUNT_OF(cells),
    .lines = form_cn_2008_lines,
    .line_count = FORM_CN_2008_LINES,
    .article = "令492 第31条、第32条",
    .due_month = 3,
    .due_day = 31,
    .warn = warn,
};
/* clang-format on */
