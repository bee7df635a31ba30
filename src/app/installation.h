/* One installation: a data folder, its configuration, and the paths in it (DESIGN §1).
 *
 * gongkai.yaml is read through a schema: an unknown key, a missing value or a wrong word is told
 * with file, line, field and what was expected, and the program ends with 2. Every path is made
 * here, so that the sandbox and the processes agree on them.
 *
 *     struct installation at;
 *     TRY(installation_load(cx, "var/demo", &at));
 *     TRY(installation_open_office(cx, &at, STORE_DURABLE));
 */
#ifndef APP_INSTALLATION_H
#define APP_INSTALLATION_H

#include "intake/intake.h"
#include "law/law.h"
#include "outbox/outbox.h"
#include "store/store.h"
#include "web/portal.h"

struct installation {
    const char *data; /* the folder, absolute */
    /* from gongkai.yaml */
    const char *name[2], *line[2]; /* by enum language */
    const char *zone;              /* IANA name, fixed at init */
    const char *agency; /* organisation code that pages begin with; "" before there is one */
    const char *portal_address, *office_address;
    const char *family, *calendar; /* "law:", a family of regimes; "calendar:", "" for its own */
    struct licence licence;        /* of what is published; its url may be "" */
    const char *base; /* the portal's public address, e.g. https://ga.example.gov.cn, or "" */
    bool portal_proxied, office_proxied; /* a proxy on this machine names the client */
    bool confined; /* the portal process is sandboxed; "no" is said on every office page */
    bool console_release;
    bool demonstration;
    struct outbox_settings outbox; /* from "notify:": how notices leave */
    /* paths */
    const char *configuration, *office_db, *blob, *keys, *ledger, *portal, *portal_db, *filed,
        *capsule, *intake_tmp, *intake_new, *intake_held, *intake_waiting, *intake_key, *tmp;
    const struct law *law; /* NULL until installation_load_law() */
};

/* What `init` writes and asks for. */
struct installation_choices {
    const char *name_zh, *name_en, *zone, *origin, *agency;
    bool console_release, demonstration;
    const char **recovery; /* told the recovery key (intake/keys.h), once; NULL: not wanted */
};

/* Makes the folder with everything in it; CONFLICT if it already is an installation. */
enum status installation_init(struct context *cx, const char *data,
                              const struct installation_choices *choices) MUST_USE;
/* Reads the configuration and opens the time zone. NOT_FOUND: no installation there. */
enum status installation_load(struct context *cx, const char *data,
                              struct installation *ret_at) MUST_USE;
/* Folders that an older version did not make. Before the processes start. */
enum status installation_complete(struct context *cx, const struct installation *at) MUST_USE;
/* Where letters and capsules lie: what the portal may touch, or all that the office has. */
struct intake_place installation_portal_place(const struct installation *at);
struct intake_place installation_office_place(const struct installation *at);
/* Calendars, duties and classifications, from the program's share folder. */
enum status installation_load_law(struct context *cx, struct installation *at) MUST_USE;
/* Opens office.db into cx->store and makes its tables. */
enum status installation_open_office(struct context *cx, const struct installation *at,
                                     enum store_mode mode) MUST_USE;
/* The configured agency must be one of office.db's, as soon as that has any. */
enum status installation_check_agency(struct context *cx, const struct installation *at) MUST_USE;
/* Where calendars/, regimes/, classifications/, demo/ and theme/ are: GONGKAI_SHARE, or the source
 * folder that the program was built from, or /usr/share/gongkai. */
const char *installation_share(void);

#endif
