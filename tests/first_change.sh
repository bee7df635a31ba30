#!/bin/bash
# docs/first-change.md is true: its edits and commands, done literally on a copy of this tree.
exec python3 "$(dirname "$0")/first_change.py"
