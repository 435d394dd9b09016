# Two commands do everything: `make demo` and `make test`. Both set up the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Debian packages that some tests use; those tests are skipped where one is missing.
SYSTEM_PACKAGES := chromium fish neovim nginx-light zsh

# The real SDKs that tests compare the linter with.
ORACLE := .oracle/.installed
ORACLE_SOURCES := $(wildcard tests/oracle/*npm/package-lock.json tests/oracle/*python/versions.txt)

# What the small systems of tests/browser run with, beside the real SDKs.
BROWSER := .oracle/.installed-browser
BROWSER_PYTHON := .oracle/browser-python

# The extension for Visual Studio Code, with what builds it.
VSCODE := editors/vscode/node_modules/.installed

.PHONY: setup system-packages demo test lint types unit oracle metamorphic browser-truth fuzz bench vscode docs clean

setup: $(STAMP)

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--editable . --group dev
	touch $(STAMP)

system-packages:
	@if dpkg -s $(SYSTEM_PACKAGES) >/dev/null 2>&1; then :; \
	elif command -v apt-get >/dev/null && [ "$$(id -u)" -eq 0 ]; then \
		apt-get update -q && \
		DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $(SYSTEM_PACKAGES); \
	else \
		echo "Some tests will be skipped without these packages: $(SYSTEM_PACKAGES)"; \
	fi

# Lint a small system with real faults and show what the linter says about it.
demo: setup
	$(BIN)/supertokens-lint check demo --exit-zero

test: system-packages unit types lint

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

unit: setup $(ORACLE) $(BROWSER) $(VSCODE)
	$(BIN)/python -m pytest -n auto

$(ORACLE): $(STAMP) $(ORACLE_SOURCES)
	@if command -v npm >/dev/null; then \
		npm ci --silent --prefix tests/oracle/npm && npm ci --silent --prefix tests/oracle/cors_npm; \
	else echo "Tests against the real SDKs will be skipped: npm is not installed."; fi
	$(BIN)/python tests/oracle/install_python.py
	@touch $(ORACLE)

# Compare the linter with the real SDKs and CORS libraries on many more inputs than `make test` does.
oracle: setup $(ORACLE)
	SUPERTOKENS_LINT_ORACLE_EXAMPLES=20000 $(BIN)/python -m pytest -n auto tests/oracle

# Rewrite every fixture in every way that changes nothing of what it does; all findings must stay.
metamorphic: setup
	SUPERTOKENS_LINT_METAMORPHIC_CASES=0 $(BIN)/python -m pytest -n auto tests/metamorphic

$(BROWSER): $(ORACLE) tests/browser/npm/package-lock.json tests/browser/python/requirements.txt
	@if command -v npm >/dev/null; then npm ci --silent --prefix tests/browser/npm; \
	else echo "Tests in a browser will be skipped: npm is not installed."; fi
	rm -rf $(BROWSER_PYTHON) $(BROWSER_PYTHON).partial
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-warn-conflicts \
		--target $(BROWSER_PYTHON).partial --requirement tests/browser/python/requirements.txt
	mv $(BROWSER_PYTHON).partial $(BROWSER_PYTHON)
	@touch $(BROWSER)

# Run every breaking and working case of tests/browser in a real browser, not only a few of them,
# and write down what it said in docs/browser-proof.md.
browser-truth: setup system-packages $(BROWSER)
	SUPERTOKENS_LINT_BROWSER_TRUTH=all $(BIN)/python -m pytest -n auto tests/browser
	cd tests && ../$(BIN)/python -m browser.proof

# Feed mutated files to every reader and to the whole check, guided by coverage, for FUZZ_SECONDS in
# all. What fails is kept in tests/fuzz/corpus, where `make test` tries it again.
FUZZ_SECONDS ?= 300
FUZZER := $(VENV)/.fuzzer

fuzz: $(FUZZER)
	$(BIN)/python fuzz/run.py --seconds $(FUZZ_SECONDS)

$(FUZZER): $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group fuzz
	touch $(FUZZER)

# Time the linter beside other tools on generated trees and write docs/performance.md.
# `make bench BENCH_ARGUMENTS="--rounds 7 --trees product"` measures less, or more often.
BENCH := .bench/.installed
BENCH_PACKAGES := git ripgrep

bench: setup $(BENCH)
	$(MAKE) system-packages SYSTEM_PACKAGES="$(BENCH_PACKAGES)"
	$(BIN)/python benchmarks/bench.py $(BENCH_ARGUMENTS)

$(BENCH): benchmarks/requirements.txt
	$(PYTHON) -m venv .bench
	.bench/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	touch $(BENCH)

# Build the extension for Visual Studio Code: editors/vscode/dist/supertokens-lint.vsix.
vscode: $(VSCODE)
	cd editors/vscode && npm test && npm run package

$(VSCODE): editors/vscode/package.json editors/vscode/package-lock.json
	@if command -v npm >/dev/null; then cd editors/vscode && npm ci --silent && touch node_modules/.installed; \
	else echo "Tests of the extension will be skipped: npm is not installed."; fi

# Write the rule pages, the tables and the example outputs anew.
docs: setup
	$(BIN)/python tools/make_docs.py

clean:
	rm -rf $(VENV) .bench .oracle tests/oracle/npm/node_modules tests/oracle/cors_npm/node_modules tests/browser/npm/node_modules editors/vscode/node_modules editors/vscode/dist editors/vscode/out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
