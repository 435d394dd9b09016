"""Nest: what a module applies to some routes only."""

from __future__ import annotations

import pytest

from backends import found, web
from rules.small_systems import manifest

MAIN = """
import { NestFactory } from "@nestjs/core";
import supertokens from "supertokens-node";
import Session from "supertokens-node/recipe/session";
import { ShopModule } from "./shop.module";
supertokens.init({
  appInfo: { appName: "a", apiDomain: "http://localhost:3001",
             websiteDomain: "http://localhost:3000" },
  recipeList: [Session.init()],
});
async function start() {
  const app = await NestFactory.create(ShopModule);
  await app.listen(3001);
}
start();
"""
MODULE = """
import {{ MiddlewareConsumer, Module, NestModule, RequestMethod }} from "@nestjs/common";
import {{ middleware }} from "supertokens-node/framework/express";
import {{ PagesMiddleware }} from "./pages";
import {{ ShopController }} from "./shop.controller";
@Module({{}})
export class ShopModule implements NestModule {{
  configure(consumer: MiddlewareConsumer) {{
    consumer.apply(PagesMiddleware){chain};
    consumer.apply(middleware()).forRoutes("*");
  }}
}}
"""
PAGES = """
export class PagesMiddleware {
  use(request, response) {
    response.sendFile("/srv/index.html");
  }
}
"""


def _backend(chain: str) -> dict[str, str]:
    packages = {"supertokens__node": "23.0.1", "@nestjs/core": "10.0.0"}
    return {
        "api/package.json": manifest(**packages),
        "api/src/main.ts": MAIN,
        "api/src/shop.module.ts": MODULE.format(chain=chain),
        "api/src/pages.ts": PAGES,
        "api/src/shop.controller.ts": "export class ShopController {}\n",
    }


@pytest.mark.parametrize(
    "chain",
    [
        '.forRoutes("*")',
        '.forRoutes("{*rest}")',
        '.forRoutes({ path: "*", method: RequestMethod.ALL })',
        '.forRoutes("auth/(.*)")',
    ],
)
def test_pages_for_all_routes(chain: str) -> None:
    """Middleware that answers all requests, those to the SDK's API among them, is told of."""
    assert len(found("ST504", _backend(chain), web())) == 1


@pytest.mark.parametrize(
    "chain",
    [
        '.exclude("auth/(.*)").forRoutes("*")',
        '.exclude({ path: "auth/*rest", method: RequestMethod.ALL }).forRoutes("*")',
        '.forRoutes("shop")',
        '.forRoutes({ path: "*", method: RequestMethod.GET })',
        ".forRoutes(ShopController)",
        '.forRoutes("shop", "cart")',
    ],
)
def test_pages_for_some_routes(chain: str) -> None:
    """Middleware that leaves routes out, or runs on other ones, lets the SDK's API through."""
    backend = _backend(chain)
    assert not found("ST504", backend, web())
    assert not found("ST503", backend, web())
