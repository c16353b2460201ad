#!/usr/bin/env bash
# Prints the address of a PostgreSQL server on which databases may be made; starts or installs one where that is possible.
set -euo pipefail
cd "$(dirname "$0")/.."

works() {
    .venv/bin/python - "$1" <<'END' 2>/dev/null
import sys
import psycopg
with psycopg.connect(sys.argv[1], connect_timeout=3) as connection:
    row = connection.execute("select rolcreatedb or rolsuper from pg_roles where rolname = current_user").fetchone()
    sys.exit(not row[0])
END
}

find_server() {
    local address
    for address in "${CI_DATABASE_URL:-}" postgres://huijia:huijia@127.0.0.1:5432 \
        postgres://postgres@127.0.0.1:5432 postgres://root@127.0.0.1:5432; do
        if [ -n "$address" ] && works "${address%/}/postgres"; then
            # A name of this run's own: another run on the same server is left alone.
            echo "${address%/}/huijia_$$"
            return
        fi
    done
    return 1
}

start_server() {
    [ "$(id -u)" -eq 0 ] || return 1
    if [ -z "$(ls /etc/postgresql 2>/dev/null)" ]; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql >/dev/null
    fi
    local version
    version=$(ls /etc/postgresql | sort -n | tail -n 1)
    pg_ctlcluster --skip-systemctl-redirect "$version" main status >/dev/null 2>&1 \
        || pg_ctlcluster --skip-systemctl-redirect "$version" main start
}

make_role() {
    cd /
    su postgres -c "psql -q -c \"create role huijia login createdb password 'huijia'\"" >/dev/null
}

quietly() { "$@" >&2; }

find_server && exit
quietly start_server || { echo "没有可用的 PostgreSQL / no PostgreSQL server can be used" >&2; exit 1; }
for _ in 1 2 3 4 5 6 7 8 9 10; do
    find_server && exit
    sleep 1
    (quietly make_role) 2>/dev/null || true
done
echo "PostgreSQL 已启动,但没有可用的账号 / PostgreSQL runs, but no role may make databases: set CI_DATABASE_URL" >&2
exit 1
