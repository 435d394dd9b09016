"""Classes in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import statements
from supertokens_lint.languages.javascript import Dialect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("class A {}", "ClassDeclaration(Class('A', [], [], []))"),
        (
            (
                "class A extends b.C { constructor(a) { super(a) } static m() {} static "
                "constructor() {} get a() {} set a(v) {} async *n() {} }"
            ),
            (
                "ClassDeclaration(Class('A', [Member(b, 'C')], [Method('constructor', "
                "Function('constructor', [Param(a)], [Call(super, [a]);]), kind='constructor'), "
                "Method('m', Function('m', [], []), is_static=True), Method('constructor', "
                "Function('constructor', [], []), is_static=True), Method('a', Function('a', [], "
                "[]), kind='get'), Method('a', Function('a', [Param(v)], []), kind='set'), "
                "Method('n', Function('n', [], [], is_async=True, is_generator=True))], []))"
            ),
        ),
        (
            (
                'class A { #p = 1; static q; "r s" = 2; [t] = 3; ["u"] = 4; [v]() {} 5() {}; '
                "static { w } }"
            ),
            (
                "ClassDeclaration(Class('A', [], [Field('#p', 1), Field('q', None, "
                "is_static=True), Field('r s', 2), Field('[t]', 3), Field('u', 4), Method('[v]', "
                "Function('[v]', [], [])), Method('5', Function('5', [], []))], [Block([w;])]))"
            ),
        ),
        ("(class {}); (class A extends B {})", "Class(None, [], [], []); Class('A', [B], [], []);"),
        (
            "class A { static async() {} get() {} set = 1; static static = 2 }",
            (
                "ClassDeclaration(Class('A', [], [Method('async', Function('async', [], []), "
                "is_static=True), Method('get', Function('get', [], [])), Field('set', 1), "
                "Field('static', 2, is_static=True)], []))"
            ),
        ),
    ],
)
def test_classes(source: str, expected: str) -> None:
    """Members keep kind, name and whether they are static."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "@a @b.c(d) class A { @e f = 1; @g() h() {} }",
            (
                "ClassDeclaration(Class('A', [], [Field('f', 1, decorators=[e]), Method('h', "
                "Function('h', [], [], decorators=[Call(g, [])]))], [], decorators=[a, "
                "Call(Member(b, 'c'), [d])]))"
            ),
        ),
        (
            "@a export class B {}",
            (
                "ClassDeclaration(Class('B', [], [], [], decorators=[a])) "
                "Export([ExportedName('B', 'B')])"
            ),
        ),
    ],
)
def test_decorators(source: str, expected: str) -> None:
    """Decorators stay with what they decorate."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "abstract class A<T> extends B<T> implements C {}",
            "ClassDeclaration(Class('A', [B], [], []))",
        ),
        (
            (
                "class A { private readonly a: string = 1; static b?: D; declare c: E; accessor q "
                "= 1; abstract f: G }"
            ),
            (
                "ClassDeclaration(Class('A', [], [Field('a', 1, annotation='string'), Field('b', "
                "None, annotation='D', is_static=True), Field('c', None, annotation='E'), "
                "Field('q', 1), Field('f', None, annotation='G')], []))"
            ),
        ),
        (
            (
                'class A { constructor(private readonly f: F, public g = 1, readonly h: H, @I("j") '
                "i, k?, protected l?: M) {} }"
            ),
            (
                "ClassDeclaration(Class('A', [], [Method('constructor', Function('constructor', "
                "[Param(f, annotation='F', accessibility='private'), Param(g, default=1, "
                "accessibility='public'), Param(h, annotation='H', accessibility='readonly'), "
                "Param(i, decorators=[Call(I, ['j'])]), Param(k), Param(l, annotation='M', "
                "accessibility='protected')], []), kind='constructor')], []))"
            ),
        ),
        (
            (
                "class A { m(): void; m() {} [n: string]: any; override o(): P {} abstract l(): "
                "void; async p(this: A, a: B<C>): Promise<D> {} }"
            ),
            (
                "ClassDeclaration(Class('A', [], [Method('m', Function('m', [], [])), Method('o', "
                "Function('o', [], [], returns='P')), Method('p', Function('p', [Param(a, "
                "annotation='B<C>')], [], is_async=True, returns='Promise<D>'))], []))"
            ),
        ),
        (
            (
                '@Injectable() export class A { @Input() a: B; @Host("c") @D d() {} '
                "constructor(@Inject(E) private f: G) {} }"
            ),
            (
                "ClassDeclaration(Class('A', [], [Field('a', None, annotation='B', "
                "decorators=[Call(Input, [])]), Method('d', Function('d', [], [], "
                "decorators=[Call(Host, ['c']), D])), Method('constructor', "
                "Function('constructor', [Param(f, annotation='G', decorators=[Call(Inject, [E])], "
                "accessibility='private')], []), kind='constructor')], [], "
                "decorators=[Call(Injectable, [])])) Export([ExportedName('A', 'A')])"
            ),
        ),
        (
            "@A({ b: c }) export default class D {}",
            (
                "ClassDeclaration(Class('D', [], [], [], decorators=[Call(A, "
                "[Object([Property('b', c)])])])) ExportDefault(D)"
            ),
        ),
        (
            "export abstract class A {}",
            "ClassDeclaration(Class('A', [], [], [])) Export([ExportedName('A', 'A')])",
        ),
        (
            "export default abstract class B {}",
            "ClassDeclaration(Class('B', [], [], [])) ExportDefault(B)",
        ),
    ],
)
def test_typescript_classes(source: str, expected: str) -> None:
    """Parameter properties and annotations are kept, signatures are left out."""
    assert statements(source, Dialect.TYPESCRIPT) == expected
