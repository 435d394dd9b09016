"""From facts to apps: what belongs to one frontend or backend."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable
from functools import cache
from typing import TypeAlias, TypeVar

from supertokens_lint.extract.client_facts import NO_CLIENT_FACTS
from supertokens_lint.extract.cookie_facts import NO_COOKIE_FACTS
from supertokens_lint.extract.facts import (
    AuthRoute,
    ClientImport,
    CorsOrigin,
    DevServer,
    Facts,
    FetchCapture,
    Gap,
    HttpClient,
    InterceptorStep,
    ProxyRule,
    Request,
    Runtime,
    UiRoute,
)
from supertokens_lint.extract.gateway_facts import Gateway
from supertokens_lint.extract.libraries import Libraries
from supertokens_lint.extract.session_facts import SessionFacts
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.sdk.names import Language, Sdk, Side
from supertokens_lint.topology.ground import Ground, Key, homes_of, lent_to
from supertokens_lint.topology.model import App
from supertokens_lint.workspace.packagejson import read_package_json
from supertokens_lint.workspace.paths import is_below
from supertokens_lint.workspace.workspace import Workspace

SCRIPT_MANIFESTS = ("package.json",)
PYTHON_MANIFESTS = (
    "pyproject.toml",
    "requirements.txt",
    "setup.py",
    "setup.cfg",
    "Pipfile",
    "manage.py",
)
GO_MANIFESTS = ("go.mod",)
GO_PROGRAMS = ("main.go",)
MANIFESTS: dict[Language, tuple[tuple[str, ...], ...]] = {
    Language.JAVASCRIPT: (SCRIPT_MANIFESTS,),
    Language.PYTHON: (PYTHON_MANIFESTS,),
    Language.GO: (GO_MANIFESTS, GO_PROGRAMS),
}
Owns: TypeAlias = Callable[[str], bool]
Fact = TypeVar(
    "Fact",
    HttpClient,
    Request,
    InterceptorStep,
    ClientImport,
    FetchCapture,
    DevServer,
    ProxyRule,
    AuthRoute,
    UiRoute,
    CorsOrigin,
    HttpApp,
    Gap,
)


def app_root(workspace: Workspace, path: str, sdk: Sdk) -> str:
    """Return the directory of the app that a file belongs to: the nearest with a manifest."""
    chain = tuple(workspace.directory_chain(path))
    for names in MANIFESTS[sdk.language]:
        for directory in chain:
            if any(workspace.exists(posixpath.join(directory, name)) for name in names):
                return directory
    return chain[-1] if chain else posixpath.dirname(path)


def apps_of(facts: Facts, workspace: Workspace, libraries: Libraries) -> tuple[App, ...]:
    """Group inits and SDK uses into apps and give each the facts that belong to it."""
    files: dict[Key, set[str]] = {}
    started = [(init.place.path, init.sdk, init.side) for init in facts.inits]
    used = [
        (use.place.path, use.sdk, use.side)
        for use in facts.uses
        if not (use.type_only or use.is_test)
    ]
    for path, sdk, side in (*started, *used):
        files.setdefault((app_root(workspace, path, sdk), side), set()).add(path)
    found = {key: frozenset(paths) for key, paths in files.items()}
    homes = homes_of(found, libraries)
    apps = {
        (root, side)
        for root, side in {(homes.get(key, key[0]), key[1]) for key in found}
        if not _is_for_others(root, side, facts, workspace)
    }
    keys = tuple({**dict.fromkeys(found), **dict.fromkeys(sorted(apps))})
    roots = {root for root, _ in keys}
    ground = Ground(homes, lent_to(roots, _code_paths(facts), workspace, libraries))

    @cache
    def owner(path: str, side: Side) -> str | None:
        return owner_root(path, keys, side)

    return tuple(
        _app(root, side, facts, workspace, keys, ground, owner) for root, side in sorted(apps)
    )


def _is_for_others(root: str, side: Side, facts: Facts, workspace: Workspace) -> bool:
    """Tell whether a package leaves the SDK and its init to the applications that install it."""
    path = posixpath.join(root, "package.json")
    manifest = workspace.read(path, read_package_json) if workspace.exists(path) else None
    if manifest is None:
        return False
    peers = {item.name for item in manifest.dependencies if item.group == "peerDependencies"}
    if not any(sdk.package in peers for sdk in Sdk if sdk.side is side):
        return False
    return not any(
        init.side is side and init.reached and not init.is_test and is_below(init.place.path, root)
        for init in facts.inits
    )


def _code_paths(facts: Facts) -> set[str]:
    """Return the files of all facts that code states, which any package may lend to an app."""
    places = [
        *(fact.place for fact in facts.clients),
        *(fact.place for fact in facts.requests),
        *(fact.place for fact in facts.interceptors),
        *(fact.place for fact in facts.client_imports),
        *(fact.place for fact in facts.captures),
        *(fact.place for fact in facts.cors_origins),
        *(fact.place for fact in facts.http_apps),
    ]
    return {place.path for place in places}


def _app(
    root: str,
    side: Side,
    facts: Facts,
    workspace: Workspace,
    keys: tuple[Key, ...],
    ground: Ground,
    owner_of: Callable[[str, Side], str | None],
) -> App:
    def home(path: str, sdk: Sdk) -> str:
        return ground.home(app_root(workspace, path, sdk), side)

    def mine(path: str) -> bool:
        owner = owner_of(path, side)
        if owner is None:
            return ground.borrows(root, path)
        return ground.home(owner, side) == root

    def beside(path: str) -> bool:
        owned = any(is_below(path, root) for root, _ in keys)
        return not owned and root in gateway_roots(path, {root for root, _ in keys})

    inits = [
        init
        for init in facts.inits
        if init.side is side and home(init.place.path, init.sdk) == root
    ]
    uses = [use for use in facts.uses if use.side is side and home(use.place.path, use.sdk) == root]
    live = tuple(init for init in inits if init.reached and not init.is_test)
    versions = tuple(
        version
        for found in facts.versions.values()
        for version in found
        if mine(version.place.path)
    )
    gateways = _gateways(root, facts.gateways, keys)
    return App(
        side=side,
        root=root,
        name=_name(root, workspace),
        inits=live,
        dead_inits=tuple(init for init in inits if init not in live),
        uses=tuple(uses),
        clients=_below(facts.clients, mine),
        requests=tuple(r for r in _below(facts.requests, mine) if _runs_on(r.runtime, side)),
        interceptors=_below(facts.interceptors, mine),
        client_imports=_below(facts.client_imports, mine),
        captures=_below(facts.captures, mine),
        servers=_below(facts.servers, mine),
        proxies=(
            *(rule for rule in facts.proxies if mine(rule.place.path) or beside(rule.place.path)),
            *(rule for gateway in gateways for rule in gateway.rules),
        ),
        gateways=gateways,
        auth_routes=_below(facts.auth_routes, mine),
        ui_routes=_below(facts.ui_routes, mine),
        cors_origins=_below(facts.cors_origins, mine),
        http_apps=_below(facts.http_apps, mine),
        client=(facts.client or NO_CLIENT_FACTS).below(mine),
        sessions=(facts.sessions or SessionFacts()).below(mine),
        cookies=(facts.cookies or NO_COOKIE_FACTS).below(mine),
        gaps=_below(facts.gaps, mine),
        versions=versions,
    )


def _runs_on(runtime: Runtime, side: Side) -> bool:
    if side is Side.FRONTEND:
        return runtime is not Runtime.SERVER
    return runtime is not Runtime.BROWSER


def _below(facts: Iterable[Fact], mine: Owns) -> tuple[Fact, ...]:
    return tuple(fact for fact in facts if mine(fact.place.path))


def _gateways(
    root: str, gateways: tuple[Gateway, ...], keys: tuple[tuple[str, Side], ...]
) -> tuple[Gateway, ...]:
    """Return the gateways of an app: those inside it, and those in no app but nearest to it."""
    roots = {root for root, _ in keys}
    return tuple(item for item in gateways if root in gateway_roots(item.place.path, roots))


def gateway_roots(path: str, roots: set[str]) -> set[str]:
    """Return the app roots that a proxy's file belongs to.

    That is the innermost root that holds it, else all roots in the nearest folder above it that
    holds any: a proxy mostly stands beside the apps that it serves.
    """
    innermost = max((root for root in roots if is_below(path, root)), key=len, default=None)
    if innermost is not None:
        return {innermost}
    folder = posixpath.dirname(path)
    while True:
        found = {root for root in roots if is_below(root, folder)}
        if found or folder in ("/", ""):
            return found
        folder = posixpath.dirname(folder)


def owner_root(path: str, keys: tuple[tuple[str, Side], ...], side: Side) -> str | None:
    """Return the innermost app root of a side that holds a path, or ``None``."""
    roots = [root for root, owner in keys if owner is side and is_below(path, root)]
    innermost = max((root for root, _ in keys if is_below(path, root)), key=len, default=None)
    best = max(roots, key=len, default=None)
    if best is None or innermost is None:
        return None
    return best if len(innermost) <= len(best) else None


def _name(root: str, workspace: Workspace) -> str:
    shown = workspace.display(root)
    return posixpath.basename(root) if shown in (".", "") else shown
