"""Rules about native apps and web apps in shells."""

from __future__ import annotations

from supertokens_lint.rule import Rule

RULES: tuple[type[Rule], ...] = ()
