"""Plugins that @fastify/autoload registers: files of a folder, each in a scope of its own.

Source: @fastify/autoload, "Example" and "Plugin Configuration"; of a folder with an index only that
is loaded. What fastify-plugin does not wrap holds inside of the file alone.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.extract.wiring.javascript.context import Mount, Wiring
from supertokens_lint.extract.wiring.javascript.policies import policy_from
from supertokens_lint.extract.wiring.javascript.sdk_names import cors_library, sdk_function
from supertokens_lint.extract.wiring_facts import Fault, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    External,
    Invocation,
    Record,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.files import SCRIPT_KINDS
from supertokens_lint.workspace.paths import is_below, join

SKIPS = "skip-override"
WRAPPER = "fastify-plugin"
_CATCHING = re.compile(r"setNotFoundHandler|[\"'`][^\"'`\n]*/\*|\.route\(")
_JOINS = frozenset({"join", "resolve"})


def autoloaded(wiring: Wiring, options: Value | None, mount: Mount) -> Iterator[Layer]:
    """Yield CORS and the SDK's plugin where files that are loaded register them."""
    if not isinstance(options, Record):
        return
    folder = _folder(options, mount.step.place.path)
    encapsulate = options.entries.get("encapsulate")
    if folder is None or options.rest is not None:
        return
    is_plain = encapsulate is None
    for path in _files(wiring, folder):
        yield from _of_file(wiring, path, mount, is_plain=is_plain)


def _folder(options: Record, reader: str) -> str | None:
    given = options.entries.get("dir")
    value = None if given is None else given.value
    if not isinstance(value, Invocation) or not isinstance(value.callee, External):
        return None
    texts = [str(item.value) for item in value.args[1:] if isinstance(item, Const)]
    if value.callee.path[-1:] not in {(name,) for name in _JOINS}:
        return None
    if not texts or len(texts) != len(value.args) - 1:
        return None
    return join(posixpath.dirname(reader), "/".join(texts))


def _files(wiring: Wiring, folder: str) -> list[str]:
    found = [
        entry.path
        for entry in wiring.ev.workspace.files(*SCRIPT_KINDS)
        if is_below(entry.path, folder) and not entry.is_test
    ]
    with_index = {posixpath.dirname(path) for path in found if _is_index(path)}
    return [path for path in found if _is_index(path) or posixpath.dirname(path) not in with_index]


def _is_index(path: str) -> bool:
    return posixpath.basename(path).split(".")[0] == "index"


def _of_file(wiring: Wiring, path: str, mount: Mount, *, is_plain: bool) -> Iterator[Layer]:
    value = wiring.ev.exported(path, "default")
    is_wrapped = False
    if isinstance(value, Invocation) and isinstance(value.callee, External) and value.args:
        if value.callee.module != WRAPPER:
            return
        value, is_wrapped = value.args[0], True
    if not isinstance(value, Closure) or value.scope.path != path:
        return
    text = wiring.ev.workspace.text(path).text
    if not is_wrapped and (not is_plain or SKIPS in text or _CATCHING.search(text)):
        return
    fault = None if is_wrapped else Fault.NOT_WRAPPING
    for node, site in wiring.ev.sites.calls(path):
        inside = site.functions == (value.function,) and not site.guards
        if inside and _registers(node, value.function):
            called = wiring.ev.evaluate(node.args[0].value, site.scope)
            options = node.args[1].value if len(node.args) > 1 else None
            given = None if options is None else wiring.ev.evaluate(options, site.scope)
            yield from _layer(wiring, called, given, Place(path, node.span), mount, fault)


def _registers(node: ir.Call, function: ir.Function) -> bool:
    callee = node.callee
    first = function.params[0].target if function.params else None
    return (
        isinstance(callee, ir.Member)
        and callee.name == "register"
        and isinstance(callee.object, ir.Name)
        and isinstance(first, ir.Name)
        and callee.object.id == first.id
        and bool(node.args)
    )


def _layer(
    wiring: Wiring,
    called: Value,
    options: Value | None,
    place: Place,
    mount: Mount,
    fault: Fault | None,
) -> Iterator[Layer]:
    known, library = sdk_function(called), cors_library(called)
    conditional = mount.step.conditional
    if known is not None and known[1] == "plugin":
        yield Layer(
            LayerKind.SUPERTOKENS, place, conditional=conditional, fault=fault, name=known[0]
        )
    elif library is not None and isinstance(called, External):
        version = wiring.version(place.path, called.module)
        policy = policy_from(library, options, place, version, "fastify")
        yield Layer(LayerKind.CORS, place, "/", (), conditional, policy, fault, library)
