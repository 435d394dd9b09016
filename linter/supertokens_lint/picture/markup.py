"""Text on its way into a page: every piece of foreign text goes through here."""

from __future__ import annotations

import html

from supertokens_lint.report.cells import visible
from supertokens_lint.report.secrets import mask_text


def safe(text: str) -> str:
    """Return ``text`` for the content of an element or for a quoted attribute.

    Control and direction characters are shown as escapes, credentials in addresses masked.
    """
    return html.escape(visible(mask_text(text)), quote=True)


def safe_path(text: str) -> str:
    """Return the address of a place as :func:`safe` does, with its folders where lines may end."""
    return safe(text).replace("/", "/<wbr>")


def element(tag: str, content: str, **attributes: str | None) -> str:
    """Return an element; ``content`` is markup already, attributes are text.

    ``_`` in the name of an attribute stands for ``-``, at its end for nothing (``class_``);
    attributes that are ``None`` are left out.
    """
    return f"<{tag}{_attributes(attributes)}>{content}</{tag}>"


def empty(tag: str, **attributes: str | None) -> str:
    """Return an element of SVG without content, or a void element of HTML."""
    return f"<{tag}{_attributes(attributes)}/>"


def _attributes(attributes: dict[str, str | None]) -> str:
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{safe(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
