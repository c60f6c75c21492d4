"""Why an answer ended: `finishReason === FinishReason.STOP` is a question for the status now, as far as one tells the other."""

from __future__ import annotations

from codemods.api.outputs import CALL
from codemods.api.response import ENDINGS
from codemods.javascript.answer.walks import Walks
from codemods.javascript.edits import Edit, replaced
from codemods.javascript.nodes import bare, outermost, string_value
from codemods.javascript.packages import GENAI
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values

_OPERATORS = {"===": False, "==": False, "!==": True, "!=": True}


def compare(base: Node, reason: Node, dot: str, values: Values, walks: Walks, trail: Trail) -> bool:
    """Rewrite a comparison of the reason with one that has a status of its own; false when it is anything else."""
    outer = outermost(reason)
    parent = outer.parent
    if parent is None or parent.kind != "binary_expression" or parent.must("left") is not outer:
        return False
    operator, other = parent.must("operator").text, parent.must("right")
    name = _named(other, values)
    if operator not in _OPERATORS or name not in ENDINGS:
        return False
    statuses = [status for status in ENDINGS[name] if status != "requires_action" or CALL in trail.outputs.kinds]
    trail.strand.assume("finish", parent, f"that `{name}` is the status {' or '.join(statuses)} rests on what the service says")
    if len(statuses) == 1:
        trail.strand.edit(Edit(base.end, outer.end, (f"{dot}status",)), replaced(other, walks.quoted(statuses[0])))
        return True
    listed = ", ".join(walks.quoted(status) for status in statuses)
    before = "!" if _OPERATORS[operator] else ""
    trail.strand.edit(replaced(parent, f"{before}[{listed}].includes(", base, f"{dot}status)"))
    return True


def _named(node: Node, values: Values) -> str | None:
    symbol = values.symbol(node)
    if symbol is not None:
        return symbol[2] if symbol[:2] == (GENAI, "FinishReason") and len(symbol) == 3 else None
    return string_value(bare(node))
