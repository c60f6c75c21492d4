"""Pieces of the service that are easier to get wrong than to see from outside."""

from __future__ import annotations

import inspect
import re
from typing import Any, get_args

import pytest
from google.genai import interactions, models, types
from pydantic import BaseModel

from migrate_interactions.verify.canonical import MODEL, TEXT, USER, Part, Turn, settle
from migrate_interactions.verify.schema import normalise
from migrate_interactions.verify.service.generate_request import _GENERATION_EXTRAS, _REQUEST
from migrate_interactions.verify.service.names import snake
from migrate_interactions.verify.service.sample import sample
from migrate_interactions.verify.service.strict import find_problem
from migrate_interactions.verify.stable import stable


class Node(BaseModel):
    value: int
    children: list[Node] = []
    next: Node | None = None


def annotations_below(annotation: Any, seen: set[str]) -> None:
    """Walks every annotation a request can reach, as ``find_problem`` would if everything were given."""
    if repr(annotation) in seen:
        return
    seen.add(repr(annotation))
    if hasattr(annotation, "__value__"):
        annotations_below(annotation.__value__, seen)
    for argument in get_args(annotation):
        annotations_below(argument, seen)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field in annotation.model_fields.values():
            find_problem("no such value", field.annotation)
            annotations_below(field.annotation, seen)


@pytest.mark.parametrize("root", [interactions.CreateModelInteraction, types.GenerationConfig, types.Content, types.Tool, types.ToolConfig])
def test_there_is_a_rule_for_every_annotation_of_the_sdk(root: type[BaseModel]) -> None:
    seen: set[str] = set()
    annotations_below(root, seen)
    assert len(seen) > 10


@pytest.mark.parametrize(
    ("openapi", "json_schema"),
    [
        ({"type": "STRING", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "STRING", "nullable": True}, {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None}),
        (
            {"any_of": [{"type": "STRING"}, {"type": "INTEGER"}], "nullable": True},
            {"anyOf": [{"type": k} for k in ("string", "integer", "null")]},
        ),
        ({"type": "ARRAY", "items": {"type": "STRING"}, "min_items": "2"}, {"type": "array", "items": {"type": "string"}, "minItems": 2}),
        ({"type": "STRING", "enum": ["a"]}, {"const": "a", "type": "string"}),
        (
            {"type": "OBJECT", "properties": {"a": {"type": "STRING"}}, "property_ordering": ["a"], "title": "T"},
            {"$ref": "#/$defs/A", "$defs": {"A": {"type": "object", "properties": {"a": {"type": "string"}}}}},
        ),
    ],
    ids=["a list of types", "anyOf null", "several alternatives", "numbers as text", "const", "references"],
)
def test_spellings_of_a_schema_are_one(openapi: dict[str, Any], json_schema: dict[str, Any]) -> None:
    assert normalise(openapi) == normalise(json_schema)


def test_properties_may_be_called_like_keywords() -> None:
    schema = {"type": "object", "properties": {"title": {"type": "string"}, "any_of": {"type": "integer"}}}
    assert set(normalise(schema)["properties"]) == {"title", "any_of"}


def test_recursive_schemas_end() -> None:
    schema = normalise(Node.model_json_schema())
    for seed in "abcd":
        Node.model_validate(sample(schema, seed))


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 3, "maximum": 4},
        {"type": "integer", "exclusiveMinimum": 3, "exclusiveMaximum": 5},
        {"type": "number", "maximum": 0},
        {"type": "integer", "multipleOf": 5, "minimum": 5},
    ],
)
def test_numbers_stay_within_their_bounds(schema: dict[str, Any]) -> None:
    for seed in "abcdefghij":
        value = sample(schema, seed)
        assert schema.get("minimum", -99) <= value <= schema.get("maximum", 999)
        assert schema.get("exclusiveMinimum", -99) < value < schema.get("exclusiveMaximum", 999)
        assert value % schema.get("multipleOf", value or 1) == 0


def test_turns_of_the_user_are_never_joined_and_answers_always() -> None:
    said = [Turn(USER, (Part(TEXT, text="a"),)), Turn(USER, (Part(TEXT, text="b"),))]
    answers = [Turn(MODEL, (Part(TEXT, text="c"),)), Turn(MODEL, (Part(TEXT, text=""), Part(TEXT, text="d")))]
    assert settle([*said, *answers]) == (*said, Turn(MODEL, (Part(TEXT, text="cd"),)))


def test_whole_numbers_are_one_number() -> None:
    assert stable({"b": [3.0], "a": 0.5}) == '{"a":0.5,"b":[3]}'


def test_every_key_that_the_sdk_sends_is_known() -> None:
    converters = (models._GenerateContentConfig_to_mldev, models._GenerateContentConfig_to_vertex)
    sent = {key for converter in converters for key in re.findall(r"(?:to|parent)_object,\s*\['(\w+)'\]", inspect.getsource(converter))}
    known = {*_REQUEST, *_GENERATION_EXTRAS, *types.GenerationConfig.model_fields, "continuation_token"}
    assert len(sent) > 30
    assert {snake(key) for key in sent} - known == set()
