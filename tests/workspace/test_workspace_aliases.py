from __future__ import annotations

from pathlib import Path

import pytest

from supertokens_lint.workspace.aliases import AliasMap
from supertokens_lint.workspace.jsworkspaces import JsPackages
from supertokens_lint.workspace.workspace import Workspace


def resolve(files: dict[str, str], importer: str, specifier: str) -> str | None:
    """Return the file that a specifier leads to, as a resolver would probe for it."""
    workspace = Workspace.in_memory({importer: "", **files}, root="/w")
    for stem in AliasMap.of(workspace).candidates(f"/w/{importer}", specifier):
        for path in (stem, f"{stem}.ts", f"{stem}.js", f"{stem}/index.ts"):
            if workspace.exists(path):
                return path.removeprefix("/w/")
    return None


@pytest.mark.parametrize(
    ("config", "specifier", "target"),
    [
        ('{"compilerOptions": {"paths": {"@/*": ["./src/*"]}}}', "@/a", "src/a.ts"),
        ('{"compilerOptions": {"baseUrl": "src", "paths": {"~/*": ["*"]}}}', "~/a", "src/a.ts"),
        ('{"compilerOptions": {"baseUrl": "./src"}}', "a", "src/a.ts"),
        ('{"compilerOptions": {"paths": {"cfg": ["src/a.ts"]}}} // note', "cfg", "src/a.ts"),
        ('{"compilerOptions": {"paths": {"@/*": ["none/*", "src/*"],}}}', "@/a", "src/a.ts"),
        (
            '{"compilerOptions": {"paths": {"@/*": ["lib/*"], "@/src/*": ["src/*"]}}}',
            "@/src/a",
            "src/a.ts",
        ),
    ],
)
def test_paths_of_tsconfig(config: str, specifier: str, target: str) -> None:
    """Relative to ``baseUrl`` or to the file, longest prefix first."""
    files = {"tsconfig.json": config, "src/a.ts": "", "lib/src/a.ts": ""}
    assert resolve(files, "src/x/b.ts", specifier) == target


def test_extended_and_referenced_configurations() -> None:
    """Chains by path and by package, with paths relative to where they are written."""
    files = {
        "tsconfig.base.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"#c/*": ["cfg/*"]}}}',
        "apps/web/tsconfig.json": '{"files": [], "references": [{"path": "./tsconfig.app.json"}]}',
        "apps/web/tsconfig.app.json": (
            '{"extends": "../../tsconfig.base", "compilerOptions": {"baseUrl": "src"}}'
        ),
        "cfg/a.ts": "",
        "apps/web/src/b.ts": "",
    }
    assert resolve(files, "apps/web/src/x.ts", "#c/a") == "cfg/a.ts"
    assert resolve(files, "apps/web/src/x.ts", "b") == "apps/web/src/b.ts"


def test_configurations_that_extend_themselves_end() -> None:
    """A circle leads nowhere."""
    files = {
        "tsconfig.json": '{"extends": "./tsconfig.other.json"}',
        "tsconfig.other.json": '{"extends": "./tsconfig.json"}',
    }
    assert resolve(files, "a.ts", "@/b") is None


def test_a_configuration_in_a_package_of_the_monorepo() -> None:
    """``extends`` may name a package, ``${configDir}`` is the folder of the one that extends."""
    files = {
        "package.json": '{"workspaces": ["packages/*", "apps/*"]}',
        "packages/cfg/package.json": '{"name": "@m/cfg"}',
        "packages/cfg/tsconfig.json": (
            '{"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}}'
        ),
        "apps/web/tsconfig.json": '{"extends": "@m/cfg/tsconfig.json"}',
        "apps/web/src/a.ts": "",
    }
    assert resolve(files, "apps/web/src/b.ts", "@/a") == "apps/web/src/a.ts"


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("vite.config.ts", 'export default { resolve: { alias: { "@": "/src" } } }'),
        (
            "vite.config.ts",
            'export default defineConfig(() => ({ resolve: { alias: { "@": path.resolve(__dirname,'
            ' "./src") } } }))',
        ),
        (
            "vite.config.mjs",
            "export default { resolve: { alias: { '@': fileURLToPath(new URL('./src', "
            "import.meta.url)) } } }",
        ),
        (
            "vite.config.js",
            "const src = path.join(import.meta.dirname, 'src')\n"
            "export default { resolve: { alias: [{ find: '@', replacement: src }] } }",
        ),
        (
            "vite.config.js",
            "export default { resolve: { alias: [{ find: /^@\\//, replacement: `${__dirname}/src/` }]"
            " } }",
        ),
        (
            "webpack.config.js",
            "module.exports = { resolve: { alias: { '@': path.resolve(process.cwd(), 'src') } } }",
        ),
        (
            "craco.config.js",
            "module.exports = { webpack: { alias: { '@': path.join(path.resolve(__dirname, './src'))"
            " } } }",
        ),
        (
            "babel.config.js",
            "module.exports = { plugins: [['module-resolver', { alias: { '@': './src' } }]] }",
        ),
        ("vue.config.js", "module.exports = {}"),
        (
            "astro.config.mjs",
            "const alias = { '@/*': __dirname + '/src/*' }\n"
            "export default { vite: { resolve: { alias } } }",
        ),
    ],
)
def test_aliases_of_bundlers(name: str, written: str) -> None:
    """In the usual shapes."""
    assert resolve({name: written, "src/a.ts": ""}, "src/b.ts", "@/a") == "src/a.ts"


def test_aliases_whose_values_nobody_knows_are_left_out() -> None:
    """And entries beside them still count."""
    written = (
        "export default { resolve: { alias: { '@': compute(), x: require.resolve('x'),"
        " ...more, '~': './src' } } }"
    )
    files = {"vite.config.ts": written, "src/a.ts": ""}
    assert resolve(files, "src/b.ts", "@/a") is None
    assert resolve(files, "src/b.ts", "~/a") == "src/a.ts"


@pytest.mark.parametrize(
    ("config", "specifier", "target"),
    [
        ("svelte.config.js", "$lib/a", "src/lib/a.ts"),
        ("svelte.config.js", "$lib", "src/lib/index.ts"),
        ("nuxt.config.ts", "~/src/lib/a", "src/lib/a.ts"),
        ("nuxt.config.ts", "@@/src/lib/a", "src/lib/a.ts"),
        ("nuxt.config.ts", "#shared/b", "shared/b.ts"),
    ],
)
def test_aliases_of_frameworks(config: str, specifier: str, target: str) -> None:
    """Those that nobody writes down."""
    files = {config: "", "src/lib/a.ts": "", "src/lib/index.ts": "", "shared/b.ts": ""}
    assert resolve(files, "src/routes/x.ts", specifier) == target


def test_sveltekit_aliases() -> None:
    """``kit.alias`` beside ``$lib``."""
    written = "export default { kit: { alias: { $utils: 'src/utils', '$cfg/*': './src/cfg/*' } } }"
    files = {"svelte.config.js": written, "src/utils/a.ts": "", "src/cfg/b.ts": ""}
    assert resolve(files, "src/x.ts", "$utils/a") == "src/utils/a.ts"
    assert resolve(files, "src/x.ts", "$cfg/b") == "src/cfg/b.ts"


def test_angular_libraries() -> None:
    """Apps import them by name from ``dist``; their sources are in the workspace file."""
    written = '{"projects": {"lib": {"projectType": "library", "sourceRoot": "projects/lib/src"}}}'
    files = {"angular.json": written, "projects/lib/src/public-api.ts": ""}
    assert resolve(files, "src/app.ts", "lib") == "projects/lib/src/public-api.ts"


def test_subpath_imports_of_a_package() -> None:
    """Exact, with conditions, and with a star (Node, "Subpath imports")."""
    manifest = (
        '{"imports": {"#a": "./src/a.ts", "#b/*": {"default": "./dist/b/*.js"}, "#c": "axios"}}'
    )
    files = {"package.json": manifest, "src/a.ts": "", "src/b/x.ts": ""}
    assert resolve(files, "src/z.ts", "#a") == "src/a.ts"
    assert resolve(files, "src/z.ts", "#b/x") == "src/b/x.ts"
    assert resolve(files, "src/z.ts", "#c") is None


MONOREPO = {
    "packages/shared/package.json": (
        '{"name": "@m/shared", "main": "dist/index.js", "exports": {".": {"import":'
        ' "./dist/index.mjs"}, "./config": "./src/config.ts", "./x/*": "./dist/x/*.js"}}'
    ),
    "packages/shared/src/index.ts": "",
    "packages/shared/src/config.ts": "",
    "packages/shared/src/x/y.ts": "",
    "packages/plain/package.json": '{"name": "plain"}',
    "packages/plain/deep/z.ts": "",
    "apps/web/package.json": '{"name": "web"}',
}


@pytest.mark.parametrize(
    "root",
    [
        {"package.json": '{"workspaces": ["packages/*", "apps/**"]}'},
        {"package.json": '{"workspaces": {"packages": ["./packages/{shared,plain}", "apps/*"]}}'},
        {"pnpm-workspace.yaml": "packages:\n  - 'packages/*'\n  - apps/*\n  - '!**/dist/**'\n"},
        {"lerna.json": '{"packages": ["packages/*", "apps/*"]}'},
        {
            "rush.json": '{"projects": [{"projectFolder": "packages/shared"},'
            ' {"projectFolder": "packages/plain"}]}'
        },
    ],
)
def test_packages_of_monorepos(root: dict[str, str]) -> None:
    """By name, through exports and entry points, sources in place of build output."""
    files = MONOREPO | root
    web = "apps/web/src/a.ts"
    assert resolve(files, web, "@m/shared") == "packages/shared/src/index.ts"
    assert resolve(files, web, "@m/shared/config") == "packages/shared/src/config.ts"
    assert resolve(files, web, "@m/shared/x/y") == "packages/shared/src/x/y.ts"
    assert resolve(files, web, "plain/deep/z") == "packages/plain/deep/z.ts"


def test_packages_that_are_no_members_are_not_seen() -> None:
    """A package elsewhere in the tree with the name of a dependency is not the dependency."""
    files = {
        "package.json": '{"workspaces": ["apps/*"]}',
        "examples/x/package.json": '{"name": "supertokens-node"}',
        "examples/x/index.ts": "",
    }
    assert resolve(files, "apps/api/a.ts", "supertokens-node") is None


def test_an_application_called_like_its_dependency() -> None:
    """The official templates name their backends ``supertokens-node``."""
    manifest = '{"name": "supertokens-node", "dependencies": {"supertokens-node": "latest"}}'
    files = {"package.json": manifest, "index.ts": "", "src/index.ts": ""}
    assert resolve(files, "config.ts", "supertokens-node") is None
    members = {
        "package.json": '{"workspaces": ["*"]}',
        "api/package.json": '{"name": "supertokens-node", "version": "0.0.1"}',
        "api/index.ts": "",
        "web/package.json": '{"name": "web", "dependencies": {"supertokens-node": "^16.0.0"}}',
    }
    assert resolve(members, "web/a.ts", "supertokens-node") is None


def test_packages_taken_from_a_folder() -> None:
    """``file:`` and ``link:`` need no monorepo."""
    files = {
        "web/package.json": '{"dependencies": {"shared": "file:../shared"}}',
        "shared/package.json": '{"name": "other"}',
        "shared/index.ts": "",
    }
    assert resolve(files, "web/a.ts", "shared") == "shared/index.ts"


def test_an_empty_tsconfig_is_no_problem() -> None:
    """The compiler takes it for an empty object."""
    workspace = Workspace.in_memory({"tsconfig.json": " \n", "a.ts": ""})
    assert AliasMap.of(workspace).candidates("/system/a.ts", "@/b") == ()
    assert workspace.problems == []


def test_broken_configurations_are_problems() -> None:
    """They hide no other alias."""
    workspace = Workspace.in_memory(
        {
            "tsconfig.json": "{",
            "package.json": "[",
            "pnpm-workspace.yaml": "a: b: c",
            "svelte.config.js": "export default {{{",
            "src/lib/a.ts": "",
        }
    )
    found = AliasMap.of(workspace).candidates("/system/src/b.ts", "$lib/a")
    assert found == ("/system/src/lib/a",)
    names = {Path(problem.path).name for problem in workspace.problems}
    assert names == {"tsconfig.json", "package.json", "pnpm-workspace.yaml"}


@pytest.mark.parametrize("specifier", ["", "node:fs", "axios", "@", "@/", "#", "/", "a\0b", "*"])
def test_odd_specifiers_lead_nowhere(specifier: str) -> None:
    """Nor do they raise anything."""
    files = {
        "tsconfig.json": '{"compilerOptions": {"paths": {"@/*": ["src/*"]}}}',
        "package.json": '{"imports": {"#*": "./x/*"}}',
    }
    assert resolve(files, "src/a.ts", specifier) is None


def test_the_nearest_package() -> None:
    """Folders between a file and its manifest do not matter."""
    workspace = Workspace.in_memory({"a/package.json": '{"name": "a"}', "a/b/c.ts": "", "d.ts": ""})
    packages = JsPackages(workspace)
    nearest = packages.nearest("/system/a/b/c.ts")
    assert nearest is not None
    assert nearest.name == "a"
    assert packages.nearest("/system/d.ts") is None
    assert [item.name for item in packages.packages] == ["a"]
