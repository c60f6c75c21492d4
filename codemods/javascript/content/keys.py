"""Keys and values of object literals."""

from __future__ import annotations

from codemods.api.nodes import NO_COMMENTS, Comments, Entry, Leaf, Object, Word
from codemods.javascript.nodes import string_value
from codemods.javascript.syntax import Node as Source


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
