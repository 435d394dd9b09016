"""Whether an app sends its tokens in headers only, so that cookies do not matter."""

from __future__ import annotations

from supertokens_lint.extract.facts import Init
from supertokens_lint.extract.transfer import answers
from supertokens_lint.resolve.values import Const, EnvVar, alternatives
from supertokens_lint.sdk.names import Sdk

HEADER = "header"


def uses_only_headers(init: Init) -> bool:
    """Tell whether every session of an init is one of header mode.

    A backend decides with ``getTokenTransferMethod``; a frontend asks with
    ``tokenTransferMethod``, whose default is ``"header"`` in React Native alone. Where an
    environment variable may say something else, the default beside it counts.
    """
    if init.session is None:
        return False
    if init.sdk.is_backend:
        given = init.session.get("getTokenTransferMethod")
        return given is not None and answers(given.value) == frozenset({HEADER})
    given = init.session.get("tokenTransferMethod")
    if given is None:
        return init.sdk is Sdk.REACT_NATIVE and init.session.rest is None
    stated = [value for value in alternatives(given.value) if not isinstance(value, EnvVar)]
    return bool(stated) and all(isinstance(v, Const) and v.value == HEADER for v in stated)
