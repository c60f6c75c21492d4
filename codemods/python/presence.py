"""Questions whether an answer holds anything: `if response.candidates and response.candidates[0].content:`.

An interaction that holds something has steps. Where several such questions stand side by side, one of them says it all:
the one for the parts, if it is among them, else the first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import libcst as cst

from codemods.api.response import CANDIDATE
from codemods.python.answeredits import rename
from codemods.python.conjuncts import Operator, chain, keeping, operands
from codemods.python.edits import Edit, in_its_place
from codemods.python.flow import Definition
from codemods.python.nodes import dotted, is_none
from codemods.python.strand import Strand
from codemods.python.textuse import truth
from codemods.python.values import Values

#: One attribute or literal index further, as `Answers.step` goes.
Step = Callable[[cst.CSTNode, str], "tuple[cst.CSTNode, str] | None"]

#: What can be asked for, and how much that says: there are parts where there is a content, and that only in a candidate.
_LEVELS = {"candidates": 1, CANDIDATE: 1, "candidates[0].content": 2, "candidates[0].content.parts": 3, "parts": 3}
_PARTS = 3

#: Comparisons of a length that ask whether it is 1, for what has a length of 0 or 1; True when they ask whether it is 0.
_COUNTED: dict[tuple[type[cst.BaseCompOp], str], bool] = {
    (cst.GreaterThan, "0"): False,
    (cst.GreaterThanEqual, "1"): False,
    (cst.NotEqual, "0"): False,
    (cst.Equal, "1"): False,
    (cst.Equal, "0"): True,
    (cst.LessThan, "1"): True,
    (cst.LessThanEqual, "0"): True,
    (cst.NotEqual, "1"): True,
}


@dataclass(frozen=True, eq=False)
class Question:
    """An operand that asks for something of an answer.

    ``atom`` is the question without any `not` around it, ``reading`` what it asks for and ``path`` where that is in the answer;
    ``absent`` says whether the operand asks for its absence, ``denied`` whether the atom does.
    """

    operand: cst.BaseExpression
    atom: cst.BaseExpression
    reading: cst.BaseExpression
    path: str
    absent: bool
    denied: bool

    @property
    def level(self) -> int:
        return _LEVELS[self.path]


class Presence:
    """Rewrites such questions in one module."""

    def __init__(self, values: Values, step: Step) -> None:
        self.module = values.module
        self.step = step
        self.items = values.schema.items

    def rewrite(self, base: cst.CSTNode, start: str, reading: cst.CSTNode, strand: Strand) -> bool:
        """Rewrite the question that a reading of ``base`` (which is at the path ``start``) belongs to; False when it is none."""
        question = self._question(self._around(reading), start, base)
        if question is None or question.reading is not reading:
            return False
        operator: Operator = cst.Or if question.absent else cst.And
        top = chain(question.operand, self.module, operator)
        others = [other for operand in operands(top, operator) if (other := self._beside(operand, question, start)) is not None]
        said = [other.operand for other in others if other.level == _PARTS] or [others[0].operand]
        kept = [operand for operand in operands(top, operator) if operand in said or all(operand is not o.operand for o in others)]
        strand.site(reading, "GI104", "what an answer holds is asked for the old way")
        if len(said) < len(others):
            strand.edit(keeping(top, kept, "asked for once", operator))
        if question.operand in said:
            self._write(question, base, strand)
            if all(other.level == 1 for other in others):
                strand.note(reading, "GI410", "an answer that was stopped before it had any content counts as none here now")
        return True

    def _write(self, question: Question, base: cst.CSTNode, strand: Strand) -> None:
        """Ask for steps."""
        atom, reading = question.atom, question.reading
        strand.edit(Edit(reading, rename(base, self.items), f"ask for {self.items}", keeps=(base,)))
        if isinstance(atom, cst.Comparison):
            bare = question.denied or self.module.only_tested(atom)
            strand.edit(Edit(atom, truth(reading, negative=question.denied, bare=bare), "test for emptiness", keeps=(reading,)))
        elif atom is not reading:
            strand.edit(Edit(atom, in_its_place(reading), "no need to count", keeps=(reading,)))

    # -- finding ------------------------------------------------------------------------------------------------

    def _around(self, reading: cst.CSTNode) -> cst.CSTNode:
        """The operand that a reading would be the question of."""
        parent = self.module.parent(reading)
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        operand = call if call is not None and _measured(call) is reading else reading
        above = self.module.parent(operand)
        operand = above if isinstance(above, cst.Comparison) and above.left is operand else operand
        while isinstance(above := self.module.parent(operand), cst.UnaryOperation) and isinstance(above.operator, cst.Not):
            operand = above
        return operand

    def _question(self, operand: cst.CSTNode, start: str, base: cst.CSTNode | None = None) -> Question | None:
        """The question that an operand is, for a base (the name it begins with, if not given) at the path ``start``."""
        if not isinstance(operand, cst.BaseExpression):
            return None
        atom, negated = operand, False
        while isinstance(atom, cst.UnaryOperation) and isinstance(atom.operator, cst.Not):
            atom, negated = atom.expression, not negated
        if atom is operand and not isinstance(atom, cst.Comparison) and not self._only_tested(atom):
            return None
        asked = _asked(atom)
        base = base or (_base(asked[0]) if asked is not None else None)
        # A name for the candidate may hold None: whether it does is a question of its own.
        path = self._path(asked[0], start, base) if asked is not None and base is not None and asked[0] is not base else ""
        if asked is None or path not in _LEVELS or (_LEVELS[path] == _PARTS and asked[2]):
            return None
        return Question(operand, atom, asked[0], path, negated ^ asked[1], asked[1])

    def _only_tested(self, node: cst.BaseExpression) -> bool:
        parent = self.module.parent(node)
        call = self.module.parent(parent) if isinstance(parent, cst.Arg) else None
        return self.module.only_tested(node) or (isinstance(call, cst.Call) and dotted(call.func) == "bool" and len(call.args) == 1)

    def _path(self, reading: cst.BaseExpression, start: str, base: cst.CSTNode) -> str:
        """Where in an answer something is read; an empty string when the tables do not know the way."""
        node, path = base, start
        while node is not reading and (further := self.step(node, path)) is not None:
            node, path = further
        return path if node is reading else ""

    def _beside(self, operand: cst.BaseExpression, question: Question, start: str) -> Question | None:
        """The question that another operand is, when it asks the same answer in the same sense."""
        if operand is question.operand:
            return question
        other = self._question(operand, start)
        if other is None or other.absent is not question.absent:
            return None
        mine, its = _base(question.reading), _base(other.reading)
        named = isinstance(mine, cst.Name) and isinstance(its, cst.Name) and mine.value == its.value
        return other if named and self._definitions(mine) == self._definitions(its) else None

    def _definitions(self, name: cst.CSTNode) -> frozenset[Definition]:
        assert isinstance(name, cst.Name)
        return self.module.flow.definitions_of(name)


def _base(reading: cst.CSTNode) -> cst.CSTNode:
    """What the attributes and items at the end of an expression are read of."""
    while isinstance(reading, (cst.Attribute, cst.Subscript)):
        reading = reading.value
    return reading


def _measured(node: cst.CSTNode) -> cst.BaseExpression | None:
    """The `x` of `len(x)`."""
    return node.args[0].value if isinstance(node, cst.Call) and dotted(node.func) == "len" and len(node.args) == 1 else None


def _asked(atom: cst.BaseExpression) -> tuple[cst.BaseExpression, bool, bool] | None:
    """What an expression asks for, whether it asks for its absence, and whether that only holds of what is single."""
    if not isinstance(atom, cst.Comparison):
        return _measured(atom) or atom, False, False
    if len(atom.comparisons) != 1:
        return None
    operator, other = atom.comparisons[0].operator, atom.comparisons[0].comparator
    counted = _measured(atom.left)
    if counted is not None and isinstance(other, cst.Integer) and (type(operator), other.value) in _COUNTED:
        return counted, _COUNTED[type(operator), other.value], isinstance(operator, (cst.Equal, cst.NotEqual)) and other.value == "1"
    if counted is None and is_none(other) and isinstance(operator, (cst.Is, cst.IsNot, cst.Equal, cst.NotEqual)):
        return atom.left, isinstance(operator, (cst.Is, cst.Equal)), False
    return None
