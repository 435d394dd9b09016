"""The ladder of ways in which Go projects state a value."""

from __future__ import annotations

import pytest

from evaluating import outcomes

HEAD = "package main\n"
ONE_FILE = {
    "literal": ('var x = "http://a"', ["http://a"]),
    "raw string": ("var x = `http://a`", ["http://a"]),
    "escapes": (r'var x = "http:\u002f\x2fa\057"', ["http://a/"]),
    "constant": ('const a = "http://a"\nvar x = a', ["http://a"]),
    "constant group": ('const (\n\tb = 1\n\ta = "http://a"\n)\nvar x = a', ["http://a"]),
    "repeated constant": ('const (\n\ta = "http://a"\n\tb\n)\nvar x = b', ["http://a"]),
    "declared later": ('var x = a\nvar a = "http://a"', ["http://a"]),
    "two at once": ('var y, x = 1, "http://a"', ["http://a"]),
    "concatenation": ('const port = "3001"\nvar x = "http://a:" + port', ["http://a:3001"]),
    "pointer to a local": (
        'func f() *string {\n\tbase := "/auth"\n\treturn &base\n}\nvar x = *f()',
        ["/auth"],
    ),
    "pointer helper": ('func ptr(s string) *string { return &s }\nvar x = ptr("/auth")', ["/auth"]),
    "generic pointer helper": (
        'func ptr[T any](v T) *T { return &v }\nvar x = ptr[string]("/auth")',
        ["/auth"],
    ),
    "pointer helper of a package": (
        'import "github.com/samber/lo"\nvar x = lo.ToPtr("/auth")',
        ["/auth"],
    ),
    "Sprintf": (
        'import "fmt"\nfunc f() string {\n\tport := 3001\n'
        '\treturn fmt.Sprintf("http://%s:%d/%v%%", "a", port, true)\n}\nvar x = f()',
        ["http://a:3001/true%"],
    ),
    "Sprintf with a width": ('import "fmt"\nvar x = fmt.Sprintf("%04d", 1)', ["unknown: SYNTAX"]),
    "helper with a local": (
        'import "fmt"\nfunc url() string {\n\tport := "3001"\n'
        '\turl := fmt.Sprintf("http://a:%s", port)\n\treturn url\n}\nvar x = url()',
        ["http://a:3001"],
    ),
    "named result": (
        'func url() (u string, err error) {\n\tu = "http://a"\n\treturn\n}\nvar x, _ = url()',
        ["http://a"],
    ),
    "first of several results": (
        'func load() (string, error) { return "http://a", nil }\nvar x, err = load()',
        ["http://a"],
    ),
    "failing paths": (
        'import "errors"\nfunc load(s string) (string, error) {\n\tif len(s) == 0 {\n'
        '\t\treturn "", errors.New("none")\n\t}\n\treturn s, nil\n}\nvar x, err = load("http://a")',
        ["http://a"],
    ),
    "errors are taken for nil": (
        'import "y/z"\nfunc load() (string, error) {\n\terr := z.Check()\n\tif err != nil {\n'
        '\t\treturn "http://b", err\n\t}\n\treturn "http://a", nil\n}\nvar x, _ = load()',
        ["http://a"],
    ),
    "variadic": (
        'import "strings"\nfunc url(parts ...string) string { return strings.Join(parts, "") }\n'
        'var x = url("http://", "a")',
        ["http://a"],
    ),
    "function value": ('var f = func() string { return "http://a" }\nvar x = f()', ["http://a"]),
    "map": ('var m = map[string]string{"u": "http://a"}\nvar x = m["u"]', ["http://a"]),
    "map filled later": (
        'func f() string {\n\tm := make(map[string]string)\n\tm["u"] = "http://a"\n'
        '\treturn m["u"]\n}\nvar x = f()',
        ["http://a"],
    ),
    "list": ('var l = []string{"b", "http://a"}\nvar x = l[1]', ["http://a"]),
    "appended list": (
        'var l = append([]string{"b"}, []string{"http://a"}...)\nvar x = l[1]',
        ["http://a"],
    ),
    "struct": (
        'type Config struct {\n\tURL string\n}\nvar c = Config{URL: "http://a"}\nvar x = c.URL',
        ["http://a"],
    ),
    "struct by position": (
        'type C struct {\n\tA, URL string\n}\nvar c = C{"b", "http://a"}\nvar x = c.URL',
        ["http://a"],
    ),
    "struct of structs": (
        "type A struct{ URL string }\ntype C struct{ API A }\n"
        'var c = &C{API: A{URL: "http://a"}}\nvar x = c.API.URL',
        ["http://a"],
    ),
    "list of structs without their type": (
        'type C struct{ URL string }\nvar l = []C{{URL: "http://a"}}\nvar x = l[0].URL',
        ["http://a"],
    ),
    "map of structs": (
        'type C struct{ URL string }\nvar m = map[string]*C{"d": {URL: "http://a"}}\n'
        'var x = m["d"].URL',
        ["http://a"],
    ),
    "anonymous struct": ('var c = struct{ URL string }{"http://a"}\nvar x = c.URL', ["http://a"]),
    "embedded struct": (
        "type B struct{ URL string }\ntype C struct{ B }\n"
        'var c = C{B: B{URL: "http://a"}}\nvar x = c.URL',
        ["http://a"],
    ),
    "named list type": (
        'type L []string\nvar l = L{"http://a"}\nvar x = l[0]',
        ["http://a"],
    ),
    "named map type": (
        'type M map[string]string\nvar m = M{"u": "http://a"}\nvar x = m["u"]',
        ["http://a"],
    ),
    "conversion": ('type URL string\nvar x = string(URL("http://a"))', ["http://a"]),
    "type alias": (
        'type C struct{ URL string }\ntype D = C\nvar x = D{URL: "http://a"}.URL',
        ["http://a"],
    ),
    "field set later": (
        "type C struct{ URL string }\nfunc f() C {\n\tc := C{}\n"
        '\tc.URL = "http://a"\n\treturn c\n}\nvar x = f().URL',
        ["http://a"],
    ),
    "field of a field set later": (
        "type A struct{ URL string }\ntype C struct{ API A }\nfunc f() *C {\n\tvar c C\n"
        '\tc.API.URL = "http://a"\n\treturn &c\n}\nvar x = f().API.URL',
        ["http://a"],
    ),
    "new": (
        "type C struct{ URL string }\nfunc f() *C {\n\tc := new(C)\n"
        '\tc.URL = "http://a"\n\treturn c\n}\nvar x = f().URL',
        ["http://a"],
    ),
    "field set by a method": (
        'type C struct{ URL string }\nfunc (c *C) load() { c.URL = "http://a" }\n'
        "func f() *C {\n\tc := &C{}\n\tc.load()\n\treturn c\n}\nvar x = f().URL",
        ["http://a"],
    ),
    "field set by a function": (
        'type C struct{ URL string }\nfunc load(c *C) { c.URL = "http://a" }\n'
        "func f() *C {\n\tvar c C\n\tload(&c)\n\treturn &c\n}\nvar x = f().URL",
        ["http://a"],
    ),
    "variable of a package set in a function": (
        "type C struct{ URL string }\nvar c *C\n"
        'func init() { c = &C{URL: "http://a"} }\nvar x = c.URL',
        ["http://a"],
    ),
    "nothing set": ("type C struct{ URL string }\nvar x = C{}.URL", ["unknown: SYNTAX"]),
    "method": (
        'type C struct{ Host string }\nfunc (c C) URL() string { return "http://" + c.Host }\n'
        'var x = C{Host: "a"}.URL()',
        ["http://a"],
    ),
    "method through an interface": (
        "type I interface{ URL() string }\ntype C struct{}\n"
        'func (C) URL() string { return "http://a" }\n'
        "func use(i I) string { return i.URL() }\nvar x = use(C{})",
        ["http://a"],
    ),
    "constructor": (
        "type C struct{ url string }\nfunc New(url string) *C { return &C{url: url} }\n"
        'func (c *C) URL() string { return c.url }\nvar x = New("http://a").URL()',
        ["http://a"],
    ),
    "block scopes": (
        'func f() string {\n\tu := "http://a"\n\tif true {\n\t\tu := "http://b"\n\t\t_ = u\n\t}\n'
        "\treturn u\n}\nvar x = f()",
        ["http://a"],
    ),
    "assigned in a block": (
        'func f() string {\n\tu := "http://b"\n\t{\n\t\tu = "http://a"\n\t}\n\treturn u\n}\nvar x = f()',
        ["http://a"],
    ),
    "built on itself": (
        'func f() string {\n\tu := "a"\n\tu = "http://" + u\n\treturn u\n}\nvar x = f()',
        ["http://a"],
    ),
    "closure": (
        'func f() string {\n\tu := "http://a"\n\tg := func() string { return u }\n'
        "\treturn g()\n}\nvar x = f()",
        ["http://a"],
    ),
    "iota": ("const (\n\ta = iota\n\tb\n)\nvar x = b", ["unknown: SYNTAX"]),
    "TrimSuffix": ('import "strings"\nvar x = strings.TrimSuffix("http://a/", "/")', ["http://a"]),
    "TrimRight": ('import "strings"\nvar x = strings.TrimRight("http://a//", "/")', ["http://a"]),
    "TrimSpace": ('import "strings"\nvar x = strings.TrimSpace(" http://a ")', ["http://a"]),
    "ToLower": ('import "strings"\nvar x = strings.ToLower("HTTP://A")', ["http://a"]),
    "ReplaceAll": ('import "strings"\nvar x = strings.ReplaceAll("a-a", "-", "b")', ["aba"]),
    "Join": ('import "strings"\nvar x = strings.Join([]string{"a", "b"}, ",")', ["a,b"]),
    "Split": ('import "strings"\nvar x = strings.Split("a,b", ",")[1]', ["b"]),
    "Itoa": ('import "strconv"\nvar x = "http://a:" + strconv.Itoa(3001)', ["http://a:3001"]),
    "JoinHostPort": (
        'import "net"\nvar x = "http://" + net.JoinHostPort("a", "3001")',
        ["http://a:3001"],
    ),
    "JoinPath": (
        'import "net/url"\nvar x, _ = url.JoinPath("http://a/", "auth")',
        ["http://a/auth"],
    ),
    "URL struct": (
        'import "net/url"\nvar u = url.URL{Scheme: "http", Host: "a"}\nvar x = u.String()',
        ["http://a"],
    ),
    "aliased import": ('import f "fmt"\nvar x = f.Sprint("http://", "a")', ["http://a"]),
    "dot import": ('import . "fmt"\nvar x = Sprintf("http://%s", "a")', ["http://a"]),
    "shadowed import": (
        'import "strings"\nfunc f() string {\n\tstrings := map[string]string{"u": "http://a"}\n'
        '\treturn strings["u"]\n}\nvar x = f()',
        ["http://a"],
    ),
    "flag": ('import "flag"\nvar x = *flag.String("api", "http://a", "the API")', ["http://a"]),
    "unknown package": ('import "y/z"\nvar x = z.URL()', ["unknown: EXTERNAL"]),
    "cycle": ("var x = y\nvar y = x", ["unknown: CYCLE"]),
    "recursion": ("func f() string { return f() }\nvar x = f()", ["unknown: CYCLE"]),
}


@pytest.mark.parametrize(("text", "expected"), ONE_FILE.values(), ids=ONE_FILE)
def test_one_file(text: str, expected: list[object]) -> None:
    """A value stated in one file is what it is in development."""
    assert outcomes({"main.go": HEAD + text}, "main.go", "x") == expected


MODULE = {"go.mod": "module example.com/shop\n\ngo 1.22\n"}
PACKAGES = {
    "another file of the package": {
        "main.go": "package main\nvar x = u",
        "config.go": 'package main\nvar u = "http://a"',
    },
    "imports belong to their file": {
        "main.go": 'package main\nimport config "fmt"\nvar y = config.Sprint("b")',
        "app.go": "package main\nvar x = config",
        "config.go": 'package main\nvar config = "http://a"',
    },
    "package of the module": {
        "main.go": 'package main\nimport "example.com/shop/config"\nvar x = config.URL',
        "config/config.go": 'package config\nconst URL = "http://a"',
        **MODULE,
    },
    "package of several files": {
        "main.go": 'package main\nimport "example.com/shop/config"\nvar x = config.URL()',
        "config/a.go": "package config\nfunc URL() string { return url }",
        "config/b.go": 'package config\nvar url = "http://a"',
        **MODULE,
    },
    "package with another name than its folder": {
        "main.go": 'package main\nimport "example.com/shop/go-conf"\nvar x = settings.URL',
        "go-conf/a.go": 'package settings\nconst URL = "http://a"',
        **MODULE,
    },
    "aliased package": {
        "main.go": 'package main\nimport c "example.com/shop/config"\nvar x = c.URL',
        "config/config.go": 'package config\nconst URL = "http://a"',
        **MODULE,
    },
    "dot import of a package": {
        "main.go": 'package main\nimport . "example.com/shop/config"\nvar x = URL',
        "config/config.go": 'package config\nconst URL = "http://a"',
        **MODULE,
    },
    "module in a folder": {
        "api/main.go": 'package main\nimport "example.com/shop/config"\nvar x = config.URL',
        "api/config/config.go": 'package config\nconst URL = "http://a"',
        "api/go.mod": MODULE["go.mod"],
    },
    "replaced module": {
        "api/main.go": 'package main\nimport "example.com/shared/config"\nvar x = config.URL',
        "api/go.mod": "module example.com/api\nreplace example.com/shared => ../shared\n",
        "shared/config/config.go": 'package config\nconst URL = "http://a"',
    },
    "module of the workspace": {
        "api/main.go": 'package main\nimport "example.com/shared/config"\nvar x = config.URL',
        "api/go.mod": "module example.com/api\n",
        "shared/go.mod": "module example.com/shared\n",
        "shared/config/config.go": 'package config\nconst URL = "http://a"',
    },
    "no go.mod": {
        "main.go": 'package main\nimport "shop/config"\nvar x = config.URL',
        "config/config.go": 'package config\nconst URL = "http://a"',
    },
    "tests are no part of a package": {
        "main.go": "package main\nvar x = u",
        "config.go": 'package main\nvar u = "http://a"',
        "a_test.go": 'package main\nvar u = "http://b"',
    },
    "methods in another file": {
        "main.go": 'package main\nimport "example.com/shop/config"\nvar x = config.Load().URL()',
        "config/load.go": 'package config\nfunc Load() *Config { return &Config{host: "a"} }',
        "config/type.go": "package config\ntype Config struct{ host string }",
        "config/url.go": 'package config\nfunc (c *Config) URL() string { return "http://" + c.host }',
        **MODULE,
    },
    "configuration handed on through constructors": {
        "main.go": (
            'package main\nimport (\n\t"example.com/shop/config"\n\t"example.com/shop/server"\n)\n'
            "var x = server.New(config.Load()).URL()"
        ),
        "config/config.go": (
            "package config\ntype Config struct{ Auth Auth }\ntype Auth struct{ Domain string }\n"
            'func Load() *Config { return &Config{Auth: Auth{Domain: "http://a"}} }'
        ),
        "server/server.go": (
            'package server\nimport "example.com/shop/config"\n'
            "type Server struct{ cfg *config.Config }\n"
            "func New(cfg *config.Config) *Server { return &Server{cfg: cfg} }\n"
            "func (s *Server) URL() string { return s.cfg.Auth.Domain }"
        ),
        **MODULE,
    },
}


@pytest.mark.parametrize("files", PACKAGES.values(), ids=PACKAGES)
def test_packages(files: dict[str, str]) -> None:
    """A value is followed to the package and file that state it."""
    path = next(path for path, text in files.items() if "var x" in text)
    assert outcomes(files, path, "x") == ["http://a"]


def test_a_receiver_that_nobody_sees() -> None:
    """A field of a receiver is what the program gives it where it makes one."""
    files = {
        "main.go": (
            "package main\ntype S struct{ url string }\n"
            'func main() { run(&S{url: "http://a"}) }\nfunc run(i interface{ start() }) { i.start() }\n'
            "func (s *S) start() { x = s.url }\nvar x string\n"
        )
    }
    assert outcomes(files, "main.go", "x") == ["http://a"]


def test_the_standard_library_is_no_folder() -> None:
    """A folder called like a package of the standard library does not take its place."""
    files = {
        "main.go": 'package main\nimport "net/http"\nvar x = http.StatusText(200)',
        "http/http.go": 'package http\nfunc StatusText(int) string { return "http://b" }',
    }
    assert outcomes(files, "main.go", "x") == ["unknown: EXTERNAL"]
