"""Texts of files, for recognisers that search instead of parsing."""

from __future__ import annotations

from supertokens_lint.extract.reach import whole_text
from supertokens_lint.workspace.workspace import Workspace


def text_of_file(workspace: Workspace, path: str) -> str:
    """Return the text of a file, empty when it cannot be read."""
    source = workspace.read(path, whole_text)
    return "" if source is None else source.text
