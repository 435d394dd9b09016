from __future__ import annotations

import pytest

from fakes import ROOT
from supertokens_lint import comments
from supertokens_lint.source import SourceText
from supertokens_lint.suppressions import MARK, Mistake, Suppression, read

NAMES = {"api-domain-mismatch": "ST110", "loopback-alias": "ST113"}


def _read(text: str, path: str = "a.yaml") -> list[Suppression | Mistake]:
    source = SourceText(f"{ROOT}/{path}", text)
    return list(read(source, comments.of(source, None, MARK), NAMES))


def _lines(text: str, path: str = "a.yaml") -> list[int] | None:
    (entry,) = _read(text, path)
    assert isinstance(entry, Suppression)
    return None if entry.lines is None else sorted(entry.lines)


def _mistake(text: str) -> str:
    (entry,) = _read(text)
    assert isinstance(entry, Mistake)
    return entry.message


def test_rules_are_named_by_code_or_name() -> None:
    """One comment may accept several rules; each becomes an entry of its own."""
    found = _read("# supertokens-lint: ignore[api-domain-mismatch, ST113] -- a reason\n")
    assert [(e.word, e.code) for e in found if isinstance(e, Suppression)] == [
        ("api-domain-mismatch", "ST110"),
        ("ST113", "ST113"),
    ]


def test_a_comment_after_code_holds_for_its_own_line_only() -> None:
    """The next line has nothing to do with it."""
    assert _lines("a: 1\nb: 2 # supertokens-lint: ignore[ST110] -- why\nc: 3\n") == [2]


def test_a_comment_alone_on_its_line_holds_for_the_next_line() -> None:
    """Further comment lines in between do not separate the two."""
    assert _lines("# supertokens-lint: ignore[ST110] -- why\nb: 2\n") == [1, 2]
    assert _lines("  # supertokens-lint: ignore[ST110] -- why\n# note\nb: 2\n") == [1, 3]


def test_a_comment_for_the_file_holds_everywhere() -> None:
    """Wherever it stands."""
    assert _lines("a: 1\n# supertokens-lint: ignore-file[ST110] -- why\n") is None


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".env", "A=1 # supertokens-lint: ignore[ST110] -- why"),
        ("Dockerfile", "# supertokens-lint: ignore[ST110] -- why"),
        ("nginx.conf", "listen 80; # supertokens-lint: ignore[ST110] -- why"),
        ("tsconfig.json", "{ // supertokens-lint: ignore[ST110] -- why"),
        ("a.jsonc", "/* supertokens-lint: ignore[ST110] -- why */ {}"),
        ("index.html", "<!-- supertokens-lint: ignore[ST110] -- why -->"),
        (
            "a.toml",
            "a = 'x'# supertokens-lint: ignore[ST110] -- why"[:7] + " # supertokens-lint: "
            "ignore[ST110] -- why",
        ),
    ],
)
def test_every_kind_of_file_has_its_own_comments(path: str, text: str) -> None:
    """Files without a language reader are scanned for the comment marks of their format."""
    (entry,) = _read(text, path)
    assert isinstance(entry, Suppression)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.yaml", 'a: "# supertokens-lint: ignore[ST110] -- why"'),
        ("a.yaml", "a: '# supertokens-lint: ignore[ST110] -- why'"),
        (".env", "A=b#supertokens-lint: ignore[ST110] -- why"),
        ("a.json", '{"a": "// supertokens-lint: ignore[ST110] -- why"}'),
        ("a.yaml", "// supertokens-lint: ignore[ST110] -- why"),
        ("a.yaml", "# see supertokens-lint: ignore[ST110] -- why"),
    ],
)
def test_what_is_no_comment_suppresses_nothing(path: str, text: str) -> None:
    """Text in a string, in a value, or after other words of a comment is left alone."""
    assert _read(text, path) == []


def test_the_comment_is_the_place() -> None:
    """Findings about a suppression point at the comment."""
    text = "a: 1 # supertokens-lint: ignore[ST110] -- why\n"
    (entry,) = _read(text)
    assert text[entry.place.span.start : entry.place.span.end] == text[5:-1]


@pytest.mark.parametrize("reason", ["", " --", " -- ", " - no", " because"])
def test_a_reason_is_mandatory(reason: str) -> None:
    """Without one the comment has no effect, and that is said."""
    message = _mistake(f"# supertokens-lint: ignore[ST110]{reason}\n")
    assert "reason" in message


def test_unknown_rules_are_mistakes_with_a_hint() -> None:
    """A misspelt name does not silently suppress nothing."""
    assert _mistake("# supertokens-lint: ignore[api-domain-mismach] -- why") == (
        'there is no rule "api-domain-mismach"; did you mean api-domain-mismatch?'
    )


@pytest.mark.parametrize("text", ["ignore -- why", "ignore[] -- why", "ignore-file -- why"])
def test_rules_must_be_named(text: str) -> None:
    """There is no comment that accepts everything."""
    assert "must name its rules" in _mistake(f"# supertokens-lint: {text}")


@pytest.mark.parametrize("text", ["", "disable ST110", "ignored[ST110] -- x", "ignore [ST110"])
def test_anything_else_is_not_understood(text: str) -> None:
    """A directive that nobody knows is said to be one."""
    assert "not understood" in _mistake(f"# supertokens-lint: {text}")
