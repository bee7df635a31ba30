/* A word that something waits behind the receipt code: by e-mail, or by the command for text
 * messages where no e-mail was given. It names the agency and the site, and nobody. */
#include <string.h>

#include "base/text.h"
#include "organisation/organisation.h"
#include "outbox/outbox.h"
#include "request/letter_text.h"
#include "request/private.h"

/* The way that is set up and for which the applicant has given an address; false: there is none. */
static bool choose_way(const struct application *a, struct outbox_notice *notice)
{
    const struct request_setting *set = request_setting();
    const char *phone = text_empty(a->phone) ? a->agent_phone : a->phone;
    notice->channel = OUTBOX_EMAIL;
    notice->recipient = a->email;
    if (set->mails && outbox_recipient_is_right(notice->channel, notice->recipient)) return true;
    notice->channel = OUTBOX_COMMAND;
    notice->recipient = phone;
    return set->texts && outbox_recipient_is_right(notice->channel, notice->recipient);
}

static const char *key_of(struct context *cx, const struct record *letter)
{
    return arena_format(cx->mem, "letter:%s:%lld", letter->id, (long long)letter->edition);
}

/* Whoever has no code has nothing to open: their letter goes to them on paper. */
enum status request_tell(struct context *cx, const struct request_letter *letter)
{
    struct application a;
    struct agency agency;
    struct letter_text text;
    struct outbox_notice notice = {0};
    const struct request_setting *set = request_setting();
    if (!text_empty(letter->consultation) || text_empty(set->portal)) return OK;
    TRY(request_fetch(cx, letter->application, &a));
    if (text_empty(a.capsule_key) || !choose_way(&a, &notice)) return OK;
    TRY(agency_by_code(cx, a.base.agency, &agency));
    bool english = text_equal(a.base.language, "en");
    const char *name = english && !text_empty(agency.name_en) ? agency.name_en : agency.name;
    const struct letter_value values[] = {
        {"agency", name       },
        {"site",   set->portal}
    };
    TRY(letter_compose(cx, letter_template(set->letters, "notice"), english ? ENGLISH : CHINESE,
                       (struct letter_values){values, COUNT_OF(values)}, &text));
    notice.subject = text.subject;
    notice.body = text.body;
    notice.key = key_of(cx, &letter->base);
    return outbox_put(cx, &notice);
}

static const struct sql letters_of = {"notify.letters",
                                      "SELECT id, edition FROM letter WHERE application = $1"};

/* With the person's other data go the addresses of notices that were never sent. */
enum status request_forget_notices(struct context *cx, const char *application)
{
    struct rows *rows;
    struct out keys = out_new(cx->mem);
    TRY(store_query(cx, &letters_of, BIND(application), &rows));
    while (rows_next(rows)) {
        struct record letter = {.id = rows_text(rows, 0), .edition = rows_int(rows, 1)};
        out_format(&keys, "%s\n", key_of(cx, &letter));
    }
    TRY(rows_end(rows));
    for (const char *at = keys.size ? keys.text : ""; *at;) {
        size_t size = strcspn(at, "\n");
        TRY(outbox_forget(cx, arena_copy_n(cx->mem, at, size)));
        at += size + 1;
    }
    return OK;
}
