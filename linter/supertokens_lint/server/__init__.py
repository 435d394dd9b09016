"""The language server: the same engine for editors, over the Language Server Protocol 3.17."""
