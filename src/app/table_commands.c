/* access, routes, fields, flow: the live tables, for people (CRAFT §11). */
#include <stdio.h>

#include "app/command.h"
#include "app/kinds.h"
#include "app/tables.h"
#include "base/text.h"

int command_access(struct context *cx, int argc, char **argv)
{
    struct tables_sites sites;
    struct out out = out_new(cx->mem);
    if (argc != 1) return command_usage(cx, "access");
    enum status status = tables_open(cx, &sites);
    if (status == OK) status = tables_write_access(cx, &sites, &out);
    if (status == OK) fputs(out.text, stdout);
    return command_failed(cx, status);
}

int command_routes(struct context *cx, int argc, char **argv)
{
    struct tables_sites sites;
    struct out out = out_new(cx->mem);
    if (argc != 1) return command_usage(cx, "routes");
    enum status status = tables_open(cx, &sites);
    if (status == OK) tables_write_routes(&sites, &out);
    if (status == OK) fputs(out.text, stdout);
    return command_failed(cx, status);
}

/* The kind that is named; if there is none, says which there are. */
static const struct kind *kind_named(struct context *cx, const char *name)
{
    struct out names = out_new(cx->mem);
    app_register_kinds();
    for (size_t i = 0; kind_at(i); i++) out_format(&names, " %s", kind_at(i)->name);
    if (!kind_by_name(name)) command_say(cx, "tables.kinds", name, names.text);
    return kind_by_name(name);
}

int command_fields(struct context *cx, int argc, char **argv)
{
    struct out out = out_new(cx->mem);
    if (argc != 2) return command_usage(cx, "fields");
    const struct kind *kind = kind_named(cx, argv[1]);
    if (!kind) return 2;
    tables_write_fields(kind, &out);
    fputs(out.text, stdout);
    return 0;
}

int command_flow(struct context *cx, int argc, char **argv)
{
    struct out out = out_new(cx->mem);
    bool dot = argc == 3 && text_equal(argv[2], "--dot");
    if (argc != (dot ? 3 : 2)) return command_usage(cx, "flow");
    const struct kind *kind = kind_named(cx, argv[1]);
    if (!kind) return 2;
    tables_write_flow(kind, dot, &out);
    fputs(out.text, stdout);
    return 0;
}
