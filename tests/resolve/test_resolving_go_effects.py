"""Values of Go variables that other code changes: nothing is said that may not be so."""

from __future__ import annotations

import pytest

from evaluating import outcomes

HEAD = (
    'package main\nimport (\n\t"encoding/json"\n\t"flag"\n\t"os"\n\t"sync"\n\n'
    '\t"github.com/spf13/viper"\n)\n'
)
CONFIG = "type C struct{ URL string }\n"

CHANGED = {
    "option functions": (
        CONFIG + "type Option func(*C)\n"
        "func WithURL(u string) Option { return func(c *C) { c.URL = u } }\n"
        'func New(options ...Option) *C {\n\tc := &C{URL: "http://b"}\n'
        "\tfor _, option := range options { option(c) }\n\treturn c\n}\n"
        'var x = New(WithURL("http://a")).URL',
        ["http://a", "http://b"],
    ),
    "field that a function overwrites": (
        CONFIG + 'func set(c *C) { c.URL = "http://a" }\n'
        'func load() C {\n\tc := C{URL: "http://b"}\n\tset(&c)\n\treturn c\n}\nvar x = load().URL',
        ["http://a", "http://b"],
    ),
    "struct that a file fills": (
        CONFIG + 'func load() C {\n\tc := C{URL: "http://b"}\n\tdata, _ := os.ReadFile("c.json")\n'
        "\tjson.Unmarshal(data, &c)\n\treturn c\n}\nvar x = load().URL",
        ["unknown: SYNTAX", "http://b"],
    ),
    "struct that a decoder fills": (
        CONFIG + 'func load() C {\n\tvar c C\n\tf, _ := os.Open("c.json")\n'
        "\tjson.NewDecoder(f).Decode(&c)\n\treturn c\n}\nvar x = load().URL",
        ["unknown: SYNTAX"],
    ),
    "struct filled by a helper": (
        CONFIG + "func read(out any) error { return json.Unmarshal(nil, out) }\n"
        'func load() C {\n\tc := C{URL: "http://b"}\n\tread(&c)\n\treturn c\n}\nvar x = load().URL',
        ["unknown: SYNTAX", "http://b"],
    ),
    "set after it was filled": (
        CONFIG + "func load() C {\n\tvar c C\n\tjson.Unmarshal(nil, &c)\n"
        '\tc.URL = "http://a"\n\treturn c\n}\nvar x = load().URL',
        ["http://a"],
    ),
    "variable that a closure assigns": (
        'func url() string {\n\tu := "http://b"\n\tfunc() { u = "http://a" }()\n\treturn u\n}\nvar x = url()',
        ["unknown: SYNTAX", "http://b"],
    ),
    "variable of its own in a closure": (
        'func url() string {\n\tu := "http://a"\n\tfunc() {\n\t\tu := "b"\n\t\tu = "c"\n\t}()\n'
        "\treturn u\n}\nvar x = url()",
        ["http://a"],
    ),
    "package variable that init overwrites": (
        'var u = "http://b"\nfunc init() { u = "http://a" }\nvar x = u',
        ["http://a"],
    ),
    "package variable that main sets from the environment": (
        'var u = "http://a"\nfunc main() {\n\tif v := os.Getenv("API"); v != "" {\n\t\tu = v\n\t}\n}\nvar x = u',
        ["http://a"],
    ),
    "package variable that some function sets": (
        'var u = "http://b"\nfunc use() { u = "http://a" }\nvar x = u',
        ["http://a", "http://b"],
    ),
    "package variable and a local of its name": (
        'var u = "http://a"\nfunc main() {\n\tu := "b"\n\tu = "c"\n\t_ = u\n}\nvar x = u',
        ["http://a"],
    ),
    "variable that is made once": (
        CONFIG + "var c *C\nvar once sync.Once\n"
        'func get() *C {\n\tonce.Do(func() { c = &C{URL: "http://a"} })\n\treturn c\n}\nvar x = get().URL',
        ["http://a"],
    ),
    "field that a flag fills": (
        CONFIG + 'func load() *C {\n\tvar c C\n\tflag.StringVar(&c.URL, "url", "http://a", "")\n'
        "\tflag.Parse()\n\treturn &c\n}\nvar x = load().URL",
        ["http://a"],
    ),
    "copies": (
        CONFIG + 'func url() string {\n\ta := C{URL: "http://a"}\n\tb := a\n\tb.URL = "http://b"\n'
        "\treturn a.URL\n}\nvar x = url()",
        ["http://a"],
    ),
    "results handed on": (
        CONFIG + 'func load() (*C, error) { return &C{URL: "http://a"}, nil }\n'
        "func must(c *C, err error) *C {\n\tif err != nil {\n\t\tpanic(err)\n\t}\n\treturn c\n}\n"
        "var x = must(load()).URL",
        ["http://a"],
    ),
    "sub-tree of viper": (
        'func init() { viper.SetDefault("a.b.url", "http://a") }\n'
        'var x = viper.Sub("a").Sub("b").GetString("url")',
        ["http://a"],
    ),
    "case that falls through": (
        'func url() string {\n\tswitch os.Getenv("APP_ENV") {\n\tcase "dev":\n\t\tfallthrough\n'
        '\tcase "local":\n\t\treturn "http://a"\n\t}\n\treturn "http://b"\n}\nvar x = url()',
        ["http://a"],
    ),
    "method of a named text": (
        "type Env string\n"
        'func (e Env) IsProduction() bool { return e == "production" }\nfunc url() string {\n'
        '\tif Env(os.Getenv("APP_ENV")).IsProduction() {\n\t\treturn "http://b"\n\t}\n'
        '\treturn "http://a"\n}\nvar x = url()',
        ["http://a"],
    ),
    "loop that may overwrite": (
        'func url() string {\n\tu := "http://b"\n\tfor _, v := range os.Args {\n\t\tu = v\n\t}\n'
        "\treturn u\n}\nvar x = url()",
        ["unknown: SYNTAX", "http://b"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), CHANGED.values(), ids=CHANGED)
def test_changes(text: str, expected: list[object]) -> None:
    """What may have been changed keeps all its alternatives; what surely was has the new value."""
    assert outcomes({"main.go": HEAD + text}, "main.go", "x") == expected
