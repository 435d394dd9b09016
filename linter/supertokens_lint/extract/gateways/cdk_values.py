"""Values of CDK code: what constructs are called, their options, and where functions have code.

Source: docs.aws.amazon.com/cdk, aws-cdk-lib/aws-lambda, aws-lambda-nodejs and the alpha modules
for Python and Go. Paths are relative to the folder of ``cdk.json``.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator

from supertokens_lint.resolve.values import (
    Const,
    External,
    Invocation,
    Items,
    MethodOf,
    Record,
    Value,
)
from supertokens_lint.source import Place
from supertokens_lint.workspace import paths
from supertokens_lint.workspace.workspace import Workspace

MAX_DEPTH = 6
PACKAGE = re.compile(r"aws[-_]cdk|@aws-cdk/|^aws_cdk")
_FUNCTIONS = frozenset(
    {"Function", "NodejsFunction", "PythonFunction", "GoFunction", "DockerImageFunction"}
)
_ASSETS = frozenset({"fromAsset", "from_asset", "fromImageAsset", "from_image_asset"})
_ROOTS = ("cdk.json", "package.json", "pyproject.toml", "requirements.txt")


def name_of(call: Invocation) -> str:
    """Return the name of what is called: a construct of the CDK, or a method of one."""
    callee = call.callee
    if isinstance(callee, MethodOf):
        return callee.name
    is_cdk = PACKAGE.search(callee.module) is not None
    return callee.path[-1] if is_cdk and callee.path else ""


def owner_of(call: Invocation) -> Place | None:
    """Return where the construct was made on which a method is called, however far down."""
    value: Value = call
    for _ in range(4 * MAX_DEPTH):
        if isinstance(value, Invocation) and isinstance(value.callee, MethodOf):
            value = value.callee.target
        elif isinstance(value, MethodOf):
            value = value.target
        else:
            break
    return value.place if isinstance(value, Invocation) and value is not call else None


def options_of(call: Invocation, place: Place) -> Record:
    """Return the options of a construct: keywords, or the object that stands last."""
    if call.keywords:
        return Record(call.keywords, place)
    last = call.args[-1] if call.args else None
    return last if isinstance(last, Record) else Record({}, place)


def option(options: Record, name: str) -> Value | None:
    """Return an option, in the spelling of JavaScript or of Python."""
    snake = re.sub(r"([A-Z])", lambda match: f"_{match[1].lower()}", name)
    entry = options.entries.get(name) or options.entries.get(snake)
    return None if entry is None else entry.value


def functions_in(value: Value | None, depth: int = 0) -> Iterator[Invocation]:
    """Yield the functions of Lambda among what a construct is given."""
    if depth > MAX_DEPTH or value is None:
        return
    inner: list[Value] = []
    if isinstance(value, Record):
        inner = [entry.value for entry in value.entries.values()]
    elif isinstance(value, Items):
        inner = list(value.items)
    elif isinstance(value, Invocation):
        if name_of(value) in _FUNCTIONS:
            yield value
            return
        inner = [*value.args, *(entry.value for entry in value.keywords.values())]
    for item in inner:
        yield from functions_in(item, depth + 1)


def code_of(workspace: Workspace, function: Invocation) -> str | None:
    """Return the folder or file of a function's code, ``None`` when it is not written out."""
    options = options_of(function, function.place)
    given = option(options, "entry") or option(options, "code")
    if isinstance(given, Invocation) and _last_name(given) in _ASSETS and given.args:
        given = given.args[0]
    here = function.place.path
    if isinstance(given, Const) and isinstance(given.value, str):
        return paths.join(_root(workspace, here), given.value)
    if isinstance(given, Invocation) and _is_join(given):
        parts = [part.value for part in given.args[1:] if isinstance(part, Const)]
        texts = [part for part in parts if isinstance(part, str)]
        if len(texts) == len(given.args) - 1:
            return paths.join(paths.parent(here), posixpath.join(*texts) if texts else ".")
    return None


def _last_name(call: Invocation) -> str:
    callee = call.callee
    if isinstance(callee, MethodOf):
        return callee.name
    return callee.path[-1] if callee.path else ""


def _is_join(call: Invocation) -> bool:
    """Tell whether a call is ``path.join(__dirname, ...)``."""
    callee, first = call.callee, call.args[0] if call.args else None
    is_path = isinstance(callee, External) and callee.module in ("path", "node:path")
    return is_path and isinstance(first, External) and first.path == ("__dirname",)


def _root(workspace: Workspace, path: str) -> str:
    for name in _ROOTS:
        for directory in workspace.directory_chain(path):
            if workspace.exists(posixpath.join(directory, name)):
                return directory
    return paths.parent(path)
