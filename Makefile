# The everyday verbs. Only Python 3.11 or newer, pip and make have to be there; everything goes into .venv.
#   make run     install and read the sample corpus        make check      lint, types, layers and all tests
#   make test    install and run all tests                 make bench      measure start-up, speed and memory
#   make score   accuracy on the sample corpus             make baseline   a plain program on the same
#   make gains   what your changes gain and lose: make gains TEXTS=folder BASE=commit
#   make damage  accuracy on damaged copies of the sample corpus
#   make faults  runs killed, starved and damaged on purpose: the tables have to come out the same (a quarter of an hour)

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
TEXTS ?= corpus
BASE ?= HEAD
SHOW ?= 40
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.DEFAULT_GOAL := help
.PHONY: help install run score gains baseline test slow lint types layers docs bench damage faults check clean

help:
	@sed -n 's/^# \{0,1\}//p' $(MAKEFILE_LIST) | head -7

$(VENV)/.package: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV)
	@echo "installing ntm_extract into $(VENV) ..." >&2
	@$(PIP) install --editable .
	@touch $@

# dependency groups need pip 25.1; a new virtual environment may bring an older one
$(VENV)/.tools: $(VENV)/.package
	@echo "installing the tools of development ..." >&2
	@$(PIP) install --upgrade 'pip>=25.1'
	@$(PIP) install --group dev
	@touch $@

install: $(VENV)/.tools  ## package and tools of development

run: $(VENV)/.package  ## the main job, on the sample corpus
	$(BIN)/ntm extract corpus/ -o output/

test: $(VENV)/.tools  ## all tests but the slow ones
	@$(BIN)/python -m pytest --numprocesses=auto

slow: $(VENV)/.tools  ## the slow tests
	@$(BIN)/python -m pytest -m slow

lint: $(VENV)/.tools
	@$(BIN)/ruff check .

types: $(VENV)/.tools
	@$(BIN)/mypy

layers: $(VENV)/.tools
	@$(BIN)/lint-imports --no-cache

docs: $(VENV)/.package
	@$(BIN)/python tools/make_cli_docs.py

score: run  ## the sample corpus against its observations
	@$(BIN)/ntm score output/ tests/gold/sample.jsonl --figures tests/gold/sample_figures.jsonl

baseline: $(VENV)/.package  ## what a plain program gets on the sample corpus
	@$(BIN)/python bench/baseline.py corpus/ output/baseline/
	@$(BIN)/ntm score output/baseline/ tests/gold/sample.jsonl --show 0

gains: $(VENV)/.package  ## the working tree against a commit, on a folder of texts
	@$(BIN)/python tools/gains_and_losses.py "$(TEXTS)" --base "$(BASE)" --show "$(SHOW)"

bench: $(VENV)/.tools
	@$(BIN)/python bench/throughput.py
	@$(BIN)/python bench/throughput.py --news

damage: $(VENV)/.tools  ## accuracy on damaged copies of the sample corpus
	@$(BIN)/python bench/damage.py

faults: $(VENV)/.package  ## whatever happens to a run, the next one ends with the same tables
	@$(BIN)/python bench/faults.py

check: lint types layers test

clean:
	rm -rf $(VENV) output .mypy_cache .ruff_cache .pytest_cache .hypothesis
