"""Frontends that send a request once a page is shown, each where its framework does such things."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from textwrap import indent

from matrix import frontends, page_frameworks
from matrix.settings import Backend, Files, Frontend


@dataclass(frozen=True)
class Sending:
    """Code of a component: imports, and statements of an async function."""

    body: str
    imports: str = ""

    def inside(self, spaces: int) -> str:
        """Return the statements, indented."""
        return indent(self.body.strip("\n") + "\n", " " * spaces)


Page = Callable[[Frontend, Sending], Files]
REACT_COMPONENT = """{imports}import {{ useEffect }} from "react";

export {default}function Orders() {{
  useEffect(() => {{
    async function load() {{
{body}    }}
    load();
  }}, []);
  return <ul id="orders" />;
}}
"""


def _react_component(sending: Sending, default: str = "") -> str:
    body = sending.inside(6)
    return REACT_COMPONENT.format(imports=sending.imports, body=body, default=default)


def react(frontend: Frontend, sending: Sending) -> Files:
    """React: an effect."""
    files = frontends.react(frontend)
    main = files["src/main.tsx"].replace("<h1>Depot</h1>", "<Orders />")
    return {
        **files,
        "src/main.tsx": main.replace(
            'import { authConfig } from "./config";',
            'import { authConfig } from "./config";\nimport { Orders } from "./Orders";',
        ),
        "src/Orders.tsx": _react_component(sending),
    }


def vue(frontend: Frontend, sending: Sending) -> Files:
    """Vue: ``onMounted`` of a component with a setup script."""
    return {**frontends.vue(frontend), "src/App.vue": _vue_component(sending)}


def _vue_component(sending: Sending, own: str = 'import { onMounted } from "vue";\n') -> str:
    return (
        f'<script setup lang="ts">\n{sending.imports}{own}\nonMounted(async () => {{\n'
        f'{sending.inside(2)}}});\n</script>\n\n<template>\n  <ul id="orders" />\n</template>\n'
    )


def vue_options(frontend: Frontend, sending: Sending) -> Files:
    """Vue: a component of the options API."""
    component = (
        f"<script>\n{sending.imports}\nexport default {{\n  async mounted() {{\n{sending.inside(4)}"
        '  },\n};\n</script>\n\n<template>\n  <ul id="orders" />\n</template>\n'
    )
    return {**frontends.vue(frontend), "src/App.vue": component}


def svelte(frontend: Frontend, sending: Sending) -> Files:
    """Svelte: ``onMount`` of the root component."""
    files = frontends.svelte(frontend)
    app = files["src/App.svelte"].replace(
        "\n</script>",
        f"\n\n  onMount(async () => {{\n{sending.inside(4)}  }});\n</script>",
    )
    imports = f'<script lang="ts">\n{sending.imports}import {{ onMount }} from "svelte";\n'
    return {**files, "src/App.svelte": app.replace('<script lang="ts">\n', imports)}


def solid(frontend: Frontend, sending: Sending) -> Files:
    """Solid: ``onMount`` of a component."""
    files = frontends.solid(frontend)
    component = (
        f'{sending.imports}import {{ onMount }} from "solid-js";\n\nexport function Orders() {{\n'
        f'  onMount(async () => {{\n{sending.inside(4)}  }});\n  return <ul id="orders" />;\n}}\n'
    )
    main = files["src/main.tsx"].replace("<h1>Depot</h1>", "<Orders />")
    return {
        **files,
        "src/main.tsx": 'import { Orders } from "./Orders";\n' + main,
        "src/Orders.tsx": component,
    }


def angular(frontend: Frontend, sending: Sending) -> Files:
    """Angular: ``ngOnInit`` of a component."""
    files = frontends.angular(frontend)
    root = files["src/app/app.component.ts"]
    component = (
        f'{sending.imports}import {{ Component, OnInit }} from "@angular/core";\n\n'
        '@Component({ selector: "app-orders", standalone: true, template: "<ul></ul>" })\n'
        "export class OrdersComponent implements OnInit {\n  async ngOnInit() {\n"
        f"{sending.inside(4)}  }}\n}}\n"
    )
    root = root.replace(
        'template: "<h1>Depot</h1>"', 'imports: [OrdersComponent], template: "<app-orders />"'
    )
    return {
        **files,
        "src/app/app.component.ts": root.replace(
            "import { environment }",
            'import { OrdersComponent } from "./orders.component";\nimport { environment }',
        ),
        "src/app/orders.component.ts": component,
    }


def script_tag(frontend: Frontend, sending: Sending) -> Files:
    """A page without a bundler: a second script below the one with the init."""
    files = frontends.script_tag(frontend)
    script = (
        f"    <script>\n      async function load() {{\n{sending.inside(8)}      }}\n"
        "      load();\n    </script>\n  </body>"
    )
    return {"index.html": files["index.html"].replace("  </body>", script)}


def sveltekit(frontend: Frontend, sending: Sending) -> Files:
    """SvelteKit beside an API of its own address: ``onMount`` of a page."""
    page = (
        f'<script lang="ts">\n{sending.imports}  import {{ onMount }} from "svelte";\n\n'
        f'  onMount(async () => {{\n{sending.inside(4)}  }});\n</script>\n\n<ul id="orders" />\n'
    )
    files = _browser_part(page_frameworks.sveltekit(Backend(), frontend))
    return {**files, "src/routes/+page.svelte": page}


def nuxt(frontend: Frontend, sending: Sending) -> Files:
    """Nuxt beside an API of its own address: ``onMounted`` of a page."""
    files = _browser_part(page_frameworks.nuxt(Backend(), frontend))
    return {**files, "pages/index.vue": _vue_component(sending, "")}


def astro(frontend: Frontend, sending: Sending) -> Files:
    """Astro beside an API of its own address: a script of a page."""
    files = _browser_part(page_frameworks.astro(Backend(), frontend))
    script = (
        f'{indent(sending.imports, "      ")}      import {{ startAuth }} from "../auth/frontend";\n\n'
        f"      startAuth();\n\n      async function load() {{\n{sending.inside(8)}      }}\n"
        "      load();\n"
    )
    page = f'<html lang="en">\n  <body>\n    <ul id="orders"></ul>\n    <script>\n{script}    </script>\n  </body>\n</html>\n'
    return {**files, "src/pages/index.astro": page}


def remix(frontend: Frontend, sending: Sending) -> Files:
    """Remix beside an API of its own address: an effect of a route."""
    files = _browser_part(page_frameworks.remix(Backend(), frontend))
    return {**files, "app/routes/_index.tsx": _react_component(sending, "default ")}


def next_app(frontend: Frontend, sending: Sending) -> Files:
    """Next's app directory beside an API of its own address: an effect of a client component."""
    files = _browser_part(page_frameworks.next_app(Backend(), frontend))
    page = 'import { Orders } from "./orders";\n\nexport default function Home() {\n  return <Orders />;\n}\n'
    component = '"use client";\n\n' + _react_component(sending)
    return {**files, "app/page.tsx": page, "app/orders.tsx": component}


def _browser_part(files: Files) -> Files:
    kept = {
        name: text
        for name, text in files.items()
        if "supertokens-node" not in text or name == "package.json"
    }
    kept["package.json"] = kept["package.json"].replace('    "supertokens-node": "^23.0.1",\n', "")
    lines = kept.get(".env", "").splitlines(keepends=True)
    kept[".env"] = "".join(
        line for line in lines if line.startswith(("PUBLIC_", "NUXT_", "VITE_", "NEXT_"))
    )
    return kept


PAGES: tuple[Page, ...] = (
    react,
    vue,
    vue_options,
    svelte,
    solid,
    angular,
    script_tag,
    sveltekit,
    nuxt,
    astro,
    remix,
    next_app,
)
