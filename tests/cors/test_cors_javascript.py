"""The CORS libraries of Node do what their sources say."""

from __future__ import annotations

from typing import Any

import pytest

from cors.cors_options import FUNCTION, UNSEEN, UNSET, does
from supertokens_lint.cors.model import ExposeKind, HeaderKind, OriginKind

SITE = "http://localhost:3000"
ANY, REFLECTED = OriginKind.ANY, OriginKind.REFLECTED
LISTED, FIXED, NONE = OriginKind.LISTED, OriginKind.FIXED, OriginKind.NONE
UNKNOWN = OriginKind.UNKNOWN


@pytest.mark.parametrize(
    ("library", "options", "kind"),
    [
        ("cors", {}, ANY),
        ("cors", {"origins": "*", "credentials": True}, ANY),
        ("cors", {"origins": SITE}, FIXED),
        ("cors", {"origins": True}, REFLECTED),
        ("cors", {"origins": False}, NONE),
        ("cors", {"origins": ""}, NONE),
        ("cors", {"origins": UNSET}, NONE),
        ("cors", {"origins": [SITE]}, LISTED),
        ("cors", {"origins": ["*"]}, LISTED),
        ("cors", {"origins": FUNCTION}, UNKNOWN),
        ("cors", {"origins": UNSEEN}, UNKNOWN),
        ("nextjs-cors", {"origins": "*"}, ANY),
        ("@loopback/rest", {}, ANY),
        ("@loopback/rest", {"origins": SITE}, FIXED),
        ("@koa/cors", {}, ANY),
        ("@koa/cors", {"credentials": True}, REFLECTED),
        ("@koa/cors", {"origins": "*", "credentials": True}, REFLECTED),
        ("@koa/cors", {"origins": "*", "credentials": FUNCTION}, UNKNOWN),
        ("@koa/cors", {"origins": SITE, "credentials": True}, FIXED),
        ("@koa/cors", {"origins": [SITE]}, FIXED),
        ("@koa/cors", {"origins": [SITE, "https://shop.example"]}, NONE),
        ("@koa/cors", {"origins": FUNCTION}, UNKNOWN),
        ("koa2-cors", {}, REFLECTED),
        ("koa2-cors", {"origins": "*", "credentials": True}, ANY),
        ("@fastify/cors", {}, ANY),
        ("@fastify/cors", {"origins": ["*"], "credentials": True}, ANY),
        ("@fastify/cors", {"origins": [SITE]}, LISTED),
        ("@fastify/cors", {"origins": UNSET}, NONE),
        ("fastify-cors", {"origins": True}, REFLECTED),
        ("hapi", {}, REFLECTED),
        ("hapi", {"origins": ["*"]}, REFLECTED),
        ("hapi", {"origins": "ignore"}, ANY),
        ("hapi", {"origins": [SITE]}, LISTED),
        ("hapi", {"origins": UNSEEN}, UNKNOWN),
        ("hono", {}, ANY),
        ("hono", {"origins": UNSET}, NONE),
        ("hono", {"origins": [SITE]}, LISTED),
        ("hono", {"origins": FUNCTION}, UNKNOWN),
        ("@middy/http-cors", {"origins": "*", "credentials": True}, REFLECTED),
        ("@middy/http-cors", {"origins": "*"}, ANY),
        ("@middy/http-cors", {"origins": SITE}, FIXED),
        ("@middy/http-cors", {"origin_list": [SITE]}, LISTED),
        ("@middy/http-cors", {"origin_list": ["*"], "credentials": True}, REFLECTED),
        ("manual", {"origins": "*"}, ANY),
        ("manual", {"origins": SITE}, FIXED),
        ("manual", {"origins": UNSEEN}, UNKNOWN),
    ],
)
def test_origins(library: str, options: dict[str, Any], kind: OriginKind) -> None:
    """The kind of Access-Control-Allow-Origin follows from the options."""
    assert does(library, **options).origins.kind is kind


@pytest.mark.parametrize(
    ("library", "version", "kind"),
    [
        ("@koa/cors", "4.0.0", REFLECTED),
        ("@koa/cors", "5.0.0", ANY),
        ("@middy/http-cors", "5.5.1", ANY),
        ("@middy/http-cors", "6.0.0", NONE),
    ],
)
def test_default_origin_by_version(library: str, version: str, kind: OriginKind) -> None:
    """What is sent without an origin changed with a major release."""
    assert does(library, version).origins.kind is kind


@pytest.mark.parametrize(
    ("library", "value", "allowed"),
    [
        ("cors", True, True),
        ("cors", "true", False),
        ("cors", UNSET, False),
        ("cors", UNSEEN, None),
        ("@koa/cors", "yes", True),
        ("@koa/cors", FUNCTION, None),
        ("koa2-cors", "yes", False),
        ("@fastify/cors", "yes", True),
        ("hapi", True, True),
        ("hono", "yes", True),
        ("@middy/http-cors", True, True),
        ("manual", "true", True),
        ("manual", "True", False),
    ],
)
def test_credentials(library: str, value: object, allowed: bool | None) -> None:
    """Some libraries want true itself, others anything that counts as true."""
    assert does(library, origins=SITE, credentials=value).credentials is allowed


def test_credentials_are_off_by_default() -> None:
    """No library allows credentials unless told to, LoopBack's own default apart."""
    for library in ("cors", "@koa/cors", "@fastify/cors", "hapi", "hono", "@middy/http-cors"):
        assert does(library, origins=SITE).credentials is False
    assert does("@loopback/rest").credentials is True
    assert does("@loopback/rest", origins=SITE).credentials is False


def test_hapi_forbids_credentials_without_origins() -> None:
    """``origin: "ignore"`` turns credentials off."""
    assert does("hapi", origins="ignore", credentials=True).credentials is False


@pytest.mark.parametrize("library", ["cors", "@koa/cors", "koa2-cors", "@fastify/cors", "hono"])
def test_request_headers_are_reflected_without_a_list(library: str) -> None:
    """These libraries allow what the request asks for."""
    assert does(library).allow_headers.kind is HeaderKind.REFLECTED


def test_empty_header_lists() -> None:
    """An empty list allows nothing in cors and Koa, and everything in Hono."""
    assert does("cors", allow_headers=[]).allow_headers.missing(["rid"]) == {"rid"}
    assert does("cors", allow_headers="").allow_headers.kind is HeaderKind.REFLECTED
    assert does("hono", allow_headers=[]).allow_headers.kind is HeaderKind.REFLECTED


def test_hapi_adds_to_a_fixed_list() -> None:
    """Hapi allows four headers and what is added; ``headers`` replaces the four."""
    needed = ["content-type", "authorization", "rid"]
    assert does("hapi").allow_headers.missing(needed) == {"rid"}
    assert not does("hapi", more_allow_headers=["RID"]).allow_headers.missing(needed)
    replaced = does("hapi", allow_headers=["rid"]).allow_headers
    assert replaced.missing(needed) == {"content-type", "authorization"}
    assert not does("hapi", more_allow_headers=UNSEEN).allow_headers.missing(needed)


def test_preflights_of_lambda_may_be_answered_elsewhere() -> None:
    """Without headers of its own, middy leaves preflights to the gateway."""
    assert does("@middy/http-cors", origins=SITE).allow_headers.kind is HeaderKind.UNKNOWN


@pytest.mark.parametrize(
    ("library", "kind"),
    [
        ("cors", ExposeKind.KEPT),
        ("@koa/cors", ExposeKind.KEPT),
        ("@fastify/cors", ExposeKind.KEPT),
        ("hono", ExposeKind.REPLACED),
        ("hapi", ExposeKind.KEPT),
        ("@middy/http-cors", ExposeKind.KEPT),
    ],
)
def test_exposed_headers(library: str, kind: ExposeKind) -> None:
    """Only Hono's list takes the place of the SDK's."""
    assert does(library, expose_headers=["x-total"]).expose_headers.kind is kind


def test_fastify_methods_changed_in_version_11() -> None:
    """From version 11 on only the methods that need no permission are allowed by default."""
    assert does("@fastify/cors", "11.0.0").methods.refuses("DELETE")
    assert not does("@fastify/cors", "10.1.0").methods.refuses("DELETE")
    assert not does("@fastify/cors", ">=10 <12").methods.refuses("DELETE")
    assert not does("fastify-cors").methods.refuses("DELETE")
    assert does("@fastify/cors", methods=["GET"]).methods.refuses("PUT")
