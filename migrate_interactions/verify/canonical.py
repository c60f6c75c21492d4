"""The canonical call: what a program asks of the model, whichever of the two APIs it asks through.

Free-form values (arguments, schemas, settings) are held as stable JSON text: everything here is frozen, hashable and comparable.
The model id is not part of a call, for a migration replaces retired models; identifiers of function calls are not either, for only one of
the two APIs needs them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from migrate_interactions.verify.stable import stable

TEXT = "text"
THOUGHT = "thought"
MEDIA = "media"
FUNCTION_CALL = "function_call"
FUNCTION_RESULT = "function_result"
CODE = "executable_code"
CODE_RESULT = "code_execution_result"

USER = "user"
MODEL = "model"
#: Results of function calls: a user content in one API, a step of its own in the other.
TOOL = "tool"


@dataclass(frozen=True)
class Part:
    """A piece of a turn. ``kind`` says which of the other fields are in use; parts of any further kind keep their JSON in ``value``."""

    kind: str
    text: str = ""
    family: str = ""  # media: image, audio, video or document
    mime: str = ""
    data: str = ""  # media: standard base64
    uri: str = ""
    name: str = ""  # function calls and results
    value: str = ""  # arguments, result or settings of the medium, as stable JSON
    id: str = field(default="", compare=False)


@dataclass(frozen=True)
class Turn:
    """What one side said: ``role`` is user, model or tool."""

    role: str
    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Tool:
    """A function (its parameters as a normalised schema in ``settings``) or a tool of the service, named by its ``kind``."""

    kind: str
    name: str = ""
    description: str = ""
    settings: str = ""


@dataclass(frozen=True)
class Output:
    """A kind of answer asked for: ``text`` (with a mime type and a schema for JSON), ``image``, ``audio`` or ``video``."""

    kind: str
    mime: str = ""
    schema: str = ""
    settings: str = ""


@dataclass(frozen=True)
class Call:
    """One question to the model, complete with its history."""

    system: str = ""
    turns: tuple[Turn, ...] = ()
    tools: tuple[Tool, ...] = ()
    tool_choice: str = ""
    outputs: tuple[Output, ...] = (Output(TEXT),)
    settings: tuple[tuple[str, str], ...] = ()
    safety: tuple[tuple[str, str], ...] = ()

    def setting(self, name: str) -> str:
        """The setting's stable JSON, or ``""``."""
        return dict(self.settings).get(name, "")

    def as_json(self) -> dict[str, Any]:
        """Plain data without anything that does not count (identifiers) or is not set."""
        plain: dict[str, Any] = _compact(asdict(self))
        plain["settings"] = dict(self.settings)
        plain["safety"] = dict(self.safety)
        return plain

    def fingerprint(self) -> str:
        """Hexadecimal digest of everything that counts."""
        return hashlib.sha256(stable(self.as_json()).encode()).hexdigest()


def _compact(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _compact(item) for key, item in value.items() if item != "" and key != "id"}
    if isinstance(value, (list, tuple)):
        return [_compact(item) for item in value]
    return value


def sort_tools(tools: Iterable[Tool]) -> tuple[Tool, ...]:
    """Tools in a fixed order: the old SDK moves declared functions behind the others."""
    return tuple(sorted(tools, key=lambda tool: (tool.kind, tool.name, tool.settings)))


def settle(turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Turns divided in the one way that both APIs can express.

    The answer of a model is one content here and several steps there, results of parallel calls are one content or several: neighbours of
    the same role are joined for both. Turns of the user are not: two of them are a different prompt from one.
    """
    settled: list[Turn] = []
    for piece in (piece for turn in turns for piece in _by_role(turn)):
        if settled and piece.role != USER and settled[-1].role == piece.role:
            settled[-1] = Turn(piece.role, settled[-1].parts + piece.parts)
        else:
            settled.append(piece)
    return tuple(_join_texts(turn) if turn.role == MODEL else turn for turn in settled)


def _by_role(turn: Turn) -> list[Turn]:
    """A user content that carries function results as well as other parts is two turns."""
    results = tuple(part for part in turn.parts if part.kind == FUNCTION_RESULT)
    others = tuple(part for part in turn.parts if part.kind != FUNCTION_RESULT)
    pieces = [Turn(TOOL, results)] if results else []
    if others or not results:
        pieces.append(Turn(turn.role, others))
    return pieces


def _join_texts(turn: Turn) -> Turn:
    """A streamed answer comes back as one text per chunk, and an empty one at its end."""
    joined: list[Part] = []
    for part in turn.parts:
        if part.kind in (TEXT, THOUGHT) and not part.text:
            continue
        if joined and part.kind in (TEXT, THOUGHT) and joined[-1].kind == part.kind:
            part = replace(part, text=joined.pop().text + part.text)
        joined.append(part)
    return Turn(turn.role, tuple(joined))
