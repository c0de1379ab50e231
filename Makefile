# What CI runs, and nothing else. Wants the locked packages: see CONTRIBUTING.md.
PYTHON ?= .venv/bin/python

.PHONY: check lint types test lock

check: lint types test

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest
	$(PYTHON) scripts/gate.py

# The versions of the reproducible build, with hashes; names of packages only, no address of a registry.
lock:
	$(PYTHON) -m uv pip compile pyproject.toml --extra view --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements.lock
	$(PYTHON) -m uv pip compile pyproject.toml --extra test --extra dev -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements-test.lock
