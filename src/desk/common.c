#include <string.h>

#include "base/text.h"
#include "desk/private.h"
#include "intake/intake.h"
#include "record/act.h"
#include "record/item.h"
#include "record/list.h"
#include "web/message.h"

static const struct desk_setting *setting;

void desk_set(const struct desk_setting *given)
{
    setting = given;
}

const struct desk_setting *desk_setting(void)
{
    return setting;
}

enum { MENU_MAX = 16 };

bool desk_shows(const struct actor *actor, const struct kind *kind)
{
    return kind->workflow->move_count && !(kind->flags & OFF_DESK) &&
           access_may(actor, READ_STAFF, NULL);
}

static bool is_below(const char *path, const char *href)
{
    size_t length = strlen(href);
    return text_starts(path, href) && (path[length] == '/' || !path[length]);
}

static const char *count_sentence(struct context *cx, const char *message, int count)
{
    const char *const details[] = {arena_format(cx->mem, "%d", count)};
    return message_format(cx->mem, cx->language, message, details, 1);
}

/* What staff must know before they go on, whatever page they are on. */
static const struct page_link *warnings(struct context *cx)
{
    struct page_link *list = arena_array(cx->mem, struct page_link, 5);
    struct intake_standing intake = intake_standing();
    const char *letters = desk_handles_letters(cx->actor) ? "/incoming" : NULL;
    size_t n = 0;
    if (!setting->confined) list[n++].label = message_text(cx->language, "desk.not_confined");
    if (act_stalled()) list[n++].label = message_text(cx->language, "desk.not_signing");
    if (intake.held)
        list[n++] = (struct page_link){
            .href = letters, .label = count_sentence(cx, "desk.letters_held", intake.held)};
    if (intake.late) list[n++].label = count_sentence(cx, "desk.letters_late", intake.late);
    return list;
}

/* The menu shows work, not registers: those that are used each day, and a page with all of them. */
void desk_furnish(const struct web *web, struct page *page)
{
    static const struct {
        enum capability may;
        const char *href, *label;
    } rows[] = {
        {SIGNED_IN,  "/",                      "desk.home"        },
        {READ_STAFF, "/applications",          "desk.applications"},
        {READ_STAFF, "/records/disclosure",    "desk.disclosures" },
        {READ_STAFF, "/records/entry",         "desk.entries"     },
        {READ_STAFF, "/records/annual_report", "desk.reports"     },
        {READ_STAFF, "/oversight/scores",      "desk.scores"      },
        {READ_STAFF, "/records",               "desk.registers"   },
        {READ_STAFF, "/obligations",           "desk.obligations" },
        {SUPERVISE,  "/obligations",           "desk.obligations" },
        {SUPERVISE,  "/supervision",           "desk.supervision" },
        {SUPERVISE,  "/oversight",             "desk.oversight"   },
        {SUPERVISE,  "/late",                  "desk.late_cases"  },
        {ADMINISTER, "/accounts",              "desk.accounts"    },
        {ADMINISTER, "/incoming",              "letters.menu"     },
    };
    struct context *cx = web->cx;
    if (!cx->actor) return;
    struct page_link *menu = arena_array(cx->mem, struct page_link, MENU_MAX);
    size_t n = 0;
    bool found = false;
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        if (!access_may(cx->actor, rows[i].may, NULL)) continue;
        if (n && text_equal(menu[n - 1].href, rows[i].href)) continue; /* by two roles */
        bool current =
            i == 0 ? text_equal(web->path, "/") : !found && is_below(web->path, rows[i].href);
        found |= current;
        menu[n++] =
            (struct page_link){rows[i].href, message_text(cx->language, rows[i].label), current, 0};
    }
    page->menu = menu;
    page->warnings = warnings(cx);
    struct page_link *footer = arena_array(cx->mem, struct page_link, 3);
    footer[0] = (struct page_link){"/password", message_text(cx->language, "desk.password"), 0, 0};
    if (!text_empty(setting->portal))
        footer[1] =
            (struct page_link){setting->portal, message_text(cx->language, "desk.portal"), 0, 0};
    page->footer = footer;
}

/* Who only supervises has a list of what is overseen, and no registers (src/oversight/office.h). */
const char *desk_list_path(struct context *cx, const struct kind *kind)
{
    if ((kind->flags & OVERSEEN) && !access_may(cx->actor, READ_STAFF, NULL)) return "/oversight";
    return arena_format(cx->mem, "/records/%s", kind->name);
}

struct page desk_page(const struct web *web, const struct kind *kind)
{
    struct context *cx = web->cx;
    struct page page = web_page(web);
    struct page_link *crumbs = arena_array(cx->mem, struct page_link, 3);
    crumbs[0] = (struct page_link){"/", message_text(cx->language, "desk.home"), 0, 0};
    if (kind)
        crumbs[1] =
            (struct page_link){desk_list_path(cx, kind), kind_label(kind, cx->language), 0, 0};
    page.crumbs = crumbs;
    return page;
}

static int days_left(struct context *cx, const struct calendar *calendar, struct date by)
{
    bool late = cx->today.day > by.day;
    int days = law_count_working_days(calendar, late ? by : cx->today, late ? cx->today : by);
    return late ? -days : days;
}

/* A kind that has terms of its own says so itself. A late day that holds no working day is late. */
static struct desk_due due_of_kind(struct context *cx, const struct record *rec)
{
    struct record_due given = rec->kind->due(cx, rec);
    struct desk_due due = {.by = given.by, .article = given.article};
    const struct law *law = setting->law;
    const struct calendar *calendar =
        text_empty(given.calendar) ? law->calendar : law_calendar(law, given.calendar);
    if (!date_is_set(due.by)) return due;
    due.days_left = calendar ? days_left(cx, calendar, due.by) : due.by.day - cx->today.day;
    if (cx->today.day > due.by.day && due.days_left >= 0) due.days_left = -1;
    return due;
}

struct desk_due desk_due(struct context *cx, const struct record *rec)
{
    struct desk_due due = {.by = DATE_NONE, .article = ""};
    if (rec->kind->due) return due_of_kind(cx, rec);
    const struct item *item = record_as_item_const(rec);
    bool working = (record_state(rec)->flags & (WORKING | EDITABLE)) && rec->edition == 1;
    if (!item || !record_is_item(rec) || !working || !date_is_set(item->produced_on)) return due;
    struct duty_due duty = law_disclose_by(setting->law, item->produced_on, NULL);
    if (!duty.duty || date_is_set(item->first_published_on)) return due;
    due.by = duty.by;
    due.article = cx->language == CHINESE ? duty.duty->article : duty.duty->article_en;
    due.days_left = days_left(cx, duty.duty->calendar, duty.by);
    return due;
}

static const struct sql item_of = {"desk.item", "SELECT kind FROM item WHERE id = $1"};

/* The kind a reference leads to: for "item" it is the one that this record is of. */
const struct kind *desk_ref_kind(struct context *cx, const struct field *field, const char *id)
{
    const char *name = field->of;
    if (text_equal(name, "item") && store_text(cx, &item_of, BIND(id), &name) != OK) return NULL;
    return kind_by_name(name);
}

/* Another agency's record has a title here only once the public may read it. */
const char *desk_ref_title(struct context *cx, const struct field *field, const char *id)
{
    const struct kind *kind = text_empty(id) ? NULL : desk_ref_kind(cx, field, id);
    if (!kind) return "";
    struct record *rec = arena_alloc(cx->mem, kind->size);
    if (record_fetch(cx, kind, id, 0, rec) != OK) return "";
    bool readable = record_may_read(cx, rec) || (record_state(rec)->flags & IS_PUBLIC);
    return readable ? record_title(rec) : message_text(cx->language, "desk.not_readable");
}

enum { CHOICES_MAX = 300 };

static enum status offer_records(struct context *cx, struct form *form, struct form_row *row,
                                 const char *agency)
{
    struct list list = {0};
    bool any_agency = text_equal(row->field->of, "agency");
    struct list_query query = {.kind = kind_by_name(row->field->of),
                               .agency = any_agency ? NULL : agency,
                               .limit = CHOICES_MAX};
    if (query.kind) TRY(record_list(cx, &query, &list));
    struct form_option *options = arena_array(cx->mem, struct form_option, list.count + 2);
    size_t n = 0;
    options[n++] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    bool there = text_empty(row->value);
    for (size_t i = 0; i < list.count; i++) {
        const struct record *rec = list_at(&list, i);
        there |= text_equal(rec->id, row->value);
        options[n++] = (struct form_option){rec->id, record_title(rec), false};
    }
    if (!there)
        options[n++] =
            (struct form_option){row->value, desk_ref_title(cx, row->field, row->value), false};
    form_offer(form, row->name, options, n);
    return OK;
}

static void offer_classes(struct context *cx, struct form *form, struct form_row *row)
{
    const char *id = row->name + strlen("class_");
    const struct classification *found = law_classification(setting->law, id);
    if (!found) return;
    struct form_option *options = arena_array(cx->mem, struct form_option, found->class_count + 1);
    options[0] = (struct form_option){"", message_text(cx->language, "form.choose"), false};
    for (size_t i = 0; i < found->class_count; i++)
        options[i + 1] = (struct form_option){found->classes[i].code,
                                              class_label(&found->classes[i], cx->language), false};
    form_offer(form, row->name, options, found->class_count + 1);
}

const struct desk_extra *desk_extra_of(const struct kind *kind)
{
    const struct desk_extra *extra = setting->extras;
    while (extra && extra->kind && !text_equal(extra->kind, kind->name)) extra++;
    return extra && extra->kind ? extra : NULL;
}

const char *desk_remark(struct context *cx, const struct record *rec)
{
    const struct desk_extra *extra = desk_extra_of(rec->kind);
    const char *remark = extra && extra->remark ? extra->remark(cx, rec) : NULL;
    return text_empty(remark) ? NULL : remark;
}

enum status desk_offer_choices(struct context *cx, struct form *form, const char *agency)
{
    for (size_t i = 0; i < form->count; i++) {
        struct form_row *row = &form->rows[i];
        if (row->field->type == REF) TRY(offer_records(cx, form, row, agency));
        if (text_starts(row->name, "class_")) offer_classes(cx, form, row);
    }
    const struct desk_extra *extra = desk_extra_of(form->kind);
    return extra && extra->offer ? extra->offer(cx, form) : OK;
}

/* The address of the record in a pattern with one %s. */
const char *desk_extra_page(struct context *cx, const char *pattern, const struct record *rec)
{
    const char *mark = strstr(pattern, "%s");
    if (!mark) return pattern;
    return arena_format(cx->mem, "%.*s%s%s", (int)(mark - pattern), pattern, rec->id, mark + 2);
}

/* A colour beside the word, never instead of it. */
const char *desk_badge(const struct record *rec)
{
    unsigned flags = record_state(rec)->flags;
    if (flags & IS_PUBLIC) return "badge badge-good";
    if (flags & ENDED) return "badge badge-stop";
    if (text_equal(record_state(rec)->word, "suspended")) return "badge badge-stop";
    return flags & EDITABLE ? "badge" : "badge badge-wait";
}

enum status desk_kind(const struct web *web, const struct kind **ret_kind)
{
    const struct kind *kind = kind_by_name(web_path(web, "kind"));
    if (!kind || !kind->workflow->move_count || (kind->flags & OFF_DESK)) return NOT_FOUND;
    *ret_kind = kind;
    return OK;
}

enum status desk_load(struct context *cx, const struct web *web, struct record **ret_rec)
{
    const struct kind *kind;
    int64_t edition = INT64_MIN;
    TRY(desk_kind(web, &kind));
    if (web->request->method == HTTP_GET) TRY(web_int(cx, web, "edition", &edition));
    if (!id_is_valid(web_path(web, "id"))) return NOT_FOUND;
    struct record *rec = arena_alloc(cx->mem, kind->size);
    TRY(record_load_edition(cx, kind, web_path(web, "id"), edition > 0 ? edition : 0, rec));
    *ret_rec = rec;
    return OK;
}

enum capability desk_maker(const struct kind *kind)
{
    bool overseen = (kind->flags & OVERSEEN) && kind->workflow->states[0].waits_for == SUPERVISE;
    return overseen ? SUPERVISE : WRITE;
}

const char *desk_agency(const struct context *cx, enum capability may)
{
    const struct actor *actor = cx->actor;
    if (access_may(actor, may, actor->agency)) return actor->agency;
    for (size_t i = 0; i < actor->grant_count; i++)
        if (role_has(actor->grants[i].role, may)) return actor->grants[i].agency;
    return ""; /* no agency's: nothing is found */
}

const char *desk_path(struct context *cx, const struct record *rec)
{
    return arena_format(cx->mem, "/records/%s/%s", rec->kind->name, rec->id);
}

const char *desk_verb(struct context *cx, const char *verb)
{
    return message_text(cx->language, arena_format(cx->mem, "move.%s", verb));
}

enum status desk_reason(struct context *cx, const struct web *web, struct typed_reason *ret)
{
    struct reason reason = NO_REASON;
    enum status why = web_lines(cx, web, "why", 500, &reason.why);
    enum status article = web_text(cx, web, "article", 200, &reason.article);
    enum status class = web_text(cx, web, "class", 40, &reason.class);
    enum status on = web_date(cx, web, "on", &reason.on);
    *ret = (struct typed_reason){.reason = reason,
                                 .why = web_typed(web, "why"),
                                 .article = web_typed(web, "article"),
                                 .class = web_typed(web, "class"),
                                 .on = web_typed(web, "on")};
    TRY(why);
    TRY(article);
    TRY(class);
    return on;
}

enum status desk_answer_done(struct context *cx, struct response *response,
                             const struct record *rec, bool older)
{
    const char *to =
        arena_format(cx->mem, "%s?done=%lld", desk_path(cx, rec), (long long)rec->version);
    if (older) to = arena_format(cx->mem, "%s&edition=%lld", to, (long long)rec->edition);
    return web_see_other(response, to);
}

const char *desk_unit(struct context *cx, const struct record *rec)
{
    const struct field *field = kind_field(rec->kind, "unit");
    if (!field || field->type != REF) return "";
    return desk_ref_title(cx, field, field_text(field, rec));
}

/* ---- hands ---- */

/* "王某（控制台代办 / at the console for clerk）": the half of one language, with what stands
 * before the bracket. */
static const char *half_of(struct context *cx, const char *label, const char *between)
{
    const char *second = between + strlen(" / "), *open = strstr(label, "（");
    if (!open || open > between)
        return cx->language == ENGLISH ? second
                                       : arena_copy_n(cx->mem, label, (size_t)(between - label));
    if (cx->language == CHINESE)
        return arena_format(cx->mem, "%.*s）", (int)(between - label), label);
    const char *close = strstr(second, "）");
    return arena_format(cx->mem, "%.*s (%.*s)", (int)(open - label), label,
                        (int)(close ? (size_t)(close - second) : strlen(second)), second);
}

/* Where an older label goes over into English; NULL: it is a person's name. */
static const char *between_halves(const char *label)
{
    static const char *const older[] = {" / the program", " / online intake", " / installer",
                                        " / at the console", " / imported at the console"};
    const char *found = NULL;
    for (size_t i = 0; i < COUNT_OF(older) && !found; i++) found = strstr(label, older[i]);
    return found;
}

const char *desk_hand(struct context *cx, const char *label)
{
    const char *between = between_halves(label), *colon = strchr(label, ':');
    if (*label != '@') return between ? half_of(cx, label, between) : label;
    size_t size = colon ? (size_t)(colon - label) - 1 : strlen(label) - 1;
    const char *id = arena_format(cx->mem, "hand.%.*s", (int)size, label + 1);
    const char *name = colon ? colon + 1 : "";
    return message_known(id) ? message_format(cx->mem, cx->language, id, &name, 1) : label;
}
