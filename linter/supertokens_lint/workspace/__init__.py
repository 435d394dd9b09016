"""Which files there are, what kind each is, and small readers for the formats beside the code."""
