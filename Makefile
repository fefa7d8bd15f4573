# Two commands do all the set-up: `make run` starts the tutor, `make test` runs the tests.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin

.PHONY: run test check lint types lessons clean

run: .venv/ready
	@$(BIN)/nn-tutor

test: .venv/ready
	$(BIN)/python -m pytest -n auto --dist worksteal

check: lint types test lessons

lint: .venv/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/ready
	$(BIN)/mypy

lessons: .venv/ready
	$(BIN)/nn-tutor check --train lessons

.venv/ready: pyproject.toml requirements-dev.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

clean:
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache
