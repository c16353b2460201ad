#!/usr/bin/env bash
# What the tests need besides Python: a browser, Chinese letters, gettext. `--chromium` prints the browser's path.
set -euo pipefail

find_chromium() {
    local name
    for name in ${CHROMIUM:-} chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name"; then
            return
        fi
    done
    return 1
}

has_chinese_letters() { command -v fc-list >/dev/null && [ -n "$(fc-list :lang=zh-cn family | head -n 1)" ]; }

missing_packages() {
    find_chromium >/dev/null || echo chromium
    has_chinese_letters || echo fonts-noto-cjk fontconfig
    command -v msgfmt >/dev/null || echo gettext
}

install() {
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo -n)
    "${as_root[@]}" apt-get update -qq
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

can_install() { command -v apt-get >/dev/null && { [ "$(id -u)" -eq 0 ] || sudo -n true 2>/dev/null; }; }

if [ "${1:-}" = --chromium ]; then
    find_chromium
    exit
fi
read -r -d '' -a packages <<<"$(missing_packages)" || true
[ ${#packages[@]} -eq 0 ] && exit 0
if can_install; then
    echo "安装测试工具 / installing for the tests: ${packages[*]}" >&2
    install "${packages[@]}"
elif find_chromium >/dev/null; then
    echo "缺少 / missing: ${packages[*]}; 相关测试可能不通过 / tests that need them may fail" >&2
else
    echo "测试需要 / the tests need: ${packages[*]}" >&2
    echo "  apt-get install ${packages[*]}" >&2
    echo "或指定浏览器 / or name a browser: make test CHROMIUM=/path/to/chromium" >&2
    exit 1
fi
