#!/bin/bash
# Acceptance cases C25 and C30, and that every case of data/domain-cases.json is tried somewhere.
exec python3 "$(dirname "$0")/cases.py"
