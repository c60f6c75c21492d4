"""Chats that another module of the project makes and exports: messages to them are told from those of anybody else."""

from __future__ import annotations

from codemods.javascript.elsewhere import place_of
from codemods.javascript.nodes import bare
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

_MAKING = frozenset({"chats.create", "startChat"})


def is_chat_elsewhere(node: Node, values: Values) -> bool:
    """Whether an expression is an imported name that the module it comes from gives a chat."""
    place = place_of(node, values.module)
    found = values.module.index.found(place) if place is not None else None
    if found is None:
        return False
    defining, exported = found
    slot = defining.of(exported)
    given = [write.value for write in slot.values if write.value is not None] if slot is not None else [exported]
    return any(_makes_chat(value) for value in given)


def _makes_chat(value: Node) -> bool:
    value = bare(value)
    if value.kind != "call_expression":
        return False
    return bare(value.must("function")).text.endswith(tuple(f".{making}" for making in _MAKING))
