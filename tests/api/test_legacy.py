"""Every new name in the tables of the legacy schema is one of the installed SDK."""

from __future__ import annotations

import typing

import google.genai.interactions as sdk
from google.genai._gaos.types import interactions as types
from google.genai._gaos.types.interactions.content import _CONTENT_VARIANTS
from google.genai._gaos.types.interactions.interactionsseevent import _INTERACTION_SSE_EVENT_VARIANTS
from google.genai._gaos.types.interactions.step import _STEP_VARIANTS
from google.genai._gaos.types.interactions.stepdeltadata import _STEP_DELTA_DATA_VARIANTS

from codemods.api import legacy


def fields(model: typing.Any) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def variants(kind: str) -> typing.Any:
    return _CONTENT_VARIANTS[kind] if kind in legacy.CONTENTS else _STEP_VARIANTS[kind]


def test_every_output_is_a_content_or_a_step_of_its_type() -> None:
    assert set(_CONTENT_VARIANTS) >= legacy.CONTENTS
    assert set(_STEP_VARIANTS) >= legacy.STEPS
    assert not legacy.CONTENTS & set(_STEP_VARIANTS)


def test_fields_of_outputs_are_there_unless_they_are_gone() -> None:
    for kind, names in legacy.OUTPUTS.items():
        gone = legacy.GONE.get(kind, frozenset())
        assert gone <= names, kind
        assert names - gone <= fields(variants(kind)), kind
        assert not gone & fields(variants(kind)) - {"result"}, kind
    assert {name for names in legacy.GONE.values() for name in names} == set(legacy.INSTEAD)


def test_results_of_searches_hold_something_else() -> None:
    assert fields(types.GoogleSearchResult) == {"search_suggestions"}


def test_new_names_of_events_and_deltas_are_the_sdks_and_old_ones_are_not() -> None:
    assert set(legacy.EVENTS.values()) <= set(_INTERACTION_SSE_EVENT_VARIANTS)
    assert not set(legacy.EVENTS) & set(_INTERACTION_SSE_EVENT_VARIANTS)
    assert {new for new in legacy.DELTAS.values() if new} | legacy.SAME_DELTAS <= set(_STEP_DELTA_DATA_VARIANTS)
    assert not set(legacy.DELTAS) & set(_STEP_DELTA_DATA_VARIANTS)
    for kind in legacy.SAME_DELTAS:
        assert not legacy.GONE_FROM_DELTAS & fields(_STEP_DELTA_DATA_VARIANTS[kind]), kind


def test_fields_of_answers_usage_and_events() -> None:
    assert fields(types.InteractionSseEventInteraction) >= legacy.ENDED
    assert set(legacy.USAGE.values()) <= fields(sdk.Usage)
    assert not set(legacy.USAGE) & fields(sdk.Usage)
    assert not (legacy.GONE_FROM_ANSWERS | {"outputs", "error"}) & fields(sdk.Interaction)
    assert fields(sdk.Interaction) >= {"steps", "output_text", "errors", "output_image", "output_audio", "output_video"}
    assert fields(types.ImageResponseFormat) >= legacy.IMAGE_CONFIG


def test_roles_are_steps_and_agents_are_those_of_the_sdk() -> None:
    assert set(legacy.ROLES.values()) <= set(_STEP_VARIANTS)
    listed = {name for part in typing.get_args(types.AgentOption) for name in typing.get_args(part) if isinstance(name, str)}
    assert listed == legacy.AGENTS
    assert all(name.startswith(legacy.AGENT_FAMILIES) for name in legacy.AGENTS)
