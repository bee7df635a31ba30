#include "service/guide.h"

#include "base/text.h"
#include "web/message.h"

/* clang-format off */
const struct guide_heading guide_headings[] = {
    {"name",       {"title"}},
    {"code",       {"code"}},
    {"scope",      {"summary"}},
    {"type",       {"sort"}},
    {"basis",      {"basis", "basis_article", "more_basis"}},
    {"accepts",    {"accepts"}},
    {"decides",    {"decides"}},
    {"quota",      {"quota"}},
    {"conditions", {"conditions"}},
    {"prohibited", {"prohibited"}},
    {"materials",  {"materials"}},
    {"apply",      {"how"}},
    {"procedure",  {"procedure"}},
    {"manner",     {"manner"}},
    {"term",       {"promised_days", "legal_days"}},
    {"fee",        {"fee_note"}},
    {"result",     {"result"}},
    {"delivery",   {"delivery"}},
    {"rights",     {"rights"}},
    {"enquiries",  {"phone"}},
    {"complaints", {"complaints"}},
    {"office",     {"place"}},
    {"hours",      {"hours"}},
    {"tracking",   {"tracking"}},
    {"visits",     {"visits"}},
    {0}};
/* clang-format on */

static bool answers(const struct field *fields, size_t count, const void *rec, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal(fields[i].name, name)) return !field_is_absent(&fields[i], rec);
    return false;
}

void guide_gaps(const struct field *fields, size_t field_count, const void *rec,
                struct guide_gaps *ret_gaps)
{
    *ret_gaps = (struct guide_gaps){0};
    for (const struct guide_heading *h = guide_headings; h->id; h++) {
        bool found = false;
        for (size_t i = 0; i < COUNT_OF(h->fields) && h->fields[i]; i++)
            found |= answers(fields, field_count, rec, h->fields[i]);
        if (!found && ret_gaps->count < COUNT_OF(ret_gaps->at)) ret_gaps->at[ret_gaps->count++] = h;
    }
}

const char *guide_gaps_write(struct context *cx, const struct guide_gaps *gaps)
{
    struct out out = out_new(cx->mem);
    for (size_t i = 0; i < gaps->count; i++) {
        if (i) out_text(&out, cx->language == CHINESE ? "、" : ", ");
        out_text(&out, message_text(cx->language,
                                    arena_format(cx->mem, "service.head.%s", gaps->at[i]->id)));
    }
    return gaps->count ? out.text : "";
}
