# What a person types. `make run` and `make test` are enough to start.

# The first Python that is new enough: Ubuntu 22.04 calls its own python3.11.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& { echo $$python; exit; }; done; echo python3)
PY := .venv/bin/python
WORKERS ?= 2
ARGS ?=
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_ROOT_USER_ACTION := ignore

.DEFAULT_GOAL := help
.PHONY: help setup test-packages run test soak lint bench bench-large pictures catalogues notice lock clean

help: ## Say what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | while IFS='	' read -r name words; do \
		printf 'make %-12s %s\n' "$$name" "$$words"; done

setup: ## Make this checkout ready; only the first time needs the network
	@$(PYTHON) -m installer.setup

run: setup ## Open the practice office; without a screen, play the sample day into out/demo
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then \
		exec $(PY) main.py --sample; \
	else \
		echo 'No screen here: the sample day is played off-screen.'; \
		exec $(PY) main.py demo --out out/demo; \
	fi

test-packages: setup
	@$(PYTHON) -m installer.system_packages test

test: test-packages ## Run every test that this machine allows; ARGS="-k name" for some
	@$(PY) -m pytest -n $(WORKERS) --dist loadfile $(ARGS)

soak: test-packages ## Every fault at every step, as far as an hour goes; report in out/soak.txt
	@rm -f out/soak.txt
	@TONGTONG_SOAK=1 $(PY) -m pytest -n $(WORKERS) --dist loadfile --timeout 3600 \
		tests/services/sync/desk/test_desk_faults.py \
		tests/services/sync/desk/test_line_faults.py \
		tests/services/sync/desk/test_server_faults_inside.py \
		tests/services/sync/desk/test_both_ends_restored.py \
		tests/services/sync/desk/test_recovery.py \
		tests/services/sync/desk/test_seen_set.py \
		tests/services/bad_days/test_kills.py $(ARGS)
	@cat out/soak.txt

lint: setup ## Check form, types, floors, translations and notices
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@$(PY) -c 'from importlinter.cli import lint_imports_command as check; check()'
	@$(PY) -m installer.catalogues check
	@$(PY) -m installer.notice --check

bench: setup ## Measure against the anchors; table here, figures in out/bench.json
	@$(PY) -m tests.bench

bench-large: setup ## Measure push and page at ten million changes (minutes, 15 GB)
	@$(PY) -m tests.bench.large $(ARGS)

pictures: setup ## Renew the golden pictures; look at each before you commit it
	@$(PY) -m pytest tests/screenshots --renew-pictures

catalogues: setup ## Collect the texts of the program into the translation files
	@$(PY) -m installer.catalogues extract
	@$(PY) -m installer.catalogues check

notice: setup ## Write NOTICE from the installed libraries
	@$(PY) -m installer.notice

lock: ## Resolve requirements*.in anew into the locked lists (needs uv)
	@command -v uv >/dev/null || { echo 'uv is needed here: pip install uv'; exit 1; }
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		requirements-dev.in -o requirements-dev.txt
	@uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
		-c requirements-dev.txt requirements.in -o requirements.txt
	@# Ubuntu 22.04 has a release candidate of 3.11, which the full version leaves out.
	@sed -E -i "s/python_full_version (<|>=) '([0-9]+\.[0-9]+)'/python_version \1 '\2'/" \
		requirements.txt requirements-dev.txt

clean: ## Remove what was built or measured here, but not .venv
	@rm -rf out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find . -path ./.venv -prune -o -name __pycache__ -type d -exec rm -rf {} +
	@find resources/locale -name '*.mo' -delete
