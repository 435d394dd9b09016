"""Scripts inside Vue, Svelte, Astro and HTML files."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from languages.sketch import sketch, text_of
from supertokens_lint.languages import ir
from supertokens_lint.languages.markup import EXTENSIONS, read


def _blocks(path: str, text: str) -> list[tuple[str, str]]:
    """Spell each block as its role and its statements."""
    found = read(path, text)
    assert found.problems == ()
    return [(block.role, " ".join(map(sketch, block.body))) for block in found.blocks]


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("a.vue", "<template><b/></template>\n<script>\na\n</script>", [("module", "a;")]),
        ("a.vue", "<script setup>a</script><script>b</script>", [("setup", "a;"), ("module", "b;")]),
        ("a.vue", '<script lang="ts" setup>a as B</script>', [("setup", "a;")]),
        ("a.vue", "<script lang='tsx'>(a as B) && <c/></script>", [("module", "Binary('&&', a, Element(c, [], []));")]),
        ("a.vue", '<script lang="coffee">a -> b</script>', []),
        ("a.vue", '<script setup generic="T extends A<B>">a</script>', [("setup", "a;")]),
        ("a.vue", "<SCRIPT LANG=ts >a!</SCRIPT\n>", [("module", "a;")]),
        ("a.svelte", "<script>export let a;\n$: b = a</script>", [("setup", "Bind(a, None, kind='let') Export([ExportedName('a', 'a')]) Block([Bind(b, a)])")]),
        ("a.svelte", '<script context="module">a</script>', [("module", "a;")]),
        ("a.svelte", '<script module lang="ts">a!</script>', [("module", "a;")]),
        ("a.astro", "---\nconst a: B = 1;\nreturn a\n---\n<c/>", [("server", "Bind(a, 1, kind='const', annotation='B') Return(a)")]),
        ("a.astro", "\n---\na\n---\n<script>b as C</script>", [("server", "a;"), ("client", "b;")]),
        ("a.astro", "<script is:inline>a</script>", [("client", "a;")]),
        ("a.astro", "--- a ---\n<b/>", [("server", "a;")]),
        ("a.html", "<head><script>a</script></head>", [("client", "a;")]),
        ("a.html", '<script type="module" async>a</script>', [("client", "a;")]),
        ("a.html", "<script type='text/javascript; charset=utf-8'>a</script>", [("client", "a;")]),
        ("a.html", '<script type="application/ld+json">{}</script>', []),
        ("a.html", '<script type="importmap">{}</script>', []),
        ("a.html", '<script type="text/babel"><a/></script>', [("client", "Element(a, [], []);")]),
        ("a.html", "<!-- <script>a</script> --><script>b</script>", [("client", "b;")]),
        ("a.html", "<scripts>a</scripts><script-b>c</script-b>", []),
        ("a.html", "<script/><p>a</p>", [("client", "")]),
        ("a.html", "", []),
    ],
)  # fmt: skip
def test_blocks(path: str, text: str, expected: list[tuple[str, str]]) -> None:
    """Each script is read in its language, with its role; data and comments are none."""
    assert _blocks(path, text) == expected


def test_source_attribute() -> None:
    """A script of another file tells which one; a script with text does not."""
    text = '<script src="/a.js?b&amp;c"></script><script src=/d.js>e</script>'
    found = read("/app/a.html", text)
    assert [block.src for block in found.blocks] == ["/a.js?b&c", None]


def test_language_is_that_of_the_scripts() -> None:
    """One typed script makes the file TypeScript."""
    assert read("/app/a.vue", "<script>a</script>").language is ir.Language.JAVASCRIPT
    text = "<script>a</script><script setup lang=ts>b</script>"
    assert read("/app/a.vue", text).language is ir.Language.TYPESCRIPT


@pytest.mark.parametrize("extension", EXTENSIONS)
def test_places_are_in_the_whole_file(extension: str) -> None:
    """Statements, comments and directives of a script stand where they are in the file."""
    script = "<!-- é😀 -->\n<script lang='ts'>\r\n'use client'; // ä😀\r\nf('ü')\r\n</script>\n"
    text = script * 2
    found = read(f"/app/a{extension}", text)
    calls = [node for node in ir.walk(*found.body) if isinstance(node, ir.Call)]
    assert [text_of(text, call.span) for call in calls] == ["f('ü')"] * 2
    assert calls[0].span != calls[1].span
    assert [comment.text for comment in found.comments] == ["<!-- é😀 -->", "// ä😀"] * 2
    assert [text_of(text, item.span) for item in found.comments] == ["<!-- é😀 -->", "// ä😀"] * 2
    assert [block.directives for block in found.blocks] == [("use client",)] * 2
    assert all(text_of(text, block.span).endswith("f('ü')\r\n") for block in found.blocks)


def test_script_without_an_end() -> None:
    """A script that never ends is read to the end, and a problem says so."""
    found = read("/app/a.vue", "<script setup>\nf()\n")
    assert sketch(found.body[0]) == "Call(f, []);"
    assert [problem.message for problem in found.problems] == ["a script without an end"]


def test_problem_places() -> None:
    """A problem inside a script stands where it is in the file."""
    text = "<p>é</p><script>a.</script>"
    (problem,) = read("/app/a.html", text).problems
    assert problem.span.start >= text.index("a.")


_MARKS = [
    "<script",
    "lang=",
    '"ts"',
    "'",
    '"',
    ">",
    "/>",
    "</script>",
    "<!--",
    "-->",
    "---",
    "setup",
    "src=b",
    "f()",
    "<p>",
    "</",
    "😀",
    "a",
]
_PIECES = st.sampled_from([*_MARKS, "\n", "\0", " "])


@settings(deadline=None)
@given(st.lists(_PIECES, max_size=20).map("".join), st.sampled_from(EXTENSIONS))
def test_any_markup_is_read(text: str, extension: str) -> None:
    """Whatever the markup, reading ends well, with places inside the text and in order."""
    found = read(f"/app/a{extension}", text)
    for block in found.blocks:
        assert 0 <= block.span.start <= block.span.end <= len(text)
    starts = [block.span.start for block in found.blocks]
    assert starts == sorted(starts)
