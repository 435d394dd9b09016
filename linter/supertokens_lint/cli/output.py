"""Where output goes and how it may look there."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

from supertokens_lint.cli import hyperlinks
from supertokens_lint.cli.writing import require_here
from supertokens_lint.errors import UsageError
from supertokens_lint.report.model import RenderOptions
from supertokens_lint.workspace.files import CODE_KINDS, FileKind, classify

_TERMINALS = ("TERM", "TERM_PROGRAM", "WT_SESSION", "ConEmuANSI", "ANSICON")
_SOURCES = (CODE_KINDS - {FileKind.MARKUP}) | {FileKind.ENV}


def options(
    color: str, stream: TextIO, environ: Mapping[str, str], *, to_file: bool = False
) -> RenderOptions:
    """Return how to write to ``stream``, or to a file.

    ``color`` is ``"auto"``, ``"always"`` or ``"never"``. With ``"auto"``, ``NO_COLOR``
    (https://no-color.org) goes before ``FORCE_COLOR`` (https://force-color.org), and both before
    what the stream is. A stream that is no terminal has a width when ``COLUMNS`` gives one.
    ``"never"`` stands for plain text, so that there are no links either.
    """
    terminal = not to_file and stream.isatty()
    width = shutil.get_terminal_size().columns if terminal or _asked_width(environ) else None
    links = not to_file and color != "never" and hyperlinks.supported(environ, terminal=terminal)
    return RenderOptions(_colored(color, terminal, environ), width, hyperlinks=links)


def write(text: str, output_file: str | None, *, is_document: bool = False) -> None:
    """Write ``text`` to a file, or to standard output when there is none.

    A document for a tool is in UTF-8 wherever it goes: JSON has no other encoding (RFC 8259,
    section 8.1), and those of XML and HTML say that they are. Its line ends are the same on every
    system. Code and environment files are not overwritten.

    Raises :class:`UsageError` when the file cannot be written.
    """
    if output_file is None:
        if is_document and isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8", newline="\n")
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    if classify(output_file) in _SOURCES and Path(output_file).is_file():
        raise UsageError(f"--output-file: {output_file} is a source file and stays as it is")
    require_here(Path(output_file))
    try:
        Path(output_file).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        message = f"--output-file: {output_file} cannot be written: {error.strerror}"
        raise UsageError(message) from error


def prepare_streams() -> None:
    """Make sure that no character of a linted file ends the program with an encoding error."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")


def silence_stdout() -> None:
    """Let the interpreter flush into nothing after the reader of a pipe has gone."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())


def _asked_width(environ: Mapping[str, str]) -> bool:
    return environ.get("COLUMNS", "").isdecimal()


def _colored(color: str, terminal: bool, environ: Mapping[str, str]) -> bool:
    if color != "auto":
        return color == "always"
    if environ.get("NO_COLOR"):
        return False
    if environ.get("FORCE_COLOR"):
        return environ["FORCE_COLOR"] != "0"
    return terminal and knows_escapes(environ)


def knows_escapes(environ: Mapping[str, str], system: str = os.name) -> bool:
    """Tell whether a terminal obeys escape sequences.

    The old console of Windows prints them; those that obey name themselves in the environment.
    """
    named = any(environ.get(name) for name in _TERMINALS) or system != "nt"
    return named and environ.get("TERM") != "dumb"
