"""Every documented way of initialising an SDK is found, with its options."""

from __future__ import annotations

import pytest

from building import only_init, system_of, value_of
from supertokens_lint.sdk.names import Sdk

INFO = 'appInfo: { appName: "a", apiDomain: "http://api", websiteDomain: "http://web" }'
SCRIPT_FORMS = {
    "default import": (
        f'import ST from "supertokens-auth-react"; ST.init({{ {INFO}, recipeList: [] }});',
        Sdk.AUTH_REACT,
    ),
    "named import": (
        f'import {{ init as start }} from "supertokens-node"; start({{ {INFO} }});',
        Sdk.NODE,
    ),
    "namespace import": (
        f'import * as ST from "supertokens-web-js"; ST.init({{ {INFO} }});',
        Sdk.WEB_JS,
    ),
    "require": (f'const st = require("supertokens-node"); st.init({{ {INFO} }});', Sdk.NODE),
    "require default": (
        f'const st = require("supertokens-node").default; st.init({{ {INFO} }});',
        Sdk.NODE,
    ),
    "file extension": (
        f'import st from "supertokens-node/index.js"; st.init({{ {INFO} }});',
        Sdk.NODE,
    ),
    "prebuilt bundle with its element": (
        f'(window as any).supertokensUIInit("supertokensui", {{ {INFO} }});',
        Sdk.PREBUILT_UI,
    ),
    "prebuilt bundle, configuration first": (
        'import { init as supertokensUIInit } from "supertokens-auth-react-script";'
        f"supertokensUIInit({{ {INFO} }});",
        Sdk.PREBUILT_UI,
    ),
    "script bundle of web-js": (f"supertokens.init({{ {INFO} }});", Sdk.WEB_JS),
    "script bundle of website": (
        'supertokens.init({ apiDomain: "http://api" });',
        Sdk.WEBSITE,
    ),
    "flat configuration": (
        'import ST from "supertokens-website"; ST.init({ apiDomain: "http://api" });',
        Sdk.WEBSITE,
    ),
    "react native": (
        'import ST from "supertokens-react-native"; ST.init({ apiDomain: "http://api" });',
        Sdk.REACT_NATIVE,
    ),
    "nest module": (
        'import { SuperTokensModule } from "supertokens-nestjs";'
        f'@Module({{ imports: [SuperTokensModule.forRoot({{ framework: "express", {INFO} }})] }})'
        "export class AppModule {}",
        Sdk.NESTJS,
    ),
    "nest module, asynchronous": (
        'import { SuperTokensModule } from "supertokens-nestjs";'
        "@Module({ imports: [SuperTokensModule.forRootAsync({"
        f' useFactory: () => ({{ framework: "express", {INFO} }}) }})] }})'
        "export class AppModule {}",
        Sdk.NESTJS,
    ),
}


@pytest.mark.parametrize(("text", "sdk"), SCRIPT_FORMS.values(), ids=SCRIPT_FORMS)
def test_script_forms(text: str, sdk: Sdk) -> None:
    """The SDK and its apiDomain are read from each import and call form."""
    system = system_of({"main.ts": text})
    init = only_init(system)
    assert init.sdk is sdk
    assert value_of(system, init.app_info.get("apiDomain")) == "http://api"


PYTHON_INFO = 'app_name="a", api_domain="http://api", website_domain="http://web"'
PYTHON_FORMS = {
    "names": (
        "from supertokens_python import init, InputAppInfo\n"
        f'init(app_info=InputAppInfo({PYTHON_INFO}), framework="fastapi")'
    ),
    "aliases": (
        "from supertokens_python import init as st_init, InputAppInfo as Info\n"
        f'st_init(app_info=Info({PYTHON_INFO}), framework="fastapi")'
    ),
    "module": (
        "import supertokens_python as st\n"
        f'st.init(app_info=st.InputAppInfo({PYTHON_INFO}), framework="fastapi")'
    ),
    "positional": (
        "from supertokens_python import init, InputAppInfo, SupertokensConfig\n"
        'init(InputAppInfo("a", "http://api", website_domain="http://web"), "fastapi",\n'
        '     SupertokensConfig("https://core"), [])'
    ),
    "keyword dict": (
        "from supertokens_python import init, InputAppInfo\n"
        'info = dict(app_name="a", api_domain="http://api")\n'
        'init(app_info=InputAppInfo(**info), framework="fastapi")'
    ),
}


@pytest.mark.parametrize("text", PYTHON_FORMS.values(), ids=PYTHON_FORMS)
def test_python_forms(text: str) -> None:
    """``init`` and ``InputAppInfo`` are followed through aliases, positions and dicts."""
    system = system_of({"main.py": text})
    init = only_init(system)
    assert init.sdk is Sdk.PYTHON
    assert value_of(system, init.app_info.get("apiDomain")) == "http://api"


def test_positional_arguments_have_the_names_of_the_language() -> None:
    """An argument without a name is spelled as Python spells the parameter."""
    text = PYTHON_FORMS["positional"]
    init = only_init(system_of({"main.py": text}))
    spelled = [setting.spelled for setting in init.app_info.settings.values()]
    assert sorted(spelled) == ["api_domain", "app_name", "website_domain"]


def test_a_projects_own_init_is_none_of_the_sdk() -> None:
    """A function with the SDK's name that comes from elsewhere is not an init."""
    system = system_of(
        {
            "main.ts": 'import supertokens from "./supertokens"; supertokens.init({ appInfo: {} });',
            "supertokens.ts": "export default { init(options) { return options; } };",
        }
    )
    assert not [init for app in system.apps for init in app.inits]


def test_recipes_keep_names_options_and_conditions() -> None:
    """Recipes are named, the Session's options are read, unknown elements leave the list open."""
    system = system_of(
        {
            "main.ts": (
                'import ST from "supertokens-node";\n'
                'import Session from "supertokens-node/recipe/session";\n'
                'import EmailPassword from "supertokens-node/recipe/emailpassword";\n'
                'import { extra } from "elsewhere";\n'
                f"ST.init({{ {INFO}, recipeList: [EmailPassword.init(),"
                ' Session.init({ cookieDomain: ".example.com" }), extra()] });'
            )
        }
    )
    init = only_init(system)
    assert init.recipes is not None
    assert [recipe.name for recipe in init.recipes.recipes] == ["emailpassword", "session"]
    assert init.recipes.rest is not None
    assert init.session is not None
    assert value_of(system, init.session.get("cookieDomain")) == ".example.com"


def test_no_recipe_list_is_certain() -> None:
    """An init without ``recipeList`` has none; one with an unknown spread may have one."""
    certain = system_of({"main.ts": f'import ST from "supertokens-node"; ST.init({{ {INFO} }});'})
    assert only_init(certain).recipes is None
    assert only_init(certain).session is None
    spread = system_of(
        {
            "main.ts": (
                'import ST from "supertokens-node"; import { more } from "elsewhere";'
                f"ST.init({{ {INFO}, ...more }});"
            )
        }
    )
    assert only_init(spread).session is not None


def test_text_that_does_not_parse_leaves_options_open() -> None:
    """A half-written init lacks nothing for certain."""
    system = system_of(
        {"main.ts": f'import ST from "supertokens-node"; ST.init({{ {INFO} recipeList: [] }});'}
    )
    init = only_init(system)
    assert init.root.rest is not None


NODE = 'import ST from "supertokens-node";'
REACHED = {
    "entry file": {"main.ts": f"{NODE} ST.init({{}});"},
    "imported module": {
        "main.ts": 'import "./setup";',
        "setup.ts": f"{NODE} ST.init({{}});",
    },
    "called function": {
        "main.ts": 'import { setup } from "./setup"; setup();',
        "setup.ts": f"{NODE} export function setup() {{ ST.init({{}}); }}",
    },
    "callback": {"main.ts": f"{NODE} onMounted(() => {{ ST.init({{}}); }});"},
    "injected class": {
        "main.ts": 'import { Service } from "./service"; export class A { constructor(s: Service) {} }',
        "service.ts": f"{NODE} export class Service {{ constructor() {{ ST.init({{}}); }} }}",
    },
    "root component of a native app": {
        "App.tsx": 'import ST from "supertokens-react-native"; ST.init({ apiDomain: "http://a" });',
        "package.json": '{ "main": "node_modules/expo/AppEntry.js", "dependencies": { "supertokens-react-native": "5" } }',
    },
    "script of package.json": {
        "boot-it.ts": f"{NODE} ST.init({{}});",
        "package.json": '{ "scripts": { "start": "ts-node boot-it.ts" }, "dependencies": { "supertokens-node": "1" } }',
    },
}


@pytest.mark.parametrize("files", REACHED.values(), ids=REACHED)
def test_reached_inits(files: dict[str, str]) -> None:
    """An init that something leads to is live."""
    assert only_init(system_of(files)).reached


UNREACHED = {
    "module nobody imports": {"main.ts": "run();", "old-setup.ts": f"{NODE} ST.init({{}});"},
    "function nobody calls": {
        "main.ts": 'import { other } from "./setup"; other();',
        "setup.ts": (
            f"{NODE} export function other() {{}} export function setup() {{ ST.init({{}}); }}"
        ),
    },
    "function that is only exported again": {
        "main.ts": 'import { other } from "./lib"; other();',
        "lib/index.ts": 'export { setup } from "./setup"; export { other } from "./other";',
        "lib/setup.ts": f"{NODE} export function setup() {{ ST.init({{}}); }}",
        "lib/other.ts": "export function other() {}",
    },
    "package that is not installed": {
        "main.ts": f"{NODE} ST.init({{}});",
        "package.json": '{ "dependencies": { "express": "4" } }',
    },
}


@pytest.mark.parametrize("files", UNREACHED.values(), ids=UNREACHED)
def test_unreached_inits(files: dict[str, str]) -> None:
    """An init that nothing leads to is not live, but known."""
    system = system_of(files)
    assert not [init for app in system.apps for init in app.inits]
    assert [init for app in system.apps for init in app.dead_inits]


def test_imports_of_a_package_that_is_not_installed_are_no_use() -> None:
    """A leftover import in a package that does not list the SDK makes no app."""
    system = system_of(
        {
            "main.ts": 'import { verifySession } from "supertokens-node/recipe/session";',
            "package.json": '{ "dependencies": { "express": "4" } }',
        }
    )
    assert system.apps == ()


def test_tests_are_no_apps() -> None:
    """An init in a test file is not live."""
    system = system_of({"src/app.test.ts": f"{NODE} ST.init({{}});"})
    assert not [init for app in system.apps for init in app.inits]


def test_versions_come_from_lockfiles_first() -> None:
    """The locked version wins over the range of the manifest."""
    system = system_of(
        {
            "main.ts": f"{NODE} ST.init({{}});",
            "package.json": '{ "dependencies": { "supertokens-node": "^16.0.0" } }',
            "package-lock.json": (
                '{ "lockfileVersion": 3, "packages": {'
                ' "": { "dependencies": { "supertokens-node": "^16.0.0" } },'
                ' "node_modules/supertokens-node": { "version": "16.3.0" } } }'
            ),
        }
    )
    version = only_init(system).version
    assert version is not None
    assert version.text == "16.3.0"
    assert version.place.path.endswith("package-lock.json")


@pytest.mark.parametrize(
    "text",
    [
        "recipes = [emailpassword.init()]\nrecipes.append(session.init())",
        "recipes = [emailpassword.init()]\nrecipes += [session.init()]",
        "recipes = []\nrecipes.extend([emailpassword.init(), session.init()])",
        'recipes = [emailpassword.init()]\nif os.getenv("S"):\n    recipes.append(session.init())',
    ],
)
def test_recipes_may_be_added_to_a_list(text: str) -> None:
    """A recipe that is appended later is in the list."""
    head = (
        "import os\nfrom supertokens_python import init, InputAppInfo\n"
        "from supertokens_python.recipe import emailpassword, session\n"
    )
    call = f'\ninit(app_info=InputAppInfo({PYTHON_INFO}), framework="fastapi", recipe_list=recipes)'
    assert only_init(system_of({"main.py": head + text + call})).session is not None


def test_a_manifest_that_cannot_be_read_says_nothing_of_what_is_installed() -> None:
    """An init stays live beside a package.json that does not parse."""
    files = {
        "index.ts": f'import ST from "supertokens-node"; ST.init({{ {INFO}, recipeList: [] }});',
        "package.json": '{ "dependencies": ',
    }
    assert only_init(system_of(files)).reached
