#!/bin/bash
# A backup made while the office releases restores, with everything that was acknowledged; and an
# older database beside a newer ledger signs nothing.
set -u
. "$(dirname "$0")/tap.sh"
export LC_ALL=C.UTF-8
data=$WORK/data
province=099023009

release_at_console() { # name of the document
    mkdir -p "$WORK/texts"
    printf '# %s\n\n2026年1月5日公布\n\n<!-- INFO END -->\n\n第一条 内容。\n' "$1" >"$WORK/texts/$1.md"
    "$GONGKAI" import "$data" "$WORK/texts" --agency $province --kind normative_document \
        --reviewed-by reviewer --released-by releaser
}
size() { sed -n 2p "$1/ledger/checkpoint"; }
modes_are() { [ "$(stat -c %a "$1")" = "$2" ] || { stat "$1"; return 1; }; }

cp -r "$DEMO" "$data" || exit 1
check "a first document is released" release_at_console "备份以前的规定"
# What a backup sees that began before the next release and ended after it: the older checkpoint
# and lock, the newer files and database.
cp "$data/ledger.lock" "$data/ledger/checkpoint" "$WORK"
before=$(size "$data")
sqlite() { python3 -c 'import sqlite3, sys
a, b = sqlite3.connect(sys.argv[1]), sqlite3.connect(sys.argv[2])
a.backup(b); b.close()' "$1" "$2"; }
sqlite "$data/office.db" "$WORK/older.db"
check "another is released" release_at_console "备份之中的规定"
after=$(size "$data")
check "the ledger has grown" [ "$after" -gt "$before" ]
cp -r "$data" "$WORK/newer"
mv "$WORK/ledger.lock" "$data/ledger.lock"
mv "$WORK/checkpoint" "$data/ledger/checkpoint"
# What lies in the letter box, held and in the capsules comes along, and the keys to open it.
for place in intake/new intake/held capsule; do head -c 4096 /dev/urandom >"$data/$place/letter"; done
check "a backup is made across it" "$GONGKAI" backup "$data" "$WORK/backup.tar"
check "and restores" "$GONGKAI" restore "$WORK/backup.tar" "$WORK/restored"
check "it verifies" "$GONGKAI" ledger verify "$WORK/restored"
check "it has the newer entry" [ "$(size "$WORK/restored")" = "$after" ]
check "and signed it as the first machine did" cmp "$WORK/newer/ledger/checkpoint" "$WORK/restored/ledger/checkpoint"
same_file() { cmp "$data/$1" "$WORK/restored/$1"; }
for name in intake/new/letter intake/held/letter capsule/letter ledger/intake.key \
    keys/"$(basename "$data"/keys/intake-*.key)"; do
    check "$(dirname "$name")/ comes back" same_file "$name"
done
check "a sealing key is the owner's alone" modes_are "$WORK"/restored/keys/intake-*.key 600
check "it can be rotated there" "$GONGKAI" key rotate "$WORK/restored"
for folder in keys blob tmp intake intake/new intake/held portal/filed; do
    check "$folder/ is the owner's alone" modes_are "$WORK/restored/$folder" 700
done

# An older database beside a newer ledger.
mv "$WORK/newer" "$WORK/stale"
rm -f "$WORK/stale"/office.db*
mv "$WORK/older.db" "$WORK/stale/office.db"
signed_in() { # the home page of the office, as the clerk sees it
    local jar=$WORK/cookies csrf
    rm -f "$jar"
    csrf=$(curl -s -c "$jar" "$office/sign-in" | sed -n 's/.*name="csrf" value="\([0-9a-f]*\)".*/\1/p' | head -1)
    curl -s -b "$jar" -c "$jar" -L -H 'Accept-Language: en' -d "csrf=$csrf&name=clerk&password=gongkai-demo-2009" "$office/sign-in"
}
check "an older database beside a newer ledger serves" serve "$WORK/stale"
sleep 2
check "the log says that nothing is signed" grep -q 'Nothing will be signed' "$WORK/serve.err"
check "every office page says so" says 'Nothing is being written into the public ledger' signed_in
check "reads go on" says 200 curl -s -o /dev/null -w '%{http_code}' "$portal/disclosures"
check "the ledger is as it was" [ "$(size "$WORK/stale")" = "$after" ]
kill -TERM "$server"
check "SIGTERM ends it with 0" wait "$server"
check "a sound one" serve "$WORK/restored"
check "has no such warning" exits 1 grep -q 'public ledger:' <(signed_in)
kill -TERM "$server"
finish
