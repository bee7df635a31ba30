/* The message compiler: messages/<language>/<module>.po, all of them, → one sorted C table, and the
 * list of ids with their number of arguments that the template compiler checks against.
 *
 *     msgc OUT.c OUT.ids OUT.d messages
 *
 * It takes the part of gettext's PO that a catalogue of sentences needs (msgid, msgstr, comments,
 * strings over several lines; msgfmt --check accepts every file it does) and refuses what would
 * be found too late: a duplicate id, an id that a language lacks, an empty or fuzzy sentence, and
 * languages that do not name the same %1 … %9.
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tool.h"

enum { LANGUAGES = 2, MOST = 20000 };
static const char *const languages[LANGUAGES] = {"zh", "en"}; /* order of enum language */

struct entry {
    const char *id, *text; /* as escaped in the file: PO escapes are C escapes */
    const char *path;
    int line;
    unsigned placeholders; /* bit n: %n occurs */
};

struct catalogue {
    struct entry *entries;
    size_t count;
};

struct reader {
    struct arena *mem;
    const char *path;
    int line;
    bool fuzzy, has_id, has_text;
    struct out id, text;
    struct out *open; /* where a continued string goes on */
    int id_line;
    struct catalogue *into;
};

static bool is_id(const char *id)
{
    return id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789_.-")] == '\0' && id[0] != '.';
}

static bool find_placeholders(const struct reader *r, const char *text, unsigned *ret_found)
{
    unsigned found = 0;
    for (const char *p = text; (p = strchr(p, '%')); p++)
        if (p[1] >= '1' && p[1] <= '9') found |= 1U << (p[1] - '0');
    unsigned all = found >> 1;
    if (all & (all + 1)) return tool_error(r->path, r->id_line, 0, "%%1 … %%9 leave a number out");
    *ret_found = found;
    return true;
}

/* The entry that has been read so far is complete: keep it, unless it is the file's header. */
static bool keep_entry(struct reader *r)
{
    if (!r->has_id) return true;
    if (!r->has_text) return tool_error(r->path, r->id_line, 0, "msgid without msgstr");
    struct entry entry = {r->id.text, r->text.text, r->path, r->id_line, 0};
    bool header = !r->id.size, fuzzy = r->fuzzy;
    r->has_id = r->has_text = r->fuzzy = false;
    r->open = NULL;
    if (header) return true;
    if (fuzzy) return tool_error(r->path, r->id_line, 0, "\"%s\" is marked fuzzy", entry.id);
    if (!is_id(entry.id)) return tool_error(r->path, r->id_line, 0, "bad id \"%s\"", entry.id);
    if (!entry.text[0]) return tool_error(r->path, r->id_line, 0, "\"%s\" is empty", entry.id);
    if (!find_placeholders(r, entry.text, &entry.placeholders)) return false;
    if (r->into->count == MOST) return tool_error(r->path, r->line, 0, "too many messages");
    r->into->entries[r->into->count++] = entry;
    return true;
}

/* Appends the inside of "…", which must fill the rest of the line. */
static bool read_string(struct reader *r, const char *p)
{
    p += strspn(p, " \t");
    if (*p++ != '"' || !r->open) return tool_error(r->path, r->line, 0, "a \"string\" is expected");
    for (; *p && *p != '"'; p++) {
        if (*p == '\\') {
            if (!p[1] || !strchr("nt\"\\", p[1]))
                return tool_error(r->path, r->line, 0, "only \\n \\t \\\" and \\\\ are escapes");
            out_char(r->open, *p++);
        }
        out_char(r->open, *p);
    }
    if (*p != '"' || p[1 + strspn(p + 1, " \t\r")])
        return tool_error(r->path, r->line, 0, "the string does not end");
    return true;
}

static bool read_line(struct reader *r, const char *line)
{
    const char *p = line + strspn(line, " \t\r");
    if (!strncmp(p, "#,", 2) && strstr(p, "fuzzy")) {
        if (!keep_entry(r)) return false;
        r->fuzzy = true;
        return true;
    }
    if (!*p || *p == '#') return true;
    if (*p == '"') return read_string(r, p);
    if (!strncmp(p, "msgid ", 6)) {
        if (r->has_id && !keep_entry(r)) return false;
        r->has_id = true;
        r->id_line = r->line;
        r->id = out_new(r->mem);
        r->open = &r->id;
        return read_string(r, p + 6);
    }
    if (!strncmp(p, "msgstr ", 7) && r->has_id && !r->has_text) {
        r->has_text = true;
        r->text = out_new(r->mem);
        r->open = &r->text;
        return read_string(r, p + 7);
    }
    return tool_error(r->path, r->line, 0, "msgid \"…\" or msgstr \"…\" is expected");
}

static bool read_file(struct arena *mem, const char *path, struct catalogue *into)
{
    char *text = tool_read(mem, path);
    if (!text) return false;
    struct reader r = {.mem = mem, .path = path, .into = into};
    bool fine = true;
    for (char *next; fine && text; text = next) {
        next = strchr(text, '\n');
        if (next) *next++ = '\0';
        r.line++;
        fine = read_line(&r, text);
    }
    return fine && keep_entry(&r);
}

static int is_po(const struct dirent *file)
{
    size_t n = strlen(file->d_name);
    return n > 3 && !strcmp(file->d_name + n - 3, ".po");
}

static int by_id(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->id, ((const struct entry *)b)->id);
}

/* Reads a language's folder, names each file in depends, and sorts. */
static bool read_folder(struct arena *mem, const char *folder, struct out *depends,
                        struct catalogue *ret_catalogue)
{
    struct catalogue all = {arena_array(mem, struct entry, MOST), 0};
    struct dirent **files;
    int count = scandir(folder, &files, is_po, alphasort);
    if (count < 0) return tool_error(folder, 1, 0, "there is no such folder");
    out_format(depends, " %s", folder);
    bool fine = true;
    for (int i = 0; i < count; i++) {
        const char *path = arena_format(mem, "%s/%s", folder, files[i]->d_name);
        free(files[i]);
        out_format(depends, " %s", path);
        fine = read_file(mem, path, &all) && fine;
    }
    free(files);
    qsort(all.entries, all.count, sizeof *all.entries, by_id);
    for (size_t i = 1; i < all.count; i++) {
        const struct entry *a = &all.entries[i - 1], *b = &all.entries[i];
        if (strcmp(a->id, b->id) != 0) continue;
        fine = tool_error(b->path, b->line, 0, "\"%s\" is at %s:%d too", b->id, a->path, a->line);
    }
    *ret_catalogue = all;
    return fine;
}

/* Both are sorted: walk them in step. */
static bool compare(const struct catalogue *a, const struct catalogue *b)
{
    bool fine = true;
    for (size_t i = 0, j = 0; i < a->count || j < b->count;) {
        const struct entry *x = i < a->count ? &a->entries[i] : NULL;
        const struct entry *y = j < b->count ? &b->entries[j] : NULL;
        int order = !x ? 1 : !y ? -1 : strcmp(x->id, y->id);
        const struct entry *alone = order < 0 ? x : y;
        if (order)
            fine = tool_error(alone->path, alone->line, 0, "\"%s\" is missing in \"%s\"", alone->id,
                              languages[order < 0]);
        else if (x->placeholders != y->placeholders)
            fine = tool_error(y->path, y->line, 0, "\"%s\" names other %%1 … %%9 than %s:%d", y->id,
                              x->path, x->line);
        i += order <= 0;
        j += order >= 0;
    }
    return fine;
}

static void put_tables(const struct catalogue *all, struct out *code, struct out *ids)
{
    out_text(code, "/* Made by tools/messages.c from messages/. */\n"
                   "#include \"web/message_table.h\"\n\n"
                   "const struct message message_table[] = {\n");
    for (size_t i = 0; i < all[0].count; i++) {
        const struct entry *zh = &all[0].entries[i], *en = &all[1].entries[i];
        int arguments = 0;
        while (zh->placeholders >> (arguments + 1)) arguments++;
        out_format(code, "    {\"%s\", {\"%s\", \"%s\"}, %d},\n", zh->id, zh->text, en->text,
                   arguments);
        out_format(ids, "\n%s %d", zh->id, arguments);
    }
    out_format(code, "};\nconst size_t message_count = %zu;\n", all[0].count);
}

int main(int argc, char **argv)
{
    if (argc != 5) {
        fputs("usage: msgc OUT.c OUT.ids OUT.d FOLDER\n", stderr);
        return 2;
    }
    struct arena *mem = arena_new("messages");
    struct catalogue all[LANGUAGES];
    struct out code = out_new(mem), ids = out_new(mem), depends = out_new(mem);
    out_format(&depends, "%s:", argv[1]);
    bool fine = true;
    for (size_t i = 0; i < LANGUAGES; i++)
        fine = read_folder(mem, arena_format(mem, "%s/%s", argv[4], languages[i]), &depends,
                           &all[i]) &&
               fine;
    fine = fine && compare(&all[0], &all[1]);
    if (fine && !all[0].count) fine = tool_error(argv[4], 1, 0, "there is no message");
    if (fine) {
        put_tables(all, &code, &ids);
        out_char(&depends, '\n');
        fine = tool_write(argv[1], &code) && tool_write(argv[2], &ids) &&
               tool_write(argv[3], &depends);
    }
    arena_free(mem);
    return fine ? 0 : 1;
}
