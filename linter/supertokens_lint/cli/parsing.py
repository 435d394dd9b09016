"""How ``argparse`` reads, explains itself and fails here."""

from __future__ import annotations

import argparse
from collections.abc import Generator, Iterable, Sequence
from typing import NoReturn

from supertokens_lint.errors import UsageError
from supertokens_lint.suggest import did_you_mean


class FirstPage(argparse.RawDescriptionHelpFormatter):
    """The first page: commands stand directly below their heading, and fit a screen."""

    def _format_action(self, action: argparse.Action) -> str:
        text = super()._format_action(action)
        return text.partition("\n")[2] if action.nargs == argparse.PARSER else text

    def _iter_indented_subactions(
        self, action: argparse.Action
    ) -> Generator[argparse.Action, None, None]:
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - its only name
            yield from action._get_subactions()  # noqa: SLF001 - as argparse itself does


class CommandPage(argparse.HelpFormatter):
    """The page of a command: an option a line, its choices in words."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28)

    def _format_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],
        prefix: str | None,
    ) -> str:
        """Name what stands behind the options; the options themselves follow below."""
        del usage, groups, prefix
        operands = [action for action in actions if not action.option_strings]
        named = [self._format_args(action, str(action.metavar)) for action in operands]
        return f"usage: {' '.join([self._prog, '[OPTION ...]', *named])}\n\n"


class Parser(argparse.ArgumentParser):
    """A parser that raises :class:`UsageError` for what cannot be understood."""

    def error(self, message: str) -> NoReturn:
        """Raise the message with the command that lists what there is."""
        raise UsageError(f"{message}\nTry '{self.prog} --help'.")

    def refuse(self, words: Sequence[str]) -> NoReturn:
        """Raise what is to be said of words that no option or operand takes."""
        option = next((word.partition("=")[0] for word in words if word.startswith("-")), None)
        if option is None:
            self.error(f"there are too many arguments: {' '.join(words)}")
        known = [name for name in self._option_string_actions if name.startswith("--")]
        self.error(f"there is no option {option}{did_you_mean(option, known)}")


class Words(argparse.Action):
    """Collect comma lists of an option that may be repeated."""

    def __init__(self, option_strings: Sequence[str], dest: str, **settings: object) -> None:
        settings["default"] = []
        super().__init__(option_strings, dest, **settings)  # type: ignore[arg-type] # passed through

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: object,
        option_string: str | None = None,
    ) -> None:
        """Add the words of one use of the option."""
        words = [word.strip() for word in str(values).split(",") if word.strip()]
        if not words:
            parser.error(f"argument {option_string}: expected at least one word")
        setattr(namespace, self.dest, [*getattr(namespace, self.dest), *words])
