"""Records: what a keyword call of an SDK class or a dictionary spells out, key by key.

`types.ThinkingConfig(thinking_level="LOW")`, `{"thinkingLevel": "LOW"}` and `dict(thinking_level="LOW")` say the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import libcst as cst

from codemods.api.call import Comments
from codemods.python.layout import call_listing, dict_listing, read
from codemods.python.nodes import string_value
from codemods.python.values import Values
from codemods.settings.records import Listing, Pair, Record, snake

_TYPES = "google.genai.types."
SCHEMA_CLASS = "google.genai.types.Schema"
_NOTHING = read(cst.SimpleWhitespace(""), ())


class Records:
    """Reads the records of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values

    def is_record(self, node: cst.BaseExpression, classes: frozenset[str]) -> bool:
        """Whether an expression spells out an object of one of the classes (short names of `google.genai.types`)."""
        if isinstance(node, cst.Dict):
            return True
        return isinstance(node, cst.Call) and (self.is_class(node.func, classes) or self._is_dict(node.func))

    def is_class(self, node: cst.BaseExpression, classes: frozenset[str]) -> bool:
        path = self.values.symbol(node) or ""
        return path.startswith(_TYPES) and path[len(_TYPES) :].removesuffix("Dict") in classes

    def _is_dict(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.Name) and node.value == "dict" and not self.values.definitions(node)

    def read(
        self, node: cst.BaseExpression, classes: frozenset[str], beside: cst.BaseDictElement | None = None
    ) -> Record[cst.BaseExpression] | None:
        """The record an expression spells out; None when it is not one, or when a key is not in sight or comes twice.

        ``beside`` is an element that is somebody else's to read.

        A class without a call (`types.ToolCodeExecution`) is taken by the old SDK for an object without settings.
        """
        if self.is_class(node, classes):
            return Record((), _NOTHING)
        if not self.is_record(node, classes):
            return None
        return spelled_out(node, beside)

    def keywords(self, node: cst.BaseExpression) -> Record[cst.BaseExpression] | None:
        """What a dictionary or a `Schema(…)` spells out, its keys as they are written; None for anything else."""
        if isinstance(node, cst.Dict):
            return Record(_as_written(node.elements, listing := dict_listing(node)), listing)
        if isinstance(node, cst.Call) and self.values.symbol(node.func) == SCHEMA_CLASS:
            return Record(_as_written(node.args, listing := call_listing(node)), listing)
        return None


def _as_written(elements: Sequence[cst.BaseDictElement | cst.Arg], listing: Listing) -> tuple[Pair[cst.BaseExpression], ...]:
    return tuple(Pair(_key(e), e.value, e, comments) for e, comments in zip(elements, listing.comments, strict=True))


def named_within(node: cst.BaseExpression) -> cst.StarredDictElement | None:
    """The one `**name` in a dictionary; None when there is none, or several."""
    elements = node.elements if isinstance(node, cst.Dict) else ()
    found = [e for e in elements if isinstance(e, cst.StarredDictElement) and isinstance(e.value, (cst.Name, cst.Attribute))]
    return found[0] if len(found) == 1 else None


def spelled_out(node: cst.BaseExpression, beside: cst.BaseDictElement | None = None) -> Record[cst.BaseExpression] | None:
    """The keys of a dictionary or keyword call, those of dictionaries unpacked in it included.

    None when a key is not in sight or comes twice; ``beside`` is an element to leave out.
    """
    if not isinstance(node, (cst.Dict, cst.Call)):
        return None
    listing = dict_listing(node) if isinstance(node, cst.Dict) else call_listing(node)
    elements: Sequence[cst.BaseDictElement | cst.Arg] = node.elements if isinstance(node, cst.Dict) else node.args
    pairs: list[Pair[cst.BaseExpression]] = []
    for element, comments in zip(elements, listing.comments, strict=True):
        inner = spelled_out(element.value) if isinstance(element, cst.StarredDictElement) and _is_dictionary(element.value) else None
        if inner is not None:
            pairs += _unpacked(inner, comments)
        elif element is not beside:
            pairs.append(Pair(snake(_key(element)), element.value, element, comments))
    names = [pair.name for pair in pairs]
    return Record(tuple(pairs), listing) if all(names) and len(set(names)) == len(names) else None


def _unpacked(inner: Record[cst.BaseExpression], comments: Comments) -> list[Pair[cst.BaseExpression]]:
    """The keys of a dictionary that is unpacked in another one, with the comments of its place there."""
    pairs = [replace(pair, indent=inner.listing.indent) for pair in inner.pairs]
    for place, around in ((0, Comments(before=comments.before)), (-1, Comments(after=comments.after))):
        if pairs and around != Comments():
            own = pairs[place].comments
            after = " ".join(text for text in (own.after, around.after) if text)
            pairs[place] = replace(pairs[place], comments=Comments((*around.before, *own.before), after))
    return pairs


def _is_dictionary(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Dict) or (isinstance(node, cst.Call) and isinstance(node.func, cst.Name) and node.func.value == "dict")


def _key(element: cst.BaseDictElement | cst.Arg) -> str:
    """The key or keyword of an element; empty for one without (`**more`, a positional argument)."""
    if isinstance(element, cst.Arg):
        return element.keyword.value if element.keyword is not None and not element.star else ""
    return string_value(element.key) or "" if isinstance(element, cst.DictElement) else ""
