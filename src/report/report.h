/* The annual report (S1, C30; 令492 第31、32条): a form, figures that are queries over the
 * registers, and text whose numbers come from them.
 *
 * A form is a table of cells. A cell is one named statement that lists the records counted, as of a
 * day: its value is the number of rows, and the rows are its drill-down. A cell that no register
 * can compute is *declared*: its value comes from a released `declaration` (value, source, two
 * signatures) and is marked. Computing writes the values and warnings into the report and the rows
 * into its file cells.csv; both are part of the bytes that are reviewed and released, so that a
 * reader opens what was counted then, and sees what has changed since.
 *
 * From 2019 a form has tables besides (report/table.h): their cells are cells like any other, with
 * keys like t3.3.8.natural, but the registers of applications and remedies are counted by one
 * statement a table and listed only when somebody opens a cell. Form and tables are chosen by the
 * year; the six parts have the titles of their form. What must hold between cells (K1 … K10) is
 * checked with the form (report/check.h), and a report that breaks one is neither checked nor
 * approved.
 *
 * Text holds placeholders like {items_released}; a number typed by hand that equals no cell is
 * found by report_text() and shown underlined.
 */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "law/calendar.h"
#include "record/record.h"

extern const struct word report_scopes[]; /* own, aggregate */
extern const struct word report_forms[];  /* cn-2008, cn-2019, cn-2021 */

/* clang-format off */
#define ANNUAL_REPORT(F) \
    F(PUBLIC, TEXT, title,   "标题", "Title", .max = 200, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, INT,  year,    "年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, WORD, form,    "格式", "Form", .words = report_forms, .flags = REQUIRED) \
    F(PUBLIC, WORD, scope,   "统计范围", "Scope", .words = report_scopes, .flags = REQUIRED) \
    F(PUBLIC, BODY, part1,   "一、概述", "1 Overview", .max = 20000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, part2,   "二、主动公开政府信息情况", "2 Proactive disclosure", .max = 20000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, part3,   "三、依申请公开政府信息情况", "3 Disclosure on request", .max = 20000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, part4,   "四、政府信息公开收费及减免情况", "4 Fees and waivers", .max = 20000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, part5,   "五、因政府信息公开申请行政复议、提起行政诉讼情况", "5 Reconsideration and litigation", .max = 20000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, BODY, part6,   "六、存在的主要问题及改进措施", "6 Problems and improvements", .max = 20000, .flags = REQUIRED | SEARCHED) \
    F(PUBLIC, TEXT, figures, "统计数据", "Figures", .max = 16000, .flags = FIXED) \
    F(PUBLIC, TEXT, warnings,"核对提示", "Warnings", .max = 4000, .flags = FIXED) \
    F(PUBLIC, DATE, as_of,   "统计截止日", "Figures as of", .flags = FIXED) \
    F(PUBLIC, DATE, due_on,  "法定公布期限", "Due by law", .flags = FIXED)

#define DECLARATION(F) \
    F(PUBLIC, INT,  year,    "年度", "Year", .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, TEXT, cell,    "数据项", "Cell", .max = 60, .flags = REQUIRED | FILTER | COLUMN) \
    F(PUBLIC, INT,  value,   "数值", "Value", .flags = COLUMN, .hint = "hint.declared_value") \
    F(PUBLIC, MONEY, amount, "金额（元）", "Amount (yuan)", .flags = COLUMN, .hint = "hint.declared_amount") \
    F(PUBLIC, TEXT, source,  "数据来源", "Source", .max = 200, .flags = REQUIRED)
/* clang-format on */

KIND_STRUCTS(annual_report, ANNUAL_REPORT)
KIND_STRUCTS(declaration, DECLARATION)

enum report_state {
    REPORT_DRAFTED,
    REPORT_CHECKED,
    REPORT_APPROVED,
    REPORT_SUBMITTED,
    REPORT_ACCEPTED,
    REPORT_RELEASED,
    REPORT_SUPERSEDED,
    REPORT_SUSPENDED,
    REPORT_WITHDRAWN,
    REPORT_DISCARDED,
};

enum { REPORT_PARTS = 6 };

/* One cell of a form. Its statement takes $1 agency code, $2 first and $3 last day of the year, $4
 * the day as of which is counted, $5 the year as text; it lists (record id, index number, serial or
 * word, kind, label, day). */
struct cell {
    const char *key, *zh, *en;
    const char *unit_zh, *unit_en;
    struct sql rows;
    bool declared; /* the rows are declarations: the value is what they say (their number column) */
    bool subtree;  /* counts over the agencies below: marked so in the report */
    bool money;    /* hundredths of a yuan, the sum of the number column … */
    bool wan;      /* … shown in 万元, as table 2 asks */
    bool below_zero; /* a change, which may be a decrease */
    bool opening;    /* may be declared as well, as the opening balance of the first year (K4) */
    /* Where it stands in a table of the form. No table: it is in the text and the annex. Without a
     * statement it is filled by the table's own count (report/table.h). */
    const char *table, *row; /* "3", "3.3.8" */
    int column;
};

/* A sentence of the text that a draft begins with. What it says depends on a number: with nothing
 * to count it is said in words (C30: nil is printed, never left out). Sentences hold placeholders;
 * {year} is written in at once. */
struct form_line {
    int part;         /* 1 … 6 */
    const char *keys; /* cells whose sum decides, space-separated; NULL: said in any case */
    const char *some; /* NULL: nothing is said */
    const char *none;
    /* What the registers say in words, written after it. May be NULL. */
    enum status (*more)(struct context *, const struct annual_report *, struct out *);
};

struct report_values;
struct form_table; /* report/table.h */
struct report_form {
    const char *id; /* "cn-2008" */
    const char *titles_zh[REPORT_PARTS], *titles_en[REPORT_PARTS];
    /* The same with their numbers; NULL: the labels of the fields part1 … part6 are right. */
    const char *labels_zh[REPORT_PARTS], *labels_en[REPORT_PARTS];
    const struct cell *cells;
    size_t cell_count;
    const struct form_table *tables;
    size_t table_count;
    const struct form_line *lines;
    size_t line_count;
    bool numbers_are_cells[REPORT_PARTS]; /* K10: parts that hold no number but placeholders */
    const char *article;                  /* of the duty to report */
    int due_month, due_day;
    /* Records an officer's warnings about the figures: sentences in both languages. May be NULL. */
    enum status (*warn)(struct context *, const struct report_values *, struct out *zh,
                        struct out *en);
};

struct cell_row {
    const char *record, *number, *kind, *label; /* number: of a money cell, the amount */
    struct date on;
    struct cell_row *next;
};
struct cell_value {
    const struct cell *cell;
    int64_t value;
    bool known;            /* false: declared, and nobody has declared it */
    struct cell_row *rows; /* of a table's own count: only after report_list() */
    struct cell_row *last;
};
/* Closed applications that stand in no row of the form (K9): told, not counted away. */
struct report_stray {
    const char *row;
    int column;
    int64_t count;
    struct report_stray *next;
};
struct report_values {
    const struct report_form *form;
    const char *agency;
    int year;
    struct date as_of;
    struct cell_value *cells; /* form->cell_count of them */
    bool aggregate;           /* with the agencies below: own + Σ children (DOMAIN K8) */
    struct report_stray *strays;
};

bool report_is_aggregate(const struct annual_report *report);

const char *report_part(const struct annual_report *report, int part); /* 1 … 6 */

const struct report_form *form_by_id(const char *id);
/* The form in force for a year's report. NULL: none. */
const struct report_form *form_for_year(int year);
const struct cell *form_cell(const struct report_form *form, const char *key);

/* What a report counts: its form, agency, year and scope, as of the day. */
struct report_values report_asked(const struct annual_report *report, struct date as_of);
/* Counts every cell. The caller says form, agency, year and as_of; cells are filled in. */
enum status report_count(struct context *cx, struct report_values *values) MUST_USE;
/* Lists the records behind the cells of tables, after report_count(): one statement a table. */
enum status report_list(struct context *cx, struct report_values *values) MUST_USE;
/* NULL: the form has no such cell. */
const struct cell_value *report_value(const struct report_values *values, const char *key);

/* figures as the report stores them ("key=value key=value …"), and back. Amounts are written in
 * their unit, yuan with two decimals and 万元 with six, and read as hundredths of a yuan. */
char *report_figures_write(struct arena *mem, const struct report_values *values);
bool report_figure(const char *figures, const char *key, int64_t *ret_value);
/* The same as people read it, "57", "1234.50" or "12.3456"; NULL: it is not there. */
const char *report_figure_text(struct arena *mem, const char *figures, const char *key);
/* A cell's value as people read it. */
const char *report_number(struct arena *mem, const struct cell *cell, int64_t value);
/* The values that a report stores, without rows. */
struct report_values report_stored(struct arena *mem, const struct annual_report *report);
/* cells.csv: cell,value,record,number,kind,label,date */
struct bytes report_cells_csv(struct arena *mem, const struct report_values *values);
/* Warnings, one a line: zh TAB en. */
enum status report_warnings(struct context *cx, const struct report_values *values,
                            const char **ret_warnings) MUST_USE;

/* Computes and stores figures, warnings and cells.csv into a draft (the officer's act), as of
 * report->as_of, or of today if that is not set. blob is the folder of attachments. */
enum status report_compute(struct context *cx, const char *blob,
                           struct annual_report *report) MUST_USE;
/* What the file of rows is called; it is the report's own, and replaced by each computation. */
#define REPORT_CELLS_FILE "cells.csv"
/* INVALID ("report.figures_changed") unless figures and file are those of the registers, or if a
 * check of the form does not hold. */
enum status report_confirm(struct context *cx, const struct annual_report *report) MUST_USE;
/* The text a draft begins with: title, due day and sentences of the form with placeholders, and
 * what the registers say in words (fee postings, problems). Agency, year and form must be set;
 * nothing is stored. */
enum status report_first_text(struct context *cx, struct annual_report *report) MUST_USE;
/* The same for whoever has counted already: report->figures decide. */
enum status report_text_of_figures(struct context *cx, struct annual_report *report) MUST_USE;
/* A sentence that says "none" (C30) while its cells say otherwise; NULL if there is no such. */
const struct form_line *report_contradiction(struct arena *mem, const struct annual_report *report);
struct date report_due(const struct report_form *form, int year);

/* Replaces {key} by its number. mark(…) is called for each, to write it (a link, say). */
struct report_text_piece {
    enum { PIECE_TEXT, PIECE_FIGURE, PIECE_TYPED } type;
    const char *text; /* the words, the figure's digits, or the typed number */
    const char *key;  /* FIGURE only */
    struct report_text_piece *next;
};
/* Cuts a part into words, figures, and numbers that were typed and equal no cell. Numbers in dates,
 * document numbers and headings (2009年, 第15条, 〔2009〕1号, （一）) are words. */
struct report_text_piece *report_text(struct arena *mem, const char *part, const char *figures);
/* The first number in a part that is neither wording nor a placeholder, whether it equals a cell or
 * not (K10); NULL: there is none. */
const char *report_typed_number(struct arena *mem, const char *part);
/* The part with its numbers put in, as plain marked-up text. */
char *report_text_filled(struct arena *mem, const char *part, const char *figures);

/* What the superior sees: one row per agency of the subtree. */
struct report_standing {
    const char *agency, *name, *state; /* state word, or "" when there is no report */
    const char *report;                /* record id, or "" */
    bool late;
    struct date due;
    struct report_standing *next;
};
enum status report_overview(struct context *cx, const char *agency, int year,
                            struct report_standing **ret_rows) MUST_USE;

#endif
