"""Addresses that settings name: what kind of place each is, and how two of them differ."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from functools import lru_cache

from msgspec import Struct

from supertokens_lint.extract.facts import Init, Setting
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.resolve.values import Entry, Invocation, Record
from supertokens_lint.sdk.domains import (
    Doubt,
    canonical_origin,
    host_of,
    is_container_host,
    is_loopback,
    is_private_lan,
    port_of,
    suspicious_domain,
)
from supertokens_lint.sdk.errors import InvalidDomainError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.ends import End, ends_of

_TUNNELS = (
    "ngrok.io",
    "ngrok.app",
    "ngrok.dev",
    "ngrok-free.app",
    "ngrok-free.dev",
    "loca.lt",
    "localtunnel.me",
    "trycloudflare.com",
    "devtunnels.ms",
    "gitpod.io",
    "app.github.dev",
    "csb.app",
    "serveo.net",
    "tunnelmole.net",
)
_READ_AS_MEANT = frozenset({Doubt.PATH, Doubt.SPACE, Doubt.INTERNATIONAL})
_CORE_HOSTS = ("try.supertokens.com", "try.supertokens.io")
_CORE_SUFFIX = ".aws.supertokens.io"
_COMPOSED = "composed here"
_SAMPLE = re.compile(r"(?:^|[._-])(?:example|sample|template|dist|defaults?)(?:[._-]|$)")


class Address(Struct, frozen=True):
    """An origin and its parts, as a browser reads them."""

    origin: str
    scheme: str
    host: str
    port: int

    @property
    def is_alias(self) -> bool:
        """Whether the host is one of several names of a developer's machine.

        ``localhost``, a loopback or unspecified address, or one of the local network; names such
        as ``api.localhost`` are given on purpose and are no aliases.
        """
        return self.host == "localhost" or (
            not self.host.endswith("localhost") and self.is_development
        )

    @property
    def is_development(self) -> bool:
        """Whether only the machine itself or its local network reaches this address."""
        return is_loopback(self.host) or is_private_lan(self.host)

    @property
    def is_container(self) -> bool:
        """Whether only a container network resolves the name."""
        return is_container_host(self.host)

    @property
    def is_tunnel(self) -> bool:
        """Whether a tunnel gives this name to a developer's machine."""
        return any(self.host == name or self.host.endswith(f".{name}") for name in _TUNNELS)

    @property
    def is_core(self) -> bool:
        """Whether SuperTokens runs cores under this host."""
        return self.host in _CORE_HOSTS or self.host.endswith(_CORE_SUFFIX)

    @property
    def is_public(self) -> bool:
        """Whether users of a deployed application can reach it."""
        return not (self.is_development or self.is_container or self.is_tunnel)


def address_of(text: str, sdk: Sdk) -> Address | None:
    """Return the address that ``sdk`` reads from a setting, ``None`` when there is none."""
    try:
        origin = canonical_origin(text, sdk)
    except InvalidDomainError:
        return None
    host, port = host_of(origin), port_of(origin)
    if host is None or port is None:
        return None
    return Address(origin, origin.partition("://")[0], host, port)


def address(end: End) -> Address | None:
    """Return the address at an end.

    ``None`` for the page's own origin, and for a text that the SDK takes for an address that
    nobody meant, such as ``https://undefined``.
    """
    return _meant(end.text, end.init.sdk) if end.text else None


@lru_cache(maxsize=2_000)
def _meant(text: str, sdk: Sdk) -> Address | None:
    if any(doubt.doubt not in _READ_AS_MEANT for doubt in suspicious_domain(text, sdk)):
        return None
    return address_of(text, sdk)


def pointed(end: End, other: End) -> Evidence:
    """Return an end as proof, at the part of the text that makes the difference to the other.

    A port is often a constant of its own, and the trail begins there; when only the rest of two
    addresses differs, the place to change is where they are composed.
    """
    mine, theirs = address(end), address(other)
    evidence = end.evidence()
    if mine is None or theirs is None or mine.port != theirs.port:
        return evidence
    composed = next((step for step in end.outcome.trail if step.note == _COMPOSED), None)
    return evidence if composed is None else replace(evidence, place=composed.place)


def same_but_for_alias(left: Address, right: Address) -> bool:
    """Tell whether two addresses differ at most in which name of one machine they use."""
    return (
        left.is_alias and right.is_alias and (left.scheme, left.port) == (right.scheme, right.port)
    )


def website_ends(
    system: System, app: App, init: Init, environment: Environment
) -> tuple[End, ...] | None:
    """Return the values of ``origin``, which wins, or ``websiteDomain``; as ``ends_of``."""
    if init.side is app.side and init.sdk.is_backend:
        ends = ends_of(system, app, init, "origin", environment)
        if ends is None or ends:
            return ends
    return ends_of(system, app, init, "websiteDomain", environment)


class Core(Struct, frozen=True):
    """A core that a backend connects to."""

    end: End
    address: Address


def cores_of(system: System, app: App, environment: Environment) -> tuple[Core, ...]:
    """Return the cores that a backend names, without those behind a path of another server."""
    found: list[Core] = []
    for init in app.inits:
        given = init.root.get("supertokens")
        for outcome in () if given is None else system.outcomes(given.value, environment):
            entry = _connection(outcome.structure)
            if entry is not None:
                found.extend(_cores(system, app, init, entry, environment))
    return tuple(found)


def _connection(structure: object) -> Entry | None:
    if isinstance(structure, Record):
        named = (structure.entries.get(key) for key in ("connectionURI", "ConnectionURI"))
        return next((entry for entry in named if entry is not None), None)
    if isinstance(structure, Invocation):
        given = structure.keywords.get("connection_uri")
        if given is None and structure.args:
            return Entry(structure.args[0], structure.place)
        return given
    return None


def _cores(
    system: System, app: App, init: Init, entry: Entry, environment: Environment
) -> list[Core]:
    setting = Setting("connectionURI", "connectionURI", entry.value, entry.place)
    found: list[Core] = []
    for outcome in system.outcomes(entry.value, environment):
        for text in (outcome.text or "").split(";"):
            address = address_of(text, init.sdk)
            if address is not None and not _path(text):
                end = End(app, init, "connectionURI", outcome, environment, setting)
                found.append(Core(end, address))
    return found


def _path(text: str) -> str:
    return text.strip().partition("://")[2].partition("/")[2].strip("/")


def is_sample(end: End) -> bool:
    """Tell whether the value stands in an example file, which nobody is bound to copy."""
    name = posixpath.basename(end.place.path).lower()
    return _is_env_file(name) and _SAMPLE.search(name) is not None


def is_stated_for_production(end: End) -> bool:
    """Tell whether the file that holds a value is used in production as it is.

    Code is; an env or compose file is when its name says so.
    """
    name = posixpath.basename(end.place.path).lower()
    if _is_env_file(name) or "compose" in name:
        return "prod" in name
    return True


def is_container_file(place: Place) -> bool:
    """Tell whether a place is in a compose file or Dockerfile."""
    name = posixpath.basename(place.path).lower()
    return "compose" in name or "dockerfile" in name


def _is_env_file(name: str) -> bool:
    return name.startswith((".env", "env.")) or name.endswith(".env") or ".env." in name
