/* Files of the theme, which the program carries in itself: style sheet and pictures. */
#ifndef WEB_ASSET_H
#define WEB_ASSET_H

#include "web/route.h"

struct asset {
    const char *name; /* "theme.css" */
    const char *type;
    const char *text;
};
extern const struct asset assets[]; /* ends with {0} */

/* Answers with one, or 304. NOT_FOUND if there is no such file. */
enum status asset_show(const struct web *web, struct response *response, const char *name) MUST_USE;

#endif
