"""Faults of settings are found with every framework, and what works is left alone with each.

Each backend reads its settings in another way that real projects use: env files through a schema, a
settings class, a configuration service, a struct filled by its tags, a YAML file, serverless.yml.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from linting import lint
from matrix import (
    cases,
    frontends,
    go_backends,
    nest_backends,
    node_backends,
    page_frameworks,
    python_backends,
)
from matrix.damage import DAMAGES, Damage
from matrix.settings import Backend, Case, Files, Frontend
from supertokens_lint.finding import Severity
from supertokens_lint.report.model import Report

BACKENDS: tuple[Callable[[Backend], Files], ...] = (
    node_backends.fastify,
    node_backends.hapi,
    node_backends.koa,
    node_backends.loopback,
    node_backends.hono,
    node_backends.aws_lambda,
    nest_backends.nest,
    nest_backends.nestjs_module,
    python_backends.fastapi,
    python_backends.starlette,
    python_backends.flask,
    python_backends.django,
    python_backends.django_rest,
    go_backends.net_http,
    go_backends.gin,
    go_backends.chi,
    go_backends.mux,
    go_backends.echo,
    go_backends.fiber,
    go_backends.go_zero,
)
PAGES: tuple[Callable[[Backend, Frontend], Files], ...] = (
    page_frameworks.sveltekit,
    page_frameworks.nuxt,
    page_frameworks.astro,
    page_frameworks.remix,
    page_frameworks.next_app,
    page_frameworks.next_pages,
)
FRONTENDS: tuple[Callable[[Frontend], Files], ...] = (
    frontends.react,
    frontends.vue,
    frontends.svelte,
    frontends.solid,
    frontends.angular,
    frontends.website,
    frontends.script_tag,
    frontends.prebuilt,
    frontends.expo,
)
NOT_NATIVE = (
    "loopback-names",
    "two-sites",
    "scope",
    "scope-above",
    "backend-domain",
    "lax-in-a-frame",
)
"""Cases of sites and cookies: native apps have no site, and keep their tokens in headers."""


def _id(value: object) -> str:
    return value.name if isinstance(value, Case) else getattr(value, "__name__", "")


def _below(folder: str, files: Files) -> Files:
    return {f"{folder}/{name}": text for name, text in files.items()}


def _website(framework: Callable[[Backend], Files], frontend: Frontend) -> Files:
    files = frontends.react(frontend)
    if framework is node_backends.aws_lambda:  # serverless.yml tells what is deployed
        files[".env.production"] = files.pop(".env")
    return _below("web", files)


def _report(root: Path, files: Files) -> Report:
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return lint(root)


def _check(report: Report, root: Path, case: Case) -> None:
    found = [item for item in report.findings if item.severity >= Severity.WARNING]
    assert {item.code for item in found} == ({case.code} if case.code else set())
    lines = [
        (root / report.path(place.path))
        .read_text(encoding="utf-8")
        .splitlines()[report.start(place).line - 1]
        for item in found
        for place in item.places
    ]
    for value in case.values:
        assert any(value in line for line in lines), f"{value} is in none of {lines}"


@pytest.mark.parametrize("case", cases.TWO_APPS, ids=_id)
@pytest.mark.parametrize("framework", BACKENDS, ids=_id)
def test_backends(framework: Callable[[Backend], Files], case: Case, tmp_path: Path) -> None:
    """Exactly the fault is found, with the lines of the values, beside a frontend of React."""
    files = {**_below("api", framework(case.backend)), **_website(framework, case.frontend)}
    _check(_report(tmp_path, files), tmp_path, case)


WIRINGS = [
    pytest.param(framework, damage, id=f"{framework.__name__}-{damage.name}")
    for framework in BACKENDS
    for damage in DAMAGES
    if framework.__name__ not in damage.spares
]


@pytest.mark.parametrize(("framework", "damage"), WIRINGS)
def test_wiring(framework: Callable[[Backend], Files], damage: Damage, tmp_path: Path) -> None:
    """Exactly what was taken out of a backend that works is found."""
    works = cases.TWO_APPS[0]
    api = damage.to(framework(works.backend))
    files = {**_below("api", api), **_website(framework, works.frontend)}
    found = [
        item for item in _report(tmp_path, files).findings if item.severity >= Severity.WARNING
    ]
    assert {item.code for item in found} == {damage.code}


@pytest.mark.parametrize("case", cases.ONE_APP, ids=_id)
@pytest.mark.parametrize("framework", PAGES, ids=_id)
def test_frameworks_of_pages(
    framework: Callable[[Backend, Frontend], Files], case: Case, tmp_path: Path
) -> None:
    """Exactly the fault is found where one application serves pages and API."""
    files = framework(case.backend, case.frontend)
    _check(_report(tmp_path, files), tmp_path, case)


OF_SITES = [
    pytest.param(framework, case, id=f"{framework.__name__}-{case.name}")
    for framework in FRONTENDS
    for case in cases.SIDE_OF_THE_SITE
    if framework is not frontends.expo or case.name not in NOT_NATIVE
]


@pytest.mark.parametrize(("framework", "case"), OF_SITES)
def test_frontends(framework: Callable[[Frontend], Files], case: Case, tmp_path: Path) -> None:
    """Exactly the fault is found, with the lines of the values, beside a backend of Koa."""
    api = node_backends.koa(case.backend)
    files = {**_below("api", api), **_below("web", framework(case.frontend))}
    _check(_report(tmp_path, files), tmp_path, case)
