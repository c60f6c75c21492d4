"""``generationConfig``: what kind of answer is asked for, and under which limits."""

from __future__ import annotations

from typing import Any

from migrate_interactions.verify.canonical import Output
from migrate_interactions.verify.schema import normalise
from migrate_interactions.verify.service.names import constant, snake_keys, snake_top
from migrate_interactions.verify.service.refusal import Refusal
from migrate_interactions.verify.stable import stable

Json = dict[str, Any]

#: JSON without the quotes around the one text that it is.
BARE = "text/x.enum"
_JSON_MIMES = ("application/json", BARE)
_KIND_ORDER = ("text", "image", "audio", "video")
#: Read elsewhere, or into outputs.
_NOT_SETTINGS = frozenset(
    {
        "response_mime_type",
        "response_schema",
        "response_json_schema",
        "response_modalities",
        "image_config",
        "speech_config",
        "thinking_config",
        "media_resolution",
    }
)
_REQUEST_SETTINGS = ("cached_content", "labels", "service_tier", "model_armor_config", "output_config")
#: Values that ask for what happens anyway.
_DEFAULTS = {"candidate_count": 1, "service_tier": "unspecified"}


def outputs(config: Json) -> tuple[Output, ...]:
    """Kinds of output in a fixed order; text when nothing is said. An ``image_config`` alone asks for images beside the text."""
    kinds = {constant(kind) for kind in config.get("response_modalities") or ["text"]}
    if "image_config" in config and "response_modalities" not in config:
        kinds.add("image")
    makers = {"text": _text_output, "image": _image_output, "audio": _audio_output}
    return tuple(makers[kind](config) if kind in makers else Output(kind) for kind in _KIND_ORDER if kind in kinds)


def _text_output(config: Json) -> Output:
    mime = config.get("response_mime_type", "")
    schema = config.get("response_schema") or config.get("response_json_schema")
    if schema and mime not in _JSON_MIMES:
        raise Refusal(
            "* GenerateContentRequest.generation_config.response_schema: only allowed when response_mime_type is application/json"
        )
    if mime not in _JSON_MIMES:
        return Output("text")
    return Output("text", mime="application/json", schema=stable(normalise(schema)) if schema else "")


def _image_output(config: Json) -> Output:
    settings = snake_keys(snake_top(config.get("image_config")))
    if "output_mime_type" in settings:
        settings["mime_type"] = settings.pop("output_mime_type")
    return Output("image", settings=stable(settings) if settings else "")


def _audio_output(config: Json) -> Output:
    voices = _voices(snake_keys(config.get("speech_config") or {}))
    return Output("audio", settings=stable(voices) if voices else "")


def _voices(speech: Json) -> list[Json]:
    """One entry per voice: ``speaker``, ``voice`` and ``language``, as far as they are said."""
    many = (speech.get("multi_speaker_voice_config") or {}).get("speaker_voice_configs") or [speech]
    voices = []
    for entry in many:
        config = entry.get("voice_config") or {}
        voice = (config.get("prebuilt_voice_config") or {}).get("voice_name") or config.get("voice")
        said = {"speaker": entry.get("speaker"), "voice": voice, "language": speech.get("language_code")}
        voices.append({key: value for key, value in said.items() if value})
    return [voice for voice in voices if voice]


def settings(config: Json, request: Json) -> tuple[tuple[str, str], ...]:
    """Everything else that is set, by name, as stable JSON. What Interactions has no word for keeps its old one, so its loss shows."""
    found: Json = {name: snake_keys(value) for name, value in config.items() if name not in _NOT_SETTINGS}
    found |= {name: request[name] for name in _REQUEST_SETTINGS if name in request}
    if "service_tier" in found:
        found["service_tier"] = constant(found["service_tier"], "SERVICE_TIER_")
    found |= _thinking(snake_top(config.get("thinking_config")))
    return tuple(sorted((name, stable(value)) for name, value in found.items() if value not in ([], {}) and _DEFAULTS.get(name) != value))


def _thinking(config: Json) -> Json:
    """A budget of 0 is the level ``minimal``, -1 is the default; any other number has no exact level."""
    found: Json = {}
    budget = config.get("thinking_budget")
    if budget == 0:
        found["thinking_level"] = "minimal"
    elif budget not in (None, -1):
        found["thinking_budget"] = budget
    if config.get("thinking_level"):
        found["thinking_level"] = constant(config["thinking_level"])
    if config.get("include_thoughts"):
        found["thinking_summaries"] = "auto"
    return found
