"""Backends of supertokens-golang: parts that all of them share."""

from __future__ import annotations

from collections.abc import Callable

from matrix import settings as named
from matrix.settings import Backend, Files

SUPERTOKENS = """	"github.com/supertokens/supertokens-golang/recipe/emailpassword"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/recipe/session/sessmodels"
	"github.com/supertokens/supertokens-golang/supertokens"
"""
PLAIN = {named.API_DOMAIN: "APIDomain", named.WEBSITE_DOMAIN: "WebsiteDomain"}
PATHS = {named.API_BASE_PATH: "APIBasePath", named.WEBSITE_BASE_PATH: "WebsiteBasePath"}
SESSION = {
    named.COOKIE_DOMAIN: "CookieDomain",
    named.COOKIE_SAME_SITE: "CookieSameSite",
    named.ANTI_CSRF: "AntiCsrf",
}
FIELDS = {**PLAIN, **PATHS, **SESSION, named.COOKIE_SECURE: "CookieSecure"}
FIELDS[named.ALLOWED_ORIGIN] = "AllowedOrigin"

Read = Callable[[str], str]

HANDLER = """func orders(w http.ResponseWriter, r *http.Request) {
	container := session.GetSessionFromRequestContext(r.Context())
	json.NewEncoder(w).Encode(map[string]any{"owner": container.GetUserID()})
}
"""
ALL_HEADERS = 'append([]string{"content-type"}, supertokens.GetAllCORSHeaders()...)'


def init_function(backend: Backend, read: Read) -> str:
    """Return a function ``startAuth`` that calls ``supertokens.Init``."""
    given = backend.variables
    before, info, own = [], [], []
    for name in given:
        key = FIELDS[name]
        variable = key[0].lower() + key[1:]
        if name in PLAIN:
            info.append(f"{key}: {read(name)},")
        elif name == named.COOKIE_SECURE:
            before.append(f'{variable} := {read(name)} == "true"')
            own.append(f"{key}: &{variable},")
        elif name != named.ALLOWED_ORIGIN:
            before.append(f"{variable} := {read(name)}")
            (info if name in PATHS else own).append(f"{key}: &{variable},")
    if backend.transfer is not None:
        own.append(
            "GetTokenTransferMethod: func(req *http.Request, forCreateNewSession bool, "
            "userContext supertokens.UserContext) sessmodels.TokenTransferMethod {\n"
            f"\t\t\t\t\treturn sessmodels.{backend.transfer.capitalize()}TransferMethod\n\t\t\t\t}},"
        )
    lines = "".join(f"\t{line}\n" for line in before)
    inner = "".join(f"\t\t\t{line}\n" for line in info)
    options = "".join(f"\t\t\t\t{line}\n" for line in own)
    return f"""func startAuth() {{
{lines}	err := supertokens.Init(supertokens.TypeInput{{
		Supertokens: &supertokens.ConnectionInfo{{ConnectionURI: "http://localhost:3567"}},
		AppInfo: supertokens.AppInfo{{
			AppName: "Depot",
{inner}		}},
		RecipeList: []supertokens.Recipe{{
			emailpassword.Init(nil),
			session.Init(&sessmodels.TypeInput{{
{options}			}}),
		}},
	}})
	if err != nil {{
		panic(err.Error())
	}}
}}
"""


def program(backend: Backend, read: Read, modules: list[str], config: str, main: str) -> Files:
    required = ["github.com/supertokens/supertokens-golang v0.25.1", *modules]
    listed = "".join(f"\t{line}\n" for line in sorted(required))
    return {
        ".env": backend.env_file,
        "go.mod": f"module example.com/depot\n\ngo 1.22\n\nrequire (\n{listed})\n",
        "config.go": config,
        "auth.go": f'package main\n\nimport (\n\t"net/http"\n\n{SUPERTOKENS})\n\n'.replace(
            '\t"net/http"\n\n', '\t"net/http"\n\n' if backend.transfer else ""
        )
        + init_function(backend, read),
        "main.go": main,
    }


def struct(backend: Backend, tag: Callable[[str], str]) -> str:
    lines = "".join(f"\t{FIELDS[name]} string `{tag(name)}`\n" for name in backend.variables)
    return f"type Config struct {{\n{lines}}}\n"


def member(name: str) -> str:
    return f"config.{FIELDS[name]}"
