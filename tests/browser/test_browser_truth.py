"""What the rules say happens to sessions happens: real SDKs, in a real browser.

Each case is a small system that the linter checks and that then runs: its backend on the real SDK
of Node or Python, its frontend bundled with the real web SDK, in Chromium. Where the linter finds a
fault, a session must fail, and for the reason that the case names; where it finds none, sign-up,
requests, refresh and sign-out must work. ``make browser-truth`` runs all cases, ``make test`` a few.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from browser import proof, stage
from browser.case import Case
from browser.cases import CASES
from browser.edge import Edge, edge
from browser.walk import Chromium, Outcome, chromium, walk
from linting import installed, lint
from supertokens_lint.finding import Finding, Severity

_MISSING = stage.missing()
_ALL = os.environ.get("SUPERTOKENS_LINT_BROWSER_TRUTH") == "all"
_CASES = [case for case in CASES if _ALL or case.short]

if _ALL and _MISSING is not None:
    pytest.fail(_MISSING, pytrace=False)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Edge]:
    with edge(tmp_path_factory.mktemp("edge")) as running:
        yield running


@pytest.fixture(scope="module")
def browser(network: Edge) -> Iterator[Chromium]:
    with chromium(network.port) as started:
        yield started


def _findings(folder: Path) -> list[Finding]:
    return [found for found in lint(folder).findings if found.severity >= Severity.WARNING]


def _names(findings: list[Finding]) -> set[str]:
    rules = (installed().find(found.code) for found in findings)
    return {rule.name for rule in rules if rule is not None}


def _as_expected(outcome: Outcome, case: Case) -> bool:
    if case.outcome is None:
        return outcome.step == ""
    said = (outcome.said, *outcome.evidence)
    return outcome.step == case.outcome.step and any(case.outcome.evidence in line for line in said)


@pytest.mark.skipif(_MISSING is not None, reason=_MISSING or "")
@pytest.mark.parametrize("case", _CASES, ids=str)
def test_sessions_do_what_the_linter_says(
    case: Case, network: Edge, browser: Chromium, tmp_path: Path
) -> None:
    """A finding is a session that fails in the browser; no finding is one that holds."""
    folder = tmp_path / "system"
    case.write(folder)
    findings = _findings(folder)
    assert _names(findings) == set(case.found_by)
    with (
        stage.running(folder, network, case) as core,
        browser.window(
            third_party_cookies=case.third_party_cookies, profile=tmp_path / "profile"
        ) as window,
    ):
        outcome = walk(window, core, case)
    assert _as_expected(outcome, case), f"{case.outcome or 'all steps'} expected, but {outcome}"
    assert core.unknown == []


def test_the_page_about_proofs_is_up_to_date() -> None:
    """docs/browser-proof.md lists exactly these cases, whatever Chromium they last ran with."""
    text = proof.PAGE.read_text("utf-8")
    version = proof.CHROMIUM.search(text)
    assert version is not None
    assert text == proof.render(version[1]), "run make browser-truth"


def test_cases_say_what_they_change() -> None:
    """Names are unique; every change fits its system; every rule exists."""
    assert len({str(case) for case in CASES}) == len(CASES)
    assert {case.rule for case in CASES} <= {rule.name for rule in installed().rules}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_linter_finds_what_each_case_shows(case: Case, tmp_path: Path) -> None:
    """All cases are linted in every run, also where no browser is; what works is no error."""
    case.write(tmp_path / "system")
    findings = _findings(tmp_path / "system")
    assert _names(findings) == set(case.found_by)
    if case.outcome is None:
        assert all(found.severity < Severity.ERROR for found in findings)
