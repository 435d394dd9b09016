"""What the API gateways of AWS have in common, however they are described.

Sources: Amazon API Gateway developer guide. The path below the default endpoint of a REST API
begins with the stage, which the integration does not see; an HTTP API has the stage ``$default``
without a prefix. An HTTP API with a CORS configuration answers preflight requests itself and
ignores CORS headers of the integration ("Configuring CORS for HTTP APIs"), as does a function URL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from msgspec import Struct

from supertokens_lint.extract.facts import ProxyRule
from supertokens_lint.extract.gateway_facts import (
    Action,
    Gateway,
    GatewayCors,
    HeaderList,
    Location,
)
from supertokens_lint.extract.gateways.documents import Document
from supertokens_lint.resolve.values import Reason, Unknown
from supertokens_lint.source import Place
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, at

DEFAULT_HEADERS = (
    "content-type",
    "x-amz-date",
    "authorization",
    "x-api-key",
    "x-amz-security-token",
    "x-amz-user-agent",
    "x-amzn-trace-id",
)
"""What the Serverless Framework, the CDK and the console allow unless told otherwise."""
ENDPOINT = ("*.amazonaws.com", "*.amazonaws.com.cn")
DEFAULT_STAGE = "$default"
_RESPONSE = "method.response.header.Access-Control-"
_GREEDY = re.compile(r"\{[^{}]*\+\}|\*$")


class Route(Struct, frozen=True):
    """One path of an API with the CORS configuration that covers it."""

    path: str
    place: Place
    folder: str
    cors: GatewayCors | None = None


def api_gateways(
    tool: str,
    place: Place,
    routes: Iterable[Route],
    stage: str | None,
    stage_place: Place | None = None,
) -> Iterator[Gateway]:
    """Yield an API at its default endpoint, and at a name of its own that no file tells.

    ``stage`` is empty for an API without a prefix and ``None`` when it is not known;
    ``stage_place`` is where it is written.
    """
    found = list(routes)
    if stage is not None:
        yield Gateway(
            tool=tool,
            place=place,
            locations=tuple(_location(tool, place, route, stage, stage_place) for route in found),
            hosts=ENDPOINT,
            stage=stage,
        )
    yield Gateway(
        tool=tool,
        place=place,
        locations=tuple(_unstaged(tool, place, route) for route in found),
        open_hosts=True,
        is_complete=False,
    )


def _location(
    tool: str, gateway: Place, route: Route, stage: str, stage_place: Place | None = None
) -> Location:
    prefix = f"/{stage}" if stage else ""
    path = route.path or "/"
    greedy = _GREEDY.search(path)
    variable = path.find("{")
    fixed = path[: greedy.start()] if greedy else path
    if variable >= 0 and (greedy is None or variable < greedy.start()):
        fixed, greedy = path[:variable], greedy or re.search(r"\{", path)
    rule = ProxyRule(
        prefix=prefix or "/",
        target=Unknown(Reason.EXTERNAL, "a function", ()),
        rewrite="strip" if prefix else "keep",
        place=stage_place or route.place,
        tool=tool,
        removes=prefix,
        gateway=gateway,
        folders=(route.folder,),
    )
    return Location(
        path=prefix + fixed,
        match="prefix" if greedy else "exact",
        action=Action.FORWARDS,
        place=route.place,
        rule=rule,
        cors=route.cors,
    )


def _unstaged(tool: str, gateway: Place, route: Route) -> Location:
    found = _location(tool, gateway, route, "")
    return replace(found, rule=found.rule and replace(found.rule, rewrite="unknown"))


def stage_name(document: Document, data: Data | None) -> str | None:
    """Return the prefix that a stage puts in front of paths; empty for the default stage."""
    if isinstance(data, Scalar) and data.text == DEFAULT_STAGE:
        return ""
    return document.literal(data)


def cors_mapping(
    document: Document,
    data: Data,
    *,
    allow: str,
    expose: str,
    origins: str,
    credentials: str,
    replaces: bool,
    default: tuple[str, ...] | None = None,
) -> GatewayCors:
    """Return the CORS configuration that a mapping with these keys, or ``true``, stands for.

    ``default`` is the list of headers where the mapping gives none; ``None`` for none at all.
    """
    place = document.place(data)
    is_open = not isinstance(data, Mapping) and document.literal(data) is None
    missing = None
    if default is not None or is_open:
        missing = HeaderList(default or (), place, is_open=is_open, is_default=True)
    given = document.names_at(data, allow)
    return GatewayCors(
        place=place,
        answers=True,
        allow_headers=given if given is not None else missing,
        expose_headers=document.names_at(data, expose) or _absent(place, is_open=is_open),
        origins=document.names(at(data, origins)),
        credentials=document.truth(at(data, credentials)) if at(data, credentials) else False,
        replaces=replaces,
    )


def _absent(place: Place, *, is_open: bool) -> HeaderList:
    return HeaderList((), place, is_open=is_open)


def mock_headers(document: Document, parameters: Data | None) -> GatewayCors | None:
    """Return the CORS headers among the response parameters of a mock integration."""
    if not isinstance(parameters, Mapping) or not any(
        key.text.startswith(_RESPONSE) for key, _ in parameters.entries
    ):
        return None
    allow = document.names_at(parameters, f"{_RESPONSE}Allow-Headers")
    credentials = at(parameters, f"{_RESPONSE}Allow-Credentials")
    return GatewayCors(
        place=allow.place if allow is not None else document.place(parameters),
        answers=True,
        allow_headers=allow,
        expose_headers=document.names_at(parameters, f"{_RESPONSE}Expose-Headers"),
        origins=document.names_at(parameters, f"{_RESPONSE}Allow-Origin"),
        credentials=document.truth(credentials) if credentials is not None else False,
    )
