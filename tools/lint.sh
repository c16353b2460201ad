#!/usr/bin/env bash
# Style, types, who may import whom, and models that lack a migration. Runs all four, then says which failed.
set -uo pipefail
cd "$(dirname "$0")/.."
mkdir -p build/lint/var
export HUIJIA_TEST=1 HUIJIA_VAR="$PWD/build/lint/var" HUIJIA_KEY_FILE="$PWD/build/lint/keys.json"
export LEDGER_HEADS_FILE="$PWD/build/lint/heads.log"
failed=()

step() {
    local name=$1
    shift
    echo "== $name"
    "$@" || failed+=("$name")
}

step ruff .venv/bin/ruff check .
step mypy .venv/bin/mypy
step imports .venv/bin/lint-imports --no-cache
step migrations .venv/bin/huijia makemigrations --check --dry-run
[ ${#failed[@]} -eq 0 ] || { echo "未通过 / failed: ${failed[*]}"; exit 1; }
