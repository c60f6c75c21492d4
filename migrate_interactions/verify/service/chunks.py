"""How a streamed answer is divided: both APIs in the same places, for programs print chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from migrate_interactions.verify.canonical import TEXT, Part

_CHUNK = 16


def chunks(part: Part) -> Iterator[Part]:
    """A text in pieces of a few words' length, any other part in one."""
    if part.kind != TEXT or not part.text:
        yield part
        return
    for start in range(0, len(part.text), _CHUNK):
        yield replace(part, text=part.text[start : start + _CHUNK])
