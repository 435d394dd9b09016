"""Which apps there are and which frontend talks to which backend."""
