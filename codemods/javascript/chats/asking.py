"""Writes the request of one message over the call that sends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from codemods.api.call import Call, Config, settings
from codemods.api.call import request as params
from codemods.api.nodes import Array, Entry, Leaf, Object, Word
from codemods.api.nodes import Node as Value
from codemods.javascript import layout
from codemods.javascript.chats.conversation import Said
from codemods.javascript.chats.mapped import read as read_mapped
from codemods.javascript.chats.mapped import turn_of
from codemods.javascript.chats.terms import Terms
from codemods.javascript.contents import text_part
from codemods.javascript.edits import Edit, replaced
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node


@dataclass(frozen=True, eq=False)
class Request:
    """What a message asks for besides what it says; ``model`` is None where the config has it with it.

    ``client`` is the text of the client. ``history`` are turns that go before the message, ``base`` is what stands in place of model and
    config.
    """

    client: str
    model: Leaf | None
    config: Config
    previous: str = ""
    store: bool | None = None
    history: Node | None = None
    base: tuple[Entry, ...] = ()


class Asking:
    """Writes messages of one module."""

    def __init__(self, readings: Readings, terms: Terms) -> None:
        self.readings = readings
        self.terms = terms
        self.module = readings.values.module

    def write(self, said: Said, request: Request) -> None:
        """`chat.sendMessage({ message })` becomes `ai.interactions.create({ …, input: message, … })`."""
        assert said.message is not None
        strand, message, call = said.strand, said.message, said.turn.call
        asked = self._asked(said, request.history)
        if asked is None:
            return
        if message.options is None:
            self._anew(said, request, asked)
            return
        own = "config" in message.keys
        order = tuple("contents" if key == self.terms.asks else key for key in message.keys)
        order = (*(("model",) if request.model is not None else ()), *(() if own else ("config",)), *order)
        previous = Leaf(request.previous) if request.previous else None
        model = request.model or Leaf("")
        made = Call(model, asked, request.config, order, previous, request.store, stream=said.turn.streamed)
        strand.edit(replaced(call.must("function"), f"{request.client}.interactions.create"))
        self.readings.requests.rewrite(message.options, made, strand, self.terms.asks)

    def _anew(self, said: Said, request: Request, asked: Value) -> None:
        """`chat.sendMessage(message)`: everything that the request says is written anew."""
        strand, call = said.strand, said.turn.call
        previous = Leaf(request.previous) if request.previous else None
        made = Call(request.model or Leaf(""), asked, request.config, ("contents",), previous, request.store, stream=said.turn.streamed)
        base = request.base or settings(request.config)
        listed = call.must("arguments")
        listing = layout.read(listed, self.module)
        entries = [*base, *(entry for _, own in params(made) for entry in own)]
        exploded = listing.is_exploded or any(layout.is_exploded(entry.value) for entry in entries)
        comments = listing.items[0].comments
        entries = [replace(entry, comments=comments) if entry.key == "input" else entry for entry in entries]
        pieces = self.readings.renderer.node(Object(tuple(entries), exploded, listing.orphans), self.module.indent(listed.start))
        strand.edit(replaced(call.must("function"), f"{request.client}.interactions.create"))
        strand.edit(Edit(listed.start + 1, listed.end - 1, tuple(pieces)))

    def _asked(self, said: Said, history: Node | None) -> Value | None:
        assert said.message is not None
        asked = self.readings.contents.read(said.message.said, said.strand)
        if history is None or asked is None:
            return asked
        mapped = turn_of(history) is not None
        before = read_mapped(history, self.readings, said.strand) if mapped else self.readings.contents.read(history, said.strand)
        if not isinstance(before, Array):
            if before is not None:
                said.strand.hold(history, "GI200", "what was said before is not an array of turns in sight")
            return None
        return Array((*before.items, *_steps(asked)), before.exploded, (), before.orphans)


def _steps(asked: Value) -> Sequence[Value]:
    """What is asked as turns of its own."""
    if isinstance(asked, Array):
        return asked.items
    assert isinstance(asked, Leaf)
    return (Object((Entry("type", Word("user_input")), Entry("content", Array((text_part(asked),))))),)


def note_stored(node: Node, strand: Strand, *, is_long: bool) -> None:
    """What is different about a conversation that the service keeps."""
    long = (
        "; a chat that lives long loses it when the id expires (after a day on a free key), and a message that is sent while another one "
        "is on its way does not wait for its answer any more"
    )
    said = "the service stores this conversation, which generateContent's chat never did"
    strand.note(node, "GI401", said + (long if is_long else ""))
