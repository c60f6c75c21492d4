"""Which types an output may have at a place, by the conditions around it: `if (output.type === 'text')`."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.api.legacy import OUTPUTS
from codemods.javascript.legacy import lists
from codemods.javascript.nodes import bare, is_called, is_impure, outermost, string_value
from codemods.javascript.scopes import is_function
from codemods.javascript.syntax import Node

Types = frozenset[str]
ALL: Types = frozenset(OUTPUTS)
_NOTHING: Types = frozenset()
#: Methods whose callback says which items count; the others do something with every item.
_CHOOSING = frozenset({"filter", "find", "findLast", "some"})


# -- conditions -------------------------------------------------------------------------------------------------


def told(test: Node, name: str) -> Types | None:
    """The types for which a condition on an output may hold; None when it does not depend on the type."""
    test = bare(test)
    if test.kind == "binary_expression":
        return _told_by_two(test, name)
    if test.kind == "unary_expression" and test.must("operator").text == "!":
        inside = bare(test.must("argument"))
        # What is no more than a question for the type, or for a field, may be turned round.
        exact = _compared(inside, name) if inside.kind == "binary_expression" else _listed(inside, name)
        return ALL - exact if exact is not None else None
    if test.kind == "call_expression":
        return _listed(test, name)
    field = _field_of(test, name)
    return _having(field) if field in _FIELDS and field != "type" else None


def _told_by_two(test: Node, name: str) -> Types | None:
    operator, left, right = test.must("operator").text, test.must("left"), test.must("right")
    if operator not in ("&&", "||"):
        return _compared(test, name)
    first, second = told(left, name), told(right, name)
    if operator == "&&":
        if first is None and is_impure(left):
            return None
        return first & second if first is not None and second is not None else second if first is None else first
    return first | second if first is not None and second is not None else None


def _compared(test: Node, name: str) -> Types | None:
    """`output.type === 'text'`, `'text' in output`."""
    operator = test.must("operator").text
    sides = [bare(test.must("left")), bare(test.must("right"))]
    if operator == "in":
        asked = string_value(sides[0])
        return _having(asked) if asked is not None and sides[1].text == name else None
    text = next((value for side in sides if (value := string_value(side)) is not None), None)
    if text is None or not any(_field_of(side, name) == "type" for side in sides):
        return None
    if operator in ("===", "=="):
        return frozenset({text})
    return ALL - {text} if operator in ("!==", "!=") else None


def _listed(test: Node, name: str) -> Types | None:
    """`['text', 'image'].includes(output.type)`."""
    method = bare(test.must("function")) if test.kind == "call_expression" else test
    if method.kind != "member_expression" or method.must("property").text != "includes":
        return None
    row, listed = bare(method.must("object")), test.must("arguments").named
    if row.kind != "array" or len(listed) != 1 or _field_of(bare(listed[0]), name) != "type":
        return None
    texts = [string_value(bare(item)) for item in row.named]
    return frozenset(text for text in texts if text is not None) if None not in texts else None


def _field_of(node: Node, name: str) -> str:
    owner = bare(node.must("object")) if node.kind == "member_expression" else None
    return node.must("property").text if owner is not None and owner.kind == "identifier" and owner.text == name else ""


def _having(field: str) -> Types:
    return frozenset(kind for kind, fields in OUTPUTS.items() if field in fields)


_FIELDS = frozenset().union(*OUTPUTS.values())


# -- places -----------------------------------------------------------------------------------------------------


def at(use: Node) -> Types:
    """The types an output may have where it is used, by the conditions that lead there."""
    types = ALL
    if use.kind != "identifier":
        return types
    below = use
    for around in use.ancestors():
        for test in _passed(around, below):
            by_test = told(test, use.text)
            types &= by_test if by_test is not None else ALL
        if is_function(around):
            return types & _chosen_before(around, use.text)
        below = around
    return types


def _passed(around: Node, below: Node) -> list[Node]:
    """The conditions that hold below a node."""
    if around.kind in ("if_statement", "ternary_expression") and around.must("consequence") is below:
        return [around.must("condition")]
    if around.kind == "while_statement" and around.must("body") is below:
        return [around.must("condition")]
    if around.kind == "binary_expression" and around.must("operator").text == "&&" and around.must("right") is below:
        return [around.must("left")]
    return []


def _chosen_before(function: Node, name: str) -> Types:
    """`outputs.filter((o) => …).map(…)`: the second function is only called for what the first one chose."""
    listed = function.parent
    call = listed.parent if listed is not None and listed.kind == "arguments" else None
    method = bare(call.must("function")) if call is not None and call.kind == "call_expression" else None
    owner = bare(method.must("object")) if method is not None and method.kind == "member_expression" else None
    if owner is None or owner.kind != "call_expression" or name != _parameter(function):
        return ALL
    earlier = bare(owner.must("function"))
    if earlier.kind != "member_expression" or earlier.must("property").text != "filter":
        return ALL
    choosing = lists.callback(owner, "filter")
    return chosen(choosing) if choosing is not None else ALL


def _parameter(function: Node) -> str:
    """The name of a function's one parameter; empty for anything else."""
    single, listed = function.field("parameter"), function.field("parameters")
    parameters = [single] if single is not None else listed.named if listed is not None else []
    pattern = parameters[0].field("pattern") or parameters[0] if len(parameters) == 1 else None
    return pattern.text if pattern is not None and pattern.kind == "identifier" else ""


# -- loops ------------------------------------------------------------------------------------------------------


def chosen(function: Node) -> Types:
    """The types of the outputs that a function chooses by its result."""
    body, name = function.must("body"), _parameter(function)
    by_body = told(body, name) if name and body.kind != "statement_block" else None
    return by_body if by_body is not None else ALL


def acted_on(body: Node, name: str) -> Types:
    """The types of the outputs for which the body of a loop does anything at all."""
    return _block(body.named if body.kind == "statement_block" else [body], name, ALL)


def called_for(row: Node) -> Types:
    """The types of the outputs for which the method of a list that is called does, or gives, anything."""
    member = outermost(row).parent
    call = is_called(member) if member is not None and member.kind == "member_expression" else None
    if call is None or member is None:
        return ALL
    name = member.must("property").text
    function = lists.callback(call, name)
    if function is None or not _parameter(function):
        return ALL
    if name == "forEach" and function.must("body").kind == "statement_block":
        return acted_on(function.must("body"), _parameter(function))
    return chosen(function) if name in _CHOOSING else ALL


def _block(statements: Iterable[Node], name: str, types: Types) -> Types:
    acted = _NOTHING
    for statement in statements:
        if statement.kind == "if_statement" and _skips(statement):
            skipped = _skipped(statement.must("condition"), name)
            acted |= types if skipped is None else _NOTHING
            types -= skipped or _NOTHING
        elif statement.kind == "if_statement":
            acted |= _branch(statement, name, types)
        elif statement.kind == "switch_statement" and (cases := _cases(statement, name)) is not None:
            acted |= types & cases
        else:
            return acted | types
    return acted


def _skips(statement: Node) -> bool:
    """`if (…) continue`, without anything else; `return` in a callback."""
    body = statement.must("consequence")
    inside = body.named if body.kind == "statement_block" else [body]
    alone = len(inside) == 1 and inside[0].kind in ("continue_statement", "return_statement") and not inside[0].named
    in_callback = inside[:1] and inside[0].kind == "return_statement" and _is_callback(statement)
    return statement.field("alternative") is None and alone and (inside[0].kind == "continue_statement" or bool(in_callback))


def _is_callback(statement: Node) -> bool:
    """Whether a statement stands directly in the body of a function, where `return` only ends this item."""
    around = statement.parent
    return around is not None and around.parent is not None and is_function(around.parent)


def _skipped(test: Node, name: str) -> Types | None:
    """The types that a condition surely skips; None where it does not begin with a question for the type."""
    first = bare(test)
    while first.kind == "binary_expression" and first.must("operator").text == "||":
        first = bare(first.must("left"))
    return told(first, name) if _is_exact(first, name) else None


def _is_exact(test: Node, name: str) -> bool:
    """Whether a condition is a question for the type and nothing else."""
    test = bare(test)
    operator = test.must("operator").text if test.kind == "binary_expression" else ""
    return operator in ("===", "==", "!==", "!=") and _compared(test, name) is not None


def _branch(statement: Node, name: str, types: Types) -> Types:
    test = statement.must("condition")
    by_test = told(test, name)
    if by_test is None:
        return types
    # A condition on more than the type may fail for an output of it.
    rest = types - by_test if _is_exact(test, name) else types
    other = statement.field("alternative")
    inside = other.named[0] if other is not None and other.named else None
    if inside is not None and inside.kind == "if_statement":
        return (types & by_test) | _branch(inside, name, rest)
    return (types & by_test) | (rest if other is not None else _NOTHING)


def _cases(switch: Node, name: str) -> Types | None:
    """The types that a `switch` on the type acts on; None for any other, or one with a default."""
    subject = bare(switch.named[0])
    body = next(child for child in switch.named if child.kind == "switch_body")
    texts = [string_value(case.named[0]) for case in body.named if case.kind == "switch_case"]
    if _field_of(subject, name) != "type" or None in texts or any(case.kind == "switch_default" for case in body.named):
        return None
    return frozenset(text for text in texts if text is not None)
