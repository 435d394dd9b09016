"""Objects with fields that are declared, made or changed in other ways than by assignment."""

from __future__ import annotations

import pytest

from evaluating import outcomes

SCRIPT = {
    "singleton": (
        'class S { private static instance: S; u = "http://a";'
        " static get() { if (!S.instance) { S.instance = new S(); } return S.instance; } }"
        "const x = S.get().u;"
    ),
    "singleton in a private field": (
        'class S { static #one: S | null = null; u = "http://a";'
        " static get() { if (!this.#one) { this.#one = new S(); } return this.#one; } }"
        "const x = S.get().u;"
    ),
    "Object.assign as a statement": (
        'const c: any = { v: 1 }; Object.assign(c, { u: "http://a" }); const x = c.u;'
    ),
    "push": 'const c = ["http:"]; c.push("", ...["a"]); const x = c.join("/");',
    "String.raw": "const x = String.raw`http://a`;",
}
PYTHON = {
    "singleton": (
        'class S:\n    _one = None\n    def __init__(self):\n        self.u = "http://a"\n'
        "    @classmethod\n    def get(cls):\n        if cls._one is None:\n"
        "            cls._one = cls()\n        return cls._one\nx = S.get().u"
    ),
    "field with a default": (
        "from dataclasses import dataclass, field\n@dataclass\nclass S:\n"
        '    u: str = field(default="http://a")\nx = S().u'
    ),
    "field with a factory": (
        "import dataclasses\n@dataclasses.dataclass\nclass S:\n"
        '    u: str = dataclasses.field(default_factory=lambda: "http://a")\nx = S().u'
    ),
    "field that is given": (
        "from dataclasses import dataclass, field\n@dataclass\nclass S:\n"
        '    u: str = field(default="b")\nx = S(u="http://a").u'
    ),
    "attrs": 'import attr\n@attr.s\nclass S:\n    u = attr.ib(default="http://a")\nx = S().u',
    "member of an enumeration": (
        'from enum import Enum\nclass S(str, Enum):\n    U = "http://a"\nx = S.U.value'
    ),
    "model in settings": (
        "from pydantic import BaseModel, Field, AnyHttpUrl\n"
        "from pydantic_settings import BaseSettings\n"
        'class A(BaseModel):\n    u: AnyHttpUrl = AnyHttpUrl("http://a")\n'
        "class S(BaseSettings):\n    a: A = Field(default_factory=A)\nx = str(S().a.u)"
    ),
    "update of a dict": 'c = {"v": 1}\nc.update({"u": "http://a"})\nx = c["u"]',
    "update by name": 'c = {"u": 1}\nc.update(u="http://a")\nx = c["u"]',
    "update deeper": 'c = {"d": {"u": 1}}\nc["d"].update(u="http://a")\nx = c["d"]["u"]',
    "append and extend": ('c = ["http:"]\nc.append("")\nc.extend(["a"])\nx = "/".join(c)'),
}


@pytest.mark.parametrize("text", SCRIPT.values(), ids=SCRIPT)
def test_scripts(text: str) -> None:
    """The field is worth what the class or the later statement gives it."""
    assert outcomes({"app.ts": text}, "app.ts", "x") == ["http://a"]


@pytest.mark.parametrize("text", PYTHON.values(), ids=PYTHON)
def test_python(text: str) -> None:
    """The field is worth what the class or the later statement gives it."""
    assert outcomes({"app.py": text}, "app.py", "x") == ["http://a"]


@pytest.mark.parametrize(
    ("field", "env"),
    [
        ("u: str", "u=http://a"),
        ("u: str", "U=http://a"),
        ('u: str = Field(..., alias="ST_U")', "ST_U=http://a"),
        ('u: str = Field(default=..., validation_alias="ST_U")', "st_u=http://a"),
    ],
)
def test_required_settings_come_from_the_env_file(field: str, env: str) -> None:
    """pydantic takes a variable in either case, and ``...`` is no default."""
    text = (
        "from pydantic import Field\nfrom pydantic_settings import BaseSettings\n"
        f"class S(BaseSettings):\n    {field}\nx = S().u"
    )
    assert outcomes({"app.py": text, ".env": env}, "app.py", "x") == ["http://a"]


def test_what_is_added_under_a_condition_is_conditional() -> None:
    """In production another value is added than in development."""
    text = (
        'const c: any = { u: "http://d" };'
        'if (process.env.NODE_ENV === "production") { Object.assign(c, { u: "http://p" }); }'
        "const x = c.u;"
    )
    assert outcomes({"app.ts": text}, "app.ts", "x") == ["http://d"]
    assert outcomes({"app.ts": text}, "app.ts", "x", "production") == ["http://p"]


UNSEEN = {
    "spread of what a package made": (
        "a.ts",
        "const c = { u: 'http://a', ...JSON.parse(process.env.C ?? '{}') }; const x = c.u;",
    ),
    "arguments from a file": (
        "a.py",
        "import json\nfrom dataclasses import dataclass\n@dataclass\nclass S:\n    u: str = 'http://a'\n"
        "x = S(**json.load(open('c.json'))).u",
    ),
}


@pytest.mark.parametrize(("path", "text"), UNSEEN.values(), ids=UNSEEN)
def test_what_may_replace_a_value_leaves_it_unknown(path: str, text: str) -> None:
    """A value that something may replace which nobody can see is not certain."""
    assert any(str(found).startswith("unknown") for found in outcomes({path: text}, path, "x"))


@pytest.mark.parametrize("spread", ["...(process.env.P && { v: 1 })", "...(f() ? { v: 1 } : {})"])
def test_a_spread_of_known_objects_keeps_the_others(spread: str) -> None:
    """What is spread under a condition leaves alone what it does not name."""
    text = f"const c = {{ u: 'http://a', {spread} }}; const x = c.u;"
    assert outcomes({"a.ts": text}, "a.ts", "x") == ["http://a"]
