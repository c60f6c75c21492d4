"""The google-genai front: finds `client.models.generate_content`, `client.chats.create` and their relatives."""

from __future__ import annotations

from collections.abc import Sequence

import libcst as cst

from codemods.options import Options
from codemods.python.answers import Answers, Trail
from codemods.python.chat import Chats
from codemods.python.config import Configs
from codemods.python.generate import follow_single
from codemods.python.guards import Guards
from codemods.python.handles import FOREIGN, Handle
from codemods.python.names import Names
from codemods.python.parsed import Parsed
from codemods.python.request import Requests
from codemods.python.schemas import Schemas
from codemods.python.strand import Strand
from codemods.python.texts import Texts
from codemods.python.textuse import TextUses
from codemods.python.tree import walk
from codemods.python.values import Values, dotted, keyword, string_value

#: Old methods by their path from a client.
_GENERATE = ("models", "generate_content")
_STREAM = ("models", "generate_content_stream")
_CHAT = ("chats", "create")
_OLD_METHODS = frozenset({"generate_content", "generate_content_stream", "create", "send_message", "send_message_stream"})
_SENDS = frozenset({"send_message", "send_message_stream"})
_MOCK_ATTRIBUTES = frozenset({"return_value", "side_effect", "call_args", "call_args_list", "call_count", "called", "mock_calls"})
_STREAM_HELP = (
    'for event in client.interactions.create(…, stream=True): raise on event.event_type == "error", take event.delta.text where '
    'event.event_type == "step.delta" and event.delta.type == "text".'
)


class GenaiFront:
    """Reads one module; `trails` are everything it found."""

    def __init__(self, values: Values, options: Options) -> None:
        self.values = values
        self.module = values.module
        self.texts = Texts(values)
        requests = Requests(values, self.texts, Configs(values, self.texts, Schemas(values)), options)
        self.requests = requests
        self.answers = Answers(values, TextUses(values))
        self.guards = Guards(values)
        self.names = Names(self.module)
        self.chats = Chats(requests, self.answers, self.guards, self.names)

    def trails(self) -> list[Trail]:
        """One trail for each old call, more for each chat. Answers are known before prompts are judged."""
        methods = [node for node in walk(self.module.tree) if isinstance(node, cst.Attribute) and node.attr.value in _OLD_METHODS]
        found = [(node, self._handle(node)) for node in methods]
        self._note_answers(found)
        trails: list[Trail] = []
        known_sends: set[cst.CSTNode] = set()
        for node, handle in found:
            if isinstance(handle, Handle):
                trails += self._old_method(node, handle)
            elif handle != FOREIGN or self._is_mock(node):
                trails += self._untraced(node)
        for trail in trails:
            known_sends |= {site.node for site in trail.strand.sites}
        trails += self._loose_sends(methods, known_sends)
        trails += self._patches()
        return trails

    def _note_answers(self, found: Sequence[tuple[cst.Attribute, object]]) -> None:
        """Names bound straight to an old call hold answers: `response.text` is text when it goes into the next prompt."""
        for node, handle in found:
            call = self.module.parent(node)
            whole = self.module.parent(call) if call is not None else None
            if isinstance(whole, cst.Await):
                call, whole = whole, self.module.parent(whole)
            if not (isinstance(handle, Handle) or node.attr.value == "send_message") or not isinstance(call, cst.BaseExpression):
                continue
            self.texts.answers.add(call)
            for target in whole.targets if isinstance(whole, cst.Assign) else ():
                definition = self.module.flow.definition_at(target.target) if isinstance(target.target, cst.Name) else None
                if definition is not None:
                    self.texts.answers.update(definition.uses)

    # -- receivers ----------------------------------------------------------------------------------------------

    def _handle(self, node: cst.Attribute) -> Handle | str | None:
        handle = self.values.handle(node)
        if handle is not None or node.attr.value in _SENDS or self._is_mock(node):
            return handle
        return self._assumed(node)

    def _assumed(self, node: cst.Attribute) -> Handle | None:
        """`X.models.generate_content(model=…, contents=…)` in a file that uses the SDK looks like ours."""
        call = self.module.parent(node)
        if not self.values.uses_sdk or not isinstance(node.value, cst.Attribute) or not isinstance(call, cst.Call) or call.func is not node:
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

    def _old_method(self, node: cst.Attribute, handle: Handle) -> list[Trail]:
        if handle.method not in (_GENERATE, _STREAM, _CHAT):
            return []
        if self._is_mock(node):
            return [self._held(node, "GI213", "a test replaces or inspects the old method here")]
        call = self.module.parent(node)
        if not isinstance(call, cst.Call) or call.func is not node:
            return [self._held(node, "GI204", f"`{node.attr.value}` is not called here but passed on or given a name")]
        if handle.method == _STREAM:
            return [self._held(call, "GI200", "`generate_content_stream` is not rewritten yet", _STREAM_HELP)]
        if not (isinstance(node.value, cst.Attribute) and node.value.attr.value == handle.method[0]):
            return [self._held(call, "GI204", f"`{handle.method[0]}` of the client has a name of its own; call it through the client")]
        if handle.method == _CHAT:
            return self.chats.follow(call, handle)
        return [follow_single(call, handle, self.requests, self.answers, self.guards, self.names)]

    def _untraced(self, node: cst.Attribute) -> list[Trail]:
        """What may be ours: reported where the file uses the SDK and the expression has its shape."""
        name = node.attr.value
        of_models = isinstance(node.value, cst.Attribute) and node.value.attr.value == "models"
        if self._is_mock(node) and of_models:
            return [self._held(node, "GI213", "a test replaces or inspects the old method here")]
        if self._is_mock(node) or not self.values.uses_sdk:
            return []
        call = self.module.parent(node)
        called = isinstance(call, cst.Call) and call.func is node
        if name in ("generate_content", "generate_content_stream"):
            if called:
                return [self._held(call or node, "GI201", f"where the receiver of `{name}` comes from is not in sight")]
            return [self._held(node, "GI204", f"`{name}` is not called here but passed on or given a name")] if of_models else []
        return []

    def _loose_sends(self, methods: list[cst.Attribute], known: set[cst.CSTNode]) -> list[Trail]:
        """Messages sent to chats that were not followed to their creation."""
        if not self.values.uses_sdk:
            return []
        trails = []
        for node in methods:
            call = self.module.parent(node)
            if node.attr.value not in _SENDS or not isinstance(call, cst.Call) or call in known:
                continue
            origin = self._chat_origin(node.value)
            if origin is None:
                if self.values.handle(node.value) == FOREIGN or "chat" not in dotted(node.value).lower():
                    continue
                if keyword(call, "chat_id") or keyword(call, "text"):
                    continue
                trails.append(self._held(call, "GI201", f"where the receiver of `{node.attr.value}` comes from is not in sight"))
                continue
            trail = self._held(call, "GI200", "a message to a chat that is kept in an attribute is not rewritten yet")
            trail.strand.ties.add(origin)
            trails.append(trail)
        return trails

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
        for node in walk(self.module.tree):
            text = string_value(node) if isinstance(node, cst.SimpleString) else None
            if text is None or text.rpartition(".")[2] not in ("generate_content", "generate_content_stream", "send_message"):
                continue
            argument = self.module.parent(node)
            call = self.module.parent(argument) if isinstance(argument, cst.Arg) else None
            if not isinstance(call, cst.Call) or dotted(call.func).rpartition(".")[2] not in ("patch", "object", "setattr"):
                continue
            ours = text.rpartition(".")[2] != "send_message" or "genai" in text or self.values.uses_sdk
            if ours:
                trails.append(self._held(node, "GI213", f"a test replaces the old method `{text}`"))
        return trails

    def _held(self, node: cst.CSTNode, code: str, message: str, help: str = "") -> Trail:
        strand = Strand()
        strand.hold(node, code, message, help)
        strand.ties.add(node)
        return Trail(strand, Parsed("unseen"), {}, {})
