"""The ways in which Go projects read environment variables and configuration."""

from __future__ import annotations

import pytest

from evaluating import outcomes

HEAD = "package main\n"
GET_ENV = (
    "func getEnv(key, fallback string) string {\n"
    '\tif v := os.Getenv(key); v != "" {\n\t\treturn v\n\t}\n\treturn fallback\n}\n'
)

ENVIRONMENT = {
    "Getenv": ('var x = os.Getenv("API")', ["unknown: ENV_UNSET"], ["http://e"]),
    "ExpandEnv": (
        'var x = os.ExpandEnv("${API}/$TAIL")',
        ["unknown: ENV_UNSET"],
        ["http://e/t"],
    ),
    "helper with a fallback": (
        GET_ENV + 'var x = getEnv("API", "http://a")',
        ["http://a"],
        ["http://e"],
    ),
    "helper with LookupEnv": (
        "func getEnv(key, fallback string) string {\n\tvalue, ok := os.LookupEnv(key)\n"
        '\tif !ok {\n\t\treturn fallback\n\t}\n\treturn value\n}\nvar x = getEnv("API", "http://a")',
        ["http://a"],
        ["http://e"],
    ),
    "LookupEnv in the head of an if": (
        "func getEnv(key, fallback string) string {\n"
        "\tif value, ok := os.LookupEnv(key); ok {\n\t\treturn value\n\t}\n"
        '\treturn fallback\n}\nvar x = getEnv("API", "http://a")',
        ["http://a"],
        ["http://e"],
    ),
    "test for length": (
        "func getEnv(key, fallback string) string {\n\tvalue := os.Getenv(key)\n"
        "\tif len(value) == 0 {\n\t\treturn fallback\n\t}\n"
        '\treturn value\n}\nvar x = getEnv("API", "http://a")',
        ["http://a"],
        ["http://e"],
    ),
    "local with a fallback": (
        'func api() string {\n\tu := os.Getenv("API")\n\tif u == "" {\n\t\tu = "http://a"\n\t}\n'
        "\treturn u\n}\nvar x = api()",
        ["http://a"],
        ["http://e"],
    ),
    "two variables": (
        'func api() string {\n\tif v := os.Getenv("MISSING"); v != "" {\n\t\treturn v\n\t}\n'
        '\tif v := os.Getenv("API"); v != "" {\n\t\treturn v\n\t}\n'
        '\treturn "http://a"\n}\nvar x = api()',
        ["http://a"],
        ["http://e"],
    ),
    "cmp.Or": (
        'var x = cmp.Or(os.Getenv("MISSING"), os.Getenv("API"), "http://a")',
        ["http://a"],
        ["http://e"],
    ),
    "field with a fallback": (
        "type C struct{ URL string }\nfunc load() *C {\n"
        '\tc := &C{URL: os.Getenv("API")}\n\tif c.URL == "" {\n\t\tc.URL = "http://a"\n\t}\n'
        "\treturn c\n}\nvar x = load().URL",
        ["http://a"],
        ["http://e"],
    ),
    "required": (
        'func must(key string) string {\n\tv := os.Getenv(key)\n\tif v == "" {\n'
        '\t\tpanic("missing " + key)\n\t}\n\treturn v\n}\nvar x = must("API")',
        ["unknown: ENV_UNSET"],
        ["http://e"],
    ),
    "number with a fallback": (
        'func port() int {\n\tport, err := strconv.Atoi(os.Getenv("PORT"))\n'
        "\tif err != nil {\n\t\tport = 3001\n\t}\n\treturn port\n}\n"
        'var x = fmt.Sprintf("http://a:%d", port())',
        ["http://a:3001"],
        ["http://a:4000"],
    ),
    "godotenv map": (
        'var values, _ = godotenv.Read()\nvar x = values["API"]',
        ["unknown: ENV_UNSET"],
        ["http://e"],
    ),
    "caarlos0/env": (
        'type C struct {\n\tURL string `env:"API" envDefault:"http://a"`\n}\n'
        "var c C\nvar x = c.URL",
        ["http://a"],
        ["http://e"],
    ),
    "caarlos0/env without a default": (
        'type C struct {\n\tURL string `env:"API,required"`\n}\nvar c = C{}\nvar x = c.URL',
        ["unknown: ENV_UNSET"],
        ["http://e"],
    ),
    "caarlos0/env with a prefix": (
        'type A struct {\n\tURL string `env:"PI" envDefault:"http://a"`\n}\n'
        'type C struct {\n\tInner A `envPrefix:"A"`\n}\nvar c C\nvar x = c.Inner.URL',
        ["http://a"],
        ["http://e"],
    ),
    "cleanenv": (
        'type C struct {\n\tURL string `yaml:"url" env:"MISSING,API" env-default:"http://a"`\n}\n'
        "var c C\nvar x = c.URL",
        ["http://a"],
        ["http://e"],
    ),
    "go-envconfig": (
        'type C struct {\n\tURL string `env:"API, default=http://a"`\n}\nvar c C\nvar x = c.URL',
        ["http://a"],
        ["http://e"],
    ),
    "envconfig": (
        'type C struct {\n\tPi string `default:"http://a"`\n}\nfunc load() C {\n\tvar c C\n'
        '\tenvconfig.MustProcess("a", &c)\n\treturn c\n}\nvar x = load().Pi',
        ["http://a"],
        ["http://p"],
    ),
    "envconfig with words": (
        'type A struct {\n\tAPIDomain string `split_words:"true" default:"http://a"`\n}\n'
        "type C struct{ Auth A }\nfunc load() C {\n\tvar c C\n"
        '\tif err := envconfig.Process("", &c); err != nil {\n\t\tlog.Fatal(err)\n\t}\n'
        "\treturn c\n}\nvar x = load().Auth.APIDomain",
        ["http://a"],
        ["http://n"],
    ),
    "viper default": (
        'func init() { viper.SetDefault("api.url", "http://a") }\nvar x = viper.GetString("API.url")',
        ["http://a"],
        ["http://a"],
    ),
    "viper with automatic variables": (
        'func init() {\n\tviper.SetDefault("auth.url", "http://a")\n\tviper.SetEnvPrefix("my")\n'
        '\tviper.SetEnvKeyReplacer(strings.NewReplacer(".", "_"))\n\tviper.AutomaticEnv()\n}\n'
        'var x = viper.GetString("auth.url")',
        ["http://a"],
        ["http://v"],
    ),
    "viper with a bound variable": (
        'func init() { _ = viper.BindEnv("url", "API") }\nvar x = viper.GetString("url")',
        ["unknown: ENV_UNSET"],
        ["http://e"],
    ),
    "an instance of viper": (
        'func get(v *viper.Viper) string { return v.GetString("url") }\nfunc load() string {\n'
        '\tv := viper.New()\n\tv.SetDefault("url", "http://a")\n\treturn get(v)\n}\nvar x = load()',
        ["http://a"],
        ["http://a"],
    ),
    "viper unmarshals": (
        'type A struct {\n\tURL string `mapstructure:"api_domain"`\n}\n'
        'type C struct {\n\tAuth A `mapstructure:"supertokens"`\n}\n'
        'func load() C {\n\tviper.SetDefault("supertokens.api_domain", "http://a")\n\tvar c C\n'
        "\tif err := viper.Unmarshal(&c); err != nil {\n\t\tpanic(err)\n\t}\n\treturn c\n}\n"
        "var x = load().Auth.URL",
        ["http://a"],
        ["http://a"],
    ),
}
IMPORTED = (
    HEAD + 'import (\n\t"cmp"\n\t"fmt"\n\t"log"\n\t"os"\n\t"strconv"\n\t"strings"\n\n'
    '\t"github.com/gin-gonic/gin"\n\t"github.com/joho/godotenv"\n\t"github.com/kelseyhightower/envconfig"\n'
    '\t"github.com/spf13/viper"\n)\n'
)


VARIABLES = "API=http://e\nTAIL=t\nPORT=4000\nAUTH_API_DOMAIN=http://n\nMY_AUTH_URL=http://v\nA_PI=http://p\n"


@pytest.mark.parametrize(("text", "unset", "stated"), ENVIRONMENT.values(), ids=ENVIRONMENT)
def test_variables(text: str, unset: list[object], stated: list[object]) -> None:
    """A value in an env file wins; without one the default counts, else nothing is known."""
    files = {"main.go": IMPORTED + text}
    assert outcomes(files, "main.go", "x") == unset
    assert outcomes({**files, ".env": VARIABLES}, "main.go", "x") == stated


BRANCHES = {
    "if and else": (
        'func url() string {\n\tif os.Getenv("APP_ENV") == "production" {\n\t\treturn "http://p"\n'
        '\t}\n\treturn "http://d"\n}\nvar x = url()'
    ),
    "assigned in branches": (
        'func url() string {\n\tvar u string\n\tif os.Getenv("APP_ENV") != "production" {\n'
        '\t\tu = "http://d"\n\t} else {\n\t\tu = "http://p"\n\t}\n\treturn u\n}\nvar x = url()'
    ),
    "switch": (
        'func url() string {\n\tswitch env := os.Getenv("APP_ENV"); env {\n'
        '\tcase "production", "live":\n\t\treturn "http://p"\n\tdefault:\n'
        '\t\treturn "http://d"\n\t}\n}\nvar x = url()'
    ),
    "switch without a subject": (
        'func url() string {\n\tenv := strings.ToLower(os.Getenv("APP_ENV"))\n\tswitch {\n'
        '\tcase env == "production":\n\t\treturn "http://p"\n\t}\n'
        '\treturn "http://d"\n}\nvar x = url()'
    ),
    "gin's mode": (
        'func url() string {\n\tif gin.Mode() == gin.ReleaseMode {\n\t\treturn "http://p"\n\t}\n'
        '\treturn "http://d"\n}\nvar x = url()'
    ),
    "map by environment": (
        'var urls = map[string]string{"production": "http://p", "development": "http://d"}\n'
        'var x = urls[os.Getenv("APP_ENV")]'
    ),
    "mode of a struct": (
        "type C struct{ Env string }\n"
        'func (c C) IsProduction() bool { return c.Env == "production" }\n'
        'func load() C { return C{Env: os.Getenv("APP_ENV")} }\nfunc url() string {\n'
        '\tif load().IsProduction() {\n\t\treturn "http://p"\n\t}\n\treturn "http://d"\n}\nvar x = url()'
    ),
}


@pytest.mark.parametrize("text", BRANCHES.values(), ids=BRANCHES)
@pytest.mark.parametrize(
    ("environment", "expected"), [("development", "http://d"), ("production", "http://p")]
)
def test_branches(text: str, environment: str, expected: str) -> None:
    """Each environment takes its own branch."""
    assert outcomes({"main.go": IMPORTED + text}, "main.go", "x", environment) == [expected]


VIPER = (
    'func init() {\n\tviper.SetConfigName("config")\n\tviper.AddConfigPath(".")\n'
    '\t_ = viper.ReadInConfig()\n}\nvar x = viper.GetString("auth.url")'
)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("config.yaml", "Auth:\n  URL: http://a\n"),
        ("config.json", '{"auth": {"url": "http://a"}}'),
        ("config.toml", '[auth]\nurl = "http://a"\n'),
    ],
)
def test_configuration_files(name: str, text: str) -> None:
    """Viper's keys are looked up in the configuration file, whatever their letter case."""
    assert outcomes({"main.go": IMPORTED + VIPER, name: text}, "main.go", "x") == ["http://a"]


def test_several_configuration_files() -> None:
    """Which of several files counts is only known at run time."""
    files = {
        "main.go": IMPORTED + VIPER,
        "config.yaml": "auth: {url: http://a}",
        "deploy/config.yaml": "auth: {url: http://b}",
    }
    assert outcomes(files, "main.go", "x") == ["unknown: SYNTAX"]


STRUCT = (
    'package main\n\nimport (\n\t"github.com/caarlos0/env/v11"\n'
    '\t"github.com/ilyakaznacheev/cleanenv"\n)\n\n'
    "type API struct {\n"
    '\tURL string `yaml:"url" env:"URL" envDefault:"http://d" env-default:"http://d"`\n}\n'
    'type Config struct {\n\tAPI API `yaml:"api"`\n}\n\n'
    "func load() *Config {\n\tvar cfg Config\n\t%s\n\treturn &cfg\n}\n\nvar x = load().API.URL\n"
)
READ = 'cleanenv.ReadConfig("config.yml", &cfg)'


def test_cleanenv_reads_a_file() -> None:
    """A variable wins over the file, and the file over the default."""
    files = {"main.go": STRUCT % READ, "config.yml": "api:\n  url: http://f\n"}
    assert outcomes(files, "main.go", "x") == ["http://f"]
    assert outcomes({**files, ".env": "URL=http://e"}, "main.go", "x") == ["http://e"]
    assert outcomes({**files, "config.yml": "api: {}"}, "main.go", "x") == ["http://d"]


@pytest.mark.parametrize("path", ["os.Args[1]", '"elsewhere.yml"'])
def test_a_file_of_cleanenv_that_is_not_there(path: str) -> None:
    """What a file may say that nobody can see is not the default."""
    files = {"main.go": STRUCT % f"cleanenv.ReadConfig({path}, &cfg)"}
    assert "unknown: SYNTAX" in outcomes(files, "main.go", "x")


def test_options_of_caarlos0_env() -> None:
    """The prefix in the options stands before all names."""
    text = STRUCT % 'env.ParseWithOptions(&cfg, env.Options{Prefix: "ST_"})'
    files = {"main.go": text, ".env": "URL=http://e\nST_URL=http://p"}
    assert outcomes(files, "main.go", "x") == ["http://p"]


def test_a_type_argument_of_caarlos0_env() -> None:
    """``ParseAs`` fills a struct of the type that it is given."""
    text = STRUCT.replace("var cfg Config\n\t%s", "cfg, _ := env.ParseAs[Config]()")
    assert outcomes({"main.go": text}, "main.go", "x") == ["http://d"]
    assert outcomes({"main.go": text, ".env": "URL=http://e"}, "main.go", "x") == ["http://e"]
