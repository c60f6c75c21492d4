"""Chats of the older SDK: `model.startChat({ history, … })`, `chat.sendMessage(message)`."""

from __future__ import annotations

from collections.abc import Mapping

from codemods.api.call import Config
from codemods.api.nodes import Leaf
from codemods.javascript.chats.terms import HELP, Made, Message, Terms
from codemods.javascript.clients import Client
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.nodes import arguments, bare, dotted, is_null
from codemods.javascript.older.asking import Asking, is_turn
from codemods.javascript.older.settings import NOTHING, Said, clash, with_request
from codemods.javascript.older.units import START_CHAT, Asked
from codemods.javascript.packages import GENERATIVE_AI
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node


class Chats:
    """Reads the chats of one module. ``started`` are their creations."""

    def __init__(self, asking: Asking, started: Mapping[Node, Asked]) -> None:
        self.asking = asking
        self.models = asking.models
        self.started = started

    @property
    def terms(self) -> Terms:
        return Terms(self.made, self.message, frozenset({GENERATIVE_AI}), asks="", keys=frozenset(), create=START_CHAT, by_methods=True)

    def made(self, call: Node, client: Client, readings: Readings, strand: Strand) -> Made | None:
        """What a chat is started with; None (with a hold) when it cannot be told."""
        asked = self.started[call]
        model = asked.models[0]
        spelled = self.models.spelled[model]
        if len(asked.models) > 1:
            strand.hold(call, "GI200", "a chat that several models may start is not rewritten yet", HELP)
            return None
        if not dotted(bare(model.receiver)):
            strand.hold(call, "GI221", "the chat's client has no name that every message could use")
            return None
        options = self._options(call, strand)
        if spelled is None or isinstance(options, str):
            return None
        said = self._said(options, strand) if options is not None else NOTHING
        if said is None:
            return None
        problem = clash(spelled.said, said)
        if model.in_place is not None and spelled.said.written & said.written:
            problem = "the chat sets something that its model sets as well"
        if problem:
            strand.hold(call, "GI200", problem, HELP)
            return None
        base = (*self.asking.model_entries([model], asked.receiver), *said.entries)
        spread = self.models.is_object(model) and model.in_place is None
        config = said.config if spread or model.in_place is None else Config((*spelled.said.config.settings, *said.config.settings))
        effective = with_request(spelled.said, said)
        return Made(call, options, model.receiver, Leaf(spelled.id), config, self._history(options), base, effective)

    @staticmethod
    def _options(call: Node, strand: Strand) -> Node | str | None:
        """The object of options; None for none, a reason (with a hold) where they are not in sight."""
        given = list(arguments(call))
        if not given or (len(given) == 1 and is_null(bare(given[0]))):
            return None
        options = bare(given[0])
        if len(given) == 1 and options.kind == "object" and all(key_of(pair) for pair in options.named):
            return options
        strand.hold(call, "GI216", "what the chat is started with is not spelled out in the call", HELP)
        return "not in sight"

    def _said(self, options: Node, strand: Strand) -> Said | None:
        own = [pair for pair in options.named if key_of(pair) != "history"]
        return self.asking.settings.read(options, frozenset({"history"}), strand) if own else NOTHING

    @staticmethod
    def _history(options: Node | None) -> Node | None:
        found = [value_of(pair) for pair in options.named if key_of(pair) == "history"] if options is not None else []
        history = bare(found[0]) if found else None
        return None if history is None or is_null(history) or (history.kind == "array" and not history.named) else found[0]

    def message(self, call: Node, readings: Readings, strand: Strand) -> Message | None:
        """What a message says; None (with a hold) when it cannot be told."""
        given = list(arguments(call))
        if len(given) != 1 or given[0].kind == "spread_element":
            strand.hold(call, "GI216", "the message is not in sight, or there is something besides", HELP)
            return None
        value = bare(given[0])
        if value.kind == "object" or (value.kind == "array" and any(is_turn(bare(item)) for item in value.named)):
            strand.hold(given[0], "GI216", "the message is neither a text nor a list of parts", HELP)
            return None
        return Message(None, (), given[0])
