"""Programs that know both schemas: they read what an answer has, the legacy way or today's. They are left alone."""

from __future__ import annotations

from codemods.javascript.legacy.trail import LegacyTrail
from codemods.javascript.scopes import is_function
from codemods.javascript.syntax import Node

_CHOICES = frozenset({"if_statement", "ternary_expression"})


def are_known(family: list[LegacyTrail]) -> bool:
    """Whether every legacy reading of some answers stands beside a current one, or names of both schemas are compared."""
    current = [node for trail in family for node in trail.current]
    old = [node for trail in family for node in (*trail.sources, *trail.unpacked, *trail.asks)]
    types = {name for trail in family for name in trail.types}
    if {"legacy", "current"} <= types:
        return True
    return bool(old) and bool(current) and all(any(_is_alternative(node, other) for other in current) for node in old)


def _is_alternative(old: Node, current: Node) -> bool:
    """Whether a condition or a choice decides between two readings."""
    below = old
    for around in old.ancestors():
        if (_chooses(around) and around.holds(current) and not below.holds(current)) or _left_before(around, below, current):
            return True
        if is_function(around):
            return False
        below = around
    return False


def _chooses(node: Node) -> bool:
    return node.kind in _CHOICES or (node.kind == "binary_expression" and node.must("operator").text in ("??", "||", "&&"))


def _left_before(block: Node, statement: Node, current: Node) -> bool:
    """`if (answer.output_text) return …;` before a statement."""
    if block.kind != "statement_block":
        return False
    earlier = block.named[: block.named.index(statement)] if statement in block.named else []
    return any(
        node.kind == "if_statement"
        and node.must("condition").holds(current)
        and any(below.kind == "return_statement" for below in node.walk())
        for node in earlier
    )
