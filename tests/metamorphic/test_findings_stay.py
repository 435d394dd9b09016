"""Programs that do the same get the same findings, however they are written.

Every system of ``fixtures`` is rewritten in a way that changes nothing of what it does. What is
found in it must be the same: code, severity, environments and message, at the same place.
``SUPERTOKENS_LINT_METAMORPHIC_CASES`` is how many systems each rewriting is tried on; 0 is all.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from expectations import SIDECAR
from histories import SIDECAR as EARLIER
from metamorphic import gopher_files, gophers, plain, script_names, script_values, snakes
from metamorphic.comparing import Found, differences, findings_of
from metamorphic.rewriting import Edits, Rewritten, System, load
from metamorphic.script_values import in_scripts
from supertokens_lint.finding import Severity

FIXTURES = Path(__file__).parents[2] / "fixtures"
COUNT = int(os.environ.get("SUPERTOKENS_LINT_METAMORPHIC_CASES", "8"))
CHUNKS = 1 if COUNT else 12
NAME = "system"
"""The folder of every system: some messages tell what an app's folder is called."""

Rewriting = Callable[[System], Edits | System]

SCRIPTS = {
    f"scripts-{change.__name__}": in_scripts(change)
    for change in (
        script_values.hoist_strings,
        script_values.move_strings,
        script_values.move_strings_to_members,
        script_values.move_strings_behind_barrel,
        script_values.wrap_in_functions,
        script_values.wrap_in_arrows,
        script_values.as_templates,
        script_values.as_templates_with_parts,
        script_values.as_sums,
        script_values.as_defaults,
        script_values.with_types,
        script_values.spread_options,
        script_values.name_options,
        script_values.assign_options,
        script_values.return_options,
        script_values.return_settings,
        script_names.rename_locals,
        script_names.rename_imports,
        script_names.import_through_barrels,
        script_names.write_out_shorthands,
        script_names.quote_keys,
        script_names.reverse_keys,
        script_names.brackets_for_dots,
        script_names.blocks_for_arrows,
        script_names.steps_as_functions,
        script_names.steps_in_one_function,
        script_names.other_quotes,
        script_names.without_semicolons,
        script_names.more_lines,
        script_names.fewer_lines,
        script_names.comments_between,
    )
}
PYTHON: dict[str, Rewriting] = {
    f"python-{change.__name__}": change
    for change in (
        snakes.hoist_strings,
        snakes.move_strings,
        snakes.move_strings_to_class,
        snakes.wrap_in_functions,
        snakes.rename_imports,
        snakes.rename_locals,
        snakes.modules_for_names,
        snakes.spread_keywords,
        snakes.reverse_keywords,
        snakes.name_arguments,
        snakes.steps_as_functions,
        snakes.comments_between,
        snakes.formatted,
        snakes.formatted_wide,
    )
} | {
    "python-as_f_strings": snakes.as_f_strings,
    "python-as_sums": snakes.as_sums,
    "python-as_defaults": snakes.as_defaults,
}
GO: dict[str, Rewriting] = {
    f"go-{change.__name__}": change
    for change in (
        gophers.hoist_strings,
        gophers.move_strings,
        gophers.move_strings_to_struct,
        gophers.wrap_in_functions,
        gophers.as_raw_strings,
        gophers.as_sums,
        gophers.rename_imports,
        gophers.rename_locals,
        gophers.reverse_fields,
        gophers.comments_between,
        gophers.name_literals,
        gopher_files.move_strings_to_package,
        gopher_files.more_lines,
    )
}
PLAIN: dict[str, Rewriting] = {
    f"files-{change.__name__}": change
    for change in (
        plain.windows_lines,
        plain.byte_order_marks,
        plain.quoted_variables,
        plain.spread_json,
    )
}
REWRITINGS: dict[str, Rewriting] = {**SCRIPTS, **PYTHON, **GO, **PLAIN}
SUFFIXES = {"python": ".py", "go": ".go"}

# Rules about the import statements themselves: what stands in one may change when it does.
ABOUT_IMPORTS = {
    "scripts-import_through_barrels": frozenset(("ST101", "ST105", "ST403", "ST501", "ST704")),
    "python-modules_for_names": frozenset(("ST101", "ST105", "ST501")),
    "scripts-rename_imports": frozenset(("ST105",)),
}
# What is found by names and words that stand beside each other, and is not seen when they do not.
# These findings may go away; none may come.
BY_NAME = frozenset(("ST405", "ST407", "ST408"))
BY_ORDER = frozenset(("ST104", "ST506"))
NOT_FOLLOWED = {
    "scripts-rename_imports": BY_NAME,
    "scripts-spread_options": BY_NAME,
    "scripts-return_options": frozenset(("ST404",)),
    "scripts-quote_keys": frozenset(("ST116",)),
    "scripts-import_through_barrels": frozenset(("ST102", "ST116", "ST508")),
    "scripts-move_strings": frozenset(("ST101", "ST209")),
    "scripts-move_strings_to_members": frozenset(("ST101", "ST209")),
    "scripts-move_strings_behind_barrel": frozenset(("ST101", "ST209")),
    "scripts-steps_as_functions": BY_ORDER,
    "scripts-steps_in_one_function": BY_ORDER,
    "scripts-as_defaults": frozenset(("ST501", "ST506", "ST602")),
    "python-as_defaults": frozenset(("ST209", "ST501", "ST506", "ST508", "ST602")),
}
# A comment stands for its line, and lines are joined.
ABOUT_COMMENTS = {"scripts-fewer_lines": frozenset(("ST002", "ST003"))}
# A policy that is taken from a variable is shown where it is given, not where it is written.
PLACED_ELSEWHERE = frozenset(("python-spread_keywords", "go-name_literals"))
# Lines that are put together, or are not followed back by the rewriting.
PLACES_LOST = frozenset(("python-formatted", "python-formatted_wide", "files-spread_json"))
# With a default beside a variable that nobody sets, only development is known.
DEFAULTS = frozenset(("scripts-as_defaults", "python-as_defaults"))


@cache
def _cases() -> tuple[Path, ...]:
    return tuple(sorted(path for path in FIXTURES.glob("*/*") if path.is_dir()))


def _sample(name: str, chunk: int) -> Iterator[tuple[Path, Rewritten]]:
    """Yield systems with their rewritings: always the same ones, spread over all."""
    suffix = SUFFIXES.get(name.partition("-")[0], "")
    mixed = sorted(_cases(), key=lambda case: sha256(f"{name} {case.name}".encode()).digest())
    made = 0
    for case in mixed if COUNT else mixed[chunk::CHUNKS]:
        system = load(case, frozenset((SIDECAR,)))
        if EARLIER in system.files or not any(path.endswith(suffix) for path in system.files):
            continue
        rewritten = _rewritten(system, name)
        if rewritten is not None:
            made += 1
            yield case, rewritten
        if made == COUNT and COUNT:
            return


def _rewritten(system: System, name: str) -> Rewritten | None:
    """Return the system rewritten, ``None`` when there is nothing in it to rewrite."""
    made = REWRITINGS[name](system)
    if isinstance(made, Edits):
        return made.apply() if made.changed else None
    return None if made == system else replace(Edits(system).apply(), system=made)


def _differences(name: str, before: list[Found], after: list[Found]) -> list[str]:
    may_go = tuple(f"gone: {code}" for code in NOT_FOLLOWED.get(name, ()))
    return [line for line in _all_differences(name, before, after) if not line.startswith(may_go)]


def _all_differences(name: str, before: list[Found], after: list[Found]) -> list[str]:
    left_out = {**ABOUT_IMPORTS, **ABOUT_COMMENTS}.get(name, frozenset())
    before = [found for found in before if found.code not in left_out]
    after = [found for found in after if found.code not in left_out]
    if name in DEFAULTS:
        one, other = _in_development(before), _in_development(after)
        new = {f.code for f in after if f.severity > Severity.INFO} - {f.code for f in before}
        return [*(f"gone: {code}" for code in one - other), *(f"new: {code}" for code in new)]
    found = differences(before, after)
    if name in PLACED_ELSEWHERE | PLACES_LOST:
        found = [line for line in found if not line.startswith("moved: ")]
    return found


def _in_development(findings: list[Found]) -> set[str]:
    return {
        found.code
        for found in findings
        if found.severity > Severity.INFO
        and (not found.environments or "development" in found.environments)
    }


@pytest.mark.parametrize("chunk", range(CHUNKS))
@pytest.mark.parametrize("name", REWRITINGS)
def test_findings_stay(name: str, chunk: int, tmp_path: Path) -> None:
    """A rewriting that changes nothing of what a system does changes no finding."""
    problems, tried = [], 0
    for case, rewritten in _sample(name, chunk):
        tried += 1
        before = findings_of(rewritten.before, tmp_path / f"before{tried}" / NAME)
        after = findings_of(rewritten.system, tmp_path / f"after{tried}" / NAME, rewritten)
        said = _differences(name, before, after)
        problems += [f"{case.relative_to(FIXTURES)}: {line}" for line in said]
    if problems:
        pytest.fail(f"{name}\n" + "\n".join(problems), pytrace=False)
    assert tried or not COUNT


def test_a_change_is_seen(tmp_path: Path) -> None:
    """The comparison sees a finding that goes, one that comes, and one that moves."""
    case = FIXTURES / "api-base-path-mismatch" / "breaks-react-express"
    system = load(case, frozenset((SIDECAR,)))
    before = findings_of(system, tmp_path / NAME)
    assert before
    assert all(line.startswith("gone") for line in differences(before, []))
    assert all(line.startswith("new") for line in differences([], before))
    moved = [replace(found, lines=frozenset()) for found in before]
    assert all(line.startswith("moved") for line in differences(before, moved))
    assert differences(before, before) == []
