"""Conditions on thoughts that say nothing any more, where no thoughts are walked: `if part.thought: continue`."""

from __future__ import annotations

from collections.abc import Iterable

import libcst as cst

from codemods.python.conjuncts import without
from codemods.python.edits import Edit, Now
from codemods.python.module import Module


def asks_thought(use: cst.Name, module: Module) -> bool:
    parent = module.parent(use)
    return isinstance(parent, cst.Attribute) and parent.attr.value == "thought"


class Idle:
    """Finds such conditions in one module."""

    def __init__(self, module: Module) -> None:
        self.module = module

    def conditions(self, loop: cst.For | cst.CompFor, uses: Iterable[cst.Name]) -> dict[cst.Name, Edit]:
        """The edits that take them out, by the use of the part in each."""
        found = {}
        for use in uses:
            attribute = self.module.parent(use)
            if attribute is not None and asks_thought(use, self.module):
                edit = self._skipping(attribute, loop) or self._excluding(attribute)
                if edit is not None:
                    found[use] = edit
        return found

    def _skipping(self, attribute: cst.CSTNode, loop: cst.For | cst.CompFor) -> Edit | None:
        """`if part.thought: continue`, as a statement of the loop's own block beside others."""
        statement = self.module.parent(attribute)
        if not isinstance(statement, cst.If) or statement.test is not attribute or statement.orelse is not None:
            return None
        block = self.module.parent(statement)
        beside = isinstance(block, cst.IndentedBlock) and self.module.parent(block) is loop and len(block.body) > 1
        if not beside or not _only_continues(statement.body) or "#" in self.module.code(statement):
            return None
        return Edit(statement, _removed, "no thoughts to skip", keeps=())

    def _excluding(self, attribute: cst.CSTNode) -> Edit | None:
        """The `and not part.thought` of a condition."""
        negation = self.module.parent(attribute)
        if not isinstance(negation, cst.UnaryOperation) or not isinstance(negation.operator, cst.Not):
            return None
        condition = self.module.parent(negation)
        if isinstance(condition, cst.CompIf):
            return Edit(condition, _removed, "no thoughts to exclude", keeps=())
        return without(negation, self.module, "no thoughts to exclude")


def _only_continues(block: cst.BaseSuite) -> bool:
    lines = list(block.body)
    if isinstance(block, cst.IndentedBlock) and len(lines) == 1 and isinstance(lines[0], cst.SimpleStatementLine):
        lines = list(lines[0].body)
    return len(lines) == 1 and isinstance(lines[0], cst.Continue)


def _removed(updated: cst.CSTNode, now: Now) -> cst.RemovalSentinel:
    return cst.RemovalSentinel.REMOVE
