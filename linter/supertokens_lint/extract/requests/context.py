"""What all recognisers of requests share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from msgspec import Struct, field

from supertokens_lint.extract.facts import HttpClient, Init, Runtime
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.requests import libraries
from supertokens_lint.extract.requests.order import LoadOrder
from supertokens_lint.extract.runtime import Runtimes
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.packages import Packages


class Context(Struct):
    """The program, the inits of its frontends, and what has been found so far.

    ``bases`` holds the base URLs that are assigned to ``defaults.baseURL`` of a client, by the
    client's identity; ``adapted`` the clients whose ``defaults.adapter`` is assigned.
    """

    ev: Evaluator
    graph: ModuleGraph
    runtimes: Runtimes
    order: LoadOrder
    inits: Sequence[Init]
    packages: Packages
    bases: dict[tuple[str, Place | None], Value] = field(default_factory=dict)
    adapted: set[tuple[str, Place | None]] = field(default_factory=set)

    def version_of(self, package: str, path: str) -> str | None:
        """Return the version of a package that a file uses, from a lockfile or a manifest."""
        found = self.packages.js(path, package)
        return (found[0].version or found[0].specifier) if found else None

    def runs(self, site: Site) -> Runtime | None:
        """Return where a place runs; ``None`` for tests and tools."""
        return self.runtimes.at(site)

    def init_sites(self) -> Iterator[tuple[Init, Site]]:
        """Yield the live inits with their sites."""
        for init in self.inits:
            for node, site in self.ev.sites.calls(init.place.path):
                if node.span == init.place.span:
                    yield init, site
                    break

    def inits_after(self, site: Site) -> tuple[Place, ...]:
        """Return the inits that a place surely runs before."""
        return tuple(
            init.place for init, other in self.init_sites() if self.order.before(site, other)
        )

    def inits_before(self, site: Site) -> tuple[Place, ...]:
        """Return the inits that surely run before a place."""
        return tuple(
            init.place for init, other in self.init_sites() if self.order.before(other, site)
        )

    def with_defaults(self, client: HttpClient) -> HttpClient:
        """Return a client with what assignments to its defaults, or the global ones, give it."""
        own, inherited = (client.library, client.identity), (client.library, None)
        base = self.bases.get(own)
        if base is None and client.base_url is None:
            base = self.bases.get(inherited)
        if {own, inherited} & self.adapted:
            client = replace(client, library=libraries.OWN_ADAPTER)
        return client if base is None else replace(client, base_url=base)


def place_of(site: Site) -> Place:
    """Return where a site stands."""
    return Place(site.scope.path, site.node.span)


def in_function(site: Site) -> bool:
    """Tell whether a place runs only when something calls a function."""
    return bool(site.functions) or site.owner is not None


def callee_name(node: ir.Call) -> str:
    """Return the last name of what is called; empty when it has none."""
    if isinstance(node.callee, ir.Name):
        return node.callee.id
    return node.callee.name if isinstance(node.callee, ir.Member) else ""
