"""Questions whether an answer has anything: `if "candidates" in answer`, `if answer.get("candidates")`."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api.outputs import CALL, Kinds
from codemods.python.edits import Edit, Now, in_its_place
from codemods.python.http.reading import Reading
from codemods.python.module import Module
from codemods.python.nodes import string_value

_ASKED = "candidates"
#: Behind the answer, which has no steps when it is an error.
_ANY = 'any({test} for step in \0.get("steps", []))'
_TEXT, _CALLS = 'step["type"] == "model_output"', 'step["type"] in ("model_output", "function_call")'


@dataclass(frozen=True, eq=False)
class Question:
    """The expression that asks, what it asks about, and whether it asks for nothing being there. ``literal`` has the name."""

    node: cst.BaseExpression
    answer: cst.BaseExpression
    literal: cst.BaseExpression
    negative: bool = False


def asked(reading: Reading, module: Module) -> Question | None:
    """The question that an expression with JSON is part of, of which only the truth counts."""
    if reading.keys:
        only = reading.keys[0] if reading.path == _ASKED and len(reading.keys) == 1 else None
        return Question(reading.node, reading.base, only.node) if only is not None and module.only_tested(reading.node) else None
    target = module.parent(reading.base)
    comparison = module.parent(target) if isinstance(target, cst.ComparisonTarget) else None
    if not isinstance(comparison, cst.Comparison) or len(comparison.comparisons) != 1 or string_value(comparison.left) != _ASKED:
        return None
    operator = comparison.comparisons[0].operator
    if not isinstance(operator, (cst.In, cst.NotIn)) or not module.only_tested(comparison):
        return None
    return Question(comparison, reading.base, comparison.left, isinstance(operator, cst.NotIn))


def edit(question: Question, kinds: Kinds, module: Module) -> Edit:
    """The same question about the steps of an interaction; asking twice in a row is asking once."""
    repeated = _asked_before(question, module)
    if repeated is not None:
        left = repeated.left
        return Edit(repeated, in_its_place(left), "asked already", keeps=(left,))
    literal = question.literal
    quote = literal.quote if isinstance(literal, cst.SimpleString) and len(literal.quote) == 1 else '"'

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        base = cst.Module([]).code_for_node(now(question.answer))
        written = _ANY.replace("{test}", _CALLS if CALL in kinds else _TEXT).replace('"', quote).replace("\0", base)
        return cst.parse_expression(f"not {written}" if question.negative else written).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return Edit(question.node, change, "ask for steps", keeps=(question.answer,))


def _asked_before(question: Question, module: Module) -> cst.BooleanOperation | None:
    """The `a and b`, or `not a or not b`, in which a question repeats the one before it."""
    parent = module.parent(question.node)
    negated = isinstance(parent, cst.UnaryOperation)
    operand = parent if isinstance(parent, cst.UnaryOperation) else question.node
    around = module.parent(operand)
    negative = question.negative is not negated
    if not isinstance(around, cst.BooleanOperation) or around.right is not operand:
        return None
    if not isinstance(around.operator, cst.Or if negative else cst.And):
        return None
    answer = module.code(question.answer)
    said = module.code(around.left).replace("'", '"')
    positive = {f'"{_ASKED}" in {answer}', f'{answer}.get("{_ASKED}")'}
    forms = {f'"{_ASKED}" not in {answer}', *(f"not {form}" for form in positive)} if negative else positive
    return around if said in forms else None
