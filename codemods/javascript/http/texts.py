"""The text of an answer as JSON, in the place of that of its first part."""

from __future__ import annotations

from codemods.api.response import CANDIDATE
from codemods.javascript.answer.chains import Step
from codemods.javascript.answer.places import asserted, holding_at, only_tested
from codemods.javascript.edits import Edit, inserted, replaced
from codemods.javascript.nodes import arguments, bare, callback_call, is_called, is_optional, outermost, string_value
from codemods.javascript.scopes import is_function
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node

#: What binds an operand closer than `||` does, or cannot stand beside it.
_TIGHTER = frozenset(
    "member_expression subscript_expression binary_expression await_expression unary_expression call_expression non_null_expression "
    "as_expression satisfies_expression type_assertion".split()
)
#: Methods that make nothing out of an empty text.
_EMPTY = frozenset({"trim", "trimStart", "trimEnd", "toLowerCase", "toUpperCase"})
_READING = ("member_expression", "subscript_expression")
#: What is read of something that an answer may lack: the candidates, the content of one, its parts.
_MISSING = frozenset({CANDIDATE, f"{CANDIDATE}.content", f"{CANDIDATE}.content.parts", f"{CANDIDATE}.content.parts[0]"})
#: Statements that end without a semicolon.
_CLOSED = frozenset(
    "if_statement for_statement for_in_statement while_statement try_statement switch_statement statement_block labeled_statement "
    "function_declaration generator_function_declaration class_declaration interface_declaration enum_declaration".split()
)


def write(node: Node, own: list[Step], text: str, strand: Strand, *, named: bool, calls: bool) -> None:
    """Write the text of an answer, which is missing where a part of the way to it was: ``own`` are the steps of that way.

    ``named`` tells that the first steps led to a name, which has all of the answer now; ``calls`` that the first part may be a function
    call, which had no text.
    """
    end = asserted(own[-1].node)
    dot = "?." if is_optional(own[0].node) else "."
    steps = f"{dot}steps{'?' if is_optional(own[0 if named else 1].node) else ''}{text}"
    lenient = any(is_optional(step.node) for step in own)
    if not (lenient or calls) or _is_empty_as_well(end):
        strand.edit(Edit(node.end, end.end, (steps,)))
        return
    parent = outermost(end).parent
    operator = parent.must("operator") if parent is not None and parent.kind == "binary_expression" else None
    if (
        parent is not None
        and operator is not None
        and operator.text == "??"
        and parent.must("left") is outermost(end)
        and _is_alone(parent)
    ):
        # Nothing and an empty text are the same to what follows.
        strand.edit(Edit(node.end, end.end, (steps,)), *([] if _is_empty_text(parent.must("right")) else [replaced(operator, "||")]))
        return
    tight = parent is not None and parent.kind in _TIGHTER
    if tight:
        strand.edit(inserted(node.start, ";(" if _is_behind_open_line(node) else "("))
    strand.edit(Edit(node.end, end.end, (f"{steps} || undefined{')' if tight else ''}",)))
    member = end.parent
    if lenient and member is not None and is_read_on(end):  # the question marks before hold for all that is read, up to a parenthesis
        strand.edit(inserted(end.end, "?" if member.kind == "member_expression" else "?."))


def may_raise(node: Node, own: list[Step], *, named: bool) -> bool:
    """Whether reading a text along these steps, of the answer or of a name for a piece of it, was an error for some answers without one."""
    is_there = not named or is_optional(own[0].node) or any(bare(known).text == node.text for known in holding_at(node))
    return not is_there or not all(is_optional(step.node) for step in own[1 if named else 0 :] if step.path in _MISSING)


def is_read_on(end: Node) -> bool:
    """Whether something of a text is read in the same chain, without a question mark of its own."""
    member = end.parent
    return member is not None and member.kind in _READING and member.must("object") is end and not is_optional(member)


def missing_is_caught(node: Node, request: Node) -> Node | None:
    """The handler around a reading that is not there for the request: it is for answers without text."""
    for around in node.ancestors():
        if is_function(around):
            call = callback_call(around, "then")
            return _rejected_to(call, request) if call is not None else None
        handler = around.field("handler") if around.kind == "try_statement" else None
        if handler is not None and around.must("body").holds(node) and not around.must("body").holds(request):
            return handler
    return None


def _rejected_to(call: Node, request: Node) -> Node | None:
    """The callback for errors behind a `.then(…)`, in a chain that does not begin with the request."""
    while (member := outermost(call).parent) is not None and member.kind == "member_expression" and (above := is_called(member)):
        name, given = member.must("property").text, arguments(above)
        call = above
        if call.holds(request):
            return None
        if given and (name == "catch" or (name == "then" and len(given) > 1)):
            return given[-1]
    return None


def _is_empty_as_well(node: Node) -> bool:
    """Whether an empty text does as well as none: `… || fallback`, `if (…?.trim())`."""
    outer = outermost(node)
    parent = outer.parent
    if parent is not None and parent.kind == "member_expression" and parent.must("object") is outer and is_optional(parent):
        call = is_called(parent)
        return call is not None and parent.must("property").text in _EMPTY and _is_empty_as_well(call)
    is_left = parent is not None and parent.kind == "binary_expression" and parent.must("left") is outer
    return only_tested(node) or (is_left and parent is not None and parent.must("operator").text == "||")


def _is_behind_open_line(node: Node) -> bool:
    """Whether a statement begins here and the one before it has no semicolon: a parenthesis would go on with that one."""
    statement = next((around for around in node.ancestors() if around.kind == "expression_statement"), None)
    if statement is None or statement.start != node.start or statement.parent is None:
        return False
    before = [other for other in statement.parent.named if other.kind != "comment" and other.end <= statement.start]
    is_body = statement.parent.kind not in ("program", "statement_block", "switch_case", "switch_default")
    return bool(before) and not is_body and before[-1].kind not in _CLOSED and not before[-1].text.endswith(";")


def _is_alone(binary: Node) -> bool:
    """Whether an operator has no other one of its kind beside it, with which `||` could not stand."""
    above = outermost(binary).parent
    inner = binary.must("right")
    return (above is None or above.kind != "binary_expression") and inner.kind != "binary_expression"


def _is_empty_text(node: Node) -> bool:
    return string_value(node) == ""
