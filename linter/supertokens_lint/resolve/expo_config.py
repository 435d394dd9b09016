"""``Constants.expoConfig.extra`` of Expo: what the configuration of the app has under ``extra``.

Source: docs.expo.dev, "Configure with app config": ``app.config.ts``, ``app.config.js`` or
``app.json``, where all may stand under ``expo``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from supertokens_lint.resolve.build_constants import opened
from supertokens_lint.resolve.values import External, Record, Value, through
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

_MODULE = "expo-constants"
_HOLDERS = frozenset({"expoConfig", "manifest"})
_FILES = ("app.config.ts", "app.config.js", "app.json")


def constant(ev: Evaluator, value: External, name: str, place: Place) -> Value | None:
    """Return an entry of ``extra``, ``None`` for anything else and where no file has it."""
    if value.module != _MODULE or value.path[-1:] != ("extra",) or value.path[-2] not in _HOLDERS:
        return None
    files = {entry.path for entry in ev.workspace.named(*_FILES)}
    for directory in ev.workspace.directory_chain(place.path):
        for file in _FILES:
            path = f"{directory.rstrip('/')}/{file}"
            found = _entry(ev, path, name, place) if path in files else None
            if found is not None:
                return through(found, f"read as {name}", place)
    return None


def _entry(ev: Evaluator, path: str, name: str, place: Place) -> Value | None:
    config = opened(ev, ev.exported(path, "default"), place)
    inner = config.entries.get("expo") if isinstance(config, Record) else None
    held = config if inner is None else inner.value
    given = held.entries.get("extra") if isinstance(held, Record) else None
    entry = (
        given.value.entries.get(name)
        if given is not None and isinstance(given.value, Record)
        else None
    )
    return None if entry is None else entry.value
