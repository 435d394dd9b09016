"""Texts and addresses that code cleans, cuts and puts together."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluating import outcomes
from supertokens_lint.resolve import regexes, urls
from supertokens_lint.resolve.operations import CannotFoldError

SCRIPT = {
    "one trailing slash": ('"http://a/".replace(/\\/$/, "")', ["http://a"]),
    "all slashes at the ends": ('"/a//".replace(/^\\/+|\\/+$/g, "")', ["a"]),
    "without g the first match only": ('"a-a".replace(/a/, "b")', ["b-a"]),
    "reference to a group": ('"ab".replace(/(a)(b)/, "$2$1$$")', ["ba$"]),
    "a test": ('/^https:/.test("http://a") ? "yes" : "no"', ["no"]),
    "on a fallback": ('(process.env.U || "http://a/").replace(/\\/+$/, "")', ["http://a"]),
    "a pattern that could take long": ('"aaaa".replace(/(a+)+$/, "")', ["unknown: SYNTAX"]),
    "many open repetitions": ('"aaaa".replace(/a*a*a*a*b/, "")', ["unknown: SYNTAX"]),
    "a function as replacement": ('"a".replace(/a/, (m) => m)', ["unknown: SYNTAX"]),
    "slice from the end": ('"http://a/".slice(0, -1)', ["http://a"]),
    "substring": ('"/api/auth".substring(4)', ["/auth"]),
    "port of an address": ('new URL("http://a:81/b").port', ["81"]),
    "default port": ('new URL("http://a:80/b").host', ["a"]),
    "text of an address": ('String(new URL("http://a:81"))', ["http://a:81/"]),
    "address relative to another": ('new URL("/b", "http://a").href', ["http://a/b"]),
    "relative to the page": ('new URL("/b", location.origin).origin', ["same origin"]),
    "no address": ('new URL("/b").href', ["unknown: SYNTAX"]),
    "sequence": ('(1, "http://a")', ["http://a"]),
}
PYTHON = {
    "slice": ('"http://a/"[:-1]', ["http://a"]),
    "slice of a list": ('["x", "http://a"][1:][0]', ["http://a"]),
    "computed slice": ('"http://a"[n:]', ["unknown: SYNTAX"]),
    "format by percent": ('"%s://%s:%d" % ("http", "a", 81)', ["http://a:81"]),
    "one value by percent": ('"http://%s" % "a"', ["http://a"]),
    "names by percent": ('"%(h)s/%%" % {"h": "a"}', ["a/%"]),
    "too few values by percent": ('"%s%s" % ("a",)', ["unknown: SYNTAX"]),
    "width by percent": ('"%05d" % 1', ["unknown: SYNTAX"]),
    "f-string specifications": ('f"{81:d}{81!s}"', ["8181"]),
    "f-string representation": ('f"{81!r}"', ["unknown: SYNTAX"]),
    "urljoin": ('urljoin("http://a/b", "/c")', ["http://a/c"]),
    "urlparse": ('urlparse("http://a:81/b").netloc', ["a:81"]),
}


LISTED = {
    "a part": ('process.env.O.split(",")[0]', ["http://a"]),
    "a part without blanks": ('process.env.O.split(",").map((o) => o.trim())[1]', ["http://b"]),
    "a part that is not there": ('process.env.O.split(",")[2]', ["unknown: SYNTAX"]),
    "of a variable that is not set": ('(process.env.N || "http://c,http://d").split(",")[1]',
                                      ["http://d"]),
    "or else": ('process.env.N?.split(",")[0] ?? "http://c"', ["http://c"]),
    "other functions of the parts": ('process.env.O.split(",").map((o) => o + "/")[0]',
                                     ["unknown: EXTERNAL"]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LISTED.values(), ids=LISTED)
def test_lists_in_variables(text: str, expected: list[object]) -> None:
    """Parts of a list in a variable are known in the environment that sets it."""
    files = {"app.js": f"const x = {text};", ".env": "O=http://a, http://b\n"}
    assert outcomes(files, "app.js", "x") == expected


COMPREHENDED = {
    "without blanks": ("[o.strip() for o in {}]", ["http://b"]),
    "without empty ones": ("[o.strip() for o in {} if o.strip()]", ["http://b"]),
    "as they are": ("[o for o in {} if o]", [" http://b"]),
    "with something added": ('[o + "/" for o in {}]', ["unknown: SYNTAX"]),
    "some of them": ('[o for o in {} if o != "x"]', ["unknown: SYNTAX"]),
    "of two lists": ("[o for p in {} for o in p]", ["unknown: SYNTAX"]),
    "something else": ("[p.strip() for o in {}]", ["unknown: SYNTAX"]),
}


@pytest.mark.parametrize("source", ['os.environ["O"]', 'os.getenv("N", "http://a, http://b")'])
@pytest.mark.parametrize(("text", "expected"), COMPREHENDED.values(), ids=COMPREHENDED)
def test_comprehensions(text: str, expected: list[str], source: str) -> None:
    """A comprehension over the parts of a text gives them, with or without blanks around them."""
    made = text.format(f'{source}.split(",")')
    code = f"import os\nitems = {made}\nx = items[1]\n"
    assert outcomes({"app.py": code, ".env": "O=http://a, http://b\n"}, "app.py", "x") == expected


def test_a_list_in_a_variable_that_code_adds_to() -> None:
    """A list that changes after it was made of a variable is not known."""
    code = 'import os\nx = os.environ["O"].split(",")\nx.append("http://c")\n'
    assert outcomes({"app.py": code, ".env": "O=http://a\n"}, "app.py", "x") == ["unknown: SYNTAX"]


@pytest.mark.parametrize(("text", "expected"), SCRIPT.values(), ids=SCRIPT)
def test_scripts(text: str, expected: list[object]) -> None:
    """What JavaScript makes of a text is known where the text is."""
    assert outcomes({"app.js": f"const x = {text};"}, "app.js", "x") == expected


@pytest.mark.parametrize(("text", "expected"), PYTHON.values(), ids=PYTHON)
def test_python(text: str, expected: list[object]) -> None:
    """What Python makes of a text is known where the text is."""
    head = "from urllib.parse import urljoin, urlparse\n"
    assert outcomes({"app.py": f"{head}x = {text}"}, "app.py", "x") == expected


@given(st.text(max_size=80), st.text(max_size=40), st.sampled_from(["", "g", "gi", "m", "y"]))
def test_any_pattern_folds_or_says_that_it_cannot(text: str, pattern: str, flags: str) -> None:
    """No pattern raises anything but CannotFoldError."""
    with contextlib.suppress(CannotFoldError):
        regexes.fold("regex.replace", (text, pattern, flags, "$1"))


@given(st.text(max_size=80), st.sampled_from(["url.href", "url.port", "urlsplit.port", "urljoin"]))
def test_any_address_folds_or_says_that_it_cannot(text: str, op: str) -> None:
    """No text raises anything but CannotFoldError."""
    with contextlib.suppress(CannotFoldError):
        urls.fold(op, (text, "http://a"))
