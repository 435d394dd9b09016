"""From a contract file to apps that rules can look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from msgspec import Struct, field

from supertokens_lint.contract import VERSION
from supertokens_lint.contract.cells import Cells
from supertokens_lint.contract.keys import EMAILS, REDIRECTION
from supertokens_lint.contract.model import Contract, ContractApp, Recorded, path_inside
from supertokens_lint.contract.proxies import ProxyReader, flag, numbers, texts
from supertokens_lint.cors.names import MAIN_KEYS
from supertokens_lint.errors import ReaderError, UsageError
from supertokens_lint.extract.facts import (
    AuthRoute,
    DevServer,
    Init,
    Options,
    Recipe,
    RecipeList,
    Request,
    Runtime,
    SdkUse,
    Setting,
    UiRoute,
    VersionFact,
)
from supertokens_lint.extract.wiring_facts import CorsPolicy, Fault, HttpApp, Layer, LayerKind
from supertokens_lint.finding import Step
from supertokens_lint.resolve.outcomes import Mode
from supertokens_lint.resolve.values import Const, Reason, Unknown
from supertokens_lint.sdk.names import Sdk, Side
from supertokens_lint.sdk.versions import parse_version
from supertokens_lint.source import Place, SourceText
from supertokens_lint.topology.model import App
from supertokens_lint.workspace.filesystem import OsFileSystem
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Data, Scalar, at, items, pairs, string
from supertokens_lint.workspace.tree import Mapping as Object

MAX_BYTES = 5_000_000
_ANEW = 'write it anew with "supertokens-lint contract"'
_UNSEEN = Unknown(Reason.SYNTAX, "not in the contract")
_T = TypeVar("_T")


def load(path: Path) -> Contract:
    """Return the contract in a file.

    Raises :class:`UsageError`, which says what to do, for a file that is none.
    """
    try:
        data = OsFileSystem().read(path.as_posix(), MAX_BYTES)
    except ReaderError as error:
        raise UsageError(f"{path}: cannot be read: {error.message}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: is not UTF-8; {_ANEW}") from error
    return parse(SourceText(path.as_posix(), text))


def parse(source: SourceText) -> Contract:
    """Return the contract in a text; raises :class:`UsageError` when it is none."""
    try:
        document = read_json(source)
    except ReaderError as error:
        where = f"{source.path}:{error.line}:{error.column}"
        raise UsageError(f"{where}: {error.message}; {_ANEW}") from error
    version = at(document, "version")
    if not isinstance(version, Scalar) or version.value != VERSION:
        found = "has no version" if version is None else "is of another version"
        message = f"{source.path}: {found}; this program reads version {VERSION}; {_ANEW}"
        raise UsageError(message)
    reader = _Contract(source)
    apps = tuple(_App(reader, data).app() for data in items(document, "apps"))
    return Contract(source, apps, reader.recorded, reader.addresses)


class _Contract(Struct):
    """What the apps of one file share."""

    source: SourceText
    addresses: dict[Place, str] = field(default_factory=dict)
    cells: list[Cells] = field(default_factory=list)

    @property
    def recorded(self) -> Mapping[int, Recorded]:
        return {key: item for cells in self.cells for key, item in cells.recorded.items()}

    def locate(self, data: Data, address: str | None) -> Place:
        """Return the place that rules see for some data; its recorded address is kept."""
        recorded = (address or "").rsplit(":", 2)[0]
        place = Place(self.virtual(recorded), data.span)
        self.addresses.setdefault(place, address or recorded)
        return place

    def virtual(self, path: str) -> str:
        return path_inside(self.source.path, path)

    def wrong(self, data: Data, problem: str) -> UsageError:
        start = self.source.position(data.span.start)
        where = f"{self.source.path}:{start.line}:{start.column}"
        return UsageError(f"{where}: {problem}; {_ANEW}")


class _App:
    """Reads one app."""

    def __init__(self, contract: _Contract, data: Data) -> None:
        self._contract = contract
        self._data = data
        self._modes = {
            name.text: self._word(mode, {item.value: item for item in Mode}, "environment")
            for name, mode in pairs(data, "environments")
        }
        self._cells = Cells(contract.locate, self._modes)
        contract.cells.append(self._cells)

    def app(self) -> ContractApp:
        data = self._data
        side = self._word(at(data, "side"), {item.value: item for item in Side}, "side")
        root = string(data, "root") or "."
        proxies = ProxyReader(self._cells, self._place)
        rules = tuple(proxies.rule(item) for item in items(data, "proxies"))
        gateways = tuple(proxies.gateway(item) for item in items(data, "gateways"))
        virtual = self._contract.virtual(root)
        app = App(
            side=side,
            root=virtual.rstrip("/"),
            name=Path(self._contract.source.path).name + ("" if root == "." else f": {root}"),
            inits=tuple(self._init(item, side) for item in items(data, "inits")),
            servers=tuple(self._server(item) for item in items(data, "servers")),
            uses=tuple(self._use(item) for item in items(data, "ui")),
            requests=tuple(self._request(item) for item in items(data, "requests")),
            proxies=(*rules, *(rule for gateway in gateways for rule in gateway.rules)),
            gateways=gateways,
            auth_routes=tuple(self._auth_route(item) for item in items(data, "authRoutes")),
            ui_routes=tuple(self._ui_route(item) for item in items(data, "uiRoutes")),
            http_apps=tuple(self._http_app(item) for item in items(data, "applications")),
        )
        return ContractApp(app, self._modes)

    def _init(self, data: Data, side: Side) -> Init:
        sdk = self._word(at(data, "sdk"), {item.value: item for item in Sdk}, "SDK")
        if sdk.side is not side:
            raise self._contract.wrong(data, f"{sdk.value} is no SDK of a {side.value}")
        session = at(data, "session")
        return Init(
            sdk=sdk,
            side=side,
            place=self._place(data),
            callee=self._place(data),
            app_info=self._options(at(data, "appInfo") or data),
            root=self._root(data),
            recipes=self._recipes(at(data, "recipes")),
            session=self._options(session) if isinstance(session, Object) else None,
            version=self._version(at(data, "version"), sdk),
        )

    def _root(self, data: Data) -> Options:
        options = self._options(at(data, "options") or data)
        if flag(data, "movesUi") is False:
            return options
        place = self._place(data)
        moved = Setting(REDIRECTION, REDIRECTION, _UNSEEN, place)
        return replace(options, settings={**options.settings, REDIRECTION: moved})

    def _options(self, data: Data) -> Options:
        rest = None if flag(data, "open") is False else _UNSEEN
        return Options(self._settings(data), self._place(data), rest)

    def _settings(self, data: Data) -> dict[str, Setting]:
        found: dict[str, Setting] = {}
        for key, item in pairs(data, "settings"):
            value = self._cells.value(at(item, "values"))
            spelled = string(item, "spelled") or key.text
            found[key.text] = Setting(key.text, spelled, value, self._place(item))
        return found

    def _recipes(self, data: Data | None) -> RecipeList | None:
        if not isinstance(data, Object):
            return None
        place = self._place(data)
        emails = texts(items(data, "ownEmails"))
        given = {EMAILS: Setting(EMAILS, EMAILS, _UNSEEN, place)}
        found = tuple(
            Recipe(name, "", Options(given if name in emails else {}, place, _UNSEEN), place)
            for name in texts(items(data, "names"))
        )
        return RecipeList(found, place, None if flag(data, "open") is False else _UNSEEN)

    def _version(self, data: Data | None, sdk: Sdk) -> VersionFact | None:
        text, package = string(data, "text"), string(data, "package")
        if data is None or text is None or package is None:
            return None
        exact = string(data, "exact") or text
        return VersionFact(package, parse_version(sdk, exact), text, self._place(data))

    def _server(self, data: Data) -> DevServer:
        host = at(data, "host")
        known = not isinstance(host, Scalar) and host is not None
        return DevServer(
            self._cells.value(at(data, "port")),
            self._place(data),
            string(data, "tool") or "",
            self._cells.value(host) if known else None,
            numbers(items(data, "published")),
        )

    def _use(self, data: Data) -> SdkUse:
        side = string(at(self._data, "side"))
        sdk = Sdk.AUTH_REACT if side == Side.FRONTEND.value else Sdk.NODE
        module, names = string(data, "module") or "", texts(items(data, "names"))
        return SdkUse(sdk, sdk.side, module, names, self._place(data))

    def _request(self, data: Data) -> Request:
        place = self._place(data)
        url = Const(string(data, "origin"), (Step("recorded", place),))
        return Request("", url, None, place, Runtime.UNKNOWN)

    def _auth_route(self, data: Data) -> AuthRoute:
        path, framework = string(data, "path") or "/", string(data, "framework") or ""
        return AuthRoute(path, self._place(data), framework, flag(data, "catchAll") is not False)

    def _ui_route(self, data: Data) -> UiRoute:
        path, framework = string(data, "path") or "/", string(data, "framework") or ""
        return UiRoute(path, self._place(data), framework)

    def _http_app(self, data: Data) -> HttpApp:
        return HttpApp(
            string(data, "framework") or "",
            self._place(data),
            tuple(self._layer(item) for item in items(data, "layers")),
            complete=flag(data, "complete") is True,
        )

    def _layer(self, data: Data) -> Layer:
        kinds = {"cors": LayerKind.CORS, "supertokens": LayerKind.SUPERTOKENS}
        policy, fault = at(data, "policy"), string(data, "fault")
        return Layer(
            kind=self._word(at(data, "kind"), kinds, "kind of layer"),
            place=self._place(data),
            path=string(data, "path") or "/",
            methods=texts(items(data, "methods")),
            conditional=flag(data, "conditional") is True,
            cors=self._policy(policy) if isinstance(policy, Object) else None,
            fault=None if fault is None else {item.name: item for item in Fault}.get(fault),
        )

    def _policy(self, data: Data) -> CorsPolicy:
        settings = self._settings(data)
        options = Options(
            settings, self._place(data), None if flag(data, "open") is False else _UNSEEN
        )
        main = {key: settings.get(key) for key in MAIN_KEYS}
        return CorsPolicy(
            library=string(data, "library") or "",
            place=options.place,
            options=options,
            version=self._version(at(data, "version"), Sdk.NODE),
            framework=string(data, "framework") or "",
            **main,
        )

    def _place(self, data: Data) -> Place:
        return self._contract.locate(data, string(data, "at"))

    def _word(self, data: Data | None, words: Mapping[str, _T], what: str) -> _T:
        found = words.get(string(data) or "")
        if found is None:
            known = ", ".join(words)
            raise self._contract.wrong(
                data or self._data, f"there is no such {what}; known: {known}"
            )
        return found
