"""Model ids in the code: where a call takes its model from, and what has to be put there."""

from __future__ import annotations

from codemods.api import models
from codemods.api.models import replacement
from codemods.javascript.nodes import string_value
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
            strand.models[literal] = new


def _check_unseen(node: Node, values: Values, strand: Strand) -> None:
    """A model whose origin is not followed may be any id of the module; one of them may have to be replaced."""
    for piece in values.module.root.walk():
        text = string_value(piece)
        if text is not None and (models.is_retired(text, values.options.models) or text.startswith(models.PREFIXES)):
            line = values.module.line(piece)
            strand.assume("unknown-model", node, f"the model may be `{text}` of line {line}, which the Interactions API does not serve so")
            return
