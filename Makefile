# Everything here needs Python and make, and does its own set-up in .venv.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# The last SDK of the legacy schema, for the tests of `--schema outputs`.
LEGACY_SDK := google-genai==1.75.0
LEGACY := .venv-legacy
# A program before and after: google.generativeai and google-genai side by side, for the tests that run both.
OLDER_SDK := google-generativeai==0.8.6
OLDER := .venv-older
# The SDKs for Node, esbuild and TypeScript, for the tests that run JavaScript.
JAVASCRIPT := tests/javascript

.PHONY: demo test test-all long legacy older javascript lint bench docs clean

demo: $(READY)
	@scripts/demo.sh $(BIN)/migrate-interactions fixtures/app

test: $(READY) legacy older javascript
	$(BIN)/pytest -n auto -q -m "not slow"

test-all: $(READY) legacy older javascript
	$(BIN)/pytest -n auto -q

# What tries to break the tool, at length: HARD is how many times as much as `make test` tries.
HARD ?= 40
long: $(READY)
	HARD=$(HARD) $(BIN)/pytest -n auto -q tests/hard
	$(BIN)/python scripts/foreign.py
	$(BIN)/python scripts/foreign.py --disguised

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/mypy

# Beside grep, ripgrep, ruff and LibCST's own runner, as ratios: see docs/performance.md.
bench: $(READY)
	$(BIN)/python -m benchmarks

docs: $(READY)
	$(BIN)/python -m migrate_interactions.reports.rules > docs/rules.md.new
	mv docs/rules.md.new docs/rules.md

clean:
	rm -rf $(VENV) $(LEGACY) $(OLDER) $(JAVASCRIPT)/node_modules build dist .mypy_cache .pytest_cache .ruff_cache

$(READY): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

# Where it cannot be installed its tests are skipped; in continuous integration they fail then.
legacy:
	@$(MAKE) --no-print-directory $(LEGACY)/.ready || echo "$(LEGACY_SDK) could not be installed: its tests are skipped"

$(LEGACY)/.ready: Makefile
	$(PYTHON) -m venv $(LEGACY)
	$(LEGACY)/bin/python -m pip install --quiet --disable-pip-version-check $(LEGACY_SDK) pillow
	touch $@

older:
	@$(MAKE) --no-print-directory $(OLDER)/.ready || echo "$(OLDER_SDK) could not be installed: its tests are skipped"

$(OLDER)/.ready: Makefile
	$(PYTHON) -m venv $(OLDER)
	$(OLDER)/bin/python -m pip install --quiet --disable-pip-version-check $(OLDER_SDK) 'google-genai>=2.3' pillow
	touch $@

javascript:
	@if command -v node >/dev/null && command -v npm >/dev/null; \
	then $(MAKE) --no-print-directory $(JAVASCRIPT)/node_modules/.ready || echo "npm could not install the SDKs: tests that run JavaScript are skipped"; \
	else echo "no node and npm: tests that run JavaScript are skipped"; fi

$(JAVASCRIPT)/node_modules/.ready: $(JAVASCRIPT)/package.json $(JAVASCRIPT)/package-lock.json
	npm ci --prefix $(JAVASCRIPT) --silent
	touch $@
