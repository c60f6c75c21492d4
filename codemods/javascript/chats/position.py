"""Where a message stands: the statement that can have another one before or behind it, and whether it is sent for sure and first."""

from __future__ import annotations

from codemods.javascript.chats.meaning import Meaning
from codemods.javascript.nodes import bare, is_optional
from codemods.javascript.scopes import is_function
from codemods.javascript.syntax import Node

#: What has statements as children.
_LISTS = frozenset({"program", "statement_block", "switch_case", "switch_default"})
_FOR_EACH = frozenset({"map", "forEach", "flatMap", "filter", "from"})
LOOPS = frozenset({"for_statement", "for_in_statement", "while_statement", "do_statement"})
#: Statements whose expression is evaluated once, before anything else that they do.
_ONCE = frozenset({"expression_statement", "lexical_declaration", "variable_declaration", "return_statement", "throw_statement"})
_MEMBERS = ("member_expression", "subscript_expression")
_LITERALS = frozenset({"string", "number", "true", "false", "null", "undefined", "regex", "property_identifier", "string_fragment"})
_PURE = frozenset({"parenthesized_expression", "non_null_expression", "binary_expression", "unary_expression", "template_string"})


def listed(node: Node) -> Node | None:
    """The innermost statement in a list of statements that holds an expression, if no function stands between."""
    child = node
    for around in node.ancestors():
        if around.kind in _LISTS and child.kind.endswith(("_statement", "_declaration")):
            return child
        if is_function(around):
            return None
        child = around
    return None


def braceless(node: Node) -> Node | None:
    """The statement without braces behind `for (…)`, `if (…)` or `else` that holds an expression."""
    for around in node.ancestors():
        if around.kind.endswith(("_statement", "_declaration")) or is_function(around):
            parent = around.parent
            lone = parent is not None and (parent.kind in LOOPS or parent.kind in ("if_statement", "else_clause"))
            return around if lone and around.kind in ("expression_statement", "return_statement", "throw_statement") else None
    return None


def function_of(node: Node) -> Node | None:
    """The innermost function around an expression."""
    return next((around for around in node.ancestors() if is_function(around)), None)


def is_repeated(node: Node, block: Node) -> bool:
    """Whether something between a block and an expression in it may evaluate it several times, or later."""
    child = node
    for around in node.ancestors():
        if not block.holds(around):
            return False
        once = around.field("right") or around.field("initializer") if around.kind in ("for_in_statement", "for_statement") else None
        if is_function(around) or "class" in around.kind or (around.kind in LOOPS and once is not child):
            return True
        child = around
    return False


def is_at_once(call: Node) -> bool:
    """Whether the function around a message is called for every item of an array, without waiting for the one before."""
    function = function_of(call)
    listing = function.parent if function is not None else None
    around = listing.parent if listing is not None and listing.kind == "arguments" else None
    callee = bare(around.must("function")) if around is not None and around.kind == "call_expression" else None
    return callee is not None and callee.kind == "member_expression" and callee.must("property").text in _FOR_EACH


def obstacle(answer: Node, statement: Node, meaning: Meaning) -> str:
    """Why an answer cannot be taken out into a statement before; empty when it can: it is sent for sure, and before anything else."""
    child = answer
    for around in answer.ancestors():
        if around is statement:
            break
        if found := _between(child, around, meaning):
            return found
        child = around
    if statement.kind == "arrow_function":
        return ""
    if statement.kind == "if_statement":
        return "" if statement.field("condition") is child else "this message is sent in a branch without braces"
    if statement.kind not in _ONCE:
        return "this message is sent in a place that a statement cannot come before"
    declarators = [each for each in statement.named if each.kind == "variable_declarator"]
    if declarators and declarators[0] is not child:
        return "this message is sent behind other declarations of one statement"
    return ""


def _between(child: Node, around: Node, meaning: Meaning) -> str:
    if is_function(around):
        return "this message is sent by a function without braces"
    if around.kind == "ternary_expression" and around.field("condition") is not child:
        return "this message is sent in one case only"
    if around.kind == "binary_expression" and around.must("operator").text in ("&&", "||", "??") and around.must("right") is child:
        return "this message is sent in one case only"
    if around.kind == "augmented_assignment_expression":
        return "this message is sent in the middle of a sum"
    if around.kind == "call_expression" and around.field("function") is not child and _may_stop(around):
        return "this message is sent in one case only"
    if around.kind == "variable_declarator":
        return ""
    earlier = [sibling for sibling in around.named if sibling.end <= child.start]
    if not all(is_settled(sibling, meaning) for sibling in earlier):
        return "something else is evaluated before this message is sent"
    return ""


def _may_stop(call: Node) -> bool:
    """`shown?.(await …)`, `out?.write(await …)`."""
    callee = bare(call.must("function"))
    return is_optional(call) or any(is_optional(node) for node in callee.walk() if node.kind in _MEMBERS)


def is_settled(node: Node, meaning: Meaning) -> bool:
    """Whether it does not matter if an expression is evaluated before a request or after it."""
    if node.kind in _LITERALS or "type" in node.kind:
        return True
    if node.kind in ("identifier", "this", "shorthand_property_identifier"):
        return meaning.is_steady(meaning.values.of(node)) if node.kind != "this" else True
    if node.kind == "member_expression":
        slot = meaning.values.of(node)
        known = slot is not None and meaning.is_steady(slot)
        return known or (is_settled(bare(node.must("object")), meaning) and meaning.is_written_once(node.must("property").text))
    if node.kind in _PURE or node.kind in ("template_substitution", "escape_sequence"):
        return all(is_settled(below, meaning) for below in node.named)
    return False
