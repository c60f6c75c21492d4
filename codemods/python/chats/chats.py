"""Chats: found by their creation, followed through the place they are kept in, written as conversations of the Interactions API."""

from __future__ import annotations

import libcst as cst

from codemods.python.answers import Answers, Trail
from codemods.python.chats.kept import Kept
from codemods.python.chats.meaning import Meaning
from codemods.python.chats.model import Found, Loops, Made, Slot
from codemods.python.chats.named import Named
from codemods.python.chats.reading import Message, Reading
from codemods.python.chats.slots import Slots
from codemods.python.chats.stateless import Stateless
from codemods.python.chats.straight import Line, Straight
from codemods.python.chats.terms import Agreement
from codemods.python.chats.threads import started
from codemods.python.chats.uses import HELP, Uses, sort_out
from codemods.python.generate import check_surroundings
from codemods.python.guards import Guards
from codemods.python.handles import Handle
from codemods.python.names import Names
from codemods.python.nodes import dotted
from codemods.python.parsed import Parsed
from codemods.python.request import Requests
from codemods.python.strand import Strand
from codemods.python.streams import Streams
from codemods.python.tree import walk

_SIDE_BY_SIDE = "Send the messages of one conversation one after the other, or give each thread or task its own."
_HISTORY = "Put the history into the first turn's input as steps of type user_input and model_output."


class Chats:
    """Follows the chats of one module."""

    def __init__(self, requests: Requests, answers: Answers, guards: Guards, names: Names, streams: Streams) -> None:
        self.requests = requests
        self.module = requests.module
        self.values = requests.values
        self.guards = guards
        self.streams = streams
        self.reading = Reading(requests, answers)
        meaning = Meaning(self.values)
        self.slots = Slots(self.values, names)
        self.straight = Straight(requests, self.reading, meaning, names, streams)
        self.agreement = Agreement(self.reading, meaning)
        self.kept = Kept(requests, self.reading, names, streams)
        self.stateless = Stateless(requests, self.reading, names, streams)
        self._done: set[object] = set()

    def follow(self, call: cst.Call, handle: Handle) -> list[Trail]:
        """Everything the chats of one place need: a trail for each of their turns, all on one strand."""
        strand = Strand()
        self._site(call, handle, strand)
        trails = [Trail(strand, Parsed(), {}, {})]
        slot = self.slots.of(call, strand)
        if slot is None:
            return trails
        strand.ties.add(slot.key)
        if slot.key in self._done:
            return trails
        self._done.add(slot.key)
        return trails + self._conversation(slot, handle, strand)

    def _site(self, call: cst.Call, handle: Handle, strand: Strand) -> None:
        strand.site(call, "GI102", "`chats.create` is the old API")
        check_surroundings(call, handle, self.guards, strand)

    def _conversation(self, slot: Slot, handle: Handle, strand: Strand) -> list[Trail]:
        found = slot.find()
        strand.ties |= found.ties
        for problem in found.problems:
            strand.hold(problem.node, problem.code, problem.message, problem.help)
        made = self._made(slot, found, handle, strand)
        uses = sort_out(slot, found, self.module, handle.asynchronous, strand)
        for turn in uses.turns:
            strand.site(turn.call, "GI103", f"`send_message{'_stream' if turn.streamed else ''}` is the old API")
            check_surroundings(turn.call, handle, self.guards, strand)
        if not uses.turns and not strand.holds:
            strand.hold(found.creations[0].call, "GI200", "no message is sent to this chat where it could be seen", HELP)
        self._check_turns(slot, found, uses, strand)
        messages = [self.reading.message(turn, strand) for turn in uses.turns]
        shared = made[0] if made and self._is_one_config(made) else None
        trails = [self.reading.follow_answer(turn, message, shared, strand) for turn, message in zip(uses.turns, messages, strict=True)]
        loops = self._loops(uses, trails, handle)
        whole = [message for message in messages if message is not None]
        if made and len(whole) == len(messages) and not strand.holds:
            self._write(slot, found, made, uses, whole, loops, strand)
        return trails

    def _check_turns(self, slot: Slot, found: Found, uses: Uses, strand: Strand) -> None:
        """Turns that may find no chat, another one, or another turn under way."""
        starter = started(slot, uses, self.values)
        if starter is not None:
            line = self.module.span(starter).line
            strand.hold(uses.turns[0].call, "GI205", f"messages to {slot.label} may be sent side by side (line {line})", _SIDE_BY_SIDE)
        storing = {self.values.scope_at(stored.call).node for stored in found.creations}
        storing |= {self.values.scope_at(stored.statement).node for stored in found.cleared}
        names = {node.name.value for node in storing if isinstance(node, cst.FunctionDef)}
        for turn in uses.turns:
            if any(isinstance(node, cst.Call) and dotted(node.func).rpartition(".")[2] in names for node in walk(turn.call)):
                strand.hold(turn.call, "GI217", f"{slot.label} may become another chat while the message is put together")
            if isinstance(slot, Named) and not uses.guards and slot.may_be_none(turn.place.node):
                strand.hold(turn.place.node, "GI217", f"{slot.label} may be None here")

    def _loops(self, uses: Uses, trails: list[Trail], handle: Handle) -> Loops:
        """The loops that read streamed turns; a hold for a turn that is read in another way."""
        streamed = [(turn, trail) for turn, trail in zip(uses.turns, trails, strict=True) if turn.streamed]
        found = {turn: self.streams.loop_over(turn.answer, handle.asynchronous, trail) for turn, trail in streamed}
        return {turn: loop for turn, loop in found.items() if loop is not None}

    def _is_one_config(self, made: list[Made]) -> bool:
        return len({self.module.code(one.creation.call) for one in made}) == 1

    def _made(self, slot: Slot, found: Found, handle: Handle, strand: Strand) -> list[Made]:
        """What the chats of a slot were created with; nothing (with a hold) when that cannot be told of one of them."""
        made = []
        for creation in found.creations:
            own = self.values.handle(creation.call.func)
            if not isinstance(own, Handle) or own.method != ("chats", "create"):
                strand.hold(creation.call, "GI217", f"{slot.label} may hold something else than a chat")
                return []
            if own.asynchronous != handle.asynchronous:
                strand.hold(creation.call, "GI217", f"{slot.label} may hold a synchronous chat or an asynchronous one")
                return []
            self._site(creation.call, own, strand)
            one = self.reading.made(creation, strand)
            if one is not None:
                made.append(one)
        return made if len(made) == len(found.creations) else []

    def _write(self, slot: Slot, found: Found, made: list[Made], uses: Uses, messages: list[Message], loops: Loops, strand: Strand) -> None:
        line = self._line(slot, found, made, uses)
        if line is not None:
            self.straight.write(line, made[0], messages, loops, strand)
            return
        for one in made:
            if one.history is not None and self.requests.options.chat == "server":
                strand.hold(one.history, "GI200", "a history whose first turn is not one known place is not rewritten yet", _HISTORY)
        # An entry has to be made before it is read, so what makes it stays.
        marked = (slot.keeps_name and bool(uses.guards)) or not self.kept.presence.is_plain(found, uses)
        terms = self.agreement.terms(slot, made, uses, strand, marked=marked)
        if terms is not None:
            kept = self.kept if self.requests.options.chat == "server" else self.stateless
            kept.write(slot, found, made, uses, messages, loops, terms, strand)

    def _line(self, slot: Slot, found: Found, made: list[Made], uses: Uses) -> Line | None:
        """Whether this is a single chat in straight-line code."""
        if not isinstance(slot, Named) or len(slot.definitions) != 1 or uses.guards:
            return None
        if self.requests.options.chat == "stateless" and len(uses.turns) != 1:
            return None
        (definition,) = slot.definitions
        if not isinstance(definition.node, cst.Assign) or found.cleared or found.aliases:
            return None
        return self.straight.line(made[0].creation.call, definition, uses.turns)
