"""The rules of supertokens-lint, one module a rule, grouped as in the catalogue."""

from __future__ import annotations

from supertokens_lint.rule import Rule
from supertokens_lint_rules import (
    cookies,
    cors,
    domains,
    initialisation,
    native,
    paths,
    proxies,
    requests,
    run,
    versions,
    wiring,
)

RULES: tuple[type[Rule], ...] = (
    *run.RULES,
    *initialisation.RULES,
    *domains.RULES,
    *paths.RULES,
    *cookies.RULES,
    *cors.RULES,
    *proxies.RULES,
    *requests.RULES,
    *native.RULES,
    *wiring.RULES,
    *versions.RULES,
)
