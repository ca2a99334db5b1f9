# README.md says what each command is for.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
PY := $(VENV)/bin/python
UV := $(VENV)/bin/uv
PYTEST := $(PY) -m pytest
COMPILE := $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-annotate --custom-compile-command "make lock"

# uv reads no pip settings; a machine whose index is named in the environment gets it for both.
ifdef PIP_INDEX_URL
export UV_DEFAULT_INDEX ?= $(PIP_INDEX_URL)
endif

.PHONY: run test test-hostile test-browser mutants lint types format lock clean

run: $(VENV)/installed
	@BACKFIT_DEBUG=1 exec $(PY) manage.py serve --port '$(PORT)'

test: $(VENV)/installed-dev
	@echo "The tests on SQLite"
	@env -u DATABASE_URL $(PYTEST) -n auto --dist worksteal
	@echo "Those of them that use a database on PostgreSQL"
	@$(PY) -m tests.postgres $(PYTEST) -n auto --dist worksteal --only-database

test-hostile: $(VENV)/installed-dev
	@echo "All of the bad input on SQLite"
	@env -u DATABASE_URL $(PYTEST) -m hostile -n auto --dist worksteal
	@echo "And on PostgreSQL"
	@$(PY) -m tests.postgres $(PYTEST) -m hostile -n auto --dist worksteal

test-browser: $(VENV)/installed-dev
	@$(PYTEST) -m browser tests/browser -n auto

mutants: $(VENV)/installed-dev
	@$(PY) -m tests.mutants

lint: $(VENV)/installed-dev
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m djlint --lint --quiet .

types: $(VENV)/installed-dev
	$(PY) -m mypy

format: $(VENV)/installed-dev
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

# Keeps what is pinned where the ranges allow it; UPGRADE=--upgrade takes the newest.
lock: $(VENV)/created
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE) $(UPGRADE) --group install -o requirements-uv.txt

# The data of `make run` in var/ stays.
clean:
	rm -rf $(VENV) staticfiles screenshots .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# After an upgrade of the system the environment may point at a Python that is gone.
ifeq ($(shell test -x $(PY) && echo there),)
.PHONY: $(VENV)/created
endif

# Every stamp is written last, so that an interrupted installation starts again where it stopped.
$(VENV)/created: requirements-uv.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Backfit needs Python 3.11 or later; name one with PYTHON=python3.12.")'
	@echo "Making the virtual environment in $(VENV)"
	@$(PY) -c '' 2>/dev/null || rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $< \
		|| echo "uv cannot be had here: pip does the work, more slowly."
	@touch $@

$(VENV)/installed: requirements.txt $(VENV)/created
	@echo "Installing what Backfit needs"
	@$(UV) pip install --quiet --python $(PY) --require-hashes -r $< \
		|| $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/created
	@echo "Installing what the tests need"
	@$(UV) pip sync --quiet --python $(PY) --require-hashes $< \
		|| $(PY) -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $(VENV)/installed $@
