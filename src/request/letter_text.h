/* The words of letters: templates, letters/<id>.yaml, one for every kind of letter and every
 * outcome (DOMAIN §2), in both languages, and their way onto paper.
 *
 * A template is a title, a subject and paragraphs with {placeholders}. It says which values it
 * needs and which it may do without: a paragraph that names a value which is not given is left
 * out, and a needed value that is not given is an error that names it. Articles, terms and bodies
 * arrive as values, so that one template serves every regime; a value is text, and whatever marks
 * it holds it shows (the body is a BODY field). A value on a paragraph of its own may have several
 * lines, each of which becomes a paragraph.
 *
 *     const struct letters *letters;
 *     TRY(letters_load(cx, installation_share(), &letters));       // once, at start
 *
 *     struct letter_value values[] = {{"article", article}, {"sought", a->sought}, …};
 *     TRY(letter_compose(cx, letter_template(letters, outcome->letter), CHINESE,
 *                        (struct letter_values){values, COUNT_OF(values)}, &text));
 *     // text.title, text.subject, text.body: stored, edited by the officer, signed …
 *     struct letter_sheet sheet = {.language = CHINESE, .title = letter->title, …};
 *     TRY(print_pdf(cx, letter_document(cx->mem, &sheet), &pdf));
 */
#ifndef REQUEST_LETTER_TEXT_H
#define REQUEST_LETTER_TEXT_H

#include "document/print.h"

struct letters;
struct letter_template;

/* Every value that a template may name; what is not in this list is a mistake in a template or in
 * a caller. Dates, amounts and terms are given as people read them (base/words.h). */
#define LETTER_VALUES(V)                                                                   \
    V(agency, "机关名称", "Agency")                                                        \
    V(agency_address, "机关地址", "Address of the agency")                                 \
    V(agency_by, "其他机关答复的最后一日", "Last day for the other agency")                \
    V(address, "在哪里可以取得", "Where it can be had")                                    \
    V(applicant, "称谓", "Addressee")                                                      \
    V(application_number, "申请编号", "Number of the application")                         \
    V(article, "依据的条款", "Article")                                                    \
    V(consequence, "逾期的后果", "What follows when the term passes")                      \
    V(contact, "联系方式", "How to reach the agency")                                      \
    V(correction_by, "补正的最后一日", "Last day for the correction")                      \
    V(correction_items, "需要补正的事项", "What has to be corrected")                      \
    V(decision, "决定", "Decision")                                                        \
    V(due_on, "答复期限", "Due on")                                                        \
    V(earlier_number, "此前答复的文书编号", "Number of the earlier answer")                \
    V(earlier_on, "此前答复的日期", "Day of the earlier answer")                           \
    V(extended_due_on, "延长后的答复期限", "Due on, as extended")                          \
    V(fee_amount, "收费金额", "Amount of the fee")                                         \
    V(fee_basis, "费用如何计算", "How the fee is computed")                                \
    V(fee_by, "缴费的最后一日", "Last day of payment")                                     \
    V(fee_how, "缴费方式", "How to pay")                                                   \
    V(fee_items, "收费明细", "The fee, item by item")                                      \
    V(fee_name, "费用名称", "Name of the fee")                                             \
    V(fee_reference, "缴费编号", "Payment reference")                                      \
    V(number, "文书编号", "Number of the letter")                                          \
    V(other_agency, "负责的机关及其联系方式", "The agency in charge, and how to reach it") \
    V(parts, "逐项说明", "Part by part")                                                   \
    V(question, "征求意见的内容", "What is asked")                                         \
    V(reason, "理由", "Reason")                                                            \
    V(reasons_by, "说明理由的最后一日", "Last day for the reasons")                        \
    V(received_on, "收到申请之日", "Received on")                                          \
    V(remedy, "救济途径", "Remedies")                                                      \
    V(signatory, "署名机关", "Signed by")                                                  \
    V(site, "网站地址", "Address of the site")                                             \
    V(sought, "申请公开的内容", "What is sought")                                          \
    V(supply, "提供方式", "How it is supplied")                                            \
    V(third_party_answer, "第三方的意见", "What the third party said")                     \
    V(third_party_by, "第三方答复的最后一日", "Last day for the third party")              \
    V(today, "今天", "Today")

struct letter_value {
    const char *name;
    const char *text; /* NULL or "": not given */
};

struct letter_values {
    const struct letter_value *items;
    size_t count;
};

struct letter_text {
    const char *title;   /* 政府信息公开申请答复书 */
    const char *subject; /* for lists and for the subject of a notice */
    const char *body;    /* a BODY; of the template "notice" plain text */
};

/* Ids of templates are for ever: they are stored with letters. */
extern const char *const letter_ids[]; /* ends with NULL */

/* Reads and checks every template below folder/letters. INVALID with an issue that names file,
 * line and field; a template that is missing, or that no id names, is one too. */
enum status letters_load(struct context *cx, const char *folder,
                         const struct letters **ret_letters) MUST_USE;
/* NULL if there is none. */
const struct letter_template *letter_template(const struct letters *letters, const char *id);
const char *letter_template_id(const struct letter_template *template);
/* Does the template need this value, or can it show it? */
bool letter_needs(const struct letter_template *template, const char *name);
bool letter_shows(const struct letter_template *template, const char *name);
/* The label of a value, for forms and for what is missing; NULL if there is no such value. */
const char *letter_value_label(const char *name, enum language language);

/* INVALID with one issue per needed value that is not given: field its name, message
 * "letter.missing", detail its label. A value that no template knows is a FAULT. */
enum status letter_compose(struct context *cx, const struct letter_template *template,
                           enum language language, struct letter_values values,
                           struct letter_text *ret_text) MUST_USE;

/* ---- values that are made ---- */

/* A reference of a regime as a letter cites it: 令711 第36条(二) →
 * 《中华人民共和国政府信息公开条例》第三十六条第（二）项. What it does not know stays as it is. */
char *letter_cite(const struct letters *letters, struct arena *mem, enum language language,
                  const char *article);

/* One remedy as the regime has it, in the letter's language. */
struct letter_remedy {
    const char *id;      /* complaint reconsideration suit-direct suit-after-reconsideration … */
    const char *name;    /* 行政复议 */
    const char *body;    /* 江城市人民政府 */
    const char *term;    /* 60日; "" no term */
    const char *article; /* as cited; "" none */
    const char *after;   /* name of the remedy that must have been taken before; "" none */
};
/* The paragraph {remedy}: what may be done, where, by when, under which article; those that come
 * after another one say so. "" without remedies. */
char *letter_remedies(struct arena *mem, enum language language,
                      const struct letter_remedy *remedies, size_t count);

/* ---- on paper ---- */

struct letter_sheet {
    enum language language;
    const char *agency; /* whose letter it is: head, signature, author */
    const char *title, *number, *addressee, *body;
    const char *foot;       /* address and telephone at the foot of the page; NULL: none */
    const char *enclosures; /* listed below the seal; NULL: none */
    struct date dated;
    struct moment made_at;
    bool no_seal;
};
struct print_document *letter_document(struct arena *mem, const struct letter_sheet *sheet);

#endif
