"""Cookie domains and session scopes against the hosts that they have to cover."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from supertokens_lint.sdk.domains import is_ip
from supertokens_lint.sdk.errors import InvalidScopeError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.scope import covers, is_public_suffix, normalise_scope
from supertokens_lint.sdk.versions import SdkVersion

LOCALHOST = "localhost"


class Problem(Enum):
    """Why a browser does not keep a cookie with some domain from some host."""

    OTHER_HOST = "does not contain the host"
    PUBLIC_SUFFIX = "is a public suffix"
    WILDCARD = "is a wildcard, which cookies do not know"
    LOOPBACK = "names the developer's machine"
    ADDRESS = "is an IP address"


class Scope(Struct, frozen=True):
    """A cookie domain as an SDK reads it, without the leading dot, which means nothing."""

    host: str


def scope_of(text: str, sdk: Sdk, version: SdkVersion | None) -> Scope | None:
    """Return what an SDK reads from a cookie domain; ``None`` where it throws or sees none."""
    if not text.strip():
        return None
    try:
        host = normalise_scope(text, sdk, version).lstrip(".")
    except InvalidScopeError:
        return None
    return Scope(host) if host else None


def problem(scope: Scope, host: str) -> Problem | None:
    """Return why a browser refuses a cookie of this scope from ``host``, ``None`` if it does not.

    Source: RFC 6265, 5.3: the domain has to domain-match the host, and a public suffix is refused
    unless it is the host itself.
    """
    if "*" in scope.host:
        return Problem.WILDCARD
    if scope.host == host:
        return None
    if not covers(scope.host, host):
        if scope.host == LOCALHOST:
            return Problem.LOOPBACK
        return Problem.ADDRESS if is_ip(scope.host) else Problem.OTHER_HOST
    return Problem.PUBLIC_SUFFIX if is_public_suffix(scope.host) else None


def same(left: Scope, right: Scope) -> bool:
    """Tell whether two scopes name the same hosts."""
    return left.host == right.host
