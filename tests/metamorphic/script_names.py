"""Rewritings of names, imports and layout in JavaScript and TypeScript."""

from __future__ import annotations

import re
from collections import Counter

from tree_sitter import Node  # noqa: TC002

from metamorphic.rewriting import Edits, Kept
from metamorphic.script_values import after_imports, new_module
from metamorphic.scripts import Script, walk

SUFFIX = "Meta"
_NAMES = frozenset(
    (
        "identifier",
        "shorthand_property_identifier",
        "shorthand_property_identifier_pattern",
        "type_identifier",
    )
)
_RENAMED = ("variable_declarator", "function_declaration", "class_declaration")
_MATTERS = re.compile(r"supertokens|axios$|cors$|@koa/cors$|@fastify/cors$|hono/cors$")
_PURE = frozenset(
    ("string", "number", "true", "false", "null", "identifier", "arrow_function", "undefined")
)


def rename_locals(edits: Edits, script: Script) -> None:
    """Rename everything that is declared once and not exported."""
    if not script.whole or not script.module:
        return
    declared = []
    for node in script.nodes(*_RENAMED):
        name = node.child_by_field_name("name")
        around = (
            node.parent
            if node.type != "variable_declarator"
            else (node.parent and node.parent.parent)
        )
        if name is None or name.type not in _NAMES or around is None:
            continue
        if around.type != "export_statement":
            declared.append(script.source(name))
    _rename(edits, script, set(declared))


def rename_imports(edits: Edits, script: Script) -> None:
    """Import everything under another name, but what Nest injects by the names of classes."""
    if not script.whole or "@nestjs/" in script.text:
        return
    names: set[str] = set()
    for node in script.nodes("import_clause", "namespace_import", "import_specifier"):
        last = [child for child in node.named_children if child.type == "identifier"][-1:]
        names.update(script.source(child) for child in last)
    _rename(edits, script, names)


def _rename(edits: Edits, script: Script, names: set[str]) -> None:
    """Rename identifiers of a script, each of which must be bound in one place only."""
    bound = Counter(script.source(n) for n in walk(script.root) if _binds(n))
    names = {n for n in names if bound[n] == 1 and n not in ("React", "h", "Fragment")}
    exported = {
        script.source(n) for s in script.nodes("export_specifier") for n in s.named_children
    }
    for node in walk(script.root):
        name = script.source(node) if node.type in _NAMES else ""
        if name not in names - exported:
            continue
        new = f"{name}{SUFFIX}"
        start, end = script.range(node)
        specifier = node.parent if node.parent and node.parent.type == "import_specifier" else None
        if node.type.startswith("shorthand"):
            edits.replace(script.path, start, end, f"{name}: ", new)
        elif specifier is not None and len(specifier.named_children) == 1:
            edits.replace(script.path, start, end, f"{name} as ", new)
        elif specifier is None or specifier.named_children[-1] == node:
            edits.replace(script.path, start, end, Kept(script.path, start, end), SUFFIX)


def _binds(node: Node) -> bool:
    """Tell whether a name is bound here, in a declaration, a pattern, a parameter or an import."""
    parent = node.parent
    if parent is None or node.type not in _NAMES:
        return False
    if node.type == "shorthand_property_identifier_pattern":
        return True
    if parent.type in ("import_clause", "namespace_import", "formal_parameters", "array_pattern"):
        return True
    if parent.type == "import_specifier":
        return parent.named_children[-1] == node
    if parent.type in ("required_parameter", "optional_parameter", "rest_pattern", "catch_clause"):
        return True
    if parent.type == "arrow_function":
        return parent.child_by_field_name("parameter") == node
    if parent.type in ("pair_pattern", "object_assignment_pattern", "assignment_pattern"):
        return True
    if parent.type == "for_in_statement":
        return parent.child_by_field_name("left") == node
    named = (*_RENAMED, "generator_function_declaration", "function_expression", "class")
    return parent.type in named and parent.child_by_field_name("name") == node


def import_through_barrels(edits: Edits, script: Script) -> None:
    """Import packages that matter through a module of the project that exports them again."""
    for node in script.nodes("import_statement"):
        source = node.child_by_field_name("source")
        clauses = [child for child in node.children if child.type == "import_clause"]
        if source is None or not clauses or not _MATTERS.match(script.source(source)[1:-1]):
            continue
        if script.source(node).startswith("import type"):
            continue
        path, specifier = new_module(edits, script)
        package = script.source(source)
        for part in clauses[0].named_children:
            text = "export * from"
            if part.type == "identifier":
                text = "export { default } from"
            elif part.type == "named_imports":
                names = [n.child_by_field_name("name") for n in part.named_children]
                text = f"export {{ {', '.join(script.source(n) for n in names if n)} }} from"
            edits.extend(path, f"{text} {package};\n")
        edits.replace(script.path, *script.range(source), f'"{specifier}"')


def write_out_shorthands(edits: Edits, script: Script) -> None:
    """Write ``{ a }`` as ``{ a: a }``."""
    for node in script.nodes("shorthand_property_identifier"):
        edits.insert(script.path, script.range(node)[1], f": {script.source(node)}")


def quote_keys(edits: Edits, script: Script) -> None:
    """Write keys as strings, every other one as a computed one."""
    for index, node in enumerate(script.nodes("pair")):
        key = node.child_by_field_name("key")
        if key is not None and key.type == "property_identifier":
            before, after = ('"', '"') if index % 2 else ('["', '"]')
            edits.replace(script.path, *script.range(key), before, script.kept(key), after)


def reverse_keys(edits: Edits, script: Script) -> None:
    """Turn the order of the keys in objects without effects round."""
    for node in script.nodes("object"):
        pairs = node.named_children
        keys = [pair.child_by_field_name("key") for pair in pairs if pair.type == "pair"]
        names = {script.source(key) for key in keys if key is not None}
        plain = all(_is_pure(pair) for pair in pairs)
        if len(pairs) < 2 or len(names) != len(pairs) or not plain:
            continue
        for one, other in zip(pairs, reversed(pairs), strict=True):
            edits.replace(script.path, *script.range(one), script.kept(other))


def _is_pure(pair: Node) -> bool:
    value = pair.child_by_field_name("value")
    if pair.type != "pair" or value is None:
        return False
    if value.type in ("object", "array"):
        inside = [n.type for n in walk(value)]
        return not {"call_expression", "new_expression", "spread_element"} & set(inside)
    return value.type in _PURE


def brackets_for_dots(edits: Edits, script: Script) -> None:
    """Write members of calls as ``a["b"]()``, except where ports are found by their words."""
    for node in script.nodes("member_expression"):
        name = node.child_by_field_name("property")
        if name is None or node.parent is None or node.parent.type != "call_expression":
            continue
        if name.type != "property_identifier" or len(node.children) != 3:
            continue
        if script.source(name) == "listen":
            continue
        dot = node.children[1]
        edits.replace(script.path, *script.range(dot), "[")
        edits.replace(script.path, *script.range(name), '"', script.kept(name), '"]')


def blocks_for_arrows(edits: Edits, script: Script) -> None:
    """Write bodies of arrow functions that are expressions as blocks."""
    for node in script.nodes("arrow_function"):
        body = node.child_by_field_name("body")
        if body is not None and body.type != "statement_block":
            edits.replace(script.path, *script.range(body), "{ return ", script.kept(body), "; }")


def steps_as_functions(edits: Edits, script: Script) -> None:
    """Put every call that is a statement of the module into a function that is called there."""
    if not script.module:
        return
    for node in script.root.children:
        first = node.children[0].type if node.type == "expression_statement" else ""
        if first != "call_expression" or re.search(r"\bawait\b", script.source(node)):
            continue
        name = f"metaStep{edits.number(script.path)}"
        text = (f"function {name}() {{\n  ", script.kept(node), f"\n}}\n{name}();")
        edits.replace(script.path, *script.range(node), *text)


def steps_in_one_function(edits: Edits, script: Script) -> None:
    """Put the calls at the end of a module into one function."""
    if not script.module:
        return
    last = []
    for node in reversed(script.root.children):
        first = node.children[0].type if node.type == "expression_statement" else ""
        if first != "call_expression" or re.search(r"\bawait\b", script.source(node)):
            break
        last.append(node)
    if last:
        start, end = script.range(last[-1])[0], script.range(last[0])[1]
        edits.insert(script.path, start, "const metaMain = () => {\n")
        edits.insert(script.path, end, "\n};\nmetaMain();\n")


# --- layout --------------------------------------------------------------------------------------

_BROKEN = frozenset(("arguments", "array", "object", "named_imports"))


def other_quotes(edits: Edits, script: Script) -> None:
    """Use the other quotes for every string."""
    for node in script.nodes("string"):
        text = script.source(node)
        parent = node.parent
        if "\\" in text or '"' in text[1:-1] or "'" in text[1:-1]:
            continue
        if parent is not None and parent.type == "jsx_attribute":
            continue
        quote = "'" if text[0] == '"' else '"'
        inner = Kept(script.path, script.range(node)[0] + 1, script.range(node)[1] - 1)
        edits.replace(script.path, *script.range(node), quote, inner, quote)


def without_semicolons(edits: Edits, script: Script) -> None:
    """Leave out semicolons at ends of lines where the next line cannot go on."""
    for node in script.nodes(";"):
        if node.parent is not None and node.parent.type in ("for_statement", "class_body"):
            continue
        start, end = script.range(node)
        rest = script.text[end - script.start :]
        if re.match(r"[ \t]*\n\s*[^\s(\[`+\-/*.,<?:&|=!]", rest) or not rest.strip():
            edits.replace(script.path, start, end)


def more_lines(edits: Edits, script: Script) -> None:
    """Put every element of calls, lists, objects and imports on a line of its own."""
    for node in script.nodes(*_BROKEN):
        for child in node.children[:-1]:
            if child.type in ("(", "[", "{", ","):
                edits.insert(script.path, script.range(child)[1], "\n\t\t")


def fewer_lines(edits: Edits, script: Script) -> None:
    """Put calls, lists, objects and imports on one line."""
    for node in script.nodes(*_BROKEN):
        for one, other in zip(node.children, node.children[1:], strict=False):
            start, end = script.range(one)[1], script.range(other)[0]
            gap = script.text[start - script.start : end - script.start]
            if one.type != "comment" and "\n" in gap and not gap.strip():
                edits.replace(script.path, start, end, " ")


def comments_between(edits: Edits, script: Script) -> None:
    """Put comments and empty lines between statements, elements and arguments."""
    for node in script.nodes("program", "statement_block"):
        for child in node.named_children:
            if child.type != "comment" and not _follows_comment(child):
                edits.insert(script.path, script.range(child)[0], "/* why */ ")
    for node in script.nodes("arguments", "array", "object"):
        for child in node.children[:-1]:
            if child.type in ("(", "[", "{", ","):
                edits.insert(script.path, script.range(child)[1], " /* so */ ")
    edits.insert(script.path, after_imports(script), "\n\n// and more\n\n")


def _follows_comment(node: Node) -> bool:
    before = node.prev_sibling
    return before is not None and before.type == "comment"
