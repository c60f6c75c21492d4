"""Candidates: an interaction has one answer, so what was read of a candidate is read of the interaction itself.

A name or a loop for the candidate goes where the name of the answer means the same at every use; elsewhere it stays,
and holds the interaction.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import libcst as cst

from codemods.api.response import CANDIDATE, RESPONSE
from codemods.python.edits import Change, Edit, Now, Result, in_its_place
from codemods.python.flow import Definition
from codemods.python.strand import Strand
from codemods.python.trail import MANY, Shape, Trail
from codemods.python.values import Values

_FUNCTIONS = (cst.FunctionDef, cst.Lambda, cst.ClassDef)
_Loop = cst.For | cst.CompFor
#: Goes on with an expression of another shape.
Follow = Callable[[cst.CSTNode, Shape, Trail], None]


@dataclass(frozen=True, eq=False)
class _Walked:
    """A loop over the candidates. ``source`` is what it walks, ``lenient`` whether that may be an empty list (`candidates or []`)."""

    loop: _Loop
    source: cst.BaseExpression
    lenient: bool


class Candidates:
    """Rewrites what is done with candidates in one module."""

    def __init__(self, values: Values, follow: Follow) -> None:
        self.values = values
        self.module = values.module
        self.follow = follow

    # -- one candidate ------------------------------------------------------------------------------------------

    def one(self, base: cst.CSTNode, reading: cst.CSTNode, trail: Trail) -> None:
        """`response.candidates[0]` is the answer."""
        self.follow(reading, Shape((), CANDIDATE), trail)
        statement = self.module.parent(reading)
        line = self.module.parent(statement) if statement is not None else None
        if isinstance(statement, cst.Assign) and isinstance(line, cst.SimpleStatementLine) and len(statement.targets) == 1:
            uses = self._standing_for(statement.targets[0].target, base, line)
            if uses is not None and self._may_go(line):
                self._rename(uses, base, trail.strand)
                trail.strand.edit(Edit(line, _removed, "no name for the candidate", keeps=()))
                return
        trail.strand.edit(Edit(reading, in_its_place(base), "the answer itself", keeps=(base,)))

    def _may_go(self, line: cst.SimpleStatementLine) -> bool:
        """Whether a line can be taken out: it is all there is on it, and not all there is in its block."""
        block = self.module.parent(line)
        spoken = line.trailing_whitespace.comment is not None or any(empty.comment is not None for empty in line.leading_lines)
        return len(line.body) == 1 and not spoken and isinstance(block, (cst.IndentedBlock, cst.Module)) and len(block.body) > 1

    # -- all of them --------------------------------------------------------------------------------------------

    def all(self, base: cst.CSTNode, reading: cst.CSTNode, trail: Trail) -> None:
        """`response.candidates` as a value: walked, or given a name."""
        strand = trail.strand
        walked = self._walked(reading)
        named = isinstance(self.module.parent(reading), (cst.Assign, cst.NamedExpr))
        if walked is None and not (named and isinstance(base, cst.Name)):
            row = RESPONSE["candidates"]
            strand.hold(reading, row.code, "`candidates` is used here in a way that is not rewritten yet", row.help)
            return
        strand.site(reading, "GI104", "`candidates` of an answer is read the old way")
        if walked is None:
            strand.edit(Edit(reading, _listed(base, self.values.schema.items, guarded=True), "the answer in a list", keeps=(base,)))
            self.follow(reading, Shape((MANY,), CANDIDATE), trail)
            return
        self.follow(walked.source, Shape((MANY,), CANDIDATE), trail)
        if not self._unrolled(walked, base, strand):
            if walked.lenient and not isinstance(base, cst.Name):
                strand.hold(
                    reading, "GI200", "the answer whose candidates are walked has no name; give it one", RESPONSE["candidates"].help
                )
            strand.edit(
                Edit(walked.source, _listed(base, self.values.schema.items, guarded=walked.lenient), "walk the answer", keeps=(base,))
            )

    def _walked(self, reading: cst.CSTNode) -> _Walked | None:
        source, parent = reading, self.module.parent(reading)
        if isinstance(parent, cst.BooleanOperation) and parent.left is reading and _is_empty(parent.right):
            source, parent = parent, self.module.parent(parent)
        if not isinstance(parent, (cst.For, cst.CompFor)) or parent.iter is not source or not isinstance(source, cst.BaseExpression):
            return None
        plain = isinstance(parent.target, cst.Name) and parent.asynchronous is None
        return _Walked(parent, source, source is not reading) if plain else None

    def _unrolled(self, walked: _Walked, base: cst.CSTNode, strand: Strand) -> bool:
        """Take out a loop that runs once: its body stands in its place."""
        loop = walked.loop
        uses = self._standing_for(loop.target, base, loop)
        if uses is None or not (self._is_plain(loop, uses, walked.lenient) if isinstance(loop, cst.For) else _is_outer(loop)):
            return False
        self._rename(uses, base, strand)
        if isinstance(loop, cst.For):
            strand.edit(Edit(loop, _body_alone, "no loop over candidates"))
        else:
            assert loop.inner_for_in is not None
            strand.edit(Edit(loop, _inner_alone(loop.inner_for_in), "no loop over candidates", keeps=(loop.inner_for_in,)))
        return True

    def _is_plain(self, loop: cst.For, uses: list[cst.Name], lenient: bool) -> bool:
        """Whether the body may stand by itself: nothing in it is about the loop, and without an answer nothing of it happens."""
        block = loop.body
        if not isinstance(block, cst.IndentedBlock) or loop.orelse is not None or leaves_loop(block):
            return False
        spoken = block.header.comment is not None or any(line.comment is not None for line in block.footer)
        return not spoken and (not lenient or all(self._only_for_parts(statement, uses) for statement in block.body))

    def _only_for_parts(self, statement: cst.BaseStatement, uses: list[cst.Name]) -> bool:
        """A loop over what the candidate holds, or a condition on it, with nothing else beside it."""
        if isinstance(statement, cst.For):
            return statement.orelse is None and self._begins_with(statement.iter, uses)
        if isinstance(statement, cst.If):
            test = statement.test
            while isinstance(test, cst.BooleanOperation) and isinstance(test.operator, cst.And):
                test = test.left
            return statement.orelse is None and self._begins_with(test, uses)
        return False

    @staticmethod
    def _begins_with(node: cst.BaseExpression, uses: list[cst.Name]) -> bool:
        if isinstance(node, cst.Name):
            return False
        while isinstance(node, (cst.Attribute, cst.Subscript, cst.BooleanOperation)):
            if isinstance(node, cst.BooleanOperation) and not (isinstance(node.operator, cst.Or) and _is_empty(node.right)):
                return False
            node = node.left if isinstance(node, cst.BooleanOperation) else node.value
        return node in uses

    # -- names --------------------------------------------------------------------------------------------------

    def _standing_for(self, target: cst.BaseExpression, base: cst.CSTNode, bound: cst.CSTNode) -> list[cst.Name] | None:
        """The uses of a name for the candidate, when the name of the answer means the same at each of them; else None."""
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None or not isinstance(base, cst.Name) or not definition.uses:
            return None
        if self.values.exported_to(definition) or self.values.is_deleted(base.value) or self.values.is_deleted(definition.name.value):
            return None
        if any(set(self.module.flow.definitions_of(use)) != {definition} for use in definition.uses):
            return None
        region = bound if isinstance(bound, (cst.For, cst.CompFor)) else self.module.parent(bound)
        around = self.module.enclosing(base, *_FUNCTIONS)
        for use in definition.uses:
            if self.module.enclosing(use, *_FUNCTIONS) is not around or isinstance(around, cst.ClassDef):
                return None
            if not self._is_within(use, region, bound):
                return None
        return list(definition.uses) if self._stays(base, bound, definition) else None

    def _is_within(self, use: cst.Name, region: cst.CSTNode | None, bound: cst.CSTNode) -> bool:
        """Whether a use stands in the loop (or comprehension) of the name, or behind its assignment in the same block."""
        if isinstance(region, cst.CompFor):
            owner = next(above for above in self.module.ancestors(region) if not isinstance(above, cst.CompFor))
            return owner in self.module.ancestors(use)
        return region in self.module.ancestors(use) and (region is bound or self._line(use) > self._line(bound))

    def _stays(self, base: cst.Name, bound: cst.CSTNode, definition: Definition) -> bool:
        """Whether the name of the answer is bound anew nowhere from the binding to the last use."""
        first, last = self._line(bound), max(self._line(use) for use in definition.uses)
        same = [d for d in self.module.flow.definitions if d.name.value == base.value]
        foreign = any(d in self.module.flow.definitions_of(base) and (d.scope, d.name.value) in self.module.flow.foreign for d in same)
        return not foreign and not any(first <= self._line(d.name) <= last for d in same)

    def _line(self, node: cst.CSTNode) -> int:
        return self.module.span(node).line

    def _rename(self, uses: list[cst.Name], base: cst.CSTNode, strand: Strand) -> None:
        assert isinstance(base, cst.Name)
        for use in uses:
            strand.edit(Edit(use, _called(base.value), f"read {base.value}", spare=True))


def leaves_loop(block: cst.BaseSuite) -> bool:
    """Whether a `break` or `continue` in the body of a loop is about this loop, and not about one inside of it."""
    pending: list[cst.CSTNode] = [block]
    while pending:
        node = pending.pop()
        if isinstance(node, (cst.Break, cst.Continue)):
            return True
        if isinstance(node, (cst.For, cst.While)):
            pending += [node.orelse] if node.orelse is not None else []
        elif not isinstance(node, _FUNCTIONS):
            pending += node.children
    return False


def _is_empty(node: cst.BaseExpression) -> bool:
    return isinstance(node, (cst.List, cst.Tuple)) and not node.elements


def _is_outer(clause: cst.CompFor) -> bool:
    """Whether another `for` follows in the same comprehension, and nothing stands between the two."""
    return clause.inner_for_in is not None and not clause.ifs


def _removed(updated: cst.CSTNode, now: Now) -> Result:
    return cst.RemovalSentinel.REMOVE


def _body_alone(updated: cst.CSTNode, now: Now) -> Result:
    """The statements of a loop, below the comments that stood above it."""
    assert isinstance(updated, cst.For) and isinstance(updated.body, cst.IndentedBlock)
    first, *others = updated.body.body
    lines = [*updated.leading_lines, *getattr(first, "leading_lines", ())]
    return cst.FlattenSentinel([first.with_changes(leading_lines=lines), *others])


def _inner_alone(inner: cst.CompFor) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> Result:
        made = now(inner)
        assert isinstance(made, cst.CompFor) and isinstance(updated, cst.CompFor)
        return made.with_changes(whitespace_before=updated.whitespace_before)

    return change


def _called(name: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> Result:
        assert isinstance(updated, cst.Name)
        return updated.with_changes(value=name)

    return change


def _listed(base: cst.CSTNode, items: str, *, guarded: bool) -> Change:
    """`[response]`, or `[response] if response.steps else []`."""

    def change(updated: cst.CSTNode, now: Now) -> Result:
        answer = now(base)
        assert isinstance(answer, cst.BaseExpression) and isinstance(updated, cst.BaseExpression)
        whole = cst.List([cst.Element(answer)])
        if not guarded:
            return whole
        choice = cst.IfExp(cst.Attribute(answer.deep_clone(), cst.Name(items)), whole, cst.List([]))
        return choice.with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return change
