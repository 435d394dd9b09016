"""Backends of supertokens-golang: seven routers, each with its own way to read its settings."""

from __future__ import annotations

from matrix import settings as named
from matrix.go_parts import ALL_HEADERS, FIELDS, HANDLER, member, program, struct
from matrix.settings import Backend, Files


def net_http(backend: Backend) -> Files:
    """net/http with rs/cors, and a helper over os.Getenv."""
    config = """package main

import (
	"log"
	"os"

	"github.com/joho/godotenv"
)

func mustGet(name string) string {
	value := os.Getenv(name)
	if value == "" {
		log.Fatalf("%s is not set", name)
	}
	return value
}

func init() {
	if err := godotenv.Load(); err != nil {
		log.Println(err)
	}
}
"""
    main = f"""package main

import (
	"encoding/json"
	"net/http"

	"github.com/rs/cors"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/supertokens"
)

{HANDLER}
func main() {{
	startAuth()
	mux := http.NewServeMux()
	mux.HandleFunc("/orders", session.VerifySession(nil, orders))
	handler := cors.New(cors.Options{{
		AllowedOrigins:   []string{{mustGet("ALLOWED_ORIGIN")}},
		AllowedMethods:   []string{{"GET", "POST", "PUT", "DELETE"}},
		AllowedHeaders:   {ALL_HEADERS},
		AllowCredentials: true,
	}}).Handler(supertokens.Middleware(mux))
	http.ListenAndServe(":3001", handler)
}}
"""
    modules = ["github.com/joho/godotenv v1.5.1", "github.com/rs/cors v1.11.1"]
    return program(backend, lambda name: f'mustGet("{name}")', modules, config, main)


def gin(backend: Backend) -> Files:
    """Gin, with godotenv and os.Getenv in place."""
    config = """package main

import "github.com/joho/godotenv"

func loadEnvironment() {
	if err := godotenv.Load(".env"); err != nil {
		panic(err)
	}
}
"""
    main = f"""package main

import (
	"net/http"
	"os"

	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/supertokens"
)

func verifySession(c *gin.Context) {{
	session.VerifySession(nil, func(w http.ResponseWriter, r *http.Request) {{
		c.Request = c.Request.WithContext(r.Context())
		c.Next()
	}})(c.Writer, c.Request)
	c.Abort()
}}

func orders(c *gin.Context) {{
	c.JSON(http.StatusOK, gin.H{{"orders": []string{{}}}})
}}

func main() {{
	loadEnvironment()
	startAuth()
	router := gin.Default()
	router.Use(cors.New(cors.Config{{
		AllowOrigins:     []string{{os.Getenv("ALLOWED_ORIGIN")}},
		AllowMethods:     []string{{"GET", "POST", "PUT", "DELETE"}},
		AllowHeaders:     {ALL_HEADERS},
		AllowCredentials: true,
	}}))
	router.Use(func(c *gin.Context) {{
		supertokens.Middleware(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {{
			c.Next()
		}})).ServeHTTP(c.Writer, c.Request)
		c.Abort()
	}})
	router.GET("/orders", verifySession, orders)
	router.Run(":3001")
}}
"""
    modules = [
        "github.com/gin-contrib/cors v1.7.2",
        "github.com/gin-gonic/gin v1.10.0",
        "github.com/joho/godotenv v1.5.1",
    ]
    files = program(backend, lambda name: f'os.Getenv("{name}")', modules, config, main)
    return {**files, "auth.go": files["auth.go"].replace("import (\n", 'import (\n\t"os"\n', 1)}


def chi(backend: Backend) -> Files:
    """Chi, with a struct that caarlos0/env fills."""
    config = (
        'package main\n\nimport "github.com/caarlos0/env/v11"\n\n'
        + struct(backend, lambda name: f'env:"{name},required"')
        + "\nvar config = load()\n\nfunc load() Config {\n\tvar config Config\n"
        "\tif err := env.Parse(&config); err != nil {\n\t\tpanic(err)\n\t}\n\treturn config\n}\n"
    )
    main = f"""package main

import (
	"encoding/json"
	"net/http"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/cors"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/supertokens"
)

{HANDLER}
func main() {{
	startAuth()
	r := chi.NewRouter()
	r.Use(cors.Handler(cors.Options{{
		AllowedOrigins:   []string{{config.AllowedOrigin}},
		AllowedMethods:   []string{{"GET", "POST", "PUT", "DELETE"}},
		AllowedHeaders:   {ALL_HEADERS},
		AllowCredentials: true,
	}}))
	r.Use(supertokens.Middleware)
	r.Get("/orders", session.VerifySession(nil, orders))
	http.ListenAndServe(":3001", r)
}}
"""
    modules = [
        "github.com/caarlos0/env/v11 v11.3.1",
        "github.com/go-chi/chi/v5 v5.1.0",
        "github.com/go-chi/cors v1.2.1",
    ]
    return program(backend, member, modules, config, main)


def mux(backend: Backend) -> Files:
    """Gorilla's mux, with a struct that a function fills variable by variable."""
    lines = "".join(f'\t\t{FIELDS[n]}: getEnv("{n}", ""),\n' for n in backend.variables)
    config = (
        'package main\n\nimport "os"\n\n'
        + struct(backend, lambda name: f'json:"{name.lower()}"')
        + "\nfunc getEnv(name, fallback string) string {\n"
        "\tif value, ok := os.LookupEnv(name); ok {\n\t\treturn value\n\t}\n\treturn fallback\n}\n\n"
        f"var config = Config{{\n{lines}}}\n".replace(
            "\t\t" + FIELDS[named.API_DOMAIN], "\t\tAPIDomain"
        )
    )
    main = f"""package main

import (
	"encoding/json"
	"net/http"

	"github.com/gorilla/handlers"
	"github.com/gorilla/mux"
	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/supertokens"
)

{HANDLER}
func main() {{
	startAuth()
	router := mux.NewRouter()
	router.HandleFunc("/orders", session.VerifySession(nil, orders)).Methods(http.MethodGet)
	http.ListenAndServe(":3001", handlers.CORS(
		handlers.AllowedHeaders({ALL_HEADERS}),
		handlers.AllowedMethods([]string{{"GET", "POST", "PUT", "DELETE"}}),
		handlers.AllowedOrigins([]string{{config.AllowedOrigin}}),
		handlers.AllowCredentials(),
	)(supertokens.Middleware(router)))
}}
"""
    modules = ["github.com/gorilla/handlers v1.5.2", "github.com/gorilla/mux v1.8.1"]
    return program(backend, member, modules, config, main)


def echo(backend: Backend) -> Files:
    """Echo, with viper."""
    config = """package main

import "github.com/spf13/viper"

func init() {
	viper.SetConfigFile(".env")
	viper.AutomaticEnv()
	if err := viper.ReadInConfig(); err != nil {
		panic(err)
	}
}
"""
    main = f"""package main

import (
	"net/http"

	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
	"github.com/spf13/viper"
	"github.com/supertokens/supertokens-golang/supertokens"
)

func orders(c echo.Context) error {{
	return c.JSON(http.StatusOK, []string{{}})
}}

func main() {{
	startAuth()
	e := echo.New()
	e.Use(middleware.CORSWithConfig(middleware.CORSConfig{{
		AllowOrigins:     []string{{viper.GetString("ALLOWED_ORIGIN")}},
		AllowHeaders:     {ALL_HEADERS},
		AllowCredentials: true,
	}}))
	e.Use(echo.WrapMiddleware(supertokens.Middleware))
	e.GET("/orders", orders)
	e.Start(":3001")
}}
"""
    modules = ["github.com/labstack/echo/v4 v4.12.0", "github.com/spf13/viper v1.19.0"]
    files = program(backend, lambda name: f'viper.GetString("{name}")', modules, config, main)
    viper = 'import (\n\t"github.com/spf13/viper"\n'
    return {**files, "auth.go": files["auth.go"].replace("import (\n", viper, 1)}


def fiber(backend: Backend) -> Files:
    """Fiber, with a struct that kelseyhightower/envconfig fills."""
    config = (
        'package main\n\nimport "github.com/kelseyhightower/envconfig"\n\n'
        + struct(backend, lambda name: f'envconfig:"{name}" required:"true"')
        + '\nvar config Config\n\nfunc init() {\n\tenvconfig.MustProcess("", &config)\n}\n'
    )
    main = """package main

import (
	"strings"

	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/adaptor"
	"github.com/gofiber/fiber/v2/middleware/cors"
	"github.com/supertokens/supertokens-golang/supertokens"
)

func orders(c *fiber.Ctx) error {
	return c.JSON(fiber.Map{"orders": []string{}})
}

func main() {
	startAuth()
	app := fiber.New()
	app.Use(cors.New(cors.Config{
		AllowOrigins:     config.AllowedOrigin,
		AllowHeaders:     "Content-Type, " + strings.Join(supertokens.GetAllCORSHeaders(), ", "),
		AllowCredentials: true,
	}))
	app.Use(adaptor.HTTPMiddleware(supertokens.Middleware))
	app.Get("/orders", orders)
	app.Listen(":3001")
}
"""
    modules = [
        "github.com/gofiber/fiber/v2 v2.52.5",
        "github.com/kelseyhightower/envconfig v1.4.0",
    ]
    return program(backend, member, modules, config, main)


def go_zero(backend: Backend) -> Files:
    """go-zero, with the YAML file that its own configuration package loads."""
    base = "/" + (backend.api_base or "/auth").strip("/")
    config = (
        'package main\n\nimport (\n\t"github.com/zeromicro/go-zero/core/conf"\n'
        '\t"github.com/zeromicro/go-zero/rest"\n)\n\n'
        + struct(backend, lambda name: f'json:"{name}"').replace(
            "{\n", "{\n\tRest rest.RestConf\n", 1
        )
        + "\nvar config = load()\n\nfunc load() Config {\n\tvar config Config\n"
        '\tconf.MustLoad("etc/depot.yaml", &config, conf.UseEnv())\n\treturn config\n}\n'
    )
    lines = "".join(f'{name}: "{value}"\n' for name, value in backend.variables.items())
    main = f"""package main

import (
	"encoding/json"
	"net/http"
	"strings"

	"github.com/supertokens/supertokens-golang/recipe/session"
	"github.com/supertokens/supertokens-golang/supertokens"
	"github.com/zeromicro/go-zero/rest"
)

func withCors(next http.HandlerFunc) http.HandlerFunc {{
	return func(w http.ResponseWriter, r *http.Request) {{
		w.Header().Set("Access-Control-Allow-Origin", config.AllowedOrigin)
		w.Header().Set("Access-Control-Allow-Credentials", "true")
		if r.Method == http.MethodOptions {{
			headers := append([]string{{"content-type"}}, supertokens.GetAllCORSHeaders()...)
			w.Header().Set("Access-Control-Allow-Headers", strings.Join(headers, ", "))
			w.Header().Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE")
			w.WriteHeader(http.StatusNoContent)
			return
		}}
		next(w, r)
	}}
}}

{HANDLER}
func main() {{
	startAuth()
	server := rest.MustNewServer(config.Rest)
	defer server.Stop()
	server.Use(withCors)
	server.Use(rest.ToMiddleware(supertokens.Middleware))
	for _, method := range []string{{http.MethodGet, http.MethodPost, http.MethodOptions}} {{
		server.AddRoutes([]rest.Route{{
			{{Method: method, Path: "{base}/:a", Handler: http.NotFound}},
			{{Method: method, Path: "{base}/:a/:b", Handler: http.NotFound}},
			{{Method: method, Path: "{base}/:a/:b/:c", Handler: http.NotFound}},
		}})
	}}
	server.AddRoute(rest.Route{{
		Method:  http.MethodGet,
		Path:    "/orders",
		Handler: session.VerifySession(nil, orders),
	}})
	server.Start()
}}
"""
    files = program(backend, member, ["github.com/zeromicro/go-zero v1.7.0"], config, main)
    del files[".env"]
    rest = "Rest:\n  Host: 0.0.0.0\n  Port: 3001\n"
    return {**files, "etc/depot.yaml": rest + lines}
