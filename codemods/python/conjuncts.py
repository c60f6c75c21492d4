"""Conditions of several parts: taking out one that says nothing any more."""

from __future__ import annotations

from typing import TypeAlias

import libcst as cst

from codemods.python.edits import Edit, Now, in_its_place
from codemods.python.module import Module

Operator: TypeAlias = "type[cst.And] | type[cst.Or]"


def without(node: cst.CSTNode, module: Module, label: str) -> Edit | None:
    """The edit that takes one operand out of an `and`; None where its value would be missed."""
    both = module.parent(node)
    if not isinstance(both, cst.BooleanOperation) or not isinstance(both.operator, cst.And):
        return None
    if both.left is not node and not module.only_tested(both):
        return None
    other = both.right if both.left is node else both.left
    return Edit(both, in_its_place(other), f"{label}, keep {module.span(other)}", keeps=(other,))


def chain(node: cst.CSTNode, module: Module, operator: Operator = cst.And) -> cst.CSTNode:
    """The whole of the `and` (or `or`) chain that an expression is an operand of; the expression itself when there is none."""
    top, parent = node, module.parent(node)
    while isinstance(parent, cst.BooleanOperation) and isinstance(parent.operator, operator):
        top, parent = parent, module.parent(parent)
    return top


def operands(node: cst.CSTNode, operator: Operator = cst.And) -> list[cst.BaseExpression]:
    """What a chain is made of, in order."""
    if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, operator):
        return [*operands(node.left, operator), *operands(node.right, operator)]
    return [node] if isinstance(node, cst.BaseExpression) else []


def keeping(top: cst.CSTNode, kept: list[cst.BaseExpression], label: str, operator: Operator = cst.And) -> Edit:
    """The edit that leaves only some operands of a chain."""

    def build(node: cst.CSTNode, now: Now) -> cst.BaseExpression | None:
        if isinstance(node, cst.BooleanOperation) and isinstance(node.operator, operator):
            left, right = build(node.left, now), build(node.right, now)
            return node.with_changes(left=left, right=right) if left is not None and right is not None else left or right
        if node not in kept:
            return None
        value = now(node)
        assert isinstance(value, cst.BaseExpression)
        return value

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        result = build(top, now)
        assert result is not None
        if isinstance(result, cst.BooleanOperation) or not isinstance(updated, cst.BaseExpression):
            return result
        return result.with_changes(lpar=[*updated.lpar, *result.lpar], rpar=[*result.rpar, *updated.rpar])

    return Edit(top, change, label, keeps=tuple(kept))
