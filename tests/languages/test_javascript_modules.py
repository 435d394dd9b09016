"""Imports and exports in the neutral form."""

from __future__ import annotations

import pytest

from languages.sketch import statements
from supertokens_lint.languages.javascript import Dialect


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('import "a"', "Import('a', [])"),
        ('import a from "m"', "Import('m', [ImportedName('default', 'a')])"),
        ('import * as a from "m"', "Import('m', [], namespace='a')"),
        (
            'import a, { b, c as d, default as e } from "m"',
            (
                "Import('m', [ImportedName('default', 'a'), ImportedName('b', 'b'), "
                "ImportedName('c', 'd'), ImportedName('default', 'e')])"
            ),
        ),
        ('import a, * as b from "m"', "Import('m', [ImportedName('default', 'a')], namespace='b')"),
        ('import { "x-y" as z } from "m"', "Import('m', [ImportedName('x-y', 'z')])"),
        ('import a from "m" with { type: "json" }', "Import('m', [ImportedName('default', 'a')])"),
        ('import {} from "m"', "Import('m', [])"),
    ],
)
def test_imports(source: str, expected: str) -> None:
    """Imports keep specifier, names and namespace."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("export { a, b as c }", "Export([ExportedName('a', 'a'), ExportedName('b', 'c')])"),
        ('export { default } from "m"', "Export([ExportedName('default', 'default')], module='m')"),
        (
            'export { a as default, b as "x-y" } from "m"',
            "Export([ExportedName('a', 'default'), ExportedName('b', 'x-y')], module='m')",
        ),
        ('export * from "m"', "Export([], module='m', star='*')"),
        ('export * as a from "m"', "Export([], module='m', star='a')"),
        ("export {}", "Export([])"),
    ],
)
def test_export_clauses(source: str, expected: str) -> None:
    """Export clauses keep both names and where they come from."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            "export const a = 1, {b, c: [d], ...e} = f",
            (
                "Bind(a, 1, kind='const') Bind(ObjectPattern([ObjectPatternEntry('b', b), "
                "ObjectPatternEntry('c', ArrayPattern([d]))], e), f, kind='const') "
                "Export([ExportedName('a', 'a'), ExportedName('b', 'b'), ExportedName('d', 'd'), "
                "ExportedName('e', 'e')])"
            ),
        ),
        ("export let a", "Bind(a, None, kind='let') Export([ExportedName('a', 'a')])"),
        (
            "export function f() {}",
            "FunctionDeclaration(Function('f', [], [])) Export([ExportedName('f', 'f')])",
        ),
        (
            "export async function* f() {}",
            (
                "FunctionDeclaration(Function('f', [], [], is_async=True, is_generator=True)) "
                "Export([ExportedName('f', 'f')])"
            ),
        ),
        (
            "export class A {}",
            "ClassDeclaration(Class('A', [], [], [])) Export([ExportedName('A', 'A')])",
        ),
    ],
)
def test_exported_declarations(source: str, expected: str) -> None:
    """An exported declaration comes before the export of its names."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("export default a", "ExportDefault(a)"),
        ("export default { a }", "ExportDefault(Object([Property('a', a, shorthand=True)]))"),
        ("export default function () {}", "ExportDefault(Function(None, [], []))"),
        (
            "export default function f() {}",
            "FunctionDeclaration(Function('f', [], [])) ExportDefault(f)",
        ),
        ("export default class {}", "ExportDefault(Class(None, [], [], []))"),
        ("export default class A {}", "ClassDeclaration(Class('A', [], [], [])) ExportDefault(A)"),
        ("export default () => a", "ExportDefault(Function(None, [], [Return(a)], is_arrow=True))"),
        ("export default (a, b)", "ExportDefault(Opaque('sequence', [a, b]))"),
        (
            "export default async function () {}",
            "ExportDefault(Function(None, [], [], is_async=True))",
        ),
    ],
)
def test_default_exports(source: str, expected: str) -> None:
    """A default export of something named is its declaration, then its name."""
    assert statements(source) == expected


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('import type A from "m"', "Import('m', [ImportedName('default', 'A')], type_only=True)"),
        ('import type { B } from "m"', "Import('m', [ImportedName('B', 'B')], type_only=True)"),
        (
            'import { type C, D } from "m"',
            "Import('m', [ImportedName('C', 'C', type_only=True), ImportedName('D', 'D')])",
        ),
        ('import a = require("m")', "Import('m', [], namespace='a')"),
        ("import b = C.D.E", "Bind(b, Member(Member(C, 'D'), 'E'), kind='const')"),
        ("export import c = d", "Bind(c, d, kind='const') Export([ExportedName('c', 'c')])"),
        ("export = a", "ExportDefault(a)"),
        (
            'export type { A } from "m"',
            "Export([ExportedName('A', 'A')], module='m', type_only=True)",
        ),
        ("export { type C, d }", "Export([ExportedName('d', 'd')])"),
        ("export as namespace A", ""),
    ],
)
def test_typescript_modules(source: str, expected: str) -> None:
    """Type-only imports say so; type-only exports have no names."""
    assert statements(source, Dialect.TYPESCRIPT) == expected
