"""Settings are read without any language: by nothing of LibCST, and for JSON as well as for Python."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from codemods.api.call import settings
from codemods.settings.config import Configs
from tests.api.jsonreader import Json, JsonReader, JsonStrand, plain

_IMPORT_EVERYTHING = """
import importlib, pkgutil, sys
import codemods.api, codemods.settings
for room in (codemods.api, codemods.settings):
    for module in pkgutil.walk_packages(room.__path__, room.__name__ + "."):
        importlib.import_module(module.name)
print(len([name for name in sys.modules if name.startswith("codemods.settings.")]))
print(sorted(name for name in sys.modules if name.split(".")[0] == "libcst" or name.startswith("codemods.python")))
"""


def read(config: dict[str, Json]) -> tuple[dict[str, Any] | None, list[tuple[str, str]]]:
    """The new arguments for a config in JSON, and the reasons against it."""
    strand = JsonStrand()
    found = Configs(JsonReader(), {}).read(config, strand, 0)
    arguments = {entry.key: plain(entry.value) for entry in settings(found)} if found is not None and not strand.holds else None
    return arguments, [(held.code, held.message) for held in strand.holds]


def test_settings_and_tables_import_no_language() -> None:
    done = subprocess.run([sys.executable, "-c", _IMPORT_EVERYTHING], capture_output=True, text=True, check=True)
    count, foreign = done.stdout.splitlines()
    assert int(count) > 5
    assert foreign == "[]"


CONVERTED: dict[str, tuple[dict[str, Json], dict[str, Json]]] = {
    "keys in camel case, and settings of the generation": (
        {"systemInstruction": "be brief", "maxOutputTokens": 5, "temperature": 0.5},
        {"system_instruction": "be brief", "generation_config": {"max_output_tokens": 5, "temperature": 0.5}},
    ),
    "null says nothing": ({"temperature": None, "candidateCount": 1}, {}),
    "thinking": (
        {"thinkingConfig": {"thinkingBudget": 0, "includeThoughts": True}},
        {"generation_config": {"thinking_level": "minimal", "thinking_summaries": "auto"}},
    ),
    "safety": (
        {"safetySettings": [{"category": "HARM_CATEGORY_HATE_SPEECH", "threshold": "BLOCK_NONE"}]},
        {"safety_settings": [{"type": "hate_speech", "threshold": "block_none"}]},
    ),
    "tools of the service and functions": (
        {
            "tools": [
                {"googleSearch": {}},
                {
                    "functionDeclarations": [
                        {"name": "now", "parameters": {"type": "OBJECT", "properties": {"maxItems": {"type": "NUMBER"}}}}
                    ]
                },
            ]
        },
        {
            "tools": [
                {"type": "google_search"},
                {"type": "function", "name": "now", "parameters": {"type": "object", "properties": {"maxItems": {"type": "number"}}}},
            ]
        },
    ),
    "which functions are called": (
        {"toolConfig": {"functionCallingConfig": {"mode": "ANY", "allowedFunctionNames": ["now"]}}},
        {"generation_config": {"tool_choice": {"allowed_tools": {"mode": "any", "tools": ["now"]}}}},
    ),
    "kinds of answer, and the settings of images": (
        {"responseModalities": ["TEXT", "IMAGE"], "imageConfig": {"aspectRatio": "1:1"}},
        {"response_format": [{"type": "text"}, {"type": "image", "aspect_ratio": "1:1"}]},
    ),
    "a voice": (
        {"responseModalities": ["AUDIO"], "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}}},
        {"response_format": {"type": "audio"}, "generation_config": {"speech_config": [{"voice": "Kore"}]}},
    ),
    "a schema": (
        {
            "responseMimeType": "application/json",
            "responseSchema": {"type": "ARRAY", "minItems": 1, "items": {"type": "STRING", "nullable": True}},
        },
        {
            "response_format": {
                "type": "text",
                "mime_type": "application/json",
                "schema": {"type": "array", "minItems": 1, "items": {"type": ["string", "null"]}},
            }
        },
    ),
}

HELD: dict[str, tuple[dict[str, Json], tuple[str, str]]] = {
    "a key that no one knows": ({"fancy": 1}, ("GI214", "the config key `fancy` is not known to have a counterpart")),
    "a schema without its mime type, in the language's own spelling": (
        {"responseSchema": {"type": "STRING"}},
        ("GI203", 'a response schema without "responseMimeType": "application/json": what the call asks for is not clear'),
    ),
    "a number that is no number of candidates": (
        {"candidateCount": True},
        ("GI214", "`candidate_count` has no counterpart in Interactions"),
    ),
    "HTTP options, which each language reads itself": ({"httpOptions": {}}, ("GI200", "`http_options` is not rewritten yet")),
}


@pytest.mark.parametrize(("config", "arguments"), CONVERTED.values(), ids=CONVERTED.keys())
def test_a_config_in_json_becomes_the_same_arguments_as_one_in_python(config: dict[str, Json], arguments: dict[str, Json]) -> None:
    assert read(config) == (arguments, [])


@pytest.mark.parametrize(("config", "reason"), HELD.values(), ids=HELD.keys())
def test_what_has_no_counterpart_is_held_in_json_too(config: dict[str, Json], reason: tuple[str, str]) -> None:
    assert read(config) == (None, [reason])
