# Two commands are all: `make demo` builds the graph of seeds/, `make test` checks everything.
# Each makes its own environment in .venv first; nothing needs to be activated.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := demo
.PHONY: demo test types knowledge style docs fuzz lock audit format wheel clean

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
ifdef LOCKED
	$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-ci.txt
	$(BIN)/python -m pip install --quiet --no-deps --editable .
else
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
endif
	$(BIN)/python -m compileall -q src # so that the first start is as fast as the next
	touch $@

demo: .venv/.installed ## graph of the documents in seeds/, written to out/
	$(BIN)/kg build

# Tests run in as many processes as there are cores, four at the most: each loads the ontology for itself.
SPREAD ?= --numprocesses auto --maxprocesses 4 --dist worksteal
test: .venv/.installed ## format, lint, types, tests, those of the data files among them
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target types style
	$(BIN)/pytest $(SPREAD)

types: .venv/.installed
	$(BIN)/mypy

knowledge: .venv/.installed ## the ontology's own checks with their warnings; the tests do them too
	$(BIN)/kg check

style: .venv/.installed
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/ruff check src tests tools benchmarks

docs: export NO_MKDOCS_2_WARNING = 1
docs: .venv/.installed ## the site of docs/, in build/site; a broken link ends it
	$(BIN)/mkdocs build --quiet

FUZZ ?= 20000
fuzz: .venv/.installed ## many inputs that nobody would write; FUZZ=N says how many for each law
	KG_FUZZ=$(FUZZ) $(BIN)/pytest tests/test_fuzz.py --durations=0 -p no:cacheprovider

lock: .venv/.installed ## the versions that CI installs, with their hashes
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --no-emit-index-url --no-emit-find-links --generate-hashes --extra dev --output-file requirements-ci.txt pyproject.toml

audit: .venv/.installed ## known weaknesses of the locked versions
	$(BIN)/python -m pip install --quiet pip-audit
	$(BIN)/pip-audit --require-hashes --disable-pip -r requirements-ci.txt

format: .venv/.installed ## rewrite the code in the project's format
	$(BIN)/ruff format src tests tools benchmarks
	$(BIN)/ruff check --fix src tests tools benchmarks

wheel: .venv/.installed
	$(BIN)/python -m build

clean:
	rm -rf .venv dist build out/* .pytest_cache .mypy_cache .ruff_cache
