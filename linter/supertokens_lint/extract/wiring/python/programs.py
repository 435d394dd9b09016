"""Python programs: where they begin, and what they do to their applications."""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.sdks import dotted
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.wiring.python.collected import Collected, Collection
from supertokens_lint.extract.wiring.python.flask import FlaskApps
from supertokens_lint.extract.wiring.python.starlette import StarletteApps, method_of
from supertokens_lint.extract.wiring.python.subjects import Subjects
from supertokens_lint.extract.wiring.python.walk import Event, Walker
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Closure, External, Unknown, Value, alternatives
from supertokens_lint.source import Place
from supertokens_lint.workspace.packages import Packages

FRAMEWORK_NEEDLES = (b"fastapi", b"starlette", b"flask")
NEEDLES = (*FRAMEWORK_NEEDLES, b"Flask", b"FastAPI", b"supertokens", b"SuperTokens", b"iddleware")
MAKERS = frozenset({"FastAPI", "Flask", "Starlette"})
HARMLESS = frozenset(
    {
        "uvicorn", "mangum", "httpx", "gunicorn", "hypercorn", "waitress", "sentry_sdk", "builtins",
        "slowapi", "prometheus_fastapi_instrumentator", "prometheus_client", "opentelemetry",
        "fastapi", "starlette", "flask", "werkzeug", "logging", "fastapi_pagination", "socketio",
        "sqladmin", "serverless_wsgi", "awsgi", "aws_xray_sdk", "ddtrace", "newrelic", "celery",
        "asgi_correlation_id", "typing", "contextlib", "functools", "dash", "redoc", "flasgger",
        "supertokens_python", "strawberry", "ariadne", "graphene", "gradio", "apscheduler",
    }
)  # fmt: skip


def find_python_apps(ev: Evaluator, reach: Reach, homes: Homes) -> Iterator[HttpApp]:
    """Yield the applications of the Python packages that use an SDK, with their layers."""
    paths = [entry.path for entry in homes.mentioning(*NEEDLES) if entry.path.endswith(".py")]
    if any(entry.path.endswith(".py") for entry in homes.mentioning(*FRAMEWORK_NEEDLES)):
        yield from Programs(ev, reach, paths).applications()


class Programs:
    """Follows the programs that some modules make up."""

    def __init__(self, ev: Evaluator, reach: Reach, paths: list[str]) -> None:
        self._ev = ev
        self._reach = reach
        self._paths = paths
        self._packages = Packages(ev.workspace)
        self._subjects = Subjects(ev)
        self._collection = Collection()
        parts = (ev, self._packages, self._subjects, self._collection)
        self._starlette = StarletteApps(*parts)
        self._flask = FlaskApps(*parts)
        self._made: dict[Place, Site] = {}

    def applications(self) -> Iterator[HttpApp]:
        """Follow all programs, then yield their applications in the order of their places."""
        concerned = frozenset(self._paths)
        walker = Walker(self._ev, concerned.__contains__)
        for path in self._in_order():
            for event in walker.module(path):
                self._take(event)
        self._forgotten_factories(walker)
        for item in sorted(self._collection.applications, key=lambda one: one.subject.place):
            yield self._application(item)

    def _application(self, item: Collected) -> HttpApp:
        is_flask = item.subject.framework == "flask"
        layers = self._flask.layers(item) if is_flask else self._starlette.layers(item)
        place = item.subject.place
        site = self._made.get(place)
        return HttpApp(
            framework=item.subject.framework,
            place=place,
            layers=layers,
            complete=item.complete,
            reached=site is None or self._reach.reaches(site),
        )

    # --- where programs begin --------------------------------------------------------------------

    def _in_order(self) -> list[str]:
        """Return the modules, those first that no other one of them imports."""
        known = set(self._paths)
        imported: set[str] = set()
        for path in self._paths:
            imported |= self._reach.imports(path) & known
        roots = [path for path in self._paths if path not in imported]
        makers = [path for path in self._paths if path in imported and self._makes(path)]
        return list(dict.fromkeys((*roots, *makers, *self._paths)))

    def _makes(self, path: str) -> bool:
        return any(True for _ in self._creations(path))

    def _creations(self, path: str) -> Iterator[tuple[ir.Call, Site]]:
        for node, site in self._ev.sites.calls(path):
            if not _may_name_a_class(node.callee, site.scope):
                continue
            if self._subjects.made_by(self._ev.evaluate(node.callee, site.scope)) is not None:
                yield node, site

    def _forgotten_factories(self, walker: Walker) -> None:
        """Follow the functions that make an application and that nothing followed so far calls.

        A server such as ``uvicorn --factory`` calls them.
        """
        for path in self._paths:
            for node, site in self._creations(path):
                place = Place(path, node.span)
                made = self._subjects.made_by(self._ev.evaluate(node.callee, site.scope))
                if made is None or made[1] != "app":
                    continue
                self._made[place] = site
                if place in self._collection.known or not site.functions or site.owner is not None:
                    continue
                outer = Closure(site.functions[0], site.scope.module())
                for event in walker.function(outer, None):
                    self._take(event)

    # --- what happens ----------------------------------------------------------------------------

    def _take(self, event: Event) -> None:
        if isinstance(event.node, ir.Bind):
            self._flask.assigned(event)
            return
        method = method_of(event.callee)
        if method is not None:
            subject = self._subjects.of(method.target)
            if subject is not None:
                item = self._collection.of(subject)
                room = self._flask if subject.framework == "flask" else self._starlette
                room.called(event, item, method.name)
                return
        if not isinstance(event.node, ir.Call) or event.callee is None:
            return
        self._constructed(event)
        self._starlette.wrapped(event)
        self._flask.given(event)
        self._handed_on(event)

    def _constructed(self, event: Event) -> None:
        callee = event.callee
        made = None if callee is None else self._subjects.made_by(callee)
        if made is None or not isinstance(event.node, ir.Call):
            return
        subject = self._subjects.of(self._ev.evaluate(event.node, event.scope))
        if subject is None:
            return
        room = self._flask if subject.framework == "flask" else self._starlette
        room.made(event, subject)

    def _handed_on(self, event: Event) -> None:
        """Note that an application is given to code that nobody can follow."""
        if not isinstance(event.node, ir.Call) or event.callee is None:
            return
        if not any(self._is_open(option, event) for option in alternatives(event.callee)):
            return
        for argument in event.node.args:
            if isinstance(argument.value, ir.Name | ir.Member):
                subject = self._subjects.of_expression(argument.value, event.scope)
                if subject is not None and subject.kind == "app":
                    self._collection.of(subject).complete = False

    def _is_open(self, callee: Value, event: Event) -> bool:
        if isinstance(callee, Unknown):
            return True
        if not isinstance(callee, External):
            return False
        package = dotted(callee).split(".", 1)[0]
        if package in HARMLESS or package.startswith("flask_"):
            return False
        return not self._packages.python(event.scope.path, package)


def _may_name_a_class(callee: ir.Expr, scope: Scope) -> bool:
    """Tell from the bindings alone whether a callee can be a class of a package or the project."""
    root = callee
    while isinstance(root, ir.Member):
        root = root.object
    if not isinstance(root, ir.Name):
        return False
    current: Scope | None = scope
    while current is not None:
        bindings = current.names.bindings.get(root.id)
        if bindings:
            return any(binding.kind in ("import", "class", "value") for binding in bindings)
        current = current.parent
    return root.id in MAKERS
