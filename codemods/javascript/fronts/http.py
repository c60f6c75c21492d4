"""The front for requests without an SDK: posts to a generateContent address, made with fetch or axios."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codemods.api import models
from codemods.api.nodes import Leaf
from codemods.api.outputs import outputs
from codemods.javascript import modelids
from codemods.javascript.edits import replaced
from codemods.javascript.groups import Group
from codemods.javascript.http import addresses, posts
from codemods.javascript.http.addresses import Written
from codemods.javascript.http.answers import HELP, Answers
from codemods.javascript.http.body import Bodies
from codemods.javascript.http.headers import Headers
from codemods.javascript.http.posts import Post
from codemods.javascript.nodes import bare, outermost, string_value
from codemods.javascript.scopes import Binding
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values
from codemods.rest import address, posting
from codemods.rest.address import Address
from codemods.rest.posting import CODE, HELD

#: What only looks at a text.
_LOOKING = frozenset({"includes", "endsWith", "startsWith", "indexOf", "match", "test", "toContain", "toBe", "toEqual"})
_COMPARING = frozenset({"==", "===", "!=", "!==", "in"})
_TEXTS = ("string", "template_string", "binary_expression")


@dataclass(frozen=True, eq=False)
class Found:
    """An address: the expression that names the old request, and all that it says; None where that cannot be read."""

    node: Node
    written: Written | None


class HttpFront:
    """Reads one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.bodies = Bodies(values)
        self.headers = Headers(values, self.bodies.plain)
        self.answers = Answers(values)
        calls = (node for node in self.module.root.walk() if node.kind == "call_expression")
        self.posts = [post for call in calls if (post := posts.read(call, values)) is not None]
        self._said: dict[Strand, str] = {}
        self._places: dict[Strand, Node] = {}

    def trails(self) -> Iterator[Trail]:
        """One trail for each request, and one for each address that no request in sight has."""
        found = [trail for post in self.posts if (trail := self._followed(post)) is not None]
        yield from found
        known = {site.node for trail in found for site in trail.strand.sites if site.node.kind in _TEXTS}
        for node in self._other_addresses(known):
            strand = Strand()
            self._places[strand] = node
            strand.hold(node, HELD, "the call that the address is for is not one that is followed")
            self._write_out(strand, node, addresses.read(node), _call_around(node))
            yield Trail(strand)

    def settle(self, groups: list[Group]) -> None:
        """Say why requests are held at their own places, once it is known."""
        for group in groups:
            first = min(group.holds, key=lambda held: held.node.start, default=None)
            for strand in group.strands:
                if first is None or strand not in self._places:
                    continue
                if not strand.holds:
                    strand.hold(first.node, HELD, first.message, first.help)
                posting.settle(strand, self._places[strand], self._said.get(strand, ""), HELP, self.module.line)

    def _followed(self, post: Post) -> Trail | None:
        """Everything one request needs; None for one that is not to such an address."""
        strand = Strand()
        found = self._address(post.url, strand)
        if found is None:
            return None
        inside = post.call.holds(found.node)
        place = found.node if inside else post.call
        self._places[strand] = place
        strand.site(place, CODE, posting.MESSAGE)
        if not inside:
            strand.site(found.node, "GI107", posting.ADDRESS)
        strand.tie(post.call)
        for slot, use in post.names:
            strand.claim(slot, use)
        trail = Trail(strand)
        self._rewrite(post, found, trail)
        if found.written is not None:
            self._write_out(strand, found.node, found.written, post.call)
        return trail

    # -- where the address is -----------------------------------------------------------------------------------

    def _address(self, given: Node, strand: Strand) -> Found | None:
        """The address of a request, here or where its name got it; None for another one."""
        slot = self._bound(given)
        value = bare(slot.writes[0].value or given) if slot is not None else bare(given)
        if slot is not None:
            strand.claim(slot, bare(given))
        name = addresses.beginning(value)
        is_whole = addresses.is_request(value)
        constant = self._declared(name, addresses.is_models if is_whole else addresses.is_request) if name is not None else None
        base = constant.writes[0].value if constant is not None else None
        if name is None or constant is None or base is None:
            return Found(value, addresses.read(value)) if is_whole else None
        strand.claim(constant, bare(name))
        if is_whole:
            strand.site(value, "GI107", posting.ADDRESS)
        strand.edit(replaced(value, name))
        first, more = addresses.read(base), addresses.read(value)
        return Found(bare(base), addresses.extended(first, more) if first is not None and more is not None else None)

    def _bound(self, node: Node) -> Binding | None:
        """The name of an address, or of the beginning of one, that is given once and where it is declared."""
        return self._declared(node, lambda value: addresses.is_request(value) or self._begins_with_request(value))

    def _begins_with_request(self, node: Node) -> bool:
        name = addresses.beginning(node)
        return name is not None and name.kind == "identifier" and self._bound(name) is not None

    def _declared(self, node: Node, accepts: Callable[[Node], bool]) -> Binding | None:
        use = bare(node)
        binding = self.module.scopes.binding(use) if use.kind == "identifier" else None
        write = binding.only_write if binding is not None else None
        if binding is None or write is None or write.how != "declared" or write.path or write.value is None:
            return None
        return binding if accepts(write.value) else None

    # -- the request --------------------------------------------------------------------------------------------

    def _rewrite(self, post: Post, found: Found, trail: Trail) -> None:
        strand, node, written = trail.strand, found.node, found.written
        if post.problem:
            strand.hold(post.call, HELD, post.problem)
        try:
            old = address.read(written.text, written.end) if written is not None else None
        except address.Unknown as problem:
            strand.hold(node, HELD, problem.message)
            return
        if written is None or old is None:
            strand.hold(node, HELD, "the address is not written out")
            return
        host = written.behind(old.host) if old.host else None
        posting.check(old, self.values.options, node, strand, self.values.exact_string(host))
        model = self._model(old, written, node, strand)
        if model is None or strand.holds:
            return
        self.headers.rewrite(post, self._key(old, written, node, strand), strand)
        sent = self.bodies.rewrite(post, model, strand)
        if sent is None:
            return
        trail.outputs = outputs(sent.call.config, self._ids(model), lambda leaf: frozenset({None}))
        setting = sent.call.config.setting("response_mime_type")
        posting.check_enum(setting.value if setting is not None else None, strand, node, HELP)
        strand.edit(*written.edits(old, self.module.quote))
        self.answers.follow(post, trail)

    # -- what the address says ----------------------------------------------------------------------------------

    def _model(self, old: Address, written: Written, node: Node, strand: Strand) -> Leaf | None:
        """The model of an address; None with a hold."""
        identifier = old.model_id
        if identifier is not None:
            return Leaf(self.bodies.plain.string(posting.model(identifier, self.values.options.models, node, strand)))
        name = self._only(old, written)
        if name is None:
            strand.hold(node, HELD, "the model in the address is put together from pieces")
            return None
        modelids.check(name, self.values, strand)
        return Leaf(name)

    def _only(self, old: Address, written: Written) -> Node | None:
        """The expression that is all of the model."""
        pieces = [piece for piece in old.model.pieces if piece != ("", "")]
        found = written.behind(pieces[0][1]) if len(pieces) == 1 and not pieces[0][0] else None
        return posts.encoded(found, self.values) if found is not None else None

    def _ids(self, model: Leaf) -> list[str]:
        if isinstance(model.source, str):
            return [model.source[1:-1]]
        assert isinstance(model.source, Node)
        return [string_value(literal) or "" for literal in self.values.string_literals(model.source)]

    def _key(self, old: Address, written: Written, node: Node, strand: Strand) -> Node | str | None:
        """The key in an address; None (with a hold when it cannot be moved) where there is none."""
        if not old.key:
            return None
        found = written.behind(old.key)
        if found is None and posting.is_key(old.key):
            return old.key
        if found is None:
            strand.hold(node, HELD, "the key in the address is put together from pieces")
            return None
        return posts.encoded(found, self.values)

    # -- what stays ---------------------------------------------------------------------------------------------

    def _write_out(self, strand: Strand, node: Node, written: Written | None, call: Node | None) -> None:
        """Remember the new body for people, of the call or of the names that it is given."""
        try:
            old = address.read(written.text, written.end) if written is not None else None
        except address.Unknown:
            return
        if old is None or written is None or call is None:
            return
        name = self._only(old, written)
        known = models.replacement(old.model_id, self.values.options.models) if old.model_id is not None else ""
        model = Leaf(self.bodies.plain.string(known or old.model_id or "")) if name is None else Leaf(name)
        if old.model_id is not None or name is not None:
            self._said[strand] = self.bodies.said(self._spoken(call), model, stream=old.stream)

    def _spoken(self, call: Node) -> Iterator[Node]:
        """A call, and the literals that names in it stand for."""
        yield call
        for inner in call.walk():
            if inner.kind in ("identifier", "shorthand_property_identifier") and (literal := self.values.literal(inner)) is not None:
                if literal.kind in ("object", "call_expression"):
                    yield literal

    def _other_addresses(self, known: set[Node]) -> Iterator[Node]:
        """Where else an address of an old request is written, or one that the verb of an old request may be put into."""
        texts = [node for node in self.module.root.walk() if node.kind in ("string", "template_string") and "\n" not in node.text]
        has_verb = address.may_be_open(self.module.source) and any(address.VERB.fullmatch(node.text[1:-1]) for node in texts)
        for node in texts:
            whole = _sum_around(node)
            is_open = has_verb and "models/" in node.text and addresses.is_open(whole)
            if not is_open and not address.VERBS.search(node.text):
                continue
            if not any(around in known for around in (node, *node.ancestors())) and not _is_only_looked_at(whole):
                yield whole


def _sum_around(node: Node) -> Node:
    """The sum that a text is part of."""
    while (parent := outermost(node).parent) is not None and parent.kind == "binary_expression" and parent.must("operator").text == "+":
        node = parent
    return node


def _call_around(node: Node) -> Node | None:
    return node.enclosing("call_expression")


def _is_only_looked_at(node: Node) -> bool:
    """Whether a text is no request's: it stands alone, is compared, or asked for in another text."""
    parent = outermost(node).parent
    if parent is None or parent.kind in ("expression_statement", "literal_type", "import_statement", "switch_case"):
        return True
    if parent.kind == "binary_expression":
        return parent.must("operator").text in _COMPARING
    call = parent.parent if parent.kind == "arguments" else None
    callee = bare(call.must("function")) if call is not None and call.kind == "call_expression" else None
    return callee is not None and callee.kind == "member_expression" and callee.must("property").text in _LOOKING
