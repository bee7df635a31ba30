#!/bin/bash
# kill -9 of the office while it releases, 20 times: what was acknowledged is public exactly once.
exec python3 "$(dirname "$0")/office.py" 20
