"""What stands around the SDK: servers and their ports, proxies, routes, allowed origins."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.facts import DevServer, Facts
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.surroundings.auth_routes import auth_routes
from supertokens_lint.extract.surroundings.backend_servers import backend_servers
from supertokens_lint.extract.surroundings.containers import container_servers, published_ports
from supertokens_lint.extract.surroundings.cors_origins import cors_origins
from supertokens_lint.extract.surroundings.dev_servers import website_servers
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.surroundings.mounts import with_routers
from supertokens_lint.extract.surroundings.proxies import proxies_of
from supertokens_lint.extract.surroundings.ui_routes import UiRoutes
from supertokens_lint.resolve.evaluator import Evaluator


def with_surroundings(facts: Facts, ev: Evaluator, reach: Reach) -> Facts:
    """Return ``facts`` with those about the packages in which it found inits and uses."""
    users = [*(init.place.path for init in facts.inits), *(use.place.path for use in facts.uses)]
    homes = Homes(ev.workspace, reach.with_importers(users))
    return replace(
        facts,
        servers=tuple(_servers(ev, homes)),
        proxies=tuple(proxies_of(ev, homes)),
        auth_routes=tuple(with_routers(auth_routes(ev, homes), facts.http_apps)),
        ui_routes=tuple(UiRoutes(ev, homes, reach).find()),
        cors_origins=tuple(cors_origins(ev, homes)),
    )


def _servers(ev: Evaluator, homes: Homes) -> Iterator[DevServer]:
    found = [
        *website_servers(ev, homes),
        *backend_servers(ev, homes),
        *container_servers(ev.workspace, homes),
    ]
    for server in dict.fromkeys(found):
        yield replace(server, published=published_ports(ev.workspace, server))
