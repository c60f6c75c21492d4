"""The google-genai front: finds `client.models.generate_content`, `client.chats.create` and their relatives."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import libcst as cst

from codemods.options import Options
from codemods.python.answers import Answers, Trail
from codemods.python.config import Configs
from codemods.python.displays import Displays
from codemods.python.flow import Definition
from codemods.python.generate import follow_single
from codemods.python.guards import Guards
from codemods.python.handles import FOREIGN, Handle
from codemods.python.names import Names
from codemods.python.nodes import dotted, keyword, string_value
from codemods.python.parsed import Parsed
from codemods.python.project.things import ChatThing, Place
from codemods.python.request import Requests
from codemods.python.settings.reader import Reader
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.textuse import TextUses
from codemods.python.values import Values

if TYPE_CHECKING:
    from codemods.python.chats.chats import Chats
    from codemods.python.streams import Streams

#: Old methods by their path from a client.
_GENERATE = ("models", "generate_content")
_STREAM = ("models", "generate_content_stream")
_CHAT = ("chats", "create")
_OLD_METHODS = frozenset({"generate_content", "generate_content_stream", "create", "send_message", "send_message_stream", "get_history"})
_SENDS = frozenset({"send_message", "send_message_stream"})
_CHAT_METHODS = _SENDS | {"get_history"}
#: Parts of a receiver that belong to a messenger, not to a chat with a model.
_BOT_WORDS = frozenset(
    "bot update context ctx message effective channel websocket ws socket slack telegram discord sqs queue runtime".split()
)
_MOCK_ATTRIBUTES = frozenset({"return_value", "side_effect", "call_args", "call_args_list", "call_count", "called", "mock_calls"})


class GenaiFront:
    """Reads one module; `trails` are everything it found. ``apart`` are definitions that keep their old shape (see `Displays`)."""

    def __init__(self, values: Values, options: Options, apart: frozenset[Definition] = frozenset()) -> None:
        self.values = values
        self.module = values.module
        self.texts = Texts(values)
        displays = Displays(values, apart)
        configs = Configs(Reader(values, self.texts, displays))
        requests = Requests(values, self.texts, configs, options)
        self.requests = requests
        self.names = Names(self.module)
        self.answers = Answers(values, TextUses(values, self.texts), self.names)
        self.guards = Guards(values)

    @cached_property
    def streams(self) -> Streams:
        """What follows streams. Most modules have none: what is not needed is not imported either, here and for chats."""
        from codemods.python.streams import Streams

        return Streams(self.requests, self.answers, self.guards, self.names)

    @cached_property
    def chats(self) -> Chats:
        """What follows chats."""
        from codemods.python.chats.chats import Chats

        return Chats(self.requests, self.answers, self.guards, self.names, self.streams)

    def trails(self) -> list[Trail]:
        """One trail for each old call, more for each chat. Answers are known before prompts are judged."""
        methods = [node for node in self.module.every(cst.Attribute) if node.attr.value in _OLD_METHODS]
        found = [(node, self._handle(node)) for node in methods]
        for node, handle in found:
            if isinstance(handle, Handle) or self._is_chat(node.value):
                self.texts.note_answer(node)
        trails: list[Trail] = []
        known_sends: set[cst.CSTNode] = set()
        replaced = self._replacement(methods)
        for node, handle in found:
            if isinstance(handle, Handle):
                trails += self._old_method(node, handle)
            elif handle != FOREIGN or self._is_mock(node):
                trails += self._untraced(node)
        for strand in dict.fromkeys(trail.strand for trail in trails):
            known_sends |= {site.node for site in strand.sites} | {hold.node for hold in strand.holds}
            for site in strand.sites if replaced is not None else ():
                if site.code in ("GI101", "GI102", "GI103", "GI108"):
                    line = self.module.span(replaced).line if replaced is not None else 0
                    strand.hold(site.node, "GI213", f"the old method is replaced on line {line}, which the new call would not notice")
        trails += self._loose_sends(methods, known_sends)
        trails += self._patches()
        return trails

    def _is_chat(self, node: cst.BaseExpression) -> bool:
        """Whether an expression surely is a chat made in this module."""
        if self._chat_origin(node) is not None:
            return True
        definitions = self.values.definitions(node) if isinstance(node, cst.Name) else []
        return bool(definitions) and all(d.value is not None and self._creates_chat(d.value) for d in definitions)

    def _creates_chat(self, node: cst.CSTNode) -> bool:
        handle = self.values.handle(node.func) if isinstance(node, cst.Call) else None
        return isinstance(handle, Handle) and handle.method == _CHAT

    def _replacement(self, methods: Sequence[cst.Attribute]) -> cst.CSTNode | None:
        """Where the module puts something of its own in the place of an old method."""
        for node in methods:
            if isinstance(self.module.parent(node), cst.AssignTarget) and self._of_sdk(node):
                return node
        return None

    def _of_sdk(self, node: cst.Attribute) -> bool:
        """Whether an old method is named on a client, or on a class of the SDK (`Models.generate_content = …`)."""
        path = self.values.symbol(node) or ""
        return path.startswith("google.genai.") or isinstance(self.values.handle(node), Handle)

    # -- receivers ----------------------------------------------------------------------------------------------

    def _handle(self, node: cst.Attribute) -> Handle | str | None:
        handle = self.values.handle(node)
        if handle is not None or node.attr.value in _CHAT_METHODS or self._is_mock(node):
            return handle
        return self._assumed(node)

    def _assumed(self, node: cst.Attribute) -> Handle | None:
        """`X.models.generate_content(model=…, contents=…)` in a file or project that uses the SDK looks like ours."""
        call = self.module.parent(node)
        if not self._in_reach or not isinstance(node.value, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not node:
            return None
        path = (node.value.attr.value, node.attr.value)
        wanted = {_GENERATE: ("model", "contents"), _STREAM: ("model", "contents"), _CHAT: ("model",)}.get(path)
        if wanted is None or not all(keyword(call, name) for name in wanted):
            return None
        beyond = node.value.value
        prefix = ("aio",) if isinstance(beyond, cst.Attribute) and beyond.attr.value == "aio" else ()
        if not prefix and isinstance(self.module.parent(call), cst.Await):
            prefix = ("aio",)
        return Handle((*prefix, *path), frozenset({"untraced-client"}))

    @property
    def _in_reach(self) -> bool:
        return self.values.uses_sdk or self.values.index.project_uses_sdk

    def _old_method(self, node: cst.Attribute, handle: Handle) -> list[Trail]:
        if handle.method not in (_GENERATE, _STREAM, _CHAT):
            return []
        if self._is_mock(node):
            return [self._held(node, "GI213", "the old method is replaced or inspected here")]
        call = self.module.parent(node)
        if not isinstance(call, cst.Call) or call.func is not node:
            return [self._held(node, "GI204", f"`{node.attr.value}` is not called here but passed on or given a name")]
        if not (isinstance(node.value, cst.Attribute) and node.value.attr.value == handle.method[0]):
            return [self._held(call, "GI204", f"`{handle.method[0]}` of the client has a name of its own; call it through the client")]
        if handle.method == _CHAT:
            return self.chats.follow(call, handle)
        if handle.method == _STREAM:
            return [self.streams.follow(call, handle)]
        return [follow_single(call, handle, self.requests, self.answers, self.guards, self.names)]

    def _untraced(self, node: cst.Attribute) -> list[Trail]:
        """What may be ours: reported where the file uses the SDK and the expression has its shape."""
        name = node.attr.value
        of_models = isinstance(node.value, cst.Attribute) and node.value.attr.value == "models"
        if self._is_mock(node) and (of_models or self._of_sdk(node)):
            return [self._held(node, "GI213", "the old method is replaced or inspected here")]
        if self._is_mock(node) or not (self.values.uses_sdk or (of_models and self._in_reach)):
            return []
        call = self.module.parent(node)
        called = isinstance(call, cst.Call) and call.func is node
        if name in ("generate_content", "generate_content_stream"):
            if called and (of_models or self._asks_like_ours(call)) and not self._own_method(node):
                return [self._held(call or node, "GI201", f"where the receiver of `{name}` comes from is not in sight")]
            return [self._held(node, "GI204", f"`{name}` is not called here but passed on or given a name")] if of_models else []
        return []

    @staticmethod
    def _asks_like_ours(call: cst.CSTNode | None) -> bool:
        return isinstance(call, cst.Call) and (keyword(call, "contents") is not None or keyword(call, "model") is not None)

    def _own_method(self, node: cst.Attribute) -> bool:
        """Whether the receiver is an object whose class, in this module, defines the method."""
        owner = self.values.owner_class(node.value) or self.values.instance_class(node.value)
        return owner is not None and node.attr.value in self.values.methods(owner)

    def _loose_sends(self, methods: list[cst.Attribute], known: set[cst.CSTNode]) -> list[Trail]:
        """Messages sent to chats that were not followed to their creation."""
        if not self.values.uses_sdk:
            return []
        creates = any(self._creates_chat(self.module.parent(node) or node) for node in methods)
        trails = []
        for node in methods:
            call = self.module.parent(node)
            if node.attr.value not in _CHAT_METHODS or not isinstance(call, cst.Call) or call.func is not node or {call, node} & known:
                continue
            origin = self._chat_origin(node.value)
            if origin is not None:
                trail = self._held(call, "GI200", f"`{node.attr.value}` of a chat that is kept in an attribute is not rewritten yet")
                trail.strand.ties.add(origin)
                trails.append(trail)
            elif (chat := self._chat_elsewhere(node.value)) is not None:
                trails.append(self._held(call, "GI200", f"`{node.attr.value}` of the chat of {chat} is not rewritten yet"))
            elif self._creates_chat(node.value):
                trails.append(self._held(call, "GI200", "a message to a chat without a name is not rewritten yet"))
            elif node.attr.value in _SENDS and self._may_be_chat(node, call, creates):
                trails.append(self._held(call, "GI201", f"where the receiver of `{node.attr.value}` comes from is not in sight"))
        return trails

    def _chat_elsewhere(self, node: cst.BaseExpression) -> Place | None:
        """Where another file creates the chat that an expression is."""
        thing = self.values.thing(node)
        return thing.place if isinstance(thing, ChatThing) and thing.place.path != self.values.index.shown else None

    def _may_be_chat(self, node: cst.Attribute, call: cst.Call, creates: bool) -> bool:
        """Whether an untraced receiver of a message may be a chat: in a file that makes chats, or by its name."""
        if self.values.handle(node.value) == FOREIGN or self._own_method(node):
            return False
        words = set(re.findall(r"[a-z]+", self.module.code(node.value).lower()))
        if keyword(call, "chat_id") or keyword(call, "text") or words & _BOT_WORDS:
            return False
        return creates or "chat" in words

    def _chat_origin(self, node: cst.BaseExpression) -> tuple[str, str] | None:
        """The attribute of a class of this module that holds the chat."""
        owner = self.values.owner_class(node.value) if isinstance(node, cst.Attribute) else None
        if owner is None or not isinstance(node, cst.Attribute):
            return None
        for value in self.values.attributes(owner).values.get(node.attr.value, ()):
            handle = self.values.handle(value.func) if isinstance(value, cst.Call) else None
            if isinstance(handle, Handle) and handle.method == _CHAT:
                return ("chat attribute", node.attr.value)
        return None

    # -- tests --------------------------------------------------------------------------------------------------

    def _is_mock(self, node: cst.Attribute) -> bool:
        parent = self.module.parent(node)
        if isinstance(parent, cst.AssignTarget):
            return True
        if not isinstance(parent, cst.Attribute) or parent.value is not node:
            return False
        return parent.attr.value in _MOCK_ATTRIBUTES or parent.attr.value.startswith("assert_")

    def _patches(self) -> list[Trail]:
        """`patch("….generate_content")` and `monkeypatch.setattr(x, "send_message", …)` name the old method in a string."""
        trails = []
        for node in self.module.every(cst.SimpleString):
            text = string_value(node)
            if text is None or text.rpartition(".")[2] not in ("generate_content", "generate_content_stream", "send_message"):
                continue
            argument = self.module.parent(node)
            call = self.module.parent(argument) if isinstance(argument, cst.Arg) else None
            function = dotted(call.func).rpartition(".")[2] if isinstance(call, cst.Call) else ""
            if function == "getattr" and isinstance(call, cst.Call) and isinstance(self.values.handle(call.args[0].value), Handle):
                trails.append(self._held(call, "GI204", f"`{text}` is taken from the client by its name"))
            if not isinstance(call, cst.Call) or function not in ("patch", "object", "setattr"):
                continue
            ours = text.rpartition(".")[2] != "send_message" or "genai" in text or "Chat" in self.module.code(call)
            if ours:
                trails.append(self._held(node, "GI213", f"the old method `{text}` is replaced here"))
        return trails

    def _held(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> Trail:
        strand = Strand()
        strand.hold(node, code, message, help)
        strand.ties.add(node)
        return Trail(strand, Parsed("unseen"), {}, {})
