"""Chains of reads: the members, items and calls that are read of an expression, one after the other."""

from __future__ import annotations

from dataclasses import dataclass

from codemods.javascript.nodes import is_called, outermost, property_name
from codemods.javascript.syntax import Node
from codemods.settings.records import snake


def joined(path: str, key: str | int) -> str:
    """A path and one more step of it."""
    if isinstance(key, int):
        return f"{path}[{key}]"
    return f"{path}.{snake(key)}" if path else snake(key)


@dataclass(frozen=True)
class Step:
    """One step of a chain of reads: the expression up to there, and the path it leads to. ``called`` is the call of a method."""

    node: Node
    path: str
    called: Node | None = None

    @property
    def whole(self) -> Node:
        return self.called or self.node


def chain(node: Node, path: str) -> list[Step]:
    """The members, items and calls that are read of an expression, one after the other, as long as they are known by name."""
    steps: list[Step] = []
    current = outermost(node)
    while (parent := current.parent) is not None and parent.kind in ("member_expression", "subscript_expression"):
        if parent.must("object") is not current:
            break
        name = property_name(parent)
        key: str | int | None = name
        if name is None and parent.kind == "subscript_expression" and parent.must("index").kind == "number":
            key = int(parent.must("index").text)
        if key is None:
            break
        path = joined(path, key)
        call = is_called(parent)
        steps.append(Step(parent, path, call))
        current = outermost(call or parent)
    return steps
