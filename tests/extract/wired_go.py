"""Shared by tests of how Go backends are put together."""

from __future__ import annotations

from building import system_of
from extract.wired import Wired

PACKAGES = {
    "adaptor": "github.com/gofiber/fiber/v2/middleware/adaptor",
    "alice": "github.com/justinas/alice",
    "chi": "github.com/go-chi/chi/v5",
    "chicors": "github.com/go-chi/cors",
    "cobra": "github.com/spf13/cobra",
    "echo": "github.com/labstack/echo/v4",
    "errgroup": "golang.org/x/sync/errgroup",
    "fiber": "github.com/gofiber/fiber/v2",
    "fx": "go.uber.org/fx",
    "gin": "github.com/gin-gonic/gin",
    "gincors": "github.com/gin-contrib/cors",
    "handlers": "github.com/gorilla/handlers",
    "http": "net/http",
    "middleware": "github.com/labstack/echo/v4/middleware",
    "mux": "github.com/gorilla/mux",
    "negroni": "github.com/urfave/negroni",
    "os": "os",
    "rest": "github.com/zeromicro/go-zero/rest",
    "rscors": "github.com/rs/cors",
    "strings": "strings",
    "supertokens": "github.com/supertokens/supertokens-golang/supertokens",
}
INIT = """package main

import (
	"github.com/supertokens/supertokens-golang/recipe/emailpassword"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/supertokens"
)

func startAuth() {
	err := supertokens.Init(supertokens.TypeInput{
		AppInfo: supertokens.AppInfo{
			AppName: "a", APIDomain: "http://localhost:3001", WebsiteDomain: "http://localhost:3000",
		},
		RecipeList: []supertokens.Recipe{emailpassword.Init(nil), session.Init(nil)},
	})
	if err != nil {
		panic(err)
	}
}
"""
GIN_SDK = """func(c *gin.Context) {
	supertokens.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c.Next()
	})).ServeHTTP(c.Writer, c.Request)
	c.Abort()
}"""
BY_HAND = """
func withCors(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "http://localhost:3000")
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		if r.Method == "OPTIONS" {
			w.Header().Set("Access-Control-Allow-Headers", "content-type")
			return
		}
		next.ServeHTTP(w, r)
	})
}
"""


def go_file(text: str, package: str = "main", **imports: str) -> str:
    """Return a Go file with the imports of :data:`PACKAGES` that it names."""
    known = {**PACKAGES, **imports}
    used = [f'	{name} "{path}"' for name, path in known.items() if f"{name}." in text]
    return "\n".join([f"package {package}", "import (", *used, ")", text])


def wired_go(main: str, **more: str) -> Wired:
    """Return the applications of a program with an init of the SDK.

    ``more`` holds further files as text, by the name of their package.
    """
    files = {"go.mod": "module example.com/app\n", "auth.go": INIT}
    imports = {name: f"example.com/app/{name}" for name in more}
    files["main.go"] = go_file(main, **imports)
    files.update({f"{name}/{name}.go": go_file(text, name) for name, text in more.items()})
    system = system_of(files)
    return Wired(tuple(app for found in system.apps for app in found.http_apps))
