"""Recognisers that turn code into typed facts; the only room that knows how things are spelled."""
