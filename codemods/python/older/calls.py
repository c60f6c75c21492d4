"""Requests of the older SDKs: a call of a model, the beginning of a chat, a message to it."""

from __future__ import annotations

from functools import cached_property

import libcst as cst

from codemods.python.displays import depth_of, style_of
from codemods.python.edits import Edit, Now
from codemods.python.layout import call_listing
from codemods.python.older.arguments import Argument, by_name, kept, rearranged
from codemods.python.older.clients import Clients
from codemods.python.older.contents import Contents
from codemods.python.older.imports import Imports
from codemods.python.older.models import Models
from codemods.python.older.receivers import CHAT, Receivers
from codemods.python.older.settings import Setting, Settings, Shape, settings_of, written
from codemods.python.strand import Strand

_SETTINGS = ("generation_config", "safety_settings", "stream", "tools", "tool_config", "request_options", "labels")
_GENERATE = ("contents", *_SETTINGS)
_SEND = ("content", *_SETTINGS)


class Calls:
    """Writes the requests of one module in google-genai's words."""

    def __init__(
        self, values: Receivers, models: Models, settings: Settings, contents: Contents, clients: Clients, imports: Imports
    ) -> None:
        self.values = values
        self.module = values.module
        self.models = models
        self.settings = settings
        self.contents = contents
        self.clients = clients
        self.imports = imports

    def _streamed(self, arguments: dict[str, cst.Arg], strand: Strand) -> bool | None:
        stream = arguments.get("stream")
        if stream is None or (isinstance(stream.value, cst.Name) and stream.value.value == "False"):
            return False
        if isinstance(stream.value, cst.Name) and stream.value.value == "True":
            return True
        strand.hold(stream, "GI203", "whether the answer is streamed cannot be told")
        return None

    def generate(self, call: cst.Call, asynchronous: bool, strand: Strand) -> None:
        arguments = self._arguments(call, _GENERATE, strand)
        if arguments is None or "contents" not in arguments:
            return
        strand.site(call, "GI101", "`generate_content` is the old API")
        streamed = self._streamed(arguments, strand)
        own = self._own(call, arguments, strand)
        config = self._merged(call, own, strand)
        self.contents.translate(arguments["contents"].value, strand)
        receiver = self.clients.receiver(call.func, strand)
        if (streamed or asynchronous) and self.clients.is_local(call.func) and self._outlives(call):
            strand.hold(call, "GI221", "nothing keeps the client alive that would be made in this function")
        model = _model_of(call)
        places = list(arguments)
        method = ("models", "generate_content_stream" if streamed else "generate_content")

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            items = [
                Argument("model", lambda now: _value(now(model))),
                Argument("contents", kept(arguments["contents"]), places.index("contents")),
                *self._config_argument(call, config, own, arguments),
            ]
            return rearranged(call, updated.with_changes(func=_path(receiver, asynchronous, method)), items, now)

        strand.edit(Edit(call, change, "generate_content", keeps=self._keeps(call, config)))

    def _outlives(self, call: cst.Call) -> bool:
        """Whether a stream or an awaitable may go on after its function has ended."""
        whole: cst.CSTNode = call
        parent = self.module.parent(whole)
        awaited = isinstance(parent, cst.Await)
        if isinstance(parent, cst.Await):
            whole, parent = parent, self.module.parent(parent)
        if isinstance(parent, (cst.For, cst.CompFor)) or (awaited and not self._is_streamed(call)):
            return False
        targets = [target.target for target in parent.targets] if isinstance(parent, cst.Assign) else []
        definition = self.module.flow.definition_at(targets[0]) if len(targets) == 1 and isinstance(targets[0], cst.Name) else None
        if definition is None:
            return True
        return not all(isinstance(self.module.parent(use), (cst.For, cst.CompFor, cst.Attribute)) for use in definition.uses)

    @staticmethod
    def _is_streamed(call: cst.Call) -> bool:
        return any(arg.keyword is not None and arg.keyword.value == "stream" for arg in call.args)

    def start_chat(self, call: cst.Call, strand: Strand) -> None:
        arguments = by_name(call, ("history",))
        if arguments is not None and "responder" in arguments:
            strand.hold(arguments["responder"], "GI206", "Interactions calls no functions by itself")
            return
        if arguments is None or not set(arguments) <= {"history", "enable_automatic_function_calling", "response_validation"}:
            strand.hold(call, "GI216", "the arguments of this chat are not in sight")
            return
        strand.site(call, "GI102", "a chat of a retired SDK")
        validation = arguments.get("response_validation")
        if self.imports.sdk == "vertexai" and not (validation is not None and self.module.code(validation.value) == "False"):
            strand.note(call, "GI408", "the retired SDK raised a ResponseValidationError for a message whose answer was blocked or cut off")
        automatic = arguments.get("enable_automatic_function_calling")
        if automatic is not None and not (isinstance(automatic.value, cst.Name) and automatic.value.value == "False"):
            strand.hold(automatic, "GI206", "`enable_automatic_function_calling` has no counterpart in Interactions")
        config = self._merged(call, (), strand)
        history = arguments.get("history")
        empty = history is None or (isinstance(history.value, cst.List) and not history.value.elements)
        if history is not None and not empty:
            self.contents.translate(history.value, strand)
        receiver = self.clients.receiver(call.func, strand)
        model = _model_of(call)
        places = list(arguments)
        asynchronous = self._sends_asynchronously(strand, call)

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call)
            items = [Argument("model", lambda now: _value(now(model))), *self._config_argument(call, config, (), {})]
            if history is not None and not empty:
                items.append(Argument("history", kept(history), places.index("history")))
            return rearranged(call, updated.with_changes(func=_path(receiver, asynchronous, ("chats", "create"))), items, now)

        strand.edit(Edit(call, change, "chats.create", keeps=self._keeps(call, config)))

    def _sends_asynchronously(self, strand: Strand, call: cst.Call) -> bool:
        """Whether the chats of this module are asked in asynchronous code; a chat is of one kind now."""
        kinds = self._ways_of_asking
        if len(kinds) > 1:
            strand.hold(call, "GI200", "chats of this file are asked with and without await; a chat is of one kind now")
        return self.asked_asynchronously()

    def asked_asynchronously(self) -> bool:
        return self._ways_of_asking == {"send_message_async"}

    @cached_property
    def _ways_of_asking(self) -> frozenset[str]:
        """The methods by which the chats of this module are asked."""
        return frozenset(
            node.attr.value
            for node in self.module.attributes("send_message", "send_message_async")
            if self.values.handle(node.value) == CHAT
        )

    def send(self, call: cst.Call, asynchronous: bool, strand: Strand) -> None:
        arguments = self._arguments(call, _SEND, strand)
        if arguments is None or "content" not in arguments:
            return
        strand.site(call, "GI103", "a message to a chat of a retired SDK")
        streamed = self._streamed(arguments, strand)
        own = self._own(call, arguments, strand)
        if own and any(model.settings for model in self.models.models):
            strand.hold(call, "GI200", "settings of one message beside those of the model are not rewritten yet")
        self.contents.translate(arguments["content"].value, strand)
        places = list(arguments)
        keyword = "message" if arguments["content"].keyword is not None else ""

        def change(updated: cst.CSTNode, now: Now) -> cst.CSTNode:
            assert isinstance(updated, cst.Call) and isinstance(updated.func, cst.Attribute)
            name = "send_message_stream" if streamed else "send_message"
            items = [Argument(keyword, kept(arguments["content"]), places.index("content"))]
            items += self._config_argument(call, own, own, arguments)
            return rearranged(call, updated.with_changes(func=updated.func.with_changes(attr=cst.Name(name))), items, now)

        strand.edit(Edit(call, change, "send_message"))

    def _arguments(self, call: cst.Call, known: tuple[str, ...], strand: Strand) -> dict[str, cst.Arg] | None:
        arguments = by_name(call, known)
        if arguments is None or not set(arguments) <= set(known):
            strand.hold(call, "GI216", "the arguments of this call are not in sight")
            return None
        return arguments

    def _own(self, call: cst.Call, arguments: dict[str, cst.Arg], strand: Strand) -> tuple[Setting, ...]:
        """What the call itself sets, put into google-genai's words."""
        found = settings_of(call, arguments, depth_of(call, self.module))
        for setting in found:
            self.settings.translate(setting, strand)
        return found

    def _merged(self, call: cst.Call, own: tuple[Setting, ...], strand: Strand) -> tuple[Setting, ...]:
        """The settings of the model and those of the call, which win."""
        general = self.models.config(call, strand)
        if not general or not own:
            return general or own
        merged = self.models.merged(call, general, own)
        if merged is None:
            strand.hold(call, "GI200", "settings of this call go together with those of the model; this is not rewritten yet")
        return merged or ()

    def _config_argument(
        self, call: cst.Call, config: tuple[Setting, ...], own: tuple[Setting, ...], arguments: dict[str, cst.Arg]
    ) -> list[Argument]:
        """The config as an argument, in the place of the first setting of the call itself. The comments of its settings go with them."""
        if not config:
            return []
        places = [place for place, name in enumerate(arguments) if any(arguments[name].value is setting.value for setting in own)]
        listing = call_listing(call)
        depth = depth_of(call, self.module) if listing.indent is None else listing.indent
        exploded = any("\n" in self.module.code(setting.value) for setting in config) and len(config) > 1
        # Inside of an f-string only the other quote will do.
        quote = style_of(self.values, lambda node: node, call).quote
        shape = Shape(quote, depth, self.values.unit, self.values.tabs, exploded)
        return [Argument("config", lambda now: written(config, shape, now), taken=tuple(places))]

    def _keeps(self, call: cst.Call, config: tuple[Setting, ...]) -> tuple[cst.CSTNode, ...]:
        return (_model_of(call), *(arg.value for arg in call.args), *(setting.value for setting in config))


def _model_of(call: cst.Call) -> cst.BaseExpression:
    assert isinstance(call.func, cst.Attribute)
    return call.func.value


def _value(node: cst.CSTNode) -> cst.BaseExpression:
    assert isinstance(node, cst.BaseExpression)
    return node


def _path(receiver: cst.BaseExpression, asynchronous: bool, method: tuple[str, ...]) -> cst.BaseExpression:
    """`client.aio.models.generate_content`."""
    node = receiver.deep_clone()
    for name in ("aio", *method) if asynchronous else method:
        node = cst.Attribute(node, cst.Name(name))
    return node
