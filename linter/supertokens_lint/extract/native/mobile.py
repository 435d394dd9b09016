"""Capacitor and Cordova: web apps on phones."""

from __future__ import annotations

import re

from supertokens_lint.extract.client_facts import Shell, ShellKind
from supertokens_lint.extract.surroundings.configs import config_path, entry_at, exported_config
from supertokens_lint.extract.surroundings.packages import Package
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import Const, Record, Value
from supertokens_lint.source import Place, Span, whole_text
from supertokens_lint.workspace.jsontext import read_json
from supertokens_lint.workspace.tree import Scalar, at

_CONFIG = "capacitor.config"
# Capacitor's documentation of ``server``: WKWebView allows no scheme that it handles itself.
_IOS_SCHEME = "capacitor"
_OF_WEBKIT = frozenset({"http", "https", "file", "about", "data", "blob", "ws", "wss"})
_HTTPS_SINCE = 6
_UNKNOWN_ORIGIN = "an origin that its configuration decides"
_CONTENT = re.compile(
    r"<content\s[^>]{0,500}\bsrc\s{0,9}=\s{0,9}[\"'](?P<src>[^\"']*)", re.IGNORECASE
)
_WIDGET = re.compile(r"<widget\b[^>]{0,2000}>", re.IGNORECASE)


def capacitor_shell(ev: Evaluator, package: Package, place: Place) -> Shell | None:
    """Return Capacitor as the shell of a package.

    Not when it loads a site, or patches ``document.cookie`` with native cookies. On Android alone
    the page comes from https://localhost, which has cookies of its own.
    """
    if not package.has("@capacitor/core"):
        return None
    directory = package.directory
    has_config = _config_file(ev, directory) is not None
    ios = package.has("@capacitor/ios") or ev.workspace.is_directory(f"{directory}/ios")
    android = package.has("@capacitor/android") or ev.workspace.is_directory(f"{directory}/android")
    if not (has_config or ios or android):
        return None
    if capacitor_text(ev, directory, "server", "url").startswith("http"):
        return None
    if _flag(ev, directory, "plugins", "CapacitorCookies", "enabled"):
        return None
    only_android = android and not ios
    specifier, evidence = package.dependencies["@capacitor/core"]
    if only_android:
        scheme = _setting(ev, directory, "androidScheme", _android_scheme(specifier))
    else:
        scheme = _setting(ev, directory, "iosScheme", _IOS_SCHEME)
        scheme = _IOS_SCHEME if scheme in _OF_WEBKIT else scheme
    host = _setting(ev, directory, "hostname", "localhost")
    origin = _UNKNOWN_ORIGIN if scheme is None or host is None else f"{scheme}://{host}"
    return Shell(ShellKind.CAPACITOR, place, evidence, origin, certain=not only_android)


def _android_scheme(specifier: str) -> str:
    """Return Capacitor's default scheme on Android: https since version 6."""
    major = re.match(r"[\^~=v]?(\d{1,3})(?:\.|$)", specifier)
    return "http" if major is not None and int(major[1]) < _HTTPS_SINCE else "https"


def _setting(ev: Evaluator, directory: str, key: str, default: str) -> str | None:
    """Return a text under ``server``, ``None`` when a configuration has one that is not known."""
    path = _config_file(ev, directory)
    if path is None:
        return default
    if not path.endswith(".json"):
        config = exported_config(ev, path)
        server = entry_at(config, "server")
        for holder in (config, config if server is None else server.value):
            if not isinstance(holder, Record) or holder.rest is not None:
                return None
        if entry_at(config, "server", key) is None:
            return default
    text = capacitor_text(ev, directory, "server", key)
    return text or (default if path.endswith(".json") else None)


def _config_file(ev: Evaluator, directory: str) -> str | None:
    found = config_path(ev.workspace, directory, _CONFIG)
    if found is None and ev.workspace.exists(f"{directory}/{_CONFIG}.json"):
        return f"{directory}/{_CONFIG}.json"
    return found


def capacitor_text(ev: Evaluator, directory: str, *keys: str) -> str:
    """Return the text under some keys of a package's Capacitor configuration, or nothing."""
    value = _value(ev, directory, *keys)
    return value if isinstance(value, str) else ""


def _flag(ev: Evaluator, directory: str, *keys: str) -> bool:
    return _value(ev, directory, *keys) is True


def _value(ev: Evaluator, directory: str, *keys: str) -> object:
    path = _config_file(ev, directory)
    if path is None:
        return None
    if not path.endswith(".json"):
        entry = entry_at(exported_config(ev, path), *keys)
        value: Value | None = None if entry is None else entry.value
        return value.value if isinstance(value, Const) else None
    data = ev.workspace.read(path, read_json)
    found = None if data is None else at(data, *keys)
    return found.value if isinstance(found, Scalar) else None


def cordova_shell(ev: Evaluator, package: Package, place: Place) -> Shell | None:
    """Return Cordova as the shell of a package, unless its ``content`` is a site."""
    path = f"{package.directory}/config.xml"
    source = ev.workspace.read(path, whole_text) if ev.workspace.exists(path) else None
    text = "" if source is None else source.text
    widget = _WIDGET.search(text)
    names = [name for name in ("cordova", "cordova-ios", "cordova-android") if package.has(name)]
    if widget is None and not names:
        return None
    content = _CONTENT.search(text)
    if content is not None and content["src"].startswith("http"):
        return None
    evidence = (
        Place(path, Span(*widget.span()))
        if widget is not None
        else package.dependencies[names[0]][1]
    )
    only_android = package.has("cordova-android") and not package.has("cordova-ios")
    origin = "https://localhost" if only_android else FILE
    return Shell(ShellKind.CORDOVA, place, evidence, origin, certain=not only_android)


FILE = "file://"
