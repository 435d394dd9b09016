"""Rewritings of values in JavaScript and TypeScript that leave every value what it is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from tree_sitter import Node  # noqa: TC002

from metamorphic.rewriting import Edits, Kept, Piece, System
from metamorphic.scripts import Script, scripts, walk

_VALUE_PARENTS = frozenset(("array", "arguments", "assignment_expression"))
_LOADERS = frozenset(("require", "import"))
SETTINGS = frozenset(
    (
        "apiDomain", "websiteDomain", "apiBasePath", "websiteBasePath", "apiGatewayPath", "origin",
        "cookieDomain", "cookieSameSite", "sessionTokenFrontendDomain", "baseURL",
        "sessionTokenBackendDomain", "tokenTransferMethod",
    )
)  # fmt: skip
# Exports that Next, SvelteKit, Astro and Remix read without running the module.
_READ_BY_TOOLS = re.compile(
    r"export\s+const\s+(config|runtime|dynamic|revalidate|prerender|ssr|csr|fetchCache|maxDuration)\b"
)
_BEFORE = frozenset(("import_statement", "comment", "hash_bang_line"))


def in_scripts(change: Callable[[Edits, Script], None]) -> Callable[[System], Edits]:
    """Make a rewriting of systems from one of scripts."""

    def rewriting(system: System) -> Edits:
        edits = Edits(system)
        for script in scripts(system):
            change(edits, script)
        return edits

    return rewriting


def strings(script: Script) -> Iterator[Node]:
    """Yield the string literals that are values, not names of modules or keys or types."""
    for node in script.nodes("string"):
        parent = node.parent
        if parent is None or not _is_value(script, node, parent):
            continue
        if not _read_by_tools(script, node):
            yield node


def _is_value(script: Script, node: Node, parent: Node) -> bool:
    if parent.type == "pair" or parent.type == "variable_declarator":
        return parent.child_by_field_name("value") == node
    if parent.type == "binary_expression":
        operator = parent.child_by_field_name("operator")
        return operator is not None and operator.type in ("??", "||")
    if parent.type == "arguments" and parent.parent is not None:
        function = parent.parent.child_by_field_name("function")
        return function is None or script.source(function) not in _LOADERS
    return parent.type in _VALUE_PARENTS


def _read_by_tools(script: Script, node: Node) -> bool:
    here: Node | None = node
    while here is not None and here.type != "export_statement":
        here = here.parent
    return here is not None and _READ_BY_TOOLS.match(script.source(here)) is not None


def after_imports(script: Script) -> int:
    """Return the offset after the imports and directives at the head of a script."""
    last = 0
    for node in script.root.children:
        directive = node.type == "expression_statement" and node.children[0].type == "string"
        if node.type == "import_statement" or directive or node.type == "hash_bang_line":
            last = node.end_byte
        elif node.type not in _BEFORE:
            break
    end = script.offsets[last]
    line = script.text.find("\n", end - script.start)
    return end if last == 0 else script.start + (line if line >= 0 else len(script.text))


def hoist_strings(edits: Edits, script: Script) -> None:
    """Give every string a constant of the module."""
    if not script.module:
        return
    top = after_imports(script)
    for node in strings(script):
        name = f"META_{edits.number(script.path)}"
        edits.insert(script.path, top, f"\nconst {name} = ", script.kept(node), ";\n")
        edits.replace(script.path, *script.range(node), name)


def _movable(script: Script) -> Iterator[Node]:
    """Yield strings except names of headers, by which files that handle them are found."""
    for node in strings(script):
        if not re.match(r"authorization|access-control-", script.source(node)[1:], re.IGNORECASE):
            yield node


def new_module(edits: Edits, script: Script) -> tuple[str, str]:
    """Return the path of a module that is new in the script's package, and how to import it."""
    folder = posixpath.dirname(script.path)
    home = folder
    while home and posixpath.join(home, "package.json") not in edits.system.files:
        home = posixpath.dirname(home)
    if not home and "package.json" not in edits.system.files:
        home = folder
    own = PurePosixPath(script.path).suffix
    plain = ".ts" if script.typed else ".js"
    suffix = {".tsx": ".ts", ".jsx": ".js", ".vue": plain, ".svelte": plain}.get(own, own)
    number = len(edits.added)
    path = posixpath.join(home, f"meta_values_{number}{suffix}")
    relative = posixpath.relpath(path, folder or ".")
    specifier = relative if relative.startswith(".") else f"./{relative}"
    return path, specifier.removesuffix(".ts")


def _import(edits: Edits, script: Script, clause: str, specifier: str) -> None:
    if script.module == "es":
        text = f'import {clause} from "{specifier}";'
    else:
        text = f'const {clause.replace(" as ", ": ")} = require("{specifier}");'
    edits.insert(script.path, after_imports(script), f"\n{text}\n")


def move_strings(edits: Edits, script: Script) -> None:
    """Move every string to a constant that a module of its own exports."""
    found = list(_movable(script))
    if not script.module or not found:
        return
    path, specifier = new_module(edits, script)
    names = []
    for index, node in enumerate(found):
        name = f"META_{index}"
        names.append(name)
        export = "export const" if script.module == "es" else "const"
        edits.extend(path, f"{export} {name} = ", script.kept(node), ";\n")
        edits.replace(script.path, *script.range(node), name)
    if script.module != "es":
        edits.extend(path, f"module.exports = {{ {', '.join(names)} }};\n")
    _import(edits, script, f"{{ {', '.join(names)} }}", specifier)


def move_strings_to_members(edits: Edits, script: Script) -> None:
    """Move every string to a member of an object that a module of its own exports as default."""
    found = list(_movable(script))
    if not script.module or not found:
        return
    path, specifier = new_module(edits, script)
    edits.extend(path, "const settings = {\n")
    for index, node in enumerate(found):
        edits.extend(path, f"  meta{index}: ", script.kept(node), ",\n")
        edits.replace(script.path, *script.range(node), f"metaSettings.meta{index}")
    last = "export default settings;" if script.module == "es" else "module.exports = settings;"
    edits.extend(path, f"}};\n{last}\n")
    _import(edits, script, "metaSettings", specifier)


def move_strings_behind_barrel(edits: Edits, script: Script) -> None:
    """Move every string to a module that another one exports again under other names."""
    found = list(_movable(script))
    if script.module != "es" or not found:
        return
    path, _ = new_module(edits, script)
    inner = f"./{PurePosixPath(path).name}".removesuffix(".ts")
    for index, node in enumerate(found):
        edits.extend(path, f"export const INNER_{index} = ", script.kept(node), ";\n")
        edits.replace(script.path, *script.range(node), f"META_{index}")
    barrel, specifier = new_module(edits, script)
    renamed = ", ".join(f"INNER_{index} as META_{index}" for index in range(len(found)))
    edits.extend(barrel, f'export {{ {renamed} }} from "{inner}";\n')
    _import(edits, script, f"{{ {', '.join(f'META_{i}' for i in range(len(found)))} }}", specifier)


def wrap_in_functions(edits: Edits, script: Script) -> None:
    """Let every string be what a function declared at the end of the file returns."""
    end = script.start + len(script.text)
    for node in strings(script):
        name = f"metaHelper{edits.number(script.path)}"
        body = ("{\n  return ", script.kept(node), ";\n}\n")
        edits.insert(script.path, end, f"\nfunction {name}() ", *body)
        edits.replace(script.path, *script.range(node), f"{name}()")


def wrap_in_arrows(edits: Edits, script: Script) -> None:
    """Let every string be what an arrow function returns that takes the string."""
    if not script.module:
        return
    typed = "value: string" if script.typed else "value"
    used = False
    for node in strings(script):
        used = True
        edits.replace(script.path, *script.range(node), "metaIdentity(", script.kept(node), ")")
    if used:
        text = f"\nconst metaIdentity = ({typed}) => value;\n"
        edits.insert(script.path, after_imports(script), text)


def _inner(script: Script, node: Node) -> Kept:
    start, end = script.range(node)
    return Kept(script.path, start + 1, end - 1)


def as_templates(edits: Edits, script: Script) -> None:
    """Write every string as a template."""
    for node in strings(script):
        if not re.search(r"[`\\$]", script.source(node)):
            edits.replace(script.path, *script.range(node), "`", _inner(script, node), "`")


def _between_words(source: str, start: int) -> int | None:
    """Return a place inside of a string in quotes at which no word, or name of a header, ends.

    Files are found by words that stand in them: a word that is torn apart is not found.
    """
    match = re.search(r"(?<=[/:,. ])(?=\w)|(?<=\w)(?=[/:,. ])", source[1:-1])
    return None if match is None or "\\" in source else start + 1 + match.start()


def as_templates_with_parts(edits: Edits, script: Script) -> None:
    """Write every string as a template whose parts are expressions."""
    for node in strings(script):
        start, end = script.range(node)
        middle = _between_words(script.source(node), start)
        if middle is None or re.search(r"[`$]", script.source(node)):
            continue
        first, rest = Kept(script.path, start + 1, middle), Kept(script.path, middle, end - 1)
        edits.replace(script.path, start, end, '`${"', first, '"}', rest, "`")


def as_sums(edits: Edits, script: Script) -> None:
    """Write every string as the sum of two."""
    for node in strings(script):
        start, end = script.range(node)
        middle = _between_words(script.source(node), start)
        if middle is None:
            continue
        quote = script.source(node)[0]
        first, rest = Kept(script.path, start, middle), Kept(script.path, middle, end)
        edits.replace(script.path, start, end, "(", first, f"{quote} + {quote}", rest, ")")


def as_defaults(edits: Edits, script: Script) -> None:
    """Let every string be the default of a variable that nobody sets."""
    environment, prefix = "process.env", "NEXT_PUBLIC_"
    if "import.meta.env" in script.text:
        environment, prefix = "import.meta.env", "VITE_"
    for node in strings(script):
        parent = node.parent
        key = None if parent is None else parent.child_by_field_name("key")
        if key is not None and script.source(key) in SETTINGS:
            variable = f"{environment}.{prefix}META_UNSET_{edits.number('')}"
            edits.replace(script.path, *script.range(node), f"{variable} ?? ", script.kept(node))


def with_types(edits: Edits, script: Script) -> None:
    """Put assertions of TypeScript around every string."""
    if not script.typed:
        return
    forms: list[tuple[str, str]] = [("(", " as string)"), ("(", "!)"), ("(", " satisfies string)")]
    for index, node in enumerate(strings(script)):
        before, after = forms[index % 3]
        edits.replace(script.path, *script.range(node), before, script.kept(node), after)


# --- objects -------------------------------------------------------------------------------------


def _options(script: Script) -> Iterator[Node]:
    """Yield the object literals that calls take."""
    for node in script.nodes("object"):
        if node.parent is not None and node.parent.type == "arguments":
            yield node


def _statement(node: Node) -> Node | None:
    """Return the statement that a node is evaluated in first of all functions around it."""
    here: Node | None = node
    while here is not None and here.parent is not None:
        if here.parent.type in ("program", "statement_block"):
            return here if here.type != "import_statement" else None
        if "function" in here.type or here.type in ("class_body", "method_definition"):
            return None
        here = here.parent
    return None


def spread_options(edits: Edits, script: Script) -> None:
    """Give every object that a call takes a name and spread it."""
    _named_options(edits, script, lambda name: ("{ ...", name, " }"))


def name_options(edits: Edits, script: Script) -> None:
    """Give every object that a call takes a name."""
    _named_options(edits, script, lambda name: (name,))


def assign_options(edits: Edits, script: Script) -> None:
    """Copy every object that a call takes with Object.assign."""
    for node in _options(script):
        call = ("Object.assign({}, ", script.kept(node), ")")
        edits.replace(script.path, *script.range(node), *call)


def _named_options(edits: Edits, script: Script, use: Callable[[str], tuple[Piece, ...]]) -> None:
    if script.module != "es":
        return
    taken: list[tuple[int, int]] = []
    for node in _options(script):
        statement = _statement(node)
        start, end = script.range(node)
        if statement is None or any(a <= start and end <= b for a, b in taken):
            continue
        if _awaits(statement, node):
            continue
        taken.append((start, end))
        name = f"metaOptions{edits.number(script.path)}"
        where = script.offsets[statement.start_byte]
        edits.insert(script.path, where, f"const {name} = ", script.kept(node), ";\n")
        edits.replace(script.path, start, end, *use(name))


def _awaits(statement: Node, node: Node) -> bool:
    """Tell whether something before the object may change what it is made from."""
    before = [n for n in walk(statement) if n.end_byte <= node.start_byte]
    return any(n.type in ("call_expression", "await_expression") for n in before)


def return_options(edits: Edits, script: Script) -> None:
    """Let a function return every object that a call takes."""
    if not script.module:
        return
    for node in _options(script):
        text = script.source(node)
        if re.search(r"\b(this|await|arguments|yield)\b", text):
            continue
        edits.replace(script.path, *script.range(node), "(() => (", script.kept(node), "))()")


def return_settings(edits: Edits, script: Script) -> None:
    """Let a function declared in the module return every object that an init takes."""
    if script.module != "es":
        return
    end = script.start + len(script.text)
    taken: list[tuple[int, int]] = []
    for node in _options(script):
        statement = _statement(node)
        start, stop = script.range(node)
        inside = any(a <= start and stop <= b for a, b in taken)
        if statement is None or statement.parent is None or inside:
            continue
        if statement.parent.type != "program" or "await" in script.source(node):
            continue
        taken.append((start, stop))
        name = f"metaSettings{edits.number(script.path)}"
        body = ("{\n  return ", script.kept(node), ";\n}\n")
        edits.insert(script.path, end, f"\nfunction {name}() ", *body)
        edits.replace(script.path, start, stop, f"{name}()")
