"""Statements written next to one that the user wrote, and names declared at the head of a function."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import libcst as cst

from codemods.python.edits import Edit, Now, Where
from codemods.python.module import Module

#: Makes a small statement when the edits are applied.
Build = Callable[[Now], cst.BaseSmallStatement]


def beside(statement: cst.CSTNode, module: Module, where: Where, build: Build, label: str, rank: tuple[int, ...] = ()) -> Edit:
    """A statement before or behind another one: on a line of its own, or on the same line where several share it."""
    line = module.parent(statement)
    lone = isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1
    if isinstance(statement, cst.BaseSmallStatement) and not lone:
        return Edit(statement, lambda updated, now: build(now), label, where=where, rank=rank)
    node = line if isinstance(line, cst.SimpleStatementLine) else statement
    return Edit(node, lambda updated, now: cst.SimpleStatementLine([build(now)]), label, where=where, rank=rank)


def assign(target: cst.BaseExpression, value: cst.BaseExpression) -> cst.Assign:
    return cst.Assign([cst.AssignTarget(as_target(target))], value)


def as_target(expression: cst.BaseExpression) -> cst.BaseAssignTargetExpression:
    """A copy of an expression that can be assigned to."""
    copied = expression.deep_clone()
    assert isinstance(copied, cst.BaseAssignTargetExpression)
    return copied


def declaration(function: cst.FunctionDef, word: str, names: Sequence[str], module: Module) -> Edit:
    """`global a, b` at the head of a function, behind its docstring."""
    kind = cst.Global if word == "global" else cst.Nonlocal
    body = list(function.body.body)
    first = body[1] if len(body) > 1 and _is_docstring(body[0]) else body[0]
    label = f"{word} {', '.join(names)}"

    def made(now: Now) -> cst.BaseSmallStatement:
        return kind([cst.NameItem(cst.Name(name)) for name in names])

    if isinstance(first, cst.SimpleStatementLine):
        return Edit(first, lambda updated, now: cst.SimpleStatementLine([made(now)]), label, where="top")
    return beside(first, module, "top", made, label)


def _is_docstring(statement: cst.CSTNode) -> bool:
    small = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) else statement
    return isinstance(small, cst.Expr) and isinstance(small.value, (cst.SimpleString, cst.ConcatenatedString))


def replaced_names(node: cst.Global | cst.Nonlocal, old: str, new: Sequence[str]) -> Edit:
    """`global chat` becomes `global chat_interaction_id`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, (cst.Global, cst.Nonlocal))
        items: list[str] = []
        for item in updated.names:
            items += new if item.name.value == old else [item.name.value]
        return updated.with_changes(names=[cst.NameItem(cst.Name(name)) for name in dict.fromkeys(items)])

    return Edit(node, change, f"declare {', '.join(new)} for {old}")
