"""Which POST requests nginx itself answers with 200.

Sources: src/http/modules/ngx_http_static_module.c (a POST to a file is answered with 405, one to
no file with 404), src/http/ngx_http_special_response.c (``error_page`` turns the request into a
GET; its status is that of the error unless ``=`` gives another), and the documentation of
``error_page``: the first code that fits counts, ``=`` alone takes the status of the page.
"""

from __future__ import annotations

from supertokens_lint.extract.gateway_facts import OwnAnswer
from supertokens_lint.extract.gateways.nginx_scope import Scope
from supertokens_lint.extract.gateways.nginx_text import Directive, named
from supertokens_lint.extract.gateways.texts import is_literal

NOT_FOUND, NOT_ALLOWED = "404", "405"
_SAME = ("$uri", "$request_uri")


def own_answer(block: tuple[Directive, ...], scope: Scope) -> OwnAnswer | None:
    """Return what answers every POST request with 200 where a block hands nothing on.

    ``scope`` is that of the block.
    """
    for returned in named(block, "return"):
        found = returned.first() == "200"
        return OwnAnswer(_text(returned), scope.place(returned)) if found else None
    files = next(named(block, "try_files"), None)
    last = files.texts[-1] if files is not None and files.args else "=404"
    if files is not None and last == "=200":
        return OwnAnswer(_text(files), scope.place(files))
    if last == "=404":
        return _from_page(scope, NOT_FOUND)
    return _from_page(scope, NOT_ALLOWED) if _is_page(last) else None


def _from_page(scope: Scope, status: str) -> OwnAnswer | None:
    for directive in scope.lists.get("error_page", ()):
        *codes, page = directive.texts or ("",)
        if status not in codes:
            continue
        overwritten = [code for code in codes if code.startswith("=")]
        is_found = _is_page(page) or (status == NOT_ALLOWED and page in _SAME)
        if overwritten and overwritten[-1] in ("=", "=200") and is_found:
            return OwnAnswer(_text(directive), scope.place(directive))
        return None
    return None


def _is_page(text: str) -> bool:
    return text.startswith("/") and text.endswith((".html", ".htm")) and is_literal(text)


def _text(directive: Directive) -> str:
    return " ".join([directive.name, *directive.texts])
