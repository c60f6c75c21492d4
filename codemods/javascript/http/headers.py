"""The key of a request: in its address before, in the header `x-goog-api-key` now."""

from __future__ import annotations

from codemods.javascript import layout
from codemods.javascript.content.keys import key_of, value_of
from codemods.javascript.edits import Piece, inserted, replaced
from codemods.javascript.http.places import same_at
from codemods.javascript.http.posts import Post, behind
from codemods.javascript.nodes import bare, string_value
from codemods.javascript.render import Renderer
from codemods.javascript.request import Requests
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values
from codemods.rest.posting import HELD
from codemods.rest.posting import KEY_HEADER as HEADER

_HELP = f"Send the key in the header {HEADER}, and no `key` in the address."


class Headers:
    """Moves the keys of one module."""

    def __init__(self, values: Values, renderer: Renderer) -> None:
        self.values = values
        self.module = values.module
        self.renderer = renderer

    def rewrite(self, post: Post, key: Node | str | None, strand: Strand) -> None:
        """Move the key of an address to where it belongs; a text is one that is written out in it."""
        given = post.entries.get("headers")
        self._check_length(given, strand)
        if key is None:
            return
        place = post.options or post.call
        if isinstance(key, Node) and not same_at(key, place, self.values):
            strand.hold(place, HELD, "the key is not in sight where the headers are written", _HELP)
        elif given is not None:
            self._into(value_of(given), key, strand)
        elif post.options is not None and post.options.named:
            self._among_options(post.options, key, strand)
        else:
            made: list[Piece] = ["{ headers: { ", *self._entry(key), " } }"]
            if post.options is not None:
                strand.edit(replaced(post.options, *made))
            else:
                strand.edit(inserted((post.body or post.url).end, ", ", *made))

    def _check_length(self, given: Node | None, strand: Strand) -> None:
        display = self.values.literal(value_of(given)) if given is not None else None
        pairs = display.named if display is not None and display.kind == "object" else ()
        said = next((pair for pair in pairs if key_of(pair).lower() == "content-length"), None)
        if said is not None:
            strand.hold(said, HELD, "the headers say how long the body is", "Leave Content-Length to the library.")

    def _entry(self, key: Node | str) -> list[Piece]:
        name = f"{self.renderer.string(HEADER)}: "
        if isinstance(key, str):
            return [name, self.renderer.string(key)]
        if self.module.is_typed and self.values.proof(key) != "text":
            return [name, "`${", key, "}`"]  # what may be undefined is a text in an address, and no header to a type checker
        return [name, key]

    def _into(self, node: Node, key: Node | str, strand: Strand) -> None:
        """Add the key to the headers where they are written out, or beside a name that holds them."""
        display = self.values.literal(node)
        if display is None or display.kind != "object" or not _is_in_sight(display) or self.values.is_changed_list(node):
            strand.hold(node, HELD, "the headers, which the key belongs to now, are not in sight", _HELP)
            return
        known = next((pair for pair in display.named if key_of(pair).lower() == HEADER), None)
        if known is not None:
            if not self._is_same(value_of(known), key):
                strand.hold(known, HELD, "the key is given twice", _HELP)
        elif bare(node) is not display and not self._is_own(node, display, key, strand):
            self._beside(node, key, strand)
        elif not display.named:
            strand.edit(replaced(display, "{ ", *self._entry(key), " }"))
        else:
            Requests(self.renderer).add(layout.read(display, self.module), self._entry(key), strand)

    def _is_own(self, node: Node, display: Node, key: Node | str, strand: Strand) -> bool:
        """Whether headers under a name are those of this request alone, and the key is known where they are written."""
        found, names = behind(node, self.values)
        if found is not display or (isinstance(key, Node) and not same_at(key, display, self.values)):
            return False
        for slot, use in names:
            strand.claim(slot, use)
        return True

    def _beside(self, node: Node, key: Node | str, strand: Strand) -> None:
        slot = self.values.of(bare(node))
        annotation = self.values.annotation(slot) if slot is not None else None
        if annotation is not None and not annotation.text.startswith("Record<"):
            strand.hold(node, HELD, "headers of this type cannot be put together with others", _HELP)
        else:
            name = "headers: " if node.kind == "shorthand_property_identifier" else ""
            strand.edit(replaced(node, f"{name}{{ ...", node, ", ", *self._entry(key), " }"))

    def _among_options(self, options: Node, key: Node | str, strand: Strand) -> None:
        """Headers in front of the body, or behind the last option."""
        listing = layout.read(options, self.module)
        made: list[Piece] = ["headers: { ", *self._entry(key), " }"]
        body = next((item for item in listing.items if key_of(item.node) == "body"), None)
        if body is None:
            Requests(self.renderer).add(listing, made, strand)
            return
        gap = self.module.newline + listing.indent if listing.is_exploded else " "
        strand.edit(inserted(body.node.start, *made, ",", gap))

    def _is_same(self, given: Node, key: Node | str) -> bool:
        return string_value(bare(given)) == key if isinstance(key, str) else bare(given).text == key.text


def _is_in_sight(display: Node) -> bool:
    """Whether all names of the headers are known."""
    return all(key_of(pair) for pair in display.named)
