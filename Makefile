# Tasks. `make help` lists them. Each sets up .venv from a bare python3 by itself; the second time that costs nothing.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready

.PHONY: run test quick lint format lock bench bench-extract bench-articles bench-growth bench-warehouse bench-clients bench-readers history faults help clean

# Compiled code is kept, whatever the environment says: else each of the processes that tests start compiles what it imports.
test quick bench bench-extract bench-articles bench-growth bench-warehouse bench-clients bench-readers faults: export PYTHONDONTWRITEBYTECODE :=

run: $(READY)  ## collect every source, publish the warehouse, show the newest figures
	@$(BIN)/onrecord collect || test $$? -eq 3   # 3: some source could not be reached, and it said which
	@$(BIN)/onrecord publish
	@echo "The newest figures (to_date: not whole yet; days: how old the data are):"
	@$(BIN)/onrecord sql queries/first_look.sql
	@echo "What next:"
	@echo "  $(BIN)/onrecord sql queries/report_of_7_february_2025.sql"
	@echo "  $(BIN)/onrecord describe     (which tables there are; queries/, README.md: Ask)"
	@echo "  $(BIN)/onrecord status --gaps     (what is late, missing, or not at hand)"
	@echo "  data/published/report.html   (a page to look at; a browser opens it)"

test: $(READY)  ## the whole suite, on two cores; tests on real files skip where ../shared/corpus is absent
	@$(BIN)/python -m pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

quick: $(READY)  ## the suite without the slow tests: below a minute
	@$(BIN)/python -m pytest -m "not slow" --numprocesses 2 --dist loadfile

lint: $(READY)  ## ruff (style, imports, format), mypy, the arrows between packages, SQL
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/sqlfluff lint -q --disable-progress-bar .

format: $(READY)  ## let ruff put the code in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(READY) .venv-bench/.ready  ## rebuild of the warehouse against two peers (needs ../shared/corpus)
	@$(BIN)/python -m bench.rebuild
	@$(BIN)/python -m bench.media

bench-extract: $(READY) .venv-bench-extract/.ready  ## reading of articles against four peers (needs ../shared/corpus)
	@$(BIN)/python -m bench.extract

faults: $(READY)  ## mutants of workbooks, flipped bits, killed runs, at length (some minutes)
	@$(BIN)/python -m tests.faults.fuzz
	@$(BIN)/python -m tests.faults.bitflips
	@$(BIN)/python -m tests.faults.kills

bench-articles: $(READY) .venv-bench-extract/.ready  ## a WARC of a thousand simulated pages, from file to claims
	@$(BIN)/python -m bench.articles

bench-growth: $(READY)  ## one page more, publishing and searching, beside a million simulated articles
	@$(BIN)/python -m bench.growth

bench-warehouse: $(READY)  ## rebuild and publish of rows already read, slices, and how they grow
	@$(BIN)/python -m bench.warehouse

bench-clients: $(READY)  ## the published copy in other clients and versions of DuckDB (makes .venv-clients, 870 MB)
	@$(BIN)/python -m bench.clients

bench-readers: $(READY)  ## two hundred publishes of a small warehouse, five of the whole one, while eight processes read
	@$(BIN)/python -m bench.readers

history: $(READY)  ## write the bundled history anew from the real files (needs ../shared/corpus)
	@$(BIN)/python -m tests.history warehouse/history

lock: $(READY)  ## write requirements.txt anew from pyproject.toml
	@$(BIN)/uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --extra dev --no-header pyproject.toml -o requirements.txt

.venv-bench/.ready: bench/requirements.txt $(READY)
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv-bench
	@$(BIN)/uv pip install --quiet --python .venv-bench/bin/python --require-hashes -r bench/requirements.txt
	@touch $@

.venv-bench-extract/.ready: bench/extract-requirements.txt $(READY)
	@$(BIN)/uv venv --quiet --allow-existing --python $(BIN)/python .venv-bench-extract
	@$(BIN)/uv pip install --quiet --python .venv-bench-extract/bin/python --require-hashes -r bench/extract-requirements.txt
	@touch $@

clean:  ## remove the environment and all that was built; the data stay
	rm -rf .venv .venv-bench .venv-bench-extract .venv-clients build *.egg-info .pytest_cache .mypy_cache .ruff_cache

help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1\t\2/' | expand -t 20

# uv verifies every hash of requirements.txt; pip is only used to get uv.
$(READY): requirements.txt pyproject.toml
	@echo "setting up .venv (once) …"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "onrecord needs Python 3.11 or newer; say: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv==0.13.9
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@
