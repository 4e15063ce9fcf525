# Two front doors: `make book` and `make test`. Each makes its own environment first.
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
SAMPLE ?= 40
SEED ?= 1
ROOMS ?= checks,evidence,prose,synthesis,charts
UV_VERSION := 0.13.9
ENV := .venv
BIN := $(ENV)/bin
LITE_ENV := .lite-env
LAB_ENV := .lab-env
READY := $(ENV)/.ready
export PYTHONWARNINGS := ignore::DeprecationWarning

.DEFAULT_GOAL := help

.PHONY: help
help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: book
book: $(READY) ## Check and build the book into _build/html
	@$(BIN)/kapbook build

.PHONY: browser
browser: $(READY) ## Find the browser that tests and prints; where there is none, bring one
	@$(BIN)/kapbook browser

.PHONY: test
test: browser ## Lint, types, unit tests, notebooks, a clean build, and tests of the built pages
	@bash tests/run

.PHONY: serve
serve: $(READY) ## Serve the built book on this machine only (PORT=8000)
	@$(BIN)/kapbook serve --port $(PORT)

.PHONY: live
live: $(READY) ## Serve the book, build it again at every save and reload the open page (PORT=8000)
	@$(BIN)/kapbook live --port $(PORT)

.PHONY: epub
epub: $(READY) ## Make an EPUB of the whole book in _build
	@$(BIN)/kapbook epub

.PHONY: pdf
pdf: browser ## Make a PDF of the whole book in _build
	@$(BIN)/kapbook pdf

.PHONY: check
check: $(READY) ## Run the linter of references, tables, numbers, claims and notebooks
	@$(BIN)/kapbook check

.PHONY: verify-load
verify-load: $(READY) ## Try the verifier with 10,000 references on this machine's own server (minutes)
	@$(BIN)/python -m tests.registries.load 10000 200

.PHONY: contact-sheet
contact-sheet: browser ## Picture the main pages for a reviewer (BEFORE=/path/to/other/html sets them beside it)
	@$(BIN)/python -m tests.site.contact_sheet $(if $(BEFORE),--before "$(BEFORE)")

.PHONY: benchmark
benchmark: book browser ## Measure pages against the stock theme with the same content (ten minutes, a quiet machine)
	@$(BIN)/python -m benchmarks.pages

.PHONY: kills
kills: $(READY) ## Kill builds of a small book at random moments and count what is left (NUMBER=200 SEED=1, half an hour)
	@$(BIN)/python -m tests.book.kills --number $(or $(NUMBER),200) --seed $(or $(SEED),1)

.PHONY: bench
bench: $(READY) ## Measure what an edit costs, beside stock Jupyter Book (fifteen minutes, a quiet machine)
	@$(BIN)/python -m benchmarks.builds

.PHONY: bench-growth
bench-growth: $(READY) ## Measure how cost grows with pages, works, rows and claims
	@$(BIN)/python -m benchmarks.growth

.PHONY: mutants
mutants: $(READY) ## Change one operator at a time: would the tests notice? (SAMPLE=40 SEED=1 ROOMS=checks,evidence; hours)
	@$(BIN)/python -m tests.mutants --sample $(SAMPLE) --seed $(SEED) --rooms "$(ROOMS)"

.PHONY: lab
lab: $(LAB_ENV)/.kernel ## Open JupyterLab on the notebooks, on this machine only (LAB='--no-browser': options of jupyter)
	@$(LAB_ENV)/bin/jupyter lab --ip 127.0.0.1 --notebook-dir notebooks --LabApp.news_url=None --LabApp.extension_manager=readonly \
		--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(LAB)

.PHONY: lab-lock
lab-lock: $(READY) ## Resolve lab/requirements.in anew into lab/requirements.lock
	@uv=$$(command -v uv || echo .tools/bin/uv); $$uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --upgrade --quiet \
		lab/requirements.in --python-version 3.11 --output-file lab/requirements.lock

.PHONY: notebooks
notebooks: $(READY) ## Execute the notebooks whose outputs are older than what they show
	@$(BIN)/kapbook notebooks

.PHONY: generated
generated: $(READY) ## Rewrite generated pages: the rules of the linter, the data dictionary
	@$(BIN)/kapbook generated

.PHONY: addresses
addresses: book ## Promise the addresses of the built book (at each release)
	@$(BIN)/kapbook addresses

.PHONY: lock
lock: $(READY) ## Resolve pyproject.toml anew into requirements.lock
	@uv=$$(command -v uv || echo .tools/bin/uv); $$uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --upgrade --group dev pyproject.toml --quiet --output-file requirements.lock

.PHONY: lite
lite: lite-check $(LITE_ENV)/.ready ## Notebooks that run in the browser, into _build/lite (PYODIDE=/path/to/full/archive)
	@$(LITE_ENV)/bin/python lite/build.py book --pyodide "$(PYODIDE)"

.PHONY: lite-check
lite-check:
	@$(PYTHON) lite/build.py check --pyodide "$(PYODIDE)"

.PHONY: lite-smoke
lite-smoke: $(LITE_ENV)/.ready browser ## Prove the browser edition with one small notebook (needs npm)
	@$(LITE_ENV)/bin/python lite/build.py smoke
	@$(BIN)/python -m pytest -q -s lite/test_smoke.py

.PHONY: lite-test
lite-test: browser ## Run every notebook of the browser edition in Chromium (after make lite)
	@$(BIN)/python -m pytest -q -s lite/test_book.py

.PHONY: lite-lock
lite-lock: $(READY) ## Resolve lite/*.in anew into lite/*.lock
	@uv=$$(command -v uv || echo .tools/bin/uv); \
	compile="$$uv pip compile --universal --generate-hashes --no-emit-index-url --no-header --upgrade --quiet"; \
	$$compile lite/requirements.in --python-version 3.11 --output-file lite/requirements.lock && \
	$$compile lite/pyodide.in --python-version 3.14 --no-deps --output-file lite/pyodide.lock

.PHONY: clean
clean: ## Remove the environments and everything built
	rm -rf $(ENV) $(LITE_ENV) $(LAB_ENV) .tools _build

# The environment: uv when it is there, else uv brought by pip into .tools; packages only from the lock.
MAKE_ENV = PYTHONPATH=src $(PYTHON) -m kapbook.publish.environment --uv $(UV_VERSION)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; found $$($(PYTHON) --version). Say which: make PYTHON=python3.12 book"; exit 1; }
	@$(MAKE_ENV) --editable $(ENV) requirements.lock

# JupyterLite has an environment of its own: its packages are not the book's.
$(LITE_ENV)/.ready: lite/requirements.lock $(READY)
	@$(MAKE_ENV) $(LITE_ENV) lite/requirements.lock

# JupyterLab has an environment of its own too; the notebooks themselves run in the book's.
$(LAB_ENV)/.ready: lab/requirements.lock $(READY)
	@$(MAKE_ENV) $(LAB_ENV) lab/requirements.lock

$(LAB_ENV)/.kernel: $(LAB_ENV)/.ready
	@said=$$($(BIN)/python -m ipykernel install --prefix $(LAB_ENV) --name python3 --display-name "Python (the book)" 2>&1) || \
		{ echo "$$said"; exit 1; }; touch $@

.PHONY: reference
reference: ## Make the statistical reference values anew with R's metafor (Debian: r-cran-metafor)
	@Rscript tests/synthesis/reference.R > tests/synthesis/reference.json
