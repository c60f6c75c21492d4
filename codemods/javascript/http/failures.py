"""What is done only where a request failed: errors look the same at both addresses."""

from __future__ import annotations

from codemods.javascript.nodes import bare
from codemods.javascript.scopes import is_function
from codemods.javascript.slots import Slot
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values

_OK, _ERRORS = 200, 300
_UNEQUAL, _EQUAL = ("!==", "!="), ("===", "==")


def of_failure(node: Node, values: Values, trail: Trail) -> bool:
    """Whether something stands in a branch for responses (of this request) that are no success."""
    child = node
    for around in node.ancestors():
        if around.kind in ("if_statement", "ternary_expression") and around.must("condition") is not child:
            told = _fails(around.must("condition"), around, values, trail)
            if told is not None and told is (around.must("consequence") is child):
                return True
        if is_function(around):
            return False
        child = around
    return False


def _fails(test: Node, branch: Node, values: Values, trail: Trail) -> bool | None:
    """Whether a test holds for failures alone (True) or for every success (False); None for any other test."""
    test = bare(test)
    if test.kind == "unary_expression" and test.must("operator").text == "!":
        inner = _fails(test.must("argument"), branch, values, trail)
        return None if inner is None else not inner
    if test.kind == "member_expression":
        return False if test.must("property").text == "ok" and _is_response(test, branch, values, trail) else None
    if test.kind != "binary_expression":
        return None
    operator, left, right = test.must("operator").text, bare(test.must("left")), bare(test.must("right"))
    if operator == "&&":
        return True if any(_fails(side, branch, values, trail) is True for side in (left, right)) else None
    if operator == "||":
        return False if any(_fails(side, branch, values, trail) is False for side in (left, right)) else None
    if left.kind != "member_expression" or left.must("property").text != "status" or not _is_response(left, branch, values, trail):
        return None
    return _by_status(operator, int(right.text)) if right.text.isdigit() else None


def _by_status(operator: str, number: int) -> bool | None:
    """The same for the status compared with a number; what is answered well has the status 200."""
    if operator in _EQUAL:
        return False if number == _OK else True if number >= _ERRORS else None
    if operator in _UNEQUAL:
        return True if number == _OK else None
    if operator in (">=", ">"):
        return True if number >= _ERRORS - (operator == ">") else None
    if operator in ("<", "<="):
        return False if number >= _ERRORS - (operator == "<=") else None
    return None


def _is_response(member: Node, branch: Node, values: Values, trail: Trail) -> bool:
    """Whether a test is about the response that is followed, which gets no other value in the branch."""
    slot: Slot | None = values.of(bare(member.must("object")))
    shape = trail.slots.get(slot) if slot is not None else None
    if slot is None or shape is None or shape.what != "posted" or shape.promised or shape.several:
        return False
    return not any(branch.holds(write.node) for write in slot.writes)
