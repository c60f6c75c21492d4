"""A conversation: all chats that reach the same messages, with everything that was read about them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codemods.javascript.chats.terms import Made, Message, Terms, Turn
from codemods.javascript.chats.uses import Begun
from codemods.javascript.slots import Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail


@dataclass(eq=False)
class Said:
    """A turn with what it says and the trail of its answer. ``name`` is what the chat is called behind it."""

    turn: Turn
    trail: Trail
    message: Message | None = None
    name: str = ""

    @property
    def strand(self) -> Strand:
        return self.trail.strand


@dataclass(eq=False)
class Conversation:
    """Creations whose chats meet in a slot or message, and the turns in source order."""

    terms: Terms
    begun: list[Begun]
    said: list[Said] = field(default_factory=list)

    @property
    def strand(self) -> Strand:
        return self.begun[0].trail.strand

    @property
    def trails(self) -> list[Trail]:
        return [*(one.trail for one in self.begun), *(one.trail for one in self.said)]

    @property
    def slots(self) -> list[Slot]:
        return list(dict.fromkeys(slot for one in self.begun for slot in one.slots))

    @property
    def made(self) -> list[Made]:
        """What the chats were created with, as far as it can be read."""
        return [one.made for one in self.begun if one.made is not None]

    @property
    def is_readable(self) -> bool:
        """Whether everything is known that the requests say."""
        return all(one.made is not None for one in self.begun) and all(one.message is not None for one in self.said)

    @property
    def is_held(self) -> bool:
        return any(trail.strand.holds for trail in self.trails)


def together(begun: Iterable[Begun], terms: Terms) -> list[Conversation]:
    """Creations that share a slot, box or message are one conversation."""
    found: list[tuple[set[object], list[Begun]]] = []
    for one in begun:
        shared: set[object] = {*one.slots, *one.turns}
        meeting = [each for each in found if each[0] & shared]
        found = [each for each in found if each not in meeting]
        members = [member for each in meeting for member in each[1]]
        found.append((shared.union(*(each[0] for each in meeting)), [*members, one]))
    return [Conversation(terms, members) for _, members in found]


def turns_of(begun: Iterable[Begun]) -> list[Turn]:
    """Every message once, in source order."""
    by_call: dict[Node, Turn] = {}
    for one in begun:
        by_call.update(one.turns)
    return sorted(by_call.values(), key=lambda turn: turn.call.start)
