#!/bin/bash
# The program at the command line: what it makes, what it refuses and how it says so.
set -u
. "$(dirname "$0")/tap.sh"
export LC_ALL=C.UTF-8
data=$WORK/data

is_private() { [ "$(stat -c %a "$1")" = 600 ] || { stat "$1"; return 1; }; }

made() { "$GONGKAI" init "$data" --agency 002232139 2>"$WORK/init.err"; }
check "init makes an installation" made
recovery=$(grep -oE '([2-9A-Z]{4}-){8}[2-9A-Z]{4}' "$WORK/init.err")
check "and prints a recovery key" [ "${#recovery}" = 44 ]
check "which lies nowhere in it" exits 1 grep -raqE "$recovery|${recovery//-/}" "$data"
check "an installation is not made twice" exits 1 "$GONGKAI" init "$data" --agency 002232139
check "the ledger's key is the owner's alone" is_private "$data/keys/ledger.key"
sealing_keys() { ls "$data"/keys/intake-*.key | wc -l; }
check "there is a sealing key" [ "$(sealing_keys)" = 1 ]
check "it is the owner's alone" is_private "$data"/keys/intake-*.key
check "it is rotated" "$GONGKAI" key rotate "$data"
check "and the old one stays" [ "$(sealing_keys)" = 2 ]
mkdir "$WORK/lost" && mv "$data"/keys/intake-*.key "$WORK/lost"
recover() { "$GONGKAI" key recover "$data" <<<"$1"; }
check "another recovery key recovers nothing" exits 2 recover "${recovery//[2-5]/7}"
check "the printed one, typed in small letters, recovers both" recover "$(tr A-Z- 'a-z ' <<<"$recovery")"
check "as they were" diff -r "$WORK/lost" "$data/keys" --exclude ledger.key
check "a recovered key is the owner's alone" is_private "$(ls "$data"/keys/intake-*.key | head -1)"
check "an unknown verb is wrong usage" exits 2 "$GONGKAI" key print "$data"
check "the office's database is the owner's alone" is_private "$data/office.db"
check "an empty ledger verifies" "$GONGKAI" ledger verify "$data"
check "no installation is told plainly" exits 1 "$GONGKAI" ledger verify "$WORK/nothing"
check "an unknown command is wrong usage" exits 2 "$GONGKAI" publish "$data"
check "no command is wrong usage" exits 2 "$GONGKAI"
check "an unknown option is wrong usage" exits 2 "$GONGKAI" init "$WORK/other" --colour red
check "help is asked for" exits 0 "$GONGKAI" help serve
check "it answers in Chinese where the locale is Chinese" says '用法' env LC_ALL=zh_CN.UTF-8 "$GONGKAI" help serve

add() { echo demonstration-2009 | "$GONGKAI" user add "$data" "$1" --role "$2" --agency 002232139; }
check "an account is made" add wang clerk
check "and given a second role" add wang officer
check "who publishes does not administer" exits 2 add wang admin
check "the live tables are printed: addresses" says 'office POST /sign-in' "$GONGKAI" routes
check "fields" says '^amount +public +money +required' "$GONGKAI" fields fee_standard
check "the workflow, as a graph" says '"filed" -> "released" .label="release .releaser." color=blue' "$GONGKAI" flow disclosure --dot
check "an unknown kind is told with those there are" says 'normative_document' "$GONGKAI" flow nothing
check "and is wrong usage" exits 2 "$GONGKAI" fields nothing
matrix_is_golden() { "$GONGKAI" access 2>/dev/null | diff tests/access-matrix.golden -; }
check "who may do what is what was agreed" matrix_is_golden

break_line() { # expression of sed; then serve must name the file and the line, and end with 2
    cp "$WORK/good.yaml" "$data/gongkai.yaml"
    sed -i "$1" "$data/gongkai.yaml"
    exits 2 timeout 20 "$GONGKAI" serve "$data" --portal 127.0.0.1:0 --office localhost:0 >"$WORK/broken" 2>&1 ||
        { cat "$WORK/broken"; return 1; }
    grep -Eq "gongkai.yaml:$2: .*$3" "$WORK/broken" || { cat "$WORK/broken"; return 1; }
}
cp "$data/gongkai.yaml" "$WORK/good.yaml"
line_of() { grep -n "$1" "$WORK/good.yaml" | head -1 | cut -d: -f1; }
check "an unknown zone: file, line, field" break_line 's|^zone: .*|zone: Mars/Olympus|' "$(line_of '^zone:')" zone
check "an unknown key: file, line, field" break_line 's|^zone: |zones: |' "$(line_of '^zone:')" zone
check "neither yes nor no: file, line, field" break_line 's|confined: .*|confined: maybe|' "$(line_of 'confined:')" confined
for base in ga.example.gov.cn ftp://ga.example https:// https://ga.example/ 'https://ga.example gov' https://ga.example:x; do
    check "no address: file, line, field ($base)" break_line "s|base: .*|base: \"$base\"|" "$(line_of 'base:')" portal.base
done
check "an agency's code that is none: file, line, field" break_line 's|^agency: .*|agency: "002232138"|' "$(line_of '^agency:')" agency
check "an agency that nobody knows: file, line, field" break_line 's|^agency: .*|agency: "014109605"|' "$(line_of '^agency:')" agency
check "so at the console" exits 2 "$GONGKAI" report "$data" --agency 002232139 --year 2009
for base in https://ga.example.gov.cn 'http://[::1]:8080'; do
    sed "s|base: .*|base: \"$base\"|" "$WORK/good.yaml" >"$data/gongkai.yaml"
    check "an address is taken: $base" exits 0 "$GONGKAI" report "$data" --agency 002232139 --year 2009
done
check "a law that no file of regimes/ is of" break_line 's|^law: .*|law: atlantis|' "$(line_of '^law:')" law
check "a calendar that is not in calendars/" break_line 's|^law: .*|calendar: atlantis|' "$(line_of '^law:')" calendar
check "notices without the address that they name" break_line '$a notify:\n  smtp: smtp://mail.example.cn\n  from: a@example.cn' "$(grep -n '  base:' "$WORK/good.yaml" | cut -d: -f1)" portal.base
check "a mail server that is none: file, line, field" break_line '$a notify:\n  smtp: mail.example.cn' "$(($(wc -l <"$WORK/good.yaml") + 2))" notify.smtp
cp "$WORK/good.yaml" "$data/gongkai.yaml"
check "an outbox with nothing in it says so" says '^0 notices wait, 0 ' "$GONGKAI" outbox list "$data"
check "it sends what is due" says '^0 sent' "$GONGKAI" outbox send "$data"
check "a notice that is not there is not dropped" exits 1 "$GONGKAI" outbox drop "$data" aaaaaaaaaaaaaaaaaaaaaaaaaa
check "nor is one without its number" exits 2 "$GONGKAI" outbox retry "$data"

add_user() { echo "a long pass phrase 7" | "$GONGKAI" user add "$data" "$1" --role clerk --agency 002232139; }
check "an account is added" add_user clerk-1
for name in '' a Clerk $'cl\u202eerk' 'с-lerk' "$(printf 'a%.0s' {1..41})" '-rf' 'a b'; do
    check "no account is called $(printf '%q' "$name")" exits 2 add_user "$name"
done
report() { "$GONGKAI" report "$data" --agency 002232139 --year 2009 "$@"; }
check "a report with nothing to count says so" says '"items_released":0' report
check "its six parts are there" says '存在的主要问题及改进措施' report --format html
check "its figures are a table" says '^catalogue_entries,.*,0,no,no' report --format csv
check "nothing counted is no line" test -z "$(report --cell items_released)"
check "an unknown cell of a report" exits 2 report --cell items
check "an unknown format of a report" exits 2 report --format xml
of_year() { "$GONGKAI" report "$data" --agency 002232139 --year "$@"; }
check "the year chooses the form: 2018" says '"form":"cn-2008"' of_year 2018
check "2020 has the trial form" says '"form":"cn-2019".*"3.6":\[0,0,0,0,0,0,0\]' of_year 2020
check "2021 has the form of that year" says '"form":"cn-2021".*"3.6.3":\[0,0,0,0,0,0,0\]' of_year 2021
check "what nobody declared is told" says '"not_declared":\["t2.1.rules.made"' of_year 2021
check "a report on paper" says '^%PDF-' of_year 2009 --format pdf
check "its figures as a workbook" says '^PK' of_year 2021 --format xlsx
check "a report with the agencies below" says '"errors":\[\]' of_year 2021 --scope aggregate
check "an unknown scope of a report" exits 2 report --scope all
check "a year without a form" exits 2 "$GONGKAI" report "$data" --agency 002232139 --year 1999
check "a report of an unknown agency" exits 2 "$GONGKAI" report "$data" --agency 000000000 --year 2009
check "a report without a year is wrong usage" exits 2 "$GONGKAI" report "$data" --agency 002232139
check "the portal verifies and rebuilds offline" "$GONGKAI" portal rebuild "$data"
check "serve prints its two addresses first" serve "$data"
check "the office asks for a sign-in" says '303|302' curl -s -o /dev/null -w '%{http_code}' "$office/"
check "the portal serves the ledger" says '^002232139.invalid/ledger$' curl -sf "$portal/ledger/checkpoint"
many() { curl -s -w '%{http_code}' "$portal/disclosures?$(seq -f 'p%.0f=1' -s '&' "$1")"; }
for n in 201 300 1500; do check "$n parameters are answered with a sentence" says '400$' many $n; done
check "an unknown page is 404" says 404 curl -s -o /dev/null -w '%{http_code}' "$portal/no/such/page"
check "a second Content-Length is 400" says 'HTTP/1.1 400' bash -c '
    exec 3<>"/dev/tcp/127.0.0.1/${1##*:}"
    printf "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab" >&3
    timeout 5 head -1 <&3' sh "$portal"
check "a backup is made while it serves" "$GONGKAI" backup "$data" "$WORK/backup.tar"
kill -TERM "$server"
check "SIGTERM ends it with 0" wait "$server"
check "what it logged holds no finding" exits 1 grep -E 'Sanitizer|runtime error' "$WORK/serve.err"
check "the backup restores" "$GONGKAI" restore "$WORK/backup.tar" "$WORK/restored"
check "what was restored verifies" "$GONGKAI" ledger verify "$WORK/restored"
check "a restore does not overwrite" exits 2 "$GONGKAI" restore "$WORK/backup.tar" "$WORK/restored"
head -c 4000 "$WORK/backup.tar" >"$WORK/torn.tar"
check "a torn backup is refused" exits 1 "$GONGKAI" restore "$WORK/torn.tar" "$WORK/torn"
finish
