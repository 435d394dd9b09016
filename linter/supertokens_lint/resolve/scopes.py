"""Scopes and what is bound in them, read once from the statements of a module or function."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from typing import TYPE_CHECKING, Literal, TypeAlias

from msgspec import Struct, field

from supertokens_lint.languages import ir
from supertokens_lint.source import Span

if TYPE_CHECKING:
    from supertokens_lint.resolve.values import ArgumentValue, Value


class Guard(Struct, frozen=True):
    """A test that must be truthy (or falsy) for a statement to run.

    ``test`` is ``None`` for circumstances that no expression states: loop bodies, handlers.
    """

    test: ir.Expr | None
    expected: bool = True


Guards: TypeAlias = tuple[Guard, ...]
UNCERTAIN = Guard(None)
MAX_BRANCHES = 60
MERGERS = frozenset({"update", "assign"})
APPENDERS = frozenset({"append", "push", "extend"})
MUTATORS = MERGERS | APPENDERS


class Placed(Struct, frozen=True):
    """A statement that is no container, with the guards under which it runs."""

    statement: ir.Statement
    guards: Guards


class PatternStep(Struct, frozen=True):
    """One step from a destructured value to a name: a key, an index, or what is left over.

    ``taken`` names the keys that a ``rest`` step leaves out.
    """

    kind: Literal["key", "index", "rest"]
    key: str | int | ir.Expr = ""
    default: ir.Expr | None = None
    taken: tuple[str, ...] = ()


class Binding(Struct, frozen=True):
    """One way in which a name gets its value.

    ``value`` is the expression on the right-hand side; ``None`` for declarations without one and
    for names that only run time fills (``kind == "unknown"``).
    """

    name: str
    kind: Literal["value", "declared", "function", "class", "import", "param", "unknown"]
    span: Span
    guards: Guards = ()
    value: ir.Expr | None = None
    steps: tuple[PatternStep, ...] = ()
    op: str = "="
    function: ir.Function | None = None
    definition: ir.Class | None = None
    imported: ir.Import | None = None
    imported_name: ir.ImportedName | None = None
    param: ir.Param | None = None
    annotation: str | None = None
    declares: bool = False


class MemberBinding(Struct, frozen=True):
    """``root.a.b = value``, found in the scope of ``root``'s user."""

    root: str
    path: tuple[str, ...]
    value: ir.Expr
    span: Span
    guards: Guards


class Mutation(Struct, frozen=True):
    """A call that changes ``root``: ``root.update(value)``, ``Object.assign(root, value)``.

    ``method`` is the method's name, ``"assign"`` for ``Object.assign``.
    """

    root: str
    path: tuple[str, ...]
    method: str
    args: tuple[ir.Argument, ...]
    span: Span
    guards: Guards


class Names(Struct, frozen=True):
    """What the statements of one module or function bind, independent of any call of it."""

    bindings: dict[str, list[Binding]]
    members: dict[str, list[MemberBinding]]
    statements: tuple[Placed, ...]
    mutations: dict[str, list[Mutation]] = field(default_factory=dict)


class Scope(Struct, eq=False):
    """A scope at run time: the names of a module or function, and for a function its arguments.

    ``arguments`` is ``None`` when the function is looked at without knowing who calls it.
    """

    path: str
    kind: Literal["module", "function", "class"]
    names: Names
    language: ir.Language
    parent: Scope | None = None
    function: ir.Function | None = None
    arguments: tuple[ArgumentValue, ...] | None = None
    this: Value | None = None
    owner: ir.Class | None = None

    def module(self) -> Scope:
        """Return the module's scope."""
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope


def place_statements(statements: Iterable[ir.Statement], guards: Guards = ()) -> Iterator[Placed]:
    """Yield every statement below ``statements`` outside nested functions, with its guards.

    Statements after an ``if`` that returns or raises are guarded by the opposite of its test.
    Containers (``if``, ``try``, blocks) are entered; loops are yielded and entered.
    """
    for statement in statements:
        if isinstance(statement, ir.If):
            for guard in (yield from _place_branches(statement, guards)):
                guards = (*guards, guard)
        elif isinstance(statement, ir.Loop):
            yield Placed(statement, guards)
            yield from place_statements(statement.body, (*guards, UNCERTAIN))
        elif isinstance(statement, ir.Try):
            yield from place_statements(statement.body, guards)
            for handler in statement.handlers:
                yield from place_statements(handler, (*guards, UNCERTAIN))
            yield from place_statements(statement.finalizer, guards)
        elif isinstance(statement, ir.Block):
            if statement.context:
                yield Placed(statement, guards)
            yield from place_statements(statement.body, guards)
        else:
            yield Placed(statement, guards)


def _place_branches(statement: ir.If, guards: Guards) -> Generator[Placed, None, tuple[Guard, ...]]:
    """Yield the statements of an ``if`` chain; return the guards of what follows the chain."""
    outer = guards
    left: list[Guard] = []
    branch: ir.If | None = statement
    depth = 0
    while branch is not None:
        depth += 1
        known = outer if depth > MAX_BRANCHES else guards
        yield from place_statements(branch.then, (*known, Guard(branch.test)))
        if _leaves(branch.then) and len(left) == depth - 1 < MAX_BRANCHES:
            left.append(Guard(branch.test, expected=False))
        guards = (*known, Guard(branch.test, expected=False))
        following = branch.otherwise
        branch = None
        if len(following) == 1 and isinstance(following[0], ir.If):
            branch = following[0]
        else:
            yield from place_statements(following, guards)
            if following and _leaves(following) and depth == 1:
                left = [Guard(statement.test)]
    return tuple(left)


def _leaves(statements: tuple[ir.Statement, ...]) -> bool:
    if not statements:
        return False
    last = statements[-1]
    if isinstance(last, ir.Return | ir.Raise):
        return True
    if isinstance(last, ir.Block):
        return _leaves(last.body)
    while isinstance(last, ir.If):
        if not _leaves(last.then) or not last.otherwise:
            return False
        if len(last.otherwise) != 1 or not isinstance(last.otherwise[0], ir.If):
            return _leaves(last.otherwise)
        last = last.otherwise[0]
    return isinstance(last, ir.Return | ir.Raise)


def names_of(
    statements: tuple[ir.Statement, ...],
    params: tuple[ir.Param, ...] = (),
    *,
    declared_only: bool = False,
) -> Names:
    """Collect what a module's or function's statements bind.

    ``declared_only`` is for JavaScript functions, where assigning to a name that is not declared
    in the function changes an outer variable: such assignments bind nothing here.
    """
    placed = tuple(place_statements(statements))
    names = Names({}, {}, placed)
    for param in params:
        for binding in _pattern_bindings(param.target, None, (), "param", param=param):
            _add(names, binding)
    for item in placed:
        for binding in _statement_bindings(item):
            _add(names, binding)
        _collect_members(names, item)
        _collect_mutations(names, item)
    if declared_only:
        for name in [name for name, found in names.bindings.items() if _only_assigned(found)]:
            del names.bindings[name]
    return names


def _only_assigned(bindings: list[Binding]) -> bool:
    return all(binding.kind == "value" and not binding.declares for binding in bindings)


def _add(names: Names, binding: Binding) -> None:
    names.bindings.setdefault(binding.name, []).append(binding)


def _statement_bindings(placed: Placed) -> Iterator[Binding]:
    statement, guards = placed.statement, placed.guards
    if isinstance(statement, ir.Bind):
        kind: Literal["value", "declared"] = "value" if statement.value is not None else "declared"
        yield from _pattern_bindings(
            statement.target,
            statement.value,
            guards,
            kind,
            op=statement.op,
            annotation=statement.annotation,
            declares=statement.kind != "assign",
        )
        if statement.value is not None:
            yield from _inner_assignments(statement.value, guards)
    elif isinstance(statement, ir.FunctionDeclaration):
        function = statement.function
        yield Binding(function.name or "", "function", function.span, guards, function=function)
    elif isinstance(statement, ir.ClassDeclaration):
        definition = statement.definition
        yield Binding(
            definition.name or "", "class", definition.span, guards, definition=definition
        )
    elif isinstance(statement, ir.Import):
        yield from _import_bindings(statement, guards)
    elif isinstance(statement, ir.Loop):
        if statement.target is not None:
            yield from _pattern_bindings(statement.target, None, guards, "unknown")
    elif isinstance(statement, ir.ExpressionStatement):
        yield from _inner_assignments(statement.value, guards)
    elif isinstance(statement, ir.Return | ir.Raise):
        yield from _returned_assignments(statement, guards)


def _returned_assignments(statement: ir.Return | ir.Raise, guards: Guards) -> Iterator[Binding]:
    if statement.value is not None:
        yield from _inner_assignments(statement.value, guards)


def _import_bindings(statement: ir.Import, guards: Guards) -> Iterator[Binding]:
    for name in statement.names:
        yield Binding(
            name.local, "import", name.span, guards, imported=statement, imported_name=name
        )
    if statement.namespace is not None:
        yield Binding(statement.namespace, "import", statement.span, guards, imported=statement)


def _inner_assignments(expression: ir.Expr, guards: Guards) -> Iterator[Binding]:
    for node in walk_outside_functions(expression):
        if type(node) is ir.Assign:
            yield from _pattern_bindings(node.target, node.value, guards, "value", op=node.op)


_NOT_ENTERED = ir.LEAVES | {ir.Function, ir.Class}


def walk_outside_functions(*roots: ir.Node) -> list[ir.Node]:
    """Return nodes below ``roots``, parents first, without entering functions and classes."""
    found: list[ir.Node] = []
    stack: list[ir.Node] = list(reversed(roots))
    while stack:
        node = stack.pop()
        found.append(node)
        if type(node) not in _NOT_ENTERED:
            below = ir.children(node)
            below.reverse()
            stack += below
    return found


def _pattern_bindings(
    target: ir.Pattern,
    value: ir.Expr | None,
    guards: Guards,
    kind: Literal["value", "declared", "param", "unknown"],
    *,
    steps: tuple[PatternStep, ...] = (),
    op: str = "=",
    param: ir.Param | None = None,
    annotation: str | None = None,
    declares: bool = False,
) -> Iterator[Binding]:
    if isinstance(target, ir.Name):
        yield Binding(
            target.id,
            kind,
            target.span,
            guards,
            value,
            steps,
            op,
            param=param,
            annotation=annotation,
            declares=declares,
        )
        return
    for inner, step in _pattern_parts(target):
        yield from _pattern_bindings(
            inner,
            value,
            guards,
            kind,
            steps=(*steps, step),
            op=op,
            param=param,
            declares=declares,
        )


def _pattern_parts(target: ir.Pattern) -> Iterator[tuple[ir.Pattern, PatternStep]]:
    if isinstance(target, ir.ObjectPattern):
        for entry in target.entries:
            yield entry.target, PatternStep("key", entry.key, entry.default)
        if target.rest is not None:
            taken = tuple(entry.key for entry in target.entries if isinstance(entry.key, str))
            yield target.rest, PatternStep("rest", taken=taken)
    elif isinstance(target, ir.ArrayPattern):
        for index, item in enumerate(target.items):
            if item is not None:
                kind: Literal["index", "rest"] = "rest" if index == target.rest_index else "index"
                yield item, PatternStep(kind, index)


def _collect_members(names: Names, placed: Placed) -> None:
    for target, value, span in _member_targets(placed.statement):
        root, path = _path_of(target)
        if isinstance(root, ir.Name):
            found = MemberBinding(root.id, path, value, span, placed.guards)
            names.members.setdefault(root.id, []).append(found)


def _collect_mutations(names: Names, placed: Placed) -> None:
    statement = placed.statement
    call = statement.value if isinstance(statement, ir.ExpressionStatement) else None
    if not isinstance(call, ir.Call):
        return
    method = call.callee
    if not isinstance(method, ir.Member) or method.name not in MUTATORS:
        return
    changed, args = method.object, call.args
    if method.name == "assign":
        if not isinstance(changed, ir.Name) or changed.id != "Object" or not args:
            return
        changed, args = args[0].value, args[1:]
    root, path = _path_of(changed)
    if isinstance(root, ir.Name):
        found = Mutation(root.id, path, method.name, args, call.span, placed.guards)
        names.mutations.setdefault(root.id, []).append(found)


def _path_of(target: ir.Expr) -> tuple[ir.Expr, tuple[str, ...]]:
    """Split ``root.a["b"]`` into its root and keys; the root is where keys cannot be told."""
    path: list[str] = []
    current: ir.Expr = target
    while isinstance(current, ir.Member | ir.Index):
        if isinstance(current, ir.Member):
            path.append(current.name)
        elif isinstance(current.index, ir.Literal) and isinstance(current.index.value, str):
            path.append(current.index.value)
        else:
            break
        current = current.object
    return current, tuple(reversed(path))


def _member_targets(
    statement: ir.Statement,
) -> Iterator[tuple[ir.Member | ir.Index, ir.Expr, Span]]:
    if isinstance(statement, ir.Bind):
        if isinstance(statement.target, ir.Member | ir.Index) and statement.value is not None:
            yield statement.target, statement.value, statement.span
            yield from _chained_targets(statement.value)
        elif statement.value is not None:
            yield from _chained_targets(statement.value)
    elif isinstance(statement, ir.ExpressionStatement):
        yield from _chained_targets(statement.value)


def _chained_targets(value: ir.Expr) -> Iterator[tuple[ir.Member | ir.Index, ir.Expr, Span]]:
    for node in walk_outside_functions(value):
        if isinstance(node, ir.Assign) and isinstance(node.target, ir.Member | ir.Index):
            yield node.target, node.value, node.span
