"""What the legacy schema takes is written down for the service and for the transforms: both are held against google-genai 1.75."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from codemods.api.content import MIME_TYPES
from codemods.api.schemas import OUTPUTS
from migrate_interactions.verify.service import LoopbackService, legacy_request
from tests.support.legacy_process import LegacyPython

#: Prints the keys of every typed dictionary, and the words of some of them.
_PROGRAM = """
import json, typing
from google.genai.interactions import *
from google.genai.interactions import interaction_create_params, tool_param
from google.genai import interactions

def fields(kind):
    return typing.get_type_hints(kind, include_extras=True)

def words(kind):
    found = typing.get_args(kind)
    if typing.get_origin(kind) is typing.Literal:
        return list(found)
    return [word for inner in found for word in words(inner)]

def described(kind):
    hints = fields(kind)
    return {"type": words(hints.get("type")), "keys": sorted(hints), "mime_types": words(hints.get("mime_type"))}

members = [*typing.get_args(interactions.ContentParam), *typing.get_args(interactions.ToolParam)]
print(json.dumps({
    "objects": [described(member) for member in members],
    "request": sorted(fields(interaction_create_params.BaseCreateModelInteractionParams)),
    "agent": sorted(fields(interaction_create_params.BaseCreateAgentInteractionParams)),
    "generation_config": sorted(fields(interactions.GenerationConfigParam)),
    "image_config": sorted(fields(interactions.ImageConfigParam)),
    "speech_config": sorted(fields(interactions.SpeechConfigParam)),
    "turn": sorted(fields(interactions.TurnParam)),
    "thinking_level": words(interactions.ThinkingLevel),
    "response_modalities": words(fields(interaction_create_params.BaseCreateModelInteractionParams)["response_modalities"]),
    "environment": words(fields(tool_param.ComputerUse)["environment"]),
    "search_types": words(fields(tool_param.GoogleSearch)["search_types"]),
    "classes": [name for name in %r if hasattr(interactions, name)],
    "outputs": "outputs" in interactions.Interaction.model_fields and "steps" not in interactions.Interaction.model_fields,
}))
"""


@pytest.fixture(scope="module")
def types(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    with LoopbackService(legacy=True) as service, LegacyPython(service) as python:
        printed = python.run(_PROGRAM % sorted(OUTPUTS.classes.values()), Path(tmp_path_factory.mktemp("types")))
    assert printed.error is None, printed.error
    yield json.loads(printed.stdout)


def keys_by_type(types: dict[str, Any]) -> dict[str, set[str]]:
    return {word: set(item["keys"]) for item in types["objects"] for word in item["type"]}


def test_the_objects_of_requests_have_the_keys_of_the_sdk(types: dict[str, Any]) -> None:
    declared = keys_by_type(types)
    assert {kind: set(keys) for kind, keys in OUTPUTS.fields.items()} == {kind: declared[kind] for kind in OUTPUTS.fields}
    aliased = {**legacy_request.CONTENTS, **legacy_request.TOOLS}
    served = {kind: {legacy_request.SPELLINGS.get(key, key) for key in keys} for kind, keys in aliased.items()}
    for kind, keys in served.items():
        assert keys == declared[kind], kind


def test_requests_have_the_arguments_of_the_sdk(types: dict[str, Any]) -> None:
    arguments = set(types["request"]) | set(types["agent"])
    assert arguments - {"api_version"} == legacy_request.REQUEST - {"stream"}
    assert set(types["generation_config"]) == legacy_request.GENERATION
    assert OUTPUTS.missing & arguments == set()
    assert {row.new for row in OUTPUTS.keys.values()} <= arguments | set(types["generation_config"])
    assert types["turn"] == ["content", "role"]


def test_words_are_those_of_the_sdk(types: dict[str, Any]) -> None:
    for key in ("thinking_level", "response_modalities", "environment", "search_types", "image_config"):
        assert OUTPUTS.values[key] == set(types[key]), key
    assert set(types["thinking_level"]) == legacy_request.LEVELS
    assert set(types["speech_config"]) == legacy_request.VOICE


def test_contents_take_the_mime_types_of_the_sdk(types: dict[str, Any]) -> None:
    for item in types["objects"]:
        for kind in set(item["type"]) & MIME_TYPES.keys():
            assert MIME_TYPES[kind] - OUTPUTS.undeclared == set(item["mime_types"]), kind


def test_answers_have_outputs_and_their_classes_can_be_imported(types: dict[str, Any]) -> None:
    assert types["outputs"]
    assert types["classes"] == sorted(OUTPUTS.classes.values())
