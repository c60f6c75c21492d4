"""A chat in straight-line code: each turn passes on the id of the answer before it, and the chat itself goes.

The same way goes a chat that surely gets a single message: there is nothing to pass on then.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Call, Config, Leaf, Node, leaves
from codemods.python.chats.leaving import config_mapping, inner_comments, kept_of, led_by, removed
from codemods.python.chats.meaning import Meaning
from codemods.python.chats.model import Loops, Made, Turn
from codemods.python.chats.position import is_repeated
from codemods.python.chats.reading import Message, Reading, values_of
from codemods.python.chats.stepped import Stepped, joined
from codemods.python.displays import node_of
from codemods.python.edits import Change, Edit, Now, bind_in_place
from codemods.python.flow import Definition
from codemods.python.handles import Handle
from codemods.python.layout import PRAGMA, call_listing
from codemods.python.names import Names
from codemods.python.request import Requests, is_impure
from codemods.python.strand import Strand
from codemods.python.streams import Streams
from codemods.python.tree import walk

_CONDITIONAL = (
    cst.Lambda,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
    cst.GeneratorExp,
    cst.IfExp,
    cst.BooleanOperation,
    cst.Assert,
    cst.FunctionDef,
    cst.ClassDef,
)


@dataclass(frozen=True, eq=False)
class Step:
    """A turn with the number of the statement of the chat's block that holds it."""

    turn: Turn
    position: int


@dataclass(frozen=True, eq=False)
class Line:
    """The block a chat lives in: its statements, the one that creates it, and the turns."""

    body: list[cst.CSTNode]
    statement: cst.SimpleStatementLine
    definition: Definition
    steps: tuple[Step, ...]


class Straight:
    """Recognises and writes straight-line chats of one module."""

    def __init__(self, requests: Requests, reading: Reading, meaning: Meaning, names: Names, streams: Streams) -> None:
        self.requests = requests
        self.reading = reading
        self.meaning = meaning
        self.names = names
        self.stepped = Stepped(requests)
        self.streams = streams
        self.module = requests.module
        self.values = requests.values

    # -- recognising --------------------------------------------------------------------------------------------

    def line(self, call: cst.Call, definition: Definition, turns: Sequence[Turn]) -> Line | None:
        """The block, when each turn is a statement of it that surely runs once, in order; None for anything else."""
        statement = self.module.enclosing(call, cst.SimpleStatementLine)
        body = list(getattr(self.module.parent(statement), "body", ())) if statement is not None else []
        if not isinstance(statement, cst.SimpleStatementLine) or statement not in body or len(statement.body) != 1:
            return None
        places = {node: number for number, node in enumerate(body)}
        steps = [self._step(turn, places, len(turns) == 1) for turn in turns]
        found = [step for step in steps if step is not None and step.position > places[statement]]
        positions = [step.position for step in found]
        if not turns or len(found) != len(turns) or len(set(positions)) != len(positions):
            return None
        return Line(body, statement, definition, tuple(found))

    def _step(self, turn: Turn, places: Mapping[cst.CSTNode, int], alone: bool) -> Step | None:
        around = self.module.ancestors(turn.call)
        holding = next((node for node in around if node in places), None)
        if holding is None or (turn.streamed and not alone):
            return None
        inside = around[: around.index(holding)]
        if alone:
            # What is asked at most once may stand in any branch.
            return None if is_repeated(turn.call, holding, self.module) or _repeats(holding, inside) else Step(turn, places[holding])
        if not isinstance(holding, cst.SimpleStatementLine) or any(isinstance(a, _CONDITIONAL) or _may_stop(a) for a in inside):
            return None
        return Step(turn, places[holding])

    # -- writing ------------------------------------------------------------------------------------------------

    def write(self, line: Line, made: Made, messages: Sequence[Message], loops: Loops, strand: Strand) -> None:
        config = self._shared_config(line, made, strand)
        stack = call_listing(made.creation.call).stacked
        for number, (step, message) in enumerate(zip(line.steps, messages, strict=True)):
            chosen = message.config or config
            asked = self.requests.contents(message.message, chosen, strand, self.reading.depth(message.message))
            if asked is not None and made.history is not None and not number:
                asked = self._after_history(asked, made, message, line, strand)
            if asked is None:
                return
            previous = self._answer_name(line, number - 1, strand) if number else None
            store = self.requests.stored(strand) if len(line.steps) == 1 else None
            identifier = None
            if previous:
                identifier = self.requests.checked.previous(Leaf(cst.parse_expression(f"{previous}.id")), step.turn.call, strand)
            call = Call(made.model, asked, chosen, message.order, identifier, store, stream=step.turn.streamed)
            if step.turn in loops:
                self.streams.rewrite(loops[step.turn], strand)
            strand.edit(self.requests.call_edit(step.turn.call, call, message.arguments, made.receiver, stack=stack))
        if len(line.steps) > 1:
            strand.note(made.creation.call, "GI401", "the service stores this conversation, which generateContent's chat never did")
        self._check_same_meaning(line, made, strand)

    def _after_history(self, asked: Node, made: Made, message: Message, line: Line, strand: Strand) -> Node | None:
        """The first turn's input: what was said before the chat, and the message."""
        assert made.history is not None
        history = self.stepped.history(made.history, strand)
        said = self.stepped.said(asked, message.message, strand)
        if history is None or said is None:
            return None
        if any(self._moves(leaf, line) for leaf in leaves(history)) or self.values.is_mutated(made.history):
            strand.hold(made.history, "GI200", "the history would be read later than it was, when it may be another one")
            return None
        return self.requests.checked.contents(joined(history, said), message.message, strand)

    def _shared_config(self, line: Line, made: Made, strand: Strand) -> Config:
        """What every turn passes on: the config inline where it is short, else one mapping in the place of the chat."""
        config = made.config
        inline = config.is_named or not config.settings
        if not inline:
            short = len(line.steps) == 1 or self.reading.is_short(config)
            inline = short and not self.reading.is_commented(config) and not any(self._moves(leaf, line) for leaf in values_of(config))
        if inline:
            strand.edit(Edit(line.statement, removed, "chat goes", keeps=kept_of(made)))
            self._hand_down_comments(line, made, strand)
            return config
        name = self.names.fresh(f"{line.definition.name.value}_config")
        strand.edit(self._mapping_edit(line, made, name))
        self.requests.checked.new_mapping(line.statement.body[0], strand)
        inner = inner_comments(made.creation.call)
        if inner:
            strand.edit(Edit(line.statement, led_by(inner, replace=False), "comments of the chat"))
        return Config(config.settings, spread=Leaf(cst.Name(name)))

    def _moves(self, leaf: Leaf, line: Line) -> bool:
        """Whether an expression could give something else at a later turn than where the chat was created."""
        source = node_of(leaf)
        changing = any(isinstance(node, (cst.Attribute, cst.Subscript)) for node in walk(source)) and not self.values.symbol(source)
        return is_impure(source) or changing or self._rebound(source, line)

    def _bound_elsewhere(self, name: cst.Name) -> bool:
        """Whether another function may bind the name, through `global` or `nonlocal`."""
        definition = self.module.flow.definition_at(name)
        found = [definition] if definition is not None else self.module.flow.definitions_of(name)
        return any((d.scope, name.value) in self.module.flow.foreign for d in found)

    def _rebound(self, source: cst.CSTNode, line: Line) -> bool:
        """Whether a name of the expression may be bound again between the chat and its last turn."""
        names = [node for node in walk(source) if isinstance(node, cst.Name) and self.module.flow.definitions_of(node)]
        texts = {name.value for name in names}
        between = line.body[line.body.index(line.statement) + 1 : line.steps[-1].position + 1]
        around = {below for statement in between for below in walk(statement)}
        if any(d.name.value in texts and d.name in around for d in self.module.flow.definitions):
            return True
        return any(self._bound_elsewhere(name) for name in names)

    def _check_same_meaning(self, line: Line, made: Made, strand: Strand) -> None:
        """Model and client are written at each turn: they have to mean there what they meant where the chat was created."""
        for node in (made.receiver, node_of(made.model), *([node_of(made.config.spread)] if made.config.spread else [])):
            if is_impure(node) or self._rebound(node, line) or not self._stable_attributes(node):
                strand.hold(
                    node,
                    "GI200",
                    "the chat's client, model or config would be evaluated again at every turn",
                    "Give it a name before the chat is created.",
                )

    def _stable_attributes(self, node: cst.CSTNode) -> bool:
        if any(isinstance(below, cst.Subscript) for below in walk(node)):
            return False
        return all(self.meaning.is_stable(below) for below in walk(node) if isinstance(below, cst.Attribute))

    def _answer_name(self, line: Line, number: int, strand: Strand) -> str:
        """The name that holds a turn's answer when the next one is sent; bound now if it has none."""
        step, following = line.steps[number], line.steps[number + 1]
        parent = self.module.parent(step.turn.answer)
        if isinstance(parent, cst.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0].target, cst.Name):
            name = parent.targets[0].target
            if not self._bound_between(name, line, step, following):
                return name.value
        fresh = self.names.fresh("interaction")
        if isinstance(parent, cst.Expr):
            strand.edit(Edit(parent, _assigned(step.turn.answer, fresh), f"bind {fresh}", keeps=(step.turn.answer,)))
        else:
            strand.edit(Edit(step.turn.answer, bind_in_place(fresh), f"bind {fresh}"))
        return fresh

    def _bound_between(self, name: cst.Name, line: Line, step: Step, following: Step) -> bool:
        """Whether an answer's name may hold something else, or nothing, when the next message is sent."""
        if self.values.is_deleted(name.value) or self._bound_elsewhere(name):
            return True
        between = (below for statement in self._between(line, step, following) for below in walk(statement))
        named = (below for below in between if isinstance(below, cst.Name) and below.value == name.value)
        return any(self.module.flow.definition_at(below) is not None for below in named)

    def _between(self, line: Line, step: Step, following: Step) -> list[cst.CSTNode]:
        """What runs between two turns: the rest of the first one's line, the lines in between, the second one's line before it."""
        rest = self._beside(line.body[step.position], step.turn)[1]
        before, holding = self._beside(line.body[following.position], following.turn)[0], self._holding(following.turn)
        walruses = [node for node in walk(holding) if isinstance(node, cst.NamedExpr)] if holding is not None else []
        return [*rest, *line.body[step.position + 1 : following.position], *before, *walruses]

    def _holding(self, turn: Turn) -> cst.CSTNode | None:
        return self.module.enclosing(turn.call, cst.BaseSmallStatement)

    def _beside(self, statement: cst.CSTNode, turn: Turn) -> tuple[list[cst.CSTNode], list[cst.CSTNode]]:
        """The statements of one line (`a; b; c`) before and behind the one that holds a turn."""
        statements = list(statement.body) if isinstance(statement, cst.SimpleStatementLine) else []
        holding = self._holding(turn)
        place = next((number for number, small in enumerate(statements) if small is holding), 0)
        return list(statements[:place]), list(statements[place + 1 :])

    def _mapping_edit(self, line: Line, made: Made, name: str) -> Edit:
        """`chat = client.chats.create(…)` becomes `chat_config = {…}`."""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Assign)
            target = updated.targets[0].with_changes(target=cst.Name(name))
            return updated.with_changes(targets=[target], value=config_mapping(made.config, self.values, now, made.creation.call))

        return Edit(line.statement.body[0], change, "chat config", keeps=kept_of(made))

    def _is_chat(self, line: cst.CSTNode) -> bool:
        """Whether a statement creates a chat, and may go as well."""
        assign = line.body[0] if isinstance(line, cst.SimpleStatementLine) and line.body else None
        value = assign.value if isinstance(assign, cst.Assign) else None
        handle = self.values.handle(value.func) if isinstance(value, cst.Call) else None
        return isinstance(handle, Handle) and handle.method == ("chats", "create")

    def _hand_down_comments(self, line: Line, made: Made, strand: Strand) -> None:
        """Comments and blank lines above the chat go to the statement behind it."""
        following = next(below for below in line.body[line.body.index(line.statement) + 1 :] if not self._is_chat(below))
        trailing = line.statement.trailing_whitespace.comment
        if trailing is not None and PRAGMA.match(trailing.value):
            trailing = None
        above = [*line.statement.leading_lines, *([cst.EmptyLine(comment=trailing)] if trailing is not None else [])]
        lines = [*above, *inner_comments(made.creation.call)]
        strand.edit(Edit(following, led_by(lines, replace=True), f"comments of line {self.module.span(line.statement).line}"))


def _repeats(holding: cst.CSTNode, inside: Sequence[cst.CSTNode]) -> bool:
    """Whether a statement runs what it holds several times: a loop does, unless it is what the loop goes over."""
    if isinstance(holding, cst.For):
        return bool(inside) and holding.body is inside[-1]
    return isinstance(holding, (cst.For, cst.While, cst.FunctionDef, cst.ClassDef))


def _may_stop(node: cst.CSTNode) -> bool:
    """`a < b < c` leaves out `c` when the first comparison fails."""
    return isinstance(node, cst.Comparison) and len(node.comparisons) > 1


def _assigned(answer: cst.CSTNode, name: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(answer)
        assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.Expr)
        return cst.Assign([cst.AssignTarget(cst.Name(name))], value, semicolon=updated.semicolon)

    return change
