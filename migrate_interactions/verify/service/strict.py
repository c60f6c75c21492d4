"""Holding JSON against the SDK's own types, strictly.

The SDK's pydantic models are made to let the future through: extra keys are kept, enumerations are open (``Literal`` or any string), unions
end in an ``Unknown...`` variant. The service is not so kind, so this walks the annotations itself and takes the closed part of each.
"""

from __future__ import annotations

import base64
import binascii
import enum
import types
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from google.genai._gaos.types.base64fileinput import encode_base64_file_input
from google.genai._gaos.types.basemodel import UnrecognizedInt, UnrecognizedStr
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from typing_extensions import TypeAliasType

_OPEN_ENDS = (UnrecognizedStr, UnrecognizedInt)


@dataclass(frozen=True)
class Problem:
    """What is wrong and where, as in ``generation_config.top_k``."""

    path: tuple[str, ...]
    message: str
    wrong_branch: bool = False

    @property
    def progress(self) -> int:
        """How far the check got. A variant that is not known was not entered at all."""
        return len(self.path) - int(self.wrong_branch)

    def __str__(self) -> str:
        return f"{self.message} at '{'.'.join(self.path)}'" if self.path else self.message


def find_problem(value: Any, annotation: Any, path: tuple[str, ...] = ()) -> Problem | None:
    """The first thing in ``value`` that ``annotation`` does not declare, or None."""
    if isinstance(annotation, TypeAliasType):
        return find_problem(value, annotation.__value__, path)
    origin = get_origin(annotation)
    if origin is Annotated:
        return _annotated(value, annotation, path)
    if origin in (Union, types.UnionType):
        return _union(value, get_args(annotation), path)
    if origin is Literal:
        return None if _is_one_of(value, get_args(annotation)) else Problem(path, f"Invalid value: {value!r}")
    if origin is list:
        return _list(value, get_args(annotation)[0], path)
    if origin is dict:
        return _dict(value, get_args(annotation)[1], path)
    return _plain(value, annotation, path)


def variants_of(annotation: Any) -> dict[str, Any]:
    """The types of a discriminated union of the SDK (``Step``, ``Content``, ``Tool``), by the value that tells them apart."""
    return dict((_discriminated(annotation) or {}).get("variants", {}))


def _discriminated(annotation: Any) -> dict[str, Any] | None:
    for item in get_args(annotation)[1:]:
        keywords: dict[str, Any] = getattr(getattr(item, "func", None), "keywords", {})
        if "variants" in keywords:
            return keywords
    return None


def _annotated(value: Any, annotation: Any, path: tuple[str, ...]) -> Problem | None:
    inner, *metadata = get_args(annotation)
    functions = [getattr(item, "func", None) for item in metadata]
    if encode_base64_file_input in functions:
        return None if is_base64(value) else Problem(path, "Invalid base64 data")
    union = _discriminated(annotation)
    if union:
        return _variant(value, union["disc_key"], union["variants"], path)
    return find_problem(value, inner, path)


def _variant(value: Any, key: str, variants: dict[str, Any], path: tuple[str, ...]) -> Problem | None:
    if not isinstance(value, dict):
        return Problem(path, "Expected an object")
    name = value.get(key)
    if not isinstance(name, str) or name not in variants:
        return Problem((*path, key), f"Unknown variant: {name!r}", wrong_branch=True)
    return find_problem(value, variants[name], path)


def _union(value: Any, members: tuple[Any, ...], path: tuple[str, ...]) -> Problem | None:
    if value is None and type(None) in members:
        return None
    closed = _closed_members(members)
    problems = [find_problem(value, member, path) for member in closed]
    found = [problem for problem in problems if problem]
    # The branch that got furthest before it failed is the one that was meant.
    return max(found, key=lambda problem: problem.progress) if len(found) == len(problems) else None


def _closed_members(members: tuple[Any, ...]) -> list[Any]:
    closed = [member for member in members if member not in (type(None), *_OPEN_ENDS)]
    if any(isinstance(member, type) and issubclass(member, BaseModel) for member in closed):
        closed = [member for member in closed if get_origin(member) is not dict]
    return closed


def _list(value: Any, item: Any, path: tuple[str, ...]) -> Problem | None:
    if not isinstance(value, list):
        return Problem(path, "Expected a list")
    return _first(find_problem(entry, item, (*path, str(index))) for index, entry in enumerate(value))


def _dict(value: Any, item: Any, path: tuple[str, ...]) -> Problem | None:
    if not isinstance(value, dict):
        return Problem(path, "Expected an object")
    return _first(find_problem(entry, item, (*path, key)) for key, entry in value.items())


def _first(problems: Any) -> Problem | None:
    return next((problem for problem in problems if problem), None)


def _plain(value: Any, annotation: Any, path: tuple[str, ...]) -> Problem | None:
    if annotation is Any or annotation is object:
        return None
    if not isinstance(annotation, type):
        raise TypeError(f"no rule for the annotation {annotation!r}")
    if issubclass(annotation, BaseModel):
        return _model(value, annotation, path)
    if issubclass(annotation, enum.Enum):
        return None if _is_member(value, annotation) else Problem(path, f"Invalid value: {value!r}")
    if annotation is bytes:
        return None if is_base64(value) else Problem(path, "Invalid base64 data")
    return None if _is_scalar(value, annotation) else Problem(path, f"Expected {annotation.__name__}, got {value!r}")


def _model(value: Any, model: type[BaseModel], path: tuple[str, ...]) -> Problem | None:
    if not isinstance(value, dict):
        return Problem(path, "Expected an object")
    if not model.model_fields and model.model_config.get("extra") == "allow":
        return None  # a free-form object, such as the result of a function
    fields = {name: field for key, field in model.model_fields.items() for name in _wire_names(key, field)}
    for key in value:
        if key not in fields:
            return Problem((*path, key), f"Unknown name {key!r}: Cannot find field")
    for key, field in model.model_fields.items():
        names = [name for name in _wire_names(key, field) if name in value]
        if not names and (field.is_required() or _is_discriminator(field)):
            return Problem((*path, field.alias or key), "Missing required field")
        problem = _first(find_problem(value[name], _annotation(field), (*path, name)) for name in names)
        if problem:
            return problem
    return None


def _wire_names(key: str, field: FieldInfo) -> set[str]:
    """Protocol buffers' JSON takes both spellings of a name; ``schema_`` is Python's only."""
    return {field.alias or key} | ({key} if not key.endswith("_") else set())


def _annotation(field: FieldInfo) -> Any:
    """The annotation as written: pydantic moves the metadata of the outermost ``Annotated`` to the field."""
    annotation: Any = field.annotation
    for item in field.metadata:
        annotation = Annotated[annotation, item]
    return annotation


def _is_discriminator(field: FieldInfo) -> bool:
    return get_origin(field.annotation) is Literal and len(get_args(field.annotation)) == 1


def _is_one_of(value: Any, choices: tuple[Any, ...]) -> bool:
    return any(type(value) is type(choice) and value == choice for choice in choices)


def _is_member(value: Any, kind: type[enum.Enum]) -> bool:
    """generateContent takes its enumerations in either case: older SDKs sent ``"object"``, newer ones send ``"OBJECT"``."""
    return isinstance(value, str) and value.casefold() in {str(member.value).casefold() for member in kind}


def _is_scalar(value: Any, kind: type) -> bool:
    if kind is bool or isinstance(value, bool):
        return kind is bool and isinstance(value, bool)
    if kind is int:
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    if kind is float:
        return isinstance(value, (int, float))
    return isinstance(value, str)  # str, and dates and durations, which travel as text


def is_base64(value: Any) -> bool:
    """Whether it is text in either base64 alphabet, padded, and not empty (a stream that was read to its end sends nothing)."""
    if not isinstance(value, str) or not value:
        return False
    try:
        base64.b64decode(standard_base64(value), validate=True)
    except (binascii.Error, ValueError):
        return False
    return True


def standard_base64(text: str) -> str:
    """The old SDK sends the URL-safe alphabet, the new one the standard one."""
    return text.replace("-", "+").replace("_", "/")
