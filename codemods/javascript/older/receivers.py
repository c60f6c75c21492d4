"""The client that a request is made with: the name its models were made by, or one that it gets."""

from __future__ import annotations

from codemods.javascript.chats.lines import Lines
from codemods.javascript.chats.meaning import Meaning
from codemods.javascript.edits import Piece, inserted
from codemods.javascript.nodes import bare, dotted, is_null, outermost
from codemods.javascript.older.units import Model
from codemods.javascript.scopes import Binding
from codemods.javascript.strand import Strand
from codemods.javascript.syntax import Node
from codemods.javascript.values import Values

_HELP = "Keep the client under a name that lives as long as the model, and make the request with it."
_NAME = "genAI"


class Receivers:
    """Names clients in one module."""

    def __init__(self, values: Values) -> None:
        self.values = values
        self.module = values.module
        self.meaning = Meaning(values)
        self.lines = Lines(values.module)
        #: Names that clients get which have none.
        self._given: dict[Model, str] = {}

    def name(self, model: Model) -> str:
        """What the model's client is called where its model is."""
        return self._given.get(model) or model.receiver.text

    def piece(self, model: Model) -> tuple[Piece, ...]:
        """The client as a request names it; where the model is made in place, what stands behind it on a line of its own stays there."""
        if model.in_place is None:
            return (self.name(model),)
        member = bare(model.call.must("function"))
        gap = self.module.source[model.receiver.end : member.must("property").start].removesuffix(".")
        return (model.receiver, gap) if not gap.strip() else (model.receiver,)

    def give_name(self, model: Model) -> None:
        """`const model = new GoogleGenerativeAI(key).getGenerativeModel(…)`: the client gets a statement of its own before."""
        statement = _declaring(model)
        if dotted(bare(model.receiver)) or bare(model.receiver).kind != "new_expression" or model.in_place is not None or statement is None:
            return
        name = self._given[model] = self.lines.fresh(statement, _NAME)
        strand = model.trail.strand
        gap = self.lines.gap(statement)
        end = ";" if gap == " " else self.lines.end_of(statement)
        strand.edit(inserted(statement.start, f"const {name} = ", bare(model.receiver), end + gap))

    def is_in_reach(self, models: list[Model], call: Node, strand: Strand) -> bool:
        """Whether the client of the models can be named where a request is made; a hold when it cannot."""
        model = models[0]
        if len({self.name(each) for each in models}) > 1:
            strand.hold(call, "GI200", "the models that this may ask are made by different clients", _HELP)
        elif model.in_place is not None:
            return True
        elif model in self._given:
            slots = [slot for slot in model.slots if isinstance(slot, Binding)]
            if all(slot.scope.node.holds(call) for slot in slots):
                return True
            strand.hold(call, "GI221", "the client has no name that the request could use", _HELP)
        elif not dotted(bare(model.receiver)):
            strand.hold(call, "GI221", "the client has no name that the request could use", _HELP)
        elif not all(self._is_same(each, call) for each in models):
            message = f"`{model.receiver.text}`, which made the model, is not in reach here, or may be another one"
            strand.hold(call, "GI221", message, _HELP)
        else:
            return True
        return False

    def _is_same(self, model: Model, call: Node) -> bool:
        slot = self.values.of(bare(model.receiver))
        cleared = slot is not None and any(write.how == "assigned" and is_null(write.value) for write in slot.values)
        return not cleared and self.meaning.is_same(model.receiver, call, model.slots)


def _declaring(model: Model) -> Node | None:
    """The statement in a block that a model is all that it declares."""
    declarator = outermost(model.call).parent
    statement = declarator.parent if declarator is not None and declarator.kind == "variable_declarator" else None
    if statement is None or statement.kind != "lexical_declaration" or len(statement.named) != 1:
        return None
    around = statement.parent
    return statement if around is not None and around.kind in ("program", "statement_block") else None
