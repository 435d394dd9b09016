"""The facts that rules reason about.

Facts name SuperTokens' settings by their canonical JavaScript names (``apiDomain``) whatever the
language, keep values as the resolver left them, and say where each thing is written.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Literal

from supertokens_lint.resolve.values import Unknown, Value
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.versions import SdkVersion
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.extract.client_facts import ClientFacts
    from supertokens_lint.extract.cookie_facts import CookieFacts
    from supertokens_lint.extract.gateway_facts import Gateway
    from supertokens_lint.extract.session_facts import SessionFacts
    from supertokens_lint.extract.wiring_facts import HttpApp


@dataclass(frozen=True, slots=True)
class Setting:
    """One option as it is given: canonical ``key``, the spelling in the code, value and place."""

    key: str
    spelled: str
    value: Value
    place: Place


@dataclass(frozen=True)
class Options:
    """The options of one level of a call.

    ``rest`` is set when other keys may be there that nobody can see (an unresolved spread).
    ``place`` is the object, or the call when it has none.
    """

    settings: Mapping[str, Setting]
    place: Place
    rest: Unknown | None = None

    def get(self, key: str) -> Setting | None:
        """Return the setting with this canonical key, or ``None``."""
        return self.settings.get(key)

    def surely_lacks(self, key: str) -> bool:
        """Tell whether the key is certainly not given."""
        return key not in self.settings and self.rest is None


@dataclass(frozen=True)
class Recipe:
    """One element of a recipe list: ``Session.init({...})``.

    ``name`` is the recipe ("session", "emailpassword", ...); ``module`` the module that it was
    imported from, or the global it came from for script bundles.
    """

    name: str
    module: str
    options: Options
    place: Place


@dataclass(frozen=True)
class RecipeList:
    """The recipes of an init; ``rest`` is set when there may be others that nobody can see."""

    recipes: tuple[Recipe, ...]
    place: Place
    rest: Unknown | None = None

    def find(self, name: str) -> Recipe | None:
        """Return the first recipe of this name, or ``None``."""
        return next((recipe for recipe in self.recipes if recipe.name == name), None)


@dataclass(frozen=True)
class VersionFact:
    """The version of a package that an app uses, and the line that says so.

    ``others`` is what further lockfiles and manifests of the app say about the package.
    """

    package: str
    version: SdkVersion
    text: str
    place: Place
    others: tuple[VersionFact, ...] = ()


@dataclass(frozen=True)
class Init:
    """One call that initialises a SuperTokens SDK.

    ``recipes`` is ``None`` when the option is certainly not given. ``session`` holds the options
    of the Session recipe (for ``supertokens-website`` and React Native, those of the call
    itself); it is ``None`` when that recipe is certainly not in the list. ``reached`` is false
    when nothing leads to the call: a module that nobody imports, a function that nobody calls.
    ``follows`` holds the callees of inits of the same SDK that surely ran before, ``beside`` those
    that another route of the same server runs.
    """

    sdk: Sdk
    side: Side
    place: Place
    callee: Place
    app_info: Options
    root: Options
    recipes: RecipeList | None
    session: Options | None
    version: VersionFact | None = None
    reached: bool = True
    is_test: bool = False
    function: str | None = None
    unconditional: bool = False
    follows: tuple[Place, ...] = ()
    beside: tuple[Place, ...] = ()


@dataclass(frozen=True)
class SdkUse:
    """An import of an SDK module and what is used of it while the app runs.

    ``names`` are the imported names ("verifySession", "middleware", "SessionAuth", "default").
    """

    sdk: Sdk
    side: Side
    module: str
    names: tuple[str, ...]
    place: Place
    type_only: bool = False
    is_test: bool = False


class Runtime(str, Enum):
    """Where a module runs, as far as its framework and directory tell."""

    BROWSER = "browser"
    SERVER = "server"
    BOTH = "both"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class HttpClient:
    """A client object that requests go through.

    ``identity`` is equal for two facts about the same object: the place of ``axios.create(...)``,
    or ``None`` for the global default instance of ``library``. ``options`` are those that it adds
    to each of its requests, where they are given when it is made.
    """

    library: str
    identity: Place | None
    base_url: Value | None
    place: Place
    options: Options | None = None


@dataclass(frozen=True)
class Request:
    """One call that sends a request.

    ``url`` is the argument as resolved; ``client`` is set for libraries with client objects and
    holds the base URL that is in force for this call. ``captured`` is the place where the function
    was bound when it is a stored reference to ``fetch``, or where its package was imported.
    ``precedes`` names the inits that the request surely runs before.
    """

    library: str
    url: Value | None
    client: HttpClient | None
    place: Place
    runtime: Runtime
    options: Options | None = None
    captured: Place | None = None
    in_function: bool = True
    precedes: tuple[Place, ...] = ()


class InterceptorEffect(str, Enum):
    """What an interceptor of the application does with what passes through it."""

    PASSES = "passes everything on"
    CHANGES = "changes the request"
    REPLACES = "hands on something other than axios' response or error"
    SWALLOWS = "turns failed responses into results"
    LEAVES = "leaves the page or signs out when a response fails"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class InterceptorStep:
    """One step in the life of a client.

    ``kind`` is ``"custom"`` for an interceptor of the application, ``"supertokens"`` for
    ``addAxiosInterceptors``, ``"init"`` for the SDK's init. ``client`` is ``None`` when nobody
    knows which one it is, and for inits. ``precedes`` names the steps of the same client, and the
    inits, that this step surely runs before. ``phase`` and ``effect`` tell of a custom one what it
    is called for and what it does.
    """

    kind: Literal["custom", "supertokens", "init"]
    client: HttpClient | None
    place: Place
    function: str | None = None
    phase: Literal["request", "response"] | None = None
    effect: InterceptorEffect | None = None
    precedes: tuple[Place, ...] = ()


class Mechanism(str, Enum):
    """What the ``fetch`` of a package does in a browser."""

    NATIVE = "the browser's own fetch as it is when the package is loaded"
    XHR = "XMLHttpRequest"
    NODE = "needs Node"


@dataclass(frozen=True)
class ClientImport:
    """An import of a package that brings its own ``fetch`` (node-fetch and its relatives).

    ``mechanism`` tells what that fetch does in a browser; ``range`` is the version that the
    manifest asks for. ``precedes`` and ``follows`` name the inits before and after which the
    package is surely loaded. Requests through it have this place as ``captured``.
    """

    package: str
    place: Place
    runtime: Runtime
    local: str | None = None
    urls: tuple[Value, ...] = ()
    mechanism: Mechanism | None = None
    range: str | None = None
    precedes: tuple[Place, ...] = ()
    follows: tuple[Place, ...] = ()


@dataclass(frozen=True)
class FetchCapture:
    """A reference to ``fetch`` that is taken while a module is loaded and kept under a name.

    The name is empty for a client that keeps the fetch it finds when it is made.
    ``precedes`` names the inits that it is surely taken before. Requests through it have this
    place as ``captured``.
    """

    name: str
    place: Place
    runtime: Runtime
    urls: tuple[Value, ...] = ()
    precedes: tuple[Place, ...] = ()


@dataclass(frozen=True)
class DevServer:
    """A port on which an app's own server or development server listens.

    ``published`` is the port on the host when a compose file maps it.
    """

    port: Value
    place: Place
    tool: str
    host: Value | None = None
    published: tuple[int, ...] = ()


@dataclass(frozen=True)
class ProxyRule:
    """A rule of a development server, framework or proxy that forwards a path to another server.

    ``prefix`` is the public path; ``target`` where it goes; ``rewrite`` is ``"keep"`` when the
    path is forwarded as it is, ``"strip"`` when ``removes`` is taken off its front, ``"unknown"``
    for anything else.

    A rule of a :class:`Gateway` has its place as ``gateway`` and replaces texts letter by letter.
    ``folders`` are those from which the service that it forwards to is built, where a compose
    file tells; ``changes_cookies`` tells that it changes the paths or domains of cookies. Where
    ``is_whole`` is set, all rules beside it are known, and nothing else answers paths of an API.
    """

    prefix: str
    target: Value
    rewrite: Literal["keep", "strip", "replace", "unknown"]
    place: Place
    tool: str
    removes: str = ""
    adds: str = ""
    is_pattern: bool = False
    gateway: Place | None = None
    folders: tuple[str, ...] = ()
    changes_cookies: bool = False
    is_whole: bool = False


@dataclass(frozen=True)
class AuthRoute:
    """A file route or mount point that serves the SDK's API.

    ``path`` is the fixed front of what it serves ("/api/auth"); ``catch_all`` tells whether all
    paths below it are served as well. ``methods`` are those that it answers, empty for all.
    ``public`` is the path that browsers have to call where the framework takes off its own base
    path first: Next does in API routes and route handlers (run with 13 and 15).
    """

    path: str
    place: Place
    framework: str
    catch_all: bool = True
    methods: tuple[str, ...] = ()
    public: str = ""


@dataclass(frozen=True)
class UiRoute:
    """A route at which the auth UI is mounted on the website."""

    path: str
    place: Place
    framework: str


@dataclass(frozen=True)
class CorsOrigin:
    """An origin that a backend allows, used to tell which website it serves."""

    value: Value
    place: Place


@dataclass(frozen=True, slots=True)
class Gap:
    """Code that takes part and cannot be seen, with a few words on why."""

    place: Place
    reason: str


@dataclass(frozen=True)
class Facts:
    """All facts of a workspace, grouped by kind; places tell which app each belongs to."""

    inits: tuple[Init, ...] = ()
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
    client: ClientFacts | None = None
    sessions: SessionFacts | None = None
    cookies: CookieFacts | None = None
    gaps: tuple[Gap, ...] = ()
    versions: Mapping[str, tuple[VersionFact, ...]] = field(default_factory=dict)
