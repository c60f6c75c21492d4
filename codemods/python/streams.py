"""Streams: `generate_content_stream` gives answers piece by piece, `interactions.create(…, stream=True)` gives events.

A loop over the old stream sees the events that bring text, and raises where one brings an error, as the old stream did by
itself. Where there is no such loop, a function goes around the stream that makes deltas of text of its events.
"""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.api.outputs import UNSEEN
from codemods.python.answers import AWAITABLE, Answers, Shape, Trail
from codemods.python.edits import Change, Edit, Now
from codemods.python.generate import check_surroundings, keep_alive, lift
from codemods.python.guards import Guards
from codemods.python.handles import Handle
from codemods.python.names import Names
from codemods.python.parsed import Parsed
from codemods.python.request import Requests
from codemods.python.strand import Strand
from codemods.python.streaming.body import Body, Wanted, keeps_usage, on_completion
from codemods.python.streaming.deltas import TextDeltas
from codemods.python.streaming.parts import called
from codemods.python.streaming.reads import Loop, PieceReads, TextReading
from codemods.python.streaming.trace import ASYNC_STREAM, StreamTrace, Taking, stream_shape
from codemods.python.streaming.usage import USAGE
from codemods.python.streaming.words import HELP

__all__ = ["Loop", "Streams"]

_USAGE = Shape((), USAGE)


class Streams:
    """Follows the streams of one module."""

    def __init__(self, requests: Requests, answers: Answers, guards: Guards, names: Names) -> None:
        self.requests = requests
        self.module = requests.module
        self.values = requests.values
        self.answers = answers
        self.guards = guards
        self.names = names
        self.tracing = StreamTrace(answers)
        self.reading = PieceReads(answers)
        self.deltas = TextDeltas(requests.values)
        self._usage_names: dict[cst.For, str] = {}

    def follow(self, call: cst.Call, handle: Handle) -> Trail:
        """Everything one streamed call needs, with all that takes its pieces."""
        strand = Strand()
        strand.site(call, "GI108", "`generate_content_stream` is the old API")
        check_surroundings(call, handle, self.guards, strand)
        lifted = lift(call, self.requests, strand, stream=True)
        seen = self.requests.outputs(lifted) if lifted is not None and not strand.holds else UNSEEN
        trail = Trail(strand, Parsed(), {}, {}, outputs=seen)
        shape = stream_shape(asynchronous=handle.asynchronous)
        taking = self.tracing.trace(call, shape.wrapped(AWAITABLE) if handle.asynchronous else shape, trail)
        loops = self._read(taking, trail)
        assert isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.Attribute)
        receiver = call.func.value.value
        keep_alive(receiver, self.requests, self.names, strand)
        arguments = self.requests.arguments(call, ("model", "contents", "config"), strand)
        if lifted is not None and arguments is not None and not strand.holds:
            for loop in loops:
                self.rewrite(loop, strand)
            strand.edit(self.requests.call_edit(call, lifted, arguments, receiver))
        return trail

    def _read(self, taking: Taking, trail: Trail) -> list[Loop]:
        """The loops over events; what else takes pieces is given their text by a function."""
        strand = trail.strand
        for stream in taking.filtered:
            self.deltas.take(stream, strand, asynchronous=trail.shapes[stream].outer == ASYNC_STREAM)
        for target, around in taking.deltas:
            for reading in self.reading.deltas(target, around, strand):
                self._use(reading, strand)
        found = [self.reading.loop(loop, trail) for loop in taking.loops]
        return [loop for loop in found if loop is not None]

    # -- one loop -----------------------------------------------------------------------------------------------

    def loop_over(self, stream: cst.CSTNode, asynchronous: bool, trail: Trail) -> Loop | None:
        """The one loop over the events of a stream, in the function that opens it; None (with a hold) when it is read otherwise."""
        passed = len(trail.taken) + len(trail.returned)
        taking = self.tracing.trace(stream, stream_shape(asynchronous=asynchronous), trail)
        here = len(trail.taken) + len(trail.returned) == passed
        if len(taking.loops) == 1 and not taking.filtered and here:
            return self.reading.loop(taking.loops[0], trail)
        if not trail.strand.holds:
            trail.strand.hold(stream, "GI200", "a stream that is not simply looped over, once, is not rewritten yet", HELP)
        return None

    def rewrite(self, loop: Loop, strand: Strand, completed: Sequence[str] = ()) -> None:
        """Let the loop see the events it needs, and raise where one brings an error.

        ``completed`` are statements for the event that completes the interaction, with ``{event}`` for its name:
        ``chat_id = {event}.interaction.id``.
        """
        for reading in loop.texts if not loop.firsts else ():
            strand.edit(Edit(reading.node, _of_delta(reading), "read delta.text", keeps=(reading.use,)))
            self._use(reading.node, strand)
        schema = self.values.schema
        watched = [on_completion(statement, schema.completed) for statement in completed]
        watched += self._usage(loop, strand)
        wanted, event = Wanted(schema.delta), loop.variable.name.value
        if loop.firsts:
            wanted = Wanted(schema.delta, self.reading.parts.rewrite_first(loop.node, loop.firsts, event, loop.trail))
        if loop.parts is not None:
            deltas = self.reading.parts.rewrite(loop.parts, event, loop.trail)
            assert isinstance(loop.parts.target, cst.Name)
            wanted = Wanted(schema.delta, deltas.types, f"{loop.parts.target.value} = {deltas.part(event)}\n")
        strand.edit(Body(loop, self.values.quote, schema.completed, wanted, tuple(watched)).edit())

    def _use(self, text: cst.BaseExpression, strand: Strand) -> None:
        """What is done with a text. A piece without any does not arrive any more, so there is no empty one to speak of."""
        noted = list(strand.notes)
        self.answers.texts.use(text, strand)
        strand.notes[:] = noted

    def _usage(self, loop: Loop, strand: Strand) -> list[str]:
        """Rewrite the readings of the usage; the statements that keep it for those behind the loop."""
        for reading in loop.usage.inside:
            self._counted(reading, f"{loop.variable.name.value}.interaction.usage", loop, strand)
        if not loop.usage.behind:
            return []
        if loop.node not in self._usage_names:
            self._usage_names[loop.node] = self.names.fresh("final_usage")
        name = self._usage_names[loop.node]
        for reading in loop.usage.behind:
            self._counted(reading, name, loop, strand)
        return [keeps_usage(name, self.values.schema.completed)]

    def _counted(self, reading: cst.Attribute, code: str, loop: Loop, strand: Strand) -> None:
        strand.edit(Edit(reading, called(code), f"read {code}", keeps=()))
        self.answers.follow(reading, _USAGE, loop.trail)


def _of_delta(reading: TextReading) -> Change:
    """`chunk.text` becomes `chunk.delta.text`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        piece = now(reading.use)
        assert isinstance(updated, cst.Attribute) and isinstance(piece, cst.BaseExpression)
        return updated.with_changes(value=cst.Attribute(piece, cst.Name("delta")), attr=cst.Name("text"))

    return change
