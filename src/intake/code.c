#include "intake/code.h"

#include <sodium.h>
#include <string.h>

#include "base/text.h"

/* 23 symbols, a prime: a weighted sum finds every wrong symbol, and, since neighbouring weights
 * differ by a factor, every swap of neighbours. No two of them look alike. */
static const char alphabet[] = "23456789ACEFHJKMNPRTWXY";
enum { SYMBOLS = sizeof alphabet - 1, GENERATOR = 5 /* a primitive root modulo 23 */, GROUP = 4 };

/* What is written or read in place of a symbol. */
static const struct {
    char typed, meant;
} lookalikes[] = {
    {'B', '8'},
    {'G', '6'},
    {'S', '5'},
    {'Z', '2'},
};

/* BLAKE2b is keyed with what the result is for: none of them tells another. */
static const unsigned char FOR_KEY[] = "gongkai receipt code 1: key pair";
static const unsigned char FOR_NAME[] = "gongkai receipt code 1: capsule name";

static int value_of(char symbol)
{
    const char *found = symbol ? strchr(alphabet, symbol) : NULL;
    return found ? (int)(found - alphabet) : -1;
}

/* The whole code, its check character included, sums up to nothing. */
static int weighted_sum(const char *text, size_t length)
{
    int sum = 0, weight = 1;
    for (size_t i = length; i-- > 0;) {
        sum = (sum + weight * value_of(text[i])) % SYMBOLS;
        weight = weight * GENERATOR % SYMBOLS;
    }
    return sum;
}

static void add_check(struct code *code, size_t length)
{
    code->text[length - 1] = alphabet[0];
    code->text[length] = '\0';
    code->text[length - 1] = alphabet[(SYMBOLS - weighted_sum(code->text, length)) % SYMBOLS];
}

/* ---- reading ---- */

/* Spaces and dashes, of whatever kind a telephone's keyboard puts there. */
static bool is_separator(uint32_t c)
{
    static const uint32_t separators[] = {' ',    '\t',   '\n',   '\r',   '-',    '_',
                                          '.',    0xa0,   0xb7,   0x202f, 0x2212, 0x3000,
                                          0x30fb, 0x30fc, 0xfe58, 0xfe63, 0xff0d, 0xff3f};
    for (size_t i = 0; i < COUNT_OF(separators); i++)
        if (c == separators[i]) return true;
    return c >= 0x2000 && c <= 0x2015;
}

static char symbol_of(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e) c -= 0xfee0; /* full-width */
    if (c >= 'a' && c <= 'z') c -= 'a' - 'A';
    for (size_t i = 0; i < COUNT_OF(lookalikes); i++)
        if (c == (unsigned char)lookalikes[i].typed) return lookalikes[i].meant;
    return c < 0x80 && value_of((char)c) >= 0 ? (char)c : '\0';
}

bool code_parse_long(const char *typed, size_t length, struct code *ret_code)
{
    struct code code = {0};
    size_t count = 0;
    while (*typed) {
        uint32_t c;
        size_t size = text_next(typed, &c);
        if (!size) return false;
        typed += size;
        if (is_separator(c)) continue;
        if (count == length) return false;
        code.text[count] = symbol_of(c);
        if (!code.text[count++]) return false;
    }
    if (count != length || weighted_sum(code.text, length) != 0) return false;
    *ret_code = code;
    return true;
}

bool code_parse(const char *typed, struct code *ret_code)
{
    return code_parse_long(typed, CODE_LENGTH, ret_code);
}

/* ---- making ---- */

void code_make_long(size_t length, struct code *ret_code)
{
    for (size_t i = 0; i + 1 < length; i++)
        ret_code->text[i] = alphabet[randombytes_uniform(SYMBOLS)];
    add_check(ret_code, length);
}

void code_make(struct code *ret_code)
{
    code_make_long(CODE_LENGTH, ret_code);
}

void code_from(const unsigned char bytes[64], struct code *ret_code)
{
    for (size_t i = 0; i + 1 < CODE_LENGTH; i++) /* two bytes each: next to no bias */
        ret_code->text[i] = alphabet[(bytes[2 * i] | bytes[2 * i + 1] << 8) % SYMBOLS];
    add_check(ret_code, CODE_LENGTH);
}

char *code_grouped(struct arena *mem, const struct code *code)
{
    struct out out = out_new(mem);
    for (size_t i = 0; code->text[i]; i++) {
        if (i && i % GROUP == 0) out_char(&out, '-');
        out_char(&out, code->text[i]);
    }
    return out.text;
}

/* ---- what it opens ---- */

void code_key(const struct code *code, struct code_key *ret_key)
{
    unsigned char seed[crypto_box_SEEDBYTES];
    crypto_generichash(seed, sizeof seed, (const unsigned char *)code->text, strlen(code->text),
                       FOR_KEY, sizeof FOR_KEY - 1);
    crypto_box_seed_keypair(ret_key->public, ret_key->secret, seed);
    sodium_memzero(seed, sizeof seed);
    code_capsule_name(ret_key->public, ret_key->name);
}

void code_capsule_name(const unsigned char public[CODE_KEY_SIZE], char ret[CODE_NAME_LENGTH + 1])
{
    unsigned char hash[CODE_NAME_LENGTH / 2];
    crypto_generichash(hash, sizeof hash, public, CODE_KEY_SIZE, FOR_NAME, sizeof FOR_NAME - 1);
    sodium_bin2hex(ret, CODE_NAME_LENGTH + 1, hash, sizeof hash);
}

bool code_public_from_hex(const char *hex, unsigned char ret_public[CODE_KEY_SIZE])
{
    return strlen(hex) == (size_t)2 * CODE_KEY_SIZE &&
           text_from_hex(hex, ret_public, CODE_KEY_SIZE);
}
