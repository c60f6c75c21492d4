"""What an answer held directly and its steps hold now: its text beside other things, its function calls, its code."""

from __future__ import annotations

import libcst as cst

from codemods.api.response import ResponsePath
from codemods.python.displays import depth_of, style_of
from codemods.python.edits import Change, Edit, Now
from codemods.python.stepwise import Gathered, Templates, cannot_be_walked, written
from codemods.python.strand import Strand
from codemods.python.values import Values

_TEMPLATES = {
    "function_calls": Templates.calls,
    "executable_code": Templates.first_code,
    "code_execution_result": Templates.first_result,
}
_GATHERED = {
    "text": Templates.texts,
    "candidates[0].grounding_metadata.search_entry_point.rendered_content": Templates.suggestions,
    "candidates[0].grounding_metadata.web_search_queries": Templates.queries,
}


class StepsRead:
    """Writes expressions over steps in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.templates = Templates(values.schema)

    def read(self, base: cst.CSTNode, current: cst.CSTNode, row: ResponsePath, strand: Strand) -> None:
        """Replace `base.function_calls` and its like by an expression over the steps of `base`."""
        if cannot_be_walked(base):
            strand.hold(current, "GI200", "the answer is given a name in the expression that is read here; bind it before")
            return
        if row.old in _GATHERED:
            template = self._laid_out(_GATHERED[row.old](self.templates), current)
        elif row.kind == "calls" and self.module.only_tested(current):
            template = self.templates.any_call()
        else:
            template = _TEMPLATES[row.old](self.templates)
        strand.edit(Edit(current, self._over(base, template), template, keeps=(base,)))

    def all_texts(self, base: cst.CSTNode, current: cst.CSTNode) -> Change | None:
        """What makes all texts of `base` out of a reading of it; None where they cannot be walked."""
        return None if cannot_be_walked(base) else self._over(base, self._laid_out(self.templates.texts(), current))

    def _laid_out(self, gathered: Gathered, node: cst.CSTNode) -> str:
        """Over lines, but for f-strings, which had none before Python 3.12."""
        if self.module.enclosing(node, cst.FormattedString) is not None:
            return gathered.written()
        end = ("\t" if self.values.tabs else " ") * depth_of(node, self.module)
        return gathered.written(end + ("\t" if self.values.tabs else " " * self.values.unit), end)

    def _over(self, base: cst.CSTNode, template: str) -> Change:
        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            value = now(base)
            assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.BaseExpression)
            result = written(template, value, style_of(self.values, now, base).quote)
            return result.with_changes(lpar=updated.lpar, rpar=updated.rpar)

        return change
