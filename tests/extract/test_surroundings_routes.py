"""Routes of the auth API and of the auth UI."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.surrounding_facts import NODE_USE, USE, Found, package
from supertokens_lint.extract.surroundings.auth_routes import fixed_path

HANDLER = (
    'import { handleAuthAPIRequest } from "supertokens-node/custom";\n'
    "const handle = handleAuthAPIRequest();\nexport const GET = ({ request }) => handle(request);\n"
)
UI = 'import { getRoutingComponent } from "supertokens-auth-react/ui";\nexport default () => getRoutingComponent([]);\n'
BUNDLE = '<template>\n  <div id="supertokensui" />\n</template>\n'


@pytest.mark.parametrize(
    ("dependency", "path", "route"),
    [
        ("next", "app/api/auth/[[...path]]/route.ts", ("/api/auth", True)),
        ("next", "src/app/(site)/api/auth/[...path]/route.ts", ("/api/auth", True)),
        ("next", "app/api/auth/route.ts", ("/api/auth", False)),
        ("next", "pages/api/auth/[[...path]].ts", ("/api/auth", True)),
        ("next", "src/pages/api/auth/[...all].js", ("/api/auth", True)),
        ("@sveltejs/kit", "src/routes/api/auth/[...p]/+server.ts", ("/api/auth", True)),
        ("@sveltejs/kit", "src/routes/(x)/api/auth/+server.ts", ("/api/auth", False)),
        ("nuxt", "server/api/auth/[...].ts", ("/api/auth", True)),
        ("nuxt", "server/routes/auth/[...p].post.ts", ("/auth", True)),
        ("nuxt", "server/api/auth/index.ts", ("/api/auth", False)),
        ("astro", "src/pages/api/auth/[...p].ts", ("/api/auth", True)),
        ("@remix-run/node", "app/routes/api.auth.$.tsx", ("/api/auth", True)),
        ("@remix-run/node", "app/routes/api.auth.$/route.ts", ("/api/auth", True)),
        ("@remix-run/node", "app/routes/api/auth/$.ts", ("/api/auth", True)),
        ("@remix-run/node", "app/routes/_x.api_.auth.$.ts", ("/api/auth", True)),
        ("@solidjs/start", "src/routes/api/auth/[...p].ts", ("/api/auth", True)),
    ],
)
def test_files_serve_the_path_of_their_framework(
    dependency: str, path: str, route: tuple[str, bool]
) -> None:
    """A file that answers the SDK's API serves the path that its framework reads from its name."""
    assert Found({"package.json": package(dependency), path: HANDLER}).routes == {route}


@pytest.mark.parametrize(
    "code",
    [
        'import { withSession } from "supertokens-node/nextjs";\nexport const GET = (r) => withSession(r, x);',
        'import { verifySession } from "supertokens-node/recipe/session/framework/express";\nverifySession();',
        "export const GET = () => null; // supertokens",
        'import { middleware } from "./own";\nmiddleware();',
    ],
)
def test_other_routes_are_no_auth_routes(code: str) -> None:
    """Routes that only use sessions do not serve the SDK's API."""
    assert Found({"package.json": package("next"), "app/api/user/route.ts": code}).routes == set()


def test_a_handler_may_stand_in_another_file() -> None:
    """A route that calls a function of the project which calls the SDK serves its API."""
    files = {
        "package.json": package("next"),
        "lib/auth.ts": HANDLER + "export function answer(request) { return handle(request); }\n",
        "app/api/auth/[...p]/route.ts": 'import { answer } from "../../../../lib/auth";\n'
        "export const GET = (request) => answer(request); // supertokens\n",
    }
    assert Found(files).routes == {("/api/auth", True)}


def test_react_router_lists_its_routes() -> None:
    """A ``routes.ts`` decides; the names of files do not."""
    files = {
        "package.json": package("@react-router/dev"),
        "app/routes.ts": 'import { route } from "@react-router/dev/routes";\n'
        'export default [route("api/auth/*", "server/auth.ts")];\n',
        "app/server/auth.ts": HANDLER,
        "app/routes/other.ts": HANDLER,
    }
    assert Found(files).routes == {("/api/auth", True)}


def test_next_base_path_is_taken_off() -> None:
    """Routes of Next see paths without its ``basePath``, which browsers have to call."""
    files = {
        "package.json": package("next"),
        "next.config.js": 'module.exports = { basePath: "/shop" };',
        "app/api/auth/[...p]/route.ts": HANDLER,
    }
    assert Found(files).routes == {("/api/auth", True)}
    assert Found(files).public == {"/shop/api/auth"}


@pytest.mark.parametrize(
    ("mount", "expected"),
    [
        ('app.use("/api", middleware());', {("/api", True)}),
        ('app.use("/api/auth", [middleware()]);', {("/api/auth", True)}),
        ('app.use(["/a", "/b"], middleware());', {("/a", True), ("/b", True)}),
        ('app.all("/auth/*", middleware());', {("/auth", True)}),
        ("app.use(middleware());", {("/", True)}),
        ('app.get("/auth", middleware());', set()),
    ],
)
def test_mount_points(mount: str, expected: set[tuple[str, bool]]) -> None:
    """A middleware that is mounted at a path answers below it; one without serves all paths."""
    code = (
        'import express from "express";\nimport { middleware } from '
        f'"supertokens-node/framework/express";\nconst app = express();\n{mount}\n'
    )
    files = {"package.json": package("express"), "index.ts": NODE_USE + code}
    assert Found(files).routes == expected


@pytest.mark.parametrize(
    ("dependency", "path", "code"),
    [
        ("next", "app/members/[[...path]]/page.tsx", UI),
        ("next", "pages/members/[[...path]].tsx", UI),
        ("nuxt", "pages/members/[...slug].vue", BUNDLE),
        ("@sveltejs/kit", "src/routes/members/[...x]/+page.svelte", '<div id="supertokensui" />'),
        ("astro", "src/pages/members/[...x].astro", '<div id="supertokensui"></div>'),
        ("@remix-run/react", "app/routes/members.$.tsx", UI),
    ],
)
def test_pages_that_show_the_ui(dependency: str, path: str, code: str) -> None:
    """A page that shows the UI itself gives its route."""
    files = {"package.json": package(dependency), "lib/auth.ts": USE, path: code}
    assert Found(files).screens == {"/members"}


@pytest.mark.parametrize(
    "entry",
    [
        '{ path: "/members", component: Screen }',
        '{ path: "members/:rest(.*)*", component: Screen }',
        '{ path: "/members/*", element: <Screen /> }',
        '{ path: "members", loadChildren: () => import("./Screen").then((m) => m.Screen) }',
        '{ path: "/members", children: [{ path: ":x*", component: Screen }] }',
        '{ path: "/", children: [{ path: "members", children: [{ path: "**", component: Screen }] }] }',
    ],
)
def test_tables_of_routes(entry: str) -> None:
    """A router's entry whose component shows the UI gives its path, parents in front."""
    files = {
        "package.json": package("vue"),
        "src/main.ts": USE,
        "src/Screen.tsx": UI,
        "src/Home.tsx": "export const Home = () => null;\n",
        "src/router.tsx": 'import { Home } from "./Home";\nimport Screen from "./Screen";\n'
        f'export const routes = [{{ path: "/", component: Home }}, {entry}];\n',
    }
    assert Found(files).screens == {"/members"}


def test_elements_of_routes() -> None:
    """``<Route>`` counts, nested ones too; routes to other components do not."""
    code = """
import Screen from "./Screen";
const Home = () => null;
export const App = () => (
  <Routes>
    <Route path="/" element={<Home />} />
    <Route path="/members">
      <Route path="*" element={<Screen />} />
    </Route>
    <Route path="/desk" element={<Home />} />
  </Routes>
);
"""
    files = {
        "package.json": package("react"),
        "src/main.ts": USE,
        "src/Screen.tsx": UI,
        "src/App.tsx": code,
    }
    assert Found(files).screens == {"/members"}


def test_a_page_that_imports_the_router_does_not_show_the_ui() -> None:
    """Tables of routes are not looked through: a screen behind a link is not on the page."""
    files = {
        "package.json": package("vue"),
        "src/main.ts": USE,
        "src/Auth.vue": BUNDLE,
        "src/Desk.vue": '<script setup>\nimport { router } from "./router";\n</script>\n',
        "src/router.ts": 'import Auth from "./Auth.vue";\nimport Desk from "./Desk.vue";\n'
        'export const router = [{ path: "/desk", component: Desk }, { path: "/auth", component: Auth }];\n',
    }
    assert Found(files).screens == {"/auth"}


def test_a_wildcard_at_the_root_says_nothing() -> None:
    """A route for every path is no place of the UI."""
    files = {
        "package.json": package("vue"),
        "src/main.ts": USE,
        "src/Auth.vue": BUNDLE,
        "src/router.ts": 'import Auth from "./Auth.vue";\n'
        'export const routes = [{ path: "/:rest(.*)*", component: Auth }];\n',
    }
    assert Found(files).screens == set()


@given(st.text(alphabet="/:*()[]$.{}abc-", max_size=30))
def test_the_fixed_front_of_a_pattern_is_a_path(pattern: str) -> None:
    """Whatever the pattern, its front is an absolute path without wildcards."""
    path, _ = fixed_path(pattern)
    assert path.startswith("/")
    assert "*" not in path
