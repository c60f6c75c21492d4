"""Replies of generateContent and its stream, in their wire shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from migrate_interactions.verify.canonical import CODE, CODE_RESULT, FUNCTION_CALL, MEDIA, TEXT, THOUGHT, Part
from migrate_interactions.verify.service.chunks import chunks
from migrate_interactions.verify.service.clock import MOMENT
from migrate_interactions.verify.service.model import Reply
from migrate_interactions.verify.service.search import grounding_metadata
from migrate_interactions.verify.service.tokens import Usage

Json = dict[str, Any]

_AS_JSON = {CODE: "executableCode", CODE_RESULT: "codeExecutionResult"}


def generate_reply(reply: Reply, model: str, identifier: str) -> Json:
    """A whole GenerateContentResponse."""
    parts = [_part(part) for part in reply.parts]
    return _last(parts, reply, model, identifier)


def generate_stream(reply: Reply, model: str, identifier: str) -> Iterator[Json]:
    """The same in pieces; the last one carries the reason to finish and the usage."""
    pieces = [piece for part in reply.parts for piece in chunks(part)]
    for piece in pieces[:-1]:
        yield _response([_part(piece)], model, identifier, "")
    last = [_part(piece) for piece in pieces[-1:]]
    yield _last(last, reply, model, identifier)


def without_quotes(reply: Reply) -> Reply:
    """The same with a JSON text as the text it stands for; one that was cut short only begins with a quote."""
    return replace(reply, parts=tuple(replace(part, text=_bare(part.text)) if part.kind == TEXT else part for part in reply.parts))


def _bare(text: str) -> str:
    try:
        return str(json.loads(text))
    except ValueError:
        return text.removeprefix('"')


def _last(parts: list[Json], reply: Reply, model: str, identifier: str) -> Json:
    response = _response(parts, model, identifier, _finish(reply))
    if reply.search:
        response["candidates"][0]["groundingMetadata"] = grounding_metadata(reply.search)
    return {**response, "usageMetadata": _usage(reply.usage)}


def _response(parts: list[Json], model: str, identifier: str, finish: str) -> Json:
    candidate: Json = {"content": {"parts": parts, "role": "model"}, "index": 0}
    if finish:
        candidate["finishReason"] = finish
    return {"candidates": [candidate], "modelVersion": model, "responseId": identifier, "createTime": MOMENT}


def _part(part: Part) -> Json:
    if part.kind == FUNCTION_CALL:
        return {"functionCall": {"id": part.id, "name": part.name, "args": json.loads(part.value)}}
    if part.kind in _AS_JSON:
        return {_AS_JSON[part.kind]: json.loads(part.value)}
    if part.kind == MEDIA:
        return {"inlineData": {"mimeType": part.mime, "data": part.data}}
    return {"text": part.text, **({"thought": True} if part.kind == THOUGHT else {})}


def _finish(reply: Reply) -> str:
    return "MAX_TOKENS" if reply.truncated else "STOP"


def _usage(usage: Usage) -> Json:
    """Counts of zero are left out, as protocol buffers do."""
    counts = {
        "promptTokenCount": usage.input,
        "candidatesTokenCount": usage.output,
        "thoughtsTokenCount": usage.thoughts,
        "totalTokenCount": usage.total,
    }
    return {name: count for name, count in counts.items() if count}
