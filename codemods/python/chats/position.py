"""Where a turn stands in its statement, and whether it can be taken out to stand before it."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

import libcst as cst

from codemods.python.module import Module
from codemods.python.scopes import Comprehension
from codemods.python.tree import children

#: What may be read before the message is sent or after it, without a difference.
_HARMLESS = (
    cst.Name,
    cst.Attribute,
    cst.SimpleString,
    cst.Integer,
    cst.Float,
    cst.Arg,
    cst.Element,
    cst.FormattedStringText,
    cst.FormattedStringExpression,
    cst.Add,
)
_KINDS: dict[type[cst.CSTNode], str] = {
    cst.Lambda: "a lambda",
    cst.ListComp: "a comprehension",
    cst.SetComp: "a comprehension",
    cst.DictComp: "a comprehension",
    cst.GeneratorExp: "a generator",
    cst.While: "the condition of a loop",
    cst.Assert: "an assertion",
    cst.FunctionDef: "the head of a function",
    cst.ClassDef: "the head of a class",
}


@dataclass(frozen=True, eq=False)
class Host:
    """The statement that a turn is part of. A ``problem`` says why the turn cannot be taken out of it."""

    statement: cst.CSTNode | None
    problem: str = ""


def host_of(answer: cst.BaseExpression, module: Module, others: Collection[cst.CSTNode], may_change: Callable[[cst.CSTNode], bool]) -> Host:
    """The statement of an answer; ``others`` are answers that are taken out as well, before this one.

    ``may_change`` tells names and attributes that may be given another value while the message is put together.
    """
    inner: cst.CSTNode = answer
    for around in module.ancestors(answer):
        if problem := _in_the_way(inner, around, module):
            return Host(None, f"a message sent in {problem} is not rewritten yet")
        before = [] if isinstance(around, (cst.Assign, cst.AnnAssign, cst.For)) else _evaluated_before(inner, around)
        if not all(_is_harmless(node, others, may_change) for node in before):
            return Host(None, "something else is computed before the message is sent in this statement; this is not rewritten yet")
        if isinstance(around, (cst.BaseSmallStatement, cst.BaseCompoundStatement)):
            return Host(around)
        inner = around
    return Host(None, "a message sent here is not rewritten yet")


def _in_the_way(inner: cst.CSTNode, around: cst.CSTNode, module: Module) -> str:
    """Why the inner expression may run not at all, or more than once, when the outer one does."""
    if type(around) in _KINDS:
        return _KINDS[type(around)]
    if isinstance(around, cst.IfExp) and inner is not around.test:
        return "a branch of a conditional expression"
    if isinstance(around, cst.BooleanOperation) and inner is not around.left:
        return "an operand that is not always computed"
    if isinstance(around, cst.Comparison) and len(around.comparisons) > 1 and inner is not around.left:
        return "an operand that is not always computed"
    if isinstance(around, cst.If) and isinstance(module.parent(around), cst.If):
        return "the condition of an `elif`"
    return ""


def _evaluated_before(inner: cst.CSTNode, around: cst.CSTNode) -> list[cst.CSTNode]:
    before: list[cst.CSTNode] = []
    for child in children(around):
        if child is inner:
            return before
        before.append(child)
    return before


def _is_harmless(node: cst.CSTNode, others: Collection[cst.CSTNode], may_change: Callable[[cst.CSTNode], bool]) -> bool:
    if node in others:
        return True
    if not isinstance(node, _HARMLESS) or may_change(node):
        return False
    return all(_is_harmless(child, others, may_change) for child in children(node))


def is_repeated(node: cst.CSTNode, made: cst.CSTNode, module: Module) -> bool:
    """Whether a place may run several times after another ran once: in a loop or function that the other is not in."""
    kinds = (cst.For, cst.While, cst.FunctionDef, cst.Lambda, cst.ClassDef, *Comprehension)
    outer = [made, *module.ancestors(made)]
    return any(isinstance(around, kinds) and around not in outer for around in module.ancestors(node))
