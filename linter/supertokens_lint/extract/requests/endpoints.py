"""The paths that backends serve, and whether they ask for a session.

The answer leans to "nobody knows": a route is said to need no session only when its handlers can
be followed and nothing around them checks sessions for several routes at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from supertokens_lint.extract.client_facts import Endpoint
from supertokens_lint.extract.requests.context import callee_name
from supertokens_lint.extract.surroundings.auth_routes import route_reader
from supertokens_lint.extract.surroundings.packages import Package, read_package
from supertokens_lint.extract.texts import constant_text, text_of_file
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.scopes import Scope
from supertokens_lint.resolve.values import (
    Choice,
    ClassRef,
    Closure,
    Const,
    FirstOf,
    Join,
    Operation,
    Unknown,
    Value,
    alternatives,
)
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.files import FileEntry, FileKind

CHECKS = re.compile(
    r"verify_?session|get_?session|get_?ssr_?session|with_?session|session_?container"
    r"|session_?request|session_?guard|auth_?guard|require_?(?:auth|session|user)"
    r"|is_?authenticated|current_?user",
    re.IGNORECASE,
)
"""Names that check a session: those of the SDKs, and those that people give to such checks."""

VERBS = frozenset({"get", "post", "put", "patch", "delete", "all", "route", "api_route", "path",
                   "re_path", "handlefunc", "handle", "head", "options"})  # fmt: skip
AROUND = re.compile(
    r"\b(?:use|addHook|include_router|APIRouter|FastAPI|Blueprint|before_request|Use|Group|register"
    r"|useGlobalGuards|add_middleware)\s*\([^;\n]{0,200}?(?:verify_?session|get_?session|AuthGuard)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-z][\w-]+")
_SCHEMES = frozenset({"http", "https", "localhost", "www", "com", "api"})
MAX_WORDS = 400
_IMPORT = re.compile(r"""^(?:[ \t]*(?:import|from)\b.*|.*\brequire\(.*)$""", re.MULTILINE)


def find_endpoints(
    ev: Evaluator,
    importers: Callable[[str], Iterable[str]],
    roots: Iterable[str],
    urls: Iterable[Value],
) -> Iterator[Endpoint]:
    """Yield the endpoints of the code below ``roots``, the folders of backends.

    Only those that one of ``urls`` may lead to are looked for: files that name no part of a path,
    and import none that does, are left out. ``importers`` tells what imports a file.
    """
    folders = tuple(f"{root.rstrip('/')}/" for root in roots)
    words = {word for url in urls for text in _texts(url) for word in _WORD.findall(text)}
    named = tuple(word.encode() for word in sorted(words - _SCHEMES)[:MAX_WORDS])
    files = [
        entry
        for entry in ev.workspace.mentioning(*named)
        if entry.path.startswith(folders) and not entry.is_test
    ]
    guarding = ev.workspace.mentioning(b"verify", b"Verify", b"ession", b"Guard")
    guarded = any(
        entry.path.startswith(folders) and not entry.is_test and _checks_around(ev, entry)
        for entry in guarding
    )
    finder = _Finder(ev, is_guarded=guarded)
    named_in = [entry.path for entry in files]
    using = [path for name in named_in for path in importers(name) if path.startswith(folders)]
    for path in dict.fromkeys([*named_in, *using]):
        yield from finder.of(path)
    for manifest in ev.workspace.files(FileKind.PACKAGE_JSON):
        if f"{manifest.directory}/" in folders:
            package = ev.workspace.read(manifest.path, read_package)
            if package is not None:
                yield from _file_routes(ev, package)


def _texts(value: Value) -> Iterator[str]:
    """Yield the texts that a value is made of."""
    pending: list[Value] = [value]
    for _ in range(MAX_WORDS):
        if not pending:
            return
        current = pending.pop()
        if isinstance(current, Const) and isinstance(current.value, str):
            yield current.value
        elif isinstance(current, Join):
            pending.extend(current.parts)
        elif isinstance(current, Operation):
            pending.extend(current.operands)
        elif isinstance(current, Choice | FirstOf):
            pending.extend(alternatives(current))


def _checks_around(ev: Evaluator, entry: FileEntry) -> bool:
    return AROUND.search(text_of_file(ev.workspace, entry.path)) is not None


# --- routes that code registers ------------------------------------------------------------------


class _Finder:
    def __init__(self, ev: Evaluator, *, is_guarded: bool) -> None:
        self._ev = ev
        self._is_guarded = is_guarded

    def of(self, path: str) -> Iterator[Endpoint]:
        """Yield the routes that a module registers."""
        for site in self._ev.sites.of(path):
            node = site.node
            if isinstance(node, ir.Call):
                handlers = [item.value for item in node.args[1:] if item.name is None]
                if handlers:
                    yield from self._route(node, handlers, site.scope)
            elif isinstance(node, ir.Function):
                yield from self._decorated(node, node.decorators, site.scope, "")
            elif isinstance(node, ir.Class):
                yield from self._controller(node, site.scope)

    def _controller(self, node: ir.Class, scope: Scope) -> Iterator[Endpoint]:
        prefix = ""
        for decorator in node.decorators:
            if isinstance(decorator, ir.Call) and callee_name(decorator) == "Controller":
                prefix = self._first_text(decorator, scope) or ""
        guarded = any(_names_check(decorator) for decorator in node.decorators)
        for member in node.members:
            if isinstance(member, ir.Method):
                function = member.function
                for endpoint in self._decorated(function, function.decorators, scope, prefix):
                    needs = True if guarded else endpoint.needs_session
                    yield Endpoint(endpoint.path, endpoint.place, needs)

    def _decorated(
        self, function: ir.Function, decorators: tuple[ir.Expr, ...], scope: Scope, prefix: str
    ) -> Iterator[Endpoint]:
        for decorator in decorators:
            if isinstance(decorator, ir.Call):
                yield from self._route(decorator, [function], scope, prefix)

    def _route(
        self, node: ir.Call, handlers: list[ir.Expr], scope: Scope, prefix: str = ""
    ) -> Iterator[Endpoint]:
        if callee_name(node).lower() not in VERBS:
            return
        text = self._first_text(node, scope) if node.args else ""
        if text is None or (not prefix and not text):
            return
        path = "/" + "/".join(part.strip("/") for part in (prefix, text) if part.strip("/"))
        yield Endpoint(path, Place(scope.path, node.span), self._needs(handlers, scope))

    def _first_text(self, node: ir.Call, scope: Scope) -> str | None:
        return constant_text(self._ev, node.args[0].value, scope) if node.args else None

    def _needs(self, handlers: list[ir.Expr], scope: Scope) -> bool | None:
        verdicts = [self._checks(handler, scope) for handler in handlers]
        if True in verdicts:
            return True
        return None if None in verdicts or self._is_guarded else False

    def _checks(self, handler: ir.Expr, scope: Scope) -> bool | None:
        if _names_check(handler):
            return True
        if not isinstance(handler, ir.Name | ir.Member):
            return False
        verdicts = {
            None if isinstance(option, Unknown) else _inside(option)
            for option in alternatives(self._ev.evaluate(handler, scope))
        }
        return True if True in verdicts else None if None in verdicts else False


def _inside(value: object) -> bool:
    node = value.function if isinstance(value, Closure) else None
    if isinstance(value, ClassRef):
        return _names_check(value.definition)
    return node is not None and _names_check(node)


def _names_check(root: ir.Node) -> bool:
    for node in ir.walk(root):
        text = ""
        if isinstance(node, ir.Name):
            text = node.id
        elif isinstance(node, ir.Member):
            text = node.name
        elif isinstance(node, ir.Param):
            text = node.annotation or ""
        if text and CHECKS.search(text):
            return True
    return False


# --- routes that files are -----------------------------------------------------------------------


def _file_routes(ev: Evaluator, package: Package) -> Iterator[Endpoint]:
    reader = route_reader(ev, package)
    for entry in ev.workspace.files(FileKind.JAVASCRIPT, FileKind.TYPESCRIPT):
        if entry.is_test or not entry.path.startswith(f"{package.directory}/"):
            continue
        route = reader(entry.path)
        if route is not None and route.api:
            needs = _file_needs(ev, entry.path)
            yield Endpoint(route.path, Place(entry.path, Span(0, 0)), needs, route.catch_all)


def _file_needs(ev: Evaluator, path: str) -> bool | None:
    text = _IMPORT.sub("", text_of_file(ev.workspace, path))
    if CHECKS.search(text):
        return True
    scope = ev.program.scope(path)
    for placed in () if scope is None else scope.names.statements:
        statement = placed.statement
        if isinstance(statement, ir.Import):
            target = ev.program.resolve(path, statement.module, ir.Language.JAVASCRIPT)
            if target is not None and CHECKS.search(
                _IMPORT.sub("", text_of_file(ev.workspace, target))
            ):
                return None
    return False
