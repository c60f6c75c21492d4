"""Calls of the Interactions API: `interactions.create` and `interactions.get` of clients."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codemods.javascript.clients import Client
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.fronts.genai import client_of, method_of
from codemods.javascript.nodes import arguments, bare
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

_CREATE, _GET = ("interactions", "create"), ("interactions", "get")


@dataclass(frozen=True, eq=False)
class Request:
    """One call. ``asks`` tells that it asks the model, as opposed to fetching what it answered before.

    ``params`` is the object of what it says, if it is written out: in the call (``in_place``), or under a name that has no other value.
    """

    call: Node
    client: Client
    asks: bool
    params: Node | None
    in_place: bool

    def pair(self, key: str) -> Node | None:
        """The entry of a key."""
        pairs = self.params.named if self.params is not None else []
        return next((pair for pair in pairs if key_of(pair) == key), None)

    def value(self, key: str) -> Node | None:
        pair = self.pair(key)
        return bare(value_of(pair)) if pair is not None else None

    @property
    def spread(self) -> bool:
        """Whether it may say more than is in sight."""
        return self.params is None or not all(key_of(pair) for pair in self.params.named)

    @property
    def streamed(self) -> bool | None:
        """Whether the answer comes as a stream; None when that cannot be told."""
        stream = self.value("stream")
        return {"true": True, "false": False, "undefined": False}.get(stream.kind) if stream is not None else False


def requests(readings: Readings) -> Iterator[Request]:
    """The calls of one module."""
    if "interactions" not in readings.values.module.source:
        return
    for node in readings.values.module.root.walk():
        method = method_of(node) if node.kind == "call_expression" else ("", "")
        client = client_of(node, readings) if method in (_CREATE, _GET) else None
        if client is None or client.package != GENAI:
            continue
        request = _request(node, client, method == _CREATE, readings.values)
        if "untraced-client" not in client.assumptions or not request.asks or request.pair("input") is not None:
            yield request


def _request(call: Node, client: Client, asks: bool, values: Values) -> Request:
    given = arguments(call)
    place = 0 if asks else 1
    told = given[place] if len(given) > place and given[place].kind != "spread_element" else None
    params = values.literal(told) if told is not None else None
    written = params is not None and params.kind == "object"
    return Request(call, client, asks, params if written else None, written and told is not None and bare(told) is params)
