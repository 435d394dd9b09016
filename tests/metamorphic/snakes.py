"""Rewritings of Python that leave every value what it is.

Ranges come from the standard library's ``ast``, so that nothing is shared with the linter's reader.
"""

from __future__ import annotations

import ast
import posixpath
import re
import subprocess
import symtable
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate

from metamorphic.rewriting import Edits, Kept, System

# Django's settings and Alembic's and the like are found by their names.
_NAMED_BY_TOOLS = re.compile(r"settings|urls|wsgi|asgi|apps|manage|conf")


@dataclass(frozen=True)
class Snake:
    """One Python module, parsed."""

    path: str
    text: str
    tree: ast.Module
    lines: tuple[int, ...]

    def offset(self, line: int, column: int) -> int:
        """Return the character offset of a line and a column that counts bytes of UTF-8."""
        start = self.lines[line - 1]
        rest = self.text[start:].encode()[:column]
        return start + len(rest.decode())

    def range(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> tuple[int, int]:
        """Return the character range of a node."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        start = self.offset(node.lineno, node.col_offset)
        return start, self.offset(node.end_lineno, node.end_col_offset)

    def kept(self, node: ast.expr | ast.stmt | ast.keyword | ast.alias) -> Kept:
        """Return a node as a piece."""
        return Kept(self.path, *self.range(node))

    @property
    def after_imports(self) -> int:
        """The offset of the line after the imports at the head of the module."""
        last = 0
        for node in self.tree.body:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            if not isinstance(node, ast.Import | ast.ImportFrom) and not docstring:
                break
            last = node.end_lineno or 0
        return self.lines[last] if last < len(self.lines) else len(self.text)


def snakes(system: System) -> list[Snake]:
    """Return all Python modules that parse."""
    found = []
    for path, text in system.files.items():
        if not path.endswith(".py"):
            continue
        try:
            tree = ast.parse(text)
        except SyntaxError:
            continue
        lines = text.splitlines(keepends=True)
        found.append(Snake(path, text, tree, tuple(accumulate(map(len, lines), initial=0))))
    return found


def _strings(snake: Snake) -> Iterator[ast.Constant]:
    """Yield texts given to calls, kept in lists and bound to names."""
    inside = {
        id(part)
        for node in ast.walk(snake.tree)
        if isinstance(node, ast.JoinedStr)
        for part in ast.walk(node)
    }
    for node in ast.walk(snake.tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call):
            values = [keyword.value for keyword in node.keywords]
        elif isinstance(node, ast.List | ast.Tuple):
            values = node.elts
        elif isinstance(node, ast.Assign):
            names = [t.id for t in node.targets if isinstance(t, ast.Name)]
            values = [] if "__all__" in names else [node.value]
        elif isinstance(node, ast.Dict):
            values = node.values
        for value in values:
            plain = isinstance(value, ast.Constant) and isinstance(value.value, str)
            if plain and id(value) not in inside and value.lineno == value.end_lineno:
                assert isinstance(value, ast.Constant)
                yield value


def hoist_strings(system: System) -> Edits:
    """Give every text a constant of the module."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in _strings(snake):
            name = f"META_{edits.number(snake.path)}"
            edits.insert(snake.path, snake.after_imports, f"{name} = ", snake.kept(node), "\n")
            edits.replace(snake.path, *snake.range(node), name)
    return edits


def _new_module(edits: Edits, snake: Snake) -> tuple[str, str]:
    """Return the path of a module beside another one, and how that one imports it."""
    folder = posixpath.dirname(snake.path)
    name = f"meta_values_{len(edits.added)}"
    package = posixpath.join(folder, "__init__.py") in edits.system.files
    relative = package or re.search(r"^from \.", snake.text, re.MULTILINE) is not None
    return posixpath.join(folder, f"{name}.py"), f"{'.' if relative else ''}{name}"


def move_strings(system: System) -> Edits:
    """Move every text to a constant of a module beside."""
    edits = Edits(system)
    for snake in snakes(system):
        found = list(_strings(snake))
        if not found or re.search(r"^import \.", snake.text):
            continue
        path, module = _new_module(edits, snake)
        for index, node in enumerate(found):
            edits.extend(path, f"META_{index} = ", snake.kept(node), "\n")
            edits.replace(snake.path, *snake.range(node), f"META_{index}")
        names = ", ".join(f"META_{index}" for index in range(len(found)))
        edits.insert(snake.path, snake.after_imports, f"from {module} import {names}\n")
    return edits


def move_strings_to_class(system: System) -> Edits:
    """Move every text to a field of an object that a module beside makes."""
    edits = Edits(system)
    for snake in snakes(system):
        found = list(_strings(snake))
        if not found:
            continue
        path, module = _new_module(edits, snake)
        edits.extend(path, "class Settings:\n")
        for index, node in enumerate(found):
            edits.extend(path, f"    meta_{index}: str = ", snake.kept(node), "\n")
            edits.replace(snake.path, *snake.range(node), f"meta_settings.meta_{index}")
        edits.extend(path, "\n\nsettings = Settings()\n")
        line = f"from {module} import settings as meta_settings\n"
        edits.insert(snake.path, snake.after_imports, line)
    return edits


def wrap_in_functions(system: System) -> Edits:
    """Let every text be what a function returns."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in _strings(snake):
            name = f"meta_helper_{edits.number(snake.path)}"
            head = f"def {name}():\n    return "
            edits.insert(snake.path, snake.after_imports, head, snake.kept(node), "\n\n")
            edits.replace(snake.path, *snake.range(node), f"{name}()")
    return edits


def _written(change: Callable[[Edits, Snake, ast.Constant], None]) -> Callable[[System], Edits]:
    def rewriting(system: System) -> Edits:
        edits = Edits(system)
        for snake in snakes(system):
            for node in _strings(snake):
                change(edits, snake, node)
        return edits

    return rewriting


def _as_f_string(edits: Edits, snake: Snake, node: ast.Constant) -> None:
    start, end = snake.range(node)
    if not re.search(r"[{}\\]", snake.text[start:end]) and snake.text[start] in "'\"":
        edits.replace(snake.path, start, end, "f", snake.kept(node))


def _as_sum(edits: Edits, snake: Snake, node: ast.Constant) -> None:
    start, end = snake.range(node)
    if "\\" in snake.text[start:end] or end - start < 6 or snake.text[start] not in "'\"":
        return
    quote = snake.text[start]
    first, rest = Kept(snake.path, start, start + 4), Kept(snake.path, start + 4, end)
    edits.replace(snake.path, start, end, "(", first, f"{quote} + {quote}", rest, ")")


def _as_default(edits: Edits, snake: Snake, node: ast.Constant) -> None:
    name = f"META_UNSET_{edits.number(snake.path)}"
    if name.endswith("_0"):
        edits.insert(snake.path, snake.after_imports, "import os as meta_os\n")
    call = (f'meta_os.getenv("{name}", ', snake.kept(node), ")")
    edits.replace(snake.path, *snake.range(node), *call)


as_f_strings = _written(_as_f_string)
as_sums = _written(_as_sum)
as_defaults = _written(_as_default)


def rename_imports(system: System) -> Edits:
    """Import everything under another name."""
    edits = Edits(system)
    for snake in snakes(system):
        if _NAMED_BY_TOOLS.search(posixpath.basename(snake.path)):
            continue
        names = set()
        for node in snake.tree.body:
            if isinstance(node, ast.ImportFrom) and node.module != "__future__":
                names |= {a.name for a in node.names if a.asname is None and a.name != "*"}
        _rename(edits, snake, names)
        for node in snake.tree.body:
            for alias in node.names if isinstance(node, ast.ImportFrom) else ():
                if alias.name in _free(snake, names) and alias.asname is None:
                    end = snake.range(alias)[1]
                    edits.insert(snake.path, end, f" as {alias.name}_meta")
    return edits


def rename_locals(system: System) -> Edits:
    """Rename what functions bind."""
    edits = Edits(system)
    for snake in snakes(system):
        stored = [
            n.id
            for n in ast.walk(snake.tree)
            if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)
        ]
        table = symtable.symtable(snake.text, snake.path, "exec")
        top = {symbol.get_name() for symbol in table.get_symbols()}
        defined = {
            n.name for n in ast.walk(snake.tree) if isinstance(n, ast.ClassDef | ast.FunctionDef)
        }
        fields = {
            t.id
            for n in ast.walk(snake.tree)
            if isinstance(n, ast.ClassDef)
            for s in n.body
            for t in ast.walk(s)
            if isinstance(t, ast.Name)
        }
        _rename(edits, snake, set(stored) - top - defined - fields)
    return edits


def _free(snake: Snake, names: set[str]) -> set[str]:
    """Return those of some names that mean the same everywhere in a module."""
    taken: set[str] = set()
    pending = [symtable.symtable(snake.text, snake.path, "exec")]
    while pending:
        table = pending.pop()
        pending.extend(table.get_children())
        if table.get_type() != "module":
            taken |= {s.get_name() for s in table.get_symbols() if s.is_parameter()}
    words = {n.value for n in ast.walk(snake.tree) if isinstance(n, ast.Constant)}
    return {name for name in names if name not in taken and name not in words}


def _rename(edits: Edits, snake: Snake, names: set[str]) -> None:
    free = _free(snake, names)
    for node in ast.walk(snake.tree):
        if isinstance(node, ast.Name) and node.id in free:
            start, end = snake.range(node)
            edits.replace(snake.path, start, end, Kept(snake.path, start, end), "_meta")


def modules_for_names(system: System) -> Edits:
    """Import modules and read members instead of importing names from packages."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in snake.tree.body:
            if not isinstance(node, ast.ImportFrom) or node.level or node.module is None:
                continue
            names = {a.name for a in node.names if a.asname is None}
            if not node.module.startswith("supertokens_python") or len(names) < len(node.names):
                continue
            if names - _free(snake, names) or any(
                n.islower() and _is_module(node.module, n) for n in names
            ):
                continue
            local = f"meta_{node.module.replace('.', '_')}"
            edits.replace(snake.path, *snake.range(node), f"import {node.module} as {local}")
            for use in ast.walk(snake.tree):
                if isinstance(use, ast.Name) and use.id in names:
                    edits.insert(snake.path, snake.range(use)[0], f"{local}.")
    return edits


def _is_module(package: str, name: str) -> bool:
    return package.endswith("recipe") or (package, name) == ("supertokens_python", "recipe")


def spread_keywords(system: System) -> Edits:
    """Give the keywords of every call that is a statement in a dictionary."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in snake.tree.body:
            if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
                continue
            call = node.value
            if len(call.keywords) < 2 or any(k.arg is None for k in call.keywords):
                continue
            name = f"meta_options_{edits.number(snake.path)}"
            where = snake.range(node)[0]
            edits.insert(snake.path, where, f"{name} = dict(\n")
            for keyword in call.keywords:
                edits.insert(snake.path, where, "    ", snake.kept(keyword), ",\n")
            edits.insert(snake.path, where, ")\n")
            start, end = snake.range(call.keywords[0])[0], snake.range(call.keywords[-1])[1]
            edits.replace(snake.path, start, end, f"**{name}")
    return edits


def reverse_keywords(system: System) -> Edits:
    """Turn the order of keywords round where their values have no effects."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in ast.walk(snake.tree):
            if not isinstance(node, ast.Call) or len(node.keywords) < 2:
                continue
            pure = (ast.Constant, ast.Name, ast.Attribute)
            if all(k.arg is not None and isinstance(k.value, pure) for k in node.keywords):
                for one, other in zip(node.keywords, reversed(node.keywords), strict=True):
                    edits.replace(snake.path, *snake.range(one), snake.kept(other))
    return edits


def name_arguments(system: System) -> Edits:
    """Give the value of every keyword a name before the statement that uses it."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in snake.tree.body:
            if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
                continue
            for keyword in node.value.keywords:
                name = f"meta_value_{edits.number(snake.path)}"
                where = snake.range(node)[0]
                edits.insert(snake.path, where, f"{name} = ", snake.kept(keyword.value), "\n")
                edits.replace(snake.path, *snake.range(keyword.value), name)
    return edits


def steps_as_functions(system: System) -> Edits:
    """Put every call that is a statement of a module into a function that is called there."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in snake.tree.body:
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
                name = f"meta_step_{edits.number(snake.path)}"
                text = (f"def {name}():\n    ", snake.kept(node), f"\n\n{name}()")
                edits.replace(snake.path, *snake.range(node), *text)
    return edits


def comments_between(system: System) -> Edits:
    """Put comments and empty lines between statements and keywords."""
    edits = Edits(system)
    for snake in snakes(system):
        for node in snake.tree.body[1:]:
            decorated = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
            if not decorated and not snake.text[: snake.range(node)[0]].rstrip().endswith(";"):
                line = snake.lines[node.lineno - 1]
                edits.insert(snake.path, line, "\n\n# why\n")
        for call in ast.walk(snake.tree):
            for keyword in call.keywords if isinstance(call, ast.Call) else ():
                edits.insert(snake.path, snake.range(keyword)[0], "# so\n\n        ")
    return edits


def formatted(system: System) -> System:
    """Let ruff format every module with other settings than anybody would choose."""
    return _formatted(system, "--line-length=40", "--config=format.quote-style='single'")


def formatted_wide(system: System) -> System:
    """Let ruff put as much on one line as goes there."""
    return _formatted(system, "--line-length=320", "--config=format.skip-magic-trailing-comma=true")


def _formatted(system: System, *options: str) -> System:
    files = dict(system.files)
    for snake in snakes(system):
        command = [sys.executable, "-m", "ruff", "format", "--isolated", *options, "-"]
        run = subprocess.run(command, input=snake.text, capture_output=True, text=True, check=True)
        files[snake.path] = run.stdout
    return replace(system, files=files)
