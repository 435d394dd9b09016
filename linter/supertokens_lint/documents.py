"""Files beside the system, such as a baseline, that findings may point into."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from supertokens_lint.engine import Project
from supertokens_lint.errors import ReaderError
from supertokens_lint.languages import ir
from supertokens_lint.source import SourceText


def with_documents(project: Project, *documents: SourceText | None) -> Project:
    """Return a project in which these documents, as far as there are any, have a text."""
    found = {document.path: document for document in documents if document is not None}
    return WithDocuments(project, found) if found else project


class WithDocuments:
    """A project and the texts of further files; nothing else of the project changes."""

    def __init__(self, project: Project, documents: Mapping[str, SourceText]) -> None:
        self._project = project
        self._documents = documents

    @property
    def problems(self) -> Sequence[ReaderError]:
        """Files of the system that could not be read or parsed."""
        return self._project.problems

    @property
    def syntax_problems(self) -> Sequence[ReaderError]:
        """Source files that take part in the system and cannot be parsed."""
        return self._project.syntax_problems

    @property
    def file_count(self) -> int:
        """How many files belong to the system."""
        return self._project.file_count

    def source(self, path: str) -> SourceText | None:
        """Return the text of a document or of a file of the project."""
        return self._documents.get(path) or self._project.source(path)

    def module(self, path: str) -> ir.Module | None:
        """Return a file in the neutral form; documents have none."""
        return None if path in self._documents else self._project.module(path)

    def mentioning(self, needle: bytes) -> Sequence[str]:
        """Return the files of the system whose bytes contain ``needle``."""
        return [path for path in self._project.mentioning(needle) if path not in self._documents]

    def may_change(self, path: str) -> bool:
        """Tell whether a fix may change a file; documents are written by commands of their own."""
        return path not in self._documents and self._project.may_change(path)
