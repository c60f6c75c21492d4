"""Where an expression stands: whether only its truth counts, and what else is asked beside it."""

from __future__ import annotations

from collections.abc import Iterator

from codemods.javascript.nodes import arguments, bare, is_null, outermost
from codemods.javascript.scopes import is_function
from codemods.javascript.syntax import Node

#: Methods of lists whose callback answers a question.
ASKING = frozenset({"find", "filter", "some", "every", "findLast", "findIndex"})
_LEAVING = frozenset({"return_statement", "throw_statement", "continue_statement", "break_statement"})
_CONDITIONED = ("if_statement", "while_statement", "do_statement", "ternary_expression")
_EQUAL, _UNEQUAL = ("===", "=="), ("!==", "!=")


def asserted(node: Node) -> Node:
    """An expression with the `!` behind it."""
    while node.parent is not None and node.parent.kind == "non_null_expression":
        node = node.parent
    return node


def inside(node: Node) -> Node:
    """An expression without the parentheses that belong to the `if` or `while` around it."""
    while node.kind == "parenthesized_expression" and node.parent is not None and node.parent.kind in _CONDITIONED:
        if node.named[0].kind in ("as_expression", "satisfies_expression"):
            break
        node = node.named[0]
    return node


def only_tested(node: Node) -> bool:
    """Whether only the truth of an expression counts."""
    outer = outermost(node)
    parent = outer.parent
    if parent is None:
        return False
    if parent.kind in _CONDITIONED:
        return parent.field("condition") is outer
    if parent.kind == "unary_expression":
        return parent.must("operator").text == "!"
    if parent.kind == "binary_expression" and parent.must("operator").text in ("&&", "||"):
        above = outermost(parent).parent
        alone = above is not None and above.kind == "expression_statement" and parent.must("left") is outer
        return alone or only_tested(parent)
    return _answers_a_question(outer, parent)


def _answers_a_question(node: Node, parent: Node) -> bool:
    """Whether a value is what the callback of `find` or `filter` gives."""
    if parent.kind == "return_statement":
        function = next((around for around in parent.ancestors() if is_function(around)), None)
    else:
        function = parent if parent.kind == "arrow_function" and parent.field("body") is node else None
    return function is not None and method_of_callback(function) in ASKING


def method_of_callback(function: Node) -> str:
    """The method that a function is the first argument of."""
    listed = function.parent
    call = listed.parent if listed is not None and listed.kind == "arguments" else None
    if call is None or call.kind != "call_expression" or arguments(call)[0] is not function:
        return ""
    callee = bare(call.must("function"))
    return callee.must("property").text if callee.kind == "member_expression" else ""


def compared_with_nothing(node: Node) -> tuple[Node, bool] | None:
    """The comparison of an expression with null or undefined, and whether it asks for nothing."""
    outer = outermost(node)
    parent = outer.parent
    if parent is None or parent.kind != "binary_expression" or parent.must("left") is not outer or not is_null(bare(parent.must("right"))):
        return None
    operator = parent.must("operator").text
    return (parent, operator in _EQUAL) if operator in (*_EQUAL, *_UNEQUAL) else None


def operands(node: Node, operator: str) -> list[Node]:
    """The operands of a chain of `&&` or `||`, from left to right."""
    inner = bare(node)
    if inner.kind == "binary_expression" and inner.must("operator").text == operator:
        return [*operands(inner.must("left"), operator), *operands(inner.must("right"), operator)]
    return [node]


def chain_around(node: Node, operator: str) -> list[Node]:
    """The operands of the chain that an expression is an operand of; only itself when it stands alone."""
    top = outermost(node)
    while top.parent is not None and top.parent.kind == "binary_expression" and top.parent.must("operator").text == operator:
        top = outermost(top.parent)
    return operands(top, operator)


def holding_at(node: Node) -> Iterator[Node]:
    """The conditions that surely hold where an expression is evaluated, operand by operand."""
    child = node
    for around in node.ancestors():
        if around.kind in ("if_statement", "ternary_expression") and around.field("consequence") is child:
            yield from operands(around.must("condition"), "&&")
        elif around.kind == "binary_expression" and around.must("operator").text == "&&" and around.must("right") is child:
            yield from operands(around.must("left"), "&&")
        elif around.kind == "while_statement" and around.field("body") is child:
            yield from operands(around.must("condition"), "&&")
        if around.kind in ("statement_block", "program"):
            yield from _left_early(around, child)
        child = around


def _left_early(block: Node, child: Node) -> Iterator[Node]:
    """What holds behind `if (!x) return;`: the inner of each negated operand."""
    for statement in block.named[: block.named.index(child)] if child in block.named else ():
        if statement.kind != "if_statement" or statement.field("alternative") is not None or not _leaves(statement.must("consequence")):
            continue
        for operand in operands(statement.must("condition"), "||"):
            inner = bare(operand)
            if inner.kind == "unary_expression" and inner.must("operator").text == "!":
                yield inner.must("argument")


def _leaves(statement: Node) -> bool:
    last = statement.named[-1] if statement.kind == "statement_block" and statement.named else statement
    return last.kind in _LEAVING
