"""What every kind of setting needs: records, words, and displays that stand under a name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import libcst as cst

from codemods.api.nodes import NO_COMMENTS, Array, Comments, Entry, Node, Object
from codemods.python.displays import Convert, Displays, Placed
from codemods.python.layout import row_listing
from codemods.python.records import Pair, Record, Records, called
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.values import Values
from codemods.python.words import Words

#: What an element of a list whose lines are indented by so much becomes; None (with a hold) when it cannot be told.
Items: TypeAlias = "Callable[[cst.BaseExpression, int], Sequence[Node] | None]"


class Reader:
    """Reads the values of settings in one module; holds the strand where something is not in sight."""

    def __init__(self, values: Values, texts: Texts, displays: Displays) -> None:
        self.values = values
        self.texts = texts
        self.displays = displays
        self.records = Records(values)
        self.words = Words(values)

    def record(self, node: cst.BaseExpression, classes: frozenset[str], strand: Strand, what: str) -> Record | None:
        """The record an expression spells out; holds the strand when it does not."""
        record = self.records.read(node, classes)
        if record is None:
            strand.hold(node, "GI203", f"{what}{called(node)} is not in sight")
        return record

    def placed(
        self,
        node: cst.BaseExpression,
        accepts: Callable[[cst.BaseExpression], bool],
        convert: Convert,
        strand: Strand,
        depth: int,
        what: str,
    ) -> Placed | None:
        """Convert a tool, a setting or a list of them, where it stands or where its name got it."""
        return self.displays.place(node, accepts, convert, strand, depth, code="GI107", what=what)

    def row(self, node: cst.List | cst.Tuple, items: Items, strand: Strand, depth: int, rest: Items | None = None) -> Array | None:
        """A list display, each element of which gives some nodes; None (with a hold) when one of them gives nothing.

        ``rest`` reads what a star adds to the list.
        """
        listing = row_listing(node)
        inner = depth if listing.indent is None else listing.indent
        found: list[Node] = []
        comments: list[Comments] = []
        whole = True
        for element, own in zip(node.elements, listing.comments, strict=True):
            read = items if isinstance(element, cst.Element) else rest or (lambda value, _: self._unseen(value, strand))
            several = read(element.value, inner)
            whole = whole and several is not None
            found += several or ()
            comments += [own, *([NO_COMMENTS] * (len(several) - 1))] if several else []
        if not whole:
            return None
        return Array(tuple(found), listing.stacked, tuple(comments), listing.orphans, listing.opening)

    @staticmethod
    def _unseen(node: cst.BaseExpression, strand: Strand) -> None:
        strand.hold(node, "GI203", "what this adds to the list is not in sight")

    @staticmethod
    def is_list(node: cst.BaseExpression) -> bool:
        return isinstance(node, cst.List)

    @staticmethod
    def object(record: Record, entries: Sequence[Entry]) -> Object:
        """An object laid out as the record it comes from, with the comments of keys that are not needed any more at its end."""
        gone = [pair.comments for pair in record.pairs if not any(entry.comments is pair.comments for entry in entries)]
        left = [text for comments in gone for text in (*comments.before, comments.after) if text]
        return Object(tuple(entries), record.exploded, (*left, *record.listing.orphans), record.listing.opening)

    @staticmethod
    def unknown(pair: Pair, owner: str, strand: Strand, help: str = "") -> None:
        """Hold for a key that Interactions has no word for, at its line."""
        strand.hold(pair.node, "GI214", f"`{pair.name}` of {owner} has no counterpart in Interactions", help)
