/* Applying for a service, and asking about it: both are matters (matter/portal.h). What is asked
 * comes from the item: its questions, and of each material whether it is attached, will be brought
 * or is not there. */
#include "base/text.h"
#include "service/case.h"
#include "service/portal_pages.h"
#include "web/message.h"
#include "web/sealed.h"

enum { QUESTIONS_MAX = 10, MATERIALS_MAX = 20, FIXED_MAX = 8, ANSWER_MAX = 500 };

/* clang-format off */
static const struct question before[] = {
    {"party_sort",      ASK_RADIO,  party_sorts, 10,  NULL,             NULL,  ASK_REQUIRED},
    {"name",            ASK_LINE,   NULL,        100, "name",           NULL,  ASK_REQUIRED},
    {"identity_number", ASK_LINE,   NULL,        40,  NULL,             NULL,  ASK_REQUIRED},
    {"phone",           ASK_LINE,   NULL,        40,  "tel",            "tel", ASK_REQUIRED},
    {"address",         ASK_LINE,   NULL,        200, NULL,             NULL,  ASK_OPTIONAL},
};
static const struct question after[] = {
    {"files",           ASK_FILES,  NULL,        0,   NULL,             NULL,  ASK_OPTIONAL},
    {"delivery",        ASK_RADIO,  service_deliveries, 10, NULL,       NULL,  ASK_REQUIRED},
};
static const struct question enquiry[] = {
    {"question",        ASK_LINES,  NULL,        2000, NULL,            NULL,  ASK_REQUIRED},
    {"name",            ASK_LINE,   NULL,        100,  "name",          NULL,  ASK_OPTIONAL},
    {"phone",           ASK_LINE,   NULL,        40,   "tel",           "tel", ASK_OPTIONAL},
};
/* clang-format on */

const struct matter_act service_acts[] = {
    {"service",     "supplement", NULL, 0},
    {"service",     "withdraw",   NULL, 0},
    {"service",     "rate",       NULL, 0},
    {"service-ask", "rate",       NULL, 0},
    {NULL,          NULL,         NULL, 0},
};

/* What the item adds to the form, and how its rows are called. */
struct declared {
    const struct service_item_public *item;
    struct service_rows questions, materials;
};

static void declare(struct arena *mem, const struct service_item_public *item, struct declared *ret)
{
    ret->item = item;
    if (!service_rows_read(mem, item->questions, QUESTION_COLUMNS, &ret->questions))
        ret->questions.count = 0;
    if (!service_rows_read(mem, item->materials, MATERIAL_COLUMNS, &ret->materials))
        ret->materials.count = 0;
    if (ret->questions.count > QUESTIONS_MAX) ret->questions.count = QUESTIONS_MAX;
    if (ret->materials.count > MATERIALS_MAX) ret->materials.count = MATERIALS_MAX;
}

static size_t add_all(struct question *at, size_t n, const struct question *from, size_t count)
{
    for (size_t i = 0; i < count; i++) at[n++] = from[i];
    return n;
}

/* The questions of the form, in the order in which a person thinks: who, what, with which papers.
 */
static size_t ask_all(struct arena *mem, const struct declared *declared, struct question *at)
{
    size_t n = add_all(at, 0, before, COUNT_OF(before));
    for (size_t i = 0; i < declared->questions.count; i++) {
        bool needed = service_is_needed(declared->questions.at[i].cells[QUESTION_NEEDED]);
        at[n++] = (struct question){.name = arena_format(mem, "q%zu", i + 1),
                                    .control = ASK_LINE,
                                    .max = ANSWER_MAX,
                                    .need = needed ? ASK_REQUIRED : ASK_OPTIONAL};
    }
    for (size_t i = 0; i < declared->materials.count; i++) {
        bool needed = service_is_needed(declared->materials.at[i].cells[MATERIAL_NEEDED]);
        at[n++] = (struct question){.name = arena_format(mem, "m%zu", i + 1),
                                    .control = ASK_RADIO,
                                    .words = material_claims,
                                    .max = 20,
                                    .need = needed ? ASK_REQUIRED : ASK_OPTIONAL};
    }
    return add_all(at, n, after, COUNT_OF(after));
}

static const char *material_label(struct arena *mem, const struct service_row *row)
{
    const char *form = row->cells[MATERIAL_FORM], *copies = row->cells[MATERIAL_COPIES];
    return arena_format(mem, "%s（%s%s%s%s）", row->cells[MATERIAL_TITLE], form,
                        *form && *copies ? "，" : "", copies,
                        *copies >= '0' && *copies <= '9' ? "份" : "");
}

/* The item's own words stand above its questions. */
static void name_rows(struct arena *mem, const struct declared *declared, struct ask_form *form)
{
    for (size_t i = 0; i < form->count; i++) {
        struct ask_row *row = &form->rows[i];
        int64_t n;
        char sort = row->name[0];
        if ((sort != 'q' && sort != 'm') || !text_to_int(row->name + 1, &n) || n < 1) continue;
        if (sort == 'q' && (size_t)n <= declared->questions.count)
            row->label = declared->questions.at[n - 1].cells[QUESTION_TEXT];
        if (sort == 'm' && (size_t)n <= declared->materials.count)
            row->label = material_label(mem, &declared->materials.at[n - 1]);
    }
}

/* The form goes to the item's own agency, whatever the address says. */
static enum status right_agency(struct portal *portal, const struct web *web,
                                const struct service_item_public *item)
{
    const char *agency;
    TRY(web_text(portal->cx, web, "agency", 18, &agency));
    return text_equal(agency, item->base.agency) ? OK : NOT_FOUND;
}

static enum status above(struct portal *portal, const struct web *web, struct ask_form *form,
                         struct html *ret_head)
{
    const struct service_item_public *item;
    struct declared *declared = arena_make(portal->cx->mem, struct declared);
    TRY(services_find(portal, web, &item));
    declare(portal->cx->mem, item, declared);
    name_rows(portal->cx->mem, declared, form);
    ask_add(portal->cx, form, "item", item->base.id);
    const char *language, *words[2];
    words[0] = services_name(web, item, &language);
    words[1] = arena_format(portal->cx->mem, "/services/%s", item->base.id);
    *ret_head = body_html(portal->cx->mem, message_format(portal->cx->mem, portal->cx->language,
                                                          "services.form.of", words, 2));
    return OK;
}

/* Who says that something is attached has attached something. */
static enum status check(struct portal *portal, const struct web *web, struct ask_form *form)
{
    if (web_sealed_files(web)) return OK;
    for (size_t i = 0; i < form->count; i++)
        if (form->rows[i].name[0] == 'm' && text_equal(form->rows[i].value, "attached")) {
            ask_lack(portal->cx, form, "files", "service.lacks.files");
            return OK;
        }
    return OK;
}

static enum status make_apply(struct portal *portal, const struct web *web, struct matter_form *ret)
{
    const struct service_item_public *item;
    struct arena *mem = portal->cx->mem;
    struct declared *declared = arena_make(mem, struct declared);
    struct question *questions =
        arena_array(mem, struct question, QUESTIONS_MAX + MATERIALS_MAX + FIXED_MAX);
    TRY(services_find(portal, web, &item));
    TRY(right_agency(portal, web, item));
    if (!item->online) return NOT_FOUND;
    declare(mem, item, declared);
    *ret = (struct matter_form){.sort = "service",
                                .letter = "service.apply",
                                .path = arena_format(mem, "/services/%s/apply", item->base.id),
                                .questions = questions,
                                .head = above,
                                .check = check};
    ret->count = ask_all(mem, declared, questions);
    return OK;
}

enum status services_ask_apply(struct portal *portal, const struct web *web,
                               struct response *response)
{
    struct matter_form form;
    TRY(make_apply(portal, web, &form));
    return matter_ask_form(portal, web, response, &form);
}

enum status services_file_apply(struct portal *portal, const struct web *web,
                                struct response *response)
{
    struct matter_form form;
    TRY(make_apply(portal, web, &form));
    return matter_file_form(portal, web, response, &form);
}

static enum status make_question(struct portal *portal, const struct web *web,
                                 struct matter_form *ret)
{
    const struct service_item_public *item;
    TRY(services_find(portal, web, &item));
    TRY(right_agency(portal, web, item));
    *ret = (struct matter_form){
        .sort = "service-ask",
        .letter = "service-ask.ask",
        .path = arena_format(portal->cx->mem, "/services/%s/ask", item->base.id),
        .questions = enquiry,
        .count = COUNT_OF(enquiry),
        .head = above};
    return OK;
}

enum status services_ask_question(struct portal *portal, const struct web *web,
                                  struct response *response)
{
    struct matter_form form;
    TRY(make_question(portal, web, &form));
    return matter_ask_form(portal, web, response, &form);
}

enum status services_file_question(struct portal *portal, const struct web *web,
                                   struct response *response)
{
    struct matter_form form;
    TRY(make_question(portal, web, &form));
    return matter_file_form(portal, web, response, &form);
}
