"""What requests pass in Go backends: each framework's own order, and programs in several parts."""

from __future__ import annotations

import pytest

from extract.wired_go import BY_HAND, GIN_SDK, wired_go
from supertokens_lint.extract.wiring_facts import Fault, LayerKind

CORS, SDK, ROUTE, ALL = (
    LayerKind.CORS,
    LayerKind.SUPERTOKENS,
    LayerKind.ROUTE,
    LayerKind.CATCH_ALL,
)


def _main(*lines: str) -> str:
    return "\n".join(["func main() {", "	startAuth()", *lines, "}"])


@pytest.mark.parametrize(
    ("framework", "lines"),
    [
        (
            "gin",
            [
                "router := gin.Default()",
                "router.Use(gincors.New(gincors.Config{}))",
                f"router.Use({GIN_SDK})",
                'router.GET("/teas", teas)',
                "router.Run()",
            ],
        ),
        (
            "chi",
            [
                "r := chi.NewRouter()",
                "r.Use(chicors.Handler(chicors.Options{}))",
                "r.Use(supertokens.Middleware)",
                'r.Get("/teas", teas)',
                'http.ListenAndServe(":1", r)',
            ],
        ),
        (
            "mux",
            [
                "r := mux.NewRouter()",
                'r.HandleFunc("/teas", teas).Methods("GET")',
                'http.ListenAndServe(":1", handlers.CORS()(supertokens.Middleware(r)))',
            ],
        ),
        (
            "net/http",
            [
                "m := http.NewServeMux()",
                'm.HandleFunc("GET /teas", teas)',
                "c := rscors.New(rscors.Options{})",
                'http.ListenAndServe(":1", c.Handler(supertokens.Middleware(m)))',
            ],
        ),
        (
            "echo",
            [
                "e := echo.New()",
                "e.Use(middleware.CORSWithConfig(middleware.CORSConfig{}))",
                "e.Use(echo.WrapMiddleware(supertokens.Middleware))",
                'e.GET("/teas", teas)',
                'e.Start(":1")',
            ],
        ),
        (
            "fiber",
            [
                "app := fiber.New()",
                "app.Use(gincors.New())",
                "app.Use(adaptor.HTTPMiddleware(supertokens.Middleware))",
                'app.Get("/teas", teas)',
                'app.Listen(":1")',
            ],
        ),
        (
            "go-zero",
            [
                "s := rest.MustNewServer(rest.RestConf{}, rest.WithCors())",
                "s.Use(rest.ToMiddleware(supertokens.Middleware))",
                "path := strings.ToLower(os.Args[1])",
                "s.AddRoute(rest.Route{Method: http.MethodGet, Path: path})",
                's.AddRoute(rest.Route{Method: http.MethodGet, Path: "/teas"})',
                "s.Start()",
            ],
        ),
    ],
)
def test_layers_stand_in_the_order_that_requests_pass_them(
    framework: str, lines: list[str]
) -> None:
    """CORS, the SDK and a route are found in every framework, and nothing is left open."""
    found = wired_go(_main(*lines) + "\nfunc teas() {}")
    assert found.app.framework == framework
    assert found.app.complete
    kinds = [short for short in found.shown() if not short.startswith("OTHER")]
    assert kinds == ["CORS /", "SUPERTOKENS /", "ROUTE /teas GET"]


def test_handlers_by_hand_are_followed_through_their_calls() -> None:
    """A wrapper of the project is a CORS layer around what it calls."""
    serve = 'http.ListenAndServe(":1", withCors(supertokens.Middleware(http.NotFoundHandler())))'
    found = wired_go(_main(serve) + BY_HAND)
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]
    policy = found.policy()
    assert policy.library == "manual"
    assert policy.allow_headers is not None
    assert policy.methods is None


def test_assignments_wrap_from_the_inside() -> None:
    """``h = outer(h)`` puts the last one outermost."""
    lines = [
        "var h http.Handler = http.NewServeMux()",
        "h = withCors(h)",
        "h = supertokens.Middleware(h)",
        'server := &http.Server{Addr: ":1"}',
        "server.Handler = h",
        "server.ListenAndServe()",
    ]
    assert wired_go(_main(*lines) + BY_HAND).shown() == ["SUPERTOKENS /", "CORS /"]


def test_chains_of_alice_run_from_left_to_right() -> None:
    """The first middleware of a chain is the outermost."""
    line = 'http.ListenAndServe(":1", alice.New(withCors, supertokens.Middleware).Then(nil))'
    assert wired_go(_main(line) + BY_HAND).shown() == ["CORS /", "SUPERTOKENS /"]


def test_functions_of_other_packages_are_entered() -> None:
    """A router that is handed to functions and methods of the project keeps what they mount."""
    found = wired_go(
        _main("s := server.New()", "s.Run()"),
        server="""
type Server struct { router *gin.Engine }
func New() *Server { s := &Server{router: gin.New()}; s.setUp(); routes(s.router.Group("/v1")); return s }
func (s *Server) setUp() { s.router.Use(gincors.Default()) }
func (s *Server) Run() { s.router.Run(":1") }
func routes(group *gin.RouterGroup) { group.POST("/teas", nil) }
""",
    )
    assert found.shown() == ["CORS /", "ROUTE /v1/teas POST"]
    assert found.app.complete


def test_a_program_of_commands_is_followed_from_where_its_router_is_made() -> None:
    """A function that a package keeps to call later is a beginning too."""
    found = wired_go(
        """
var serve = &cobra.Command{Run: func(cmd *cobra.Command, args []string) {
	startAuth()
	r := newRouter()
	r.Run()
}}
func newRouter() *gin.Engine { r := gin.New(); r.Use(gincors.Default()); return r }
func main() { serve.Execute() }
"""
    )
    assert found.shown() == ["CORS /"]
    assert found.app.complete


@pytest.mark.parametrize(
    "text",
    [
        'func NewEcho() *echo.Echo { e := echo.New(); go e.Start(":1"); return e }\n'
        "func Register(e *echo.Echo) { e.Use(echo.WrapMiddleware(supertokens.Middleware)) }\n"
        "func main() { startAuth(); fx.New(fx.Provide(NewEcho), fx.Invoke(Register)).Run() }",
        "func main() { startAuth(); n := negroni.New(); n.UseHandler(supertokens.Middleware(nil));\n"
        'http.ListenAndServe(":1", n) }',
        "func main() { startAuth(); r := gin.New(); set(r); r.Run() }\nvar set = load()",
        "func main() { startAuth(); r := chi.NewRouter(); use(r) }\nfunc use(h http.Handler) {}",
    ],
)
def test_what_nobody_can_follow_is_not_complete(text: str) -> None:
    """Containers of dependencies, unknown functions and servers elsewhere leave doubts."""
    assert all(not app.complete for app in wired_go(text).apps)


@pytest.mark.parametrize(
    "serve",
    [
        'group.Go(func() error { return http.ListenAndServe(":1", build()) })',
        'go func() { http.ListenAndServe(":1", build()) }()',
    ],
)
def test_servers_that_are_started_beside_the_program(serve: str) -> None:
    """Functions that a package or a statement runs are entered, and options may be a list."""
    found = wired_go(
        _main("var group errgroup.Group", serve)
        + """
func build() http.Handler {
	options := []handlers.CORSOption{handlers.AllowCredentials()}
	return handlers.CORS(options...)(supertokens.Middleware(http.NewServeMux()))
}
"""
    )
    assert found.shown() == ["CORS /", "SUPERTOKENS /"]
    assert found.policy().credentials is not None


def test_a_struct_that_embeds_a_router_has_its_methods() -> None:
    """``s.Use`` of a struct with ``*gin.Engine`` inside is the engine's."""
    found = wired_go(
        _main("s := &server{gin.New()}", "s.Use(gincors.Default())", "s.Run()")
        + "\ntype server struct { *gin.Engine }"
    )
    assert found.shown() == ["CORS /"]


def test_cors_that_belongs_to_no_router_leaves_doubts() -> None:
    """A policy that is made somewhere may be mounted in a way that nobody followed."""
    lines = ["r := gin.New()", f"r.Use({GIN_SDK})", "r.Run()"]
    assert wired_go(_main(*lines)).app.complete
    unused = "\nfunc later() gin.HandlerFunc { return gincors.Default() }"
    assert not wired_go(_main(*lines) + unused).app.complete


def test_gin_goes_on_unless_the_wrapper_aborts() -> None:
    """A wrapper that hands the context on may abort somewhere else."""
    plain = GIN_SDK.replace("	c.Abort()\n", "")
    passing = GIN_SDK.replace("c.Abort()", "finish(c)")
    for text, fault in ((GIN_SDK, None), (plain, Fault.NO_ABORT), (passing, None)):
        lines = ["r := gin.New()", f"r.Use({text})", "r.Run()"]
        found = wired_go(_main(*lines) + "\nfunc finish(c *gin.Context) {}")
        assert [layer.fault for layer in found.app.of_kind(SDK)] == [fault]


MATCHING = [
    ("r := mux.NewRouter()", "r.Use(supertokens.Middleware)", 'http.ListenAndServe(":1", r)'),
    (
        "r := chi.NewRouter()",
        "r.Group(func(in chi.Router) { in.Use(supertokens.Middleware) })",
        'http.ListenAndServe(":1", r)',
    ),
    ("r := gin.New()", f'g := r.Group("/in"); g.Use({GIN_SDK})', "r.Run()"),
    (
        "r := rest.MustNewServer(rest.RestConf{})",
        "r.Use(rest.ToMiddleware(supertokens.Middleware))",
        "r.Start()",
    ),
]


@pytest.mark.parametrize(("make", "use", "serve"), MATCHING)
def test_middleware_that_needs_a_route(make: str, use: str, serve: str) -> None:
    """It does not run for the SDK's API, which has no routes."""
    found = wired_go(_main(make, use, serve))
    assert [layer.fault for layer in found.app.of_kind(SDK)] == [Fault.NOT_WRAPPING]


@pytest.mark.parametrize(
    ("index", "route"),
    [
        (0, 'r.PathPrefix("/").Handler(http.NotFoundHandler())'),
        (0, 'r.PathPrefix("/auth").Handler(http.NotFoundHandler())'),
        (0, 'r.HandleFunc("/auth/{rest:.*}", nil)'),
        (0, "r.HandleFunc(os.Args[1], nil)"),
        (1, 'r.Handle("/auth/*", nil)'),
        (3, 'r.AddRoute(rest.Route{Method: "POST", Path: "/auth/:a"})'),
        (3, "for _, p := range paths() { r.AddRoute(rest.Route{Path: p}) }"),
    ],
)
def test_a_route_that_may_match_makes_it_run(index: int, route: str) -> None:
    """Routes for the SDK's paths, and those that nobody can see, are enough."""
    make, use, serve = MATCHING[index]
    found = wired_go(_main(make, use, route, serve) + "\nfunc paths() []string")
    assert [layer.fault for layer in found.app.of_kind(SDK)] == [None]


def test_chi_wants_middleware_before_routes() -> None:
    """A router that has a route panics; the router inside another one is another one."""
    serve = 'http.ListenAndServe(":1", r)'
    late = ["r := chi.NewRouter()", 'r.Get("/a", nil)', "r.Use(supertokens.Middleware)", serve]
    found = wired_go(_main(*late))
    assert [layer.fault for layer in found.app.of_kind(SDK)] == [Fault.AFTER_ROUTES]
    inner = 'r.Route("/auth", func(in chi.Router) { in.Use(supertokens.Middleware) })'
    found = wired_go(_main("r := chi.NewRouter()", 'r.Get("/a", nil)', inner, serve))
    assert found.shown(SDK) == ["SUPERTOKENS /auth"]


def test_pre_of_echo_runs_before_use() -> None:
    """``Pre`` comes first, wherever it stands."""
    lines = [
        "e := echo.New()",
        "e.Use(echo.WrapMiddleware(supertokens.Middleware))",
        "e.Pre(middleware.CORS())",
        'e.Start(":1")',
    ]
    assert wired_go(_main(*lines)).shown() == ["CORS /", "SUPERTOKENS /"]


def test_the_longest_pattern_of_a_serve_mux_wins() -> None:
    """What answers a path below is passed first, whatever is registered first."""
    lines = [
        'http.Handle("/", supertokens.Middleware(http.FileServer(http.Dir("public"))))',
        'http.HandleFunc("/auth/", own)',
        'http.ListenAndServe(":1", nil)',
    ]
    own = '\nfunc own(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, "a") }'
    found = wired_go(_main(*lines) + own)
    assert found.shown() == ["CATCH_ALL /auth", "SUPERTOKENS /"]
    assert found.app.layers[0].answers == 200


@pytest.mark.parametrize(
    ("body", "kind", "answers"),
    [
        ("return c.SendStatus(404)", "CATCH_ALL", 404),
        ("return c.Status(fiber.StatusNotFound).JSON(nil)", "CATCH_ALL", 404),
        ('return c.SendFile("index.html")', "CATCH_ALL", 200),
        ('if c.Path() == "/a" { return c.SendStatus(404) }; return c.Next()', "OTHER", None),
        ("return other(c)", "OTHER", None),
    ],
)
def test_handlers_of_fiber_that_end_requests(body: str, kind: str, answers: int | None) -> None:
    """Only a handler that never goes on and hands its context to nobody is a catch-all."""
    use = f"app.Use(func(c *fiber.Ctx) error {{ {body} }})"
    found = wired_go(_main("app := fiber.New()", use, 'app.Listen(":1")'))
    assert [(layer.kind.name, layer.answers) for layer in found.app.layers] == [(kind, answers)]


def test_layers_under_a_condition_are_marked() -> None:
    """What only some environments mount is conditional."""
    lines = [
        "r := gin.New()",
        'if os.Getenv("ENV") == "development" { r.Use(gincors.Default()) }',
        f"r.Use({GIN_SDK})",
        "r.Run()",
    ]
    assert wired_go(_main(*lines)).shown() == ["CORS / ?", "SUPERTOKENS /"]


def test_groups_and_mounted_routers_have_their_prefix() -> None:
    """Paths are joined through groups, subrouters and routers that are mounted."""
    found = wired_go(
        _main(
            "r := chi.NewRouter()",
            'r.Route("/v1", func(in chi.Router) { in.Get("/a", nil); in.Mount("/b", inner()) })',
            'http.ListenAndServe(":1", r)',
        )
        + '\nfunc inner() http.Handler { r := chi.NewRouter(); r.Put("/c", nil); return r }'
    )
    assert found.shown(ROUTE) == ["ROUTE /v1/a GET", "ROUTE /v1/b/c PUT"]


def test_headers_that_are_added_to_a_config_count() -> None:
    """``AddAllowHeaders`` of gin-contrib/cors adds to the list of the struct."""
    lines = [
        "r := gin.New()",
        "config := gincors.DefaultConfig()",
        'config.AllowOrigins = []string{"http://localhost:3000"}',
        'config.AddAllowHeaders("rid", "fdi-version")',
        "r.Use(gincors.New(config))",
        "r.Run()",
    ]
    given = wired_go(_main(*lines)).policy().allow_headers
    assert given is not None
    texts = [getattr(item, "value", None) for item in getattr(given.value, "items", ())]
    assert texts == ["Origin", "Content-Length", "Content-Type", "rid", "fdi-version"]


@pytest.mark.parametrize(
    "text",
    [
        "func main() { startAuth(); http.ListenAndServe(",
        "func wrap(h http.Handler) http.Handler { return wrap(h) }\n"
        'func main() { startAuth(); http.ListenAndServe(":1", wrap(supertokens.Middleware(nil))) }',
        "func main() { startAuth(); main() }",
        "func main() { startAuth(); r := gin.New(); r.Use(r.Use); r.Use(); r.GET(); r.Run() }",
        "func main() { startAuth(); r := mux.NewRouter(); r.Handle(); r.PathPrefix().Handler()\n"
        'http.ListenAndServe() ; http.ListenAndServe(":1", r) }',
        "func main() { startAuth(); h := h(h); http.ListenAndServe(h, h) }",
    ],
)
def test_broken_programs_are_read_without_an_error(text: str) -> None:
    """Half-written calls and functions that call themselves end in no error."""
    assert len(wired_go(text).apps) <= 1
