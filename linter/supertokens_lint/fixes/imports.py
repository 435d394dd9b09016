"""Names of SDK modules in a file: those that are there, or an import that brings them."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from msgspec import Struct

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document
from supertokens_lint.languages import ir
from supertokens_lint.source import Span

_COMMON_JS = (".cjs", ".cts")


class Imported(Struct, frozen=True):
    """A name that can be used in a file, and the edits that it needs first."""

    name: str
    edits: tuple[Edit, ...] = ()


def script_module(
    document: Document, module: str, names: Sequence[str], near: Span
) -> Imported | None:
    """Return a name for the default export of a module; ``names`` are those to choose from."""
    body = _block(document, near)
    for statement in body:
        known = _known_module(statement, module)
        if known is not None:
            return Imported(known)
    name = next((name for name in names if name not in document.names), None)
    if name is None:
        return None
    return _script_import(document, body, module, name, f"{name} from ")


def script_export(document: Document, module: str, name: str, near: Span) -> Imported | None:
    """Return a name for a named export of a module."""
    body = _block(document, near)
    for statement in body:
        for local in _known_exports(statement, module, name):
            return Imported(local)
    if name in document.names:
        return None
    for statement in body:
        edit = _into_braces(document, statement, module, name)
        if edit is not None:
            return Imported(name, (edit,))
    return _script_import(document, body, module, f"{{ {name} }}", f"{{ {name} }} from ")


def python_name(
    document: Document, module: str, name: str, names: Sequence[str]
) -> Imported | None:
    """Return a name for what a Python module holds; ``names`` are those to choose from."""
    body = document.module.body
    froms = [item for item in body if isinstance(item, ir.Import) and item.module == module]
    for statement in froms:
        for imported in statement.names:
            if imported.imported == name:
                return Imported(imported.local)
    local = next((word for word in names if word not in document.names), None)
    if local is None:
        return None
    text = name if local == name else f"{name} as {local}"
    extendable = [item for item in froms if item.names and not item.star]
    if extendable:
        edit = _into_from(document, extendable[0], text)
        return None if edit is None else Imported(local, (edit,))
    return Imported(local, (_new_line(document, body, module, f"from {module} import {text}"),))


def go_package(document: Document, path: str) -> Imported | None:
    """Return the name of a Go package."""
    specs = [item for item in document.module.body if isinstance(item, ir.Import)]
    name = path.rpartition("/")[2]
    for spec in specs:
        if spec.module == path:
            return Imported(spec.namespace or name) if spec.namespace not in ("_", ".") else None
    if not specs or name in document.names:
        return None
    anchor, goes_before = _related(specs, path)
    start = document.line_start(anchor.span.start)
    before = document.text[start : anchor.span.start]
    if before.strip() not in ("", "import"):
        return None
    line = f'{before}"{path}"'
    if goes_before:
        return Imported(name, (document.insertion(start, f"{line}{document.newline}"),))
    end = document.line_end(anchor.span.end)
    return Imported(name, (document.insertion(end, f"{document.newline}{line}"),))


def _block(document: Document, near: Span) -> tuple[ir.Statement, ...]:
    """Return the statements of the script that a place is in."""
    for block in document.module.blocks:
        if block.span.start <= near.start <= block.span.end:
            return block.body
    return document.module.body


def _known_module(statement: ir.Statement, module: str) -> str | None:
    if isinstance(statement, ir.Import) and _same(statement.module, module):
        if statement.type_only:
            return None
        defaults = (name.local for name in statement.names if _is_default(name))
        return next(defaults, None) or statement.namespace
    if isinstance(statement, ir.Bind) and isinstance(statement.target, ir.Name):
        return statement.target.id if _required(statement.value, module) else None
    return None


def _is_default(name: ir.ImportedName) -> bool:
    return name.imported == "default" and not name.type_only


def _known_exports(statement: ir.Statement, module: str, name: str) -> Iterator[str]:
    if isinstance(statement, ir.Import) and _same(statement.module, module):
        for item in statement.names:
            if item.imported == name and not item.type_only and not statement.type_only:
                yield item.local
    elif isinstance(statement, ir.Bind) and isinstance(statement.target, ir.ObjectPattern):
        for entry in statement.target.entries if _required(statement.value, module) else ():
            if entry.key == name and isinstance(entry.target, ir.Name):
                yield entry.target.id


def _into_braces(
    document: Document, statement: ir.Statement, module: str, name: str
) -> Edit | None:
    """Add a name to an import of the same module that has names in braces."""
    last: Span
    if isinstance(statement, ir.Import) and _same(statement.module, module):
        named = [item for item in statement.names if item.imported != "default"]
        if not named or statement.type_only:
            return None
        last = named[-1].span
    elif isinstance(statement, ir.Bind) and isinstance(statement.target, ir.ObjectPattern):
        if not statement.target.entries or not _required(statement.value, module):
            return None
        last = statement.target.entries[-1].span
    else:
        return None
    at = document.skip(last.end, statement.span.end)
    return document.insertion(last.end, f", {name}") if document.text[at] in ",}" else None


def _required(value: ir.Expr | None, module: str) -> bool:
    if not isinstance(value, ir.Call) or not isinstance(value.callee, ir.Name):
        return False
    first = value.args[0].value if value.args else None
    return (
        value.callee.id == "require"
        and isinstance(first, ir.Literal)
        and isinstance(first.value, str)
        and _same(first.value, module)
    )


def _same(written: str, module: str) -> bool:
    return _plain(written) == _plain(module)


def _plain(module: str) -> str:
    return re.sub(r"/index(\.[cm]?js)?$|\.[cm]?js$", "", module)


def _script_import(
    document: Document, body: tuple[ir.Statement, ...], module: str, name: str, clause: str
) -> Imported | None:
    """Write an import in the way in which the file imports other modules."""
    imports = [item for item in body if isinstance(item, ir.Import)]
    requires = [item for item in body if _is_require(item)]
    common = not imports and (bool(requires) or document.path.endswith(_COMMON_JS))
    known: Sequence[ir.Statement] = requires if common else imports
    quote = document.quote
    text = f"const {name} = require({quote}{module}{quote})" if common else ""
    text = text or f"import {clause}{quote}{module}{quote}"
    local = name.strip("{ }")
    if not known:
        if not body:
            return None
        start = document.line_start(body[0].span.start)
        indent = document.indent_at(body[0].span.start)
        ending = document.newline
        return Imported(local, (document.insertion(start, f"{indent}{text};{ending}"),))
    anchor = _related_script(known, module)
    end = document.line_end(anchor.span.end)
    rest = document.text[anchor.span.end : end].strip()
    semicolon = document.text[anchor.span.start : end].rstrip().endswith(";") or rest[:1] == ";"
    if rest.lstrip(";").strip() and document.comment_at(_first(document, anchor.span.end)) is None:
        return None
    line = f"{document.newline}{document.indent_at(anchor.span.start)}{text}"
    return Imported(local, (document.insertion(end, line + (";" if semicolon else "")),))


def _first(document: Document, offset: int) -> int:
    while offset < len(document.text) and document.text[offset] in " \t;":
        offset += 1
    return offset


def _is_require(statement: ir.Statement) -> bool:
    if not isinstance(statement, ir.Bind) or not isinstance(statement.value, ir.Call):
        return False
    callee = statement.value.callee
    return isinstance(callee, ir.Name) and callee.id == "require"


def _module_of(statement: ir.Statement) -> str:
    if isinstance(statement, ir.Import):
        return statement.module
    if isinstance(statement, ir.Bind) and isinstance(statement.value, ir.Call):
        first = statement.value.args[0].value if statement.value.args else None
        return str(first.value) if isinstance(first, ir.Literal) else ""
    return ""


def _related_script(known: Sequence[ir.Statement], module: str) -> ir.Statement:
    """Return the last import of the same package, else the last import."""
    package = module.partition("/")[0]
    same = [item for item in known if _module_of(item).partition("/")[0] == package]
    return (same or known)[-1]


def _related(specs: Sequence[ir.Import], path: str) -> tuple[ir.Import, bool]:
    """Return the Go import that a new one goes before or after, and whether before.

    It stands among those of the same module, in the order of their paths.
    """
    owner = "/".join(path.split("/")[:3])
    same = [spec for spec in specs if spec.module.startswith(owner)]
    later = [spec for spec in same if spec.module > path]
    if later:
        return later[0], True
    return (same or specs)[-1], False


def _into_from(document: Document, statement: ir.Import, text: str) -> Edit | None:
    """Add a name to a ``from`` import: in its order where the names have one, else last."""
    names = statement.names
    ordered = list(names) == sorted(names, key=lambda item: item.imported)
    following = [item for item in names if item.imported > text] if ordered else []
    if following and "\n" not in document.slice(statement.span):
        return document.insertion(following[0].span.start, f"{text}, ")
    last = names[-1]
    at = document.skip(last.span.end, statement.span.end)
    comma = at < statement.span.end and document.text[at] == ","
    start = names[-2].span.end if len(names) > 1 else statement.module_span.end
    if "\n" not in document.text[start : last.span.start]:
        return document.insertion(last.span.end, f", {text}")
    if following:
        indent = document.indent_at(following[0].span.start)
        return document.insertion(following[0].span.start, f"{text},{document.newline}{indent}")
    if not comma:
        return document.insertion(
            last.span.end, f",{document.newline}{document.indent_at(last.span.start)}{text}"
        )
    line = f"{document.newline}{document.indent_at(last.span.start)}{text},"
    return document.insertion(document.line_end(at), line)


def _new_line(document: Document, body: tuple[ir.Statement, ...], module: str, line: str) -> Edit:
    """Write a Python import beside those of the same package, else among the first imports."""
    package = module.partition(".")[0]
    imports = [item for item in body if isinstance(item, ir.Import)]
    same = [item for item in imports if _root(item) == package]
    leading = [item for item in _leading(body) if item.module != "__future__"]
    installed = [item for item in leading if _root(item) not in sys.stdlib_module_names]
    near = same or installed or leading
    later = [item for item in near if item.module > module]
    if later and [item.module for item in near] == sorted(item.module for item in near):
        start = document.line_start(later[0].span.start)
        return document.insertion(start, f"{line}{document.newline}")
    chosen = near or _leading(body)
    if chosen:
        end = document.line_end(chosen[-1].span.end)
        return document.insertion(end, f"{document.newline}{line}")
    if body and _is_docstring(body[0]):
        end = document.line_end(body[0].span.end)
        return document.insertion(end, f"{document.newline}{document.newline}{line}")
    start = document.line_start(body[0].span.start) if body else 0
    return document.insertion(start, f"{line}{document.newline}")


def _root(statement: ir.Import) -> str:
    return statement.module.partition(".")[0]


def _leading(body: tuple[ir.Statement, ...]) -> list[ir.Import]:
    found: list[ir.Import] = []
    for statement in body:
        if isinstance(statement, ir.Import):
            found.append(statement)
        elif not _is_docstring(statement):
            break
    return found


def _is_docstring(statement: ir.Statement) -> bool:
    return (
        isinstance(statement, ir.ExpressionStatement)
        and isinstance(statement.value, ir.Literal)
        and isinstance(statement.value.value, str)
    )
