"""Model ids in the code: where a call takes its model from, and what has to be put there."""

from __future__ import annotations

from codemods.api import models
from codemods.javascript import sharedids
from codemods.javascript.nodes import outermost, string_value
from codemods.javascript.scopes import Binding
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values
from codemods.servedids import successor


def check(node: Node, values: Values, strand: Strand) -> None:
    """Look at every id that may be the model of a call; put retired ones on the strand's list, hold for what is no model of ours."""
    own = values.options.models
    literals = values.string_literals(node)
    if not sharedids.check(node, values, strand) and not literals:
        _check_unseen(node, values, strand)
    for literal in literals:
        identifier = string_value(literal) or ""
        if (new := successor(literal, identifier, own, strand)) is not None:
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
        if not (sharedids.is_model(read) or sharedids.is_shown(read) or _is_export(read)):
            strand.hold(read, "GI301", f"`{identifier}` has to be replaced, and its name is also used here")
    if isinstance(slot, Binding) and slot.is_exported:
        _check_uses_elsewhere(slot, literal, identifier, values, strand)


def _check_uses_elsewhere(name: Binding, literal: Node, identifier: str, values: Values, strand: Strand) -> None:
    """The same for the uses in other modules, as far as the project is known."""
    for read in sharedids.uses_elsewhere(name, values) or ():
        if not (sharedids.is_model(read) or sharedids.is_shown(read)):
            strand.hold(literal, "GI301", f"`{identifier}` has to be replaced, and another module uses `{name.name}` for something else")


def _is_export(read: Node) -> bool:
    return read.parent is not None and read.parent.kind == "export_specifier"
