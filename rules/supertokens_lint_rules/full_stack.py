"""Applications that serve their pages and the SDK's API from one program."""

from __future__ import annotations

from supertokens_lint.extract.wiring_facts import LayerKind
from supertokens_lint.topology.model import Pair
from supertokens_lint_rules.wiring.backends import running
from supertokens_lint_rules.wiring.file_routes import TITLES


def is_full_stack(pair: Pair) -> bool:
    """Tell whether routes of a framework's files, and no server of its own, serve the SDK's API."""
    routes = pair.backend.auth_routes
    if pair.frontend.root != pair.backend.root or not routes:
        return False
    if any(route.framework.lower() not in TITLES for route in routes):
        return False
    return not any(
        http.framework not in TITLES and http.of_kind(LayerKind.SUPERTOKENS)
        for http in running(pair.backend)
    )
