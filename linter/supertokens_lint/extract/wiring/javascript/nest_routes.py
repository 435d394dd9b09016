"""Nest: the routes that a module applies middleware to.

Source: docs.nestjs.com/middleware, "Applying middleware", "Route wildcards" and "Excluding routes".
"""

from __future__ import annotations

import re
from dataclasses import replace

from msgspec import Struct, structs

from supertokens_lint.extract.wiring.javascript.context import Wiring
from supertokens_lint.extract.wiring.javascript.handlers import joined_path
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Const, External, Record, Value

_WILDCARD = re.compile(r"[*({:].*$")


class Routes(Struct, frozen=True):
    """Where middleware runs: below ``path``, for ``methods`` (all when empty).

    ``partly`` tells that it surely skips some requests, or that its routes are not known.
    """

    path: str = "/"
    methods: tuple[str, ...] = ()
    partly: bool = False

    def narrow(self, layer: Layer) -> Layer:
        """Return a layer as it runs on these routes.

        The SDK's middleware stays as it is: it looks at the paths of requests itself.
        """
        if layer.kind is LayerKind.SUPERTOKENS:
            return layer
        return replace(
            layer,
            path=joined_path(self.path, layer.path),
            methods=self.methods or layer.methods,
            conditional=layer.conditional or self.partly,
        )


def note(wiring: Wiring, node: ir.Call, site: Site, known: dict[int, Routes]) -> None:
    """Remember under the ``apply`` call what ``forRoutes`` or ``exclude`` at ``node`` says of it.

    Calls around it must be noted before the ``apply`` call itself is read.
    """
    if not isinstance(node.callee, ir.Member):
        return
    applied = _applied(node.callee.object)
    if applied is None:
        return
    before = known.get(id(applied), Routes())
    if node.callee.name == "exclude":
        known[id(applied)] = structs.replace(before, partly=True)
        return
    values = [wiring.ev.evaluate(arg.value, site.scope) for arg in node.args]
    routes = _of(values[0]) if len(values) == 1 else Routes(partly=True)
    known[id(applied)] = structs.replace(routes, partly=routes.partly or before.partly)


def _applied(target: ir.Expr) -> ir.Call | None:
    """Return the ``apply`` call that a chain of calls begins with."""
    while isinstance(target, ir.Call) and isinstance(target.callee, ir.Member):
        if target.callee.name == "apply":
            return target
        target = target.callee.object
    return None


def _of(value: Value) -> Routes:
    if isinstance(value, Const) and isinstance(value.value, str):
        return Routes(joined_path("/", _WILDCARD.sub("", value.value)))
    if isinstance(value, Record) and "path" in value.entries:
        routes = _of(value.entries["path"].value)
        method = value.entries.get("method")
        return routes if method is None else _with_method(routes, method.value)
    return Routes(partly=True)


def _with_method(routes: Routes, method: Value) -> Routes:
    if not isinstance(method, External):
        return structs.replace(routes, partly=True)
    name = method.path[-1] if method.path else ""
    return routes if name == "ALL" else structs.replace(routes, methods=(name,))
