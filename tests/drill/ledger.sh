#!/bin/bash
# 200 kills of the sequencer at random moments: no fork, no rollback, every act exactly once (T3).
exec "$BUILD/src/ledger/drill_ledger" 200 python3 "$(dirname "$0")/../verify_tlog.py"
