"""Replies in the legacy schema: the contents of all steps in one list, and events with their older names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_NAMES = {"interaction.created": "interaction.start", "interaction.completed": "interaction.complete"}
_SPOKEN = {"text": {"text": ""}, "thought": {}}


def with_outputs(interaction: Json) -> Json:
    """An interaction with outputs in the place of its steps."""
    rest = {key: value for key, value in interaction.items() if key not in ("steps", "object")}
    return {**rest, "role": "model", "outputs": [output for step in interaction["steps"] for output in _outputs(step)]}


def _outputs(step: Json) -> list[Json]:
    return list(step["content"]) if step["type"] == "model_output" else [step]


def legacy_events(events: Iterator[Json]) -> Iterator[Json]:
    """The same events under their older names; each content has a start and a stop of its own, calls of functions come whole."""
    contents = _Contents()
    for event in events:
        kind = event["event_type"]
        if kind in _NAMES:
            head = {key: value for key, value in event["interaction"].items() if key != "object"}
            yield {"event_type": _NAMES[kind], "interaction": head}
        elif kind.startswith("step."):
            yield from contents.of(event)
        else:
            yield event


class _Contents:
    """Counts contents, and remembers the one that is open and the step it belongs to."""

    def __init__(self) -> None:
        self._index = -1
        self._open = ""
        self._step: Json = {}

    def of(self, event: Json) -> Iterator[Json]:
        kind = event["event_type"]
        if kind == "step.start":
            self._step = event["step"]
            if self._step["type"] not in ("model_output", "thought"):
                yield self._start(self._step)
        elif kind == "step.delta":
            yield from self._delta(event["delta"])
        elif self._open:
            yield self._stop()

    def _delta(self, delta: Json) -> Iterator[Json]:
        if delta["type"] == "arguments_delta":
            delta = {**self._step, "arguments": json.loads(delta["arguments"])}
        elif delta["type"] == "text_annotation_delta":
            delta = {**delta, "type": "text_annotation"}
        elif delta["type"].startswith("code_execution"):
            delta = {**self._step, **delta}
        else:
            opened = "thought" if delta["type"] == "thought_summary" else delta["type"]
            if self._open and self._open != opened:
                yield self._stop()
            if not self._open:
                yield self._start({"type": opened, **_SPOKEN.get(opened, {})})
        yield {"event_type": "content.delta", "index": self._index, "delta": delta}

    def _start(self, content: Json) -> Json:
        self._index += 1
        self._open = content["type"]
        return {"event_type": "content.start", "index": self._index, "content": content}

    def _stop(self) -> Json:
        self._open = ""
        return {"event_type": "content.stop", "index": self._index}
