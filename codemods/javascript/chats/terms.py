"""What a front says about its chats: how they are made, what a message says, and the names of their methods."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from codemods.api.call import Config, settings
from codemods.api.nodes import Entry, Leaf
from codemods.javascript.clients import Client
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node


@dataclass(frozen=True, eq=False)
class Made:
    """What one chat was created with: the ``call``, the object of ``options`` in it, and what it says.

    ``receiver`` is the client that every message is sent with. ``history`` are the turns said before, if there are any.
    ``base`` is what requests have in place of model and config where the chat is made of something that has these; ``effective`` is
    then the config in all. Such a chat may have no ``options``.
    """

    call: Node
    options: Node | None
    receiver: Node
    model: Leaf
    config: Config
    history: Node | None = None
    base: tuple[Entry, ...] = ()
    effective: Config | None = None

    @property
    def entries(self) -> tuple[Entry, ...]:
        """What every request repeats."""
        return self.base or (Entry("model", self.model), *settings(self.config))


@dataclass(frozen=True, eq=False)
class Message:
    """What one message says. ``keys`` are those of ``options`` in source order, ``config`` is its own if it has one.

    Without ``options`` the message is the argument itself.
    """

    options: Node | None
    keys: tuple[str, ...]
    said: Node
    config: Config | None = None


@dataclass(frozen=True)
class Terms:
    """The chats of one SDK. ``made`` and ``message`` hold the strand where something cannot be read.

    ``by_methods`` tells that its answers are results with the answer inside, whose text is read by a method.
    """

    made: Callable[[Node, Client, Readings, Strand], Made | None]
    message: Callable[[Node, Readings, Strand], Message | None]
    packages: frozenset[str]
    #: The key of a message's options that says what is asked, and all that there may be.
    asks: str
    keys: frozenset[str]
    send: str = "sendMessage"
    stream: str = "sendMessageStream"
    history: frozenset[str] = frozenset({"getHistory", "history"})
    create: str = "chats.create"
    by_methods: bool = False


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
