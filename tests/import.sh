#!/bin/bash
# A folder as it is, hostile files included: each is told, none stops the others; and the same
# folder twice, even at once, is imported once.
set -u
. "$(dirname "$0")/tap.sh"
export LC_ALL=C.UTF-8
data=$WORK/data
texts=$WORK/texts
mkdir "$texts"

good() { printf '# %s\n\n2026年1月5日公布\n\n<!-- INFO END -->\n\n第一条 内容。\n' "$1"; }
run_import() { timeout 60 "$GONGKAI" import "$data" "$texts" --agency 002232139 --kind normative_document; }
refuses() { grep -q "^refused: $1 .*$2" "$WORK/first" || { cat "$WORK/first"; return 1; }; }
drafts_are() {
    local count
    count=$(python3 -c 'import sqlite3, sys; print(sqlite3.connect(sys.argv[1]).execute(
        "SELECT COUNT(*) FROM normative_document").fetchone()[0])' "$data/office.db")
    [ "$count" = "$1" ] || { echo "$count drafts"; return 1; }
}

"$GONGKAI" init "$data" --agency 002232139 >/dev/null || exit 1
good 甲 >"$texts/a-good.md"
{ good 大; head -c 5000000 /dev/zero | tr '\0' a; } >"$texts/big.md"
good $'双向\u202e标题' >"$texts/bidi.md"
mkfifo "$texts/fifo.md"
ln -s /etc/passwd "$texts/link.md"
ln -s /nonexistent "$texts/loose.md"
mkdir "$texts/folder.md"
good 空 | sed 's/内容/内\x00容/' >"$texts/nul.md"
good 名 >"$texts"/$'na\xffme.md'
good 乙 >"$texts/z-good.md"
run_import >"$WORK/first" 2>&1
check "refused files make it end with 2" [ $? = 2 ]
for name in big fifo link loose folder; do check "$name.md is told" refuses "$name.md" "plain file"; done
check "bidi.md is told" refuses bidi "control characters"
check "a NUL in the text is told" refuses nul "control characters"
check "a name that is not UTF-8 is told" grep -aq "file name of at most" "$WORK/first"
check "the good ones are there" drafts_are 2
rm -r "$texts"
mkdir "$texts"
for i in $(seq 40); do good "规定$i" >"$texts/rule-$i.md"; done
run_import >"$WORK/one" 2>&1 &
one=$!
run_import >"$WORK/two" 2>&1 &
two=$!
check "one of two at once ends well" wait $one
check "and so does the other" wait $two
check "each file became one draft" drafts_are 42
check "a third changes nothing" run_import
check "each file is still one draft" drafts_are 42
finish
