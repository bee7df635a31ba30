/* import: a folder of texts, or a table of any kind, becomes drafts; texts also, at the console,
 * one released batch. */
#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/command.h"
#include "app/import_rows.h"
#include "app/import_table.h"
#include "base/file.h"
#include "base/text.h"
#include "ledger/ledger.h"
#include "organisation/organisation.h"
#include "publication/import.h"
#include "record/lifecycle.h"
#include "web/message.h"

enum { MAX_FILES = 20000, FILE_MAX = 4 << 20, TABLE_MAX = 64 << 20, SEQUENCE = 1000 };

struct order {
    const char *data, *agency, *kind, *folder, *reviewed_by, *released_by;
    struct installation at;
    const char **ids; /* of the drafts that wait for release */
    size_t count, refused;
    bool dry;
};

static const struct option options[] = {
    {"agency",           required_argument, NULL, 'a'},
    {"kind",              required_argument, NULL, 'k'},
    {"reviewed-by",                  required_argument, NULL, 'v'},
    {"released-by",required_argument, NULL, 'l'},
    {"dry-run",               no_argument, NULL, 'd'},
    {0     }
};

static int only_texts(const struct dirent *entry)
{
    return entry->d_name[0] != '.' && text_ends(entry->d_name, ".md");
}

static void tell(struct context *cx, const struct import_result *result)
{
    static const char *const words[] = {[IMPORT_NEW] = "import.new",
                                        [IMPORT_KNOWN] = "import.known",
                                        [IMPORT_REFUSED] = "import.refused"};
    const char *expected = result->expected ? message_text(cx->language, result->expected) : "";
    const char *details[] = {result->file, arena_format(cx->mem, "%d", result->line), expected};
    printf("%s\n", message_format(cx->mem, cx->language, words[result->outcome], details, 3));
}

/* A link may lead anywhere, and a pipe never ends: plain files of a sensible size are read. */
static bool is_readable(const char *path)
{
    struct stat about;
    return lstat(path, &about) == 0 && S_ISREG(about.st_mode) && about.st_size <= FILE_MAX &&
           access(path, R_OK) == 0;
}

static void refuse_file(struct context *cx, struct order *order, const char *name)
{
    order->refused++;
    tell(cx, &(struct import_result){
                 .file = name, .outcome = IMPORT_REFUSED, .expected = "import.unreadable"});
}

/* One that is refused is told, and the others go on. */
static enum status import_one(struct context *cx, struct order *order, const char *name)
{
    struct bytes text;
    struct import_result result;
    const char *path = arena_format(cx->mem, "%s/%s", order->folder, name);
    if (!is_readable(path)) {
        refuse_file(cx, order, name);
        return OK;
    }
    TRY(file_read(cx, path, FILE_MAX, &text));
    const char *key = arena_copy_n(cx->mem, name, strlen(name) - strlen(".md"));
    enum status status = import_document(cx, order->agency, key, text, &result);
    if (status == INVALID && !result.expected) result.expected = "command.invalid";
    if (status == INVALID)
        result.outcome = IMPORT_REFUSED, order->refused++, cx->issues = NULL;
    else
        TRY(status);
    tell(cx, &result);
    if (status == OK) order->ids[order->count++] = result.id;
    return OK;
}

/* The person at the console writes; the two named accounts decide. */
static const struct actor *importer(struct context *cx, const char *agency)
{
    struct actor *actor = arena_make(cx->mem, struct actor);
    struct grant *grant = arena_make(cx->mem, struct grant);
    const char *user = getenv("USER");
    *grant = (struct grant){ROLE_CLERK, agency, NULL};
    *actor = (struct actor){.id = "console",
                            .name = "console",
                            .agency = agency,
                            .unit = "",
                            .grants = grant,
                            .grant_count = 1};
    actor->label = arena_format(cx->mem, "@import:%s", user ? user : "console");
    return actor;
}

static enum status import_all(struct context *cx, struct order *order)
{
    struct dirent **names = NULL;
    int count = scandir(order->folder, &names, only_texts, alphasort);
    if (count < 0) return issue(cx, order->folder, "import.no_folder", "");
    order->ids = arena_array(cx->mem, const char *, (size_t)count + 1);
    cx->actor = importer(cx, order->agency);
    enum status status = OK;
    for (int i = 0; i < count; i++) {
        if (status == OK && i < MAX_FILES) status = import_one(cx, order, names[i]->d_name);
        free(names[i]);
    }
    free(names);
    return status;
}

static const struct sql state_of = {
    "import.state", "SELECT COUNT(*) FROM normative_document WHERE id = $1 AND state = 'drafted'"};

/* Batches of drafts only: what an earlier run released is left alone. */
static enum status keep_drafts(struct context *cx, struct order *order)
{
    size_t kept = 0;
    for (size_t i = 0; i < order->count; i++) {
        int64_t drafted;
        TRY(store_int(cx, &state_of, BIND(order->ids[i]), &drafted));
        if (drafted) order->ids[kept++] = order->ids[i];
    }
    order->count = kept;
    return OK;
}

static enum status step(struct context *cx, struct order *order, const char *who, const char *verb)
{
    static const struct reason why = {"导入批次 / imported batch", "", "", {DATE_NO_DAY}};
    struct batch batch = {&normative_document_kind, order->ids, order->count, ""};
    enum status status = people_console_actor(cx, who, &cx->actor);
    if (status == NOT_FOUND) return issue(cx, who, "user.unknown", who);
    TRY(status);
    return record_move_batch(cx, &batch, verb, &why);
}

static enum status release(struct context *cx, struct order *order)
{
    struct ledger *ledger;
    size_t done;
    if (!order->reviewed_by) return OK;
    if (!order->at.console_release) return issue(cx, "console_release", "import.not_allowed", "");
    if (text_equal(order->reviewed_by, order->released_by))
        return issue(cx, "--released-by", "import.one_person", "");
    lifecycle_allow_console(true);
    TRY(keep_drafts(cx, order));
    TRY(step(cx, order, order->reviewed_by, "console-review"));
    TRY(step(cx, order, order->released_by, "console-release"));
    TRY(ledger_open(cx, order->at.data, CLOCK_SYSTEM, &ledger));
    enum status status;
    do status = ledger_sequence(cx, ledger, SEQUENCE, &done);
    while (status == OK && done);
    ledger_close(ledger);
    return status == BUSY ? OK : status; /* a serving office has its own sequencer */
}

/* ---- a table --------------------------------------------------------------------------------- */

static void tell_fault(struct context *cx, const struct order *order, const struct kind *kind,
                       const struct import_fault *fault)
{
    const struct field *field = kind_field(kind, fault->field);
    const char *sentence = message_format(cx->mem, cx->language, fault->message, &fault->detail, 1);
    const char *details[] = {order->folder, arena_format(cx->mem, "%d", fault->line),
                             field ? field_label(field, cx->language) : fault->field, sentence};
    printf("%s\n", message_format(cx->mem, cx->language, "import.fault", details, 4));
}

/* Every row or none; what will not do is told by line and field. */
static enum status import_file(struct context *cx, struct order *order)
{
    struct bytes text;
    const struct kind *kind = kind_by_name(order->kind);
    struct table_import import = {.kind = kind,
                                  .agency = order->agency,
                                  .name = order->folder,
                                  .dry = order->dry,
                                  .as = importer};
    if (!kind || order->reviewed_by) return issue(cx, "--kind", "import.kind", order->kind);
    enum status found = file_read(cx, order->folder, TABLE_MAX, &text);
    if (found == NOT_FOUND) return issue(cx, order->folder, "import.unreadable", "");
    TRY(found);
    enum status status = import_table(cx, &import, text);
    if (status == INVALID && !import.faults) return INVALID;
    if (status != OK && status != INVALID) return status;
    for (const struct import_fault *at = import.faults; at; at = at->next)
        tell_fault(cx, order, kind, at);
    const char *details[] = {arena_format(cx->mem, "%zu", import.made),
                             arena_format(cx->mem, "%zu", import.known),
                             arena_format(cx->mem, "%zu", import.refused)};
    const char *message = order->dry ? "import.would" : "import.done";
    printf("%s\n", message_format(cx->mem, cx->language, message, details, 3));
    order->refused = import.refused;
    return OK;
}

static enum status run(struct context *cx, struct order *order)
{
    struct agency agency;
    TRY(command_open(cx, order->data, STORE_DURABLE, &order->at));
    if (import_rows_known(order->folder)) {
        if (agency_by_code(cx, order->agency, &agency) != OK)
            return issue(cx, "--agency", "user.agency", order->agency);
        return import_file(cx, order);
    }
    if (!text_equal(order->kind, normative_document_kind.name))
        return issue(cx, "--kind", "import.kind", order->kind);
    if (agency_by_code(cx, order->agency, &agency) != OK)
        return issue(cx, "--agency", "user.agency", order->agency);
    TRY(import_all(cx, order));
    return release(cx, order);
}

int command_import(struct context *cx, int argc, char **argv)
{
    struct order *order = arena_make(cx->mem, struct order);
    for (int option; (option = getopt_long(argc, argv, "", options, NULL)) != -1;) {
        switch (option) {
        case 'a':
            order->agency = optarg;
            break;
        case 'k':
            order->kind = optarg;
            break;
        case 'v':
            order->reviewed_by = optarg;
            break;
        case 'l':
            order->released_by = optarg;
            break;
        case 'd':
            order->dry = true;
            break;
        default:
            return command_usage(cx, "import");
        }
    }
    bool half = !order->reviewed_by != !order->released_by;
    if (argc - optind != 2 || !order->agency || !order->kind || half)
        return command_usage(cx, "import");
    order->data = argv[optind];
    order->folder = argv[optind + 1];
    int code = command_failed(cx, run(cx, order));
    return code ? code : order->refused ? 2 : 0;
}
