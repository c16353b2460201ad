#!/usr/bin/env bash
# Installs what the running system needs; `dev` adds what tests and checks need. Runs in a moment when nothing changed.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-run}
lock=requirements.txt
[ "$kind" = dev ] && lock=requirements-dev.txt

say() { printf '%s\n' "$*" >&2; }
fail() { say "$@"; exit 1; }
sum() { cat "$@" 2>/dev/null | cksum | tr -d ' '; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-} python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
            echo "$candidate"
            return
        fi
    done
    fail "需要 Python 3.11 或更新 / Python 3.11 or newer is needed (Debian: apt-get install python3 python3-venv)"
}

make_venv() {
    # A tree that was moved keeps paths of its old place in .venv; then it is made again.
    if [ -x .venv/bin/python ] && .venv/bin/python -m pip --version >/dev/null 2>&1 \
        && { [ ! -f .venv/place ] || [ "$(cat .venv/place)" = "$PWD" ]; }; then
        return
    fi
    local python
    python=$(find_python)
    say "建立 Python 环境 / making the Python environment"
    "$python" -m venv --clear .venv \
        || fail "缺少 venv 模块 / the venv module is missing (Debian: apt-get install python3-venv)"
    echo "$PWD" >.venv/place
}

# What an installation was made from; it is made again when this changes.
python_key() {
    local lock=requirements.txt
    [ "$1" = dev ] && lock=requirements-dev.txt
    echo "$(sum "$lock" pyproject.toml) $(.venv/bin/python -V)"
}

is_installed() { [ -x .venv/bin/huijia ] && [ "$(cat ".venv/installed-$1" 2>/dev/null)" = "$(python_key "$1")" ]; }

install_python() {
    # The larger lock holds everything of the smaller one.
    if is_installed "$kind" || is_installed dev; then
        return
    fi
    say "安装 Python 包 / installing Python packages ($lock)"
    local pip=(.venv/bin/python -m pip --disable-pip-version-check --quiet install)
    "${pip[@]}" --require-hashes -r "$lock"
    "${pip[@]}" --no-deps --no-build-isolation --editable .
    python_key "$kind" >".venv/installed-$kind"
}

need_node() {
    command -v node >/dev/null && command -v npm >/dev/null \
        || fail "需要 Node.js 18 或更新及 npm / Node.js 18 or newer and npm are needed (Debian: apt-get install nodejs npm)"
    [ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] \
        || fail "Node.js 版本过旧 / Node.js is too old: $(node -v), 18 or newer is needed"
}

install_browser_files() {
    local key
    key="$(sum package-lock.json tools/assets.py)"
    if [ "$(cat build/assets.stamp 2>/dev/null)" = "$key" ] && [ -d src/huijia/static/vendor ] \
        && { [ "$kind" = run ] || [ -d node_modules/axe-core ]; }; then
        return
    fi
    need_node
    local omit=()
    [ "$kind" = run ] && omit=(--omit=dev)
    say "安装网页组件 / installing browser libraries"
    npm ci "${omit[@]}" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
    .venv/bin/python tools/assets.py
    mkdir -p build
    echo "$key" >build/assets.stamp
}

make_venv
install_python
install_browser_files
.venv/bin/python -m huijia.config.locales
