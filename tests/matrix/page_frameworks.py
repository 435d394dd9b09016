"""Frameworks that serve pages and the auth API from one application, at one address."""

from __future__ import annotations

from matrix.node_parts import RECIPES, options, package
from matrix.settings import Backend, Files, Frontend

ST = {"supertokens-node": "^23.0.1", "supertokens-web-js": "^0.15.3"}
WEB = """import SuperTokens from "supertokens-web-js";
import EmailPassword from "supertokens-web-js/recipe/emailpassword";
import Session from "supertokens-web-js/recipe/session";
"""


def web_options(frontend: Frontend, prefix: str, read: str) -> str:
    """Return the object for the ``init`` of supertokens-web-js."""
    base = f", apiBasePath: {read}.{prefix}API_BASE_PATH" if frontend.api_base is not None else ""
    return (
        f'{{\n    appInfo: {{ appName: "Depot", apiDomain: {read}.{prefix}API_DOMAIN{base} }},\n'
        f"    recipeList: [EmailPassword.init(), Session.init({session_options(frontend, prefix, read)})],\n"
        "  }"
    )


def session_options(frontend: Frontend, prefix: str, read: str) -> str:
    """Return what the frontend's ``Session.init`` is given."""
    lines = []
    if frontend.scope is not None:
        lines.append(f"sessionTokenFrontendDomain: {read}.{prefix}SESSION_SCOPE")
    if frontend.backend_domain is not None:
        lines.append(f"sessionTokenBackendDomain: {read}.{prefix}BACKEND_DOMAIN")
    if frontend.transfer is not None:
        lines.append(f'tokenTransferMethod: "{frontend.transfer}"')
    if frontend.iframe:
        lines.append("isInIframe: true")
    return f"{{ {', '.join(lines)} }}" if lines else ""


def _started(imports: str, config: str) -> str:
    return (
        'import SuperTokens from "supertokens-node";\n'
        + RECIPES
        + imports
        + "\nlet started = false;\n\nexport function ensureStarted() {\n  if (started) return;\n"
        f"  started = true;\n  SuperTokens.init({config});\n}}\n"
    )


def _config(backend: Backend, read: str) -> str:
    made = options(backend, "custom", lambda n: f"{read}.{n}", "  isInServerlessEnv: true,\n")
    return made.replace(" as const", "").replace("\n", "\n  ")


def sveltekit(backend: Backend, frontend: Frontend) -> Files:
    """SvelteKit, with ``$env/static``."""
    names = ", ".join(backend.variables)
    return {
        ".env": backend.env_file + frontend.env_file("PUBLIC_"),
        "package.json": package(
            "depot",
            "vite dev",
            {"@sveltejs/kit": "^2.15.1", "svelte": "^4.2.19", "vite": "^5.4.11", **ST},
        ),
        "vite.config.ts": 'import { sveltekit } from "@sveltejs/kit/vite";\n'
        'import { defineConfig } from "vite";\n\n'
        "export default defineConfig({ plugins: [sveltekit()], server: { port: 3000 } });\n",
        "svelte.config.js": 'import adapter from "@sveltejs/adapter-node";\n\n'
        "export default { kit: { adapter: adapter() } };\n",
        "src/lib/auth/backend.ts": _started(
            f'import {{ {names} }} from "$env/static/private";\n', _config(backend, "@")
        ).replace("@.", ""),
        "src/lib/auth/frontend.ts": WEB
        + 'import { env } from "$env/dynamic/public";\n\nexport function startAuth() {\n'
        f"  SuperTokens.init({web_options(frontend, 'PUBLIC_', 'env')});\n}}\n",
        "src/routes/api/auth/[...path]/+server.ts": """import { handleAuthAPIRequest } from "supertokens-node/custom";
import { ensureStarted } from "$lib/auth/backend";

ensureStarted();

const handle = handleAuthAPIRequest();

export async function fallback({ request }: { request: Request }) {
  return handle(request);
}
""",
        "src/routes/+layout.svelte": """<script lang="ts">
  import { browser } from "$app/environment";
  import { startAuth } from "$lib/auth/frontend";

  if (browser) {
    startAuth();
  }
</script>

<slot />
""",
    }


def nuxt(backend: Backend, frontend: Frontend) -> Files:
    """Nuxt, with its runtime configuration."""
    own = "".join(f"    {name}: process.env.{name},\n" for name in backend.variables)
    public = "".join(
        f"      {line.partition('=')[0][len('NUXT_') :]}: process.env.{line.partition('=')[0]},\n"
        for line in frontend.env_file("NUXT_WEB_").splitlines()
    )
    web = web_options(frontend, "WEB_", "config")
    return {
        ".env": backend.env_file + frontend.env_file("NUXT_WEB_"),
        "package.json": package(
            "depot", "nuxt dev", {"h3": "^1.13.0", "nuxt": "^3.15.0", "vue": "^3.5.13", **ST}
        ),
        "nuxt.config.ts": "export default defineNuxtConfig({\n  runtimeConfig: {\n"
        f"{own}    public: {{\n{public}    }},\n  }},\n}});\n",
        "server/utils/auth.ts": _started("", _config(backend, "config")).replace(
            "  SuperTokens.init", "  const config = useRuntimeConfig();\n  SuperTokens.init"
        ),
        "server/api/auth/[...path].ts": """import { handleAuthAPIRequest } from "supertokens-node/custom";
import { toWebRequest } from "h3";
import { ensureStarted } from "../../utils/auth";

export default defineEventHandler((event) => {
  ensureStarted();
  return handleAuthAPIRequest()(toWebRequest(event));
});
""",
        "plugins/auth.client.ts": WEB + "\nexport default defineNuxtPlugin(() => {\n"
        f"  const config = useRuntimeConfig().public;\n  SuperTokens.init({web});\n}});\n",
        "pages/index.vue": "<template>\n  <h1>Depot</h1>\n</template>\n",
    }


def astro(backend: Backend, frontend: Frontend) -> Files:
    """Astro, with ``import.meta.env``."""
    web = web_options(frontend, "PUBLIC_", "import.meta.env")
    return {
        ".env": backend.env_file + frontend.env_file("PUBLIC_"),
        "package.json": package(
            "depot", "astro dev", {"@astrojs/node": "^9.0.0", "astro": "^5.1.1", **ST}
        ),
        "astro.config.mjs": 'import node from "@astrojs/node";\nimport { defineConfig } from "astro/config";\n\n'
        'export default defineConfig({\n  output: "server",\n  adapter: node({ mode: "standalone" }),\n  server: { port: 3000 },\n});\n',
        "src/auth/backend.ts": _started("", _config(backend, "import.meta.env")),
        "src/auth/frontend.ts": WEB
        + f"\nexport function startAuth() {{\n  SuperTokens.init({web});\n}}\n",
        "src/pages/api/auth/[...path].ts": """import type { APIRoute } from "astro";
import { handleAuthAPIRequest } from "supertokens-node/custom";
import { ensureStarted } from "../../../auth/backend";

ensureStarted();

const handle = handleAuthAPIRequest();

export const ALL: APIRoute = ({ request }) => handle(request);
""",
        "src/pages/index.astro": """<html lang="en">
  <body>
    <h1>Depot</h1>
    <script>
      import { startAuth } from "../auth/frontend";

      startAuth();
    </script>
  </body>
</html>
""",
    }


def remix(backend: Backend, frontend: Frontend) -> Files:
    """Remix, with variables that Vite puts into the browser's part."""
    web = web_options(frontend, "VITE_", "import.meta.env")
    return {
        ".env": backend.env_file + frontend.env_file("VITE_"),
        "package.json": package(
            "depot",
            "remix vite:dev",
            {"@remix-run/node": "^2.15.2", "@remix-run/react": "^2.15.2", "react": "^18.3.1",
             "react-dom": "^18.3.1", "vite": "^5.4.11", **ST},
        ),
        "tsconfig.json": '{\n  "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["./app/*"] } }\n}\n',
        "vite.config.ts": 'import { vitePlugin as remix } from "@remix-run/dev";\n'
        'import { defineConfig } from "vite";\n\n'
        "export default defineConfig({ plugins: [remix()], server: { port: 3000 } });\n",
        "app/env.server.ts": "export const env = process.env as Record<string, string>;\n",
        "app/auth/backend.server.ts": _started(
            'import { env } from "~/env.server";\n', _config(backend, "env")
        ),
        "app/auth/frontend.ts": WEB
        + f"\nexport function startAuth() {{\n  SuperTokens.init({web});\n}}\n",
        "app/root.tsx": """import { Outlet, Scripts } from "@remix-run/react";
import { startAuth } from "./auth/frontend";

if (typeof window !== "undefined") {
  startAuth();
}

export default function Root() {
  return (
    <html lang="en">
      <body>
        <Outlet />
        <Scripts />
      </body>
    </html>
  );
}
""",
        "app/routes/api.auth.$.ts": """import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { handleAuthAPIRequest } from "supertokens-node/custom";
import { ensureStarted } from "~/auth/backend.server";

ensureStarted();

const handle = handleAuthAPIRequest();

export async function action({ request }: ActionFunctionArgs) {
  return handle(request);
}

export async function loader({ request }: LoaderFunctionArgs) {
  return handle(request);
}
""",
    }  # fmt: skip


def next_app(backend: Backend, frontend: Frontend) -> Files:
    """Next with the app directory."""
    return {
        **_next(backend, frontend),
        "config/backend.ts": _started("", _config(backend, "process.env")),
        "app/providers.tsx": '"use client";\n\nimport { startAuth } from "../config/frontend";\n\n'
        'if (typeof window !== "undefined") {\n  startAuth();\n}\n\n'
        "export function Providers({ children }: { children: React.ReactNode }) {\n"
        "  return <>{children}</>;\n}\n",
        "app/layout.tsx": """import { Providers } from "./providers";

export default function Layout({ children }: { children: React.ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
""",
        "app/page.tsx": "export default function Home() {\n  return <h1>Depot</h1>;\n}\n",
        "app/api/auth/[[...path]]/route.ts": """import { NextRequest } from "next/server";
import { getAppDirRequestHandler } from "supertokens-node/nextjs";
import { ensureStarted } from "../../../../config/backend";

ensureStarted();

const handle = getAppDirRequestHandler();

async function answer(request: NextRequest) {
  const response = await handle(request);
  response.headers.set("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
  return response;
}

export { answer as GET, answer as POST, answer as PUT, answer as DELETE };
""",
    }


def next_pages(backend: Backend, frontend: Frontend) -> Files:
    """Next with the pages directory."""
    made = options(
        backend, "express", lambda n: f"process.env.{n}!", "  isInServerlessEnv: true,\n"
    )
    return {
        **_next(backend, frontend),
        "config/backend.ts": RECIPES + f"\nexport const backendConfig = () => ({made});\n",
        "pages/_app.tsx": """import type { AppProps } from "next/app";
import { startAuth } from "../config/frontend";

if (typeof window !== "undefined") {
  startAuth();
}

export default function Depot({ Component, pageProps }: AppProps) {
  return <Component {...pageProps} />;
}
""",
        "pages/index.tsx": "export default function Home() {\n  return <h1>Depot</h1>;\n}\n",
        "pages/api/auth/[[...path]].ts": """import type { NextApiRequest, NextApiResponse } from "next";
import supertokens from "supertokens-node";
import { middleware } from "supertokens-node/framework/express";
import { superTokensNextWrapper } from "supertokens-node/nextjs";
import { backendConfig } from "../../../config/backend";

supertokens.init(backendConfig());

export default async function auth(req: NextApiRequest, res: NextApiResponse) {
  await superTokensNextWrapper(
    async (next) => {
      res.setHeader("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate");
      await middleware()(req as any, res as any, next);
    },
    req,
    res,
  );
  if (!res.writableEnded) {
    res.status(404).send("Not found");
  }
}
""",
    }


def _next(backend: Backend, frontend: Frontend) -> Files:
    web = web_options(frontend, "NEXT_PUBLIC_", "process.env")
    return {
        ".env": backend.env_file + frontend.env_file("NEXT_PUBLIC_"),
        "package.json": package(
            "depot",
            "next dev",
            {"next": "15.1.3", "react": "^18.3.1", "react-dom": "^18.3.1", **ST},
        ),
        "config/frontend.ts": WEB
        + f"\nexport function startAuth() {{\n  SuperTokens.init({web});\n}}\n",
    }
