"""Apps, pairs and environments: the system as rules see it."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Protocol

from msgspec import Struct

from supertokens_lint.extract.client_facts import NO_CLIENT_FACTS, ClientFacts
from supertokens_lint.extract.cookie_facts import NO_COOKIE_FACTS, CookieFacts
from supertokens_lint.extract.facts import (
    AuthRoute,
    ClientImport,
    CorsOrigin,
    DevServer,
    FetchCapture,
    Gap,
    HttpClient,
    Init,
    InterceptorStep,
    ProxyRule,
    Request,
    SdkUse,
    Setting,
    UiRoute,
    VersionFact,
)
from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.extract.session_facts import NO_SESSION_FACTS, SessionFacts
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Value
from supertokens_lint.sdk.names import Side
from supertokens_lint.source import Place


class App(Struct, frozen=True):
    """One frontend or backend: a directory with its inits and the facts found below it.

    ``inits`` are the live ones (reached, not tests); ``dead_inits`` the others. ``gateways`` are
    those below it, and those beside it that no app holds; ``proxies`` has their rules as well.
    """

    side: Side
    root: str
    name: str
    inits: tuple[Init, ...]
    dead_inits: tuple[Init, ...] = ()
    uses: tuple[SdkUse, ...] = ()
    clients: tuple[HttpClient, ...] = ()
    requests: tuple[Request, ...] = ()
    interceptors: tuple[InterceptorStep, ...] = ()
    client_imports: tuple[ClientImport, ...] = ()
    captures: tuple[FetchCapture, ...] = ()
    servers: tuple[DevServer, ...] = ()
    proxies: tuple[ProxyRule, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    auth_routes: tuple[AuthRoute, ...] = ()
    ui_routes: tuple[UiRoute, ...] = ()
    cors_origins: tuple[CorsOrigin, ...] = ()
    http_apps: tuple[HttpApp, ...] = ()
    client: ClientFacts = NO_CLIENT_FACTS
    sessions: SessionFacts = NO_SESSION_FACTS
    cookies: CookieFacts = NO_COOKIE_FACTS
    gaps: tuple[Gap, ...] = ()
    versions: tuple[VersionFact, ...] = ()

    def app_info(self, key: str) -> Iterator[tuple[Init, Setting]]:
        """Yield every live init that gives this appInfo key, with the setting."""
        for init in self.inits:
            setting = init.app_info.get(key)
            if setting is not None:
                yield init, setting

    def session(self, key: str) -> Iterator[tuple[Init, Setting]]:
        """Yield every live init whose Session recipe is given this key, with the setting."""
        for init in self.inits:
            setting = init.session.get(key) if init.session is not None else None
            if setting is not None:
                yield init, setting


class Basis(str, Enum):
    """Why two apps were paired."""

    CONFIG = "configuration"
    ONLY_ONES = "the only frontend and backend"
    SAME_PACKAGE = "one package with both sides"
    DOMAIN = "equal apiDomain"
    COMPOSE = "one compose file"
    DIRECTORY = "neighbouring directories"


class Pair(Struct, frozen=True):
    """A frontend and the backend that it talks to."""

    frontend: App
    backend: App
    basis: Basis


class System(Protocol):
    """Everything a rule may ask."""

    @property
    def apps(self) -> tuple[App, ...]:
        """All apps, in the order of their roots."""

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """All pairs, in a stable order."""

    def environments(self, *apps: App) -> tuple[Environment, ...]:
        """Return the environments in which these apps can run together."""

    def outcomes(self, value: Value, environment: Environment) -> tuple[Outcome, ...]:
        """Return what a value can be in one environment; never empty, bounded."""

    def linked(self, one: App, other: App) -> bool:
        """Tell whether code of one app imports code of the other, or one lies inside the other."""

    def runs(self, path: str) -> bool:
        """Tell whether a file is an entry point, or another one imports it."""

    def display(self, path: str) -> str:
        """Return a path as people should see it."""

    def recorded_address(self, place: Place) -> str | None:
        """Return where a contract says that a place is; ``None`` for files of the system."""

    def text(self, place: Place) -> str:
        """Return the source text at a place."""
