"""What a value is in one environment."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from msgspec import Struct, structs

from supertokens_lint.finding import Step
from supertokens_lint.resolve import lists, tokens
from supertokens_lint.resolve.folding import fold
from supertokens_lint.resolve.modes import is_mode, mode_of_word
from supertokens_lint.resolve.operations import MAX_LENGTH, CannotFoldError, text_of
from supertokens_lint.resolve.values import (
    MAX_TRAIL,
    Choice,
    Const,
    EnvVar,
    External,
    FirstOf,
    Invocation,
    Items,
    Join,
    MethodOf,
    Operation,
    PageLocation,
    Reason,
    Scalar,
    Trail,
    Unknown,
    Value,
    external_name,
)
from supertokens_lint.source import Place

MAX_OUTCOMES = 16
MAX_DEPTH = 60


class Mode(str, Enum):
    """What kind of environment it is."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TEST = "test"


class Environment(Struct, frozen=True, order=True):
    """One way in which the system runs.

    ``name`` is what people call it: ``development``, ``production``, or the compose file that
    starts it. ``compose`` is that file's path.
    """

    name: str
    mode: Mode = Mode.DEVELOPMENT
    compose: str | None = None


class Outcome(Struct, frozen=True):
    """One thing that a value can be in an environment.

    Exactly one of these holds: ``unknown`` is set; ``same_origin`` is true (the value is the
    origin of the page); ``structure`` is a record, list or other value that is no scalar; or
    ``scalar`` is the value (``None`` for null, undefined and unset).
    """

    scalar: Scalar = None
    trail: Trail = ()
    unknown: Unknown | None = None
    same_origin: bool = False
    structure: Value | None = None

    @property
    def text(self) -> str | None:
        """The value when it is a string."""
        return self.scalar if isinstance(self.scalar, str) else None


class Statement(Struct, frozen=True):
    """What one file says about an environment variable.

    ``sample`` marks example files, which nobody is bound to copy; ``placeholder`` a text such as
    ``<your domain>`` that stands for a value nobody wrote down. ``sources`` are the places that
    the value at ``place`` refers to.
    """

    value: str
    place: Place
    sample: bool = False
    placeholder: bool = False
    sources: tuple[Place, ...] = ()


class Variables(Protocol):
    """Tells what environment variables are in an environment."""

    def lookup(self, name: str, reader: str, environment: Environment) -> tuple[Statement, ...]:
        """Return what is said of a variable that the file ``reader`` reads.

        At most one statement that is no sample, the one that wins, comes first.
        """


class Outcomes:
    """Looks at values in environments; remembers what it saw."""

    def __init__(self, variables: Variables) -> None:
        self._variables = variables
        self._depth = 0
        self._known: dict[tuple[int, Environment], tuple[Value, tuple[Outcome, ...]]] = {}

    def of(self, value: Value, environment: Environment) -> tuple[Outcome, ...]:
        """Return what a value can be, without repetition; never empty, bounded."""
        if self._depth > MAX_DEPTH:
            return (Outcome(unknown=Unknown(Reason.BOUND, "nested too deeply")),)
        key = (id(value), environment)
        known = self._known.get(key)
        if known is not None:
            return known[1]
        self._depth += 1
        try:
            found = self._of(value, environment)
        finally:
            self._depth -= 1
        bounded = _bounded(found, value)
        if isinstance(value, Choice | Join | Operation):  # parts of these are shared
            self._known[key] = (value, bounded)
        return bounded

    def _of(self, value: Value, environment: Environment) -> list[Outcome]:
        if isinstance(value, Const):
            token = tokens.replaced(value)
            return [Outcome(value.value if token is None else None, value.trail, token)]
        if isinstance(value, EnvVar):
            return self._variable(value, environment)
        if isinstance(value, FirstOf):
            return self._first(value, environment)
        if isinstance(value, Choice):
            return self._choice(value, environment)
        if isinstance(value, Join):
            return self._join(value, environment)
        if isinstance(value, Operation):
            return self._operation(value, environment)
        if isinstance(value, PageLocation):
            return [_page(value)]
        if isinstance(value, Unknown):
            return [Outcome(trail=value.trail, unknown=value)]
        if isinstance(value, External | Invocation | MethodOf):
            reason = Unknown(Reason.EXTERNAL, external_name(value), value.trail)
            return [Outcome(trail=value.trail, unknown=reason, structure=value)]
        return [Outcome(trail=value.trail, structure=value)]

    # --- environment variables -------------------------------------------------------------------

    def _variable(self, value: EnvVar, environment: Environment) -> list[Outcome]:
        built_in = _built_in(value, environment)
        if built_in is not None:
            return [built_in]
        found = [
            _stated(value, statement)
            for statement in self._variables.lookup(value.name, value.reader, environment)
        ]
        return found or [_unset(value)]

    def _first(self, value: FirstOf, environment: Environment) -> list[Outcome]:
        found: list[Outcome] = []
        last = len(value.options) - 1
        for index, option in enumerate(value.options):
            outcomes = self.of(option, environment)
            goes_on = False
            for outcome in outcomes:
                skipped = index != last and (
                    _skipped(outcome, value.skips)
                    or _definitely_unset(option, outcome, environment)
                )
                goes_on = goes_on or skipped or outcome.unknown is not None
                if not skipped:
                    found.append(_with_trail(outcome, value.trail))
            goes_on = goes_on or self._only_sampled(option, environment)
            if not goes_on:
                break
        return found or [Outcome(trail=value.trail)]

    def _only_sampled(self, option: Value, environment: Environment) -> bool:
        if not isinstance(option, EnvVar) or _built_in(option, environment) is not None:
            return False
        statements = self._variables.lookup(option.name, option.reader, environment)
        return all(statement.sample for statement in statements)

    # --- alternatives and operations -------------------------------------------------------------

    def _choice(self, value: Choice, environment: Environment) -> list[Outcome]:
        found: list[Outcome] = []
        for case in value.cases:
            verdicts = [
                self._holds(condition.test, environment, expected=condition.expected)
                for condition in case.conditions
            ]
            if False in verdicts:
                continue
            found.extend(
                _with_trail(outcome, value.trail) for outcome in self.of(case.value, environment)
            )
            if all(verdict is True for verdict in verdicts):
                return found
        return found or [self._no_branch(value, environment)]

    def _no_branch(self, value: Choice, environment: Environment) -> Outcome:
        """Tell what is not known where the program stops instead of giving a value."""
        for outcome in self.of(value.cases[-1].value, environment) if value.cases else ():
            if outcome.unknown is not None:
                return outcome
        return Outcome(unknown=Unknown(Reason.SYNTAX, "no branch applies"))

    def _holds(self, test: Value, environment: Environment, *, expected: bool) -> bool | None:
        verdicts: set[bool] = set()
        for outcome in self.of(test, environment):
            if (outcome.structure is not None and outcome.unknown is None) or outcome.same_origin:
                verdicts.add(True)
            elif outcome.unknown is not None:
                if not _definitely_unset(test, outcome, environment):
                    return None
                verdicts.add(False)
            else:
                verdicts.add(bool(outcome.scalar))
        return None if len(verdicts) != 1 else verdicts.pop() == expected

    def _operation(self, value: Operation, environment: Environment) -> list[Outcome]:
        if value.op in ("==", "!=") and any(is_mode(operand) for operand in value.operands):
            return [self._mode_comparison(value, environment)]
        if value.op == "&&":
            return self._conjunction(value, environment)
        if value.op == lists.SPLIT:
            return [_split(value, found) for found in self.of(value.operands[0], environment)]
        if value.op == "!" and len(value.operands) == 1:
            verdict = self._holds(value.operands[0], environment, expected=False)
            if verdict is not None:
                return [Outcome(verdict, value.trail)]
        if value.op in ("in", "not in") and len(value.operands) == 2:
            return [self._membership(value, environment)]
        tested = self._null_test(value, environment)
        if tested is not None:
            return [tested]
        return self._product(value.operands, environment, lambda row: _folded(value, row))

    def _null_test(self, value: Operation, environment: Environment) -> Outcome | None:
        """Return whether a variable that is unset is null; ``None`` for any other operation."""
        if value.op not in ("==", "!=") or len(value.operands) != 2:
            return None
        tested, other = value.operands
        if not isinstance(other, Const) or other.value is not None:
            return None
        for outcome in self.of(tested, environment):
            if not _definitely_unset(tested, outcome, environment):
                return None
        return Outcome(value.op == "==", value.trail)

    def _conjunction(self, value: Operation, environment: Environment) -> list[Outcome]:
        verdicts = [self._holds(item, environment, expected=True) for item in value.operands]
        if False in verdicts:
            return [Outcome(scalar=False)]
        if all(verdicts):
            return list(self.of(value.operands[-1], environment))
        return [Outcome(unknown=Unknown(Reason.SYNTAX, "condition"))]

    def _membership(self, value: Operation, environment: Environment) -> Outcome:
        needle, haystack = value.operands
        if not isinstance(haystack, Items) or haystack.rest is not None:
            return Outcome(unknown=Unknown(Reason.SYNTAX, "membership"))
        verdicts = [
            self._holds(Operation("==", (needle, item)), environment, expected=True)
            for item in haystack.items
        ]
        if True in verdicts:
            return Outcome(scalar=value.op == "in")
        if None in verdicts:
            return Outcome(unknown=Unknown(Reason.SYNTAX, "membership"))
        return Outcome(scalar=value.op != "in")

    def _mode_comparison(self, value: Operation, environment: Environment) -> Outcome:
        words: list[str | None] = []
        for operand in value.operands:
            if is_mode(operand):
                words.append(self._mode_word(operand, environment))
            else:
                outcomes = self.of(operand, environment)
                text = outcomes[0].text if len(outcomes) == 1 else None
                words.append(None if text is None else mode_of_word(text))
        left, right = words
        if left is None or right is None:
            return Outcome(unknown=Unknown(Reason.SYNTAX, "comparison of environments"))
        return Outcome(scalar=(left == right) == (value.op == "=="))

    def _mode_word(self, operand: Value, environment: Environment) -> str | None:
        if environment.compose is not None:
            outcomes = self.of(operand, environment)
            if len(outcomes) == 1 and outcomes[0].text:
                return mode_of_word(outcomes[0].text)
        return environment.mode.value

    def _join(self, value: Join, environment: Environment) -> list[Outcome]:
        first = self.of(value.parts[0], environment) if value.parts else ()
        if len(first) == 1 and first[0].same_origin:
            return [_with_trail(first[0], value.trail)]
        return self._product(value.parts, environment, lambda row: _joined(value, row))

    def _product(
        self,
        operands: tuple[Value, ...],
        environment: Environment,
        combine: Callable[[tuple[Outcome, ...]], Outcome],
    ) -> list[Outcome]:
        rows: list[tuple[Outcome, ...]] = [()]
        for operand in operands:
            outcomes = self.of(operand, environment)
            rows = [(*row, outcome) for row in rows for outcome in outcomes]
            if len(rows) > MAX_OUTCOMES * 2:
                return [Outcome(unknown=Unknown(Reason.BOUND, "too many combinations"))]
        return [combine(row) for row in rows]


def _built_in(value: EnvVar, environment: Environment) -> Outcome | None:
    production = environment.mode is Mode.PRODUCTION
    if value.name == "import.meta.env.PROD":
        return Outcome(production, value.trail)
    if value.name == "import.meta.env.DEV":
        return Outcome(not production, value.trail)
    if value.name in ("import.meta.env.MODE", "NODE_ENV"):
        return Outcome(environment.mode.value, value.trail)
    return None


def _stated(value: EnvVar, statement: Statement) -> Outcome:
    sources = tuple(Step(f"{value.name} comes from here", place) for place in statement.sources)
    trail = (*sources, Step(f"{value.name} is set here", statement.place), *value.trail)
    if statement.placeholder:
        return Outcome(trail=trail, unknown=Unknown(Reason.PLACEHOLDER, value.name, trail))
    return Outcome(statement.value, trail)


def _unset(value: EnvVar) -> Outcome:
    return Outcome(trail=value.trail, unknown=Unknown(Reason.ENV_UNSET, value.name, value.trail))


def _page(value: PageLocation) -> Outcome:
    if value.part in ("origin", "href"):
        return Outcome(trail=value.trail, same_origin=True)
    return Outcome(trail=value.trail, unknown=Unknown(Reason.SYNTAX, f"location.{value.part}"))


def _skipped(outcome: Outcome, skips: str) -> bool:
    if outcome.unknown is not None:
        return False
    if outcome.same_origin or outcome.structure is not None:
        return False
    return outcome.scalar is None or (skips == "falsy" and not outcome.scalar)


def _definitely_unset(test: Value, outcome: Outcome, environment: Environment) -> bool:
    unknown = outcome.unknown
    return (
        isinstance(lists.source(test), EnvVar)
        and unknown is not None
        and unknown.reason is Reason.ENV_UNSET
        and environment.mode is Mode.DEVELOPMENT
    )


def _with_trail(outcome: Outcome, trail: Trail) -> Outcome:
    if not trail:
        return outcome
    merged = (*outcome.trail, *(step for step in trail if step not in outcome.trail))
    return structs.replace(outcome, trail=merged[:MAX_TRAIL])


def _folded(value: Operation, row: tuple[Outcome, ...]) -> Outcome:
    unknown = next((item.unknown for item in row if item.unknown is not None), None)
    if unknown is not None:
        return Outcome(unknown=unknown, trail=unknown.trail)
    origin = _kept_origin(value.op, row)
    if origin is not None:
        return origin
    if any(item.same_origin or item.structure is not None for item in row):
        return Outcome(unknown=Unknown(Reason.SYNTAX, value.op))
    try:
        scalar = fold(value.op, tuple(item.scalar for item in row))
    except CannotFoldError:
        return Outcome(unknown=Unknown(Reason.SYNTAX, value.op))
    return Outcome(scalar, _joined_trail(row, value.trail))


def _split(value: Operation, outcome: Outcome) -> Outcome:
    """Return the list that a text holds; none is left an empty text, for what asks if it is set."""
    if not outcome.text or not outcome.trail:
        return outcome
    return Outcome(trail=outcome.trail, structure=lists.made(value, outcome.text, outcome.trail))


def _kept_origin(op: str, row: tuple[Outcome, ...]) -> Outcome | None:
    """Return the page's origin where an operation on it, or relative to it, still gives that."""
    is_address = op in ("url.origin", "url.href")
    if row and row[0].same_origin and (is_address or op == "regex.replace" or op[0] == "."):
        return row[0]
    relative = is_address and len(row) == 2 and "://" not in (row[0].text or "")
    return row[1] if relative and row[1].same_origin else None


def _joined(value: Join, row: tuple[Outcome, ...]) -> Outcome:
    unknown = next((item.unknown for item in row if item.unknown is not None), None)
    if unknown is not None:
        return Outcome(unknown=unknown, trail=unknown.trail)
    if any(item.same_origin or item.structure is not None for item in row):
        return Outcome(unknown=Unknown(Reason.SYNTAX, "part of the page's address"))
    try:
        texts = [text_of(item.scalar) for item in row]
    except CannotFoldError:
        return Outcome(unknown=Unknown(Reason.SYNTAX, "undefined inside a text"))
    if sum(map(len, texts)) > MAX_LENGTH:
        return Outcome(unknown=Unknown(Reason.BOUND, "a very long text"))
    return Outcome("".join(texts), _joined_trail(row, value.trail))


def _joined_trail(row: tuple[Outcome, ...], own: Trail) -> Trail:
    steps: dict[Step, None] = {}
    for item in row:
        steps.update(dict.fromkeys(item.trail))
    steps.update(dict.fromkeys(own))
    return tuple(steps)[:MAX_TRAIL]


def _bounded(found: list[Outcome], value: Value) -> tuple[Outcome, ...]:
    distinct: dict[object, Outcome] = {}
    for outcome in found:
        key: object = (
            type(outcome.scalar),
            outcome.scalar,
            outcome.same_origin,
            outcome.unknown.reason if outcome.unknown else None,
            id(outcome.structure) if outcome.structure is not None else None,
        )
        distinct.setdefault(key, outcome)
    if len(distinct) > MAX_OUTCOMES:
        return (Outcome(trail=value.trail, unknown=Unknown(Reason.BOUND)),)
    return tuple(distinct.values())
