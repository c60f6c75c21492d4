"""What stands where a chat was created: the state before the first answer, and what every turn repeats if it needs a name."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeAlias

import libcst as cst

from codemods.python.chats.leaving import config_mapping, inner_comments, kept_of, led_by
from codemods.python.chats.model import Cleared, Creation, Made, Slot
from codemods.python.chats.named import Named
from codemods.python.chats.statements import as_target, assign, beside
from codemods.python.chats.terms import Terms
from codemods.python.displays import node_of
from codemods.python.edits import Edit, Now
from codemods.python.request import Requests
from codemods.python.strand import Strand
from codemods.python.tree import walk

_CLASSES = frozenset({"google.genai.chats.Chat", "google.genai.chats.AsyncChat"})
#: Makes the value of a state that no answer has set yet.
Begin: TypeAlias = Callable[[Now], cst.BaseExpression]


class Beginnings:
    """Writes the states of one module's chats where the chats were created or taken away."""

    #: What the state variable is called behind the chat's name, and what a type checker calls it.
    suffix = "interaction_id"
    declared = "str | None"

    def __init__(self, requests: Requests) -> None:
        self.requests = requests
        self.module = requests.module
        self.values = requests.values
        self._declared: set[Hashable] = set()

    def beginning(self, made: Made, terms: Terms, strand: Strand) -> Begin:
        """What the state is before the first answer."""
        return lambda now: cst.SimpleString(self.values.quote * 2) if terms.marked else cst.Name("None")

    def state(self, slot: Slot, place: cst.BaseExpression) -> cst.BaseExpression:
        """The expression that holds the id, for a place that held the chat."""
        found = place if slot.keeps_name else slot.renamed(place, self.suffix)
        assert found is not None
        return found.deep_clone()

    def create(self, slot: Slot, made: Made, terms: Terms, strand: Strand) -> None:
        creation = made.creation
        if creation.statement is None or creation.place is None:
            begin = self.beginning(made, terms, strand)
            strand.edit(Edit(creation.call, lambda updated, now: begin(now), "no answer yet", keeps=kept_of(made)))
            return
        self._begin(slot, creation, self.beginning(made, terms, strand), strand, kept_of(made))
        if terms.model_slot:
            self._set_before(slot, creation, "model", lambda now: now(node_of(made.model)), strand)
        if terms.config_slot:
            mapped = made.config
            declared = self._config_type(slot, creation, strand)
            self._set_before(
                slot, creation, "config", lambda now: config_mapping(mapped, self.values, now, creation.call), strand, declared
            )
            return
        inner = inner_comments(creation.call)
        line = self.module.parent(creation.statement)
        if inner and isinstance(line, cst.SimpleStatementLine):
            strand.edit(Edit(line, led_by(inner, replace=False), "comments of the chat"))

    def _set_before(
        self,
        slot: Slot,
        stored: Creation | Cleared,
        suffix: str,
        value: Callable[[Now], cst.CSTNode],
        strand: Strand,
        declared: str = "",
    ) -> None:
        assert stored.statement is not None and stored.place is not None
        target = slot.renamed(stored.place.node, suffix)
        assert target is not None

        def build(now: Now) -> cst.BaseSmallStatement:
            written = value(now)
            assert isinstance(written, cst.BaseExpression)
            if declared:
                return cst.AnnAssign(as_target(target), cst.Annotation(cst.parse_expression(declared)), written)
            return assign(target, written)

        strand.edit(beside(stored.statement, self.module, "before", build, f"{suffix} of the chat"))

    def _config_type(self, slot: Slot, stored: Creation | Cleared, strand: Strand) -> str:
        """The annotation of the slot's config, once, where the scope that owns it gives it a value."""
        own = not isinstance(slot, Named) or (stored.statement is not None and self.values.scope_at(stored.statement) is slot.scope)
        if stored.statement is None or not own or slot.key in self._declared:
            return ""
        self._declared.add(slot.key)
        return self.requests.checked.new_config(stored.statement, strand)

    def clear(self, slot: Slot, cleared: Cleared, terms: Terms, strand: Strand) -> None:
        self._begin(slot, cleared, lambda now: cst.Name("None"), strand, ())
        outermost = isinstance(slot, Named) and self.values.scope_at(cleared.statement) is slot.scope
        if terms.config_slot and outermost and slot.key not in self._declared:
            # A function that creates the chat sets the config; its name belongs to the scope of the chat.
            self._set_before(slot, cleared, "config", lambda now: cst.Dict([]), strand, self._config_type(slot, cleared, strand))

    def _begin(self, slot: Slot, stored: Creation | Cleared, begin: Begin, strand: Strand, keeps: tuple[cst.CSTNode, ...]) -> None:
        """`chat = …` becomes `chat_interaction_id = None`."""
        statement, place = stored.statement, stored.place
        assert statement is not None and place is not None
        target = self.state(slot, place.node)
        typed = self.requests.checked.reads(statement) and not isinstance(target, cst.Subscript)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, (cst.Assign, cst.AnnAssign))
            none = begin(now)
            if isinstance(updated, cst.AnnAssign):
                declared = cst.Annotation(cst.parse_expression(self.declared))
                return updated.with_changes(target=target.deep_clone(), annotation=declared, value=none)
            if typed and self._declares(stored):
                return cst.AnnAssign(as_target(target), cst.Annotation(cst.parse_expression(self.declared)), none)
            return updated.with_changes(targets=[updated.targets[0].with_changes(target=target.deep_clone())], value=none)

        strand.edit(Edit(statement, change, "no answer yet", keeps=keeps))

    def annotate(self, annotation: cst.Annotation, strand: Strand) -> None:
        """`dict[str, Chat]` becomes `dict[str, str | None]`."""
        for node in walk(annotation.annotation):
            if isinstance(node, cst.SimpleString) and "Chat" in node.value:
                strand.hold(node, "GI200", "an annotation inside a string is not rewritten yet")
            if isinstance(node, (cst.Name, cst.Attribute)) and self.values.symbol(node) in _CLASSES:
                strand.edit(Edit(node, lambda updated, now: cst.parse_expression(self.declared), "an id", keeps=()))

    def _declares(self, stored: Creation | Cleared) -> bool:
        """Whether a statement is the first of its name, in the scope that owns it."""
        place = stored.place.node if stored.place is not None else None
        if isinstance(place, cst.Name):
            definition = self.module.flow.definition_at(place)
            if definition is None or definition.scope is not self.values.scope_at(place):
                return False
            return min(self.module.flow.by_scope[definition.scope, place.value], key=lambda d: d.order) is definition
        function = self.module.enclosing(stored.statement, cst.FunctionDef) if stored.statement is not None else None
        return isinstance(function, cst.FunctionDef) and function.name.value == "__init__"
