#!/bin/bash
# An application from the citizen's POST to the second answer, with real processes and real files.
exec python3 "$(dirname "$0")/application.py"
