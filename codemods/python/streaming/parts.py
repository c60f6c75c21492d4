"""Loops over the parts of a piece: an event brings one delta, which is the part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.outputs import CALL, CODE, MEDIA, RESULT, TEXT, THOUGHT, THOUGHT_MEDIA, Kinds, Outputs
from codemods.python.answers import Answers, Shape, Trail
from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.idle import Idle, asks_thought
from codemods.python.narrowing import THOUGHTS, Narrowing
from codemods.python.partreads import PartReads
from codemods.python.strand import Strand
from codemods.python.streaming.timing import FUNCTIONS
from codemods.python.streaming.words import DELTAS, FRAGMENTS
from codemods.python.tree import walk

_SUMMARY = "thought_summary"
#: The type of the delta that each kind of part comes in, in the order in which they are written; media have theirs.
_TYPES = {
    TEXT: "text",
    THOUGHT: _SUMMARY,
    THOUGHT_MEDIA: _SUMMARY,
    CALL: "function_call",
    CODE: "code_execution_call",
    RESULT: "code_execution_result",
}


@dataclass(frozen=True)
class Deltas:
    """Which deltas a loop takes, and what its variable is given of each."""

    types: tuple[str, ...]
    thoughts: bool
    alone: bool

    def part(self, event: str) -> str:
        """The expression for the part in an event: what a thought says is one level further down."""
        if not self.thoughts:
            return f"{event}.delta"
        content = f"{event}.delta.content"
        return content if self.alone else f'{content} if {event}.delta.type == "{_SUMMARY}" else {event}.delta'


class PieceParts:
    """Rewrites the loops over parts of pieces in one module."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.module = answers.module
        self.reads = PartReads(answers.values, _SUMMARY)
        self.idle = Idle(answers.module)

    def check(self, loop: cst.For, strand: Strand) -> None:
        """Hold a loop that cannot become a part of the loop around it."""
        variable = self.module.flow.definition_at(loop.target) if isinstance(loop.target, cst.Name) else None
        if variable is None:
            strand.hold(loop.target, "GI200", "parts that are counted or unpacked here are not rewritten yet", DELTAS)
            return
        strand.ties.add(variable)
        for node in walk(loop.body):
            if isinstance(node, cst.Break) and self.module.enclosing(node, cst.For, cst.While) is loop:
                strand.hold(
                    node, "GI200", "this goes on with the next piece; the parts of one piece come as events of their own now", DELTAS
                )
        for use in variable.uses:
            strand.ties.add(use)
            self._check_use(use, variable, loop, strand)

    def _check_use(self, use: cst.Name, variable: Definition, loop: cst.For, strand: Strand) -> None:
        plain = isinstance(self.module.parent(use), cst.Attribute) or self._asked(use)
        if set(self.module.flow.definitions_of(use)) != {variable} or loop.body not in self.module.ancestors(use):
            strand.hold(use, "GI217", f"`{use.value}` may hold something else than a part of the stream here")
        elif self._later(use, loop) or not plain:
            strand.hold(use, "GI205", "a part of the stream is used as a whole here, where it cannot be followed", DELTAS)

    def _asked(self, use: cst.Name) -> bool:
        argument = self.module.parent(use)
        call = self.module.parent(argument) if isinstance(argument, cst.Arg) else None
        return isinstance(call, cst.Call) and isinstance(call.func, cst.Name) and call.func.value == "hasattr" and call.args[0] is argument

    def _later(self, use: cst.Name, loop: cst.For) -> bool:
        return self.module.enclosing(use, *FUNCTIONS) is not self.module.enclosing(loop, *FUNCTIONS)

    def rewrite(self, loop: cst.For, event: str, trail: Trail) -> Deltas:
        """Rewrite what is read of each part, and tell which deltas the loop has to see."""
        variable = self.module.flow.definition_at(loop.target) if isinstance(loop.target, cst.Name) else None
        outputs, strand = trail.outputs, trail.strand
        uses = variable.uses if variable is not None else []
        possible = self.answers.parts.possible(uses, outputs)
        acted = self._narrowed(loop, uses, possible).acted_on & possible or frozenset({TEXT})
        idle = {} if acted & THOUGHTS else self.idle.conditions(loop, uses)
        for edit in idle.values():
            strand.edit(edit)
        left = [use for use in uses if use not in idle]
        if acted & THOUGHTS or any(asks_thought(use, self.module) for use in left):
            acted |= possible & THOUGHTS
        if CALL in acted and not self.answers.values.schema.whole_calls:
            strand.hold(loop, "GI200", FRAGMENTS, DELTAS)
        at = self._narrowed(loop, uses, acted).at
        for use in left:
            self.reads.rewrite(
                use, at.get(use, acted), f"{event}.delta", outputs, strand, lambda node, kind: self._follow(node, kind, trail)
            )
        return Deltas(_types(acted, outputs), bool(acted & THOUGHTS), acted <= THOUGHTS)

    def rewrite_first(self, loop: cst.For, firsts: Sequence[cst.BaseExpression], event: str, trail: Trail) -> tuple[str, ...]:
        """Rewrite what is read of the first part of each piece, which is the delta; the types of the deltas the loop has to see."""
        named = [use for first in firsts for use in self._named(first)]
        uses = [*named, *(first for first in firsts if not self._named(first))]
        possible = self.answers.parts.possible(uses, trail.outputs)
        acted = self._narrowed(loop, uses, possible).acted_on & possible
        if acted & THOUGHTS or (CALL in acted and not self.answers.values.schema.whole_calls):
            reason = "a thought" if acted & THOUGHTS else "a function call"
            trail.strand.hold(firsts[0], "GI200", f"the first part of a piece may be {reason} here, which comes in another way now", DELTAS)
        at = self._narrowed(loop, uses, acted).at
        for first in firsts:
            self.reads.called[first] = f"{event}.delta"
        for use in uses:
            self._rewrite_delta(use, at.get(use, acted), event, trail)
        for first in firsts:
            if first not in uses:
                trail.strand.edit(Edit(first, called(f"{event}.delta"), "the delta", keeps=()))
        return _types(acted, trail.outputs)

    def _rewrite_delta(self, use: cst.BaseExpression, kinds: Kinds, event: str, trail: Trail) -> None:
        """One use; what is tested is written anew with all in it, elsewhere the delta stands in the place of the part."""
        known = len(trail.strand.edits)
        self.reads.rewrite(use, kinds, "", trail.outputs, trail.strand, lambda node, kind: self._follow(node, kind, trail))
        around = self.module.ancestors(use)
        written = any(edit.keeps == () and edit.node in around for edit in trail.strand.edits[known:])
        if use in self.reads.called and not written:
            trail.strand.edit(Edit(use, called(f"{event}.delta"), "the delta", keeps=()))

    def named(self, first: cst.BaseExpression) -> Definition | None:
        """The name that a part is given: `part = chunk.parts[0]`."""
        parent = self.module.parent(first)
        if not isinstance(parent, cst.Assign) or len(parent.targets) != 1 or not isinstance(parent.targets[0].target, cst.Name):
            return None
        return self.module.flow.definition_at(parent.targets[0].target)

    def _named(self, first: cst.BaseExpression) -> list[cst.Name]:
        definition = self.named(first)
        return definition.uses if definition is not None else []

    def check_first(self, first: cst.BaseExpression, loop: cst.For, strand: Strand) -> None:
        """Hold a first part that is not just read; one with a name only in the loop that gives it."""
        definition = self.named(first)
        if definition is None:
            if not isinstance(self.module.parent(first), cst.Attribute):
                strand.hold(first, "GI205", "a part of the stream is used as a whole here, where it cannot be followed", DELTAS)
            return
        strand.ties.add(definition)
        for use in definition.uses:
            strand.ties.add(use)
            self._check_use(use, definition, loop, strand)

    def _follow(self, node: cst.CSTNode, kind: str, trail: Trail) -> None:
        self.answers.follow(node, Shape((), kind), trail)

    def _narrowed(self, loop: cst.For, uses: Sequence[cst.BaseExpression], kinds: Kinds) -> Narrowing:
        narrowing = Narrowing(frozenset(uses))
        narrowing.loop(loop, kinds)
        return narrowing


def called(code: str) -> Change:
    """Other code in the place of an expression, with its brackets."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return cst.parse_expression(code).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return change


def _types(kinds: Kinds, outputs: Outputs) -> tuple[str, ...]:
    found = [name for kind, name in _TYPES.items() if kind in kinds]
    return tuple(dict.fromkeys(found + list(outputs.media if MEDIA in kinds else ())))
