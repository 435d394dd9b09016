"""The cookieDomain that a backend had before, read from the history of its files.

A former text takes the place of a file's present one, and the init is read again with everything
else as it is now.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from supertokens_lint.errors import ReaderError
from supertokens_lint.extract.cookie_facts import EarlierDomain
from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.inits import InitFinder
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.versions import Versions
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.resolve.values import Unknown, alternatives
from supertokens_lint.sdk.names import Side
from supertokens_lint.workspace.history import EarlierText, earlier_texts
from supertokens_lint.workspace.workspace import Workspace

KEY = "cookieDomain"
MAX_FILES = 3
MAX_TEXTS = 12


class _Anywhere(Reach):
    """Takes all code for reached: whether an init ran in the past needs no answer."""

    def reaches(self, site: Site) -> bool:
        """Return true."""
        del site
        return True


def earlier_domains(
    ev: Evaluator, versions: Versions, inits: Sequence[Init]
) -> Iterator[EarlierDomain]:
    """Yield the former cookie domains of the backends that have one now."""
    for init in inits:
        if init.side is Side.BACKEND and init.session is not None and init.session.get(KEY):
            former = (
                (path, text)
                for path in _files(ev.workspace, init)
                for text in _texts(ev.workspace, path)
            )
            for path, text in islice(former, MAX_TEXTS):
                yield from _earlier(ev.workspace.with_text(path, text.text), init, text, versions)


def _files(workspace: Workspace, init: Init) -> list[str]:
    """Return the source files that the value stands in, or comes through, the init's last."""
    setting = None if init.session is None else init.session.get(KEY)
    found: dict[str, None] = {}
    if setting is not None:
        for value in alternatives(setting.value):
            found.update({step.place.path: None for step in value.trail})
        found[setting.place.path] = None
    found[init.place.path] = None
    entries = (workspace.entry(path) for path in found)
    return [entry.path for entry in entries if entry is not None and entry.is_source][:MAX_FILES]


def _texts(workspace: Workspace, path: str) -> tuple[EarlierText, ...]:
    try:
        return earlier_texts(path, workspace.text(path).text)
    except ReaderError:
        return ()


def _earlier(
    workspace: Workspace, init: Init, text: EarlierText, versions: Versions
) -> Iterator[EarlierDomain]:
    ev = Evaluator(workspace)
    finder = InitFinder(ev, _Anywhere(ev), versions)
    found = [item for item in finder.find(init.place.path) if item.sdk is init.sdk]
    same = [item for item in found if item.function == init.function]
    if len(same) != 1 or same[0].session is None:
        return
    options = same[0].session
    setting = options.get(KEY)
    if setting is None and options.rest is not None:
        return
    if setting is None or not isinstance(setting.value, Unknown):
        value = None if setting is None else setting.value
        yield EarlierDomain(init.place, value, text.replaced_by)
