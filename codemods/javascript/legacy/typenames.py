"""The types of events and deltas, wherever a program compares them: names in a table, at the place where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from codemods.api.legacy import DELTAS, EVENTS
from codemods.javascript.edits import replaced
from codemods.javascript.legacy.trail import DELTA_TYPE, EVENT_TYPE, LegacyTrail
from codemods.javascript.nodes import arguments, bare, is_called, is_null, outermost, string_value
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values
from codemods.legacynames import renamed
from codemods.rules import RULES

_TABLES: dict[str, Mapping[str, str | None]] = {EVENT_TYPE: EVENTS, DELTA_TYPE: DELTAS}
_WHAT = {EVENT_TYPE: "event", DELTA_TYPE: "delta"}
#: Methods of texts that ask for a part of one.
_ASKING: dict[str, Callable[[str, str], bool]] = {
    "startsWith": str.startswith,
    "endsWith": str.endswith,
    "includes": str.__contains__,
}


class TypeNames:
    """Renames the literals in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def compared(self, other: Node, path: str, trail: LegacyTrail) -> bool:
        """Rename what a type is compared with; False where that is not written out."""
        if path not in _TABLES or is_null(bare(other)):
            return True
        return self._several([other], path, trail)

    def listed(self, call: Node, node: Node, path: str, trail: LegacyTrail) -> bool:
        """`['content.delta', 'error'].includes(event.event_type)`: the names that a list holds."""
        method = bare(call.must("function"))
        if method.kind != "member_expression" or method.must("property").text not in ("includes", "has") or arguments(call)[0] is not node:
            return False
        if path not in _TABLES:
            return True
        owner = bare(method.must("object"))
        row = self.values.literal(owner)
        if row is not None and row.kind == "new_expression" and row.must("constructor").text == "Set":
            row = bare(next(iter(arguments(row)), row))
        if row is None or row.kind != "array":
            return False
        if any(string_value(bare(item)) in _TABLES[path] for item in row.named):
            self._claim(owner, trail)
        return self._several(row.named, path, trail)

    def switched(self, switch: Node, path: str, trail: LegacyTrail) -> bool:
        """Rename the cases of `switch (event.event_type)`."""
        if path not in _TABLES:
            return True
        body = next(child for child in switch.named if child.kind == "switch_body")
        return self._several([case.named[0] for case in body.named if case.kind == "switch_case"], path, trail)

    def method(self, member: Node, path: str, trail: LegacyTrail) -> None:
        """`event.event_type.startsWith('content.')`: a question that both names answer in the same way may stay."""
        name, call = member.must("property").text, is_called(member)
        literal = string_value(bare(arguments(call)[0])) if call is not None and len(arguments(call)) == 1 else None
        if path not in _TABLES:
            return
        if literal is None or name not in _ASKING:
            trail.left.append((member, f"the type of a {_WHAT[path]} is taken apart"))
        elif any(_ASKING[name](old, literal) != _ASKING[name](new or "", literal) for old, new in _TABLES[path].items()):
            trail.hold(member, "GI506", f"this asks for a part of the legacy name of a {_WHAT[path]}", RULES["GI502"].help)

    def _several(self, nodes: Iterable[Node], path: str, trail: LegacyTrail) -> bool:
        """Rename all of them; false when one is not in sight."""
        known = True
        for node in nodes:
            literal = self.values.literal(node)
            if string_value(literal) is None or literal is None:
                known = known and is_null(literal)
                continue
            if literal is not bare(node) and string_value(literal) in _TABLES[path]:
                self._claim(bare(node), trail)
            self._rename(literal, path, trail)
        return known

    def _claim(self, name: Node, trail: LegacyTrail) -> None:
        slot = self.values.of(name)
        if slot is not None:
            trail.strand.claim(slot, name)

    @staticmethod
    def _rename(literal: Node, path: str, trail: LegacyTrail) -> None:
        new = renamed(literal, string_value(literal) or "", literal.text, _TABLES[path], _WHAT[path], trail)
        if new is not None:
            trail.strand.edit(replaced(literal, spelled(literal, new)))


def spelled(literal: Node, text: str) -> str:
    """Another text with the quotes of a literal."""
    return f"{literal.text[0]}{text}{literal.text[-1]}"


def other_side(node: Node) -> Node:
    """What an expression is compared with."""
    comparison = outermost(node).parent
    assert comparison is not None
    left, right = comparison.must("left"), comparison.must("right")
    return right if left is outermost(node) else left
