"""A system of two sites, one API and a proxy, as files."""

from __future__ import annotations

from pathlib import Path

_WEB = """\
import SuperTokens from "supertokens-auth-react";
import Session from "supertokens-auth-react/recipe/session";

SuperTokens.init({
  appInfo: {
    appName: "Shop",
    apiDomain: import.meta.env.VITE_API_URL,
    websiteDomain: import.meta.env.VITE_SITE_URL,
    apiBasePath: "/auth",
  },
  recipeList: [Session.init()],
});
"""
_ADMIN = """\
import SuperTokens from "supertokens-web-js";
import Session from "supertokens-web-js/recipe/session";

SuperTokens.init({
  appInfo: {
    appName: "Shop",
    apiDomain: "https://api.shop.example",
    apiBasePath: "/api/auth",
  },
  recipeList: [Session.init({ tokenTransferMethod: "header" })],
});
"""
_API = """\
const express = require("express");
const cors = require("cors");
const supertokens = require("supertokens-node");
const Session = require("supertokens-node/recipe/session");
const { middleware, errorHandler } = require("supertokens-node/framework/express");

supertokens.init({
  framework: "express",
  supertokens: { connectionURI: process.env.CORE_URI, apiKey: process.env.CORE_KEY },
  appInfo: {
    appName: "Shop",
    apiDomain: process.env.API_URL,
    websiteDomain: process.env.SITE_URL,
    apiBasePath: "/auth",
  },
  recipeList: [Session.init({ cookieDomain: process.env.COOKIE_DOMAIN })],
});

const app = express();
app.use(
  cors({
    origin: [process.env.SITE_URL, "https://admin.shop.example"],
    allowedHeaders: ["content-type", ...supertokens.getAllCORSHeaders()],
    credentials: true,
  }),
);
app.use(middleware());
app.use(errorHandler());
app.listen(3001);
"""
_NGINX = """\
server {
  listen 443 ssl;
  server_name api.shop.example;
  location / {
    proxy_pass http://api:3001;
  }
}
"""
_MAIN = '<script type="module" src="/src/main.ts"></script>\n'
FILES = {
    "package.json": '{"name": "shop", "workspaces": ["apps/*", "services/*"]}\n',
    "apps/web/package.json": '{"name": "web", "dependencies": {"supertokens-auth-react": "0.49.0"}}\n',
    "apps/web/index.html": _MAIN,
    "apps/web/src/main.ts": _WEB,
    "apps/web/.env.development": "VITE_API_URL=http://localhost:3001\nVITE_SITE_URL=http://localhost:5173\n",
    "apps/web/.env.production": "VITE_API_URL=https://api.shop.example\nVITE_SITE_URL=https://www.shop.example\n",
    "apps/admin/package.json": '{"name": "admin", "dependencies": {"supertokens-web-js": "0.15.0"}}\n',
    "apps/admin/index.html": _MAIN,
    "apps/admin/src/main.ts": _ADMIN,
    "services/api/package.json": (
        '{"name": "api", "main": "index.js", "dependencies":'
        ' {"supertokens-node": "21.0.0", "express": "4.19.2", "cors": "2.8.5"}}\n'
    ),
    "services/api/index.js": _API,
    "services/api/.env.development": "API_URL=http://localhost:3001\nSITE_URL=http://localhost:5173\n",
    "services/api/.env.production": (
        "API_URL=https://api.shop.example\nSITE_URL=https://www.shop.example\n"
        "COOKIE_DOMAIN=.shop.example\nCORE_URI=https://core.internal.example\nCORE_KEY=not-a-real-key\n"
    ),
    "nginx.conf": _NGINX,
}


def write(directory: Path) -> Path:
    """Write the system below ``directory`` and return its root."""
    root = directory / "shop"
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root
