"""The request side: every key of generateContent's config and what it is in `interactions.create`.

Rows follow `GenerateContentConfig` and `GenerationConfig` of google-genai 3.4.0 and Google's public migration guide.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Place = Literal["top", "generation", "format", "content", "call", "nowhere"]
Kind = Literal[
    "copy",  # the same value under the new name
    "text",  # the value has to be one string
    "mime_type",  # decides the kind of answer together with a schema
    "schema",  # an SDK schema, a class or a type: becomes JSON Schema
    "json_schema",  # already JSON Schema
    "only_default",  # no counterpart, but the default may be left out
    "safety",  # category and threshold, lower case without prefix
    "tools",
    "tool_choice",
    "thinking",
    "modalities",
    "image",
    "speech",
    "resolution",  # moves onto each media content
    "http",  # timeout and headers of one call
    "signal",  # what aborts one call
    "automatic",  # functions called by the SDK: only switched off has a counterpart, which is saying nothing
    "none",  # no counterpart at all
]


@dataclass(frozen=True)
class ConfigKey:
    """One key: its old name, how its value changes, where it goes (``place``) and under which ``new`` name.

    Without a new name the value becomes an object whose entries go there one by one.
    """

    old: str
    kind: Kind
    place: Place
    new: str = ""
    help: str = ""
    default: str = ""


_NONE_HELP = "Interactions has no such setting: remove it if the answer may change, or keep this call on generateContent."

CONFIG: dict[str, ConfigKey] = {
    row.old: row
    for row in (
        ConfigKey("system_instruction", "text", "top", "system_instruction", "Pass one string as system_instruction=…"),
        ConfigKey("max_output_tokens", "copy", "generation", "max_output_tokens"),
        ConfigKey("stop_sequences", "copy", "generation", "stop_sequences"),
        ConfigKey("seed", "copy", "generation", "seed"),
        ConfigKey("temperature", "copy", "generation", "temperature"),
        ConfigKey("top_p", "copy", "generation", "top_p"),
        ConfigKey(
            "response_mime_type", "mime_type", "format", "mime_type", 'Pass response_format={"type": "text", "mime_type": …, "schema": …}.'
        ),
        ConfigKey(
            "response_schema",
            "schema",
            "format",
            "schema",
            'Pass response_format={"type": "text", "mime_type": "application/json", "schema": <JSON Schema>}.',
        ),
        ConfigKey(
            "response_json_schema",
            "json_schema",
            "format",
            "schema",
            'Pass response_format={"type": "text", "mime_type": "application/json", "schema": <JSON Schema>}.',
        ),
        ConfigKey("candidate_count", "only_default", "nowhere", help=_NONE_HELP, default="1"),
        ConfigKey(
            "safety_settings",
            "safety",
            "top",
            "safety_settings",
            'Pass safety_settings=[{"type": "hate_speech", "threshold": "block_none"}, …]: lower case, without HARM_CATEGORY_.',
        ),
        ConfigKey(
            "tools",
            "tools",
            "top",
            "tools",
            'Pass tools=[{"type": "google_search"}, …] or {"type": "function", "name", "description", "parameters"} for each declaration.',
        ),
        ConfigKey(
            "tool_config",
            "tool_choice",
            "generation",
            "",
            'Pass generation_config={"tool_choice": "any"} or {"allowed_tools": {"mode": …, "tools": […]}}.',
        ),
        ConfigKey(
            "thinking_config",
            "thinking",
            "generation",
            "",
            'Pass generation_config={"thinking_level": "low", "thinking_summaries": "auto"}: levels replace thinking_budget.',
        ),
        ConfigKey(
            "response_modalities",
            "modalities",
            "format",
            "type",
            'Pass response_format=[{"type": "text"}, {"type": "image"}] or {"type": "audio"}.',
        ),
        ConfigKey(
            "image_config", "image", "format", "image", 'Pass response_format={"type": "image", "aspect_ratio": …, "image_size": …}.'
        ),
        ConfigKey("speech_config", "speech", "generation", "speech_config", 'Pass generation_config={"speech_config": [{"voice": …}]}.'),
        ConfigKey(
            "media_resolution",
            "resolution",
            "content",
            "resolution",
            'Put "resolution": "low" (medium, high, ultra_high) on each image, video and document content.',
        ),
        ConfigKey(
            "http_options",
            "http",
            "call",
            "",
            "Pass timeout=<seconds> and extra_headers=… to interactions.create; the old timeout was in milliseconds.",
        ),
        ConfigKey("cached_content", "copy", "top", "cached_content"),
        ConfigKey("labels", "copy", "top", "labels"),
        ConfigKey("service_tier", "copy", "top", "service_tier"),
        ConfigKey("store", "copy", "top", "store"),
        ConfigKey(
            "automatic_function_calling",
            "automatic",
            "nowhere",
            help="Interactions never calls your functions by itself: answer each function_call step with a function_result.",
        ),
        ConfigKey("automatic_continuation", "copy", "call", "automatic_continuation"),
        *(
            ConfigKey(old, "none", "nowhere", help=_NONE_HELP)
            for old in (
                "top_k",
                "presence_penalty",
                "frequency_penalty",
                "response_logprobs",
                "logprobs",
                "audio_timestamp",
                "routing_config",
                "model_selection_config",
                "model_armor_config",
                "should_return_http_response",
                "audio_transcription_config",
                "generation_output_config",
                "enable_enhanced_civic_answers",
                "continuation_token",
            )
        ),
    )
}

#: Keys that only the JavaScript SDK has.
JAVASCRIPT: dict[str, ConfigKey] = {
    "abort_signal": ConfigKey("abort_signal", "signal", "call", help="Pass { signal } as the second argument of interactions.create."),
}

#: Settings that newer models refuse or ignore; kept, with a note.
SAMPLING = ("temperature", "top_p")
