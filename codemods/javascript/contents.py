"""`contents`: texts, parts, turns and lists of them, as the `input` of an interaction."""

from __future__ import annotations

from codemods.api import content
from codemods.api.nodes import NO_COMMENTS, Array, Comments, Entry, Leaf, Node, Object, Word
from codemods.javascript import layout
from codemods.javascript.nodes import arguments, bare, string_value
from codemods.javascript.packages import GENAI
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values

_HELP = "Pass a text, or [{ type: 'user_input', content: [{ type: 'text', text: … }, …] }] as input."
_MEDIA_HELP = "Pass { type: 'image', data: <base64>, mime_type: … } (audio, video, document), or uri in place of data."


class Contents:
    """Reads the contents of calls in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module

    def read(self, node: Source, strand: Strand) -> Node | None:
        """The `input`: a text as it stands, or steps; None (with a hold) when a piece cannot be carried over."""
        value = bare(node)
        if value.kind == "array":
            return self._list(value, strand)
        if value.kind == "object" or self._made_by(value) is not None:
            step = self._turn(value, strand) if self._is_turn(value) else self._user([value], None, strand)
            return Array((step,)) if step is not None else None
        return self._text(node, strand)

    def _text(self, node: Source, strand: Strand) -> Node | None:
        proof = self.values.proof(node)
        if proof == "other":
            strand.hold(node, "GI200", "these contents are not rewritten yet", _HELP)
            return None
        if proof == "unknown":
            strand.assume("text", node, f"`{node.text[:40]}` is not proven to be a text")
        return Leaf(node)

    # -- lists --------------------------------------------------------------------------------------------------

    def _list(self, node: Source, strand: Strand) -> Node | None:
        items = node.named
        if not items or any(item.kind == "spread_element" for item in items):
            strand.hold(node, "GI203", "what these contents hold is not in sight", _HELP)
            return None
        turns = [self._is_turn(bare(item)) for item in items]
        if all(turns):
            return self._turns(node, strand)
        if any(turns):
            strand.hold(node, "GI200", "turns and parts side by side are not rewritten yet", _HELP)
            return None
        if len(items) == 1 and self.values.proof(items[0]) == "text":
            return Leaf(items[0])
        step = self._user(items, node, strand)
        return Array((step,)) if step is not None else None

    def _turns(self, node: Source, strand: Strand) -> Node | None:
        listing = layout.read(node, self.module)
        steps = [self._turn(bare(item.node), strand) for item in listing.items]
        if any(step is None for step in steps):
            return None
        comments = tuple(item.comments for item in listing.items)
        return Array(tuple(step for step in steps if step is not None), listing.is_exploded, comments, listing.orphans)

    # -- turns --------------------------------------------------------------------------------------------------

    def _is_turn(self, node: Source) -> bool:
        made = self._made_by(node)
        if made is not None:
            return made in ("createUserContent", "createModelContent")
        return node.kind == "object" and any(key_of(pair) == "parts" for pair in node.named)

    def _turn(self, node: Source, strand: Strand) -> Node | None:
        """`{ role, parts }`, or `createUserContent(…)`, as a step."""
        made = self._made_by(node)
        if made is not None:
            parts = arguments(node)[0] if arguments(node) else node
            return self._step(content.STEPS["user" if made == "createUserContent" else "model"], parts, strand, None)
        listing = layout.read(node, self.module)
        said = {key_of(item.node): item for item in listing.items}
        role = said.get("role")
        name = "user" if role is None else self.values.exact_string(value_of(role.node))
        if name not in content.STEPS or set(said) - {"role", "parts"} or len(said) != len(listing.items):
            strand.hold(node, "GI200", "this turn is not rewritten yet", _HELP)
            return None
        return self._step(content.STEPS[str(name)], value_of(said["parts"].node), strand, listing, said["parts"].comments)

    def _step(
        self, kind: str, parts: Source, strand: Strand, around: layout.Listing | None, comments: Comments = NO_COMMENTS
    ) -> Node | None:
        listed = bare(parts)
        items = listed.named if listed.kind == "array" else [listed]
        made = self._content(items, listed if listed.kind == "array" else None, strand)
        if made is None:
            return None
        entries = (Entry("type", Word(kind)), Entry("content", made, comments))
        return Object(entries, around is not None and around.is_exploded, around.orphans if around is not None else ())

    def _user(self, items: list[Source], listed: Source | None, strand: Strand) -> Node | None:
        made = self._content(items, listed, strand)
        return Object((Entry("type", Word("user_input")), Entry("content", made))) if made is not None else None

    def _content(self, items: list[Source], listed: Source | None, strand: Strand) -> Array | None:
        found = [self._part(item, strand) for item in items]
        if any(part is None for part in found):
            return None
        parts = tuple(part for part in found if part is not None)
        if listed is None:
            return Array(parts)
        listing = layout.read(listed, self.module)
        return Array(parts, listing.is_exploded, tuple(item.comments for item in listing.items), listing.orphans)

    # -- parts --------------------------------------------------------------------------------------------------

    def _part(self, item: Source, strand: Strand) -> Node | None:
        node = bare(item)
        if node.kind == "object":
            return self._object(node, strand)
        made = self._made_by(node)
        if made is not None:
            return self._made(made, node, strand)
        proof = self.values.proof(item)
        if proof == "other" or node.kind in ("spread_element", "call_expression", "await_expression"):
            strand.hold(item, "GI203", "what this part is is not in sight", _HELP)
            return None
        if proof == "unknown":
            strand.assume("text", item, f"`{item.text[:40]}` is not proven to be a text")
        return text_part(Leaf(item))

    def _object(self, node: Source, strand: Strand) -> Node | None:
        listing = layout.read(node, self.module)
        said = {key_of(item.node): item for item in listing.items}
        if set(said) == {"text"}:
            item = said["text"]
            return Object(
                (Entry("type", Word("text")), Entry("text", leaf(item.node), item.comments)), listing.is_exploded, listing.orphans
            )
        kind = next(iter(said)) if len(said) == 1 else ""
        inner = bare(value_of(said[kind].node)) if kind in _MEDIA else None
        if inner is None or inner.kind != "object":
            strand.hold(node, "GI200", "this part is not rewritten yet", _MEDIA_HELP)
            return None
        return self._media(node, inner, _MEDIA[kind], strand)

    def _media(self, node: Source, inner: Source, keys: dict[str, str], strand: Strand) -> Node | None:
        listing = layout.read(inner, self.module)
        said = {key_of(item.node): item for item in listing.items}
        if not set(said) <= set(keys):
            strand.hold(node, "GI200", "this part is not rewritten yet", _MEDIA_HELP)
            return None
        kind = self._kind(value_of(said["mimeType"].node) if "mimeType" in said else None, node, strand)
        entries = tuple(Entry(keys[name], leaf(item.node), item.comments) for name, item in said.items() if keys[name])
        return Object((Entry("type", Word(kind)), *entries), listing.is_exploded, listing.orphans) if kind is not None else None

    def _kind(self, mime_type: Source | None, node: Source, strand: Strand) -> str | None:
        literal = self.values.exact_string(mime_type)
        kind = content.content_type(literal) if literal is not None else None
        if kind is None:
            strand.hold(mime_type or node, "GI203", "the mime type of this part is not in sight, or no content declares it", _MEDIA_HELP)
        return kind

    def _made_by(self, node: Source) -> str | None:
        """The function of the SDK that makes a part or turn."""
        if node.kind != "call_expression":
            return None
        symbol = self.values.symbol(node.must("function"))
        return symbol[1] if symbol is not None and len(symbol) == 2 and symbol[0] == GENAI and symbol[1] in _MAKERS else None

    def _made(self, name: str, node: Source, strand: Strand) -> Node | None:
        given = arguments(node)
        if len(given) != _MAKERS[name] or any(item.kind == "spread_element" for item in given):
            strand.hold(node, "GI200", f"`{name}` with these arguments is not rewritten yet", _MEDIA_HELP)
            return None
        if name == "createPartFromText":
            return text_part(Leaf(given[0]))
        kind = self._kind(given[1], node, strand)
        if kind is None:
            return None
        source = "uri" if name == "createPartFromUri" else "data"
        return Object((Entry("type", Word(kind)), Entry(source, Leaf(given[0])), Entry("mime_type", Leaf(given[1]))))


#: Functions of @google/genai that make parts and turns, and how many arguments of each are read.
_MAKERS = {"createPartFromText": 1, "createPartFromUri": 2, "createPartFromBase64": 2, "createUserContent": 1, "createModelContent": 1}
#: Objects of parts with media: their keys and what each becomes; a name is for people only.
_MEDIA: dict[str, dict[str, str]] = {
    "inlineData": {"data": "data", "mimeType": "mime_type", "displayName": ""},
    "fileData": {"fileUri": "uri", "mimeType": "mime_type", "displayName": ""},
}


def text_part(text: Leaf, comments: Comments = NO_COMMENTS) -> Object:
    return Object((Entry("type", Word("text")), Entry("text", text, comments)))


def key_of(pair: Source) -> str:
    """The key of an entry of an object, as it is written; empty for a computed one, a spread or a method."""
    if pair.kind == "shorthand_property_identifier":
        return pair.text
    if pair.kind != "pair":
        return ""
    key = pair.must("key")
    return key.text if key.kind == "property_identifier" else string_value(key) or ""


def value_of(pair: Source) -> Source:
    return pair.must("value") if pair.kind == "pair" else pair


def leaf(pair: Source) -> Leaf:
    return Leaf(value_of(pair))


__all__ = ["Contents", "key_of", "text_part", "value_of"]
