"""The CORS libraries of Go do what their sources say."""

from __future__ import annotations

import pytest

from cors.cors_options import FUNCTION, UNSEEN, does
from supertokens_lint.cors.model import HeaderKind, OriginKind

SITE = "http://localhost:3000"
ALL = ["gin-contrib/cors", "rs/cors", "go-chi/cors", "gorilla/handlers", "fiber", "echo"]


@pytest.mark.parametrize("library", ALL)
def test_star_is_literal(library: str) -> None:
    """``*`` is sent as it is, with credentials too."""
    answer = does(library, origins=["*"], credentials=True)
    assert answer.origins.kind is OriginKind.ANY


@pytest.mark.parametrize("library", ALL)
def test_functions_decide(library: str) -> None:
    """A function that decides about origins makes them unknown."""
    assert does(library, origins=[SITE], origin_function=FUNCTION).origins.allows(SITE) is None
    assert does(library, origins=UNSEEN).origins.allows(SITE) is None


@pytest.mark.parametrize("library", ALL)
def test_lists(library: str) -> None:
    """A listed origin is allowed, another is not."""
    assert does(library, origins=[SITE]).origins.allows(SITE) is True
    assert does(library, origins=["https://shop.example"]).origins.allows(SITE) is False


def test_wildcards_inside_an_entry() -> None:
    """rs and chi know them; of the others nobody claims anything."""
    assert does("rs/cors", origins=["http://localhost:*"]).origins.allows(SITE) is True
    assert does("rs/cors", origins=["https://*.shop.example"]).origins.allows(SITE) is False
    assert does("fiber", origins=["https://*.shop.example"]).origins.allows(SITE) is None


def test_fiber_takes_one_text() -> None:
    """Version 2 takes lists as texts with commas."""
    answer = does("fiber", origins=f"https://shop.example, {SITE}", allow_headers="rid, x")
    assert answer.origins.allows(SITE) is True
    assert answer.allow_headers.missing(["rid", "st-auth-mode"]) == {"st-auth-mode"}


@pytest.mark.parametrize(
    ("library", "missing"),
    [
        ("gin-contrib/cors", {"content-type", "rid"}),
        ("rs/cors", {"rid"}),
        ("go-chi/cors", {"rid"}),
        ("gorilla/handlers", {"content-type", "rid"}),
        ("fiber", set()),
        ("echo", set()),
        ("go-zero", {"rid"}),
    ],
)
def test_default_headers(library: str, missing: set[str]) -> None:
    """Each library has its own default; fiber and echo reflect."""
    assert does(library).allow_headers.missing(["content-type", "rid"]) == missing


def test_header_star() -> None:
    """rs and chi take ``*`` for what is asked, gorilla for a name."""
    assert does("rs/cors", allow_headers=["*"]).allow_headers.kind is HeaderKind.REFLECTED
    assert does("gorilla/handlers", allow_headers=["*"]).allow_headers.missing(["rid"]) == {"rid"}


def test_methods() -> None:
    """rs, chi and gorilla refuse what is not listed, gin and the others leave it to browsers."""
    assert does("rs/cors", methods=["GET"]).methods.refuses("POST")
    assert does("gorilla/handlers").methods.refuses("PUT")
    assert not does("gin-contrib/cors", methods=["GET"]).methods.refuses("POST")
    assert not does("echo").methods.refuses("DELETE")


def test_go_zero_allows_credentials_with_origins_only() -> None:
    """Credentials go with the origin of the request, not with ``*``."""
    assert does("go-zero").credentials is False
    assert does("go-zero", origins=[SITE]).credentials is True
    assert does("go-zero", origins=["*"]).origins.kind is OriginKind.REFLECTED
    assert does("go-zero", origins=UNSEEN).origins.kind is OriginKind.UNKNOWN
    assert does("go-zero", origins=["depot.example"]).origins.allows(SITE) is None


def test_go_zero_allows_fixed_headers_and_those_that_are_added() -> None:
    """``WithCors`` lacks the SDK's headers, ``WithCorsHeaders`` has those that it is given."""
    assert does("go-zero", origins=[SITE]).allow_headers.missing(["rid"]) == {"rid"}
    more = does("go-zero", origins=["*"], more_allow_headers=["rid"])
    assert more.allow_headers.missing(["rid", "content-type"]) == frozenset()


@pytest.mark.parametrize("library", ["gin-contrib/cors", "rs/cors", "go-chi/cors"])
def test_capitals_hide_no_name(library: str) -> None:
    """``x-front-token`` is written with capitals, in which the SDK does not find its own name."""
    answer = does(library, expose_headers=["x-front-token"])
    assert answer.expose_headers.hidden(["front-token"]) == frozenset()


def test_names_that_stay_as_written_can_hide_one() -> None:
    """echo sets the list as it is written; behind fiber's adaptor the SDK has its own header."""
    names = ["x-front-token"]
    assert does("echo", expose_headers=names).expose_headers.hidden(["front-token"])
    assert not does("fiber", expose_headers=names).expose_headers.hidden(["front-token"])


@pytest.mark.parametrize("library", ["gin-contrib/cors", "rs/cors", "go-chi/cors", "echo", "fiber"])
def test_capitals_of_origins_do_not_matter(library: str) -> None:
    """These libraries compare origins without regard to case."""
    assert does(library, origins=["http://LocalHost:3000"]).origins.allows(SITE) is True


def test_a_slash_at_the_end_matters_except_in_fiber() -> None:
    """fiber drops the slash, the others compare with it."""
    assert does("fiber", origins=f"{SITE}/").origins.allows(SITE) is True
    assert does("gin-contrib/cors", origins=[f"{SITE}/"]).origins.allows(SITE) is False


def test_patterns_of_gin_are_not_known() -> None:
    """An entry between slashes is a regular expression."""
    assert does("gin-contrib/cors", origins=["/^http:.*$/"]).origins.allows(SITE) is None


@pytest.mark.parametrize(
    ("version", "options", "kind"),
    [
        ("v4.10.1", {}, OriginKind.REFLECTED),
        ("v4.11.0", {}, OriginKind.ANY),
        ("v4.11.0", {"UnsafeWildcardOriginWithAllowCredentials": True}, OriginKind.REFLECTED),
    ],
)
def test_echo_reflects_the_wildcard_in_old_releases(
    version: str, options: dict[str, object], kind: OriginKind
) -> None:
    """Since 4.10.2 an option that is called unsafe is needed."""
    answer = does("echo", version, "", **{"origins": ["*"], "credentials": True, **options})
    assert answer.origins.kind is kind
