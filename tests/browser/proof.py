"""Write docs/browser-proof.md, which says what has been seen in a browser.

Run by ``make browser-truth`` after all cases have come out as they say.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from browser.case import Case
from browser.cases import CASES
from linting import installed

PAGE = Path(__file__).parents[2] / "docs" / "browser-proof.md"
CHROMIUM = re.compile(r"Chromium (\d+(?:\.\d+)+)")
_PYTHON = re.compile(r"^(supertokens-python)==(\S+)$", re.MULTILINE)
_HEAD = """\
# Proof in a browser

The rules below have been seen to be right. For each there are small systems in `tests/browser` that
the linter checks and that then run: the real web SDK in Chromium, the real SDK of Node or Python
behind it, nginx where the system has a proxy, and a stand-in for the SuperTokens core. Where the
linter finds a fault, a session breaks, and for the reason that the browser gives; where it finds
none, a user can sign up, use the API, come back after a reload, have an expired access token
refreshed, and sign out.

`make browser-truth` runs all of them; `make test` runs a few. Last run with Chromium {version}.

What breaks:

| Rule | Case | SDKs | Fails at | What is seen |
| --- | --- | --- | --- | --- |
"""
_WORKS = """
What works, and is not reported:

| Rule | Case | SDKs |
| --- | --- | --- |
"""
_WARNED = """
What works in this browser, and is reported as a warning because it breaks in others:

| Rule | Case | SDKs |
| --- | --- | --- |
"""


def _sdks(case: Case) -> Iterator[str]:
    """Yield the SDKs that a case runs with."""
    with tempfile.TemporaryDirectory() as folder:
        system = Path(folder) / "system"
        case.write(system)
        for manifest in sorted(system.glob("*/package.json"), reverse=True):
            dependencies = json.loads(manifest.read_text("utf-8"))["dependencies"]
            for name, version in dependencies.items():
                if name.startswith("supertokens-"):
                    yield f"{name.removeprefix('supertokens-')} {version}"
        for requirements in system.glob("*/requirements.txt"):
            for _, version in _PYTHON.findall(requirements.read_text("utf-8")):
                yield f"python {version}"


def _row(case: Case) -> str:
    rule = installed().find(case.rule)
    assert rule is not None
    cells = [f"[{rule.code}](rules/{rule.name}.md) {rule.name}", case.name, ", ".join(_sdks(case))]
    if case.outcome is not None:
        cells += [case.outcome.step, f"`{case.outcome.evidence}`"]
    return f"| {' | '.join(cells)} |\n"


def render(version: str) -> str:
    """Return the page for the version of Chromium that all cases ran with."""
    breaks = [case for case in CASES if case.outcome is not None]
    works = [case for case in CASES if case.outcome is None and not case.warned]
    warned = [case for case in CASES if case.warned]
    parts = [
        _HEAD.format(version=version),
        *map(_row, sorted(breaks, key=_by_code)),
        _WORKS,
        *map(_row, sorted(works, key=_by_code)),
        _WARNED,
        *map(_row, sorted(warned, key=_by_code)),
    ]
    return "".join(parts)


def _by_code(case: Case) -> str:
    rule = installed().find(case.rule)
    return "" if rule is None else rule.code


def main() -> None:
    """Write the page."""
    program = shutil.which("chromium")
    assert program is not None
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)
    match = CHROMIUM.search(said.stdout)
    assert match is not None, said.stdout
    PAGE.write_text(render(match[1]), "utf-8")


if __name__ == "__main__":
    main()
