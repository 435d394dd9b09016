"""Items added to lists."""

from __future__ import annotations

from supertokens_lint.finding import Edit
from supertokens_lint.fixes.document import Document, string_parts
from supertokens_lint.fixes.lists import add_items, brackets_of
from supertokens_lint.fixes.values import followed, value_of
from supertokens_lint.fixes.writing import Code, header_names, headers_call, recipe, texts
from supertokens_lint.languages import ir
from supertokens_lint.remedy import AddItems, RecipeInit, SdkHeaders, Texts


def add_to_list(document: Document, change: AddItems) -> tuple[Edit, ...] | None:
    """Return the edits that add items to a list, or to a text that lists names."""
    value = followed(document, value_of(document, change.place.span))
    if isinstance(value, ir.Binary):
        value = _first_list(value)
    if isinstance(value, ir.Call):
        listed = _listed(value)
        if listed is None and isinstance(change.items, Texts) and not value.is_new:
            return _before_call(document, value, change.items)
        value = listed
    if isinstance(change.items, RecipeInit):
        code = recipe(document, change.items, change.place.span)
        return None if code is None else _with_items(document, value, [code.text], code)
    if isinstance(change.items, Texts):
        names = header_names(document, change.items.items)
        if isinstance(value, ir.Literal):
            return _longer_text(document, value, change.items)
        return None if names is None else _with_items(document, value, names, Code(""))
    return _with_headers(document, value, change.items)


def _listed(call: ir.Call) -> ir.Expr | None:
    """Return the list that a call of a Go CORS option, or of ``append``, is given first."""
    first = call.args[0].value if call.args else None
    return first if isinstance(first, ir.Array) else None


def _first_list(sum_: ir.Binary) -> ir.Expr | None:
    """Return the first list of a sum of lists."""
    value: ir.Expr = sum_
    while isinstance(value, ir.Binary) and value.op == "+":
        value = value.left
    return value if isinstance(value, ir.Array) else None


def _before_call(document: Document, call: ir.Call, items: Texts) -> tuple[Edit, ...] | None:
    """Put names before the list that a call without arguments gives."""
    names = header_names(document, items.items)
    if names is None or call.args:
        return None
    inner = ", ".join(names)
    start, end = call.span.start, call.span.end
    if document.is_script:
        return (document.insertion(start, f"[{inner}, ..."), document.insertion(end, "]"))
    if document.language is ir.Language.GO:
        start_text = f"append([]string{{{inner}}}, "
        return (document.insertion(start, start_text), document.insertion(end, "...)"))
    return (document.insertion(start, f"[{inner}] + "),)


def _with_items(
    document: Document, value: ir.Expr | None, items: list[str], code: Code
) -> tuple[Edit, ...] | None:
    if not isinstance(value, ir.Array):
        return None
    brackets = brackets_of(document, value)
    edits = None if brackets is None else add_items(document, brackets, items)
    return None if edits is None else (*code.edits, *edits)


def _with_headers(
    document: Document, value: ir.Expr | None, headers: SdkHeaders
) -> tuple[Edit, ...] | None:
    near = value.span if value is not None else None
    names = header_names(document, headers.others)
    call = None if near is None else headers_call(document, headers, near)
    if value is None or names is None or call is None:
        return None
    if isinstance(value, ir.Literal):
        return _text_with_headers(document, value, names, call)
    if not isinstance(value, ir.Array):
        return None
    if document.is_script:
        return _with_items(document, value, [*names, f"...{call.text}"], call)
    if document.language is ir.Language.PYTHON and value.kind != "list":
        return _with_items(document, value, [*names, f"*{call.text}"], call)
    edits = _with_items(document, value, names, call)
    if edits is None:
        return None
    end = value.span.end
    if document.language is ir.Language.PYTHON:
        return (*edits, document.insertion(end, f" + {call.text}"))
    start = document.insertion(value.span.start, "append(")
    return (*edits, start, document.insertion(end, f", {call.text}...)"))


def _text_with_headers(
    document: Document, value: ir.Literal, names: list[str], call: Code
) -> tuple[Edit, ...] | None:
    """Add the SDK's headers to a text of names with commas between."""
    if not isinstance(value.value, str) or document.language is ir.Language.GO:
        return None
    listed = [item.strip() for item in value.value.split(",") if item.strip()]
    known = header_names(document, listed)
    written = texts(document, listed)
    if known is None or written is None:
        return None
    items = ", ".join([*written, *names])
    if document.is_script:
        text = f'[{items}, ...{call.text}].join(", ")'
    else:
        text = f"[{items}] + {call.text}"
    return (*call.edits, document.edit(value.span.start, value.span.end, text))


def _longer_text(document: Document, value: ir.Literal, items: Texts) -> tuple[Edit, ...] | None:
    parts = string_parts(document.slice(value.span))
    if parts is None or parts[1] != value.value or texts(document, items.items) is None:
        return None
    separator = "," if "," in parts[1] and ", " not in parts[1] else ", "
    added = (separator if parts[1].strip() else "") + separator.join(items.items)
    return (document.insertion(value.span.start + parts[0] + len(parts[1]), added),)
