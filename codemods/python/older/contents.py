"""What is asked: texts inside of turns, and data with its type, as google-genai takes them."""

from __future__ import annotations

import libcst as cst

from codemods.python.edits import Change, Edit, Now
from codemods.python.nodes import string_value
from codemods.python.older.receivers import Receivers
from codemods.python.older.settings import Settings
from codemods.python.strand import Strand
from codemods.python.texts import Texts


class Contents:
    """Puts contents into google-genai's words, where they stand or where their name got them."""

    def __init__(self, values: Receivers, texts: Texts, settings: Settings) -> None:
        self.values = values
        self.module = values.module
        self.texts = texts
        self.settings = settings
        self._seen: set[cst.CSTNode] = set()

    def translate(self, node: cst.BaseExpression, strand: Strand) -> None:
        """Contents, a message, a history, or an item of one of them."""
        if isinstance(node, (cst.List, cst.Tuple)):
            for element in node.elements:
                self.translate(element.value, strand)
        elif isinstance(node, cst.Dict):
            self._dictionary(node, strand)
        elif isinstance(node, (cst.Name, cst.Attribute)):
            self._named(node, strand)
        elif isinstance(node, cst.BinaryOperation):
            self.translate(node.left, strand)
            self.translate(node.right, strand)

    def _named(self, node: cst.Name | cst.Attribute, strand: Strand) -> None:
        """A name is followed to its list or dictionary, which changes for every use of it."""
        definition = self.settings.behind(node)
        if definition is None or not isinstance(definition.value, (cst.List, cst.Tuple, cst.Dict)):
            return
        before = len(strand.edits)
        first = definition.value not in self._seen
        self._seen.add(definition.value)
        self.translate(definition.value, strand)
        added = [self._added(use) for use in definition.uses]
        for item in added if first else ():
            if item is not None:
                self.translate(item, strand)
        if len(strand.edits) > before or not first:
            strand.claim(definition, node)
            for use, item in zip(definition.uses, added, strict=True):
                if item is not None:
                    strand.claim(definition, use)

    def _added(self, use: cst.CSTNode) -> cst.BaseExpression | None:
        """What `messages.append(…)` or `messages.extend(…)` adds."""
        attribute = self.module.parent(use)
        call = (
            self.module.parent(attribute) if isinstance(attribute, cst.Attribute) and attribute.attr.value in ("append", "extend") else None
        )
        return call.args[0].value if isinstance(call, cst.Call) and call.func is attribute and len(call.args) == 1 else None

    def _dictionary(self, node: cst.Dict, strand: Strand) -> None:
        keys = {string_value(e.key): e.value for e in node.elements if isinstance(e, cst.DictElement)}
        if "parts" in keys:
            self._parts(keys["parts"], strand)
        elif {"mime_type", "data"} <= set(keys):
            strand.edit(Edit(node, _under(self.values.quote, "inline_data"), "inline data"))

    def _parts(self, node: cst.BaseExpression, strand: Strand) -> None:
        """The parts of a turn: google-genai takes a list of parts, not of texts."""
        if isinstance(node, (cst.List, cst.Tuple)):
            for element in node.elements:
                self._part(element.value, strand)
        elif self.texts.proven(node):
            strand.edit(Edit(node, _text_in_list(self.values.quote), "text in a part"))
        else:
            strand.hold(node, "GI203", "the parts of this turn are not in sight", 'Write them as a list: [{"text": …}].')

    def _part(self, node: cst.BaseExpression, strand: Strand) -> None:
        if self.texts.proven(node):
            strand.edit(Edit(node, _under(self.values.quote, "text"), "text in a part"))
        elif isinstance(node, cst.Dict):
            self._dictionary(node, strand)
        elif not isinstance(node, cst.Call):
            strand.hold(node, "GI203", "what kind of part this is cannot be told", 'Write a text as {"text": …}.')


def _under(quote: str, key: str) -> Change:
    """`x` becomes `{"key": x}`."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        assert isinstance(updated, cst.BaseExpression)
        return cst.Dict([cst.DictElement(cst.SimpleString(f"{quote}{key}{quote}"), updated)])

    return change


def _text_in_list(quote: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        part = _under(quote, "text")(updated, now)
        assert isinstance(part, cst.BaseExpression)
        return cst.List([cst.Element(part)])

    return change
