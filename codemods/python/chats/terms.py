"""What every turn of a conversation repeats: the client, the model and the config of its chat, each evaluated once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import libcst as cst

from codemods.api.call import Config, Leaf
from codemods.python.chats.attributes import Attributed
from codemods.python.chats.meaning import Life, Meaning
from codemods.python.chats.model import Made, Slot, Turn
from codemods.python.chats.reading import Reading, values_of
from codemods.python.chats.uses import Uses
from codemods.python.displays import node_of
from codemods.python.layout import call_listing
from codemods.python.strand import Strand

NAME_IT = "Give it a name that means the same at every turn before the chat is created."


@dataclass(frozen=True, eq=False)
class Terms:
    """What the turns pass on. A ``model`` or ``config`` slot is set wherever a chat is created, and read by the turns."""

    receiver: cst.BaseExpression
    call_model: Leaf
    call_config: Config
    model_slot: str = ""
    config_slot: str = ""
    stack: bool = False
    #: Whether the state tells a chat without an answer from no chat.
    marked: bool = False


class Agreement:
    """Looks for one way to write the turns that is right for all chats of a slot."""

    def __init__(self, reading: Reading, meaning: Meaning) -> None:
        self.reading = reading
        self.module = reading.module
        self.meaning = meaning

    def terms(self, slot: Slot, made: Sequence[Made], uses: Uses, strand: Strand, *, marked: bool) -> Terms | None:
        """The terms of a slot's chats; None (with a hold) where they cannot be repeated."""
        turns = uses.turns
        made = [self._through_attributes(slot, one) for one in made]
        first = made[0]
        if not self._everywhere([one.receiver for one in made], slot, made, turns):
            strand.hold(first.creation.call, "GI221", "the chat's client does not mean the same at every turn", NAME_IT)
            return None
        stack = any(call_listing(one.creation.call).stacked for one in made)
        terms = Terms(first.receiver, first.model, first.config, stack=stack, marked=marked)
        if not self._everywhere([node_of(one.model) for one in made], slot, made, turns):
            if slot.keeps_name:
                strand.hold(first.creation.call, "GI200", "the chat's model would be evaluated again at every turn", NAME_IT)
                return None
            terms = replace(terms, model_slot="model", marked=bool(uses.guards))
        return self._with_config(terms, slot, made, uses, strand)

    def _through_attributes(self, slot: Slot, made: Made) -> Made:
        """`self.client = client` beside `self.chat = client.chats.create(…)`: the other turns have the client by that name."""
        if not isinstance(slot, Attributed):
            return made
        model = node_of(made.model)
        receiver = self._kept_as(made.receiver, made) or made.receiver
        named = self._kept_as(model, made) if isinstance(model, cst.BaseExpression) else None
        return replace(made, receiver=receiver, model=replace(made.model, source=named) if named is not None else made.model)

    def _kept_as(self, node: cst.BaseExpression, made: Made) -> cst.BaseExpression | None:
        """The attribute that a local name (or what hangs on it) is assigned to in the block that creates the chat."""
        if isinstance(node, cst.Attribute):
            inner = self._kept_as(node.value, made)
            return cst.Attribute(inner, node.attr) if inner is not None else None
        definitions = self.module.flow.definitions_of(node) if isinstance(node, cst.Name) else frozenset()
        if len(definitions) != 1 or next(iter(definitions)).scope.kind != "function":
            return None
        (definition,) = definitions
        line = self.module.enclosing(made.creation.call, cst.SimpleStatementLine)
        for use in definition.uses:
            assign = self.module.parent(use)
            target = assign.targets[0].target if isinstance(assign, cst.Assign) and len(assign.targets) == 1 else None
            beside = self.module.parent(assign) if assign is not None else None
            same_block = beside is not None and line is not None and self.module.parent(beside) is self.module.parent(line)
            if isinstance(target, cst.Attribute) and same_block and self.module.flow.definitions_of(use) == definitions:
                if self.meaning.is_stable(target):
                    return target
        return None

    def _with_config(self, terms: Terms, slot: Slot, made: Sequence[Made], uses: Uses, strand: Strand) -> Terms | None:
        first, turns = made[0], uses.turns
        if any(one.config.is_named for one in made):
            spreads = [node_of(one.config.spread) for one in made if one.config.spread is not None and one.config.is_named]
            if len(spreads) == len(made) and self._everywhere(spreads, slot, made, turns):
                return terms
        elif self._inline(slot, made, turns, always=slot.keeps_name or (bool(uses.guards) and not terms.marked)):
            return terms
        elif not slot.keeps_name:
            return replace(terms, config_slot="config", marked=bool(uses.guards))
        strand.hold(first.creation.call, "GI200", "the chat's config would be evaluated again at every turn", NAME_IT)
        return None

    def _inline(self, slot: Slot, made: Sequence[Made], turns: Sequence[Turn], *, always: bool) -> bool:
        """Whether every turn spells the config out; ``always`` when a mapping has no place, or would be made again and again."""
        config = made[0].config
        if not config.settings:
            return not any(one.config.settings for one in made)
        if len({self._code(one) for one in made}) > 1:
            return False
        short = always or len(turns) == 1 or self.reading.is_short(config)
        if not short or (self.reading.is_commented(config) and (not always or len(turns) > 1)):
            return False
        columns = zip(*(values_of(one.config) for one in made), strict=True)
        return all(self._everywhere([node_of(leaf) for leaf in column], slot, made, turns) for column in columns)

    def _code(self, made: Made) -> str:
        argument = next((arg for arg in made.creation.call.args if arg.keyword is not None and arg.keyword.value == "config"), None)
        return self.module.code(argument.value) if argument is not None else ""

    def _everywhere(self, nodes: Sequence[cst.CSTNode], slot: Slot, made: Sequence[Made], turns: Sequence[Turn]) -> bool:
        """Whether the expressions, one of each chat, are the same one, and mean at every turn what they mean there."""
        if len({self.module.code(node) for node in nodes}) != 1:
            return False
        pairs = zip(nodes, made, strict=True)
        life = Life(slot.scope, slot.reruns)
        return all(self.meaning.is_same(node, one.creation.call, turn.call, life) for node, one in pairs for turn in turns)
