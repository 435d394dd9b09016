"""One reader a language, each turning source text into the neutral form of :mod:`.ir`.

Readers and their parsers are imported when a file first needs them.
"""

from __future__ import annotations

from pathlib import PurePosixPath

from supertokens_lint.languages import ir

_JAVASCRIPT = (".js", ".jsx", ".mjs", ".cjs")
_TYPESCRIPT = (".ts", ".tsx", ".mts", ".cts")
_JSON = (".json", ".jsonc")
_MARKUP = (".vue", ".svelte", ".astro", ".html", ".htm")
_PYTHON = (".py",)
_GO = (".go",)

EXTENSIONS: frozenset[str] = frozenset(_JAVASCRIPT + _TYPESCRIPT + _JSON + _MARKUP + _PYTHON + _GO)
"""Extensions, in lower case and with their dot, of the files that have a reader."""

_LANGUAGES: dict[str, ir.Language] = {
    **dict.fromkeys(_JAVASCRIPT + _JSON + _MARKUP, ir.Language.JAVASCRIPT),
    **dict.fromkeys((*_TYPESCRIPT, ".astro"), ir.Language.TYPESCRIPT),
    **dict.fromkeys(_PYTHON, ir.Language.PYTHON),
    **dict.fromkeys(_GO, ir.Language.GO),
}


def language_of(path: str) -> ir.Language | None:
    """Return the language that a file's extension says; ``None`` for files without a reader.

    Vue, Svelte and HTML files count as JavaScript here; their module tells the language of the
    scripts in them.
    """
    return _LANGUAGES.get(_extension(path))


def parse(path: str, text: str) -> ir.Module | None:
    """Read a file; ``None`` for files without a reader.

    Raises :class:`~supertokens_lint.errors.ReaderError` when a Python file does not parse; the
    other readers recover and return what they could read with ``problems``.
    """
    extension = _extension(path)
    if extension in _PYTHON:
        from supertokens_lint.languages import python  # noqa: PLC0415 - its parser loads slowly

        return python.read(path, text)
    if extension in _GO:
        from supertokens_lint.languages import go  # noqa: PLC0415 - its parser loads slowly

        return go.read(path, text)
    if extension in _MARKUP:
        from supertokens_lint.languages import markup  # noqa: PLC0415 - its parser loads slowly

        return markup.read(path, text)
    if extension in EXTENSIONS:
        from supertokens_lint.languages import javascript  # noqa: PLC0415 - as above

        dialect = javascript.dialect_of(path)
        if dialect is None:
            return javascript.read_json(path, text)
        return javascript.read(path, text, dialect)
    return None


def _extension(path: str) -> str:
    return PurePosixPath(path).suffix.lower()
