"""What recognisers of all frameworks share: the trace of the program and who is called."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct, field

from supertokens_lint.extract.facts import VersionFact
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.versions import Versions
from supertokens_lint.extract.wiring.javascript.trace import Step
from supertokens_lint.languages import ir
from supertokens_lint.resolve import calling
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.instances import lineage
from supertokens_lint.resolve.values import (
    ArgumentValue,
    External,
    Instance,
    Invocation,
    MethodOf,
    Value,
    alternatives,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import parse_version
from supertokens_lint.source import Place
from supertokens_lint.workspace.packages import Packages

MAX_HOPS = 200


class Receiver(Struct, frozen=True):
    """The object that a method is called on, followed back to the call that made it.

    ``module`` and ``path`` name what was called; ``chain`` holds the methods between that call
    and this one (``route`` in ``app.route("/x").get(handler)``) with their calls. ``call`` is
    ``None`` for objects of a class of the project that extends one of the package.
    """

    module: str
    path: tuple[str, ...]
    made: Place
    call: Invocation | None
    chain: tuple[tuple[str, Invocation], ...] = ()
    args: tuple[Value, ...] = ()


class Mount(Struct, frozen=True):
    """A method call on an object of a package."""

    step: Step
    receiver: Receiver

    @property
    def name(self) -> str:
        """The method."""
        return self.step.name


class Wiring(Struct, frozen=True, dict=True):
    """The backends' code as it starts.

    ``served`` gathers the files with functions that are known to serve the SDK's API.
    """

    ev: Evaluator
    reach: Reach
    versions: Versions
    steps: tuple[Step, ...]
    served: set[str] = field(default_factory=set)
    _args: dict[int, tuple[ArgumentValue, ...]] = field(default_factory=dict)

    @cached_property
    def packages(self) -> Packages:
        """The versions of packages."""
        return Packages(self.ev.workspace)

    @cached_property
    def mounts(self) -> tuple[Mount, ...]:
        """All method calls on objects of packages, in order."""
        found: list[Mount] = []
        for step in self.steps:
            callee = step.node.callee
            if isinstance(callee, ir.Member):
                receiver = self.receiver(self.ev.evaluate(callee.object, step.scope))
                if receiver is not None:
                    found.append(Mount(step, receiver))
        return tuple(found)

    def arguments(self, step: Step) -> tuple[ArgumentValue, ...]:
        """Return the evaluated arguments of a step's call."""
        known = self._args.get(id(step))
        if known is None:
            known = calling.arguments(self.ev, step.node, step.scope)
            self._args[id(step)] = known
        return known

    def receiver(self, value: Value) -> Receiver | None:
        """Return what made a value, ``None`` when no package did."""
        for option in alternatives(value):
            found = self._followed(option)
            if found is not None:
                return found
        return None

    def _followed(self, value: Value) -> Receiver | None:
        chain: list[tuple[str, Invocation]] = []
        current: Value = value
        for _ in range(MAX_HOPS):
            if isinstance(current, Instance):
                return self._inherited(current, tuple(reversed(chain)))
            if not isinstance(current, Invocation):
                if not isinstance(current, MethodOf):
                    return None
                current = next(alternatives(current.target))
                continue
            callee = current.callee
            if isinstance(callee, External):
                made = current.place
                methods = tuple(reversed(chain))
                return Receiver(callee.module, callee.path, made, current, methods, current.args)
            chain.append((callee.name, current))
            current = next(alternatives(callee.target))
        return None

    def _inherited(
        self, value: Instance, chain: tuple[tuple[str, Invocation], ...]
    ) -> Receiver | None:
        for base in lineage(self.ev, value.cls):
            if isinstance(base, External):
                made = Place(value.cls.scope.path, value.cls.definition.span)
                args = tuple(arg.value for arg in value.args or () if arg.name is None)
                return Receiver(base.module, base.path, made, None, chain, args)
        return None

    def version(self, path: str, *names: str) -> VersionFact | None:
        """Return the version of the first of some packages that the app of a file uses."""
        for name in names:
            found = self.packages.js(path, name)
            if found:
                text = found[0].version or found[0].specifier or ""
                return VersionFact(name, parse_version(Sdk.NODE, text), text, found[0].place)
        return None
