/* The forms of annual reports, one file each. */
#ifndef REPORT_FORMS_H
#define REPORT_FORMS_H

#include "report/report.h"

extern const struct form form_cn_2008;

#endif
