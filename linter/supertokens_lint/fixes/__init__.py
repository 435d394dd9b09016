"""From what a rule wants changed to edits of files.

Spans come from the language readers, so all that an edit does not touch stays as it is. What is
not simple enough gives no fix: a wrong edit is worse than none.
"""

from __future__ import annotations

from supertokens_lint.fixes.resolve import Files, filled, fix_of
from supertokens_lint.fixes.suppression import suppression_edit

__all__ = ["Files", "filled", "fix_of", "suppression_edit"]
