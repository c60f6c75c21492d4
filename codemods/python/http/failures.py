"""What is read of a response only where the request failed: errors look the same at both addresses."""

from __future__ import annotations

import libcst as cst

from codemods.python.module import Module
from codemods.python.nodes import integer_value

_SUCCESS = frozenset({"ok", "is_success"})
_OK = 200


def of_failure(node: cst.Attribute, module: Module) -> bool:
    """Whether an attribute of a response is read in a branch for responses that are no success."""
    child: cst.CSTNode = node
    for around in module.ancestors(node):
        if isinstance(around, cst.If) and child is not around.test:
            failed = _fails(around.test, node, module)
            if failed is not None and failed is (child is around.body):
                return True
        if isinstance(around, (cst.FunctionDef, cst.Lambda)):
            return False
        child = around
    return False


def _fails(test: cst.BaseExpression, node: cst.Attribute, module: Module) -> bool | None:
    """Whether a test holds for failures alone (True) or for success alone (False); None for any other test."""
    if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
        inner = _fails(test.expression, node, module)
        return None if inner is None else not inner
    if isinstance(test, cst.Attribute):
        return False if test.attr.value in _SUCCESS and _same(test.value, node, module) else None
    if not isinstance(test, cst.Comparison) or len(test.comparisons) != 1 or not isinstance(test.left, cst.Attribute):
        return None
    target = test.comparisons[0]
    if test.left.attr.value != "status_code" or not _same(test.left.value, node, module) or integer_value(target.comparator) != _OK:
        return None
    return {cst.NotEqual: True, cst.Equal: False}.get(type(target.operator))


def _same(tested: cst.BaseExpression, node: cst.Attribute, module: Module) -> bool:
    """Whether a test is about the response that is read."""
    if not isinstance(tested, cst.Name) or not isinstance(node.value, cst.Name):
        return False
    return module.flow.definitions_of(tested) == module.flow.definitions_of(node.value)
