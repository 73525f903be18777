# Every target makes .venv first when it is missing or older than what it is made from.

PYTHON ?= python3
VENV   := .venv
PY     := $(VENV)/bin/python
STAMP  := $(VENV)/installed

.DEFAULT_GOAL := help
.PHONY: browser help demo test lint docs bench million pooler torture mutants constraints clean

help:
	@echo "make demo         build a demonstration register and show what it answers"
	@echo "make test         run the tests"
	@echo "make lint         check style, types, the direction of imports, and translations"
	@echo "make docs         write what is generated: pages of docs/, schemas, statements"
	@echo "make bench        measure, and print the table of docs/performance.md"
	@echo "make million      build a register of 1,000,000 events in FOLDER, go through it, and write down what it took"
	@echo "make pooler       run the tests of PostgreSQL behind PgBouncer, which is installed if need be"
	@echo "make browser      walk through the web register in a Chromium, which is installed if need be"
	@echo "make torture      kill, crash, lose and fuzz for an hour, and count the losses"
	@echo "make mutants      break the rules on purpose, one line at a time, and see the tests notice"
	@echo "make constraints  pin the newest versions that pyproject.toml allows (Python 3.11)"
	@echo "make clean        remove .venv, caches and builds"
	@echo "Another interpreter: make test PYTHON=python3.12"

$(STAMP): pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "Depositary needs Python 3.11 or newer, and $(PYTHON) is not. Name another: make PYTHON=python3.12 …" >&2; \
	    exit 1; }
	@test -x $(PY) || $(PYTHON) -m venv $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@$(PY) -m compileall -q lifecycle aggregates projections cli web
	@touch $@

demo: $(STAMP)
	@bash demo/run.sh

test: $(STAMP)
	$(PY) -m pytest -n 2

lint: $(STAMP)
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports
	$(PY) -m projections.words.languages.catalogues --check

docs: $(STAMP)
	$(PY) -m projections.answers.catalogue
	$(PY) -m projections.forms.terms_schema
	$(PY) -m projections.forms.acts_schema
	$(PY) -m projections.forms.acts_commands
	$(PY) -m projections.forms.acts_page
	$(PY) -m projections.answers.rules
	$(PY) -m projections.models.definitions.catalogue
	$(PY) -m projections.words.languages.catalogues

bench: $(STAMP)
	@$(PY) -m compileall -q lifecycle aggregates projections cli web
	$(PY) -m benchmarks

million: $(STAMP)
	@$(PY) -m compileall -q lifecycle aggregates projections cli
	$(PY) -m benchmarks.million

# As root on Debian it is installed; where it is not to be had, the tests say that they were skipped.
pooler: $(STAMP)
	@command -v pgbouncer >/dev/null || test -x /usr/sbin/pgbouncer || { \
	    apt-get update -qq && apt-get install -qq -y --no-install-recommends pgbouncer; } >/dev/null 2>&1 || true
	$(PY) -m pytest -n 0 -rs tests/test_pooler.py

# As root on Debian Chromium is installed; where it is not to be had, the tests say that they were skipped, and why.
browser: $(STAMP)
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || { \
	    apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null 2>&1 \
	    || echo "There is no Chromium, and none could be installed: nothing is walked through."
	@$(PY) -c 'import playwright' 2>/dev/null || \
	    $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[browser]'
	$(PY) -m pytest -n 0 -rs tests/test_browser.py

torture: $(STAMP)
	$(PY) tools/torture.py
	$(PY) tools/crashes.py
	$(PY) tools/disasters.py
	@$(PY) -c 'import atheris' 2>/dev/null || \
	    $(PY) -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[fuzz]'
	$(PY) tools/fuzz.py

mutants: $(STAMP)
	$(PY) tools/mutants.py

# In an empty environment of its own, so that the pins in force do not stand in the way of the new ones; on the oldest
# Python, because a version that still runs there runs on the newer ones. Only `name==version` lines are kept: the
# compiler also writes where it found this very project.
constraints:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { \
	    echo "Pins are compiled on Python 3.11: make constraints PYTHON=python3.11" >&2; exit 1; }
	@set -e; folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	    $(PYTHON) -m venv "$$folder/venv"; \
	    "$$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pip-tools; \
	    "$$folder/venv/bin/pip-compile" --quiet --extra dev --extra fuzz --extra browser --strip-extras --no-header --no-annotate \
	        --no-emit-index-url --no-emit-find-links --no-emit-trusted-host \
	        --output-file "$$folder/pins" pyproject.toml; \
	    { sed -n '/^#/p' constraints.txt; grep -E '^[A-Za-z0-9._-]+==' "$$folder/pins"; } > "$$folder/new"; \
	    cp "$$folder/new" constraints.txt

clean:
	rm -rf $(VENV) build dist .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
