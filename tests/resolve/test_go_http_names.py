"""Names of net/http, gin-contrib/cors and functions that packages return, in Go."""

from __future__ import annotations

import pytest

from evaluating import evaluate, outcomes
from supertokens_lint.resolve.values import Invocation, Items, MethodOf


def _go(*lines: str, imports: str = '"net/http"') -> dict[str, str]:
    return {"main.go": "\n".join(["package main", f"import {imports}", *lines])}


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [
        ("net/http", "http.MethodPost", "POST"),
        ("net/http", "http.StatusNotFound", 404),
        ("github.com/gofiber/fiber/v2", "fiber.HeaderContentType", "Content-Type"),
        ("github.com/labstack/echo/v4", "echo.HeaderXRequestedWith", "X-Requested-With"),
        ("github.com/labstack/echo/v4", "echo.PATCH", "PATCH"),
    ],
)
def test_constants_of_http_packages_are_their_texts(module: str, name: str, value: object) -> None:
    """Constants that options are given as count as the literals that they stand for."""
    files = _go(f"var x = {name}", imports=f'"{module}"')
    assert outcomes(files, "main.go", "x") == [value]


def test_the_default_of_gin_cors_is_a_struct_with_its_lists() -> None:
    """Lists that are appended to start from those that the library begins with."""
    files = _go(
        "var conf = cors.DefaultConfig()",
        'var x = append(conf.AllowHeaders, "rid")',
        imports='"github.com/gin-contrib/cors"',
    )
    value, _ = evaluate(files, "main.go", "x")
    assert isinstance(value, Items)
    texts = [getattr(item, "value", None) for item in value.items]
    assert (texts, value.rest) == (["Origin", "Content-Length", "Content-Type", "rid"], None)


def test_what_a_returned_function_is_given_is_kept() -> None:
    """``handlers.CORS(...)(router)`` keeps its two calls and their arguments."""
    files = _go("var x = handlers.CORS(1)(2)", imports='"github.com/gorilla/handlers"')
    value, _ = evaluate(files, "main.go", "x")
    assert isinstance(value, Invocation)
    assert isinstance(value.callee, MethodOf)
    assert isinstance(value.callee.target, Invocation)
