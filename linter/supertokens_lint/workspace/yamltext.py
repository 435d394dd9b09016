"""Read YAML, keeping the place of every value; no tag ever makes an object.

The tree is built from parser events with a stack of its own, so neither deep nesting nor a bomb
of aliases costs more than a bounded amount.
"""

from __future__ import annotations

import re
from typing import Any

from msgspec import Struct, field

from supertokens_lint.errors import ReaderError
from supertokens_lint.source import SourceText, Span
from supertokens_lint.workspace.tree import Data, Mapping, Scalar, Sequence

MAX_DEPTH = 100
MAX_MERGED_ENTRIES = 50_000
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_BOOL = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INT = re.compile(r"[-+]?\d{1,18}")
_FLOAT = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?")


def read_yaml(source: SourceText) -> tuple[Data, ...]:
    """Return the documents of a YAML text; empty documents are left out.

    Plain scalars follow the core schema of YAML 1.2. Merge keys (``<<``) are applied. Raises
    :class:`ReaderError` with the place of the mistake.
    """
    import yaml  # noqa: PLC0415 - costs 17 ms

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(source)
    try:
        for event in yaml.parse(source.text, Loader=loader):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        message = f"not valid YAML: {error.problem or error.context}"
        line, column = (mark.line + 1, mark.column + 1) if mark is not None else (1, 1)
        raise ReaderError(source.path, message, line, column) from error
    except yaml.YAMLError as error:
        message = str(error).splitlines()[0] if str(error) else "unreadable text"
        raise ReaderError(source.path, f"not valid YAML: {message}") from error
    return tuple(builder.documents)


class _Frame(Struct):
    """A list or mapping that is still open."""

    start: int
    anchor: str | None
    is_mapping: bool
    is_flow: bool
    items: list[Data] = field(default_factory=list)


class _Builder:
    def __init__(self, source: SourceText) -> None:
        self._source = source
        self.documents: list[Data] = []
        self._stack: list[_Frame] = []
        self._anchors: dict[str, Data] = {}
        self._merged = 0

    def take(self, event: Any) -> None:
        """Add one parser event to the tree."""
        import yaml.events as kinds  # noqa: PLC0415 - loaded by now

        if isinstance(event, kinds.ScalarEvent):
            self._add(_scalar(event), event.anchor)
        elif isinstance(event, kinds.CollectionStartEvent):
            self._open(event, is_mapping=isinstance(event, kinds.MappingStartEvent))
        elif isinstance(event, kinds.CollectionEndEvent):
            mark: Any = event.end_mark
            self._close(mark.index)
        elif isinstance(event, kinds.AliasEvent):
            self._alias(event)
        elif isinstance(event, kinds.DocumentStartEvent):
            self._anchors = {}

    def _open(self, event: Any, *, is_mapping: bool) -> None:
        if len(self._stack) >= MAX_DEPTH:
            raise self._error("nested too deeply", event)
        is_flow = bool(event.flow_style)
        self._stack.append(_Frame(event.start_mark.index, event.anchor, is_mapping, is_flow))

    def _close(self, end: int) -> None:
        frame = self._stack.pop()
        span = Span(frame.start, self._end(frame, end))
        if frame.is_mapping:
            keys = frame.items[::2]
            found = list(zip(keys, frame.items[1::2], strict=True))
            self._add(self._mapping(found, span), frame.anchor)
        else:
            self._add(Sequence(tuple(frame.items), span), frame.anchor)

    def _end(self, frame: _Frame, end: int) -> int:
        """Return where a collection ends: a block one does with its last item, not before the next.

        An alias as the last item stands elsewhere; then only blank text is taken off.
        """
        if not frame.is_flow and frame.items and frame.start <= frame.items[-1].span.end <= end:
            return frame.items[-1].span.end
        text = self._source.text
        while end > frame.start and text[end - 1].isspace():
            end -= 1
        return end

    def _mapping(self, found: list[tuple[Data, Data]], span: Span) -> Mapping:
        own = [(key, value) for key, value in found if isinstance(key, Scalar)]
        merges = [value for key, value in own if key.text == "<<"]
        if not merges:
            return Mapping(tuple(own), span)
        own = [(key, value) for key, value in own if key.text != "<<"]
        known = {key.text for key, _ in own}
        inherited: list[tuple[Scalar, Data]] = []
        for merge in merges:
            for source in merge.items if isinstance(merge, Sequence) else (merge,):
                for key, value in source.entries if isinstance(source, Mapping) else ():
                    if key.text not in known:
                        known.add(key.text)
                        inherited.append((key, value))
        self._merged += len(inherited)
        if self._merged > MAX_MERGED_ENTRIES:
            raise ReaderError(self._source.path, "too many merged entries in YAML")
        return Mapping((*inherited, *own), span)

    def _alias(self, event: Any) -> None:
        anchor = event.anchor
        data = self._anchors.get(anchor)
        if data is None:
            raise self._error(f"the alias {anchor!r} has no anchor before it", event)
        self._add(data, None)

    def _add(self, data: Data, anchor: str | None) -> None:
        if anchor is not None:
            self._anchors[anchor] = data
        if self._stack:
            self._stack[-1].items.append(data)
        elif not (isinstance(data, Scalar) and data.value is None):
            self.documents.append(data)

    def _error(self, message: str, event: Any) -> ReaderError:
        mark = event.start_mark
        return ReaderError(
            self._source.path, f"not valid YAML: {message}", mark.line + 1, mark.column + 1
        )


def _scalar(event: Any) -> Scalar:
    span = Span(event.start_mark.index, event.end_mark.index)
    text: str = event.value
    is_plain = not event.style and event.tag is None
    return Scalar(_plain(text) if is_plain else text, span, text)


def _plain(text: str) -> str | int | float | bool | None:
    if text in _NULL:
        return None
    if text in _BOOL:
        return _BOOL[text]
    if _INT.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text
