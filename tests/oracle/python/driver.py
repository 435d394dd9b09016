"""Answers questions about a real supertokens-python: one JSON line in, one out.

In: ``[question, argument]``. Out: ``["ok", answer]`` or ``["error", message]``. Started with the
folder that the SDK is installed in; the suffix list is the one that comes with tldextract.
"""

from __future__ import annotations

import inspect
import json
import sys
from typing import Any

sys.path.insert(0, sys.argv[1])

import tldextract
from supertokens_python import utils
from supertokens_python.normalised_url_domain import NormalisedURLDomain
from supertokens_python.normalised_url_path import NormalisedURLPath
from supertokens_python.recipe.session import utils as session_utils
from supertokens_python.recipe.session.cookie_and_header import get_cors_allowed_headers
from supertokens_python.supertokens import AppInfo

LIST = tldextract.TLDExtract(
    suffix_list_urls=(), fallback_to_snapshot=True, include_psl_private_domains=True
)
utils.TLDExtract = lambda **_: LIST
utils.extract = LIST


def text(normalised: Any) -> str:
    return normalised.get_as_string_dangerous()


def session(argument: dict[str, dict[str, str | None]]) -> dict[str, Any]:
    info, options = argument["appInfo"], argument["options"]
    values = {
        "app_name": "x",
        "api_domain": info["apiDomain"],
        "website_domain": info["websiteDomain"],
        "framework": "fastapi",
        "api_gateway_path": info["apiGatewayPath"] or "",
        "api_base_path": "/auth" if info["apiBasePath"] is None else info["apiBasePath"],
        "website_base_path": "/auth",
        "mode": None,
        "origin": None,
    }
    known = inspect.signature(AppInfo.__init__).parameters
    app_info = AppInfo(**{key: value for key, value in values.items() if key in known})
    asked = {"cookie_same_site": options["cookieSameSite"], "anti_csrf": options["antiCsrf"]}
    validate = session_utils.validate_and_normalise_user_input
    if hasattr(session_utils, "SessionConfig") and len(inspect.signature(validate).parameters) == 2:
        config = validate(app_info, session_utils.SessionConfig(**asked))
    else:
        config = validate(app_info, **asked)
    csrf = config.anti_csrf_function_or_string
    return {
        "basePath": text(app_info.api_base_path),
        "secure": config.cookie_secure,
        "refreshPath": text(config.refresh_token_path),
        "sameSite": config.get_cookie_same_site(None, {}),
        "antiCsrf": csrf(None, {}) if callable(csrf) else csrf,
    }


QUESTIONS = {
    "domain": lambda value: text(NormalisedURLDomain(value)),
    "path": lambda value: text(NormalisedURLPath(value)),
    "appended": lambda both: text(NormalisedURLPath(both[0]).append(NormalisedURLPath(both[1]))),
    "scope": session_utils.normalise_session_scope,
    "site": utils.get_top_level_domain_for_same_site_resolution,
    "session": session,
    "corsHeaders": lambda _: [*get_cors_allowed_headers(), "fdi-version"],
}


def answer(line: str) -> list[Any]:
    question, argument = json.loads(line)
    try:
        return ["ok", QUESTIONS[question](argument)]
    except Exception as error:  # noqa: BLE001 - whatever the SDK raises is its answer
        return ["error", str(error)]


for line in sys.stdin:
    sys.stdout.write(json.dumps(answer(line)) + "\n")
    sys.stdout.flush()
