#include "app/installation.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_table.h"
#include "app/intake.h"
#include "app/kinds.h"
#include "base/file.h"
#include "base/text.h"
#include "base/yaml.h"
#include "catalogue/catalogue.h"
#include "contact/contact.h"
#include "desk/scan.h"
#include "intake/fate.h"
#include "intake/keys.h"
#include "law/code.h"
#include "ledger/ledger.h"
#include "organisation/organisation.h"
#include "oversight/assessment.h"
#include "oversight/links.h"
#include "record/record.h"
#include "request/letter_text.h"
#include "request/request.h"

/* ---- configuration ----------------------------------------------------------------------------
 */

struct raw_names {
    char *zh, *en;
};
struct raw_portal {
    char *address, *base, *confined, *proxied;
};
struct raw_office {
    char *address, *proxied;
};
struct raw_licence {
    char *zh, *en, *url;
};
struct raw {
    struct raw_names *name, *line;
    struct raw_licence *licence;
    char *zone, *agency, *law, *calendar, *console_release, *demonstration;
    struct raw_portal *portal;
    struct raw_office *office;
    struct outbox_raw *notify;
};

/* clang-format off */
static const cyaml_schema_field_t names_fields[] = {
    YAML_TEXT("zh", struct raw_names, zh), YAML_TEXT("en", struct raw_names, en), CYAML_FIELD_END};
static const cyaml_schema_field_t licence_fields[] = {
    YAML_TEXT("zh", struct raw_licence, zh), YAML_TEXT("en", struct raw_licence, en),
    YAML_TEXT("url", struct raw_licence, url), CYAML_FIELD_END};
static const cyaml_schema_field_t portal_fields[] = {
    YAML_TEXT("address", struct raw_portal, address), YAML_MAY("base", struct raw_portal, base),
    YAML_MAY("confined", struct raw_portal, confined),
    YAML_MAY("proxied", struct raw_portal, proxied), CYAML_FIELD_END};
static const cyaml_schema_field_t office_fields[] = {
    YAML_TEXT("address", struct raw_office, address),
    YAML_MAY("proxied", struct raw_office, proxied), CYAML_FIELD_END};
static const cyaml_schema_field_t fields[] = {
    CYAML_FIELD_MAPPING_PTR("name", CYAML_FLAG_POINTER, struct raw, name, names_fields),
    CYAML_FIELD_MAPPING_PTR("line", CYAML_FLAG_POINTER, struct raw, line, names_fields),
    YAML_TEXT("zone", struct raw, zone), YAML_MAY("agency", struct raw, agency),
    YAML_MAY("law", struct raw, law), YAML_MAY("calendar", struct raw, calendar),
    CYAML_FIELD_MAPPING_PTR("portal", CYAML_FLAG_POINTER, struct raw, portal, portal_fields),
    CYAML_FIELD_MAPPING_PTR("office", CYAML_FLAG_POINTER, struct raw, office, office_fields),
    CYAML_FIELD_MAPPING_PTR("notify", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct raw, notify,
                            outbox_fields),
    CYAML_FIELD_MAPPING_PTR("licence", CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL, struct raw,
                            licence, licence_fields),
    YAML_MAY("console_release", struct raw, console_release),
    YAML_MAY("demonstration", struct raw, demonstration), CYAML_FIELD_END};
static const cyaml_schema_value_t schema = {
    CYAML_VALUE_MAPPING(CYAML_FLAG_POINTER, struct raw, fields)};

static const char template[] =
    "# Gongkai: configuration of this installation. Restart the program after a change.\n"
    "\n"
    "# What the site calls itself, and the line below it.\n"
    "name:\n  zh: \"%s\"\n  en: \"%s\"\n"
    "line:\n  zh: 政府信息公开\n  en: Open Government Information\n"
    "\n"
    "# Fixed when the installation was made: acts carry civil dates of this zone.\n"
    "zone: %s\n"
    "\n"
    "# Organisation code of the agency whose site this is.\n"
    "agency: \"%s\"\n"
    "\n"
    "# The law that applies here: the family that its files in regimes/ name. Each is in force on its\n"
    "# own days. Working days are counted by the family's calendar; \"calendar: ID\" names another.\n"
    "law: " LAW_FAMILY "\n"
    "\n"
    "portal:\n"
    "  # Where the public reads: HOST:PORT. Put nginx with TLS in front of it.\n"
    "  address: 127.0.0.1:8080\n"
    "  # Say \"yes\" when a proxy on this machine stands in front and sets X-Forwarded-For and\n"
    "  # X-Forwarded-Proto itself: without it nobody can be told apart, and no limit holds.\n"
    "  proxied: \"no\"\n"
    "  # The address that citizens type, without a slash at the end; used in feeds.\n"
    "  base: \"\"\n"
    "  # The portal process gives up every right it does not need. Say \"no\" only on a kernel\n"
    "  # without Landlock; every office page then says so.\n"
    "  confined: \"yes\"\n"
    "\n"
    "office:\n"
    "  # Where staff work. Needs a host name of its own: cookies do not tell ports apart.\n"
    "  address: localhost:8081\n"
    "  proxied: \"no\"\n"
    "\n"
    "# Under which licence what is published may be reused: shown on /data, named with every\n"
    "# download. Without it nothing is said.\n"
    "#licence:\n#  zh: 知识共享 署名 4.0 国际\n#  en: Creative Commons Attribution 4.0\n"
    "#  url: https://creativecommons.org/licenses/by/4.0/\n"
    "\n"
    "# May `gongkai import --reviewed-by … --released-by …` release at the console?\n"
    "console_release: \"%s\"\n"
    "# Shows on every page that the data are made up.\n"
    "demonstration: \"%s\"\n";
/* clang-format on */

static void set_paths(struct context *cx, struct installation *at)
{
    const struct {
        const char **path, *name;
    } rows[] = {
        {&at->configuration,  "gongkai.yaml"     },
        {&at->office_db,      "office.db"        },
        {&at->blob,           "blob"             },
        {&at->keys,           "keys"             },
        {&at->ledger,         "ledger"           },
        {&at->portal,         "portal"           },
        {&at->portal_db,      "portal/portal.db" },
        {&at->filed,          "portal/filed"     },
        {&at->capsule,        "capsule"          },
        {&at->intake_tmp,     "intake/tmp"       },
        {&at->intake_new,     "intake/new"       },
        {&at->intake_held,    "intake/held"      },
        {&at->intake_waiting, "intake/waiting"   },
        {&at->intake_key,     "ledger/intake.key"},
        {&at->tmp,            "tmp"              },
    };
    for (size_t i = 0; i < COUNT_OF(rows); i++)
        *rows[i].path = arena_format(cx->mem, "%s/%s", at->data, rows[i].name);
}

/* http://HOST, https://HOST:PORT: what links and feeds begin with, so nothing may follow it. */
static bool is_base(const char *base)
{
    size_t scheme = text_starts(base, "https://") ? 8 : text_starts(base, "http://") ? 7 : 0;
    const char *host = base + scheme;
    size_t length =
        strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
    if (*host == '[') length = strcspn(host, "]") + (strchr(host, ']') != NULL);
    const char *port = host + length;
    if (!scheme || !length || *host == '.' || *host == '-') return false;
    return !*port || (*port == ':' && port[1] && !port[1 + strspn(port + 1, "0123456789")]);
}

static enum status set_licence(struct context *cx, struct yaml *yaml, const struct raw_licence *raw,
                               struct licence *licence)
{
    *licence = (struct licence){
        .name = {"", ""},
          .url = ""
    };
    if (!raw) return OK;
    if (!text_starts(raw->url, "https://") && !text_starts(raw->url, "http://"))
        return yaml_wrong(yaml, "the address of the licence's text", "licence.url");
    licence->name[CHINESE] = arena_copy(cx->mem, raw->zh);
    licence->name[ENGLISH] = arena_copy(cx->mem, raw->en);
    licence->url = arena_copy(cx->mem, raw->url);
    return OK;
}

static enum status check_texts(struct yaml *yaml, const struct installation *at)
{
    if (*at->base && !is_base(at->base))
        return yaml_wrong(yaml, "an address like https://ga.example.gov.cn, nothing after the host",
                          "portal.base");
    if (*at->agency && !organisation_code_is_valid(at->agency))
        return yaml_wrong(yaml, "an organisation code with its check character", "agency");
    if (zone_open(at->zone) != OK)
        return yaml_wrong(yaml, "a time zone like Asia/Shanghai", "zone");
    return OK;
}

static enum status set_texts(struct context *cx, struct yaml *yaml, const struct raw *raw,
                             struct installation *at)
{
    at->name[CHINESE] = arena_copy(cx->mem, raw->name->zh);
    at->name[ENGLISH] = arena_copy(cx->mem, raw->name->en);
    at->line[CHINESE] = arena_copy(cx->mem, raw->line->zh);
    at->line[ENGLISH] = arena_copy(cx->mem, raw->line->en);
    at->zone = arena_copy(cx->mem, raw->zone);
    at->agency = arena_copy(cx->mem, raw->agency);
    at->family = arena_copy(cx->mem, raw->law ? raw->law : LAW_FAMILY);
    at->calendar = arena_copy(cx->mem, raw->calendar);
    at->portal_address = arena_copy(cx->mem, raw->portal->address);
    at->office_address = arena_copy(cx->mem, raw->office->address);
    at->base = arena_copy(cx->mem, raw->portal->base);
    TRY(yaml_yes(yaml, raw->portal->confined ? raw->portal->confined : "yes", &at->confined,
                 "portal.confined"));
    TRY(yaml_yes(yaml, raw->portal->proxied ? raw->portal->proxied : "no", &at->portal_proxied,
                 "portal.proxied"));
    TRY(yaml_yes(yaml, raw->office->proxied ? raw->office->proxied : "no", &at->office_proxied,
                 "office.proxied"));
    TRY(yaml_yes(yaml, raw->console_release, &at->console_release, "console_release"));
    TRY(yaml_yes(yaml, raw->demonstration, &at->demonstration, "demonstration"));
    TRY(set_licence(cx, yaml, raw->licence, &at->licence));
    TRY(check_texts(yaml, at));
    TRY(outbox_configure(cx, yaml, raw->notify, at->data, &at->outbox));
    bool tells = !text_empty(at->outbox.smtp) || at->outbox.command;
    if (tells && !*at->base) /* a notice says where to look */
        return yaml_wrong(yaml, "an address: notices name it", "portal.base");
    return OK;
}

enum status installation_load(struct context *cx, const char *data, struct installation *ret_at)
{
    struct installation at = {0};
    struct yaml *yaml;
    struct raw *raw;
    char *absolute = realpath(data, NULL);
    if (!absolute) return NOT_FOUND;
    at.data = arena_copy(cx->mem, absolute);
    free(absolute);
    set_paths(cx, &at);
    TRY(yaml_load(cx, at.configuration, &schema, &yaml, (void **)&raw));
    TRY(set_texts(cx, yaml, raw, &at));
    context_set_clock(cx, moment_now());
    *ret_at = at;
    return OK;
}

/* ---- making one --------------------------------------------------------------------------------
 */

static enum status make_folders(struct context *cx, const struct installation *at)
{
    /* Confidential folders are the account's own; the public ones may be copied by anyone. */
    const struct {
        const char *path;
        unsigned mode;
    } folders[] = {
        {at->data,           0755},
        {at->blob,           0700},
        {at->keys,           0700},
        {at->portal,         0755},
        {at->filed,          0700},
        {at->capsule,        0755},
        {at->tmp,            0700},
        {at->intake_tmp,     0700},
        {at->intake_new,     0700},
        {at->intake_held,    0700},
        {at->intake_waiting, 0700},
    };
    for (size_t i = 0; i < COUNT_OF(folders); i++)
        TRY(file_make_folders(cx, folders[i].path, folders[i].mode));
    return OK;
}

enum status installation_complete(struct context *cx, const struct installation *at)
{
    return make_folders(cx, at);
}

struct intake_place installation_portal_place(const struct installation *at)
{
    return (struct intake_place){.tmp = at->intake_tmp,
                                 .new = at->intake_new,
                                 .capsule = at->capsule,
                                 .key = at->intake_key,
                                 .portal = at->portal};
}

struct intake_place installation_office_place(const struct installation *at)
{
    return (struct intake_place){.new = at->intake_new,
                                 .held = at->intake_held,
                                 .capsule = at->capsule,
                                 .key = at->intake_key,
                                 .keys = at->keys,
                                 .work = at->tmp};
}

static enum status write_configuration(struct context *cx, const struct installation *at,
                                       const struct installation_choices *choices)
{
    const char *text = arena_format(cx->mem, template, choices->name_zh, choices->name_en,
                                    choices->zone, choices->agency ? choices->agency : "",
                                    choices->console_release ? "yes" : "no",
                                    choices->demonstration ? "yes" : "no");
    text = arena_format(cx->mem, "%s%s", text, outbox_template);
    struct bytes bytes = {(const unsigned char *)text, strlen(text)};
    return file_write(cx, at->tmp, at->configuration, bytes, true);
}

enum status installation_init(struct context *cx, const char *data,
                              const struct installation_choices *choices)
{
    struct installation at = {.data = data};
    set_paths(cx, &at);
    if (file_exists(at.configuration) || file_exists(at.office_db)) return CONFLICT;
    if (zone_open(choices->zone) != OK) return issue(cx, "zone", "init.zone", choices->zone);
    TRY(make_folders(cx, &at));
    TRY(write_configuration(cx, &at, choices));
    TRY(installation_load(cx, data, &at));
    TRY(ledger_init(cx, at.data, choices->origin));
    TRY(intake_keys_make(cx, at.data, choices->recovery));
    TRY(installation_open_office(cx, &at, STORE_DURABLE));
    store_close(cx->store);
    cx->store = NULL;
    return OK;
}

/* ---- opening it --------------------------------------------------------------------------------
 */

/* SQLite makes its files, and those beside them, with the rights of the database itself. */
static enum status make_private(struct context *cx, const char *path)
{
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0) return fault(cx, "%s: %s", path, strerror(errno));
    close(fd);
    return OK;
}

enum status installation_open_office(struct context *cx, const struct installation *at,
                                     enum store_mode mode)
{
    app_register_kinds();
    TRY(make_private(cx, at->office_db));
    TRY(store_open(cx, at->office_db, mode));
    TRY(record_ensure_tables(cx));
    TRY(people_ensure_tables(cx));
    TRY(outbox_ensure_tables(cx));
    TRY(request_ensure_tables(cx));
    TRY(matter_ensure_tables(cx));
    TRY(links_ensure_tables(cx));
    TRY(import_ensure_tables(cx));
    TRY(store_ensure(cx, &scan_answer_table));
    TRY(fate_ensure_table(cx));
    return OK;
}

enum status installation_check_agency(struct context *cx, const struct installation *at)
{
    static const struct sql count = {"installation.agencies", "SELECT COUNT(*) FROM agency"};
    struct agency agency;
    struct yaml *yaml;
    struct raw *raw;
    int64_t agencies;
    if (!*at->agency) return OK;
    enum status status = agency_by_code(cx, at->agency, &agency);
    if (status != NOT_FOUND) return status;
    TRY(store_int(cx, &count, BIND_NONE, &agencies));
    if (agencies == 0) return OK;
    TRY(yaml_load(cx, at->configuration, &schema, &yaml, (void **)&raw));
    return yaml_wrong(yaml, "the code of an agency of this installation", "agency");
}

const char *installation_share(void)
{
    const char *given = getenv("GONGKAI_SHARE");
    if (given) return given;
    return access(GONGKAI_SOURCE "/calendars", R_OK) == 0 ? GONGKAI_SOURCE : "/usr/share/gongkai";
}

/* Applications go by the law that was loaded, with the letters beside it. */
static enum status set_requests(struct context *cx, const struct installation *at)
{
    static struct request_setting setting;
    const struct letters *letters;
    TRY(letters_load(cx, installation_share(), &letters));
    setting = (struct request_setting){.law = at->law,
                                       .family = at->law->family,
                                       .blob = at->blob,
                                       .tmp = at->tmp,
                                       .capsule = at->capsule,
                                       .portal = at->base,
                                       .mails = !text_empty(at->outbox.smtp),
                                       .reminds = at->outbox.reminders,
                                       .texts = at->outbox.command != NULL,
                                       .letters = letters};
    request_set(&setting);
    static struct contact_setting contact;
    contact = (struct contact_setting){at->blob, at->tmp};
    contact_set(&contact);
    static struct matter_setting matters;
    matters = (struct matter_setting){
        .sorts = app_matters, .capsule = at->capsule, .tmp = at->tmp, .blob = at->blob};
    matter_set(&matters);
    return OK;
}

/* What gongkai.yaml names must be there; what is not is told with its line. */
static enum status settle_law(struct context *cx, struct installation *at)
{
    struct context own = {.mem = cx->mem};
    struct yaml *yaml;
    struct raw *raw;
    enum status status = law_settle(&own, at->family, at->calendar, &at->law);
    if (status != INVALID) return status;
    bool family = text_equal(own.issues->field, "law");
    TRY(yaml_load(cx, at->configuration, &schema, &yaml, (void **)&raw));
    return family ? yaml_wrong(yaml, "the family of a file in regimes/", "law")
                  : yaml_wrong(yaml, "the id of a file in calendars/", "calendar");
}

enum status installation_load_law(struct context *cx, struct installation *at)
{
    TRY(law_load(cx, installation_share(), &at->law));
    TRY(settle_law(cx, at));
    catalogue_set_law(at->law);
    const struct assessment_plans *plans;
    TRY(assessment_load(cx, installation_share(), at->law, &plans));
    assessment_set(plans);
    return set_requests(cx, at);
}
