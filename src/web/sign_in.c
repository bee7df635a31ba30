/* Signing in and out, and changing one's own password. */
#include <string.h>

#include "base/log.h"
#include "base/text.h"
#include "store/store.h"
#include "web/pages.h"
#include "web/private.h"
#include "web/views.h"

enum { NAME_MAX_LENGTH = 60, NEXT_MAX = 1000, HOUR_MS = 60 * 60 * 1000 };

static const struct sql guess_forget = {"sign_in_guess.forget",
                                        "DELETE FROM sign_in_guess WHERE at < $1"};
static const struct sql guess_count = {"sign_in_guess.count",
                                       "SELECT count(*) FROM sign_in_guess WHERE name = $1"};
static const struct sql guess_insert = {"sign_in_guess.insert",
                                        "INSERT INTO sign_in_guess (name, at) VALUES ($1, $2)"};
static const struct sql guess_clear = {"sign_in_guess.clear",
                                       "DELETE FROM sign_in_guess WHERE name = $1"};

const char *sign_in_next(const char *next)
{
    bool ours = next[0] == '/' && next[1] != '/' && !strchr(next, '\\');
    return ours && !text_starts(next, "/sign-in") ? next : "/";
}

/* Counted before the hash is computed and committed at once, so that guesses that arrive together
 * cannot pass together; for names that nobody has as well, so that nothing tells them apart. */
enum status sign_in_guess(struct context *cx, const char *name)
{
    int64_t count = 0;
    TRY(store_begin(cx));
    TRY(store_run(cx, &guess_forget, BIND((int64_t)(cx->now.ms - HOUR_MS)), NULL));
    TRY(store_int(cx, &guess_count, BIND(name), &count));
    if (count < GUESSES_AN_HOUR) TRY(store_run(cx, &guess_insert, BIND(name, cx->now), NULL));
    TRY(store_commit(cx));
    return count < GUESSES_AN_HOUR ? OK : DENIED;
}

static enum status show_form(const struct web *web, struct response *response,
                             const struct sign_in_page *form)
{
    struct web bound = *web;
    session_offer_token(&bound, response);
    struct page page = web_page(&bound);
    view_web_sign_in(&page, form);
    return web_show(response, &page);
}

static enum status ask_sign_in(struct context *cx, const struct web *web, struct response *response)
{
    struct sign_in_page form = {.name = ""};
    TRY(web_text(cx, web, "next", NEXT_MAX, &form.next));
    TRY(web_text(cx, web, "kept", ID_LENGTH, &form.kept));
    if (cx->actor) return web_see_other(response, sign_in_next(form.next));
    return show_form(web, response, &form);
}

/* The password as it was typed: neither trimmed nor normalised. */
static const char *typed_password(const struct web *web, const char *name)
{
    const struct http_pair *pair = http_pair_find(&web->request->form, name);
    if (!pair || pair->value.size > PASSWORD_MAX) return "";
    if (strlen((const char *)pair->value.data) != pair->value.size) return "";
    return (const char *)pair->value.data;
}

/* One at a time: 19 MiB each, and a flood of guesses must not take all the memory. */
static bool matches_one_at_a_time(const struct web *web, const char *hash, const char *password)
{
    pthread_mutex_lock(&web->site->password_lock);
    bool matches = password_matches(hash, password);
    pthread_mutex_unlock(&web->site->password_lock);
    return matches;
}

/* OK, or INVALID with *ret_message: never saying which of name and password was wrong. */
static enum status check(struct context *cx, const struct web *web, const char *name,
                         struct account *ret_account, const char **ret_message)
{
    struct site *site = web->site;
    *ret_message = "sign_in.too_many";
    if (!rate_take(&site->guesses, &web->request->from, cx->now)) return INVALID;
    enum status status = sign_in_guess(cx, name);
    if (status == DENIED) return INVALID;
    TRY(status);
    status = site->plan.accounts->by_name(cx, name, ret_account);
    if (status != OK && status != NOT_FOUND) return status;
    bool known = status == OK && !ret_account->disabled && *ret_account->password_hash;
    const char *hash = known ? ret_account->password_hash : site->nobodys_hash;
    bool matches = matches_one_at_a_time(web, hash, typed_password(web, "password"));
    *ret_message = "sign_in.wrong";
    return known && matches ? OK : INVALID;
}

/* A password over plain HTTP crosses somebody's network in the clear (SECURITY §1a). */
static bool is_private(const struct web *web)
{
    return web->request->secure || http_address_is_loopback(&web->request->from);
}

static enum status try_sign_in(struct context *cx, const struct web *web, struct response *response)
{
    struct sign_in_page form = {0};
    struct account account = {0};
    TRY(web_text(cx, web, "name", NAME_MAX_LENGTH, &form.name));
    TRY(web_text(cx, web, "next", NEXT_MAX, &form.next));
    TRY(web_text(cx, web, "kept", ID_LENGTH, &form.kept));
    form.message = "sign_in.not_private";
    enum status status =
        is_private(web) ? check(cx, web, form.name, &account, &form.message) : INVALID;
    if (status == INVALID) {
        TRY(show_form(web, response, &form));
        return INVALID;
    }
    TRY(status);
    TRY(store_run(cx, &guess_clear, BIND(form.name), NULL));
    TRY(session_begin(cx, web, response, account.id));
    const char *kept = arena_format(cx->mem, "/sign-in/kept/%s", form.kept);
    return web_see_other(response, id_is_valid(form.kept) ? kept : sign_in_next(form.next));
}

static enum status sign_out(struct context *cx, const struct web *web, struct response *response)
{
    TRY(session_end(cx, web, response));
    return web_see_other(response, "/sign-in");
}

static enum status show_password(const struct web *web, struct response *response, bool changed)
{
    struct page page = web_page(web);
    view_web_password(&page, &(struct password_page){web->cx->issues, changed});
    return web_show(response, &page);
}

static enum status ask_password(struct context *cx, const struct web *web,
                                struct response *response)
{
    const char *changed;
    TRY(web_word(cx, web, "changed", "yes", &changed));
    return show_password(web, response, *changed);
}

/* Knowing the old one is asked even of who is signed in: a desk may be left alone. */
static enum status change(struct context *cx, const struct web *web, struct response *response)
{
    const struct account_source *accounts = web->site->plan.accounts;
    const char *password = typed_password(web, "password"), *hash;
    struct account account = {0};
    TRY(accounts->by_id(cx, cx->actor->id, &account));
    enum status status = sign_in_guess(cx, account.name);
    if (status == DENIED) return issue(cx, "old", "sign_in.too_many", "");
    TRY(status);
    if (!matches_one_at_a_time(web, account.password_hash, typed_password(web, "old")))
        return issue(cx, "old", "password.old_wrong", "");
    TRY(password_judge(cx, account.name, password));
    pthread_mutex_lock(&web->site->password_lock);
    status = password_hash(cx, password, &hash);
    pthread_mutex_unlock(&web->site->password_lock);
    TRY(status);
    TRY(store_begin(cx));
    TRY(store_run(cx, &guess_clear, BIND(account.name), NULL));
    TRY(accounts->set_password(cx, account.id, hash));
    TRY(session_end_all(cx, account.id));
    TRY(session_begin(cx, web, response, account.id));
    return store_commit(cx);
}

static enum status change_password(struct context *cx, const struct web *web,
                                   struct response *response)
{
    enum status status = change(cx, web, response);
    if (status == OK) return web_see_other(response, "/password?changed=yes");
    if (status == INVALID) TRY(show_password(web, response, false));
    return status;
}

static const struct route rows[] = {
    {HTTP_GET,  "/sign-in",           EVERYBODY, ask_sign_in,     "next kept"              },
    {HTTP_POST, "/sign-in",           EVERYBODY, try_sign_in,     "name password next kept"},
    {HTTP_GET,  "/sign-in/kept/{id}", SIGNED_IN, kept_form_show,  NULL                     },
    {HTTP_POST, "/sign-out",          SIGNED_IN, sign_out,        NULL                     },
    {HTTP_GET,  "/password",          SIGNED_IN, ask_password,    "changed"                },
    {HTTP_POST, "/password",          SIGNED_IN, change_password, "old password"           },
};
const struct routes sign_in_routes = ROUTES(rows);
