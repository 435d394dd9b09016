"""Apps whose init or requests stand in other packages of the repository."""

from __future__ import annotations

import json

import pytest

from building import app_named, system_of, value_of

INIT = (
    'import ST from "supertokens-web-js"; import S from "supertokens-web-js/recipe/session";'
    "export function start(apiDomain: string) {"
    '  ST.init({ appInfo: { appName: "a", apiDomain }, recipeList: [S.init()] }); }'
)
START = 'import { start } from "@shelf/auth"; start("http://localhost:4000");'


def package(name: str, **more: object) -> str:
    return json.dumps({"name": name, **more})


def library(**more: object) -> dict[str, str]:
    """Return a library with an init of the frontend."""
    dependencies = {"supertokens-web-js": "^0.16.0"}
    manifest = package("@shelf/auth", main="src/index.ts", dependencies=dependencies, **more)
    return {
        "package.json": package("shelf", workspaces=["apps/*", "packages/*"]),
        "packages/auth/package.json": manifest,
        "packages/auth/src/index.ts": INIT,
    }


def site(name: str, start: str = START) -> dict[str, str]:
    """Return a site that calls the library's init."""
    manifest = package(
        name, scripts={"dev": "vite"}, dependencies={"@shelf/auth": "workspace:*", "vite": "5"}
    )
    return {f"apps/{name}/package.json": manifest, f"apps/{name}/src/main.ts": start}


def roots(files: dict[str, str]) -> set[str]:
    return {app.root.removeprefix("/system/") for app in system_of(files).apps}


def test_an_init_in_a_library_belongs_to_the_app_that_imports_it() -> None:
    """The app is the package that is served, with the value that it gives to the library."""
    system = system_of({**library(), **site("web")})
    app = app_named(system, "apps/web", "frontend")
    assert len(app.inits) == 1
    assert value_of(system, app.inits[0].app_info.get("apiDomain")) == "http://localhost:4000"
    assert {server.tool for server in app.servers} == {"vite"}
    assert len(system.apps) == 1


def test_an_init_for_several_apps_stays_in_its_library() -> None:
    """Nobody can say for which of two sites the settings of a shared init hold."""
    assert roots({**library(), **site("web"), **site("admin")}) == {"packages/auth"}


def test_a_package_that_is_served_is_no_library() -> None:
    """An app that another package imports from is an app of its own."""
    assert roots({**library(scripts={"dev": "vite"}), **site("web")}) == {"packages/auth"}


@pytest.mark.parametrize(
    ("scripts", "home"),
    [
        ({"dev:auth": "cd packages/auth && bun src/index.ts"}, "packages/auth"),
        ({"start": "node ./packages/auth/src/index.ts"}, "packages/auth"),
        ({"build": "tsc -p packages/auth"}, "apps/web"),
        ({"dev": "vite packages/authors"}, "apps/web"),
    ],
)
def test_a_package_that_is_started_from_above(scripts: dict[str, str], home: str) -> None:
    """The scripts of a monorepo often start its packages."""
    above = {"package.json": package("shelf", workspaces=["apps/*", "packages/*"], scripts=scripts)}
    assert roots({**library(), **site("web"), **above}) == {home}


def test_an_import_of_something_else_makes_no_consumer() -> None:
    """A package that imports another module of the library has nothing to do with the init."""
    files = {
        **library(),
        "packages/auth/src/names.ts": "export const product = 'shelf';",
        **site("web", 'import { product } from "@shelf/auth/src/names"; console.log(product);'),
    }
    assert roots(files) == {"packages/auth"}


def test_requests_of_a_shared_package_belong_to_who_imports_it() -> None:
    """A client in a package of its own takes part in each app that uses it."""
    client = 'export const books = () => fetch("http://localhost:4000/books");'
    files = {
        **library(),
        **site("web", START + 'import { books } from "@shelf/client"; books();'),
        "packages/client/package.json": package("@shelf/client", main="index.ts"),
        "packages/client/index.ts": client,
        "packages/unused/package.json": package("@shelf/unused", main="index.ts"),
        "packages/unused/index.ts": client,
    }
    app = app_named(system_of(files), "apps/web", "frontend")
    assert [request.place.path for request in app.requests] == ["/system/packages/client/index.ts"]
