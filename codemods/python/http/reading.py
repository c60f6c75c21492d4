"""What is read of an answer as JSON: the keys on the way to a value, and what they are in an interaction."""

from __future__ import annotations

from dataclasses import dataclass

import libcst as cst

from codemods.python.edits import Edit, Now
from codemods.python.module import Module
from codemods.python.nodes import integer_value, string_value
from codemods.rest import posting
from codemods.settings.records import snake

#: The text of an answer, as `output_text` of the SDK has it for answers that are text alone: all texts of the model, joined.
_TEXT = '"".join(part.get("text", "") for step in {steps} if step["type"] == "model_output" for part in step.get("content", []))'


@dataclass(frozen=True, eq=False)
class Key:
    """One step of a reading: `value["name"]`, `value[0]` or `value.get("name", default)`. ``node`` is the literal."""

    node: cst.BaseExpression
    reading: cst.Subscript | cst.Call
    name: str = ""
    index: int | None = None
    default: cst.BaseExpression | None = None

    @property
    def is_get(self) -> bool:
        return isinstance(self.reading, cst.Call)


@dataclass(frozen=True, eq=False)
class Reading:
    """Everything that is read from ``base`` in one expression, and the ``path`` of it as the tables have it."""

    base: cst.BaseExpression
    keys: tuple[Key, ...]
    path: str

    @property
    def node(self) -> cst.BaseExpression:
        return self.keys[-1].reading if self.keys else self.base


def read(base: cst.BaseExpression, path: str, module: Module) -> Reading:
    """What is read from an expression that holds what is at ``path``; strings that are read by a variable key end it."""
    keys: list[Key] = []
    node = base
    while (key := _key(node, module)) is not None:
        keys.append(key)
        node = key.reading
        path += f"[{key.index}]" if key.index is not None else f".{snake(key.name)}" if path else snake(key.name)
    return Reading(base, tuple(keys), path)


def _key(node: cst.BaseExpression, module: Module) -> Key | None:
    parent = module.parent(node)
    if isinstance(parent, cst.Subscript) and parent.value is node and len(parent.slice) == 1:
        index = parent.slice[0].slice
        said = index.value if isinstance(index, cst.Index) else None
        if said is None:
            return None
        name, number = string_value(said), integer_value(said)
        return Key(said, parent, name or "", number) if name is not None or number is not None else None
    call = module.parent(parent) if isinstance(parent, cst.Attribute) and parent.attr.value == "get" else None
    if not isinstance(call, cst.Call) or call.func is not parent or any(arg.keyword or arg.star for arg in call.args):
        return None
    name = string_value(call.args[0].value) if call.args else None
    default = call.args[1].value if len(call.args) > 1 else None
    return Key(call.args[0].value, call, name, None, default) if name is not None else None


def renamed(reading: Reading, known: str) -> list[tuple[Key, str]] | None:
    """The keys of a reading under their new names, those of ``known`` left out; None when a path has no such names."""
    new = posting.new_names(reading.path, known)
    return list(zip(reading.keys, new, strict=True)) if new is not None and len(new) == len(reading.keys) else None


def rename(key: Key, name: str) -> Edit:
    """Put a new name into a literal."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.SimpleString)
        return updated.with_changes(value=f"{updated.prefix}{updated.quote}{name}{updated.quote}")

    return Edit(key.node, change, f"read {name}")


def _quote(reading: Reading) -> str:
    """The quote that the keys of a reading are written with."""
    literals = (key.node for key in reading.keys if isinstance(key.node, cst.SimpleString))
    return next((literal.quote for literal in literals if len(literal.quote) == 1), '"')


def text_edit(reading: Reading) -> Edit:
    """The text of an answer in the place of the first of its parts."""
    lenient = reading.keys[0].is_get

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        base = cst.Module([]).code_for_node(now(reading.base))
        written = _TEXT.replace("{steps}", '\0.get("steps", [])' if lenient else '\0["steps"]')
        written = written.replace('"', _quote(reading)).replace("\0", base)
        return cst.parse_expression(written).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return Edit(reading.node, change, "join the texts of the steps", keeps=(reading.base,))
