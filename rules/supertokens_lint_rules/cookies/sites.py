"""Whether browsers see the API and the website of a backend as one site."""

from __future__ import annotations

from enum import Enum

from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.site import same_site_hosts
from supertokens_lint.sdk.suffix_history import (
    SuffixAge,
    private_suffix,
    registrable_then,
    suffix_age,
)
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address
from supertokens_lint_rules.cookies.views import View, backend_views, frontend_views, is_native


class Gap(Enum):
    """What makes two sites of an API and a website."""

    DOMAIN = "they share no registrable domain"
    RECENT = "a suffix that lately entered the list of browsers lies between them"
    SCHEME = "their schemes differ"


def gap_between(view: View) -> Gap | None:
    """Return what makes two sites of a view, ``None`` when browsers see one."""
    api, site = view.api_address, view.site_address
    if not same_site_hosts(api.host, site.host):
        recent = _is_recent(api, site)
        return Gap.RECENT if recent else Gap.DOMAIN
    return None if api.scheme == site.scheme else Gap.SCHEME


def _is_recent(api: Address, site: Address) -> bool:
    """Tell whether browsers with a list of the last years see one site."""
    if not any(_is_new(host) for host in (api.host, site.host)):
        return False
    before = [registrable_then(host, SuffixAge.TLDTS_6) for host in (api.host, site.host)]
    return before[0] is not None and before[0] == before[1]


def _is_new(host: str) -> bool:
    suffix = private_suffix(host)
    return suffix is not None and suffix_age(suffix) in (None, SuffixAge.CURRENT)


def cross_site_views(
    system: System, backend: App, init: Init, frontend: App | None, environment: Environment
) -> tuple[View, ...] | bool | None:
    """Return how each side sees API and website when all sides see two sites.

    The frontend's view comes first. True when one side sees one site; ``None`` when one that
    matters is not known, or proves nothing.
    """
    found: list[View] = []
    own = backend_views(system, backend, init, environment)
    if frontend is not None:
        if is_native(frontend):
            return None
        for other in frontend.inits:
            views = frontend_views(system, frontend, other, environment)
            if views is None:
                return None
            if not views:
                return True
            found.extend(views)
    elif own is None:
        return None
    found.extend(own or ())
    gaps = [gap_between(view) for view in found]
    if None in gaps:
        return True
    return tuple(found) if all(view.proves for view in found) else None
