"""What a conversation consists of, once it was found in the code."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import libcst as cst

from codemods.api.call import Config, Leaf
from codemods.python.scopes import Scope
from codemods.python.streams import Loop

#: A statement that gives a slot its value: `chat = …`.
Assignment = cst.Assign | cst.AnnAssign


@dataclass(frozen=True, eq=False)
class Place:
    """An expression that names the slot of a chat where it is read or written: `chat`, `self.chat`, `chats[user]`.

    ``stands_for`` is the slot's own expression where the code gave the chat a second name for a while (`chat = self.chat`).
    """

    node: cst.BaseExpression
    stands_for: cst.BaseExpression | None = None

    @property
    def expression(self) -> cst.BaseExpression:
        return self.stands_for or self.node


@dataclass(frozen=True, eq=False)
class Creation:
    """A `chats.create(…)` that is put into a slot; ``statement`` is None for one given to a method (`setdefault`)."""

    call: cst.Call
    place: Place | None
    statement: Assignment | None


@dataclass(frozen=True, eq=False)
class Cleared:
    """A statement that leaves a slot without a chat: `chat = None`."""

    place: Place
    statement: Assignment


@dataclass(frozen=True, eq=False)
class Alias:
    """`chat = self.chat`: a second name for the chat, whose uses are places of the slot."""

    statement: cst.Assign


@dataclass(frozen=True, eq=False)
class Remark:
    """Why a slot stays."""

    node: cst.CSTNode
    code: str
    message: str
    help: str = ""


@dataclass(eq=False)
class Found:
    """Everything that happens to one slot, and what of it cannot be followed."""

    creations: list[Creation] = field(default_factory=list)
    cleared: list[Cleared] = field(default_factory=list)
    reads: list[Place] = field(default_factory=list)
    aliases: list[Alias] = field(default_factory=list)
    problems: list[Remark] = field(default_factory=list)
    #: Annotations of a collection of chats.
    annotations: list[cst.Annotation] = field(default_factory=list)
    #: Definitions and uses that other code shares with the slot.
    ties: set[object] = field(default_factory=set)

    def problem(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> None:
        self.problems.append(Remark(node, code, message, help))


#: How long a chat lives: as long as a function or program runs its course, or beyond single events.
Life = Literal["run", "long"]


class Slot(Protocol):
    """Where chats of one kind are kept."""

    @property
    def key(self) -> Hashable: ...

    @property
    def label(self) -> str:
        """The slot in words of the code, for messages."""
        ...

    @property
    def scope(self) -> Scope:
        """The scope whose variables live at least as long as the slot."""
        ...

    @property
    def reruns(self) -> bool:
        """Whether the program may start over while its chats go on: the variables around them are made anew."""
        ...

    @property
    def keeps_name(self) -> bool:
        """Whether the id is kept under the chat's own name: an entry of a dictionary."""
        ...

    @property
    def life(self) -> Life: ...

    def find(self) -> Found: ...

    def renamed(self, place: cst.BaseExpression, suffix: str) -> cst.BaseExpression | None:
        """A place next to the slot: `chat_config` for `chat`. None where there is none."""
        ...


@dataclass(frozen=True, eq=False)
class Turn:
    """One message: its call, the whole expression that gives the answer (with `await`), and the slot it is sent to."""

    call: cst.Call
    answer: cst.BaseExpression
    place: Place
    streamed: bool


#: The loops over streamed turns.
Loops: TypeAlias = "dict[Turn, Loop]"


@dataclass(frozen=True, eq=False)
class Guard:
    """A question whether there is a chat: ``test`` is the whole expression, ``missing`` says that it is true without one."""

    place: Place
    test: cst.BaseExpression
    missing: bool


@dataclass(frozen=True, eq=False)
class Made:
    """What a chat was created with."""

    creation: Creation
    receiver: cst.BaseExpression
    model: Leaf
    config: Config
    history: cst.BaseExpression | None = None
