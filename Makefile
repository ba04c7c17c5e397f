PORT ?= 8000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test setup check eval bench demo clean

run: setup
	$(BIN)/pim ingest corpus/ || test $$? -eq 2
	$(BIN)/pim serve --port $(PORT)

test: check
	$(BIN)/pytest

setup: $(VENV)/ready

$(VENV)/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) torch==2.13.0
	$(PIP) --editable '.[demo,eval,dev]'
	touch $@

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: setup
	$(BIN)/pim eval --report data/quality.html

bench: setup
	$(BIN)/python -m eval.bench

demo: setup
	$(BIN)/python -m corpus.demo.render

clean:
	rm -rf $(VENV) data build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
