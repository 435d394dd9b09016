"""Structs that go-zero fills from its configuration file."""

from __future__ import annotations

import pytest

from evaluating import outcomes

PROGRAM = """package main

import "github.com/zeromicro/go-zero/core/conf"

type Auth struct {{
	Site string `json:"{tag}"`
}}

type Config struct {{
	Auth Auth
}}

var config = load()

var x = config.Auth.Site

func load() Config {{
	var c Config
	conf.MustLoad({file}, &c, conf.UseEnv())
	return c
}}
"""
GO_MOD = "module example.com/depot\n\nrequire github.com/zeromicro/go-zero v1.7.0\n"


def _outcomes(yaml: str, tag: str = "Site", file: str = '"etc/api.yaml"') -> list[object]:
    files = {"go.mod": GO_MOD, "main.go": PROGRAM.format(tag=tag, file=file)}
    return outcomes({**files, "etc/api.yaml": yaml, ".env": "SITE=http://b\n"}, "main.go", "x")


@pytest.mark.parametrize(
    ("yaml", "tag", "expected"),
    [
        ("Auth:\n  Site: http://a\n", "Site", "http://a"),
        ("auth:\n  site: http://a\n", "Site,optional", "http://a"),
        ("Auth:\n  Site: ${SITE}\n", "Site", "http://b"),
        ("Auth: {}\n", "Site,default=http://c", "http://c"),
        ("Auth:\n  Site: http://a\n", "Site,default=http://c", "http://a"),
        ("Auth: {}\n", "Site,env=SITE", "http://b"),
    ],
)
def test_values(yaml: str, tag: str, expected: str) -> None:
    """The file counts, else the default; variables are put in."""
    assert _outcomes(yaml, tag) == [expected]


@pytest.mark.parametrize("file", ['"etc/other.yaml"', "os.Args[1]"])
def test_file_that_nobody_can_see(file: str) -> None:
    """A file that is not there, or is named at run time, gives no value."""
    assert _outcomes("Auth:\n  Site: http://a\n", file=file) == ["unknown: SYNTAX"]


def test_text_with_variables() -> None:
    """A text that is put together from variables is not known."""
    assert _outcomes("Auth:\n  Site: http://${HOST}\n") == ["unknown: SYNTAX"]
