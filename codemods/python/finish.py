"""Why an answer ended: `finish_reason == FinishReason.STOP` is a question for the status now, as far as one tells the other."""

from __future__ import annotations

import libcst as cst

from codemods.api.outputs import CALL, Outputs
from codemods.api.response import ENDINGS
from codemods.python.displays import style_of
from codemods.python.edits import Change, Edit, Now
from codemods.python.nodes import string_value
from codemods.python.stepwise import type_test
from codemods.python.strand import Strand
from codemods.python.values import Values

_ENUM = "google.genai.types.FinishReason."


class Finish:
    """Rewrites comparisons of finish reasons in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def is_compared(self, reason: cst.CSTNode) -> bool:
        """Whether a reason is only compared with one that has a status of its own."""
        return self._comparison(reason) is not None

    def compare(self, reason: cst.CSTNode, outputs: Outputs, strand: Strand) -> bool:
        """Rewrite `reason == FinishReason.STOP`, where the reason itself becomes the status; False when it is compared with another."""
        found = self._comparison(reason)
        if found is None:
            return False
        comparison, name, negative = found
        statuses = [status for status in ENDINGS[name] if status != "requires_action" or CALL in outputs.kinds]
        strand.site(comparison, "GI104", "the reason why an answer ended is compared the old way")
        strand.assume("finish", comparison, f"that `{name}` is the status {' or '.join(statuses)} rests on what the service says")
        test = type_test("x", statuses, negative=negative).replace("x.type", "x", 1)
        strand.edit(Edit(comparison, self._test(reason, test), f"compare {test}", keeps=(reason,)))
        return True

    def _comparison(self, reason: cst.CSTNode) -> tuple[cst.Comparison, str, bool] | None:
        """The comparison that a reason is the left side of, what it is compared with, and whether for being another."""
        parent = self.module.parent(reason)
        if not isinstance(parent, cst.Comparison) or parent.left is not reason or len(parent.comparisons) != 1:
            return None
        operator, other = parent.comparisons[0].operator, parent.comparisons[0].comparator
        symbol = self.values.symbol(other) or ""
        exact = isinstance(operator, (cst.Is, cst.IsNot))
        name = symbol.removeprefix(_ENUM) if symbol.startswith(_ENUM) else "" if exact else string_value(other) or ""
        if name not in ENDINGS or not isinstance(operator, (cst.Equal, cst.NotEqual, cst.Is, cst.IsNot)):
            return None
        return parent, name, isinstance(operator, (cst.NotEqual, cst.IsNot))

    def _test(self, reason: cst.CSTNode, test: str) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(reason)
            assert isinstance(updated, cst.Comparison) and isinstance(value, cst.BaseExpression)
            written = cst.parse_expression(test.replace('"', style_of(self.values, now, reason).quote))
            assert isinstance(written, cst.Comparison)
            return written.with_changes(left=value, lpar=updated.lpar, rpar=updated.rpar)

        return change
