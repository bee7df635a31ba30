#!/bin/bash
# Table 3 counted from a ledger alone (tests/recount.py): case C20, cell by cell.
set -u
. "$(dirname "$0")/tap.sh"
here=$(dirname "$0")
agency=002232139

is_c20() {
    python3 "$here/recount.py" "$1" $agency 2025 >"$WORK/counted" || return 1
    python3 - "$here/data/domain-cases.json" "$WORK/counted" <<'END'
import json, sys
cases, counted = (json.load(open(path)) for path in sys.argv[1:])
wanted = next(case for case in cases['cases'] if case['id'] == 'C20')['input']['table']
wrong = {row: counts for row, counts in counted.items() if counts != wanted.get(row, [0] * 7)}
sys.exit(f'not C20: {wrong}' if wrong or not set(wanted) <= set(counted) else 0)
END
}
move_a_case() { sed -i 's/"row":"3\.2"/"row":"3.1"/' "$(grep -rl '"row":"3\.2"' "$1/object" | head -1)"; }

check "a ledger of case lines is made" python3 "$here/recount_ledger.py" "$WORK/ledger"
check "its table 3 is that of C20" is_c20 "$WORK/ledger"
check "another year is another table" says '"1": \[1, 0, 0, 0, 0, 0, 1\]' python3 "$here/recount.py" "$WORK/ledger" $agency 2026
check "the trial form does not divide row 3.6" says '"3.6": \[0' python3 "$here/recount.py" "$WORK/ledger" $agency 2020
check "an agency without lines has noughts" says '"3.7": \[0, 0, 0, 0, 0, 0, 0\]' python3 "$here/recount.py" "$WORK/ledger" 999999999 2025
python3 "$here/recount_ledger.py" "$WORK/broken" break
check "a line of no kind that no list names cannot be counted" exits 1 python3 "$here/recount.py" "$WORK/broken" $agency 2025
move_a_case "$WORK/ledger"
check "an object that is not the one committed to is refused" says 'another one' python3 "$here/recount.py" "$WORK/ledger" $agency 2025
check "a wrong call is told" exits 1 python3 "$here/recount.py" "$WORK/ledger"
finish
