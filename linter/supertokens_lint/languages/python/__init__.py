"""The Python reader: source text to the neutral form, through libcst.

The tree is read in one pass along the text (:mod:`.cursor`); nesting is bounded beforehand
(:mod:`.depth`).
"""

from supertokens_lint.languages.python.reader import read

__all__ = ["read"]
