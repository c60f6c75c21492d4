"""Reading what chats are created with and what their messages say."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Comments, Config, Leaf, leaves, settings
from codemods.api.formats import ENUM_HELP
from codemods.api.outputs import UNSEEN
from codemods.python.answers import ANSWER, AWAITABLE, Answers, Trail
from codemods.python.chats.model import Creation, Made, Turn
from codemods.python.chats.stepped import is_empty
from codemods.python.displays import depth_of, node_of
from codemods.python.generate import made_in_place
from codemods.python.nodes import dotted, is_none
from codemods.python.parsed import Parsed
from codemods.python.request import Arguments, Requests
from codemods.python.strand import Strand

_CREATE = ("model", "config", "history")
_SEND = ("message", "config")


@dataclass(frozen=True, eq=False)
class Message:
    """The arguments of one message, under the names they have in a single call; ``config`` is its own, if it says anything."""

    arguments: Arguments
    message: cst.BaseExpression
    config: Config | None

    @property
    def order(self) -> tuple[str, ...]:
        order = self.arguments.order
        return ("model", *order) if "config" in order else ("model", *order, "config")


class Reading:
    """Reads the calls of one module."""

    def __init__(self, requests: Requests, answers: Answers) -> None:
        self.requests = requests
        self.module = requests.module
        self.answers = answers

    def depth(self, node: cst.CSTNode) -> int:
        return depth_of(node, self.module)

    def made(self, creation: Creation, strand: Strand) -> Made | None:
        """What a chat was created with; None (with a hold) when it cannot be told."""
        call = creation.call
        arguments = self.requests.arguments(call, _CREATE, strand)
        if arguments is None:
            return None
        history, model = arguments.value("history"), arguments.value("model")
        if model is None:
            strand.hold(call, "GI216", "the chat is created without a model")
            return None
        named = self.requests.model(model, strand, self.depth(model))
        config = self.requests.config(arguments.value("config"), strand, self.depth(model))
        assert isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.Attribute)
        receiver = call.func.value.value
        if made_in_place(receiver) is not None or not dotted(receiver):
            strand.hold(call, "GI221", "the chat's client has no name that every turn could use")
        if config is None:
            return None
        if config.spread is not None and not config.settings:
            strand.hold(call, "GI203", "the chat's config says nothing, so what it stands for is not clear")
        self.requests.check_copies(config, strand)
        return Made(creation, receiver, named, config, None if is_empty(history) else history)

    def message(self, turn: Turn, strand: Strand) -> Message | None:
        """What one message says; None (with a hold) when it cannot be told."""
        arguments = self.requests.arguments(turn.call, _SEND, strand, positional=_SEND)
        message = arguments.value("message") if arguments is not None else None
        if arguments is None:
            return None
        if message is None:
            strand.hold(turn.call, "GI216", "the message of this turn is not in sight")
            return None
        own = arguments.value("config")
        config = None
        if own is not None and not is_falsy(own):
            config = self.requests.config(own, strand, self.depth(own))
            if config is None:
                return None
        renamed = Arguments(arguments.by_name, tuple("contents" if name == "message" else name for name in arguments.order))
        return Message(renamed, message, config)

    def follow_answer(self, turn: Turn, message: Message | None, shared: Made | None, strand: Strand) -> Trail:
        """A trail for the answer to one message; ``shared`` is what all chats of the slot were created with."""
        config = (message.config if message is not None else None) or (shared.config if shared is not None else None)
        readable = config is not None and shared is not None and not strand.holds
        parsed = self.requests.parsed(config) if readable and config is not None else Parsed("unseen")
        seen = self.requests.outputs_of(config, shared.model) if readable and config is not None and shared is not None else UNSEEN
        if parsed.enum:
            strand.hold(turn.call, "GI200", "enum answers in a chat are not rewritten yet", ENUM_HELP)
        trail = Trail(strand, parsed, {}, {}, outputs=seen)
        if not turn.streamed:
            self.answers.trace(turn.call, ANSWER.wrapped(AWAITABLE) if turn.answer is not turn.call else ANSWER, trail)
        return trail

    def is_commented(self, config: Config) -> bool:
        return bool(config.orphans or config.opening) or any(setting.comments != Comments() for setting in config.settings)

    def is_short(self, config: Config) -> bool:
        """Whether a config is short enough to be repeated on every turn."""
        written = values_of(config)
        return len(config.settings) == 1 and all(len(self.module.code(node_of(leaf))) <= 60 for leaf in written)


def values_of(config: Config) -> list[Leaf]:
    """The user's expressions in a config."""
    return [leaf for entry in settings(config) for leaf in leaves(entry.value)]


def is_falsy(config: cst.BaseExpression) -> bool:
    """A config of a message that says nothing: the chat's holds."""
    if isinstance(config, cst.Dict):
        return not config.elements
    return is_none(config) or (isinstance(config, cst.Call) and dotted(config.func) == "dict" and not config.args)
