"""JSX in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import expression
from supertokens_lint.languages.javascript import Dialect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<div />", "Element(div, [], [])"),
        ("<></>", "Element(None, [], [])"),
        (
            '<A.B.C a="b" c={d} {...e} f g:h="i" j=<k/> />',
            (
                "Element(Member(Member(A, 'B'), 'C'), [Property('a', 'b'), Property('c', d), "
                "Spread(e), Property('f', True), Property('g:h', 'i'), Property('j', Element(k, "
                "[], []))], [])"
            ),
        ),
        (
            '<a>text {b} {/* c */} {...d} <e/>{"f"}</a>',
            "Element(a, [], [b, d, Element(e, [], []), 'f'])",
        ),
        ("<a:b />", "Element(a:b, [], [])"),
        ("<this.a />", "Element(Member(this, 'a'), [], [])"),
        (
            "<A>{() => <B/>}</A>",
            "Element(A, [], [Function(None, [], [Return(Element(B, [], []))], is_arrow=True)])",
        ),
        (
            '<Route path="/a" element={<B />} />',
            (
                "Element(Route, [Property('path', '/a'), Property('element', Element(B, [], []))], "
                "[])"
            ),
        ),
    ],
)
def test_jsx(source: str, expected: str) -> None:
    """Elements keep tag, attributes and children; text is left out."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '<a b="x &amp; &lt;&#65;&#x42;&nope;" />',
            "Element(a, [Property('b', 'x & <AB&nope;')], [])",
        ),
        ("<a b='c\\n' />", "Element(a, [Property('b', 'c\\\\n')], [])"),
    ],
)
def test_attribute_strings(source: str, expected: str) -> None:
    """Attribute strings know character references and no escapes."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>a & b</p>", "Element(p, [], [])"),
        ("<p>R&D</p>", "Element(p, [], [])"),
        (
            '<a href="x?y=1&z=2">{b & c}</a>',
            "Element(a, [Property('href', 'x?y=1&z=2')], [Binary('&', b, c)])",
        ),
    ],
)
def test_ampersands(source: str, expected: str) -> None:
    """An ampersand that begins no character reference is text."""
    assert expression(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<A<B> c={d as E} />", "Element(A, [Property('c', d)], [])"),
        ("<A<B>>{c!}</A>", "Element(A, [], [c])"),
    ],
)
def test_typed_jsx(source: str, expected: str) -> None:
    """TSX elements may have type arguments."""
    assert expression(source, Dialect.TSX) == expected
