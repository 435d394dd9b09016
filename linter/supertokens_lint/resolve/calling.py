"""Calls: the project's own functions, classes, string methods, and everything else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve import (
    env_readers,
    fallbacks,
    go_settings,
    go_structs,
    go_tests,
    go_types,
    intrinsics,
    structures,
)
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    ArgumentValue,
    Case,
    Choice,
    ClassRef,
    Closure,
    Const,
    Entry,
    External,
    FirstOf,
    Instance,
    Invocation,
    MethodOf,
    Reason,
    Record,
    Unknown,
    Value,
    through,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

MAX_CALL_DEPTH = 24


def call(ev: Evaluator, node: ir.Call, scope: Scope) -> Value:
    """Return the result of a call expression."""
    place = Place(scope.path, node.span)
    required = _required_module(ev, node, scope)
    if required is not None:
        return required
    if scope.language is ir.Language.GO:
        parsed = go_settings.parsed_as(ev, node, scope)
        if parsed is not None:
            return parsed
    callee = ev.evaluate(node.callee, scope)
    return apply(ev, callee, arguments(ev, node, scope), place, is_new=node.is_new)


def arguments(ev: Evaluator, node: ir.Call, scope: Scope) -> tuple[ArgumentValue, ...]:
    """Evaluate the arguments of a call; known spreads are opened."""
    found: list[ArgumentValue] = []
    for argument in node.args:
        value = ev.evaluate(argument.value, scope)
        place = Place(scope.path, argument.span)
        if argument.spread == "**" and isinstance(value, Record):
            found.extend(
                ArgumentValue(entry.value, key, place=entry.place)
                for key, entry in value.entries.items()
            )
            if value.rest is not None:
                found.append(ArgumentValue(value.rest, spread="**"))
        elif argument.spread == "*":
            more, rest = structures.spread_items(value)
            found.extend(ArgumentValue(item) for item in more)
            if rest is not None:
                found.append(ArgumentValue(rest, spread="*"))
        elif len(node.args) == 1 and go_types.is_several(ev, argument.value, scope):
            more, _ = structures.spread_items(value)
            found.extend(ArgumentValue(item) for item in more)
        else:
            found.append(ArgumentValue(value, argument.name, argument.spread, place))
    return tuple(found)


def apply(
    ev: Evaluator,
    callee: Value,
    args: tuple[ArgumentValue, ...],
    place: Place,
    *,
    is_new: bool = False,
) -> Value:
    """Return the result of calling ``callee`` with evaluated arguments."""
    if isinstance(callee, Closure):
        result = invoke(ev, callee, args)
        return through(result, f"returned by {callee.function.name or 'a function'}()", place)
    if isinstance(callee, ClassRef):
        if callee.scope.language is ir.Language.GO:
            return go_structs.made(ev, callee, args, place, is_new=is_new)
        return Instance(callee, args, callee.trail)
    if isinstance(callee, Choice):
        cases = tuple(
            Case(case.conditions, apply(ev, case.value, args, place)) for case in callee.cases
        )
        return Choice(cases, callee.trail)
    if isinstance(callee, FirstOf):
        return apply(ev, callee.options[0], args, place)
    if is_new and isinstance(callee, External) and place.path.endswith(".go"):
        return go_types.external(callee, args, place)
    if isinstance(callee, External | MethodOf):
        known = intrinsics.call(ev, callee, args, place)
        return _invocation(callee, args, place, is_new=is_new) if known is None else known
    if isinstance(callee, Invocation):
        return _again(ev, callee, args, place)
    return _other(ev, callee, args, place)


def _other(ev: Evaluator, callee: Value, args: tuple[ArgumentValue, ...], place: Place) -> Value:
    """Return the result of calling what is no function: Python calls an object's ``__call__``."""
    if isinstance(callee, Unknown):
        return callee
    if isinstance(callee, Instance) and callee.cls.scope.language is ir.Language.PYTHON:
        method = ev.member(callee, "__call__", place)
        if isinstance(method, Closure):
            return apply(ev, method, args, place)
    return Unknown(Reason.SYNTAX, "call of a value that is no function")


def _again(
    ev: Evaluator, callee: Invocation, args: tuple[ArgumentValue, ...], place: Place
) -> Value:
    """Return the result of calling what a function of a package returned."""
    if place.path.endswith(".go"):
        return _invocation(MethodOf(callee, ""), args, place, is_new=False)
    read = env_readers.apply_reader(ev, callee, args, place)
    return Unknown(Reason.EXTERNAL, "call of a package's object") if read is None else read


def _invocation(
    callee: External | MethodOf,
    args: tuple[ArgumentValue, ...],
    place: Place,
    *,
    is_new: bool,
) -> Invocation:
    keywords = {
        arg.name: Entry(arg.value, arg.place or place) for arg in args if arg.name is not None
    }
    positional = [arg for arg in args if arg.name is None and not arg.spread]
    return Invocation(
        callee,
        tuple(arg.value for arg in positional),
        keywords,
        place,
        is_new,
        open=any(arg.spread for arg in args),
        arg_places=tuple(arg.place or place for arg in positional),
    )


def scope_of(ev: Evaluator, closure: Closure, args: tuple[ArgumentValue, ...] | None) -> Scope:
    """Return the scope of a call of a function; ``None`` for arguments that nobody knows."""
    return Scope(
        closure.scope.path,
        "function",
        ev.program.names(closure.function, closure.scope.language),
        closure.scope.language,
        closure.scope,
        closure.function,
        args,
        closure.this,
    )


def invoke(ev: Evaluator, closure: Closure, args: tuple[ArgumentValue, ...] | None) -> Value:
    """Return what a function of the project returns for these arguments."""
    function = closure.function
    if function.is_generator:
        return Unknown(Reason.SYNTAX, "generator")
    return finished(ev, closure, args)


def finished(
    ev: Evaluator, closure: Closure, args: tuple[ArgumentValue, ...] | None = None
) -> Value:
    """Return what the ``return`` of a function gives, also that of a generator."""
    function = closure.function
    if ev.active_calls.count(id(function)) > 1 or len(ev.active_calls) > MAX_CALL_DEPTH:
        return Unknown(Reason.CYCLE, f"{function.name or 'a function'} calls itself")
    scope = scope_of(ev, closure, args)
    ev.active_calls.append(id(function))
    try:
        return _returned(ev, scope)
    finally:
        ev.active_calls.pop()


def _returned(ev: Evaluator, scope: Scope) -> Value:
    cases: list[Case] = []
    function = scope.function
    is_go = scope.language is ir.Language.GO
    for placed in scope.names.statements:
        if not isinstance(placed.statement, ir.Return):
            continue
        conditions = ev.conditions(placed.guards, scope)
        if conditions is None:
            continue
        result = placed.statement.value
        if is_go and function is not None and go_tests.is_failing(function, result):
            continue
        value = Const(None) if result is None else ev.evaluate(result, scope)
        if not conditions:
            cases.append(Case((), value))
            break
        cases.append(Case(conditions, value))
    if is_go and cases:  # a function with results ends in a return
        cases[-1] = Case((), cases[-1].value)
    if len(cases) == 1 and not cases[0].conditions:
        return cases[0].value
    if not cases:
        return Const(None)
    return fallbacks.simplified(Choice(tuple(cases)))


def _required_module(ev: Evaluator, node: ir.Call, scope: Scope) -> Value | None:
    if not isinstance(node.callee, ir.Name) or node.callee.id not in ("require", "import"):
        return None
    if not node.args or scope.language in (ir.Language.PYTHON, ir.Language.GO):
        return None
    specifier = ev.evaluate(node.args[0].value, scope)
    if not isinstance(specifier, Const) or not isinstance(specifier.value, str):
        return Unknown(Reason.SYNTAX, "module chosen at run time")
    path = ev.program.resolve(scope.path, specifier.value, scope.language)
    if path is not None:
        value = ev.module_value(path)
        return through(value, "imported", Place(scope.path, node.span))
    if specifier.value.startswith("."):
        return Unknown(Reason.MISSING_MODULE, specifier.value)
    return External(specifier.value)
