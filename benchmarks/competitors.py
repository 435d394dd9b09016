"""The commands that are timed side by side."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from measuring import Tool

PATTERNS = Path(__file__).resolve().parent / "patterns"
GREP = "git ls-files -z | xargs -0 grep -l supertokens"
"""How one finds candidates by hand."""
COLD = "supertokens-lint"
WARM = "supertokens-lint, warm"
CHANGED = "supertokens-lint, one file changed"
BY_HAND = "git ls-files | xargs grep -l"
RIPGREP = "rg -l supertokens"
RUFF = "ruff check"
AST_GREP = "ast-grep"
SEMGREP = "semgrep"
VERSION = "supertokens-lint --version"
PASS = "python -c pass"  # noqa: S105 - a Python statement
_EDITED = "apps/site0/src/config.ts"


def has_cache() -> bool:
    """Tell whether the linter keeps what it read between runs."""
    asked = subprocess.run([_own(), "check", "--help"], capture_output=True, text=True, check=False)
    return "--cache-dir" in asked.stdout


def start_up() -> Iterator[Tool]:
    """Yield the linter doing nothing and Python doing nothing."""
    yield Tool(VERSION, [_own(), "--version"])
    yield Tool(PASS, [sys.executable, "-c", "pass"])


def linter(tree: Path, cache: Path, *, with_cache: bool) -> Iterator[Tool]:
    """Yield a check that knows nothing, one that knows everything, and one after a change.

    ``cache`` is a folder of this comparison's own. Where the linter has no cache, every check
    knows nothing.
    """
    check = [_own(), "check", "."]
    if not with_cache:
        yield Tool(COLD, check)
        return
    cold, warm, changed = (cache / name for name in ("cold", "warm", "changed"))
    yield Tool(COLD, [*check, "--cache-dir", str(cold)], prepare=_removing(cold))
    edited = tree / _EDITED
    if not edited.exists():
        yield Tool(WARM, [*check, "--cache-dir", str(warm)])
    else:
        text = edited.read_text("utf-8")
        restore, edit = _writing(edited, text), _editing(edited, text)
        yield Tool(WARM, [*check, "--cache-dir", str(warm)], prepare=restore)
        yield Tool(CHANGED, [*check, "--cache-dir", str(changed)], prepare=edit)


def searchers() -> Iterator[Tool]:
    """Yield what finds the files that name SuperTokens, and does no more."""
    yield Tool(BY_HAND, ["sh", "-c", GREP])
    yield Tool(RIPGREP, ["rg", "-l", "supertokens", "."])


def parsers(bin_directory: Path) -> Iterator[Tool]:
    """Yield what reads code: a linter of Python and two that search for patterns in syntax."""
    ruff = str(Path(sys.executable).parent / "ruff")
    yield Tool(RUFF, [ruff, "check", "--no-cache", "--isolated", "."])
    rules = str(PATTERNS / "ast-grep.yml")
    ast_grep = str(bin_directory / "ast-grep")
    yield Tool(AST_GREP, [ast_grep, "scan", "--rule", rules, "--json=stream", "."])
    semgrep = [str(bin_directory / "semgrep"), "scan", "--metrics=off", "--disable-version-check"]
    semgrep += ["--quiet", "--json", f"--config={PATTERNS / 'semgrep.yml'}", "."]
    path = f"{bin_directory}{os.pathsep}{os.environ['PATH']}"
    yield Tool(SEMGREP, semgrep, {"PATH": path, "SEMGREP_SEND_METRICS": "off"})


def _own() -> str:
    return str(Path(sys.executable).parent / "supertokens-lint")


def _removing(folder: Path) -> Callable[[], None]:
    def prepare() -> None:
        shutil.rmtree(folder, ignore_errors=True)

    return prepare


def _writing(path: Path, text: str) -> Callable[[], None]:
    def prepare() -> None:
        path.write_text(text, "utf-8")

    return prepare


def _editing(path: Path, text: str) -> Callable[[], None]:
    """Return what makes a file differ from all that it was before, in a comment."""
    edits = iter(range(1, 1_000_000))

    def prepare() -> None:
        path.write_text(f"{text}// {next(edits)}\n", "utf-8")

    return prepare
