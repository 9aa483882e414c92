#!/bin/sh
# Finds a Python 3.11 and hands over to setup.py, which may then use what 3.11 offers.
set -eu
cd "$(dirname "$0")/.."

is_3_11='import sys; sys.exit(sys.version_info[:2] != (3, 11))'
for candidate in python3.11 python3 python; do
    if command -v "$candidate" >/dev/null 2>&1 && "$candidate" -c "$is_3_11" >/dev/null 2>&1; then
        exec "$candidate" scripts/setup.py
    fi
done

found=$(python3 --version 2>/dev/null || echo "no Python at all")
echo "Encours needs Python 3.11 and this machine offers $found." >&2
echo "Install it first: on Debian 12, apt-get install python3 python3-venv python3-pip; elsewhere, see python.org." >&2
exit 1
