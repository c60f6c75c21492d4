"""Units: a client of the older SDK, the models made of it, and everything that is asked of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from codemods.javascript.nodes import is_called, is_optional, outermost
from codemods.javascript.slots import Slot
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trace import Tracer
from codemods.javascript.trail import Shape, Trail
from codemods.javascript.values import Values

CLIENT, MODEL = Shape("client"), Shape("model")
GET_MODEL = "getGenerativeModel"
REQUESTS = frozenset({"generateContent", "generateContentStream"})
START_CHAT = "startChat"
#: Methods of clients and models that interactions have nothing for: what to write by hand.
_OTHERS = {
    "getGenerativeModelFromCachedContent": "Make the cache with ai.caches.create of @google/genai, and pass cached_content.",
    "countTokens": "Write `await ai.models.countTokens({ model, contents })` of @google/genai.",
    "embedContent": "Write `await ai.models.embedContent({ model, contents })` of @google/genai, and read `embeddings[0].values`.",
    "batchEmbedContents": "Write `await ai.models.embedContent({ model, contents: […] })` of @google/genai, and read `embeddings`.",
}
_CLIENT_HELP = "Make a `new GoogleGenAI({ apiKey })`, pass that on, and change what receives it as well."
_MODEL_HELP = "Pass on the client and what every request needs (model, system_instruction, generation_config), and change what receives it."


@dataclass(eq=False)
class Client:
    """One `new GoogleGenerativeAI(…)`. ``assumption`` is what the rewrite of its unit rests on, if it does."""

    made: Node
    trail: Trail
    assumption: str = ""


@dataclass(eq=False)
class Model:
    """One `client.getGenerativeModel(…)`. ``receiver`` is the client as it is written there."""

    call: Node
    receiver: Node
    trail: Trail
    clients: list[Client] = field(default_factory=list)

    @property
    def slots(self) -> list[Slot]:
        return list(self.trail.slots)

    @property
    def in_place(self) -> Node | None:
        """The member of the model that is used where it is made, without a name."""
        outer = outermost(self.call)
        parent = outer.parent
        return parent if parent is not None and parent.kind == "member_expression" and parent.must("object") is outer else None


@dataclass(eq=False)
class Asked:
    """One request of a model: the ``call``, the ``receiver`` as it is written there, and the models it may be."""

    call: Node
    receiver: Node
    method: str
    models: list[Model] = field(default_factory=list)


class Units:
    """Collects the units of one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.tracer = Tracer(values, self._use)
        self.clients: list[Client] = []
        self.models: dict[Node, Model] = {}
        self.asked: dict[Node, Asked] = {}
        self._client: Client | None = None
        self._model: Model | None = None

    def follow(self, made: Node, assumption: str = "", *, is_lenient: bool = False) -> Client | None:
        """Follow a client from where it is made; with ``is_lenient`` one that makes no model is nobody's business here."""
        client = Client(made, Trail(Strand()), assumption)
        client.trail.strand.tie(made)
        self._client = client
        known = set(self.models)
        self.tracer.trace(made, CLIENT, client.trail)
        models = [model for model in self.models.values() if client in model.clients]
        if is_lenient and not models:
            return None
        self.clients.append(client)
        if not assumption:
            client.trail.strand.site(made, "GI109", "a client of a retired SDK")
        for model in models:
            if model.call not in known:
                self._model = model
                self.tracer.trace(model.call, MODEL, model.trail)
        return client

    @property
    def _is_borrowed(self) -> bool:
        """Whether the client is of another SDK, so that only the models made of it are looked at."""
        return self._client is not None and bool(self._client.assumption)

    # -- uses ---------------------------------------------------------------------------------------------------

    def _use(self, node: Node, shape: Shape, trail: Trail) -> None:
        """One use of a client or model that does not just pass it on."""
        help = _CLIENT_HELP if shape.what == "client" else _MODEL_HELP
        member = node.parent
        if shape.what == "client" and self._is_borrowed and not _makes_model(member):
            return
        if shape.promised or member is None or member.kind != "member_expression" or member.field("object") is not node:
            trail.strand.hold(node, "GI205", f"the {shape.what} goes to a place that is not followed", help)
            return
        name, call = member.must("property").text, is_called(member)
        if name in _OTHERS:
            trail.strand.hold(call or member, "GI214", f"`{name}` has no counterpart in Interactions", _OTHERS[name])
        elif call is None and name in _SAME:
            self.tracer.trace(member, shape, trail)
        elif call is None and name in (GET_MODEL, START_CHAT, *REQUESTS):
            trail.strand.hold(member, "GI204", f"`{name}` is not called here but passed on or given a name")
        elif call is None or name not in _METHODS[shape.what]:
            trail.strand.hold(member, "GI205", f"`{name}` of the {shape.what} is used in a way that cannot be followed", help)
        elif is_optional(member) or is_optional(call):
            trail.strand.hold(member, "GI200", f"a call that is made only if there is a {shape.what} (`?.`) is not rewritten yet", help)
        elif shape.what == "client":
            self._made_model(node, call, trail)
        else:
            self._requested(node, call, name, trail)

    def _made_model(self, receiver: Node, call: Node, trail: Trail) -> None:
        assert self._client is not None
        trail.strand.tie(call)
        model = self.models.get(call)
        if model is None:
            model = self.models[call] = Model(call, receiver, Trail(Strand()))
            model.trail.strand.tie(call)
            model.trail.strand.site(call, "GI109", "a model of a retired SDK; its settings belong to each request now")
            if self._client.assumption:
                model.trail.strand.assume(self._client.assumption, call, f"`{GET_MODEL}` is not a method of this client's class")
        model.clients.append(self._client)

    def _requested(self, receiver: Node, call: Node, name: str, trail: Trail) -> None:
        assert self._model is not None
        trail.strand.tie(call)
        asked = self.asked.setdefault(call, Asked(call, receiver, name))
        asked.models.append(self._model)


_METHODS = {"client": frozenset({GET_MODEL}), "model": frozenset({START_CHAT, *REQUESTS})}
#: What a client has that is a client itself.
_SAME = frozenset({"preview"})


def _makes_model(member: Node | None) -> bool:
    return member is not None and member.kind == "member_expression" and member.must("property").text == GET_MODEL
