"""Streams that break in the middle, as real ones do: one API ends in an error that is raised, the other in an event that is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_MESSAGE = "The stream was broken off on purpose."


def cut_stream(pieces: Iterator[Json]) -> Iterator[Json]:
    """The first piece of generateContent's answer, if it is not the only one: what has come when a connection is lost."""
    yield from list(pieces)[:-1][:1]


def broken_stream(pieces: Iterator[Json]) -> Iterator[Json]:
    """The same and an error, as it comes in a stream of events."""
    yield from cut_stream(pieces)
    yield {"error": {"code": 500, "message": _MESSAGE, "status": "INTERNAL"}}


def broken_events(events: Iterator[Json]) -> Iterator[Json]:
    """An interaction's events up to the same place."""
    whole = list(events)
    deltas = [place for place, event in enumerate(whole) if _says_something(event)]
    end = deltas[1] if len(deltas) > 1 else deltas[0] if deltas else len(whole) - 1
    yield from whole[:end]
    yield {"event_type": "error", "error": {"code": "internal", "message": _MESSAGE}}


def _says_something(event: Json) -> bool:
    """Whether it is one of those that the other API has a piece for."""
    return event["event_type"] in ("step.delta", "content.delta") and not event["delta"]["type"].startswith("text_annotation")
