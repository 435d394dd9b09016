"""Two readers that share no code must make the same of the same JavaScript.

The second one is made from esprima, see :mod:`languages.esprima_reader`. Everything is compared,
places and comments included. Only syntax of which esprima has no idea is left out: no fixture has any today.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from languages.esprima_reader import RefusedError
from languages.esprima_reader import read as read_again
from records import field_names, is_record
from supertokens_lint.languages import javascript
from supertokens_lint.source import SourceText, Span

_FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
_EXTENSIONS = frozenset((".js", ".jsx", ".mjs", ".cjs"))
_UNKNOWN = re.compile(r"#\w|\bstatic\s*\{|\d_\d|\dn\b|\?\.[\w.]*`|\bexport \* as\b")
"""Private names, static blocks, numbers of newer forms, and what else esprima has no idea of."""

SNIPPETS = (
    "a;",
    "a\n",
    "",
    "// only a comment",
    "#!/usr/bin/env node\na // b\n",
    "'use strict'\n'use client';\na",
    "const a = 1, b = 'c', d = true, e = null, f = undefined, g = /h/i;",
    "let a\nvar b = 1.5e3 + .5 + 0x1F + 0o17 + 0b11",
    r"""x = 'a\n\t\\\'\x41\u0042\u{1F600}\
b' + "\0" """,
    "x = `a${b}c` + `` + `${a}` + `\\n\\u0041${`b${c}`}\nd`",
    "f`a${b}`; a.b`c`",
    "a = b; a.b += c; a[b] = c; a = b = c",
    "[a, b.c, d = 1] = e; ({a, b: c, ...d} = e); ({a: b.c, d: [e]} = f)",
    "const {a, b: c = 1, [d]: e, 'f': {g}, 5: h, ...i} = j, [k, , l = 2, ...m] = n",
    "i++; --i; -a; +a; !a; ~a; typeof a; void 0; delete a.b",
    "a + b * c - d / e % f; (a + b) * c; a ** b ** c; ((a)) + (b)",
    "a === b; a !== b; a == b; a != b; a < b; a in b; a & b | c ^ d << 2 >> 3 >>> 4",
    "a && b || c; a || (b && c); a ? b : c ? d : e; (a, b), c",
    "a.b.c; a[b][c]; a.b(c).d(e)(f); (a.b).c; (a, b).c; a['b']",
    "a\n  .b(c)\n  // why\n  .d(e)",
    "f(a, ...b); f((a), (b, c)); f(a,); f()",
    "new A; new A(b); new a.B(c).d; new (a())(b); new (a.b().C)()",
    "import('a').then(b)",
    "x = {}; y = {a, b: 1, 'c': 2, [d]: 3, ['e']: 4, 5: 6, ...f, 1e3: 7,}",
    "x = {a() {}, get b() { return 1 }, set b(v) {}, async c() {}, *d() {}, 'e'() {}, [f]() {}}",
    "x = {get: 1, set: 2, async: 3, static: 4, get() {}, set() {}, async() {}, await: 5}",
    "x = []; y = [a, , b]; z = [...a, [b],]",
    "function f(a, {b, c: [d]}, [e] = 1, ...g) { return a }",
    "function* h() { yield; yield* a; yield b }",
    "async function f() { await a; await (b); await (await c).d(e); await (0, g.h)(i).j(k) }",
    "async function f() { (await (await a.b(c)).d(e)).f(); return await (async () => g)() }",
    "x = () => a; x = a => ({}); x = (a) => (b); x = (a, b = 1, {c}, ...d) => { e }",
    "x = async () => a; x = async a => { b }; x = async (a, b) => await c",
    "x = function () {}; x = function f() {}; x = async function () {}; (function () {})()",
    "class A {}\nclass B extends c.D { constructor(a) { super(a); super.b() } static m() {} }",
    "class A { get a() {} set a(v) {} static async b() {} *c() {} [d]() {} }",
    "class A { 'e'() {} static f() {}; }",
    "x = class {}; x = class A extends (b, c) {}",
    "if (a) b; else if (c) { d } else e\nif (a) {} else { b }\nif (a) ; else b",
    "for (const a of b) c; for (a.b in c) {} for (var d in e) ; for ([a, b] of c) d",
    "for (let i = 0, j; i < 1; i++) { a } for (;;) a;",
    "for (i = 0; ; i += 1, j++) {} for (a(); b(); c()) d",
    "while (a) b; do { a } while (b)\ndo a; while (b); c",
    "try { a } catch (e) { b } finally { c } try { a } catch ({b}) {} try { a } finally {}",
    "switch (a) { case 1: b; break; case 2: case 3: c; default: d } switch (a) {}",
    "switch (a) { default: b; break; case 1: c }",
    "switch (a) { case 1: default: b } switch (a) { case b: }",
    "a: for (;;) { continue a } b: { break b } throw a\n;;debugger",
    "function f() { return\n1 } function g() { return a } function h() { return (a) }",
    "function f() { a } function g() { if (a) b /* c */ }",
    "x = function () { return a /* b */ }",
    "f(function () {} // why\n); function g() {} // here\nclass A {} /* there */",
    "x = () => {} // so",
    "a = 1 // b\nc = /* d */ 2 /* e */\n/* f */ g",
    "import 'a'; import b from 'c'",
    "import * as d from 'e'; import {f, g as h, default as i} from 'j'",
    "import a, {b} from 'c'; import d, * as e from 'f'; import {} from 'g'",
    "export {a, b as c}; export {d as default} from 'e'; export * from 'f'; export {}",
    "export const a = 1, {b, c: [d], ...e} = f; export let g; export function h() {}",
    "export class A {}\nexport async function f() {} // a\nexport function* g() {}",
    "export default a",
    "export default {a, b: 1};",
    "export default function () {}\na",
    "export default function f() {} // why\nb",
    "export default class {}",
    "export default class A extends B { c() {} }",
    "export default async () => a",
    "export default (a, b)",
    "module.exports = {a: require('b').c}; exports.d = exports.e = void 0",
    "x = <div />; y = <a.b.c d='e' f={g} {...h} i j:k=\"l\" m=<n/>>o</a.b.c>",
    "y = <a>o {p} {/* q */} <r>{'s'}</r></a>",
    "x = <a b='&amp; &gt; &#65; &#x42; &copy;' c=\"d\\n\">&amp;</a>",
    "y = <a:b c:d='e'>{() => <f/>}</a:b>",
    "x = a ? <b>{c && <d key={e}>{f}</d>}</b> : null",
    "const ü = 'ä😀'; f(ü, '日本', `€${x}😀`).ß // 😀 é\ng('😀')",
    "a\r\nb\r\n// c\r\nd = `e\r\nf`\r\n",
    "\ufeffa = 1",
    "var \\u0061b = 1; a.\\u{62}c",
    "let async; async = 1; get = 2; of = 3; async(a); from.as",
    "0, 1; -0; 9007199254740993; 1e400",
    "with_(a); yield_; await_; a.class.new.import",
    "a\n++b\nc\n(d)",
    "({}).a; (function () {}).call(b); [].c; (() => {})()",
    "a?.b; a?.[b]; a?.(b); a?.b.c(d)[e]?.f; (a?.b).c; a?.class; a?.[0]",
    "a ?? b; a ?? b ?? c; a?.b ?? c ? d : e; f(await a, b ?? c); new a.b()?.c",
    "a ||= b; a ??= b; a.b &&= c",
    "x = await f(); for (const a of await b) c",
    "x = import.meta.url; y = import.meta.env.A ?? import('b')",
    "async function f() { return (await a?.b(c))?.d }",
    "x = <a b={c?.d ?? e}>{`${f?.g}`}</a>",
)


def _first_difference(one: object, other: object, path: str = "module") -> str:
    """Describe where two trees part; an empty string if they do not."""
    if type(one) is not type(other):
        return f"{path}: {one!r} != {other!r}"
    if isinstance(one, tuple) and isinstance(other, tuple):
        for index, (left, right) in enumerate(zip(one, other, strict=False)):
            found = _first_difference(left, right, f"{path}[{index}]")
            if found:
                return found
        return "" if len(one) == len(other) else f"{path}: {one!r} != {other!r}"
    if is_record(one) and not isinstance(one, Span):
        for name in field_names(one):
            found = _first_difference(getattr(one, name), getattr(other, name), f"{path}.{name}")
            if found:
                return found
        return ""
    return "" if one == other else f"{path}: {one!r} != {other!r}"


def _assert_same(path: str, text: str) -> None:
    expected = read_again(path, text)
    found = javascript.read(path, text, javascript.Dialect.JAVASCRIPT)
    assert _first_difference(found, expected) == ""
    assert found == expected


def _fixtures() -> list[Path]:
    if not _FIXTURES.is_dir():
        return []
    files = (path for path in _FIXTURES.rglob("*") if path.suffix in _EXTENSIONS)
    return sorted(path for path in files if path.is_file())


@pytest.mark.parametrize("text", SNIPPETS)
def test_readers_agree_on_snippets(text: str) -> None:
    """Both readers make the same tree of every kind of syntax that esprima knows."""
    _assert_same("/app/snippet.js", text)


@pytest.mark.parametrize(
    "path", _fixtures(), ids=lambda path: path.relative_to(_FIXTURES).as_posix()
)
def test_readers_agree_on_fixtures(path: Path) -> None:
    """Both readers make the same tree of every JavaScript fixture that esprima accepts."""
    text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
    try:
        read_again(path.as_posix(), text)
    except RefusedError as error:
        if _UNKNOWN.search(text) is None:
            raise
        pytest.skip(f"esprima knows no such syntax: {error}")
    _assert_same(path.as_posix(), text)


def test_second_reader_refuses_newer_syntax() -> None:
    """What esprima cannot parse is refused, not read in part."""
    for text in ("class A { #b = 1 }", "a?.b`c`", "a ?? ;", "1_000"):
        with pytest.raises(RefusedError):
            read_again("/app/a.js", text)


def test_difference_is_seen() -> None:
    """The comparison sees a difference of one place."""
    one = read_again("/app/a.js", "a;")
    other = read_again("/app/a.js", "a ;")
    assert "span" in _first_difference(one, other)
    assert SourceText("/app/a.js", "a ;").position(2).column == 3


@pytest.mark.parametrize("text", SNIPPETS)
def test_grammars_agree(text: str) -> None:
    """JavaScript read as TypeScript with JSX is the same."""
    place = Span(0, len(text))
    one = javascript.read_script(text, place, javascript.Dialect.JAVASCRIPT)
    other = javascript.read_script(text, place, javascript.Dialect.TSX)
    assert _first_difference(one, other) == ""
