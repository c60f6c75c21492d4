"""The tables say what the installed SDK says, and every language handles or declines every row."""

from __future__ import annotations

import importlib
import typing
from typing import Any

import pytest
from google.genai import types
from google.genai.interactions import ModelParam

from codemods.api import models
from codemods.api.content import MIME_TYPES
from codemods.api.request import CONFIG, JAVASCRIPT, SAMPLING, Kind
from codemods.api.response import RESPONSE
from codemods.api.retrieval import KEYS, SOURCES
from codemods.api.schema import SCHEMA_KEYS
from codemods.api.vocabulary import VOCABULARIES, Vocabulary
from codemods.options import Options
from codemods.python.config import Configs
from codemods.python.displays import Displays
from codemods.python.index import alone
from codemods.python.module import parse
from codemods.python.settings.reader import Reader
from codemods.python.texts import Texts
from codemods.python.values import Values
from codemods.rules import RULES

#: Kinds of config keys that Python reports as `not yet`.
DECLINED_BY_PYTHON: set[str] = set()


def interaction_models() -> set[str]:
    literals = [part for part in typing.get_args(ModelParam) if typing.get_origin(part) is typing.Literal]
    return {name for literal in literals for name in typing.get_args(literal)}


def test_every_config_key_of_the_sdk_has_a_row_and_no_row_is_invented() -> None:
    assert set(CONFIG) == set(types.GenerateContentConfig.model_fields)


def test_python_handles_or_declines_every_kind_of_config_key() -> None:
    values = Values(parse("x = 1\n"), alone("x = 1\n"), Options())
    texts = Texts(values)
    displays = Displays(values)
    handled = set(Configs(Reader(values, texts, displays)).kinds)
    kinds = set(typing.get_args(Kind)) - {row.kind for row in JAVASCRIPT.values()}
    assert handled | DECLINED_BY_PYTHON | {"none"} == kinds
    assert not handled & DECLINED_BY_PYTHON


def test_keys_that_are_not_rewritten_say_what_to_write() -> None:
    for row in CONFIG.values():
        assert row.help or row.kind == "copy", row.old


def test_settings_of_retrieval_exist_on_both_sides() -> None:
    from google.genai._gaos.types.interactions.retrieval import Retrieval

    for old, source in SOURCES.items():
        assert old in types.Retrieval.model_fields
        words = typing.get_args(typing.get_args(Retrieval.model_fields["retrieval_types"].annotation)[0])[0]
        assert source.word in typing.get_args(typing.get_args(words)[0])
        check_settings(source.settings, settings_of(Retrieval, source.key))


def check_settings(old_class: str, new_class: Any) -> None:
    for old, key in KEYS[old_class].items():
        assert old in getattr(types, old_class).model_fields
        if key.kind in ("object", "objects"):
            check_settings(key.of, settings_of(new_class, key.new))
        else:
            inner = key.of and settings_of(new_class, key.new)
            assert key.of in names_of(inner) if inner else key.new in names_of(new_class)


def names_of(model: Any) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def settings_of(model: Any, key: str) -> Any:
    """The class of the value of a key, or of its elements."""
    annotation = next(field.annotation for name, field in model.model_fields.items() if key == (field.alias or name))
    while typing.get_args(annotation):
        annotation = typing.get_args(annotation)[0]
    return annotation


def test_new_config_names_exist_on_the_new_side() -> None:
    from google.genai._gaos.types.interactions.createmodelinteraction import CreateModelInteraction
    from google.genai._gaos.types.interactions.generationconfig import GenerationConfig

    for row in CONFIG.values():
        if not row.new:
            continue
        if row.place == "generation":
            assert row.new in GenerationConfig.model_fields, row.old
        if row.place == "top":
            assert row.new in CreateModelInteraction.model_fields, row.old


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.enum)
def test_every_member_of_an_enum_has_its_literal(vocabulary: Vocabulary) -> None:
    """Members have lost their prefix, and nothing is among the literals that no member stands for."""
    members = [member.name for member in getattr(types, vocabulary.enum) if not member.name.endswith("UNSPECIFIED")]
    assert {vocabulary.literal(name) for name in members} == vocabulary.literals


def test_every_field_of_an_answer_has_a_row() -> None:
    known = set(RESPONSE)
    for name in types.GenerateContentResponse.model_fields:
        assert name in known, name
    for name in types.Candidate.model_fields:
        assert f"candidates[0].{name}" in known | {"candidates[0].continuation_token"}, name
    for name in types.GenerateContentResponseUsageMetadata.model_fields:
        assert f"usage_metadata.{name}" in known, name


def test_new_answer_paths_exist_on_an_interaction() -> None:
    from google.genai._gaos.types.interactions.interaction import Interaction
    from google.genai._gaos.types.interactions.usage import Usage

    for row in RESPONSE.values():
        if not row.new:
            assert row.help and row.code in RULES, row.old
            continue
        head, _, rest = row.new.partition(".")
        assert head in Interaction.model_fields, row.old
        assert not rest or rest in Usage.model_fields, row.old


def test_every_field_of_a_schema_has_a_row() -> None:
    for name in types.Schema.model_fields:
        assert name in SCHEMA_KEYS, name


def test_every_replacement_is_a_model_the_installed_sdk_knows() -> None:
    served = interaction_models()
    for row in models.MODELS:
        assert row.replacement is None or row.replacement in served, row
        assert row.source in {"sdk", "deprecations", "gemini-skills"}


def test_every_model_the_installed_sdk_knows_is_served_and_not_replaced() -> None:
    for name in interaction_models():
        row = models.find(name)
        assert row is not None and row.state == "served" and row.replacement is None, name


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gemini-pro", "gemini-3.8-flash"),
        ("gemini-1.0-pro-vision-latest", "gemini-3.8-flash"),
        ("gemini-pro-vision", "gemini-3.8-flash"),
        ("models/gemini-1.5-pro-002", "gemini-3.8-flash"),
        ("publishers/google/models/gemini-1.5-flash-latest", "gemini-3.8-flash"),
        ("gemini-1.5-flash-8b-001", "gemini-3.5-flash-lite"),
        ("gemini-2.0-flash", "gemini-3.8-flash"),
        ("gemini-2.0-flash-001", "gemini-3.8-flash"),
        ("gemini-2.0-flash-exp", "gemini-3.8-flash"),
        ("gemini-2.0-flash-thinking-exp-1219", "gemini-3.8-flash"),
        ("gemini-2.0-pro-exp-02-05", "gemini-3.8-flash"),
        ("gemini-2.0-flash-lite-preview", "gemini-3.5-flash-lite"),
        ("gemini-2.0-flash-exp-image-generation", "gemini-3.1-flash-image"),
        ("gemini-2.0-flash-preview-image-generation", "gemini-3.1-flash-image"),
        ("gemini-3-pro-preview", "gemini-3.1-pro-preview"),
        ("gemini-3-pro-image-preview", "gemini-3-pro-image"),
        ("gemini-2.5-flash-image-preview", "gemini-2.5-flash-image"),
        ("gemini-2.5-pro-preview-06-05", "gemini-2.5-pro"),
        ("gemini-2.5-pro-exp-03-25", "gemini-2.5-pro"),
        ("gemini-2.5-flash-lite-preview-09-2025", "gemini-2.5-flash-lite"),
        ("gemini-2.5-flash-preview-tts", "gemini-3.8-flash-lite-tts"),
        ("gemini-2.5-pro-preview-tts", "gemini-3.8-flash-tts"),
    ],
)
def test_retired_ids_have_their_successor(old: str, new: str) -> None:
    row = models.find(old)
    assert row is not None and row.replacement == new
    assert models.is_retired(old)


@pytest.mark.parametrize(
    "name",
    [
        "gemini-2.5-flash",
        "gemini-2.5-pro",
        "gemini-pro-latest",
        "google/gemini-1.5-pro",
        "gemini/gemini-pro",
        "gemini pro",
        "text-embedding-004",
        "gemini-embedding-001",
        "imagen-3.0-generate-002",
        "gemini-2.5-flash-native-audio-preview-09-2025",
        "gemini-2.0-flash-live-001",
        "a text about gemini-1.5-pro",
        "",
    ],
)
def test_other_strings_are_not_retired_ids(name: str) -> None:
    assert not models.is_retired(name)


def declared_mime_types(annotation: object) -> set[str]:
    if typing.get_origin(annotation) is typing.Literal:
        return set(typing.get_args(annotation))
    return {name for part in typing.get_args(annotation) for name in declared_mime_types(part)}


@pytest.mark.parametrize("kind", ["image", "audio", "video", "document"])
def test_mime_types_are_those_the_installed_sdk_declares(kind: str) -> None:
    module = importlib.import_module(f"google.genai._gaos.types.interactions.{kind}content")
    content = getattr(module, f"{kind.capitalize()}Content")
    assert MIME_TYPES[kind] == declared_mime_types(content.model_fields["mime_type"].annotation)


def test_sampling_settings_are_config_keys() -> None:
    assert set(SAMPLING) <= set(CONFIG)
