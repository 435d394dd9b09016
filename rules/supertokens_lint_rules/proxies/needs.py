"""The headers of a session that have to pass a proxy."""

from __future__ import annotations

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.gateway_facts import Direction
from supertokens_lint.resolve.values import Const
from supertokens_lint.sdk.defaults import AntiCsrf, TransferMethod
from supertokens_lint.sdk.features import Feature, has
from supertokens_lint.sdk.headers import (
    ACCESS_TOKEN,
    ANTI_CSRF,
    AUTH_MODE,
    AUTHORIZATION,
    FRONT_TOKEN,
    ID_REFRESH_TOKEN,
    REFRESH_TOKEN,
    RID,
    required_allow_headers,
    required_expose_headers,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.proxies.passages import Passage
from supertokens_lint_rules.transfer import uses_only_headers

COOKIE = "cookie"
SET_COOKIE = "set-cookie"
EVERYTHING = "*"


def needed(passage: Passage, direction: Direction) -> frozenset[str]:
    """Return the headers, in lower case, without which sessions break on this way.

    Which they are depends on how tokens travel; where that is not known, those that both ways
    need.
    """
    if direction is Direction.REQUEST:
        return frozenset(_request(passage)) | {EVERYTHING}
    return frozenset(_response(passage))


def allowed_headers(passage: Passage) -> tuple[str, ...]:
    """Return what a preflight of the frontend asks for; of every frontend where none is known."""
    frontend = passage.frontend
    if frontend is None:
        found = required_allow_headers(Sdk.WEBSITE, None, "cookie", _mode(passage)) - {AUTH_MODE}
    else:
        version = version_of(frontend)
        found = required_allow_headers(frontend.sdk, version, _transfer(passage), _mode(passage))
    return tuple(sorted(found))


def exposed_headers(passage: Passage) -> tuple[str, ...]:
    """Return what the frontend has to read from responses."""
    init = passage.backend.inits[0]
    found = required_expose_headers(init.sdk, version_of(init), _transfer(passage), _mode(passage))
    return tuple(sorted(found))


def _transfer(passage: Passage) -> TransferMethod:
    inits = [*passage.backend.inits, *([passage.frontend] if passage.frontend else [])]
    return "header" if any(uses_only_headers(init) for init in inits) else "cookie"


def _mode(passage: Passage) -> AntiCsrf:
    modes = {_anti_csrf(init) for init in passage.backend.inits}
    return "VIA_TOKEN" if modes == {"VIA_TOKEN"} else "NONE"


def _request(passage: Passage) -> set[str]:
    found = _by_transfer(passage, {COOKIE}, {AUTHORIZATION})
    frontend = passage.frontend
    if frontend is not None and has(Feature.HEADER_SESSIONS, frontend.sdk, version_of(frontend)):
        found.add(AUTH_MODE)
    modes = {_anti_csrf(init) for init in passage.backend.inits}
    if modes == {"VIA_TOKEN"}:
        found.add(ANTI_CSRF)
    if modes == {"VIA_CUSTOM_HEADER"}:
        found.add(RID)
    return found


def _response(passage: Passage) -> set[str]:
    found = _by_transfer(passage, {SET_COOKIE}, {ACCESS_TOKEN, REFRESH_TOKEN})
    found.add(FRONT_TOKEN)
    for init in passage.backend.inits:
        if has(Feature.HEADER_SESSIONS, init.sdk, version_of(init)) is False:
            found.add(ID_REFRESH_TOKEN)
        if _anti_csrf(init) == "VIA_TOKEN":
            found.add(ANTI_CSRF)
    return found


def _by_transfer(passage: Passage, cookies: set[str], headers: set[str]) -> set[str]:
    frontend = passage.frontend
    forced = [uses_only_headers(init) for init in passage.backend.inits]
    if all(forced) or (frontend is not None and uses_only_headers(frontend)):
        return headers
    if frontend is None or frontend.session is None or not _is_default(frontend):
        return set() if frontend is not None else cookies
    return cookies


def _is_default(frontend: Init) -> bool:
    """Tell whether a frontend leaves the transfer to cookies."""
    session = frontend.session
    given = None if session is None else session.get("tokenTransferMethod")
    if given is None:
        return session is not None and session.rest is None
    return isinstance(given.value, Const) and given.value.value == "cookie"


def _anti_csrf(init: Init) -> str | None:
    given = None if init.session is None else init.session.get("antiCsrf")
    value = None if given is None else given.value
    return value.value if isinstance(value, Const) and isinstance(value.value, str) else None
