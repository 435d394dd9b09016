"""Origins that backends allow."""

from __future__ import annotations

import pytest

from extract.surrounding_facts import NODE_USE, PYTHON_USE, Found, package

SITE = "http://localhost:3000"


@pytest.mark.parametrize(
    "code",
    [
        f'import cors from "cors";\napp.use(cors({{ origin: "{SITE}" }}));',
        f'const cors = require("cors");\napp.use(cors({{ origin: ["{SITE}"] }}));',
        f'app.enableCors({{ origin: ["{SITE}"] }});',
        f'import cors from "@koa/cors";\napp.use(cors({{ origin: process.env.SITE ?? "{SITE}" }}));',
        f'import cors from "@fastify/cors";\napp.register(cors, {{ origin: "{SITE}" }});',
        f'import {{ cors }} from "hono/cors";\napp.use(cors({{ origin: ["{SITE}"] }}));',
        f'const site = "{SITE}";\nimport cors from "cors";\napp.use(cors({{ origin: site }}));',
    ],
)
def test_script_libraries(code: str) -> None:
    """Each library's option gives the origins that it lists."""
    found = Found({"package.json": package("supertokens-node"), "index.ts": f"{NODE_USE}{code}\n"})
    assert found.origins == [SITE]


@pytest.mark.parametrize(
    "code",
    [
        'import cors from "cors";\napp.use(cors({ origin: true }));',
        'import cors from "cors";\napp.use(cors({ origin: (o, done) => done(null, true) }));',
        'import cors from "./own-cors";\napp.use(cors({ origin: "http://x" }));',
    ],
)
def test_what_lists_no_origin_gives_none(code: str) -> None:
    """Functions, booleans and other packages give nothing."""
    found = Found({"package.json": package("supertokens-node"), "index.ts": f"{NODE_USE}{code}\n"})
    assert found.origins == []


@pytest.mark.parametrize(
    "code",
    [
        "from starlette.middleware.cors import CORSMiddleware\n"
        f'app.add_middleware(CORSMiddleware, allow_origins=["{SITE}"])',
        "from fastapi.middleware.cors import CORSMiddleware\n"
        f'app = CORSMiddleware(app=app, allow_origins=["{SITE}"])',
        "from starlette.middleware import Middleware\n"
        "from starlette.middleware.cors import CORSMiddleware\n"
        f'stack = [Middleware(CORSMiddleware, allow_origins=["{SITE}"])]',
        f'from flask_cors import CORS\nCORS(app, origins="{SITE}")',
        f'from flask_cors import CORS\nCORS(app, resources={{r"/*": {{"origins": ["{SITE}"]}}}})',
        f'CORS_ALLOWED_ORIGINS = ["{SITE}"]',
        f'CORS_ORIGIN_WHITELIST = ("{SITE}",)',
    ],
)
def test_python_libraries(code: str) -> None:
    """Starlette, Flask and Django settings give the origins that they list."""
    found = Found({"requirements.txt": "supertokens-python", "main.py": f"{PYTHON_USE}{code}\n"})
    assert found.origins == [SITE]
