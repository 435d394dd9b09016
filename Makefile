# Two commands do everything: `make demo` and `make test`. Both set up the environment first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# Debian packages that some tests use; those tests are skipped where one is missing.
SYSTEM_PACKAGES := chromium fish neovim zsh

# The real SDKs that tests compare the linter with.
ORACLE := .oracle/.installed
ORACLE_SOURCES := $(wildcard tests/oracle/*npm/package-lock.json tests/oracle/*python/versions.txt)

# The extension for Visual Studio Code, with what builds it.
VSCODE := editors/vscode/node_modules/.installed

.PHONY: setup system-packages demo test lint types unit oracle vscode docs clean

setup: $(STAMP)

$(STAMP): pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable . --group dev
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

test: unit types lint

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

unit: setup $(ORACLE) $(VSCODE)
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
	rm -rf $(VENV) .oracle tests/oracle/npm/node_modules editors/vscode/node_modules editors/vscode/dist editors/vscode/out build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
