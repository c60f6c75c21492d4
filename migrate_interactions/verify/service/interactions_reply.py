"""Replies of the Interactions API (steps schema) and its events, in their wire shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from migrate_interactions.verify.canonical import CODE, CODE_RESULT, FUNCTION_CALL, MEDIA, THOUGHT, Part
from migrate_interactions.verify.service.chunks import chunks
from migrate_interactions.verify.service.clock import MOMENT
from migrate_interactions.verify.service.model import Reply
from migrate_interactions.verify.service.search import citation, search_steps
from migrate_interactions.verify.service.tokens import Usage

Json = dict[str, Any]

_STEP_TYPES = {FUNCTION_CALL: "function_call", THOUGHT: "thought", CODE: "code_execution_call", CODE_RESULT: "code_execution_result"}
_CODE_ID = "code_1"


def interaction_reply(reply: Reply, model: str, identifier: str, previous_id: str) -> Json:
    """A whole Interaction. Its steps are the model's only: the input is not said again."""
    steps = [_step(kind, parts) for kind, parts in _grouped(reply)]
    if reply.search:
        text = [content for step in steps for content in step.get("content", ()) if content["type"] == "text"]
        text[-1]["annotations"] = [citation(reply.search)]
        steps = search_steps(reply.search) + steps
    interaction = {**_head(model, identifier, _status(reply)), "steps": steps}
    interaction["usage"] = _usage(reply.usage)
    if previous_id:
        interaction["previous_interaction_id"] = previous_id
    return interaction


def interaction_events(reply: Reply, model: str, identifier: str) -> Iterator[Json]:
    """The same as events: created, then start, deltas and stop of each step, then completed, which carries the usage but no steps."""
    yield {"event_type": "interaction.created", "interaction": _head(model, identifier, "in_progress")}
    yield {"event_type": "interaction.status_update", "interaction_id": identifier, "status": "in_progress"}
    searching = search_steps(reply.search) if reply.search else []
    for index, step in enumerate(searching):
        yield {"event_type": "step.start", "index": index, "step": step}
        yield {"event_type": "step.stop", "index": index}
    for index, (kind, parts) in enumerate(_grouped(reply), len(searching)):
        yield {"event_type": "step.start", "index": index, "step": _opening(kind, parts)}
        for delta in (delta for part in parts for delta in _deltas(part)):
            yield {"event_type": "step.delta", "index": index, "delta": delta}
        if reply.search and kind == "model_output" and parts[-1].text == reply.search.text:
            annotations = {"type": "text_annotation_delta", "annotations": [citation(reply.search)]}
            yield {"event_type": "step.delta", "index": index, "delta": annotations}
        yield {"event_type": "step.stop", "index": index}
    completed = {**_head(model, identifier, _status(reply)), "usage": _usage(reply.usage)}
    yield {"event_type": "interaction.completed", "interaction": completed}


def _head(model: str, identifier: str, status: str) -> Json:
    return {"id": identifier, "object": "interaction", "model": model, "status": status, "created": MOMENT, "updated": MOMENT}


def _status(reply: Reply) -> str:
    if reply.calls_function:
        return "requires_action"
    return "incomplete" if reply.truncated else "completed"


def _grouped(reply: Reply) -> list[tuple[str, list[Part]]]:
    """One step for neighbouring outputs, one for each thought and each function call."""
    groups: list[tuple[str, list[Part]]] = []
    for part in reply.parts:
        kind = _STEP_TYPES.get(part.kind, "model_output")
        if groups and kind == groups[-1][0] == "model_output":
            groups[-1][1].append(part)
        else:
            groups.append((kind, [part]))
    return groups


def _step(kind: str, parts: list[Part]) -> Json:
    if kind == "function_call":
        return {"type": kind, "id": parts[0].id, "name": parts[0].name, "arguments": json.loads(parts[0].value)}
    if kind == "code_execution_call":
        return {"type": kind, "id": _CODE_ID, **_code(parts[0])}
    if kind == "code_execution_result":
        return {"type": kind, "call_id": _CODE_ID, **_code_result(parts[0])}
    return {"type": kind, "summary" if kind == "thought" else "content": [_content(part) for part in parts]}


def _opening(kind: str, parts: list[Part]) -> Json:
    """A step without what its deltas will bring; the name and id of a function call are here and nowhere else."""
    if kind == "function_call":
        return {**_step(kind, parts), "arguments": {}}
    return {"type": kind} if kind in ("thought", "model_output") else _step(kind, parts)


def _code(part: Part) -> Json:
    said = json.loads(part.value)
    return {"arguments": {"code": said["code"], "language": said["language"].lower()}}


def _code_result(part: Part) -> Json:
    said = json.loads(part.value)
    return {"result": said["output"], "is_error": said["outcome"] != "OUTCOME_OK"}


def _content(part: Part) -> Json:
    if part.kind == MEDIA:
        return {"type": part.family, "data": part.data, "mime_type": part.mime}
    return {"type": "text", "text": part.text}


def _deltas(part: Part) -> Iterator[Json]:
    if part.kind == THOUGHT:
        yield {"type": "thought_summary", "content": {"type": "text", "text": part.text}}
    elif part.kind == FUNCTION_CALL:
        yield {"type": "arguments_delta", "arguments": part.value}
    elif part.kind == CODE:
        yield {"type": "code_execution_call", **_code(part)}
    elif part.kind == CODE_RESULT:
        yield {"type": "code_execution_result", **_code_result(part)}
    else:
        yield from map(_content, chunks(part))


def _usage(usage: Usage) -> Json:
    """Counts of zero are left out, as on the other endpoint."""
    counts = {
        "total_input_tokens": usage.input,
        "total_output_tokens": usage.output,
        "total_thought_tokens": usage.thoughts,
        "total_tokens": usage.total,
    }
    return {name: count for name, count in counts.items() if count}
