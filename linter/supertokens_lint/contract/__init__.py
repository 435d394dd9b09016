"""What one side of a system promises, written down for a check of the other side elsewhere.

``schema/contract.schema.json`` describes the file. It holds the settings that rules compare, as
resolved in each environment, with the places where they were found. What was unknown when it was
written stays unknown when it is read.
"""

from __future__ import annotations

VERSION = 1
SCHEMA = "contract.schema.json"
