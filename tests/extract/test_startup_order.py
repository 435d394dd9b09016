"""What Nuxt and SvelteKit start before what."""

from __future__ import annotations

import json

import pytest

from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.requests.order import LoadOrder
from supertokens_lint.extract.requests.startup import Startup
from supertokens_lint.extract.runtime import Runtimes
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.workspace.workspace import Workspace


def _before(dependency: str, version: str, files: dict[str, str]) -> bool | None:
    """Tell whether ``first()`` runs before ``second()``, asked from both sides."""
    manifest = json.dumps({"name": "web", "dependencies": {dependency: version}})
    ev = Evaluator(Workspace.in_memory({"package.json": manifest, **files}))
    graph = ModuleGraph(ev, Reach(ev))
    order = LoadOrder(ev, graph, Startup(ev, Runtimes(ev, graph)))
    found: dict[str, Site] = {}
    for entry in ev.workspace.entries.values():
        for node, site in ev.sites.calls(entry.path) if entry.is_source else ():
            if isinstance(node.callee, ir.Name) and node.callee.id in ("first", "second"):
                found[node.callee.id] = site
    forwards = order.before(found["first"], found["second"])
    backwards = order.before(found["second"], found["first"])
    assert (forwards is None) == (backwards is None)
    assert forwards is None or forwards is not backwards
    return forwards


def _plugin(call: str, extra: str | None = None) -> str:
    if extra is None:
        return f"export default defineNuxtPlugin(() => {{ {call} }});"
    return f"export default defineNuxtPlugin({{ {extra} setup() {{ {call} }} }});"


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"plugins/1.ts": _plugin("first();"), "plugins/2.ts": _plugin("second();")}, True),
        ({"plugins/10.ts": _plugin("first();"), "plugins/2.ts": _plugin("second();")}, True),
        ({"plugins/b.ts": _plugin("first();"), "plugins/a.ts": _plugin("second();")}, False),
        ({"app/plugins/1.ts": _plugin("first();"), "app/plugins/2.ts": _plugin("second();")}, True),
        (
            {
                "plugins/b.ts": _plugin("first();", 'enforce: "pre",'),
                "plugins/a.ts": _plugin("second();"),
            },
            True,
        ),
        (
            {
                "plugins/a.ts": _plugin("first();", "order: 1,"),
                "plugins/b.ts": _plugin("second();"),
            },
            False,
        ),
        (
            {
                "plugins/a.ts": _plugin("first();", 'dependsOn: ["b"],'),
                "plugins/b.ts": _plugin("second();", 'name: "b",'),
            },
            False,
        ),
        (
            {
                "nuxt.config.ts": 'export default defineNuxtConfig({ plugins: ["~/z/b.ts"] });',
                "plugins/a.ts": _plugin("second();"),
                "z/b.ts": _plugin("first();"),
            },
            True,
        ),
        ({"plugins/b.ts": "first();", "plugins/a.ts": _plugin("second();")}, True),
        (
            {"plugins/a.ts": _plugin("first();"), "app.vue": "<script setup>second();</script>"},
            True,
        ),
    ],
)
def test_plugins_of_nuxt_run_in_their_order(files: dict[str, str], expected: bool) -> None:
    """Plugins run by order, then as the configuration lists them, then by the names of files."""
    assert _before("nuxt", "^3.15.0", files) is expected


@pytest.mark.parametrize(
    ("version", "files"),
    [
        ("^2.17.0", {"plugins/1.ts": _plugin("first();"), "plugins/2.ts": _plugin("second();")}),
        (
            "^3.15.0",
            {
                "plugins/1.ts": _plugin('nuxtApp.hook("app:mounted", () => { first(); });'),
                "plugins/2.ts": _plugin("second();"),
            },
        ),
        (
            "^3.15.0",
            {
                "plugins/1.ts": _plugin("first();", "parallel: true,"),
                "plugins/2.ts": _plugin("second();"),
            },
        ),
        (
            "^3.15.0",
            {
                "plugins/1.ts": _plugin("first();", 'dependsOn: ["other"],'),
                "plugins/2.ts": _plugin("second();"),
            },
        ),
        (
            "^3.15.0",
            {
                "plugins/1.ts": _plugin("first();", "enforce: choose(),"),
                "plugins/2.ts": _plugin("second();"),
            },
        ),
        (
            "^3.15.0",
            {
                "nuxt.config.ts": "export default defineNuxtConfig({ plugins: found() });",
                "plugins/1.ts": _plugin("first();"),
                "plugins/2.ts": _plugin("second();"),
            },
        ),
        (
            "^3.15.0",
            {
                "plugins/1.ts": _plugin("first();"),
                "plugins/2.ts": _plugin("second();"),
                "app/plugins/3.ts": _plugin("third();"),
            },
        ),
        (
            "^3.15.0",
            {"plugins/1.ts": _plugin("first();"), "plugins/deep/in/2.ts": _plugin("second();")},
        ),
    ],
)
def test_nothing_is_said_of_plugins_that_may_run_otherwise(
    version: str, files: dict[str, str]
) -> None:
    """What is not awaited, not read, or not certain has no order."""
    assert _before("nuxt", version, files) is None


@pytest.mark.parametrize(
    ("hook", "expected"),
    [
        ("first();", True),
        ("export const init = () => { first(); };", True),
        ("export function init() { first(); }", True),
        ("export const handleError = () => { first(); };", None),
    ],
)
def test_client_hooks_of_sveltekit_run_before_components(hook: str, expected: bool | None) -> None:
    """Code of the hooks' module and of ``init`` runs first, that of other hooks does not."""
    files = {
        "src/hooks.client.ts": hook,
        "src/routes/+layout.svelte": "<script>second();</script>",
    }
    assert _before("@sveltejs/kit", "^2.15.1", files) is expected


def test_server_hooks_and_other_modules_have_no_order() -> None:
    """Only the client hooks come before components."""
    files = {
        "src/hooks.server.ts": "first();",
        "src/routes/+layout.svelte": "<script>second();</script>",
    }
    assert _before("@sveltejs/kit", "^2.15.1", files) is None
