"""API gateways whose configuration nobody reads here: Tyk, Kong, KrakenD and the like.

A compose file tells where they listen; what they do with a request stays unknown.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import Action, Gateway, Location
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.workspace.compose import Service
from supertokens_lint.workspace.composeprojects import ComposeProject

_IMAGE = re.compile(
    r"^(?P<tool>kong|tyk|krakend|apisix|gravitee|ocelot|zuul|express-gateway|wso2am|gloo|oathkeeper"
    r"|oauth2-proxy|pomerium|authelia|api-?gateway)(?:\b|[-_.])"
)
_LONGEST = 300


def gateways_in(projects: Iterable[ComposeProject]) -> Iterator[Gateway]:
    """Yield a gateway for each compose service that runs the image of one."""
    for project in projects:
        for service in project.services.values():
            tool = _tool(service)
            published = tuple(
                mapping.published
                for mapping in project.ports(service)
                if mapping.published is not None
            )
            if tool is not None and published:
                yield _gateway(project, service, tool, published)


def _tool(service: Service) -> str | None:
    if service.image is None or len(service.image) > _LONGEST:
        return None
    name = service.image.rpartition("/")[2].partition("@")[0].partition(":")[0].lower()
    found = _IMAGE.match(name)
    return None if found is None else found["tool"]


def _gateway(
    project: ComposeProject, service: Service, tool: str, published: tuple[int, ...]
) -> Gateway:
    target = Unknown(Reason.EXTERNAL, f"what {tool} forwards to")
    rule = ProxyRule("/", target, "unknown", service.place, tool, gateway=service.place)
    location = Location("/", "prefix", Action.FORWARDS, service.place, rule)
    return Gateway(
        tool=tool,
        place=service.place,
        locations=(location,),
        published=published,
        listens=published,
        composes=(project.files[-1].path,),
        is_complete=False,
    )
