# Everything here needs Python and make, and does its own set-up in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test test-all lint docs clean

demo: $(READY)
	@scripts/demo.sh $(BIN)/migrate-interactions fixtures/app

test: $(READY)
	$(BIN)/pytest -n auto -q -m "not slow"

test-all: $(READY)
	$(BIN)/pytest -n auto -q

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

docs: $(READY)
	$(BIN)/python -m migrate_interactions.reports.rules > docs/rules.md.new
	mv docs/rules.md.new docs/rules.md

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@
