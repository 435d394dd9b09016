"""Questions to the bytes of a file that the cache can ask again.

A file of which nothing counts but some answers may as well have another text with the same ones.
Only functions that are named here are ever called because an entry of the cache says so.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

_KNOWN = {
    f"supertokens_lint.resolve.module_links:{name}": name
    for name in ("header_in", "specifiers_in", "stands_beside_tags")
}


def is_known(name: str) -> bool:
    """Tell whether a question can be asked again."""
    return name in _KNOWN


def function_of(name: str) -> Callable[..., object] | None:
    """Return the function that answers a question; it is given the bytes and the arguments."""
    function = _KNOWN.get(name)
    if function is None:
        return None
    found: Callable[..., object] = getattr(import_module(name.partition(":")[0]), function)
    return found
