"""Calls that ask the model by the Interactions API already: `ai.interactions.create` of clients whose origin is in sight."""

from __future__ import annotations

from codemods.javascript.fronts.genai import client_of, method_of
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.syntax import Node
from codemods.outcome import Place

_CREATE = ("interactions", "create")


def asking_places(readings: Readings) -> tuple[Place, ...]:
    """Where a module asks by the new API: rather too few than one that is somebody else's."""
    module = readings.values.module
    if "interactions" not in module.source:
        return ()
    return tuple(Place(module.span(node)) for node in module.root.walk() if node.kind == "call_expression" and _asks(node, readings))


def _asks(call: Node, readings: Readings) -> bool:
    if method_of(call) != _CREATE:
        return False
    client = client_of(call, readings)
    return client is not None and client.package == GENAI and "untraced-client" not in client.assumptions
