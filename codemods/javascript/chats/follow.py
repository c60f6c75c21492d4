"""From the creations of chats in one module to trails for them and for every message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from codemods.api.call import Call
from codemods.api.nodes import Word
from codemods.api.outputs import UNSEEN, Outputs
from codemods.javascript.chats.asking import Asking
from codemods.javascript.chats.conversation import Conversation, Said, together, turns_of
from codemods.javascript.chats.kept import STATE, Kept
from codemods.javascript.chats.lines import Lines
from codemods.javascript.chats.meaning import Meaning
from codemods.javascript.chats.straight import Straight
from codemods.javascript.chats.strays import strays
from codemods.javascript.chats.terms import HELP, Message, Terms, Turn
from codemods.javascript.chats.uses import Uses
from codemods.javascript.clients import Client
from codemods.javascript.generate import check_surroundings
from codemods.javascript.older.results import RESULT, STREAMED, Results
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.streaming import Streams
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail


def follow_chats(creations: Sequence[tuple[Node, Client]], terms: Terms, readings: Readings) -> Iterator[Trail]:
    """Everything that the chats of a module need, and what is sent to chats from elsewhere."""
    uses = Uses(readings.values, terms)
    begun = [uses.follow(call, client) for call, client in creations]
    writer = _Writer(readings, terms)
    for chat in together(begun, terms):
        writer.read(chat)
        writer.write(chat)
        yield from chat.trails
    followed = {call for one in begun for call in (*one.turns, *one.held)}
    yield from strays(followed, terms, readings, writer.kept.types)


class _Writer:
    """Reads and writes the conversations of one module."""

    def __init__(self, readings: Readings, terms: Terms) -> None:
        self.readings = readings
        self.terms = terms
        asking, meaning, lines = Asking(readings, terms), Meaning(readings.values), Lines(readings.values.module)
        self.straight = Straight(readings, asking, meaning, lines)
        self.kept = Kept(readings, asking, meaning, lines)

    # -- reading ------------------------------------------------------------------------------------------------

    def read(self, chat: Conversation) -> None:
        """What the chats were created with, what the messages say, and where their answers go."""
        for one in chat.begun:
            check_surroundings(one.call, one.client, self.readings, one.trail.strand)
            one.made = self.terms.made(one.call, one.client, self.readings, one.trail.strand)
        if self.readings.values.options.chat == "stateless":
            chat.strand.hold(chat.begun[0].call, "GI200", "`--chat stateless` is not written in JavaScript yet", HELP)
        chat.said = [self._said(turn, chat) for turn in turns_of(chat.begun)]

    def _said(self, turn: Turn, chat: Conversation) -> Said:
        strand = Strand()
        strand.site(turn.call, "GI103", f"`{self.terms.stream if turn.streamed else self.terms.send}` is the old API")
        strand.tie(turn.call)
        check_surroundings(turn.call, chat.begun[0].client, self.readings, strand)
        said = Said(turn, Trail(strand, by_methods=self.terms.by_methods), self.terms.message(turn.call, self.readings, strand))
        said.trail.outputs = self._outputs(said.message, chat)
        return said

    def _outputs(self, message: Message | None, chat: Conversation) -> Outputs:
        """What an answer may hold, by every chat that the message may be sent to."""
        if message is None or not chat.made or len(chat.made) < len(chat.begun):
            return UNSEEN
        found = {self.readings.outputs(Call(made.model, Word(""), message.config or made.effective or made.config)) for made in chat.made}
        return found.pop() if len(found) == 1 else UNSEEN

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, chat: Conversation) -> None:
        line = self.straight.line(chat)
        is_straight = line is not None and chat.is_readable and self.straight.can_write(chat, line)
        for said in chat.said:
            said.name = "" if is_straight else self.kept.name_of(said)
            self._answer(said, "" if is_straight else f"{said.name}.{STATE}")
        self.kept.types.tie(chat.strand, line.statement if line is not None and is_straight else None)
        if not chat.is_readable or chat.is_held:
            return
        if line is not None and is_straight:
            self.straight.write(chat, line)
        else:
            self.kept.write(chat, line)

    def _answer(self, said: Said, state: str) -> None:
        if self.terms.by_methods:
            shape = STREAMED if said.turn.streamed else RESULT
            Results(self.readings, state).tracer.trace(said.turn.call, shape, said.trail)
        elif said.turn.streamed:
            Streams(self.readings, state).trace(said.turn.call, Shape("stream", promised=True), said.trail)
        else:
            self.readings.answers.tracer.trace(said.turn.call, Shape("answer", promised=True), said.trail)
