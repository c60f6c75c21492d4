"""The body of a request as an object literal: read by the rules for bodies, written where it stands or got its name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from codemods.api.call import Call
from codemods.api.nodes import Leaf, Node, leaves
from codemods.javascript import layout
from codemods.javascript.displays import Displays
from codemods.javascript.edits import Piece, replaced
from codemods.javascript.http import posts
from codemods.javascript.http.places import same_at
from codemods.javascript.http.posts import Post
from codemods.javascript.module import Module
from codemods.javascript.nodes import bare, casts, is_impure
from codemods.javascript.outdent import outdented
from codemods.javascript.reader import Reader
from codemods.javascript.render import Renderer
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node as Source
from codemods.javascript.values import Values
from codemods.rest import posting
from codemods.rest.body import body
from codemods.rest.body.reading import BodyReader, spelled
from codemods.rest.posting import HELD
from codemods.settings.records import Place, Record

_HELP = "Send { model: …, input: …, store: false }: settings in snake case, generation_config apart, tools with their type."
_UNSEEN = "the body of the request is not an object in sight"
_BREAK = re.compile(r"\s*\n\s*")


class ObjectReader(Reader, BodyReader[Source, Strand]):
    """Reads object literals that are sent as JSON."""

    def read_record(self, node: Source, classes: frozenset[str], beside: Place = None) -> Record[Source] | None:
        record = self._spelled_out(node, spelled)
        if record is None or not all(pair.name for pair in record.pairs):
            return None
        names = [pair.name for pair in record.pairs]
        return record if len(set(names)) == len(names) else None

    def is_row(self, node: Source) -> bool:
        return bare(node).kind == "array"

    def rows(self, node: Source) -> Sequence[Source]:
        items = self.items(node)
        return [node] if items is None else items

    def leaf(self, node: Source) -> Leaf:
        return Leaf(node)

    def has_lines(self, node: Source) -> bool:
        value = bare(node)
        return value.kind in ("object", "array") and layout.read(value, self.module).is_exploded

    def check_text(self, node: Source, strand: Strand) -> None:
        if not self.is_text(node):
            self.assume(strand, "text", node, "the text of this part is not proven to be one")


class LikeRenderer(Renderer):
    """Writes an object like the one that it takes the place of: its indentation, and where it is written as JSON is, its quotes."""

    def __init__(self, display: Source, module: Module) -> None:
        super().__init__(module)
        keys = [pair.must("key") if pair.kind == "pair" else pair for pair in display.named]
        self._quote = keys[0].text[0] if keys and all(key.kind == "string" for key in keys) else ""
        self._is_tight = "\n" not in display.text and not display.text.startswith("{ ")
        around, listing = module.indent(display.start), layout.read(display, module)
        if listing.is_exploded and listing.indent.startswith(around) and listing.indent != around:
            self.step = listing.indent[len(around) :]

    def string(self, text: str) -> str:
        written = super().string(text)
        if not self._quote or self._quote in text or "\\" in written:
            return written
        return f"{self._quote}{written[1:-1]}{self._quote}"

    @property
    def padding(self) -> str:
        return "" if self._quote and self._is_tight else super().padding

    def node(self, node: Node, indent: str) -> list[Piece]:
        model = node.source if isinstance(node, Leaf) else None
        return [self.string(model[1:-1])] if isinstance(model, str) else super().node(node, indent)

    def key(self, name: str) -> str:
        return self.string(name) if self._quote else name


@dataclass(frozen=True, eq=False)
class Sent:
    """A new body: the call that it makes, and how that is written."""

    call: Call
    written: Node


class Bodies:
    """Rewrites the bodies of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module: Module = values.module
        self.plain = Renderer(values.module)
        self.reader = self._reader()

    def _reader(self) -> ObjectReader:
        return ObjectReader(self.values, Displays(self.values, self.plain))

    def rewrite(self, post: Post, model: Leaf, strand: Strand) -> Sent | None:
        """What is sent, with the edit of it; None with a hold."""
        display = self._given(post, strand)
        if display is None:
            return None
        if isinstance(model.source, Source) and not same_at(model.source, display, self.values):
            strand.hold(display, HELD, "the model, which belongs into the body now, is not known yet where the body is written", _HELP)
            return None
        call = self._read(display, model, strand, self.reader)
        if call is None:
            return None
        written = posting.written(call, self.reader.read_record(display, frozenset()))
        if not self._in_order(written):
            strand.hold(display, HELD, "what is called in the body would be called in another order", _HELP)
        indent = self.module.indent(display.start)
        pieces = LikeRenderer(display, self.module).node(written, indent)
        kept = "".join(piece if isinstance(piece, str) else self.module.source[piece.start : piece.end] for piece in pieces)
        lost = next((node for node in display.walk() if node.kind == "comment" and node.text.strip("/* ") not in kept), None)
        if lost is not None:
            strand.hold(lost, HELD, "this comment has no place in the new body", _HELP)
        strand.edit(replaced(display, *pieces), *outdented(pieces, indent, self.module))
        strand.stateless += call.store is False and call.config.setting("store") is None
        return Sent(call, written)

    def said(self, nodes: Iterable[Source], model: Leaf, *, stream: bool) -> str:
        """The new body on one line, for people to write it by hand: of the first object with contents; empty where none can be read."""
        for display in (inner for node in nodes for inner in node.walk() if inner.kind == "object"):
            record = self.reader.read_record(display, frozenset())
            if record is None or record.get("contents") is None:
                continue
            strand, reader = Strand(), self._reader()
            call = self._read(display, model, strand, reader, stream=stream)
            if call is None or strand.holds:
                return ""
            pieces = LikeRenderer(display, self.module).node(posting.written(call, None), "")
            return _BREAK.sub(
                " ", "".join(piece if isinstance(piece, str) else self.module.source[piece.start : piece.end] for piece in pieces)
            )
        return ""

    def _read(self, display: Source, model: Leaf, strand: Strand, reader: ObjectReader, *, stream: bool = False) -> Call | None:
        stored = None if self.values.options.store == "server" else False
        return body.Body(reader, strand).read(display, body.Asked(model, stream, stored))

    # -- where it is --------------------------------------------------------------------------------------------

    def _given(self, post: Post, strand: Strand) -> Source | None:
        """The object literal whose JSON is sent; None with a hold."""
        if post.body is None:
            strand.hold(post.call, HELD, "the body of the request is not in sight", _HELP)
            return None
        node = self._behind(post.body, strand)
        if post.by == "fetch":
            found = posts.stringified(node, self.values)
            node = self._behind(found, strand) if found is not None else node
            if found is None:
                strand.hold(node, HELD, _UNSEEN, _HELP)
                return None
        if node.kind != "object":
            self._say_why(node, strand)
            return None
        if (said := next((cast for cast in casts(node) if cast.text not in ("any", "const")), None)) is not None:
            strand.hold(said, HELD, f"the type `{said.text}` says what the body is, and would have to change", _HELP)
            return None
        return node

    def _behind(self, node: Source, strand: Strand) -> Source:
        found, names = posts.behind(node, self.values)
        for slot, use in names:
            strand.claim(slot, use)
        return found

    def _say_why(self, node: Source, strand: Strand) -> None:
        """Say why a body under a name is left: others have it as well."""
        binding = self.module.scopes.binding(node)
        other = next((read for read in binding.reads if read is not node), None) if binding is not None else None
        if other is not None and binding is not None and binding.only_write is not None:
            strand.hold(other, HELD, "the body of the request is used here as well", _HELP)
        else:
            strand.hold(node, HELD, _UNSEEN, _HELP)

    def _in_order(self, written: Node) -> bool:
        """Whether everything that does something is still evaluated in the order in which it is written."""
        sources = [leaf.source for leaf in leaves(written) if isinstance(leaf.source, Source)]
        order = [source.start for source in sources if is_impure(source)]
        return order == sorted(order)
