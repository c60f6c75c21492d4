"""The token counts of a stream: each old piece could have them, now they come once, with the event that completes the interaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import libcst as cst

from codemods.python.module import Module
from codemods.python.nodes import is_none
from codemods.python.scopes import target_names
from codemods.python.strand import Strand
from codemods.python.streaming.presence import Kept
from codemods.python.tree import walk
from codemods.python.values import Values

USAGE = "usage_metadata"
_HELP = 'Read event.interaction.usage where event.event_type == "interaction.completed".'
_LEAVES = (cst.Break, cst.Continue, cst.Return)


@dataclass(eq=False)
class Usage:
    """Readings of `usage_metadata` in a loop and behind it; ``statements`` are those of the loop that deal with nothing else."""

    inside: list[cst.Attribute] = field(default_factory=list)
    behind: list[cst.Attribute] = field(default_factory=list)
    statements: set[cst.BaseStatement] = field(default_factory=set)

    @property
    def asked(self) -> bool:
        return bool(self.inside or self.behind)


class UsageReads:
    """Decides which readings of one module can wait for the last event."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module: Module = values.module

    def settle(self, usage: Usage, loop: cst.For, kept: Sequence[Kept], others: Sequence[cst.CSTNode], strand: Strand) -> None:
        """Find the statement of each reading; hold where one also needs another piece, or where the last event may not come.

        ``others`` are what else is read of the pieces.
        """
        if not usage.asked:
            return
        leaving = self._leaving(loop)
        for reading in (*usage.inside, *usage.behind):
            if leaving is not None:
                line = self.module.span(leaving).line
                strand.hold(reading, "GI200", f"usage comes with the last event now, which line {line} may skip", _HELP)
        for reading in usage.inside:
            statement = self._statement(reading, kept)
            if statement is None or not self._alone(reading, statement, others):
                strand.hold(reading, "GI200", "usage is read here together with something else; it comes with the last event now", _HELP)
                continue
            usage.statements.add(statement)
            self._check(reading, statement, strand)

    def _leaving(self, loop: cst.For) -> cst.CSTNode | None:
        """What ends the loop, or a round of it, early."""
        for node in walk(loop.body):
            if isinstance(node, _LEAVES):
                owner = self.module.enclosing(node, cst.For, cst.While, cst.FunctionDef, cst.Lambda)
                if owner is loop or (isinstance(node, cst.Return) and owner is not None and self._runs_in(owner, loop)):
                    return node
        return None

    def _runs_in(self, owner: cst.CSTNode, loop: cst.For) -> bool:
        return not isinstance(owner, (cst.FunctionDef, cst.Lambda)) or loop not in self.module.ancestors(owner)

    def _statement(self, reading: cst.CSTNode, kept: Sequence[Kept]) -> cst.BaseStatement | None:
        around = self.module.ancestors(reading)
        return next((one.node for one in kept if one.node in around), None)

    def _alone(self, reading: cst.Attribute, statement: cst.BaseStatement, others: Sequence[cst.CSTNode]) -> bool:
        """Whether a statement only keeps the usage, or is only done where there is one."""
        if any(statement in self.module.ancestors(other) for other in others):
            return False
        if isinstance(statement, cst.If):
            return statement.orelse is None and self.guard(statement) is not None
        assignment = statement.body[0] if isinstance(statement, cst.SimpleStatementLine) and len(statement.body) == 1 else None
        if not isinstance(assignment, cst.Assign):
            return False
        names = {name.value for target in assignment.targets for name in target_names(target.target)}
        plain = all(isinstance(target.target, cst.Name) for target in assignment.targets)
        return plain and not any(isinstance(node, cst.Name) and node.value in names for node in walk(assignment.value))

    def guard(self, statement: cst.If) -> cst.BaseExpression | None:
        """The reading that a statement asks for: `if chunk.usage_metadata:`, `if chunk.usage_metadata is not None:`."""
        test = statement.test
        if isinstance(test, cst.Comparison) and len(test.comparisons) == 1 and is_none(test.comparisons[0].comparator):
            test = test.left if isinstance(test.comparisons[0].operator, (cst.IsNot, cst.NotEqual)) else test
        return test if isinstance(test, cst.Attribute) and test.attr.value == USAGE else None

    def _check(self, reading: cst.Attribute, statement: cst.BaseStatement, strand: Strand) -> None:
        """Keeping the last usage is the same as keeping the only one. Adding up is not, and showing it is done once now."""
        if not isinstance(statement, cst.If):
            return
        for node in walk(statement.body):
            if isinstance(node, cst.AugAssign) or self.values.is_changed(node):
                strand.hold(node, "GI200", "usage is added up here, piece by piece; it comes once now, for the whole stream", _HELP)
                return
            if isinstance(node, cst.SimpleStatementLine) and not all(isinstance(s, (cst.Assign, cst.Pass)) for s in node.body):
                strand.note(reading, "GI407", "usage comes once now, with the end of the stream; the old API may give it with every piece")
