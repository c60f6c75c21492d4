"""A chat in straight-line code: the id of the last answer takes the chat's place.

`chat = client.chats.create(…)` goes, each `chat.send_message(…)` becomes `interactions.create` with the chat's model and
config and, from the second on, `previous_interaction_id` of the answer before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import libcst as cst

from codemods.api.call import Call, Comments, Config, Leaf, Object, leaves, settings
from codemods.api.outputs import UNSEEN
from codemods.python.answers import ANSWER, AWAITABLE, Answers, Trail
from codemods.python.displays import depth_of, kept, node_of, style_of
from codemods.python.edits import Change, Edit, Now, bind_in_place
from codemods.python.flow import Definition
from codemods.python.generate import check_surroundings, made_in_place
from codemods.python.guards import Guards
from codemods.python.handles import Handle
from codemods.python.layout import PRAGMA, call_listing
from codemods.python.names import Names
from codemods.python.nodes import dotted, is_none
from codemods.python.parsed import Parsed
from codemods.python.render import mapping
from codemods.python.request import Arguments, Requests, is_impure
from codemods.python.strand import Strand
from codemods.python.tree import walk

_CREATE = ("model", "config")
_SEND = ("message", "config")
_LATER = {
    "send_message_stream": "a streamed message is not rewritten yet",
    "get_history": "the history of a chat is not rewritten yet",
    "history": "the history of a chat is not rewritten yet",
}
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
_NOT_YET = "Keep the id of the last answer in a variable (None at first) and pass it as previous_interaction_id on every turn."


@dataclass(frozen=True, eq=False)
class Turn:
    """One `send_message`: its call, the whole expression that gives the answer (with `await`), and its statement."""

    call: cst.Call
    answer: cst.BaseExpression
    statement: cst.SimpleStatementLine
    position: int


@dataclass(frozen=True, eq=False)
class Chat:
    """What a chat was created with, and where."""

    create: cst.Call
    statement: cst.SimpleStatementLine
    definition: Definition
    receiver: cst.BaseExpression
    model: Leaf
    config: Config


class Chats:
    """Follows the chats of one module."""

    def __init__(self, requests: Requests, answers: Answers, guards: Guards, names: Names) -> None:
        self.requests = requests
        self.answers = answers
        self.guards = guards
        self.names = names
        self.module = requests.module
        self.values = requests.values

    def follow(self, call: cst.Call, handle: Handle) -> list[Trail]:
        """Everything one chat needs: a trail for each of its turns, all on one strand."""
        strand = Strand()
        strand.site(call, "GI102", "`chats.create` is the old API")
        check_surroundings(call, handle, self.guards, strand)
        trails = [Trail(strand, Parsed(), {}, {})]
        definition = self._definition(call, strand)
        if definition is None:
            return trails
        strand.ties.add(definition)
        sends = self._sends(definition, strand)
        for send in sends:
            strand.site(send, "GI103", "`send_message` is the old API")
            check_surroundings(send, handle, self.guards, strand)
        chat = self._chat(call, definition, strand)
        turns = self._straight_line(chat, sends, handle.asynchronous, strand) if chat is not None else []
        trails += [self._follow_answer(send, handle, chat, strand) for send in sends]
        if chat is not None and turns and not strand.holds:
            self._write(chat, turns, strand)
        return trails

    def _depth(self, node: cst.CSTNode) -> int:
        return depth_of(node, self.module)

    # -- what there is ------------------------------------------------------------------------------------------

    def _definition(self, call: cst.Call, strand: Strand) -> Definition | None:
        assign = self.module.parent(call)
        if isinstance(assign, cst.Assign) and len(assign.targets) == 1 and isinstance(assign.targets[0].target, cst.Name):
            return self.module.flow.definition_at(assign.targets[0].target)
        if isinstance(assign, cst.Assign) and isinstance(assign.targets[0].target, cst.Attribute):
            strand.ties.add(("chat attribute", assign.targets[0].target.attr.value))
            strand.hold(call, "GI200", "a chat that is kept in an attribute is not rewritten yet", _NOT_YET)
        else:
            strand.hold(call, "GI200", "a chat that is not simply given a name is not rewritten yet", _NOT_YET)
        return None

    def _sends(self, definition: Definition, strand: Strand) -> list[cst.Call]:
        """The messages of a chat, in source order; every other use holds it."""
        found = []
        for use in definition.uses:
            strand.ties.add(use)
            others = self.module.flow.definitions_of(use) - {definition}
            if others:
                strand.hold(use, "GI217", f"`{use.value}` may hold another chat or value here")
            attribute = self.module.parent(use)
            call = self.module.parent(attribute) if isinstance(attribute, cst.Attribute) else None
            if (
                isinstance(attribute, cst.Attribute)
                and isinstance(call, cst.Call)
                and call.func is attribute
                and attribute.attr.value == "send_message"
            ):
                found.append(call)
            elif isinstance(attribute, cst.Attribute) and attribute.attr.value in _LATER:
                strand.hold(attribute, "GI200", _LATER[attribute.attr.value], _NOT_YET)
            else:
                strand.hold(use, "GI205", f"the chat `{use.value}` is used in a way that cannot be followed", _NOT_YET)
        return sorted(found, key=self.module.span)

    def _chat(self, call: cst.Call, definition: Definition, strand: Strand) -> Chat | None:
        statement = self.module.enclosing(call, cst.SimpleStatementLine)
        arguments = self.requests.arguments(call, (*_CREATE, "history"), strand)
        if not isinstance(statement, cst.SimpleStatementLine):
            strand.hold(call, "GI200", "a chat created on the line of its block's head is not rewritten yet", _NOT_YET)
            return None
        if arguments is None:
            return None
        how = "can be read from outside of this code" if definition.scope.kind == "class" else self.values.exported_to(definition)
        if how:
            strand.hold(call, "GI205", f"the chat `{definition.name.value}` {how}", _NOT_YET)
        history, model = arguments.value("history"), arguments.value("model")
        if history is not None and not is_none(history) and not (isinstance(history, cst.List) and not history.elements):
            strand.hold(
                arguments.by_name["history"],
                "GI200",
                "a chat with a history is not rewritten yet",
                "Put the history into the first turn's input as steps of type user_input and model_output.",
            )
        if model is None:
            strand.hold(call, "GI216", "the chat is created without a model")
            return None
        named = self.requests.model(model, strand, self._depth(model))
        config = self.requests.config(arguments.value("config"), strand, self._depth(model))
        assert isinstance(call.func, cst.Attribute) and isinstance(call.func.value, cst.Attribute)
        receiver = call.func.value.value
        if made_in_place(receiver) is not None or not dotted(receiver):
            strand.hold(call, "GI221", "the chat's client has no name that every turn could use")
        if config is None:
            return None
        return Chat(call, statement, definition, receiver, named, config)

    # -- straight-line code -------------------------------------------------------------------------------------

    def _straight_line(self, chat: Chat, sends: Sequence[cst.Call], asynchronous: bool, strand: Strand) -> list[Turn]:
        """The turns, when each is a statement of the block in which the chat is created and surely runs once, in order."""
        block = self.module.parent(chat.statement)
        body = list(getattr(block, "body", ()))
        if chat.statement not in body or len(chat.statement.body) != 1:
            strand.hold(chat.create, "GI200", "a chat created beside other statements on one line is not rewritten yet", _NOT_YET)
            return []
        if not sends and not strand.holds:
            strand.hold(chat.create, "GI200", "no message is sent to this chat where it could be seen", _NOT_YET)
        turns = []
        for send in sends:
            around = self.module.ancestors(send)
            statement = next((a for a in around if isinstance(a, cst.SimpleStatementLine)), None)
            inside = around[: around.index(statement)] if statement is not None else around
            if statement not in body or any(isinstance(a, _CONDITIONAL) or _may_stop(a) for a in inside):
                strand.hold(send, "GI200", "a message sent in a loop, branch or function of its own is not rewritten yet", _NOT_YET)
                continue
            assert isinstance(statement, cst.SimpleStatementLine)
            parent = around[0]
            if asynchronous and not isinstance(parent, cst.Await):
                strand.hold(send, "GI200", "a message that is not awaited where it is sent is not rewritten yet", _NOT_YET)
            turns.append(Turn(send, parent if isinstance(parent, cst.Await) else send, statement, body.index(statement)))
        positions = [turn.position for turn in turns]
        if len(set(positions)) != len(positions):
            strand.hold(turns[-1].call, "GI200", "two messages in one statement are not rewritten yet", _NOT_YET)
        if any(position <= body.index(chat.statement) for position in positions):
            strand.hold(chat.create, "GI200", "the chat is used before it is created here", _NOT_YET)
        return turns

    def _follow_answer(self, send: cst.Call, handle: Handle, chat: Chat | None, strand: Strand) -> Trail:
        arguments = self.requests.arguments(send, _SEND, strand, positional=_SEND)
        own = arguments.value("config") if arguments is not None else None
        parsed = Parsed("unseen")
        seen = UNSEEN
        if own is not None and not _is_falsy(own):
            config = self.requests.config(own, strand, self._depth(own))
            if config is not None and chat is not None and not strand.holds:
                parsed, seen = self.requests.parsed(config), self.requests.outputs_of(config, chat.model)
        elif chat is not None and not strand.holds:
            parsed, seen = self.requests.parsed(chat.config), self.requests.outputs_of(chat.config, chat.model)
        trail = Trail(strand, parsed, {}, {}, outputs=seen)
        self.answers.trace(send, ANSWER.wrapped(AWAITABLE) if handle.asynchronous else ANSWER, trail)
        return trail

    # -- writing ------------------------------------------------------------------------------------------------

    def _write(self, chat: Chat, turns: Sequence[Turn], strand: Strand) -> None:
        config = self._shared_config(chat, turns, strand)
        stack = call_listing(chat.create).stacked
        for number, turn in enumerate(turns):
            arguments = self.requests.arguments(turn.call, _SEND, strand, positional=_SEND)
            message = arguments.value("message") if arguments is not None else None
            if arguments is None or message is None:
                strand.hold(turn.call, "GI216", "the message of this turn is not in sight")
                return
            own = arguments.value("config")
            chosen = config
            if own is not None and not _is_falsy(own):
                chosen = self.requests.config(own, strand, self._depth(own)) or Config()
            asked = self.requests.contents(message, chosen, strand, self._depth(message))
            if asked is None:
                return
            previous = self._answer_name(turns, number - 1, strand) if number else None
            store = None
            if len(turns) == 1:
                store = self.requests.stored(strand)
            identifier = None
            if previous:
                identifier = self.requests.checked.previous(Leaf(cst.parse_expression(f"{previous}.id")), turn.call, strand)
            call = Call(chat.model, asked, chosen, self._order(arguments), identifier, store)
            strand.edit(self.requests.call_edit(turn.call, call, self._renamed(arguments), chat.receiver, stack=stack))
        if len(turns) > 1:
            strand.note(chat.create, "GI401", "the service stores this conversation, which generateContent's chat never did")
        self._check_same_meaning(chat, turns, strand)

    @staticmethod
    def _order(arguments: Arguments) -> tuple[str, ...]:
        own = tuple("contents" if name == "message" else name for name in arguments.order)
        return ("model", *own) if "config" in own else ("model", *own, "config")

    @staticmethod
    def _renamed(arguments: Arguments) -> Arguments:
        order = tuple("contents" if name == "message" else name for name in arguments.order)
        return Arguments(arguments.by_name, order)

    def _shared_config(self, chat: Chat, turns: Sequence[Turn], strand: Strand) -> Config:
        """What every turn passes on: the config inline where it is short, else one mapping in the place of the chat."""
        config = chat.config
        written = [leaf for entry in settings(config) for leaf in leaves(entry.value)]
        inline = config.spread is not None or not config.settings
        if not inline:
            short = len(turns) == 1 or (len(config.settings) == 1 and all(len(self.module.code(node_of(leaf))) <= 60 for leaf in written))
            inline = short and not self._commented(config) and not any(self._moves(leaf, chat, turns) for leaf in written)
        self.requests.check_copies(config, strand)
        if config.spread is not None and not config.settings:
            strand.hold(chat.create, "GI203", "the chat's config says nothing, so what it stands for is not clear")
        if inline:
            strand.edit(Edit(chat.statement, _removed, "chat goes", keeps=kept(settings(config)) + (node_of(chat.model),)))
            self._hand_down_comments(chat, strand)
            return config
        name = self.names.fresh(f"{chat.definition.name.value}_config")
        strand.edit(self._mapping_edit(chat, name))
        self.requests.checked.new_mapping(chat.statement.body[0], strand)
        inner = self._inner_comments(chat)
        if inner:
            strand.edit(Edit(chat.statement, _led_by(inner, replace=False), "comments of the chat"))
        return Config(config.settings, spread=Leaf(cst.Name(name)))

    @staticmethod
    def _commented(config: Config) -> bool:
        return bool(config.orphans or config.opening) or any(setting.comments != Comments() for setting in config.settings)

    def _moves(self, leaf: Leaf, chat: Chat, turns: Sequence[Turn]) -> bool:
        """Whether an expression could give something else at a later turn than where the chat was created."""
        source = node_of(leaf)
        changing = any(isinstance(node, (cst.Attribute, cst.Subscript)) for node in walk(source)) and not self.values.symbol(source)
        return is_impure(source) or changing or self._rebound(source, chat, turns)

    def _bound_elsewhere(self, name: cst.Name) -> bool:
        """Whether another function may bind the name, through `global` or `nonlocal`."""
        definition = self.module.flow.definition_at(name)
        found = [definition] if definition is not None else self.module.flow.definitions_of(name)
        return any((d.scope, name.value) in self.module.flow.foreign for d in found)

    def _rebound(self, source: cst.CSTNode, chat: Chat, turns: Sequence[Turn]) -> bool:
        """Whether a name of the expression may be bound again between the chat and its last turn."""
        names = [node for node in walk(source) if isinstance(node, cst.Name) and self.module.flow.definitions_of(node)]
        texts = {name.value for name in names}
        body = list(getattr(self.module.parent(chat.statement), "body", ()))
        between = body[body.index(chat.statement) + 1 : turns[-1].position + 1]
        around = {below for statement in between for below in walk(statement)}
        if any(d.name.value in texts and d.name in around for d in self.module.flow.definitions):
            return True
        return any(self._bound_elsewhere(name) for name in names)

    def _check_same_meaning(self, chat: Chat, turns: Sequence[Turn], strand: Strand) -> None:
        """Model and client are written at each turn: they have to mean there what they meant where the chat was created."""
        for node in (chat.receiver, node_of(chat.model), *([node_of(chat.config.spread)] if chat.config.spread else [])):
            if is_impure(node) or self._rebound(node, chat, turns) or not self._stable_attributes(node):
                strand.hold(
                    node,
                    "GI200",
                    "the chat's client, model or config would be evaluated again at every turn",
                    "Give it a name before the chat is created.",
                )

    def _stable_attributes(self, node: cst.CSTNode) -> bool:
        """Whether attributes are read that never change: of a module, of a client, or assigned once in their class."""
        for attribute in (below for below in walk(node) if isinstance(below, cst.Attribute)):
            if self.values.symbol(attribute) or isinstance(self.values.handle(attribute.value), Handle):
                continue
            owner = self.values.owner_class(attribute.value)
            name = attribute.attr.value
            values = self.values.attributes(owner).values.get(name, []) if owner is not None else []
            overridden = owner is not None and any(name in self.values.attributes(c).values for c in self.values.subclasses(owner))
            changed = name in self.values.stored_outside or "setattr(" in self.module.source
            if len([value for value in values if not is_none(value)]) != 1 or overridden or changed:
                return False
        return not any(isinstance(below, cst.Subscript) for below in walk(node))

    def _answer_name(self, turns: Sequence[Turn], number: int, strand: Strand) -> str:
        """The name that holds a turn's answer when the next one is sent; bound now if it has none."""
        turn, following = turns[number], turns[number + 1]
        parent = self.module.parent(turn.answer)
        if isinstance(parent, cst.Assign) and len(parent.targets) == 1 and isinstance(parent.targets[0].target, cst.Name):
            name = parent.targets[0].target
            if not self._bound_between(name, turn, following):
                return name.value
        fresh = self.names.fresh("interaction")
        if isinstance(parent, cst.Expr):
            strand.edit(Edit(parent, _assigned(turn.answer, fresh), f"bind {fresh}", keeps=(turn.answer,)))
        else:
            strand.edit(Edit(turn.answer, bind_in_place(fresh), f"bind {fresh}"))
        return fresh

    def _bound_between(self, name: cst.Name, turn: Turn, following: Turn) -> bool:
        """Whether an answer's name may hold something else, or nothing, when the next message is sent."""
        if self.values.is_deleted(name.value) or self._bound_elsewhere(name):
            return True
        body = list(getattr(self.module.parent(turn.statement), "body", ()))
        between = {below for statement in body[turn.position + 1 : following.position] for below in walk(statement)}
        return any(d.name.value == name.value and d.name in between for d in self.module.flow.definitions)

    def _mapping_edit(self, chat: Chat, name: str) -> Edit:
        """`chat = client.chats.create(…)` becomes `chat_config = {…}`."""
        entries = settings(chat.config)
        assign = chat.statement.body[0]

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Assign)
            target = updated.targets[0].with_changes(target=cst.Name(name))
            written = mapping(
                Object(entries, chat.config.exploded, chat.config.orphans, chat.config.opening), style_of(self.values, now, chat.create), 0
            )
            return updated.with_changes(targets=[target], value=written)

        return Edit(assign, change, "chat config", keeps=(*kept(entries), node_of(chat.model)))

    @staticmethod
    def _inner_comments(chat: Chat) -> list[cst.EmptyLine]:
        """Comments at the arguments of the removed call."""
        listing = call_listing(chat.create)
        texts = [text for comments in listing.comments for text in (*comments.before, comments.after) if text]
        return [cst.EmptyLine(comment=cst.Comment(text)) for text in (listing.opening, *texts, *listing.orphans) if text]

    def _is_chat(self, line: cst.CSTNode) -> bool:
        """Whether a statement creates a chat, and may go as well."""
        assign = line.body[0] if isinstance(line, cst.SimpleStatementLine) and line.body else None
        value = assign.value if isinstance(assign, cst.Assign) else None
        handle = self.values.handle(value.func) if isinstance(value, cst.Call) else None
        return isinstance(handle, Handle) and handle.method == ("chats", "create")

    def _hand_down_comments(self, chat: Chat, strand: Strand) -> None:
        """Comments and blank lines above the chat go to the statement behind it."""
        body = list(getattr(self.module.parent(chat.statement), "body", ()))
        following = next(line for line in body[body.index(chat.statement) + 1 :] if not self._is_chat(line))
        trailing = chat.statement.trailing_whitespace.comment
        if trailing is not None and PRAGMA.match(trailing.value):
            trailing = None
        above = [*chat.statement.leading_lines, *([cst.EmptyLine(comment=trailing)] if trailing is not None else [])]
        lines = [*above, *self._inner_comments(chat)]
        strand.edit(Edit(following, _led_by(lines, replace=True), f"comments of line {self.module.span(chat.statement).line}"))


def _led_by(lines: Sequence[cst.EmptyLine], *, replace: bool) -> Change:
    """Put lines above a statement; ``replace`` its own blank ones, so that no gap is left where a statement went."""

    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        own = list(getattr(updated, "leading_lines", ()))
        if replace and not any(line.comment for line in own):
            own = []
        return updated.with_changes(leading_lines=[*lines, *own] if replace else [*own, *lines])

    return change


def _may_stop(node: cst.CSTNode) -> bool:
    """`a < b < c` leaves out `c` when the first comparison fails."""
    return isinstance(node, cst.Comparison) and len(node.comparisons) > 1


def _is_falsy(config: cst.BaseExpression) -> bool:
    """A config of a message that says nothing: the chat's holds."""
    if isinstance(config, cst.Dict):
        return not config.elements
    return is_none(config) or (isinstance(config, cst.Call) and dotted(config.func) == "dict" and not config.args)


def _removed(updated: cst.CSTNode, now: Now) -> cst.RemovalSentinel:
    return cst.RemovalSentinel.REMOVE


def _assigned(answer: cst.CSTNode, name: str) -> Change:
    def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
        value = now(answer)
        assert isinstance(value, cst.BaseExpression) and isinstance(updated, cst.Expr)
        return cst.Assign([cst.AssignTarget(cst.Name(name))], value, semicolon=updated.semicolon)

    return change
