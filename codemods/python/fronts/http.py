"""The front for requests without an SDK: posts to a generateContent address, made with requests or httpx."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import libcst as cst

from codemods.api.nodes import Leaf
from codemods.api.outputs import UNSEEN, outputs
from codemods.options import Options
from codemods.python import modelids
from codemods.python.displays import Displays
from codemods.python.edits import Edit, in_its_place
from codemods.python.flow import Definition
from codemods.python.http import addresses, posts
from codemods.python.http.addresses import Written
from codemods.python.http.answers import HELP, RESPONSE_OF_HTTP, Answers
from codemods.python.http.body import Bodies, DictReader
from codemods.python.http.headers import Headers
from codemods.python.http.opened import openings
from codemods.python.http.posts import Post
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tooltypes import tool_types
from codemods.python.trail import Trail
from codemods.python.values import Values
from codemods.rest import address, posting
from codemods.rest.address import Address
from codemods.rest.posting import CODE


@dataclass(frozen=True, eq=False)
class Found:
    """An address: the expression that names the old request, and all that it says; None where that cannot be read."""

    node: cst.BaseExpression
    written: Written | None


class HttpFront:
    """Reads one module; `trails` are its requests whose address and call are both in sight."""

    def __init__(self, values: Values, options: Options) -> None:
        self.values = values
        self.module = values.module
        self.options = options
        self.displays = Displays(values)
        self.bodies = Bodies(DictReader(values, Texts(values), self.displays), options)
        self.headers = Headers(values, self.displays)
        self.answers = Answers(values)
        self.posts = [post for call in self.module.every(cst.Call) if (post := posts.read(call, values)) is not None]
        self.said: dict[Strand, str] = {}

    def trails(self) -> list[Trail]:
        """One trail for each request."""
        return [trail for post in self.posts if (trail := self._followed(post)) is not None]

    def _followed(self, post: Post) -> Trail | None:
        """Everything one request needs; None for one that is not to such an address."""
        strand = Strand()
        found = self._address(post.value("url"), strand)
        if found is None:
            return None
        inside = post.call in self.module.ancestors(found.node)
        place = found.node if inside else post.call
        strand.site(place, CODE, posting.MESSAGE)
        if not inside:
            strand.site(found.node, "GI107", posting.ADDRESS)
        strand.ties.add(post.call)
        trail = Trail(strand, Parsed("unseen"), {}, {}, outputs=UNSEEN)
        self._rewrite(post, found, trail)
        posting.settle(strand, place, self.said.get(strand, ""), HELP, lambda node: self.module.span(node).line)
        return trail

    # -- where the address is -----------------------------------------------------------------------------------

    def _address(self, given: cst.BaseExpression | None, strand: Strand) -> Found | None:
        """The address of a request, here or where its name got it; None for another one."""
        if given is None:
            return None
        definition = self._bound(given)
        value = definition.value if definition is not None else given
        if definition is not None:
            self._claim(definition, given, strand)
        if value is None:
            return None
        name = addresses.beginning(value)
        is_whole = addresses.is_request(value)
        constant = self.displays.bound(name, addresses.is_models if is_whole else addresses.is_request) if name is not None else None
        if name is None or constant is None or constant.value is None:
            return Found(value, addresses.read(value, self.module)) if is_whole else None
        self._claim(constant, name, strand)
        if is_whole:
            strand.site(value, "GI107", posting.ADDRESS)
        strand.edit(Edit(value, in_its_place(name), "address without its query", keeps=(name,)))
        base, more = addresses.read(constant.value, self.module), addresses.read(value, self.module)
        return Found(constant.value, addresses.extended(base, more) if base is not None and more is not None else None)

    def _bound(self, node: cst.BaseExpression) -> Definition | None:
        """The one definition of a name that holds an address, or a part of one."""
        return self.displays.bound(node, lambda value: addresses.is_request(value) or self._begins_with_request(value))

    def _begins_with_request(self, node: cst.BaseExpression) -> bool:
        name = addresses.beginning(node)
        return name is not None and self.displays.bound(name, addresses.is_request) is not None

    def _claim(self, definition: Definition, use: cst.BaseExpression, strand: Strand) -> None:
        """Take care of an address under a name: everything that uses it has to be such a request."""
        strand.claim(definition, use)
        other = next((use for use in definition.uses if use not in self._addresses), None)
        if other is not None:
            strand.hold(other, "GI608", f"`{self.module.code(use)}` is used for something else as well")

    @cached_property
    def _addresses(self) -> set[cst.CSTNode]:
        """Where the requests of the module have their addresses, or the beginnings of those, from."""
        found: set[cst.CSTNode] = set()
        for given in (post.value("url") for post in self.posts):
            definition = self._bound(given) if given is not None else None
            value = definition.value if definition is not None else given
            found |= {node for node in (given, addresses.beginning(value) if value is not None else None) if node is not None}
        return found

    # -- the request --------------------------------------------------------------------------------------------

    def _rewrite(self, post: Post, found: Found, trail: Trail) -> None:
        strand, node, written = trail.strand, found.node, found.written
        try:
            old = address.read(written.text, written.end) if written is not None else None
        except address.Unknown as problem:
            strand.hold(node, "GI608", problem.message)
            return
        new = written.rewritten(old) if written is not None and old is not None else None
        if written is None or old is None or new is None:
            strand.hold(node, "GI608", "the address is not written out")
            return
        self._check(post, old, written, node, strand)
        model = self._model(old, written, node, strand)
        if model is None or strand.holds:
            return
        key = self._key(old, written, node, strand)
        self.headers.rewrite(post, key, strand)
        sent = self.bodies.rewrite(post, model, strand)
        if sent is None:
            return
        call = sent.call
        self.said[strand] = self.bodies.said(sent, node)
        trail.outputs = outputs(call.config, self._ids(model), lambda leaf: tool_types(leaf.source, self.values))  # type: ignore[arg-type]
        setting = call.config.setting("response_mime_type")
        posting.check_enum(setting.value if setting is not None else None, strand, node, HELP)
        strand.edit(Edit(node, lambda updated, now: new, "address of interactions", keeps=tuple(written.holes.values())))
        self._answer(post, trail)

    def _check(self, post: Post, old: Address, written: Written, node: cst.BaseExpression, strand: Strand) -> None:
        if post.problem:
            strand.hold(post.call, "GI608", post.problem)
        host = written.behind(old.host) if old.host else None
        posting.check(old, self.options, node, strand, self.values.exact_string(host) if host is not None else None)

    # -- what the address says ----------------------------------------------------------------------------------

    def _model(self, old: Address, written: Written, node: cst.BaseExpression, strand: Strand) -> Leaf | None:
        """The model of an address; None with a hold."""
        identifier = old.model_id
        if identifier is not None:
            return self._literal(identifier, node, strand)
        pieces = [piece for piece in old.model.pieces if piece != ("", "")]
        name = written.behind(pieces[0][1]) if len(pieces) == 1 and not pieces[0][0] else None
        if name is None:
            strand.hold(node, "GI608", "the model in the address is put together from pieces")
            return None
        modelids.check(name, self.values, strand)
        return Leaf(name)

    def _literal(self, identifier: str, node: cst.BaseExpression, strand: Strand) -> Leaf:
        new = posting.model(identifier, self.options.models, node, strand)
        quote = self.values.quote
        return Leaf(cst.SimpleString(f"{quote}{new}{quote}"))

    def _ids(self, model: Leaf) -> list[str]:
        assert isinstance(model.source, cst.BaseExpression)
        if isinstance(model.source, cst.SimpleString):
            return [str(model.source.evaluated_value)]
        return [str(literal.evaluated_value) for literal in self.values.string_literals(model.source)]

    def _key(self, old: Address, written: Written, node: cst.BaseExpression, strand: Strand) -> cst.BaseExpression | None:
        """The key in an address; None (with a hold when it cannot be moved) where there is none."""
        if not old.key:
            return None
        found = written.behind(old.key)
        if found is None and posting.is_key(old.key):
            found = cst.SimpleString(f"{self.values.quote}{old.key}{self.values.quote}")
        if found is None:
            strand.hold(node, "GI608", "the key in the address is put together from pieces")
        return found

    # -- the answer ---------------------------------------------------------------------------------------------

    def _answer(self, post: Post, trail: Trail) -> None:
        """Follow what the call gives."""
        if post.is_made:
            for call in openings(post.call, self.values, trail.strand):
                trail.strand.ties.add(call)
                self.answers.follow(call, RESPONSE_OF_HTTP, trail)
            return
        node: cst.BaseExpression = post.call
        parent = self.module.parent(node)
        if post.asynchronous:
            if not isinstance(parent, cst.Await):
                trail.strand.hold(node, "GI608", "the request is not awaited where it is made")
                return
            node = parent
        self.answers.follow(node, RESPONSE_OF_HTTP, trail)
