"""``generation_config``, ``response_format``, ``tools`` and ``safety_settings`` of an interaction."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from migrate_interactions.verify.canonical import Output, Tool
from migrate_interactions.verify.schema import normalise
from migrate_interactions.verify.service.tool_settings import function_tool, service_tool
from migrate_interactions.verify.stable import stable

Json = dict[str, Any]

_KIND_ORDER = ("text", "image", "audio", "video", "document")
_NOT_SETTINGS = frozenset({"tool_choice", "thinking_summaries", "image_config", "speech_config"})
_REQUEST_SETTINGS = ("cached_content", "labels", "service_tier")


def outputs(body: Json) -> tuple[Output, ...]:
    """Kinds of output in a fixed order; text when no format is given."""
    given = body.get("response_format")
    formats = given if isinstance(given, list) else [given] if given else []
    if not formats:
        formats = [{"type": kind} for kind in body.get("response_modalities") or ["text"]]
    config = body.get("generation_config") or {}
    ordered = sorted(formats, key=lambda entry: _KIND_ORDER.index(entry["type"]))
    return tuple(_output(entry, config) for entry in ordered)


def _output(entry: Json, config: Json) -> Output:
    kind = entry["type"]
    if kind == "text":
        return _text_output(entry)
    settings = {key: value for key, value in entry.items() if key != "type" and value is not None}
    if kind == "image":
        settings = {**(config.get("image_config") or {}), **settings}
    if kind == "audio":
        return Output(kind, settings=_audio_settings(settings, config.get("speech_config")))
    return Output(kind, settings=stable(settings) if settings else "")


def _text_output(entry: Json) -> Output:
    if entry.get("mime_type") != "application/json":
        return Output("text")
    schema = entry.get("schema")
    return Output("text", mime="application/json", schema=stable(normalise(schema)) if schema else "")


def _audio_settings(settings: Json, speech: Any) -> str:
    voices = speech.get("speakers") if isinstance(speech, dict) else speech
    said = [*([settings] if settings else []), *(voices or [])]
    return stable(said) if said else ""


def settings(body: Json) -> tuple[tuple[str, str], ...]:
    """Everything else that is set, by name, as stable JSON."""
    config = body.get("generation_config") or {}
    found: Json = {name: value for name, value in config.items() if name not in _NOT_SETTINGS}
    found |= {name: body.get(name) for name in _REQUEST_SETTINGS}
    if config.get("thinking_summaries") == "auto":
        found["thinking_summaries"] = "auto"
    return tuple(sorted((name, stable(value)) for name, value in found.items() if value not in (None, [], {})))


def tools(raw: list[Json]) -> Iterator[Tool]:
    for entry in raw:
        if entry["type"] == "function":
            yield function_tool(entry.get("name"), entry.get("description"), entry.get("parameters"))
        else:
            yield service_tool(entry["type"], {key: _ordered(value) for key, value in entry.items() if key != "type"})


def _ordered(value: Any) -> Any:
    return sorted(value) if isinstance(value, list) and all(isinstance(item, str) for item in value) else value


def tool_choice(body: Json) -> str:
    """Mode and allowed names as stable JSON; ``""`` for the default, which is ``auto`` over all functions."""
    choice = (body.get("generation_config") or {}).get("tool_choice") or "auto"
    if isinstance(choice, str):
        choice = {"allowed_tools": {"mode": choice}}
    allowed = choice.get("allowed_tools") or {}
    mode, names = allowed.get("mode") or "auto", allowed.get("tools")
    if mode == "auto" and not names:
        return ""
    return stable({"mode": mode, **({"tools": sorted(names)} if names else {})})


def safety(raw: list[Json]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((item["type"], f"{item['threshold']} {item.get('method') or ''}".strip()) for item in raw))
