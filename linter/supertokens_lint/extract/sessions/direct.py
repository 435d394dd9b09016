"""Functions of the Session recipe that the application gives its own request and response.

The SDK wraps what it is given with the ``framework`` of init (supertokens-node:
lib/ts/recipe/session/sessionRequestFunctions.ts, ``wrapperUsed``; supertokens_python/recipe/
session/session_request_functions.py). What its own middleware and verifySession hand on is wrapped
already, by the framework that they are for.
"""

from __future__ import annotations

from collections.abc import Iterator

from supertokens_lint.extract.session_facts import DirectCall, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import External, Value
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.source import Place

_NAMES = {
    **dict.fromkeys(("getSession", "createNewSession", "refreshSession"), Sdk.NODE),
    **dict.fromkeys(("get_session", "create_new_session", "refresh_session"), Sdk.PYTHON),
}
_MODULES = {
    Sdk.NODE: "supertokens-node/recipe/session",
    Sdk.PYTHON: "supertokens_python.recipe.session",
}


def facts(context: Context) -> SessionFacts:
    """Return the calls in files that something reaches."""
    return SessionFacts(direct=tuple(_calls(context)))


def _calls(context: Context) -> Iterator[DirectCall]:
    for entry in context.homes.mentioning(*(name.encode() for name in _NAMES)):
        if not context.reach.module(entry.path):
            continue
        for node, site in context.ev.sites.calls(entry.path):
            name = _name(node.callee)
            sdk = _NAMES.get(name)
            if sdk is None or not node.args:
                continue
            if _is_of(sdk, context.ev.evaluate(node.callee, site.scope)):
                yield DirectCall(sdk, name, Place(entry.path, node.span))


def _is_of(sdk: Sdk, value: Value) -> bool:
    if not isinstance(value, External):
        return False
    whole = ".".join((value.module, *value.path))
    return value.module.startswith(_MODULES[sdk]) or whole.startswith(_MODULES[sdk])


def _name(callee: ir.Expr) -> str:
    if isinstance(callee, ir.Member):
        return callee.name
    return callee.id if isinstance(callee, ir.Name) else ""
