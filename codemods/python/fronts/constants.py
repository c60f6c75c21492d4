"""Model ids under names of this module that calls of other files take: they are replaced here, where they stand."""

from __future__ import annotations

import libcst as cst

from codemods.api import models
from codemods.python.answers import Trail
from codemods.python.nodes import string_value
from codemods.python.parsed import Parsed
from codemods.python.project.things import Constant
from codemods.python.strand import Strand
from codemods.python.values import Values


def trails(values: Values) -> list[Trail]:
    """A strand for each id that calls of other files take and that may be replaced; the files of those calls ask the same index."""
    if not any(models.is_retired(literal.raw_value) for literal in values.module.every(cst.SimpleString)):
        return []  # no id that has to be replaced, or none that is written in one piece
    found = []
    for constant, fate in values.index.own_constants():
        literal = _literal(constant, values) if fate.replaced else None
        if literal is not None:
            strand = Strand()
            strand.site(literal, "GI301", models.retired(constant.value, values.options.models))
            strand.models.append(literal)
            found.append(Trail(strand, Parsed("unseen"), {}, {}))
    return found


def _literal(constant: Constant, values: Values) -> cst.SimpleString | None:
    """The literal at the line of a constant."""
    for node in values.module.every(cst.SimpleString):
        if string_value(node) == constant.value and values.module.span(node).line == constant.line:
            return node
    return None
