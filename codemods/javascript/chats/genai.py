"""Chats of @google/genai: `ai.chats.create({ model, config, history })`, `chat.sendMessage({ message, config })`."""

from __future__ import annotations

from codemods.api.call import NO_CONFIG, Config
from codemods.api.nodes import Leaf
from codemods.javascript import modelids
from codemods.javascript.chats.terms import HELP, Made, Message, Terms
from codemods.javascript.clients import Client
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.generate import spelled_options
from codemods.javascript.nodes import bare, dotted, is_null
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node

_CREATE = frozenset({"model", "config", "history"})
_SEND = frozenset({"message", "config"})


def made(call: Node, client: Client, readings: Readings, strand: Strand) -> Made | None:
    """What a chat is created with; None (with a hold) when it cannot be told."""
    options = spelled_options(call, strand)
    if options is None:
        return None
    said = {key_of(pair): value_of(pair) for pair in options.named}
    if set(said) - _CREATE or "model" not in said:
        strand.hold(options, "GI216", "the chat is created without a model, or with something that this version does not know", HELP)
        return None
    receiver = bare(bare(bare(call.must("function")).must("object")).must("object"))
    if not dotted(receiver):
        strand.hold(call, "GI221", "the chat's client has no name that every message could use")
        return None
    model = said["model"]
    modelids.check(model, readings.values, strand)
    config = _config(said.get("config"), readings, strand)
    history = said.get("history")
    if config is None:
        return None
    return Made(call, options, receiver, Leaf(model), config, None if history is None or _is_empty(history) else history)


def message(call: Node, readings: Readings, strand: Strand) -> Message | None:
    """What a message says; None (with a hold) when it cannot be told."""
    options = spelled_options(call, strand)
    if options is None:
        return None
    said = {key_of(pair): value_of(pair) for pair in options.named}
    if set(said) - _SEND or "message" not in said:
        strand.hold(options, "GI216", "the message is not in sight, or there is something besides that this version does not know", HELP)
        return None
    own = said.get("config")
    config = _config(own, readings, strand) if own is not None and not is_null(bare(own)) else None
    if own is not None and not is_null(bare(own)) and config is None:
        return None
    return Message(options, tuple(said), said["message"], config)


def _config(node: Node | None, readings: Readings, strand: Strand) -> Config | None:
    if node is None or is_null(bare(node)):
        return NO_CONFIG
    config = readings.config(node, strand)
    if config is None:
        return None
    if any(setting.key.place == "call" for setting in config.settings):
        strand.hold(node, "GI200", "what this config says about the transport of a chat's requests is not rewritten yet", HELP)
        return None
    if config.setting("media_resolution") is not None:
        strand.hold(node, "GI203", "`mediaResolution` belongs on each medium of the messages now, and not all of them are in sight", HELP)
        return None
    return config


def _is_empty(history: Node) -> bool:
    node = bare(history)
    return is_null(node) or (node.kind == "array" and not node.named)


GENAI_CHATS = Terms(made, message, frozenset({GENAI}), asks="message", keys=_SEND)
