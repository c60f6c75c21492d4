"""The body of a request as a dictionary of Python: read by the rules for bodies, written where it stands or got its name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Call
from codemods.api.nodes import Leaf, Node, leaves
from codemods.options import Options
from codemods.python.displays import depth_of, display_edit, node_of, style_of
from codemods.python.flow import Definition
from codemods.python.http import posts
from codemods.python.http.places import Places
from codemods.python.http.posts import Post
from codemods.python.layout import dict_listing, row_listing
from codemods.python.render import expression
from codemods.python.request import is_impure
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand
from codemods.rest import posting
from codemods.rest.body import body
from codemods.rest.body.reading import BodyReader

_HELP = 'Send {"model": …, "input": …, "store": False}: settings in snake case, generation_config apart, tools with their type.'
_UNSEEN = "the body of the request is not a dictionary in sight"

_BREAK = re.compile(r"\s*\n\s*")


class DictReader(Reader, BodyReader[cst.BaseExpression, Strand]):
    """Reads dictionaries that are sent as JSON."""

    def is_row(self, node: cst.BaseExpression) -> bool:
        return isinstance(node, (cst.List, cst.Tuple))

    def rows(self, node: cst.BaseExpression) -> Sequence[cst.BaseExpression]:
        items = self.items(node)
        return [node] if items is None else items

    def leaf(self, node: cst.BaseExpression) -> Leaf:
        return Leaf(node, depth_of(node, self.values.module))

    def has_lines(self, node: cst.BaseExpression) -> bool:
        if isinstance(node, cst.Dict):
            return dict_listing(node).indent is not None
        return isinstance(node, (cst.List, cst.Tuple)) and row_listing(node).indent is not None

    def check_text(self, node: cst.BaseExpression, strand: Strand) -> None:
        if not self.is_text(node):
            self.assume(strand, "text", node, "the text of this part is not proven to be one")


@dataclass(frozen=True, eq=False)
class Sent:
    """A new body: the call that it makes, and how that is written."""

    call: Call
    written: Node


class Bodies:
    """Rewrites the bodies of one module."""

    def __init__(self, reader: DictReader, options: Options) -> None:
        self.reader = reader
        self.values = reader.values
        self.options = options
        self.places = Places(reader.values)

    def rewrite(self, post: Post, model: Leaf, strand: Strand) -> Sent | None:
        """What is sent, with the edit of it; None with a hold."""
        node = self._given(post, strand)
        if node is None:
            return None
        if not self._is_own(node, strand):
            return None
        found: list[Call] = []

        def convert(value: cst.BaseExpression, depth: int) -> Node | None:
            if not isinstance(value, cst.Dict):
                strand.hold(value, "GI608", _UNSEEN, _HELP)
                return None
            if isinstance(model.source, cst.BaseExpression) and not self.places.same_at(model.source, value):
                strand.hold(value, "GI608", "the model, which belongs into the body now, is not known yet where the body is written", _HELP)
                return None
            call = body.Body(self.reader, strand).read(value, body.Asked(model, False, self._stored()), depth)
            if call is None:
                return None
            written = posting.written(call, self.reader.read_record(value, frozenset()))
            if not self._in_order(written):
                strand.hold(value, "GI608", "what is called in the body would be called in another order", _HELP)
            found.append(call)
            return written

        depth = depth_of(node, self.values.module)
        placed = self.reader.displays.place(node, _is_dictionary, convert, strand, depth, code="GI107", what="the body of the request")
        if placed is None:
            return None
        if placed.use is placed.written:
            strand.edit(display_edit(node, placed.written, self.values))
        strand.stateless += found[0].store is False and found[0].config.setting("store") is None
        return Sent(found[0], placed.written)

    def said(self, sent: Sent, node: cst.BaseExpression) -> str:
        """The new body on one line, for people to write it by hand."""
        made = expression(sent.written, style_of(self.values, lambda same: same, node), 0)
        return _BREAK.sub(" ", self.values.module.code(made))

    def _stored(self) -> bool | None:
        return None if self.options.store == "server" else False

    def _given(self, post: Post, strand: Strand) -> cst.BaseExpression | None:
        """The expression whose JSON is sent; None with a hold."""
        given = [name for name in ("json", "data", "content") if name in post.arguments]
        node = post.value(given[0]) if len(given) == 1 else None
        if node is None:
            strand.hold(post.call, "GI608", "the body of the request is not in sight", _HELP)
            return None
        if given == ["json"]:
            return node
        definition = self._bound(node)
        if definition is not None and definition.value is not None and isinstance(node, cst.Name):
            if not self._is_own(node, strand):
                return None
            strand.claim(definition, node)
            node = definition.value
        node = posts.decoded(node)
        if not isinstance(node, cst.Call) or not posts.is_json_dump(node, self.values):
            strand.hold(node, "GI608", _UNSEEN, _HELP)
            return None
        return node.args[0].value

    def _is_own(self, node: cst.BaseExpression, strand: Strand) -> bool:
        """Whether a body that has a name is that of one request alone: another may ask another model."""
        definition = self.reader.displays.bound(node, _is_dictionary) or self._bound(node)
        other = next((use for use in definition.uses if use is not node), None) if definition is not None else None
        if other is not None:
            strand.hold(other, "GI608", "the body of the request is used here as well", _HELP)
        return other is None

    def _bound(self, node: cst.BaseExpression) -> Definition | None:
        """The one definition of a name that holds JSON."""
        return self.reader.displays.bound(node, lambda value: posts.is_json_dump(posts.decoded(value), self.values))

    def _in_order(self, written: Node) -> bool:
        """Whether everything that does something is still evaluated in the order in which it is written."""
        order = [self.values.module.span(node) for leaf in leaves(written) if is_impure(node := node_of(leaf))]
        return order == sorted(order)


def _is_dictionary(node: cst.BaseExpression) -> bool:
    return isinstance(node, cst.Dict)
