"""Model ids in the code: where a call takes its model from, and what has to be put there."""

from __future__ import annotations

from codemods.api import models
from codemods.api.models import replacement
from codemods.javascript.nodes import dotted, outermost, string_value
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values


def check(node: Node, values: Values, strand: Strand) -> None:
    """Look at every id that may be the model of a call; put retired ones on the strand's list, hold for what is no model of ours."""
    own = values.options.models
    literals = values.string_literals(node)
    if not literals:
        _check_unseen(node, values, strand)
    for literal in literals:
        identifier = string_value(literal) or ""
        row = models.find(identifier, own)
        if row is None:
            strand.assume("unknown-model", literal, f"`{identifier}` is a model this version does not know")
        elif row.replacement is None and row.state != "served":
            strand.hold(literal, "GI220", f"`{identifier}` is not a model of the Interactions API")
        elif (new := replacement(identifier, own)) != identifier:
            strand.tie(literal)
            _check_other_uses(literal, identifier, values, strand)
            strand.models[literal] = new


def _check_unseen(node: Node, values: Values, strand: Strand) -> None:
    """A model whose origin is not followed may be any id of the module; one of them may have to be replaced."""
    for piece in values.module.root.walk():
        text = string_value(piece)
        if text is not None and (models.is_retired(text, values.options.models) or text.startswith(models.PREFIXES)):
            line = values.module.line(piece)
            strand.assume("unknown-model", node, f"the model may be `{text}` of line {line}, which the Interactions API does not serve so")
            return


def _check_other_uses(literal: Node, identifier: str, values: Values, strand: Strand) -> None:
    """An id under a name cannot get another value unseen: every use of the name has to be the model of a request, or only show it."""
    declarator = outermost(literal).parent
    name = declarator.field("name") if declarator is not None and declarator.kind == "variable_declarator" else None
    slot = values.of(name) if name is not None else None
    for read in slot.reads if slot is not None else ():
        if not (_is_model(read) or _is_shown(read)):
            strand.hold(read, "GI301", f"`{identifier}` has to be replaced, and its name is also used here")


def _is_model(read: Node) -> bool:
    parent = outermost(read).parent
    if read.kind == "shorthand_property_identifier":
        return read.text == "model"
    return parent is not None and parent.kind == "pair" and parent.must("key").text.strip("'\"") == "model"


def _is_shown(read: Node) -> bool:
    """Whether an expression goes into a template or a message on the console."""
    call = read.enclosing("call_expression", "arrow_function", "function_expression", "function_declaration")
    return call is not None and call.kind == "call_expression" and dotted(call.must("function")).startswith("console.")
