"""Rewritings of Go that leave every value what it is."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

import tree_sitter_go
from tree_sitter import Language, Node, Parser

from metamorphic.rewriting import Edits, Kept, System
from metamorphic.scripts import walk


@dataclass(frozen=True)
class Gopher:
    """One Go file, parsed."""

    path: str
    text: str
    root: Node
    offsets: tuple[int, ...]

    def range(self, node: Node) -> tuple[int, int]:
        """Return the character range of a node."""
        return self.offsets[node.start_byte], self.offsets[node.end_byte]

    def kept(self, node: Node) -> Kept:
        """Return a node as a piece."""
        return Kept(self.path, *self.range(node))

    def source(self, node: Node) -> str:
        """Return the text of a node."""
        return node.text.decode() if node.text else ""

    @property
    def package(self) -> str:
        """The name of the package."""
        match = re.search(r"^package (\w+)", self.text, re.MULTILINE)
        return match[1] if match else "main"


def gophers(system: System) -> list[Gopher]:
    """Return all Go files that parse without an error."""
    parser = Parser(Language(tree_sitter_go.language()))
    found = []
    for path, text in system.files.items():
        if path.endswith(".go"):
            data = text.encode("utf-8", "replace")
            steps = (0 if 0x80 <= byte < 0xC0 else 1 for byte in data)
            root = parser.parse(data).root_node
            if not root.has_error:
                found.append(Gopher(path, text, root, tuple(accumulate(steps, initial=0))))
    return found


def _strings(gopher: Gopher) -> Iterator[Node]:
    """Yield texts that are values: of fields, of elements, of variables, of arguments."""
    for node in walk(gopher.root):
        if node.type != "interpreted_string_literal" or node.parent is None:
            continue
        if node.parent.type in ("literal_element", "argument_list") or (
            node.parent.type == "expression_list" and _declares(node.parent.parent)
        ):
            yield node


def _declares(node: Node | None) -> bool:
    return node is not None and node.type in ("short_var_declaration", "var_spec")


def _name(edits: Edits, gopher: Gopher, stem: str) -> str:
    """Return a name that is new in the package."""
    return f"{stem}{edits.number(posixpath.dirname(gopher.path))}"


def is_header(text: str) -> bool:
    """Tell whether a text names a header of CORS, by which handlers of one's own are found."""
    return text.startswith('"Access-Control')


def hoist_strings(system: System) -> Edits:
    """Give every text a constant at the end of its file."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in _strings(gopher):
            name = _name(edits, gopher, "metaValue")
            end = len(gopher.text)
            edits.insert(gopher.path, end, f"\nconst {name} = ", gopher.kept(node), "\n")
            edits.replace(gopher.path, *gopher.range(node), name)
    return edits


def move_strings(system: System) -> Edits:
    """Move every text to a constant in another file of the package."""
    edits = Edits(system)
    for gopher in gophers(system):
        path = posixpath.join(posixpath.dirname(gopher.path), "meta_values.go")
        for node in _strings(gopher):
            if is_header(gopher.source(node)):
                continue
            if path not in edits.added:
                edits.extend(path, f"package {gopher.package}\n\n")
            name = _name(edits, gopher, "metaValue")
            edits.extend(path, f"const {name} = ", gopher.kept(node), "\n")
            edits.replace(gopher.path, *gopher.range(node), name)
    return edits


def move_strings_to_struct(system: System) -> Edits:
    """Move every text to a field of a variable in another file of the package."""
    edits = Edits(system)
    for gopher in gophers(system):
        found = [node for node in _strings(gopher) if not is_header(gopher.source(node))]
        if not found:
            continue
        stem = re.sub(r"\W", "_", posixpath.basename(gopher.path).removesuffix(".go"))
        path = posixpath.join(posixpath.dirname(gopher.path), f"meta_{stem}.go")
        names = [f"Field{index}" for index in range(len(found))]
        fields = "".join(f"\t{name} string\n" for name in names)
        edits.extend(
            path, f"package {gopher.package}\n\ntype metaType{stem} struct {{\n{fields}}}\n"
        )
        edits.extend(path, f"\nvar metaSettings{stem} = metaType{stem}{{\n")
        for name, node in zip(names, found, strict=True):
            edits.extend(path, f"\t{name}: ", gopher.kept(node), ",\n")
            edits.replace(gopher.path, *gopher.range(node), f"metaSettings{stem}.{name}")
        edits.extend(path, "}\n")
    return edits


def wrap_in_functions(system: System) -> Edits:
    """Let every text be what a function returns."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in _strings(gopher):
            name = _name(edits, gopher, "metaHelper")
            body = (f"\nfunc {name}() string {{\n\treturn ", gopher.kept(node), "\n}\n")
            edits.insert(gopher.path, len(gopher.text), *body)
            edits.replace(gopher.path, *gopher.range(node), f"{name}()")
    return edits


def as_raw_strings(system: System) -> Edits:
    """Write every text between backquotes."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in _strings(gopher):
            start, end = gopher.range(node)
            if not re.search(r"[\\`]", gopher.source(node)):
                edits.replace(
                    gopher.path, start, end, "`", Kept(gopher.path, start + 1, end - 1), "`"
                )
    return edits


def as_sums(system: System) -> Edits:
    """Write every text as the sum of two."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in _strings(gopher):
            start, end = gopher.range(node)
            if "\\" not in gopher.source(node) and end - start > 5:
                first, rest = Kept(gopher.path, start, start + 4), Kept(gopher.path, start + 4, end)
                edits.replace(gopher.path, start, end, first, '" + "', rest)
    return edits


def rename_locals(system: System) -> Edits:
    """Rename variables of functions that one declaration makes."""
    edits = Edits(system)
    for gopher in gophers(system):
        bound = Counter(gopher.source(node) for node in walk(gopher.root) if _binds(node))
        names = set()
        for node in walk(gopher.root):
            left = (
                node.child_by_field_name("left") if node.type == "short_var_declaration" else None
            )
            if left is not None:
                names |= {gopher.source(child) for child in left.named_children}
        names = {name for name in names if bound[name] == 1 and name != "_"}
        for node in walk(gopher.root):
            if node.type == "identifier" and gopher.source(node) in names and not _is_key(node):
                start, end = gopher.range(node)
                edits.replace(gopher.path, start, end, Kept(gopher.path, start, end), "Meta")
    return edits


def _is_key(node: Node) -> bool:
    element = node.parent
    pair = element.parent if element is not None else None
    keyed = pair is not None and pair.type == "keyed_element"
    return keyed and pair is not None and pair.named_children[0] == element


def _binds(node: Node) -> bool:
    parent = node.parent
    if node.type != "identifier" or parent is None:
        return False
    if parent.type == "expression_list" and parent.parent is not None:
        around = parent.parent
        declares = around.type in ("short_var_declaration", "range_clause")
        return declares and around.child_by_field_name("left") == parent
    return parent.type in (
        "parameter_declaration", "var_spec", "const_spec", "function_declaration",
        "variadic_parameter_declaration",
    ) and node != parent.child_by_field_name("value")  # fmt: skip


def rename_imports(system: System) -> Edits:
    """Import every package that has no name of its own under another name."""
    edits = Edits(system)
    for gopher in gophers(system):
        bound = {gopher.source(node) for node in walk(gopher.root) if _binds(node)}
        for node in walk(gopher.root):
            if node.type != "import_spec" or len(node.named_children) != 1:
                continue
            path = gopher.source(node)[1:-1]
            name = _package_name(path)
            used = [n for n in walk(gopher.root) if gopher.source(n) == name and _is_package(n)]
            if name in bound or not used:
                continue
            edits.insert(gopher.path, gopher.range(node)[0], f"{name}Meta ")
            for use in used:
                start, end = gopher.range(use)
                edits.replace(gopher.path, start, end, Kept(gopher.path, start, end), "Meta")
    return edits


def _package_name(path: str) -> str:
    parts = path.split("/")
    return parts[-2] if re.fullmatch(r"v\d+", parts[-1]) and len(parts) > 1 else parts[-1]


def _is_package(node: Node) -> bool:
    parent = node.parent
    if parent is None:
        return False
    if node.type == "package_identifier":
        return parent.type == "qualified_type"
    selected = (
        parent.type == "selector_expression" and parent.child_by_field_name("operand") == node
    )
    return node.type == "identifier" and selected


def reverse_fields(system: System) -> Edits:
    """Turn the order of fields round in struct literals."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in walk(gopher.root):
            fields = node.named_children
            keyed = all(field.type == "keyed_element" for field in fields)
            calls = any(n.type in ("call_expression", "func_literal") for n in walk(node))
            if node.type != "literal_value" or len(fields) < 2 or not keyed or calls:
                continue
            for one, other in zip(fields, reversed(fields), strict=True):
                edits.replace(gopher.path, *gopher.range(one), gopher.kept(other))
    return edits


def comments_between(system: System) -> Edits:
    """Put comments and empty lines between declarations, statements and fields."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in walk(gopher.root):
            if node.type in ("keyed_element", "function_declaration"):
                start = gopher.range(node)[0]
                before = gopher.text[:start].rstrip(" \t")
                if before.endswith("\n") and not _below_comment(gopher, node):
                    edits.insert(gopher.path, start, "// why\n\n\t\t")
    return edits


def _below_comment(gopher: Gopher, node: Node) -> bool:
    before = node.prev_sibling
    return before is not None and before.type == "comment"


def name_literals(system: System) -> Edits:
    """Give every struct literal that a function is called with a name."""
    edits = Edits(system)
    for gopher in gophers(system):
        taken: list[tuple[int, int]] = []
        for node in walk(gopher.root):
            parent = node.parent
            if node.type != "composite_literal" or parent is None:
                continue
            if parent.type != "argument_list":
                continue
            statement = node
            while statement.parent is not None and statement.parent.type not in (
                "block",
                "statement_list",
            ):
                statement = statement.parent
            start, end = gopher.range(node)
            inside = any(a <= start and end <= b for a, b in taken)
            head = gopher.source(statement)[: node.start_byte - statement.start_byte]
            if (
                inside
                or statement.parent is None
                or "func" in head
                or statement.type == "if_statement"
            ):
                continue
            taken.append((start, end))
            name = _name(edits, gopher, "metaOptions")
            where = gopher.range(statement)[0]
            edits.insert(gopher.path, where, f"{name} := ", gopher.kept(node), "\n\t")
            edits.replace(gopher.path, start, end, name)
    return edits
