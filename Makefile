# Two commands do all the set-up: `make run` and `make test`.
.DEFAULT_GOAL := help
SHELL := /bin/bash
STATE := .haichieu
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
UV := $(shell command -v uv || echo $(STATE)/tools/bin/uv)
SYNCED := $(VENV)/.synced

.PHONY: help setup run test lint types imports docs check model bench lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup: $(SYNCED) ## Make the environment in .venv from requirements.lock

$(STATE)/tools/bin/uv:
	$(PYTHON) -m venv $(STATE)/tools
	$(STATE)/tools/bin/python -m pip install --quiet uv

$(SYNCED): requirements.lock pyproject.toml | $(if $(findstring $(STATE),$(UV)),$(UV))
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(UV) venv --quiet --clear --python $(PYTHON) $(VENV)
	$(UV) pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock
	$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

run: setup ## The whole system, with sample reports and a live view; ONCE=1 ends by itself
	$(BIN)/haichieu demo $(if $(ONCE),--once)

test: setup ## All tests, on a stack of their own
	$(BIN)/pytest --numprocesses 2 --dist loadfile $(ARGS)

lint: setup ## Style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup ## Types
	$(BIN)/mypy

imports: setup ## Who may import whom
	$(BIN)/lint-imports

docs: setup ## Write the generated documents again: AsyncAPI, OpenAPI, .env.example
	$(BIN)/python -m deploy.docs write

check: lint types imports ## Everything but the tests
	$(BIN)/python -m deploy.docs check

model: setup ## Train the classifier's model that comes with the code again
	$(BIN)/haichieu classifier train --corpus-only --version $$(date +%Y-%m-%d) --into services/classifier/data/model

bench: setup ## Throughput and cost as ratios to the floor pipeline
	$(BIN)/python -m tests.bench $(ARGS)

lock: $(if $(findstring $(STATE),$(UV)),$(UV)) ## Write requirements.lock again from pyproject.toml
	$(UV) pip compile --quiet --universal --generate-hashes --all-extras --python-version 3.11 --no-header \
		--output-file requirements.lock pyproject.toml

clean: ## Remove the environment and all local data
	rm -rf $(VENV) $(STATE)
