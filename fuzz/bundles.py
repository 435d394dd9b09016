"""Whole systems as one text, so that mutations reach across files and into their paths."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path

MARK = "=== "
LONGEST = 6_000


def bundled(files: Mapping[str, str]) -> str:
    """Return files as one text, each after a line with its path."""
    return "".join(f"{MARK}{path}\n{text.rstrip()}\n" for path, text in sorted(files.items()))


def opened(text: str) -> dict[str, str]:
    """Return the files of a text; what stands before the first path is left out."""
    files: dict[str, str] = {}
    for part in f"\n{text}".split(f"\n{MARK}")[1:]:
        path, _, content = part.partition("\n")
        parts = posixpath.normpath(f"/{path.strip()}").split("/")
        kept = [item[:100].replace("\0", "") for item in parts if item not in ("", ".", "..")]
        if kept and not _is_folder("/".join(kept), files):
            files["/".join(kept)] = content
    return files


def _is_folder(path: str, files: Mapping[str, str]) -> bool:
    return any(f"{path}/".startswith(f"{each}/") or each.startswith(f"{path}/") for each in files)


def systems(folder: Path) -> Iterator[str]:
    """Yield the small systems among fixtures as one text each."""
    for case in sorted(path for path in folder.glob("*/*") if path.is_dir()):
        paths = [path for path in case.rglob("*") if path.is_file()]
        if sum(path.stat().st_size for path in paths) <= LONGEST:
            texts = ((path, path.read_bytes().decode("utf-8", "replace")) for path in paths)
            yield bundled({path.relative_to(case).as_posix(): text for path, text in texts})
