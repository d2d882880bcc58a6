# `make check` needs nothing but make and Python: it builds its own environments under build/.

DEV := build/dev
USER := build/user
PLUGINS := $(sort $(dir $(wildcard plugins/*/pyproject.toml)))
EXTRA_chess := [zst]
EXTRA_maze := [fast]
EXTRA_tsp := [fast]
EDITABLE := $(foreach p,$(PLUGINS:/=),-e "$p$(EXTRA_$(notdir $p))")
EXAMPLES := $(sort $(dir $(wildcard examples/*/pyproject.toml)))
SOURCES := $(wildcard plugins/*/thinkers_* examples/*/thinkers_*)
export OMP_NUM_THREADS := 1

.PHONY: install test fuzz lint types layers docs check wheel-test plainest

check: lint types layers docs test wheel-test

install: $(DEV)

$(DEV): pyproject.toml constraints.txt $(addsuffix pyproject.toml,$(PLUGINS))
	python3 -m venv $(DEV)
	$(DEV)/bin/pip install -q -c constraints.txt -e ".[dev]" $(EDITABLE)
	touch $(DEV)

# All tests, or those of one plugin: make test plugin=tsp
test: $(DEV)
	$(DEV)/bin/pytest -q -n 2 $(if $(plugin),plugins/$(plugin))

# 5,000 damaged copies of every file that a reader's test begins with, instead of 200
fuzz: export THINKERS_MUTATIONS := 5000
fuzz: $(DEV)
	$(DEV)/bin/pytest -q -n 2 $(shell find tests plugins -name test_fuzz.py)

lint: $(DEV)
	$(DEV)/bin/ruff check .
	$(DEV)/bin/ruff format --check .

types: $(DEV)
	$(DEV)/bin/mypy thinkers $(SOURCES) benchmarks

layers: $(DEV)
	$(DEV)/bin/lint-imports

# Generated parts are as they would be generated, and the site builds: a dead link fails.
docs: $(DEV)
	COLUMNS=80 TERM=dumb NO_COLOR=1 PATH="$(CURDIR)/$(DEV)/bin:$$PATH" \
		$(DEV)/bin/cog --check docs/*.md docs/how-to/*.md benchmarks/LOG.md
	$(DEV)/bin/python benchmarks/published/book.py --check
	PATH="$(CURDIR)/$(DEV)/bin:$$PATH" $(DEV)/bin/zensical build --clean --strict

# A normal install, with the example plugins of strangers: the command line and all contracts.
# Models are not held against their cards twice: check-plugin does so for strangers', `test` for ours.
wheel-test:
	python3 -m venv $(USER)
	$(USER)/bin/pip install -q -c constraints.txt ".[dev]" $(PLUGINS) $(EXAMPLES)
	$(USER)/bin/thinkers check-plugin majority
	$(USER)/bin/thinkers check-plugin independent_set
	$(USER)/bin/thinkers check-plugin assignment
	$(USER)/bin/thinkers check-plugin knapsack
	$(USER)/bin/thinkers check-plugin sudoku
	$(USER)/bin/thinkers check-plugin convgru
	$(USER)/bin/thinkers check-plugin elkai
	$(USER)/bin/pytest -q -n 2 -k "not as_good_as_their_cards" tests/cli tests/testing
	$(USER)/bin/pytest -q -n 2 -k contract tests/nets/test_thinker.py plugins examples

# Kernels of torch, oneDNN, MKL, OpenBLAS and numpy as on the plainest x86-64 processor: a test whose
# outcome hangs on the last bit, or on this machine's processor, fails here or in `make test`.
plainest: NUMPY_FEATURES := from numpy._core._multiarray_umath import __cpu_dispatch__, \
	__cpu_features__; print(*(name for name in __cpu_dispatch__ if __cpu_features__[name]))
plainest: $(DEV)
	ATEN_CPU_CAPABILITY=default ONEDNN_MAX_CPU_ISA=SSE41 MKL_CBWR=COMPATIBLE \
		OPENBLAS_CORETYPE=Prescott \
		NPY_DISABLE_CPU_FEATURES="$$($(DEV)/bin/python -c '$(NUMPY_FEATURES)')" \
		$(DEV)/bin/pytest -q -n 2
