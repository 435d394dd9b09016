"""The apps of a system, their settings, and what each setting is in each environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from supertokens_lint.extract.facts import Init, Options, Setting
from supertokens_lint.finding import Step
from supertokens_lint.resolve.outcomes import Environment, Outcome
from supertokens_lint.resolve.values import Scalar
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, Pair, System

Kind: TypeAlias = Literal["value", "same-origin", "structure", "hidden", "unknown"]

# Settings that rules are about: domains, paths, names and flags. Any other may be a secret.
_SHOWN = frozenset(
    {"appName", "apiDomain", "websiteDomain", "origin"}
    | {"apiBasePath", "websiteBasePath", "apiGatewayPath"}
    | {"cookieDomain", "olderCookieDomain", "cookieSecure", "cookieSameSite", "antiCsrf"}
    | {"sessionTokenFrontendDomain", "sessionTokenBackendDomain", "sessionScope"}
    | {"tokenTransferMethod", "getTokenTransferMethod", "isInIframe", "autoAddCredentials"}
    | {"sessionExpiredStatusCode", "invalidClaimStatusCode", "accessTokenPath"}
    | {"exposeAccessTokenToFrontendInCookieBasedAuth", "useDynamicAccessTokenSigningKey"}
    | {"maxRetryAttemptsForSessionRefresh", "jwksRefreshIntervalSec"}
)


class ShownValue(Struct, frozen=True):
    """What a setting can be, in which environments, and how that came about.

    ``kind`` is ``"value"`` when ``value`` is the value itself; ``"same-origin"`` when it is the
    origin of the page; ``"structure"`` when it is an object, list or function; ``"hidden"`` when
    it may be a secret; ``"unknown"`` when the files do not tell it: ``value`` is then the reason.
    """

    kind: Kind
    value: Scalar
    environments: tuple[str, ...]
    trail: tuple[Step, ...]


class ShownSetting(Struct, frozen=True):
    """One option with its values; ``group`` is ``"appInfo"`` or ``"session"``."""

    group: str
    key: str
    place: Place
    values: tuple[ShownValue, ...]


class ShownInit(Struct, frozen=True):
    """One call of an SDK's init. ``recipes`` is ``None`` when there is no recipe list."""

    sdk: str
    version: str
    place: Place
    recipes: tuple[str, ...] | None
    settings: tuple[ShownSetting, ...]


class ShownApp(Struct, frozen=True):
    """One app. ``dead`` holds the inits that nothing reaches."""

    side: str
    name: str
    root: str
    environments: tuple[str, ...]
    inits: tuple[ShownInit, ...]
    dead: tuple[Place, ...]


class ShownPair(Struct, frozen=True):
    """Two apps, by their roots, and why they belong together."""

    frontend: str
    backend: str
    basis: str


class Inspection(Struct, frozen=True):
    """Everything that ``inspect`` shows."""

    apps: tuple[ShownApp, ...]
    pairs: tuple[ShownPair, ...]


def inspect(system: System) -> Inspection:
    """Return what was understood of ``system``."""
    return Inspection(
        tuple(_app(app, system) for app in system.apps),
        tuple(_pair(pair) for pair in system.pairs),
    )


def _app(app: App, system: System) -> ShownApp:
    environments = system.environments(app)
    return ShownApp(
        side=app.side.value,
        name=app.name,
        root=app.root,
        environments=tuple(environment.name for environment in environments),
        inits=tuple(_init(init, environments, system) for init in app.inits),
        dead=tuple(init.callee for init in app.dead_inits),
    )


def _pair(pair: Pair) -> ShownPair:
    return ShownPair(pair.frontend.root, pair.backend.root, pair.basis.value)


def _init(init: Init, environments: tuple[Environment, ...], system: System) -> ShownInit:
    recipes = None
    if init.recipes is not None:
        recipes = tuple(recipe.name for recipe in init.recipes.recipes)
    return ShownInit(
        sdk=init.sdk.value,
        version="" if init.version is None else init.version.text,
        place=init.callee,
        recipes=recipes,
        settings=(
            *_settings("appInfo", init.app_info, environments, system),
            *_settings("session", init.session, environments, system),
        ),
    )


def _settings(
    group: str, options: Options | None, environments: tuple[Environment, ...], system: System
) -> Iterator[ShownSetting]:
    for setting in () if options is None else options.settings.values():
        values = tuple(_values(setting, environments, system))
        yield ShownSetting(group, setting.key, setting.place, values)


def _values(
    setting: Setting, environments: tuple[Environment, ...], system: System
) -> Iterator[ShownValue]:
    """Yield each value once, with all the environments that it holds in."""
    found: dict[tuple[Kind, str, Scalar], list[str]] = {}
    trails: dict[tuple[Kind, str, Scalar], tuple[Step, ...]] = {}
    for environment in environments:
        for outcome in system.outcomes(setting.value, environment):
            kind, value = _shown(setting.key, outcome)
            key = (kind, type(value).__name__, value)
            names = found.setdefault(key, [])
            if environment.name not in names:
                names.append(environment.name)
            trail = outcome.trail if outcome.unknown is None else outcome.unknown.trail
            trails.setdefault(key, trail)
    for key, names in found.items():
        yield ShownValue(key[0], key[2], tuple(names), trails[key])


def _shown(key: str, outcome: Outcome) -> tuple[Kind, Scalar]:
    if outcome.unknown is not None:
        detail = f": {outcome.unknown.detail}" if outcome.unknown.detail else ""
        return "unknown", f"{outcome.unknown.reason.value}{detail}"
    if outcome.same_origin:
        return "same-origin", None
    if outcome.structure is not None:
        return "structure", type(outcome.structure).__name__.lower()
    if outcome.scalar is not None and key not in _SHOWN:
        return "hidden", None
    return "value", outcome.scalar
