#!/usr/bin/env bash
# Says in one line which tool is missing and how to get it. With "test" it
# also installs what the tests need where it may (Debian, as root).
set -u
missing=0
lack() { echo "Missing: $1. $2" >&2; missing=1; }
have() { command -v "$1" >/dev/null 2>&1; }

have go || lack "Go 1.26 or newer" "Get it from go.dev/dl."
have cc || have gcc || lack "a C compiler" "On Debian: apt-get install build-essential. On macOS: xcode-select --install."
have c++ || have g++ || lack "a C++ compiler" "On Debian: apt-get install build-essential. On macOS: xcode-select --install."
if have node; then
  major=$(node -p 'process.versions.node.split(".")[0]')
  [ "$major" -ge 20 ] || lack "Node 20 or newer (this is $(node --version))" "Get it from nodejs.org."
else
  lack "Node 20 or newer" "Get it from nodejs.org."
fi
have npm || lack "npm" "It comes with Node, from nodejs.org."
[ "$missing" = 0 ] || exit 1
[ "${1:-build}" = test ] || exit 0

postgres() { have initdb || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1; }
browser() { [ -n "${BALCONY_CHROMIUM:-}" ] || have chromium || have chromium-browser || have google-chrome; }
# strace counts the syncs before an acknowledgement; it exists on Linux only.
tracer() { [ "$(uname)" != Linux ] || have strace; }
want=""
postgres || want="$want postgresql-15"
browser || want="$want chromium"
tracer || want="$want strace"
[ -n "$want" ] || exit 0
if have apt-get && [ "$(id -u)" = 0 ]; then
  echo "Installing$want for the tests ..."
  apt-get update -qq >/dev/null
  for p in $want; do
    [ "$p" = postgresql-15 ] && ! apt-cache show postgresql-15 >/dev/null 2>&1 && p=postgresql
    # The package would start a server of its own; the tests start theirs.
    [ -d /etc/postgresql-common ] || { mkdir -p /etc/postgresql-common; echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.conf; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$p" >/dev/null || lack "$p" "apt-get install $p failed."
  done
fi
postgres || lack "PostgreSQL (initdb), for the tests" "On Debian: apt-get install postgresql. Elsewhere put its bin folder on the PATH."
browser || lack "Chromium, for the browser tests" "On Debian: apt-get install chromium. Or name a browser in BALCONY_CHROMIUM."
tracer || lack "strace, for the tests of durability" "On Debian: apt-get install strace."
exit "$missing"
