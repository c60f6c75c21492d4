"""Annotations that name the class of an answer: another class now."""

from __future__ import annotations

import libcst as cst

from codemods.api.response import CANDIDATE
from codemods.python.edits import Change, Edit, Now
from codemods.python.nodes import string_value
from codemods.python.strand import Import, Strand
from codemods.python.tree import walk
from codemods.python.values import Values

_OLD = {
    "": "google.genai.types.GenerateContentResponse",
    CANDIDATE: "google.genai.types.Candidate",
    "usage_metadata": "google.genai.types.GenerateContentResponseUsageMetadata",
    "call": "google.genai.types.FunctionCall",
    "event": "google.genai.types.GenerateContentResponse",
    "delta": "google.genai.types.GenerateContentResponse",
}
_MODULE = "google.genai.interactions"


class Annotations:
    """Rewrites annotations of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def change(self, annotation: cst.Annotation, path: str, strand: Strand) -> None:
        """Name the new class of what stands at this path of an answer; hold where another old class is named."""
        for node in walk(annotation.annotation):
            if isinstance(node, cst.SimpleString) and _OLD.get(path, "GenerateContent").rpartition(".")[2] in (string_value(node) or ""):
                strand.hold(node, "GI200", "an annotation inside a string is not rewritten yet")
            if not isinstance(node, (cst.Name, cst.Attribute)):
                continue
            symbol = self.values.symbol(node) or ""
            new = self.values.schema.classes.get(path, "")
            if symbol == _OLD.get(path) and new:
                strand.site(node, "GI104", f"`{symbol.rpartition('.')[2]}` is the old class of answers")
                strand.imports.add(Import(_MODULE, new))
                strand.edit(Edit(node, _named(new), f"annotate {new}", keeps=()))
            elif symbol.startswith("google.genai.types."):
                strand.hold(node, "GI200", f"the annotation `{symbol.rpartition('.')[2]}` names an old class")


def _named(name: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return cst.Name(name, lpar=updated.lpar, rpar=updated.rpar)

    return change
