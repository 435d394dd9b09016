"""Applications of Flask.

Sources: flask/app.py (``full_dispatch_request`` runs ``before_request`` functions also for paths
without a route, and ``after_request`` functions on every response), flask_cors/extension.py (CORS
is an ``after_request`` function, so the order of ``CORS(app)`` and the SDK's ``Middleware(app)``
does not matter), and supertokens_python/framework/flask/flask_middleware.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.extract.wiring.python.collected import Collected, Collection, Included
from supertokens_lint.extract.wiring.python.names import (
    FLASK_CORS,
    FLASK_SDK,
    external_names,
    is_sdk_name,
)
from supertokens_lint.extract.wiring.python.policies import (
    manual_policy,
    policy,
    sets_cors_headers,
    version_of,
)
from supertokens_lint.extract.wiring.python.routes import (
    VERBS,
    answer_of,
    prefix_of,
    route_layer,
    text_of,
    texts_of,
)
from supertokens_lint.extract.wiring.python.subjects import Subject, Subjects
from supertokens_lint.extract.wiring.python.walk import Event
from supertokens_lint.extract.wiring_facts import Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.values import (
    Closure,
    Const,
    Entry,
    External,
    Invocation,
    MethodOf,
    Reason,
    Record,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.workspace.packages import Packages

OPTIONS_NEEDLE = re.compile(r"OPTIONS")
CONFIGURED = (b"CORS_ORIGINS", b"CORS_SUPPORTS_CREDENTIALS", b"CORS_ALLOW_HEADERS",
              b"CORS_EXPOSE_HEADERS", b"CORS_RESOURCES")  # fmt: skip
_HOOKS = frozenset({"before_request", "before_app_request", "after_request", "after_app_request"})
_PATTERN_FRONT = re.compile(r"[\^]?(/?[\w\-/]*)")


class FlaskApps:
    """Collects what a program does to its Flask applications."""

    def __init__(
        self, ev: Evaluator, packages: Packages, subjects: Subjects, collection: Collection
    ) -> None:
        self._ev = ev
        self._packages = packages
        self._subjects = subjects
        self._collection = collection

    def made(self, event: Event, subject: Subject) -> None:
        """Take the arguments of an application's or blueprint's constructor.

        An empty ``static_url_path`` makes Flask route all paths to the static files, which
        answers ``OPTIONS`` everywhere.
        """
        item = self._collection.of(subject)
        if not isinstance(event.node, ir.Call) or not item.first_time(event.place):
            return
        item.doubts = event.doubts
        for argument in event.node.args:
            value = self._ev.evaluate(argument.value, event.scope)
            if argument.name == "url_prefix":
                item.prefix = prefix_of(value)
            elif argument.name == "static_url_path" and text_of(value) in ("", "/"):
                layer = Layer(LayerKind.CATCH_ALL, event.place, methods=("GET", "HEAD"))
                item.routes.append(layer)

    def called(self, event: Event, item: Collected, name: str) -> None:
        """Take a call of a method of an application or blueprint, or such a decorator."""
        if not item.first_time(event.place):
            return
        call = self._invocation(event)
        if name in _HOOKS:
            self._hook(event, item, call)
        elif call is None:
            return
        elif name == "register_blueprint":
            self._blueprint(call, event, item)
        elif name in ("errorhandler", "register_error_handler", "app_errorhandler"):
            kind, doubt = LayerKind.OWN_ERROR_HANDLER, item.unsure(event)
            label = _handled(call.args[0] if call.args else None)
            item.handlers.append(Layer(kind, call.place, conditional=doubt, name=label))
        elif name in ("route", "add_url_rule", *VERBS):
            self._route(call, event, item, name)

    def given(self, event: Event) -> None:
        """Take the application when it is given to the SDK's middleware or to flask-cors."""
        call = self._invocation(event)
        if call is None:
            return
        callee: Value = call.callee
        extension = callee.target if isinstance(callee, MethodOf) else None
        entry = call.keywords.get("app")
        given = call.args[0] if call.args else None if entry is None else entry.value
        subject = self._subjects.of(given)
        if subject is None or subject.framework != "flask":
            return
        item = self._collection.of(subject)
        if is_sdk_name(callee, FLASK_SDK, "Middleware") and item.first_time(event.place):
            layer = Layer(LayerKind.SUPERTOKENS, call.place, conditional=item.unsure(event))
            item.added.append(layer)
        elif external_names(self._ev, callee) & FLASK_CORS and item.first_time(event.place):
            item.wrappers.extend(self._cors(call, {}, conditional=item.unsure(event)))
        elif (
            isinstance(extension, Invocation)
            and isinstance(callee, MethodOf)
            and callee.name == "init_app"
            and external_names(self._ev, extension.callee) & FLASK_CORS
            and item.first_time(event.place)
        ):
            made = extension.keywords
            item.wrappers.extend(self._cors(call, made, conditional=item.unsure(event)))

    def assigned(self, event: Event) -> None:
        """Take ``app.wsgi_app = Wrapper(app.wsgi_app)``."""
        node = event.node
        if not isinstance(node, ir.Bind) or not isinstance(node.target, ir.Member):
            return
        if node.target.name != "wsgi_app" or node.value is None:
            return
        subject = self._subjects.of_expression(node.target.object, event.scope)
        if subject is None or subject.framework != "flask":
            return
        item = self._collection.of(subject)
        if item.first_time(event.place):
            value = self._ev.evaluate(node.value, event.scope)
            name = _callee_name(value)
            layer = Layer(LayerKind.OTHER, event.place, conditional=item.unsure(event), name=name)
            item.added.append(layer)

    def layers(self, item: Collected) -> tuple[Layer, ...]:
        """Return the layers of an application; CORS is outside whatever the order of the calls."""
        routes = tuple(self._collection.routes_of(item))
        return (*item.wrappers, *item.added, *item.handlers, *routes)

    # --- parts -----------------------------------------------------------------------------------

    def _invocation(self, event: Event) -> Invocation | None:
        if not isinstance(event.node, ir.Call):
            return None
        options = alternatives(self._ev.evaluate(event.node, event.scope))
        return next((item for item in options if isinstance(item, Invocation)), None)

    def _cors(
        self, call: Invocation, made: Mapping[str, Entry], *, conditional: bool
    ) -> Iterator[Layer]:
        entries = {**made, **call.keywords}
        rest = Unknown(Reason.SYNTAX, "arguments spread into the call") if call.open else None
        if self._ev.workspace.mentioning(*CONFIGURED):
            rest = rest or Unknown(Reason.SYNTAX, "options in the application's configuration")
        version = version_of(self._packages, call.place.path, "flask-cors")
        resources = entries.get("resources")
        for front, options, unseen in _resources(None if resources is None else resources.value):
            found = policy(
                "flask-cors",
                {**entries, **options},
                call.place,
                rest=rest or unseen,
                version=version,
                framework="flask",
            )
            yield Layer(LayerKind.CORS, call.place, path=front, conditional=conditional, cors=found)

    def _hook(self, event: Event, item: Collected, call: Invocation | None) -> None:
        """Take a function that runs before or after requests."""
        function = event.decorated
        if function is None and call is not None and call.args:
            given = call.args[0]
            function = given.function if isinstance(given, Closure) else None
        if function is None:
            return
        path = event.scope.path
        label = function.name or ""
        if sets_cors_headers(self._ev, path, function.span):
            cors = manual_policy(self._ev, path, function.span, event.place, "flask")
            layer = Layer(
                LayerKind.CORS, event.place, conditional=item.unsure(event), cors=cors, name=label
            )
            item.wrappers.append(layer)
            return
        text = text_of_file(self._ev.workspace, path)
        answers = OPTIONS_NEEDLE.search(text, function.span.start, function.span.end)
        methods = ("OPTIONS",) if answers else ()
        conditional = item.unsure(event)
        item.added.append(
            Layer(LayerKind.OTHER, event.place, "/", methods, conditional=conditional, name=label)
        )

    def _blueprint(self, call: Invocation, event: Event, item: Collected) -> None:
        entry = call.keywords.get("blueprint")
        value = call.args[0] if call.args else None if entry is None else entry.value
        subject = self._subjects.of(value)
        if subject is None:
            item.complete = False
            return
        prefix = call.keywords.get("url_prefix")
        path = None if prefix is None else prefix_of(prefix.value)
        inner = self._collection.of(subject)
        if path is not None:
            inner.prefix = ""
        item.routes.append(Included(subject, path or "", event.place))

    def _route(self, call: Invocation, event: Event, item: Collected, name: str) -> None:
        entry = call.keywords.get("rule")
        text = text_of(call.args[0] if call.args else None if entry is None else entry.value)
        if text is None:
            return
        methods = call.keywords.get("methods")
        default = name.upper() if name in VERBS else "GET"
        verbs = (default,) if methods is None else texts_of(methods.value)
        handler: Value | None = None
        if event.decorated is not None:
            handler = Closure(event.decorated, event.scope)
        elif name == "add_url_rule":
            view = call.keywords.get("view_func")
            given = None if view is None else view.value
            handler = call.args[2] if len(call.args) > 2 else given
        label = handler.function.name if isinstance(handler, Closure) else None
        item.routes.append(
            route_layer(
                text,
                call.place,
                verbs,
                conditional=item.unsure(event),
                name=label or "",
                answers=answer_of(self._ev, handler),
            )
        )


def _handled(value: Value | None) -> str:
    """Return the status or the class of errors that an error handler is for."""
    if isinstance(value, Const):
        return str(value.value)
    return value.path[-1] if isinstance(value, External) and value.path else ""


def _callee_name(value: Value) -> str:
    if isinstance(value, Invocation) and isinstance(value.callee, External):
        return dotted(value.callee)
    return ""


def _resources(
    value: Value | None,
) -> Iterator[tuple[str, Mapping[str, Entry], Unknown | None]]:
    """Yield the fixed front of each path that flask-cors is limited to, with its own options."""
    if value is None:
        yield "/", {}, None
        return
    if text_of(value) is not None:
        yield _front(text_of(value) or ""), {}, None
        return
    if not isinstance(value, Record) or value.rest is not None or not value.entries:
        yield "/", {}, Unknown(Reason.SYNTAX, "resources")
        return
    for pattern, entry in value.entries.items():
        options = entry.value
        if isinstance(options, Record):
            yield _front(pattern), options.entries, options.rest
        else:
            yield _front(pattern), {}, Unknown(Reason.SYNTAX, "resources")


def _front(pattern: str) -> str:
    match = _PATTERN_FRONT.match(pattern)
    front = "" if match is None else match.group(1)
    return front.rstrip("/") or "/"
