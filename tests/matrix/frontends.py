"""Frontends on their own, each with its own way to know the address of the API."""

from __future__ import annotations

import json

from matrix.node_parts import package
from matrix.page_frameworks import WEB, session_options, web_options
from matrix.settings import Files, Frontend

REACT = {"react": "^18.3.1", "react-dom": "^18.3.1"}
WEB_JS = {"supertokens-web-js": "^0.15.3"}
PAGE = """<!doctype html>
<html lang="en">
  <body>
    <div id="app"></div>
    <script type="module" src="/src/main.{}"></script>
  </body>
</html>
"""


VITE = """import { defineConfig } from "vite";

export default defineConfig({ server: { port: 3000 } });
"""


def react(frontend: Frontend) -> Files:
    """React and Vite, with the prebuilt UI, of versions that every backend can talk to."""
    env = "import.meta.env"
    base = f"\n    apiBasePath: {env}.VITE_API_BASE_PATH," if frontend.api_base else ""
    own = session_options(frontend, "VITE_", env)
    return {
        ".env": frontend.env_file("VITE_") + f"VITE_WEBSITE_DOMAIN={frontend.site}\n",
        "package.json": package(
            "depot-web",
            "vite",
            {**REACT, "react-router-dom": "^6.28.0", "supertokens-auth-react": "^0.47.1", "vite": "^6.0.5",
             "supertokens-web-js": "^0.13.1"},
        ),
        "vite.config.ts": VITE,
        "index.html": PAGE.format("tsx"),
        "src/config.ts": f"""import EmailPassword from "supertokens-auth-react/recipe/emailpassword";
import Session from "supertokens-auth-react/recipe/session";

export const authConfig = {{
  appInfo: {{
    appName: "Depot",
    apiDomain: {env}.VITE_API_DOMAIN,
    websiteDomain: {env}.VITE_WEBSITE_DOMAIN,{base}
  }},
  recipeList: [EmailPassword.init(), Session.init({own})],
}};
""",
        "src/main.tsx": """import { createRoot } from "react-dom/client";
import * as router from "react-router-dom";
import SuperTokens, { SuperTokensWrapper } from "supertokens-auth-react";
import { EmailPasswordPreBuiltUI } from "supertokens-auth-react/recipe/emailpassword/prebuiltui";
import { getSuperTokensRoutesForReactRouterDom } from "supertokens-auth-react/ui";
import { authConfig } from "./config";

const { BrowserRouter, Route, Routes } = router;

SuperTokens.init(authConfig);

createRoot(document.getElementById("app")!).render(
  <SuperTokensWrapper>
    <BrowserRouter>
      <Routes>
        {getSuperTokensRoutesForReactRouterDom(router, [EmailPasswordPreBuiltUI])}
        <Route path="/" element={<h1>Depot</h1>} />
      </Routes>
    </BrowserRouter>
  </SuperTokensWrapper>,
);
""",    }  # fmt: skip


def vue(frontend: Frontend) -> Files:
    """Vue and Vite."""
    web = web_options(frontend, "VITE_", "import.meta.env")
    return {
        ".env": frontend.env_file("VITE_"),
        "package.json": package(
            "depot-web", "vite", {"vite": "^6.0.5", "vue": "^3.5.13", **WEB_JS}
        ),
        "vite.config.ts": VITE,
        "index.html": PAGE.format("ts"),
        "src/auth.ts": WEB + f"\nexport function startAuth() {{\n  SuperTokens.init({web});\n}}\n",
        "src/App.vue": "<template>\n  <h1>Depot</h1>\n</template>\n",
        "src/main.ts": 'import { createApp } from "vue";\nimport App from "./App.vue";\n'
        'import { startAuth } from "./auth";\n\nstartAuth();\ncreateApp(App).mount("#app");\n',
    }


def svelte(frontend: Frontend) -> Files:
    """Svelte and Vite, initialised in the root component."""
    web = web_options(frontend, "VITE_", "env")
    return {
        ".env": frontend.env_file("VITE_"),
        "package.json": package(
            "depot-web", "vite", {"svelte": "^4.2.19", "vite": "^5.4.11", **WEB_JS}
        ),
        "vite.config.ts": VITE,
        "index.html": PAGE.format("ts"),
        "src/App.svelte": f'<script lang="ts">\n{WEB}\n  const env = import.meta.env;\n'
        f"  SuperTokens.init({web});\n</script>\n\n<h1>Depot</h1>\n",
        "src/main.ts": 'import App from "./App.svelte";\n\n'
        'export default new App({ target: document.getElementById("app")! });\n',
    }


def solid(frontend: Frontend) -> Files:
    """Solid and Vite."""
    web = web_options(frontend, "VITE_", "import.meta.env")
    return {
        ".env": frontend.env_file("VITE_"),
        "package.json": package(
            "depot-web", "vite", {"solid-js": "^1.9.3", "vite": "^6.0.5", **WEB_JS}
        ),
        "vite.config.ts": VITE,
        "index.html": PAGE.format("tsx"),
        "src/main.tsx": 'import { render } from "solid-js/web";\n'
        + WEB
        + f"\nSuperTokens.init({web});\n\n"
        'render(() => <h1>Depot</h1>, document.getElementById("app")!);\n',
    }


ANGULAR = """{
  "projects": {
    "web": {
      "architect": {
        "serve": { "builder": "@angular-devkit/build-angular:dev-server", "options": { "port": 3000 } }
      }
    }
  }
}
"""


def angular(frontend: Frontend) -> Files:
    """Angular, with its environment files and an init in the root component."""
    given = {
        "API_DOMAIN": frontend.api,
        "API_BASE_PATH": frontend.api_base,
        "SESSION_SCOPE": frontend.scope,
        "BACKEND_DOMAIN": frontend.backend_domain,
    }
    lines = "".join(f'  {k}: "{v}",\n' for k, v in given.items() if v is not None)
    web = web_options(frontend, "", "environment")
    return {
        "package.json": package(
            "depot-web",
            "ng serve",
            {"@angular/core": "^18.2.13", "@angular/platform-browser": "^18.2.13", **WEB_JS},
        ),
        "angular.json": ANGULAR,
        "src/environments/environment.ts": f"export const environment = {{\n{lines}}};\n",
        "src/app/app.component.ts": 'import { Component } from "@angular/core";\n'
        + WEB
        + 'import { environment } from "../environments/environment";\n\n'
        f"SuperTokens.init({web});\n\n"
        '@Component({ selector: "app-root", standalone: true, template: "<h1>Depot</h1>" })\n'
        "export class AppComponent {}\n",
        "src/main.ts": 'import { bootstrapApplication } from "@angular/platform-browser";\n'
        'import { AppComponent } from "./app/app.component";\n\nbootstrapApplication(AppComponent);\n',
    }


def website(frontend: Frontend) -> Files:
    """supertokens-website, with a bundler and a module of constants."""
    return {
        "package.json": package(
            "depot-web", "vite", {"supertokens-website": "^20.1.5", "vite": "^6.0.5"}
        ),
        "vite.config.ts": VITE,
        "index.html": PAGE.format("ts"),
        "src/constants.ts": f'export const API_DOMAIN = "{frontend.api}";\n',
        "src/main.ts": 'import SuperTokens from "supertokens-website";\n'
        'import { API_DOMAIN } from "./constants";\n\n'
        f"SuperTokens.init({{ apiDomain: API_DOMAIN{_flat(frontend)} }});\n",
    }


def script_tag(frontend: Frontend) -> Files:
    """Bundles of supertokens-web-js from a network, in a page without a bundler."""
    root = "https://cdn.jsdelivr.net/gh/supertokens/supertokens-web-js@v0.15.0/bundle"
    own = _flat(frontend, base=False).removeprefix(", ")
    session = f"{{ {own} }}" if own else ""
    base = f', apiBasePath: "{frontend.api_base}"' if frontend.api_base else ""
    tags = "".join(
        f'    <script src="{root}/{name}.test.js"></script>\n'
        for name in ("website", "supertokens", "session", "emailpassword")
    )
    return {
        "index.html": f"""<!doctype html>
<html lang="en">
  <head>
{tags}    <script>
      const api = "{frontend.api}";
      supertokens.init({{
        appInfo: {{ appName: "Depot", apiDomain: api{base} }},
        recipeList: [supertokensEmailPassword.init(), supertokensSession.init({session})],
      }});
    </script>
  </head>
  <body>
    <h1>Depot</h1>
  </body>
</html>
""",
    }


def prebuilt(frontend: Frontend) -> Files:
    """The prebuilt UI's bundle, from a network."""
    own = _flat(frontend, base=False).removeprefix(", ")
    session = f"{{ {own} }}" if own else ""
    base = f', apiBasePath: "{frontend.api_base}"' if frontend.api_base else ""
    return {
        "index.html": """<!doctype html>
<html lang="en">
  <body>
    <div id="supertokensui"></div>
    <script src="https://cdn.jsdelivr.net/gh/supertokens/prebuiltui@v0.49.0/build/static/js/main.a1b2c3d4.js"></script>
    <script src="auth.js"></script>
  </body>
</html>
""",
        "auth.js": f"""supertokensUIInit("supertokensui", {{
  appInfo: {{
    appName: "Depot",
    apiDomain: "{frontend.api}",
    websiteDomain: "{frontend.site}"{base},
  }},
  recipeList: [supertokensUIEmailPassword.init(), supertokensUISession.init({session})],
}});
""",
    }


def expo(frontend: Frontend) -> Files:
    """React Native and Expo."""
    own = _flat(frontend)
    return {
        ".env": f"EXPO_PUBLIC_API_DOMAIN={frontend.api}\n",
        "package.json": package(
            "depot-app",
            "expo start",
            {"expo": "^52.0.0", "react": "18.3.1", "react-native": "0.76.5",
             "@react-native-async-storage/async-storage": "^2.1.0",
             "supertokens-react-native": "^5.1.2"},
        ),
        "App.tsx": f"""import {{ Text }} from "react-native";
import SuperTokens from "supertokens-react-native";

SuperTokens.init({{ apiDomain: process.env.EXPO_PUBLIC_API_DOMAIN!{own} }});

export default function App() {{
  return <Text>Depot</Text>;
}}
""",
    }  # fmt: skip


def _flat(frontend: Frontend, *, base: bool = True) -> str:
    given: dict[str, str | bool | None] = {
        "apiBasePath": frontend.api_base if base else None,
        "sessionTokenFrontendDomain": frontend.scope,
        "sessionTokenBackendDomain": frontend.backend_domain,
        "tokenTransferMethod": frontend.transfer,
        "isInIframe": frontend.iframe or None,
    }
    return "".join(f", {k}: {json.dumps(v)}" for k, v in given.items() if v is not None)
