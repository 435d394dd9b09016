"""``django.conf.settings``: the module that a Django project names as its settings.

Source: Django documentation, "Django settings": ``DJANGO_SETTINGS_MODULE``, which ``manage.py``,
``wsgi.py`` and ``asgi.py`` set by default.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING

from supertokens_lint.languages import ir
from supertokens_lint.resolve.values import (
    Case,
    Choice,
    Condition,
    Const,
    EnvVar,
    Operation,
    Unknown,
    Value,
    alternatives,
    through,
)
from supertokens_lint.source import Place

if TYPE_CHECKING:
    from supertokens_lint.resolve.evaluator import Evaluator

VARIABLE = "DJANGO_SETTINGS_MODULE"
_SERVERS = ("wsgi.py", "asgi.py")


def setting(ev: Evaluator, name: str, place: Place) -> Value | None:
    """Return a setting by name, ``None`` when no settings module of the project has it.

    Where the servers name another module than ``manage.py``, theirs holds in production.
    """
    development: Value | None = None
    production: Value | None = None
    for path, module in _modules(ev, place.path):
        found = ev.exported(module, name)
        if isinstance(found, Unknown):
            continue
        if posixpath.basename(path) in _SERVERS:
            production = production or found
        else:
            development = development or found
    value = development or production
    if value is None or production is None or production == value:
        return None if value is None else through(value, f"read as {name}", place)
    mode = Operation("==", (EnvVar("NODE_ENV", place.path), Const("production")))
    cases = (Case((Condition(mode, expected=True),), production), Case((), value))
    return through(Choice(cases), f"read as {name}", place)


def _modules(ev: Evaluator, reader: str) -> Iterator[tuple[str, str]]:
    """Yield the settings modules that the project around a reader names, with the naming files."""
    around = set(ev.workspace.directory_chain(reader))
    for path in ev.paths_mentioning(VARIABLE, ir.Language.PYTHON):
        home = posixpath.dirname(path)
        if home not in around and posixpath.dirname(home) not in around:
            continue
        for node, site in ev.sites.calls(path):
            if len(node.args) < 2 or not _names_variable(node.args[0].value):
                continue
            for value in alternatives(ev.evaluate(node.args[1].value, site.scope)):
                if isinstance(value, Const) and isinstance(value.value, str):
                    module = ev.program.resolve(path, value.value, ir.Language.PYTHON)
                    if module is not None:
                        yield path, module


def _names_variable(expression: ir.Expr) -> bool:
    return isinstance(expression, ir.Literal) and expression.value == VARIABLE
