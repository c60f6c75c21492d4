"""Context managers that go on after an exception, so that what stands below a `with` may run although its body did not."""

from __future__ import annotations

import libcst as cst

from codemods.python.nodes import dotted
from codemods.python.tree import walk

#: Of libraries.
_KNOWN = frozenset({"suppress", "raises", "assertRaises"})
_MAKERS = frozenset({"contextmanager", "asynccontextmanager"})
_EXITS = frozenset({"__exit__", "__aexit__"})
_PASSING_ON = frozenset({"False", "None"})


def swallowing_names(tree: cst.Module) -> frozenset[str]:
    """The names of functions and classes that are such managers: of libraries, and those that a module defines itself."""
    own = {node.name.value for node in walk(tree) if isinstance(node, (cst.FunctionDef, cst.ClassDef)) and _goes_on(node)}
    return _KNOWN | own


def swallows(manager: cst.BaseExpression, names: frozenset[str]) -> bool:
    """Whether a context manager is one of these: `suppress(…)`, `pytest.raises(…)`, `self.guard()`."""
    func = manager.func if isinstance(manager, cst.Call) else manager
    name = func.attr.value if isinstance(func, cst.Attribute) else func.value if isinstance(func, cst.Name) else ""
    return name in names


def _goes_on(node: cst.FunctionDef | cst.ClassDef) -> bool:
    if isinstance(node, cst.ClassDef):
        exits = [method for method in walk(node.body) if isinstance(method, cst.FunctionDef) and method.name.value in _EXITS]
        return any(_may_say_yes(method) for method in exits)
    decorators = [d.decorator.func if isinstance(d.decorator, cst.Call) else d.decorator for d in node.decorators]
    if not any(dotted(decorator).rpartition(".")[2] in _MAKERS for decorator in decorators):
        return False
    return any(_yields_under_handlers(inner) for inner in walk(node.body))


def _may_say_yes(method: cst.FunctionDef) -> bool:
    """Whether `__exit__` may return something true."""
    returned = [node.value for node in walk(method.body) if isinstance(node, cst.Return) and node.value is not None]
    return any(not (isinstance(value, cst.Name) and value.value in _PASSING_ON) for value in returned)


def _yields_under_handlers(node: cst.CSTNode) -> bool:
    """`try: yield` with a handler that does not raise again, or inside of another such manager."""
    if isinstance(node, cst.With):
        return any(swallows(item.item, _KNOWN) for item in node.items) and _yields(node.body)
    if not isinstance(node, (cst.Try, cst.TryStar)) or not _yields(node.body):
        return False
    return any(not _raises_last(handler.body) for handler in node.handlers)


def _yields(node: cst.CSTNode) -> bool:
    return any(isinstance(below, cst.Yield) for below in walk(node))


def _raises_last(body: cst.BaseSuite) -> bool:
    last = body.body[-1] if body.body else None
    statements = last.body if isinstance(last, cst.SimpleStatementLine) else [last]
    return bool(statements) and isinstance(statements[-1], cst.Raise)
