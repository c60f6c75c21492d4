"""generateContent requests: held against the SDK's types, then reduced to the canonical call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from google.genai import types

from migrate_interactions.verify.canonical import (
    FUNCTION_CALL,
    FUNCTION_RESULT,
    MEDIA,
    MODEL,
    TEXT,
    THOUGHT,
    USER,
    Call,
    Part,
    Turn,
    settle,
    sort_tools,
)
from migrate_interactions.verify.service.generate_config import BARE, outputs, settings
from migrate_interactions.verify.service.generate_tools import tool_choice, tools
from migrate_interactions.verify.service.media import family, media_part
from migrate_interactions.verify.service.names import constant, snake, snake_keys, snake_top
from migrate_interactions.verify.service.numbers import spelled_out
from migrate_interactions.verify.service.refusal import Refusal, not_covered
from migrate_interactions.verify.service.single import as_lists
from migrate_interactions.verify.service.strict import Problem, find_problem
from migrate_interactions.verify.stable import stable

Json = dict[str, Any]

#: The request as the SDK puts it on the wire (its own converters: ``_GenerateContentParameters_to_mldev``, ``..._to_vertex``).
_REQUEST: dict[str, Any] = {
    "model": str,
    "contents": list[types.Content],
    "system_instruction": types.Content,
    "tools": list[types.Tool],
    "tool_config": types.ToolConfig,
    "safety_settings": list[types.SafetySetting],
    "generation_config": dict[str, Any],
    "cached_content": str,
    "labels": dict[str, str],
    "service_tier": types.ServiceTier,
    "model_armor_config": types.ModelArmorConfig,
    "output_config": types.GenerationOutputConfig,
    "store": bool,
}
#: ``types.GenerationConfig`` lacks these, which the SDK sends all the same.
_GENERATION_EXTRAS: dict[str, Any] = {"image_config": types.ImageConfig, "model_config": types.ModelSelectionConfig}
_ROLES = {"user": USER, "function": USER, "tool": USER, "model": MODEL}
_RESOLUTION_APPLIES = ("image", "video", "document")


def read_generate(body: Json) -> Call:
    """The canonical call of a ``generateContent`` or ``streamGenerateContent`` body. Raises ``Refusal``."""
    request = _checked(body)
    if not request.get("contents"):
        raise Refusal("* GenerateContentRequest.contents: contents is not specified")
    config = snake_top(request.get("generation_config"))
    tool_config = snake_top(request.get("tool_config"))
    call = Call(
        system=_system_text(request.get("system_instruction")),
        turns=settle(_turn(content) for content in request["contents"]),
        tools=sort_tools(tools(request.get("tools") or [], tool_config)),
        tool_choice=tool_choice(tool_config),
        outputs=outputs(config),
        settings=settings(config, request),
        safety=_safety(request.get("safety_settings") or []),
    )
    return _with_resolution(call, constant(config.get("media_resolution", ""), "MEDIA_RESOLUTION_"))


def read_count(body: Json) -> Call:
    """The canonical call of a ``countTokens`` body, which holds contents or a whole request."""
    whole = body.get("generateContentRequest") or body.get("generate_content_request")
    return read_generate(whole if isinstance(whole, dict) else body)


def _checked(body: Json) -> Json:
    request = snake_top(spelled_out(as_lists(body)))
    if "continuation_token" in request:
        raise not_covered("resuming an answer of generateContent")
    for name, value in request.items():
        if name not in _REQUEST:
            raise Refusal(f"Invalid JSON payload received. Unknown name {name!r}: Cannot find field.")
        _refuse(find_problem(value, _REQUEST[name], (name,)))
    _check_generation_config(request.get("generation_config") or {})
    return request


def is_bare(body: Json) -> bool:
    """Whether the answer is to be one of several texts, as it is and not as JSON."""
    return snake_top(snake_top(body).get("generation_config")).get("response_mime_type") == BARE


def _check_generation_config(config: Json) -> None:
    extras = {key: value for key, value in config.items() if snake(key) in _GENERATION_EXTRAS}
    for key, value in extras.items():
        _refuse(find_problem(value, _GENERATION_EXTRAS[snake(key)], ("generation_config", key)))
    rest = {key: value for key, value in config.items() if key not in extras}
    _refuse(find_problem(rest, types.GenerationConfig, ("generation_config",)))


def _refuse(problem: Problem | None) -> None:
    if problem:
        raise Refusal(f"Invalid JSON payload received. {problem}")


def _system_text(content: Any) -> str:
    """Several parts are several lines: Interactions takes a single string."""
    return "\n".join(part.get("text", "") for part in (content or {}).get("parts") or [])


def _turn(content: Json) -> Turn:
    role = content.get("role") or USER
    if role not in _ROLES:
        raise Refusal("Please use a valid role: user, model.")
    if not content.get("parts"):
        raise Refusal("* GenerateContentRequest.contents.parts: must include at least one part")
    return Turn(_ROLES[role], tuple(_part(snake_top(part)) for part in content["parts"]))


def _part(part: Json) -> Part:
    for name, read in _PARTS.items():
        if name in part:
            return read(part)
    rest = {key: value for key, value in part.items() if key != "thought_signature"}
    if not rest:
        raise Refusal("* GenerateContentRequest.contents.parts.data: required oneof field 'data' must have one initialized field")
    kind = next(iter(rest))
    return Part(kind, value=stable(snake_keys(rest[kind])))


def _text(part: Json) -> Part:
    return Part(THOUGHT if part.get("thought") else TEXT, text=part["text"])


def _inline(part: Json) -> Part:
    blob = snake_top(part["inline_data"])
    mime = blob.get("mime_type", "")
    return media_part(family(mime), mime, blob.get("data"), None, _media_settings(part))


def _file(part: Json) -> Part:
    file = snake_top(part["file_data"])
    mime, uri = file.get("mime_type", ""), file.get("file_uri", "")
    return media_part(family(mime, uri), mime, None, uri, _media_settings(part))


def _media_settings(part: Json) -> Json:
    level = snake_top(part.get("media_resolution")).get("level", "")
    return {"resolution": constant(level, "MEDIA_RESOLUTION_"), "processing": snake_keys(part.get("video_metadata"))}


def _function_call(part: Json) -> Part:
    call = snake_top(part["function_call"])
    return Part(FUNCTION_CALL, name=call.get("name", ""), value=stable(call.get("args") or {}), id=call.get("id", ""))


def _function_response(part: Json) -> Part:
    response = snake_top(part["function_response"])
    return Part(FUNCTION_RESULT, name=response.get("name", ""), value=stable(response.get("response") or {}), id=response.get("id", ""))


_PARTS: dict[str, Callable[[Json], Part]] = {
    "text": _text,
    "inline_data": _inline,
    "file_data": _file,
    "function_call": _function_call,
    "function_response": _function_response,
}


def _safety(raw: list[Json]) -> tuple[tuple[str, str], ...]:
    pairs = []
    for item in map(snake_top, raw):
        method = constant(item.get("method", ""))
        threshold = constant(item.get("threshold", ""))
        pairs.append((constant(item.get("category", ""), "HARM_CATEGORY_"), f"{threshold} {method}".strip()))
    return tuple(sorted(pairs))


def _with_resolution(call: Call, resolution: str) -> Call:
    """The resolution of a whole request is, in Interactions, said on each content."""
    if not resolution:
        return call
    turns = tuple(Turn(turn.role, tuple(_resolved(part, resolution) for part in turn.parts)) for turn in call.turns)
    return replace(call, turns=turns)


def _resolved(part: Part, resolution: str) -> Part:
    if part.kind != MEDIA or part.family not in _RESOLUTION_APPLIES or '"resolution"' in part.value:
        return part
    settings = part.value.removeprefix("{").removesuffix("}")
    return replace(part, value="{" + ",".join(filter(None, [settings, f'"resolution":"{resolution}"'])) + "}")
