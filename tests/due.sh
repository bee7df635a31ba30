#!/bin/bash
# The law at the command line: `gongkai due` and `gongkai regime`, with the cases of DOMAIN §6 from their own file.
exec python3 "$(dirname "$0")/due.py"
