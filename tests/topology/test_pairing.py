"""Which apps there are, which belong together, and in which environments they run."""

from __future__ import annotations

from building import app_named, system_of, value_of
from supertokens_lint.config import Config, ConfiguredPair
from supertokens_lint.topology.model import Basis


def frontend(directory: str, api: str = "http://localhost:3001") -> dict[str, str]:
    """Return a small frontend in a directory."""
    return {
        f"{directory}/package.json": '{ "dependencies": { "supertokens-web-js": "^0.16.0" } }',
        f"{directory}/src/main.ts": (
            'import ST from "supertokens-web-js"; import S from "supertokens-web-js/recipe/session";'
            f'ST.init({{ appInfo: {{ appName: "a", apiDomain: "{api}" }}, recipeList: [S.init()] }});'
        ),
    }


def backend(
    directory: str, api: str = "http://localhost:3001", recipe: str = "emailpassword"
) -> dict[str, str]:
    """Return a small backend in a directory."""
    return {
        f"{directory}/requirements.txt": "supertokens-python==0.31.0\n",
        f"{directory}/main.py": (
            "from supertokens_python import init, InputAppInfo\n"
            f"from supertokens_python.recipe import session, {recipe}\n"
            f'init(app_info=InputAppInfo(app_name="a", api_domain="{api}",\n'
            '     website_domain="http://localhost:3000"), framework="fastapi",\n'
            f"     recipe_list=[session.init(), {recipe}.init()])\n"
        ),
    }


def test_the_only_ones_belong_together() -> None:
    """One frontend and one backend are a pair wherever they stand."""
    system = system_of({**frontend("web"), **backend("api")})
    assert [(pair.frontend.root, pair.backend.root) for pair in system.pairs] == [
        ("/system/web", "/system/api")
    ]
    assert system.pairs[0].basis is Basis.ONLY_ONES


def test_several_frontends_share_one_backend() -> None:
    """Each frontend of a repository talks to its only backend."""
    system = system_of({**frontend("web"), **frontend("admin"), **backend("api")})
    assert {pair.frontend.root for pair in system.pairs} == {"/system/web", "/system/admin"}


def test_equal_api_domains_pair_before_directories() -> None:
    """Of several backends, the one that names the same API origin is the one."""
    system = system_of(
        {
            **frontend("a/web", "http://localhost:4000"),
            **backend("a/api", "http://localhost:3001"),
            **backend("b/api", "http://localhost:4000"),
        }
    )
    assert [(pair.backend.root, pair.basis) for pair in system.pairs] == [
        ("/system/b/api", Basis.DOMAIN)
    ]


def test_neighbours_pair_when_domains_do_not_tell() -> None:
    """Two systems side by side are paired by their directories."""
    system = system_of(
        {
            **frontend("a/web", "http://localhost:1"),
            **backend("a/api", "http://localhost:2"),
            **frontend("b/web", "http://localhost:3"),
            **backend("b/api", "http://localhost:4"),
        }
    )
    assert {(pair.frontend.root, pair.backend.root) for pair in system.pairs} == {
        ("/system/a/web", "/system/a/api"),
        ("/system/b/web", "/system/b/api"),
    }


def test_equally_near_backends_pair_with_nobody() -> None:
    """A guess is no pair."""
    system = system_of(
        {
            **frontend("web", "http://localhost:1"),
            **backend("one", "http://localhost:2"),
            **backend("two", "http://localhost:3"),
        }
    )
    assert system.pairs == ()


def test_the_configuration_decides() -> None:
    """Configured pairs are the only ones."""
    config = Config(pairs=(ConfiguredPair("/system/web", "/system/two"),))
    files = {
        **frontend("web", "http://localhost:1"),
        **backend("one", "http://localhost:2"),
        **backend("two", "http://localhost:3"),
    }
    system = system_of(files, config)
    assert [(pair.backend.root, pair.basis) for pair in system.pairs] == [
        ("/system/two", Basis.CONFIG)
    ]


def test_env_files_by_mode() -> None:
    """Development reads its own file, production its own, and neither the other's."""
    files = {
        **frontend("web"),
        "web/src/main.ts": (
            'import ST from "supertokens-website"; ST.init({ apiDomain: import.meta.env.VITE_API });'
        ),
        "web/package.json": '{ "dependencies": { "supertokens-website": "^20.0.0" } }',
        "web/.env.development": "VITE_API=http://localhost:1\n",
        "web/.env.production": "VITE_API=https://api.example.com\n",
    }
    system = system_of(files)
    setting = app_named(system, "web", "frontend").inits[0].app_info.get("apiDomain")
    assert value_of(system, setting, "development") == "http://localhost:1"
    assert value_of(system, setting, "production") == "https://api.example.com"


def test_plain_env_file_says_nothing_about_production() -> None:
    """``.env`` alone holds what one machine uses, not what is deployed."""
    files = {
        "main.ts": 'import ST from "supertokens-website"; ST.init({ apiDomain: process.env.API });',
        "package.json": '{ "dependencies": { "supertokens-website": "^20.0.0" } }',
        ".env": "API=http://localhost:1\n",
    }
    system = system_of(files)
    setting = system.apps[0].inits[0].app_info.get("apiDomain")
    assert value_of(system, setting, "development") == "http://localhost:1"
    assert value_of(system, setting, "production") == "unknown: ENV_UNSET"


def test_compose_file_is_an_environment_of_its_own() -> None:
    """What a compose file gives a service holds where that file is used."""
    files = {
        **backend("api"),
        "api/main.py": (
            "import os\nfrom supertokens_python import init, InputAppInfo\n"
            'init(app_info=InputAppInfo(app_name="a", api_domain=os.getenv("API", "http://d")),\n'
            '     framework="fastapi")'
        ),
        "compose.yaml": (
            "services:\n  api:\n    build: ./api\n    environment:\n"
            "      - API=${PUBLIC_API:-http://c}\n"
        ),
    }
    system = system_of(files)
    setting = system.apps[0].inits[0].app_info.get("apiDomain")
    assert value_of(system, setting, "development") == "http://d"
    assert value_of(system, setting, "compose.yaml") == "http://c"


def test_value_of_a_compose_variable_names_the_env_file() -> None:
    """The trail of a value that a compose file takes from ``.env`` begins there."""
    files = {
        **backend("api"),
        "api/main.py": (
            "import os\nfrom supertokens_python import init, InputAppInfo\n"
            'init(app_info=InputAppInfo(app_name="a", api_domain=os.environ["API"]), framework="fastapi")'
        ),
        "compose.yaml": (
            "services:\n  api:\n    build: ./api\n    environment:\n      API: ${PUBLIC_API}\n"
        ),
        ".env": "PUBLIC_API=http://c\n",
    }
    system = system_of(files)
    app = system.apps[0]
    setting = app.inits[0].app_info.get("apiDomain")
    assert setting is not None
    compose = next(item for item in system.environments(app) if item.compose is not None)
    outcome = system.outcomes(setting.value, compose)[0]
    assert outcome.scalar == "http://c"
    assert [step.place.path for step in outcome.trail[:2]] == [
        "/system/.env",
        "/system/compose.yaml",
    ]
