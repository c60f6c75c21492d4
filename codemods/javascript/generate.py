"""A single call: `ai.models.generateContent({ model, contents, config })` and what is read from its answer."""

from __future__ import annotations

from codemods.api.call import NO_CONFIG, Call, Config
from codemods.api.nodes import Leaf, leaves
from codemods.javascript import modelids
from codemods.javascript.clients import Client
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.edits import Edit
from codemods.javascript.nodes import arguments, bare, is_impure
from codemods.javascript.reading import ORDER_HELP, Readings
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Shape, Trail

CLIENT_DOUBTS = {
    "enterprise": "the client is, or may be, an enterprise client, whose project and location may not serve the Interactions API",
    "untraced-client": "where the receiver comes from is not in sight, so it may not be a client of @google/genai",
}
_CASTS = ("as_expression", "satisfies_expression")
_ARGUMENTS = ("model", "contents", "config")
_HELP = "Write `await ai.interactions.create({ model, input, store: false })` and read `output_text` of the answer."


def follow_single(call: Node, client: Client, readings: Readings) -> Trail:
    """Everything one call needs, with the places its answer goes to."""
    trail = begun(call, client, readings, "GI101")
    readings.answers.tracer.trace(call, Shape("answer", promised=True), trail)
    return trail


def begun(call: Node, client: Client, readings: Readings, code: str, *, stream: bool = False) -> Trail:
    """A trail with the request of a call, which answers at once or in a stream, rewritten."""
    strand = Strand()
    strand.site(call, code, f"`{'generateContentStream' if stream else 'generateContent'}` is the old API")
    check_surroundings(call, client, readings, strand)
    trail = Trail(strand)
    options = spelled_options(call, strand)
    lifted = lift(options, readings, strand, stream=stream) if options is not None else None
    if options is not None and lifted is not None:
        trail.outputs = readings.outputs(lifted)
        rename_method(call, strand)
        readings.requests.rewrite(options, lifted, strand)
    return trail


def check_surroundings(call: Node, client: Client, readings: Readings, strand: Strand) -> None:
    """What every kind of old call needs looked at: assumptions about the client, handlers of its errors."""
    readings.guards.check(call, strand)
    for assumption in sorted(client.assumptions):
        strand.assume(assumption, call, CLIENT_DOUBTS[assumption])


def spelled_options(call: Node, strand: Strand) -> Node | None:
    """The one object literal that a call is given; None (with a hold) for anything else."""
    given = [bare(argument) for argument in arguments(call)]
    if len(given) == 1 and given[0].kind == "object" and _are_plain([key_of(pair) for pair in given[0].named]):
        if _is_cast(arguments(call)[0]):
            what = "the type that is said of what the call is given would have to change; this is not rewritten yet"
            strand.hold(call, "GI200", what, _HELP)
            return None
        return given[0]
    strand.hold(call, "GI216", "what the call is given is not spelled out in it", _HELP)
    return None


def _is_cast(node: Node) -> bool:
    """Whether a type is said of an expression: `{ … } satisfies GenerateContentParameters`."""
    return node.kind == "type_assertion" or any(around.kind in _CASTS for around in node.walk() if around.holds(bare(node)))


def _are_plain(keys: list[str]) -> bool:
    """Whether every key of an object is in sight, and none comes twice."""
    return all(keys) and len(set(keys)) == len(keys)


def lift(options: Node, readings: Readings, strand: Strand, *, stream: bool = False) -> Call | None:
    """The request of the call; None (with a hold) when a part of it cannot be carried over."""
    said = {key_of(pair): pair for pair in options.named}
    unknown = set(said) - set(_ARGUMENTS)
    if unknown or "model" not in said or "contents" not in said:
        strand.hold(options, "GI216", "the call gives no model or no contents, or something besides", _HELP)
        return None
    model = value_of(said["model"])
    modelids.check(model, readings.values, strand)
    config = readings.config(value_of(said["config"]), strand) if "config" in said else NO_CONFIG
    asked = readings.asked(value_of(said["contents"]), config or NO_CONFIG, strand)
    if asked is None or config is None or _is_out_of_order(options, config, strand):
        return None
    store = readings.stored(strand)
    return Call(Leaf(model), asked, config, tuple(said), store=store, stream=stream)


def _is_out_of_order(options: Node, config: Config, strand: Strand) -> bool:
    """Whether options of the call, which come behind everything else now, were computed before something else that is."""
    moved = [leaf.source for setting in config.settings if setting.key.place == "call" for leaf in leaves(setting.value)]
    sources = [source for source in moved if isinstance(source, Node) and is_impure(source)]
    if not sources:
        return False
    behind = [node for node in options.walk() if node.start >= sources[0].end and is_impure(node) and node not in sources]
    if behind:
        strand.hold(sources[0], "GI200", "options of this call are computed in an order that the new call would change", ORDER_HELP)
    return bool(behind)


def rename_method(call: Node, strand: Strand) -> None:
    """`ai.models.generateContent` becomes `ai.interactions.create`; what stands between the names stays."""
    method = bare(call.must("function"))
    service = bare(method.must("object"))
    for member, name in ((service, "interactions"), (method, "create")):
        property_ = member.must("property")
        strand.edit(Edit(property_.start, property_.end, (name,)))
