#!/usr/bin/env bash
# `make test`: what the tests need, then the tests. Arguments go to pytest; JOBS says how many run at once.
set -euo pipefail
cd "$(dirname "$0")/.."
tools/setup.sh dev
tools/test_tools.sh
CHROMIUM=$(tools/test_tools.sh --chromium)
export CHROMIUM
exec .venv/bin/python -m pytest -n "${JOBS:-2}" "$@"
