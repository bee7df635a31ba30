/* The organisation: agencies, units, leaders by post, bodies (the leading group, the disclosure
 * office), and staff accounts (S2–S5, S11, S45, S46).
 *
 * Agencies form a tree. An agency's record carries its organisation code both as base.agency and
 * as a field; codes are never re-used, and everything has from–to dates and a successor, so that
 * an item keeps its issuer's name of the day. Registers go through the same review and release as
 * everything public; the guide is generated from what was released.
 *
 * Accounts are an INTERNAL kind with grants beside it; passwords are argon2id hashes. The
 * administrator keeps accounts and holds no publishing role.
 */
#ifndef ORGANISATION_ORGANISATION_H
#define ORGANISATION_ORGANISATION_H

#include "record/kind.h"
#include "record/record.h"

extern const struct word agency_levels[]; /* province, city, county */
extern const struct word body_sorts[]; /* leading-group, disclosure-office, spokesperson-office */

/* clang-format off */
#define AGENCY(F) \
    F(PUBLIC, TEXT, name,      "机构名称", "Name", .max = 100, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, name_en,   "英文名称", "English name", .max = 120, .flags = COLUMN) \
    F(PUBLIC, TEXT, code,      "组织机构代码", "Organisation code", .max = 18, .flags = REQUIRED | COLUMN, .hint = "hint.code") \
    F(PUBLIC, WORD, level,     "层级", "Level", .words = agency_levels, .flags = REQUIRED) \
    F(PUBLIC, TEXT, region,    "行政区划代码", "Region code", .max = 12) \
    F(PUBLIC, REF,  parent,    "上级机关", "Superior", .of = "agency", .flags = FILTER) \
    F(PUBLIC, TEXT, address,   "办公地址", "Address", .max = 200) \
    F(PUBLIC, TEXT, address_en,"英文地址", "Address in English", .max = 200) \
    F(PUBLIC, TEXT, postcode,  "邮政编码", "Postcode", .max = 10) \
    F(PUBLIC, TEXT, hours,     "办公时间", "Office hours", .max = 100) \
    F(PUBLIC, TEXT, phone,     "联系电话", "Telephone", .max = 60) \
    F(PUBLIC, TEXT, fax,       "传真", "Fax", .max = 40) \
    F(PUBLIC, TEXT, mail,      "电子邮箱", "E-mail", .max = 100) \
    F(PUBLIC, TEXT, complaints,"监督电话", "Supervision telephone", .max = 60) \
    F(PUBLIC, BODY, functions, "主要职能", "Functions", .max = 8000) \
    F(PUBLIC, DATE, since,     "设立日期", "Since") \
    F(PUBLIC, DATE, until,     "撤销日期", "Until") \
    F(PUBLIC, REF,  successor, "承继机关", "Successor", .of = "agency")

#define UNIT(F) \
    F(PUBLIC, TEXT, name,      "单位名称", "Name", .max = 100, .flags = REQUIRED | SEARCHED | COLUMN) \
    F(PUBLIC, TEXT, name_en,   "英文名称", "English name", .max = 120, .flags = COLUMN) \
    F(PUBLIC, INT,  position,  "排序", "Order") \
    F(PUBLIC, BODY, functions, "主要职责", "Functions", .max = 4000) \
    F(PUBLIC, TEXT, address,   "地址", "Address", .max = 200) \
    F(PUBLIC, TEXT, phone,     "电话", "Telephone", .max = 60) \
    F(PUBLIC, DATE, since,     "设立日期", "Since") \
    F(PUBLIC, DATE, until,     "撤销日期", "Until") \
    F(PUBLIC, REF,  successor, "承继单位", "Successor", .of = "unit")

#define LEADER(F) \
    F(PUBLIC, TEXT, post,      "职务", "Post", .max = 60, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, post_en,   "英文职务", "Post in English", .max = 80, .flags = COLUMN) \
    F(PUBLIC, TEXT, name,      "姓名", "Name", .max = 40, .hint = "hint.leader_name") \
    F(PUBLIC, TEXT, portfolio, "分工", "Portfolio", .max = 400, .flags = REQUIRED) \
    F(PUBLIC, INT,  position,  "排序", "Order") \
    F(PUBLIC, DATE, since,     "任职日期", "Since") \
    F(PUBLIC, DATE, until,     "离任日期", "Until")

#define BODY_(F) \
    F(PUBLIC, TEXT, name,      "名称", "Name", .max = 100, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, TEXT, name_en,   "英文名称", "English name", .max = 120) \
    F(PUBLIC, WORD, sort,      "类别", "Kind", .words = body_sorts, .flags = REQUIRED | COLUMN) \
    F(PUBLIC, BODY, members,   "组成人员", "Members", .max = 4000) \
    F(PUBLIC, BODY, duties,    "职责", "Duties", .max = 4000) \
    F(PUBLIC, TEXT, address,   "地址", "Address", .max = 200) \
    F(PUBLIC, TEXT, hours,     "办公时间", "Office hours", .max = 100) \
    F(PUBLIC, TEXT, phone,     "电话", "Telephone", .max = 60) \
    F(PUBLIC, TEXT, fax,       "传真", "Fax", .max = 40) \
    F(PUBLIC, TEXT, mail,      "电子邮箱", "E-mail", .max = 100) \
    F(PUBLIC, DATE, since,     "成立日期", "Since") \
    F(PUBLIC, DATE, until,     "撤销日期", "Until")

#define STAFF_ACCOUNT(F) \
    F(STAFF,    TEXT, name,          "账号", "Account", .max = 40, .flags = REQUIRED | COLUMN) \
    F(STAFF,    TEXT, label,         "显示名称", "Shown as", .max = 60, .flags = REQUIRED | COLUMN) \
    F(STAFF,    REF,  unit,          "所在单位", "Unit", .of = "unit") \
    F(PERSONAL, TEXT, email,         "工作邮箱", "E-mail at work", .max = 120) \
    F(PERSONAL, TEXT, password_hash, "口令", "Password", .max = 200, .flags = FIXED)
/* clang-format on */

KIND_STRUCTS(agency, AGENCY)
KIND_STRUCTS(unit, UNIT)
KIND_STRUCTS(leader, LEADER)
KIND_STRUCTS(body, BODY_)
KIND_STRUCTS(staff, STAFF_ACCOUNT)

enum staff_state { STAFF_ACTIVE, STAFF_DISABLED };

/* The agency of this code, newest edition; NOT_FOUND if there is none. No permission is asked. */
enum status agency_by_code(struct context *cx, const char *code,
                           struct agency *ret_agency) MUST_USE;
/* The codes of all agencies below this one, NULL-terminated, in cx->mem. */
enum status agency_subtree(struct context *cx, const char *code,
                           const char *const **ret_codes) MUST_USE;

/* Accounts. Grants are kept beside the record: one row a role and agency. */
enum status people_ensure_tables(struct context *cx) MUST_USE;
/* Small Latin letters, digits and hyphens: no two accounts look alike. */
enum { ACCOUNT_NAME_MAX = 40 };
bool people_name_is_valid(const char *name);
enum status people_by_name(struct context *cx, const char *name, struct staff *ret_staff) MUST_USE;
/* Who administers does not publish, at whatever agency: two accounts, if it is to be one person. */
enum status people_may_hold(struct context *cx, const char *staff_id, enum role role) MUST_USE;
enum status people_grant(struct context *cx, const char *staff_id, enum role role,
                         const char *agency) MUST_USE;
enum status people_revoke(struct context *cx, const char *staff_id, enum role role,
                          const char *agency) MUST_USE;
enum status people_set_password_hash(struct context *cx, const char *staff_id,
                                     const char *hash) MUST_USE;
/* The actor of an active account, with its grants and their subtrees; NOT_FOUND when disabled. */
enum status people_actor(struct context *cx, const char *staff_id,
                         const struct actor **ret_actor) MUST_USE;
/* The same, acting from a command: history says "at the console for NAME" (SECURITY §1a). */
enum status people_console_actor(struct context *cx, const char *name,
                                 const struct actor **ret_actor) MUST_USE;
/* May do everything everywhere: only for init, import of the first agency, and the demonstration's
 * set-up; never handed to a request. */
extern const struct actor installer;

#endif
