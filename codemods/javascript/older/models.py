"""Models: a text where the id is all there is to one, or an object with everything that each request repeats."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from codemods.api.nodes import NO_COMMENTS, Comments, Entry, Leaf, Node, Object, Word, leaves
from codemods.javascript import layout, modelids
from codemods.javascript.contents import key_of, value_of
from codemods.javascript.edits import Piece, inserted, replaced
from codemods.javascript.nodes import arguments, bare, is_impure, is_null, outermost
from codemods.javascript.older.imports import loadings, local
from codemods.javascript.older.settings import NOTHING, Said, Settings
from codemods.javascript.older.units import Asked, Client, Model
from codemods.javascript.packages import GENAI
from codemods.javascript.reading import Readings
from codemods.javascript.scopes import Binding
from codemods.javascript.slots import annotation_at
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node as Source

#: What `interactions.create` takes, without a stream: in its type the `input` may be left out.
TYPE = "Interactions.InteractionCreateParams.CreateModelInteractionParamsNonStreaming"
#: The client's class in @google/genai.
NAME = "GoogleGenAI"
_ORDER_HELP = "Compute them before the model is made, in the same order, and pass the names."
_TRANSPORT_HELP = (
    "Pass { timeout, headers, signal } as the second argument of interactions.create, and apiVersion as httpOptions of the client."
)


@dataclass(frozen=True, eq=False)
class Spelled:
    """What a model is made with: the ``options``, the ``id`` in them, and the other settings."""

    options: Source
    id: Source
    said: Said
    comments: Comments = NO_COMMENTS

    @property
    def entries(self) -> tuple[Entry, ...]:
        return (Entry("model", Leaf(self.id), self.comments), *self.said.entries)


class Models:
    """Reads and writes the models of one module."""

    def __init__(self, readings: Readings, settings: Settings) -> None:
        self.readings = readings
        self.module = readings.values.module
        self.settings = settings
        self.spelled: dict[Model, Spelled | None] = {}
        self._objects: set[Model] = set()

    def read(self, models: Iterable[Model]) -> None:
        """What each model is made with; a hold where that cannot be carried over."""
        for model in models:
            self.spelled[model] = self._read(model)

    def settle(self, asked: Iterable[Asked]) -> None:
        """Models that meet are of one form: all of them objects where one of them has settings."""
        for together in _meeting(self.spelled, asked):
            if any((spelled := self.spelled[model]) is not None and spelled.said.entries for model in together):
                self._objects |= together

    def is_object(self, model: Model) -> bool:
        return model in self._objects

    # -- reading ------------------------------------------------------------------------------------------------

    def _read(self, model: Model) -> Spelled | None:
        strand = model.trail.strand
        given = list(arguments(model.call))
        options = bare(given[0]) if given else None
        if options is None or options.kind != "object" or not all(key_of(pair) for pair in options.named):
            strand.hold(model.call, "GI216", "what the model is made with is not spelled out in the call")
            return None
        if len(given) > 1 and not _says_nothing(given[1]):
            strand.hold(given[1], "GI200", "options of a model's requests are not rewritten yet", _TRANSPORT_HELP)
            return None
        items = {key_of(item.node): item for item in layout.read(options, self.module).items}
        if "model" not in items:
            strand.hold(options, "GI216", "the model is made without an id")
            return None
        model_id = value_of(items["model"].node)
        modelids.check(model_id, self.readings.values, strand)
        found = self.settings.read(options, frozenset({"model"}), strand) if len(items) > 1 else NOTHING
        if found is None:
            return None
        spelled = Spelled(options, model_id, found, items["model"].comments)
        self._check_order(spelled, strand)
        return spelled

    @staticmethod
    def _check_order(spelled: Spelled, strand: Strand) -> None:
        written = [leaf.source for entry in spelled.entries for leaf in leaves(entry.value) if isinstance(leaf.source, Source)]
        places = [source.start for source in written]
        if places != sorted(places) and any(is_impure(source) for source in written):
            message = "values of this model are computed in an order that the new code would change"
            strand.hold(spelled.options, "GI200", message, _ORDER_HELP)

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, model: Model) -> None:
        """`genAI.getGenerativeModel({ model })` becomes the id, or an object with it and the settings."""
        spelled = self.spelled[model]
        if spelled is None or model.in_place is not None:
            return
        whole = _whole(model.call)
        pieces = self._object(spelled, whole) if self.is_object(model) else [spelled.id]
        model.trail.strand.edit(replaced(whole, *pieces))
        if self.module.is_typed and self.is_object(model) and _has_words(spelled):
            self._annotate(whole, model.trail.strand)

    def _object(self, spelled: Spelled, whole: Source) -> list[Piece]:
        listing = layout.read(spelled.options, self.module)
        config = spelled.said.config
        made = Object(spelled.entries, listing.is_exploded, config.orphans, config.opening)
        pieces = self.readings.renderer.node(made, self.module.indent(whole.start))
        parent = outermost(whole).parent
        braces = parent is not None and parent.kind == "arrow_function" and parent.field("body") is whole
        return ["(", *pieces, ")"] if braces else pieces

    def _annotate(self, whole: Source, strand: Strand) -> None:
        """Words in an object would be any texts to a type checker."""
        strand.imports.add(Import(GENAI, "Interactions", is_type=True))
        parent = outermost(whole).parent
        if parent is not None and parent.kind == "variable_declarator":
            if annotation_at(parent.must("name")) is None:
                strand.edit(inserted(parent.must("name").end, f": {TYPE}"))
        elif not self._is_typed_elsewhere(parent):
            strand.edit(inserted(whole.end, f" satisfies {TYPE}"))

    def _is_typed_elsewhere(self, parent: Source | None) -> bool:
        """Whether an object is assigned to what says its type."""
        if parent is None or parent.kind != "assignment_expression":
            return False
        slot = self.readings.values.of(bare(parent.must("left")))
        return slot is not None and self.readings.values.annotation(slot) is not None


def _whole(call: Source) -> Source:
    """The call with the `await` that making a model never needed."""
    parent = outermost(call).parent
    return parent if parent is not None and parent.kind == "await_expression" else call


def _says_nothing(options: Source) -> bool:
    """Whether options of requests only name the version that the older SDK takes anyway."""
    node = bare(options)
    if is_null(node):
        return True
    said = {key_of(pair): value_of(pair).text.strip("'\"") for pair in node.named} if node.kind == "object" else {"": ""}
    return not said or said == {"apiVersion": "v1beta"}


def _has_words(spelled: Spelled) -> bool:
    """Whether something in an object is one of the words of the API."""
    waiting: list[Node] = [entry.value for entry in spelled.said.entries]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Word):
            return True
        if isinstance(node, Object):
            waiting += [entry.value for entry in node.entries]
        elif hasattr(node, "items"):
            waiting += node.items
    return False


def _meeting(models: Iterable[Model], asked: Iterable[Asked]) -> Iterator[set[Model]]:
    """Models that one slot or request may have."""
    found: list[tuple[set[object], set[Model]]] = []
    for model in models:
        shared: set[object] = {*model.slots, *(each.call for each in asked if model in each.models)}
        meeting = [each for each in found if each[0] & shared]
        found = [each for each in found if each not in meeting]
        found.append((shared.union(*(each[0] for each in meeting)), {model}.union(*(each[1] for each in meeting))))
    for _, together in found:
        yield together


def write_client(client: Client, readings: Readings) -> None:
    """`new GoogleGenerativeAI(key)` becomes `new GoogleGenAI({ apiKey: key })`."""
    strand, given, module = client.trail.strand, list(arguments(client.made)), readings.values.module
    takes_object = len(given) == 1 and bare(given[0]).kind == "object"
    if len(given) != 1 or given[0].kind == "spread_element" or (takes_object and not client.assumption):
        strand.hold(client.made, "GI216", "the client is not made with a key alone")
        return
    if not client.assumption:
        _rename(client.made.must("constructor"), readings, strand)
    if not takes_object:
        made = Object((Entry("apiKey", Leaf(given[0])),))
        strand.edit(replaced(given[0], *readings.renderer.node(made, module.indent(given[0].start))))


def _rename(constructor: Source, readings: Readings, strand: Strand) -> None:
    """The class of @google/genai, which has to be loaded where the old one was."""
    module = readings.values.module
    taken = module.scopes.scope_at(constructor).find(NAME)
    if taken is not None and readings.values.symbol(constructor) != (GENAI, NAME) and not _is_loaded(taken, readings):
        strand.hold(constructor, "GI200", f"`{NAME}` means something else here")
        return
    root = constructor
    while root.kind == "member_expression":
        root = bare(root.must("object"))
    binding = module.scopes.binding(root)
    names = [local(item) for loading in loadings(module) for item in loading.items]
    if binding is None or binding.declaration not in names:
        strand.hold(constructor, "GI200", "the SDK is loaded in a way that is not rewritten yet", "Import GoogleGenAI from @google/genai.")
        return
    strand.imports.add(Import(GENAI, NAME))
    strand.edit(replaced(constructor, NAME))


def _is_loaded(binding: Binding, readings: Readings) -> bool:
    return (
        readings.values.symbol(binding.reads[0]) == (GENAI, NAME)
        if binding.reads
        else binding.declaration.parent is not None and (binding.declaration.parent.kind == "import_specifier")
    )
