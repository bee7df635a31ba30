/* Attachments of a draft: add, remove, look at. */
#include "base/text.h"
#include "desk/private.h"
#include "document/attachment.h"
#include "document/original.h"

static struct attachment_place place(void)
{
    return (struct attachment_place){desk_setting()->blob, desk_setting()->tmp};
}

/* What came with an inner record is about persons; proof for a superior is for both. */
static bool may_see_files(struct context *cx, const struct record *rec)
{
    if (rec->kind->flags & OVERSEEN) return record_may_read(cx, rec);
    return !(rec->kind->flags & INTERNAL) || access_may(cx->actor, READ_PERSONAL, rec->agency);
}

enum status desk_files(struct context *cx, const struct record *rec, struct record_view *view)
{
    struct attachment *files;
    if (!may_see_files(cx, rec)) return OK;
    TRY(attachment_list(cx, rec, &files, &view->file_count));
    view->files = arena_array(cx->mem, struct file_view, view->file_count + 1);
    for (size_t i = 0; i < view->file_count; i++)
        view->files[i] = (struct file_view){
            .position = files[i].position,
            .name = files[i].name,
            .media = files[i].media,
            .size = files[i].size,
            .sha256 = files[i].sha256,
            .cleared = !text_empty(files[i].cleared_by),
            .href = arena_format(cx->mem, "%s/files/%lld?edition=%lld", desk_path(cx, rec),
                                 (long long)files[i].position, (long long)rec->edition)};
    return OK;
}

/* The version that the page has shown: a file is not added to what somebody else changed. */
static enum status load_version(struct context *cx, const struct web *web, struct record **ret_rec)
{
    int64_t version;
    TRY(desk_load(cx, web, ret_rec));
    TRY(web_int(cx, web, "version", &version));
    return version == (*ret_rec)->version ? OK : CONFLICT;
}

static enum status answer(struct context *cx, const struct web *web, struct response *response,
                          struct record *rec, enum status status)
{
    if (status == OK) return desk_answer_done(cx, response, rec, false);
    if (status != INVALID) return status;
    struct record_view view = {.issues = cx->issues, .on = ""};
    TRY(desk_show_record(cx, web, response, rec, &view));
    return INVALID;
}

static enum status take_file(struct context *cx, const struct web *web, struct record *rec)
{
    const struct http_request *request = web->request;
    struct attachment_place where = place();
    struct attachment added;
    const char *name = "";
    if (request->file_count != 1 || !request->files[0].size)
        return issue(cx, "file", "desk.no_file", "");
    struct http_file *file = &request->files[0];
    if (text_clean(cx->mem, file->name, ATTACHMENT_NAME_MAX, false, &name) != TEXT_FINE)
        return issue(cx, "file", "desk.bad_file_name", "");
    struct upload upload = {name, arena_format(cx->mem, "/proc/self/fd/%d", file->fd)};
    return attachment_add(cx, &where, rec, &upload, &added);
}

enum status desk_attach(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    response->readable = true;
    TRY(load_version(cx, web, &rec));
    return answer(cx, web, response, rec, take_file(cx, web, rec));
}

enum status desk_detach(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    int64_t position;
    struct attachment_place where = place();
    response->readable = true;
    TRY(load_version(cx, web, &rec));
    TRY(web_int(cx, web, "position", &position));
    return answer(cx, web, response, rec, attachment_remove(cx, &where, rec, position));
}

/* Never shown in our own origin, whatever it says it is (SECURITY §3). */
enum status desk_file(struct context *cx, const struct web *web, struct response *response)
{
    struct record *rec;
    struct attachment file;
    struct attachment_place where = place();
    int64_t position;
    TRY(desk_load(cx, web, &rec));
    if (!may_see_files(cx, rec)) return NOT_FOUND;
    if (!text_to_int(web_path(web, "position"), &position)) return NOT_FOUND;
    TRY(attachment_find(cx, rec, position, &file));
    const char *path = attachment_path(cx->mem, &where, file.sha256);
    if (!path) return NOT_FOUND;
    TRY(http_send_file(cx, &response->http, path, file.media));
    web_as_attachment(response, file.name);
    return OK;
}

/* ---- originals ------------------------------------------------------------------------------- */

size_t desk_originals(struct context *cx, const char *record, const char *below,
                      struct file_view **ret_files)
{
    struct original *originals;
    size_t count;
    *ret_files = NULL;
    if (original_list(cx, record, &originals, &count) != OK) return 0;
    *ret_files = arena_array(cx->mem, struct file_view, count + 1);
    for (size_t i = 0; i < count; i++)
        (*ret_files)[i] = (struct file_view){
            .name = originals[i].name,
            .media = originals[i].media,
            .size = originals[i].size,
            .href = arena_format(cx->mem, "%s/%s/%lld", below, originals[i].letter,
                                 (long long)originals[i].position)};
    return count;
}

enum status desk_send_original(struct context *cx, const struct web *web, struct response *response,
                               const char *record)
{
    struct original original;
    struct attachment_place from = place();
    int64_t position;
    if (!text_to_int(web_path(web, "position"), &position)) return NOT_FOUND;
    TRY(original_find(cx, record, web_path(web, "letter"), position, &original));
    const char *path = attachment_path(cx->mem, &from, original.sha256);
    if (!path) return NOT_FOUND;
    TRY(http_send_file(cx, &response->http, path, original.media));
    web_as_attachment(response, original.name);
    return OK;
}
