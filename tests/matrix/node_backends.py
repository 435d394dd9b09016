"""Backends of supertokens-node that run on their own, each with its own way to read its settings."""

from __future__ import annotations

from matrix.node_parts import RECIPES, options, package
from matrix.settings import Backend, Files

ST = {"supertokens-node": "^23.0.1"}


def fastify(backend: Backend) -> Files:
    """Fastify, with an environment that zod checks."""
    fields = "".join(f"  {name}: z.string(),\n" for name in backend.variables)
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api",
            "tsx src/server.ts",
            {"@fastify/cors": "^9.0.1", "@fastify/formbody": "^7.4.0", "dotenv": "^16.4.7",
             "fastify": "^4.28.1", "zod": "^3.24.1", **ST},
        ),
        "src/env.ts": 'import "dotenv/config";\nimport { z } from "zod";\n\n'
        f"const schema = z.object({{\n{fields}}});\n\nexport const env = schema.parse(process.env);\n",
        "src/auth.ts": RECIPES
        + 'import { env } from "./env";\n\nexport const authConfig = '
        + options(backend, "fastify", lambda name: f"env.{name}")
        + ";\n",
        "src/server.ts": """import cors from "@fastify/cors";
import formBody from "@fastify/formbody";
import Fastify from "fastify";
import supertokens from "supertokens-node";
import { errorHandler, plugin } from "supertokens-node/framework/fastify";
import { verifySession } from "supertokens-node/recipe/session/framework/fastify";
import { authConfig } from "./auth";
import { env } from "./env";

supertokens.init(authConfig);

const server = Fastify();

async function start() {
  await server.register(cors, {
    origin: env.ALLOWED_ORIGIN,
    allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    methods: ["GET", "POST", "PUT", "DELETE"],
    credentials: true,
  });
  await server.register(formBody);
  await server.register(plugin);
  server.setErrorHandler(errorHandler());
  server.get("/orders", { preHandler: verifySession() }, async () => []);
  await server.listen({ port: 3001 });
}

start();
""",
    }  # fmt: skip


def hapi(backend: Backend) -> Files:
    """Hapi, with a helper that asks for each variable."""
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api",
            "tsx src/server.ts",
            {"@hapi/hapi": "^21.3.10", "dotenv": "^16.4.7", **ST},
        ),
        "src/required.ts": """import "dotenv/config";

export function required(name: string): string {
  const value = process.env[name];
  if (!value) {
    throw new Error(`${name} is not set`);
  }
  return value;
}
""",
        "src/auth.ts": RECIPES
        + 'import { required } from "./required";\n\nexport const authConfig = '
        + options(backend, "hapi", lambda name: f'required("{name}")')
        + ";\n",
        "src/server.ts": """import Hapi from "@hapi/hapi";
import supertokens from "supertokens-node";
import { plugin } from "supertokens-node/framework/hapi";
import { verifySession } from "supertokens-node/recipe/session/framework/hapi";
import { authConfig } from "./auth";
import { required } from "./required";

supertokens.init(authConfig);

const server = Hapi.server({
  port: 3001,
  routes: {
    cors: {
      origin: [required("ALLOWED_ORIGIN")],
      additionalHeaders: [...supertokens.getAllCORSHeaders()],
      credentials: true,
    },
  },
});

async function start() {
  await server.register(plugin);
  server.route({
    method: "GET",
    path: "/orders",
    options: { pre: [{ method: verifySession() }] },
    handler: async () => [],
  });
  await server.start();
}

start();
""",
    }


def koa(backend: Backend) -> Files:
    """Koa, with a module of constants."""
    lines = "".join(f"export const {name} = process.env.{name}!;\n" for name in backend.variables)
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api",
            "tsx src/server.ts",
            {"@koa/cors": "^5.0.0", "@koa/router": "^13.1.0", "dotenv": "^16.4.7", "koa": "^2.15.3",
             **ST},
        ),
        "src/settings.ts": f'import "dotenv/config";\n\n{lines}',
        "src/auth.ts": RECIPES
        + 'import * as settings from "./settings";\n\nexport const authConfig = '
        + options(backend, "koa", lambda name: f"settings.{name}")
        + ";\n",
        "src/server.ts": """import cors from "@koa/cors";
import Router from "@koa/router";
import Koa from "koa";
import supertokens from "supertokens-node";
import { middleware } from "supertokens-node/framework/koa";
import { verifySession } from "supertokens-node/recipe/session/framework/koa";
import { authConfig } from "./auth";
import { ALLOWED_ORIGIN } from "./settings";

supertokens.init(authConfig);

const app = new Koa();
app.proxy = true;

app.use(
  cors({
    origin: ALLOWED_ORIGIN,
    allowHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    credentials: true,
  }),
);
app.use(middleware());

const router = new Router();
router.get("/orders", verifySession(), (ctx) => {
  ctx.body = [];
});
app.use(router.routes());

app.listen(3001);
""",
    }  # fmt: skip


def loopback(backend: Backend) -> Files:
    """LoopBack, with a class of settings."""
    lines = "".join(
        f'  readonly {name.lower()} = process.env.{name} ?? "";\n' for name in backend.variables
    )
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api",
            "node -r dotenv/config dist/server.js",
            {"@loopback/core": "^6.1.5", "@loopback/rest": "^14.0.5", "dotenv": "^16.4.7", **ST},
        ),
        "src/settings.ts": f"class Settings {{\n{lines}}}\n\nexport const settings = new Settings();\n",
        "src/auth.ts": RECIPES
        + 'import { settings } from "./settings";\n\nexport const authConfig = '
        + options(backend, "loopback", lambda name: f"settings.{name.lower()}")
        + ";\n",
        "src/server.ts": """import { intercept } from "@loopback/core";
import { RestApplication, get, response } from "@loopback/rest";
import supertokens from "supertokens-node";
import { middleware } from "supertokens-node/framework/loopback";
import { verifySession } from "supertokens-node/recipe/session/framework/loopback";
import { authConfig } from "./auth";
import { settings } from "./settings";

supertokens.init(authConfig);

class OrderController {
  @get("/orders")
  @intercept(verifySession())
  @response(200)
  orders() {
    return [];
  }
}

const app = new RestApplication({
  rest: {
    port: 3001,
    cors: {
      origin: settings.allowed_origin,
      allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
      credentials: true,
    },
  },
});

app.middleware(middleware);
app.controller(OrderController);

app.start();
""",
    }


def hono(backend: Backend) -> Files:
    """Hono, with Node's own reader of env files."""
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api",
            "tsx --env-file=.env src/server.ts",
            {"@hono/node-server": "^1.13.0", "hono": "^4.6.0", **ST},
        ),
        "src/auth.ts": RECIPES
        + "\nconst { env } = process;\n\nexport const authConfig = "
        + options(backend, "custom", lambda name: f"env.{name}!")
        + ";\n",
        "src/server.ts": """import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { cors } from "hono/cors";
import supertokens from "supertokens-node";
import { CollectingResponse, PreParsedRequest, middleware } from "supertokens-node/framework/custom";
import { authConfig } from "./auth";

supertokens.init(authConfig);

const app = new Hono();

app.use(
  cors({
    origin: process.env.ALLOWED_ORIGIN!,
    allowHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    credentials: true,
  }),
);
app.use(async (c, next) => {
  const request = new PreParsedRequest({
    url: c.req.url,
    method: c.req.method,
    query: c.req.query(),
    cookies: {},
    headers: c.req.raw.headers,
    getFormBody: () => c.req.formData(),
    getJSONBody: () => c.req.json(),
  });
  const base = new CollectingResponse();
  const { handled, error } = await middleware(() => request)(request, base);
  if (error) throw error;
  if (handled) return new Response(base.body, { headers: base.headers, status: base.statusCode });
  await next();
});
app.get("/orders", (c) => c.json([]));

serve({ fetch: app.fetch, port: 3001 });
""",
    }


def aws_lambda(backend: Backend) -> Files:
    """AWS Lambda, with an environment that serverless.yml writes."""
    lines = "".join(f'    {name}: "{value}"\n' for name, value in backend.variables.items())
    return {
        "package.json": package(
            "depot-api",
            "serverless offline",
            {"@middy/core": "^5.5.1", "@middy/http-cors": "^5.5.1", **ST},
        ),
        "serverless.yml": f"""service: depot
provider:
  name: aws
  runtime: nodejs20.x
  environment:
{lines}functions:
  auth:
    handler: src/auth.handler
    url: true
""",
        "src/config.mjs": RECIPES
        + "\nexport const authConfig = "
        + options(
            backend, "awsLambda", lambda name: f"process.env.{name}", "  isInServerlessEnv: true,\n"
        ).replace(" as const", "")
        + ";\n",
        "src/auth.mjs": """import cors from "@middy/http-cors";
import middy from "@middy/core";
import supertokens from "supertokens-node";
import { middleware } from "supertokens-node/framework/awsLambda/index.js";
import { authConfig } from "./config.mjs";

supertokens.init(authConfig);

export const handler = middy(middleware())
  .use(
    cors({
      origin: process.env.ALLOWED_ORIGIN,
      credentials: true,
      headers: ["Content-Type", ...supertokens.getAllCORSHeaders()].join(", "),
      methods: "OPTIONS,POST,GET,PUT,DELETE",
    }),
  )
  .onError((request) => {
    throw request.error;
  });
""",
    }
