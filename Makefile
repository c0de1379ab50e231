# What CI runs: `make check`. Needs the locked packages: see CONTRIBUTING.md.
PYTHON ?= .venv/bin/python
#: Processes of the fast tests.
JOBS ?= 2

.PHONY: check lint types test gate fast nightly docs packages serve lock

check: lint types test gate docs packages

lint:
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m ruff check .
	$(PYTHON) -c "from importlinter.cli import lint_imports_command as run; run()" --no-cache

types:
	$(PYTHON) -m mypy

test:
	$(PYTHON) -m pytest

gate:
	$(PYTHON) scripts/gate.py

# Everything that takes no browser, no processes, no network and no time: under a minute on two cores.
fast:
	$(PYTHON) -m pytest -m "not slow and not browser and not process and not net" -n $(JOBS) --dist loadfile -q

# The full form of the tests of growth, kills, fuzzing, properties and speed, of which `make test` runs a small one.
nightly:
	NIGHTLY=1 $(PYTHON) -m pytest --durations=30

# The pages, in build/docs; a broken link or a docstring that cannot be read is an error.
docs:
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs build --strict --quiet

# Wheel and sdist, built and tried outside the repository, in a path with a space.
packages:
	$(PYTHON) scripts/packages.py

serve:
	NO_MKDOCS_2_WARNING=1 $(PYTHON) -m mkdocs serve

# The versions of the reproducible build, with hashes; names of packages only, no address of a registry.
lock:
	$(PYTHON) -m uv pip compile pyproject.toml --extra view --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements.lock
	$(PYTHON) -m uv pip compile pyproject.toml --group dev -c requirements.lock --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate --no-header -o requirements-test.lock
