/* Every type of letter that a portal may send, and who takes it. */
#include "app/intake.h"

const struct letter_handler app_letters[] = {
  /* type, in the transaction, after it */
    {NULL, NULL, NULL},
};
