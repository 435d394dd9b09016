"""The ladder of ways in which JavaScript and TypeScript projects state a value."""

from __future__ import annotations

import pytest

from evaluating import outcomes

ONE_FILE = {
    "origin of the window": ("const x = window.origin;", ["same origin"]),
    "literal": ('export const x = "http://a";', ["http://a"]),
    "number": ("export const x = 3001;", [3001]),
    "same-file constant": ('const a = "http://a"; export const x = a;', ["http://a"]),
    "logical or with an unset variable": (
        'export const x = process.env.API || "http://a";',
        ["http://a"],
    ),
    "nullish chain of three": (
        'export const x = import.meta.env.VITE_API ?? window.ENV?.VITE_API ?? "http://a";',
        ["http://a"],
    ),
    "template": ("const port = 3001; export const x = `http://a:${port}`;", ["http://a:3001"]),
    "template around a default": (
        'export const x = `${import.meta.env.VITE_X || "http://a"}`;',
        ["http://a"],
    ),
    "concatenation": ('const p = 80; export const x = "http://a" + ":" + p;', ["http://a:80"]),
    "helper without arguments": (
        "function url() { const port = 3001; const u = `http://a:${port}`; return u; }\n"
        "export const x = url();",
        ["http://a:3001"],
    ),
    "arrow helper with an argument and a default": (
        'const url = (host, port = 3001) => "http://" + host + ":" + port;\n'
        'export const x = url("a");',
        ["http://a:3001"],
    ),
    "object argument destructured": (
        "const url = ({ host, port = 1 }) => `http://${host}:${port}`;\n"
        'export const x = url({ host: "a" });',
        ["http://a:1"],
    ),
    "member of an object": (
        'const c = { api: { url: "http://a" } }; const x = c.api.url;',
        ["http://a"],
    ),
    "index with a literal": ('const c = { "a-b": "http://a" }; const x = c["a-b"];', ["http://a"]),
    "spread, later keys win": (
        'const base = { u: "http://a", v: 1 }; const c = { ...base, u: "http://b" }; const x = c.u;',
        ["http://b"],
    ),
    "spread keeps other keys": (
        'const base = { u: "http://a", v: 1 }; const c = { ...base, v: 2 }; const x = c.u;',
        ["http://a"],
    ),
    "conditional spread": (
        'const c = { u: "http://a", ...(process.env.NODE_ENV === "production" && { u: "http://b" }) };'
        "const x = c.u;",
        ["http://a"],
    ),
    "Object.assign": (
        'const c = Object.assign({}, { u: 1 }, { u: "http://a" }); const x = c.u;',
        ["http://a"],
    ),
    "shorthand": ('const u = "http://a"; const c = { u }; const x = c.u;', ["http://a"]),
    "as, satisfies, non-null": (
        'const c = { u: "http://a" } satisfies object; const x = (c.u as string)!;',
        ["http://a"],
    ),
    "destructuring with a default": (
        'const { u = "http://a", v } = { v: 1 }; const x = u;',
        ["http://a"],
    ),
    "rest of a pattern": (
        'const { a, ...rest } = { a: 1, u: "http://a" }; const x = rest.u;',
        ["http://a"],
    ),
    "page origin": ("const x = window.location.origin;", ["same origin"]),
    "page origin in parts": (
        "const x = `${location.protocol}//${location.host}`;",
        ["same origin"],
    ),
    "page origin in a sum": (
        "const x = window.location.protocol + '//' + window.location.host;",
        ["same origin"],
    ),
    "fallback to the page origin": (
        "const x = process.env.API || location.origin;",
        ["same origin"],
    ),
    "ternary by environment": (
        'const x = process.env.NODE_ENV === "production" ? "http://p" : "http://d";',
        ["http://d"],
    ),
    "if and else": (
        'let x; if (import.meta.env.PROD) { x = "http://p"; } else { x = "http://d"; }',
        ["http://d"],
    ),
    "early return": (
        'function u() { if (process.env.NODE_ENV === "production") return "http://p";'
        ' return "http://d"; } const x = u();',
        ["http://d"],
    ),
    "switch": (
        'function u() { switch (process.env.NODE_ENV) { case "production": return "http://p";'
        ' default: return "http://d"; } } const x = u();',
        ["http://d"],
    ),
    "condition nobody knows": (
        'const x = Math.random() > 0.5 ? "http://a" : "http://b";',
        ["http://a", "http://b"],
    ),
    "record by environment name": (
        'const urls = { development: "http://d", production: "http://p" };'
        'const x = urls[process.env.NODE_ENV || "development"];',
        ["http://d"],
    ),
    "class field": ('class C { url = "http://a"; } const x = new C().url;', ["http://a"]),
    "static field": ('class C { static url = "http://a"; } const x = C.url;', ["http://a"]),
    "getter": ('class C { get url() { return "http://a"; } } const x = new C().url;', ["http://a"]),
    "getter of an object": (
        'const s = { h: "a", get url() { return `http://${this.h}`; } }; const x = s.url;',
        ["http://a"],
    ),
    "constructor argument": (
        'class C { constructor(host) { this.url = "http://" + host; } } const x = new C("a").url;',
        ["http://a"],
    ),
    "enum": ('enum E { Api = "http://a" } const x = E.Api;', ["http://a"]),
    "string methods": ('const x = "http://A/ ".trim().toLowerCase();', ["http://a/"]),
    "replace takes the first only": ('const x = "a-a".replace("a", "b");', ["b-a"]),
    "URL origin": ('const x = new URL("http://a/b").origin;', ["http://a"]),
    "variable assigned in a function": (
        'let x; function setup() { x = "http://a"; } setup();',
        ["http://a"],
    ),
    "zod with a default": (
        'import { z } from "zod"; const s = z.object({ API: z.string().url().default("http://a") });'
        "const env = s.parse(process.env); const x = env.API;",
        ["http://a"],
    ),
    "envalid": (
        'import { cleanEnv, str } from "envalid";'
        'const env = cleanEnv(process.env, { API: str({ default: "http://a" }) }); const x = env.API;',
        ["http://a"],
    ),
    "convict": (
        'import convict from "convict";'
        'const c = convict({ api: { url: { default: "http://a", env: "API" } } });'
        'const x = c.get("api.url");',
        ["http://a"],
    ),
    "unset variable without a default": ("const x = process.env.API;", ["unknown: ENV_UNSET"]),
    "value of a package": (
        'import { url } from "elsewhere"; const x = url;',
        ["unknown: EXTERNAL"],
    ),
    "value that depends on itself": ("const x = y; const y = x;", ["unknown: CYCLE"]),
    "function that calls itself": (
        "function f(n) { return f(n - 1); } const x = f(3);",
        ["unknown: CYCLE"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), ONE_FILE.values(), ids=ONE_FILE)
def test_one_file(text: str, expected: list[object]) -> None:
    """A value stated in one file is what it is in development."""
    assert outcomes({"app.ts": text}, "app.ts", "x") == expected


IN_PRODUCTION = {
    "ternary by environment": (ONE_FILE["ternary by environment"][0], ["http://p"]),
    "if and else": (ONE_FILE["if and else"][0], ["http://p"]),
    "early return": (ONE_FILE["early return"][0], ["http://p"]),
    "switch": (ONE_FILE["switch"][0], ["http://p"]),
    "conditional spread": (ONE_FILE["conditional spread"][0], ["http://b"]),
    "record by environment name": (ONE_FILE["record by environment name"][0], ["http://p"]),
    "a default is no promise": (
        'export const x = process.env.API || "http://a";',
        ["unknown: ENV_UNSET", "http://a"],
    ),
    "other words for production": (
        'const x = process.env.APP_ENV === "prod" ? "http://p" : "http://d";',
        ["http://p"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), IN_PRODUCTION.values(), ids=IN_PRODUCTION)
def test_production(text: str, expected: list[object]) -> None:
    """The same expression is looked at in production on its own terms."""
    assert outcomes({"app.ts": text}, "app.ts", "x", "production") == expected


IMPORTS = {
    "named": {
        "app.ts": 'import { u } from "./c"; const x = u;',
        "c.ts": 'export const u = "http://a";',
    },
    "renamed": {
        "app.ts": 'import { v as w } from "./c"; const x = w;',
        "c.ts": 'const u = "http://a"; export { u as v };',
    },
    "default": {
        "app.ts": 'import u from "./c"; const x = u;',
        "c.ts": 'export default "http://a";',
    },
    "namespace": {
        "app.ts": 'import * as c from "./c"; const x = c.u;',
        "c.ts": 'export const u = "http://a";',
    },
    "re-export": {
        "app.ts": 'import { u } from "./lib"; const x = u;',
        "lib/index.ts": 'export { v as u } from "./deep";',
        "lib/deep.ts": 'export const v = "http://a";',
    },
    "star re-export": {
        "app.ts": 'import { u } from "./lib"; const x = u;',
        "lib/index.ts": 'export * from "./deep";',
        "lib/deep.ts": 'export const u = "http://a";',
    },
    "extension .js for a .ts file": {
        "app.ts": 'import { u } from "./c.js"; const x = u;',
        "c.ts": 'export const u = "http://a";',
    },
    "CommonJS object": {
        "app.ts": 'const { u } = require("./c"); const x = u;',
        "c.js": 'module.exports = { u: "http://a" };',
    },
    "CommonJS names": {
        "app.ts": 'const c = require("./c"); const x = c.u;',
        "c.js": 'exports.u = "http://a";',
    },
    "default import of CommonJS": {
        "app.ts": 'import c from "./c"; const x = c.u;',
        "c.js": 'module.exports = { u: "http://a" };',
    },
    "JSON": {
        "app.ts": 'import c from "./c.json"; const x = c.api.url;',
        "c.json": '{ "api": { "url": "http://a" } }',
    },
    "function in another file": {
        "app.ts": 'import { config } from "./c"; const x = config().appInfo.u;',
        "c.ts": 'import { appInfo } from "./i"; export const config = () => ({ appInfo });',
        "i.ts": 'export const appInfo = { u: "http://a" };',
    },
    "instance in another file": {
        "app.ts": 'import { Rest } from "./c"; const x = Rest.API_URL;',
        "c.ts": 'class R { API_URL = "http://a"; } export const Rest = new R();',
    },
    "cyclic imports": {
        "app.ts": 'import { u } from "./c"; export const host = "a"; const x = u;',
        "c.ts": 'import { host } from "./app"; export const u = `http://${host}`;',
    },
    "path alias of tsconfig": {
        "src/app.ts": 'import { u } from "@/config"; const x = u;',
        "src/config.ts": 'export const u = "http://a";',
        "tsconfig.json": '{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"] } } }',
    },
    "names of a JSON file": {
        "app.ts": 'import { u } from "./c.json"; const x = u;',
        "c.json": '{ "u": "http://a" }',
    },
    "workspace package": {
        "apps/web/app.ts": 'import { u } from "@acme/config"; const x = u;',
        "packages/config/index.ts": 'export const u = "http://a";',
        "packages/config/package.json": '{ "name": "@acme/config", "main": "index.ts" }',
        "package.json": '{ "workspaces": ["apps/*", "packages/*"] }',
    },
}


@pytest.mark.parametrize("files", IMPORTS.values(), ids=IMPORTS)
def test_imports(files: dict[str, str]) -> None:
    """A value is followed to the file that states it."""
    path = next(path for path in files if path.endswith("app.ts"))
    assert outcomes(files, path, "x") == ["http://a"]


def test_angular_environment_files() -> None:
    """The file that an Angular build puts in place of ``environment.ts`` is the one read."""
    files = {
        "app.ts": 'import { environment } from "./environments/environment"; const x = environment.u;',
        "environments/environment.ts": 'export const environment = { u: "http://p" };',
        "environments/environment.development.ts": 'export const environment = { u: "http://d" };',
    }
    assert outcomes(files, "app.ts", "x", "development") == ["http://d"]
    assert outcomes(files, "app.ts", "x", "production") == ["http://p"]


def test_missing_module_is_unknown() -> None:
    """A file that is not there makes its values unknown, not absent."""
    assert outcomes({"app.ts": 'import { u } from "./gone"; const x = u;'}, "app.ts", "x") == [
        "unknown: MISSING_MODULE"
    ]


def test_parameter_of_an_init_helper_comes_from_its_caller() -> None:
    """A parameter is what the only call site gives."""
    files = {
        "app.ts": 'import { setup } from "./lib"; setup({ u: "http://a" });',
        "lib.ts": "export let x; export function setup(config) { x = config.u; }",
    }
    assert outcomes(files, "lib.ts", "x") == ["http://a"]


def test_nest_injection() -> None:
    """A value injected by token is the one that the module's ``forRoot`` was given."""
    files = {
        "service.ts": (
            'import { Inject } from "@nestjs/common"; import { TOKEN } from "./token";\n'
            "export let x;\n"
            "export class S { constructor(@Inject(TOKEN) private config: any) { x = config.u; } }"
        ),
        "token.ts": 'export const TOKEN = "token";',
        "auth.module.ts": (
            'import { TOKEN } from "./token"; import { S } from "./service";\n'
            "export class AuthModule { static forRoot({ u }) {\n"
            "  return { providers: [{ provide: TOKEN, useValue: { u } }, S], module: AuthModule };\n"
            "} }"
        ),
        "app.module.ts": (
            'import { AuthModule } from "./auth.module";\n'
            '@Module({ imports: [AuthModule.forRoot({ u: "http://a" })] }) export class AppModule {}'
        ),
    }
    assert outcomes(files, "service.ts", "x") == ["http://a"]


@pytest.mark.parametrize(
    "renames", [("service.ts",), ("auth.module.ts",), ("service.ts", "auth.module.ts")]
)
def test_a_token_that_an_import_renames(renames: tuple[str, ...]) -> None:
    """A token is the same one under whatever name a file imports it."""
    files = {
        "service.ts": (
            'import { Inject } from "@nestjs/common"; import { TOKEN } from "./token";\n'
            "export let x;\n"
            "export class S { constructor(@Inject(TOKEN) private config: any) { x = config.u; } }"
        ),
        "token.ts": 'export const TOKEN = Symbol("token");',
        "auth.module.ts": (
            'import { TOKEN } from "./token";\n'
            'export const provider = { provide: TOKEN, useValue: { u: "http://a" } };'
        ),
    }
    for name in renames:
        text = files[name].replace("TOKEN", "T").replace("{ T }", "{ TOKEN as T }")
        files[name] = text
    assert outcomes(files, "service.ts", "x") == ["http://a"]


def test_each_nest_application_has_its_own_providers() -> None:
    """Of two applications that use one token, each is given what its own module provides."""
    service = (
        'import { Inject } from "@nestjs/common";\nexport let x;\n'
        'export class S { constructor(@Inject("auth") private config: any) { x = config.u; } }'
    )
    module = 'const auth = {{ provide: "auth", useValue: {{ u: "http://{}" }} }};'
    files = {
        name: text.format(place)
        for place in ("a", "b")
        for name, text in (
            (f"apps/{place}/src/service.ts", service.replace("{", "{{").replace("}", "}}")),
            (f"apps/{place}/src/auth.module.ts", module),
        )
    }
    for place in ("a", "b"):
        assert outcomes(files, f"apps/{place}/src/service.ts", "x") == [f"http://{place}"]


def test_too_many_alternatives_are_unknown() -> None:
    """A product of alternatives past the bound says so instead of growing."""
    parts = "".join(f"${{Math.random() > {n} ? 'a' : 'b'}}" for n in range(12))
    assert outcomes({"app.ts": f"const x = `{parts}`;"}, "app.ts", "x") == ["unknown: BOUND"]


def test_an_import_in_other_letters() -> None:
    """A file is found in upper and lower case alike, as on the disks of most desks."""
    text = "import { base } from './Config/Urls';\nconst x = base;"
    files = {"a.ts": text, "config/urls.ts": "export const base = 'http://a';"}
    assert outcomes(files, "a.ts", "x") == ["http://a"]
    exact = {**files, "Config/Urls.ts": "export const base = 'http://b';"}
    assert outcomes(exact, "a.ts", "x") == ["http://b"]
