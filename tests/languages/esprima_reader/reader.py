"""Entry point: text to a module of the neutral form, or :class:`RefusedError`."""

from __future__ import annotations

from itertools import takewhile

import esprima

from languages.esprima_reader import newer
from languages.esprima_reader.modules import Modules
from supertokens_lint.languages import ir
from supertokens_lint.source import Span


class RefusedError(Exception):
    """Raised for text that esprima does not accept."""


def read(path: str, text: str) -> ir.Module:
    """Read JavaScript or JSX; raises :class:`RefusedError` when esprima knows no such syntax.

    esprima knows no hashbang: it gets a comment in its place.
    """
    hashbang = text.startswith("#!")
    try:
        program = newer.parse(text.replace("#!", "//", 1) if hashbang else text)
    except (esprima.Error, RecursionError) as error:
        raise RefusedError(str(error)) from error
    places = [Span(*comment.range) for comment in program.comments[hashbang:]]
    reader = Modules(text, places)
    body = reader.statements(program.body)
    comments = tuple(ir.Comment(text[span.start : span.end], span) for span in places)
    directives = tuple(
        reader.whole(node.expression.value)
        for node in takewhile(lambda node: node.directive is not None, program.body)
    )
    block = ir.ScriptBlock("module", body, Span(0, len(text)), directives=directives)
    return ir.Module(path, ir.Language.JAVASCRIPT, (block,), comments)
