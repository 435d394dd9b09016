"""The exceptions of this program.

    SupertokensLintError
    ├── UsageError       an option or a path given on the command line cannot be used
    ├── ConfigError      a configuration file has a wrong key, type or syntax
    ├── ReaderError      a file of the linted project cannot be read in its format
    │   └── TooLargeError    it is larger than anything that people write
    └── FixError         a fixed file cannot be written

``UsageError`` and ``ConfigError`` end the run with exit code 2. ``ReaderError`` never does:
whoever asks for the file reports it and goes on without it. ``FixError`` is reported after all
other files are fixed, and ends with exit code 2.
"""

from __future__ import annotations


class SupertokensLintError(Exception):
    """Base of all errors that this program raises on purpose."""


class UsageError(SupertokensLintError):
    """Raised when an option or a path of the command line cannot be used."""


class ConfigError(SupertokensLintError):
    """Raised when a configuration file cannot be used; the message names the file and the key."""


class ReaderError(SupertokensLintError):
    """Raised when a project file does not parse.

    ``line`` and ``column`` count from 1; they are 1 where the format's parser names no place.
    """

    def __init__(self, path: str, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(f"{path}:{line}:{column}: {message}")
        self.path = path
        self.message = message
        self.line = line
        self.column = column


class TooLargeError(ReaderError):
    """Raised when a project file is too large to be read, as generated files are."""


class FixError(SupertokensLintError):
    """Raised when a file cannot be given its fixed text; it is then as it was."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path} is not fixed: {message}")
        self.path = path
        self.message = message
