"""Reader of JavaScript, TypeScript, JSX, TSX and JSON.

What the neutral form leaves open, this reader settles so:

* Parentheses, ``as``, ``satisfies``, ``!``, type assertions and instantiations give the inner
  expression with the inner span.
* ``a = 1`` as a statement is a :class:`~..ir.Bind` with the span of the assignment (no semicolon);
  a declaration gives one ``Bind`` for each declarator, with the declarator's span. Other
  statements have the span of their text, semicolon included.
* ``i++`` is the assignment ``i += 1`` whose literal has the span of the operator.
* A method's function has the name and span of the method. A decorated class or member starts at
  its first decorator.
* A computed key that is a plain string is that string. Computed names of class members are kept
  as written, with their brackets.
* A ``for (init; test; update)`` loop is a ``Loop`` whose body ends with the update; an ``init``
  wraps it in a ``Block``. A ``catch`` parameter is a ``let`` without a value at the start of its
  handler.
* A ``switch`` is a chain of ``If``; cases without statements join the next one with ``||``.
  Falling through a case that has statements is not modelled.
* An ``enum`` is a ``const`` bound to an object of its members; a ``namespace`` is a block without
  its exports.
* Opaque kinds: ``regex``, ``sequence``, ``yield``, ``enum`` (a member whose number is not written
  out), ``missing`` and ``error`` (half-written text; a value beside unreadable text is inside an
  ``error``, since another may be meant), ``chain`` and ``deep`` (see below).

No tree is deeper than :data:`~.reading.MAX_DEPTH` expressions and statements: what nests deeper
is an empty ``Opaque("deep")``, the far end of an endless operator or call chain is an
``Opaque("chain")`` of its operands, and a problem says so.
"""

from __future__ import annotations

from supertokens_lint.languages.javascript.dialect import Dialect, dialect_of
from supertokens_lint.languages.javascript.json import read_json
from supertokens_lint.languages.javascript.reader import Script, read, read_script

__all__ = ["Dialect", "Script", "dialect_of", "read", "read_json", "read_script"]
