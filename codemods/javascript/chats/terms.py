"""What a front says about its chats: how they are made, what a message says, and the names of their methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codemods.api.call import Config
from codemods.api.nodes import Leaf
from codemods.javascript.clients import Client
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node


@dataclass(frozen=True, eq=False)
class Made:
    """What one chat was created with: the ``call``, the object of ``options`` in it, and what it says.

    ``receiver`` is the client that every message is sent with. ``history`` are the turns said before, if there are any.
    """

    call: Node
    options: Node
    receiver: Node
    model: Leaf
    config: Config
    history: Node | None = None


@dataclass(frozen=True, eq=False)
class Message:
    """What one message says. ``keys`` are those of ``options`` in source order, ``config`` is its own if it has one."""

    options: Node
    keys: tuple[str, ...]
    said: Node
    config: Config | None = None


@dataclass(frozen=True)
class Terms:
    """The chats of one SDK. ``made`` and ``message`` hold the strand where something cannot be read."""

    made: Callable[[Node, Client, Readings, Strand], Made | None]
    message: Callable[[Node, Readings, Strand], Message | None]
    packages: frozenset[str]
    #: The key of a message's options that says what is asked, and all that there may be.
    asks: str
    keys: frozenset[str]
    send: str = "sendMessage"
    stream: str = "sendMessageStream"
    history: frozenset[str] = frozenset({"getHistory", "history"})


@dataclass(frozen=True, eq=False)
class Turn:
    """One message: its ``call``, the ``chat`` it is sent to, and the ``answer``: the call with the `await` around it, if it has one."""

    call: Node
    chat: Node
    answer: Node
    streamed: bool

    @property
    def is_awaited(self) -> bool:
        return self.answer.kind == "await_expression"


#: What to write by hand where a chat stays.
HELP = (
    "Keep what every request needs in an object (model, system_instruction, previous_interaction_id) in place of the chat: "
    "`await ai.interactions.create({ ...chat, input: message })`, then `chat.previous_interaction_id = interaction.id`."
)
