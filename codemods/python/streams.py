"""Streams: `generate_content_stream` gives answers piece by piece, `interactions.create(…, stream=True)` gives events.

A loop over the old stream sees the events that bring text, and raises where one brings an error, as the old stream did by itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.python.answers import Answers, Trail
from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.generate import check_surroundings, keep_alive, lift
from codemods.python.guards import Guards
from codemods.python.handles import Handle
from codemods.python.names import Names
from codemods.python.nodes import is_none
from codemods.python.parsed import Parsed
from codemods.python.request import Requests
from codemods.python.strand import Strand

_HELP = (
    'for event in client.interactions.create(…, stream=True): raise on event.event_type == "error", take event.delta.text where '
    'event.event_type == "step.delta" and event.delta.type == "text".'
)
#: Up to this many statements are put under the condition; more of them get a `continue` before them.
_FEW = 2


@dataclass(frozen=True, eq=False)
class Loop:
    """A loop over a stream: its statement, the variable, and the readings of a piece's text."""

    node: cst.For
    variable: Definition
    texts: tuple[cst.Attribute, ...]


class Streams:
    """Follows the streams of one module."""

    def __init__(self, requests: Requests, answers: Answers, guards: Guards, names: Names) -> None:
        self.requests = requests
        self.module = requests.module
        self.values = requests.values
        self.answers = answers
        self.guards = guards
        self.names = names

    def follow(self, call: cst.Call, handle: Handle) -> Trail:
        """Everything one streamed call needs, with the loop that reads it."""
        strand = Strand()
        strand.site(call, "GI108", "`generate_content_stream` is the old API")
        check_surroundings(call, handle, self.guards, strand)
        lifted = lift(call, self.requests, strand, stream=True)
        trail = Trail(strand, Parsed(), {}, {})
        loop = self._loop(call, handle, trail)
        assert isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.Attribute)
        receiver = call.func.value.value
        keep_alive(receiver, self.requests, self.names, strand)
        arguments = self.requests.arguments(call, ("model", "contents", "config"), strand)
        if loop is not None and lifted is not None and arguments is not None:
            self.rewrite(loop, strand)
            strand.edit(self.requests.call_edit(call, lifted, arguments, receiver))
        return trail

    # -- finding the loop ---------------------------------------------------------------------------------------

    def _loop(self, call: cst.Call, handle: Handle, trail: Trail) -> Loop | None:
        """The one loop that reads the stream; None (with a hold) when it is read in another way."""
        stream: cst.CSTNode = call
        if handle.asynchronous:
            stream = self.module.parent(call) or call
            if not isinstance(stream, cst.Await):
                trail.strand.hold(call, "GI200", "a stream that is awaited elsewhere is not rewritten yet", _HELP)
                return None
        return self.loop_over(stream, handle.asynchronous, trail)

    def loop_over(self, stream: cst.CSTNode, asynchronous: bool, trail: Trail) -> Loop | None:
        """The loop over a stream, or over the one name it is given."""
        trail.strand.ties.add(stream)
        parent = self.module.parent(stream)
        if isinstance(parent, cst.For) and parent.iter is stream:
            return self._reads(parent, asynchronous, trail)
        use = self._only_use(stream, parent, trail)
        loop = self.module.parent(use) if use is not None else None
        if use is not None and isinstance(loop, cst.For) and loop.iter is use and self._same_handlers(stream, loop):
            return self._reads(loop, asynchronous, trail)
        trail.strand.hold(use or stream, "GI200", "a stream that is not simply looped over is not rewritten yet", _HELP)
        return None

    def _only_use(self, stream: cst.CSTNode, parent: cst.CSTNode | None, trail: Trail) -> cst.Name | None:
        """The one use of the one name that a stream is given."""
        target = parent.targets[0].target if isinstance(parent, cst.Assign) and len(parent.targets) == 1 else None
        definition = self.module.flow.definition_at(target) if isinstance(target, cst.Name) else None
        if definition is None or len(definition.uses) != 1 or self.values.is_exported(definition):
            return None
        use = definition.uses[0]
        trail.strand.ties.update((definition, use))
        others = [d for d in self.module.flow.definitions_of(use) if d is not definition and not is_none(d.value)]
        same_scope = definition.scope is self.values.scope_at(use)
        return use if not others and same_scope and definition.scope.kind != "class" else None

    def _same_handlers(self, stream: cst.CSTNode, loop: cst.For) -> bool:
        """Whether errors of the request, which are raised at the call now and were in the loop before, meet the same handlers."""
        kinds = (cst.Try, cst.TryStar, cst.With, cst.For, cst.While)
        return [a for a in self.module.ancestors(stream) if isinstance(a, kinds)] == [
            a for a in self.module.ancestors(loop) if isinstance(a, kinds)
        ]

    def _reads(self, loop: cst.For, asynchronous: bool, trail: Trail) -> Loop | None:
        """The loop, when all that is done with the pieces is reading their text."""
        strand = trail.strand
        if (loop.asynchronous is not None) != asynchronous:
            strand.hold(loop, "GI200", "this loop and the stream do not go together", _HELP)
            return None
        definition = self.module.flow.definition_at(loop.target) if isinstance(loop.target, cst.Name) else None
        if definition is None:
            strand.hold(loop.target, "GI200", "pieces of a stream that are unpacked are not rewritten", _HELP)
            return None
        strand.ties.add(definition)
        texts: list[cst.Attribute] = []
        for use in definition.uses:
            strand.ties.add(use)
            reading = self.module.parent(use)
            if not (isinstance(reading, cst.Attribute) and reading.value is use and reading.attr.value == "text"):
                strand.hold(reading or use, "GI200", "of a stream only the text of its pieces is rewritten yet", _HELP)
            elif set(self.module.flow.definitions_of(use)) != {definition} or loop not in self.module.ancestors(use):
                strand.hold(use, "GI217", f"`{use.value}` may hold something else than a piece of the stream here")
            else:
                texts.append(reading)
        if not texts:
            strand.hold(loop, "GI200", "a stream whose text is not read is not rewritten yet", _HELP)
            return None
        return Loop(loop, definition, tuple(texts))

    # -- rewriting ----------------------------------------------------------------------------------------------

    def rewrite(self, loop: Loop, strand: Strand, state: cst.BaseExpression | None = None) -> None:
        """Let the loop see the events that bring text, and raise where one brings an error.

        ``state`` takes the id of the answer when the stream has come to its end.
        """
        for reading in loop.texts:
            strand.site(reading, "GI104", "`text` of a streamed answer is read the old way")
            strand.edit(Edit(reading, _of_delta, "read delta.text"))
            noted = list(strand.notes)
            self.answers.texts.use(reading, strand)
            # A piece without text does not arrive any more, so there is no empty one to speak of.
            strand.notes[:] = noted
        strand.edit(Edit(loop.node.body, self._filtered(loop, state), "take the text events"))

    def _filtered(self, loop: Loop, state: cst.BaseExpression | None) -> Change:
        name = loop.variable.name.value
        quote = self.values.quote
        failed = f"if {name}.event_type == {quote}error{quote}:\n    raise RuntimeError({name}.error)\n"
        wanted = f"{name}.event_type == {quote}step.delta{quote} and {name}.delta.type == {quote}text{quote}"
        others = f"if {name}.event_type != {quote}step.delta{quote} or {name}.delta.type != {quote}text{quote}:\n    continue\n"
        kept = f"{self.module.code(state)} = {name}.interaction.id" if state is not None else ""
        completed = f"if {name}.event_type == {quote}interaction.completed{quote}:\n    {kept}\n"
        guard = self._lone_guard(loop)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            body = _block(updated)
            head = [self._statement(text) for text in (failed, *([completed] if kept else []))]
            if guard is not None:
                (lone,) = body.body
                assert isinstance(lone, cst.If)
                test = cst.BooleanOperation(cst.parse_expression(wanted), cst.And(), lone.test)
                return body.with_changes(body=[*head, lone.with_changes(test=test)])
            if len(body.body) > _FEW:
                return body.with_changes(body=[*head, self._statement(others), *body.body])
            chosen = cst.If(cst.parse_expression(wanted), cst.IndentedBlock(body.body))
            return body.with_changes(body=[*head, chosen])

        return change

    def _statement(self, text: str) -> cst.BaseStatement:
        statement = cst.parse_statement(text)
        assert isinstance(statement, cst.BaseStatement)
        return statement

    def _lone_guard(self, loop: Loop) -> cst.If | None:
        """`if chunk.text:` around everything the loop does: its condition takes the filter in."""
        statements = loop.node.body.body if isinstance(loop.node.body, cst.IndentedBlock) else ()
        lone = statements[0] if len(statements) == 1 else None
        if not isinstance(lone, cst.If) or lone.orelse is not None or lone.leading_lines:
            return None
        plain = lone.test in loop.texts and not lone.test.lpar
        return lone if plain else None


def _of_delta(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    """`chunk.text` becomes `chunk.delta.text`."""
    assert isinstance(updated, cst.Attribute)
    return updated.with_changes(value=cst.Attribute(updated.value, cst.Name("delta")))


def _block(body: cst.CSTNode) -> cst.IndentedBlock:
    """The body of a loop as a block; `for x in y: print(x)` has none."""
    if isinstance(body, cst.IndentedBlock):
        return body
    assert isinstance(body, cst.SimpleStatementSuite)
    return cst.IndentedBlock([cst.SimpleStatementLine(body.body, trailing_whitespace=body.trailing_whitespace)])
