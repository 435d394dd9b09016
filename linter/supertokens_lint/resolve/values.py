"""What an expression can be worth, as far as the files tell.

A value is never a guess: what is not known is :class:`Unknown` with its reason, what depends on
the environment stays symbolic until :mod:`.outcomes` looks at it in one environment.
Every value carries the trail of places it came through, first where it is written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from functools import cached_property
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct, structs

from supertokens_lint.finding import Step
from supertokens_lint.languages import ir
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.scopes import Scope

MAX_TRAIL = 12

Scalar: TypeAlias = str | int | float | bool | None
Trail: TypeAlias = tuple[Step, ...]


class Reason(str, Enum):
    """Why a value is not known."""

    ENV_UNSET = "environment variable without a value in any file"
    PARAMETER = "parameter of a function whose callers are not known"
    EXTERNAL = "value made by a package"
    MISSING_MODULE = "imported file not found"
    MISSING_NAME = "name not found"
    UNPARSED = "file that cannot be parsed"
    SYNTAX = "expression that is only known at run time"
    CYCLE = "value that depends on itself"
    BOUND = "too many alternatives"
    PLACEHOLDER = "empty, or a placeholder, where it is set"
    TOKEN = "mark that is replaced when the files are built or deployed"  # noqa: S105 - no secret


class Const(Struct, frozen=True):
    """A string, number, boolean, or null. ``None`` also stands for ``undefined``."""

    value: Scalar
    trail: Trail = ()


class EnvVar(Struct, frozen=True):
    """The value of an environment variable read in the file ``reader``."""

    name: str
    reader: str
    trail: Trail = ()


class PageLocation(Struct, frozen=True):
    """A part of the address of the page: ``origin``, ``host``, ``hostname``, ``port``, ..."""

    part: str
    trail: Trail = ()


class FirstOf(Struct, frozen=True):
    """The first of ``options`` that is set.

    ``falsy`` skips empty strings, zero and false as ``||`` and ``or`` do; ``nullish`` skips only
    null, undefined and unset variables as ``??`` and ``os.getenv(name, default)`` do.
    """

    options: tuple[Value, ...]
    skips: Literal["falsy", "nullish"]
    trail: Trail = ()


class Condition(Struct, frozen=True):
    """``test`` is truthy (or falsy, when ``expected`` is false)."""

    test: Value
    expected: bool


class Case(Struct, frozen=True):
    """A value under conditions that all hold."""

    conditions: tuple[Condition, ...]
    value: Value


class Choice(Struct, frozen=True):
    """Alternatives, tried in order; the first whose conditions hold is the value."""

    cases: tuple[Case, ...]
    trail: Trail = ()


class Join(Struct, frozen=True):
    """Parts joined into one string."""

    parts: tuple[Value, ...]
    trail: Trail = ()


class Operation(Struct, frozen=True):
    """An operation on values that are not all constant yet.

    ``op`` is an operator of :class:`ir.Binary` or :class:`ir.Unary`, or ``"."`` and a method name
    for a string method (``".rstrip"``), whose first operand is the receiver.
    """

    op: str
    operands: tuple[Value, ...]
    trail: Trail = ()


class Entry(Struct, frozen=True):
    """One entry of a record and the place of its key."""

    value: Value
    place: Place


class Record(Struct, frozen=True):
    """An object or dict. ``rest`` tells why other keys may be there that nobody can see."""

    entries: Mapping[str, Entry]
    place: Place
    rest: Unknown | None = None
    trail: Trail = ()

    def __hash__(self) -> int:
        return hash((tuple(self.entries), self.place))


class Items(Struct, frozen=True):
    """A list, tuple or set. ``rest`` tells why other items may be there that nobody can see."""

    items: tuple[Value, ...]
    place: Place
    rest: Unknown | None = None
    trail: Trail = ()


class External(Struct, frozen=True):
    """A name of a package that is not part of the project, or a global when ``module`` is ``""``.

    ``import Session from "supertokens-node/recipe/session"`` gives
    ``External("supertokens-node/recipe/session", ("default",))``, and ``Session.init`` the same
    with ``("default", "init")``. A namespace import and ``require`` have the empty path.
    """

    module: str
    path: tuple[str, ...] = ()
    trail: Trail = ()

    @property
    def dotted(self) -> str:
        """``module:path.to.name``, for messages and look-ups."""
        return f"{self.module}:{'.'.join(self.path)}"


class MethodOf(Struct, frozen=True):
    """A member of something that nobody looked inside: the callee of ``z.string().url``."""

    target: Value
    name: str
    trail: Trail = ()


class Invocation(Struct, frozen=True):
    """A call of something outside the project, kept with its arguments."""

    callee: External | MethodOf
    args: tuple[Value, ...]
    keywords: Mapping[str, Entry]
    place: Place
    is_new: bool = False
    open: bool = False
    trail: Trail = ()
    arg_places: tuple[Place, ...] = ()

    def __hash__(self) -> int:
        return hash((self.callee, self.place))


class Closure(Struct, frozen=True, dict=True):
    """A function of the project with the scope that it was made in."""

    function: ir.Function
    scope: Scope
    this: Value | None = None
    trail: Trail = ()

    def __hash__(self) -> int:
        return hash((self.scope.path, self.function.span))

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Closure)
            and self.function is other.function
            and self.scope is other.scope
        )

    @cached_property
    def place(self) -> Place:
        """Where the function stands."""
        return Place(self.scope.path, self.function.span)


class ClassRef(Struct, frozen=True):
    """A class of the project."""

    definition: ir.Class
    scope: Scope
    trail: Trail = ()

    def __hash__(self) -> int:
        return hash((self.scope.path, self.definition.span))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ClassRef) and self.definition is other.definition


class Instance(Struct, frozen=True):
    """An object made from a class of the project; ``args`` is ``None`` when nobody knows them."""

    cls: ClassRef
    args: tuple[ArgumentValue, ...] | None
    trail: Trail = ()

    def __hash__(self) -> int:
        return hash(self.cls)


class ArgumentValue(Struct, frozen=True):
    """An evaluated argument."""

    value: Value
    name: str | None = None
    spread: str = ""
    place: Place | None = None


class ModuleRef(Struct, frozen=True):
    """A module of the project as a value (namespace import, ``require``, Python module)."""

    path: str
    trail: Trail = ()


class Unknown(Struct, frozen=True):
    """A value that the files do not tell, with the reason and what would help."""

    reason: Reason
    detail: str = ""
    trail: Trail = ()


Value: TypeAlias = (
    Const
    | EnvVar
    | PageLocation
    | FirstOf
    | Choice
    | Join
    | Operation
    | Record
    | Items
    | External
    | MethodOf
    | Invocation
    | Closure
    | ClassRef
    | Instance
    | ModuleRef
    | Unknown
)


def through(value: Value, note: str, place: Place) -> Value:
    """Return ``value`` with one more step at the end of its trail.

    Steps at the place where the trail already ends, and steps past ``MAX_TRAIL``, are left out.
    """
    trail = value.trail
    if len(trail) >= MAX_TRAIL or (trail and trail[-1].place == place):
        return value
    return structs.replace(value, trail=(*trail, Step(note, place)))


def alternatives(value: Value) -> Iterator[Value]:
    """Yield what a value can be whichever conditions hold: the leaves of choices and fallbacks."""
    stack = [value]
    while stack:
        current = stack.pop()
        if isinstance(current, Choice):
            stack.extend(case.value for case in reversed(current.cases))
        elif isinstance(current, FirstOf):
            stack.extend(reversed(current.options))
        else:
            yield current


def external_name(value: External | Invocation | MethodOf) -> str:
    """Return the name of the package's part that a value comes from."""
    current: Value = value
    while not isinstance(current, External):
        if isinstance(current, Invocation):
            current = current.callee
        elif isinstance(current, MethodOf):
            current = current.target
        else:
            return "a value"
    return current.dotted.strip(":")
