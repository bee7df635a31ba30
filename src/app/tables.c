#include "app/tables.h"

#include "app/kinds.h"
#include "app/office_site.h"
#include "app/portal_site.h"
#include "base/text.h"

static const char OWN[] = "own", BELOW[] = "below", OTHER[] = "other";

enum status tables_open(struct context *cx, struct tables_sites *ret_sites)
{
    static const struct installation nowhere = {.data = "", .tmp = "", .base = "", .agency = ""};
    static const struct theme plain = {
        .name = {"", ""}
    };
    struct site_plan office, portal;
    app_register_kinds();
    TRY(store_open(cx, ":memory:", STORE_HASTY));
    office_site_plan(&nowhere, &plain, &office);
    portal_site_plan(&nowhere, &plain, &portal);
    TRY(site_open(cx, &office, &ret_sites->office));
    return site_open(cx, &portal, &ret_sites->portal);
}

/* ---- who may do what ------------------------------------------------------------------------- */

/* One role held at the agency "own", whose subtree is "below". */
static struct actor holder_of(struct grant *grant, enum role role)
{
    static const char *const subtree[] = {BELOW, NULL};
    *grant = (struct grant){role, OWN, subtree};
    return (struct actor){.id = "", .name = "", .agency = OWN, .grants = grant, .grant_count = 1};
}

static bool role_may(enum role role, enum capability capability, const char *agency)
{
    struct grant grant;
    struct actor actor = holder_of(&grant, role);
    return access_may(&actor, capability, agency);
}

static void write_head(struct out *out, const char *first)
{
    out_format(out, "%-58s %-12s", first, "capability");
    for (int role = 0; role < ROLE_COUNT; role++)
        out_format(out, " %-11s", role_word((enum role)role));
    while (out->size && out->text[out->size - 1] == ' ') out->size--;
    out_char(out, '\n');
}

static void write_cells(struct out *out, enum capability may, bool by_agency)
{
    out_format(out, " %-12s", capability_word(may));
    for (int i = 0; i < ROLE_COUNT; i++) {
        enum role role = (enum role)i;
        const char *cell = "-";
        if (!by_agency && role_may(role, may, NULL)) cell = "yes";
        if (by_agency && role_may(role, may, OWN)) cell = OWN;
        if (by_agency && role_may(role, may, BELOW)) cell = "own+below";
        if (by_agency && role_may(role, may, OTHER)) cell = "EVERYWHERE";
        out_format(out, " %-11s", cell);
    }
    while (out->text[out->size - 1] == ' ') out->size--;
    out_char(out, '\n');
}

static const char *method_word(enum http_method method)
{
    return method == HTTP_POST ? "POST" : "GET";
}

static void write_site(struct context *cx, struct out *out, const struct site *site)
{
    struct route row;
    for (size_t i = 0; site_route(site, i, &row); i++) {
        const char *label = arena_format(cx->mem, "%-6s %-4s %s", site_plan(site)->name,
                                         method_word(row.method), row.path);
        out_format(out, "%-58s", label);
        write_cells(out, row.may, false);
    }
}

/* Which kinds go this way; a workflow that several share is printed once. */
static const char *kinds_of(struct context *cx, const struct workflow *flow)
{
    struct out out = out_new(cx->mem);
    for (size_t i = 0; kind_at(i); i++)
        if (kind_at(i)->workflow == flow) out_format(&out, " %s", kind_at(i)->name);
    return out.text;
}

static bool is_first_of_its_workflow(size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (kind_at(i)->workflow == kind_at(at)->workflow) return false;
    return kind_at(at)->workflow->move_count > 0;
}

static const char *state_word(const struct workflow *flow, int state)
{
    return state == ANY_STATE ? "*" : flow->states[state].word;
}

static void write_moves(struct context *cx, struct out *out, const struct workflow *flow)
{
    for (size_t i = 0; i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        const char *label = arena_format(cx->mem, "%s: %s -> %s", state_word(flow, move->from),
                                         move->verb, state_word(flow, move->to));
        out_format(out, "%-58s", label);
        write_cells(out, move->may, true);
    }
}

enum status tables_write_access(struct context *cx, const struct tables_sites *sites,
                                struct out *out)
{
    out_text(out,
             "# Who may use which address, and make which move. Renewed by `make access`.\n"
             "# A role is held at one agency; \"below\" are the agencies of its subtree. What an\n"
             "# address shows is asked again for the agency of the record.\n\n");
    write_head(out, "site   address");
    write_site(cx, out, sites->office);
    write_site(cx, out, sites->portal);
    for (size_t i = 0; kind_at(i); i++) {
        const struct workflow *flow = kind_at(i)->workflow;
        if (!is_first_of_its_workflow(i)) continue;
        out_format(out, "\nworkflow %s:%s\n", flow->name, kinds_of(cx, flow));
        write_head(out, "state: move -> state");
        write_moves(cx, out, flow);
    }
    return OK;
}

/* ---- the other tables ------------------------------------------------------------------------ */

void tables_write_routes(const struct tables_sites *sites, struct out *out)
{
    static const struct {
        unsigned flag;
        const char *word;
    } flags[] = {
        {JSON_TWIN, " .json"   },
        {CSV_TWIN,  " .csv"    },
        {UPLOADS,   " uploads" },
        {SEALED,    " sealed"  },
        {UNSTORED,  " unstored"}
    };
    const struct site *const both[] = {sites->office, sites->portal};
    struct route row;
    for (size_t s = 0; s < COUNT_OF(both); s++)
        for (size_t i = 0; site_route(both[s], i, &row); i++) {
            out_format(out, "%-6s %-4s %-40s %-10s %s", site_plan(both[s])->name,
                       method_word(row.method), row.path, capability_word(row.may),
                       row.takes ? row.takes : "");
            for (size_t f = 0; f < COUNT_OF(flags); f++)
                if (row.flags & flags[f].flag) out_text(out, flags[f].word);
            out_char(out, '\n');
        }
}

void tables_write_fields(const struct kind *kind, struct out *out)
{
    static const char *const visibilities[] = {"public", "staff", "personal"};
    static const char *const types[] = {"text", "body", "word",  "ref", "date",
                                        "time", "int",  "money", "bool"};
    static const struct {
        unsigned flag;
        const char *word;
    } flags[] = {
        {REQUIRED,  " required" },
        {SEARCHED,  " searched" },
        {COLUMN,    " column"   },
        {FILTER,    " filter"   },
        {FIXED,     " fixed"    },
        {NARROW,    " narrow"   },
        {INHERITED, " inherited"}
    };
    for (size_t i = 0; i < kind->field_count; i++) {
        const struct field *field = &kind->fields[i];
        out_format(out, "%-20s %-9s %-6s", field->name, visibilities[field->visibility],
                   types[field->type]);
        if (field->max) out_format(out, " ≤%zu", field->max);
        if (field->of) out_format(out, " → %s", field->of);
        for (size_t f = 0; f < COUNT_OF(flags); f++)
            if (field->flags & flags[f].flag) out_text(out, flags[f].word);
        out_format(out, "  %s / %s\n", field->zh, field->en);
    }
}

void tables_write_flow(const struct kind *kind, bool dot, struct out *out)
{
    const struct workflow *flow = kind->workflow;
    if (dot) out_format(out, "digraph \"%s\" {\n", flow->name);
    for (size_t i = 0; i < flow->move_count; i++) {
        const struct move *move = &flow->moves[i];
        const char *from = state_word(flow, move->from), *to = state_word(flow, move->to);
        const char *may = capability_word(move->may);
        if (dot)
            out_format(out, "  \"%s\" -> \"%s\" [label=\"%s (%s)\"%s];\n", from, to, move->verb,
                       may, move->ledger ? " color=blue" : "");
        else
            out_format(out, "%-15s %-16s %-15s %-10s %s\n", from, move->verb, to, may,
                       move->ledger ? "writes a ledger entry" : "");
    }
    if (dot) out_text(out, "}\n");
}
