"""One part of the contents: `types.Part(…)`, `Part.from_…(…)`, or a dictionary that says the same."""

from __future__ import annotations

import libcst as cst

from codemods.api.call import Entry, Leaf, Node, Object, Word
from codemods.python.contents.fields import Field, Fields, read_fields
from codemods.python.contents.media import Media
from codemods.python.nodes import dotted
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.values import Values

_PART = "google.genai.types.Part"
#: What each constructor takes of what a content can say.
_CONSTRUCTORS = {
    f"{_PART}.from_text": {"text"},
    f"{_PART}.from_bytes": {"data", "mime_type", "media_resolution"},
    f"{_PART}.from_uri": {"file_uri", "mime_type", "media_resolution"},
    _PART: {"text", "inline_data", "file_data", "video_metadata", "media_resolution"},
}
#: Objects inside of a part, with their class and what they hold.
_NESTED = {
    "inline_data": ("google.genai.types.Blob", {"data", "mime_type"}),
    "file_data": ("google.genai.types.FileData", {"file_uri", "mime_type"}),
}
#: A dictionary with these keys is taken for an uploaded file.
_FILE = {"uri", "mime_type"}
#: Keys of a part that are other subjects.
_OTHER = frozenset("function_call function_response executable_code code_execution_result tool_call tool_response".split())
_HELP = 'Write {"type": "text", "text": …} or {"type": "image", "data": <base64> (or "uri": …), "mime_type": …}.'


class Parts:
    """Reads the parts of one module."""

    def __init__(self, values: Values, texts: Texts) -> None:
        self.values = values
        self.texts = texts
        self.media = Media(values, texts)

    def is_part(self, node: cst.BaseExpression) -> bool:
        """Whether an expression spells a part out."""
        if isinstance(node, cst.Call):
            path = self.values.symbol(node.func) or ""
            return path == _PART or path.startswith(f"{_PART}.")
        fields = read_fields(node, 0) if isinstance(node, cst.Dict) else None
        return (
            fields is not None
            and bool(fields.names)
            and fields.names <= _CONSTRUCTORS[_PART] | _OTHER | _FILE | {"thought", "thought_signature"}
        )

    def read(self, node: cst.BaseExpression, strand: Strand, depth: int) -> Node | None:
        """The content for a part; None (with a hold) when it has something that cannot be told."""
        fields = read_fields(node, depth)
        if fields is None:
            strand.hold(node, "GI200", "this part is not written with keywords (or keys) that are in sight", _HELP)
            return None
        if isinstance(node, cst.Call) and self.values.symbol(node.func) not in _CONSTRUCTORS:
            strand.hold(node, "GI200", f"`{dotted(node.func)}` is not rewritten yet", _HELP)
            return None
        if not fields.names <= self._known(node, fields):
            odd = sorted(fields.names - self._known(node, fields)) or ["it"]
            strand.hold(node, "GI200", f"a part with `{odd[0]}` is not rewritten yet", _HELP)
            return None
        flat, exploded = self._flatten(fields, strand)
        if flat is None:
            return None
        entries = self._entries(flat, node, strand)
        if entries is None:
            return None
        return Object(entries, exploded, fields.listing.orphans, fields.listing.opening, fields.step)

    def _known(self, node: cst.BaseExpression, fields: Fields) -> set[str]:
        if isinstance(node, cst.Dict):
            return _FILE if "uri" in fields.names else _CONSTRUCTORS[_PART]
        assert isinstance(node, cst.Call)
        return _CONSTRUCTORS.get(self.values.symbol(node.func) or "", set())

    def _flatten(self, fields: Fields, strand: Strand) -> tuple[list[Field] | None, bool]:
        """The keys of a part and of the object inside of it, in the order of the source; whether they stand on lines of their own."""
        flat: list[Field] = []
        exploded = fields.listing.indent is not None
        for field in fields.fields:
            if field.name not in _NESTED:
                flat.append(field)
                continue
            path, known = _NESTED[field.name]
            inner = read_fields(field.value, field.depth)
            ours = isinstance(field.value, cst.Dict) or self.values.symbol(getattr(field.value, "func", field.value)) == path
            if inner is None or not ours or not inner.names <= known or inner.listing.orphans or inner.listing.opening:
                strand.hold(field.value, "GI200", f"this `{field.name}` has something that is not rewritten yet", _HELP)
                return None, exploded
            exploded = exploded or inner.listing.indent is not None
            flat += _commented(inner.fields, field)
        return flat, exploded

    def _entries(self, flat: list[Field], node: cst.BaseExpression, strand: Strand) -> tuple[Entry, ...] | None:
        texts = [field for field in flat if field.name == "text"]
        if not texts:
            return self.media.read(flat, node, strand)
        if len(flat) > 1:
            strand.hold(node, "GI200", "a part with a text and something else is not rewritten yet", _HELP)
            return None
        field = texts[0]
        if self.texts.refuted(field.value):
            strand.hold(field.value, "GI200", "the text of this part is something else")
            return None
        if not self.texts.proven(field.value):
            strand.assume("text", field.value, "the text of this part is not proven to be one")
        return (Entry("type", Word("text")), Entry("text", Leaf(field.value, field.depth), field.comments))


def _commented(inner: tuple[Field, ...], outer: Field) -> list[Field]:
    """The keys of an inner object; the comments of the object itself go to the first and the last of them."""
    found = list(inner)
    for place, before, after in ((0, outer.comments.before, ""), (-1, (), outer.comments.after)):
        if found and (before or after):
            field = found[place]
            comments = type(field.comments)((*before, *field.comments.before), " ".join(filter(None, (field.comments.after, after))))
            found[place] = Field(field.name, field.value, comments, field.depth)
    return found
