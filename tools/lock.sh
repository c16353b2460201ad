#!/usr/bin/env bash
# Writes the locks anew. No address of a package registry goes into them.
set -euo pipefail
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .venv/bin/uv)
[ -x "$uv" ] || { echo "需要 uv / uv is needed: pip install uv"; exit 1; }
options=(--generate-hashes --no-emit-index-url --no-header --no-annotate --universal --python-version 3.11 --quiet)
"$uv" pip compile "${options[@]}" "$@" requirements.in -o requirements.txt
"$uv" pip compile "${options[@]}" "$@" requirements-dev.in -o requirements-dev.txt
npm install --package-lock-only --omit-lockfile-registry-resolved --no-audit --no-fund --loglevel=error
if grep -nE '"resolved"|://[^"]*registry' package-lock.json; then
    echo "package-lock.json 含有下载地址 / holds addresses"
    exit 1
fi
