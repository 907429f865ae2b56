# make run, make test: everything else they need is made on the way.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: help run test check bench lock clean
help: ## List the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(READY): pyproject.toml requirements.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.11 …"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable '.[dev,postgres]'
	@touch $@

run: $(READY) ## Open the dashboard with the built-in incidents
	$(BIN)/incident-atlas serve

test: $(READY) ## Run every test: units, pages, browser
	@$(BIN)/python tests/browser/find_chromium.py --install
	$(BIN)/python -m pytest -q -m "not browser" --numprocesses 2 --dist loadfile
	@# A browser test that fails is run once more by itself: on a busy machine it may only have been too slow.
	$(BIN)/python -m pytest -q -m browser || $(BIN)/python -m pytest -q -m browser --last-failed --last-failed-no-failures none

check: $(READY) ## Lint, types and floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(READY) ## Measure; BENCH=full for the long run
	@$(BIN)/python tests/browser/find_chromium.py --install
	$(BIN)/python -m tests.bench

lock: $(READY) ## Resolve the constraints anew
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --no-emit-index-url --no-header --no-annotate --all-extras pyproject.toml --output-file requirements.lock

clean: ## Remove what the targets made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
