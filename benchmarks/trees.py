"""Make source trees of a realistic size and shape, the same ones every time.

A product has two applications and about 1,500 files; a monorepo has several products' worth of
applications and libraries, about 20,000 files and 240 MB. Few files have to do with SuperTokens.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

WORDS = (
    "account address amount archive article author balance banner basket billing book branch "
    "budget button calendar campaign card cart category channel chart city client column comment "
    "company contact content country coupon course currency customer dashboard date delivery "
    "detail device discount document draft email employee entry event export feature field file "
    "filter folder footer form gallery group header history icon image import index input invoice "
    "item label language layout legend level line link list location login mail map margin menu "
    "message method metric modal month name news note number offer option order owner page panel "
    "password path payment period person phone photo plan player point policy post price product "
    "profile project promo quote rate reason receipt record refund region report request result "
    "review role row rule sales schedule score screen search season section seller series service "
    "setting share shop size slot sort source stage state status step store street subject tab "
    "table tag task tax team text theme ticket time title token topic total track type unit user "
    "value vendor video view visit wallet week widget window year zone"
).split()


@dataclass(frozen=True)
class Shape:
    """How large a tree is: numbers of packages and of files of each kind in a package."""

    sites: int
    services: int
    libraries: int
    scripts: int
    pythons: int
    others: int
    assets: int
    asset_size: int
    with_sdk: bool = True


PRODUCT = Shape(1, 1, 1, 365, 160, 220, 90, 110_000)
MONOREPO = Shape(6, 6, 30, 300, 60, 170, 50, 115_000)
PRODUCT_WITHOUT_SDK = replace(PRODUCT, with_sdk=False)
MONOREPO_WITHOUT_SDK = replace(MONOREPO, with_sdk=False)
FETCHING = 0.09
"""The share of scripts that send requests themselves, as in repositories that use SuperTokens."""


@dataclass(frozen=True)
class Made:
    """A tree that was written: how many files, and how many bytes in them."""

    files: int
    bytes: int


class Writer:
    """Writes the files of one tree."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.random = random.Random(seed)  # noqa: S311 - the same tree every time
        self.count = 0
        self.size = 0

    def write(self, path: str, text: str) -> None:
        """Write a text file."""
        self.write_bytes(path, text.encode())

    def write_bytes(self, path: str, data: bytes) -> None:
        """Write a file."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
        self.count += 1
        self.size += len(data)

    def name(self) -> str:
        """Return a name of two words."""
        return f"{self.random.choice(WORDS).title()}{self.random.choice(WORDS).title()}"

    def component(self, name: str, number: int, others: list[tuple[str, str]]) -> str:
        """Return a React component that renders a few others and may fetch something."""
        chosen = self.random.sample(others, min(3, len(others)))
        imports = "".join(
            f'import {{ {other} }} from "../{path.removesuffix(".tsx")}";\n'
            for path, other in chosen
        )
        rendered = "".join(f"      <{other} id={{id}} />\n" for _, other in chosen)
        fields = "".join(
            f"  const [{word}{index}, set{word.title()}{index}] = useState<string | null>(null);\n"
            for index, word in enumerate(self.random.sample(WORDS, 8))
        )
        rows = "".join(
            f'      <li key="{index}" className="{word} {word}--{index}">'
            f'{{t("{word}.label")}}</li>\n'
            for index, word in enumerate(self.random.choices(WORDS, k=self.random.randint(20, 90)))
        )
        effect = (
            f"  useEffect(() => {{\n    fetch(`/api/{number}/${{id}}`)\n"
            "      .then((response) => response.json())\n"
            "      .then((body) => onChange?.(body.value));\n  }, [id, onChange]);\n\n"
        )
        if self.random.random() > FETCHING:
            effect = "  useEffect(() => onChange?.(id), [id, onChange]);\n\n"
        props = (
            f"interface {name}Props {{\n  id: string;\n  onChange?: (value: string) => void;\n}}"
        )
        return (
            f'import {{ useEffect, useState }} from "react";\n{imports}\n{props}\n\n'
            f"export function {name}({{ id, onChange }}: {name}Props) {{\n{fields}"
            f"{effect}"
            f'  return (\n    <ul className="{name}">\n{rendered}{rows}    </ul>\n  );\n}}\n'
        )

    def python(self, number: int) -> str:
        """Return a Python module with classes and functions."""
        parts = [
            f"class {self.name()}{index}:\n"
            f'    """A {self.random.choice(WORDS)}."""\n\n'
            + "".join(
                f'    def {word}(self, value: str) -> str:\n        return "{word}" + value\n\n'
                for word in self.random.sample(WORDS, 10)
            )
            for index in range(self.random.randint(2, 6))
        ]
        return f"import json\nimport os\n\nNUMBER = {number}\n\n\n" + "\n".join(parts)

    def filler(self, folder: str, shape: Shape) -> None:
        """Write what a package has beside the files that matter."""
        made: list[tuple[str, str]] = []
        for number in range(shape.scripts):
            kind = self.random.choice(("components", "pages", "features", "hooks", "lib"))
            path = f"{kind}/{self.random.choice(WORDS)}{number}.tsx"
            name = f"{self.name()}{number}"
            self.write(f"{folder}/src/{path}", self.component(name, number, made[-40:]))
            made.append((path, name))
        for number in range(shape.others):
            kind, text = self.random.choice(
                (
                    ("json", json.dumps({word: word.title() for word in WORDS}, indent=2)),
                    (
                        "css",
                        "".join(f".{word} {{\n  color: #{number:06x};\n}}\n" for word in WORDS),
                    ),
                    ("md", f"# {self.name()}\n\n" + " ".join(self.random.choices(WORDS, k=600))),
                )
            )
            self.write(f"{folder}/src/data/{self.random.choice(WORDS)}{number}.{kind}", text)
        for number in range(shape.assets):
            picture = b"\x89PNG\r\n\x1a\n" + self.random.randbytes(shape.asset_size)
            self.write_bytes(f"{folder}/public/images/{number}.png", picture)


def make(root: Path, shape: Shape, seed: int = 7) -> Made:
    """Write a tree as a git repository with one commit; what stands there goes."""
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    writer = Writer(root, seed)
    writer.write("package.json", _manifest("root", workspaces=["apps/*", "packages/*"]))
    writer.write("package-lock.json", _lockfile(writer, shape))
    for number in range(shape.sites):
        _site(writer, number, shape)
    for number in range(shape.services):
        _service(writer, number, shape)
    for number in range(shape.libraries):
        writer.write(f"packages/lib{number}/package.json", _manifest(f"@shop/lib{number}"))
        writer.filler(f"packages/lib{number}", shape)
    _commit(root)
    return Made(writer.count, writer.size)


def _commit(root: Path) -> None:
    """Make a git repository of a tree: the same commit every time, whatever git is set to."""
    when = "2026-01-01T00:00:00Z"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_AUTHOR_DATE": when,
        "GIT_COMMITTER_DATE": when,
    }
    settings = ["-c", "user.name=bench", "-c", "user.email=bench@example.com", "-c", "gc.auto=0"]
    commands = (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "tree"])
    for command in commands:
        subprocess.run(["git", *settings, *command], cwd=root, env=environment, check=True)


def _manifest(name: str, **more: object) -> str:
    return json.dumps({"name": name, "private": True, "version": "1.0.0", **more}, indent=2) + "\n"


def _lockfile(writer: Writer, shape: Shape) -> str:
    packages = {
        f"node_modules/{writer.random.choice(WORDS)}-{number}": {
            "version": f"1.{number}.0",
            "resolved": f"https://packages.example.com/{number}.tgz",
            "integrity": writer.random.randbytes(40).hex(),
        }
        for number in range(3_000)
    }
    if shape.with_sdk:
        packages |= {
            "node_modules/supertokens-auth-react": {"version": "0.49.1"},
            "node_modules/supertokens-web-js": {"version": "0.15.0"},
            "node_modules/supertokens-node": {"version": "23.0.1"},
        }
    document = {"name": "root", "lockfileVersion": 3, "packages": packages}
    return json.dumps(document, indent=2) + "\n"


def _site(writer: Writer, number: int, shape: Shape) -> None:
    folder = f"apps/site{number}"
    sdk = {"supertokens-auth-react": "^0.49.0"} if shape.with_sdk else {}
    dependencies = {"react": "^18.3.0", "vite": "^5.4.0", **sdk}
    scripts = {"dev": f"vite --port {5000 + number}"}
    manifest = _manifest(f"site{number}", dependencies=dependencies, scripts=scripts)
    writer.write(f"{folder}/package.json", manifest)
    writer.write(f"{folder}/index.html", '<script type="module" src="/src/main.tsx"></script>\n')
    writer.write(f"{folder}/.env", f"VITE_API_DOMAIN=http://localhost:{4000 + number}\n")
    for path, text in _site_files(number):
        if shape.with_sdk:
            writer.write(f"{folder}/src/{path}", text)
    writer.filler(folder, shape)


def _site_files(number: int) -> Iterator[tuple[str, str]]:
    yield (
        "config.ts",
        "export const appInfo = {\n"
        '  appName: "Shop",\n'
        "  apiDomain: import.meta.env.VITE_API_DOMAIN,\n"
        f'  websiteDomain: "http://localhost:{5000 + number}",\n'
        '  apiBasePath: "/auth",\n'
        "};\n",
    )
    yield (
        "main.tsx",
        'import { createRoot } from "react-dom/client";\n'
        'import SuperTokens, { SuperTokensWrapper } from "supertokens-auth-react";\n'
        'import EmailPassword from "supertokens-auth-react/recipe/emailpassword";\n'
        'import Session from "supertokens-auth-react/recipe/session";\n'
        'import { appInfo } from "./config";\n\n'
        "SuperTokens.init({ appInfo, recipeList: [EmailPassword.init(), Session.init()] });\n\n"
        'createRoot(document.getElementById("root")!).render(<SuperTokensWrapper />);\n',
    )
    for name in ("Account", "Orders", "Profile", "Settings"):
        yield (
            f"{name}.tsx",
            'import { SessionAuth } from "supertokens-auth-react/recipe/session";\n\n'
            f"export function {name}() {{\n"
            f"  return <SessionAuth><p>{name}</p></SessionAuth>;\n}}\n",
        )


def _service(writer: Writer, number: int, shape: Shape) -> None:
    folder = f"apps/service{number}"
    needs = "fastapi==0.115.0\n" + ("supertokens-python==0.29.0\n" if shape.with_sdk else "")
    writer.write(f"{folder}/requirements.txt", needs)
    if shape.with_sdk:
        writer.write(f"{folder}/settings.py", _settings(number))
        writer.write(f"{folder}/main.py", _main())
    for module in range(shape.pythons):
        package = writer.random.choice(WORDS)
        writer.write(f"{folder}/{package}/{package}{module}.py", writer.python(module))


def _settings(number: int) -> str:
    return (
        "import os\n\n"
        f'API_DOMAIN = os.getenv("API_DOMAIN", "http://localhost:{4000 + number}")\n'
        f'WEBSITE_DOMAIN = os.getenv("WEBSITE_DOMAIN", "http://localhost:{5000 + number}")\n'
    )


def _main() -> str:
    return (
        "from fastapi import FastAPI\n"
        "from starlette.middleware.cors import CORSMiddleware\n"
        "from supertokens_python import InputAppInfo, SupertokensConfig, init\n"
        "from supertokens_python import get_all_cors_headers\n"
        "from supertokens_python.framework.fastapi import get_middleware\n"
        "from supertokens_python.recipe import emailpassword, session\n\n"
        "import settings\n\n"
        "init(\n"
        '    app_info=InputAppInfo(app_name="Shop", api_domain=settings.API_DOMAIN,\n'
        "                          website_domain=settings.WEBSITE_DOMAIN),\n"
        '    supertokens_config=SupertokensConfig(connection_uri="http://localhost:3567"),\n'
        '    framework="fastapi",\n'
        "    recipe_list=[session.init(), emailpassword.init()],\n"
        ")\n"
        "app = FastAPI()\n"
        "app.add_middleware(get_middleware())\n"
        "app.add_middleware(\n"
        "    CORSMiddleware,\n"
        "    allow_origins=[settings.WEBSITE_DOMAIN],\n"
        "    allow_credentials=True,\n"
        '    allow_methods=["GET", "POST", "PUT", "DELETE", "OPTIONS"],\n'
        '    allow_headers=["Content-Type"] + get_all_cors_headers(),\n'
        ")\n"
    )
