"""Reader of Go.

What the neutral form leaves open, this reader settles so:

* The package clause is a directive: ``package main``.
* An import binds its alias or the last element of its path, without a major version
  (``example.com/log/v2`` and ``gopkg.in/log.v2`` bind ``log``), as ``namespace``; ``.`` is a
  star import, ``_`` binds nothing.
* Pointers are transparent: ``&x`` and ``*x`` are ``x``. So are parentheses, type assertions and
  conversions to types that are written out (``[]byte(x)``); ``T(x)`` stays a call.
* A struct literal ``pkg.T{A: x}`` is a call of its type with keyword arguments and ``is_new``.
  ``new(T)`` is the same without arguments. Elements whose type is left out get that of the list
  or map around them. Lists and ``make([]T)`` are arrays, maps and literals of anonymous structs
  are objects. Type arguments are left out.
* ``x := v`` is a ``let``, ``var`` and ``const`` are what they are, ``x = v`` is an ``assign``;
  ``a, b = c, d`` makes two of them, ``a, b = f()`` one with an array pattern, ``v, ok = m[k]``
  binds ``ok`` to an opaque expression. ``_`` binds nothing.
  A ``const`` without a value repeats the expression before it; ``iota`` is opaque.
* ``return a, b`` returns an array of kind ``tuple``. Results with names are declared at the start
  of the body, and a bare ``return`` returns them.
* A method is an assignment to a member of its type: ``T.name = func``; its receiver is a ``let``
  at the start of the body whose value is ``this``.
* A struct type is a class with its embedded types as bases; a field's tag is a string among its
  decorators. Any other type is a class without members whose keyword ``underlying`` says what it
  is made of: ``map``, ``slice``, ``interface``, ``function`` or the type as written.
* ``if`` and ``switch`` with an initialiser stand in a block of their own. Cases of a ``select``
  or a type switch are tested by an opaque expression. A case that falls through repeats the next
  one.
* ``panic``, ``os.Exit`` and the ``Fatal`` and ``Panic`` functions of loggers are a ``raise``.
* Opaque kinds: ``iota``, ``ok``, ``imaginary``, ``receive``, ``slice``, ``type``, ``select``,
  ``case``, ``missing`` and ``error`` (half-written text), ``chain`` and ``deep`` (see below).

No tree is deeper than :data:`~.reading.MAX_DEPTH` expressions and statements: what nests deeper
is an empty ``Opaque("deep")``, the far end of an endless operator or call chain is an
``Opaque("chain")`` of its operands, and a problem says so.
"""

from __future__ import annotations

from supertokens_lint.languages.go.reader import read

__all__ = ["read"]
