"""What requests pass in the other frameworks of Node."""

from __future__ import annotations

import pytest

from extract.wired import wired
from supertokens_lint.extract.wiring_facts import LayerKind

CORS, SDK = LayerKind.CORS, LayerKind.SUPERTOKENS
ERROR = LayerKind.ERROR_HANDLER


def test_koa_runs_in_the_order_of_use() -> None:
    """Routers are opened at ``routes()``, below their prefix; other applications at ``mount``."""
    found = wired(
        {
            "index.js": """
import cors from "@koa/cors";
import Router from "@koa/router";
import Koa from "koa";
import mount from "koa-mount";
import { middleware } from "supertokens-node/framework/koa";
const app = new Koa();
const inner = new Koa();
inner.use((ctx) => { ctx.body = "x"; });
const router = new Router({ prefix: "/api" });
router.del("/teas/:id", (ctx) => { ctx.status = 204; });
app.use(cors({ credentials: true }));
app.use(middleware());
app.use(router.routes()).use(router.allowedMethods());
app.use(mount("/inner", inner));
app.use((ctx) => { ctx.status = 404; });
"""
        }
    )
    assert found.shown() == [
        "CORS /",
        "SUPERTOKENS /",
        "ROUTE /api/teas DELETE",
        "OTHER /",
        "ROUTE /inner",
        "CATCH_ALL /",
    ]
    assert found.app.layers[-1].answers == 404


def test_hono_takes_functions_that_serve_the_sdk() -> None:
    """Middleware of the project that calls the SDK's custom framework is the SDK's layer."""
    found = wired(
        {
            "index.ts": """
import { Hono } from "hono";
import { cors } from "hono/cors";
import { auth } from "./auth";
const api = new Hono();
api.put("/teas", (c) => c.json({}));
const app = new Hono();
app.use("*", async (c, next) => cors({ origin: "http://localhost:3000" })(c, next));
app.use("*", auth());
app.route("/api", api);
""",
            "auth.ts": """
import { middleware as custom } from "supertokens-node/framework/custom";
export const auth = () => async (c, next) => {
  const { handled } = await custom(() => c.req)(c.req, c.res);
  if (!handled) return next();
};
""",
        }
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS /", "ROUTE /api/teas PUT"]


def test_fastify_puts_cors_first_whatever_the_order() -> None:
    """CORS runs in an earlier phase than the SDK's plugin."""
    found = wired(
        {
            "index.js": """
import Fastify from "fastify";
import cors from "@fastify/cors";
import fp from "fastify-plugin";
import { errorHandler, plugin } from "supertokens-node/framework/fastify";
const server = Fastify();
server.setErrorHandler(errorHandler());
await server.register(plugin);
await server.register(fp(async (scope) => { scope.register(cors, { origin: true }); }));
await server.register(async (scope) => { scope.patch("/teas", () => 1); }, { prefix: "/api" });
server.route({ method: ["GET", "PUT"], url: "/cups", handler: () => 1 });
server.setErrorHandler((error, req, reply) => reply.send(error));
"""
        }
    )
    assert found.shown() == [
        "CORS /",
        "SUPERTOKENS /",
        "ERROR_HANDLER /",
        "ROUTE /api/teas PATCH",
        "ROUTE /cups GET PUT",
        "OWN_ERROR_HANDLER /",
    ]


def test_fastify_keeps_what_a_plugin_adds_inside_of_it() -> None:
    """CORS of an encapsulated plugin does not hold for the SDK's API, which has no routes."""
    found = wired(
        {
            "index.js": """
import Fastify from "fastify";
import cors from "@fastify/cors";
import { plugin } from "supertokens-node/framework/fastify";
const server = Fastify();
server.register(async (scope) => { scope.register(cors); });
server.register(plugin());
"""
        }
    )
    assert found.shown() == ["CORS / NOT_WRAPPING ?", "SUPERTOKENS / CALLED"]


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ("", " NOT_WRAPPING"),
        ("scope.get('/a/:id', f);", " NOT_WRAPPING"),
        ("scope.all('/auth/:path', f);", ""),
        ("scope.setNotFoundHandler(f);", ""),
        ("scope.all('/auth/*', f);", ""),
        ("scope.register(somethingElse);", ""),
    ],
)
def test_fastify_runs_an_enclosed_plugin_where_something_catches(more: str, fault: str) -> None:
    """Paths without a route reach an enclosed plugin only through what it catches itself."""
    text = (
        'import Fastify from "fastify"; import somethingElse from "other";'
        'import { plugin } from "supertokens-node/framework/fastify";'
        "const server = Fastify(); const f = () => {};"
        f"server.register(async (scope) => {{ scope.register(plugin); {more} }});"
    )
    assert f"SUPERTOKENS /{fault}" in wired({"index.js": text}).shown()


def test_hapi_has_cors_in_its_options() -> None:
    """CORS of the server stands first; that of a route is for the route."""
    found = wired(
        {
            "index.js": """
import Hapi from "@hapi/hapi";
import { plugin } from "supertokens-node/framework/hapi";
const server = Hapi.server({ port: 1, routes: { cors: { origin: ["http://a"] } } });
server.route([{ method: "PUT", path: "/teas/{id}", options: { cors: true }, handler: () => 1 }]);
await server.register([{ plugin }]);
"""
        }
    )
    assert found.shown() == ["CORS /", "CORS /teas PUT", "ROUTE /teas PUT", "SUPERTOKENS /"]


@pytest.mark.parametrize(
    ("options", "given"),
    [
        ("", set()),
        ("{ rest: { cors: { origin: 'http://a', credentials: true } } }",
         {"origins", "credentials"}),
    ],
)  # fmt: skip
def test_loopback_always_has_cors(options: str, given: set[str]) -> None:
    """Without options of its own LoopBack uses its default."""
    found = wired(
        {
            "index.js": f"""
import {{ RestApplication }} from "@loopback/rest";
import {{ middleware }} from "supertokens-node/framework/loopback";
const app = new RestApplication({options});
app.middleware(middleware);
"""
        }
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]
    assert set(found.policy().options.settings) == given


def test_loopback_wants_the_function_itself() -> None:
    """A call where LoopBack takes the function is a fault."""
    found = wired(
        {
            "index.js": """
import { RestApplication } from "@loopback/rest";
import { middleware } from "supertokens-node/framework/loopback";
class App extends RestApplication {}
const app = new App({ rest: { cors: { origin: "http://a" } } });
app.middleware(middleware());
"""
        }
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS / CALLED"]


NEST = {
    "main.ts": """
import { NestFactory } from "@nestjs/core";
import { AppModule } from "./app.module";
import { AuthFilter } from "./filter";
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.useGlobalFilters(new AuthFilter());
  app.enableCors({ origin: "http://localhost:3000", credentials: true });
  await app.listen(3001);
}
bootstrap();
""",
    "app.module.ts": """
import { Module } from "@nestjs/common";
import { AuthMiddleware } from "./middleware";
@Module({})
export class AppModule {
  configure(consumer) { consumer.apply(AuthMiddleware).forRoutes("*"); }
}
""",
    "middleware.ts": """
import { middleware } from "supertokens-node/framework/express";
export class AuthMiddleware {
  handle: any;
  constructor() { this.handle = middleware(); }
  use(req, res, next) { return this.handle(req, res, next); }
}
""",
    "filter.ts": """
import { errorHandler } from "supertokens-node/framework/express";
export class AuthFilter {
  handler = errorHandler();
  catch(error, host) { this.handler(error, host.req, host.res, host.next); }
}
""",
    "teas.controller.ts": """
import { Controller, Delete } from "@nestjs/common";
@Controller("teas")
export class Teas { @Delete(":id") remove() {} }
""",
}


def test_nest_runs_modules_after_main() -> None:
    """What ``main.ts`` uses comes before the middleware of modules; filters come last."""
    assert wired(NEST).shown() == [
        "CORS /",
        "SUPERTOKENS /",
        "ROUTE /:id DELETE",
        "ERROR_HANDLER /",
    ]


def test_nest_with_the_sdk_module() -> None:
    """``SuperTokensModule.forRoot`` mounts the middleware by itself."""
    files = {
        **NEST,
        "main.ts": NEST["main.ts"]
        .replace('"./filter"', '"supertokens-nestjs"')
        .replace("AuthFilter", "SuperTokensExceptionFilter"),
        "app.module.ts": """
import { Module } from "@nestjs/common";
import { SuperTokensModule } from "supertokens-nestjs";
@Module({ imports: [SuperTokensModule.forRoot({ framework: "express" })] })
export class AppModule {}
""",
        "middleware.ts": "",
        "filter.ts": "",
    }
    assert wired(files).shown(CORS, SDK, ERROR) == ["CORS /", "SUPERTOKENS /", "ERROR_HANDLER /"]


def test_nest_on_fastify() -> None:
    """The adapter's own calls and the plugins of the application are layers as well."""
    main = """
import { NestFactory } from "@nestjs/core";
import { FastifyAdapter } from "@nestjs/platform-fastify";
import { errorHandler, plugin } from "supertokens-node/framework/fastify";
import { AppModule } from "./app.module";
async function bootstrap() {
  const adapter = new FastifyAdapter();
  const app = await NestFactory.create(AppModule, adapter, { cors: true });
  await app.register(plugin);
  adapter.setErrorHandler(errorHandler());
}
bootstrap();
"""
    found = wired({"main.ts": main, "app.module.ts": "export class AppModule {}"})
    assert found.shown() == ["CORS /", "SUPERTOKENS /", "ERROR_HANDLER /"]
    assert found.policy().library == "@fastify/cors"


def test_middy_wraps_lambda_handlers() -> None:
    """What middy uses stands outside of the handler."""
    found = wired(
        {
            "index.js": """
import middy from "@middy/core";
import cors from "@middy/http-cors";
import { middleware } from "supertokens-node/framework/awsLambda";
export const handler = middy(middleware(async () => ({}))).use(cors({ origin: "http://a" }));
"""
        }
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]
    assert found.app.complete


def test_a_bare_lambda_may_have_cors_at_its_gateway() -> None:
    """Nothing is known about headers around a handler without middy."""
    found = wired(
        {
            "index.js": """
import { middleware } from "supertokens-node/framework/awsLambda";
export const handler = middleware(async () => ({}));
"""
        }
    )
    assert found.shown() == ["SUPERTOKENS /"]
    assert not found.app.complete


def test_next_api_routes_are_applications_of_their_own() -> None:
    """The file's path is where it serves; NextCors takes its options as the third argument."""
    found = wired(
        {
            "pages/api/auth/[[...path]].ts": """
import NextCors from "nextjs-cors";
import { superTokensNextWrapper } from "supertokens-node/nextjs";
import { middleware } from "supertokens-node/framework/express";
export default async function handler(req, res) {
  await NextCors(req, res, { origin: "http://localhost:3000", credentials: true });
  await superTokensNextWrapper(async (next) => { await middleware()(req, res, next); }, req, res);
}
"""
        },
        next="15.0.0",
    )
    assert found.shown() == ["CORS /api/auth", "SUPERTOKENS /api/auth"]
    assert set(found.policy().options.settings) == {"origins", "credentials"}
    assert found.app.framework == "next"


def test_a_worker_is_not_known_completely() -> None:
    """A file that serves the SDK's API outside of any framework may do what nobody sees."""
    found = wired(
        {
            "index.js": """
import { handleAuthAPIRequest } from "supertokens-node/custom";
const handle = handleAuthAPIRequest();
export default { fetch: (request) => handle(request) };
"""
        }
    )
    assert found.shown() == ["SUPERTOKENS /"]
    assert not found.app.complete


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (
            "serverless.yml",
            "functions:\n  auth:\n    events:\n      - http:\n          cors: true\n",
        ),
        ("vercel.json", '{"headers": [{"key": "Access-Control-Allow-Origin", "value": "x"}]}'),
        ("_headers", "/*\n  Access-Control-Allow-Origin: x\n"),
        ("Caddyfile", "header Access-Control-Allow-Credentials true\n"),
    ],
)
def test_files_around_that_add_cors(name: str, text: str) -> None:
    """Gateways and hosting files that send CORS headers are layers without a policy."""
    code = """
import express from "express";
import { middleware } from "supertokens-node/framework/express";
const app = express();
app.use(middleware());
"""
    assert wired({"index.js": code, name: text}).shown() == ["CORS /", "SUPERTOKENS /"]
    assert wired({"index.js": code}).shown() == ["SUPERTOKENS /"]


def test_nest_middleware_that_no_module_applies_is_not_there() -> None:
    """A middleware class alone serves nothing."""
    module = NEST["app.module.ts"].replace('consumer.apply(AuthMiddleware).forRoutes("*");', "")
    assert wired({**NEST, "app.module.ts": module}).shown(CORS, SDK) == ["CORS /"]
