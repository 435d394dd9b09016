"""From the text of a Python file to a module of the neutral form."""

from __future__ import annotations

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import libcst as cst

from supertokens_lint.errors import ReaderError
from supertokens_lint.languages import ir
from supertokens_lint.languages.python.depth import Depth, measure
from supertokens_lint.languages.python.statements import StatementReader
from supertokens_lint.source import Position, SourceText, Span

_BYTE_ORDER_MARK = "\ufeff"
_PARSER_PLACE = re.compile(r"error at (\d+):(\d+)")
_TOKENIZER_REASON = re.compile(r"tokenizer error: (.+)")
_INVALID = "invalid Python syntax"
_TOO_DEEP = "nested too deeply to be read"

# Threads have from 1 MiB of stack (musl) to 8 MiB (glibc), the main thread on Windows 2 MB.
_ORDINARY_STACK = 512 * 1024
_LARGE_STACK = 32 * 1024 * 1024


def read(path: str, text: str) -> ir.Module:
    """Read a Python file.

    ``path`` is used in errors only. Raises ``ReaderError`` for text that libcst does not accept
    (Python 2 among it) and for text that nests too deeply to be read.
    """
    offset = len(_BYTE_ORDER_MARK) if text.startswith(_BYTE_ORDER_MARK) else 0
    source = SourceText(path, text[offset:])
    reader = StatementReader(path, text, offset)
    try:
        module = _parse(source)
        body = tuple(reader.statements(module.body))
    except RecursionError:
        raise ReaderError(path, _TOO_DEEP) from None
    reader.finish()
    block = ir.ScriptBlock("module", body, Span(0, len(text)))
    return ir.Module(path, ir.Language.PYTHON, (block,), tuple(reader.comments))


def _parse(source: SourceText) -> cst.Module:
    depth = measure(source.text)
    if depth.too_deep is not None:
        place = source.position(depth.too_deep)
        raise ReaderError(source.path, _TOO_DEEP, place.line, place.column)
    try:
        if depth.stack > _ORDINARY_STACK:
            return _parse_with_large_stack(source.text)
        return cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        raise _syntax_error(source, depth, str(error)) from None
    except (cst.CSTValidationError, cst.CSTLogicError) as error:
        raise ReaderError(source.path, f"{_INVALID}: {error}") from None
    except UnicodeEncodeError as error:
        place = source.position(error.start)
        message = "a lone surrogate is not valid text"
        raise ReaderError(source.path, message, place.line, place.column) from None


def _parse_with_large_stack(text: str) -> cst.Module:
    with ThreadPoolExecutor(max_workers=1) as pool:
        ordinary = threading.stack_size(_LARGE_STACK)
        try:
            parsing = pool.submit(cst.parse_module, text)
        finally:
            threading.stack_size(ordinary)
        return parsing.result()


def _syntax_error(source: SourceText, depth: Depth, message: str) -> ReaderError:
    """Shorten libcst's message, and place errors that its tokenizer reports without a place."""
    reason = _INVALID
    place = Position(1, 1)
    tokenizer = _TOKENIZER_REASON.search(message)
    parser = _PARSER_PLACE.search(message)
    if tokenizer is not None:
        reason = f"{reason}: {tokenizer.group(1)}"
        if depth.suspect is not None:
            place = source.position(depth.suspect)
    elif parser is not None:
        place = Position(int(parser.group(1)), max(1, int(parser.group(2))))
    return ReaderError(source.path, reason, place.line, place.column)
