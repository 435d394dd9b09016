"""Words for the environment that a program runs in."""

from __future__ import annotations

import re

from supertokens_lint.resolve.values import EnvVar, FirstOf, Operation, Value

MODE_VARIABLE = re.compile(
    r"^(?:[A-Z0-9]+_)*(?:ENV|ENVIRONMENT|STAGE|APP_MODE|GIN_MODE|ENV_NAME|DEPLOY_TARGET)$"
)
MODE_WORDS = {
    "prod": "production",
    "production": "production",
    "live": "production",
    "release": "production",
    "dev": "development",
    "develop": "development",
    "debug": "development",
    "development": "development",
    "local": "development",
    "localhost": "development",
    "test": "test",
    "testing": "test",
    "ci": "test",
}


def mode_of_word(text: str) -> str:
    """Return the mode that a word such as ``prod`` or ``local`` stands for, else the word."""
    word = text.strip().lower()
    return MODE_WORDS.get(word, word)


def is_mode(value: Value) -> bool:
    """Tell whether a value is the name of the environment that the program runs in."""
    if isinstance(value, EnvVar):
        return bool(MODE_VARIABLE.match(value.name)) or value.name == "import.meta.env.MODE"
    if isinstance(value, FirstOf):
        return is_mode(value.options[0])
    if isinstance(value, Operation):
        return value.op in (".toLowerCase", ".lower", ".trim", ".strip") and is_mode(
            value.operands[0]
        )
    return False
