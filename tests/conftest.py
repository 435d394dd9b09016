"""Tests answer from the files alone, unless they are about the cache."""

from __future__ import annotations

import os

os.environ["SUPERTOKENS_LINT_NO_CACHE"] = "1"
