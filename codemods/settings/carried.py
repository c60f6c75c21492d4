"""What a schema has no place for in a request: each such thing is a reason to leave the call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codemods.api.nodes import Array, Entry, Node, Object, Word
from codemods.api.nodes import leaves as leaves_of
from codemods.api.schemas import ResponseSchema
from codemods.settings.records import Place
from codemods.strands import Collected


def check(node: Node, schema: ResponseSchema, strand: Collected[Any], at: Place) -> None:
    """Hold for what a part of a request says and the schema cannot, where it is said, or else ``at`` the place that says it."""
    if not schema.fields:
        return
    for value, what in _refused(node, schema):
        place = next((leaf.source for leaf in leaves_of(value)), at)
        strand.hold(place, "GI227", f"{what} has no place in the legacy schema")


def _refused(node: Node, schema: ResponseSchema) -> Iterator[tuple[Node, str]]:
    """Values without a place, with what to call them."""
    if isinstance(node, Array):
        for item in node.items:
            yield from _refused(item, schema)
    if not isinstance(node, Object):
        return
    kind = next((entry.value.value for entry in node.entries if entry.key == "type" and isinstance(entry.value, Word)), "")
    fields = schema.fields.get(kind)
    for entry in node.entries:
        if fields is not None and entry.key and entry.key not in fields:
            yield entry.value, f"`{entry.key}` of `{kind}`"
        else:
            yield from _refused_value(entry, schema)


def _refused_value(entry: Entry, schema: ResponseSchema) -> Iterator[tuple[Node, str]]:
    allowed = schema.values.get(entry.key)
    value = entry.value
    if allowed is None:
        # A JSON Schema says what it likes.
        yield from _refused(value, schema) if entry.key not in ("parameters", "response_format") else ()
        return
    for word in value.items if isinstance(value, Array) else (value,):
        if isinstance(word, Word) and word.value not in allowed:
            yield value, f"`{entry.key}` {word.value!r}"
    for inner in value.entries if isinstance(value, Object) else ():
        if inner.key not in allowed:
            yield inner.value, f"`{inner.key}` of `{entry.key}`"
