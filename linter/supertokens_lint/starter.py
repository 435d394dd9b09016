"""A first configuration, from what is found in a system: for ``supertokens-lint init``.

It changes no finding. What was found for certain is written down, what is a guess stands in a
comment, and the comments tell which is which.
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator, Sequence

from supertokens_lint.config import Config, ConfiguredPair
from supertokens_lint.report.cells import visible
from supertokens_lint.topology.model import App, Basis, Pair
from supertokens_lint.topology.pairing import pairs_of
from supertokens_lint.topology.system import ProjectSystem

_HEAD = """\
# Configuration of supertokens-lint, begun by "supertokens-lint init".
# https://github.com/supertokens/supertokens-lint/blob/main/docs/configuration.md
"""
_FAIL_ON = """\
# Findings of this severity or worse make the exit status 1: "error", "warning", "info" or "never".
fail-on = "warning"
"""
_MORE = """\
# Files that are no part of the system, as in .gitignore:
# exclude = ["legacy/"]

# Rules that do not run, by code, beginning of a code, or name:
# ignore = ["ST206"]

# Findings that the project lives with for now; "supertokens-lint baseline" writes them:
# baseline = ".supertokens-lint-baseline.json"
"""
_ENVIRONMENTS = """\
# The environments that were found. All are checked, and so are those that are added later;
# to check some only, keep these:
"""
_PAIRS = """\
# Which frontend talks to which backend. Apps that are named here are paired in no other way.
"""
_GUESSED = """\
# Which frontend talks to which backend is not certain, so it stands in comments. A finding between
# two apps that are only neighbours is a warning at most. Take the "# " away from pairs that are
# right; apps are then paired in no other way.
"""
_BASES = {
    Basis.CONFIG: "as the configuration says",
    Basis.ONLY_ONES: "sure: there is one backend only",
    Basis.SAME_PACKAGE: "sure: both are in one package",
    Basis.DOMAIN: "sure: both name the same apiDomain",
    Basis.COMPOSE: "sure: one compose file starts both",
    Basis.DIRECTORY: "a guess: the nearest backend by directory",
}

Shown = Callable[[str], str]


def compose(system: ProjectSystem, directory: str, table: str = "") -> str:
    """Return the text of a configuration file in ``directory``.

    ``table`` is the name of the table that holds the settings (``tool.supertokens-lint``); empty
    for a file of our own.
    """

    def shown(path: str) -> str:
        return posixpath.relpath(path, directory)

    parts = [_HEAD + (f"[{table}]\n" if table else "")]
    parts.append("".join(f"# {visible(line)}\n" for line in _apps(system, shown)))
    parts += [_FAIL_ON, _environments(system), _MORE, _pairs(system, shown, table)]
    return "\n".join(part for part in parts if part)


def _apps(system: ProjectSystem, shown: Shown) -> Iterator[str]:
    if not system.apps:
        yield "No app that uses a SuperTokens SDK was found."
        return
    yield "Found:"
    for app in system.apps:
        for init in app.inits:
            version = "" if init.version is None else f" {init.version.text}"
            yield (
                f"  {app.side.value} {shown(app.root)}: {init.sdk.value}{version}, "
                f"initialised in {shown(init.place.path)}"
            )
        if not app.inits:
            yield f"  {app.side.value} {shown(app.root)}: uses an SDK; {_why_dead(app)}"
    paired = [app for pair in system.pairs for app in (pair.frontend, pair.backend)]
    for app in system.apps:
        if app.inits and app not in paired:
            yield f"  {app.side.value} {shown(app.root)} belongs to no pair"


def _why_dead(app: App) -> str:
    return "nothing reaches its init" if app.dead_inits else "no init was found"


def _environments(system: ProjectSystem) -> str:
    names = [environment.name for environment in system.environments(*system.apps)]
    listed = ", ".join(_string(name) for name in names)
    return f"{_ENVIRONMENTS}# environments = [{listed}]\n"


def _pairs(system: ProjectSystem, shown: Shown, table: str) -> str:
    if not system.pairs:
        return ""
    sure = _changes_nothing(system)
    mark = "" if sure else "# "
    name = f"{table}.pairs" if table else "pairs"
    blocks = [
        f"# {_BASES[pair.basis]}\n"
        f"{mark}[[{name}]]\n"
        f"{mark}frontend = {_string(shown(pair.frontend.root))}\n"
        f"{mark}backend = {_string(shown(pair.backend.root))}\n"
        for pair in system.pairs
    ]
    return "\n".join([_PAIRS if sure else _GUESSED, *blocks])


def _changes_nothing(system: ProjectSystem) -> bool:
    """Tell whether the system has the same pairs, as surely, when they are configured."""
    if any(pair.basis is Basis.DIRECTORY for pair in system.pairs):
        return False
    wanted = tuple(ConfiguredPair(p.frontend.root, p.backend.root) for p in system.pairs)
    configured = pairs_of(system.apps, Config(pairs=wanted), system)
    return _roots(configured) == _roots(system.pairs)


def _roots(pairs: Sequence[Pair]) -> list[tuple[str, str]]:
    return sorted((pair.frontend.root, pair.backend.root) for pair in pairs)


def _string(text: str) -> str:
    """Return a text as TOML 1.0 writes it; JSON's escapes are among TOML's, but for delete."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
