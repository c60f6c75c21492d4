"""The front for requests without an SDK: posts to a generateContent address, made with requests or httpx."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from codemods.api import models
from codemods.api.nodes import Leaf
from codemods.api.outputs import UNSEEN, outputs
from codemods.options import Options
from codemods.python import modelids
from codemods.python.displays import Displays
from codemods.python.edits import Edit
from codemods.python.http import addresses, posts
from codemods.python.http.addresses import Written
from codemods.python.http.answers import HELP, RESPONSE_OF_HTTP, Answers, check_enum
from codemods.python.http.body import Bodies, DictReader
from codemods.python.http.headers import Headers
from codemods.python.http.posts import Post
from codemods.python.parsed import Parsed
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.tooltypes import tool_types
from codemods.python.trail import Trail
from codemods.python.tree import walk
from codemods.python.values import Values
from codemods.rest import address
from codemods.rest.address import Address

_CODE = "GI607"
_MESSAGE = "generateContent request without an SDK; becomes a request to `interactions`"
_SEND = "Send this to …/interactions, with the key in the header x-goog-api-key"
_STAYS = "a generateContent request without an SDK is not rewritten"


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
        calls = [node for node in walk(self.module.tree) if isinstance(node, cst.Call)]
        self.posts = [post for call in calls if (post := posts.read(call, values)) is not None]
        self.said: dict[Strand, str] = {}

    def trails(self) -> list[Trail]:
        """One trail for each request."""
        return [trail for post in self.posts if (trail := self._followed(post)) is not None]

    def _followed(self, post: Post) -> Trail | None:
        """Everything one request needs; None for one that is not to such an address."""
        strand = Strand()
        node = self._address(post, strand)
        if node is None or not addresses.is_request(node):
            return None
        place = node if node is post.value("url") else post.call
        strand.site(place, _CODE, _MESSAGE)
        if place is not node:
            strand.site(node, "GI107", "the address of the request is that of the old API")
        strand.ties.add(post.call)
        trail = Trail(strand, Parsed("unseen"), {}, {}, outputs=UNSEEN)
        self._rewrite(post, node, trail)
        if strand.holds:
            first = min(strand.holds, key=lambda held: self.module.span(held.node))
            line = self.module.span(first.node).line
            strand.holds = [held for held in strand.holds if held.code != "GI608"]
            said = f"{_SEND}: {self.said[strand]} " if strand in self.said else ""
            strand.hold(place, "GI608", f"{_STAYS}: line {line}: {first.message}", said + (first.help or HELP))
        return trail

    def _address(self, post: Post, strand: Strand) -> cst.BaseExpression | None:
        """The address of a request, here or where its name got it."""
        given = post.value("url")
        if given is None:
            return None
        definition = self.displays.bound(given, addresses.is_request)
        if definition is None or not isinstance(given, cst.Name):
            return given
        strand.claim(definition, given)
        other = next((use for use in definition.uses if use not in {post.value("url") for post in self.posts}), None)
        if other is not None:
            strand.hold(other, "GI608", f"`{given.value}` is used for something else as well")
        return definition.value

    def _rewrite(self, post: Post, node: cst.BaseExpression, trail: Trail) -> None:
        strand = trail.strand
        written = addresses.read(node, self.module)
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
        check_enum(setting.value if setting is not None else None, trail, node)
        strand.edit(Edit(node, lambda updated, now: new, "address of interactions", keeps=tuple(written.holes.values())))
        self._answer(post, trail)

    def _check(self, post: Post, old: Address, written: Written, node: cst.BaseExpression, strand: Strand) -> None:
        if post.problem:
            strand.hold(post.call, "GI608", post.problem)
        if old.stream:
            strand.hold(node, "GI608", "a stream is read piece by piece, and its pieces have another shape now")
        if self.options.schema != "steps":
            strand.hold(node, "GI608", "requests are rewritten for today's schema alone")
        if old.platform == "enterprise" and self.options.platform != "enterprise":
            message = "the request goes to the enterprise platform, whose project and location have to serve the Interactions API"
            strand.assume("enterprise", node, message)
        host = written.behind(old.host) if old.host else None
        if old.host and "googleapis.com" not in ((self.values.exact_string(host) if host is not None else None) or ""):
            strand.hold(node, "GI608", "the host of the address is not in sight")

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
        own = self.options.models
        row = models.find(identifier, own)
        if row is None:
            strand.assume("unknown-model", node, f"`{identifier}` is a model this version does not know")
        elif row.replacement is None and row.state != "served":
            strand.hold(node, "GI220", f"`{identifier}` is not a model of the Interactions API")
        new = models.replacement(identifier, own) if row is not None and row.replacement else identifier
        if new != identifier:
            said = f"; `{identifier}` is retired; `{new}` takes its place"
            strand.sites = [replace(site, message=site.message + said) if site.code == _CODE else site for site in strand.sites]
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
        if found is None and all(sign.isalnum() or sign in "-_" for sign in old.key):
            found = cst.SimpleString(f"{self.values.quote}{old.key}{self.values.quote}")
        if found is None:
            strand.hold(node, "GI608", "the key in the address is put together from pieces")
        return found

    # -- the answer ---------------------------------------------------------------------------------------------

    def _answer(self, post: Post, trail: Trail) -> None:
        """Follow what the call gives."""
        node: cst.BaseExpression = post.call
        parent = self.module.parent(node)
        if post.asynchronous:
            if not isinstance(parent, cst.Await):
                trail.strand.hold(node, "GI608", "the request is not awaited where it is made")
                return
            node = parent
        self.answers.follow(node, RESPONSE_OF_HTTP, trail)
