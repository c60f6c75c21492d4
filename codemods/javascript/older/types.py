"""Names of the older SDK besides its client class: types of what is rewritten, and those that something else still needs."""

from __future__ import annotations

from collections.abc import Iterable

from codemods.javascript.edits import Edit, replaced
from codemods.javascript.module import Module
from codemods.javascript.older.imports import loadings, local
from codemods.javascript.older.models import NAME, TYPE, Models
from codemods.javascript.older.units import Client, Model, Units
from codemods.javascript.packages import GENAI, GENERATIVE_AI
from codemods.javascript.slots import Field, annotation_at
from codemods.javascript.strand import Import, Strand
from codemods.javascript.syntax import Node
from codemods.javascript.trail import Trail
from codemods.javascript.values import Values

_TYPES = ("type_identifier", "nested_type_identifier")
_CLIENT, _MODEL = (GENERATIVE_AI, "GoogleGenerativeAI"), (GENERATIVE_AI, "GenerativeModel")


class Types:
    """Rewrites the types of one module's clients and models."""

    def __init__(self, values: Values, units: Units, models: Models) -> None:
        self.values = values
        self.units = units
        self.models = models

    def write(self) -> None:
        """Every type that says what a client or model is says what it is now."""
        for client in self.units.clients:
            for node in self._said_of(client.trail):
                if self.values.symbol(node) == _CLIENT:
                    self._client(node, client)
        for model in self.units.models.values():
            for node in self._said_of(model.trail):
                if self.values.symbol(node) == _MODEL:
                    self._model(node, model)

    def _said_of(self, trail: Trail) -> Iterable[Node]:
        """The names of types that are said of everything a value is kept in or returned by."""
        said: list[Node] = []
        for slot in trail.slots:
            if isinstance(slot, Field):
                said += slot.types
            else:
                said += [found for write in slot.writes if (found := annotation_at(write.node)) is not None]
        for tie in trail.strand.ties:
            returned = tie.field("return_type") if isinstance(tie, Node) else None
            said += [returned] if returned is not None else []
        return [node for each in said for node in each.walk() if node.kind in _TYPES]

    @staticmethod
    def _client(node: Node, client: Client) -> None:
        client.trail.strand.imports.add(Import(GENAI, NAME))
        client.trail.strand.tie(node)
        client.trail.strand.edit(replaced(node, NAME))

    def _model(self, node: Node, model: Model) -> None:
        strand = model.trail.strand
        strand.tie(node)
        if self.models.is_object(model):
            strand.imports.add(Import(GENAI, "Interactions", is_type=True))
            strand.edit(replaced(node, TYPE))
        else:
            strand.edit(replaced(node, "string"))


def hold_for_others(module: Module, trails: Iterable[Trail]) -> None:
    """Names of the older SDK that something else needs keep it loaded, and a module does not load both for good."""
    strands = list({trail.strand: None for trail in trails})
    edits = [edit for strand in strands for edit in strand.edits]
    staying = {site.node for strand in strands if strand.holds for site in strand.sites}
    for item in (item for loading in loadings(module) for item in loading.items):
        binding = module.scopes.binding(local(item))
        for read in binding.reads if binding is not None else ():
            if _goes(read, edits) or any(around in staying for around in (read, *read.ancestors())):
                continue
            _hold(read, strands)


def _goes(read: Node, edits: Iterable[Edit]) -> bool:
    """Whether a name stands where something else will stand."""
    return any(
        edit.start <= read.start and read.end <= edit.end and not any(_keeps(piece, read) for piece in edit.pieces) for edit in edits
    )


def _keeps(piece: object, read: Node) -> bool:
    start, end = getattr(piece, "start", None), getattr(piece, "end", None)
    return isinstance(start, int) and isinstance(end, int) and not isinstance(piece, str) and start <= read.start and read.end <= end


def _hold(read: Node, strands: Iterable[Strand]) -> None:
    for strand in strands:
        strand.hold(read, "GI200", f"`{read.text}` of {GENERATIVE_AI} is used here as well, so that the module would need both SDKs")
