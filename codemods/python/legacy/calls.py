"""Calls of the Interactions API: `interactions.create` and `interactions.get` of clients."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from codemods.outcome import Place
from codemods.python.handles import FOREIGN, Handle
from codemods.python.nodes import dotted, keyword
from codemods.python.values import Values

_CREATE, _GET = ("interactions", "create"), ("interactions", "get")


def asks(handle: Handle) -> bool:
    """Whether a method asks the model, as opposed to fetching what it answered before."""
    return handle.method == _CREATE


def interaction_calls(values: Values) -> Iterator[tuple[cst.Call, Handle]]:
    """The calls of one module, each with the method it calls."""
    for node in values.module.every(cst.Attribute):
        if node.attr.value not in ("create", "get"):
            continue
        call = values.module.parent(node)
        if not isinstance(call, cst.Call) or call.func is not node:
            continue
        handle = values.handle(node)
        if handle is None:
            handle = _untraced(node, call, values)
        if isinstance(handle, Handle) and handle.method in (_CREATE, _GET):
            yield call, handle


def asking_places(values: Values) -> tuple[Place, ...]:
    """Where a module asks the model by the Interactions API: rather too few than one that is somebody else's."""
    if "interactions" not in values.module.source:
        return ()
    traced = (call for call, handle in interaction_calls(values) if asks(handle) and "untraced-client" not in handle.assumptions)
    return tuple(Place(span) for span in sorted(map(values.module.span, traced)))


def _untraced(node: cst.Attribute, call: cst.Call, values: Values) -> Handle | None:
    """`X.interactions.create(input=…)` where the file or the project uses the SDK."""
    if not (values.uses_sdk or values.index.project_uses_sdk) or not isinstance(node.value, cst.Attribute):
        return None
    if node.value.attr.value != "interactions" or (node.attr.value == "create" and keyword(call, "input") is None):
        return None
    if values.handle(node.value.value) == FOREIGN:
        return None
    prefix = ("aio",) if dotted(node.value.value).endswith(".aio") else ()
    return Handle((*prefix, "interactions", node.attr.value), frozenset({"untraced-client"}))
