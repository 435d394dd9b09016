"""Rewritings of Go across packages and lines."""

from __future__ import annotations

import posixpath
import re

from metamorphic.gophers import Gopher, _strings, gophers, is_header
from metamorphic.rewriting import Edits, System
from metamorphic.scripts import walk

_LISTS = frozenset(("argument_list", "literal_value", "parameter_list"))


def move_strings_to_package(system: System) -> Edits:
    """Move every text to a constant of another package of the module."""
    edits = Edits(system)
    for number, gopher in enumerate(gophers(system)):
        home = _package_for(system, gopher, number)
        found = [node for node in _strings(gopher) if not is_header(gopher.source(node))]
        clause = re.search(r"^package \w+.*\n", gopher.text, re.MULTILINE)
        if home is None or not found or clause is None:
            continue
        path, imported = home
        name = f"metavalues{number}"
        edits.extend(path, f"package {name}\n\n")
        edits.insert(gopher.path, clause.end(), f'\nimport "{imported}"\n')
        for index, node in enumerate(found):
            edits.extend(path, f"const Value{index} = ", gopher.kept(node), "\n")
            edits.replace(gopher.path, *gopher.range(node), f"{name}.Value{index}")
    return edits


def _package_for(system: System, gopher: Gopher, number: int) -> tuple[str, str] | None:
    """Return the file and the import path of a new package in the module of a file."""
    folder = posixpath.dirname(gopher.path)
    while True:
        manifest = system.files.get(posixpath.join(folder, "go.mod"))
        if manifest is not None:
            module = re.search(r"^module\s+(\S+)", manifest, re.MULTILINE)
            name = f"metavalues{number}"
            path = posixpath.join(folder, "internal", name, "values.go")
            return None if module is None else (path, f"{module[1]}/internal/{name}")
        if not folder:
            return None
        folder = posixpath.dirname(folder)


def more_lines(system: System) -> Edits:
    """Break lines after every comma and opening bracket of arguments, literals and parameters."""
    edits = Edits(system)
    for gopher in gophers(system):
        for node in walk(gopher.root):
            if node.type not in _LISTS or not node.named_children:
                continue
            for child in node.children:
                if child.type in (",", "(", "{"):
                    edits.insert(gopher.path, gopher.range(child)[1], "\n\t\t\t")
    return edits
