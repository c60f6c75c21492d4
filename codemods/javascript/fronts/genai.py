"""@google/genai: `ai.models.generateContent`, `ai.chats.create` and their relatives."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from codemods.javascript.chats.follow import follow_chats
from codemods.javascript.chats.genai import GENAI_CHATS
from codemods.javascript.clients import Client
from codemods.javascript.generate import follow_single
from codemods.javascript.nodes import bare
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.streaming import follow_stream
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail

Follow = Callable[[Node, Client, Readings], Trail]


def trails(readings: Readings) -> Iterator[Trail]:
    """A trail for every old call of the module, and for every message to a chat."""
    chats: list[tuple[Node, Client]] = []
    for node in readings.values.module.root.walk():
        if node.kind != "call_expression":
            continue
        method = method_of(node)
        follow = _FOLLOW.get(method)
        if follow is None and method != _CHAT:
            continue
        client = client_of(node, readings)
        if client is None or client.package != GENAI:
            continue
        if follow is not None:
            yield follow(node, client, readings)
        else:
            chats.append((node, client))
    yield from follow_chats(chats, GENAI_CHATS, readings)


def method_of(call: Node) -> tuple[str, str]:
    """`("models", "generateContent")` for a call of `….models.generateContent`."""
    method = bare(call.must("function"))
    service = bare(method.must("object")) if method.kind == "member_expression" else method
    if service.kind != "member_expression" or method.kind != "member_expression":
        return "", ""
    return service.must("property").text, method.must("property").text


def client_of(call: Node, readings: Readings) -> Client | None:
    """The client that a call is made with; one that is not in sight is taken for one where the module uses the SDK."""
    service = bare(bare(call.must("function")).must("object"))
    receiver = service.must("object")
    known = readings.values.client(receiver)
    if known is not None or not (GENAI in readings.values.packages or readings.values.module.index.uses_sdk):
        return known
    return Client(GENAI, frozenset({"untraced-client"}))


_CHAT = ("chats", "create")
#: What follows the calls of each method.
_FOLLOW: dict[tuple[str, str], Follow] = {
    ("models", "generateContent"): follow_single,
    ("models", "generateContentStream"): follow_stream,
}

__all__ = ["client_of", "method_of", "trails"]
