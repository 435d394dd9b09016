"""Frontend code that deals with claims which a session lacks.

Sources: recipe/session of supertokens-auth-react and supertokens-web-js (``claimValidationErrors``
in 403 answers, ``validateClaims``, the event ``API_INVALID_CLAIM``) and the global names of their
script bundles.
"""

from __future__ import annotations

import re

from supertokens_lint.extract.session_facts import ClaimHandling, SessionFacts
from supertokens_lint.extract.sessions.context import Context
from supertokens_lint.extract.texts import text_of_file
from supertokens_lint.source import Place, Span
from supertokens_lint.workspace.files import SCRIPT_KINDS

NEEDLES = (b"laimValidationErrors", b"INVALID_CLAIM", b"validateClaims", b"mailVerification",
           b"invalidClaims", b"emailverification")  # fmt: skip
_HANDLING = re.compile(
    r"claimValidationErrors|API_INVALID_CLAIM|validateClaims|invalidClaims|isEmailVerified"
    r"|EmailVerification(?:Claim|PreBuiltUI)?\b|supertokensUIEmailVerification"
    r"|recipe/emailverification"
)
_BACKEND = b"supertokens-node"


def facts(context: Context) -> SessionFacts:
    """Return the first place of each script module that deals with claims.

    Modules that use the backend SDK are left out: what they name is the backend's recipe.
    """
    backend = {entry.path for entry in context.ev.workspace.mentioning(_BACKEND)}
    found: list[ClaimHandling] = []
    for entry in context.homes.mentioning(*NEEDLES):
        if entry.kind not in SCRIPT_KINDS or entry.path in backend:
            continue
        match = _HANDLING.search(text_of_file(context.ev.workspace, entry.path))
        if match is not None:
            place = Place(entry.path, Span(match.start(), match.end()))
            found.append(ClaimHandling(place, match.group()))
    return SessionFacts(claims=tuple(found))
