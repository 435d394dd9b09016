"""React Native apps: the SDK that they use, cookies by hand, and web views.

Sources: react-native-webview src/WebViewTypes.ts, @react-native-cookies/cookies index.js, React
Native Libraries/Network/RCTNetworking.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

from supertokens_lint.extract.client_facts import CookieHandling, WebSdkInNative, WebView
from supertokens_lint.extract.facts import SdkUse
from supertokens_lint.extract.js_packages import Framework, package_of
from supertokens_lint.extract.options import record_of
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.surroundings.packages import read_package
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Value
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import FileEntry

FRAMEWORK_PACKAGES = ("react-native", "expo")
COOKIE_MANAGERS = frozenset(
    {"@react-native-cookies/cookies", "@react-native-community/cookies", "react-native-cookies"}
)
NETWORKING = "react-native/Libraries/Network/RCTNetworking"
SESSION_COOKIES = ("sAccessToken", "sRefreshToken", "sFrontToken", "st-")
_CLEARING = frozenset({"clearAll", "clearByName", "removeSessionCookies", "clearCookies"})
_WEB_VIEWS = frozenset({"react-native-webview", "react-native-web-view", "expo-dom-webview"})
_COOKIE = "cookie"


class ReactNative:
    """Finds what concerns React Native apps."""

    def __init__(self, ev: Evaluator, reach: Reach) -> None:
        self._ev = ev
        self._reach = reach

    def roots(self, paths: Iterable[str]) -> frozenset[str]:
        """Return the folders of the packages that some files belong to."""
        found = set()
        for path in paths:
            package = package_of(self._ev.workspace, path)
            found.add(path.rpartition("/")[0] if package is None else package.root)
        return frozenset(found)

    # --- the SDK ---------------------------------------------------------------------------------

    def web_sdks(self, uses: Iterable[SdkUse]) -> Iterator[WebSdkInNative]:
        """Yield the imports of web SDKs in packages of native apps.

        Files for React Native's web platform (``x.web.tsx``) are left out, and imports that ask
        for the platform.
        """
        for use in uses:
            path = use.place.path
            package = package_of(self._ev.workspace, path)
            if package is None or package.framework is not Framework.NATIVE:
                continue
            if ".web." in path.rpartition("/")[2] or self._asks_for_platform(use):
                continue
            if self._is_for_web(path) or not self._reach.module(path):
                continue
            evidence = self._dependency(package.root)
            if evidence is not None:
                yield WebSdkInNative(use.sdk, use.module, use.place, evidence)

    def _is_for_web(self, path: str) -> bool:
        """Tell whether only files for the web platform import a module."""
        name = path.rpartition("/")[2].split(".", 1)[0]
        importers = [
            other
            for other in self._ev.paths_mentioning(name, None)
            if other != path and path in self._reach.imports(other)
        ]
        return bool(importers) and all(".web." in item.rpartition("/")[2] for item in importers)

    def _asks_for_platform(self, use: SdkUse) -> bool:
        for site in self._ev.sites.of(use.place.path):
            if site.node.span == use.place.span and not isinstance(site.node, ir.Import):
                text = self._ev.workspace.text(use.place.path)
                spans = [guard.test.span for guard in site.guards if guard.test is not None]
                return any("Platform" in text.slice(span) for span in (*spans, site.statement.span))
        return False

    def _dependency(self, root: str) -> Place | None:
        package = self._ev.workspace.read(f"{root}/package.json", read_package)
        for name in FRAMEWORK_PACKAGES:
            if package is not None and name in package.dependencies:
                return package.dependencies[name][1]
        return None

    # --- cookies ---------------------------------------------------------------------------------

    def cookie_handlings(self, roots: frozenset[str]) -> Iterator[CookieHandling]:
        """Yield where native apps set, send or clear cookies by themselves."""
        for entry in self._entries(roots, b"ookie", b"COOKIE"):
            for site in self._ev.sites.of(entry.path):
                yield from self._header(site)
                if isinstance(site.node, ir.Call):
                    yield from self._managed(site.node, site)

    def _entries(self, roots: frozenset[str], *needles: bytes) -> Iterator[FileEntry]:
        for entry in self._ev.workspace.mentioning(*needles):
            if not entry.is_test and any(entry.path.startswith(f"{root}/") for root in roots):
                yield entry

    def _header(self, site: Site) -> Iterator[CookieHandling]:
        node = site.node
        place = Place(site.scope.path, node.span)
        if isinstance(node, ir.Property) and node.key == "headers":
            value = node.value
            for entry in value.entries if isinstance(value, ir.Object) else ():
                if isinstance(entry, ir.Property) and str(entry.key).lower() == _COOKIE:
                    where = Place(site.scope.path, entry.span)
                    yield CookieHandling("header", str(entry.key), where)
        elif isinstance(node, ir.Bind | ir.Assign):
            names = [part.lower() for part in _parts(node.target)]
            if names[-1:] == [_COOKIE] and "headers" in names:
                yield CookieHandling("header", "Cookie", place)
        elif isinstance(node, ir.Call) and isinstance(node.callee, ir.Member):
            first = node.args[0].value if node.args else None
            named = isinstance(first, ir.Literal) and str(first.value).lower() == _COOKIE
            owner = _parts(node.callee.object)
            if named and node.callee.name in ("set", "append") and "headers" in owner[-1:]:
                yield CookieHandling("header", "Cookie", place)

    def _managed(self, node: ir.Call, site: Site) -> Iterator[CookieHandling]:
        callee = node.callee
        if not isinstance(callee, ir.Member):
            return
        name = callee.name
        if name not in _CLEARING and name not in ("set", "setFromResponse"):
            return
        owner = self._ev.evaluate(callee.object, site.scope)
        if not isinstance(owner, External):
            return
        place = Place(site.scope.path, node.span)
        if owner.module in COOKIE_MANAGERS:
            every = name not in ("clearByName", "set")
            if name in _CLEARING and self._signs_out(site):
                return
            if every or self._names_session_cookie(node, site):
                kind: Literal["clear", "set"] = "clear" if name in _CLEARING else "set"
                yield CookieHandling(kind, f"{name} of {owner.module}", place)
        elif name == "clearCookies" and not self._signs_out(site):
            networking = owner.module == NETWORKING or owner.path[-1:] == ("Networking",)
            if networking:
                yield CookieHandling("clear", "clearCookies of RCTNetworking", place)

    def _names_session_cookie(self, node: ir.Call, site: Site) -> bool:
        for argument in node.args:
            value = self._ev.evaluate(argument.value, site.scope)
            texts = [value]
            if not isinstance(value, Const):
                entry = record_of(value, Place(site.scope.path, node.span)).entries.get("name")
                texts = [] if entry is None else [entry.value]
            for text in texts:
                if isinstance(text, Const) and str(text.value).startswith(SESSION_COOKIES):
                    return True
        return False

    def _signs_out(self, site: Site) -> bool:
        """Tell whether the function around a place ends the session as well."""
        if not site.functions:
            return False
        text = self._ev.workspace.text(site.scope.path).slice(site.functions[0].span)
        return "signOut" in text

    # --- web views -------------------------------------------------------------------------------

    def web_views(self, roots: frozenset[str]) -> Iterator[WebView]:
        """Yield the web views of native apps that share their cookies with the app."""
        for entry in self._entries(roots, b"webview", b"WebView"):
            for site in self._ev.sites.of(entry.path):
                node = site.node
                if isinstance(node, ir.Element) and node.tag is not None:
                    tag = self._ev.evaluate(node.tag, site.scope)
                    if isinstance(tag, External) and tag.module in _WEB_VIEWS:
                        yield from self._web_view(node, site)

    def _web_view(self, node: ir.Element, site: Site) -> Iterator[WebView]:
        place = Place(site.scope.path, node.span if node.tag is None else node.tag.span)
        attributes = {
            item.key: item.value for item in node.attributes if isinstance(item, ir.Property)
        }
        private = attributes.get("incognito")
        if private is not None and not _is_false(self._ev.evaluate(private, site.scope)):
            return
        source = attributes.get("source")
        if source is None:
            return
        record = record_of(self._ev.evaluate(source, site.scope), place)
        entry = record.entries.get("uri")
        if entry is not None:
            yield WebView(place, entry.value)
        elif record.rest is not None:
            yield WebView(place, record.rest)


def _is_false(value: Value) -> bool:
    return isinstance(value, Const) and not value.value


def _parts(target: ir.Node) -> list[str]:
    """Return the names of ``a.b["c"]``, the root first."""
    parts: list[str] = []
    while isinstance(target, ir.Member | ir.Index):
        if isinstance(target, ir.Member):
            parts.append(target.name)
        elif isinstance(target.index, ir.Literal):
            parts.append(str(target.index.value))
        target = target.object
    if isinstance(target, ir.Name):
        parts.append(target.id)
    return parts[::-1]
