"""Applications of FastAPI and Starlette.

Sources: starlette/applications.py (``add_middleware`` inserts at the front, so the last added is
the outermost; the ``middleware`` argument is outermost first and inside of all that is added) and
starlette/routing.py (routes are tried in order; a mounted application is inside the middleware of
the one that it is mounted in).
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.wiring.python.collected import (
    OUTER,
    Collected,
    Collection,
    Included,
)
from supertokens_lint.extract.wiring.python.names import (
    FASTAPI_SDK,
    STARLETTE_CORS,
    STARLETTE_MIDDLEWARE,
    STATIC_FILES,
    external_names,
    is_sdk_name,
)
from supertokens_lint.extract.wiring.python.policies import (
    call_policy,
    manual_policy,
    sets_cors_headers,
)
from supertokens_lint.extract.wiring.python.routes import (
    VERBS,
    answer_of,
    prefix_of,
    route_layer,
    text_of,
    texts_of,
)
from supertokens_lint.extract.wiring.python.subjects import Subject, Subjects, is_wrapper
from supertokens_lint.extract.wiring.python.walk import Event
from supertokens_lint.extract.wiring_facts import Fault, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    ClassRef,
    Closure,
    External,
    Invocation,
    Items,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace.packages import Packages

FRAMEWORKS = frozenset({"fastapi", "starlette"})


class StarletteApps:
    """Collects what a program does to its FastAPI and Starlette applications."""

    def __init__(
        self, ev: Evaluator, packages: Packages, subjects: Subjects, collection: Collection
    ) -> None:
        self._ev = ev
        self._packages = packages
        self._subjects = subjects
        self._collection = collection

    def made(self, event: Event, subject: Subject) -> None:
        """Take the arguments of an application's or router's constructor."""
        item = self._collection.of(subject)
        if not isinstance(event.node, ir.Call) or not item.first_time(event.place):
            return
        item.doubts = event.doubts
        for argument in event.node.args:
            value = self._ev.evaluate(argument.value, event.scope)
            if argument.name == "prefix":
                item.prefix = prefix_of(value)
            elif argument.name == "middleware" and subject.kind == "app":
                item.given.extend(self._listed(value, item))
            elif argument.name == "routes":
                self._routes(value, item)

    def called(self, event: Event, item: Collected, name: str) -> None:
        """Take a call of a method of an application or router, or such a decorator."""
        if not isinstance(event.node, ir.Call) or not item.first_time(event.place):
            return
        call = self._invocation(event)
        if call is None:
            return
        unsure = item.unsure(event)
        if name == "add_middleware":
            item.added.extend(self._middleware(call, call, conditional=unsure))
        elif name == "middleware":
            item.added.append(self._function(event, call, conditional=unsure))
        elif name in ("add_exception_handler", "exception_handler"):
            item.handlers.append(self._handler(call, conditional=unsure))
        elif name in ("include_router", "mount"):
            self._included(call, item, name, conditional=unsure)
        else:
            item.routes.extend(self._route(call, event, name, conditional=unsure))

    def wrapped(self, event: Event) -> None:
        """Take ``CORSMiddleware(app, ...)``: outside of everything that the application has."""
        callee = event.callee
        if not isinstance(callee, External) or not is_wrapper(callee):
            return
        call = self._invocation(event)
        subject = self._subjects.of(call)
        if call is None or subject is None or subject.framework not in FRAMEWORKS:
            return
        item = self._collection.of(subject)
        if item.first_time(event.place):
            layer = self._layer(callee, call, conditional=item.unsure(event))
            item.wrappers.append(layer)

    def layers(self, item: Collected) -> tuple[Layer, ...]:
        """Return the layers of an application in the order in which a request passes them."""
        outer = [*reversed(item.wrappers), *reversed(item.added), *item.given]
        around = [
            layer
            for other in self._collection.around(item)
            if any(own.kind in (LayerKind.CORS, LayerKind.SUPERTOKENS) for own in outer)
            for layer in self.layers(other)
            if layer.kind in OUTER
        ]
        return (*around, *outer, *item.handlers, *self._collection.routes_of(item))

    # --- middleware ------------------------------------------------------------------------------

    def _invocation(self, event: Event) -> Invocation | None:
        if not isinstance(event.node, ir.Call):
            return None
        value = self._ev.evaluate(event.node, event.scope)
        options = [item for item in alternatives(value) if isinstance(item, Invocation)]
        return options[0] if options else None

    def _listed(self, value: Value, item: Collected) -> Iterator[Layer]:
        if not isinstance(value, Items) or value.rest is not None:
            item.complete = False
        for entry in value.items if isinstance(value, Items) else ():
            options = [one for one in alternatives(entry) if isinstance(one, Invocation)]
            for one in options:
                if external_names(self._ev, one.callee) & STARLETTE_MIDDLEWARE:
                    several = len(list(alternatives(entry))) > 1
                    yield from self._middleware(one, one, conditional=several)
            if not options:
                item.complete = False

    def _middleware(
        self, holder: Invocation, call: Invocation, *, conditional: bool
    ) -> Iterator[Layer]:
        """Yield the layers that ``add_middleware(cls, ...)`` or ``Middleware(cls, ...)`` make."""
        entry = holder.keywords.get("middleware_class") or holder.keywords.get("cls")
        given = holder.args[0] if holder.args else None if entry is None else entry.value
        if given is None:
            return
        options = list(alternatives(given))
        for option in options:
            yield self._layer(option, call, conditional=conditional or len(options) > 1)

    def _layer(self, value: Value, call: Invocation, *, conditional: bool) -> Layer:
        made = isinstance(value, Invocation) and is_sdk_name(
            value.callee, FASTAPI_SDK, "get_middleware"
        )
        if made or is_sdk_name(value, FASTAPI_SDK, "Middleware"):
            return Layer(LayerKind.SUPERTOKENS, call.place, conditional=conditional)
        if is_sdk_name(value, FASTAPI_SDK, "get_middleware"):
            fault = Fault.NOT_CALLED
            return Layer(LayerKind.SUPERTOKENS, call.place, conditional=conditional, fault=fault)
        names = external_names(self._ev, value)
        if names & STARLETTE_CORS:
            policy = call_policy("starlette", call, self._packages, "fastapi")
            return Layer(LayerKind.CORS, call.place, conditional=conditional, cors=policy)
        return self._other(value, names, call.place, conditional=conditional)

    def _other(
        self, value: Value, names: frozenset[str], place: Place, *, conditional: bool
    ) -> Layer:
        if isinstance(value, Closure | ClassRef):
            node = value.function if isinstance(value, Closure) else value.definition
            path = value.scope.path
            if sets_cors_headers(self._ev, path, node.span):
                policy = manual_policy(self._ev, path, node.span, place, "fastapi")
                return Layer(LayerKind.CORS, place, conditional=conditional, cors=policy)
            return Layer(LayerKind.OTHER, place, conditional=conditional, name=node.name or "")
        name = min(names, default="").rsplit(".", 1)[-1]
        return Layer(LayerKind.OTHER, place, conditional=conditional, name=name)

    def _function(self, event: Event, call: Invocation, *, conditional: bool) -> Layer:
        function = event.decorated
        if function is None:
            return Layer(LayerKind.OTHER, call.place, conditional=conditional)
        closure = Closure(function, event.scope)
        return self._other(closure, frozenset(), call.place, conditional=conditional)

    # --- error handlers and routes ---------------------------------------------------------------

    def _handler(self, call: Invocation, *, conditional: bool) -> Layer:
        handler = call.args[1] if len(call.args) > 1 else None
        is_sdk = handler is not None and is_sdk_name(
            handler, FASTAPI_SDK, "session_exception_handler"
        )
        kind = LayerKind.ERROR_HANDLER if is_sdk else LayerKind.OWN_ERROR_HANDLER
        return Layer(kind, call.place, conditional=conditional)

    def _included(self, call: Invocation, item: Collected, name: str, *, conditional: bool) -> None:
        is_mount = name == "mount"
        given = call.args[1:2] if is_mount else call.args[:1]
        entry = call.keywords.get("app" if is_mount else "router")
        value = given[0] if given else None if entry is None else entry.value
        prefix = call.keywords.get("path" if is_mount else "prefix")
        first = call.args[0] if is_mount and call.args else None
        path = prefix_of(first if prefix is None else prefix.value)
        subject = self._subjects.of(value)
        if subject is not None:
            item.routes.append(Included(subject, path, call.place))
        elif is_mount:
            item.routes.append(self._mounted(value, path, call.place, conditional=conditional))

    def _mounted(self, value: Value | None, path: str, place: Place, *, conditional: bool) -> Layer:
        """Return what is mounted as a catch-all; static files answer 405 to all but reading."""
        is_static = isinstance(value, Invocation) and bool(
            external_names(self._ev, value.callee) & STATIC_FILES
        )
        return Layer(
            LayerKind.CATCH_ALL,
            place,
            path=path or "/",
            methods=("GET", "HEAD") if is_static else (),
            conditional=conditional,
            name="static files" if is_static else "mounted application",
        )

    def _route(
        self, call: Invocation, event: Event, name: str, *, conditional: bool
    ) -> Iterator[Layer]:
        is_added = name in ("add_api_route", "add_route")
        if name not in VERBS and name not in ("api_route", "route") and not is_added:
            return
        path = call.keywords.get("path")
        first = call.args[0] if call.args else None
        text = text_of(first if path is None else path.value)
        if text is None:
            return
        methods = call.keywords.get("methods")
        default = name.upper() if name in VERBS else "GET"
        verbs = (default,) if methods is None else texts_of(methods.value)
        handler: Value | None = None
        if event.decorated is not None:
            handler = Closure(event.decorated, event.scope)
        elif is_added:
            handler = call.args[1] if len(call.args) > 1 else None
        label = handler.function.name if isinstance(handler, Closure) else None
        yield route_layer(
            text,
            call.place,
            verbs,
            conditional=conditional,
            name=label or "",
            answers=answer_of(self._ev, handler),
        )

    def _routes(self, value: Value, item: Collected) -> None:
        """Take the ``routes`` argument of Starlette's application and router."""
        for entry in value.items if isinstance(value, Items) else ():
            if not isinstance(entry, Invocation) or not isinstance(entry.callee, External):
                continue
            name = entry.callee.path[-1:]
            path = text_of(entry.args[0]) if entry.args else None
            if path is None:
                continue
            inner = entry.keywords.get("app")
            named = None if inner is None else inner.value
            given = entry.args[1] if len(entry.args) > 1 else named
            subject = self._subjects.of(given) if name == ("Mount",) else None
            if subject is not None:
                item.routes.append(Included(subject, path, entry.place))
            elif name == ("Route",):
                methods = entry.keywords.get("methods")
                verbs = ("GET",) if methods is None else texts_of(methods.value)
                answers = answer_of(self._ev, given)
                item.routes.append(route_layer(path, entry.place, verbs, answers=answers))


def method_of(callee: Value | None) -> MethodOf | None:
    """Return the method of an object that a callee is, of its alternatives the first."""
    options = () if callee is None else alternatives(callee)
    return next((item for item in options if isinstance(item, MethodOf)), None)
