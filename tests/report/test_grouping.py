from __future__ import annotations

from dataclasses import replace

import pytest

from fakes import ROOT, FakeProject, FakeSystem, make_app, make_finding, make_report
from supertokens_lint.finding import Finding, Severity, Step
from supertokens_lint.report.grouping import grouped, subject_of
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place, Span
from supertokens_lint.topology.model import App, Basis, Pair

WEB = make_app(Side.FRONTEND, "web")
ADMIN = make_app(Side.FRONTEND, "web/admin")
API = make_app(Side.BACKEND, "api")
BILLING = make_app(Side.BACKEND, "billing")
FULL = (make_app(Side.FRONTEND, "full"), make_app(Side.BACKEND, "full"))
SYSTEM = FakeSystem(
    (WEB, ADMIN, API, BILLING, *FULL),
    (
        Pair(WEB, API, Basis.DOMAIN),
        Pair(ADMIN, API, Basis.DOMAIN),
        Pair(*FULL, Basis.SAME_PACKAGE),
    ),
)


def at(path: str) -> Place:
    return Place(f"{ROOT}/{path}", Span(0, 1))


def about(*paths: str, through: str | None = None) -> Finding:
    steps = () if through is None else (Step("read", at(through)),)
    return make_finding(*(at(path) for path in paths), trail=steps)


@pytest.mark.parametrize(
    ("finding", "title"),
    [
        (about("web/a.ts", "api/b.py"), "web <-> api"),
        (about("web/admin/a.ts", "api/b.py"), "web/admin <-> api"),
        (about("api/b.py"), "api"),
        (about("api/b.py", "billing/c.py"), "api, billing"),
        (about("full/a.ts"), "full"),
        (about(".env", "api/b.py", through="web/a.ts"), "web <-> api"),
        (about(".env", through="web/a.ts"), "web"),
        (about("web-two/a.ts"), "the system as a whole"),
    ],
)
def test_a_finding_is_about_the_apps_that_its_ends_and_trails_lead_to(
    finding: Finding, title: str
) -> None:
    """The innermost app holds a file; a file outside all apps is told by the trail."""
    assert subject_of(finding, SYSTEM).title == title


def test_pairs_come_first_and_the_worst_of_them_before_the_others() -> None:
    """Then single apps, then what belongs to none."""
    order = [
        replace(about("elsewhere"), severity=Severity.ERROR),
        replace(about("api/b.py"), severity=Severity.ERROR),
        replace(about("web/a.ts", "api/b.py"), severity=Severity.WARNING),
        replace(about("web/admin/a.ts", "api/b.py"), severity=Severity.ERROR),
        replace(about("web/a.ts", "api/b.py"), severity=Severity.INFO),
    ]
    report = replace(make_report(FakeProject({}), *order), system=SYSTEM)
    groups = grouped(report)
    assert [group.subject.title for group in groups] == [
        "web/admin <-> api",
        "web <-> api",
        "api",
        "the system as a whole",
    ]
    assert [len(group.findings) for group in groups] == [1, 2, 1, 1]


def test_without_a_system_the_order_is_that_of_the_report() -> None:
    """Nothing is known of apps, so there is one group."""
    findings = [about("web/a.ts"), about("api/b.py")]
    (group,) = grouped(make_report(FakeProject({}), *findings))
    assert list(group.findings) == findings


def test_an_app_holds_nothing_beside_it() -> None:
    """``web-two`` does not lie in ``web``, and the root directory holds everything."""
    root = App(Side.BACKEND, "/", "root", ())
    system = FakeSystem((WEB, root))
    assert subject_of(about("web-two/a.ts"), system).title == "root"
