#!/bin/bash
# docs/regime.md is true: the law it writes is written, checked and used, step by step.
exec python3 "$(dirname "$0")/regime_doc.py"
