/* The kinds of the program, in one explicit array: adding a kind is adding a line in kinds.c. */
#ifndef APP_KINDS_H
#define APP_KINDS_H

void app_register_kinds(void);

#endif
