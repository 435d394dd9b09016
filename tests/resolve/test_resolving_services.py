"""Packages that read, check and merge configuration."""

from __future__ import annotations

import pytest

from evaluating import outcomes

SCRIPT = {
    "zod, safely parsed": (
        'import { z } from "zod"; const schema = z.object({ U: z.string().default("http://a") });'
        "const parsed = schema.safeParse(process.env); if (!parsed.success) throw parsed.error;"
        "const env = parsed.data; const x = env.U;"
    ),
    "Joi": (
        'import Joi from "joi"; const schema = Joi.object({ U: Joi.string().default("http://a") });'
        "const { value, error } = schema.unknown().validate(process.env); if (error) throw error;"
        "const x = value.U;"
    ),
    "Joi.attempt": (
        'import Joi from "joi";'
        'const env = Joi.attempt(process.env, Joi.object({ U: Joi.string().default("http://a") }));'
        "const x = env.U;"
    ),
    "env-var": (
        'import * as env from "env-var";'
        'const x = env.get("U").default("http://a").required().asUrlString();'
    ),
    "t3-env": (
        'import { createEnv } from "@t3-oss/env-core"; import { z } from "zod";'
        'const env = createEnv({ server: { U: z.string().default("http://a") } }); const x = env.U;'
    ),
    "merged by lodash": (
        'import merge from "lodash/merge";'
        'const c = merge({}, { api: { u: 1, v: 2 } }, { api: { u: "http://a" } }); const x = c.api.u;'
    ),
    "kept by a merge": (
        'import { merge } from "lodash";'
        'const c = merge({ api: { u: "http://a" } }, { api: { v: 2 } }); const x = c.api.u;'
    ),
    "valibot": (
        'import * as v from "valibot"; const s = v.object({ U: v.optional(v.string(), "http://a") });'
        "const x = v.parse(s, process.env).U;"
    ),
    "envsafe": (
        'import { envsafe, str } from "envsafe"; const x = envsafe({ U: str({ devDefault: "http://a" }) }).U;'
    ),
    "znv": (
        'import { parseEnv } from "znv"; import { z } from "zod";'
        'const x = parseEnv(process.env, { U: z.string().default("http://a") }).U;'
    ),
    "properties of convict": (
        'import convict from "convict";'
        'const x = convict({ a: { u: { default: "http://a", env: "U" } } }).getProperties().a.u;'
    ),
    "Effect, run": (
        'import { Config, Effect } from "effect";'
        'const u = Config.string("U").pipe(Config.withDefault("http://a"));'
        "const x = Effect.runSync(Config.all({ u })).u;"
    ),
    "Effect, generated": (
        'import { Config, Effect, pipe } from "effect";'
        "const made = Effect.gen(function* () {"
        ' return yield* pipe(Config.string("U"), Config.withDefault("http://a")); });'
        "const x = Effect.runSync(made);"
    ),
    "settings of the page": 'const x = window.CONFIG?.site || "http://a";',
}
PYTHON = {
    "ready-made reader of environs": 'from environs import env\nx = env.str("U", "http://a")',
    "scheme of django-environ": (
        'import environ\nenv = environ.Env(U=(str, "http://a"))\nx = env("U")'
    ),
    "getattr with a default": 'class S:\n    v = 1\nx = getattr(S, "u", "http://a")',
    "getattr": 'class S:\n    u = "http://a"\nx = getattr(S, "u", "b")',
}


@pytest.mark.parametrize("text", SCRIPT.values(), ids=SCRIPT)
def test_scripts(text: str) -> None:
    """The default counts where nothing sets the variable."""
    assert outcomes({"app.ts": text}, "app.ts", "x") == ["http://a"]


@pytest.mark.parametrize("text", PYTHON.values(), ids=PYTHON)
def test_python(text: str) -> None:
    """The default counts where nothing sets the variable."""
    assert outcomes({"app.py": text}, "app.py", "x") == ["http://a"]


def test_dotenv_values() -> None:
    """What ``dotenv_values`` returns holds the variables of the env file."""
    text = 'from dotenv import dotenv_values\nc = dotenv_values(".env")\nx = c["U"] + c.get("V")'
    assert outcomes({"app.py": text, ".env": "U=http://a\nV=/b"}, "app.py", "x") == ["http://a/b"]


def test_environs_with_a_prefix() -> None:
    """Inside ``with env.prefixed`` the variable has the prefix, outside it has not."""
    text = (
        'from environs import Env\nenv = Env()\nwith env.prefixed("ST_"):\n    u = env("U")\n'
        'x = u + env("U")'
    )
    files = {"app.py": text, ".env": "ST_U=http://a\nU=/b"}
    assert outcomes(files, "app.py", "x") == ["http://a/b"]


PREFIXED = {
    "set": ('env.prefix = "APP_"\nx = env("U", default="http://c")', ["http://a"]),
    "default": ('env.prefix = "OF_"\nx = env.str("U", default="http://c")', ["http://c"]),
    "in a scheme": ('env.prefix = "OF_"\nx = env("V")', ["http://v"]),
    "computed": ('env.prefix = name()\nx = env("U", default="http://c")', ["unknown: SYNTAX"]),
    "twice": (
        'env.prefix = "A"\nenv.prefix = "B"\nx = env("U", default="http://c")',
        ["unknown: SYNTAX"],
    ),
    "further down": ('x = env("U", default="http://c")\nenv.prefix = "APP_"', ["unknown: SYNTAX"]),
    "another member": ('env.smart_cast = False\nx = env("U", default="http://c")', ["http://b"]),
}


@pytest.mark.parametrize(("text", "known"), PREFIXED.values(), ids=PREFIXED)
def test_prefix_of_django_environ(text: str, known: list[str]) -> None:
    """The prefix that a reader is given stands before each name, also before those of a scheme."""
    start = 'import environ\nenv = environ.Env(OF_V=(str, "http://v"))\n'
    files = {"app.py": start + text, ".env": "APP_U=http://a\nU=http://b"}
    assert outcomes(files, "app.py", "x") == known


NAMING = {
    "load_dotenv": {
        "app.py": 'import os\nfrom dotenv import load_dotenv\nload_dotenv("env/local.env")\nx = os.environ["U"]'
    },
    "dotenv.config": {
        "app.js": 'require("dotenv").config({ path: "./env/local.env" }); const x = process.env.U;'
    },
    "node --env-file": {
        "app.js": "const x = process.env.U;",
        "package.json": '{ "scripts": { "dev": "node --env-file=env/local.env app.js" } }',
    },
}


@pytest.mark.parametrize("files", NAMING.values(), ids=NAMING)
def test_an_env_file_that_code_names(files: dict[str, str]) -> None:
    """An env file in a place of its own counts where the program's code names it."""
    path = next(path for path in files if path.startswith("app"))
    assert outcomes({**files, "env/local.env": "U=http://a"}, path, "x") == ["http://a"]


def test_an_env_file_that_nothing_names() -> None:
    """An env file that no code names says nothing."""
    files = {"app.js": "const x = process.env.U;", "env/local.env": "U=http://a"}
    assert outcomes(files, "app.js", "x") == ["unknown: ENV_UNSET"]


def test_a_required_variable_stays_unset() -> None:
    """Without a default the variable is what is not known."""
    text = 'import env from "env-var"; const x = env.get("U").required().asString();'
    assert outcomes({"app.ts": text}, "app.ts", "x") == ["unknown: ENV_UNSET"]


@pytest.mark.parametrize(
    "option",
    [
        'validationSchema: Joi.object({ U: Joi.string().default("http://a") })',
        'validate: (env) => z.object({ U: z.string().default("http://a") }).parse(env)',
    ],
)
def test_nest_configuration_with_a_schema(option: str) -> None:
    """``ConfigService.get`` gives the default of the schema that the module checks against."""
    files = {
        "app.module.ts": (
            'import Joi from "joi"; import { z } from "zod";\n'
            f"@Module({{ imports: [ConfigModule.forRoot({{ {option} }})] }}) export class A {{}}"
        ),
        "service.ts": (
            'import { ConfigService } from "@nestjs/config";\n'
            "export let x;\n"
            'export class S { constructor(config: ConfigService) { x = config.get("U"); } }'
        ),
    }
    assert outcomes(files, "service.ts", "x") == ["http://a"]


PACKAGE = '{ "dependencies": { "config": "^3.3.0", "convict": "^6.2.0" } }'
BASE_URL = '{ "compilerOptions": { "baseUrl": "." } }'


def test_a_package_is_not_the_file_that_imports_it() -> None:
    """With ``baseUrl`` a file called like a package does not import itself."""
    text = (
        'import convict from "convict"; const c = convict({ u: { default: "http://a" } });'
        'const x = c.get("u");'
    )
    files = {"convict.ts": text, "tsconfig.json": BASE_URL}
    assert outcomes(files, "convict.ts", "x") == ["http://a"]


def test_a_dependency_is_not_a_file_below_base_url() -> None:
    """What runs for the name of a dependency is the package, whatever ``baseUrl`` makes of it."""
    files = {
        "auth.ts": 'import config from "config"; const x = config.get("api.u");',
        "config.ts": "export default {};",
        "config/default.json": '{ "api": { "u": "http://a" } }',
        "package.json": PACKAGE,
        "tsconfig.json": BASE_URL,
    }
    assert outcomes(files, "auth.ts", "x") == ["http://a"]


MANAGE = 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site.{}")'


def test_django_settings() -> None:
    """``django.conf.settings`` is the module that ``manage.py`` names."""
    files = {
        "manage.py": MANAGE.format("settings"),
        "site/__init__.py": "",
        "site/settings.py": 'U = "http://a"',
        "accounts/auth.py": "from django.conf import settings\nx = settings.U",
    }
    assert outcomes(files, "accounts/auth.py", "x") == ["http://a"]


def test_django_settings_by_server() -> None:
    """Where ``wsgi.py`` names other settings than ``manage.py``, they hold in production."""
    files = {
        "manage.py": MANAGE.format("settings.dev"),
        "site/wsgi.py": MANAGE.format("settings.prod"),
        "site/__init__.py": "",
        "site/settings/__init__.py": "",
        "site/settings/base.py": 'V = "/v"',
        "site/settings/dev.py": 'from .base import *\nU = "http://d"',
        "site/settings/prod.py": 'from .base import *\nU = "http://p"',
        "site/auth.py": "from django.conf import settings\nx = settings.U + settings.V",
    }
    assert outcomes(files, "site/auth.py", "x") == ["http://d/v"]
    assert outcomes(files, "site/auth.py", "x", "production") == ["http://p/v"]


@pytest.mark.parametrize("given", ["() => 'http://a'", "function () { return base; }"])
def test_a_schema_with_a_function_for_a_default(given: str) -> None:
    """What the function returns is the value of a variable that is not set."""
    text = (
        "import { z } from 'zod';\nconst base = 'http://a';\n"
        f"const env = z.object({{ U: z.string().default({given}) }}).parse(process.env);\n"
        "const x = env.U;"
    )
    assert outcomes({"a.ts": text}, "a.ts", "x") == ["http://a"]


NODE_CONFIG = {
    "config/default.json": '{"a": {"u": "http://d", "v": "/v"}}',
    "config/production.yaml": "a:\n  u: http://p\n",
    "config/custom-environment-variables.json": '{"a": {"v": "V"}}',
    "app.ts": "import config from 'config'; const a = config.get('a'); const x = a.u + a.v;"
    "const y = config.get('a.u'); const z = config.get('a.w');",
}


def test_node_config() -> None:
    """The file of the environment wins over the default, and a named variable over both."""
    assert outcomes(NODE_CONFIG, "app.ts", "x") == ["http://d/v"]
    assert outcomes(NODE_CONFIG, "app.ts", "y", "production") == ["http://p"]
    assert outcomes({**NODE_CONFIG, ".env": "V=/w"}, "app.ts", "x") == ["http://d/w"]


def test_node_config_of_one_machine_in_one_deployment() -> None:
    """``local-`` with NODE_ENV wins over ``local``, and that over the rest."""
    files = {
        **NODE_CONFIG,
        "config/local.json": '{"a": {"u": "http://l"}}',
        "config/local-development.json": '{"a": {"u": "http://ld"}}',
    }
    assert outcomes(files, "app.ts", "y") == ["http://ld"]
    assert outcomes(files, "app.ts", "y", "production") == ["http://l"]
    named = {**NODE_CONFIG, "config/local-production.json": '{"a": {"u": "http://lp"}}'}
    assert outcomes(named, "app.ts", "y") == ["http://d"]
    assert outcomes(named, "app.ts", "y", "production") == ["http://lp"]


def test_node_config_with_a_variable_that_is_parsed() -> None:
    """What a variable with a format holds is not known, so that no file's value is certain."""
    named = '{"a": {"u": {"__name": "U", "__format": "json"}}}'
    files = {**NODE_CONFIG, "config/custom-environment-variables.json": named}
    assert outcomes(files, "app.ts", "y") != ["http://d"]


def test_node_config_in_code_and_in_formats_that_are_not_read() -> None:
    """A module of code is a file like the others; where one is not read, nothing is known."""
    code = {"config/default.js": "module.exports = { a: { u: 'http://c' } };"}
    files = {**code, "app.ts": NODE_CONFIG["app.ts"]}
    assert outcomes(files, "app.ts", "y") == ["http://c"]
    unread = {**NODE_CONFIG, "config/production.json5": "{}"}
    assert outcomes(unread, "app.ts", "y") != ["http://d"]


def test_a_pipe_of_other_packages_gives_no_value() -> None:
    """Only steps of Effect's configuration are known."""
    text = (
        "import { Config } from 'effect'; import { other } from 'other';"
        "const x = Config.string('U').pipe(Config.withDefault('http://a'), other());"
        "const y = 'http://a'.pipe(other());"
    )
    assert outcomes({"a.ts": text}, "a.ts", "x") != ["http://a"]
    assert outcomes({"a.ts": text}, "a.ts", "y") != ["http://a"]


NESTED = """
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict

class Api(BaseModel):
    u: str = "http://a"

    @property
    def full(self) -> str:
        return self.u + "/v"

class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="ST_", env_nested_delimiter="__")
    api: Api = Api()
    must: Api

s = Settings()
x = s.api.u
y = s.api.full
z = s.must.u
"""


def test_nested_settings() -> None:
    """A field of a nested model has a variable, which wins over the model's default."""
    assert outcomes({"a.py": NESTED}, "a.py", "x") == ["http://a"]
    files = {"a.py": NESTED, ".env": "ST_API__U=http://e\nST_MUST__U=http://m"}
    assert outcomes(files, "a.py", "x") == ["http://e"]
    assert outcomes(files, "a.py", "y") == ["http://e/v"]
    assert outcomes(files, "a.py", "z") == ["http://m"]


@pytest.mark.parametrize("asked", ["app.get(ConfigService)", "await app.resolve(ConfigService)"])
def test_service_that_an_application_of_nest_is_asked_for(asked: str) -> None:
    """``main.ts`` asks the application for its ConfigService; a string asks for something else."""
    text = (
        'import { NestFactory } from "@nestjs/core"; import { ConfigService } from "@nestjs/config";'
        'import { AppModule } from "./app.module";'
        "const app = await NestFactory.create(AppModule);"
        f'const config = {asked}; const x = config.get("U");'
    )
    files = {"main.ts": text, "app.module.ts": "export class AppModule {}", ".env": "U=http://a\n"}
    assert outcomes(files, "main.ts", "x") == ["http://a"]


DYNACONF = {
    "app.py": "from dynaconf import Dynaconf\n"
    's = Dynaconf(envvar_prefix="ST", settings_files=["settings.toml"], environments=True)\n'
    'x = s.URL\ny = s.get("url")\n',
    "settings.toml": '[default]\nurl = "http://d"\n[production]\nurl = "http://p"\n',
}


def test_dynaconf() -> None:
    """The section of the environment wins over the default, and a variable over both."""
    assert outcomes(DYNACONF, "app.py", "x") == ["http://d"]
    assert outcomes(DYNACONF, "app.py", "y") == ["http://d"]
    assert "http://p" in outcomes(DYNACONF, "app.py", "x", "production")
    assert outcomes({**DYNACONF, ".env": "ST_URL=http://e"}, "app.py", "x") == ["http://e"]


def test_settings_of_dynaconf_that_nobody_can_see() -> None:
    """A file that is not there, or of a format that is not read, leaves all unknown."""
    text = DYNACONF["app.py"].replace("settings.toml", "settings.ini")
    files = {**DYNACONF, "app.py": text, "settings.ini": "[default]\nurl = http://a\n"}
    assert outcomes(files, "app.py", "x") == ["unknown: SYNTAX"]
    hidden = {"app.py": DYNACONF["app.py"]}
    assert outcomes(hidden, "app.py", "x") == ["unknown: SYNTAX"]


CONVICT = (
    "import convict from 'convict';"
    "const c = convict({ a: { u: { default: 'http://d', env: 'U' } } }); %s const x = c.get('a.u');"
)


def test_convict_loads_files() -> None:
    """What is loaded wins over the default, and a variable over what is loaded."""
    files = {"a.ts": CONVICT % "c.loadFile('./c.json');", "c.json": '{"a": {"u": "http://f"}}'}
    assert outcomes(files, "a.ts", "x") == ["http://f"]
    assert outcomes({**files, ".env": "U=http://e"}, "a.ts", "x") == ["http://e"]
    assert outcomes({**files, "c.json": "{}"}, "a.ts", "x") == ["http://d"]
    loaded = {"a.ts": CONVICT % "c.load({ a: { u: 'http://l' } });"}
    assert outcomes(loaded, "a.ts", "x") == ["http://l"]


def test_convict_loads_what_nobody_can_see() -> None:
    """A file that is chosen at run time may say anything."""
    files = {"a.ts": CONVICT % "c.loadFile('./' + c.get('env') + '.json');"}
    assert "unknown: SYNTAX" in outcomes(files, "a.ts", "x")


T3 = (
    "import { createEnv } from '@t3-oss/env-nextjs'; import { z } from 'zod';"
    "const base = createEnv({ server: { V: z.string().default('/v') } });"
    "const env = createEnv({ extends: [base], server: { U: z.string().default('http://d') },"
    " runtimeEnv: { U: process.env.OTHER } }); const x = env.U + env.V;"
)


def test_t3_env_extends_and_renames() -> None:
    """What an environment extends is in it; ``runtimeEnv`` says which variable is read."""
    assert outcomes({"a.ts": T3}, "a.ts", "x") == ["http://d/v"]
    files = {"a.ts": T3, ".env": "U=http://u\nOTHER=http://o"}
    assert outcomes(files, "a.ts", "x") == ["http://o/v"]


def test_t3_env_extends_a_package() -> None:
    """What a preset of a package may hold is not missing."""
    text = T3.replace("[base]", "[vercel()]")
    assert outcomes({"a.ts": text}, "a.ts", "x") != ["http://d"]


SETTINGS = (
    "from pydantic_settings import BaseSettings\nclass S(BaseSettings{}):\n    u: str = 'd'\n{}"
)


@pytest.mark.parametrize(
    ("keywords", "rest", "expected"),
    [
        (", env_prefix='ST_'", "x = S().u", "p"),
        ("", "    class Config:\n        fields = {'u': {'env': 'ST_U'}}\nx = S().u", "p"),
        ("", "x = S(u='given').u", "given"),
        (
            "",
            "    @classmethod\n    def settings_customise_sources(cls, *a):\n        return a\n"
            "x = S().u",
            "unknown: SYNTAX",
        ),
    ],
)
def test_settings_of_pydantic(keywords: str, rest: str, expected: str) -> None:
    """Options in keywords and in ``Config``, arguments, and sources of the project's own."""
    files = {"a.py": SETTINGS.format(keywords, rest), ".env": "ST_U=p"}
    assert outcomes(files, "a.py", "x") == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "from environs import Env\nenv = Env(prefix='ST_')\nx = env.str('U', 'd')",
        "from starlette.config import Config\nc = Config(env_prefix='ST_')\nx = c('U', default='d')",
    ],
)
def test_readers_with_a_prefix(text: str) -> None:
    """A reader that is made with a prefix reads variables with it."""
    assert outcomes({"a.py": text, ".env": "ST_U=p\nU=q"}, "a.py", "x") == ["p"]


ZOD = {
    "extended": "z.object({ U: z.string().default('http://a') }).extend({ V: z.string() }).parse(e).U",
    "merged": "z.object({ V: z.string() }).merge(z.object({ U: z.string().default('http://a') })).parse(e).U",
    "given an object": "z.object({ U: z.string().default('http://d') }).parse({ U: 'http://a' }).U",
    "refined": "z.object({ U: z.string().default('http://a') }).refine(f, { path: ['U'] }).parse(e).U",
}


@pytest.mark.parametrize("expression", ZOD.values(), ids=ZOD)
def test_joined_schemas(expression: str) -> None:
    """A schema has the fields of all schemas that it is joined with, and checks what it is given."""
    text = f"import {{ z }} from 'zod'; const e = process.env; const x = {expression};"
    assert outcomes({"a.ts": text}, "a.ts", "x") == ["http://a"]


def test_a_schema_that_makes_something_else() -> None:
    """What a function makes of the object is not known, and nothing is missing in it."""
    text = (
        "import { z } from 'zod'; const s = z.object({ U: z.string() }).transform((e) => ({ v: e.U }));"
        "const x = s.parse(process.env).v;"
    )
    assert outcomes({"a.ts": text}, "a.ts", "x") == ["unknown: EXTERNAL"]
