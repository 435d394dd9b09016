"""CORS headers that a proxy sets one by one."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from supertokens_lint.extract.gateway_facts import GatewayCors, HeaderList
from supertokens_lint.extract.gateways.texts import header_names, is_literal
from supertokens_lint.source import Place

ALLOW = "access-control-allow-headers"
EXPOSE = "access-control-expose-headers"
ORIGIN = "access-control-allow-origin"
CREDENTIALS = "access-control-allow-credentials"
_NAMES = (ALLOW, EXPOSE, ORIGIN, CREDENTIALS)


class SetHeader(Struct, frozen=True):
    """A response header that a proxy sets; ``replaces`` when the application's does not survive.

    ``is_partial`` when it is set for some of the requests only.
    """

    name: str
    value: str
    place: Place
    replaces: bool = False
    is_partial: bool = False


def cors_of(
    headers: Iterable[SetHeader],
    answer: Place | None,
    answered: Iterable[SetHeader] | None = None,
) -> GatewayCors | None:
    """Return the CORS headers among some, ``None`` when there are none.

    ``answer`` is where preflight requests are answered, if the proxy does that, and ``answered``
    the headers of that answer when they are others.
    """
    usual = {header.name: header for header in headers}
    preflight = usual if answered is None else {header.name: header for header in answered}
    known = [found for name in _NAMES if (found := preflight.get(name) or usual.get(name))]
    if not known:
        return None
    allow, expose = preflight.get(ALLOW), usual.get(EXPOSE)
    return GatewayCors(
        place=allow.place if allow is not None else answer or known[0].place,
        answers=answer is not None,
        allow_headers=_listed(allow),
        expose_headers=_listed(expose),
        origins=_listed(preflight.get(ORIGIN)),
        credentials=_truth(preflight.get(CREDENTIALS)),
        replaces=expose is not None and expose.replaces,
    )


def _listed(header: SetHeader | None) -> HeaderList | None:
    if header is None:
        return None
    names = header_names(header.value)
    known = tuple(name for name in names if is_literal(name) and not name.startswith("{"))
    return HeaderList(known, header.place, is_open=len(known) != len(names))


def _truth(header: SetHeader | None) -> bool | None:
    if header is None:
        return False
    return header.value.strip().lower() == "true" if is_literal(header.value) else None
