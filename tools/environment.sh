# shellcheck shell=bash
# Sourced by ./run, ./test and tools/lock. Makes a virtual environment and fills it from a lock file, and does neither
# again until the lock, the Python or the place of the checkout has changed.
#
#   prepare .venv requirements/run.txt        the environment, the locked packages, and this package (editable)

export PIP_DISABLE_PIP_VERSION_CHECK=1
export PIP_ROOT_USER_ACTION=ignore
export UV_PYTHON_DOWNLOADS=never # the Python that is here is the Python we use

seconds() { # seconds SINCE: how long ago that was, to a tenth; SINCE comes from `now`
  local tenths=$(( ($(now) - $1) / 100 ))
  printf '%d.%d s' $((tenths / 10)) $((tenths % 10))
}

now() { # milliseconds; EPOCHREALTIME's decimal mark depends on the locale
  local t=${EPOCHREALTIME//[.,]/}
  echo $((t / 1000))
}

step() { # step TITLE COMMAND…: says what is being done and how long it took; what it printed is shown if it failed
  local title=$1 log start status=0
  shift
  log=$(mktemp)
  start=$(now)
  printf '  %s … ' "$title"
  "$@" >"$log" 2>&1 || status=$?
  if [ "$status" -eq 0 ]; then
    seconds "$start"
    echo
  else
    echo "failed after $(seconds "$start")"
    sed 's/^/    | /' "$log" >&2
  fi
  rm -f "$log"
  return "$status"
}

# A name on the PATH proves nothing (pyenv keeps names of versions that it does not have), so each is asked.
new_enough() { "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; }

find_python() {
  local name
  if [ -n "${PYTHON:-}" ]; then
    if new_enough "$PYTHON"; then
      echo "$PYTHON"
      return
    fi
    echo "PYTHON=$PYTHON: Evenhand needs Python 3.11 or newer, and that is not one ($("$PYTHON" --version 2>&1 || true))." >&2
    return 1
  fi
  for name in python3.13 python3.12 python3.11 python3; do
    if command -v "$name" >/dev/null && new_enough "$name"; then
      echo "$name"
      return
    fi
  done
  cat >&2 <<TXT
Evenhand needs Python 3.11 or newer. This machine has $(python3 --version 2>/dev/null || echo "no python3").
On Debian 12 or newer and Ubuntu 24.04 or newer:  apt-get install python3 python3-venv
If it is installed under another name, say so:    PYTHON=/path/to/python3.12 $0
TXT
  return 1
}

# Whether the environment in FOLDER can be used as it is: it works, lies where it was made (its scripts hold that path),
# and was made with the Python that the person asked for, if they asked.
usable() { # usable FOLDER
  local which='import sys; print(sys.base_prefix, sys.version)'
  new_enough "$1/bin/python" && [ "$(cat "$1/.place" 2>/dev/null)" = "$(pwd -P)" ] || return 1
  [ -z "${PYTHON:-}" ] || [ "$("$1/bin/python" -c "$which")" = "$("$PYTHON" -c "$which" 2>/dev/null)" ]
}

make_venv() { # make_venv PYTHON FOLDER
  rm -rf "$2"
  if step "Making $2 with $("$1" --version)" "$1" -m venv "$2" 2>"$2.log"; then
    rm -f "$2.log"
    return
  fi
  rm -rf "$2"
  # Debian takes venv out of Python and puts it into a package of its own.
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
    echo "  Python's venv module is missing here. As root on a Debian machine, I install it: apt-get install python3-venv"
    rm -f "$2.log"
    step "apt-get update" apt-get update -qq
    step "apt-get install python3-venv" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends python3-venv
    step "Making $2 with $("$1" --version)" "$1" -m venv "$2"
    return
  fi
  cat "$2.log" >&2
  rm -f "$2.log"
  cat >&2 <<TXT

Python could not make a virtual environment. On Debian and Ubuntu the part that does it is a package of its own.
Ask whoever looks after this machine for
    apt-get install python3-venv
and run $0 again. On other systems, install Python 3.11 or newer from your usual place: the part is included.
TXT
  return 1
}

install_locked() { # install_locked FOLDER LOCK: uv is ten times as fast; pip is always there
  local python=$1/bin/python
  if step "Installing uv" "$python" -m pip install -qq --require-hashes -r requirements/bootstrap.txt &&
    step "Installing $(grep -cE '^[a-zA-Z0-9].*==' "$2") packages from $2" \
      "$1/bin/uv" pip install --quiet --python "$python" --require-hashes -r "$2"; then
    return
  fi
  step "uv could not; installing with pip, which is slower" "$python" -m pip install -qq --require-hashes -r "$2"
}

install_package() { # install_package FOLDER: the checkout itself, editable; needs no network
  local arguments=(install --quiet --no-deps --no-build-isolation --editable .)
  "$1/bin/uv" pip "${arguments[0]}" --python "$1/bin/python" "${arguments[@]:1}" ||
    "$1/bin/python" -m pip "${arguments[@]}"
}

hash_of() { cat "$@" | sha256sum | cut -c1-16; }

prepare() { # prepare FOLDER LOCK
  local venv=$1 lock=$2 name mark locks python
  name=$(basename "$lock" .txt)
  if ! usable "$venv"; then
    python=$(find_python) || return 1
    make_venv "$python" "$venv" || return 1
    pwd -P >"$venv/.place"
  fi

  # One mark covers all locks: they agree on versions, so ./run and ./test may take turns without installing again.
  mark=$venv/.installed-$name
  locks=$(hash_of requirements/*.txt)
  if [ "$(cat "$mark" 2>/dev/null)" != "$locks" ]; then
    install_locked "$venv" "$lock" || return 1
    echo "$locks" >"$mark"
  fi

  mark=$venv/.installed-package
  if [ "$(cat "$mark" 2>/dev/null)" != "$(hash_of pyproject.toml tools/ship_data.py)" ]; then
    step "Installing Evenhand itself" install_package "$venv" || return 1
    hash_of pyproject.toml tools/ship_data.py >"$mark"
  fi
}
