"""Interactions requests: held against the SDK's types, then reduced to the canonical call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, get_args

from google.genai import interactions

from migrate_interactions.verify.canonical import FUNCTION_CALL, FUNCTION_RESULT, USER, Call, Part, Turn, settle, sort_tools
from migrate_interactions.verify.service.interactions_config import outputs, safety, settings, tool_choice, tools
from migrate_interactions.verify.service.interactions_steps import turns_of_contents, turns_of_steps
from migrate_interactions.verify.service.refusal import Refusal, not_covered
from migrate_interactions.verify.service.strict import find_problem, variants_of

Json = dict[str, Any]

_TYPES = ("object", "array", "string", "number", "integer", "boolean", "null")
_STEP_TYPES = frozenset(variants_of(interactions.Step))
_CONTENT_TYPES = frozenset(variants_of(interactions.Content))
#: Places in a schema that hold data, not schemas.
_SCHEMA_DATA = ("enum", "const", "default", "example", "examples")
#: Features of the service that need more than one request, or an agent.
_NOT_COVERED = ("agent", "environment", "continuation_token", "webhook_config")


@dataclass(frozen=True)
class InteractionRequest:
    """A request in the service's own terms; ``history`` is not yet in the turns of the call."""

    model: str
    call: Call
    previous_id: str
    store: bool
    stream: bool


def known_models() -> frozenset[str]:
    """The model ids of the SDK's ``ModelParam``, whose last member stands for any other string."""
    literal = get_args(interactions.ModelParam)[0]
    return frozenset(get_args(literal))


def read_interaction(body: Json, models: frozenset[str]) -> InteractionRequest:
    """Raises ``Refusal`` for whatever the service would not take. Turns of a previous interaction are added by ``continued``."""
    for name in _NOT_COVERED:
        if body.get(name) is not None:
            raise not_covered(f"'{name}' of an interaction")
    _check_input_kind(body.get("input"))
    _check_model(body.get("model"), models)
    # The model was checked against more than the SDK's list, so any of that list stands in for it here.
    problem = find_problem({**body, "model": min(known_models())}, interactions.CreateModelInteraction)
    if problem:
        raise Refusal(f"Invalid request. {problem}.")
    _check_schemas(body)
    store = body.get("store") is not False
    if body.get("background"):
        raise not_covered("background interactions") if store else Refusal("background=true requires store=true.")
    return InteractionRequest(body["model"], _call(body), body.get("previous_interaction_id") or "", store, bool(body.get("stream")))


def continued(call: Call, history: Iterable[Turn]) -> Call:
    """The call behind the turns that were stored. Only turns carry over: system instruction, tools and configuration do not."""
    return replace(call, turns=settle(_name_results((*history, *call.turns))))


def _call(body: Json) -> Call:
    return Call(
        system=body.get("system_instruction") or "",
        turns=tuple(_input_turns(body["input"])),
        tools=sort_tools(tools(body.get("tools") or [])),
        tool_choice=tool_choice(body),
        outputs=outputs(body),
        settings=settings(body),
        safety=safety(body.get("safety_settings") or []),
    )


def _input_turns(given: Any) -> Iterator[Turn]:
    if isinstance(given, str):
        return turns_of_contents([{"type": "text", "text": given}], USER)
    contents = [given] if isinstance(given, dict) else given
    if contents[0]["type"] in _STEP_TYPES:
        return turns_of_steps(contents)
    return turns_of_contents(contents, USER)


def _check_model(model: Any, models: frozenset[str]) -> None:
    if not model:
        raise Refusal("Missing required field at 'model'.")
    if model not in models:
        raise Refusal(f"models/{model} is not found, or is not supported for interactions.", 404)


def _check_input_kind(given: Any) -> None:
    """Clearer words than "no variant fits" for the two ways in which inputs usually go wrong."""
    if given is None or given == []:
        raise Refusal("Missing required field at 'input'.")
    if isinstance(given, list) and all(isinstance(item, dict) for item in given):
        kinds = {item.get("type") for item in given}
        if kinds & _STEP_TYPES and kinds & _CONTENT_TYPES:
            raise Refusal("Invalid request. 'input' mixes contents and steps: wrap the contents in a user_input step.")


def _name_results(turns: Iterable[Turn]) -> Iterator[Turn]:
    """Results carry the name of the call they answer. One that answers no call of the conversation is refused."""
    names: dict[str, str] = {}
    for turn in turns:
        names |= {part.id: part.name for part in turn.parts if part.kind == FUNCTION_CALL}
        yield Turn(turn.role, tuple(_named(part, names) for part in turn.parts))


def _named(part: Part, names: dict[str, str]) -> Part:
    if part.kind != FUNCTION_RESULT:
        return part
    if part.id not in names:
        raise Refusal(f"function_result.call_id {part.id!r} answers no function_call of this conversation.")
    return replace(part, name=names[part.id])


def _check_schemas(body: Json) -> None:
    formats = body.get("response_format") or []
    for index, entry in enumerate(formats if isinstance(formats, list) else [formats]):
        _check_schema(entry.get("schema"), f"response_format.{index}.schema" if isinstance(formats, list) else "response_format.schema")
    for index, tool in enumerate(body.get("tools") or []):
        _check_schema(tool.get("parameters"), f"tools.{index}.parameters")


def _check_schema(schema: Any, path: str) -> None:
    """JSON Schema's types are lower case; OpenAPI's, which generateContent takes, are not."""
    if isinstance(schema, list):
        for index, item in enumerate(schema):
            _check_schema(item, f"{path}.{index}")
    if not isinstance(schema, dict):
        return
    kinds = schema.get("type")
    for kind in kinds if isinstance(kinds, list) else [kinds]:
        if isinstance(kind, str) and kind not in _TYPES:
            raise Refusal(f"Invalid request. Invalid JSON Schema type {kind!r} at '{path}.type'.")
    for key, value in schema.items():
        if key not in _SCHEMA_DATA:
            _check_schema(value, f"{path}.{key}")
