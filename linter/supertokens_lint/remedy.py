"""What a rule wants changed, said without syntax.

A rule states a :class:`Remedy` on its finding: a few changes at places that its facts know. The
room ``fixes`` turns each change into edits in the language of the file, or into nothing when the
code there is not as simple as the change needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from supertokens_lint.source import Place


class Fixable(str, Enum):
    """Whether a rule has fixes; single findings may have none, or only one that is not safe."""

    NONE = "none"
    UNSAFE = "unsafe"
    SAFE = "safe"


@dataclass(frozen=True, slots=True)
class SdkHeaders:
    """A call of the backend SDK's ``getAllCORSHeaders``, with ``others`` named beside it.

    ``module`` is what has to be imported for it; ``as_text`` asks for one string with commas.
    ``defaults`` adds the list of headers that django-cors-headers allows by default.
    """

    module: str
    others: tuple[str, ...] = ()
    as_text: bool = False
    defaults: bool = False


@dataclass(frozen=True, slots=True)
class RecipeInit:
    """A call that makes a recipe without options; ``module`` is where the recipe comes from."""

    module: str


@dataclass(frozen=True, slots=True)
class Texts:
    """A list of strings."""

    items: tuple[str, ...]


Written: TypeAlias = str | bool | int | SdkHeaders | RecipeInit | Texts
"""A value as it is to be written; a string is a string literal."""


@dataclass(frozen=True, slots=True)
class ReplaceText:
    """Write ``becomes`` for ``was``, which the literal at ``place`` holds exactly once.

    ``whole`` asks that the literal holds nothing else.
    """

    place: Place
    was: str
    becomes: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class SetOption:
    """Give the option ``key`` the value ``value``.

    ``given`` is the option where it is there already, ``beside`` another option of the same
    object or call, ``holder`` the call or object that holds the options.
    """

    holder: Place
    key: str
    value: Written
    given: Place | None = None
    beside: Place | None = None

    @property
    def place(self) -> Place:
        """The place in whose file the option is written."""
        return self.given or self.beside or self.holder


@dataclass(frozen=True, slots=True)
class RenameOption:
    """Write the option at ``place`` under another name."""

    place: Place
    was: str
    becomes: str


@dataclass(frozen=True, slots=True)
class AddItems:
    """Add items to the list that stands at ``place``, or is the value of the option there."""

    place: Place
    items: SdkHeaders | RecipeInit | Texts


@dataclass(frozen=True, slots=True)
class Move:
    """Move what stands at ``place`` next to what stands at ``anchor``, in the same list.

    Both are items of one list, or stand in statements of one block; the whole statement moves.
    """

    place: Place
    anchor: Place
    before: bool


@dataclass(frozen=True, slots=True)
class Call:
    """Call the function that ``place`` is, or that is the last argument of the call there."""

    place: Place


@dataclass(frozen=True, slots=True)
class Pass:
    """Pass the function whose call without arguments ``place`` is, or has as last argument."""

    place: Place


@dataclass(frozen=True, slots=True)
class MountErrorHandler:
    """Mount the SDK's error handler of Express after the statement that holds ``place``.

    ``module`` is what the handler is imported from.
    """

    place: Place
    module: str


Change: TypeAlias = (
    ReplaceText | SetOption | RenameOption | AddItems | Move | Call | Pass | MountErrorHandler
)


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes that mend a finding, all together.

    ``message`` is an imperative sentence without a full stop. A remedy is ``safe`` when the right
    value is proven by the other end or by the SDK and nothing else of the program changes.
    """

    message: str
    changes: tuple[Change, ...]
    safe: bool = False
