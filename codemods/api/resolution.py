"""`media_resolution` of a whole request is said on each image, video and document of it now."""

from __future__ import annotations

from dataclasses import replace

from codemods.api.nodes import Array, Entry, Leaf, Node, Object, Word

_KEY = "resolution"
_APPLIES = frozenset({"image", "video", "document"})
_HOLDS_CONTENTS = frozenset({"user_input", "model_output"})


def with_resolution(asked: Node, resolution: Node, *, inside: bool = False) -> Node | None:
    """The input with a resolution on all its media that have none; None when some of it is not in sight.

    ``inside`` a list only what is spelled out is in sight. A single leaf is a text.
    """
    if isinstance(asked, Leaf):
        return None if inside else asked
    if isinstance(asked, Array):
        items = [with_resolution(item, resolution, inside=True) for item in asked.items]
        return replace(asked, items=tuple(item for item in items if item is not None)) if None not in items else None
    if not isinstance(asked, Object):
        return None
    kind = next((entry.value for entry in asked.entries if entry.key == "type"), None)
    if not isinstance(kind, Word):
        return None
    if kind.value in _HOLDS_CONTENTS:
        return _inside(asked, resolution)
    if kind.value not in _APPLIES or any(entry.key == _KEY for entry in asked.entries):
        return asked
    return replace(asked, entries=(*asked.entries, Entry(_KEY, resolution)))


def _inside(turn: Object, resolution: Node) -> Object | None:
    """A turn of a history, with the resolution on its contents."""
    entries = []
    for entry in turn.entries:
        value = with_resolution(entry.value, resolution, inside=True) if entry.key == "content" else entry.value
        if value is None:
            return None
        entries.append(replace(entry, value=value))
    return replace(turn, entries=tuple(entries))
