"""What the methods of each framework's router do.

Sources: gin.go and routergroup.go of gin; mux.go of chi; echo.go and group.go of echo; app.go,
group.go and router.go of fiber; rest/server.go of go-zero; server.go of net/http ("ServeMux").
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from supertokens_lint.extract.wiring.go.building import Building, Registration
from supertokens_lint.extract.wiring.go.chains import texts_in
from supertokens_lint.extract.wiring.go.mux import mux
from supertokens_lint.extract.wiring.go.names import text_of
from supertokens_lint.extract.wiring.go.subjects import subject_of
from supertokens_lint.extract.wiring.go.zero import go_zero
from supertokens_lint.extract.wiring_facts import Fault, Layer, LayerKind
from supertokens_lint.resolve.values import Items, Value

Recogniser = Callable[[Building, Registration], None]
_VERBS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"})
_READING = ("GET", "HEAD")
_STATIC = frozenset({"Static", "StaticFS", "StaticFile", "StaticFileFS", "File", "FileFS"})
RUNNING = {
    "gin": frozenset({"Run", "RunTLS", "RunUnix", "RunListener", "RunFd", "RunQUIC"}),
    "echo": frozenset({"Start", "StartTLS", "StartAutoTLS", "StartServer", "StartH2CServer"}),
    "fiber": frozenset({"Listen", "ListenTLS", "Listener", "ListenMutualTLS", "Handler"}),
    "go-zero": frozenset({"Start", "StartWithOpts"}),
}


def gin(building: Building, made: Registration) -> None:
    """Take a call on gin's engine or one of its groups.

    Routes keep the middleware that was added before them. What ``NoRoute`` is given runs after
    all middleware of the engine, whenever that was added.
    """
    name = made.name
    if name == "Use":
        building.use(made, made.mounted())
    elif name == "Group":
        building.use(made, made.mounted(1), made.text() or "")
    elif name in _VERBS:
        building.route(made, made.text(), (name,), made.mounted(1))
    elif name == "Any":
        building.route(made, made.text(), (), made.mounted(1))
    elif name == "Handle":
        method = made.text(0)
        building.route(made, made.text(1), (method,) if method else (), made.mounted(2))
    elif name == "Match":
        building.route(made, made.text(1), texts_in(_argument(made, 0)), made.mounted(2))
    elif name in _STATIC:
        building.route(made, made.text(), _READING, ())
    elif name in ("NoRoute", "NoMethod"):
        layers = building.middlewares
        for item in made.mounted():
            chain = layers.handler(item.value, "gin")
            made.item.late.append(
                Layer(LayerKind.CATCH_ALL, item.place, name=name, answers=chain.answers)
            )


def chi(building: Building, made: Registration) -> None:
    """Take a call on chi's router; ``Use`` after a route makes chi panic."""
    name = made.name
    if name == "Use":
        building.use(made, made.mounted())
        if made.subject.prefix in made.item.registered and not made.subject.matched_only:
            _mark_too_late(made)
    elif name == "With":
        building.use(made, made.mounted())
    elif name in ("Route", "Group"):
        made.item.registered.add(_outer(made))
        for value in made.call.args[-1:]:
            building.enter(value, made.call)
    elif name == "Mount":
        handler = _argument(made, 1)
        if handler is None or building.include(made, made.text(), handler):
            return
        path = made.text()
        building.route(made, None if path is None else path + "/*", (), made.mounted(1))
    elif name.upper() in _VERBS and name != name.upper():
        building.route(made, made.text(), (name.upper(),), made.mounted(1))
    elif name in ("Handle", "HandleFunc"):
        building.route(made, made.text(), (), made.mounted(1))
    elif name in ("Method", "MethodFunc"):
        method = made.text(0)
        building.route(made, made.text(1), (method,) if method else (), made.mounted(2))


def _outer(made: Registration) -> str:
    """Return the prefix of the router that a part was just made of."""
    path = made.text() if made.name == "Route" else None
    own = "/" + (path or "").strip("/") if made.name == "Route" else ""
    return made.subject.prefix.removesuffix(own) if own else made.subject.prefix


def _mark_too_late(made: Registration) -> None:
    if made.conditional:
        return
    for key, step in list(made.item.steps.items()):
        is_sdk = isinstance(step, Layer) and step.kind is LayerKind.SUPERTOKENS
        if key[0] == made.place and isinstance(step, Layer) and is_sdk:
            made.item.steps[key] = replace(step, fault=Fault.AFTER_ROUTES)


def echo(building: Building, made: Registration) -> None:
    """Take a call on echo's instance or one of its groups; ``Pre`` runs before all of ``Use``."""
    name = made.name
    if name == "Pre":
        before = len(made.item.steps)
        building.use(made, made.mounted())
        for key in list(made.item.steps)[before:]:
            step = made.item.steps.pop(key)
            if isinstance(step, Layer):
                made.item.early.append(step)
    elif name == "Use":
        building.use(made, made.mounted())
    elif name == "Group":
        building.use(made, made.mounted(1), made.text() or "")
    elif name in _VERBS:
        building.route(made, made.text(), (name,), made.mounted(1, 2))
    elif name == "Any":
        building.route(made, made.text(), (), made.mounted(1, 2))
    elif name == "Match":
        building.route(made, made.text(1), texts_in(_argument(made, 0)), made.mounted(2, 3))
    elif name == "Add":
        method = made.text(0)
        building.route(made, made.text(1), (method,) if method else (), made.mounted(2, 3))
    elif name in _STATIC:
        building.route(made, made.text(), _READING, ())


def fiber(building: Building, made: Registration) -> None:
    """Take a call on fiber's app or one of its groups; handlers run in the order of the calls."""
    name = made.name
    if name == "Use":
        _fiber_use(building, made)
    elif name in ("Group", "Mount"):
        value = _argument(made, 1)
        if value is None or not building.include(made, made.text(), value):
            building.use(made, made.mounted(1), made.text() or "")
    elif name == "Route":
        value = _argument(made, 1)
        if value is not None:
            building.enter(value, made.call)
    elif name.upper() in _VERBS and name != name.upper():
        building.route(made, made.text(), (name.upper(),), made.mounted(1))
    elif name == "All":
        building.route(made, made.text(), (), made.mounted(1))
    elif name == "Add":
        method = made.text(0)
        building.route(made, made.text(1), (method,) if method else (), made.mounted(2))
    elif name == "Static":
        building.route(made, made.text(), _READING, ())


def _fiber_use(building: Building, made: Registration) -> None:
    first = _argument(made, 0)
    paths = texts_in(first) if isinstance(first, Items) or text_of(first) is not None else ()
    given = made.mounted(1 if paths else 0)
    if len(given) == 1 and building.include(made, paths[0] if paths else "", given[0].value):
        return
    building.use(made, given, paths[0] if len(paths) == 1 else "")
    if len(paths) > 1:
        made.item.complete = False


def standard(building: Building, made: Registration) -> None:
    """Take a call on a ``ServeMux``; a pattern may begin with a method and a host."""
    if made.name not in ("Handle", "HandleFunc"):
        return
    pattern = made.text()
    method, _, rest = (pattern or "").rpartition(" ")
    path = None if pattern is None else "/" + rest.strip().partition("/")[2]
    handler = _argument(made, 1)
    if path is not None and handler is not None and path.endswith("/"):
        if subject_of(handler) is not None and building.include(made, path, handler):
            return
        path += "*"
    methods = (method.strip(),) if method.strip() else ()
    building.route(made, path, methods, made.mounted(1))


def _argument(made: Registration, index: int) -> Value | None:
    return made.call.args[index] if index < len(made.call.args) else None


RECOGNISERS: Mapping[str, Recogniser] = {
    "gin": gin,
    "chi": chi,
    "mux": mux,
    "echo": echo,
    "fiber": fiber,
    "go-zero": go_zero,
    "net/http": standard,
}
