"""The arguments of a new call, written over those of an old one: what need not change stays where it stands."""

from __future__ import annotations

from dataclasses import replace

from codemods.api import call as api
from codemods.api.nodes import NO_COMMENTS, Entry, Leaf, Object
from codemods.javascript import layout
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.edits import Edit, Piece, behind, inserted, replaced
from codemods.javascript.outdent import outdented
from codemods.javascript.render import Renderer
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node


class Requests:
    """Writes requests in one module."""

    def __init__(self, renderer: Renderer) -> None:
        self.renderer = renderer
        self.module = renderer.module

    def rewrite(self, options: Node, call: api.Call, strand: Strand, contents: str = "contents") -> None:
        """Turn `{ model, contents, config }` into the params of `interactions.create`.

        What has no entry of its own there (the model of a message) comes first. ``contents`` is the key that says what is asked.
        """
        call, apart = _parted(call)
        listing = layout.read(options, self.module)
        items = {"contents" if key_of(item.node) == contents else key_of(item.node): item for item in listing.items}
        exploded = listing.is_exploded
        dropped: list[layout.Item] = []
        first: list[Entry] = []
        for name, entries in api.request(call):
            if name and name not in items:
                first += entries
            elif name:
                self._pair(items.get(name), entries, listing, strand, dropped)
            else:
                kept = [item for item in listing.items if item not in dropped]
                self.append(options, listing, kept, entries, strand, exploded=exploded)
        for item in dropped:
            self._drop(item, listing, strand)
        self._prepend(options, listing, first, strand)
        if apart:
            own = Object(apart, any(entry.comments != NO_COMMENTS for entry in apart))
            strand.edit(inserted(options.end, ", ", *self.renderer.node(own, self.module.indent(options.start))))

    def _prepend(self, options: Node, listing: layout.Listing, entries: list[Entry], strand: Strand) -> None:
        """Entries before the first one of an object, and before the comments on it."""
        if not entries:
            return
        gap = self.module.newline + listing.indent if listing.is_exploded else " "
        pieces = self.renderer.entries(entries, listing.indent, exploded=listing.is_exploded)
        strand.edit(inserted(options.children[1].start, *pieces, ",", gap))

    def _pair(
        self, item: layout.Item | None, entries: tuple[Entry, ...], listing: layout.Listing, strand: Strand, dropped: list[layout.Item]
    ) -> None:
        if item is None:
            return
        if not entries:
            dropped.append(item)
            return
        pair = item.node
        first = entries[0]
        if len(entries) == 1 and isinstance(first.value, Leaf) and first.value.source is value_of(pair) and pair.kind == "pair":
            key = pair.must("key")
            if key.text != first.key:
                strand.edit(replaced(key, first.key))
            return
        if pair.kind != "pair" and first.key == pair.text and len(entries) == 1:
            return
        pieces = self.renderer.entries(entries, listing.indent, exploded=listing.is_exploded)
        strand.edit(replaced(pair, *pieces), *outdented(pieces, listing.indent, self.module))

    def append(
        self, options: Node, listing: layout.Listing, kept: list[layout.Item], entries: tuple[Entry, ...], strand: Strand, *, exploded: bool
    ) -> None:
        """Entries behind the last one of an object."""
        if not entries:
            return
        pieces = self.renderer.entries(entries, listing.indent, exploded=exploded)
        strand.edit(*self._behind(listing, kept, pieces, exploded=exploded))

    def add(self, listing: layout.Listing, pieces: list[Piece], strand: Strand) -> None:
        """One entry, written out, behind the last one of an object that has some."""
        strand.edit(*self._behind(listing, list(listing.items), pieces, exploded=listing.is_exploded))

    def _behind(self, listing: layout.Listing, kept: list[layout.Item], pieces: list[Piece], *, exploded: bool) -> list[Edit]:
        last = kept[-1]
        if not exploded:
            return [behind(last.node.end, ", ", *pieces)]
        start = self.module.newline + listing.indent
        final = last.comma or last.node
        at = self._end_of_line(final)
        if last.comma is not None:
            return [behind(at, start, *pieces, "," if listing.items[-1].comma is not None else "")]
        if at == last.node.end:
            return [behind(at, ",", start, *pieces)]
        return [behind(last.node.end, ","), behind(at, start, *pieces)]

    def _end_of_line(self, node: Node) -> int:
        """The end of a node, or of the comment behind it on its line."""
        siblings = node.parent.children if node.parent is not None else []
        following = siblings[siblings.index(node) + 1 :] if node in siblings else []
        at = node.end
        for sibling in following:
            if sibling.kind != "comment" or "\n" in self.module.source[at : sibling.start]:
                break
            at = sibling.end
        return at

    def drop(self, options: Node, key: str, strand: Strand) -> None:
        """Remove what an object has under a key."""
        listing = layout.read(options, self.module)
        for item in listing.items:
            if key_of(item.node) == key:
                self._drop(item, listing, strand)

    def _drop(self, item: layout.Item, listing: layout.Listing, strand: Strand) -> None:
        """Remove an entry with its comma, and its line when it has one of its own."""
        items = list(listing.items)
        place = items.index(item)
        if item.comments.before or item.comments.after:
            strand.hold(item.node, "GI200", "an entry that goes has comments; this is not rewritten yet")
        elif place > 0 and listing.is_exploded:
            previous = items[place - 1]
            strand.edit(Edit(self._end_of_line(previous.comma or previous.node), (item.comma or item.node).end, ()))
        elif place > 0:
            strand.edit(Edit(items[place - 1].node.end, item.node.end, ()))
        elif len(items) > 1:
            strand.edit(Edit(item.node.start, items[1].node.start, ()))
        else:
            strand.edit(Edit(item.node.start, (item.comma or item.node).end, ()))


def _parted(call: api.Call) -> tuple[api.Call, tuple[Entry, ...]]:
    """The call without the options that are an argument of their own, and those."""
    config = call.config
    kept = tuple(setting for setting in config.settings if setting.key.place != "call")
    if len(kept) == len(config.settings):
        return call, ()
    apart = api.settings(replace(config, settings=tuple(setting for setting in config.settings if setting.key.place == "call")))
    return replace(call, config=replace(config, settings=kept)), apart
