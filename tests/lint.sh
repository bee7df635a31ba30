#!/bin/bash
# Each check of tools/lint finds what it is there for: a small tree that is wrong in one place.
set -u
tree=$WORK/tree
count=0
bad=0

# usage: finds CHECK PATTERN FILE (its content on standard input)
finds() {
    local check=$1 pattern=$2 file=$3 found verdict=ok
    git -C "$tree" clean -qfdx
    mkdir -p "$(dirname "$tree/$file")"
    cat >"$tree/$file"
    found=$(cd "$tree" && "tools/lint/$check" 2>&1) && verdict='not ok'
    grep -q "$pattern" <<<"$found" || verdict='not ok'
    count=$((count + 1))
    [ "$verdict" = ok ] || { bad=1; echo "$found"; }
    echo "$verdict $count - $check finds: $pattern"
}

git init -q "$tree"
cp -r --parents tools/lint src/LAYERS .clang-format "$tree"
(cd "$tree" && git add -A && git -c user.name=test -c user.email=test@example.invalid commit -qm start)

finds layers 'base may not include record' src/base/a.c <<<'#include "record/kind.h"'
finds layers 'is not in src/LAYERS' src/attic/a.c <<<'#include "base/text.h"'
finds layers 'includes name their module' src/web/a.c <<<'#include "text.h"'
finds banned 'a.c:2: strcpy' src/web/a.c <<<'/* strcpy(a, b) in a comment is none */
void f(char *a) { strcpy(a, "free(x)"); }'
finds banned 'a.c:1: malloc' src/web/a.c <<<'void *f(void) { return malloc(1); }'
finds banned 'sqlite3_step' src/record/a.c <<<'int f(void *s) { return sqlite3_step(s); }'
finds banned 'a.c:1: time' src/law/a.c <<<'long f(void) { return time(0); }'
finds sizes 'long_one: 6[0-9] lines' src/web/a.c < <(
    printf 'void long_one(int n)\n{\n'; yes '    n++;' | head -62; printf '}\n')
finds sizes 'complexity 17' src/web/a.c < <(
    printf 'int f(int n)\n{\n'; yes '    if (n) n++;' | head -16; printf '    return n;\n}\n')
finds sizes 'many: 6 parameters' src/web/a.c < <(
    printf 'static int many(int a, int (*b)(int, int), int c, int d, int e, int f)\n{\n    return 1;\n}\n')
finds sizes '601 lines' src/web/a.h < <(yes '/* line */' | head -601)
finds format 'make fmt' src/web/a.c <<<'int  x;'
finds format 'a.css:1' theme/a.css <<<'a { }  '
finds headers 'size_t' src/web/a.h <<<'size_t f(void);'
finds messages 'messages/en/web.po: missing' messages/zh/web.po <<<''
finds ids 'a.c:1: there is no message field.relase' src/web/a.c <<<'int f(void *c) { return issue(c, "", "field.relase", ""); }'
finds ids 'no workflow has a move relase' src/web/a.c <<<'int f(void *c, void *r) { return record_move(c, r, "relase", 0); }'
finds ids 'there is no message hint.none' src/web/a.h <<<'#define A(F) F(PUBLIC, TEXT, a, "a", "a", .hint = "hint.none")'
finds links 'nowhere.md does not exist' README.md <<<'[x](nowhere.md)'
finds links 'has no heading #b' README.md <<<'# a
[x](README.md#b)'
finds links 'src/none.c does not exist' README.md <<<'see `src/none.c`'
exit $bad
