"""Where browsers see the API and the website of a backend."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from supertokens_lint.extract.facts import Init
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.addresses import Address, address, is_sample, website_ends
from supertokens_lint_rules.cookies.hosts import API, site_ends
from supertokens_lint_rules.ends import End, ends_of


class View(Struct, frozen=True):
    """An address of the API and one of the website, as one side states them."""

    api: End
    site: End
    api_address: Address
    site_address: Address

    @property
    def ends(self) -> tuple[End, End]:
        """The two ends."""
        return (self.api, self.site)

    @property
    def proves(self) -> bool:
        """Whether both are addresses that users open, stated by files that are in use.

        A developer's machine beside a public address, a container's name, a tunnel and an example
        file prove nothing about sites.
        """
        both = (self.api_address, self.site_address)
        if any(item.is_container or item.is_tunnel for item in both):
            return False
        if both[0].is_development != both[1].is_development:
            return False
        return not any(is_sample(end) for end in self.ends)


def is_native(app: App) -> bool:
    """Tell whether a frontend runs on a phone, where no site has a meaning."""
    return any(init.sdk is Sdk.REACT_NATIVE for init in app.inits)


def frontend_views(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[View, ...] | None:
    """Return where the browser of a frontend's users sees both.

    Empty when the frontend calls the origin of its page, so that there is one site; ``None`` when
    one of the two is not known.
    """
    apis = ends_of(system, app, init, API, environment)
    if any(end.outcome.same_origin for end in apis or ()):
        return ()
    sites = site_ends(system, app, init, environment)
    return _views(apis, sites)


def backend_views(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[View, ...] | None:
    """Return what a backend's init says of both, ``None`` when one of the two is not known."""
    apis = ends_of(system, app, init, API, environment)
    return _views(apis, website_ends(system, app, init, environment))


def _views(apis: Sequence[End] | None, sites: Sequence[End] | None) -> tuple[View, ...] | None:
    found = [view for api in apis or () for site in sites or () for view in _view(api, site)]
    if not apis or not sites or len(found) != len(apis) * len(sites):
        return None
    return tuple(found)


def _view(api: End, site: End) -> Iterator[View]:
    mine, theirs = address(api), address(site)
    if mine is not None and theirs is not None:
        yield View(api, site, mine, theirs)
