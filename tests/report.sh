#!/bin/bash
# The report of 2025, from the registers to the public: case C20 through the desk.
exec python3 "$(dirname "$0")/report.py"
