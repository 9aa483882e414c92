#!/bin/sh
# Writes both locks anew: one to run Encours, one to work on it.
set -eu
cd "$(dirname "$0")/.."

if ! command -v uv >/dev/null 2>&1; then
    echo "make lock needs uv, and only this target does: https://docs.astral.sh/uv tells how to install it." >&2
    exit 1
fi

compile() {
    uv pip compile pyproject.toml --quiet --generate-hashes --no-header --no-annotate --python-version 3.11 "$@"
}
compile --output-file requirements/runtime.lock
compile --group dev --output-file requirements/dev.lock
echo "Written: requirements/runtime.lock and requirements/dev.lock. Run make setup next."
