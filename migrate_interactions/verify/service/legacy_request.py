"""Requests in the legacy schema (google-genai 1.55 to 1.75): held against its types, then said in today's.

The SDK that is installed here knows today's types only, so those of 1.75 are tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from migrate_interactions.verify.service.refusal import Refusal

Json = dict[str, Any]

REQUEST = frozenset(
    "model input background generation_config previous_interaction_id response_format response_mime_type response_modalities service_tier "
    "store stream system_instruction tools webhook_config agent agent_config".split()
)
GENERATION = frozenset(
    "image_config max_output_tokens seed speech_config stop_sequences temperature thinking_level thinking_summaries tool_choice "
    "top_p".split()
)
_MEDIA = frozenset({"type", "data", "mime_type", "uri"})
_CALL = frozenset({"type", "id", "arguments", "signature"})
_RESULT = frozenset({"type", "call_id", "result", "signature"})
CONTENTS: dict[str, frozenset[str]] = {
    "text": frozenset({"type", "text", "annotations"}),
    "image": _MEDIA | {"resolution"},
    "video": _MEDIA | {"resolution"},
    "audio": _MEDIA | {"channels", "sample_rate"},
    "document": _MEDIA,
    "thought": frozenset({"type", "signature", "summary"}),
    "function_call": frozenset({"type", "id", "name", "arguments", "signature"}),
    "function_result": frozenset({"type", "call_id", "name", "result", "is_error", "signature"}),
    "code_execution_call": _CALL,
    "url_context_call": _CALL,
    "google_maps_call": _CALL,
    "google_search_call": _CALL | {"search_type"},
    "file_search_call": _CALL - {"arguments"},
    "code_execution_result": _RESULT | {"is_error"},
    "url_context_result": _RESULT | {"is_error"},
    "google_search_result": _RESULT | {"is_error"},
    "google_maps_result": _RESULT,
    "file_search_result": _RESULT,
}
TOOLS: dict[str, frozenset[str]] = {
    "function": frozenset({"type", "name", "description", "parameters"}),
    "code_execution": frozenset({"type"}),
    "url_context": frozenset({"type"}),
    "google_search": frozenset({"type", "search_types"}),
    "google_maps": frozenset({"type", "enable_widget", "latitude", "longitude"}),
    "file_search": frozenset({"type", "file_search_store_names", "metadata_filter", "top_k"}),
    "computer_use": frozenset({"type", "environment", "excludedPredefinedFunctions"}),
    "mcp_server": frozenset({"type", "name", "url", "headers", "allowed_tools"}),
    "retrieval": frozenset({"type", "retrieval_types", "vertex_ai_search_config"}),
}
VOICE = frozenset({"language", "speaker", "voice"})
_DOCUMENT_TYPES = frozenset({"application/pdf"})
LEVELS = frozenset({"minimal", "low", "medium", "high"})
#: What a turn is made of besides steps of their own.
_SAID = frozenset({"text", "image", "video", "audio", "document"})
_TURNS = {"user": "user_input", "model": "model_output"}
SPELLINGS = {"excludedPredefinedFunctions": "excluded_predefined_functions"}


def upgraded(body: Json) -> Json:
    """The same request in today's schema. Raises `Refusal` for what the legacy one does not declare."""
    said = {key: value for key, value in body.items() if value is not None}
    _check(said, REQUEST, "")
    config = dict(said.pop("generation_config", {}))
    _check(config, GENERATION, "generation_config")
    _check_words(config)
    formats = _formats(said, config.pop("image_config", None))
    request = {**said, "input": _input(said.get("input")), "tools": [_tool(tool) for tool in said.get("tools") or []]}
    request |= {"generation_config": config} if config else {}
    return request | ({"response_format": formats} if formats else {})


def _check(given: Any, known: frozenset[str], place: str) -> None:
    if not isinstance(given, dict):
        raise Refusal(f"Invalid request. Expected an object at '{place}'.")
    for key in given:
        if key not in known:
            path = f"{place}.{key}" if place else key
            raise Refusal(f"Invalid request. Unknown name {key!r}: Cannot find field at '{path}'.")


def _check_words(config: Json) -> None:
    if config.get("thinking_level", "low") not in LEVELS:
        raise Refusal(f"Invalid request. Invalid value: {config['thinking_level']!r} at 'generation_config.thinking_level'.")
    voices = config.get("speech_config", [])
    if not isinstance(voices, list):
        raise Refusal("Invalid request. Expected a list at 'generation_config.speech_config'.")
    for voice in voices:
        _check(voice, VOICE, "generation_config.speech_config")


# -- answers that are asked for ------------------------------------------------------------------------------------


def _formats(said: Json, image: Json | None) -> list[Json]:
    """Takes the settings of answers out of a request, and says them in one list."""
    kinds = said.pop("response_modalities", None) or ["text"]
    mime, schema = said.pop("response_mime_type", None), said.pop("response_format", None)
    if schema is not None and mime is None:
        raise Refusal("Invalid request. 'response_mime_type' is required if 'response_format' is set.")
    if schema is not None and (not isinstance(schema, dict) or schema.get("type") == "text"):
        raise Refusal("Invalid request. 'response_format' is not a JSON Schema.")
    text = {"type": "text"} | ({"mime_type": mime} if mime else {}) | ({"schema": schema} if schema is not None else {})
    if image is not None:
        _check(image, frozenset({"aspect_ratio", "image_size"}), "generation_config.image_config")
    settings: dict[str, Json] = {"text": text, "image": {"type": "image", **(image or {})}}
    return [settings.get(kind, {"type": kind}) for kind in kinds]


def _tool(tool: Json) -> Json:
    known = TOOLS.get(tool.get("type", "")) if isinstance(tool, dict) else None
    if known is None:
        raise Refusal(f"Invalid request. Unknown variant: {tool!r} at 'tools'.")
    _check(tool, known, f"tools.{tool['type']}")
    return {SPELLINGS.get(key, key): value for key, value in tool.items()}


# -- input ---------------------------------------------------------------------------------------------------------


def _input(given: Any) -> Any:
    items = [given] if isinstance(given, dict) else given
    if not isinstance(items, list):
        return given
    turns = [isinstance(item, dict) and "role" in item for item in items]
    if any(turns) and not all(turns):
        raise Refusal("Invalid request. 'input' mixes contents and turns.")
    if items and all(turns):
        return [step for turn in items for step in _steps(turn)]
    contents = [_content(item, "input") for item in items]
    return contents if all(content["type"] in _SAID for content in contents) else list(_steps({"role": "user", "content": contents}))


def _steps(turn: Json) -> Iterator[Json]:
    """A turn's contents: neighbours that are said are one step, everything else is a step of its own; results come first."""
    _check(turn, frozenset({"role", "content"}), "input")
    if turn["role"] not in _TURNS:
        raise Refusal(f"Invalid request. Invalid value: {turn['role']!r} at 'input.role'.")
    held = turn.get("content")
    contents = [{"type": "text", "text": held}] if isinstance(held, str) else [_content(item, "input.content") for item in held or []]
    contents.sort(key=lambda content: content["type"] != "function_result")
    for apart, items in groupby(contents, key=lambda content: content["type"] not in _SAID):
        if apart:
            yield from items
        else:
            yield {"type": _TURNS[turn["role"]], "content": list(items)}


def _content(content: Any, place: str) -> Json:
    kind = content.get("type") if isinstance(content, dict) else None
    if kind not in CONTENTS:
        raise Refusal(f"Invalid request. Unknown variant: {kind!r} at '{place}'.")
    _check(content, CONTENTS[kind], f"{place}.{kind}")
    if kind == "document" and content.get("mime_type", "application/pdf") not in _DOCUMENT_TYPES:
        raise Refusal(f"Invalid request. Invalid value: {content['mime_type']!r} at '{place}.document.mime_type'.")
    return dict(content)
