"""Pieces of an answer: what is read of a function call, of code and its result, of media, of a count by modality."""

from __future__ import annotations

import libcst as cst

from codemods.api.outputs import Outputs
from codemods.api.response import PIECES
from codemods.python.contents.media import BASE64
from codemods.python.edits import Change, Edit, Now
from codemods.python.module import Module
from codemods.python.nodes import is_none
from codemods.python.strand import CAST, Import, Strand
from codemods.python.typechecked import TypeChecked
from codemods.python.values import Values

_PATHLIB = Import("pathlib")
#: What to call each piece, and each part, in a finding.
CALLED = {
    "part": "a part",
    "call": "a function call",
    "code": "code",
    "result": "a result of code",
    "blob": "media",
    "image": "an image",
    "detail": "a count",
}


class Pieces:
    """Rewrites the readings of pieces in one module."""

    def __init__(self, values: Values) -> None:
        self.module: Module = values.module
        self.checked = TypeChecked(values)

    def read(self, node: cst.CSTNode, reading: cst.Attribute, kind: str, outputs: Outputs, strand: Strand) -> None:
        """Rewrite one attribute of a piece; hold at it when it is not the same thing now."""
        name = reading.attr.value
        piece = PIECES[kind].get(name)
        if piece is None:
            strand.hold(reading, "GI205", f"`.{name}` of {CALLED[kind]} is not one of the attributes the tool knows")
        elif piece.kind == "later":
            strand.hold(reading, "GI200", f"`{name}` of {CALLED[kind]} is something else now", piece.help)
        elif name == "mime_type" and outputs.media != ("image",):
            strand.hold(reading, "GI200", "the mime type of audio is written in another way now", "Read content.mime_type and sample_rate.")
        elif kind == "call" and self._asks_none(reading):
            strand.hold(reading, "GI200", f"this asks whether {CALLED[kind]} has `{name}`, which it always has now")
        elif piece.kind == "save":
            self._save(node, reading, strand)
        else:
            strand.site(reading, "GI104", f"`{name}` of {CALLED[kind]} is read the old way")
            if piece.kind == "rename":
                strand.edit(Edit(reading, _renamed(piece.new), f"read {piece.new}"))
            elif self.module.only_tested(reading) or self._asks_none(reading):
                strand.edit(Edit(reading, _renamed(piece.new), "test data"))
            else:
                strand.imports.add(BASE64)
                strand.edit(Edit(reading, _decoded(piece.new, surely=self.checked.surely(reading, strand)), "decode data"))

    def _asks_none(self, reading: cst.Attribute) -> bool:
        parent = self.module.parent(reading)
        return isinstance(parent, cst.Comparison) and any(is_none(target.comparator) for target in parent.comparisons)

    def _save(self, node: cst.CSTNode, reading: cst.Attribute, strand: Strand) -> None:
        """`image.save(path)` wrote the bytes as they came, whatever the ending of the path."""
        call = self.module.parent(reading)
        plain = isinstance(call, cst.Call) and call.func is reading and len(call.args) == 1 and not call.args[0].star
        named = plain and isinstance(call, cst.Call) and call.args[0].keyword is not None and call.args[0].keyword.value != "location"
        if not isinstance(call, cst.Call) or not plain or named or not isinstance(self.module.parent(call), cst.Expr):
            strand.hold(reading, "GI200", "this use of `save` is not rewritten yet", PIECES["image"]["show"].help)
            return
        strand.site(reading, "GI104", "an image is saved the old way")
        strand.imports.update({BASE64, _PATHLIB})
        path = call.args[0].value
        strand.edit(Edit(call, _written(node, path, surely=self.checked.surely(reading, strand)), "write bytes", keeps=(node, path)))


def _renamed(path: str) -> Change:
    """Another attribute of the same object, with the layout of the old one around its dot."""
    *between, last = path.split(".")

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Attribute)
        value = updated.value
        for name in between:
            value = cst.Attribute(value, cst.Name(name))
        return updated.with_changes(value=value, attr=cst.Name(last))

    return change


def _decode(value: cst.BaseExpression, name: str, *, surely: bool) -> cst.Call:
    data: cst.BaseExpression = cst.Attribute(value, cst.Name(name))
    if surely:
        data = cst.Call(cst.Name(CAST.bound), [cst.Arg(cst.Name("str")), cst.Arg(data)])
    return cst.Call(cst.Attribute(cst.Name("base64"), cst.Name("b64decode")), [cst.Arg(data)])


def _decoded(name: str, *, surely: bool) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Attribute)
        return _decode(updated.value, name, surely=surely).with_changes(lpar=updated.lpar, rpar=updated.rpar)

    return change


def _written(image: cst.CSTNode, path: cst.CSTNode, *, surely: bool) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.Call)
        content, location = now(image), now(path)
        assert isinstance(content, cst.BaseExpression) and isinstance(location, cst.BaseExpression)
        file = cst.Call(cst.Attribute(cst.Name("pathlib"), cst.Name("Path")), [cst.Arg(location)])
        data = cst.Arg(_decode(content, "data", surely=surely))
        return cst.Call(cst.Attribute(file, cst.Name("write_bytes")), [data], lpar=updated.lpar, rpar=updated.rpar)

    return change
