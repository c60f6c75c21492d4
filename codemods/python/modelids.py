"""Model ids in the code: where a call takes its model from, and what has to be put there."""

from __future__ import annotations

import re

import libcst as cst

from codemods.api import models
from codemods.python.edits import Edit, Now
from codemods.python.strand import Strand
from codemods.python.values import Values, string_value

_QUOTED = re.compile(r"""(?P<quote>["'])(?P<id>[^"']+)(?P=quote)""")


def check(node: cst.BaseExpression, values: Values, strand: Strand) -> None:
    """Look at every id that may be the model of a call; put retired ones on the strand's list, hold for those that have no place here."""
    for literal in values.string_literals(node):
        identifier = string_value(literal) or ""
        row = models.find(identifier)
        if row is None:
            strand.assume("unknown-model", literal, f"`{identifier}` is a model this version does not know")
        elif row.replacement is None and row.state != "served":
            strand.hold(literal, "GI220", f"`{identifier}` is not a model of the Interactions API")
        elif replacement(identifier) != identifier:
            _check_other_uses(literal, values, strand)
            strand.models.append(literal)


def replacement(identifier: str) -> str:
    """What to write for an id: the successor of a retired one, always the bare name."""
    row = models.find(identifier)
    return (row.replacement if row is not None else None) or models.split(identifier)[1]


def _check_other_uses(literal: cst.SimpleString, values: Values, strand: Strand) -> None:
    """A constant that is also a key or is compared cannot get another value unseen."""
    module = values.module
    for definition in module.flow.definitions:
        if definition.value is not literal or definition.kind not in ("assign", "walrus"):
            continue
        for use in definition.uses:
            parent = module.parent(use)
            if isinstance(parent, (cst.Index, cst.Comparison, cst.ComparisonTarget, cst.DictElement)):
                strand.hold(use, "GI301", f"`{string_value(literal)}` is retired, but its constant is also looked up or compared here")


def edits(literal: cst.SimpleString, values: Values) -> list[Edit]:
    """Put the successor in place of a literal, and into the choices of a Colab `# @param` comment on its line."""
    identifier = string_value(literal) or ""
    new = replacement(identifier)

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.SimpleString)
        return updated.with_changes(value=updated.value.replace(identifier, new))

    found = [Edit(literal, change, f"model {new}")]
    line = values.module.enclosing(literal, cst.SimpleStatementLine)
    if isinstance(line, cst.SimpleStatementLine) and _is_form_field(line):
        found.append(Edit(line, _choices, "model choices"))
    return found


def _is_form_field(line: cst.SimpleStatementLine) -> bool:
    comment = line.trailing_whitespace.comment
    return comment is not None and "@param" in comment.value


def _choices(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
    """Replace the retired ids a form offers; an id that is offered already is not offered twice."""
    assert isinstance(updated, cst.SimpleStatementLine)
    comment = updated.trailing_whitespace.comment
    assert comment is not None
    text = _rewrite_choices(comment.value)
    changed = updated.trailing_whitespace.with_changes(comment=comment.with_changes(value=text))
    return updated.with_changes(trailing_whitespace=changed)


def _rewrite_choices(text: str) -> str:
    start, end = text.find("["), text.rfind("]")
    if start < 0 or end < start:
        return text
    pieces: list[str] = []
    for piece in text[start + 1 : end].split(","):
        match = _QUOTED.search(piece)
        if match is not None and models.is_retired(match["id"]):
            piece = piece.replace(match["id"], replacement(match["id"]))
        if piece.strip() not in (kept.strip() for kept in pieces):
            pieces.append(piece)
    return f"{text[: start + 1]}{','.join(pieces).lstrip() if pieces else ''}{text[end:]}"
