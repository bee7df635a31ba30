/* A citizen's form, question by question: read, shown again with everything typed, sealed.
 *
 *     static const struct question questions[] = {
 *         {"subject", ASK_LINE,  NULL, 100,  NULL, NULL, ASK_REQUIRED},
 *         {"text",    ASK_LINES, NULL, 4000, NULL, NULL, ASK_REQUIRED},
 *         {"files",   ASK_FILES, NULL, 0},
 *     };
 *
 * The label of a question is the message "<room>.ask.<name>", its hint "<room>.ask.<name>.hint" if
 * there is one; the room is the form's or the act's sort.
 */
#ifndef MATTER_ASK_H
#define MATTER_ASK_H

#include "intake/intake.h"
#include "record/field.h"
#include "web/portal.h"
#include "web/route.h"

/* (moved here from request/portal_pages.h: enum ask_control, struct question, ask_row, ask_form,
 *  ask_read, ask_lack, ask_add, ask_value; what a regime asks stays request's own) */

#endif
