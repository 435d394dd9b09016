"""The ladder of ways in which Python projects state a value."""

from __future__ import annotations

import pytest

from evaluating import outcomes

ONE_FILE = {
    "literal": ('x = "http://a"', ["http://a"]),
    "same-file constant": ('a = "http://a"\nx = a', ["http://a"]),
    "getenv with a default": ('import os\nx = os.getenv("API", "http://a")', ["http://a"]),
    "environ.get with a default": (
        'import os\nx = os.environ.get("API", "http://a")',
        ["http://a"],
    ),
    "environ imported by name": (
        'from os import environ as e, getenv\nx = e.get("API") or getenv("B", "http://a")',
        ["http://a"],
    ),
    "environ index": ('import os\nx = os.environ["API"]', ["unknown: ENV_UNSET"]),
    "f-string": ('port = 3001\nx = f"http://a:{port}"', ["http://a:3001"]),
    "str of a number": ('p = str(3001)\nx = f"http://a:{p}"', ["http://a:3001"]),
    "format": ('x = "http://{}:{port}".format("a", port=1)', ["http://a:1"]),
    "concatenation": ('x = "http://" + "a"', ["http://a"]),
    "helper": (
        'def url() -> str:\n    port = str(3001)\n    u = f"http://a:{port}"\n    return u\nx = url()',
        ["http://a:3001"],
    ),
    "helper with keyword and default": (
        'def url(host, *, port=1):\n    return f"http://{host}:{port}"\nx = url(host="a")',
        ["http://a:1"],
    ),
    "keyword arguments from a dict": (
        'def url(host, port):\n    return f"http://{host}:{port}"\nargs = {"host": "a", "port": 1}\nx = url(**args)',
        ["http://a:1"],
    ),
    "dict": ('c = {"api": {"url": "http://a"}}\nx = c["api"]["url"]', ["http://a"]),
    "dict.get with a default": ('c = {"v": 1}\nx = c.get("url", "http://a")', ["http://a"]),
    "dict union": ('c = {"u": 1} | {"u": "http://a"}\nx = c["u"]', ["http://a"]),
    "dict display with spread": (
        'b = {"u": "http://a"}\nc = {**b, "v": 1}\nx = c["u"]',
        ["http://a"],
    ),
    "dict call": ('c = dict(u="http://a")\nx = c["u"]', ["http://a"]),
    "assigned later": ('c = {}\nc["u"] = "http://a"\nx = c["u"]', ["http://a"]),
    "if and else": (
        'import os\nif os.getenv("ENVIRONMENT") == "production":\n    x = "http://p"\n'
        'else:\n    x = "http://d"',
        ["http://d"],
    ),
    "conditional expression": (
        'import os\nx = "http://p" if os.getenv("APP_ENV", "dev") == "prod" else "http://d"',
        ["http://d"],
    ),
    "membership": (
        'import os\nx = "http://p" if os.getenv("ENV") in ("prod", "production") else "http://d"',
        ["http://d"],
    ),
    "pydantic settings with a default": (
        "from pydantic_settings import BaseSettings\n"
        'class S(BaseSettings):\n    api_domain: str = "http://a"\nx = S().api_domain',
        ["http://a"],
    ),
    "pydantic settings without a default": (
        "from pydantic import BaseSettings\n"
        "class S(BaseSettings):\n    api_domain: str\nx = S().api_domain",
        ["unknown: ENV_UNSET"],
    ),
    "pydantic Field": (
        "from pydantic_settings import BaseSettings\nfrom pydantic import Field\n"
        'class S(BaseSettings):\n    u: str = Field(default="http://a", env="API")\nx = S().u',
        ["http://a"],
    ),
    "settings behind a cached function": (
        "from functools import lru_cache\nfrom pydantic_settings import BaseSettings\n"
        'class S(BaseSettings):\n    u: str = "http://a"\n'
        "@lru_cache\ndef get():\n    return S()\nx = get().u",
        ["http://a"],
    ),
    "property with getenv": (
        'import os\nclass S:\n    @property\n    def u(self):\n        return os.getenv("U", "http://a")\n'
        "x = S().u",
        ["http://a"],
    ),
    "property that uses another field": (
        'class S:\n    host = "a"\n    @property\n    def u(self):\n        return f"http://{self.host}"\n'
        "x = S().u",
        ["http://a"],
    ),
    "class attribute": ('class S:\n    U = "http://a"\nx = S.U', ["http://a"]),
    "inherited attribute": (
        'class A:\n    U = "http://a"\nclass B(A):\n    pass\nx = B().U',
        ["http://a"],
    ),
    "attribute set in __init__": (
        'class S:\n    def __init__(self, host):\n        self.u = "http://" + host\nx = S("a").u',
        ["http://a"],
    ),
    "dataclass default": (
        'from dataclasses import dataclass\n@dataclass\nclass S:\n    u: str = "http://a"\nx = S().u',
        ["http://a"],
    ),
    "dataclass argument": (
        "from dataclasses import dataclass\n@dataclass\nclass S:\n    v: int\n    u: str\n"
        'x = S(1, "http://a").u',
        ["http://a"],
    ),
    "decouple": ('from decouple import config\nx = config("U", default="http://a")', ["http://a"]),
    "django-environ": (
        'import environ\nenv = environ.Env()\nx = env("U", default="http://a")',
        ["http://a"],
    ),
    "environs": (
        'from environs import Env\nenv = Env()\nx = env.str("U", "http://a")',
        ["http://a"],
    ),
    "starlette config": (
        'from starlette.config import Config\nc = Config(".env")\nx = c("U", default="http://a")',
        ["http://a"],
    ),
    "rstrip": ('x = "http://a/".rstrip("/")', ["http://a"]),
    "replace takes all": ('x = "a-a".replace("a", "b")', ["b-b"]),
    "walrus": ('print(y := "http://a")\nx = y', ["http://a"]),
    "tuple assignment": ('y, x = 1, "http://a"', ["http://a"]),
    "rest of a tuple": ('y, *z = 1, 2, "http://a"\nx = z[1]', ["http://a"]),
    "split and join": ('x = ",".join("a b".split(" "))', ["a,b"]),
    "unknown name": ("x = nowhere", ["unknown: EXTERNAL"]),
    "cycle": ("x = y\ny = x", ["unknown: CYCLE"]),
}


@pytest.mark.parametrize(("text", "expected"), ONE_FILE.values(), ids=ONE_FILE)
def test_one_file(text: str, expected: list[object]) -> None:
    """A value stated in one file is what it is in development."""
    assert outcomes({"app.py": text}, "app.py", "x") == expected


@pytest.mark.parametrize(
    "case", ["if and else", "conditional expression", "membership"], ids=lambda case: case
)
def test_production(case: str) -> None:
    """The production branch is taken in production."""
    text = ONE_FILE[case][0]
    assert outcomes({"app.py": text}, "app.py", "x", "production") == ["http://p"]


IMPORTS = {
    "module of the package itself": {
        "pkg/__init__.py": "from . import config\nurl = config.u",
        "pkg/config.py": 'u = "http://a"',
        "pkg/app.py": "import pkg\nx = pkg.url",
    },
    "module with the name of its package": {
        "config/__init__.py": "from . import config\nurl = config.u",
        "config/config.py": 'u = "http://a"',
        "app.py": "from config import url, config\nx = url or config.u",
    },
    "from import": {"app.py": "from config import u\nx = u", "config.py": 'u = "http://a"'},
    "from import as": {"app.py": "from config import u as v\nx = v", "config.py": 'u = "http://a"'},
    "module attribute": {"app.py": "import config\nx = config.u", "config.py": 'u = "http://a"'},
    "dotted module": {
        "main/app.py": "import main.config\nx = main.config.u",
        "main/__init__.py": "",
        "main/config.py": 'u = "http://a"',
    },
    "module from a package": {
        "pkg/app.py": "from pkg import config\nx = config.u",
        "pkg/__init__.py": "",
        "pkg/config.py": 'u = "http://a"',
    },
    "relative": {
        "pkg/app.py": "from .config import u\nx = u",
        "pkg/config.py": 'u = "http://a"',
    },
    "relative parent": {
        "pkg/sub/app.py": "from ..config import u\nx = u",
        "pkg/config.py": 'u = "http://a"',
    },
    "package re-export": {
        "app.py": "from pkg import u\nx = u",
        "pkg/__init__.py": "from .config import u",
        "pkg/config.py": 'u = "http://a"',
    },
    "star": {"app.py": "from config import *\nx = u", "config.py": 'u = "http://a"'},
    "star imports, the last counts": {
        "app.py": "from conf import u\nx = u",
        "conf/__init__.py": "from .base import *\nfrom .local import *",
        "conf/base.py": 'u = "http://b"',
        "conf/local.py": 'u = "http://a"',
    },
    "star imports by environment": {
        "app.py": "from conf import u\nx = u",
        "conf/__init__.py": (
            'import os\nif os.getenv("APP_ENV") == "production":\n    from .prod import *\n'
            "else:\n    from .dev import *"
        ),
        "conf/prod.py": 'u = "http://p"',
        "conf/dev.py": 'u = "http://a"',
    },
    "star import of a file that may be missing": {
        "app.py": "from conf import u\nx = u",
        "conf/__init__.py": (
            "from .base import *\ntry:\n    from .local import *\nexcept ImportError:\n    pass"
        ),
        "conf/base.py": 'u = "http://a"',
    },
    "module that its package imports": {
        "app.py": "from pkg import config\nx = config.u",
        "pkg/__init__.py": "from . import config",
        "pkg/config.py": 'u = "http://a"',
    },
    "src layout": {
        "src/pkg/app.py": "from pkg.config import u\nx = u",
        "src/pkg/config.py": 'u = "http://a"',
    },
    "settings object": {
        "app.py": "from core.config import settings\nx = settings.api_domain",
        "core/config.py": (
            "from pydantic_settings import BaseSettings\n"
            'class Settings(BaseSettings):\n    api_domain: str = "http://a"\nsettings = Settings()'
        ),
    },
    "cyclic imports": {
        "app.py": "from config import u\nhost = 'a'\nx = u",
        "config.py": 'import app\nu = f"http://{app.host}"',
    },
}


@pytest.mark.parametrize("files", IMPORTS.values(), ids=IMPORTS)
def test_imports(files: dict[str, str]) -> None:
    """A value is followed to the module that states it."""
    path = next(path for path in files if path.endswith("app.py"))
    assert outcomes(files, path, "x") == ["http://a"]


def test_missing_module_of_the_package_itself() -> None:
    """What ``from . import name`` does not find is missing, and no cycle."""
    files = {"pkg/__init__.py": "from . import kept_out\nx = kept_out.url"}
    assert outcomes(files, "pkg/__init__.py", "x") == ["unknown: MISSING_MODULE"]


def test_an_object_that_is_called() -> None:
    """``__call__`` of a class of the project says what the call gives."""
    text = (
        "class Factory:\n    def __init__(self, host):\n        self.host = host\n"
        "    def __call__(self):\n        return 'http://' + self.host\n"
        "x = Factory('a')()"
    )
    assert outcomes({"app.py": text}, "app.py", "x") == ["http://a"]
