"""A small system with a real fault, to put hostile things around and into."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

WEB = """import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";
SuperTokens.init({
    appInfo: {
        appName: "a",
        apiDomain: %s,
        apiBasePath: "/auth",
        websiteDomain: "http://localhost:3000",
    },
    recipeList: [Session.init()],
});
"""
API = """import express from "express";
import cors from "cors";
import supertokens from "supertokens-node";
import Session from "supertokens-node/recipe/session";
import { middleware, errorHandler } from "supertokens-node/framework/express";
supertokens.init({
    framework: "express",
    supertokens: { connectionURI: "http://localhost:3567", apiKey: %s },
    appInfo: {
        appName: "a",
        apiDomain: "http://localhost:3001",
        apiBasePath: "/api/auth",
        websiteDomain: "http://localhost:3000",
    },
    recipeList: [Session.init()],
});
const app = express();
app.use(cors({ origin: "http://localhost:3000", credentials: true }));
app.use(middleware());
app.use(errorHandler());
app.listen(3001);
"""
MANIFEST = '{"name": "%s", "type": "module", "dependencies": {%s}}'


def files(domain: str = '"http://localhost:3001"', key: str = '"none"') -> dict[str, str]:
    """Return the files of a frontend and a backend that disagree on apiBasePath."""
    return {
        "web/package.json": MANIFEST % ("web", '"supertokens-auth-react": "0.49.1"'),
        "web/src/main.ts": WEB % domain,
        "api/package.json": MANIFEST
        % ("api", '"supertokens-node": "21.1.1", "express": "4.19.2", "cors": "2.8.5"'),
        "api/index.js": API % key,
    }


def write(root: Path, texts: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, text in texts.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", errors="surrogatepass")
