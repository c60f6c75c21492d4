"""`.parsed` of an answer: the JSON is read by the code now, with the class or type the call gave as its schema."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

import libcst as cst

from codemods.python.answeredits import rename
from codemods.python.edits import Change, Edit, Now
from codemods.python.flow import Flow
from codemods.python.strand import ADAPTER, Import
from codemods.python.tree import walk

ParseKind = Literal["model", "type", "json", "none", "unseen"]


@dataclass(frozen=True, eq=False)
class Parsed:
    """How one call's answer is parsed. ``source`` is the class or type in the user's code; ``unseen`` means that the call stays anyway.

    An ``enum`` answer was a bare text and is JSON now, so that its text has to be parsed, too.
    """

    kind: ParseKind = "none"
    source: cst.BaseExpression | None = None
    code: str = ""
    visible: bool = True
    imports: frozenset[Import] = field(default_factory=frozenset)
    enum: bool = False

    def problem(self) -> str:
        """Why `.parsed` cannot be rewritten, or an empty string."""
        if self.kind == "none":
            return "`.parsed` is read, but the call asks for no schema"
        if self.enum and self.kind == "json":
            return "`.parsed` was None here: the old SDK took the bare text of an enum answer for JSON"
        if not self.visible:
            return f"`.parsed` needs `{self.code}`, which may mean something else here"
        return ""

    def edit(self, base: cst.CSTNode, node: cst.CSTNode, path: str, otherwise: str = "", whole: Change | None = None) -> Edit:
        """Replace `base.parsed` by reading the text at a ``path`` of `base`, or what ``whole`` makes of `base.text`.

        ``otherwise`` is the literal to read where a checker sees no text.
        """

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Attribute)
            text = rename(base, path)(updated.with_changes(lpar=[], rpar=[]), now)
            assert isinstance(text, cst.BaseExpression)
            if whole is not None:
                all_texts = whole(updated.with_changes(lpar=[], rpar=[]), now)
                assert isinstance(all_texts, cst.BaseExpression)
                text = all_texts
            elif otherwise:
                text = cst.BooleanOperation(text, cst.Or(), cst.SimpleString(otherwise))
            return cst.Call(self._reader(now), [cst.Arg(text)], lpar=updated.lpar, rpar=updated.rpar)

        return Edit(node, change, f"parse {'all texts' if whole else 'the text'} as {self.kind} {self.code}", keeps=(base,))

    def _reader(self, now: Now) -> cst.BaseExpression:
        if self.kind == "json" or self.source is None:
            return cst.Attribute(cst.Name("json"), cst.Name("loads"))
        source = cst.parse_expression(self.code)
        if self.kind == "model":
            return cst.Attribute(source, cst.Name("model_validate_json"))
        adapter = cst.Call(cst.Name(ADAPTER.bound), [cst.Arg(source)])
        return cst.Attribute(adapter, cst.Name("validate_json"))


#: How the text of an enum answer is read.
ENUM_TEXT = Parsed("json", imports=frozenset({Import("json")}))


def parse_with(kind: ParseKind, source: cst.BaseExpression | None, code: str, flow: Flow) -> Parsed:
    """The way to parse answers of a call whose schema is ``source``."""
    imports = {"json": frozenset({Import("json")}), "type": frozenset({ADAPTER})}.get(kind, frozenset())
    visible = kind == "json" or (source is not None and "\n" not in code and _global(source, flow))
    return Parsed(kind, source, code, visible, imports)


def _global(source: cst.BaseExpression, flow: Flow) -> bool:
    """Whether every name of the expression belongs to the module or to Python, so that it means the same everywhere."""
    for node in walk(source):
        if isinstance(node, cst.Name):
            definitions = flow.definitions_of(node)
            if any(d.scope.kind != "module" for d in definitions) or len({d.name.value for d in definitions}) > 1 or len(definitions) > 1:
                return False
    return True
