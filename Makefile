# Every target works on a bare machine: Python 3.11, make and pip are enough.
.DEFAULT_GOAL := help
.PHONY: help setup demo serve test test-all check lock experiments

BIN := .venv/bin

# Threads that spin while they wait would slow each other down; nothing here reports its use to anyone.
export OMP_WAIT_POLICY ?= passive
export GOMP_SPINCOUNT ?= 0
export MLFLOW_DISABLE_TELEMETRY ?= true

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Create .venv from requirements/dev.lock, or bring it up to date
	@sh scripts/setup.sh

demo: setup ## Show the whole house at work on a sample company
	@$(BIN)/encours demo

serve: setup ## Open the HTTP door on this machine
	@$(BIN)/encours serve

test: setup ## Run the quick tests on two cores
	@$(BIN)/python -m pytest -m "not slow" -n 2 -q --nbmake tests notebooks

test-all: setup ## Run every test, the slow ones too, on cases drawn anew
	@$(BIN)/python -m pytest -n 2 -q --nbmake --hypothesis-profile=wandering tests notebooks

check: setup ## Check format, lint, types, floors and documents; report all failures at once
	@$(BIN)/python scripts/check.py

lock: ## Write requirements/*.lock anew from pyproject.toml (needs uv)
	@sh scripts/lock.sh

experiments: setup ## Run every experiment again, in order
	@$(BIN)/python scripts/experiments.py
