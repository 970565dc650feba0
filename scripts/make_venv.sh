#!/bin/sh
# Makes .venv with the first Python of at least 3.11 found; PYTHON=/path/to/python chooses another.
set -eu

fits='import sys, ensurepip, venv; sys.exit(sys.version_info < (3, 11))'

for python in ${PYTHON:+"$PYTHON"} python3 python3.13 python3.12 python3.11 python3.14 python; do
    if "$python" -c "$fits" >/dev/null 2>&1; then
        echo "Making .venv with $("$python" --version) …"
        rm -rf .venv
        exec "$python" -m venv .venv
    fi
done

cat >&2 <<'MESSAGE'
No suitable Python found: this portal needs Python 3.11 or newer, with its venv module.
  Debian or Ubuntu:  apt-get install python3 python3-venv
  Elsewhere:         install Python 3.11, 3.12 or 3.13
Python in an unusual place?  make PYTHON=/path/to/python3
MESSAGE
exit 1
