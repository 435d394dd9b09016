"""The CORS libraries of Python do what their sources say."""

from __future__ import annotations

from typing import Any

import pytest

from cors.cors_options import UNSEEN, does
from supertokens_lint.cors.model import ExposeKind, HeaderKind, OriginKind

SITE = "http://localhost:3000"


@pytest.mark.parametrize(
    ("version", "package", "kind"),
    [
        ("0.46.2", "starlette", OriginKind.ANY_WITHOUT_COOKIE),
        ("1.0.0", "starlette", OriginKind.REFLECTED),
        (">=0.40,<2", "starlette", OriginKind.UNKNOWN),
        ("0.115.6", "fastapi", OriginKind.ANY_WITHOUT_COOKIE),
        ("0.132.1", "fastapi", OriginKind.ANY_WITHOUT_COOKIE),
        ("0.133.0", "fastapi", OriginKind.UNKNOWN),
        (None, "", OriginKind.UNKNOWN),
    ],
)
def test_starlette_star_with_credentials(
    version: str | None, package: str, kind: OriginKind
) -> None:
    """Before 1.0 ``*`` is sent to requests without a cookie; FastAPI's version bounds Starlette's."""
    answer = does("starlette", version, package, origins=["*"], credentials=True)
    assert answer.origins.kind is kind


def test_starlette_star_without_credentials() -> None:
    """Without credentials it is always ``*``."""
    assert does("starlette", "1.0.0", origins=["*"]).origins.kind is OriginKind.ANY
    unseen = does("starlette", "1.0.0", origins=["*"], credentials=UNSEEN)
    assert unseen.origins.kind is OriginKind.UNKNOWN


def test_starlette_origins() -> None:
    """A list is compared exactly, a text by what it contains, a pattern by nobody here."""
    assert does("starlette").origins.allows(SITE) is False
    assert does("starlette", origins=[SITE + "/"]).origins.allows(SITE) is False
    assert does("starlette", origins=SITE + "/").origins.allows(SITE) is True
    assert does("starlette", origin_patterns="http://.*").origins.allows(SITE) is None


def test_starlette_headers() -> None:
    """The safelisted headers are always allowed, ``*`` mirrors the request."""
    assert does("starlette").allow_headers.missing(["content-type", "rid"]) == {"rid"}
    assert does("starlette", allow_headers=["*"]).allow_headers.kind is HeaderKind.REFLECTED
    assert does("starlette", allow_headers="rid").allow_headers.kind is HeaderKind.UNKNOWN
    exposed = does("starlette", expose_headers=["*"]).expose_headers
    assert exposed.kind is ExposeKind.REPLACED
    assert exposed.hidden(["front-token"]) == {"front-token"}


def test_starlette_methods() -> None:
    """GET alone by default, and others are refused."""
    assert does("starlette").methods.refuses("POST")
    assert not does("starlette", methods=["*"]).methods.refuses("DELETE")
    assert not does("starlette", methods=["GET", "POST"]).methods.refuses("POST")


@pytest.mark.parametrize(
    ("options", "allowed"),
    [
        ({}, True),
        ({"origins": "*"}, True),
        ({"origins": "*", "send_wildcard": True}, False),
        ({"origins": "HTTP://localhost:3000"}, True),
        ({"origins": ["https://shop.example"]}, False),
        ({"origins": [r"http://.*"]}, None),
        ({"origins": f"{SITE},https://shop.example"}, False),
        ({"resources": UNSEEN}, None),
        ({"origins": UNSEEN}, None),
    ],
)
def test_flask_origins(options: dict[str, Any], allowed: bool | None) -> None:
    """flask-cors echoes the origin, knows patterns, and splits no texts."""
    assert does("flask-cors", **options).origins.allows(SITE) is allowed


def test_flask_headers_and_methods() -> None:
    """Without a list all headers are allowed; a text is one name; methods are enforced."""
    assert does("flask-cors").allow_headers.kind is HeaderKind.REFLECTED
    assert does("flask-cors", allow_headers="*").allow_headers.kind is HeaderKind.REFLECTED
    listed = does("flask-cors", allow_headers="Content-Type, rid").allow_headers
    assert listed.missing(["rid"]) == {"rid"}
    assert does("flask-cors", allow_headers=["x-.*"]).allow_headers.kind is HeaderKind.UNKNOWN
    assert does("flask-cors", expose_headers="x").expose_headers.kind is ExposeKind.SEPARATE
    assert not does("flask-cors").methods.refuses("DELETE")
    assert does("flask-cors", methods=["GET"]).methods.refuses("POST")


@pytest.mark.parametrize(
    ("version", "options", "allowed"),
    [
        ("4.6.0", {}, False),
        ("4.6.0", {"origins": [SITE + "/"]}, True),
        ("4.6.0", {"origins": ["localhost:3000"]}, False),
        ("2.5.3", {"origins": ["localhost:3000"]}, True),
        ("2.5.3", {"origins": [SITE]}, False),
        ("4.6.0", {"origin_patterns": ["^http"]}, None),
        ("4.6.0", {"all_origins": True, "credentials": True}, True),
        ("4.6.0", {"all_origins": True}, False),
        ("4.6.0", {"all_origins": True, "credentials": UNSEEN}, None),
        ("4.6.0", {"all_origins": UNSEEN}, None),
        ("4.6.0", {"origins": UNSEEN}, None),
    ],
)
def test_django_origins(version: str, options: dict[str, Any], allowed: bool | None) -> None:
    """Scheme and host are compared since 3.0, the host alone before; all with credentials echo."""
    assert does("django-cors-headers", version, **options).origins.allows(SITE) is allowed


def test_django_headers_and_methods() -> None:
    """The default list lacks the SDK's headers; browsers decide about methods."""
    needed = ["content-type", "authorization", "rid"]
    assert does("django-cors-headers").allow_headers.missing(needed) == {"rid"}
    exposed = does("django-cors-headers", expose_headers=["x"]).expose_headers
    assert exposed.hidden(["front-token"]) == {"front-token"}
    assert not does("django-cors-headers", methods=["GET"]).methods.refuses("POST")
