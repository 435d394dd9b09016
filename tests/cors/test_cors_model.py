"""Rules about origins, headers and methods that all libraries share."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cors.cors_options import does
from supertokens_lint.cors import (
    CorsBehaviour,
    ExposeRule,
    Given,
    HeaderRule,
    MethodRule,
    OriginRule,
    behaviour,
)
from supertokens_lint.cors.model import (
    ExposeKind,
    HeaderKind,
    Kind,
    Matching,
    OriginKind,
    matches,
)
from supertokens_lint.cors.names import (
    SPELLINGS,
    canonical_option,
    ignored_options,
    spelled_option,
)
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.sdk.versions import parse_version

SITE = "http://localhost:3000"
KEYS = sorted({name for table in SPELLINGS.values() for name in table.values()})
TEXTS = st.sampled_from(["*", "", SITE, "a,b", "http://*.shop.example", "GET", "rid"])
GIVENS = st.one_of(
    st.sampled_from([Given(kind) for kind in Kind if kind not in (Kind.TEXT, Kind.TEXTS)]),
    TEXTS.map(lambda text: Given(Kind.TEXT, (text,))),
    st.builds(
        lambda texts, is_open: Given(Kind.TEXTS, tuple(texts), is_open),
        st.lists(TEXTS, max_size=3),
        st.booleans(),
    ),
)


@given(
    st.sampled_from([*sorted(SPELLINGS), "manual", "no-such-library"]),
    st.dictionaries(st.sampled_from(KEYS), GIVENS),
    st.sampled_from([None, "1.0.0", "5.0.0", "11.0.0", ">=1 <12", "latest"]),
    st.booleans(),
)
@settings(max_examples=400)
def test_any_options_have_an_answer(
    library: str, options: dict[str, Given], version: str | None, is_open: bool
) -> None:
    """Every library answers every combination, and never allows a site that is not in its list."""
    known = None if version is None else parse_version(Sdk.NODE, version)
    answer = behaviour(library, options, known, is_open=is_open)
    allowed = answer.origins.allows("https://nowhere.example")
    assert allowed is not True or answer.origins.kind is OriginKind.REFLECTED
    assert answer.allow_headers.missing(()) == frozenset()


@given(st.sampled_from(sorted(SPELLINGS)))
def test_what_is_not_seen_is_unknown(library: str) -> None:
    """With options that nobody can see, nothing is certainly wrong."""
    answer = behaviour(library, {}, is_open=True)
    assert answer.origins.allows(SITE) is not False
    assert answer.credentials is not False or library == "go-zero"
    assert not answer.allow_headers.missing(["rid"])
    assert not answer.methods.refuses("DELETE")


def test_an_unknown_library_says_nothing() -> None:
    """Nothing is claimed of a library that nobody read."""
    assert behaviour("@elysiajs/cors", {}) == CorsBehaviour()


@pytest.mark.parametrize(
    ("text", "matching", "same"),
    [
        (SITE, Matching.EXACT, True),
        (SITE + "/", Matching.EXACT, False),
        ("HTTP://LOCALHOST:3000", Matching.EXACT, False),
        ("HTTP://LOCALHOST:3000", Matching.CASELESS, True),
        (SITE + "/path", Matching.SCHEME_AND_HOST, True),
        ("https://localhost:3000", Matching.SCHEME_AND_HOST, False),
        ("http://[", Matching.SCHEME_AND_HOST, False),
        ("localhost:3000", Matching.HOST, True),
        (SITE, Matching.HOST, False),
        (f"{SITE},https://shop.example", Matching.SUBSTRING, True),
        ("http://localhost:*", Matching.WILDCARD, True),
        ("http://localhost:300*0", Matching.WILDCARD, True),
        ("http://localhost:3000*0", Matching.WILDCARD, False),
        ("https://*.example", Matching.WILDCARD, False),
        ("http://*", Matching.EXACT, False),
    ],
)
def test_entries_match_as_their_library_compares(text: str, matching: Matching, same: bool) -> None:
    """An entry stands for an origin by the library's own comparison."""
    assert matches(text, SITE, matching) is same


def test_star_never_suits_a_request_with_credentials() -> None:
    """``*`` and its sometimes-variant allow nobody."""
    for kind in (OriginKind.ANY, OriginKind.ANY_WITHOUT_COOKIE, OriginKind.NONE):
        assert OriginRule(kind).allows(SITE) is False


def test_an_open_list_may_hold_more() -> None:
    """What is missing from a list that nobody sees all of is not known to be missing."""
    listed = OriginRule(OriginKind.LISTED, ("https://shop.example",), is_open=True)
    assert listed.allows(SITE) is None
    assert listed.allows("https://shop.example") is True
    headers = HeaderRule(HeaderKind.LISTED, frozenset(), is_open=True)
    assert headers.missing(["rid"]) == frozenset()
    assert ExposeRule(ExposeKind.REPLACED, ("x",), is_open=True).hidden(["front-token"]) == set()


def test_header_names_have_no_case() -> None:
    """Allowed and exposed names are compared without regard to case."""
    answer = does("cors", origins=SITE, allow_headers="Content-Type, RID")
    assert answer.allow_headers.missing(["content-type", "rid"]) == frozenset()
    assert ExposeRule(ExposeKind.REPLACED, ("Front-Token",)).hidden(["front-token"]) == set()


def test_sdk_leaves_out_names_that_the_text_contains() -> None:
    """Where the SDK appends, a name inside another one is taken to be there already."""
    rule = ExposeRule(ExposeKind.KEPT, ("x-front-token",))
    assert rule.hidden(["front-token", "anti-csrf"]) == {"front-token"}
    assert ExposeRule(ExposeKind.KEPT, ("x-a", "front-token")).hidden(["front-token"]) == set()
    assert ExposeRule(ExposeKind.SEPARATE, ("x-front-token",)).hidden(["front-token"]) == set()


def test_browsers_need_no_permission_for_simple_methods() -> None:
    """GET, HEAD and POST are refused only by libraries that refuse their preflight."""
    lenient = MethodRule(frozenset({"GET"}))
    assert [m for m in ("GET", "HEAD", "POST", "PUT") if lenient.refuses(m)] == ["PUT"]
    strict = MethodRule(frozenset({"GET"}), is_enforced=True)
    assert [m for m in ("GET", "HEAD", "POST", "PUT") if strict.refuses(m)] == [
        "HEAD",
        "POST",
        "PUT",
    ]
    assert not MethodRule().refuses("PUT")


def test_option_names_go_both_ways() -> None:
    """A canonical name is spelled as the library does; unknown names stay as they are."""
    assert canonical_option("@koa/cors", "allowHeaders") == "allow_headers"
    assert canonical_option("@koa/cors", "allowedHeaders") == "allowedHeaders"
    assert spelled_option("flask-cors", "credentials") == "supports_credentials"
    assert spelled_option("manual", "origins") == "origins"


def test_django_reads_one_of_two_names() -> None:
    """Since 3.5.0 the new name wins; before, only the old one exists."""
    both = ["CORS_ALLOWED_ORIGINS", "CORS_ORIGIN_WHITELIST"]
    new, old = parse_version(Sdk.PYTHON, "4.6.0"), parse_version(Sdk.PYTHON, "3.4.0")
    assert ignored_options("django-cors-headers", both, new) == {"CORS_ORIGIN_WHITELIST"}
    assert ignored_options("django-cors-headers", both[1:], new) == frozenset()
    assert ignored_options("django-cors-headers", both, old) == {"CORS_ALLOWED_ORIGINS"}
    assert ignored_options("cors", both, new) == frozenset()
