"""Reaching definitions: which bindings a use of a name may see."""

from __future__ import annotations

import pytest

from codemods.python.module import parse
from tests.python.support import source


def reaching(text: str, name: str = "r") -> dict[int, set[int]]:
    """For each load of the name, by line: the lines of the definitions it may hold."""
    module = parse(source(text))
    found: dict[int, set[int]] = {}
    for load, definitions in module.flow.reaching.items():
        if load.value == name:
            lines = {module.span(definition.name).line for definition in definitions}
            found.setdefault(module.span(load).line, set()).update(lines)
    return found


CASES = {
    "the last binding wins in a row": ("r = 1\nr = 2\nr", {3: {2}}),
    "branches meet": ("if x:\n    r = 1\nelse:\n    r = 2\nr", {5: {2, 4}}),
    "a branch that leaves does not meet": ("def f():\n    r = 1\n    if x:\n        r = 2\n        return\n    r", {6: {2}}),
    "a loop brings its own binding back": ("r = 1\nfor i in x:\n    r\n    r = 2\nr", {3: {1, 4}, 5: {1, 4}}),
    "a while loop that breaks": ("while True:\n    r = 1\n    if r:\n        break\nr", {3: {2}, 5: {2}}),
    "continue skips what follows": ("r = 1\nfor i in x:\n    if i:\n        continue\n    r = 2\nr", {6: {1, 5}}),
    "a handler sees every state of its body": (
        "r = 1\ntry:\n    r = 2\n    f()\n    r = 3\nexcept E:\n    r\nr",
        {7: {1, 3, 5}, 8: {1, 3, 5}},
    ),
    "finally sees everything": ("r = 1\ntry:\n    r = 2\nfinally:\n    r", {5: {1, 3}}),
    "what follows finally is reached by the ordinary way": (
        "def f():\n    try:\n        r = 1\n    except E:\n        return\n    finally:\n        pass\n    r",
        {8: {3}},
    ),
    "else runs after the body": ("try:\n    r = 1\nexcept E:\n    r = 2\nelse:\n    r\nr", {6: {2}, 7: {2, 4}}),
    "a function reads every binding of the module": ("r = 1\ndef f():\n    r\nr = 2", {3: {1, 4}}),
    "a function has names of its own": ("r = 1\ndef f():\n    r = 2\n    r\nr", {4: {3}, 5: {1}}),
    "a parameter hides the module's name": ("r = 1\ndef f(r):\n    r", {3: {2}}),
    "global binds in the module": ("r = 1\ndef f():\n    global r\n    r = 2\nr", {5: {1, 4}}),
    "nonlocal binds in the function around": ("def f():\n    r = 1\n    def g():\n        nonlocal r\n        r = 2\n    r", {6: {2, 5}}),
    "a class body is not seen by its methods": ("r = 1\nclass C:\n    r = 2\n    def m(self):\n        r", {5: {1}}),
    "a class body sees itself and the module": ("r = 1\nclass C:\n    r\n    r = 2\n    r", {3: {1}, 5: {4}}),
    "a comprehension has its own variable": ("r = 1\n[r for r in x]\nr", {2: {2}, 3: {1}}),
    "a walrus in a comprehension binds outside": ("[(r := i) for i in x]\nr", {2: {1}}),
    "a lambda reads later": ("r = 1\nf = lambda: r\nr = 2", {2: {1, 3}}),
    "a deleted name is gone": ("r = 1\ndel r\nr = 2\nr", {2: {1}, 4: {3}}),
    "an augmented assignment reads and binds": ("r = 1\nr += 2\nr", {2: {1}, 3: {2}}),
    "a break runs the finally around it": ("for i in x:\n    try:\n        r = 1\n        break\n    finally:\n        r = 2\nr", {7: {6}}),
    "the right of `or` may not run": ("r = 1\nx or (r := 2)\nr", {3: {1, 2}}),
    "a comprehension reads its iterable outside": ("r = 1\n[r for r in r]\nr", {2: {1, 2}, 3: {1}}),
    "a capture stays when its guard fails": ("r = 1\nmatch x:\n    case r if y:\n        pass\nr", {5: {1, 3}}),
    "match cases are branches": ("r = 1\nmatch x:\n    case 1:\n        r = 2\n    case r:\n        pass\nr", {7: {1, 4, 5}}),
    "a context manager that swallows": ("r = 1\nwith suppress(E):\n    r = 2\nr", {4: {1, 3}}),
    "other context managers run through": ("r = 1\nwith open(p):\n    r = 2\nr", {4: {3}}),
    "the arms of a conditional expression": ("(r := 1) if x else (r := 2)\nr", {2: {1}}),
    "imports, classes and functions bind": ("import r\nr\ndef r(): pass\nr\nclass r: pass\nr", {2: {1}, 4: {3}, 6: {5}}),
    "tuple targets bind each name": ("a, (r, *b) = x\nr", {2: {1}}),
    "with and for and except bind": ("with x as r:\n    r\nfor r in x:\n    r\ntry: pass\nexcept E as r:\n    r", {2: {1}, 4: {3}, 7: {6}}),
}


@pytest.mark.parametrize(("text", "expected"), CASES.values(), ids=CASES.keys())
def test_a_use_sees_exactly_these_bindings(text: str, expected: dict[int, set[int]]) -> None:
    assert reaching(text) == expected
