"""What must not be shown: credentials in addresses, and values that are named like secrets."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from supertokens_lint.source import Span

MASK = "***"

# All repetitions are bounded: lines may be megabytes long.
# RFC 3986, 3.2.1: what stands between "//" and "@" is user information. The second form takes
# passwords with an unescaped slash, but no "host:port/path@version".
_USER_INFO = re.compile(
    r"""(?<=//)(?:[^/\s"'`?\#@<>]{1,2000}|[^/\s:@"'`<>]{0,200}:(?!\d+[/?\#])[^\s"'`<>]{1,2000})(?=@)""",
    re.VERBOSE,
)
_PRIVATE_NAME = (
    r"(?:secret|passw(?:or)?d|passphrase|api[_-]?key|private[_-]?key|access[_-]?key"
    r"|signing[_-]?key|encryption[_-]?key|auth[_-]?token|bearer[_-]?token)[\w.-]{0,60}"
)
_QUOTED_SECRET = re.compile(
    rf"""(?i){_PRIVATE_NAME}["'\]]?\s{{0,9}}(?:[:=]>?|,)\s{{0,9}}(?P<quote>["'`])(?P<value>.{{1,999}}?)(?P=quote)"""
)
_BARE_SECRET = re.compile(
    rf"""(?i){_PRIVATE_NAME}["']?\s{{0,9}}[:=]\s{{0,9}}(?P<value>[^\s"'$\[{{][^\s,]{{0,999}})"""
)
_DOTENV_VALUE = re.compile(r"^\s*(?:export\s+)?[\w.-]+\s*=\s*(?P<value>\S.*)")

_CODE_SUFFIXES = frozenset(
    {".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts", ".py", ".pyi", ".go"}
    | {".vue", ".svelte", ".astro", ".html", ".htm"}
)


def is_dotenv(path: str) -> bool:
    """Tell whether a file holds environment variables, one a line."""
    name = PurePosixPath(path).name.lower()
    return PurePosixPath(name).suffix not in _CODE_SUFFIXES and (
        name == "env"
        or name.startswith((".env", "env."))
        or name.endswith(".env")
        or ".env." in name
    )


def is_code(path: str) -> bool:
    """Tell whether a file is source code, whose neighbouring lines may be shown."""
    return PurePosixPath(path).suffix.lower() in _CODE_SUFFIXES


def mask_text(text: str) -> str:
    """Return ``text`` without user names and passwords in addresses."""
    return _USER_INFO.sub(MASK, text)


def secret_spans(line: str, path: str, *, value_shown: bool) -> tuple[Span, ...]:
    """Return the parts of a source line that must not be shown.

    ``value_shown`` says that the value on this line is one that the finding shows anyway; the
    value of any other line of an environment file is a secret whatever its name.
    """
    found = [Span(*match.span()) for match in _USER_INFO.finditer(line)]
    if is_dotenv(path):
        patterns = [] if value_shown else [_DOTENV_VALUE]
    elif is_code(path):
        patterns = [_QUOTED_SECRET]
    else:
        patterns = [_QUOTED_SECRET, _BARE_SECRET]
    for pattern in patterns:
        found += [Span(*match.span("value")) for match in pattern.finditer(line)]
    return _merged(sorted(found))


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in spans:
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(merged[-1].end, span.end))
        else:
            merged.append(span)
    return tuple(merged)
