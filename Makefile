# One word each. `make run` and `make test` do their whole set-up on a fresh machine; `make` alone is `make check`.
VENV := .venv
SYNAPSE := .venv-synapse
BIN := $(VENV)/bin
PYTHON ?= python3
SERVERS := inspircd ngircd atheme-services chromium
PACKAGES := bot plugins tests

.PHONY: check run test fast fast-inside fast-outside slow slow-servers slow-long lint types fix servers soak bench quality pictures clean

check: lint types test

run: $(VENV)/run.stamp
	@$(BIN)/patience chat

test: fast slow

# Two halves at once, each of which reads only its own tests; what is compiled is kept, and no test needs a watchdog.
fast: $(VENV)/dev.stamp            ## the pure tests alone, in seconds
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target fast-inside fast-outside

FAST := PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest -m "not slow" -q -p no:xdist --randomly-dont-reset-seed -o faulthandler_timeout=0
INSIDE := tests/core tests/adapters tests/load tests/plugins tests/replay tests/cli

fast-inside:
	$(FAST) $(INSIDE)

fast-outside:
	$(FAST) $(INSIDE:%=--ignore=%) --ignore=tests/live

# Most of it is waiting, so files go side by side. Dev mode finds what was not closed or awaited. The longest one computes all the
# while: it begins at once, beside the others, and takes what they leave.
slow: $(VENV)/dev.stamp $(SYNAPSE)/stamp servers    ## real servers, processes, long counts
	@$(MAKE) --no-print-directory --jobs=2 --keep-going --output-sync=target slow-servers slow-long

LONG := tests/replay/test_million.py

slow-servers:
	$(BIN)/python -X dev -m pytest -m slow -q --ignore=$(LONG) --dist loadfile --tx '3*popen//python=$(abspath $(BIN))/python -X dev'

slow-long:
	nice -n 19 $(BIN)/python -m pytest -m slow -q -p no:xdist $(LONG)

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check $(PACKAGES)
	$(BIN)/ruff format --check $(PACKAGES)
	$(BIN)/lint-imports
	$(BIN)/codespell bot plugins knowledge docs deploy *.md bot.yaml
	$(BIN)/patience check
	$(BIN)/patience kb lint
	$(BIN)/patience kb test

soak: $(VENV)/dev.stamp $(SYNAPSE)/stamp servers    ## the long counts that the short tests stand for: kills, fuzzing, properties
	SOAK=1 $(BIN)/python -X dev -m pytest -o faulthandler_timeout=0

bench: $(VENV)/dev.stamp $(SYNAPSE)/stamp    ## what a line costs, as multiples of the least possible
	@$(BIN)/python -m tests.bench

# KIT: the folder of the evaluation kit, which is no part of the repository. QUALITY: options of tests/quality, such as --write.
quality: $(VENV)/run.stamp    ## matcher, gate and router on labelled data, beside the baselines
	@$(BIN)/python -m tests.quality "$(KIT)" $(QUALITY)

pictures: $(VENV)/dev.stamp servers    ## the screenshots in docs/pictures, taken anew
	@$(BIN)/python -m tests.pictures

types: $(VENV)/dev.stamp
	$(BIN)/mypy

fix: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix $(PACKAGES)
	$(BIN)/ruff format $(PACKAGES)

servers:
	@deploy/packages $(SERVERS)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: apt-get install python3 python3-venv" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || deploy/packages python3-venv
	@$(PYTHON) -m venv $(VENV)

# A homeserver for the tests, in an environment of its own: its libraries are nobody else's business.
$(SYNAPSE)/stamp: tests/servers/synapse.txt | $(VENV)/bin/python
	@$(PYTHON) -m venv $(SYNAPSE)
	@$(SYNAPSE)/bin/python -m pip install --quiet --disable-pip-version-check --requirement tests/servers/synapse.txt >&2
	@touch $@

$(VENV)/run.stamp: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . >&2
	@touch $@

$(VENV)/dev.stamp: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]' >&2
	@touch $@ $(VENV)/run.stamp

clean:
	rm -rf $(VENV) $(SYNAPSE) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
