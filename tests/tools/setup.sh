#!/bin/sh
# Prepare a fresh clone: .venv from uv.lock, node_modules from package-lock.json.
#
# Needs Python 3.11.5 or newer with venv, Node 20.19 or newer, npm and a shell; nothing else has
# to be installed first. Each phase leaves a stamp in .cache/setup/, so that a second start only
# compares two checksums. Written for sh, so that even a machine without any good Python gets a
# sentence instead of a traceback.
#
#   usage: sh tests/tools/setup.sh      (make calls it; PYTHON=/path/to/python chooses one)
set -u

cd "$(dirname "$0")/../.." || exit 1
uv_version=0.13.9
cache=.cache/setup
log=$cache/log.txt
mkdir -p "$cache"

say() { printf '%s\n' "$*" >&2; }

stop() {
  say "Set-up stopped: $*"
  exit 1
}

# Run one phase quietly; on failure show the end of what it printed.
phase() {
  title=$1
  shift
  say "set-up: $title"
  if ! "$@" >"$log" 2>&1; then
    tail -n 25 "$log" >&2
    stop "\"$title\" failed. The whole output is in $log."
  fi
}

is_new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11, 5))' >/dev/null 2>&1; }
can_make_venv() { "$1" -c 'import ensurepip, venv' >/dev/null 2>&1; }
version_of() { "$1" -c 'import sys; print("%d.%d.%d" % sys.version_info[:3])' 2>/dev/null; }

# Print the first Python that will do; otherwise say what the nearest one lacks.
find_python() {
  nearest=
  for name in ${PYTHON:-python3.14 python3.13 python3.12 python3.11 python3 python}; do
    if is_new_enough "$name"; then
      if can_make_venv "$name"; then
        echo "$name"
        return 0
      fi
      nearest="Python $(version_of "$name") ($name) has no venv module. On Debian and Ubuntu: apt-get install python3-venv"
    elif [ -z "$nearest" ]; then
      found=$(version_of "$name")
      [ -n "$found" ] && nearest="Python $found ($name) is too old. Install Python 3.11.5 or newer, or set PYTHON=/path/to/it"
    fi
  done
  [ -n "$nearest" ] || nearest="no Python found${PYTHON:+ at PYTHON=$PYTHON}. Install Python 3.11.5 or newer, or set PYTHON=/path/to/it"
  stop "$nearest."
}

check_node() {
  command -v node >/dev/null 2>&1 || stop "Node is not installed. Install Node 20.19 or newer (it brings npm)."
  node_version=$(node --version 2>/dev/null)
  major=${node_version#v}
  minor=${major#*.}
  major=${major%%.*}
  minor=${minor%%.*}
  case $major$minor in
    '' | *[!0-9]*) stop "node does not say its version. Install Node 20.19 or newer." ;;
  esac
  [ "$((major * 1000 + minor))" -ge 20019 ] || stop "Node $node_version is too old. Install Node 20.19 or newer."
  command -v npm >/dev/null 2>&1 || stop "npm is not installed. Install it next to Node $node_version."
}

# A stamp holds what a phase was made from; the phase is current while that has not changed.
is_current() { [ -f "$cache/$1" ] && [ "$(cat "$cache/$1")" = "$2" ]; }

make_python_tools() {
  rm -f "$cache/python"
  if ! is_new_enough .venv/bin/python; then
    python=$(find_python) || exit 1
    phase "a virtual environment with Python $(version_of "$python") in .venv" "$python" -m venv --clear .venv
  fi
  if [ "$(.venv/bin/uv --version 2>/dev/null | cut -d ' ' -f 2)" != "$uv_version" ]; then
    phase "uv $uv_version into .venv" .venv/bin/python -m pip install --quiet --disable-pip-version-check "uv==$uv_version"
  fi
  phase "the Python tools of uv.lock (the first time takes about a minute)" \
    env UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=.venv VIRTUAL_ENV= \
    .venv/bin/uv sync --locked --python .venv/bin/python
  printf '%s\n' "$python_made_from" >"$cache/python"
}

make_node_tools() {
  rm -f "$cache/node"
  phase "the Node tools of package-lock.json (the first time takes about a minute)" \
    npm ci --ignore-scripts --no-audit --no-fund
  printf '%s\n' "$node_made_from" >"$cache/node"
}

check_node
python_made_from="$(pwd) uv $uv_version $(cat pyproject.toml uv.lock | cksum)"
if ! is_current python "$python_made_from" || ! is_new_enough .venv/bin/python; then
  make_python_tools
fi

node_made_from="node $major $(cat package.json package-lock.json | cksum)"
if ! is_current node "$node_made_from" || [ ! -d node_modules/.bin ]; then
  make_node_tools
fi
