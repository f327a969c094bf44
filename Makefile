# Two commands: `make start` and `make test`. Everything else is for those who work on Clausewise.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
SCALE ?=
Q ?= can I post our sales figures on LinkedIn?

.PHONY: start chat ask test test-encoder check bench bench-search bench-scale pictures clean

start: $(VENV)/.installed  ## install, read the policies in, and open the page
	@$(BIN)/clausewise serve --open

chat: $(VENV)/.installed  ## the same in the terminal
	@$(BIN)/clausewise chat

ask: $(VENV)/.installed  ## make ask Q="can I like a post about a colleague?"
	@$(BIN)/clausewise ask "$(Q)"

test: $(VENV)/.dev $(VENV)/.peers check  ## every check and test that needs no torch
	$(BIN)/python -m pytest --numprocesses auto

test-encoder: $(VENV)/.encoder  ## that the shipped encoder is the published model's (brings torch)
	$(BIN)/python -m pytest -m encoder

check: $(VENV)/.dev  ## style, types, floors
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.bench  ## speed and memory as ratios to the script one would otherwise write
	$(BIN)/python -m tests.benchmarks.run

bench-search: $(VENV)/.dev  ## right clauses in documents without guidance, against a plain hybrid search
	$(BIN)/python -m tests.benchmarks.unguided

bench-scale: $(VENV)/.dev  ## growth to 100,000 clauses; SCALE="--stand-in" measures all but the encoder in minutes
	$(BIN)/python -m tests.benchmarks.scale $(SCALE)

pictures: $(VENV)/.dev  ## docs/pictures of Slack, the terminal and the Teams package, photographed (needs Chromium)
	$(BIN)/clausewise ingest
	$(BIN)/python -m tests.pictures.slack .clausewise
	$(BIN)/python -m tests.pictures.terminal .clausewise
	$(BIN)/python -m tests.pictures.teams_package

clean:  ## remove everything that make made, and what was read in
	rm -rf $(VENV) .clausewise .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("Clausewise needs Python 3.11 or later; this is " + sys.version.split()[0] + ". Run: make start PYTHON=python3.11" if sys.version_info < (3, 11) else 0)'
	@echo "Setting up in $(VENV). The first time takes a minute or two."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: $(VENV)/bin/python pyproject.toml constraints.txt
	@$(PIP) install --constraint constraints.txt --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.installed
	@$(PIP) install --constraint constraints.txt --editable '.[dev]'
	@touch $@

# A Slack Web API to test against; without Node the tests that talk to it are skipped, and say so.
$(VENV)/.peers: $(VENV)/bin/python tests/peers/package-lock.json
	@if command -v npm >/dev/null; then npm ci --silent --no-audit --no-fund --prefix tests/peers || echo "The Slack peer can't be installed: its tests are skipped."; fi
	@touch $@

# On Linux, plain torch brings several GB of CUDA packages. Put PyTorch's CPU wheel index in TORCH_INDEX to avoid them.
TORCH_INDEX ?=
$(VENV)/.encoder: $(VENV)/.dev
	@$(if $(TORCH_INDEX),$(PIP) install --constraint constraints.txt --index-url $(TORCH_INDEX) torch)
	@$(PIP) install --constraint constraints.txt --editable '.[dev,encoder]'
	@touch $@

$(VENV)/.bench: $(VENV)/.encoder
	@$(PIP) install --constraint constraints.txt --editable '.[dev,bench]'
	@touch $@
