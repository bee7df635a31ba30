#!/bin/bash
# The demonstration's applications at the command line: cases C20 and C23, cell by cell.
set -u
. "$(dirname "$0")/tap.sh"
export LC_ALL=C.UTF-8
here=$(dirname "$0")
cases=$here/data/domain-cases.json
agency=099023009
cp -r "$DEMO" "$WORK/demo"
report() { "$GONGKAI" report "$WORK/demo" --agency $agency "$@"; }

for year in 2024 2025; do report --year $year --format json >"$WORK/$year.json"; done
# A condition in Python on: r24, r25 (the reports), c20, c23 (the cases), counted (recount.py).
holds() {
    python3 - "$cases" "$WORK" "$1" <<'END'
import json, os, sys
cases, work, condition = sys.argv[1:]
def read(path): return json.load(open(path)) if os.path.exists(path) else None
found = {case['id']: case for case in read(cases)['cases']}
c20, c23 = found['C20']['input']['table'], found['C23']['expected']['row']
r24, r25, counted = (read(os.path.join(work, name)) for name in ('2024.json', '2025.json', 'counted'))
rows24, rows25 = (r['tables']['3']['rows'] for r in (r24, r25))
def is_c20(rows): return set(c20) <= set(rows) and all(rows[k] == c20.get(k, [0] * 7) for k in rows)
if not eval(condition):
    sys.exit(f'{condition} does not hold:\n{json.dumps([rows24, rows25, counted, r25["tables"]["4"], r25["errors"]])}')
END
}
check "table 3 of 2025 is that of C20, cell by cell" holds 'is_c20(rows25)'
check "table 4 of 2025 is the row of C23" holds 'r25["tables"]["4"]["row"] == c23'
check "no check of the form is broken" holds 'r24["errors"] == r25["errors"] == []'
check "nothing that must be declared is missing" holds 'r24["not_declared"] == r25["not_declared"] == []'
check "what 2024 carries on, 2025 carries in" holds 'rows24["4"] == rows25["2"] == [4, 0, 0, 0, 0, 0, 4]'

python3 "$here/recount.py" "$WORK/demo/ledger" $agency 2025 >"$WORK/counted"
check "the public ledger alone gives the same table 3" holds 'counted == rows25'
check "which is C20 as well" holds 'is_c20(counted)'

check "the key that letters are sealed to is a released record" python3 "$here/sealing_keys.py" "$WORK/demo/ledger" $agency
"$GONGKAI" key rotate "$WORK/demo" >/dev/null
check "a key that the ledger does not tell is found out" exits 1 python3 "$here/sealing_keys.py" "$WORK/demo/ledger" $agency

opens() { # cell, figure: so many cases, each with an id
    local lines
    lines=$(report --year 2025 --cell "$1" | wc -l)
    [ "$lines" = "$2" ] || { report --year 2025 --cell "$1"; return 1; }
}
check "new applications of natural persons open 56 cases" opens t3.1.natural 56
check "those carried over open 4" opens t3.2.total 4
check "disclosed in part opens 6" opens t3.3.2.total 6
check "not held opens 16" opens t3.3.4.1.total 16
check "carried on opens 3" opens t3.4.total 3
check "an empty cell opens none" opens t3.3.3.1.total 0
check "reconsiderations open 3" opens t4.reconsideration.total 3
check "the suit that is pending opens" opens t4.suit-direct.pending 1

check "a demonstration of an earlier day has no applications" "$GONGKAI" demo "$WORK/early" --today 2009-02-27
check "and prints no receipt code" exits 1 grep -q '^receipt ' "$WORK/said"
check "its report of 2025 is nil" says '"1":\[0,0,0,0,0,0,0\]' "$GONGKAI" report "$WORK/early" --agency $agency --year 2025 --format json
check "a day that is none is wrong usage" exits 2 "$GONGKAI" demo "$WORK/none" --today 2026-02-30
finish
