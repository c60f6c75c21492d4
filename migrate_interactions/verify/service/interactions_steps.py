"""Steps and contents of an interaction as turns and parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from migrate_interactions.verify.canonical import (
    CODE,
    CODE_RESULT,
    FUNCTION_CALL,
    FUNCTION_RESULT,
    MODEL,
    TEXT,
    THOUGHT,
    TOOL,
    USER,
    Part,
    Turn,
)
from migrate_interactions.verify.service.media import media_part
from migrate_interactions.verify.stable import stable

Json = dict[str, Any]


def turns_of_contents(contents: list[Json], role: str) -> Iterator[Turn]:
    """Contents in one list are one turn."""
    yield Turn(role, tuple(_content(content) for content in contents))


def turns_of_steps(steps: list[Json]) -> Iterator[Turn]:
    for step in steps:
        role, parts = _STEPS.get(step["type"], _other)(step)
        if parts or role == USER:
            yield Turn(role, parts)


def _content(content: Json) -> Part:
    if content["type"] == "text":
        return Part(TEXT, text=content["text"])
    settings = {"resolution": content.get("resolution"), "processing": _processing(content.get("processing"))}
    return media_part(content["type"], content.get("mime_type"), content.get("data"), content.get("uri"), settings)


def _processing(processing: Any) -> Any:
    """Offsets and rate of a video; that they are ``static`` goes without saying in the other API."""
    if not isinstance(processing, dict):
        return None if processing == "static" else processing
    return {key: value for key, value in processing.items() if key != "type" and value is not None}


def _contents(step: Json) -> tuple[Part, ...]:
    return tuple(_content(content) for content in step.get("content") or [])


def _user_input(step: Json) -> tuple[str, tuple[Part, ...]]:
    return USER, _contents(step)


def _model_output(step: Json) -> tuple[str, tuple[Part, ...]]:
    return MODEL, _contents(step)


def _thought(step: Json) -> tuple[str, tuple[Part, ...]]:
    """A thought without a summary is a signature, which says nothing."""
    texts = [content["text"] for content in step.get("summary") or [] if content["type"] == "text"]
    return MODEL, tuple(Part(THOUGHT, text=text) for text in texts)


def _function_call(step: Json) -> tuple[str, tuple[Part, ...]]:
    return MODEL, (Part(FUNCTION_CALL, name=step["name"], value=stable(step["arguments"]), id=step["id"]),)


def _function_result(step: Json) -> tuple[str, tuple[Part, ...]]:
    """A bare text is what the other API calls ``{"result": text}``. Errors are told by ``is_error``, there by a key ``error``."""
    result = step["result"] if isinstance(step["result"], dict) else {"result": step["result"]}
    if step.get("is_error") and "error" not in result:
        result = {"error": result}
    return TOOL, (Part(FUNCTION_RESULT, name=step.get("name") or "", value=stable(result), id=step["call_id"]),)


def _code_call(step: Json) -> tuple[str, tuple[Part, ...]]:
    """Code that the service ran, as it comes back when a program keeps the history itself."""
    said = step.get("arguments") or {}
    return MODEL, (Part(CODE, value=stable({"code": said.get("code"), "language": str(said.get("language", "")).upper()})),)


def _code_result(step: Json) -> tuple[str, tuple[Part, ...]]:
    outcome = "OUTCOME_FAILED" if step.get("is_error") else "OUTCOME_OK"
    return MODEL, (Part(CODE_RESULT, value=stable({"outcome": outcome, "output": step.get("result")})),)


def _other(step: Json) -> tuple[str, tuple[Part, ...]]:
    rest = {key: value for key, value in step.items() if key not in ("type", "id", "call_id", "signature")}
    return MODEL, (Part(step["type"], value=stable(rest)),)


_STEPS: dict[str, Callable[[Json], tuple[str, tuple[Part, ...]]]] = {
    "user_input": _user_input,
    "model_output": _model_output,
    "thought": _thought,
    "function_call": _function_call,
    "function_result": _function_result,
    "code_execution_call": _code_call,
    "code_execution_result": _code_result,
}
