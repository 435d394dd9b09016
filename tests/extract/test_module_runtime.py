"""Where modules run, and what is loaded before what."""

from __future__ import annotations

import json

import pytest

from supertokens_lint.extract.facts import Runtime
from supertokens_lint.extract.module_graph import ModuleGraph
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.requests.order import LoadOrder
from supertokens_lint.extract.runtime import Runtimes
from supertokens_lint.languages import ir
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.resolve.sites import Site
from supertokens_lint.workspace.workspace import Workspace


def _manifest(*names: str, **more: str) -> str:
    return json.dumps({"dependencies": dict.fromkeys(names, "*"), **more})


def _runtimes(files: dict[str, str]) -> Runtimes:
    ev = Evaluator(Workspace.in_memory(files))
    return Runtimes(ev, ModuleGraph(ev, Reach(ev)))


def _of(files: dict[str, str], path: str) -> Runtime | None:
    return _runtimes(files).of(f"/system/{path}")


@pytest.mark.parametrize(
    ("dependency", "path", "runtime"),
    [
        ("next", "pages/api/user.ts", Runtime.SERVER),
        ("next", "src/pages/api/user.ts", Runtime.SERVER),
        ("next", "pages/index.tsx", Runtime.BOTH),
        ("next", "app/api/user/route.ts", Runtime.SERVER),
        ("next", "app/page.tsx", Runtime.SERVER),
        ("next", "middleware.ts", Runtime.SERVER),
        ("next", "next.config.js", None),
        ("@sveltejs/kit", "src/routes/+page.server.ts", Runtime.SERVER),
        ("@sveltejs/kit", "src/routes/api/+server.ts", Runtime.SERVER),
        ("@sveltejs/kit", "src/routes/+page.ts", Runtime.BOTH),
        ("@sveltejs/kit", "src/hooks.server.ts", Runtime.SERVER),
        ("@sveltejs/kit", "src/hooks.client.ts", Runtime.BROWSER),
        ("@sveltejs/kit", "src/lib/server/db.ts", Runtime.SERVER),
        ("nuxt", "server/api/user.ts", Runtime.SERVER),
        ("nuxt", "plugins/session.client.ts", Runtime.BROWSER),
        ("nuxt", "pages/index.vue", Runtime.BOTH),
        ("@remix-run/react", "app/session.server.ts", Runtime.SERVER),
        ("@remix-run/react", "app/entry.client.tsx", Runtime.BROWSER),
        ("@remix-run/react", "app/routes/_index.tsx", Runtime.BOTH),
        ("astro", "src/pages/api/user.ts", Runtime.SERVER),
        ("astro", "src/pages/index.astro", Runtime.BOTH),
        ("vite", "src/main.ts", Runtime.BROWSER),
        ("react-scripts", "src/index.js", Runtime.BROWSER),
        ("@angular/core", "src/app/app.config.ts", Runtime.BROWSER),
        ("react-native", "src/api.ts", Runtime.BROWSER),
        ("express", "src/index.ts", Runtime.SERVER),
        ("@nestjs/core", "src/redis.client.ts", Runtime.SERVER),
        ("vite", "scripts/build.ts", None),
        ("vite", "vite.config.ts", None),
        ("vite", "src/api.test.ts", None),
        ("left-pad", "src/index.ts", Runtime.UNKNOWN),
    ],
)
def test_place_and_name_decide(dependency: str, path: str, runtime: Runtime | None) -> None:
    """A framework's own rules for folders and names are followed."""
    assert _of({"package.json": _manifest(dependency), path: "export {};"}, path) is runtime


def test_directives_decide() -> None:
    """``use client`` and ``use server`` win over who imports a module."""
    files = {
        "package.json": _manifest("next"),
        "app/page.tsx": 'import "../lib/a"; import "../lib/b";',
        "lib/a.ts": '"use client";\nexport {};',
        "lib/b.ts": '"use server";\nexport {};',
    }
    assert _of(files, "lib/a.ts") is Runtime.BROWSER
    assert _of(files, "lib/b.ts") is Runtime.SERVER


def test_a_module_runs_where_its_importers_run() -> None:
    """Modules that nothing else decides about follow whoever imports them, however far up."""
    files = {
        "package.json": _manifest("next"),
        "app/page.tsx": 'import { a } from "../lib/server-only-use"; import { C } from "./c";',
        "app/c.tsx": '"use client";\nimport { b } from "../lib/browser-use";',
        "lib/server-only-use.ts": 'import { deep } from "./deep"; export const a = deep;',
        "lib/deep.ts": "export const deep = 1;",
        "lib/browser-use.ts": 'import { shared } from "./shared"; export const b = shared;',
        "lib/shared.ts": "export const shared = 1;",
        "app/api/x/route.ts": 'import { shared } from "../../../lib/shared";',
    }
    assert _of(files, "lib/deep.ts") is Runtime.SERVER
    assert _of(files, "lib/browser-use.ts") is Runtime.BROWSER
    assert _of(files, "lib/shared.ts") is Runtime.BOTH


def test_imports_that_only_server_functions_use_stay_on_the_server() -> None:
    """Next drops getServerSideProps and what only it uses from the browser's bundle."""
    files = {
        "package.json": _manifest("next"),
        "pages/index.tsx": 'import { stock } from "../lib/stock"; import { show } from "../lib/show";\n'
        "export const getServerSideProps = async () => ({ props: { stock: await stock() } });\n"
        "export default function Page({ stock }) { return show(stock); }",
        "lib/stock.ts": "export const stock = () => fetch('/a');",
        "lib/show.ts": "export const show = (x) => x;",
    }
    assert _of(files, "lib/stock.ts") is Runtime.SERVER
    assert _of(files, "lib/show.ts") is Runtime.BOTH


def test_a_package_with_both_sides_is_told_apart_by_imports() -> None:
    """What imports express runs on the server, what a page loads in the browser."""
    files = {
        "package.json": _manifest("express", "react", "vite"),
        "index.html": '<script type="module" src="/src/main.tsx"></script>',
        "src/main.tsx": 'import "./api";',
        "src/api.ts": "export {};",
        "src/listen.ts": 'import express from "express"; import "./db";',
        "src/db.ts": "export {};",
    }
    assert _of(files, "src/api.ts") is Runtime.BROWSER
    assert _of(files, "src/listen.ts") is Runtime.SERVER
    assert _of(files, "src/db.ts") is Runtime.SERVER


def test_a_backend_package_that_nothing_imports_does_not_make_a_server() -> None:
    """An entry in package.json alone says nothing about the modules of a frontend."""
    files = {
        "package.json": _manifest("@angular/core", "supertokens-node"),
        "src/a.ts": "export {};",
    }
    assert _of(files, "src/a.ts") is Runtime.BROWSER


def test_circular_imports_end() -> None:
    """Modules that import one another are no trap."""
    files = {
        "package.json": _manifest("next"),
        "lib/a.ts": 'import "./b";',
        "lib/b.ts": 'import "./a";',
    }
    assert _of(files, "lib/a.ts") in (Runtime.BOTH, Runtime.UNKNOWN)


# --- order ------------------------------------------------------------------------------------


def _before(files: dict[str, str]) -> bool | None:
    """Tell whether ``first()`` runs before ``second()``."""
    ev = Evaluator(Workspace.in_memory({"package.json": _manifest("vite"), **files}))
    order = LoadOrder(ev, ModuleGraph(ev, Reach(ev)))
    found: dict[str, Site] = {}
    for entry in ev.workspace.entries.values():
        for node, site in ev.sites.calls(entry.path) if entry.is_source else ():
            if isinstance(node.callee, ir.Name) and node.callee.id in ("first", "second"):
                found[node.callee.id] = site
    backwards = order.before(found["second"], found["first"])
    forwards = order.before(found["first"], found["second"])
    assert (forwards is None) == (backwards is None)
    assert forwards is None or forwards is not backwards
    return forwards


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"a.ts": "first(); second();"}, True),
        ({"a.ts": "second(); first();"}, False),
        ({"main.ts": 'import "./a"; second();', "a.ts": "first();"}, True),
        ({"main.ts": 'second(); import "./a";', "a.ts": "first();"}, True),
        ({"main.js": 'second(); require("./a");', "a.js": "first();"}, False),
        ({"main.ts": 'import "./a"; import "./b";', "a.ts": "first();", "b.ts": "second();"}, True),
        (
            {"main.ts": 'import "./b"; import "./a";', "a.ts": "first();", "b.ts": "second();"},
            False,
        ),
        (
            {
                "main.ts": 'import "./b"; import "./a";',
                "a.ts": "first();",
                "b.ts": 'import "./a"; second();',
            },
            True,
        ),
        ({"main.ts": 'import("./a"); second();', "a.ts": "first();"}, False),
        (
            {
                "main.ts": 'import { go } from "./a"; go(); second();',
                "a.ts": "export function go() { first(); }",
            },
            True,
        ),
        (
            {
                "main.ts": 'import { go } from "./a"; second(); go();',
                "a.ts": "export const go = () => first();",
            },
            False,
        ),
        ({"main.ts": "class A { constructor() { first(); } }\nnew A(); second();"}, True),
        ({"main.ts": "class A { b = first(); }\nsecond(); new A();"}, False),
        ({"main.ts": "class A { b() { second(); } }\nnew A(); first();"}, True),
        ({"main.ts": "export function later() { second(); }\nfirst();"}, True),
        ({"main.ts": "(() => { first(); })(); second();"}, True),
        ({"a.ts": "first();", "b.ts": "second();"}, None),
        ({"a.ts": 'import "./b"; first();', "b.ts": 'import "./a"; second();'}, None),
        ({"main.ts": "export const a = () => first(); export const b = () => second();"}, None),
        ({"main.ts": "export const a = () => { first(); second(); };"}, True),
        (
            {"main.ts": 'import "./A.vue"; second();', "A.vue": "<script setup>first();</script>"},
            False,
        ),
        (
            {
                "index.html": '<script src="a.js"></script><script src="b.js"></script>',
                "a.js": "first();",
                "b.js": "second();",
            },
            True,
        ),
    ],
)
def test_what_runs_first(files: dict[str, str], expected: bool | None) -> None:
    """The order follows imports, calls and text, and is unknown where nothing decides it."""
    assert _before(files) is expected
