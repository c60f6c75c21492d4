"""Questions whether a piece of a stream holds anything at all: `if chunk.candidates and chunk.candidates[0].content:`.

Every delta does, so such conditions go: what they guard is done for deltas only, and what they skip does not arrive.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.python.answers import Answers
from codemods.python.nodes import is_none

#: Where the contents of a piece are; each of them may be missing.
_PLACES = frozenset({"candidates", "candidates[0]", "candidates[0].content", "candidates[0].content.parts", "parts"})


@dataclass(frozen=True, eq=False)
class Kept:
    """A statement that stays, with the comments of those that went before it."""

    node: cst.BaseStatement
    before: tuple[cst.EmptyLine, ...] = ()


def path_of(use: cst.CSTNode, answers: Answers) -> tuple[cst.CSTNode, str]:
    """What is read of a piece here: the expression and its path, as far as the tables know the way."""
    node, path = use, ""
    while (further := answers.step(node, path)) is not None:
        node, path = further
    return node, path


class Presence:
    """Looks through the statements of one loop. ``asked`` are the uses of the piece in the conditions that go."""

    def __init__(self, uses: Sequence[cst.Name], answers: Answers) -> None:
        self.uses = frozenset(uses)
        self.answers = answers
        self.asked: set[cst.Name] = set()

    def without(self, statements: Sequence[cst.BaseStatement]) -> list[Kept]:
        """The statements without such conditions: what they guard stands in their place."""
        kept: list[Kept] = []
        before: tuple[cst.EmptyLine, ...] = ()
        for statement in statements:
            inner = self._guarded(statement)
            if inner is None:
                kept.append(Kept(statement, before))
                before = ()
                continue
            lines = (*before, *getattr(statement, "leading_lines", ()))
            found = self.without(inner)
            if found:
                found[0] = Kept(found[0].node, (*lines, *found[0].before))
            kept += found
            before = () if found else lines
        return kept

    def _guarded(self, statement: cst.BaseStatement) -> Sequence[cst.BaseStatement] | None:
        """What remains of a condition: its body, nothing where it skips the piece; None for any other statement."""
        if not isinstance(statement, cst.If) or statement.orelse is not None or not isinstance(statement.body, cst.IndentedBlock):
            return None
        guards = self._asks(statement.test, present=True)
        skips = self._asks(statement.test, present=False) if _only_continues(statement.body) else None
        uses = guards or skips
        if uses is None:
            return None
        self.asked |= uses
        return statement.body.body if guards else ()

    def _asks(self, test: cst.BaseExpression, *, present: bool) -> set[cst.Name] | None:
        """The uses of the piece in a condition that asks for nothing but its presence, or its absence."""
        if isinstance(test, cst.BooleanOperation):
            if isinstance(test.operator, cst.And) is not present:
                return None
            one, other = self._asks(test.left, present=present), self._asks(test.right, present=present)
            return one | other if one is not None and other is not None else None
        if isinstance(test, cst.UnaryOperation) and isinstance(test.operator, cst.Not):
            return self._asks(test.expression, present=not present)
        if isinstance(test, cst.Comparison) and len(test.comparisons) == 1 and is_none(test.comparisons[0].comparator):
            negative = isinstance(test.comparisons[0].operator, (cst.Is, cst.Equal))
            known = negative or isinstance(test.comparisons[0].operator, (cst.IsNot, cst.NotEqual))
            return self._place(test.left) if known and negative is not present else None
        return self._place(test) if present else None

    def _place(self, node: cst.BaseExpression) -> set[cst.Name] | None:
        use: cst.CSTNode = node
        while isinstance(use, (cst.Attribute, cst.Subscript)):
            use = use.value
        if not isinstance(use, cst.Name) or use not in self.uses:
            return None
        reading, path = path_of(use, self.answers)
        return {use} if reading is node and path in _PLACES else None


def _only_continues(block: cst.IndentedBlock) -> bool:
    line = block.body[0] if len(block.body) == 1 else None
    return isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 and isinstance(line.body[0], cst.Continue)
