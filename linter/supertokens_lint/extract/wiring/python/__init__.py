"""How Python backends are put together: FastAPI, Starlette, Flask and Django.

:mod:`.walk` follows a program in the order in which it runs; :mod:`.starlette` and :mod:`.flask`
apply each framework's own order rule to what it does to an application; :mod:`.django` reads
settings modules.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from supertokens_lint.extract.facts import Init, SdkUse
from supertokens_lint.extract.reach import Reach
from supertokens_lint.extract.surroundings.homes import Homes
from supertokens_lint.extract.versions import Versions
from supertokens_lint.extract.wiring.python.django import django_apps
from supertokens_lint.extract.wiring.python.programs import find_python_apps
from supertokens_lint.extract.wiring_facts import HttpApp
from supertokens_lint.resolve.evaluator import Evaluator
from supertokens_lint.sdk.names import Sdk


def http_apps(
    ev: Evaluator,
    reach: Reach,
    versions: Versions,
    inits: Sequence[Init],
    uses: Sequence[SdkUse],
) -> Iterable[HttpApp]:
    """Yield the HTTP applications of the packages in which the Python SDK is set up or used."""
    del versions
    users = [init.place.path for init in inits if init.sdk is Sdk.PYTHON and not init.is_test]
    users += [use.place.path for use in uses if use.sdk is Sdk.PYTHON and not use.is_test]
    if users:
        homes = Homes(ev.workspace, reach.with_importers(users))
        yield from find_python_apps(ev, reach, homes)
        yield from django_apps(ev, reach, homes)
