"""The body of a loop over events: an error is raised, what completes the interaction gives the usage, the rest is done for deltas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemods.python.edits import Edit, Now
from codemods.python.streaming.presence import Kept
from codemods.python.streaming.reads import Loop

#: Up to this many statements are put under the condition; more of them get a `continue` before them.
_FEW = 2
_EVENT = "_the_event_"


@dataclass(frozen=True)
class Wanted:
    """The deltas that a loop takes, by the name of their event and their types.

    ``part`` is the statement that names the part in each, for a loop over parts.
    """

    delta: str
    types: tuple[str, ...] = ("text",)
    part: str = ""

    @property
    def condition(self) -> str:
        return f'{_EVENT}.event_type == "{self.delta}" and {_EVENT}.delta.type {self._among("==", "in")}'

    @property
    def otherwise(self) -> str:
        return f'{_EVENT}.event_type != "{self.delta}" or {_EVENT}.delta.type {self._among("!=", "not in")}'

    def _among(self, same: str, within: str) -> str:
        quoted = [f'"{name}"' for name in self.types]
        return f"{same} {quoted[0]}" if len(quoted) == 1 else f"{within} ({', '.join(quoted)})"


@dataclass(frozen=True)
class Body:
    """How to write the body of one loop.

    ``completed`` is the event that completes the interaction, ``watched`` are statements for every event, before anything is left out.
    """

    loop: Loop
    quote: str
    completed: str
    wanted: Wanted
    watched: tuple[str, ...] = ()

    def edit(self) -> Edit:
        """The edit of the whole body."""
        label = f"take the events {self.wanted} {self.watched}"
        keeps = tuple(one.node for one in self.loop.kept) or None
        return Edit(self.loop.node.body, self._change, label, keeps=keeps)

    def _change(self, updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseSuite)
        block = updated if isinstance(updated, cst.IndentedBlock) else _block(updated)
        if not self.loop.kept:
            return block.with_changes(body=[self._raising, *self._watching, *self._filtered(block.body, None)])
        usage = [one for one in self.loop.kept if one.node in self.loop.usage.statements]
        rest = [one for one in self.loop.kept if one.node not in self.loop.usage.statements]
        # What was said about conditions that go is said about the one that comes instead.
        gone = rest[0].before if rest else ()
        written = [_written(replace(one, before=() if one is rest[0] else one.before), now) for one in rest]
        footer = block.footer
        if self.loop.parts is not None:
            inner = written.pop()
            assert isinstance(inner, cst.For) and isinstance(inner.body, cst.BaseSuite)
            parts = inner.body if isinstance(inner.body, cst.IndentedBlock) else _block(inner.body)
            naming = self._statement(self.wanted.part).with_changes(leading_lines=inner.leading_lines)
            written += [naming, *parts.body]
            footer = [*parts.footer, *footer]
        counted = [self._completed(one, _written(one, now)) for one in usage]
        guard = self._lone_guard(rest)
        first, *others = self._filtered(written, guard)
        first = first.with_changes(leading_lines=[*gone, *getattr(first, "leading_lines", ())])
        body = [self._raising, *self._watching, *counted, first, *others]
        return block.with_changes(body=body, footer=footer)

    # -- pieces of the body -------------------------------------------------------------------------------------

    @property
    def _raising(self) -> cst.BaseStatement:
        return self._statement(f'if {_EVENT}.event_type == "error":\n    raise RuntimeError({_EVENT}.error)\n')

    @property
    def _watching(self) -> list[cst.BaseStatement]:
        return [self._statement(text) for text in self.watched]

    def _filtered(self, statements: Sequence[cst.BaseStatement], guard: cst.If | None) -> list[cst.BaseStatement]:
        """What is done with deltas: under one condition, which takes the user's own in, or behind a `continue`."""
        if guard is not None:
            (lone,) = statements
            assert isinstance(lone, cst.If)
            test = cst.BooleanOperation(self._expression(self.wanted.condition), cst.And(), lone.test)
            return [lone.with_changes(test=test)]
        if len(statements) > _FEW or self.loop.parts is not None:
            return [self._statement(f"if {self.wanted.otherwise}:\n    continue\n"), *statements]
        return [cst.If(self._expression(self.wanted.condition), cst.IndentedBlock(list(statements)))]

    def _completed(self, one: Kept, statement: cst.BaseStatement) -> cst.BaseStatement:
        """A statement about the usage, for the event that has it."""
        condition = self._expression(f'{_EVENT}.event_type == "{self.completed}"')
        if isinstance(statement, cst.If):
            return statement.with_changes(test=cst.BooleanOperation(condition, cst.And(), statement.test))
        return cst.If(condition, cst.IndentedBlock([statement]))

    def _lone_guard(self, rest: Sequence[Kept]) -> cst.If | None:
        """`if chunk.text:` around everything the loop does: its condition takes the filter in."""
        lone = rest[0].node if len(rest) == 1 else None
        if not isinstance(lone, cst.If) or lone.orelse is not None or lone.leading_lines or rest[0].before:
            return None
        plain = any(text.node is lone.test for text in self.loop.texts) and not lone.test.lpar
        return lone if plain else None

    def _expression(self, text: str) -> cst.BaseExpression:
        return cst.parse_expression(self._source(text))

    def _statement(self, text: str) -> cst.BaseStatement:
        statement = cst.parse_statement(self._source(text))
        assert isinstance(statement, cst.BaseStatement)
        return statement

    def _source(self, text: str) -> str:
        return text.replace(_EVENT, self.loop.variable.name.value).replace('"', self.quote)


def keeps_usage(name: str, completed: str) -> str:
    """The statement that keeps the usage under a name."""
    return f'if {_EVENT}.event_type == "{completed}":\n    {name} = {_EVENT}.interaction.usage\n'


def on_completion(statement: str, completed: str) -> str:
    """A statement for the event that completes the interaction; ``{event}`` in it stands for the event."""
    return f'if {_EVENT}.event_type == "{completed}":\n    {statement.format(event=_EVENT)}\n'


def _written(one: Kept, now: Now) -> cst.BaseStatement:
    statement = now(one.node)
    assert isinstance(statement, cst.BaseStatement)
    if not one.before:
        return statement
    return statement.with_changes(leading_lines=[*one.before, *getattr(statement, "leading_lines", ())])


def _block(body: cst.BaseSuite) -> cst.IndentedBlock:
    """The body of a loop as a block; `for x in y: print(x)` has none."""
    assert isinstance(body, cst.SimpleStatementSuite)
    return cst.IndentedBlock([cst.SimpleStatementLine(body.body, trailing_whitespace=body.trailing_whitespace)])
