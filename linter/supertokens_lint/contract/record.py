"""From a system to a contract."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from supertokens_lint.contract import VERSION, keys
from supertokens_lint.contract.keys import EMAILS, GENERATED, REDIRECTION, UI_MODULES
from supertokens_lint.contract.proxies import written_gateway, written_rule
from supertokens_lint.contract.requests import requested
from supertokens_lint.contract.values import Json, Where, Writer
from supertokens_lint.extract.facts import (
    AuthRoute,
    DevServer,
    Init,
    Options,
    SdkUse,
    Setting,
    UiRoute,
    VersionFact,
)
from supertokens_lint.extract.redirections import moves_auth_ui
from supertokens_lint.extract.wiring_facts import CorsPolicy, HttpApp, Layer, LayerKind
from supertokens_lint.report.cells import escaped_in_strings
from supertokens_lint.report.secrets import mask_text
from supertokens_lint.source import Place
from supertokens_lint.topology.model import App, System

LAYERS = (LayerKind.CORS, LayerKind.SUPERTOKENS)


def render(system: System, apps: Iterable[App], directory: str, where: Where) -> str:
    """Return the contract of some apps as text; the same for the same apps.

    Roots are relative to ``directory``; ``where`` gives the address of a place from there.
    """
    found = [_App(system, app, directory, where).document() for app in apps]
    document: Json = {"version": VERSION, "apps": [*found]}
    return escaped_in_strings(json.dumps(document, indent=2, ensure_ascii=False)) + "\n"


class _App(Struct, frozen=True):
    system: System
    app: App
    directory: str
    where: Where

    @property
    def writer(self) -> Writer:
        return Writer(self.system, self.system.environments(self.app), self.where)

    def document(self) -> Json:
        app = self.app
        environments = self.system.environments(app)
        http_apps = [http for http in app.http_apps if _counts(http)]
        return {
            "side": app.side.value,
            "root": posixpath.relpath(app.root, self.directory),
            "environments": {item.name: item.mode.value for item in environments},
            "inits": [self._init(init) for init in app.inits],
            "servers": [self._server(server) for server in app.servers],
            "proxies": [
                written_rule(rule, self.writer) for rule in app.proxies if rule.gateway is None
            ],
            "gateways": [written_gateway(gateway, self.writer) for gateway in app.gateways],
            "requests": [*requested(app, self.writer)],
            "ui": [self._ui(use) for use in app.uses if _is_ui(use)],
            "authRoutes": [self._auth_route(route) for route in app.auth_routes],
            "uiRoutes": [self._ui_route(route) for route in app.ui_routes],
            "applications": [self._http_app(http) for http in http_apps],
        }

    def _init(self, init: Init) -> Json:
        recipes = init.recipes
        return {
            "sdk": init.sdk.value,
            "version": self._version(init.version),
            "at": self.where(init.callee),
            "recipes": None
            if recipes is None
            else {
                "names": [*sorted({recipe.name for recipe in recipes.recipes})],
                "ownEmails": [*sorted({r.name for r in recipes.recipes if r.options.get(EMAILS)})],
                "open": recipes.rest is not None,
            },
            "movesUi": _moves_ui(init),
            "options": self._options(init.root, keys.ROOT),
            "appInfo": self._options(init.app_info, keys.APP_INFO),
            "session": None if init.session is None else self._options(init.session, keys.SESSION),
        }

    def _version(self, version: VersionFact | None) -> Json:
        if version is None:
            return None
        return {
            "package": version.package,
            "text": mask_text(version.text),
            "exact": mask_text(version.version.text),
            "at": self.where(version.place),
        }

    def _options(self, options: Options, wanted: Iterable[str]) -> Json:
        found = {key: options.settings[key] for key in wanted if key in options.settings}
        return {
            "at": self.where(options.place),
            "open": options.rest is not None,
            "settings": self._settings(found),
        }

    def _settings(self, settings: Mapping[str, Setting]) -> Json:
        return {key: self._setting(settings[key]) for key in sorted(settings)}

    def _setting(self, setting: Setting) -> Json:
        return {
            "label": f"{self.app.side.value} {setting.spelled}",
            "spelled": setting.spelled,
            "at": self.where(setting.place),
            "values": self.writer.rows(setting.value, setting.place),
        }

    def _server(self, server: DevServer) -> Json:
        return {
            "tool": server.tool,
            "at": self.where(server.place),
            "port": self.writer.rows(server.port, server.place),
            "host": None if server.host is None else self.writer.rows(server.host, server.place),
            "published": [*server.published],
        }

    def _auth_route(self, route: AuthRoute) -> Json:
        return {
            "path": route.path,
            "framework": route.framework,
            "catchAll": route.catch_all,
            "at": self.where(route.place),
        }

    def _ui_route(self, route: UiRoute) -> Json:
        at = self.where(route.place)
        return {"path": route.path, "framework": route.framework, "at": at}

    def _ui(self, use: SdkUse) -> Json:
        names: list[Json] = [name for name in use.names if name == GENERATED]
        return {"module": use.module, "names": names, "at": self.where(use.place)}

    def _http_app(self, http: HttpApp) -> Json:
        layers = http.of_kind(*LAYERS)
        return {
            "framework": http.framework,
            "complete": http.complete,
            "at": self.where(http.place),
            "layers": [self._layer(layer) for layer in layers],
        }

    def _layer(self, layer: Layer) -> Json:
        return {
            "kind": "cors" if layer.kind is LayerKind.CORS else "supertokens",
            "at": self.where(layer.place),
            "path": layer.path,
            "methods": [*layer.methods],
            "conditional": layer.conditional,
            "fault": None if layer.fault is None else layer.fault.name,
            "policy": None if layer.cors is None else self._policy(layer.cors),
        }

    def _policy(self, policy: CorsPolicy) -> Json:
        return {
            "library": policy.library,
            "framework": policy.framework,
            "version": self._version(policy.version),
            "at": self.where(policy.place),
            "open": policy.options.rest is not None,
            "settings": self._settings(policy.options.settings),
        }


def _is_ui(use: SdkUse) -> bool:
    shows = use.module.endswith(UI_MODULES) or GENERATED in use.names
    return shows and not use.type_only and not use.is_test


def _moves_ui(init: Init) -> bool:
    given = init.root.get(REDIRECTION)
    return given is not None and moves_auth_ui(given.value)


def _counts(http: HttpApp) -> bool:
    return http.reached and not http.is_test and bool(http.of_kind(*LAYERS))


def addresses(directory: str, start: Where) -> Where:
    """Return what writes a place as ``path:line:column``; ``start`` gives the numbers."""

    def where(place: Place) -> str:
        return f"{posixpath.relpath(place.path, directory)}:{start(place)}"

    return where


def named(apps: Iterable[App], name: str) -> Iterator[App]:
    """Yield the apps that a person means by a name: their root, its last part, or their side."""
    for app in apps:
        if name in (app.name, posixpath.basename(app.root), app.side.value):
            yield app
