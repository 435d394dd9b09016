"""Proxies and what they do to paths."""

from __future__ import annotations

import pytest

from extract.surrounding_facts import USE, Found, package

API = "http://localhost:3001"


def _vite(entry: str, *, head: str = "") -> Found:
    config = f"{head}\nexport default {{ server: {{ proxy: {{ {entry} }} }} }};\n"
    return Found({"package.json": package("vite"), "vite.config.ts": config, "src/main.ts": USE})


@pytest.mark.parametrize(
    ("rewrite", "kind", "removes", "adds"),
    [
        (r'p => p.replace(/^\/api/, "")', "strip", "/api", ""),
        (r'(path) => path.replace(/^\/api/, "/")', "strip", "/api", ""),
        (r'(path) => path.replace(/^\/api\//, "/")', "strip", "/api", ""),
        ('(path) => path.replace("/api", "")', "strip", "/api", ""),
        (r'(path) => path.replace(/^\/api/, "/v1")', "replace", "/api", "/v1"),
        (r'(path) => path.replace(new RegExp("^/api"), "")', "unknown", "", ""),
        ("(path) => path", "keep", "", ""),
        ("(path) => path.slice(4)", "strip", "/api", ""),
        ('(path) => path.substring("/api".length)', "strip", "/api", ""),
        ("(path) => path.slice(9)", "unknown", "", ""),
        ("(path) => `/backend${path}`", "replace", "", "/backend"),
        ('(path) => "/backend" + path', "replace", "", "/backend"),
        (r'(path) => path.replace(/^\/(api|app)/, "")', "unknown", "", ""),
        (r'(path) => path.replace(/\d+/, "")', "unknown", "", ""),
        (r'function (path) { return path.replace(/^\/api/, ""); }', "strip", "/api", ""),
        ("(path) => other(path)", "unknown", "", ""),
        ("shorten", "strip", "/api", ""),
    ],
)
def test_rewrite_functions_are_read(rewrite: str, kind: str, removes: str, adds: str) -> None:
    """The usual ways to change a path are understood; everything else is said to be unknown."""
    head = r'const shorten = (path: string) => path.replace(/^\/api/, "");'
    found = _vite(f'"/api": {{ target: "{API}", rewrite: {rewrite} }}', head=head)
    assert found.proxies == [("/api", [API], kind, removes, adds)]


def test_a_bare_target_keeps_the_path() -> None:
    """A string as the whole entry forwards the path as it is."""
    assert _vite(f'"/api": "{API}"').proxies == [("/api", [API], "keep", "", "")]


def test_a_target_may_come_from_the_environment() -> None:
    """The target is resolved like every other value."""
    found = _vite(f'"/api": process.env.API ?? "{API}"')
    assert found.proxies == [("/api", [API], "keep", "", "")]


@pytest.mark.parametrize(
    ("key", "prefix", "pattern"),
    [("^/api", "/api", True), ("^/api/.*", "/api", True), ("/api", "/api", False)],
)
def test_patterns_give_their_literal_front(key: str, prefix: str, *, pattern: bool) -> None:
    """A key that is a regular expression stands for its fixed front."""
    (rule,) = _vite(f'"{key}": "{API}"').facts.proxies
    assert (rule.prefix, rule.is_pattern) == (prefix, pattern)


def test_patterns_without_a_literal_front_are_left_out() -> None:
    """A pattern that nobody can tell the front of is no rule."""
    assert _vite(rf'"^/(api|app)": "{API}"').proxies == []


def test_webpack_lists_contexts() -> None:
    """The list form gives one rule for each path; pathRewrite tables are read."""
    config = (
        'module.exports = { devServer: { proxy: [{ context: ["/auth", "/api"], '
        f'target: "{API}", pathRewrite: {{ "^/api": "" }} }}] }} }};'
    )
    files = {"package.json": package("webpack"), "webpack.config.js": config, "src/main.ts": USE}
    assert Found(files).proxies == [
        ("/auth", [API], "keep", "", ""),
        ("/api", [API], "strip", "/api", ""),
    ]


def test_angular_names_its_table() -> None:
    """The file that angular.json names is read, globs at its keys' ends taken off."""
    serve = '{"architect": {"serve": {"options": {"proxyConfig": "dev/proxy.json"}}}}'
    files = {
        "package.json": package("@angular/core"),
        "angular.json": f'{{"projects": {{"shop": {serve}}}}}',
        "dev/proxy.json": f'{{"/api/**": {{"target": "{API}", "secure": false}}}}',
        "src/main.ts": USE,
    }
    assert Found(files).proxies == [("/api", [API], "keep", "", "")]


def test_create_react_app_has_one_target() -> None:
    """The manifest's ``proxy`` forwards every path."""
    manifest = package("react-scripts", proxy=API)
    found = Found({"package.json": manifest, "src/index.js": USE})
    assert found.proxies == [("/", [API], "keep", "", "")]


@pytest.mark.parametrize(
    ("version", "rewrite", "kind"),
    [("^2.0.6", "", "keep"), ("^3.0.0", "", "strip"), ("^2.0.6", "pathRewrite", "strip")],
)
def test_mounted_middleware_depends_on_its_version(version: str, rewrite: str, kind: str) -> None:
    """From version 3 on Express takes the mount path off before the middleware sees it."""
    option = ', pathRewrite: { "^/api": "" }' if rewrite else ""
    code = (
        'const { createProxyMiddleware } = require("http-proxy-middleware");\n'
        "module.exports = (app) => {\n"
        f'  app.use("/api", createProxyMiddleware({{ target: "{API}"{option} }}));\n}};\n'
    )
    files = {
        "package.json": package("react-scripts", f"http-proxy-middleware@{version}"),
        "src/setupProxy.js": code,
        "src/index.js": USE,
    }
    (rule,) = Found(files).proxies
    assert rule[:3] == ("/api", [API], kind)


@pytest.mark.parametrize(
    ("source", "destination", "expected"),
    [
        ("/api/:path*", f"{API}/:path*", ("/api", API, "strip", "/api", "")),
        ("/api/:path*", f"{API}/api/:path*", ("/api", API, "keep", "", "")),
        ("/api/:path*", f"{API}/v1/:path*", ("/api", API, "replace", "/api", "/v1")),
        ("/api", f"{API}/api", ("/api", f"{API}/api", "unknown", "", "")),
        ("/auth/:path*", "/api/auth/:path*", ("/auth", "", "replace", "/auth", "/api/auth")),
        ("/:lang/api/:path*", f"{API}/:path*", ("/", API, "unknown", "", "")),
    ],
)
def test_next_rewrites(
    source: str, destination: str, expected: tuple[str, str, str, str, str]
) -> None:
    """Rewrites say what they put in place of what; those inside the app have no target."""
    item = f'{{ source: "{source}", destination: "{destination}" }}'
    forms = (f"return [{item}];", f"return {{ beforeFiles: [{item}], fallback: [] }};")
    for form in forms:
        config = f"module.exports = {{ async rewrites() {{ {form} }} }};"
        files = {"package.json": package("next"), "next.config.js": config, "lib/auth.ts": USE}
        prefix, target, kind, removes, adds = expected
        assert Found(files).proxies == [(prefix, [target], kind, removes, adds)]


def test_next_rewrites_stand_below_the_base_path() -> None:
    """``basePath`` is in front of every source, and wrappers around the object are opened."""
    config = (
        'import plugin from "some-plugin";\nexport default plugin({ basePath: "/shop", rewrites: '
        f'async () => [{{ source: "/api/:p*", destination: `${{process.env.API ?? "{API}"}}/:p*` }}] }});'
    )
    files = {"package.json": package("next"), "next.config.mjs": config, "lib/auth.ts": USE}
    assert Found(files).proxies == [("/shop/api", [API], "strip", "/api", "")]


def test_nitro_takes_the_prefix_off() -> None:
    """devProxy is mounted at its path; route rules put the rest where ``**`` stands."""
    config = (
        f'export default defineNuxtConfig({{ nitro: {{ devProxy: {{ "/api": "{API}" }} }}, '
        f'routeRules: {{ "/v1/**": {{ proxy: "{API}/v2/**" }} }} }});'
    )
    files = {"package.json": package("nuxt"), "nuxt.config.ts": config, "lib/auth.ts": USE}
    assert Found(files).proxies == [
        ("/api", [API], "strip", "/api", ""),
        ("/v1", [API], "replace", "/v1", "/v2"),
    ]
