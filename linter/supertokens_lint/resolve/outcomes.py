"""What a value is in one environment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from supertokens_lint.resolve.values import Scalar, Trail, Unknown, Value


class Mode(str, Enum):
    """What kind of environment it is."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"
    TEST = "test"


@dataclass(frozen=True, slots=True, order=True)
class Environment:
    """One way in which the system runs.

    ``name`` is what people call it: ``development``, ``production``, or the compose file that
    starts it. ``compose`` is that file's path.
    """

    name: str
    mode: Mode = Mode.DEVELOPMENT
    compose: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One thing that a value can be in an environment.

    Exactly one of these holds: ``unknown`` is set; ``same_origin`` is true (the value is the
    origin of the page); ``structure`` is a record, list or other value that is no scalar; or
    ``scalar`` is the value (``None`` for null, undefined and unset).
    """

    scalar: Scalar = None
    trail: Trail = ()
    unknown: Unknown | None = None
    same_origin: bool = False
    structure: Value | None = None

    @property
    def text(self) -> str | None:
        """The value when it is a string."""
        return self.scalar if isinstance(self.scalar, str) else None
