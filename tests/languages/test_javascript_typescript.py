"""What TypeScript adds, in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import statements
from supertokens_lint.languages.javascript import Dialect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("(a as B).c", "Member(a, 'c');"),
        ("(a satisfies B)", "a;"),
        ("a!.b", "Member(a, 'b');"),
        ("f<T>(a)", "Call(f, [a]);"),
        ("await f<T>(a)", "Await(Call(f, [a]));"),
        ("await f.g<T[]>(a).b", "Await(Member(Call(Member(f, 'g'), [a]), 'b'));"),
        ("!f<T>(a)", "Unary('!', Call(f, [a]));"),
        ("!await f<T>(a)", "Unary('!', Await(Call(f, [a])));"),
        ("(await f)<T>(a)", "Call(Await(f), [a]);"),
        ("new A<T>(b)", "Call(A, [b], is_new=True);"),
        ("const c = f<T>", "Bind(c, f, kind='const')"),
        ("let a = b as unknown as C", "Bind(a, b, kind='let')"),
        ("<T>a", "a;"),
        ('<const>["b"]', "Array(['b']);"),
        ("for (const a of b as C[]) {}", "Loop(a, b, None, [])"),
        ("(a as B) = c", "Bind(a, c)"),
        ("styled.div<{ a: boolean }>`x`", "Call(Member(styled, 'div'), [Template(['x'])]);"),
        ("(<any>window).a = 1", "Bind(Member(window, 'a'), 1)"),
    ],
)
def test_type_wrappers(source: str, expected: str) -> None:
    """Expressions lose their types."""
    assert statements(source, Dialect.TYPESCRIPT) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "let a: X<Y> = 1, b!: string",
            (
                "Bind(a, 1, kind='let', annotation='X<Y>') Bind(b, None, kind='let', "
                "annotation='string')"
            ),
        ),
        (
            "const { a, b }: C = d",
            (
                "Bind(ObjectPattern([ObjectPatternEntry('a', a), ObjectPatternEntry('b', b)], "
                "None), d, kind='const', annotation='C')"
            ),
        ),
        (
            "const f = async <T,>(a: T): Promise<T> => a",
            (
                "Bind(f, Function(None, [Param(a, annotation='T')], [Return(a)], is_async=True, "
                "is_arrow=True, returns='Promise<T>'), kind='const')"
            ),
        ),
        (
            "function f(this: A, a?: B, { c }: D = {}, ...e: F[]): asserts a is B {}",
            (
                "FunctionDeclaration(Function('f', [Param(a, annotation='B'), "
                "Param(ObjectPattern([ObjectPatternEntry('c', c)], None), default=Object([]), "
                "annotation='D'), Param(e, kind='rest', annotation='F[]')], [], returns='asserts a "
                "is B'))"
            ),
        ),
        (
            "function f(a: string): a is B {}",
            (
                "FunctionDeclaration(Function('f', [Param(a, annotation='string')], [], returns='a "
                "is B'))"
            ),
        ),
    ],
)
def test_annotations(source: str, expected: str) -> None:
    """Annotations are kept as written."""
    assert statements(source, Dialect.TYPESCRIPT) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("interface A {}", ""),
        ("type B = 1", ""),
        ("declare const c: 1", ""),
        ('declare module "m" { export const a: 1 }', ""),
        ("declare global {}", ""),
        ("declare function f(): void", ""),
        ("export interface G {}", ""),
        ("export type H = 1", ""),
        ("export declare const i: 1", ""),
        ("export default interface J {}", ""),
        ("function f(a: string): void", ""),
        ("declare enum A { B }", ""),
    ],
)
def test_types_are_skipped(source: str, expected: str) -> None:
    """Declarations of types have no value."""
    assert statements(source, Dialect.TYPESCRIPT) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            'enum A { B, C = 5, D, "E" = "e", F, G = 1 << 2, H }',
            (
                "Bind(A, Object([Property('B', 0), Property('C', 5), Property('D', 6), "
                "Property('E', 'e'), Property('F', Opaque('enum', [])), Property('G', Binary('<<', "
                "1, 2)), Property('H', Opaque('enum', []))]), kind='const')"
            ),
        ),
        ("const enum A { B }", "Bind(A, Object([Property('B', 0)]), kind='const')"),
        (
            'export enum A { B = "b" }',
            (
                "Bind(A, Object([Property('B', 'b')]), kind='const') Export([ExportedName('A', "
                "'A')])"
            ),
        ),
        ("enum A {}", "Bind(A, Object([]), kind='const')"),
    ],
)
def test_enums(source: str, expected: str) -> None:
    """An enum is a constant object; numbers count on."""
    assert statements(source, Dialect.TYPESCRIPT) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("namespace A.B { export const c = 1; d }", "Block([Bind(c, 1, kind='const'), d;])"),
        (
            "module A { export function f() {} }",
            "Block([FunctionDeclaration(Function('f', [], []))])",
        ),
        ("export namespace A { export const b = 1 }", "Block([Bind(b, 1, kind='const')])"),
    ],
)
def test_namespaces(source: str, expected: str) -> None:
    """A namespace is a block; what it exports is no export of the file."""
    assert statements(source, Dialect.TYPESCRIPT) == expected
