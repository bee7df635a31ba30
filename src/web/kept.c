/* Nothing typed is ever lost, not by a session that ended (DESIGN §7).
 *
 * A form that arrives after the end of its session is kept as it was sent, for the account whose
 * session it was. After signing in, its owner sees what was kept and sends it again, under the new
 * session's token; the handler behind it needs to know nothing of this. Files are not kept. */
#include <string.h>

#include "base/text.h"
#include "store/store.h"
#include "web/pages.h"
#include "web/private.h"
#include "web/views.h"

enum { KEPT_MS = 7 * 24 * 60 * 60 * 1000, KEPT_PER_ACCOUNT = 20 };

static const struct sql tables = {
    "kept_form.tables",
    "CREATE TABLE IF NOT EXISTS kept_form (id TEXT PRIMARY KEY, account TEXT NOT NULL,"
    " action TEXT NOT NULL, fields BLOB NOT NULL, kept_at INTEGER NOT NULL) STRICT;"
    "CREATE INDEX IF NOT EXISTS kept_form_account ON kept_form (account, kept_at)"};
static const struct sql insert = {
    "kept_form.insert",
    "INSERT INTO kept_form (id, account, action, fields, kept_at) VALUES ($1, $2, $3, $4, $5)"};
static const struct sql find = {
    "kept_form.find",
    "SELECT action, fields, kept_at FROM kept_form WHERE id = $1 AND account = $2"};
static const struct sql forget_old = {"kept_form.forget_old",
                                      "DELETE FROM kept_form WHERE kept_at < $1"};
static const struct sql forget_most = {
    "kept_form.forget_most",
    "DELETE FROM kept_form WHERE account = $1 AND id NOT IN"
    " (SELECT id FROM kept_form WHERE account = $1 ORDER BY kept_at DESC, id LIMIT $2)"};

enum status kept_tables(struct context *cx)
{
    return store_ensure(cx, &tables);
}

/* As it came, so that sending it again is the same request; but for the old session's token. */
static struct bytes encoded_form(struct arena *mem, const struct http_pairs *form)
{
    struct out out = out_new(mem);
    for (size_t i = 0; i < form->count; i++) {
        const struct http_pair *pair = &form->at[i];
        if (text_equal(pair->name, HTML_CSRF_FIELD) ||
            memchr(pair->value.data, 0, pair->value.size))
            continue;
        out_format(&out, "%s%s=%s", out.size ? "&" : "", http_encode(mem, pair->name, false),
                   http_encode(mem, (const char *)pair->value.data, false));
    }
    return out_taken(&out);
}

enum status kept_form_store(struct context *cx, const struct web *web, const char **ret_id)
{
    const char *id = id_new(cx->mem);
    struct bytes fields = encoded_form(cx->mem, &web->request->form);
    TRY(store_begin(cx));
    TRY(store_run(cx, &forget_old, BIND((int64_t)(cx->now.ms - KEPT_MS)), NULL));
    TRY(store_run(cx, &insert,
                  BIND(id, web->session->account, web_address(web, "", NULL), fields, cx->now),
                  NULL));
    TRY(store_run(cx, &forget_most, BIND(web->session->account, KEPT_PER_ACCOUNT), NULL));
    TRY(store_commit(cx));
    *ret_id = id;
    return OK;
}

static enum status load(struct context *cx, const char *id, struct kept_page *ret_page,
                        struct bytes *ret_fields)
{
    struct rows *rows;
    bool found = false;
    TRY(store_query(cx, &find, BIND(id, cx->actor->id), &rows));
    while (rows_next(rows)) {
        found = true;
        ret_page->action = rows_text(rows, 0);
        *ret_fields = rows_bytes(rows, 1);
        ret_page->kept_at = rows_moment(rows, 2);
    }
    TRY(rows_end(rows));
    return found ? OK : NOT_FOUND;
}

enum status kept_form_show(struct context *cx, const struct web *web, struct response *response)
{
    struct kept_page kept = {0};
    struct bytes raw;
    struct http_pairs form = {0};
    TRY(load(cx, web_path(web, "id"), &kept, &raw));
    if (!http_decode_form(cx->mem, raw, HTTP_FIELDS_MAX, &form))
        return fault(cx, "a kept form cannot be read");
    struct kept_field *fields = arena_array(cx->mem, struct kept_field, form.count + 1);
    for (size_t i = 0; i < form.count; i++) {
        const char *value = (const char *)form.at[i].value.data;
        bool fine = text_is_utf8(value, form.at[i].value.size);
        fields[i] = (struct kept_field){form.at[i].name, fine ? value : ""};
    }
    kept.fields = fields;
    kept.count = form.count;
    struct page page = web_page(web);
    view_web_kept(&page, &kept);
    return web_show(response, &page);
}
