"""Backends of Nest: with middleware written by hand, and with supertokens-nestjs on Fastify."""

from __future__ import annotations

from matrix.node_parts import RECIPES, options, package
from matrix.settings import Backend, Files

NEST = {
    "@nestjs/common": "^10.4.15",
    "@nestjs/config": "^3.3.0",
    "@nestjs/core": "^10.4.15",
    "supertokens-node": "^23.0.1",
}


def nest(backend: Backend) -> Files:
    """Nest as the guide of supertokens-node has it, with Nest's ConfigService."""
    init = options(backend, "express", lambda name: f'config.get<string>("{name}")')
    body = init.replace("\n", "\n    ")
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api", "nest start", {**NEST, "@nestjs/platform-express": "^10.4.15"}
        ),
        "src/auth/auth.middleware.ts": """import { Injectable, NestMiddleware } from "@nestjs/common";
import { middleware } from "supertokens-node/framework/express";

@Injectable()
export class AuthMiddleware implements NestMiddleware {
  private readonly handler = middleware();

  use(req: any, res: any, next: () => void) {
    return this.handler(req, res, next);
  }
}
""",
        "src/auth/auth.filter.ts": """import { ArgumentsHost, Catch, ExceptionFilter } from "@nestjs/common";
import { Error as STError } from "supertokens-node";
import { errorHandler } from "supertokens-node/framework/express";

@Catch(STError)
export class SupertokensExceptionFilter implements ExceptionFilter {
  private readonly handler = errorHandler();

  catch(exception: Error, host: ArgumentsHost) {
    const context = host.switchToHttp();
    const response = context.getResponse();
    if (response.headersSent) return;
    this.handler(exception, context.getRequest(), response, context.getNext());
  }
}
""",
        "src/auth/supertokens.service.ts": 'import { Injectable } from "@nestjs/common";\n'
        'import { ConfigService } from "@nestjs/config";\nimport supertokens from "supertokens-node";\n'
        + RECIPES
        + "\n@Injectable()\nexport class SupertokensService {\n"
        f"  constructor(config: ConfigService) {{\n    supertokens.init({body});\n  }}\n}}\n",
        "src/app.module.ts": """import { MiddlewareConsumer, Module, NestModule } from "@nestjs/common";
import { ConfigModule } from "@nestjs/config";
import { AuthMiddleware } from "./auth/auth.middleware";
import { SupertokensService } from "./auth/supertokens.service";

@Module({ imports: [ConfigModule.forRoot({ isGlobal: true })], providers: [SupertokensService] })
export class AppModule implements NestModule {
  configure(consumer: MiddlewareConsumer) {
    consumer.apply(AuthMiddleware).forRoutes("*");
  }
}
""",
        "src/main.ts": """import { ConfigService } from "@nestjs/config";
import { NestFactory } from "@nestjs/core";
import supertokens from "supertokens-node";
import { AppModule } from "./app.module";
import { SupertokensExceptionFilter } from "./auth/auth.filter";

async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  const config = app.get(ConfigService);
  app.enableCors({
    origin: [config.get<string>("ALLOWED_ORIGIN")],
    allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    credentials: true,
  });
  app.useGlobalFilters(new SupertokensExceptionFilter());
  await app.listen(3001);
}

bootstrap();
""",
    }


def nestjs_module(backend: Backend) -> Files:
    """supertokens-nestjs with Fastify below it, options made by a factory."""
    made = options(
        backend,
        "fastify",
        lambda name: f'config.getOrThrow("{name}")',
        "  fastifyAdapter: adapter,\n",
    ).replace("\n", "\n      ")
    return {
        ".env": backend.env_file,
        "package.json": package(
            "depot-api",
            "nest start",
            {**NEST, "@nestjs/platform-fastify": "^10.4.15", "fastify": "^4.28.1",
             "supertokens-nestjs": "^1.1.0"},
        ),
        "src/adapter.ts": 'import { FastifyAdapter } from "@nestjs/platform-fastify";\n\n'
        "export const adapter = new FastifyAdapter();\n",
        "src/app.module.ts": 'import { Module } from "@nestjs/common";\n'
        'import { ConfigModule, ConfigService } from "@nestjs/config";\n'
        'import { SuperTokensModule } from "supertokens-nestjs";\n'
        + RECIPES
        + 'import { adapter } from "./adapter";\n\n@Module({\n  imports: [\n'
        "    ConfigModule.forRoot({ isGlobal: true }),\n    SuperTokensModule.forRootAsync({\n"
        "      inject: [ConfigService],\n"
        f"      useFactory: (config: ConfigService) => ({made}),\n    }}),\n  ],\n}})\n"
        "export class AppModule {}\n",
        "src/main.ts": """import { ConfigService } from "@nestjs/config";
import { NestFactory } from "@nestjs/core";
import { NestFastifyApplication } from "@nestjs/platform-fastify";
import supertokens from "supertokens-node";
import { SuperTokensFastifyExceptionFilter } from "supertokens-nestjs";
import { adapter } from "./adapter";
import { AppModule } from "./app.module";

async function bootstrap() {
  const app = await NestFactory.create<NestFastifyApplication>(AppModule, adapter);
  const config = app.get(ConfigService);
  app.enableCors({
    origin: [config.getOrThrow("ALLOWED_ORIGIN")],
    allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    methods: ["GET", "POST", "PUT", "DELETE"],
    credentials: true,
  });
  app.useGlobalFilters(new SuperTokensFastifyExceptionFilter());
  await app.listen(3001);
}

bootstrap();
""",
    }  # fmt: skip
