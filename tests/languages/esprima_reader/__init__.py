"""A second reader of JavaScript, made from esprima alone, to check the first one against.

It shares nothing with the tree-sitter reader but :mod:`supertokens_lint.languages.ir` and the
conventions written down in the docstring of :mod:`supertokens_lint.languages.javascript`.
"""

from __future__ import annotations

from languages.esprima_reader.reader import RefusedError, read

__all__ = ["RefusedError", "read"]
