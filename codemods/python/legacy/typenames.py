"""The types of events and deltas, wherever a program compares them: names in a table, at the place where they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import libcst as cst

from codemods.api.legacy import DELTAS, EVENTS
from codemods.legacynames import renamed
from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Definition
from codemods.python.legacy.trail import DELTA_TYPE, EVENT_TYPE, LegacyTrail
from codemods.python.nodes import is_none, string_value
from codemods.python.tree import walk
from codemods.python.values import Values
from codemods.rules import RULES

_TABLES: dict[str, Mapping[str, str | None]] = {EVENT_TYPE: EVENTS, DELTA_TYPE: DELTAS}
_WHAT = {EVENT_TYPE: "event", DELTA_TYPE: "delta"}
_SAME = (cst.Equal, cst.NotEqual, cst.In, cst.NotIn, cst.Is, cst.IsNot)


class TypeNames:
    """Renames the literals in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def compared(self, comparison: cst.Comparison, path: str, trail: LegacyTrail) -> bool:
        """Rename what a type is compared with; False where that is not written out."""
        table = _TABLES.get(path)
        if table is None:
            return True
        if isinstance(comparison.comparisons[0].operator, (cst.In, cst.NotIn)) and not self._several(comparison.comparisons[0].comparator):
            self._within(comparison, path, trail)
            return True
        sides = [comparison.left, *(target.comparator for target in comparison.comparisons)]
        plain = all(isinstance(target.operator, _SAME) for target in comparison.comparisons)
        known = 0
        for side in sides:
            literals = list(self._literals(side, trail))
            known += bool(literals) or is_none(side)
            for literal in literals:
                self._rename(literal, path, trail)
        return plain and known == len(sides) - 1

    def _several(self, side: cst.BaseExpression) -> bool:
        """Whether something is a row of literals, or a name for one."""
        definition = self._constant(side)
        shown = definition.value if definition is not None else side
        return isinstance(shown, (cst.Tuple, cst.List, cst.Set))

    def _within(self, comparison: cst.Comparison, path: str, trail: LegacyTrail) -> None:
        """`"delta" in event.event_type`: a question for a part of the name, or for what is out of sight."""
        text = string_value(comparison.left)
        if text is None:
            trail.left.append((comparison, f"what the type of this {_WHAT[path]} is compared with is not in sight"))
        else:
            self.asked(comparison, lambda name: text in name, path, trail)

    def method(self, call: cst.CSTNode | None, name: str, place: cst.CSTNode, path: str, trail: LegacyTrail) -> None:
        """`event.event_type.startswith("content.")`: a question that both names answer in the same way may stay."""
        literal = string_value(call.args[0].value) if isinstance(call, cst.Call) and len(call.args) == 1 else None
        if literal is not None and name in ("startswith", "endswith"):
            self.asked(place, lambda old: getattr(old, name)(literal), path, trail)
        else:
            trail.left.append((place, f"the type of a {_WHAT[path]} is taken apart"))

    @staticmethod
    def asked(place: cst.CSTNode, question: Callable[[str], bool], path: str, trail: LegacyTrail) -> None:
        """Hold where a question about a name has another answer for its new name."""
        if any(question(old) != question(new or "") for old, new in _TABLES[path].items()):
            trail.hold(place, "GI506", f"this asks for a part of the legacy name of a {_WHAT[path]}", RULES["GI502"].help)

    def matched(self, match: cst.Match, path: str, trail: LegacyTrail) -> None:
        """Rename the cases of `match event.event_type:`."""
        for case in match.cases:
            for node in walk(case.pattern):
                if isinstance(node, cst.MatchValue) and isinstance(node.value, cst.SimpleString):
                    self._rename(node.value, path, trail)

    def _literals(self, side: cst.BaseExpression, trail: LegacyTrail) -> Iterator[cst.SimpleString]:
        """The literals of one side: itself, those in its brackets, or those behind a name that stands for nothing else."""
        definition = self._constant(side)
        shown = definition.value if definition is not None and definition.value is not None else side
        several = [e.value for e in shown.elements] if isinstance(shown, (cst.Tuple, cst.List, cst.Set)) else [shown]
        found = [literal for literal in several if isinstance(literal, cst.SimpleString) and string_value(literal) is not None]
        if definition is not None and any(string_value(literal) in (*EVENTS, *DELTAS) for literal in found):
            trail.strand.claim(definition, side)
        yield from found

    def _constant(self, side: cst.BaseExpression) -> Definition | None:
        definitions = self.module.flow.definitions_of(side) if isinstance(side, cst.Name) else frozenset()
        only = next(iter(definitions)) if len(definitions) == 1 else None
        return only if only is not None and only.kind == "assign" else None

    def _rename(self, literal: cst.SimpleString, path: str, trail: LegacyTrail) -> None:
        new = renamed(literal, string_value(literal) or "", literal.value, _TABLES[path], _WHAT[path], trail)
        if new is not None:
            trail.strand.edit(Edit(literal, self.spelled(new), f"name {new}"))

    @staticmethod
    def spelled(text: str) -> Change:
        """Write another text with the user's quotes."""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.SimpleString)
            return updated.with_changes(value=f"{updated.prefix}{updated.quote}{text}{updated.quote}")

        return change
