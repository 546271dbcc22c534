# Two commands are all: `make demo` builds the graph of seeds/, `make test` checks everything.
# Each makes its own environment in .venv first; nothing needs to be activated.
PYTHON ?= python3
BIN := .venv/bin

.DEFAULT_GOAL := demo
.PHONY: demo test format wheel clean

.venv/.installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

demo: .venv/.installed ## graph of the documents in seeds/, written to out/
	$(BIN)/kg build

test: .venv/.installed ## format, lint, types, tests, data files
	$(BIN)/ruff format --check src tests tools benchmarks
	$(BIN)/ruff check src tests tools benchmarks
	$(BIN)/mypy
	$(BIN)/kg check
	$(BIN)/pytest

format: .venv/.installed ## rewrite the code in the project's format
	$(BIN)/ruff format src tests tools benchmarks
	$(BIN)/ruff check --fix src tests tools benchmarks

wheel: .venv/.installed
	$(BIN)/python -m build

clean:
	rm -rf .venv dist build out/* .pytest_cache .mypy_cache .ruff_cache
