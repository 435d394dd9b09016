"""How rules about CORS show their proof."""

from __future__ import annotations

from supertokens_lint.cors.names import spelled_option
from supertokens_lint.extract.wiring_facts import CorsPolicy
from supertokens_lint.finding import Evidence
from supertokens_lint.resolve.outcomes import Outcome
from supertokens_lint.sdk.names import Language
from supertokens_lint.topology.model import App
from supertokens_lint_rules.cors.crossings import Site

LIBRARY_NAMES = {
    "manual": "the application's own headers",
    "@loopback/rest": "LoopBack",
    "hapi": "Hapi",
    "hono": "hono/cors",
    "starlette": "CORSMiddleware",
    "nextjs-cors": "NextCors",
    "vercel.json": "the headers in vercel.json",
    "next.config": "the headers in the configuration of Next",
}

_HEADER_CALLS = {
    Language.JAVASCRIPT: "getAllCORSHeaders()",
    Language.PYTHON: "get_all_cors_headers()",
    Language.GO: "GetAllCORSHeaders()",
}


def headers_call(app: App) -> str:
    """Return how the SDK of a backend spells the function that lists its headers."""
    languages = [init.sdk.language for init in app.inits]
    return _HEADER_CALLS[languages[0] if languages else Language.JAVASCRIPT]


def library_name(policy: CorsPolicy) -> str:
    """Return what people call the library of a policy."""
    return LIBRARY_NAMES.get(policy.library, policy.library)


def option_name(policy: CorsPolicy, key: str) -> str:
    """Return how an option is spelled where it is given, or would be."""
    setting = policy.options.get(key)
    return spelled_option(policy.library, key) if setting is None else setting.spelled


def policy_evidence(policy: CorsPolicy, key: str, value: str | None = None) -> Evidence:
    """Return a policy as proof: the option where it is given, else the call that lacks it."""
    setting = policy.options.get(key)
    label = f"{library_name(policy)} {option_name(policy, key)}"
    if setting is None:
        return Evidence(label, policy.place, "not given" if value is None else value)
    return Evidence(label, setting.place, value, setting.value.trail)


def outcome_evidence(policy: CorsPolicy, key: str, outcome: Outcome) -> Evidence:
    """Return one text of an option as proof, at the place where it is written."""
    setting = policy.options.get(key)
    place = policy.place if setting is None else setting.place
    if outcome.trail:
        place = outcome.trail[0].place
    label = f"{library_name(policy)} {option_name(policy, key)}"
    return Evidence(label, place, repr(outcome.text), outcome.trail)


def site_evidence(site: Site) -> Evidence:
    """Return the website's address as proof."""
    return site.end.evidence()
