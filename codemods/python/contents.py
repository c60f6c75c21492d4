"""What a call asks: one text, or a list of texts and parts in one turn."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Array, Encoded, Entry, Leaf, Node, Object, Word
from codemods.api.content import content_type
from codemods.python.layout import row_listing
from codemods.python.nodes import string_value
from codemods.python.strand import Import, Strand
from codemods.python.texts import Texts
from codemods.python.values import Values

_PART = "google.genai.types.Part"
_BYTES_METHODS = frozenset({"read_bytes", "getvalue", "tobytes"})
_LATER = "contents that are not a single text are not rewritten yet"
_HELP = (
    'Pass input=[{"type": "text", "text": …}, {"type": "image", "data": <base64>, "mime_type": …}, …] for one turn, '
    'or [{"type": "user_input", "content": […]}, {"type": "model_output", "content": […]}, …] for a history.'
)
BASE64 = Import("base64")


class Contents:
    """Reads the contents of calls in one module."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.texts = texts

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The new input; None (with a hold at the piece that is in the way) when it cannot be told."""
        if self.texts.proven(node):
            return Leaf(node, depth)
        if isinstance(node, cst.List) and node.elements:
            return self._list(node, strand, depth)
        if self.texts.refuted(node):
            strand.hold(node, "GI200", _LATER, _HELP)
            return None
        strand.assume("text", node, "the contents are not proven to be a single text")
        return Leaf(node, depth)

    def _list(self, node: cst.List, strand: Strand, depth: int) -> Node | None:
        """A list of texts and parts is one turn of the user."""
        listing = row_listing(node)
        inner = depth if listing.indent is None else listing.indent
        items = [self._item(element, strand, inner) for element in node.elements]
        found = tuple(item for item in items if item is not None)
        if len(found) != len(items):
            return None
        return Array(found, listing.stacked, listing.comments, listing.orphans, listing.opening)

    def _item(self, element: cst.BaseElement, strand: Strand, depth: int) -> Node | None:
        value = element.value
        if isinstance(element, cst.Element):
            if self.texts.proven(value):
                return _text(Leaf(value, depth))
            part = self._part(value, depth, strand) if isinstance(value, cst.Call) else None
            if part is not None:
                return part
        strand.hold(value, "GI200", "this piece of the contents is not proven to be a text or a part the tool writes", _HELP)
        return None

    # -- parts --------------------------------------------------------------------------------------------------

    def _part(self, call: cst.Call, depth: int, strand: Strand) -> Node | None:
        path = self.values.symbol(call.func) or ""
        given = {arg.keyword.value: arg.value for arg in call.args if arg.keyword is not None and not arg.star}
        if len(given) != len(call.args):
            return None
        if path in (_PART, f"{_PART}.from_text") and set(given) == {"text"} and self.texts.proven(given["text"]):
            return _text(Leaf(given["text"], depth))
        if path == f"{_PART}.from_uri" and set(given) == {"file_uri", "mime_type"}:
            return self._media(Entry("uri", Leaf(given["file_uri"], depth)), given["mime_type"], depth)
        if path == f"{_PART}.from_bytes" and set(given) == {"data", "mime_type"} and self._is_bytes(given["data"]):
            strand.imports.add(BASE64)
            return self._media(Entry("data", Encoded(Leaf(given["data"], depth))), given["mime_type"], depth)
        return None

    def _media(self, source: Entry, mime_type: cst.BaseExpression, depth: int) -> Node | None:
        kind = content_type(self.values.exact_string(mime_type) or "")
        if kind is None:
            return None
        return Object((Entry("type", Word(kind)), source, Entry("mime_type", Leaf(mime_type, depth))))

    def _is_bytes(self, node: cst.BaseExpression) -> bool:
        """Whether an expression surely is raw bytes (a `str` would be base64 already)."""
        if isinstance(node, cst.SimpleString):
            return string_value(node) is None
        if isinstance(node, cst.Name):
            definitions = self.values.definitions(node)
            return bool(definitions) and all(d.kind == "assign" and d.value is not None and self._is_bytes(d.value) for d in definitions)
        if not isinstance(node, cst.Call) or not isinstance(node.func, cst.Attribute):
            return False
        method = node.func.attr.value
        return method in _BYTES_METHODS or (method == "read" and self.texts.binary_file(node.func.value))


def _text(leaf: Leaf) -> Object:
    return Object((Entry("type", Word("text")), Entry("text", leaf)))
