"""Requests of a model or chat of an older SDK that another file of the project makes; that file cannot change alone."""

from __future__ import annotations

import libcst as cst

from codemods.python.answers import Trail
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.values import Values

_REQUESTS = frozenset("generate_content generate_content_async start_chat send_message send_message_async".split())
_PACKAGES = ("google.generativeai", "google import generativeai", "vertexai")


def trails(values: Values) -> list[Trail]:
    """A hold at each request whose receiver comes out of a file that uses an older SDK."""
    found = []
    for node in values.module.every(cst.Attribute):
        call = values.module.parent(node)
        if node.attr.value not in _REQUESTS or not isinstance(call, cst.Call) or call.func is not node:
            continue
        place = _made(node.value, values)
        if place:
            strand = Strand()
            strand.hold(call, "GI200", f"the receiver of `{node.attr.value}` comes from {place}, which uses a retired SDK")
            strand.ties.add(node)
            found.append(Trail(strand, Parsed("unseen"), {}, {}))
    return found


def _made(receiver: cst.BaseExpression, values: Values) -> str:
    """The file that a receiver is imported from, when that file uses an older SDK and nothing of google-genai."""
    root = receiver
    while isinstance(root, (cst.Attribute, cst.Call)):
        root = root.value if isinstance(root, cst.Attribute) else root.func
    definitions = values.definitions(root) if isinstance(root, cst.Name) else []
    for definition in definitions:
        origin = values.import_origin(definition) if definition.kind == "import" else None
        place = values.index.defined(*origin) if origin is not None else None
        text = values.index.text_behind(*origin) if origin is not None else ""
        if place is not None and any(package in text for package in _PACKAGES) and "google.genai" not in text:
            return str(place)
    return ""
