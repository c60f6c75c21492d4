"""What every part of a body needs: objects by the names that the tables have, and a place to say what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from codemods.api.nodes import Array, Leaf, Node
from codemods.api.vocabulary import Vocabulary
from codemods.rest.jsontext import Value
from codemods.rest.text import HOLE, Text, is_variable

_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


@dataclass(frozen=True)
class Remark:
    """Something about a stretch of the source: why a request is left, what its rewrite rests on, or what else to know."""

    start: int
    end: int
    code: str
    message: str
    help: str = ""
    assumption: str = ""


def snake(name: str) -> str:
    """`generationConfig` → `generation_config`: the endpoint takes either spelling, the tables have one."""
    return _HUMP.sub("_", name).lower().lstrip("_")


@dataclass(eq=False)
class Reader:
    """One body. ``variables`` are those of the script that are one literal text for sure."""

    text: Text
    variables: Mapping[str, str] = field(default_factory=dict)
    holds: list[Remark] = field(default_factory=list)
    doubts: list[Remark] = field(default_factory=list)
    notes: list[Remark] = field(default_factory=list)

    # -- remarks ------------------------------------------------------------------------------------------------

    def hold(self, value: Value, code: str, message: str, help: str = "") -> None:
        self.holds.append(Remark(*self._span(value), code, message, help))

    def assume(self, assumption: str, code: str, value: Value, message: str) -> None:
        self.doubts.append(Remark(*self._span(value), code, message, assumption=assumption))

    def note(self, value: Value, code: str, message: str) -> None:
        self.notes.append(Remark(*self._span(value), code, message))

    def unknown(self, value: Value, name: str, owner: str, help: str = "") -> None:
        """Hold for a key that Interactions has no word for."""
        self.hold(value, "GI214", f"`{name}` of {owner} has no counterpart in Interactions", help)

    def _span(self, value: Value) -> tuple[int, int]:
        chars = self.text.chars
        return chars[value.start].start, chars[value.end - 1].end

    # -- values -------------------------------------------------------------------------------------------------

    def fields(self, value: Value, what: str) -> dict[str, Value] | None:
        """The members of an object by their names in the tables, without those that are null; None with a hold."""
        if value.kind != "object":
            self.hold(value, "GI203", f"{what} is not in sight" if value.literal is None else f"{what} is no object")
            return None
        found = {snake(key): inner for key, inner in value.pairs}
        if len(found) != len(value.pairs):
            self.hold(value, "GI203", f"{what} gives a key in two spellings, and which of them counts is not clear")
            return None
        return {name: inner for name, inner in found.items() if not inner.is_null}

    def rows(self, value: Value) -> Sequence[Value]:
        """The items of a list; the endpoint takes one item without the list around it."""
        return value.items if value.kind == "array" else (value,)

    def row(self, value: Value, convert: Callable[[Value], Sequence[Node] | None]) -> Array | None:
        """A list, each item of which gives some nodes; None when one of them gives nothing."""
        found: list[Node] = []
        for item in self.rows(value):
            nodes = convert(item)
            if nodes is None:
                return None
            found += nodes
        return Array(tuple(found), value.kind == "array" and value.exploded)

    def leaf(self, value: Value) -> Leaf:
        """A value as the user wrote it."""
        return Leaf(value, self.depth(value))

    def depth(self, value: Value) -> int:
        """How far the line is indented on which a value begins."""
        before = self.text.value[: value.start]
        line = before[before.rfind("\n") + 1 :]
        return len(line) - len(line.lstrip())

    def said(self, value: Value) -> str | None:
        """What a string says: as it stands here, or as the one variable in it has it."""
        if value.kind not in ("string", "bare"):
            return None
        if value.literal is not None:
            return value.literal
        raw = self.text.value[value.start : value.end].strip("\"'")
        if raw != HOLE:
            return None
        at = value.start + self.text.value[value.start : value.end].index(HOLE)
        char = self.text.chars[at]
        expansion = self.text.source[char.start : char.end]
        return self.variables.get(expansion.strip("${}")) if is_variable(expansion) else None

    def word(self, value: Value, vocabulary: Vocabulary) -> str | None:
        """The new literal for a member of an enumeration."""
        said = self.said(value)
        return vocabulary.literal(said) if said is not None else None
