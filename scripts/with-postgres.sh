#!/usr/bin/env bash
# Runs a command with a PostgreSQL of its own, named in BALCONY_BENCH_DATABASE_URL,
# reachable by a socket in a folder that is removed afterwards. Without
# PostgreSQL programs the command runs all the same, without the variable.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | tail -n 1 || true)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)" 2>/dev/null || true)
if [ ! -x "$bin/initdb" ]; then
  echo "No PostgreSQL programs found; its part is left out. On Debian: apt-get install postgresql." >&2
  exec "$@"
fi
dir=$(mktemp -d)
as=()
if [ "$(id -u)" = 0 ]; then
  chown postgres "$dir"
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi
cleanup() {
  (cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop) || true
  rm -rf "$dir"
}
trap cleanup EXIT
(cd / && "${as[@]}" "$bin/initdb" -D "$dir/data" -A trust -U postgres >/dev/null)
(cd / && "${as[@]}" "$bin/pg_ctl" -D "$dir/data" -s -w -l "$dir/log" -o "-k $dir -c listen_addresses=''" start)
export BALCONY_BENCH_DATABASE_URL="postgres:///postgres?host=$dir&user=postgres"
"$@"
