"""Answers without any text: where a schema's path to the text would raise, and somebody asks whether there is one."""

from __future__ import annotations

import libcst as cst

from codemods.python.nodes import dotted
from codemods.python.scopes import assigned_targets
from codemods.python.strand import Strand
from codemods.python.textuse import TextUses
from codemods.python.values import Values

_ASKING = (cst.Comparison, cst.ComparisonTarget, cst.BooleanOperation, cst.Match)
_HOLDING = (cst.Assign, cst.AnnAssign, cst.NamedExpr)


class Emptiness:
    """Looks at what is done with texts in one module."""

    def __init__(self, values: Values, texts: TextUses) -> None:
        self.module = values.module
        self.schema = values.schema
        self.texts = texts

    def use(self, text: cst.CSTNode, strand: Strand) -> None:
        """One place that reads the text by its path: notes on missing texts say what happens there in this schema."""
        before = list(strand.notes)
        self.texts.use(text, strand)
        if self.schema.may_raise and strand.notes != before:
            strand.notes[:] = before
            strand.note(text, "GI412", "an answer without text raises here; `.text` was None")

    def matters(self, text: cst.CSTNode) -> bool:
        """Whether an answer without text goes another way in the program, which would raise instead."""
        return self._is_caught(text) or self._is_asked(text, frozenset())

    def _is_caught(self, text: cst.CSTNode) -> bool:
        """Whether something is done about errors around it."""
        child = text
        for around in self.module.ancestors(text):
            if isinstance(around, (cst.FunctionDef, cst.Lambda)):
                return False
            if isinstance(around, (cst.Try, cst.TryStar)) and around.body is child and around.handlers:
                return True
            if isinstance(around, cst.With) and around.body is child and any(_suppresses(item) for item in around.items):
                return True
            child = around
        return False

    def _is_asked(self, node: cst.CSTNode, seen: frozenset[cst.CSTNode]) -> bool:
        """Whether the text, here or under a name it is given, is tested."""
        parent = self.module.parent(node)
        if isinstance(parent, _ASKING) or self.module.only_tested(node):
            return True
        if isinstance(parent, cst.IfExp):
            return self._is_asked(parent, seen)
        if isinstance(parent, cst.Arg):
            call = self.module.parent(parent)
            return isinstance(call, cst.Call) and dotted(call.func) in ("bool", "isinstance", "type")
        if not isinstance(parent, _HOLDING) or parent in seen:
            return False
        seen = seen | {parent}
        if isinstance(parent, cst.NamedExpr) and self._is_asked(parent, seen):
            return True
        definitions = [self.module.flow.definition_at(t) for t in assigned_targets(parent) if isinstance(t, cst.Name)]
        return any(self._is_asked(use, seen) for d in definitions if d is not None for use in d.uses)


def _suppresses(item: cst.WithItem) -> bool:
    """`with suppress(Exception):`"""
    return isinstance(item.item, cst.Call) and dotted(item.item.func).rpartition(".")[2] == "suppress"
