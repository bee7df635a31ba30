#include <sodium.h>
#include <string.h>

#include "base/text.h"
#include "web/session.h"

/* OWASP's floor for argon2id; MODERATE would take 256 MiB a guess. */
enum { OPERATIONS = 2, MEMORY = 19 * 1024 * 1024 };

/* What people choose first, from published lists of leaked passwords; compared in lower case, and
 * also without the digits at the end ("password2009"). */
static const char *const common[] = {
    "12345678",     "123456789",   "1234567890",  "87654321",   "11111111",      "00000000",
    "88888888",     "66666666",    "99999999",    "12341234",   "11223344",      "123123123",
    "112233445566", "147258369",   "123654789",   "987654321",  "0123456789",    "1qaz2wsx",
    "1q2w3e4r",     "1q2w3e4r5t",  "qwertyuiop",  "qwertyui",   "qwerty12",      "qwer1234",
    "asdfghjkl",    "asdfasdf",    "zxcvbnm1",    "zxcvbnm,",   "q1w2e3r4",      "1qazxsw2",
    "zaq12wsx",     "password",    "passw0rd",    "p@ssw0rd",   "p@ssword",      "pa55word",
    "pass1234",     "password1",   "password123", "letmein1",   "letmeinnow",    "iloveyou",
    "iloveyou1",    "woaini1314",  "woaini520",   "5201314520", "1314520520",    "woaiwojia",
    "welcome1",     "welcome123",  "changeme",    "changeit",   "administrator", "admin123",
    "admin888",     "admin1234",   "adminadmin",  "root1234",   "rootroot",      "superman",
    "sunshine",     "princess",    "football",    "baseball",   "computer",      "internet",
    "trustno1",     "starwars",    "whatever",    "michelle",   "jennifer",      "corvette",
    "mercedes",     "maverick",    "samantha",    "butterfly",  "liverpool",     "abcd1234",
    "abc12345",     "abcdefgh",    "a1234567",    "a12345678",  "a123456789",    "aa123456",
    "aaaaaaaa",     "aa12345678",  "zxc12345",    "qq123456",   "wang1234",      "zhang123",
    "li123456",     "beijing2008", "shanghai",    "zhongguo",   "gongan110",     "gonganting",
    "zhengfu1",     "gongkai1",    "test1234",    "testtest",   "demo1234",      "temp1234",
    "user1234",     "guest123",    "secret123",   "office123",
};

static char *lowered(struct arena *mem, const char *text)
{
    char *lower = arena_copy(mem, text);
    for (char *c = lower; *c; c++)
        if (*c >= 'A' && *c <= 'Z') *c = (char)(*c - 'A' + 'a');
    return lower;
}

static bool is_common(struct arena *mem, const char *password)
{
    char *lower = lowered(mem, password);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < COUNT_OF(common); i++)
            if (strcmp(common[i], lower) == 0) return true;
        size_t size = strlen(lower);
        while (size && lower[size - 1] >= '0' && lower[size - 1] <= '9') lower[--size] = '\0';
    }
    return strspn(password, (char[]){*password, '\0'}) == strlen(password);
}

enum status password_judge(struct context *cx, const char *name, const char *password)
{
    if (text_length(password) < PASSWORD_MIN)
        return issue(cx, "password", "password.short", arena_format(cx->mem, "%d", PASSWORD_MIN));
    if (strlen(password) > PASSWORD_MAX)
        return issue(cx, "password", "password.long", arena_format(cx->mem, "%d", PASSWORD_MAX));
    const char *lower = lowered(cx->mem, password);
    if (is_common(cx->mem, password) || (*name && strstr(lower, lowered(cx->mem, name))))
        return issue(cx, "password", "password.common", "");
    return OK;
}

enum status password_hash(struct context *cx, const char *password, const char **ret_hash)
{
    char *hash = arena_alloc(cx->mem, crypto_pwhash_STRBYTES);
    if (crypto_pwhash_str(hash, password, strlen(password), OPERATIONS, MEMORY) != 0)
        return fault(cx, "argon2id: no memory");
    *ret_hash = hash;
    return OK;
}

bool password_matches(const char *hash, const char *password)
{
    return crypto_pwhash_str_verify(hash, password, strlen(password)) == 0;
}
