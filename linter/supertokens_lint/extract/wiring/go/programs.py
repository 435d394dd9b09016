"""Go programs: where they begin, and what they do to their routers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.wiring.go.building import Building, Registration
from supertokens_lint.extract.wiring.go.chains import NEXT, Chain
from supertokens_lint.extract.wiring.go.collected import Collected, Collection, serves
from supertokens_lint.extract.wiring.go.context import Wiring
from supertokens_lint.extract.wiring.go.frameworks import RECOGNISERS, RUNNING
from supertokens_lint.extract.wiring.go.names import (
    FRAMEWORKS,
    HTTP,
    MAKERS,
    called,
    method,
    name_of,
)
from supertokens_lint.extract.wiring.go.policies import ADDING
from supertokens_lint.extract.wiring.go.subjects import (
    DEFAULT_MUX,
    NOWHERE,
    Subject,
    maker_of,
    subject_of,
)
from supertokens_lint.extract.wiring.go.walk import Event, Walker
from supertokens_lint.extract.wiring.go.zero import take_options
from supertokens_lint.extract.wiring_facts import Fault, HttpApp, Layer, LayerKind
from supertokens_lint.languages import ir
from supertokens_lint.resolve.go_packages import STANDARD, is_sdk
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Closure,
    Const,
    External,
    Invocation,
    MethodOf,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place

MAX_HOPS = 4
MAX_CALLERS = 8
_STARTS = frozenset({"main", "init"})
_ADAPTERS = {
    ("github.com/awslabs/aws-lambda-go-api-proxy/httpadapter", "New"),
    ("github.com/awslabs/aws-lambda-go-api-proxy/httpadapter", "NewALB"),
    ("github.com/awslabs/aws-lambda-go-api-proxy/httpadapter", "NewV2"),
    ("github.com/akrylysov/algnhsa", "ListenAndServe"),
    ("github.com/akrylysov/algnhsa", "New"),
}
"""Functions that let AWS Lambda call the handler that they are given first."""
_SERVING = {"ListenAndServe": 1, "ListenAndServeTLS": 3, "Serve": 1, "ServeTLS": 1}
_RUNS = re.compile(r"^(?:ListenAndServe|Serve|Run|Start)|^New(?:V2|ALB)?$")
_RUNNERS = re.compile(r"lambda|adapter|endless|graceful|autotls|manners|overseer|autocert")
_HARMLESS = re.compile(r"pprof|swag|prometheus|sentry|otel|datadog|dd-trace|newrelic|validator")
_WRAPPING = ("Handler", "HandlerFunc", "CORS", "FiberApp", "Middleware")
_MAKING = re.compile(r"^(?:New|Default|NewRouter|NewMux|NewServeMux|MustNewServer|NewServer)$")


class Programs:
    """Follows the programs that some Go files make up."""

    def __init__(self, wiring: Wiring, reach: Reach, paths: list[str]) -> None:
        self._wiring = wiring
        self._ev = wiring.ev
        self._reach = reach
        self._paths = paths
        self._collection = Collection()
        concerned = {path.rpartition("/")[0] for path in paths}
        self._walker = Walker(
            self._ev, lambda path: path.rpartition("/")[0] in concerned, _runs_what_it_is_given
        )
        self._building = Building(wiring, self._collection, self._enter)
        self._doubts = 0
        self._made: dict[Place, Site] = {}
        self._servers: dict[Place, tuple[Value, Event]] = {}
        self._standalone: list[HttpApp] = []

    def applications(self) -> Iterator[HttpApp]:
        """Follow all programs, then yield their applications."""
        for closure in self._starts():
            self._follow(closure)
        for path in self._paths:
            for node, site in self._creations(path):
                place = Place(path, node.span)
                self._made[place] = site
                if place not in self._collection.known:
                    for closure in self._roots(site):
                        self._follow(closure)
        for value, event in self._servers.values():
            self._serve(value, event)
        included = self._collection.included()
        for item in list(self._collection.known.values()):
            if item.subject.place not in included:
                yield self._application(item)
        yield from self._standalone

    # --- where programs begin --------------------------------------------------------------------

    def _starts(self) -> Iterator[Closure]:
        """Yield ``init`` and ``main`` of the main packages."""
        found: list[tuple[bool, Closure]] = []
        for path in self._paths:
            scope = self._ev.program.scope(path)
            if scope is None or self._ev.program.go.name(path) != "main":
                continue
            for placed in scope.names.statements:
                statement = placed.statement
                if not isinstance(statement, ir.FunctionDeclaration):
                    continue
                function = statement.function
                if function.name in _STARTS:
                    found.append((function.name == "main", Closure(function, scope)))
        yield from (closure for _, closure in sorted(found, key=lambda item: item[0]))

    def _creations(self, path: str) -> Iterator[tuple[ir.Call, Site]]:
        for node, site in self._ev.sites.calls(path):
            callee = node.callee
            label = callee.name if isinstance(callee, ir.Member) else ""
            if not node.is_new and _MAKING.match(label):
                name = name_of(self._ev.evaluate(callee, site.scope))
                if name in MAKERS:
                    yield node, site

    def _roots(self, site: Site) -> list[Closure]:
        """Return the functions that, perhaps through others, lead to where a router is made."""
        if not site.functions:
            return []
        frontier = [Closure(site.functions[0], site.scope.module())]
        for _ in range(MAX_HOPS):
            above = [caller for closure in frontier for caller in self._callers(closure)]
            if not above:
                break
            frontier = above[:MAX_CALLERS]
        return frontier

    def _callers(self, closure: Closure) -> Iterator[Closure]:
        name = closure.function.name
        if name is None or name in _STARTS:
            return
        for path in self._ev.paths_mentioning(name, ir.Language.GO)[:MAX_CALLERS]:
            for node, site in self._ev.sites.calls(path):
                label = getattr(node.callee, "name", getattr(node.callee, "id", ""))
                if label != name or not site.functions or closure.function in site.functions:
                    continue
                callee = self._ev.evaluate(node.callee, site.scope)
                if any(
                    isinstance(option, Closure) and option.function is closure.function
                    for option in alternatives(callee)
                ):
                    yield Closure(site.functions[0], site.scope.module())

    # --- what happens ----------------------------------------------------------------------------

    def _follow(self, closure: Closure) -> None:
        for event in self._walker.function(closure, None):
            self._take(event)

    def _enter(self, closure: Closure, given: Value) -> None:
        args = (ArgumentValue(given, place=closure.place),)
        for event in self._walker.function(closure, args, doubts=self._doubts):
            self._take(event)

    def _take(self, event: Event) -> None:
        owner = method(event.callee)
        if owner is not None:
            self._method(event, owner)
        elif event.node.is_new or isinstance(event.callee, External):
            self._outside(event)
        elif isinstance(event.callee, Unknown | Invocation):
            self._handed_on(event, None)

    def _invocation(self, event: Event) -> Invocation | None:
        value = self._ev.evaluate(event.node, event.scope)
        options = [item for item in alternatives(value) if isinstance(item, Invocation)]
        return options[0] if options else None

    def _method(self, event: Event, owner: MethodOf) -> None:
        call = self._invocation(event)
        if call is None:
            return
        subject = subject_of(owner.target)
        server = _server(owner.target)
        if subject is not None:
            self._on_router(event, owner, call, subject)
        elif owner.name in _SERVING and server is not None:
            self._servers[server.place] = (server, event)
        elif owner.name in ADDING and isinstance(owner.target, Invocation):
            added = self._wiring.more.setdefault(owner.target.place, {})
            values = [item for item in call.args if item not in added.get(ADDING[owner.name], [])]
            added.setdefault(ADDING[owner.name], []).extend(values)
        else:
            self._handed_on(event, owner)

    def _on_router(self, event: Event, owner: MethodOf, call: Invocation, whole: Subject) -> None:
        part = subject_of(call)
        item = self._collection.of(whole)
        if item.doubts is None:
            item.doubts = event.doubts
        if owner.name in RUNNING.get(whole.framework, ()):
            item.served = True
            return
        # ``With`` and ``Group`` register for the part that they make.
        subject = part if part is not None and owner.name in ("With", "Route") else whole
        made = Registration(
            call, owner.name, subject, item, event.place, event.doubts > item.doubts
        )
        doubts, self._doubts = self._doubts, event.doubts
        RECOGNISERS[whole.framework](self._building, made)
        self._doubts = doubts

    def _outside(self, event: Event) -> None:
        """Take a call of something outside of the project, or a struct."""
        call = self._invocation(event)
        if call is None:
            return
        framework = maker_of(call)
        if framework is not None:
            item = self._collection.of(subject_of(call) or DEFAULT_MUX)
            if item.first_time(call.place):
                item.doubts = event.doubts if item.doubts is None else item.doubts
                if framework == "go-zero":
                    take_options(self._wiring, call, item)
            return
        if event.node.is_new:
            if _server(call) is not None and "Handler" in call.keywords:
                self._servers.setdefault(call.place, (call, event))
            return
        name = called(call) or ("", "")
        if name[0] == HTTP and name[1] in _SERVING:
            index = _SERVING[name[1]]
            handler = call.args[index] if index < len(call.args) else None
            if handler is not None:
                self._serve(handler, event)
        elif name in _ADAPTERS and call.args:
            self._serve(call.args[0], event)
        elif name[0] == HTTP and name[1] in ("Handle", "HandleFunc"):
            item = self._collection.of(DEFAULT_MUX)
            item.doubts = 0
            made = Registration(call, name[1], DEFAULT_MUX, item, event.place, event.doubts > 0)
            RECOGNISERS["net/http"](self._building, made)
        else:
            self._handed_on(event, None)

    def _handed_on(self, event: Event, owner: MethodOf | None) -> None:
        """Take a router that is given to code which nobody can follow."""
        name = name_of(event.callee) or called(event.callee) or ("", "")
        label = owner.name if owner is not None else name[1]
        for argument in event.node.args:
            if not isinstance(argument.value, ir.Name | ir.Member | ir.Call):
                continue
            value = self._ev.evaluate(argument.value, event.scope)
            subject = subject_of(value)
            if subject is None:
                continue
            if owner is None and (_RUNS.match(label) or _RUNNERS.search(name[0])):
                if is_sdk(name[0]) or name[0].split("/")[0] in STANDARD:
                    continue
                self._collection.of(subject).served = True
            elif owner is not None and subject.framework == "go-zero":
                self._collection.of(subject).served = True
            elif not (_HARMLESS.search(name[0]) or _passes_on(event.callee)):
                self._collection.of(subject).complete = False

    # --- servers ---------------------------------------------------------------------------------

    def _serve(self, value: Value, event: Event) -> None:
        """Take what a server is given to answer requests with."""
        server = _server(value)
        if server is not None:
            entry = server.keywords.get("Handler")
            value = Const(None) if entry is None else entry.value
        chain = self._building.chains.of(value)
        if chain.end is None:
            self._standalone.append(self._by_itself(chain, event))
            return
        item = self._collection.of(chain.end)
        item.complete = item.complete and chain.known
        if not item.served or not item.wrappers:
            item.wrappers = list(chain.layers)
        item.served = True
        if item.subject == DEFAULT_MUX and not item.seen:
            item.first_time(event.place)

    def _by_itself(self, chain: Chain, event: Event) -> HttpApp:
        return HttpApp("net/http", event.place, chain.layers, complete=chain.known)

    def _application(self, item: Collected) -> HttpApp:
        place = item.subject.place
        if place == NOWHERE:
            place = next(iter(item.seen), NOWHERE)
        layers = tuple(self._collection.layers(item))
        site = self._made.get(place)
        complete = item.served and self._collection.is_complete(item)
        return HttpApp(
            framework=item.subject.framework,
            place=place,
            layers=tuple(self._judged(layer, layers, item, complete=complete) for layer in layers),
            complete=complete,
            reached=place != NOWHERE and (site is None or self._reach.reaches(site)),
        )

    def _judged(
        self, layer: Layer, layers: tuple[Layer, ...], item: Collected, *, complete: bool
    ) -> Layer:
        """Return a layer without a fault that is none, as far as anybody knows."""
        if layer.fault is not Fault.NOT_WRAPPING:
            return layer
        bases = self._wiring.bases
        sound = any(other.kind is LayerKind.SUPERTOKENS and other.fault is None for other in layers)
        if sound or not complete or not bases or item.open_routes or self._is_matched(item, bases):
            return replace(layer, fault=None)
        return layer

    def _is_matched(self, item: Collected, bases: frozenset[str]) -> bool:
        ends = ("", "/signin", "/session/refresh")
        wanted = [base + end for base in bases for end in ends]
        return any(serves(pattern, path) for pattern in item.patterns for path in wanted)


def _server(value: Value) -> Invocation | None:
    """Return an ``http.Server``."""
    if not isinstance(value, Invocation) or not value.is_new:
        return None
    return value if name_of(value.callee) == (HTTP, "Server") else None


def _passes_on(callee: Value) -> bool:
    """Tell whether a function wraps handlers, so that what it returns is looked at instead."""
    if isinstance(callee, MethodOf):
        return callee.name in ("", "Handler", "Then", "ThenFunc")
    name = name_of(callee) or called(callee)
    if name is None:
        return False
    if is_sdk(name[0]) or name[0] == HTTP:
        return True
    return name[1].endswith(_WRAPPING) or name[1].startswith("Wrap")


def _runs_what_it_is_given(callee: External) -> bool:
    """Tell whether functions that are given to a function may set routers up."""
    module = callee.module
    if is_sdk(module) or module in ("", "builtin", HTTP, NEXT.module):
        return False
    return not module.startswith(FRAMEWORKS)
