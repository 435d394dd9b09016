"""What is found of SuperTokens in Go programs."""

from __future__ import annotations

import pytest

from building import only_init, system_of, value_of
from supertokens_lint.extract.facts import Init
from supertokens_lint.sdk.names import Sdk
from supertokens_lint.topology.system import ProjectSystem

SDK = "github.com/supertokens/supertokens-golang"
MOD = f"module example.com/shop\n\nrequire {SDK} v0.25.1\n"
IMPORTS = (
    f'import (\n\t"os"\n\n\t"{SDK}/recipe/emailpassword"\n\t"{SDK}/recipe/session"\n'
    f'\t"{SDK}/recipe/session/sessmodels"\n\t"{SDK}/supertokens"\n)\n'
)
INFO = 'supertokens.AppInfo{AppName: "a", APIDomain: "http://api", WebsiteDomain: "http://web"}'
RECIPES = "[]supertokens.Recipe{emailpassword.Init(nil), session.Init(nil)}"
CONFIG = f"supertokens.TypeInput{{AppInfo: {INFO}, RecipeList: {RECIPES}}}"


def program(text: str, imports: str = IMPORTS) -> dict[str, str]:
    """Return a module of one file."""
    return {"go.mod": MOD, "main.go": f"package main\n{imports}{text}\n"}


def init_of(text: str, imports: str = IMPORTS) -> tuple[ProjectSystem, Init]:
    """Return the only init of a program."""
    system = system_of(program(text, imports))
    return system, only_init(system)


FORMS = {
    "in main": f"func main() {{ supertokens.Init({CONFIG}) }}",
    "error kept": f"func main() {{\n\terr := supertokens.Init({CONFIG})\n\tif err != nil {{ panic(err) }}\n}}",
    "error in the head of an if": (
        f"func main() {{ if err := supertokens.Init({CONFIG}); err != nil {{ panic(err) }} }}"
    ),
    "package variable": f"var config = {CONFIG}\nfunc main() {{ supertokens.Init(config) }}",
    "function that returns it": (
        f"func config() supertokens.TypeInput {{ return {CONFIG} }}\n"
        "func main() { supertokens.Init(config()) }"
    ),
    "fields assigned": (
        "func main() {\n\tvar config supertokens.TypeInput\n"
        f"\tconfig.AppInfo = {INFO}\n\tconfig.RecipeList = {RECIPES}\n"
        "\tsupertokens.Init(config)\n}"
    ),
    "fields of fields assigned": (
        "func main() {\n\tconfig := supertokens.TypeInput{}\n"
        '\tconfig.AppInfo.AppName = "a"\n\tconfig.AppInfo.APIDomain = "http://api"\n'
        '\tconfig.AppInfo.WebsiteDomain = "http://web"\n'
        f"\tconfig.RecipeList = {RECIPES}\n\tsupertokens.Init(config)\n}}"
    ),
    "appInfo of its own": (
        f"func main() {{\n\tinfo := {INFO}\n"
        f"\tsupertokens.Init(supertokens.TypeInput{{AppInfo: info, RecipeList: {RECIPES}}})\n}}"
    ),
    "method": (
        "type auth struct{}\n"
        f"func (auth) start() {{ supertokens.Init({CONFIG}) }}\nfunc main() {{ auth{{}}.start() }}"
    ),
    "init function": f"func init() {{ supertokens.Init({CONFIG}) }}\nfunc main() {{}}",
    "goroutine": f"func start() {{ supertokens.Init({CONFIG}) }}\nfunc main() {{ go start() }}",
    "handed on": (
        f"func start() error {{ return supertokens.Init({CONFIG}) }}\n"
        "func run(f func() error) { f() }\nfunc main() { run(start) }"
    ),
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_forms(text: str) -> None:
    """Each way of calling Init is found, with its options under their canonical names."""
    system, init = init_of(text)
    assert init.sdk is Sdk.GOLANG
    assert value_of(system, init.app_info.get("apiDomain")) == "http://api"
    assert value_of(system, init.app_info.get("websiteDomain")) == "http://web"
    assert init.recipes is not None
    assert [recipe.name for recipe in init.recipes.recipes] == ["emailpassword", "session"]
    assert init.session is not None
    assert init.version is not None
    assert str(init.version.version) == "0.25.1"


@pytest.mark.parametrize(
    ("imports", "name"),
    [
        (f'import st "{SDK}/supertokens"\n', "st."),
        (f'import . "{SDK}/supertokens"\n', ""),
        (f'import supertokens "{SDK}/supertokens"\n', "supertokens."),
    ],
)
def test_import_names(imports: str, name: str) -> None:
    """The package may be imported under any name."""
    text = f'func main() {{ {name}Init({name}TypeInput{{AppInfo: {name}AppInfo{{APIDomain: "http://api"}}}}) }}'
    system, init = init_of(text, imports)
    assert value_of(system, init.app_info.get("apiDomain")) == "http://api"


def test_another_init_is_none() -> None:
    """A function of the project called Init is not the SDK's."""
    text = 'import "example.com/shop/supertokens"\nfunc main() { supertokens.Init({}) }'
    files = {
        "go.mod": MOD,
        "main.go": f"package main\n{text}",
        "supertokens/a.go": "package supertokens\nfunc Init() {}",
    }
    assert not [init for app in system_of(files).apps for init in app.inits]


@pytest.mark.parametrize(
    ("option", "key", "value"),
    [
        ("CookieDomain: &domain", "cookieDomain", ".a.com"),
        ("CookieSecure: &secure", "cookieSecure", True),
        ("CookieSameSite: &site", "cookieSameSite", "none"),
        ("AntiCsrf: &csrf", "antiCsrf", "NONE"),
        ("OlderCookieDomain: &domain", "olderCookieDomain", ".a.com"),
    ],
)
def test_session_options(option: str, key: str, value: object) -> None:
    """Options of the Session recipe are read through their pointers."""
    system, init = init_of(
        'func main() {\n\tdomain, secure := ".a.com", true\n\tsite := session.CookieSameSite_NONE\n'
        f"\tcsrf := session.AntiCSRF_NONE\n\tsupertokens.Init(supertokens.TypeInput{{AppInfo: {INFO},\n"
        "\t\tRecipeList: []supertokens.Recipe{"
        f"session.Init(&sessmodels.TypeInput{{{option}}})}}}})\n}}"
    )
    assert init.session is not None
    assert value_of(system, init.session.get(key)) == value


@pytest.mark.parametrize(
    ("info", "missing"),
    [
        ('AppName: "a", APIDomain: "http://api", WebsiteDomain: ""', "websiteDomain"),
        ('AppName: "a", APIDomain: "http://api", APIBasePath: nil', "apiBasePath"),
    ],
)
def test_zero_values_are_not_given(info: str, missing: str) -> None:
    """An empty text or nil is what a field holds that nobody gives."""
    _, init = init_of(
        f"func main() {{ supertokens.Init(supertokens.TypeInput{{AppInfo: supertokens.AppInfo{{{info}}}}}) }}"
    )
    assert init.app_info.surely_lacks(missing)


def test_a_struct_without_field_names_hides_its_options() -> None:
    """Nothing is missing where nobody sees what is given."""
    _, init = init_of("func main() { supertokens.Init(supertokens.TypeInput{nil, load()}) }")
    assert init.root.rest is not None
    assert init.session is not None


@pytest.mark.parametrize(
    ("recipes", "sure"),
    [
        ("[]supertokens.Recipe{emailpassword.Init(nil)}", True),
        ("append([]supertokens.Recipe{emailpassword.Init(nil)}, more()...)", False),
        ("recipes()", False),
        ("[]supertokens.Recipe{emailpassword.Init(nil), mine()}", False),
    ],
)
def test_recipes_that_nobody_sees(recipes: str, sure: bool) -> None:
    """Session is only missing where the whole list is seen."""
    imports = IMPORTS.replace("import (\n", 'import (\n\t. "example.org/other"\n')
    text = f"func main() {{ supertokens.Init(supertokens.TypeInput{{AppInfo: {INFO}, RecipeList: {recipes}}}) }}"
    _, init = init_of(text, imports)
    assert (init.session is None) == sure


def test_a_configuration_that_a_function_completes_is_open() -> None:
    """What a function may have added to the configuration is not missing."""
    _, init = init_of(
        "func more(c *supertokens.TypeInput) {\n"
        "\tc.RecipeList = append(c.RecipeList, session.Init(nil))\n}\n"
        "func main() {\n\tconfig := supertokens.TypeInput{AppInfo: "
        f"{INFO}, RecipeList: []supertokens.Recipe{{emailpassword.Init(nil)}}}}\n"
        "\tmore(&config)\n\tsupertokens.Init(config)\n}"
    )
    assert init.session is not None
    assert init.root.rest is not None


DEAD = {
    "function that nobody calls": {"main.go": f"package main\n{IMPORTS}func start() {{ supertokens.Init({CONFIG}) }}\nfunc main() {{}}"},
    "function that calls itself": {"main.go": f"package main\n{IMPORTS}func start() {{\n\tsupertokens.Init({CONFIG})\n\tstart()\n}}\nfunc main() {{}}"},
    "package that nobody imports": {
        "main.go": "package main\nfunc main() {}",
        "auth/auth.go": f"package auth\n{IMPORTS}func init() {{ supertokens.Init({CONFIG}) }}",
    },
    "called by a test alone": {
        "main.go": f"package main\n{IMPORTS}func start() {{ supertokens.Init({CONFIG}) }}\nfunc main() {{}}",
        "main_test.go": 'package main\nimport "testing"\nfunc TestStart(t *testing.T) { start() }',
    },
    "method with the name of another": {
        "main.go": (
            f"package main\n{IMPORTS}type a struct{{}}\ntype b struct{{}}\n"
            f"func (a) start() {{ supertokens.Init({CONFIG}) }}\nfunc (b) start() {{}}\n"
            "func main() { b{}.start() }"
        )
    },
}  # fmt: skip


@pytest.mark.parametrize("files", DEAD.values(), ids=DEAD)
def test_dead_inits(files: dict[str, str]) -> None:
    """An init that nothing leads to is no init of the app."""
    (app,) = system_of({"go.mod": MOD, **files}).apps
    assert not app.inits
    assert app.dead_inits


LIVE = {
    "package imported for its effect": {
        "main.go": 'package main\nimport _ "example.com/shop/auth"\nfunc main() {}',
        "auth/auth.go": f"package auth\n{IMPORTS}func init() {{ supertokens.Init({CONFIG}) }}",
    },
    "called from another file": {
        "main.go": "package main\nfunc main() { start() }",
        "auth.go": f"package main\n{IMPORTS}func start() {{ supertokens.Init({CONFIG}) }}",
    },
    "called from another package": {
        "cmd/api/main.go": 'package main\nimport "example.com/shop/auth"\nfunc main() { auth.Start() }',
        "auth/auth.go": f"package auth\n{IMPORTS}func Start() {{ supertokens.Init({CONFIG}) }}",
    },
    "method of something injected": {
        "main.go": (
            f"package main\n{IMPORTS}type server struct{{}}\n"
            f"func (s *server) start() {{ supertokens.Init({CONFIG}) }}\n"
            "func run(s interface{ start() }) { s.start() }\nfunc main() { run(make()) }"
        ),
    },
}


@pytest.mark.parametrize("files", LIVE.values(), ids=LIVE)
def test_live_inits(files: dict[str, str]) -> None:
    """An init that a program leads to counts."""
    (app,) = system_of({"go.mod": MOD, **files}).apps
    assert app.inits


def test_uses() -> None:
    """Packages of which only types are used do not run; the others tell what of them is used."""
    (app,) = system_of(
        program(
            "func f(o *sessmodels.TypeInput) {\n\t_ = sessmodels.TypeInput{}\n"
            "\tsession.VerifySession(nil, nil)\n\tuse(supertokens.Middleware)\n}"
        )
    ).apps
    found = {use.module.removeprefix(SDK): (use.names, use.type_only) for use in app.uses}
    assert found == {
        "/recipe/emailpassword": ((), True),
        "/recipe/session": (("*", "VerifySession"), False),
        "/recipe/session/sessmodels": ((), True),
        "/supertokens": (("*", "Middleware"), False),
    }


def test_the_sdk_is_no_app_of_its_own() -> None:
    """The SDK's own repository uses its packages without an init."""
    files = {
        "go.mod": f"module {SDK}\n",
        "recipe/session/a.go": f'package session\nimport "{SDK}/supertokens"\nvar x = supertokens.Middleware',
    }
    assert not system_of(files).apps


SERVERS = {
    "net/http": ('import "net/http"\nfunc main() { http.ListenAndServe(":3001", nil) }', 3001),
    "server struct": (
        'import "net/http"\nfunc main() {\n\ts := &http.Server{Addr: "0.0.0.0:3001"}\n\ts.ListenAndServe()\n}',
        3001,
    ),
    "port from a variable": (
        'import ("net/http"; "os")\nfunc main() {\n\tport := os.Getenv("PORT")\n'
        '\tif port == "" { port = "3001" }\n\thttp.ListenAndServe(":"+port, nil)\n}',
        3001,
    ),
    "gin": ('import "github.com/gin-gonic/gin"\nfunc main() { gin.Default().Run(":3001") }', 3001),
    "gin's default": ('import "github.com/gin-gonic/gin"\nfunc main() {\n\tr := gin.New()\n\tr.Run()\n}', 8080),
    "fiber": (
        'import "github.com/gofiber/fiber/v2"\nfunc main() {\n\tapp := fiber.New()\n\tapp.Listen(":3001")\n}',
        3001,
    ),
    "echo": (
        'import "github.com/labstack/echo/v4"\nfunc main() {\n\te := echo.New()\n\te.Start(":3001")\n}',
        3001,
    ),
    "go-zero": (
        'import "github.com/zeromicro/go-zero/rest"\n'
        "func main() { rest.MustNewServer(rest.RestConf{Port: 3001}) }",
        3001,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "port"), SERVERS.values(), ids=SERVERS)
def test_servers(text: str, port: int) -> None:
    """The port on which a backend listens is read from its code."""
    system = system_of(
        {
            **program(f"func init() {{ supertokens.Init({CONFIG}) }}"),
            "serve.go": f"package main\n{text}",
        }
    )
    (app,) = system.apps
    (server,) = app.servers
    (environment, *_) = system.environments(app)
    assert [str(item.scalar) for item in system.outcomes(server.port, environment)] == [str(port)]


@pytest.mark.parametrize(
    ("files", "root"),
    [
        ({"api/go.mod": MOD, "api/cmd/x/main.go": "{}"}, "api"),
        ({"api/main.go": "{}"}, "api"),
        ({"go.mod": MOD, "cmd/x/main.go": "{}"}, ""),
    ],
)
def test_roots(files: dict[str, str], root: str) -> None:
    """A Go app is the folder of its go.mod, else of its program."""
    text = program(f"func main() {{ supertokens.Init({CONFIG}) }}")["main.go"]
    (app,) = system_of(
        {path: text if content == "{}" else content for path, content in files.items()}
    ).apps
    assert app.root == f"/system/{root}".rstrip("/")
