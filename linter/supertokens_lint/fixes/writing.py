"""Values as they are written in each language, with the imports that they need."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from supertokens_lint.finding import Edit
from supertokens_lint.fixes import imports
from supertokens_lint.fixes.document import Document, quoted
from supertokens_lint.fixes.imports import Imported
from supertokens_lint.languages import ir
from supertokens_lint.remedy import RecipeInit, SdkHeaders, Texts, Written
from supertokens_lint.source import Span

_SDK_NAMES = ("supertokens", "SuperTokens", "supertokensNode")
_SESSION_NAMES = ("Session", "SessionRecipe")
_HEADER_NAMES = ("get_all_cors_headers", "supertokens_cors_headers")


class Code(Struct, frozen=True):
    """An expression, and the edits elsewhere in the file that it needs."""

    text: str
    edits: tuple[Edit, ...] = ()


def write(document: Document, value: Written, near: Span) -> Code | None:
    """Return a value as an expression of the file's language; ``None`` when it has no way."""
    if isinstance(value, bool):
        word = "true" if value else "false"
        return Code(word.capitalize() if document.language is ir.Language.PYTHON else word)
    if isinstance(value, int):
        return Code(str(value))
    if isinstance(value, str):
        text = quoted(value, document.quote)
        return None if text is None else Code(text)
    if isinstance(value, Texts):
        items = texts(document, value.items)
        return None if items is None else Code(_list(document, items))
    if isinstance(value, RecipeInit):
        return recipe(document, value, near)
    return _headers(document, value, near)


def texts(document: Document, items: Sequence[str]) -> list[str] | None:
    """Return strings as literals, ``None`` when one needs escapes."""
    found = [quoted(item, document.quote) for item in items]
    return None if None in found else [item for item in found if item is not None]


def header_names(document: Document, names: Sequence[str]) -> list[str] | None:
    """Return names of headers as literals, in the letter case that the language is used to."""
    if document.is_script:
        return texts(document, names)
    return texts(document, [name.title() if name == "content-type" else name for name in names])


def headers_call(document: Document, headers: SdkHeaders, near: Span) -> Code | None:
    """Return the call that gives the SDK's headers, as a list."""
    found: Imported | None
    if document.is_script:
        found = imports.script_module(document, headers.module, _SDK_NAMES, near)
        call = ".getAllCORSHeaders()"
    elif document.language is ir.Language.GO:
        found = imports.go_package(document, headers.module)
        call = ".GetAllCORSHeaders()"
    else:
        name = "get_all_cors_headers"
        found = imports.python_name(document, headers.module, name, _HEADER_NAMES)
        call = "()"
    return None if found is None else Code(f"{found.name}{call}", found.edits)


def recipe(document: Document, value: RecipeInit, near: Span) -> Code | None:
    """Return the call that makes the Session recipe."""
    found: Imported | None
    if document.is_script:
        found = imports.script_module(document, value.module, _SESSION_NAMES, near)
        call = ".init()"
    elif document.language is ir.Language.GO:
        found = imports.go_package(document, value.module)
        call = ".Init(nil)"
    else:
        names = ("session", "session_recipe")
        found = imports.python_name(document, value.module, "session", names)
        call = ".init()"
    return None if found is None else Code(f"{found.name}{call}", found.edits)


def _headers(document: Document, value: SdkHeaders, near: Span) -> Code | None:
    call = headers_call(document, value, near)
    others = header_names(document, value.others)
    if call is None or others is None:
        return None
    if document.is_script:
        if value.as_text:
            items = [*others, f"...{call.text}"]
            return Code(f'[{", ".join(items)}].join(", ")', call.edits)
        items = [*others, f"...{call.text}"]
        return Code(f"[{', '.join(items)}]" if others else call.text, call.edits)
    if document.language is ir.Language.GO:
        if not others:
            return call
        return Code(f"append({_list(document, others)}, {call.text}...)", call.edits)
    if value.defaults:
        found = imports.python_name(
            document, "corsheaders.defaults", "default_headers", ("default_headers",)
        )
        if found is None:
            return None
        edits = _joined((*found.edits, *call.edits))
        return None if edits is None else Code(f"list({found.name}) + {call.text}", edits)
    text = f"{_list(document, others)} + {call.text}" if others else call.text
    return Code(text, call.edits)


def _joined(edits: tuple[Edit, ...]) -> tuple[Edit, ...] | None:
    """Put insertions at one place together, in order."""
    found: dict[object, Edit] = {}
    for edit in edits:
        known = found.get(edit.place)
        text = edit.replacement if known is None else known.replacement + edit.replacement
        found[edit.place] = Edit(edit.place, text)
    return tuple(found.values())


def _list(document: Document, items: Sequence[str]) -> str:
    inner = ", ".join(items)
    return f"[]string{{{inner}}}" if document.language is ir.Language.GO else f"[{inner}]"
