"""The path under which each side puts the auth API: gateway and base path together."""

from __future__ import annotations

from supertokens_lint.extract.facts import Init
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Environment
from supertokens_lint.sdk.errors import InvalidPathError
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.paths import (
    DEFAULT_API_BASE_PATH,
    effective_base_path,
    normalise_path,
)
from supertokens_lint.topology.model import App, System
from supertokens_lint_rules.agreements import version_of
from supertokens_lint_rules.ends import End, EndsOf, ends_of

BASE = "apiBasePath"
GATEWAY = "apiGatewayPath"
WITHOUT_GATEWAY = frozenset({Sdk.WEBSITE, Sdk.REACT_NATIVE})


class BaseEnd(End, frozen=True):
    """An apiBasePath with the apiGatewayPath beside it.

    ``effective`` is both together as the SDK reads them, ``own`` the base path alone.
    """

    gateway: End | None = None
    effective: str = ""
    own: str = ""

    @property
    def shown(self) -> str:
        """The path as a message quotes it, with what it is made of."""
        if self.gateway is not None and self.gateway.text:
            written = f"apiGatewayPath {self.gateway.text!r} and apiBasePath {self.base_text!r}"
            return f"{path_text(self.effective)} ({written})"
        if self.setting is None or self.outcome.text is None:
            return f"{path_text(self.effective)} (the SDK's default)"
        differs = self.text.rstrip("/") != self.effective.rstrip("/")
        note = f" (written {self.text!r})" if differs and self.text.strip("/") else ""
        return f"{path_text(self.effective)}{note}"

    @property
    def base_text(self) -> str:
        """The base path as it is written, or the default."""
        return self.outcome.text or DEFAULT_API_BASE_PATH

    def evidences(self) -> tuple[Evidence, ...]:
        """Return the base path, and the gateway path where one is given, as proof."""
        base = self.evidence()
        if self.gateway is None or self.gateway.setting is None:
            return (base,)
        return (base, self.gateway.evidence())


def path_text(path: str) -> str:
    """Return a normalised path as a message quotes it; the root is ``'/'``."""
    return repr(path or "/")


def base_ends(system: System) -> EndsOf:
    """Return the function that gives the effective base paths of an init."""

    def ends(app: App, init: Init, environment: Environment) -> tuple[End, ...] | None:
        bases = ends_of(system, app, init, BASE, environment, default=DEFAULT_API_BASE_PATH)
        gateways: tuple[End, ...] | None = ()
        if init.sdk not in WITHOUT_GATEWAY:
            gateways = ends_of(system, app, init, GATEWAY, environment)
        if bases is None or gateways is None:
            return None
        found: list[End] = []
        for base in bases:
            for gateway in gateways or (None,):
                joined = _joined(base, gateway)
                if joined is None:
                    return None
                found.append(joined)
        return tuple(found)

    return ends


def _joined(base: End, gateway: End | None) -> BaseEnd | None:
    for end in (base, gateway):
        if end is not None and end.outcome.text is None and end.outcome.scalar is not None:
            return None
        if end is not None and end.outcome.same_origin:
            return None
    version = version_of(base.init)
    written = base.outcome.text
    prefix = None if gateway is None else gateway.outcome.text
    try:
        effective = effective_base_path(prefix, written, base.init.sdk, version)
        own = normalise_path(written or DEFAULT_API_BASE_PATH, base.init.sdk, version)
        if written is not None:
            own = normalise_path(written, base.init.sdk, version)
    except InvalidPathError:
        return None
    return BaseEnd(
        base.app,
        base.init,
        base.key,
        base.outcome,
        base.environment,
        base.setting,
        gateway,
        effective,
        own,
    )
